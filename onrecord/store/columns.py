"""Events as columns in memory, for counting: a broad filter over a million events is counted in hundredths of a second.

Counting by value in the database means looking up every matching event once a facet, ten seconds for a filter that
half of a million events pass. As arrays they take about 80 bytes an event. They are loaded when they are first needed
and follow the ledger: what was added is appended; after a purge they are loaded anew.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from onrecord.store import terms, versions
from onrecord.store.query import newest_only
from onrecord.store.types import FACETS, Count, DayCount, EventOrder, Facet, FacetCounts, Filters

Integers = NDArray[np.int32]
Mask = NDArray[np.bool_]
_AT_ONCE = 50_000  # rows fetched at a time
_SINGLE: tuple[Facet, ...] = (*terms.COLUMNS, "report")
_VARIABLES = 10_000  # of one statement; SQLite takes 32,766
_OPEN = 99_999_999  # the day of an interval without an end


@dataclass(frozen=True, slots=True)
class Columns:
    """One state of the ledger. Term 0 stands for no value; days are yyyymmdd, 0 for none."""

    log: int
    numbers: Integers
    single: dict[Facet, Integers]
    first_day: Integers
    last_day: Integers
    tagged: dict[Facet, tuple[Integers, Integers]]  # positions of events, and their terms
    outdated: Integers  # numbers of the reports that a newer version stands for


@dataclass(frozen=True, slots=True)
class Picked:
    """A page of event numbers, how many there are in all, and how many a date filter left out as undated."""

    numbers: tuple[int, ...]
    total: int
    undated: int
    older: int


class Counter:
    """Holds the newest columns; may be asked from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._columns: Columns | None = None

    @property
    def loaded(self) -> bool:
        return self._columns is not None

    def columns(self, connection: sqlite3.Connection) -> Columns:
        with self._lock:
            old = self._columns
            newest = connection.execute("SELECT coalesce(max(number), 0) FROM log").fetchone()[0]
            if old is not None and old.log >= newest:
                return old  # as new as what this connection sees, or newer: another thread looked later
            self._columns = new = _followed(connection, old, newest)
            return new


def _followed(connection: sqlite3.Connection, old: Columns | None, newest: int) -> Columns:
    if old is not None:
        purged = connection.execute("SELECT 1 FROM log WHERE number > ? AND action = 'forget'", (old.log,)).fetchone()
        if purged:
            old = None
    after = int(old.numbers[-1]) if old is not None and len(old.numbers) else 0
    rows = _fetch(
        connection,
        f"SELECT number, coalesce({', 0), coalesce('.join(_SINGLE)}, 0),"
        " coalesce(CAST(replace(first_day, '-', '') AS INTEGER), 0),"
        " coalesce(CAST(replace(last_day, '-', '') AS INTEGER), 0) FROM events WHERE number > ? ORDER BY number",
        after,
        len(_SINGLE) + 3,
    )
    tags = _fetch(
        connection,
        f"SELECT event, term, {_case()} FROM tags JOIN terms ON number = term WHERE event > ? ORDER BY event",
        after,
        3,
    )
    outdated = np.array(versions.outdated(connection), np.int32)
    new = _columns(rows, tags, newest, 0 if old is None else len(old.numbers), outdated)
    return new if old is None else _joined(old, new)


def _case() -> str:
    return "CASE facet " + " ".join(f"WHEN '{facet}' THEN {n}" for n, facet in enumerate(terms.TAGS)) + " END"


def _fetch(connection: sqlite3.Connection, sql: str, after: int, width: int) -> Integers:
    cursor = connection.execute(sql, (after,))
    chunks = [np.zeros((0, width), np.int32)]
    while rows := cursor.fetchmany(_AT_ONCE):
        chunks.append(np.array(rows, np.int32))
    return np.concatenate(chunks)


def _columns(rows: Integers, tags: Integers, log: int, before: int, outdated: Integers) -> Columns:
    numbers = np.ascontiguousarray(rows[:, 0])
    single = {facet: np.ascontiguousarray(rows[:, n]) for n, facet in enumerate(_SINGLE, 1)}
    positions = (np.searchsorted(numbers, tags[:, 0]) + before).astype(np.int32)
    tagged = {
        facet: (positions[tags[:, 2] == n], np.ascontiguousarray(tags[tags[:, 2] == n, 1]))
        for n, facet in enumerate(terms.TAGS)
    }
    first, last = np.ascontiguousarray(rows[:, -2]), np.ascontiguousarray(rows[:, -1])
    return Columns(log, numbers, single, first, last, tagged, outdated)


