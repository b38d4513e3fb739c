"""What people say of joins, append-only; every function runs inside a transaction that the caller holds."""

from __future__ import annotations

import sqlite3

from onrecord.store.types import Judgement, JudgementKind, Verdict

_COLUMNS = "number, kind, a, b, verdict, author, reason, at"


def insert(
    connection: sqlite3.Connection,
    kind: JudgementKind,
    pair: tuple[str, str],
    verdict: Verdict,
    author: str,
    reason: str,
    at: str,
) -> Judgement:
    """Keep a judgement of two events, reports or entities; their order does not matter."""
    a, b = sorted(pair)
    cursor = connection.execute(
        "INSERT INTO judgements (kind, a, b, verdict, author, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (kind, a, b, verdict, author, reason, at),
    )
    return Judgement(cursor.lastrowid or 0, kind, a, b, verdict, author, reason, at)


def every(connection: sqlite3.Connection) -> tuple[Judgement, ...]:
    """All of them, oldest first."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM judgements ORDER BY number").fetchall()
    return tuple(Judgement(*row) for row in rows)


def purge(connection: sqlite3.Connection, report: str) -> None:
    """Delete what was said of a report or of any event or entity in it."""
    connection.execute(
        "DELETE FROM judgements WHERE ? IN (a, b) OR substr(a, 1, ?) = ? OR substr(b, 1, ?) = ?",
        (report, len(report) + 1, report + "/", len(report) + 1, report + "/"),
    )
