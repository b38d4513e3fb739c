"""How surely the events of two reports are the same: kept for every two reports that are near one another.

A function of the two reports and of how alike they are, whatever stands beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.joining.parts import Kept, Scores
from onrecord.linking.cards import Card
from onrecord.linking.same_event import NOTHING, Compared, compare, scores_between
from onrecord.linking.stories import Stories
from onrecord.linking.tables import Similar as Similar
from onrecord.linking.tables import beside

_MILLION = 1_000_000
_PORTION = 1_000  # events of others that are compared at once


class Scorer:
    """Scores events of reports that are kept, each report's table made once."""

    def __init__(self, kept: Kept, similar: Similar) -> None:
        self._kept = kept
        self._similar = similar

    def between(self, one: int, others: Sequence[tuple[int, float]]) -> Iterator[tuple[tuple[int, int], Scores]]:
        """What is worth keeping of the events of a report and of others (or of itself, alone), each with its likeness.

        By pairs of reports, the smaller rank first, and places in them; a pair without any is left out.
        """
        told = [(other, likeness) for other, likeness in others if self._kept.cards(other)]
        if not self._kept.cards(one):
            return
        for some in self._portions(told):
            mine, held = self._kept.table(one), [self._kept.table(other) for other, _ in some]
            sizes = [len(t.words) for t in held]
            story = np.repeat([likeness for _, likeness in some], sizes)
            theirs = mine if some[0][0] == one else beside(held, mine.keys)
            grid = scores_between(mine, theirs, self._similar, story)
            for (other, _), part in zip(some, np.split(grid, np.cumsum(sizes)[:-1], axis=1), strict=True):
                scores = _worth(np.triu(part, 1) if one == other else part)
                if scores is not None:
                    first, second, values = scores
                    yield ((one, other), scores) if one <= other else ((other, one), (second, first, values))

    def _portions(self, told: Sequence[tuple[int, float]]) -> Iterator[list[tuple[int, float]]]:
        some: list[tuple[int, float]] = []
        events = 0
        for other in told:
            count = len(self._kept.cards(other[0]))
            if some and events + count > _PORTION:
                yield some
                some, events = [], 0
            some.append(other)
            events += count
        if some:
            yield some

    def compared(self, one: Card, other: Card, likeness: float) -> Compared:
        """Two events with the facts of which their score is made."""
        return compare(one, other, _Pair(likeness), self._similar)


def _worth(grid: NDArray[np.float64]) -> Scores | None:
    a, b = np.nonzero(grid >= NOTHING)
    if not len(a):
        return None
    return a.astype(np.uint16), b.astype(np.uint16), (grid[a, b] * _MILLION).round().astype(np.uint32)


class _Pair(Stories):
    """The stories of two reports of which no more than their likeness is asked."""

    def __init__(self, likeness: float) -> None:
        super().__init__(())
        self._likeness = likeness

    def similarity(self, one: str, other: str) -> float:
        return 1.0 if one == other else self._likeness