def _joined(old: Columns, new: Columns) -> Columns:
    return Columns(
        new.log,
        np.concatenate([old.numbers, new.numbers]),
        {facet: np.concatenate([old.single[facet], new.single[facet]]) for facet in _SINGLE},
        np.concatenate([old.first_day, new.first_day]),
        np.concatenate([old.last_day, new.last_day]),
        {
            facet: (
                np.concatenate([old.tagged[facet][0], new.tagged[facet][0]]),
                np.concatenate([old.tagged[facet][1], new.tagged[facet][1]]),
            )
            for facet in terms.TAGS
        },
        new.outdated,
    )


# Which events pass


def _masks(connection: sqlite3.Connection, columns: Columns, filters: Filters) -> dict[str, Mask]:
    """One mask a filter that is set."""
    masks: dict[str, Mask] = {}
    for facet in FACETS:
        values: tuple[str, ...] = getattr(filters, facet)
        if values:
            masks[facet] = _mask(connection, columns, facet, values)
    if filters.words is not None and filters.words.strip():
        masks["words"] = _worded(connection, columns, terms.match(filters.words))
    if filters.since or filters.until:
        masks["days"] = _dated(columns, filters)
    if newest_only(filters) and len(columns.outdated):
        masks["versions"] = ~_holding(columns.single["report"], columns.outdated)
    return masks


def _mask(connection: sqlite3.Connection, columns: Columns, facet: Facet, values: tuple[str, ...]) -> Mask:
    if facet == "report":
        ids = [value.removeprefix("=") for value in values]
        sql = f"SELECT number FROM reports WHERE id IN ({', '.join('?' * len(ids))})"
        return _holding(columns.single["report"], [row[0] for row in connection.execute(sql, ids)])
    wanted = list(terms.numbers(connection, facet, values))
    if facet in terms.TAGS:
        positions, tags = columns.tagged[facet]
        mask = np.zeros(len(columns.numbers), bool)
        mask[positions[_holding(tags, wanted)]] = True
        return mask
    mask = _holding(columns.single[facet], wanted)
    if facet == "place":
        mask = mask | _holding(columns.single["country"], list(terms.countries(connection, values)))
    return mask


def _holding(column: Integers, wanted: list[int] | Integers) -> Mask:
    """Which items are among the wanted ones, through a table: one look-up an item, however many are wanted."""
    wanted = np.asarray(wanted, np.int32)
    table = np.zeros(max(int(column.max(initial=0)), int(wanted.max(initial=0))) + 1, bool)
    table[wanted] = True
    return table[column]


def _worded(connection: sqlite3.Connection, columns: Columns, expression: str) -> Mask:
    mask = np.zeros(len(columns.numbers), bool)
    if expression:
        rows = connection.execute("SELECT rowid FROM event_words WHERE event_words MATCH ?", (expression,)).fetchall()
        found = np.fromiter((row[0] for row in rows), np.int32, len(rows))
        positions = np.searchsorted(columns.numbers, found)
        mask[positions[positions < len(mask)]] = True
    return mask


def _dated(columns: Columns, filters: Filters) -> Mask:
    first, last = columns.first_day, columns.last_day
    mask: Mask = (first > 0) | (last > 0)
    if filters.since:
        mask &= np.where(last > 0, last, _OPEN) >= int(filters.since[:10].replace("-", ""))
    if filters.until:
        mask &= first <= int(filters.until[:10].replace("-", ""))
    return mask


def _together(masks: dict[str, Mask], size: int, *, without: str | None = None) -> Mask:
    whole = np.ones(size, bool)
    for name, mask in masks.items():
        if name != without:
            whole &= mask
    return whole


def pick(
    connection: sqlite3.Connection,
    columns: Columns,
    filters: Filters,
    limit: int | None,
    offset: int,
    order: EventOrder,
) -> Picked:
    """The numbers of a page of events; orders as in `Ledger.events` but relevance, which the database knows."""
    masks = _masks(connection, columns, filters)
    positions = np.flatnonzero(_together(masks, len(columns.numbers)))
    total, undated = len(positions), 0
    if "days" in masks:
        rest = _together(masks, len(columns.numbers), without="days")
        undated = int(np.count_nonzero(rest & (columns.first_day == 0) & (columns.last_day == 0)))
    older = int(np.count_nonzero(_together(masks, len(columns.numbers), without="versions"))) - total
    end = total if limit is None else min(offset + limit, total)
    keys = _sort_keys(columns, positions, order)
    if keys is not None:
        first = np.argpartition(keys, end)[:end] if end < total else np.arange(total)
        positions = positions[first[np.argsort(keys[first])]]
    return Picked(tuple(columns.numbers[positions[offset:end]].tolist()), total, undated, older)


