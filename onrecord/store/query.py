"""Reading a ledger: filtered lists, counts by facet, single reports and events."""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import msgspec

from onrecord import codec
from onrecord.record import Record
from onrecord.store import terms, versions, walk
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
    LogLine,
    Page,
    ReportOrder,
    ReportRow,
    Tombstone,
)
from onrecord.view import EventView

# Up to this many events a list of term matches is made first and joined; above it every candidate is looked up.
_FEW = 20_000
_REPORT = (
    "r.id, r.name, r.title, r.publisher, r.url, r.published, r.published_basis, r.language, r.characters,"
    " r.events, r.notes, r.added, coalesce((SELECT place FROM versions WHERE report = r.number), 1),"
    " coalesce((SELECT of FROM versions WHERE report = r.number), 1)"
)
_NEWEST = f"report NOT IN ({versions.OUTDATED})"
_EVENT_ORDERS: dict[EventOrder, str] = {
    "report": "e.number",
    "-report": "e.report DESC, e.number",
    "time": "e.first_day IS NULL, e.first_day, e.number",
    "-time": "e.first_day DESC, e.number",
}
_REPORT_ORDERS: dict[ReportOrder, str] = {
    "added": "r.number",
    "-added": "r.number DESC",
    "published": "r.published IS NULL, r.published, r.number",
    "-published": "r.published DESC, r.number",
}
_UNPACK = msgspec.msgpack.Decoder(EventView).decode


@dataclass(frozen=True, slots=True)
class _Where:
    """A condition on `events AS e`; `nothing` when some value is not in the ledger at all."""

    sql: str
    values: tuple[object, ...]
    nothing: bool = False


def _condition(connection: sqlite3.Connection, facet: Facet, values: tuple[str, ...]) -> _Where:
    found = terms.numbers(connection, facet, values)
    marks, numbers = _marks(found), tuple(found)
    if facet == "place" and (countries := terms.countries(connection, values)):
        sql = f"(e.place IN ({marks}) OR e.country IN ({_marks(countries)}))"
        return _Where(sql, numbers + tuple(countries))
    if facet in terms.COLUMNS:
        return _Where(f"e.{facet} IN ({marks})", numbers, not numbers)
    if sum(found.values()) <= _FEW:
        return _Where(f"e.number IN (SELECT event FROM tags WHERE term IN ({marks}))", numbers, not numbers)
    return _Where(f"EXISTS (SELECT 1 FROM tags WHERE event = e.number AND term IN ({marks}))", numbers)


def _marks(values: object) -> str:
    return ", ".join("?" * len(values))  # type: ignore[arg-type]


def _where(connection: sqlite3.Connection, filters: Filters, *, days: bool = True) -> _Where:
    conditions: list[_Where] = []
    for facet in FACETS:
        values: tuple[str, ...] = getattr(filters, facet)
        if not values:
            continue
        if facet == "report":
            ids = tuple(v.removeprefix("=") for v in values)
            sql = f"e.report IN (SELECT number FROM reports WHERE id IN ({_marks(ids)}))"
            conditions.append(_Where(sql, ids))
        else:
            conditions.append(_condition(connection, facet, values))
    if filters.words is not None and filters.words.strip():
        expression = terms.match(filters.words)
        sql = "e.number IN (SELECT rowid FROM event_words WHERE event_words MATCH ?)"
        conditions.append(_Where(sql, (expression,), not expression))
    if days and (filters.since or filters.until):
        conditions.append(_days(filters))
    if newest_only(filters) and versions.any_outdated(connection):
        conditions.append(_Where(f"e.{_NEWEST}", ()))
    sql = " AND ".join(c.sql for c in conditions) or "1"
    return _Where(sql, tuple(v for c in conditions for v in c.values), any(c.nothing for c in conditions))


def passing(connection: sqlite3.Connection, filters: Filters) -> tuple[str, tuple[object, ...]] | None:
    """A condition on `events AS e` and its values; None where nothing can pass."""
    where = _where(connection, filters)
    return None if where.nothing else (where.sql, where.values)


def newest_only(filters: Filters) -> bool:
    """Older versions are left out, but for those that are asked for by their id."""
    return not filters.all_versions and not filters.report


def _days(filters: Filters) -> _Where:
    """Events whose interval of days touches the asked one; an open end reaches everywhere, no end at all nowhere."""
    parts, values = ["(e.first_day IS NOT NULL OR e.last_day IS NOT NULL)"], []
    if filters.since:
        parts.append("(e.last_day >= ? OR e.last_day IS NULL)")
        values.append(filters.since[:10])
    if filters.until:
        parts.append("(e.first_day <= ? OR e.first_day IS NULL)")
        values.append(filters.until[:10])
    return _Where(" AND ".join(parts), tuple(values))


