"""`onrecord schema`, `check`, `--version` and every command's help."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bench.synthetic import record
from onrecord import __version__, codec
from onrecord.cli import COMMANDS, app
from tests.cli.conftest import Run


def test_schema_is_json(run: Run) -> None:
    assert json.loads(run("schema").out)["title"] == "Record, onrecord/1"


def test_check_names_what_does_not_hold(run: Run, tmp_path: Path) -> None:
    good = codec.encode(record(1))
    raw = json.loads(good)
    raw["events"][0]["place"] = "p99"
    typo = json.loads(good) | {"colour": "red"}
    error = b'{"schema": "onrecord/1", "error": {"name": "x", "reason": "y"}}'
    (tmp_path / "r.jsonl").write_bytes(
        b"\n".join([good, json.dumps(raw).encode(), error, b"{broken", json.dumps(typo).encode()])
    )
    got = run("check", "r.jsonl")
    assert got.status == 1
    lines = got.out.splitlines()
    assert "r.jsonl:2: $.events[0].place" in lines[0]
    assert "r.jsonl:4: not JSON" in lines[1]
    assert "r.jsonl:5: unknown key $.colour" in lines[2]
    assert got.err == "4 records checked, 1 error line: 3 findings\n"
    (tmp_path / "one.json").write_text(json.dumps(json.loads(good), indent=2))
    assert run("check", "one.json").status == 0
    (tmp_path / "none.jsonl").write_text("")
    assert run("check", "none.jsonl").status == 1


def test_version(run: Run) -> None:
    assert run("--version").out == f"onrecord {__version__}\n"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help_with_an_example(run: Run, name: str) -> None:
    got = run(name, "--help")
    assert got.status == 0
    assert re.search(rf"Example: .*onrecord {name}\b", " ".join(got.out.split())), got.out
    registered = {command.name for command in app.registered_commands}
    assert name in registered


def test_check_says_what_it_takes_where_a_file_holds_no_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("id,report\nr/e1,r\n")
    got = run("check", "events.csv")
    assert got.status == 2 and "holds no JSON" in got.err and "export --format jsonl" in got.err
