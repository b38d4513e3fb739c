"""Putting records in and purging them; every function runs inside a transaction that the caller holds."""

from __future__ import annotations

import hashlib
import sqlite3
import unicodedata
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from onrecord import __version__, codec
from onrecord.record import Capture, Document, Record
from onrecord.store import judgements, notes, versions
from onrecord.store.types import Tombstone
from onrecord.view import OWN_VOICE, EventView, PartyView, SaidView, view

NO_KIND = "none"  # the value of the facet "kind" for an event that PLOVER does not code
_LEVEL = 6  # of deflation; 9 is slower by half for a hundredth less
_PACK = msgspec.msgpack.Encoder().encode
_UNPACK = msgspec.msgpack.Decoder(EventView).decode


@dataclass(frozen=True, slots=True)
class _Rows:
    """What one event puts into the tables."""

    view: EventView
    one: dict[str, int | None]
    many: tuple[int, ...]
    names: str

    def terms(self) -> set[int]:
        return {t for t in self.one.values() if t is not None} | set(self.many)


def text_hash(document: Document) -> str:
    return hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()


def fold(value: str) -> str:
    """A name as it is searched for: case and accents folded ("Téra" is found by "tera"), every run of other characters
    a single space, spaces at both ends."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", value) if not unicodedata.combining(c)).casefold()
    return " " + " ".join("".join(c if c.isalnum() else " " for c in bare).split()) + " "


def refold(connection: sqlite3.Connection) -> None:
    """Fold the names of a ledger that were folded otherwise before."""
    rows = connection.execute("SELECT number, value FROM terms").fetchall()
    connection.executemany("UPDATE terms SET folded = ? WHERE number = ?", [(fold(value), n) for n, value in rows])


def holds(connection: sqlite3.Connection, report: str) -> bool:
    return connection.execute("SELECT 1 FROM reports WHERE id = ?", (report,)).fetchone() is not None


def tombstone(connection: sqlite3.Connection, document: Document) -> Tombstone | None:
    """The newest tombstone of the report, or of any report with the same text."""
    row = connection.execute(
        "SELECT id, text_sha256, at, reason FROM tombstones WHERE id = ? OR text_sha256 = ? ORDER BY number DESC",
        (document.id, text_hash(document)),
    ).fetchone()
    return Tombstone(*row) if row else None


def log(connection: sqlite3.Connection, at: str, action: str, report: str | None, detail: str | None = None) -> None:
    connection.execute(
        "INSERT INTO log (at, action, report, program, detail) VALUES (?, ?, ?, ?, ?)",
        (at, action, report, __version__, detail),
    )


def capture(connection: sqlite3.Connection, report: str, given: Capture, at: str) -> bool:
    """Keep that a report that is there was also taken from this place; False where that is known."""
    number = connection.execute("SELECT number FROM reports WHERE id = ?", (report,)).fetchone()
    return number is not None and versions.capture(connection, number[0], given, at)


def same_text(connection: sqlite3.Connection, document: Document) -> str | None:
    """The report that has this very text under the same address, though it was given another date or outlet."""
    address = versions.address(document)
    row = (
        address
        and connection.execute(
            "SELECT id FROM versions JOIN reports ON number = report WHERE address = ? AND text_sha256 = ?",
            (address, text_hash(document)),
        ).fetchone()
    )
    return row[0] if row else None


def captured(connection: sqlite3.Connection, report: str, place: str) -> bool:
    """Whether it is known that a report was taken from this place."""
    sql = "SELECT 1 FROM captures JOIN reports r ON r.number = report WHERE r.id = ? AND place = ?"
    return connection.execute(sql, (report, place)).fetchone() is not None


def insert(connection: sqlite3.Connection, record: Record, at: str, taken: Sequence[Capture] = ()) -> tuple[int, int]:
    """Put a record in; the caller has made sure that its report is not there.

    Gives its place among the versions of its address, and how many there are.
    """
    document = record.document
    cursor = connection.execute(
        "INSERT INTO reports (id, name, title, publisher, url, published, published_basis, language, characters,"
        " events, notes, text_sha256, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.id,
            document.name,
            document.title,
            document.publisher,
            document.url,
            document.published,
            document.published_basis,
            document.language,
            len(document.text),
            len(record.events),
            len(record.notes),
            text_hash(document),
            at,
        ),
    )
    number = cursor.lastrowid or 0
    connection.execute("INSERT INTO records VALUES (?, ?)", (number, zlib.compress(codec.encode(record), _LEVEL)))
    connection.execute(
        "INSERT INTO report_words (rowid, title, text) VALUES (?, ?, ?)", (number, document.title or "", document.text)
    )
    _insert_events(connection, record, number)
    place = versions.insert(connection, number, document, taken[0] if taken else None, at)
    notes.insert(connection, number, document)
    for one in taken or (Capture(document.name),):
        versions.capture(connection, number, one, at)
    log(connection, at, "add", document.id, f"{len(record.events)} events, read by {record.program.version}")
    return place


def _insert_events(connection: sqlite3.Connection, record: Record, report: int) -> None:
    counts: Counter[int] = Counter()
    aliases = {e.id: " ".join(e.aliases) for e in record.entities}
    for event in view(record):
        rows = _rows(connection, record, event, aliases)
        counts.update(rows.terms())
        cursor = connection.execute(
            "INSERT INTO events (report, id, kind, status, place, country, publisher, first_day, last_day)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                report,
                event.id,
                rows.one["kind"],
                rows.one["status"],
                rows.one["place"],
                rows.one["country"],
                rows.one["publisher"],
                event.earliest and event.earliest[:10],
                event.latest and event.latest[:10],
            ),
        )
        number = cursor.lastrowid
        connection.execute("INSERT INTO event_views VALUES (?, ?, ?)", (number, _PACK(event), rows.names))
        connection.executemany("INSERT OR IGNORE INTO tags VALUES (?, ?)", [(term, number) for term in rows.many])
        connection.execute(
            "INSERT INTO event_words (rowid, sentence, names) VALUES (?, ?, ?)",
            (number, event.sentence.quote, rows.names),
        )
    connection.executemany(
        "UPDATE terms SET events = events + ? WHERE number = ?", [(n, term) for term, n in counts.items()]
    )


def _rows(connection: sqlite3.Connection, record: Record, event: EventView, aliases: dict[str, str]) -> _Rows:
    def term(facet: str, value: str | None, country: str | None = None) -> int | None:
        return _term(connection, facet, value, country) if value else None

    place = event.place
    country_itself = place.country if place and place.precision == "country" else None
    one = {
        "kind": term("kind", event.kind or NO_KIND),
        "status": term("status", event.status),
        "place": term("place", place.name if place else None, country_itself),
        "country": term("country", place.country if place else None),
        "publisher": term("publisher", record.document.publisher),
    }
    speakers = tuple(dict.fromkeys(s.name for s in event.chain)) or (OWN_VOICE,)
    many = [
        *(term("actor", name) for name in event.names("actor")),
        *(term("recipient", name) for name in event.names("recipient")),
        *(term("source", name) for name in speakers),
    ]
    return _Rows(event, one, tuple(t for t in many if t is not None), _names(event, aliases))


def _names(event: EventView, aliases: dict[str, str]) -> str:
    """The words that an event is found by beside its sentence: names and aliases of parties, sources, the place."""
    names = [event.place.name] if event.place else []
    told: tuple[PartyView | SaidView, ...] = (*event.parties, *event.chain)
    for named in told:
        names += [named.name, aliases.get(named.entity or "", "")]
    return " ".join(dict.fromkeys(filter(None, names)))


def _term(connection: sqlite3.Connection, facet: str, value: str, country: str | None) -> int:
    found = connection.execute(
        "SELECT number, country FROM terms WHERE facet = ? AND value = ?", (facet, value)
    ).fetchone()
    if found is None:
        cursor = connection.execute(
            "INSERT INTO terms (facet, value, folded, country) VALUES (?, ?, ?, ?)",
            (facet, value, fold(value), country),
        )
        return cursor.lastrowid or 0
    if country and not found[1]:
        connection.execute("UPDATE terms SET country = ? WHERE number = ?", (country, found[0]))
    return int(found[0])


def remove(connection: sqlite3.Connection, record: Record, at: str, reason: str | None) -> None:
    """Purge a report and all that comes from it, and leave a tombstone.

    The index of words is merged: until then its old segments hold the words of what was deleted from it.
    """
    document = record.document
    number = connection.execute("SELECT number FROM reports WHERE id = ?", (document.id,)).fetchone()[0]
    _remove_events(connection, number)
    versions.remove(connection, number)
    notes.remove(connection, number)
    connection.execute(
        "INSERT INTO report_words (report_words, rowid, title, text) VALUES ('delete', ?, ?, ?)",
        (number, document.title or "", document.text),
    )
    judgements.purge(connection, document.id)
    connection.execute("DELETE FROM records WHERE report = ?", (number,))
    connection.execute("DELETE FROM reports WHERE number = ?", (number,))
    for table in ("event_words", "report_words"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
    connection.execute(
        "INSERT INTO tombstones (id, text_sha256, at, reason) VALUES (?, ?, ?, ?)",
        (document.id, text_hash(document), at, reason),
    )
    log(connection, at, "forget", document.id, reason)


def _remove_events(connection: sqlite3.Connection, report: int) -> None:
    """Out of what was kept, not out of the record again: a newer program might flatten it otherwise."""
    counts: Counter[int] = Counter()
    rows = connection.execute(
        "SELECT number, kind, status, place, country, publisher, view, names FROM events"
        " JOIN event_views ON event = number WHERE report = ?",
        (report,),
    ).fetchall()
    for number, *one, kept, names in rows:
        counts.update(term for term in one if term is not None)
        counts.update(term for (term,) in connection.execute("SELECT term FROM tags WHERE event = ?", (number,)))
        connection.execute(
            "INSERT INTO event_words (event_words, rowid, sentence, names) VALUES ('delete', ?, ?, ?)",
            (number, _UNPACK(kept).sentence.quote, names),
        )
        connection.execute("DELETE FROM tags WHERE event = ?", (number,))
        connection.execute("DELETE FROM event_views WHERE event = ?", (number,))
        connection.execute("DELETE FROM events WHERE number = ?", (number,))
    connection.executemany(
        "UPDATE terms SET events = events - ? WHERE number = ?", [(n, term) for term, n in counts.items()]
    )
    connection.execute("DELETE FROM terms WHERE events <= 0")
