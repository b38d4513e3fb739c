"""Stories kept up to date: the same groups as average linkage over all reports at once gives.

Likeness is a function of two reports alone. What reaches further is that a word which becomes crowded makes no
candidates any more, so that pairs which only it made are let go.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.joining.parts import Kept
from onrecord.joining.regroup import Known, regrouped
from onrecord.joining.standing import Changed
from onrecord.linking.grouping import group
from onrecord.linking.stories import CROWD, FLOOR, SHARED, keys, threshold
from onrecord.linking.tellings import Telling, in_time, likenesses
from onrecord.store.links import Links

Pair = tuple[int, int]
_MILLION = 1_000_000  # likenesses are kept as whole numbers, so that their sums are exact in any order


def update(kept: Kept, stand: Changed) -> Neighbours:
    """Compare new reports, and what is dirty, with others; the pairs that came and went. Stories are settled later.

    Reports that another one stands for are not compared, nor do their words count.
    """
    gone = {pair for rank in stand.ceased for pair in _cease(kept, rank)}
    found = _Update(kept).run(stand.fresh)
    return Neighbours(found.met, found.gone | gone)


def _cease(kept: Kept, rank: int) -> list[Pair]:
    """Take a report that is not compared any more out of the index; the pairs that are let go of."""
    _release(kept.links, rank, kept.telling(rank))
    pairs = [(min(rank, other), max(rank, other)) for other, _ in kept.links.near(rank)]
    kept.links.drop_near(pairs)
    kept.links.soil("story", {other for pair in pairs for other in pair} | set(_beside(kept.links, rank)))
    return [*pairs, (rank, rank)]


def _release(links: Links, rank: int, telling: Telling) -> None:
    """Take a report's words out of the index; what stops being crowded by it is looked at again."""
    words = keys(telling)
    links.release("link_words", [(key, rank) for key in words])
    links.soil("word", [key for key in words if len(links.holders("link_words", key, CROWD + 1)) == CROWD])


def _beside(links: Links, rank: int) -> list[int]:
    """The reports of the same story."""
    return links.members(links.story(rank) or rank)


def settle(links: Links, size: int) -> Iterator[Portion]:
    """The stories of the reports that were touched, some `size` reports at a time; each portion is to be kept before
    the next one is asked."""
    return _Stories(links).portions(size)


@dataclass(slots=True)
class Portion:
    """Stories by their first report, and the reports that are settled with them."""

    stories: dict[int, Sequence[int]] = field(default_factory=dict)
    settled: list[int] = field(default_factory=list)

    def keep(self, links: Links) -> None:
        for first, members in self.stories.items():
            links.set_story(first, members)
        links.clean("story", self.settled)


