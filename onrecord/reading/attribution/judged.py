"""A branch with the odds of what it is, and what grammar says of the odds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onrecord.reading.attribution.branches import Branch
from onrecord.reading.attribution.cues import verbs
from onrecord.reading.attribution.scorer import Floats
from onrecord.syntax import Token

CONTENT, SOURCE, CUE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Judged:
    """A branch with the probabilities of none, content, source and cue."""

    branch: Branch
    odds: Floats


def what_is_denied(head: Token, judged: list[Judged]) -> list[Judged]:
    """The noun after a verb of denial is what is denied, never a part of the cue: "deny | attack on depot"."""
    entry = verbs().get(head.lemma)
    if entry is None or not ("deny" in entry.classes or head.lemma in ("condemn", "confirm")):
        return judged
    content = np.eye(4, dtype=np.float32)[CONTENT]
    return [
        Judged(j.branch, content) if j.branch.path == ">dobj" and int(np.argmax(j.odds)) == CUE else j for j in judged
    ]


def manner_aside(head: Token, judged: list[Judged]) -> list[Judged]:
    """ "Condemned | in the strongest terms | the attack", "denied | in court | any role": what stands before the
    object is neither cue nor content; before a clause ("said | about the deal | that") it may be said."""
    thing, clause = head.child("dobj"), head.child("ccomp")
    before = [c for c in head.children if c.dep == "prep" and c.i > head.i]
    aside = frozenset(c.i for c in before if thing is not None and _left(c, thing))
    led = frozenset(c.i for c in before if clause is not None and _left(c, clause))
    none = np.eye(4, dtype=np.float32)[0]
    return [
        Judged(j.branch, none)
        if (aside or led)
        and (aside & (path := _path_to(j.branch.root, head)) or (led & path and int(np.argmax(j.odds)) == CUE))
        else j
        for j in judged
    ]


def _left(preposition: Token, thing: Token) -> bool:
    """Whether the phrase ends before all words of the object."""
    return max(t.i for t in preposition.subtree()) < min(t.i for t in thing.subtree())


def _path_to(token: Token, head: Token) -> set[int]:
    path = {token.i}
    for above in token.ancestors():
        if above is head:
            return path
        path.add(above.i)
    return set()
