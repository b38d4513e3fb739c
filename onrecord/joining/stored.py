"""Asking the stored joins: happenings with their tellings, days, origins and disputes; reprints; stories."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.joining.at_once import Happening, Told, newest, unheeded
from onrecord.joining.parts import Kept
from onrecord.joining.told import acted, cards_of, ranks_in, reprints_of, unpack_why
from onrecord.linking.cards import Card
from onrecord.linking.differences import Difference, difference
from onrecord.linking.reprints import Reprint
from onrecord.linking.timeline import timeline
from onrecord.store import Judgement, NotFound, judgements, query
from onrecord.store.joined import HappeningOrder, days, happenings, numbers
from onrecord.store.links import HappeningRow, Links
from onrecord.store.types import DayCount, Filters, Page, ReportRow


class Joins:
    """The stored joins as one connection sees them; for as long as its transaction lasts they do not change."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._links = Links(connection)
        self._kept = Kept(self._links)
        self._said = newest(judgements.every(connection))

    def happenings(
        self,
        filters: Filters | None = None,
        *,
        several: bool = False,
        order: HappeningOrder = "reports",
        limit: int | None = 100,
        offset: int = 0,
    ) -> Page[Told]:
        """Happenings of which a telling passes the filters and whose own days touch the asked ones.

        `several`: only those that more than one report tells. Orders: most origins first, most reports first, by day
        (undated last), latest day first.
        """
        asked = filters or Filters()
        rows, total = happenings(self._connection, asked, several=several, order=order, limit=limit, offset=offset)
        return Page(tuple(self._told(row) for row in rows), total)

    def each(
        self, filters: Filters | None = None, *, several: bool = False, order: HappeningOrder = "reports"
    ) -> Iterator[Told]:
        """The same, all of them one by one."""
        asked = filters or Filters()
        for number in numbers(self._connection, asked, several=several, order=order):
            row = self._links.happening(number)
            if row is not None:
                yield self._told(row)

    def days(self, filters: Filters | None = None, *, several: bool = False) -> tuple[DayCount, ...]:
        """How many happenings there were on which day, oldest first, under all filters but the dates."""
        return days(self._connection, filters or Filters(), several=several)

    def holding(self, event: str) -> Told | None:
        """The happening that an event ("REPORT/EVENT") stands in."""
        report, _, local = event.rpartition("/")
        number = self._links.holding(report, local)
        row = self._links.happening(number) if number is not None else None
        return self._told(row) if row is not None else None

    def told_in(self, report: str) -> tuple[Told, ...]:
        """The happenings that a report tells of, in its order."""
        rank = self._links.rank(report)
        rows = [self._links.happening(n) for n in self._links.told_in(rank)] if rank is not None else []
        return tuple(self._told(row) for row in rows if row is not None)

    def reprints(self, reports: Iterable[str] | None = None) -> tuple[Reprint, ...]:
        """Every reprint, or those on the way from some reports to their origins."""
        if reports is not None:
            ranks = [rank for report in reports if (rank := self._links.rank(report)) is not None]
            return reprints_of(self._links, ranks)
        rows = self._links.every_reprint()
        ids = self._links.ids({rank for row in rows for rank in (row.copy, row.origin)})
        found = [Reprint(ids[r.copy], ids[r.origin], r.share, r.whole, r.reason) for r in rows]
        return tuple(sorted(found, key=lambda r: (r.copy, r.origin)))

    def stories(self) -> tuple[tuple[str, ...], ...]:
        """Ids of the reports of each story."""
        groups: dict[int, list[str]] = {}
        for story, report in self._links.every_story():
            groups.setdefault(story, []).append(report)
        return tuple(sorted(tuple(sorted(group)) for group in groups.values()))

    def story_of(self, report: str) -> tuple[str, ...]:
        """Ids of the reports that tell the same story as a whole, this one among them, oldest first."""
        rank = self._links.rank(report)
        story = self._links.story(rank) if rank is not None else None
        members = self._links.members(story) if story is not None else []
        ids = self._links.ids(members)
        return tuple(ids[member] for member in members)

    def difference(self, one: str, other: str) -> Difference:
        """What two reports tell differently. Raises NotFound for a report that is not in the ledger."""
        told: list[list[Card]] = []
        for report in (one, other):
            rank = self._links.rank(report)
            if rank is None:
                raise NotFound(f"no report {report} in the ledger any more")
            told.append(sorted(self._kept.cards(rank), key=lambda c: c.trigger))
        held = [t.happening.cards for t in self.told_in(one)]
        return difference(told[0], told[1], held)

    def clusters(self) -> dict[str, list[list[Any]]]:
        """The joins as bare lists: mentions ([report's name, start, end]) of one happening, reports of one story."""
        return {
            "clusters": [
                [[self.named(c.report), c.trigger.start, c.trigger.end] for c in told.happening.cards]
                for told in self.each()
            ],
            "documents": [[self.named(report) for report in story] for story in self.stories()],
        }

    def named(self, report: str) -> str:
        """The name of a report of that id; any other text as it is."""
        row = query.report_of_id(self._connection, report)
        return row.name if row else report

    def described(self, report: str) -> str:
        """A report's title or name, its outlet and its id."""
        row = self.report(report)
        outlet = f" · {row.publisher}" if row.publisher else ""
        return f"{row.title or row.name}{outlet} ({report})"

    def report(self, report: str) -> ReportRow:
        """The report of a whole id. Raises NotFound."""
        row = query.report_of_id(self._connection, report)
        if row is None:
            raise NotFound(f"no report {report} in the ledger any more")
        return row

    def unheeded(self) -> tuple[Judgement, ...]:
        """Judgements that two events are the same which newer ones contradict."""
        return unheeded(self._said, self._links.holding)

    def _told(self, row: HappeningRow) -> Told:
        cards, ranks = cards_of(self._kept, row.members), ranks_in(row.members)
        reprints = reprints_of(self._links, ranks)
        if row.reports > 1:
            cards = acted(self._kept, cards, ranks, self._said)
        (entry,) = timeline([cards], reprints)
        return Told(Happening(cards, unpack_why(row.why)), reprints, entry, row.reports)