def relevance(connection: sqlite3.Connection, filters: Filters) -> EventOrder:
    """The order that "relevance" comes to: words that very many events hold do not rank them, nor do no words."""
    expression = terms.match(filters.words or "")
    if not expression:
        return "report"
    return "relevance" if walk.count_words(connection, expression, _FEW + 1) <= _FEW else "-report"


def events(
    connection: sqlite3.Connection, filters: Filters, limit: int | None, offset: int, order: EventOrder
) -> Page[EventRow]:
    where = _where(connection, filters)
    if where.nothing:
        return Page((), 0)
    rows = tuple(_event_rows(connection, filters, where, limit, offset, order))
    older = _older(connection, filters)
    total = _sole(connection, filters)
    if total is None:  # counted over all versions, which the indexes do alone
        every = _where(connection, replace(filters, all_versions=True))
        counted = connection.execute(f"SELECT count(*) FROM events e WHERE {every.sql}", every.values).fetchone()[0]
        total = counted - older
    undated = 0
    if filters.since or filters.until:
        rest = _where(connection, filters, days=False)
        sql = f"SELECT count(*) FROM events e WHERE e.first_day IS NULL AND e.last_day IS NULL AND {rest.sql}"
        undated = connection.execute(sql, rest.values).fetchone()[0]
    return Page(rows, total, undated, older)


def first_events(
    connection: sqlite3.Connection, filters: Filters, limit: int, offset: int, order: EventOrder, count_to: int
) -> Page[EventRow]:
    """The same page, counted no further than `count_to`: a total of one more says that there are more."""
    if order == "relevance":
        return events(connection, filters, limit, offset, order)
    walked = walk.walk(connection, filters, limit, offset, order, count_to)
    total = _sole(connection, filters)
    undated = walk.undated(connection, filters, count_to + 1) if filters.since or filters.until else 0
    older = _older(connection, filters)
    rows = tuple(event_rows(connection, walked.numbers))
    return Page(rows, min(walked.total, count_to + 1) if total is None else total, undated, older)


def _older(connection: sqlite3.Connection, filters: Filters) -> int:
    """How many events more are in older versions of reports."""
    if not newest_only(filters) or not versions.any_outdated(connection):
        return 0
    where = _where(connection, replace(filters, all_versions=True))
    sql = f"SELECT count(*) FROM events e WHERE e.report IN ({versions.OUTDATED}) AND {where.sql}"
    older: int = connection.execute(sql, where.values).fetchone()[0]
    return older


def _sole(connection: sqlite3.Connection, filters: Filters) -> int | None:
    """The number of events of one value and no other filter, which is kept; None for any other filters."""
    for facet in (*terms.COLUMNS, *terms.TAGS):
        values: tuple[str, ...] = getattr(filters, facet)
        if values and not filters.without(facet) and not (facet == "place" and terms.countries(connection, values)):
            found = terms.numbers(connection, facet, values)
            if len(found) != 1:
                return None
            term, kept = next(iter(found.items()))
            return kept - (versions.outdated_counts(connection, facet)[term] if newest_only(filters) else 0)
    return None


def _event_rows(
    connection: sqlite3.Connection, filters: Filters, where: _Where, limit: int | None, offset: int, order: EventOrder
) -> Iterator[EventRow]:
    source, values = "events e", where.values
    by = _EVENT_ORDERS.get(order, "e.number")
    if order == "relevance" and filters.words and (expression := terms.match(filters.words)):
        source, by = "event_words w JOIN events e ON e.number = w.rowid", "w.rank, e.number"
        where = replace(where, sql=f"event_words MATCH ? AND {where.sql}")
        values = (expression, *values)
    picked = f"SELECT e.number AS number FROM {source} WHERE {where.sql} ORDER BY {by} LIMIT ? OFFSET ?"
    for (number,) in connection.execute(picked, (*values, -1 if limit is None else limit, offset)).fetchall():
        yield from event_rows(connection, (number,))


def event_rows(connection: sqlite3.Connection, numbers: Iterable[int]) -> Iterator[EventRow]:
    """Events by their numbers; what is not there (any more) is left out."""
    for number in numbers:
        row = connection.execute(
            f"SELECT e.id, v.view, {_REPORT} FROM events e JOIN event_views v ON v.event = e.number"
            " JOIN reports r ON r.number = e.report WHERE e.number = ?",
            (number,),
        ).fetchone()
        if row is not None:
            yield EventRow(f"{row[2]}/{row[0]}", ReportRow(*row[2:]), _UNPACK(row[1]))


