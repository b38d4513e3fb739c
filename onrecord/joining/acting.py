"""Actors of a whole ledger in bounded memory: cards that cannot touch each other are clustered one portion at a time.

The first pass only notes which cards hang together, in columns; then each portion of whole components is read and
clustered by itself, with the same result as all at once. A component larger than a portion is one.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.actors import Actor, ActorCard, Link, cluster, keys

_PORTION = 60_000  # cards that are held at a time: some 100 MB
Cards = Callable[[], Iterable[ActorCard]]


def acting(cards: Cards, judged: Sequence[Link] = (), *, portion: int = _PORTION) -> tuple[Actor, ...]:
    """The actors of the cards, which are gone through several times, always in the same order."""
    component = _components(cards(), judged)
    if len(component) <= portion:
        return cluster(cards(), judged)
    part = _parts(component, portion)
    actors = [
        actor
        for number in range(int(part.max()) + 1)
        for actor in cluster(_of(cards(), np.flatnonzero(part == number)), judged)
    ]
    return tuple(sorted(actors, key=lambda a: (-a.reports, a.key)))


def _of(cards: Iterable[ActorCard], places: NDArray[np.int64]) -> Iterator[ActorCard]:
    wanted = np.zeros(int(places[-1]) + 1, bool)
    wanted[places] = True
    return (card for card, take in zip(cards, wanted.tolist(), strict=False) if take)


def _components(cards: Iterable[ActorCard], judged: Sequence[Link]) -> NDArray[np.int64]:
    """A number for each card, the same for cards that share a key, over any number of steps, or are spoken of."""
    parent = array("I")

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def number(key: int) -> int:
        if key not in numbers:
            numbers[key] = len(parent)
            parent.append(len(parent))
        return numbers[key]

    def tie(one: int, other: int) -> None:
        first, second = sorted((root(one), root(other)))
        parent[second] = first

    numbers: dict[int, int] = {}  # of keys by their hash: two that meet only make a component larger
    spoken = {key for link in judged for key in (link.a, link.b)}
    at: dict[str, int] = {}
    held = array("I")
    for card in cards:
        found = [number(hash(key)) for key in sorted(keys(card))] or [number(hash(("no key", card.key)))]
        for other in found[1:]:
            tie(found[0], other)
        held.append(found[0])
        if card.key in spoken:
            at[card.key] = found[0]
    for link in judged:
        if link.a in at and link.b in at:
            tie(at[link.a], at[link.b])
    return np.array([root(i) for i in held], np.int64)


def _parts(component: NDArray[np.int64], portion: int) -> NDArray[np.int64]:
    """The portion that each card is read in: components are taken in order while they fit."""
    _, place, sizes = np.unique(component, return_inverse=True, return_counts=True)
    part, number, size = np.zeros(len(sizes), np.int64), 0, 0
    for index, count in enumerate(sizes.tolist()):
        if size and size + count > portion:
            number, size = number + 1, 0
        part[index] = number
        size += count
    return np.asarray(part[place])
