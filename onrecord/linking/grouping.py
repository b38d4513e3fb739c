"""Clusters from pairwise scores: average linkage over sparse scores, the same for any order of the input.

People's judgements bind: pairs that must stand together are joined before any score is looked at, pairs that must not
are never joined, however alike their neighbours are.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.sets import DisjointSets

Pair = tuple[int, int]


def group(
    count: int,
    scores: dict[Pair, float],
    threshold: float,
    *,
    together: Sequence[Pair] = (),
    apart: Collection[Pair] = (),
) -> list[list[int]]:
    """Average linkage over sparse scores (a pair without one scores 0); clusters in the order of their first member.

    Merges the pair of clusters with the highest mean score until none reaches the threshold; ties go to the smaller
    numbers, so that the result does not depend on the order of the scores. Of `together` a pair is passed over where
    it would put a pair of `apart` into one cluster; earlier ones count first.
    """
    pairs = np.array(list(scores), np.int64).reshape(len(scores), 2)
    weighed = Weighed(pairs[:, 0], pairs[:, 1], np.fromiter(scores.values(), np.float64, len(scores)))
    return group_weighed(count, weighed, threshold, together=together, apart=apart)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Pairs of numbers with their scores, as columns; each pair once."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    scores: NDArray[np.float64]


def group_weighed(
    count: int,
    weighed: Weighed,
    threshold: float,
    *,
    together: Sequence[Pair] = (),
    apart: Collection[Pair] = (),
) -> list[list[int]]:
    """The same for scores as columns."""
    # Two groups are only merged where some pair between them reaches the threshold: what no such pair ties is apart.
    ties = weighed.scores >= threshold
    components = _components(count, [*together, *zip(weighed.a[ties].tolist(), weighed.b[ties].tolist(), strict=True)])
    of = np.zeros(count, np.int64)
    parts: list[list[int]] = []
    for number, members in enumerate(components):
        of[members] = number
        if len(members) == 1:
            parts.append(members)
    inside = of[weighed.a] == of[weighed.b]
    where = of[weighed.a[inside]]
    order = np.argsort(where, kind="stable")
    a, b, scores = (column[inside][order] for column in (weighed.a, weighed.b, weighed.scores))
    bounds = np.searchsorted(where[order], np.arange(len(components) + 1))
    forced, kept = _by_component(together, of), _by_component(apart, of)
    for number, members in enumerate(components):
        if len(members) > 1:
            part = slice(bounds[number], bounds[number + 1])
            linkage = _Linkage(members, zip(a[part].tolist(), b[part].tolist(), scores[part].tolist(), strict=True))
            linkage.keep_apart(kept[number])
            parts += linkage.clusters(forced[number], threshold)
    return sorted(parts)


def _by_component(pairs: Iterable[Pair], of: NDArray[np.int64]) -> dict[int, list[Pair]]:
    found: dict[int, list[Pair]] = defaultdict(list)
    for a, b in pairs:
        if of[a] == of[b]:
            found[int(of[a])].append((a, b))
    return found


def _components(count: int, ties: Iterable[Pair]) -> list[list[int]]:
    found = DisjointSets(count)
    for a, b in ties:
        found.tie(a, b)
    return found.sets()


class _Linkage:
    """The clusters of one component while they are merged; a cluster has the number of its smallest member."""

    def __init__(self, members: list[int], scores: Iterable[tuple[int, int, float]]) -> None:
        self.held: dict[int, list[int]] = {m: [m] for m in members}
        self.sums: dict[int, dict[int, float]] = {m: {} for m in members}
        self.apart: dict[int, set[int]] = {m: set() for m in members}
        for a, b, score in scores:
            self.sums[a][b] = self.sums[b][a] = score

    def keep_apart(self, pairs: Iterable[Pair]) -> None:
        for a, b in pairs:
            self.apart[a].add(b)
            self.apart[b].add(a)

    def clusters(self, together: Sequence[Pair], threshold: float) -> list[list[int]]:
        self.force(together)
        # A pair under the threshold need not wait: its mean only changes when one of the two is merged.
        size = {number: len(members) for number, members in self.held.items()}
        heap = [
            self.queued(a, b)
            for a, others in self.sums.items()
            for b, total in others.items()
            if a < b and total >= threshold * size[a] * size[b]
        ]
        heapq.heapify(heap)
        while heap:
            _, a, b, size_a, size_b = heapq.heappop(heap)
            if self.fresh(a, size_a) and self.fresh(b, size_b) and b not in self.apart[a]:
                self.merge(a, b)
                self.requeue(a, heap, threshold)
        return [sorted(c) for c in self.held.values()]

    def requeue(self, a: int, heap: list[tuple[float, int, int, int, int]], threshold: float) -> None:
        """The pairs of a cluster that has grown, as far as their mean reaches the threshold."""
        size = len(self.held[a])
        for other, total in self.sums[a].items():
            mean = total / (size * len(self.held[other]))
            if mean >= threshold:
                heapq.heappush(heap, self.queued(*((a, other) if a < other else (other, a))))

    def force(self, together: Sequence[Pair]) -> None:
        of = {m: m for m in self.held}
        for pair in together:
            a, b = sorted((of[pair[0]], of[pair[1]]))
            if a != b and b not in self.apart[a]:
                for member in self.held[b]:
                    of[member] = a
                self.merge(a, b)

    def queued(self, a: int, b: int) -> tuple[float, int, int, int, int]:
        sizes = len(self.held[a]), len(self.held[b])
        return (-self.sums[a][b] / (sizes[0] * sizes[1]), a, b, *sizes)

    def fresh(self, number: int, size: int) -> bool:
        """Whether a queued pair still speaks of the cluster as it is: it grows with every merge."""
        return number in self.held and len(self.held[number]) == size

    def merge(self, keep: int, gone: int) -> None:
        self.held[keep] += self.held.pop(gone)
        for other, total in self.sums.pop(gone).items():
            del self.sums[other][gone]
            if other != keep:
                self.sums[keep][other] = self.sums[other][keep] = self.sums[keep].get(other, 0.0) + total
        for other in self.apart.pop(gone):
            self.apart[other].discard(gone)
            self.apart[other].add(keep)
            self.apart[keep].add(other)
