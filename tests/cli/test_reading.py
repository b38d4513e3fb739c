"""`onrecord read`: what it prints, its exit status, and one clear line for every bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord import codec
from onrecord.ledger import Ledger
from tests.cli.conftest import REPORT, Run


def test_read_gives_the_contract(run: Run, report: Path) -> None:
    got = run("read", "report.txt", "--published", "2024-12-16", "--format", "jsonl")
    assert got.status == 0 and got.err == ""
    made = codec.decode(got.out.encode())
    assert made.document.text == REPORT
    assert (made.document.published, made.document.published_basis) == ("2024-12-16", "given")
    assert made.document.name == "report.txt"
    one = run("read", "report.txt", "--published", "2024-12-16", "--format", "json")
    assert codec.decode(one.out.encode()) == made
    assert one.out.count("\n") > 10


def test_read_goes_on_after_a_report_that_cannot_be_read(run: Run, report: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "binary.txt").write_bytes(b"MZ\0\0\1\2")
    got = run("read", "empty.txt", "report.txt", "binary.txt", "--format", "jsonl")
    assert got.status == 1
    lines = [json.loads(line) for line in got.out.splitlines()]
    assert [set(line) == {"schema", "error"} for line in lines] == [True, False, True]
    assert lines[0]["schema"] == "onrecord/1" and set(lines[0]["error"]) == {"name", "reason"}
    assert "empty.txt" in got.err and "binary.txt" in got.err
    assert got.err.splitlines()[-1] == "2 of 3 reports could not be read"
    several = json.loads(run("read", "empty.txt", "report.txt", "--format", "json").out)
    assert [set(item) == {"schema", "error"} for item in several] == [True, False]


def test_read_takes_lines_and_names_the_broken_one(run: Run, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "one", "text": REPORT}),
        '{"id": "two", "text": ',
        json.dumps({"id": "three", "text": REPORT}),
    ]
    (tmp_path / "reports.jsonl").write_text("\n".join(lines))
    got = run("read", "reports.jsonl", "--format", "jsonl")
    rows = [json.loads(line) for line in got.out.splitlines()]
    assert got.status == 1
    assert rows[0]["document"]["name"] == "one" and rows[2]["document"]["name"] == "three"
    assert "line 2" in rows[1]["error"]["reason"]


def test_read_writes_where_it_is_told(run: Run, report: Path, tmp_path: Path) -> None:
    got = run("read", "report.txt", "-o", "out.jsonl")
    assert (got.status, got.out) == (0, "")
    assert codec.decode((tmp_path / "out.jsonl").read_bytes()).document.text == REPORT
    assert run("check", "out.jsonl").status == 0
    run("read", "report.txt", "-o", "out.txt")
    assert "according to" in (tmp_path / "out.txt").read_text() or "No event" in (tmp_path / "out.txt").read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("read", "nowhere.txt"), "no such file or folder: nowhere.txt"),
        (("read", "report.txt", "--published", "Monday"), "'Monday' is not a date: write it as 2024-12-16"),
        (("read", "report.txt", "--published", "2024-02-30"), "is not a date"),
        (("read", "report.txt", "-o", "no/such/folder/out.jsonl"), "cannot be written"),
        (("read", "report.txt", "-o", "report.txt"), "is being read from"),
        (("add", "nowhere.txt"), "no such file or folder"),
        (("add", "report.txt", "--published", "?"), "is not a date"),
        (("add", "report.txt", "--ledger", "report.txt/x/ledger"), "cannot be made"),
        (("list",), "there is no ledger at"),
        (("forget", "abcd"), "there is no ledger at"),
        (("list", "--ledger", "report.txt"), "is not a ledger"),
        (("list", "--ledger", "."), "is a folder"),
        (("search", "x", "--kind", "WAR"), "choose of AGREE"),
        (("search", "x", "--status", "maybe"), "choose of asserted"),
        (("search", "x", "--since", "yesterday"), "write it as 2024-12-16"),
        (("check", "nowhere.jsonl"), "cannot be read"),
    ],
)
def test_a_wish_that_cannot_be_met_is_told_in_one_line(
    run: Run, report: Path, arguments: tuple[str, ...], words: str
) -> None:
    got = run(*arguments)
    assert got.status == 2
    assert words in got.err and got.err.startswith("onrecord: ") and got.err.count("\n") == 1
    assert got.out == ""
    assert report.read_text() == REPORT


def test_a_fault_in_one_report_leaves_the_rest(run: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (report.parent / "other.txt").write_text("Police arrested two men in Cairo on Monday.")
    from onrecord import pipeline

    reading = pipeline.read_parsed

    def faulty(document: Any, syntax: Any) -> Any:
        return 1 // 0 if document.name == "report.txt" else reading(document, syntax)

    monkeypatch.setattr(pipeline, "read_parsed", faulty)
    got = run("read", "report.txt", "other.txt", "--format", "jsonl")
    first, second = map(json.loads, got.out.splitlines())
    assert got.status == 1 and "a fault of onrecord (ZeroDivisionError" in first["error"]["reason"]
    assert second["document"]["name"] == "other.txt"


def test_a_usage_error_is_status_2(run: Run) -> None:
    for arguments in (("read",), ("show",), ("nothing",), ("read", "x", "--format", "xml"), ("list", "--limit", "0")):
        got = run(*arguments)
        assert got.status == 2 and "Traceback" not in got.err


def test_a_fault_of_the_program_shows_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    monkeypatch.setattr(Ledger, "reports", lambda *_, **__: 1 // 0)
    got = run("list")
    assert got.status == 2 and "a fault of onrecord (ZeroDivisionError" in got.err and got.err.count("\n") == 1
