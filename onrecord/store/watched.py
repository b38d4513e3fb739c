"""What `onrecord watch` has read of files; every function runs inside a transaction that the caller holds."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping

Stamp = tuple[int, int]  # bytes, and nanoseconds of the last change


def every(connection: sqlite3.Connection) -> dict[str, Stamp]:
    """The state of each file when it was read last, by its whole path."""
    rows = connection.execute("SELECT path, bytes, modified FROM watched").fetchall()
    return {os.fsdecode(path): (size, modified) for path, size, modified in rows}


def put(connection: sqlite3.Connection, read: Mapping[str, Stamp], at: str) -> None:
    """Remember files as read in this state."""
    connection.executemany(
        "INSERT INTO watched (path, bytes, modified, at) VALUES (?, ?, ?, ?) ON CONFLICT (path)"
        " DO UPDATE SET bytes = excluded.bytes, modified = excluded.modified, at = excluded.at",
        [(_column(path), size, modified, at) for path, (size, modified) in read.items()],
    )


def _column(path: str) -> str | bytes:
    """A path as text, and as its bytes where a disk holds a name that is no text."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path
