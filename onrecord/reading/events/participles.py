"""Participles that the parse took for finite verbs, and those with a subject of their own."""

from __future__ import annotations

from onrecord.reading.events.lexicon import classes, listed
from onrecord.syntax import Token


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
