"""Copies among reports that are joined at once: one report is compared in the place of all that copy it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from onrecord.joining.scoring import likest
from onrecord.joining.standing import spoken_of
from onrecord.linking.cards import Card
from onrecord.linking.carried import Stand, matching, stands, told_in
from onrecord.linking.comparing import Similar
from onrecord.linking.reprints import MOSTLY, Fingerprint, Reprint
from onrecord.linking.same_event import same_events, scores_between, threshold
from onrecord.linking.stories import Stories
from onrecord.linking.tables import table
from onrecord.linking.tellings import Telling, likenesses
from onrecord.store import Judgement

_MILLION = 1_000_000
Pair = tuple[int, int]


class Copied:
    """Events (`told`, by their numbers) of reports of which some stand for others."""

    def __init__(
        self,
        prints: Iterable[Fingerprint],
        tellings: Mapping[str, Telling],
        told: Sequence[Card],
        reprints: Sequence[Reprint],
        said: Iterable[Judgement],
        similar: Similar,
    ) -> None:
        self._tellings, self._told, self._reprints, self._similar = tellings, told, reprints, similar
        self._of: dict[str, list[int]] = defaultdict(list)
        for number, card in enumerate(told):
            self._of[card.report].append(number)
        self._unit = self._units(prints, said)
        self._homes = {n: home for report in self._unit for n, home in self._homes_of(report)}
        self.stories = Stories([t for report, t in tellings.items() if self._unit[report] == report])

    def home(self, number: int) -> int:
        """The event that is compared in an event's place, mostly itself."""
        return self._homes.get(number, number)

    def tied(self) -> Iterator[Pair]:
        """The events that variants tell in the words of an origin that they are not compared with otherwise."""
        for reprint in self._reprints:
            pair = reprint.copy, reprint.origin
            if reprint.whole and all(self._unit[r] == r for r in pair) and not self.stories.similarity(*pair):
                mine, theirs = (self._of[report] for report in pair)
                for a, b in matching(*(told_in(self._told[n] for n in numbers) for numbers in (mine, theirs))):
                    yield mine[a], theirs[b]

    def grouped(self, together: Iterable[Pair], apart: Iterable[Pair]) -> tuple[list[list[int]], dict[Pair, float]]:
        """Clusters of all events, and the scores of the pairs that were compared."""
        compared = [n for n, card in enumerate(self._told) if self._unit[card.report] == card.report]
        place = {number: position for position, number in enumerate(compared)}
        found, scores = same_events(
            [self._told[n] for n in compared],
            self.stories,
            self._similar,
            together=_among(together, place),
            apart=_among(apart, place),
        )
        bodies: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self._told)):
            bodies[self.home(number)].append(number)
        groups = [sorted(n for i in members for n in bodies.pop(compared[i])) for members in found]
        groups += bodies.values()  # what copies tell that is like nothing in the report that stands for them
        return sorted(groups), {(compared[a], compared[b]): score for (a, b), score in scores.items()}

    def in_stories(self) -> tuple[tuple[str, ...], ...]:
        """The reports of each story with their copies."""
        copies: dict[str, list[str]] = defaultdict(list)
        for report, unit in self._unit.items():
            copies[unit].append(report)
        return tuple(sorted(tuple(sorted(r for unit in s for r in copies[unit])) for s in self.stories.stories()))

    def _units(self, prints: Iterable[Fingerprint], said: Iterable[Judgement]) -> dict[str, str]:
        """For each report the one that is compared in its place."""
        ordered = sorted(prints, key=lambda p: (p.rank, p.report))
        ranks: dict[str, int] = {}
        last = -1
        for print_ in ordered:
            last = ranks[print_.report] = max(print_.rank, last + 1)
        ids = {rank: report for report, rank in ranks.items()}
        shared = [(ranks[r.copy], ranks[r.origin]) for r in self._reprints if r.mutual >= MOSTLY]
        spoken = spoken_of(said)
        told = {rank: told_in(self._told[n] for n in self._of[report]) for report, rank in ranks.items()}
        found: dict[int, Stand] = stands(told, shared, lambda rank: ids[rank] in spoken)
        return {report: ids[found[rank].unit] for report, rank in ranks.items()}

    def _homes_of(self, report: str) -> Iterator[Pair]:
        """The events of a copy that have a home in the report that stands for it, and that."""
        unit = self._unit[report]
        if unit == report:
            return
        mine, theirs = self._of[report], self._of[unit]
        found = dict(matching(*(told_in(self._told[n] for n in numbers) for numbers in (mine, theirs))))
        rest = [place for place in range(len(mine)) if place not in found]
        if rest and theirs:
            likeness = likenesses(self._tellings[report], [self._tellings[unit]])[0]
            tables = [table([self._told[n] for n in numbers]) for numbers in (mine, theirs)]
            grid = (scores_between(tables[0], tables[1], self._similar, likeness) * _MILLION).round().astype(int)
            scored = ((int(a), int(b), int(grid[a, b])) for a, b in np.argwhere(grid))
            found |= likest(scored, rest, round(threshold() * _MILLION))
        for place, other in found.items():
            yield mine[place], theirs[other]


def _among(pairs: Iterable[Pair], place: Mapping[int, int]) -> list[Pair]:
    return [(place[a], place[b]) for a, b in pairs if a in place and b in place]
