"""The ledger's tables, as numbered steps of statements or functions of a connection.

A ledger of an older step is brought up when it is opened for writing.

A step that has been released is never changed: a new one is added at the end of MIGRATIONS.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from onrecord.store import acted, notes, versions, write
from onrecord.store.errors import LedgerError

APPLICATION = 0x6F6E7263  # "onrc" in the file's header tells a ledger from any other SQLite file

_FIRST = (
    # What a list of reports shows. `events` counts the report's events.
    """CREATE TABLE reports (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, title TEXT, publisher TEXT, url TEXT,
        published TEXT, published_basis TEXT NOT NULL, language TEXT NOT NULL, characters INTEGER NOT NULL,
        events INTEGER NOT NULL, notes INTEGER NOT NULL, text_sha256 TEXT NOT NULL, added TEXT NOT NULL)""",
    "CREATE INDEX reports_by_published ON reports (published)",
    "CREATE INDEX reports_by_name ON reports (name)",
    "CREATE INDEX reports_by_text ON reports (text_sha256)",
    # The frozen record with its document: JSON, deflated (a sixth of the size).
    "CREATE TABLE records (report INTEGER PRIMARY KEY REFERENCES reports, record BLOB NOT NULL)",
    # One narrow row an event, for filters: the day interval, and term numbers of what has one value an event.
    """CREATE TABLE events (
        number INTEGER PRIMARY KEY, report INTEGER NOT NULL REFERENCES reports, id TEXT NOT NULL, kind INTEGER,
        status INTEGER NOT NULL, place INTEGER, country INTEGER, publisher INTEGER, first_day TEXT, last_day TEXT)""",
    "CREATE INDEX events_by_report ON events (report, number)",
    "CREATE INDEX events_by_day ON events (first_day, last_day)",
    "CREATE INDEX events_by_kind ON events (kind, first_day, status)",
    "CREATE INDEX events_by_status ON events (status, first_day)",
    "CREATE INDEX events_by_place ON events (place, first_day)",
    "CREATE INDEX events_by_country ON events (country, first_day)",
    "CREATE INDEX events_by_publisher ON events (publisher, first_day)",
    # What a list of events shows, ready made (an EventView as MessagePack), and the names that it is found by.
    "CREATE TABLE event_views (event INTEGER PRIMARY KEY REFERENCES events, view BLOB NOT NULL, names TEXT NOT NULL)",
    # Every value that events can be filtered by; `folded` is for finding it, `events` counts what has it.
    """CREATE TABLE terms (
        number INTEGER PRIMARY KEY, facet TEXT NOT NULL, value TEXT NOT NULL, folded TEXT NOT NULL, country TEXT,
        events INTEGER NOT NULL DEFAULT 0, UNIQUE (facet, value))""",
    "CREATE INDEX terms_by_count ON terms (facet, events)",
    # Of what can have several values an event: actors, recipients, sources.
    "CREATE TABLE tags (term INTEGER NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (term, event)) WITHOUT ROWID",
    "CREATE INDEX tags_by_event ON tags (event, term)",
    # Words; the texts themselves stand in records and views.
    "CREATE VIRTUAL TABLE event_words USING fts5"
    " (sentence, names, content='', tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE report_words USING fts5"
    " (title, text, content='', tokenize='porter unicode61 remove_diacritics 2')",
    """CREATE TABLE tombstones (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL, text_sha256 TEXT NOT NULL, at TEXT NOT NULL, reason TEXT)""",
    "CREATE INDEX tombstones_by_id ON tombstones (id)",
    "CREATE INDEX tombstones_by_text ON tombstones (text_sha256)",
    """CREATE TABLE log (
        number INTEGER PRIMARY KEY, at TEXT NOT NULL, action TEXT NOT NULL, report TEXT, program TEXT NOT NULL,
        detail TEXT)""",
    *(
        f"CREATE TRIGGER {table}_stay_{verb} BEFORE {verb} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
        for table, verb in (
            ("reports", "UPDATE"),
            ("records", "UPDATE"),
            ("events", "UPDATE"),
            ("event_views", "UPDATE"),
            ("tombstones", "UPDATE"),
            ("tombstones", "DELETE"),
            ("log", "UPDATE"),
            ("log", "DELETE"),
        )
    ),
)

_JUDGEMENTS = (
    # What people say of joins: `a` and `b` are events (REPORT/EVENT) or reports, in the order of their letters. The
    # newest of a pair holds; older ones stay. Rows leave only with a report that is forgotten.
    """CREATE TABLE judgements (
        number INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('same_event', 'reprint')), a TEXT NOT NULL,
        b TEXT NOT NULL CHECK (a < b), verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different', 'unsure')),
        author TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL)""",
    """CREATE TRIGGER judgements_stay_UPDATE BEFORE UPDATE ON judgements
        BEGIN SELECT RAISE(ABORT, 'judgements are append-only'); END""",
)

_ACTOR_JUDGEMENTS = (
    # A judgement may also point at two entities of reports (REPORT/ENTITY): whether they are one actor. SQLite cannot
    # change a CHECK, so the table is made anew; rows keep their numbers.
    "ALTER TABLE judgements RENAME TO judgements_before",
    """CREATE TABLE judgements (
        number INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('same_event', 'reprint', 'actor')),
        a TEXT NOT NULL, b TEXT NOT NULL CHECK (a < b),
        verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different', 'unsure')),
        author TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL)""",
    "INSERT INTO judgements SELECT number, kind, a, b, verdict, author, reason, at FROM judgements_before",
    "DROP TABLE judgements_before",
    """CREATE TRIGGER judgements_stay_UPDATE BEFORE UPDATE ON judgements
        BEGIN SELECT RAISE(ABORT, 'judgements are append-only'); END""",
)

_JOINS = (
    # Stored joins are derived and make their other tables themselves (links.py). The step stands here so that an older
    # program, which would not purge them, leaves the ledger alone.
    "CREATE TABLE IF NOT EXISTS link_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)

_VERSIONS: tuple[str | Callable[[sqlite3.Connection], None], ...] = (
    # Reports by address: those of one address are versions of one report, `place` 1 the oldest, `of` so many. `made`
    # and `taken` are what they are ordered by.
    """CREATE TABLE versions (
        report INTEGER PRIMARY KEY REFERENCES reports, address TEXT NOT NULL, made TEXT NOT NULL, taken TEXT NOT NULL,
        place INTEGER NOT NULL, of INTEGER NOT NULL)""",
    "CREATE INDEX versions_by_address ON versions (address, place)",
    "CREATE INDEX versions_outdated ON versions (report) WHERE place < of",
    # Where a text was taken from: once for each file or address that held it.
    """CREATE TABLE captures (
        number INTEGER PRIMARY KEY, report INTEGER NOT NULL REFERENCES reports, place TEXT NOT NULL, sha256 TEXT,
        media TEXT, retrieved TEXT, at TEXT NOT NULL, UNIQUE (report, place))""",
    """CREATE TRIGGER captures_stay_UPDATE BEFORE UPDATE ON captures
        BEGIN SELECT RAISE(ABORT, 'captures are append-only'); END""",
    # What `onrecord watch` has seen of files, so that it goes on after a restart.
    """CREATE TABLE watched (
        path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, modified INTEGER NOT NULL, at TEXT NOT NULL)""",
    versions.fill,
)

_LONG_DAYS = (
    # For months: what begins before them and reaches into them is found without passing all that began before.
    "CREATE INDEX IF NOT EXISTS events_spanning ON events (last_day, first_day) WHERE last_day > first_day",
    "CREATE INDEX IF NOT EXISTS events_open ON events (first_day) WHERE last_day IS NULL",
)

_NOTES: tuple[str | Callable[[sqlite3.Connection], None], ...] = (
    # Editor's notes ("CORRECTS toll"), with where they stand in the report's text.
    """CREATE TABLE editor_notes (
        number INTEGER PRIMARY KEY, report INTEGER NOT NULL REFERENCES reports, kind TEXT NOT NULL, text TEXT NOT NULL,
        start INTEGER, "end" INTEGER)""",
    "CREATE INDEX editor_notes_by_report ON editor_notes (report)",
    notes.fill,
)

_FOLDED: tuple[str | Callable[[sqlite3.Connection], None], ...] = (
    # Names are found without their accents.
    write.refold,
)

# Actors joined across reports (acted.py). They stand in a step, unlike the other joins, so that an older program, which
# would not purge them, leaves the ledger alone.
_ACTORS = acted.TABLES

_Step = tuple[str | Callable[[sqlite3.Connection], None], ...]
MIGRATIONS: tuple[_Step, ...] = (
    _FIRST,
    _JUDGEMENTS,
    _ACTOR_JUDGEMENTS,
    _JOINS,
    _VERSIONS,
    _LONG_DAYS,
    _NOTES,
    _FOLDED,
    _ACTORS,
)


def version(connection: sqlite3.Connection, path: Path) -> int:
    """The step that a ledger is at, 0 for an empty file. Raises LedgerError for what is no ledger of ours."""
    own = not connection.in_transaction
    if own:
        connection.execute("BEGIN")  # all three of one state: another program may be making the ledger just now
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if own:
        connection.execute("COMMIT")
    if application != APPLICATION and not (empty and found == 0 and application == 0):
        raise LedgerError(f"{path} is a database of another program: choose another file with --ledger")
    if found > len(MIGRATIONS):
        raise LedgerError(
            f"the ledger {path} was written by a newer onrecord (ledger version {found}, this program knows "
            f"{len(MIGRATIONS)}): install the newer onrecord, or choose another ledger with --ledger"
        )
    return found


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a ledger up to the newest step; every step in a transaction of its own."""
    while version(connection, path) < len(MIGRATIONS):
        connection.execute("BEGIN IMMEDIATE")
        try:
            step = version(connection, path)  # again, inside the lock: another program may have been faster
            if step < len(MIGRATIONS):
                for statement in MIGRATIONS[step]:
                    if isinstance(statement, str):
                        connection.execute(statement)
                    else:
                        statement(connection)
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
                connection.execute(f"PRAGMA user_version = {step + 1}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