def _sort_keys(columns: Columns, positions: NDArray[np.intp], order: EventOrder) -> NDArray[np.int64] | None:
    """The smallest first; None where the order of numbers is the one wanted. Undated events come last."""
    if order == "time":
        days = columns.first_day[positions].astype(np.int64)
        days[days == 0] = _OPEN
    elif order == "-time":
        days = -columns.first_day[positions].astype(np.int64)
    elif order == "-report":
        days = -columns.single["report"][positions].astype(np.int64)
    else:
        return None
    return (days << 32) + positions


def pick_reports(
    connection: sqlite3.Connection, columns: Columns, filters: Filters, ordered: list[int]
) -> tuple[list[int], int]:
    """Of the report numbers in their order, those that hold an event of the filters and the words in their text.

    And how many more older versions there are.
    """
    kept = np.array(ordered, np.int32)
    events = replace(filters, words=None, all_versions=True)
    if events:
        mask = _together(_masks(connection, columns, events), len(columns.numbers))
        kept = kept[_holding(kept, columns.single["report"][mask])]
    if filters.words and filters.words.strip():
        sql = "SELECT rowid FROM report_words WHERE report_words MATCH ?"
        expression = terms.match(filters.words)
        rows = connection.execute(sql, (expression,)).fetchall() if expression else []
        kept = kept[_holding(kept, np.array([row[0] for row in rows], np.int32))]
    newest = kept[~_holding(kept, columns.outdated)] if newest_only(filters) else kept
    return [int(number) for number in newest], len(kept) - len(newest)


# Counts by value


def days(connection: sqlite3.Connection, columns: Columns, filters: Filters) -> tuple[DayCount, ...]:
    """Events by their first day (their last where that is open), under all filters but the dates."""
    asked = replace(filters, since=None, until=None)
    mask = _together(_masks(connection, columns, asked), len(columns.numbers))
    told = np.where(columns.first_day > 0, columns.first_day, columns.last_day)[mask]
    values, counts = np.unique(told[told > 0], return_counts=True)
    return tuple(
        DayCount(f"{day // 10_000:04}-{day // 100 % 100:02}-{day % 100:02}", int(n))
        for day, n in zip(values.tolist(), counts, strict=True)
    )


def facets(connection: sqlite3.Connection, columns: Columns, filters: Filters, limit: int) -> tuple[FacetCounts, ...]:
    """Counts of events by value; each facet under all filters but its own, so that other values can be chosen."""
    masks = _masks(connection, columns, filters)
    whole = _together(masks, len(columns.numbers))
    found = []
    for facet in FACETS:
        mask = _together(masks, len(columns.numbers), without=facet) if facet in masks else whole
        found.append(_facet(connection, columns, facet, mask, limit))
    return tuple(found)


def _facet(connection: sqlite3.Connection, columns: Columns, facet: Facet, mask: Mask, limit: int) -> FacetCounts:
    if facet in terms.TAGS:
        positions, tags = columns.tagged[facet]
        counts = np.bincount(tags[mask[positions]], minlength=1)
    else:
        counts = np.bincount(columns.single[facet][mask], minlength=1)
    counts[0] = 0
    there = np.flatnonzero(counts)
    top = there[np.argsort(-counts[there], kind="stable")][:limit]
    labels = _labels(connection, facet, top.tolist())
    told = tuple(Count(*labels[n], int(counts[n])) for n in top.tolist() if n in labels)
    return FacetCounts(facet, told, len(there))


def _labels(connection: sqlite3.Connection, facet: Facet, numbers: list[int]) -> dict[int, tuple[str, str]]:
    """Value and label of term or report numbers."""
    table = "id, coalesce(title, name) FROM reports" if facet == "report" else "value, value FROM terms"
    found: dict[int, tuple[str, str]] = {}
    for start in range(0, len(numbers), _VARIABLES):
        some = numbers[start : start + _VARIABLES]
        sql = f"SELECT number, {table} WHERE number IN ({', '.join('?' * len(some))})"
        found.update((row[0], (row[1], row[2])) for row in connection.execute(sql, some))
    return found
