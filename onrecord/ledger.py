"""The use cases over a store: add, list, show, search, count, forget.

with Ledger.open(path, write=True) as ledger:
    for outcome in ledger.add_sources(gather(["reports/"])):
        print(outcome.state, outcome.name)

with Ledger.open(path) as ledger:               # reading; works beside a running writer and from many threads
    page = ledger.events(Filters(actor=("putin",), kind=("COERCE",)), limit=50)
    page.total, page.rows[0].event.trigger, page.rows[0].report.title
    ledger.facets(Filters(words="drone strike"))
    ledger.record(page.rows[0].report.id)       # the whole record, with its text
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from onrecord import joining
from onrecord.joining import Joins, Linked
from onrecord.record import Capture, Document, Failure, Record, Source
from onrecord.store import (
    FACETS,
    CaptureRow,
    Count,
    DayCount,
    EventOrder,
    EventRow,
    Facet,
    FacetCounts,
    Filters,
    Judgement,
    JudgementKind,
    LedgerError,
    LogLine,
    NoLedger,
    NotFound,
    Page,
    ReportOrder,
    ReportRow,
    Statistics,
    Store,
    Tombstone,
    Verdict,
    judgements,
    migrations,
    query,
    versions,
    watched,
    write,
)

__all__ = [
    "FACETS", "Added", "CaptureRow", "Count", "DayCount", "EventOrder", "EventRow", "Facet", "FacetCounts", "Filters",
    "Forgotten", "Judgement", "Ledger", "LedgerError", "LogLine", "NoLedger", "NotFound", "Page", "ReportOrder",
    "ReportRow", "Statistics", "Tombstone", "Verdict", "Version", "default_path",
]  # fmt: skip

_BATCH, _SECONDS = 32, 1.0  # records are written together, at most so many and not later than this
_CHUNK = 500  # events fetched at a time


@dataclass(frozen=True, slots=True)
class Added:
    """What came of one report: put in, already there, forgotten before (and refused), or not readable.

    `notes`: what the intake had to do. `version` of `versions`: its place among the texts of its address. `new_place`:
    it was there already, but came from a file or address that is new. `partly`: not readable, but for a part.
    """

    state: Literal["added", "known", "forgotten", "failed"]
    name: str
    id: str | None = None
    reason: str | None = None
    events: int = 0
    notes: tuple[str, ...] = ()
    version: int = 1
    versions: int = 1
    new_place: bool = False
    partly: bool = False


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


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a purge took out. `lingering`: another program was reading, so freed bytes may still be on the disk."""

    id: str
    name: str
    events: int
    lingering: bool


