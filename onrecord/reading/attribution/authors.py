"""Whose words a paper holds: "a report by the institute said", "the ministry's statement said"."""

from __future__ import annotations

from onrecord.reading.attribution.cues import words
from onrecord.syntax import Token

_PUTS_OUT = frozenset(
    ("write", "publish", "issue", "release", "compile", "prepare", "conduct", "sign", "draft", "author")
)


def author_of(head: Token | None) -> Token | None:
    """The party that a paper is by; None when the word is no paper or nobody is named for it."""
    if head is None or head.lemma not in words("papers"):
        return None
    for child in head.children:
        if child.dep == "poss":
            return child
        if child.dep == "prep" and child.lower in ("by", "from") and child.i > head.i:
            return child.child("pobj")
        if child.dep == "acl" and child.tag == "VBN" and child.lemma in _PUTS_OUT:
            agent = child.child("agent")
            return agent.child("pobj") if agent is not None else None
        if child.dep == "compound" and child.ent in ("ORG", "PERSON"):
            return child
    return None


def paper(head: Token) -> tuple[int, int]:
    """The paper itself, as words: its noun with the article and adjectives right before it."""
    first = head.i
    own = {c.i for c in head.children if c.dep in ("det", "amod")}
    while first - 1 in own:
        first -= 1
    return first, head.i + 1
