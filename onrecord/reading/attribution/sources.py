"""Who speaks: the noun phrase behind a cue, by subject, agent, control and coordination."""

from __future__ import annotations

from onrecord.syntax import Token

_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_OBJECT_CONTROL = frozenset(
    ("tell", "urge", "order", "ask", "press", "force", "lead", "prompt", "allow", "help", "cause", "quote", "cite")
)


def subject(head: Token, depth: int = 0) -> Token | None:
    """The head of the noun phrase that the verb is said of; None when none is stated."""
    own = _own_subject(head)
    if own is not None or depth > 6 or is_passive(head):
        return own
    above = head.head
    if above is head:
        return None
    if head.dep == "acl":
        return above if head.tag == "VBG" else None
    if head.dep == "xcomp" and above.lemma in _OBJECT_CONTROL:
        return above.child("dobj", "dative") or subject(above, depth + 1)
    if head.dep == "pcomp" and above.lower == "as":
        return _quoted_party(above)
    if head.dep in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "dep", "prep"):
        while above.pos not in ("VERB", "AUX") and above.head is not above:
            above = above.head
        return subject(above, depth + 1) if above.pos in ("VERB", "AUX") else None
    return None


def _own_subject(head: Token) -> Token | None:
    passive = any(c.dep in ("auxpass", "nsubjpass") for c in head.children) or (
        head.tag == "VBN" and head.dep in ("acl", "advcl") and not any(c.dep == "aux" for c in head.children)
    )
    if passive:
        agent = next((c for c in head.children if c.dep == "agent"), None)
        return agent.child("pobj") if agent else None
    for child in head.children:
        if (child.dep in _SUBJECTS and child.lower not in ("it", "there")) or (
            child.dep == "nsubj" and child.lower == "it"
        ):
            return child
    return None


def _quoted_party(preposition: Token) -> Token | None:
    """In "quoted the minister as saying" the minister, in "was quoted as saying" the subject."""
    verb = preposition.head
    return verb.child("dobj") or verb.child("nsubjpass") or subject(verb)


def is_passive(head: Token) -> bool:
    return any(c.dep in ("auxpass", "nsubjpass") for c in head.children)


def phrase(head: Token, avoid: frozenset[int]) -> tuple[int, int]:
    """Token interval [first, last) of the phrase, cut where it would run into the tokens to avoid."""
    inside = {t.i for t in head.subtree()} - avoid - _day(head)
    first = last = head.i
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    return first, last + 1


def _day(noun: Token) -> set[int]:
    """ "The governor of Orvania *on Sunday* said": the day of the saying, though the parser hangs it from the noun."""
    for c in noun.children:
        if c.lower == "on" and (day := c.child("pobj")) is not None and day.lower in _WEEKDAYS and c.i > noun.i:
            return {t.i for t in c.subtree()}
    return set()
