"""Clusters from pairwise scores: average linkage over sparse scores, the same for any order of the input.

People's judgements bind: pairs that must stand together are joined before any score is looked at, pairs that must not
are never joined, however alike their neighbours are.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Sequence

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
    parts: list[list[int]] = []
    within: dict[int, dict[Pair, float]] = defaultdict(dict)
    forced: dict[int, list[Pair]] = defaultdict(list)
    kept: dict[int, list[Pair]] = defaultdict(list)
    components = _components(count, scores, together, floor=threshold / 4)
    of = {member: number for number, members in enumerate(components) for member in members}
    for (a, b), score in scores.items():
        if of[a] == of[b]:
            within[of[a]][(a, b)] = score
    for pairs, sorted_by in ((together, forced), (apart, kept)):
        for a, b in pairs:
            if of[a] == of[b]:
                sorted_by[of[a]].append((a, b))
    for number, members in enumerate(components):
        parts += _Linkage(members, within[number], kept[number]).clusters(forced[number], threshold)
    return sorted(parts)


def _components(count: int, scores: dict[Pair, float], together: Sequence[Pair], *, floor: float) -> list[list[int]]:
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in (*together, *(pair for pair, score in scores.items() if score >= floor)):
        x, y = sorted((root(a), root(b)))
        parent[y] = x
    groups: dict[int, list[int]] = defaultdict(list)
    for i in range(count):
        groups[root(i)].append(i)
    return list(groups.values())


class _Linkage:
    """The clusters of one component while they are merged; a cluster has the number of its smallest member."""

    def __init__(self, members: list[int], scores: dict[Pair, float], apart: Collection[Pair]) -> None:
        self.held: dict[int, list[int]] = {m: [m] for m in members}
        self.sums: dict[int, dict[int, float]] = {m: {} for m in members}
        self.apart: dict[int, set[int]] = {m: set() for m in members}
        for (a, b), score in scores.items():
            self.sums[a][b] = self.sums[b][a] = score
        for a, b in apart:
            self.apart[a].add(b)
            self.apart[b].add(a)

    def clusters(self, together: Sequence[Pair], threshold: float) -> list[list[int]]:
        self.force(together)
        # A pair under the threshold need not wait: its mean only changes when one of the two is merged.
        queued = (self.queued(a, b) for a, others in self.sums.items() for b in others if a < b)
        heap = [pair for pair in queued if -pair[0] >= threshold]
        heapq.heapify(heap)
        while heap:
            _, a, b, size_a, size_b = heapq.heappop(heap)
            if self.fresh(a, size_a) and self.fresh(b, size_b) and b not in self.apart[a]:
                self.merge(a, b)
                for other in self.sums[a]:
                    pair = self.queued(min(a, other), max(a, other))
                    if -pair[0] >= threshold:
                        heapq.heappush(heap, pair)
        return [sorted(c) for c in self.held.values()]

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
