"""One SQLite file that keeps every record: `Store` opens it, writes to it in transactions and asks it.

A reader works beside a writer (write-ahead log). Each thread gets a connection of its own.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from onrecord.record import Record
from onrecord.store import migrations, query, write
from onrecord.store.connections import Connections
from onrecord.store.errors import LedgerError, NoLedger, NotFound, ReadOnly, explain, explained
from onrecord.store.types import (
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
    LogLine,
    Page,
    ReportOrder,
    ReportRow,
    Statistics,
    Tombstone,
    Verdict,
)

if TYPE_CHECKING:
    from onrecord.store.columns import Columns, Counter

__all__ = [
    "FACETS", "CaptureRow", "Count", "DayCount", "EventOrder", "EventRow", "Facet", "FacetCounts", "Filters",
    "Judgement", "JudgementKind", "LedgerError", "LogLine", "NoLedger", "NotFound", "Page", "ReadOnly", "ReportOrder",
    "ReportRow", "Statistics", "Store", "Tombstone", "Verdict",
]  # fmt: skip

_BUSY = 120.0  # seconds to wait for another writer: a batch of linking holds a very large ledger for up to 90 s


class Store:
    """An open ledger file. Errors of the file leave as LedgerError."""

    def __init__(self, path: Path, *, write: bool, create: bool = True, busy: float = _BUSY) -> None:
        """Open it; `write` makes or migrates it, else it must be there and is opened for reading alone."""
        if not (write and create) and not path.exists():
            raise NoLedger(f"there is no ledger at {path} yet: `onrecord add REPORT` makes one")
        self.path = path
        self._write = write
        self._busy = busy
        self._columns: Counter | None = None
        self._making = threading.Lock()
        self._connections = Connections(lambda: (_open if write else _open_reader)(path, busy))
        with explained(path), self._connections.held() as connection:
            version = migrations.version(connection, path)
            if write:
                migrations.migrate(connection, path)
            elif version < len(migrations.MIGRATIONS):
                self._bring_up()

    @property
    def writable(self) -> bool:
        return self._write

    def _bring_up(self) -> None:
        """An older ledger is brought up by whoever opens it first, if only to read."""
        try:
            Store(self.path, write=True, create=False, busy=self._busy).close()
        except LedgerError as error:
            told = f"the ledger {self.path} is of an older version and could not be brought up to date"
            raise LedgerError(f"{told}: {error}") from None

    def close(self) -> None:
        """Nothing can be asked any more; what another thread is asking is broken off and raises LedgerError there."""
        self._connections.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the ledger for as long as the block runs."""
        with explained(self.path), self._connections.held() as connection:
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection that holds the write lock; all of the block is kept or, on an error, nothing."""
        if not self._write:
            raise LedgerError(f"the ledger {self.path} was opened for reading alone")
        with explained(self.path), self._connections.held() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def compact(self) -> bool:
        """Give free pages back and empty the write-ahead log; False when a reader kept it from being emptied."""
        with explained(self.path), self._connections.held() as connection:
            connection.execute("VACUUM")
            return bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)

    @property
    def _loaded(self) -> bool:
        return self._columns is not None and self._columns.loaded

    def _counted(self, connection: sqlite3.Connection) -> Columns:
        """The columns, loaded where they are not. NumPy comes with them: a command that counts nothing is spared it."""
        from onrecord.store.columns import Counter

        with self._making:
            counter = self._columns = self._columns or Counter()
        return counter.columns(connection)

    def events(
        self, filters: Filters, limit: int | None, offset: int, order: EventOrder, count_to: int | None = None
    ) -> Page[EventRow]:
        """By the columns where they are loaded (a server has them), else by the database."""
        with self.reading() as connection:
            if order == "relevance":
                order = query.relevance(connection, filters)
            if not self._loaded and limit is not None and count_to is not None:
                return query.first_events(connection, filters, limit, offset, order, count_to)
            if not self._loaded or order == "relevance":
                return query.events(connection, filters, limit, offset, order)
            from onrecord.store import columns

            picked = columns.pick(connection, self._counted(connection), filters, limit, offset, order)
            rows = tuple(query.event_rows(connection, picked.numbers))
            return Page(rows, picked.total, picked.undated, picked.older)

    def reports(
        self, filters: Filters, limit: int | None, offset: int, order: ReportOrder, count_to: int | None = None
    ) -> Page[ReportRow]:
        with self.reading() as connection:
            if not self._loaded and limit is not None and count_to is not None:
                return query.first_reports(connection, filters, limit, offset, order, count_to)
            if not filters or not self._loaded:
                return query.reports(connection, filters, limit, offset, order)
            from onrecord.store import columns

            ordered = query.report_numbers(connection, order)
            picked, older = columns.pick_reports(connection, self._counted(connection), filters, ordered)
            end = len(picked) if limit is None else offset + limit
            return Page(tuple(query.report_rows(connection, picked[offset:end])), len(picked), 0, older)

    def facets(self, filters: Filters, limit: int) -> tuple[FacetCounts, ...]:
        with self.reading() as connection:
            if not filters:
                return query.facets(connection, limit, filters.all_versions)
            from onrecord.store import columns

            return columns.facets(connection, self._counted(connection), filters, limit)

    def days(self, filters: Filters) -> tuple[DayCount, ...]:
        with self.reading() as connection:
            if not self._loaded:
                return query.days(connection, filters)
            from onrecord.store import columns

            return columns.days(connection, self._counted(connection), filters)

    def warm(self) -> None:
        """Load what makes broad filters quick."""
        with self.reading() as connection:
            self._counted(connection)

    def holds(self, report: str) -> bool:
        with self.reading() as connection:
            return write.holds(connection, report)

    def records(self, ids: Sequence[str]) -> Iterator[Record]:
        """Records one by one, each read when it is asked for; what was forgotten meanwhile is left out."""
        for report in ids:
            with self.reading() as connection:
                found = query.record(connection, report)
            if found is not None:
                yield found


def _open(path: Path, busy: float) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerError(f"the ledger's folder {path.parent} cannot be made: {error.strerror}") from None
    if path.is_dir():
        raise LedgerError(f"{path} is a folder: give the ledger's file, for example {path / 'ledger.sqlite'}")
    with explained(path):
        connection = sqlite3.connect(path, timeout=busy, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        migrations.version(connection, path)  # before anything is written into a file that is not ours
        _to_log(connection, busy)
        connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def _to_log(connection: sqlite3.Connection, busy: float) -> None:
    """Write ahead to a log. SQLite does not wait for another that makes the same ledger just now: this does."""
    end = monotonic() + busy
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorname", "") not in ("SQLITE_BUSY", "SQLITE_LOCKED") or monotonic() > end:
                raise
            sleep(0.05)


def _open_reader(path: Path, busy: float) -> sqlite3.Connection:
    if path.is_dir():
        raise LedgerError(f"{path} is a folder: give the ledger's file, for example {path / 'ledger.sqlite'}")
    address = path.absolute().as_uri() + "?mode=ro"
    last: sqlite3.Error | None = None
    # A ledger at rest in a folder that cannot be written to has no room for the log's index: it is then read as it is.
    for suffix in ("", "&immutable=1"):
        try:
            connection = sqlite3.connect(
                address + suffix, uri=True, timeout=busy, isolation_level=None, check_same_thread=False
            )
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            last = last or error
            if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")):
                continue
            break
        return connection
    raise explain(path, last or sqlite3.OperationalError("unknown"))
