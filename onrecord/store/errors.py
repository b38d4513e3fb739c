"""What can go wrong with a ledger's file, in words that say what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LedgerError(RuntimeError):
    """A ledger that cannot be used as asked; the message is one line and says what to do."""


class NoLedger(LedgerError):
    """There is no ledger at the place yet."""


class NotFound(LedgerError):
    """The ledger holds nothing of that id."""


class ReadOnly(LedgerError):
    """The ledger, or the folder that it is in, cannot be written to."""


def explain(path: Path, error: sqlite3.Error) -> LedgerError:
    """The one line for an error of the database engine."""
    name = getattr(error, "sqlite_errorname", None) or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LedgerError(f"the ledger {path} is locked by another program: wait until that is done, then try again")
    if name.startswith("SQLITE_READONLY"):
        return ReadOnly(f"the ledger {path} is read-only: allow writing to it, or choose another with --ledger")
    if name.startswith("SQLITE_NOTADB"):
        return LedgerError(f"{path} is not a ledger: choose another file with --ledger")
    if name.startswith("SQLITE_CORRUPT"):
        return LedgerError(f"the ledger {path} is damaged ({error}): restore it from a copy")
    if name.startswith("SQLITE_FULL"):
        return LedgerError(f"no room left for the ledger {path}: free some disk space; what was added before is kept")
    if name.startswith("SQLITE_CANTOPEN"):
        return ReadOnly(f"the ledger {path} cannot be opened: check that its folder can be written to")
    if name.startswith("SQLITE_IOERR"):
        return LedgerError(f"the ledger {path} cannot be read or written ({error}): check the disk and its free space")
    return LedgerError(f"the ledger {path} failed: {error}")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Errors of the database engine inside leave as LedgerError."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain(path, error) from error