def remove(links: Links, rank: int, telling: Telling) -> None:
    """Take a report out of the index, and note what others must be looked at again for."""
    if links.is_unit(rank):
        _release(links, rank, telling)
        links.soil("report", [member for member in _beside(links, rank) if member != rank])


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Pairs of reports (the smaller rank first) that are near one another now, and that are not any more."""

    met: dict[Pair, int]  # with their likeness in millionths
    gone: set[Pair]


class _Update:
    def __init__(self, kept: Kept) -> None:
        self.kept, self.links = kept, kept.links
        self.keys = functools.lru_cache(20_000)(lambda rank: keys(self.kept.telling(rank)))
        self.few = functools.cache(lambda key: len(self.links.holders("link_words", key, CROWD + 1)) <= CROWD)
        # Asked for when all new words are held: which of a report's words are not crowded.
        self.telling = functools.lru_cache(20_000)(lambda rank: frozenset(filter(self.few, self.keys(rank))))
        self.least = round(FLOOR * _MILLION)

    def run(self, new: Sequence[int]) -> Neighbours:
        met, gone = self._meet(new)
        for key in filter(self.few, self.links.dirty("word")):
            met |= self._all_of(self.links.holders("link_words", key))
        touched = {rank for pair in (*met, *gone) for rank in pair} | set(new) | set(self.links.dirty("report"))
        self.links.soil("story", touched)
        return Neighbours(met, gone)

    # Pairs

    def _meet(self, new: Sequence[int]) -> tuple[dict[Pair, int], set[Pair]]:
        """Keep how alike new reports are to others; the pairs that are near, and those that are let go of."""
        mine: dict[int, list[int]] = defaultdict(list)
        for rank in new:
            for key in self.keys(rank):
                mine[key].append(rank)
        others: dict[int, Counter[int]] = defaultdict(Counter)
        crossed: list[list[int]] = []
        for key, ranks in mine.items():
            old = self.links.holders("link_words", key, CROWD + 1)
            if len(old) + len(ranks) <= CROWD:
                for rank in ranks:
                    others[rank].update(old)
                    others[rank].update(r for r in ranks if r < rank)
            elif 1 < len(old) <= CROWD:
                crossed.append(old)
        self.links.hold("link_words", ((key, rank) for key in sorted(mine) for rank in sorted(mine[key])))
        met = {
            pair: score
            for rank, found in others.items()
            for pair, score in self._compare(rank, sorted(other for other, shared in found.items() if shared >= SHARED))
        }
        return met, self._let_go(crossed)

    def _compare(self, rank: int, others: Sequence[int]) -> list[tuple[Pair, int]]:
        """Keep how alike a report is to each of the others; the pairs that are near enough to count."""
        told = self.kept.telling(rank)
        others = [other for other in others if in_time(told, self.kept.telling(other))]
        found = likenesses(told, [self.kept.telling(other) for other in others])
        scores = [round(score * _MILLION) for score in found]
        rows = [(rank, other, score) for other, score in zip(others, scores, strict=True) if score >= self.least]
        self.links.put_near(rows)
        return [((min(a, b), max(a, b)), score) for a, b, score in rows]

    def _all_of(self, ranks: Sequence[int]) -> dict[Pair, int]:
        """Compare all of these; the pairs that are near and were not before."""
        met: dict[Pair, int] = {}
        for place, rank in enumerate(ranks):
            known = {other for other, _ in self.links.near(rank)}
            later = [other for other in ranks[place + 1 :] if other not in known and self._candidate(rank, other)]
            met.update(self._compare(rank, later))
        return met

    def _candidate(self, one: int, other: int) -> bool:
        """Whether two reports share enough words that are not crowded."""
        return len(self.telling(one) & self.telling(other)) >= SHARED

    def _let_go(self, crossed: Iterable[Sequence[int]]) -> set[Pair]:
        """Of reports that a word made candidates until now: the pairs that share no other such word."""
        near = functools.cache(lambda rank: {other for other, _ in self.links.near(rank)})
        doubtful = {(a, b) for old in crossed for inside in [set(old)] for a in old for b in near(a) & inside if a < b}
        gone = [pair for pair in sorted(doubtful) if not self._candidate(*pair)]
        self.links.drop_near(gone)
        return set(gone)


class _Stories:
    """Average linkage over the likenesses that are kept."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.joins = round(threshold() * _MILLION)
        self.of: dict[int, int] = {}  # of the portion that is not kept yet: the story of its reports
        self.now: dict[int, Sequence[int]] = {}

    def portions(self, size: int) -> Iterator[Portion]:
        dirty = [rank for rank in self.links.dirty("story") if self.links.taken(rank)]
        there = [rank for rank in dirty if self.links.is_unit(rank)]  # copies go with those that stand for them
        known = Known(self._story, self._members, self._joined, lambda _: (), self._grouped)
        portion = Portion(settled=sorted({*dirty} - {*there}))
        for part in regrouped(there, known):
            for units in part.found:
                first = min(units)
                members = [*units, *(copy for unit in units for copy in self.links.represented(unit))]
                if any(self._story(member) != first for member in members):
                    portion.stories[first] = members
                self.of.update(dict.fromkeys(members, first))
                self.now[first] = units
            portion.settled += part.nodes
            if len(portion.settled) >= size:
                yield portion
                portion = Portion()
                self.of.clear()
                self.now.clear()
        yield portion

    def _story(self, rank: int) -> int | None:
        return self.of[rank] if rank in self.of else self.links.story(rank)

    def _members(self, story: int) -> Sequence[int]:
        return self.now[story] if story in self.now else self.links.members(story, copies=False)

    def _joined(self, rank: int) -> list[int]:
        return [other for other, _ in self.links.near(rank, self.joins)]

    def _grouped(self, ranks: set[int]) -> list[list[int]]:
        ids = self.links.ids(ranks)
        held = sorted(ranks, key=lambda rank: ids[rank])  # ties are broken by the reports' ids
        place = {rank: number for number, rank in enumerate(held)}
        scores = {
            (number, place[other]): float(score)
            for rank, number in place.items()
            for other, score in self.links.near(rank)
            if number < place.get(other, -1)
        }
        return [[held[i] for i in members] for members in group(len(held), scores, float(self.joins))]
