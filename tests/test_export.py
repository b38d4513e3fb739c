"""Exports say what the ledger says, and no cell runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from bench.synthetic import record, records
from onrecord import codec
from onrecord.cli.taking_out import ExportFormat
from onrecord.export import EXPORTS, Drawn, Sample
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
    elif name == "geojson":
        found = [feature["id"] for feature in json.loads(data)["features"]]
        assert found == [row.id for row in ledger.events(filters, limit=None).rows]
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


def test_geojson_places_what_has_a_place_and_keeps_the_rest(tmp_path: Path) -> None:
    made = record(1, events=2)
    first, second = made.events
    with Ledger.open(tmp_path / "ledger.sqlite", write=True) as ledger:
        list(ledger.add([replace(made, events=(first, replace(second, place=None)))]))
        placed, unplaced = json.loads(exported(ledger, "geojson"))["features"]
    place = made.places[0]
    assert placed["geometry"] == {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    assert unplaced["geometry"] is None
    assert unplaced["properties"]["according_to"]
    assert json.loads(exported(Ledger.open(tmp_path / "ledger.sqlite"), "geojson", Filters(status=("planned",))))


def test_figures_have_columns_of_numbers(ledger: Ledger) -> None:
    told = [row for row in rows(exported(ledger, "csv")) if row["figures"].startswith("killed")]
    assert told
    assert all(row["killed_low"] == "" or float(row["killed_low"]) >= 0 for row in told)


def test_a_sample_is_drawn_again_by_its_seed(ledger: Ledger) -> None:
    def drawn(size: int, seed: str = "1") -> list[str]:
        data = b"".join(EXPORTS["csv"](Drawn(ledger, Sample(size, seed)), Filters()))
        return [row["id"] for row in rows(data)]

    every = [row["id"] for row in rows(exported(ledger, "csv"))]
    assert len(drawn(20)) == 20
    assert drawn(20) == drawn(20)
    assert set(drawn(10)) < set(drawn(20))
    assert drawn(20) != drawn(20, "2")
    assert drawn(20) == [id for id in every if id in set(drawn(20))]
    assert drawn(1000) == every
    reports = b"".join(EXPORTS["jsonl"](Drawn(ledger, Sample(3)), Filters())).splitlines()
    assert len({codec.decode(line).document.id for line in reports}) == 3
