"""Ledgers that the tests of the store ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.synthetic import records
from onrecord.ledger import Ledger
from onrecord.record import Record
from onrecord.view import EventView, view

COUNT = 40


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("filled") / "ledger.sqlite"
    with Ledger.open(path, write=True) as ledger:
        list(ledger.add(records(COUNT, events=8)))
    with Ledger.open(path) as ledger:
        yield ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite", write=True) as opened:
        yield opened


def everything() -> list[tuple[Record, EventView]]:
    return [(r, event) for r in records(COUNT, events=8) for event in view(r)]
