"""Copies: a report that tells nothing but what another one tells in the very same words is represented by that one.

The words of a text that hundreds print are held by hundreds, so that, copy by copy, they would be too common to find
any other account of it. So only the report that stands for the copies is counted, looked for and compared; what a copy
tells stands where the same words of that report stand. Which reports carry one text is known by their five-grams
(`reprints`). A copy that tells something in words of its own is compared as a report of its own, the first
`VARIANTS` of a text at least: of later ones what is told in other words is put to the event that it is likest to.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.cards import Card
from onrecord.linking.order import UNDATED, quarters

REASON = "for: told in the very same words, and one of the reports reprints the other"
VARIANTS = 20  # of one text: nine such texts about one happening hold no word in 200 reports (`stories.CROWD`)
_QUARTERS = 7 * 96  # a week: what is printed again later may be compared with reports of its own time

Told = NDArray[np.uint64]


def told_in(cards: Iterable[Card]) -> Told:
    """For each event a number for its own word, its sentence, and which one of these it is in the report."""
    seen = Counter[str]()
    found = []
    for card in cards:
        words = f"{card.trigger.quote.casefold()}\n{' '.join(card.sentence.quote.casefold().split())}"
        seen[words] += 1
        key = f"{words}\n{seen[words]}".encode("utf-8", "surrogatepass")
        found.append(int.from_bytes(blake2b(key, digest_size=8).digest()))
    return np.array(found, np.uint64)


def matching(one: Told, other: Told) -> Iterator[tuple[int, int]]:
    """The places of the events that two reports tell in the same words."""
    theirs = {told: place for place, told in enumerate(other.tolist())}
    for place, told in enumerate(one.tolist()):
        if told in theirs:
            yield place, theirs[told]


@dataclass(frozen=True, slots=True)
class Stand:
    """`unit`: the report that is compared in a report's place, which may be itself. `variant`: the report of which it
    counts as a variant, where it is compared itself and carries another one's text."""

    unit: int
    variant: int | None = None


def in_time(one: int, other: int) -> bool:
    """Whether two reports, given by their ranks, were printed within a week, as far as their dates tell."""
    return one >= UNDATED or other >= UNDATED or abs(quarters(one) - quarters(other)) <= _QUARTERS


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of reports, by their ranks. `one_text`: those that share most of their text with a
    report; `variants`: those that count as variants of a report, in order; `told`: see `told_in`; `spoken`: whether a
    person spoke of one of its events, so that it is compared itself."""

    one_text: Callable[[int], Iterable[int]]
    stand: Callable[[int], Stand]
    variants: Callable[[int], Sequence[int]]
    told: Callable[[int], frozenset[int]]
    spoken: Callable[[int], bool]

    def decide(self, rank: int) -> Stand:
        """How a report stands, given how all older ones do."""
        older = sorted(r for r in self.one_text(rank) if r < rank and in_time(r, rank))
        units = [r for r in older if self.stand(r).unit == r]
        if not units or self.spoken(rank):
            return Stand(rank)
        variants = {unit: self.variants(unit)[: bisect_left(self.variants(unit), rank)] for unit in units}
        mine = self.told(rank)
        for unit in sorted({*units, *(v for several in variants.values() for v in several)}):
            if mine <= self.told(unit):
                return Stand(unit)
        return Stand(rank, units[0]) if len(variants[units[0]]) < VARIANTS else Stand(units[0])


def settle(seeds: Iterable[int], known: Known, put: Callable[[int, Stand], Stand | None]) -> dict[int, Stand | None]:
    """How reports stand now, after some of them came or changed, or what is known of them: oldest first, since a report
    hangs on older ones alone. `put` keeps it and gives how the report stood before. Those that changed, with that."""
    waiting = list(set(seeds))
    heapq.heapify(waiting)
    seen = set(waiting)
    changed: dict[int, Stand | None] = {}
    while waiting:
        rank = heapq.heappop(waiting)
        now = known.decide(rank)
        before = put(rank, now)
        if before == now:
            continue
        changed[rank] = before
        beside = {rank, now.variant, before.variant if before else None}
        for near in beside:
            for other in known.one_text(near) if near is not None else ():
                if other > rank and other not in seen:
                    seen.add(other)
                    heapq.heappush(waiting, other)
    return changed


def stands(
    told: Mapping[int, Told], shared: Iterable[tuple[int, int]], spoken: Callable[[int], bool]
) -> dict[int, Stand]:
    """How all of these reports stand; `shared`: which of them share most of their texts."""
    beside: dict[int, list[int]] = defaultdict(list)
    for a, b in shared:
        beside[a].append(b)
        beside[b].append(a)
    found: dict[int, Stand] = {}
    variants: dict[int, list[int]] = defaultdict(list)
    held = {rank: frozenset(told[rank].tolist()) for rank in beside}
    known = Known(
        lambda rank: beside.get(rank, ()),
        found.__getitem__,
        lambda rank: variants.get(rank, ()),
        held.__getitem__,
        spoken,
    )
    for rank in sorted(told):
        found[rank] = stand = known.decide(rank)
        if stand.variant is not None:
            variants[stand.variant].append(rank)
    return found
