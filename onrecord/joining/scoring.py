"""How surely the events of two reports are the same: kept for every two reports that are near one another.

A function of the two reports and of how alike they are, whatever stands beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from onrecord.joining.parts import Kept, Scores
from onrecord.linking.comparing import Similar as Similar
from onrecord.linking.same_event import NOTHING, Compared, compare_tables, scores_between
from onrecord.linking.tables import Table, beside, rows, table
from onrecord.linking.tellings import likenesses

_MILLION = 1_000_000
_PORTION = 1_000  # events of others that are compared at once
_ROWS = 500  # events of one report that are: a grid of facts takes half a gigabyte
_REACH = 4  # such portions within one report that are compared: a text of 60,000 words tells 6,000 events
_WITHIN = 32_000  # events of one report times that reach: of more than 8,000 only the nearer ones are compared
_MOST = 1 << 16  # events of one report that have a number in the store
_Found = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.uint32]]


def likest(scores: Iterable[tuple[int, int, int]], places: Sequence[int], limit: int) -> dict[int, int]:
    """Of scored pairs for each of some places the other's place with the highest score, the first of equals."""
    wanted, found = set(places), dict[int, tuple[int, int]]()
    for place, other, score in scores:
        if place in wanted and score >= limit:
            found[place] = min(found.get(place, (-score, other)), (-score, other))
    return {place: other for place, (_, other) in found.items()}


class Scorer:
    """Scores events of reports that are kept, each report's table made once."""

    def __init__(self, kept: Kept, similar: Similar) -> None:
        self._kept = kept
        self._similar = similar

    def between(self, one: int, others: Sequence[tuple[int, float]]) -> Iterator[tuple[tuple[int, int], Scores]]:
        """What is worth keeping of the events of a report and of others (or of itself, alone), each with its likeness.

        By pairs of reports, the smaller rank first, and places in them; a pair without any is left out.
        """
        mine = self._kept.table(one)
        if not mine.words:
            return
        for some, held in self._portions(others):
            if some[0][0] == one:
                scores = _packed(self._within(mine))
                if scores is not None:
                    yield (one, one), scores
                continue
            sizes = [len(t.words) for t in held]
            story = np.repeat([likeness for _, likeness in some], sizes)
            found = self._of_two(mine, beside(held, mine.keys), story)
            firsts = np.cumsum([0, *sizes])
            for (other, _), scores in zip(some, _parted(found, firsts), strict=True):
                if scores is not None:
                    first, second, values = scores
                    yield ((one, other), scores) if one <= other else ((other, one), (second, first, values))

    def _within(self, mine: Table) -> _Found:
        """The events of one report, each with those that are told within some hundred events of it."""
        found, starts = [], range(0, min(len(mine.words), _MOST), _ROWS)
        reach = max(1, min(_REACH, _WITHIN // len(mine.words)))
        parts = [rows(mine, start, start + _ROWS) for start in starts]
        for row, one in enumerate(parts):
            for column in range(row, min(row + reach, len(parts))):
                grid = scores_between(one, parts[column], self._similar, 1.0, itself=True)
                found.append(_worth(np.triu(grid, 1) if row == column else grid, starts[row], starts[column]))
        return _joined(found)

    def _of_two(self, mine: Table, theirs: Table, story: NDArray[np.float64]) -> _Found:
        """The events of one report and those of others: a grid of a hundred million pairs would take tens of GB."""
        found = []
        for row in range(0, min(len(mine.words), _MOST), _ROWS):
            one = rows(mine, row, row + _ROWS)
            for column in range(0, len(theirs.words), _PORTION):
                some = slice(column, column + _PORTION)
                grid = scores_between(one, rows(theirs, some.start, some.stop), self._similar, story[some])
                found.append(_worth(grid, row, column))
        return _joined(found)

    def _portions(self, others: Sequence[tuple[int, float]]) -> Iterator[tuple[list[tuple[int, float]], list[Table]]]:
        """The others that tell of events, with their tables."""
        some: list[tuple[int, float]] = []
        held: list[Table] = []
        events = 0
        for other in others:
            theirs = self._kept.table(other[0])
            count = len(theirs.words)
            if not count:
                continue
            if some and events + count > _PORTION:
                yield some, held
                some, held, events = [], [], 0
            some.append(other)
            held.append(theirs)
            events += count
        if some:
            yield some, held

    def likest(self, rank: int, other: int, places: Sequence[int], limit: int) -> dict[int, int]:
        """For some events of a report the other's event that each is likest to, where that is so sure."""
        mine, theirs = self._kept.table(rank), self._kept.table(other)
        if not mine.words or not theirs.words:
            return {}
        likeness = likenesses(self._kept.telling(rank), [self._kept.telling(other)])[0]
        first, second, values = self._of_two(mine, theirs, np.full(len(theirs.words), likeness))
        return likest(zip(first.tolist(), second.tolist(), values.tolist(), strict=True), places, limit)

    def compared(self, one: tuple[int, int], other: tuple[int, int], likeness: float) -> Compared:
        """Two events, each a report and the place in it, with the facts of which their score is made."""
        cards = sorted(
            (self._kept.cards(rank)[place] for rank, place in (one, other)), key=lambda c: (c.report, c.trigger)
        )
        itself = one[0] == other[0]
        a, b = (table([card]) for card in cards)
        return compare_tables(a, b, self._similar, 1.0 if itself else likeness, itself=itself)


def _worth(grid: NDArray[np.float64], row: int, column: int) -> _Found:
    """The pairs of a grid that are worth keeping, whose first row and column are so many events into theirs."""
    a, b = np.nonzero(grid >= NOTHING)
    return a + row, b + column, (grid[a, b] * _MILLION).round().astype(np.uint32)


def _joined(found: list[_Found]) -> _Found:
    first, second, values = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.lexsort((second, first))
    return first[order], second[order], values[order]


def _parted(found: _Found, firsts: NDArray[np.intp]) -> Iterator[Scores | None]:
    """By the report in which the second event of each pair stands."""
    a, b, values = found
    for start, stop in pairwise(firsts):
        some = (b >= start) & (b < min(stop, start + _MOST))
        yield _packed((a[some], b[some] - start, values[some]))


def _packed(found: _Found) -> Scores | None:
    first, second, values = found
    return (first.astype(np.uint16), second.astype(np.uint16), values) if len(first) else None
