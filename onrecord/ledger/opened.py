"""A ledger's file, opened: what every use case has of it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from onrecord.store import Store


def default_path() -> Path:
    """ONRECORD_LEDGER where it is set, else the platform's place for a user's data."""
    given = os.environ.get("ONRECORD_LEDGER")
    if given:
        return Path(given).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("onrecord", appauthor=False)) / "ledger.sqlite"


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Opened:
    """An open ledger file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def open(
        cls, path: Path | str | None = None, *, write: bool = False, create: bool = True, busy: float = 120.0
    ) -> Self:
        """Open the ledger at `path` (default: `default_path()`).

        `write=True` makes it where there is none, unless `create=False`. Raises NoLedger where there is none to read,
        and LedgerError for a file that is no ledger, of a newer version, read-only, or locked longer than `busy` s.
        """
        place = Path(path) if path is not None else default_path()
        return cls(Store(place, write=write, create=create, busy=busy))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._store.close()

    @property
    def path(self) -> Path:
        return self._store.path
