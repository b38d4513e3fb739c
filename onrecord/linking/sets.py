"""Disjoint sets of numbers: what is tied over any number of steps is one set (union-find with path halving)."""

from __future__ import annotations

from array import array
from collections import defaultdict


class DisjointSets:
    """Numbers from 0; a set is known by the smallest of them that was tied into it. Four bytes a number."""

    def __init__(self, count: int = 0) -> None:
        self._parent = array("I", range(count))

    def __len__(self) -> int:
        return len(self._parent)

    def new(self) -> int:
        """One number more, a set by itself."""
        self._parent.append(len(self._parent))
        return len(self._parent) - 1

    def root(self, number: int) -> int:
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def tie(self, one: int, other: int) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._parent[second] = first

    def sets(self) -> list[list[int]]:
        """The members of each set in order, sets by their smallest member."""
        found: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self)):
            found[self.root(number)].append(number)
        return list(found.values())
