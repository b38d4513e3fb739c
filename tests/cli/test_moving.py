"""What is carried from one ledger to another: exported records, people's judgements; and names that no text can hold."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import msgspec
import pytest

from bench.synthetic import records
from onrecord import codec
from onrecord.ledger import Ledger
from onrecord.record import Failure
from onrecord.view import file_name, open_time
from tests.cli.conftest import Run


@pytest.fixture
def exported(run: Run, tmp_path: Path) -> Path:
    """Three records of a first ledger, exported."""
    with Ledger.open(tmp_path / "first.sqlite", write=True) as ledger:
        list(ledger.add(records(3)))
    assert run("export", "--ledger", "first.sqlite", "-o", "records.jsonl").status == 0
    return tmp_path / "records.jsonl"


def test_exported_records_go_into_another_ledger_as_they_stand(run: Run, exported: Path) -> None:
    got = run("add", "records.jsonl")
    assert got.status == 0 and got.out.startswith("3 reports added with ")
    assert run("export").out.encode() == exported.read_bytes()
    assert "3 were there already" in run("add", "records.jsonl").out
    assert run("read", "records.jsonl", "--format", "jsonl").out.encode() == exported.read_bytes()


def test_a_record_that_does_not_hold_is_refused(run: Run, exported: Path) -> None:
    first, *others = exported.read_bytes().splitlines()
    told = json.loads(first)
    told["events"][0]["according_to"] = ["a99"]
    foreign = json.loads(first) | {"schema": "onrecord/99"}
    outside = json.loads(first)
    outside["document"]["id"] = "../../etc"
    unread = codec.encode_failure(Failure("a.txt", "empty"))
    exported.write_bytes(b"\n".join([*map(msgspec.json.encode, (told, foreign, outside)), unread, *others]))
    got = run("add", "records.jsonl")
    assert got.status == 1 and got.out.startswith("2 reports added")
    for why in ("does not hold", "onrecord/99", "is no hash", "could not be read before"):
        assert why in got.err


def test_judgements_are_taken_along(run: Run, exported: Path, tmp_path: Path) -> None:
    run("add", "records.jsonl")
    with Ledger.open(tmp_path / "first.sqlite", write=True) as ledger:
        one, other = (row.id for row in ledger.events(limit=2).rows)
        said = ledger.judge(
            one, other, "different", author="R. Lane", reason="two raids", at="2026-01-02T03:04:05+00:00"
        )
    run("link", "--list", "--format", "json", "--ledger", "first.sqlite", "-o", "said.jsonl")
    line = json.loads((tmp_path / "said.jsonl").read_text())
    lines = [line, line | {"a": "ffffffff/e1"}, {"a": 1}]
    (tmp_path / "said.jsonl").write_text("\n".join(map(json.dumps, lines)))
    got = run("link", "--take", "said.jsonl")
    assert got.status == 1 and got.out.startswith("1 judgement kept")
    assert "said.jsonl:2: no report ffffffff" in got.err and "said.jsonl:3: no judgement" in got.err
    (kept,) = map(json.loads, run("link", "--list", "--format", "json").out.splitlines())
    assert [kept[key] for key in ("a", "b", "author", "reason", "at")] == [
        said.a,
        said.b,
        said.author,
        said.reason,
        said.at,
    ]
    assert "1 were there already" in run("link", "--take", "said.jsonl").out
    assert run("link", "--take", "nothing.jsonl").status == 2


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="the disk allows only names that are text")
def test_a_name_that_is_no_text_stops_nothing(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (Path(os.fsdecode(os.fsencode(folder) + b"/a\xff\xfe.txt"))).write_text(
        "Police killed six men in Goma on 3 May 2026.\n"
    )
    (folder / "b.txt").write_text("Police killed two men in Bukavu on 3 May 2026.\n")
    got = run("add", "odd")
    assert got.status == 0 and got.out.startswith("2 reports added")
    assert "\ufffd" in run("list").out
    watched = run("watch", "odd", "--once", "--settle", "0")
    assert watched.status == 0 and "2 were there already" in watched.out
    assert "nothing new" in run("watch", "odd", "--once", "--settle", "0").out


def test_forgetting_names_what_carries_its_words(run: Run, tmp_path: Path) -> None:
    text = "Soldiers shot nine drivers near the depot of Agadez on Tuesday night, the regional governor said. " * 2
    rows = [{"id": "wire", "publisher": "Vale Wire", "text": text}]
    rows.append({"id": "copy", "publisher": "Harbour News", "text": f"{text}\n(With inputs from Vale Wire)\n"})
    rows = [row | {"published": f"2026-03-0{n}"} for n, row in enumerate(rows, 4)]
    (tmp_path / "two.jsonl").write_text("\n".join(map(json.dumps, rows)))
    run("add", "two.jsonl")
    gone = run("forget", "wire")
    assert gone.status == 0 and "still there, with words of it: copy · Harbour News" in gone.err


def test_dates_that_no_day_is_between_are_refused(run: Run, exported: Path) -> None:
    got = run("search", "--since", "2026-05-02", "--until", "2026-05-01", "--ledger", "first.sqlite")
    assert got.status == 2 and "is after" in got.err


def test_too_short_a_beginning_says_so(run: Run, exported: Path) -> None:
    got = run("show", "9", "--ledger", "first.sqlite")
    assert got.status == 2 and "four characters" in got.err


@pytest.mark.parametrize(
    ("name", "file"), [("/home/me/a b.txt", "a b.txt"), ("x.zip!in/c.txt", "c.txt"), ("plain", "plain"), ("/", "/")]
)
def test_a_path_is_called_by_its_file(name: str, file: str) -> None:
    assert file_name(name) == file


def test_a_weekday_without_a_day_is_told_in_words() -> None:
    assert open_time("XXXX-WXX-2") == "a Tuesday, no day known"
    assert open_time("P3D") == "P3D (no day known)"
