"""Asking a ledger: lists, counts, single reports and events, versions, what was done."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from onrecord.ledger.opened import Opened
from onrecord.record import Record
from onrecord.store import (
    CaptureRow,
    DayCount,
    EventOrder,
    EventRow,
    FacetCounts,
    Filters,
    LedgerError,
    LogLine,
    NotFound,
    Page,
    ReportOrder,
    ReportRow,
    Statistics,
    Tombstone,
    migrations,
    query,
    versions,
)

_CHUNK = 500  # events fetched at a time


@dataclass(frozen=True, slots=True)
class Version:
    """One of the texts that an address had: its report, hash of the text, and where it was taken from.

    `changes` from the one before, where they were asked for: fields of the report, then claims as `diff` tells them.
    """

    report: ReportRow
    made: str
    text_sha256: str
    captures: tuple[CaptureRow, ...]
    changes: list[dict[str, Any]] | None = None


class Asking(Opened):
    """Every question that the records alone answer."""

    def reports(
        self,
        filters: Filters | None = None,
        limit: int | None = 100,
        offset: int = 0,
        order: ReportOrder = "-added",
        *,
        count_to: int | None = None,
    ) -> Page[ReportRow]:
        """Reports that hold at least one event of the filters; `words` are searched in title and whole text.

        `count_to` spares counting all: a total of one more says that there are more.
        """
        return self._store.reports(Filters() if filters is None else filters, limit, offset, order, count_to)

    def events(
        self,
        filters: Filters | None = None,
        limit: int | None = 100,
        offset: int = 0,
        order: EventOrder = "report",
        *,
        count_to: int | None = None,
    ) -> Page[EventRow]:
        """Events of the filters. Orders: as they stand in reports, by day (undated last), by relevance to `words`.

        `count_to` spares counting all: a total (or a number of undated ones) of one more says that there are more.

        Words that more than 20,000 events hold do not rank them: newest reports come first then.
        """
        return self._store.events(Filters() if filters is None else filters, limit, offset, order, count_to)

    def facets(self, filters: Filters | None = None, limit: int = 50) -> tuple[FacetCounts, ...]:
        """For each of FACETS the commonest values with their counts of events, under all filters but its own.

        The first filtered call loads columns of all events into memory (about 80 bytes and 5 µs an event).
        """
        return self._store.facets(Filters() if filters is None else filters, limit)

    def warm(self) -> None:
        """Load these columns in a thread, so that the first filtered question is as quick as the next; for servers."""

        def load() -> None:
            with suppress(LedgerError):  # closed meanwhile: whoever asks next is told
                self._store.warm()

        thread = threading.Thread(target=load, daemon=True, name="ledger-columns")
        thread.start()

    def days(self, filters: Filters | None = None) -> tuple[DayCount, ...]:
        """Events by day, oldest first, under all filters but the dates; events without a known day are left out."""
        return self._store.days(Filters() if filters is None else filters)

    def record(self, report: str) -> Record:
        """The whole record of a report (id, beginning of an id, or name). Raises NotFound."""
        row = self.find(report)
        with self._store.reading() as connection:
            found = query.record(connection, row.id)
        if found is None:
            raise NotFound(f"no report {row.id} in the ledger any more")
        return found

    def records(self, filters: Filters | None = None) -> Iterator[Record]:
        """The records of the reports that `reports` gives for the filters, in the order of adding; for None of all.

        All means older versions, too.
        """
        asked = Filters(all_versions=True) if filters is None else filters
        ids = [row.id for row in self.reports(asked, limit=None, order="added").rows]
        yield from self._store.records(ids)

    def each_event(self, filters: Filters | None = None) -> Iterator[EventRow]:
        """Every event of the filters (for None: of all versions, too), in the order of adding.

        For exports: holds no list of them and no lock.
        """
        after = 0
        while True:
            with self._store.reading() as connection:
                asked = Filters(all_versions=True) if filters is None else filters
                rows = query.events_after(connection, asked, after, _CHUNK)
            yield from (row for _, row in rows)
            if len(rows) < _CHUNK:
                return
            after = rows[-1][0]

    def keys(self, filters: Filters) -> frozenset[str]:
        """The whole ids ("REPORT/EVENT") of the events that pass the filters."""
        with self._store.reading() as connection:
            return query.event_keys(connection, filters)

    def mark(self) -> int:
        """A number that goes up whenever the ledger changes: what was made of it earlier is out of date then."""
        with self._store.reading() as connection:
            return query.mark(connection)

    def event(self, event: str) -> EventRow:
        """One event by its whole id "REPORT/EVENT". Raises NotFound."""
        report, _, local = event.rpartition("/")
        row = self.find(report)
        with self._store.reading() as connection:
            found = query.event(connection, row.id, local)
        if found is None:
            raise NotFound(
                f"no event {local or '(none given)'} in report {row.id}: `onrecord show {row.id}` lists them"
            )
        return found

    def find(self, report: str) -> ReportRow:
        """The report of an id, of the beginning of an id, or of a name that only one has. Raises NotFound."""
        with self._store.reading() as connection:
            rows = query.find_report(connection, report)
        exact = [row for row in rows if row.id == report] or rows
        if len(exact) == 1:
            return exact[0]
        if exact:
            raise NotFound(f"{report} is not one report but several: " + ", ".join(row.id for row in exact[:5]))
        short = "; the beginning of an id takes four characters or more" if len(report) < 4 else ""
        raise NotFound(f"no report {report} in the ledger: `onrecord list` shows what is there{short}")

    def versions(self, report: str) -> tuple[Version, ...]:
        """The texts that a report's address had, oldest first; the report alone where it has none. Raises NotFound."""
        row = self.find(report)
        with self._store.reading() as connection:
            return tuple(Version(*query.version(connection, number)) for number in versions.chain(connection, row.id))

    def tombstones(self) -> tuple[Tombstone, ...]:
        with self._store.reading() as connection:
            return query.tombstones(connection)

    def log(self, limit: int | None = 100) -> tuple[LogLine, ...]:
        """What was done, newest first."""
        with self._store.reading() as connection:
            return query.log(connection, limit)

    def statistics(self) -> Statistics:
        with self._store.reading() as connection:
            reports, events = connection.execute("SELECT count(*), coalesce(sum(events), 0) FROM reports").fetchone()
            forgotten = connection.execute("SELECT count(*) FROM tombstones").fetchone()[0]
            return Statistics(
                reports, events, forgotten, migrations.version(connection, self.path), self.path.stat().st_size
            )
