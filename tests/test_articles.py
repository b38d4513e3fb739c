"""Whole example reports: their readings are kept as golden files and reviewed as diffs."""

from __future__ import annotations

from bench.goldens import FOLDER, golden, records
from onrecord.check import check


def test_readings_are_the_golden_ones() -> None:
    found = {name: golden(record) for name, record in records().items()}
    kept = {file.stem: file.read_text("utf-8") for file in FOLDER.glob("*.txt")}
    assert found == kept, "look at the difference; if it is wanted, run `python -m bench.goldens`"


def test_examples_keep_the_contract() -> None:
    for name, record in records().items():
        assert not list(check(record)), name
