"""Words that look like happenings and stand for places, things or lasting states: "a bus stop", "occupied land"."""

from __future__ import annotations

from onrecord.reading.events.lexicon import index, listed, of_class, stops
from onrecord.reading.events.nouns import noun_type
from onrecord.syntax import Syntax, Token

_SOMETHING = ("@person", "@crowd", "@armed", "@state", "@official", "@facility", "@vehicle", "@org", "@town", "@weapon")
_AREAS = ("@town", "@region", "@state")


def of_what_sort(token: Token, syntax: Syntax) -> bool:
    """ "The shooting range", "a launch site", "the hostage negotiator": a noun that says what sort of place, thing or
    person the next one is; "shooting victims" tell of the shooting."""
    head = token.head
    if token.dep not in ("compound", "nmod") or head.i < token.i or head.lemma in listed("standing", "undergone"):
        return False
    if of_class(head.lemma, _SOMETHING) or head.lemma in listed("standing", "sites"):
        return True
    return head.lemma not in index("noun") and noun_type(head, syntax) in ("party", "material")


def lasting(token: Token) -> bool:
    """ "The occupied territories", "the annexed peninsula": what a land has long been, no news."""
    if token.tag == "VBN" and token.lemma in ("arm", "equip") and token.dep in ("acl", "amod", "advcl"):
        return not any(c.dep == "agent" or c.lower == "by" for c in token.children)  # "inmates armed with knives"
    if token.lemma == "displace" and token.dep == "amod" and token.head.lemma in ("people", "person", "family"):
        return not any(c.pos == "NUM" or c.dep == "nummod" for c in (*token.children, *token.head.children))
    if token.dep != "amod" or token.lemma not in listed("standing", "states") or token.children:
        return False
    return of_class(token.head.lemma, _AREAS) or token.head.ent in ("GPE", "LOC") or token.head.pos == "PROPN"


def built(token: Token) -> bool:
    """ "A refugee settlement", "cleared the protest camp", "died in police custody": where one lives or is kept."""
    if token.lemma == "patrol":
        return _body(token)
    if token.lemma == "crossing":
        return _gate(token)
    if token.lemma == "settlement":
        words = [c for c in token.children if c.dep in ("compound", "amod", "nmod", "poss")]
        lived = listed("standing", "settled")
        peopled = any(c.lemma in lived or of_class(c.lemma, ("@crowd", "@person")) for c in words)
        return peopled or (token.dep == "dobj" and token.head.lemma in listed("words", "strikes"))
    verb = token.head.head if token.dep == "pobj" else token.head
    if token.lemma in ("camp", "encampment"):
        return token.dep != "dobj" or verb.lemma not in listed("standing", "sets_up")
    if token.lemma != "custody" or token.dep != "pobj" or token.head.lower != "in":
        return False
    return verb.pos not in ("VERB", "AUX") or verb.lemma in listed("standing", "befalls_inside")


def _body(token: Token) -> bool:
    """ "Its patrol had been ambushed", "killed by a patrol": those who patrol; "began a patrol" is the patrolling."""
    if token.dep in ("nsubj", "nsubjpass", "dobj") and token.head.pos == "VERB":
        return token.head.lemma not in listed("standing", "carries_out") | listed("words", "goes_on")
    return token.dep == "pobj" and token.head.lower in ("by", "on", "at")


def _gate(token: Token) -> bool:
    """ "Closed three crossings", "at the crossing": a place where one crosses."""
    if token.dep in ("dobj", "nsubjpass"):
        return token.head.lemma in listed("standing", "opens_or_shuts")
    return token.dep == "pobj" and token.head.lower in ("at", "near", "through") and token.child("prep") is None


def said_not(token: Token) -> bool:
    """ "Had no comment", "there was no confirmation", "no word on the deaths": nothing is said, nothing happens."""
    if token.lemma == "suspicion" and token.dep == "pobj":
        return token.head.lower in ("on", "under")  # "arrested on suspicion of smuggling"
    return token.lemma in listed("standing", "unsaid") and any(c.lower in ("no", "any") for c in token.children)


def called_for(token: Token) -> bool:
    """ "Urged calm", "appealed for restraint": what is asked for is no happening, and nobody who is asked."""
    return token.lemma in listed("standing", "virtues") and token.pos == "NOUN"


def doer(token: Token, syntax: Syntax) -> bool:
    """ "The plotters", "a negotiator": somebody by what he does."""
    named = token.pos == "NOUN" and token.lemma.endswith(("er", "or", "ist"))
    if not named or token.lemma in index("noun"):
        return False
    stem = token.lemma[:-2]
    stems = {stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem}
    known = token.lemma.endswith("er") and not stems.isdisjoint(index("verb").keys() | stops().keys())
    return noun_type(token, syntax) == "party" or (known and token.tag == "NNS")
