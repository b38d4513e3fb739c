"""Version chains: reports of one address with different texts, and where each text was taken from.

A chain is derived from addresses and dates alone, so that the same reports give the same chain in any order of adding;
where no date tells, the moment of taking in does. Every function runs inside a transaction that the caller holds.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from onrecord.record import Capture, Document
from onrecord.store.types import CaptureRow

# Written into addresses by newsletters, feeds and social networks; the page behind them is the same.
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref_src|smid|cmpid|at_\w+|xtor|ocid)\Z", re.I)
OUTDATED = "SELECT report FROM versions WHERE place < of"


def address_of(url: str | None, canonical: str | None = None, guid: str | None = None) -> str | None:
    """What the versions of one report have in common; None where nothing tells.

    The canonical address stands for the one that was given, if it is of the same site: one of another site says whence
    the text is, not what it is a version of. A bare site ("https://news.example/") is no address of a report.
    """
    given, named = _plain(url), _plain(canonical)
    if named and (given is None or named.partition("/")[0] == given.partition("/")[0]):
        return named
    return given or (f"id:{guid}" if guid else None)


def address(document: Document) -> str | None:
    """What a document shares with its other versions."""
    return address_of(document.url, document.provenance.canonical, document.provenance.guid)


def _plain(url: str | None) -> str | None:
    """Host, path and telling parameters; scheme, "www.", fragment, tracking and a slash at the end make no address."""
    try:
        parts = urlsplit((url or "").strip())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return None
    host = parts.hostname.removeprefix("www.") + (f":{port}" if port not in (None, 80, 443) else "")
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)]
    path = parts.path.rstrip("/")
    if not path and not kept:
        return None
    return host + path + (f"?{urlencode(kept)}" if kept else "")


def moment(given: str | None) -> str | None:
    """A date or date-time as one that sorts: in UTC where it has a zone; a bare day comes before its hours."""
    if not given or len(given) <= 10:
        return given or None
    try:
        read = datetime.fromisoformat(given)
    except ValueError:
        return given
    return (read.astimezone(UTC) if read.tzinfo else read).strftime("%Y-%m-%dT%H:%M:%S")


def insert(
    connection: sqlite3.Connection, number: int, document: Document, taken: Capture | None, at: str
) -> tuple[int, int]:
    """Put a new report into the chain of its address; gives its place there, and the length."""
    of_report = address(document)
    if of_report is None:
        return 1, 1
    retrieved = moment(taken.retrieved if taken else None)
    made = moment(document.provenance.modified) or moment(document.published) or retrieved or at
    connection.execute("INSERT INTO versions VALUES (?, ?, ?, ?, 1, 1)", (number, of_report, made, retrieved or at))
    _order(connection, of_report)
    place, of = connection.execute("SELECT place, of FROM versions WHERE report = ?", (number,)).fetchone()
    return place, of


def remove(connection: sqlite3.Connection, number: int) -> None:
    """Take a report out of its chain, and forget where it was taken from."""
    row = connection.execute("DELETE FROM versions WHERE report = ? RETURNING address", (number,)).fetchone()
    connection.execute("DELETE FROM captures WHERE report = ?", (number,))
    if row is not None:
        _order(connection, row[0])


def _order(connection: sqlite3.Connection, shared: str) -> None:
    sql = "SELECT report, place, of FROM versions WHERE address = ? ORDER BY made, taken, report"
    rows = connection.execute(sql, (shared,)).fetchall()
    changed = [(n, len(rows), number) for n, (number, place, of) in enumerate(rows, 1) if (place, of) != (n, len(rows))]
    connection.executemany("UPDATE versions SET place = ?, of = ? WHERE report = ?", changed)


def fill(connection: sqlite3.Connection) -> None:
    """The chains of the reports of a ledger that had none yet."""
    for number, url, published, added in connection.execute(
        "SELECT number, url, published, added FROM reports WHERE url IS NOT NULL"
    ).fetchall():
        if shared := address_of(url):
            made = moment(published) or added
            connection.execute("INSERT INTO versions VALUES (?, ?, ?, ?, 1, 1)", (number, shared, made, added))
    several = connection.execute("SELECT address FROM versions GROUP BY address HAVING count(*) > 1").fetchall()
    for (shared,) in several:
        _order(connection, shared)


def chain(connection: sqlite3.Connection, report: str) -> list[int]:
    """The numbers of all versions of a report, oldest first; the report alone where it has no address."""
    rows = connection.execute(
        "SELECT other.report FROM reports JOIN versions AS own ON own.report = number"
        " JOIN versions AS other ON other.address = own.address WHERE id = ? ORDER BY other.place",
        (report,),
    ).fetchall()
    if not rows:
        rows = connection.execute("SELECT number FROM reports WHERE id = ?", (report,)).fetchall()
    return [row[0] for row in rows]


def same_address(connection: sqlite3.Connection, one: str, other: str) -> bool:
    """Whether two reports are versions of one."""
    sql = (
        "SELECT 1 FROM reports a JOIN versions v ON v.report = a.number JOIN versions w ON w.address = v.address"
        " JOIN reports b ON b.number = w.report WHERE a.id = ? AND b.id = ?"
    )
    return connection.execute(sql, (one, other)).fetchone() is not None


def outdated(connection: sqlite3.Connection) -> list[int]:
    """The numbers of the reports that a newer version stands for."""
    return [row[0] for row in connection.execute(OUTDATED)]


def any_outdated(connection: sqlite3.Connection) -> bool:
    """Whether any report has a newer version."""
    return connection.execute(f"{OUTDATED} LIMIT 1").fetchone() is not None


def outdated_counts(connection: sqlite3.Connection, facet: str) -> Counter[int]:
    """How many events each term has in older versions (each report, for the facet "report")."""
    if not any_outdated(connection):
        return Counter()
    if facet in ("actor", "recipient", "source"):
        sql = (
            "SELECT term, count(*) FROM events e"  # CROSS: from the few events outwards, in this order
            " CROSS JOIN tags ON event = e.number CROSS JOIN terms t ON t.number = term"
            f" WHERE e.report IN ({OUTDATED}) AND t.facet = '{facet}' GROUP BY term"
        )
    else:
        sql = f"SELECT {facet}, count(*) FROM events WHERE report IN ({OUTDATED}) GROUP BY {facet}"
    return Counter({term: n for term, n in connection.execute(sql) if term is not None})


# Where a text was taken from


def capture(connection: sqlite3.Connection, number: int, given: Capture, at: str) -> bool:
    """Keep where a report was taken from, once for each place; False where the place is known."""
    cursor = connection.execute(
        "INSERT OR IGNORE INTO captures (report, place, sha256, media, retrieved, at) VALUES (?, ?, ?, ?, ?, ?)",
        (number, given.place, given.sha256, given.media, given.retrieved, at),
    )
    return cursor.rowcount > 0


def captures(connection: sqlite3.Connection, number: int, limit: int | None = None) -> tuple[CaptureRow, ...]:
    """Where a report was taken from, first to last."""
    rows = connection.execute(
        "SELECT place, sha256, media, retrieved, at FROM captures WHERE report = ? ORDER BY number LIMIT ?",
        (number, -1 if limit is None else limit),
    )
    return tuple(CaptureRow(*row) for row in rows)
