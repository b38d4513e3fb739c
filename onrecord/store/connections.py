"""The connections of an open ledger file: one for each thread, and none is closed under whoever works with it."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


class Connections:
    """SQLite crashes the process where a connection is closed while another thread asks it something: after `close`
    each is closed by the thread that works with it, as soon as it is done."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._uses: Counter[sqlite3.Connection] = Counter()  # of every open connection, how often it is in use
        self._closed = False

    @contextmanager
    def held(self) -> Iterator[sqlite3.Connection]:
        """The thread's own connection, open for as long as the block runs. sqlite3.ProgrammingError if closed."""
        connection = self._take()
        try:
            yield connection
        finally:
            with self._lock:
                self._uses[connection] -= 1
                if self._closed:
                    self._close(connection)

    def _take(self) -> sqlite3.Connection:
        with self._lock:
            if self._closed:
                raise sqlite3.ProgrammingError("it was closed")
        connection: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if connection is None:
            connection = self._mine.connection = self._connect()
        with self._lock:
            self._uses[connection] += 1
        return connection

    def close(self) -> None:
        """Close what nobody works with now, and have what is being asked broken off; may be called twice."""
        with self._lock:
            self._closed = True
            for connection in tuple(self._uses):
                if self._uses[connection]:  # only then: interrupted, closing would not empty the log into the file
                    connection.interrupt()
                self._close(connection)

    def _close(self, connection: sqlite3.Connection) -> None:
        if self._uses[connection] == 0:
            del self._uses[connection]
            with suppress(sqlite3.Error):
                connection.close()
