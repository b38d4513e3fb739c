"""Clusters from pairwise scores: average linkage over sparse scores, the same for any order of the input."""

from __future__ import annotations

import heapq
from collections import defaultdict


def group(count: int, scores: dict[tuple[int, int], float], threshold: float) -> list[list[int]]:
    """Average linkage over sparse scores (a pair without one scores 0); clusters in the order of their first member.

    Merges the pair of clusters with the highest mean score until none reaches the threshold; ties go to the smaller
    numbers, so that the result does not depend on the order of the scores.
    """
    parts: list[list[int]] = []
    for members in _components(count, scores, floor=threshold / 4):
        parts += _average_linkage(members, scores, threshold)
    return sorted(parts)


def _components(count: int, scores: dict[tuple[int, int], float], *, floor: float) -> list[list[int]]:
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for (a, b), score in scores.items():
        if score >= floor:
            x, y = sorted((root(a), root(b)))
            parent[y] = x
    groups: dict[int, list[int]] = defaultdict(list)
    for i in range(count):
        groups[root(i)].append(i)
    return list(groups.values())


def _average_linkage(members: list[int], scores: dict[tuple[int, int], float], threshold: float) -> list[list[int]]:
    if len(members) == 1:
        return [members]
    inside = set(members)
    clusters: dict[int, list[int]] = {m: [m] for m in members}
    sums: dict[int, dict[int, float]] = {m: {} for m in members}
    heap: list[tuple[float, int, int, int, int]] = []
    for (a, b), score in scores.items():
        if a in inside and b in inside:
            sums[a][b] = sums[b][a] = score
            heap.append((-score, a, b, 1, 1))
    heapq.heapify(heap)
    while heap and -heap[0][0] >= threshold:
        _, a, b, size_a, size_b = heapq.heappop(heap)
        if _fresh(clusters, a, size_a) and _fresh(clusters, b, size_b):
            _merge(clusters, sums, a, b)
            for other, total in sums[a].items():
                first, second = min(a, other), max(a, other)
                sizes = len(clusters[first]), len(clusters[second])
                heapq.heappush(heap, (-total / (sizes[0] * sizes[1]), first, second, *sizes))
    return [sorted(c) for c in clusters.values()]


def _fresh(clusters: dict[int, list[int]], number: int, size: int) -> bool:
    """Whether a queued pair still speaks of the cluster as it is: it grows with every merge."""
    return number in clusters and len(clusters[number]) == size


def _merge(clusters: dict[int, list[int]], sums: dict[int, dict[int, float]], keep: int, gone: int) -> None:
    clusters[keep] += clusters.pop(gone)
    for other, total in sums.pop(gone).items():
        del sums[other][gone]
        if other != keep:
            sums[keep][other] = sums[other][keep] = sums[keep].get(other, 0.0) + total
