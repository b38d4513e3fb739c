"""The first events of a filter and how many there are up to a bound, without going through all that pass.

The narrowest condition is gone through, in the order of numbers, and the others are looked up an event; where all are
broad that ends soon, as the bound is met soon. Numbers of events rise with those of their reports.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.store import terms, versions
from onrecord.store.types import FACETS, EventOrder, Filters

_FEW = 20_000  # so many matches are listed before they are joined; more are looked up one by one
_DAYS = 50_000  # the same for days, whose list an index gives
_BROAD = 100_000  # a condition that so many pass is no way in: the events themselves are gone through


@dataclass(frozen=True, slots=True)
class _Part:
    """A condition on `events AS e`, how many events pass it, and its source of numbers where it can be a way in."""

    sql: str
    values: tuple[object, ...]
    size: int
    way: str | None = None  # FROM ... of a source that gives the numbers in order, as {number}
    number: str = ""
    way_sql: str = ""


@dataclass(frozen=True, slots=True)
class Walked:
    """Numbers of the first events in the asked order, and how many pass: `bound` + 1 stands for more than the bound."""

    numbers: tuple[int, ...]
    total: int


def walk(
    connection: sqlite3.Connection, filters: Filters, limit: int, offset: int, order: EventOrder, bound: int
) -> Walked:
    """As `query.events` with its orders but relevance."""
    bound = max(bound, offset + limit)
    parts = list(_parts(connection, filters))
    if any(not part.size for part in parts):
        return Walked((), 0)
    way, sql, values, number = _way(parts)
    by = f"{number} DESC" if order == "-report" else number
    rows = connection.execute(
        f"SELECT e.number, e.report, e.first_day FROM {way} WHERE {sql} ORDER BY {by} LIMIT ?", (*values, bound + 1)
    ).fetchall()
    if order in ("time", "-time"):
        if len(rows) > bound:
            by = "e.first_day IS NULL, e.first_day, e.number" if order == "time" else "e.first_day DESC, e.number"
            sorting = f"SELECT e.number FROM {way} WHERE {sql} ORDER BY {by} LIMIT ? OFFSET ?"
            found = tuple(n for (n,) in connection.execute(sorting, (*values, limit, offset)))
            return Walked(found, len(rows))
        if order == "time":
            rows.sort(key=lambda r: (r[2] is None, r[2] or "", r[0]))
        else:
            rows.sort(key=lambda r: r[2] or "", reverse=True)
            rows = _stable(rows)
    elif order == "-report":
        if len(rows) > bound:  # the last report may go on beyond
            last = rows[-1]
            more = f"SELECT e.number, e.report, e.first_day FROM {way} WHERE {sql} AND e.report = ? AND e.number < ?"
            rows += connection.execute(more, (*values, last[1], last[0])).fetchall()
        total = min(len(rows), bound + 1)
        rows.sort(key=lambda r: (-r[1], r[0]))
        return Walked(tuple(r[0] for r in rows[offset : offset + limit]), total)
    return Walked(tuple(r[0] for r in rows[offset : offset + limit]), len(rows))


def walk_reports(
    connection: sqlite3.Connection, filters: Filters, limit: int, offset: int, bound: int, *, newest: bool
) -> Walked:
    """Numbers of the first reports that hold such an event, in the order of adding or against it."""
    bound = max(bound, offset + limit)
    parts = list(_parts(connection, filters))
    if any(not part.size for part in parts):
        return Walked((), 0)
    way, sql, values, number = _way(parts)
    order = f"{number} DESC" if newest else number
    found: list[int] = []
    for (report,) in connection.execute(f"SELECT e.report FROM {way} WHERE {sql} ORDER BY {order}", values):
        if not found or found[-1] != report:  # numbers of events rise with those of their reports
            found.append(report)
            if len(found) > bound:
                break
    return Walked(tuple(found[offset : offset + limit]), len(found))


def _stable(rows: list[tuple[int, int, str | None]]) -> list[tuple[int, int, str | None]]:
    """Latest day first, undated last, and events of one day by number."""
    dated = sorted((r for r in rows if r[2] is not None), key=lambda r: r[0])
    dated.sort(key=lambda r: r[2] or "", reverse=True)
    return dated + sorted((r for r in rows if r[2] is None), key=lambda r: r[0])


def undated(connection: sqlite3.Connection, filters: Filters, bound: int) -> int:
    """How many events without any day pass the filters but the dates, up to the bound."""
    rest = list(_parts(connection, filters, days=False))
    if any(not part.size for part in rest):
        return 0
    sql = " AND ".join(["e.first_day IS NULL", "e.last_day IS NULL", *(part.sql for part in rest)])
    values = [value for part in rest for value in part.values]
    counted = f"SELECT count(*) FROM (SELECT 1 FROM events e INDEXED BY events_by_day WHERE {sql} LIMIT ?)"
    found: int = connection.execute(counted, (*values, bound)).fetchone()[0]
    return found


def _way(parts: list[_Part]) -> tuple[str, str, tuple[object, ...], str]:
    """Where the numbers come from, the whole condition with its values, and what they are ordered by."""
    ways = sorted((part for part in parts if part.way), key=lambda part: part.size)
    narrow = min((part.size for part in parts), default=_BROAD)
    inner = next((part for part in parts if "MATCH" in part.sql and part.size > _FEW), None)
    first = inner or next((part for part in ways if part.size <= min(_BROAD, narrow)), None)
    if first is None:
        listed = [part for part in parts if part.size <= _DAYS]
        source = "events e" if listed else "events e NOT INDEXED"
        sql = " AND ".join(part.sql for part in parts) or "1"
        return source, sql, tuple(value for part in parts for value in part.values), "e.number"
    rest = [part for part in parts if part is not first]
    sql = " AND ".join((first.way_sql, *(part.sql for part in rest)))
    values = (*first.values, *(value for part in rest for value in part.values))
    return f"{first.way} CROSS JOIN events e ON e.number = {first.number}", sql, values, first.number


def _parts(connection: sqlite3.Connection, filters: Filters, *, days: bool = True) -> Iterator[_Part]:
    for facet in FACETS:
        values: tuple[str, ...] = getattr(filters, facet)
        if values and facet == "report":
            ids = tuple(value.removeprefix("=") for value in values)
            yield _Part(f"e.report IN (SELECT number FROM reports WHERE id IN ({_marks(ids)}))", ids, 1)
        elif values:
            found = terms.numbers(connection, facet, values)
            nations = terms.countries(connection, values) if facet == "place" else {}
            yield _held(facet, found, nations)
    if filters.words is not None and filters.words.strip():
        yield _worded(connection, terms.match(filters.words))
    if days and (filters.since or filters.until):
        yield _days(connection, filters)
    if not filters.all_versions and not filters.report and versions.any_outdated(connection):
        yield _Part(f"+e.report NOT IN ({versions.OUTDATED})", (), 1_000_000_000)


def _held(facet: str, found: dict[int, int], nations: dict[int, int]) -> _Part:
    numbers, marks, size = tuple(found), _marks(found), sum(found.values())
    if facet in terms.TAGS:
        if len(numbers) == 1 and size > _FEW:
            sql = "EXISTS (SELECT 1 FROM tags WHERE term = ? AND event = e.number)"
            return _Part(sql, numbers, size, "tags t", "t.event", "t.term = ?")
        if size <= _FEW:
            return _Part(f"e.number IN (SELECT event FROM tags WHERE term IN ({marks}))", numbers, size)
        return _Part(f"EXISTS (SELECT 1 FROM tags WHERE event = e.number AND +term IN ({marks}))", numbers, size)
    size += sum(nations.values())
    plain = "" if size <= _FEW else "+"  # of a broad one the events are looked at, not its index
    if nations:
        sql = f"({plain}e.place IN ({marks}) OR {plain}e.country IN ({_marks(nations)}))"
        return _Part(sql, (*numbers, *nations), size)
    return _Part(f"{plain}e.{facet} IN ({marks})", numbers, size)


def _worded(connection: sqlite3.Connection, expression: str) -> _Part:
    size = count_words(connection, expression, _FEW + 1) if expression else 0
    sql = "e.number IN (SELECT rowid FROM event_words WHERE event_words MATCH ?)"
    return _Part(sql, (expression,), size, "event_words w", "w.rowid", "event_words MATCH ?")


def count_words(connection: sqlite3.Connection, expression: str, bound: int) -> int:
    sql = "SELECT count(*) FROM (SELECT 1 FROM event_words WHERE event_words MATCH ? LIMIT ?)"
    found: int = connection.execute(sql, (expression, bound)).fetchone()[0]
    return found


def _days(connection: sqlite3.Connection, filters: Filters) -> _Part:
    """Events whose days touch the asked ones: by the indices where few do, else looked at one by one."""
    first, last = (filters.since or "")[:10], (filters.until or "9999-99-99")[:10]
    listed = (
        "SELECT number FROM events WHERE first_day BETWEEN ? AND ? AND last_day >= ?"
        " UNION ALL SELECT number FROM events INDEXED BY events_spanning"
        " WHERE last_day > first_day AND last_day >= ? AND first_day < ?"
        " UNION ALL SELECT number FROM events WHERE first_day IS NULL AND last_day >= ?"
        " UNION ALL SELECT number FROM events INDEXED BY events_open WHERE last_day IS NULL AND first_day <= ?"
    )
    values = (first, last, first, first, first, first, last)  # the indices are named: SQLite would take a wider one
    size = connection.execute(f"SELECT count(*) FROM ({listed} LIMIT ?)", (*values, _DAYS + 1)).fetchone()[0]
    if size <= _DAYS:
        return _Part(f"e.number IN ({listed})", values, size)
    sql = (
        "((+e.last_day >= ? AND +e.first_day <= ?) OR (+e.first_day IS NULL AND +e.last_day >= ?)"
        " OR (+e.last_day IS NULL AND +e.first_day <= ?))"
    )
    return _Part(sql, (first, last, first, last), size)


def _marks(values: object) -> str:
    return ", ".join("?" * len(values))  # type: ignore[arg-type]
