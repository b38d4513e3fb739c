"""Whether the source says, denies or withholds."""

from __future__ import annotations

from onrecord.reading.attribution.draft import Draft
from onrecord.record import Stance
from onrecord.syntax import Syntax, Token

_PARTIES = frozenset(("dobj", "attr", "nsubj", "nsubjpass"))
_NONE = frozenset(("nobody", "nothing", "none", "neither"))


def stance_of(syntax: Syntax, draft: Draft) -> Stance:
    if "decline" in draft.classes or (draft.negated and "withhold" in draft.classes):
        return "declines"
    if "deny" in draft.classes:
        return "says" if draft.negated else "denies"
    return "denies" if _negated_content(syntax, draft) else "says"


def _negated_content(syntax: Syntax, draft: Draft) -> bool:
    """The main predicate of the content's first piece is negated, or has "no" before its object."""
    start, end = draft.content[0]
    first = syntax.at(start)
    while first is not None and first.head is not first and start <= first.head.start < end:
        first = first.head
    return first is not None and first.start < end and is_negated(first, start)


def is_negated(predicate: Token, start: int = 0) -> bool:
    """Whether "not", "never" or an object with "no" stands at the predicate, from the character `start` on."""
    for child in predicate.children:
        if child.start < start:
            continue
        if child.dep == "neg" or child.lower in ("never", "neither"):
            return True
        if child.dep in _PARTIES and (child.lower in _NONE or any(c.lower == "no" for c in child.children)):
            return True
    return False
