"""A ledger that is closed while another thread works with it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from onrecord.store import LedgerError, Store
from tests import page_reports


def _ask(store: Store, asked: threading.Event, told: list[str]) -> None:
    try:
        while True:
            with store.reading() as connection:
                asked.set()
                connection.execute("SELECT count(*) FROM events a, events b, events c, events d").fetchone()
    except LedgerError as error:
        told.append(str(error))


def test_closing_breaks_off_what_another_thread_asks(tmp_path: Path) -> None:
    page_reports.fill(tmp_path / "three.sqlite")
    for _ in range(20):
        store = Store(tmp_path / "three.sqlite", write=False)
        asked, told = threading.Event(), list[str]()
        thread = threading.Thread(target=_ask, args=(store, asked, told))
        thread.start()
        asked.wait()
        store.close()
        thread.join(10)
        assert not thread.is_alive()
        assert len(told) == 1  # an error that can be read, never a crash of the process


def test_a_closed_ledger_says_so(tmp_path: Path) -> None:
    store = Store(page_reports.fill(tmp_path / "three.sqlite"), write=False)
    store.close()
    store.close()
    with pytest.raises(LedgerError, match="closed"), store.reading():
        pass


def test_closing_inside_a_block_leaves_it_its_connection(tmp_path: Path) -> None:
    store = Store(page_reports.fill(tmp_path / "three.sqlite"), write=False)
    with store.reading() as connection:
        store.close()
        assert connection.execute("SELECT count(*) FROM reports").fetchone() == (3,)
