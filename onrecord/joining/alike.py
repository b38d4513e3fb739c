"""Stories kept up to date: the same groups as average linkage over all reports at once gives.

Likeness is a function of two reports alone. What reaches further is that a word which becomes crowded makes no
candidates any more, so that pairs which only it made are let go.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.joining.parts import Kept
from onrecord.joining.regroup import Known, regroup
from onrecord.linking.grouping import group
from onrecord.linking.stories import CROWD, FLOOR, SHARED, keys, threshold
from onrecord.linking.tellings import Telling, in_time, likenesses
from onrecord.store.links import Links

Pair = tuple[int, int]
_MILLION = 1_000_000  # likenesses are kept as whole numbers, so that their sums are exact in any order


def update(kept: Kept, new: Sequence[int]) -> Neighbours:
    """Bring the stories up to date with new reports and with what is dirty; the pairs that came and went."""
    return _Update(kept).run(new)


def remove(links: Links, rank: int, telling: Telling) -> None:
    """Take a report out of the index, and note what others must be looked at again for."""
    words = keys(telling)
    links.release("link_words", [(key, rank) for key in words])
    links.soil("word", [key for key in words if len(links.holders("link_words", key, CROWD + 1)) == CROWD])
    story = links.story(rank)
    links.soil("report", [member for member in links.members(story or rank) if member != rank])


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Pairs of reports (the smaller rank first) that are near one another now, and that are not any more."""

    met: set[Pair]
    gone: set[Pair]


class _Update:
    def __init__(self, kept: Kept) -> None:
        self.kept, self.links = kept, kept.links
        self.keys = functools.lru_cache(20_000)(lambda rank: keys(self.kept.telling(rank)))
        self.few = functools.cache(lambda key: len(self.links.holders("link_words", key, CROWD + 1)) <= CROWD)
        self.least, self.joins = round(FLOOR * _MILLION), round(threshold() * _MILLION)

    def run(self, new: Sequence[int]) -> Neighbours:
        met, gone = self._meet(new)
        for key in self.links.dirty("word"):
            met |= self._all_of(self.links.holders("link_words", key))
        touched = {rank for pair in (*met, *gone) for rank in pair} | set(new) | set(self.links.dirty("report"))
        self._regroup(touched)
        return Neighbours(met, gone)

    # Pairs

    def _meet(self, new: Sequence[int]) -> tuple[set[Pair], set[Pair]]:
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
            pair
            for rank, found in others.items()
            for pair in self._compare(rank, sorted(other for other, shared in found.items() if shared >= SHARED))
        }
        return met, self._let_go(crossed)

    def _compare(self, rank: int, others: Sequence[int]) -> list[Pair]:
        """Keep how alike a report is to each of the others; the pairs that are near enough to count."""
        told = self.kept.telling(rank)
        others = [other for other in others if in_time(told, self.kept.telling(other))]
        found = likenesses(told, [self.kept.telling(other) for other in others])
        scores = [round(score * _MILLION) for score in found]
        rows = [(rank, other, score) for other, score in zip(others, scores, strict=True) if score >= self.least]
        self.links.put_near(rows)
        return [(min(a, b), max(a, b)) for a, b, _ in rows]

    def _all_of(self, ranks: Sequence[int]) -> set[Pair]:
        """Compare all of these; the pairs that are near and were not before."""
        met: set[Pair] = set()
        for place, rank in enumerate(ranks):
            known = {other for other, _ in self.links.near(rank)}
            later = [other for other in ranks[place + 1 :] if other not in known and self._candidate(rank, other)]
            met.update(self._compare(rank, later))
        return met

    def _candidate(self, one: int, other: int) -> bool:
        """Whether two reports share enough words that are not crowded."""
        return sum(map(self.few, set(self.keys(one)) & set(self.keys(other)))) >= SHARED

    def _let_go(self, crossed: Iterable[Sequence[int]]) -> set[Pair]:
        """Of reports that a word made candidates until now: the pairs that share no other such word."""
        near = functools.cache(lambda rank: {other for other, _ in self.links.near(rank)})
        doubtful = {(a, b) for old in crossed for inside in [set(old)] for a in old for b in near(a) & inside if a < b}
        gone = [pair for pair in sorted(doubtful) if not self._candidate(*pair)]
        self.links.drop_near(gone)
        return set(gone)

    # Groups

    def _regroup(self, touched: set[int]) -> None:
        there = [rank for rank in touched if self.links.story(rank) is not None]
        members = functools.cache(lambda story: tuple(self.links.members(story)))
        known = Known(
            functools.cache(self.links.story), members, functools.cache(self._joined), lambda _: (), self._grouped
        )
        found, _ = regroup(there, known)
        for members_ in found:
            first = min(members_)
            if any(known.group_of(member) != first for member in members_):
                self.links.set_story(first, members_)

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
