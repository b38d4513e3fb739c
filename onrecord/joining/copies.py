"""Reprints kept up to date: the same pairs as `linking.reprints.find_reprints` gives over all reports at once.

Three things depend on more than the two reports of a pair, and are followed when reports come and go: which five-grams
are crowded, which report is the oldest of a crowded one, and which sentences are furniture of an outlet.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from onrecord.joining.parts import Kept, outlet
from onrecord.linking.reprints import CROWD, FURNITURE, Fingerprint, Grams, compare, framed, reprint_by_word
from onrecord.store import Judgement
from onrecord.store.links import Links, ReprintRow

Pair = tuple[int, int]


def update(kept: Kept, new: Sequence[int], said: Sequence[Judgement]) -> set[Pair]:
    """Bring the reprints up to date with new reports and with what is dirty; the pairs that changed, the copy first."""
    return _Update(kept, said).run(new)


def remove(links: Links, rank: int, print_: Fingerprint) -> None:
    """Take a report out of the indexes, and note what others must be looked at again for."""
    grams = [int(g) for g in print_.sample]
    links.release("link_grams", [(g, rank) for g in grams])
    for gram in grams:
        rest = links.holders("link_grams", gram, CROWD + 1)
        if len(rest) == CROWD or (len(rest) > CROWD and rank < rest[0]):
            links.soil("gram", [gram])
    sentences, where = set(print_.sentences()), outlet(print_.publisher)
    links.release_passages([(s, where, rank) for s in sentences])
    if where:
        links.soil(
            "passage", [s for s in sentences if len(links.passage_holders(s, where, FURNITURE)) >= FURNITURE - 1]
        )


@dataclass
class _Looked:
    """Pairs to compare, and kept pairs that may have stopped being candidates."""

    pairs: set[Pair] = field(default_factory=set)
    doubtful: set[Pair] = field(default_factory=set)

    def star(self, centre: int, others: Iterable[int]) -> None:
        self.pairs.update(_pair(centre, other) for other in others if other != centre)

    def all_of(self, ranks: Sequence[int]) -> None:
        self.pairs.update(_pair(a, b) for i, a in enumerate(ranks) for b in ranks[i + 1 :])


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


class _Update:
    def __init__(self, kept: Kept, said: Sequence[Judgement]) -> None:
        self.kept, self.links = kept, kept.links
        self.said = said
        self.look = _Looked()
        self.changed: set[Pair] = set()
        self.first = functools.cache(self._first)
        self.grams = functools.lru_cache(4_000)(self._grams)
        self.furniture = functools.cache(self.links.is_furniture)  # asked for when it is brought up to date
        self.crowded = functools.cache(self._crowded)
        self.shared = functools.cache(self._shared)
        self.framed = functools.cache(self._framed)

    def run(self, new: Sequence[int]) -> set[Pair]:
        self._index(new)
        for key in self.links.dirty("gram"):
            self._again(key)
        for rank in self._furnish(new):
            self._anew(rank)
        judged = self._judged({*new, *self.links.dirty("report")})
        doubtful = self.look.doubtful - self.look.pairs
        for pair in sorted(self.look.pairs | judged):
            self._compare(pair, judged=pair in judged)
        for pair in sorted(doubtful - judged):
            if not self._candidate(*pair):
                self._drop(pair)
        return self.changed

    # Candidates

    def _index(self, new: Sequence[int]) -> None:
        """Put the samples of new reports in and gather the pairs that they make candidates."""
        mine: dict[int, list[int]] = defaultdict(list)
        for rank in new:
            for gram in self.kept.print(rank).sample.tolist():
                mine[gram].append(rank)
        before = {key: self.links.holders("link_grams", key, CROWD + 1) for key in mine}
        self.links.hold("link_grams", ((key, rank) for key in sorted(mine) for rank in sorted(mine[key])))
        for key, ranks in mine.items():
            self._meet(key, before[key], sorted(ranks))

    def _meet(self, key: int, old: list[int], new: list[int]) -> None:
        both = sorted(old + new)
        if len(old) > CROWD:
            if new[0] < old[0]:  # it takes the centre of the star over
                everybody = self.links.holders("link_grams", key)
                self.look.star(new[0], everybody)
                self.look.doubtful.update(_pair(old[0], other) for other in everybody if other != old[0])
            else:
                self.look.star(old[0], new)
        elif len(both) > CROWD:
            self.look.star(both[0], both)
            self._doubt(old)
        else:
            for rank in new:
                self.look.star(rank, both)

    def _doubt(self, ranks: Iterable[int]) -> None:
        """What is kept of pairs among these may have rested on a key that is crowded now."""
        inside = set(ranks)
        for rank in inside:
            kept = self.links.reprints_of(rank)
            self.look.doubtful.update(_pair(r.copy, r.origin) for r in kept if {r.copy, r.origin} <= inside)

    def _again(self, key: int) -> None:
        """A key that lost a holder: its crowd, or the centre of it, may be another."""
        holders = self.links.holders("link_grams", key)
        if len(holders) > CROWD:
            self.look.star(holders[0], holders)
        else:
            self.look.all_of(holders)

    def _anew(self, rank: int) -> None:
        """Every pair of a report whose five-grams changed."""
        self.look.doubtful.update(_pair(r.copy, r.origin) for r in self.links.reprints_of(rank))
        for key in self.kept.print(rank).sample.tolist():
            holders = self.links.holders("link_grams", key, CROWD + 1)
            if len(holders) <= CROWD:
                self.look.star(rank, holders)
            elif holders[0] == rank:
                self.look.star(rank, self.links.holders("link_grams", key))
            else:
                self.look.star(holders[0], [rank])

    def _candidate(self, a: int, b: int) -> bool:
        shared = set(self.kept.print(a).sample.tolist()) & set(self.kept.print(b).sample.tolist())
        return any(not self.crowded(key) or self.first(key) in (a, b) for key in shared)

    def _crowded(self, key: int) -> bool:
        return len(self.links.holders("link_grams", key, CROWD + 1)) > CROWD

    def _first(self, key: int) -> int:
        return self.links.holders("link_grams", key, 1)[0]

    # Furniture

    def _furnish(self, new: Sequence[int]) -> list[int]:
        """Bring the furniture up to date; the other reports that hold a sentence which became it or ceased to be."""
        rows = [
            (sentence, outlet(self.kept.print(rank).publisher), rank)
            for rank in new
            for sentence in set(self.kept.sentences(rank))
        ]
        dirty = set(self.links.dirty("passage"))
        check = {key for key, where, _ in rows if where} | dirty
        before = {(key, where): self._held(key, where) for key, where, _ in rows if where}
        self.links.hold_passages(sorted(rows))
        for (key, where), count in before.items():
            if count < FURNITURE <= self._held(key, where):
                check |= self._beside(key, [where])
        for key in dirty:
            check |= self._beside(key, self.links.passage_outlets(key), at_most=FURNITURE)
        turned = [key for key in sorted(check) if self._turned(key)]
        return sorted({rank for key in turned for rank in self.links.passage_everywhere(key)} - set(new))

    def _held(self, key: int, where: int) -> int:
        return len(self.links.passage_holders(key, where, FURNITURE))

    def _beside(self, key: int, outlets: Iterable[int], at_most: int = -1) -> set[int]:
        """The sentences of the reports whose being a frame hangs on this sentence's being shared."""
        holders = [rank for where in outlets for rank in self.links.passage_holders(key, where, at_most)]
        return {sentence for rank in holders for sentence in self.kept.sentences(rank)}

    def _turned(self, key: int) -> bool:
        """Whether a sentence became furniture or ceased to be; it is kept as it is now."""
        now = any(self._furniture_of(key, where) for where in self.links.passage_outlets(key))
        if now == self.links.is_furniture(key):
            return False
        self.links.set_furniture(key, now)
        return True

    def _furniture_of(self, key: int, where: int) -> bool:
        if not self.shared(key, where):
            return False
        frames = 0
        for rank in self.links.passage_holders(key, where):
            frames += self.framed(rank, where)
            if frames >= FURNITURE:
                return True
        return False

    def _shared(self, key: int, where: int) -> bool:
        return self._held(key, where) >= FURNITURE

    def _framed(self, rank: int, where: int) -> bool:
        print_ = self.kept.print(rank)
        return framed(print_, {s for s in self.kept.sentences(rank) if self.shared(s, where)})

    # Comparing

    def _grams(self, rank: int) -> Grams:
        return self.kept.grams(rank, frozenset(filter(self.furniture, self.kept.sentences(rank))))

    def _judged(self, fresh: set[int]) -> set[Pair]:
        """Pairs that people spoke of and that are to be looked at now."""
        pairs = set()
        looked = self.look.pairs | self.look.doubtful
        for judgement in self.said:
            if judgement.kind == "reprint":
                a, b = self.links.rank(judgement.a), self.links.rank(judgement.b)
                if a is not None and b is not None and (fresh & {a, b} or _pair(a, b) in looked):
                    pairs.add(_pair(a, b))
        return pairs

    def _compare(self, pair: Pair, *, judged: bool) -> None:
        one, other = (self.kept.print(rank) for rank in pair)
        found = None
        if not judged or self._candidate(*pair):
            found = compare(one, other, self.grams(pair[0]), self.grams(pair[1]))
        word = self._word(one.report, other.report) if judged else None
        if word is not None and word.verdict == "different":
            found = None
        elif word is not None and word.verdict == "same":
            known = found or reprint_by_word(one, other)
            words = f"{word.author} says that one reprints the other: {word.reason}"
            found = replace(known, reason=f"{known.reason}; {words}")
        if found is None:
            self._drop(pair)
            return
        copy, origin = pair if found.copy == one.report else pair[::-1]
        row = ReprintRow(copy, origin, found.share, found.whole, found.reason, found.mutual)
        if self.links.reprint(*pair) != row:
            self._drop(pair)
            self.links.put_reprint(row)
            self.changed.add((copy, origin))

    def _word(self, one: str, other: str) -> Judgement | None:
        a, b = sorted((one, other))
        return next((j for j in self.said if j.kind == "reprint" and (j.a, j.b) == (a, b)), None)

    def _drop(self, pair: Pair) -> None:
        known = self.links.reprint(*pair)
        if known is not None:
            self.links.drop_reprint(*pair)
            self.changed.add((known.copy, known.origin))