def events_after(
    connection: sqlite3.Connection, filters: Filters, after: int, limit: int
) -> list[tuple[int, EventRow]]:
    """The next events of the filters by number, each with its number."""
    where = _where(connection, filters)
    if where.nothing:
        return []
    sql = f"SELECT e.number FROM events e WHERE e.number > ? AND {where.sql} ORDER BY e.number LIMIT ?"
    numbers = connection.execute(sql, (after, *where.values, limit)).fetchall()
    return [(number, row) for (number,) in numbers for row in event_rows(connection, (number,))]


def event_keys(connection: sqlite3.Connection, filters: Filters) -> frozenset[str]:
    where = _where(connection, filters)
    if where.nothing:
        return frozenset()
    sql = f"SELECT r.id || '/' || e.id FROM events e JOIN reports r ON r.number = e.report WHERE {where.sql}"
    return frozenset(key for (key,) in connection.execute(sql, where.values))


def mark(connection: sqlite3.Connection) -> int:
    """Goes up with whatever changes the ledger: all of it is logged."""
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM log").fetchone()[0])


def event(connection: sqlite3.Connection, report: str, local: str) -> EventRow | None:
    row = connection.execute(
        f"SELECT e.id, v.view, {_REPORT} FROM reports r JOIN events e ON e.report = r.number"
        " JOIN event_views v ON v.event = e.number WHERE r.id = ? AND e.id = ?",
        (report, local),
    ).fetchone()
    return EventRow(f"{row[2]}/{row[0]}", ReportRow(*row[2:]), _UNPACK(row[1])) if row else None


def reports(
    connection: sqlite3.Connection, filters: Filters, limit: int | None, offset: int, order: ReportOrder
) -> Page[ReportRow]:
    parts: list[str] = ["1"]
    values: list[object] = []
    rest = replace(filters, words=None, all_versions=True)
    if rest:
        where = _where(connection, rest)
        if where.nothing:
            return Page((), 0)
        parts.append(f"r.number IN (SELECT e.report FROM events e WHERE {where.sql})")
        values.extend(where.values)
    if filters.words and filters.words.strip():
        expression = terms.match(filters.words)
        if not expression:
            return Page((), 0)
        parts.append("+r.number IN (SELECT rowid FROM report_words WHERE report_words MATCH ?)")
        values.append(expression)
    older = 0
    if newest_only(filters) and versions.any_outdated(connection):
        sql = f"SELECT count(*) FROM reports r WHERE {' AND '.join(parts)} AND r.number IN ({versions.OUTDATED})"
        older = connection.execute(sql, values).fetchone()[0]
        parts.append(f"r.number NOT IN ({versions.OUTDATED})")
    sql = " AND ".join(parts)
    total = connection.execute(f"SELECT count(*) FROM reports r WHERE {sql}", values).fetchone()[0]
    picked = f"SELECT {_REPORT} FROM reports r WHERE {sql} ORDER BY {_REPORT_ORDERS[order]} LIMIT ? OFFSET ?"
    rows = connection.execute(picked, (*values, -1 if limit is None else limit, offset)).fetchall()
    return Page(tuple(ReportRow(*row) for row in rows), total, 0, older)


def first_reports(
    connection: sqlite3.Connection, filters: Filters, limit: int, offset: int, order: ReportOrder, count_to: int
) -> Page[ReportRow]:
    """The same page, counted no further than `count_to`: a total of one more says that there are more."""
    if order not in ("added", "-added") or (filters.words and filters.words.strip()) or not filters:
        return reports(connection, filters, limit, offset, order)
    walked = walk.walk_reports(connection, filters, limit, offset, count_to, newest=order == "-added")
    older = 0
    if newest_only(filters) and versions.any_outdated(connection):
        where = _where(connection, replace(filters, all_versions=True))
        sql = f"SELECT count(DISTINCT e.report) FROM events e WHERE e.report IN ({versions.OUTDATED}) AND {where.sql}"
        older = connection.execute(sql, where.values).fetchone()[0] if not where.nothing else 0
    return Page(tuple(report_rows(connection, walked.numbers)), min(walked.total, count_to + 1), 0, older)


def report_numbers(connection: sqlite3.Connection, order: ReportOrder) -> list[int]:
    rows = connection.execute(f"SELECT r.number FROM reports r ORDER BY {_REPORT_ORDERS[order]}").fetchall()
    return [row[0] for row in rows]


def report_rows(connection: sqlite3.Connection, numbers: Iterable[int]) -> Iterator[ReportRow]:
    for number in numbers:
        row = connection.execute(f"SELECT {_REPORT} FROM reports r WHERE r.number = ?", (number,)).fetchone()
        if row is not None:
            yield ReportRow(*row)


