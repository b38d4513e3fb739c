"""What programs read of the joins: real output of every command keeps its schema, in JSON and in CSV."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from typer.testing import CliRunner

from onrecord.cli import app
from onrecord.cli.contract import SchemaOf
from onrecord.cli.joining import TollRule
from onrecord.cli.telling import _why
from onrecord.export.joined import LINES
from onrecord.export.joined.making import _capitalised
from onrecord.ledger import Ledger
from onrecord.linking.toll_rules import RULES
from onrecord.record import Source
from tests import page_joins
from tests.test_corrections import COPY, FIRST, OTHER, SECOND, source

COMMANDS: dict[str, list[str]] = {
    "origins": ["origins"],
    "same": ["same", "--all"],
    "conflicts": ["conflicts"],
    "tolls": ["tolls", "--toll-rule", "acled"],
    "timeline": ["timeline"],
    "diff": ["diff", "second"],
    "link": ["link", "--list"],
    "actors": ["actors", "--all"],
    "said": ["said"],
}
RUN = CliRunner()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Corrected tolls of one outlet, a reprint, a denial, and people's words on events and reports."""
    made = tmp_path_factory.mktemp("lines") / "l.sqlite"
    denial = (
        "The army denied that a bomb killed 15 people at a market in Kore on Monday: 3 people were killed, it said."
    )
    with Ledger.open(made, write=True) as ledger:
        sources: list[Source] = [
            source("first", FIRST, "Vale Wire", "https://vale.example/kore"),
            source("second", SECOND, "Vale Wire", "https://vale.example/kore", "2026-03-04"),
            source("copy", COPY, "Harbour Post"),
            source("other", OTHER, "Coast"),
            source("denial", denial, "Arden News"),
        ]
        list(ledger.add_sources(sources))
        first, copy = (ledger.find(name).id for name in ("first", "copy"))
        ledger.judge(first, copy, "unsure", author="Ida Moor", reason="to be looked at")
        ledger.judge(first, copy, "same", author="Ida Moor", reason="its credit line says so")
    return made


def ask(path: Path, command: str, form: str) -> str:
    done = RUN.invoke(app, [*COMMANDS[command], "--format", form, "--ledger", str(path)])
    assert done.exit_code == 0, done.output
    return done.stdout


