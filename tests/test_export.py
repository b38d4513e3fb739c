"""Exports say what the ledger says, and no cell runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from bench.synthetic import record, records
from onrecord import codec
from onrecord.cli.taking_out import ExportFormat
from onrecord.export import EXPORTS
from onrecord.export.csv import COLUMNS
from onrecord.ledger import Filters, Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    opened = Ledger.open(tmp_path / "ledger.sqlite", write=True)
    list(opened.add(records(10, events=6)))
    return opened


def exported(ledger: Ledger, name: str, filters: Filters | None = None) -> bytes:
    return b"".join(EXPORTS[name](ledger, filters or Filters()))


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_the_command_line_offers_every_export() -> None:
    assert [f.value for f in ExportFormat] == list(EXPORTS)


def test_jsonl_goes_round(ledger: Ledger) -> None:
    lines = exported(ledger, "jsonl").splitlines()
    assert [codec.decode(line) for line in lines] == list(records(10, events=6))


def test_csv_has_a_row_an_event(ledger: Ledger) -> None:
    found = rows(exported(ledger, "csv"))
    assert tuple(found[0]) == COLUMNS
    assert len(found) == 60
    made = record(0, events=6)
    first = found[0]
    assert first["id"] == f"{made.document.id}/e1"
    assert first["actors"] == made.entities[1].name
    assert first["according_to"] == made.entities[0].name
    assert first["cues"] == "said"
    assert first["sentence"].startswith(made.entities[0].name)
    text = made.document.text
    assert text[int(first["start"]) : int(first["end"])] == first["trigger"]


@pytest.mark.parametrize("name", list(EXPORTS))
def test_filters_hold_in_every_export(ledger: Ledger, name: str) -> None:
    filters = Filters(status=("denied",))
    data = exported(ledger, name, filters)
    if name == "csv":
        assert [row["id"] for row in rows(data)] == [row.id for row in ledger.events(filters, limit=None).rows]
    else:
        reports = [codec.decode(line).document.id for line in data.splitlines()]
        assert reports == [row.id for row in ledger.reports(filters, limit=None, order="added").rows]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋"])
def test_no_cell_is_a_formula(tmp_path: Path, start: str) -> None:
    made = record(1, events=2)
    evil = start + 'HYPERLINK("http://x.invalid","y")'
    document = replace(made.document, title=evil, publisher=evil)
    entities = tuple(replace(e, name=evil) for e in made.entities)
    with Ledger.open(tmp_path / "ledger.sqlite", write=True) as ledger:
        list(ledger.add([replace(made, document=document, entities=entities)]))
        for row in rows(exported(ledger, "csv")):
            assert row["title"] == row["actors"] == "'" + evil
            assert row["latitude"] == "10.0"
            assert not [cell for cell in row.values() if cell.startswith(("=", "+", "@", "\t", "\r"))]


def test_a_negative_number_stays_a_number(tmp_path: Path) -> None:
    made = record(1, events=1)
    with Ledger.open(tmp_path / "ledger.sqlite", write=True) as ledger:
        list(ledger.add([replace(made, places=(replace(made.places[0], latitude=-33.9),))]))
        assert rows(exported(ledger, "csv"))[0]["latitude"] == "-33.9"


def test_quotes_commas_and_line_ends_go_round(tmp_path: Path) -> None:
    made = record(1, events=1)
    title = 'He said "no", then\nleft; 🙂 مرحبا'
    with Ledger.open(tmp_path / "ledger.sqlite", write=True) as ledger:
        list(ledger.add([replace(made, document=replace(made.document, title=title))]))
        assert rows(exported(ledger, "csv"))[0]["title"] == title