def version(connection: sqlite3.Connection, number: int) -> tuple[ReportRow, str, str, tuple[CaptureRow, ...]]:
    """A version's report, when it was made (as far as is known), the hash of its text, and where it was taken from."""
    row = next(report_rows(connection, (number,)))
    sql = "SELECT text_sha256, coalesce((SELECT made FROM versions WHERE report = number), published, added)"
    told = connection.execute(f"{sql} FROM reports WHERE number = ?", (number,)).fetchone()
    return row, told[1], told[0], versions.captures(connection, number)


def find_report(connection: sqlite3.Connection, given: str) -> tuple[ReportRow, ...]:
    """Reports that the given words name: by id, by the beginning of an id (four characters or more), or by name."""
    sql = f"SELECT {_REPORT} FROM reports r WHERE r.id = ? OR r.name = ?"
    rows = connection.execute(sql, (given, given)).fetchall()
    if not rows and len(given) >= 4:
        sql = f"SELECT {_REPORT} FROM reports r WHERE r.id >= ? AND r.id < ? LIMIT 5"
        rows = connection.execute(sql, (given, given + "\U0010ffff")).fetchall()
    return tuple(ReportRow(*row) for row in rows)


def report_of_id(connection: sqlite3.Connection, report: str) -> ReportRow | None:
    row = connection.execute(f"SELECT {_REPORT} FROM reports r WHERE r.id = ?", (report,)).fetchone()
    return ReportRow(*row) if row else None


def record(connection: sqlite3.Connection, report: str) -> Record | None:
    row = connection.execute(
        "SELECT record FROM records JOIN reports ON number = report WHERE id = ?", (report,)
    ).fetchone()
    return codec.decode_kept(zlib.decompress(row[0])) if row else None


def facets(connection: sqlite3.Connection, limit: int, all_versions: bool = False) -> tuple[FacetCounts, ...]:
    """The counts of the whole ledger, which are kept."""
    found = []
    for facet in FACETS:
        if facet == "report":
            table, where = "SELECT id, coalesce(title, name), events, number FROM reports", "events > 0"
        else:
            table, where = "SELECT value, value, events, number FROM terms", "facet = ?"
        values = () if facet == "report" else (facet,)
        less = (
            Counter() if all_versions else versions.outdated_counts(connection, facet)
        )  # only these can fall out of the first ones
        sql = f"{table} WHERE {where} ORDER BY events DESC, number LIMIT ?"
        kept = connection.execute(sql, (*values, limit + len(less))).fetchall()
        told = sorted(
            ((value, label, n - less[key], key) for value, label, n, key in kept), key=lambda r: (-r[2], r[3])
        )
        number = connection.execute(f"SELECT count(*) FROM ({table} WHERE {where})", values).fetchone()[0]
        gone = sum(n == less[key] for key, n in _kept_counts(connection, facet, less))
        found.append(FacetCounts(facet, tuple(Count(*row[:3]) for row in told if row[2] > 0)[:limit], number - gone))
    return tuple(found)


def _kept_counts(connection: sqlite3.Connection, facet: Facet, keys: Iterable[int]) -> list[tuple[int, int]]:
    """The counts over all versions of some terms (or reports)."""
    table = "reports" if facet == "report" else "terms"
    found = (
        connection.execute(f"SELECT number, events FROM {table} WHERE number = ?", (key,)).fetchone() for key in keys
    )
    return [row for row in found if row is not None]


def days(connection: sqlite3.Connection, filters: Filters) -> tuple[DayCount, ...]:
    where = _where(connection, filters, days=False)
    if where.nothing:
        return ()
    rows = connection.execute(
        "SELECT coalesce(e.first_day, e.last_day) AS day, count(*) FROM events e"
        f" WHERE day IS NOT NULL AND {where.sql} GROUP BY day ORDER BY day",
        where.values,
    ).fetchall()
    return tuple(DayCount(*row) for row in rows)


def tombstones(connection: sqlite3.Connection) -> tuple[Tombstone, ...]:
    rows = connection.execute("SELECT id, text_sha256, at, reason FROM tombstones ORDER BY number").fetchall()
    return tuple(Tombstone(*row) for row in rows)


def log(connection: sqlite3.Connection, limit: int | None) -> tuple[LogLine, ...]:
    sql = "SELECT number, at, action, report, program, detail FROM log ORDER BY number DESC LIMIT ?"
    rows = connection.execute(sql, (-1 if limit is None else limit,)).fetchall()
    return tuple(LogLine(*row) for row in rows)
