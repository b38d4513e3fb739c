"""Same event across reports: a weighed judgement for each candidate pair, and clusters derived from the judgements.

Seams: reports that are near one another (`Stories.near`) are compared; `scores_between` judges all events of two
reports, a pure function of the two reports and shipped data; `grouping.group` makes clusters by average linkage: one
strong pair does not pull two groups together that otherwise disagree. The weights are trained (see the card beside
them).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.linking import comparing
from onrecord.linking.cards import Card
from onrecord.linking.comparing import Similar
from onrecord.linking.grouping import group
from onrecord.linking.reasons import in_words
from onrecord.linking.stories import Stories
from onrecord.linking.tables import Table, table
from onrecord.linking.words import shipped

NEAR = 0.02  # a likeness of two reports under which their events are not compared
NOTHING = 0.02  # a score so low weighs nothing in a mean, and most pairs have one


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found in comparing two events; each value is 0 to 1."""

    facts: dict[str, float]
    score: float

    def reasons(self) -> tuple[str, ...]:
        """The facts that weighed most, in words, strongest first."""
        return in_words(self.facts, _weights())


def _weights() -> dict[str, float]:
    weights: dict[str, float] = shipped("same_event")["weights"]
    return weights


def threshold() -> float:
    """The mean score at which two groups of events are one happening."""
    return float(shipped("same_event")["threshold"])


def _scores(compared: comparing.Compared) -> NDArray[np.float64]:
    """A single incident is never one of several told together: their score is nothing, so that no mean joins them."""
    total = np.full(compared.shape, shipped("same_event")["bias"])
    for name, weight in _weights().items():
        total += weight * compared.facts[name]
    sure = (1.0 / (1.0 + np.exp(-np.clip(total, -30.0, 30.0)))).round(6)
    return np.asarray(np.where(compared.barred() > 0, 0.0, sure))


def scores_between(
    one: Table, other: Table, similar: Similar, story: float | NDArray[np.float64], *, itself: bool = False
) -> NDArray[np.float64]:
    """How surely each event of a report is each event of another, 0 to 1; `story`: how alike the two reports are.

    The same whichever comes first. `other` may hold several reports (`tables.beside`), `story` then has a value for
    each of its events. For the events of one report give the same table twice, or
    two parts of it and `itself`.
    """
    return _scores(comparing.Compared(one, other, similar, story=story, itself=itself or one is other))


def compare(one: Card, other: Card, stories: Stories, similar: Similar) -> Compared:
    """The facts of a pair and its score."""
    one, other = sorted((one, other), key=lambda c: (c.report, c.trigger))
    story = stories.similarity(one.report, other.report)
    return compare_tables(table([one]), table([other]), similar, story, itself=one.report == other.report)


def compare_tables(one: Table, other: Table, similar: Similar, story: float, *, itself: bool) -> Compared:
    """The same of two events that stand in a table each, the first in order given first."""
    found = comparing.Compared(one, other, similar, story=story, itself=itself)
    return Compared({k: float(v[0, 0]) for k, v in found.facts.items()}, float(_scores(found)[0, 0]))


def candidates(cards: Sequence[Card], stories: Stories) -> Iterator[tuple[Sequence[int], Sequence[int], float]]:
    """The events (their numbers) of two reports that are worth comparing, and of each report with itself."""
    by_report: dict[str, list[int]] = defaultdict(list)
    for number, card in enumerate(cards):
        by_report[card.report].append(number)
    for report, numbers in sorted(by_report.items()):
        if len(numbers) > 1:
            yield numbers, numbers, 1.0
        for other in stories.near(report, NEAR):
            if other > report and other in by_report:
                yield numbers, by_report[other], stories.similarity(report, other)


def pair_scores(cards: Sequence[Card], stories: Stories, similar: Similar) -> dict[tuple[int, int], float]:
    """The score of every pair of events that has one worth keeping, by their numbers (the smaller first)."""
    held: dict[str, Table] = {}
    found: dict[tuple[int, int], float] = {}
    for some, others, story in candidates(cards, stories):
        for numbers in (some, others):
            if cards[numbers[0]].report not in held:
                held[cards[numbers[0]].report] = table([cards[i] for i in numbers])
        grid = scores_between(held[cards[some[0]].report], held[cards[others[0]].report], similar, story)
        for a, b in zip(*np.nonzero(grid >= NOTHING), strict=True):
            one, other = some[a], others[b]
            if some is not others or one < other:
                found[(one, other) if one < other else (other, one)] = float(grid[a, b])
    return found


def same_events(
    cards: Sequence[Card],
    stories: Stories,
    similar: Similar,
    *,
    together: Sequence[tuple[int, int]] = (),
    apart: Collection[tuple[int, int]] = (),
) -> tuple[list[list[int]], dict[tuple[int, int], float]]:
    """Clusters of the cards' indexes, and the score of every pair that has one; the other arguments as in group."""
    scores = pair_scores(cards, stories, similar)
    return group(len(cards), scores, threshold(), together=together, apart=apart), scores


def pairs_of(clusters: Iterable[list[int]]) -> Iterator[tuple[int, int]]:
    """Every pair that stands in one cluster."""
    for members in clusters:
        for position, a in enumerate(members):
            yield from ((a, b) for b in members[position + 1 :])
