"""Participles that the parse took for finite verbs, and those with a subject of their own."""

from __future__ import annotations

from onrecord.reading.events.lexicon import classes, listed
from onrecord.syntax import Token

_GERUND_OF = frozenset(
    ("deny", "admit", "stop", "accuse", "suspect", "convict", "blame", "charge", "prevent", "ban", "avoid", "continue",
     "resume", "start", "begin", "justify", "cease", "bar", "jail", "arrest", "sentence", "condemn", "keep", "acquit")
)  # fmt: skip


def gerund_of(verb: Token) -> Token | None:
    """ "Denied mistreating prisoners", "accused of burning homes": a gerund that the parse took for an attribute.

    Gives the verb that governs it; its noun is its object.
    """
    noun = verb.head
    if verb.tag != "VBG" or verb.dep != "amod" or noun.tag not in ("NNS", "NNPS") or noun.i != verb.i + 1:
        return None
    if any(c.i < verb.i and c.dep in ("det", "poss", "amod", "nummod") for c in noun.children):
        return None
    over = noun.head
    if noun.dep == "pobj" and over.lower in ("of", "for", "from", "with", "against"):
        over = over.head
    elif noun.dep != "dobj":
        return None
    return over if over.lemma in _GERUND_OF else None


def runs_on(verb: Token) -> Token | None:
    """ "Shells fired by the army hit a house": the verb behind a participle that the parse took for a finite verb."""
    if verb.tag not in ("VBD", "VBN") or has_aux(verb) or not _needs_object(verb):
        return None
    own = [c for c in verb.children if c.dep == "nsubj" and c.i < verb.i]
    if len(own) != 1 or own[0].pos not in ("NOUN", "PROPN"):
        return None
    beside = verb.head.children if verb.dep == "advcl" else verb.children
    for c in beside:
        if c.dep in ("conj", "advcl") and c.i > verb.i and c.tag in ("VBD", "VBZ", "VBP") and not _has_subject(c):
            kept = [x for x in verb.children if verb.i < x.i < c.i and x.dep in ("dobj", "ccomp", "cc", "punct")]
            return c if not kept and (verb.dep != "advcl" or c.dep == "advcl") else None
    return None


def set_beside(verb: Token) -> bool:
    """ "With four soldiers handed over to the monks": a participle with a subject of its own behind "with"."""
    marked = verb.dep == "advcl" and any(c.dep == "mark" and c.lower == "with" for c in verb.children)
    beside = verb.dep in ("pcomp", "ccomp") and verb.head.lower == "with"
    if verb.tag not in ("VBN", "VBD") or not (marked or beside) or not any(c.dep == "nsubj" for c in verb.children):
        return False
    return not any(c.dep in ("aux", "dobj") for c in verb.children)


def _needs_object(verb: Token) -> bool:
    """Verbs that nobody does without an object; a weapon fires and launches nothing."""
    shot = verb.lemma in ("fire", "launch", "drop", "throw", "plant", "hurl", "aim")
    armed = shot and any(c.dep == "nsubj" and c.lemma in classes()["weapon"] for c in verb.children)
    return armed or verb.lemma in listed("words", "needs_object")


def _has_subject(verb: Token) -> bool:
    return any(c.dep in ("nsubj", "nsubjpass", "csubj", "mark") for c in verb.children)


def has_aux(verb: Token) -> bool:
    return any(c.dep in ("aux", "auxpass") for c in verb.children)


def not_finite(verb: Token) -> bool:
    """An infinitive or a gerund: no finite verb is told in one row with it."""
    if verb.tag == "VBG":
        return verb.dep in ("pcomp", "xcomp", "advcl") and not any(c.dep in ("aux", "nsubj") for c in verb.children)
    return verb.tag == "VB" and any(c.lower == "to" and c.dep == "aux" for c in verb.children)