def default_path() -> Path:
    """ONRECORD_LEDGER where it is set, else the platform's place for a user's data."""
    given = os.environ.get("ONRECORD_LEDGER")
    if given:
        return Path(given).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("onrecord", appauthor=False)) / "ledger.sqlite"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Ledger:
    """An open ledger. Every method may be called from any thread; errors of the file are LedgerError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def open(
        cls, path: Path | str | None = None, *, write: bool = False, create: bool = True, busy: float = 20.0
    ) -> Ledger:
        """Open the ledger at `path` (default: `default_path()`).

        `write=True` makes it where there is none, unless `create=False`. Raises NoLedger where there is none to read,
        and LedgerError for a file that is no ledger, of a newer version, read-only, or locked longer than `busy` s.
        """
        place = Path(path) if path is not None else default_path()
        return cls(Store(place, write=write, create=create, busy=busy))

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._store.close()

    @property
    def path(self) -> Path:
        return self._store.path

    # Putting in and taking out

    def add(
        self,
        outcomes: Iterable[Record | Failure],
        *,
        again: bool = False,
        captures: Mapping[str, Sequence[Capture]] | None = None,
    ) -> Iterator[Added]:
        """Put records in, in their order; a report that is there stays as it is. Yields what came of each.

        `captures` tells by the ids of reports where they were taken from.

        A report that was forgotten (or one with its very text) is refused unless `again`. Records are written in
        batches of a second's reading, each batch a transaction: a kill loses at most the batch.
        """
        batch: list[Record | Failure] = []
        last = time.monotonic()
        for outcome in outcomes:
            batch.append(outcome)
            if len(batch) >= _BATCH or time.monotonic() - last >= _SECONDS:
                yield from self._add_batch(batch, again, captures or {})
                batch, last = [], time.monotonic()
        yield from self._add_batch(batch, again, captures or {})

    def _add_batch(
        self, batch: list[Record | Failure], again: bool, captures: Mapping[str, Sequence[Capture]]
    ) -> list[Added]:
        if not any(isinstance(outcome, Record) for outcome in batch):
            return [_failed(outcome) for outcome in batch if isinstance(outcome, Failure)]
        done: list[Added] = []
        with self._store.writing() as connection:
            for outcome in batch:
                if isinstance(outcome, Failure):
                    done.append(_failed(outcome))
                    continue
                document = outcome.document
                there = document.id if write.holds(connection, document.id) else write.same_text(connection, document)
                if there:
                    for capture in captures.get(document.id, ()):
                        write.capture(connection, there, capture, _now())
                    done.append(Added("known", document.name, there))
                elif not again and (stone := write.tombstone(connection, document)):
                    done.append(_refused(document, stone))
                else:
                    place, of = write.insert(connection, outcome, _now(), captures.get(document.id, ()))
                    told = (len(outcome.events), document.notes, place, of)
                    done.append(Added("added", document.name, document.id, None, *told))
        return done

    def add_sources(self, sources: Iterable[Source | Failure], *, again: bool = False) -> Iterator[Added]:
        """Read reports and put them in. What is there already, or was forgotten, is told before it is read again."""
        from onrecord import pipeline

        early: list[Added] = []
        captures: dict[str, list[Capture]] = {}

        def unread() -> Iterator[Document | Failure]:
            for source in sources:
                told = self._without_reading(source, again, captures)
                if isinstance(told, Added):
                    early.append(told)
                else:
                    yield told

        for added in self.add(pipeline.read_all(unread()), again=again, captures=captures):
            yield from early
            early.clear()
            captures.pop(added.id or "", None)
            yield added
        yield from early

    def _without_reading(
        self, source: Source | Failure, again: bool, waiting: dict[str, list[Capture]]
    ) -> Added | Document | Failure:
        """The document that is to be read; or what came of it where it need not be. `waiting` are on their way."""
        from onrecord.clean import Unreadable, clean

        if isinstance(source, Failure):
            return source
        try:
            document = clean(source)
        except Unreadable as error:
            return Failure(source.name, str(error))
        capture = source.capture or Capture(source.name)
        if document.id in waiting:
            waiting[document.id].append(capture)
            return Added("known", document.name, document.id, new_place=waiting[document.id][0].place != capture.place)
        with self._store.reading() as connection:
            known = document.id if write.holds(connection, document.id) else write.same_text(connection, document)
            stone = None if again or known else write.tombstone(connection, document)
        if known:
            return self._known(document.name, known, capture)
        if stone:
            return _refused(document, stone)
        waiting[document.id] = [capture]
        return document

    def _known(self, name: str, report: str, capture: Capture) -> Added:
        """The report is there: only where it was taken from is put down, if that is new."""
        with self._store.reading() as connection:
            new = not write.captured(connection, report, capture.place)
        if new:
            with self._store.writing() as connection:
                write.capture(connection, report, capture, _now())
        return Added("known", name, report, new_place=new)

    def forget(self, report: str, reason: str | None = None) -> Forgotten:
        """Purge a report and all that comes from it; a tombstone (id, hash of the text, date, reason) stays.

        `report` is an id, the beginning of one, or the name of the only report so called. Raises NotFound.
        """
        row = self.find(report)
        with self._store.writing() as connection:
            record = query.record(connection, row.id)
            if record is None:
                raise NotFound(f"no report {row.id} in the ledger any more")
            joining.forget(connection, row.id)
            write.remove(connection, record, _now(), reason)
        return Forgotten(row.id, row.name, row.events, lingering=not self._store.compact())

    # Judging joins

    def judge(self, one: str, other: str, verdict: Verdict, *, author: str, reason: str) -> Judgement:
        """Keep what a person says of two events (REPORT/EVENT each), two entities (REPORT/ENTITY each: whether they are
        one actor) or two reports (whether one reprints the other).

        The newest judgement of a pair holds; older ones stay. Raises NotFound, and ValueError for a pair of unlike
        things, a thing and itself, or no author or reason.
        """
        if not author.strip() or not reason.strip():
            raise ValueError("a judgement needs its author and a reason")
        first, second = self._judged(one), self._judged(other)
        kind = _kind(first)
        if kind != _kind(second):
            raise ValueError(
                f"{one} and {other}: give two events (REPORT/EVENT), two entities (REPORT/ENTITY) or reports"
            )
        if first == second:
            raise ValueError(f"{one} and {other} are one and the same")
        with self._store.writing() as connection:
            for named in (first, second):
                if not write.holds(connection, named.partition("/")[0]):
                    raise NotFound(f"no report {named.partition('/')[0]} in the ledger any more")
            kept = judgements.insert(connection, kind, (first, second), verdict, author.strip(), reason.strip(), _now())
            write.log(connection, kept.at, "judge", None, f"judgement {kept.number}: {kind} {verdict}")
        return kept

    def _judged(self, named: str) -> str:
        """The whole id of an event, an entity or a report. A name with a slash may be a report's."""
        try:
            return self.find(named).id
        except NotFound:
            if "/" not in named:
                raise
            return self._entity(named) if _is_entity(named) else self.event(named).id

    def _entity(self, named: str) -> str:
        report, _, local = named.rpartition("/")
        record = self.record(report)
        if all(entity.id != local for entity in record.entities):
            raise NotFound(f"no entity {local} in report {record.document.id}: `onrecord actors` lists them")
        return f"{record.document.id}/{local}"

    def judgements(self) -> tuple[Judgement, ...]:
        """What people said of joins, oldest first."""
        with self._store.reading() as connection:
            return judgements.every(connection)

    # Joins across reports, kept beside the records and brought up to date when they are asked for

    def linked(self) -> bool:
        """Whether the stored joins are those of the ledger as it is."""
        with self._store.reading() as connection:
            return joining.current(connection)

    def unlinked(self) -> int:
        """How many reports are not linked yet."""
        with self._store.reading() as connection:
            return joining.missing(connection)

    def link(self, *, anew: bool = False) -> Iterator[Linked]:
        """Link what was added, forgotten or judged since the last time, in batches; tells how far it is after each.

        `anew` drops the stored joins first and makes all of them again from the records: they come out the same. Works
        in a ledger that is opened for reading, too, where its file can be written to.
        """
        from onrecord import parse

        with self._writer() as store:
            yield from joining.relink(store, parse.similar) if anew else joining.link(store, parse.similar)

    @contextmanager
    def _writer(self) -> Iterator[Store]:
        if self._store.writable:
            yield self._store
            return
        store = Store(self.path, write=True, create=False)
        try:
            yield store
        finally:
            store.close()

    @contextmanager
    def joins(self) -> Iterator[Joins]:
        """The joins, linked first where they are behind the ledger; they stay as they are while the block runs."""
        if not self.linked():
            for _ in self.link():
                pass
        with self._store.reading() as connection:
            yield Joins(connection)

    # Asking

    def reports(
        self, filters: Filters | None = None, limit: int | None = 100, offset: int = 0, order: ReportOrder = "-added"
    ) -> Page[ReportRow]:
        """Reports that hold at least one event of the filters; `words` are searched in title and whole text."""
        return self._store.reports(Filters() if filters is None else filters, limit, offset, order)

    def events(
        self, filters: Filters | None = None, limit: int | None = 100, offset: int = 0, order: EventOrder = "report"
    ) -> Page[EventRow]:
        """Events of the filters. Orders: as they stand in reports, by day (undated last), by relevance to `words`.

        Words that more than 20,000 events hold do not rank them: newest reports come first then.
        """
        return self._store.events(Filters() if filters is None else filters, limit, offset, order)

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
        raise NotFound(f"no report {report} in the ledger: `onrecord list` shows what is there")

    def versions(self, report: str) -> tuple[Version, ...]:
        """The texts that a report's address had, oldest first; the report alone where it has none. Raises NotFound."""
        row = self.find(report)
        with self._store.reading() as connection:
            return tuple(Version(*query.version(connection, number)) for number in versions.chain(connection, row.id))

    def watched(self) -> dict[str, tuple[int, int]]:
        """The files that `watch` has read: bytes and time of the last change (ns) of each, by its whole path."""
        with self._store.reading() as connection:
            return watched.every(connection)

    def remember(self, files: Mapping[str, tuple[int, int]]) -> None:
        """Keep that these files were read in this state."""
        with self._store.writing() as connection:
            watched.put(connection, files, _now())

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


def _is_entity(named: str) -> bool:
    """Entities are numbered n1, n2, ..., events e1, e2, ..."""
    return named.rpartition("/")[2].startswith("n")


def _kind(named: str) -> JudgementKind:
    """What two things of this id can be judged to be; `named` is a whole id."""
    if "/" not in named:
        return "reprint"
    return "actor" if _is_entity(named) else "same_event"


def _failed(failure: Failure) -> Added:
    return Added("failed", failure.name, reason=failure.reason, partly=failure.partly)


def _refused(document: Document, stone: Tombstone) -> Added:
    because = f" ({stone.reason})" if stone.reason else ""
    reason = f"forgotten on {stone.at[:10]}{because}: add it with --again if it is to come back"
    return Added("forgotten", document.name, document.id, reason)
