"""What a verb by itself tells: nothing, its own object's fate in a headline, or an act after all."""

from __future__ import annotations

from onrecord.reading.events.clause import core
from onrecord.reading.events.frame import Frame
from onrecord.reading.events.lexicon import index, listed, of_class, stops
from onrecord.reading.events.match import Match
from onrecord.reading.events.phrases import Phrases, material, party
from onrecord.syntax import Token

_LINES = frozenset(("telephone", "phone", "email", "e-mail", "text"))
_STAMP = 14  # words of the longest line that only tells when a page was made


def tells_nothing(token: Token, met: Match) -> bool:
    """ "declined to say", "left the town cut off": no fall and no departure."""
    if stops_short(token):
        return True
    if token.lemma == "call" and met.entry.words[1:] == ("for",) and any(c.lower == "off" for c in token.children):
        return True  # "a search for the missing was called off"
    if met.entry.kind is not None or len(met.entry.words) > 1:
        return False
    if token.lemma == "decline":
        return any(c.dep == "xcomp" for c in token.children)
    return token.lemma == "leave" and any(c.dep in ("oprd", "ccomp") for c in token.children)


def hyphened(token: Token, phrases: Phrases) -> bool:
    """The last part of a hyphened word."""
    before = phrases.syntax.tokens[token.i - 1] if token.i else token
    return before.text in ("-", "‑") and not before.space


def asks_press(token: Token) -> bool:
    """ "did not answer calls seeking comment"."""
    thing = token.child("dobj")
    if token.lemma == "call" and thing is not None and (named := token.child("dative")) is not None:
        return named.pos == "PRON"  # "called it a step": nobody is rung up
    if token.lemma == "give" and thing is not None and thing.lemma == "name":
        return any(c.dep == "poss" for c in thing.children)  # "gave his name as Obi"
    if token.lemma in ("reach", "contact") and token.tag == "VBN":  # "reached by telephone"
        return any(p.lemma in _LINES for c in token.children if c.lower in ("by", "on") for p in c.children)
    return token.lemma in ("seek", "request") and thing is not None and thing.lemma in ("comment", "interview")


def named_so(token: Token) -> bool:
    """ "What it called a violation": whose word it is, no happening."""
    if token.lemma not in ("call", "describe", "term", "deem", "dub"):
        return False
    return any(c.lower == "what" and c.i < token.i for c in token.children)


def aimed(token: Token) -> bool:
    """ "Talks aimed at ending the row", "measures intended to help": what they are for is told behind."""
    return token.lemma in ("aim", "intend", "design", "mean") and token.tag == "VBN" and token.dep == "acl"


def laden(token: Token) -> bool:
    """ "A ferry carrying 120 passengers sank": who is on board is told, no happening."""
    if token.lemma not in ("carry", "transport", "ferry") or token.tag != "VBG" or token.dep != "acl":
        return False
    return of_class(token.head.lemma, ("@vehicle",))


def leaves_casualty(token: Token) -> bool:
    """ "Leaving 18 passengers missing", "left nine students dead": what became of them is told."""
    if token.lemma != "leave":
        return False
    near = [*token.children, *(c for o in token.children if o.dep == "dobj" for c in o.children)]
    left = (
        c for c in token.children if c.dep == "dobj" and c.pos == "ADJ" and c.lower in listed("tally", "casualties")
    )
    if any(not any(x.dep == "det" for x in c.children) for c in left):
        return True  # "leaving at least two dead"
    return any(
        c.dep in ("oprd", "acl", "ccomp", "amod", "xcomp")
        and c.i > token.i
        and c.lower in listed("tally", "casualties")
        for c in near
    )


def feared(token: Token) -> bool:
    """ "Twelve miners are feared dead", "believed trapped": the fear tells whose view it is, no happening."""
    if (
        token.lemma not in ("fear", "believe", "presume", "think", "suspect", "assume", "consider")
        or token.tag != "VBN"
    ):
        return False
    told = listed("tally", "casualties")
    lost = told | {"trapped", "buried", "drowned", "killed", "lost", "stranded", "hurt", "kidnapped"}
    return any(c.i > token.i and c.lower in lost for c in token.children)


def stamped(token: Token, parties: Frame, phrases: Phrases) -> bool:
    """The line "Published May 3", "Last updated at 17:50": when the page was made."""
    if token.lemma not in ("publish", "post", "update", "modify") or token.dep != "ROOT":
        return False
    pages = ("page", "story", "article", "post", "report", "entry", "site", "website")
    page = all(core(p).lemma in pages for p in (*parties.agents, *parties.patients))
    return (
        page and len(phrases.syntax.sentence(token)) <= _STAMP and any(c.ent or c.dep == "prep" for c in token.children)
    )


def foretells(token: Token, met: Match, parties: Frame, phrases: Phrases) -> bool:
    """ "The agency warned that supplies could run out": told of the world, a threat of nobody."""
    inner = parties.complement
    if token.lemma != "warn" or met.entry.kind != "THREATEN" or inner is None or inner.dep != "ccomp":
        return False
    if parties.patients or any(c.dep == "nsubj" and c.pos == "PRON" for c in inner.children):
        return False
    if any(of_class(core(a).lemma, ("@armed", "@state")) or core(a).ent in ("GPE", "NORP") for a in parties.agents):
        return False
    return not any(_hostile(t) for t in inner.subtree())


