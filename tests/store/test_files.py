"""Files that are no ledger, or not to be had, are told in a line."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bench.synthetic import record, records
from onrecord.ledger import Ledger, LedgerError, NoLedger, default_path
from onrecord.store import Store, migrations


def test_an_absent_ledger_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(NoLedger, match="onrecord add"):
        Ledger.open(tmp_path / "none.sqlite")
    with pytest.raises(NoLedger):
        Ledger.open(tmp_path / "none.sqlite", write=True, create=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("write", [False, True])
def test_files_that_are_no_ledger(tmp_path: Path, write: bool) -> None:
    text = tmp_path / "text.sqlite"
    text.write_text("This is no database. " * 100)
    other = tmp_path / "other.sqlite"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE mine (x)")
    connection.commit()
    connection.close()
    before = other.read_bytes(), text.read_bytes()
    for path, words in ((text, "not a ledger"), (other, "another program"), (tmp_path, "is a folder")):
        with pytest.raises(LedgerError, match=words):
            Ledger.open(path, write=write)
    assert (other.read_bytes(), text.read_bytes()) == before


@pytest.mark.parametrize("write", [False, True])
def test_a_newer_ledger_is_left_alone(tmp_path: Path, write: bool) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger.open(path, write=True).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(LedgerError, match="newer onrecord"):
        Ledger.open(path, write=write)


def test_an_older_ledger_is_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path, write=True) as ledger:
        list(ledger.add([record(1)]))
    steps = (*migrations.MIGRATIONS, ("CREATE TABLE extra (x)",))
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    with Ledger.open(path) as ledger:  # whoever opens it first brings it up, if only to read
        assert ledger.statistics().version == len(steps)
        assert ledger.record(record(1).document.id) == record(1)
    broken = (*steps, ("CREATE TABLE more (x)", "CREATE NONSENSE"))
    monkeypatch.setattr(migrations, "MIGRATIONS", broken)
    with pytest.raises(LedgerError):
        Ledger.open(path, write=True)
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    with Ledger.open(path) as ledger:  # a step that fails leaves nothing of itself
        assert ledger.statistics().version == len(steps)


def test_an_empty_file_becomes_a_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.touch()
    with Ledger.open(path, write=True) as ledger:
        assert ledger.statistics().reports == 0


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LedgerError, match="cannot be made"):
        Ledger.open(tmp_path / "file" / "below" / "ledger.sqlite", write=True)


def test_a_locked_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path, write=True, busy=0.05) as ledger:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="locked by another program"):
            list(ledger.add([record(1)]))
        assert ledger.events().total == 0  # reading goes on
        holder.execute("ROLLBACK")
        holder.close()
        assert [a.state for a in ledger.add([record(1)])] == ["added"]


def test_a_full_disk(tmp_path: Path) -> None:
    store = Store(tmp_path / "ledger.sqlite", write=True)
    ledger = Ledger(store)
    list(ledger.add([record(1)]))
    with store.writing() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(LedgerError, match="no room left"):
        list(ledger.add(records(50, start=2)))
    assert ledger.statistics().reports == 1
    assert ledger.record(record(1).document.id) == record(1)
    ledger.close()


def test_a_damaged_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path, write=True) as ledger:
        list(ledger.add(records(20)))
    data = bytearray(path.read_bytes())
    data[4096:] = b"\x5a" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(LedgerError, match=r"damaged|not a ledger"), Ledger.open(path) as ledger:
        ledger.events()


def test_the_place_of_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONRECORD_LEDGER", raising=False)
    assert default_path().name == "ledger.sqlite" and default_path().parent.name == "onrecord"
    monkeypatch.setenv("ONRECORD_LEDGER", "~/x.sqlite")
    assert default_path() == Path.home() / "x.sqlite"
