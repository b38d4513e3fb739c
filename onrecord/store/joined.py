"""Asking the stored joins: pages of happenings under filters, in their orders."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Literal

from onrecord.store import query
from onrecord.store.links import HAPPENING, HappeningRow
from onrecord.store.types import DayCount, Filters

HappeningOrder = Literal["origins", "reports", "time", "-time"]
Having = Literal["disputes", "tolls"]
_ORDERS: dict[HappeningOrder, str] = {
    "origins": "h.origins DESC, h.reports DESC, h.key",
    "reports": "h.reports DESC, h.key",
    "time": "h.first_day IS NULL, h.first_day, h.latest, h.key",
    "-time": "h.first_day DESC, h.latest DESC, h.key DESC",
}


def happenings(
    connection: sqlite3.Connection,
    filters: Filters,
    *,
    several: bool,
    having: Having | None,
    order: HappeningOrder,
    limit: int | None,
    offset: int,
) -> tuple[list[HappeningRow], int]:
    """Happenings of which a telling passes the filters and whose own days touch the asked ones, and how many."""
    found = _found(connection, filters, several, having)
    if found is None:
        return [], 0
    sql, values = found
    total = connection.execute(f"SELECT count(*) FROM link_happenings h WHERE {sql}", values).fetchone()[0]
    picked = f"SELECT h.number FROM link_happenings h WHERE {sql} ORDER BY {_ORDERS[order]} LIMIT ? OFFSET ?"
    numbers = connection.execute(picked, (*values, -1 if limit is None else limit, offset)).fetchall()
    fetch = f"SELECT {HAPPENING} FROM link_happenings h WHERE h.number = ?"
    return [HappeningRow(*connection.execute(fetch, number).fetchone()) for number in numbers], total


def numbers(
    connection: sqlite3.Connection, filters: Filters, *, several: bool, having: Having | None, order: HappeningOrder
) -> list[int]:
    """The numbers of all of them, in order."""
    found = _found(connection, filters, several, having)
    if found is None:
        return []
    sql, values = found
    picked = f"SELECT h.number FROM link_happenings h WHERE {sql} ORDER BY {_ORDERS[order]}"
    return [row[0] for row in connection.execute(picked, values)]


def days(connection: sqlite3.Connection, filters: Filters, *, several: bool) -> tuple[DayCount, ...]:
    """How many happenings there were on which day, under all filters but the dates."""
    found = _found(connection, replace(filters, since=None, until=None), several)
    if found is None:
        return ()
    sql, values = found
    rows = connection.execute(
        f"SELECT h.first_day, count(*) FROM link_happenings h WHERE h.first_day IS NOT NULL AND {sql}"
        " GROUP BY h.first_day ORDER BY h.first_day",
        values,
    ).fetchall()
    return tuple(DayCount(*row) for row in rows)


def disputes(connection: sqlite3.Connection, filters: Filters) -> list[tuple[int, int]]:
    """The numbers of the happenings that are told differently, most origins first, and in how many fields each."""
    found = _found(connection, filters, False, "disputes")
    if found is None:
        return []
    sql, values = found
    picked = f"SELECT h.number, h.disputes FROM link_happenings h WHERE {sql} ORDER BY {_ORDERS['origins']}"
    return connection.execute(picked, values).fetchall()


_MAIN = """WITH RECURSIVE main AS (
        SELECT copy, origin FROM (
            SELECT copy, origin, row_number() OVER (PARTITION BY copy ORDER BY share DESC, (
                SELECT id FROM link_reports WHERE rank = origin)) AS place FROM link_reprints) WHERE place = 1),
    tree (root, member) AS (
        SELECT DISTINCT origin, origin FROM main WHERE origin NOT IN (SELECT copy FROM main)
        UNION SELECT tree.root, main.copy FROM tree JOIN main ON main.origin = tree.member)"""


def families(connection: sqlite3.Connection, filters: Filters, *, limit: int, offset: int) -> tuple[list[str], int]:
    """Ids of reports that others reprint, those of most reprints first, and how many there are."""
    condition, values = "1", tuple[object, ...]()
    rest = replace(filters, all_versions=True)
    if filters:
        passing = query.passing(connection, rest)
        if passing is None:
            return [], 0
        condition = (
            "root IN (SELECT root FROM tree JOIN link_reports m ON m.rank = member"
            f" WHERE m.report IN (SELECT e.report FROM events e WHERE {passing[0]}))"
        )
        values = passing[1]
    sql = (
        f"{_MAIN} SELECT r.id, count(*) FROM tree JOIN link_reports r ON r.rank = root WHERE {condition} GROUP BY root"
    )
    rows = connection.execute(sql, values).fetchall()
    ordered = sorted(rows, key=lambda row: (-row[1], row[0]))
    return [row[0] for row in ordered[offset : offset + limit]], len(rows)


def sharing(connection: sqlite3.Connection, report: str, limit: int) -> tuple[tuple[str, int], ...]:
    """Ids of reports that tell of happenings of this one, and of how many, most first."""
    rows = connection.execute(
        "SELECT r.id, count(DISTINCT o.happening) AS shared FROM link_reports own"
        " JOIN events e ON e.report = own.report JOIN link_events l ON l.event = e.number"
        " JOIN link_events o ON o.happening = l.happening JOIN events f ON f.number = o.event"
        " JOIN reports r ON r.number = f.report WHERE own.id = ? AND f.report <> own.report"
        " GROUP BY r.id ORDER BY shared DESC, r.id LIMIT ?",
        (report, limit),
    )
    return tuple((row[0], row[1]) for row in rows)


def _found(
    connection: sqlite3.Connection, filters: Filters, several: bool, having: Having | None = None
) -> tuple[str, tuple[object, ...]] | None:
    """A condition on `link_happenings AS h`; None where nothing can pass. All versions of a report are joined."""
    parts, values = ["1"], list[object]()
    if several:
        parts.append("h.reports > 1")
    if having:
        parts.append(f"h.{having} > 0")
    dated = bool(filters.since or filters.until)
    if dated:
        sql, told = _touching(filters.since, filters.until)
        parts.append(sql)
        values += told
    rest = replace(filters, since=None, until=None, all_versions=True)
    if rest:
        passing = query.passing(connection, rest)
        if passing is None:
            return None
        tellings = "FROM link_events l JOIN events e ON e.number = l.event WHERE"
        if dated:  # few happenings are left to look at
            parts.append(f"EXISTS (SELECT 1 {tellings} l.happening = h.number AND {passing[0]})")
        else:
            parts.append(f"h.number IN (SELECT l.happening {tellings} {passing[0]})")
        values += passing[1]
    return " AND ".join(parts), tuple(values)


def _touching(since: str | None, until: str | None) -> tuple[str, list[object]]:
    """Days that begin inside the asked ones, or begin before and reach into them (an index holds the long ones)."""
    first, last = (since or "0000")[:10], (until or "9999")[:10]
    sql = "(h.first_day BETWEEN ? AND ? OR (h.first_day < ? AND h.latest >= ? AND h.latest > h.first_day))"
    return sql, [first, last, first, first]
