"""Wordings that several stages must know alike: how a source stays nameless, how a claim is called false.

"Asked not to be named" tells of a source and is no happening of the report.
"""

from __future__ import annotations

from onrecord.syntax import Token

_NAMING = frozenset(("name", "identify", "quote", "cite", "photograph", "film"))
_KEPT = frozenset(("name", "anonymity", "identity", "surname", "face"))
_ASKS = frozenset(("ask", "request", "decline", "refuse", "insist", "prefer", "want", "demand", "wish", "seek"))
_GIVES = frozenset(("give", "provide", "reveal", "disclose", "use", "withhold", "publish", "state"))
_ALLOWED = frozenset(("authorize", "authorise", "allow", "permit", "clear"))
_TELLS = frozenset(("speak", "talk", "discuss", "comment", "brief", "tell", "give"))
_FREELY = frozenset(("anonymity", "background"))


def keeps_name(verb: Token) -> bool:
    """ "Asked not to be named", "requested anonymity", "asked that her name be withheld"."""
    if verb.lemma not in _ASKS:
        return False
    thing = verb.child("dobj")
    if thing is not None and thing.lemma in _KEPT:
        return True
    clause = verb.child("xcomp", "ccomp")
    return clause is not None and _of_name(clause)


def _of_name(clause: Token) -> bool:
    passive = any(c.dep == "auxpass" for c in clause.children)
    if clause.lemma in _NAMING and passive:
        return True
    kept = clause.child("dobj", "nsubjpass")
    return kept is not None and kept.lemma in _KEPT and clause.lemma in _GIVES | {"remain", "keep"}


def is_anonymity(word: Token) -> bool:
    """Whether an event at this word would only tell how somebody stays nameless, or may not speak."""
    if keeps_name(word) or _freely(word) or _not_allowed(word):
        return True
    above = word.head
    if word.dep in ("xcomp", "ccomp", "advcl") and above is not word and (keeps_name(above) or _not_allowed(above)):
        return _of_name(word) or word.lemma in _TELLS
    named = word.child("dobj")
    only = any(c.lower in ("only", "just") for c in (*word.children, *(g for c in word.children for g in c.children)))
    return word.lemma == "give" and named is not None and named.lemma in ("name", "surname") and only


def _freely(word: Token) -> bool:
    """ "Spoke on condition of anonymity", "speaking on background"."""
    for child in word.children:
        if child.dep == "prep" and child.lower in ("on", "under") and (thing := child.child("pobj")) is not None:
            below = thing.behind("of")
            if thing.lemma in _FREELY or (below is not None and below.lemma in _FREELY):
                return word.lemma in _TELLS
    return False


def _not_allowed(word: Token) -> bool:
    told = word.child("xcomp", "ccomp")
    refused = any(c.dep == "neg" for c in word.children)
    return word.lemma in _ALLOWED and refused and told is not None and told.lemma in _TELLS


_FALSE = {
    "false", "untrue", "fake", "baseless", "unfounded", "wrong", "incorrect", "inaccurate", "fabricated", "groundless",
    "bogus", "hoax", "lie", "fabrication", "misleading", "nonsense", "invention", "disinformation", "misinformation",
}  # fmt: skip
_CLAIMED = {
    "claim", "report", "rumor", "rumour", "allegation", "accusation", "assertion", "suggestion", "post", "story",
    "statement", "charge", "speculation", "theory", "belief", "notion", "idea",
}  # fmt: skip
_FOUND = {"be", "prove", "seem", "remain", "turn", "call", "describe", "label", "dismiss", "brand"}


def called_false(noun: Token) -> Token | None:
    """The word that says that a claim is not so: "reports that it fell are | false", "called the claim | a lie"."""
    return _called(noun, _FALSE)


def called_true(noun: Token) -> bool:
    """ "The reports that he fled turned out to be true"."""
    return _called(noun, _TRUE) is not None


_TRUE = frozenset(("true", "correct", "accurate", "right"))


def _called(noun: Token, judged: frozenset[str] | set[str]) -> Token | None:
    verb = noun.head
    if noun.lemma not in _CLAIMED or noun.dep not in ("nsubj", "dobj", "nsubjpass") or verb.lemma not in _FOUND:
        return None
    if any(c.dep == "neg" for c in verb.children):
        return None
    below = [c for c in verb.children if c.dep in ("acomp", "attr", "oprd", "prep", "prt", "xcomp") and c.i > noun.i]
    words = [*below, *(g for c in below for g in c.children if g.dep in ("pobj", "amod", "acomp", "attr"))]
    return next((w for w in words if w.lower in judged), None)