def schema(name: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(RUN.invoke(app, ["schema", name]).stdout)
    return made


def test_every_view_has_a_command_and_a_schema() -> None:
    assert set(LINES) == set(COMMANDS) <= {s.value for s in SchemaOf}
    listed = RUN.invoke(app, ["schema", "--list"]).stdout
    assert [line.split()[0] for line in listed.splitlines()] == [s.value for s in SchemaOf]
    assert {rule.value for rule in TollRule} == set(RULES)


@pytest.mark.parametrize("command", COMMANDS)
def test_lines_keep_their_schema(path: Path, command: str) -> None:
    rows = [json.loads(line) for line in ask(path, command, "json").splitlines()]
    assert rows
    made = schema(command)
    validator = jsonschema_rs.validator_for(made)
    for row in rows:
        assert not [f"{e.instance_path}: {e.message}" for e in validator.iter_errors(row)]
        assert set(row) == set(made["$defs"][LINES[command].__name__]["properties"])


@pytest.mark.parametrize("command", COMMANDS)
def test_rows_have_every_column(path: Path, command: str) -> None:
    rows = list(csv.DictReader(io.StringIO(ask(path, command, "csv"))))
    lines = [json.loads(line) for line in ask(path, command, "json").splitlines()]
    assert len(rows) == len(lines) and all(None not in row and None not in row.values() for row in rows)
    nested = {"origins": {"copy", "origin"}, "said": {"report"}}.get(command, set())
    assert set(lines[0]) - nested <= set(rows[0])


def test_spans_of_lines_are_those_of_the_texts(path: Path) -> None:
    with Ledger.open(path) as ledger:
        for row in map(json.loads, ask(path, "tolls", "json").splitlines()):
            for telling in row["tellings"]:
                text = ledger.record(telling["report"]).document.text
                assert text[telling["start"] : telling["end"]] == telling["quote"]
            for note in row["notes"]:
                text = ledger.record(note["report"]).document.text
                assert note["quote"] in text[note["start"] : note["end"]]


def test_a_corrected_figure_in_every_view(path: Path) -> None:
    told = RUN.invoke(app, ["tolls", "--ledger", str(path), "--toll-rule", "ucdp"]).stdout
    assert "✎ corrected to 12 by Vale Wire on 2026-03-04: “CORRECTS toll to 12, not 15”" in told
    assert "2 reports" in told and "left out" in told
    compared = RUN.invoke(app, ["diff", "second", "--ledger", str(path)]).stdout
    assert "killed 15 people → killed 12 people" in compared and "✎ corrected to 12" in compared
    assert "editor's correction: none → CORRECTS toll" in compared
    chain = RUN.invoke(app, ["versions", "first", "--changes", "--ledger", str(path)]).stdout
    assert "✎ corrected to 12" in chain


def test_people_are_authors(path: Path) -> None:
    rows = [json.loads(line) for line in ask(path, "origins", "json").splitlines()]
    assert any("Ida Moor" in row["authors"] for row in rows)
    versions = [row for row in rows if row["copy"]["publisher"] == row["origin"]["publisher"]]
    assert versions and all(row["reasons"][0] == "both are texts of one address" for row in versions)
    listed = [json.loads(line) for line in ask(path, "link", "json").splitlines()]
    assert [(row["holds"], row["followed"]) for row in listed] == [(False, False), (True, True)]
    same = [json.loads(line) for line in ask(path, "same", "json").splitlines()]
    several = [row for row in same if len(row["tellings"]) > 1]
    assert several and all(0 <= row["score"] <= 1 and row["authors"] for row in several)
    assert all(row["score"] is None for row in same if len(row["tellings"]) == 1)


def test_a_joined_happening_names_its_author(tmp_path: Path) -> None:
    made = page_joins.fill(tmp_path / "l.sqlite")
    rows = [json.loads(line) for line in ask(made, "same", "json").splitlines()]
    told = next(row for row in rows if len(row["tellings"]) == 5)
    assert told["authors"][0] == page_joins.AUTHOR and told["reasons"][0].startswith(page_joins.AUTHOR)
    text = RUN.invoke(app, ["same", "--ledger", str(made)]).stdout
    assert f"taken for one event by {page_joins.AUTHOR}" in text and ", score " in text


def test_reasons_stand_by_side_and_a_persons_as_it_was_given() -> None:
    told = _why(("for: one story", "against: another day", "for: the same word", "R. Lane: two raids", "for: "))
    assert told == "for: one story, the same word; against: another day; R. Lane: two raids; for: "


def test_a_pronoun_is_called_by_the_name_that_another_telling_writes() -> None:
    capital = {"lawrence": "Lawrence", "kanyuka": "Kanyuka", "congo": "Congo"}
    assert _capitalised("lawrence kanyuka", capital) == "Lawrence Kanyuka"
    assert _capitalised("democratic republic of congo", capital) == "democratic republic of congo"


def test_who_says_what_stands_under_its_speaker(path: Path) -> None:
    told = RUN.invoke(app, ["said", "--ledger", str(path), "--figures"]).stdout
    army = told[told.index("army  ") :]
    assert "✗ denied" in army and "killed 15 people" in army
    every = RUN.invoke(app, ["said", "--ledger", str(path)]).stdout.splitlines()
    own = [line for line in every if " in its own voice  " in line]
    speakers = [line for line in every if line and not line.startswith(" ")]
    assert speakers[-len(own) :] == own
    few = RUN.invoke(app, ["said", "--ledger", str(path), "-n", "1"])
    assert "(--limit shows more)" in few.output
    none = RUN.invoke(app, ["said", "--ledger", str(path), "--source", "nobody at all"])
    assert none.exit_code == 0 and "nobody says" in none.stdout
