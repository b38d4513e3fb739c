"""How surely the events of two reports are the same: kept for every two reports that are near one another.

A function of the two reports and of how alike they are, whatever stands beside them.
"""

from __future__ import annotations

import functools

import numpy as np

from onrecord.joining.parts import Kept, Scores
from onrecord.linking.cards import Card
from onrecord.linking.same_event import NOTHING, Compared, compare, scores_between
from onrecord.linking.stories import Stories
from onrecord.linking.tables import Similar, Table, table

_MILLION = 1_000_000


class Scorer:
    """Scores events of reports that are kept, each report's table made once."""

    def __init__(self, kept: Kept, similar: Similar) -> None:
        self._kept = kept
        self._similar = similar
        self._table = functools.lru_cache(500)(self._made)

    def between(self, one: int, other: int, likeness: float) -> Scores | None:
        """What is worth keeping of the events of two reports (or of one), by their places; None where that is none."""
        first, second = sorted((one, other), key=lambda rank: self._kept.print(rank).report)
        grid = scores_between(self._table(first), self._table(second), self._similar, likeness)
        if one == other:
            grid = np.triu(grid, 1)
        a, b = np.nonzero(grid >= NOTHING)
        if not len(a):
            return None
        scores = (grid[a, b] * _MILLION).round().astype(np.uint32)
        places = (a, b) if first == one else (b, a)
        return places[0].astype(np.uint16), places[1].astype(np.uint16), scores

    def compared(self, one: Card, other: Card, likeness: float) -> Compared:
        """Two events with the facts of which their score is made."""
        return compare(one, other, _Pair(likeness), self._similar)

    def _made(self, rank: int) -> Table:
        return table(self._kept.cards(rank))


class _Pair(Stories):
    """The stories of two reports of which no more than their likeness is asked."""

    def __init__(self, likeness: float) -> None:
        super().__init__(())
        self._likeness = likeness

    def similarity(self, one: str, other: str) -> float:
        return 1.0 if one == other else self._likeness
