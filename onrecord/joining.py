"""Many reports, one record: reprints, stories, same events and what follows from them, over the reports of a ledger.

Joins are derived from the frozen records when they are asked for, never stored in their place: the same reports give
the same joins in any order of adding, and forgetting a report takes it out of every join.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from onrecord.linking.cards import Card, cards
from onrecord.linking.conflicts import Conflict, conflicts
from onrecord.linking.corroboration import Corroboration, corroborate
from onrecord.linking.reprints import Reprint, find_reprints, fingerprint
from onrecord.linking.same_event import Compared, same_events
from onrecord.linking.stories import Stories, words_of
from onrecord.linking.timeline import Entry, timeline
from onrecord.linking.tolls import Derived, Toll, derive, tolls
from onrecord.record import Document, Record

Similar = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as all reports tell it: the cards of its cluster, and why they stand together."""

    cards: tuple[Card, ...]
    reasons: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.cards[0].key


@dataclass(frozen=True, slots=True)
class Joined:
    """The joins of a set of reports. `documents` by report id."""

    documents: dict[str, Document]
    reprints: tuple[Reprint, ...]
    stories: tuple[tuple[str, ...], ...]
    happenings: tuple[Happening, ...]

    def corroboration(self, happening: Happening) -> Corroboration:
        return corroborate(happening.cards, self.reprints)

    def conflicts(self, happening: Happening) -> tuple[Conflict, ...]:
        return tuple(conflicts(happening.cards))

    def tolls(self, happening: Happening) -> tuple[Toll, ...]:
        return tolls(happening.cards)

    def derived(self, happening: Happening, rule: str) -> Derived | None:
        """What a named toll rule makes of the deaths told of it; None where none are told."""
        return derive(rule, self.tolls(happening))

    def timeline(self) -> tuple[Entry, ...]:
        return timeline([h.cards for h in self.happenings], self.reprints)

    def holding(self, event: str) -> Happening | None:
        """The happening that an event ("REPORT/EVENT") stands in."""
        return next((h for h in self.happenings if any(c.key == event for c in h.cards)), None)


def join(records: Iterable[Record], similar: Similar) -> Joined:
    """Join reports. `similar` gives the likeness of two words, 0 to 1 (`onrecord.parse.similar`)."""
    held = sorted(records, key=lambda r: r.document.id)
    documents = {r.document.id: r.document for r in held}
    told = [card for record in held for card in cards(record)]
    stories = Stories([words_of(d) for d in documents.values()])
    clusters, compared = same_events(told, stories, similar)
    happenings = [_happening(told, members, compared) for members in clusters]
    return Joined(
        documents,
        find_reprints([fingerprint(d) for d in documents.values()]),
        tuple(tuple(s) for s in stories.stories()),
        tuple(sorted(happenings, key=lambda h: (-len({c.report for c in h.cards}), h.key))),
    )


def _happening(told: Sequence[Card], members: list[int], compared: dict[tuple[int, int], Compared]) -> Happening:
    ordered = sorted((told[i] for i in members), key=lambda c: (c.published or "9999", c.key))
    inside = [compared[(a, b)] for a in members for b in members if (a, b) in compared]
    best = max(inside, key=lambda c: c.score, default=None)
    return Happening(tuple(ordered), best.reasons() if best else ())