def _hostile(token: Token) -> bool:
    known = (*index("verb").get(token.lemma, ()), *index("noun").get(token.lemma, ()))
    return any(
        e.kind in ("ASSAULT", "COERCE", "SANCTION", "PROTEST", "MOBILIZE")
        and len(e.words) == 1
        and not e.data.get("casualty")
        and not e.data.get("undergoer")
        for e in known
    )


def breaks_out(token: Token) -> bool:
    """ "Clashes broke out": the clashes are told."""
    return token.lemma == "erupt" or (token.lemma == "break" and any(c.lower == "out" for c in token.children))


def left_open(token: Token) -> bool:
    """ "Have not ruled out arson", "refused to rule out a strike" reject nothing; "could not be verified", "refused to
    comment" leave open what is told behind."""
    refused = token.dep == "xcomp" and token.head.lemma in ("refuse", "decline")
    if token.lemma == "comment":
        return refused
    negated = refused or any(c.dep == "neg" for c in token.children)
    if token.lemma in ("confirm", "verify", "corroborate", "substantiate"):
        return negated
    return token.lemma == "rule" and negated and any(c.dep == "prt" and c.lower == "out" for c in token.children)


def stops_short(token: Token) -> bool:
    """ "Stopped short of blaming them": what was not done is told behind."""
    return token.lemma in ("stop", "fall") and any(c.lower == "short" for c in token.children)


def acts_after_all(token: Token, parties: Frame, phrases: Phrases) -> bool:
    """Verbs of the stop lists that do tell a happening in one voice: "police located her", "the date was announced"."""
    listed_act = token.lemma in listed("words", "act_on_thing")
    if token.lemma in listed("words", "state_when_passive"):
        return not parties.passive and bool(parties.patients)
    if not parties.passive and (listed_act or stops().get(token.lemma) == "stop.phase"):
        reached = any(party(phrases, p) or material(phrases, p) for p in parties.patients)
        return reached and (listed_act or any(party(phrases, a) for a in parties.agents))
    return token.lemma in listed("words", "act_when_passive") and parties.passive and parties.complement is None


def headline_passive(token: Token, met: Match | None, parties: Frame) -> bool:
    """A headline's participle read as a finite verb: "Candidate removed from hall by police", "Two arrested"."""
    if told_to(token):
        return not parties.passive  # "was beaten and forced to sign" is unfolded already
    complement = parties.complement is not None and parties.complement.i > token.i
    if parties.passive or parties.patients or parties.datives or complement or token.tag not in ("VBD", "VBN"):
        return False
    if any(c.dep in ("aux", "ccomp", "xcomp", "oprd") and c.i > token.i - 3 for c in token.children):
        return False
    if not parties.agents or any(a.lower in ("i", "he", "she", "we", "they") for a in parties.agents):
        return "by" in parties.preps and token.dep == "ROOT"  # "he killed with a knife"
    whole = met is not None and len(met.used) > 1
    if token.lemma in listed("words", "needs_object") and (whole or "at" not in parties.preps):
        own = any(c.dep == "nsubj" for c in token.children) or token.dep != "conj"
        used = met.used if met is not None else frozenset()
        free = any(c.dep == "prt" and c.i not in used for c in token.children)  # "Mayor gunned down" is whole
        return own and token.dep not in ("relcl", "acl") and not free
    if met is None or met.entry.data.get("undergoer") or any(c.dep == "prt" for c in token.children):
        return False
    if "by" in parties.preps and token.dep == "ROOT":
        return True
    if met.entry.has("intransitive") or any(c.dep in ("mark", "advmod") and c.lower == "as" for c in token.children):
        return False  # "apologised to the families", "as the union alleged"
    told = met.entry.data.get("transitive", False) or met.entry.data.get("casualty")
    return bool(told) and len(met.entry.words) == 1


def told_to(token: Token) -> bool:
    """ "Residents told to stay indoors", "Tenants ordered to leave": nobody tells to do a thing without an object."""
    behind = token.child("xcomp")
    if token.lemma not in ("tell", "order", "urge", "warn", "advise", "force") or token.tag not in ("VBD", "VBN"):
        return False
    if behind is None or behind.tag != "VB" or behind.i < token.i or not any(c.lower == "to" for c in behind.children):
        return False
    return not any(c.dep in ("aux", "auxpass", "dobj", "dative", "nsubjpass") for c in token.children)


def names_witness(token: Token, phrases: Phrases) -> bool:
    """ "Witness Abdi Nur told reporters": who somebody is, read as a verb."""
    after = phrases.syntax.tokens[token.i + 1 : token.i + 2]
    return token.lower == "witness" and bool(after) and after[0].pos == "PROPN"


def takes_effect(token: Token) -> bool:
    """ "The truce came into force", "a ceasefire took effect"."""
    inside = {(c.lower, p.lower) for c in token.head.children for p in c.children if c.dep == "prep"}
    into = {("into", "force"), ("into", "effect")} & inside
    effect = any(c.dep == "dobj" and c.lower in ("effect", "hold") for c in token.head.children)
    return token.dep == "nsubj" and ((token.head.lemma in ("come", "go") and bool(into)) or effect)


def strikes(token: Token, met: Match) -> bool:
    """A noun that begins or goes on, or a force of nature that does something: "the trial opened", "a storm caused"."""
    if token.dep in ("nsubj", "nsubjpass") and token.head.lemma in listed("words", "goes_on"):
        return True
    if met.entry.data.get("class") != "disaster":
        return False
    return token.dep == "nsubj" or (token.dep in ("pobj", "conj") and any(a.dep == "agent" for a in token.ancestors()))
