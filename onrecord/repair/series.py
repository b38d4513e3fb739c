"""Deeds told one after the other: clauses that share a subject across a saying, a comma or a headline."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.repair.sayings import SAYS
from onrecord.repair.tree import SUBJECT, crown, leftmost, move, rightmost
from onrecord.syntax import Token

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_SPEAKS = SAYS | frozenset(
    "call urge demand describe accuse blame criticize criticise condemn denounce praise vow promise pledge cite quote "
    "insist argue stress point refer express ask order appeal suggest imply recall deny admit".split()
)
_OWN = frozenset({*SUBJECT, "aux", "auxpass", "csubj", "expl", "mark"})


def after_saying(token: Token, tokens: Sequence[Token]) -> None:
    """ "The gunman burst in, witnesses said, firing at guards": the gunman fires, not the witnesses."""
    saying, main = token.head, token.head.head
    if saying.dep != "parataxis" or saying.lemma not in SAYS or saying.tag not in _FINITE or main.tag not in _FINITE:
        return
    close = saying.i + 1 - tokens[0].i
    if main.i > saying.i or close >= len(tokens) or tokens[close].text != "," or token.i < tokens[close].i:
        return
    if token.lemma in _SPEAKS:
        return  # "Troops fired, the lawyer said, calling for an inquiry": what a speaker goes on with is the speaker's
    if token.dep in ("advcl", "dep") and token.tag == "VBG":
        move(token, main)
        token.dep = "advcl"
    deed = token.child("compound", "amod")  # "opening fire" was read as a sort of fire
    if token.dep == "dobj" and deed is not None and deed.tag == "VBG" and deed.i == tokens[close].i + 1:
        deed.pos, deed.dep = "VERB", "advcl"
        move(deed, main)
        move(token, deed)


def deed_after_deed(token: Token, tokens: Sequence[Token]) -> None:
    """ "They say she forced her way in, walked to the office and shot him": both clauses were hung from the saying."""
    if token.dep not in ("ccomp", "conj") or token.tag not in _FINITE or any(c.dep in _OWN for c in token.children):
        return
    if token.dep == "conj" and (token.head.lemma not in SAYS or any(c.dep == "cc" for c in token.head.children)):
        return
    before = [c for c in token.head.children if c.dep == "ccomp" and token.head.i < c.i < token.i]
    if not before or before[-1].tag != token.tag or not any(c.dep in SUBJECT for c in before[-1].children):
        return
    if _comma_before(token, tokens):
        move(token, before[-1])
        token.dep = "conj"


def finite_beside_infinitive(token: Token, tokens: Sequence[Token]) -> None:
    """ "Had foiled a plot to bomb the port and arrested four men": a past is in no row with an infinitive; only behind
    "had", whose participle it is: elsewhere what follows may be another's."""
    bare, place = token.head, token.i - tokens[0].i
    if token.dep != "conj" or token.tag != "VBD" or bare.tag != "VB" or token.child("nsubj", "aux") is not None:
        return
    if not any(c.dep == "aux" and c.lower == "to" for c in bare.children) or place < 1:
        return
    above = next((a for a in bare.ancestors() if a.pos == "VERB" and a.tag in ("VBD", "VBN") and a.i < bare.i), None)
    link = tokens[place - 1]
    if (
        above is None
        or not any(c.dep == "aux" and c.lemma == "have" for c in above.children)
        or link.dep != "cc"
        or link.head is not bare
    ):
        return
    move(token, above)
    move(link, above)


def headline_series(token: Token, tokens: Sequence[Token]) -> None:
    """ "Senate passes bill, sends it to the governor": the first verb was read as the subject of the second."""
    verb = token.head
    if token.dep not in ("nsubj", "ccomp", "csubj", "dep") or token.pos != "VERB" or token.tag not in _FINITE:
        return
    if verb.dep != "ROOT" or verb.tag != token.tag or verb.i < token.i or verb.lemma in SAYS:
        return
    if any(c is not token and (c.dep in _OWN or c.dep == "cc") and c.i < verb.i for c in verb.children):
        return
    if not any(c.dep in SUBJECT for c in token.children) or not _comma_before(verb, tokens):
        return
    crown(token, verb, "conj")


def headline_names(token: Token, tokens: Sequence[Token]) -> None:
    """ "Lind, Obi clash over taxes": the first of two names with a comma for "and" was read as an adverb."""
    place = token.i + 1 - tokens[0].i
    verb = token.head
    if token.dep not in ("npadvmod", "dep") or token.tag != "NNP" or verb.tag not in ("VBP", "VBD", "VB"):
        return
    subject = next((c for c in verb.children if c.dep == "nsubj" and c.i > token.i), None)
    if subject is None or subject.tag != "NNP" or place >= len(tokens) or tokens[place].text != ",":
        return
    if leftmost(subject).i == token.i + 2 and verb.i == subject.i + 1 and leftmost(token).i == tokens[0].i:
        token.dep = "nsubj"


def _comma_before(token: Token, tokens: Sequence[Token]) -> bool:
    """The verb stands right after a comma, with at most an adverb between."""
    place = token.i - 1 - tokens[0].i
    if place > 0 and tokens[place].pos == "ADV":
        place -= 1
    return place > 0 and tokens[place].text == ","


def two_counts(token: Token, tokens: Sequence[Token]) -> None:
    """ "Killed two soldiers and five were hurt": the five are not killed, nor the two hurt."""
    noun, place = token.head, rightmost(token) + 1 - tokens[0].i
    if token.dep != "conj" or token.pos not in ("NUM", "NOUN", "PROPN", "PRON") or place >= len(tokens):
        return
    link = [c for c in noun.children if c.dep == "cc" and c.i == leftmost(token).i - 1 and c.lower in ("and", "but")]
    finite = tokens[place]
    if not link or finite.tag not in _FINITE:
        return
    clause = finite.head if finite.dep in ("aux", "auxpass") else finite
    verb = next((v for v in noun.ancestors() if v.pos == "VERB" and v.i < noun.i), None)
    if verb is None or clause.pos not in ("VERB", "AUX") or clause.i < finite.i or clause.dep not in ("conj", "advcl"):
        return
    own = [c for c in clause.children if c.dep in SUBJECT and c is not noun]
    passive = any(c.dep == "auxpass" for c in clause.children)
    taken = noun.head is clause and noun.dep in SUBJECT and leftmost(noun).i == verb.i + 1 and verb.tag in _FINITE
    if own or clause.head is not verb or not (taken or (noun.head is verb and noun.dep == "dobj")):
        return
    if taken:
        move(noun, verb)
        noun.dep = "dobj"
    move(token, clause)
    move(link[0], verb)
    token.dep, clause.dep = "nsubjpass" if passive else "nsubj", "conj"
