"""Events as numbers, and the scores that each has with others, in columns: what happenings are settled by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.joining.parts import unpack_scores
from onrecord.linking.grouping import Weighed
from onrecord.linking.same_event import NEAR
from onrecord.store.links import Links

Numbers = NDArray[np.int64]
_MILLION = 1_000_000
_PLACE = 16  # bits of an event's number for its place in its report
_KEPT = 1_500  # reports whose scores are kept: some 50 KB each where many tell of the same


@dataclass(frozen=True, slots=True)
class Beside:
    """What the events of a report have scores with: those of the event at a place stand from `starts[place]` on."""

    starts: Numbers
    others: Numbers
    scores: NDArray[np.uint32]


class Events:
    """Events as whole numbers: a number for the report, given when it is first met, and the place in it."""

    def __init__(self, links: Links, ranks: Iterable[int]) -> None:
        """`ranks`: reports that get the first numbers, in this order."""
        self._links = links
        self._ranks: list[int] = list(ranks)
        self._numbers = {rank: number for number, rank in enumerate(self._ranks)}
        self._ids: dict[int, str] = {}
        self._beside: dict[int, Beside] = {}

    def node(self, rank: int, place: int) -> int:
        return (self._number(rank) << _PLACE) | place

    def rank(self, node: int) -> int:
        return self._ranks[node >> _PLACE]

    @staticmethod
    def place(node: int) -> int:
        return node & ((1 << _PLACE) - 1)

    def ordered(self, nodes: Iterable[int]) -> list[int]:
        """By the reports' ids, then by the order of the text: ties between scores are broken by it."""
        return sorted(nodes, key=lambda node: (self._id(self.rank(node)), node & ((1 << _PLACE) - 1)))

    def alike(self, node: int, least: int) -> list[int]:
        """The events with which an event has so high a score."""
        others, scores = self.row(node)
        found: list[int] = others[scores >= least].tolist()
        return found

    def row(self, node: int) -> tuple[Numbers, NDArray[np.uint32]]:
        """The events with which an event has a score, and the scores."""
        held, place = self._of(self.rank(node)), self.place(node)
        if place + 1 >= len(held.starts):
            return held.others[:0], held.scores[:0]
        some = slice(held.starts[place], held.starts[place + 1])
        return held.others[some], held.scores[some]

    def weighed(self, held: Sequence[int]) -> Weighed:
        """The scores between some events, by their numbers in the order given."""
        nodes = np.array(held, np.int64)
        order = np.argsort(nodes)
        inside = nodes[order]
        rows = [self.row(node) for node in held]
        others = np.concatenate([row[0] for row in rows])
        places = np.minimum(np.searchsorted(inside, others), len(inside) - 1)
        found = inside[places] == others
        a = np.repeat(np.arange(len(held)), [len(row[0]) for row in rows])[found]
        b = order[places[found]]
        once = a < b
        scores = np.concatenate([row[1] for row in rows])[found][once].astype(np.float64)
        return Weighed(a[once], b[once], scores)

    def _number(self, rank: int) -> int:
        number = self._numbers.get(rank)
        if number is None:
            number = self._numbers[rank] = len(self._ranks)
            self._ranks.append(rank)
        return number

    def _id(self, rank: int) -> str:
        known = self._ids.get(rank)
        if known is None:
            known = self._ids[rank] = self._links.ids([rank])[rank]
        return known

    def _of(self, rank: int) -> Beside:
        known = self._beside.get(rank)
        if known is None:
            while len(self._beside) >= _KEPT:
                del self._beside[next(iter(self._beside))]
            known = self._beside[rank] = self._read(rank)
        return known

    def _read(self, rank: int) -> Beside:
        mine, others, scores = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.uint32)]
        for other, packed in self._links.scored(rank, round(NEAR * _MILLION)):
            first, second, values = unpack_scores(packed)
            if other == rank:
                first, second = np.concatenate([first, second]), np.concatenate([second, first])
                values = np.concatenate([values, values])
            elif other < rank:
                first, second = second, first
            mine.append(first.astype(np.int64))
            others.append((self._number(other) << _PLACE) + second.astype(np.int64))
            scores.append(values)
        places = np.concatenate(mine)
        order = np.argsort(places, kind="stable")
        starts = np.searchsorted(places[order], np.arange(int(places.max()) + 2 if len(places) else 1))
        return Beside(starts, np.concatenate(others)[order], np.concatenate(scores)[order])
