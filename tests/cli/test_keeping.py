"""The commands of the ledger: add, list, search, show, export, forget."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from bench.synthetic import record, records
from onrecord import codec
from onrecord.ledger import Ledger
from tests.cli.conftest import REPORT, Run


def test_add_list_show_forget(run: Run, report: Path) -> None:
    got = run("add", "report.txt", "--published", "2024-12-16")
    assert got.status == 0 and got.out.startswith("1 report added with ")
    assert run("add", "report.txt", "--published", "2024-12-16").out.startswith("0 reports added with 0 events, 1 were")
    listed = run("list")
    assert "report.txt" in listed.out and "2024-12-16" in listed.out
    assert listed.err.startswith("1 report in the ledger")
    (row,) = map(json.loads, run("list", "--format", "jsonl").out.splitlines())
    shown = run("show", row["id"], "--format", "jsonl")
    again = run("read", "report.txt", "--published", "2024-12-16", "--format", "jsonl")
    assert shown.out == again.out
    assert run("show", row["id"], "--text").out == REPORT
    gone = run("forget", row["id"][:6], "--reason", "asked for")
    assert gone.status == 0 and gone.out.startswith("forgotten: report.txt")
    missing = run("show", row["id"])
    assert missing.status == 2 and "onrecord list" in missing.err
    refused = run("add", "report.txt", "--published", "2024-12-16")
    assert refused.status == 1 and "asked for" in refused.err and "--again" in refused.err
    assert run("add", "report.txt", "--published", "2024-12-16", "--again").status == 0


def test_add_reads_the_rest_of_a_batch(run: Run, report: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" ")
    got = run("add", "empty.txt", "report.txt")
    assert got.status == 1 and got.out.startswith("1 report added")
    assert "empty.txt" in got.err and got.err.splitlines()[-1] == "1 of 2 reports could not be added"


def test_what_is_there_is_not_read_again(run: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("add", "report.txt")
    from onrecord import pipeline

    monkeypatch.setattr(pipeline, "read_parsed", lambda *_: 1 // 0)
    assert run("add", "report.txt").status == 0


def test_search_shows_events_with_their_report(run: Run, filled: Path) -> None:
    made = record(2, events=4)
    event = made.events[0]
    got = run("search", "--report", made.document.id)
    assert got.status == 0
    assert f"{made.document.id}/e1" in got.out and "Report 2" in got.out and event.trigger.quote in got.out
    assert got.err == "4 events\n"
    (row,) = map(
        json.loads, run("search", "--report", made.document.id, "-n", "1", "--format", "jsonl").out.splitlines()
    )
    assert row["event"]["trigger"]["quote"] == event.trigger.quote
    assert run("search", "nosuchword").err == "0 events\n"
    assert run("search", "--status", "ASSERTED", "--kind", "none").status == 0
    shown = run("show", f"{made.document.id}/e1")
    assert shown.status == 0 and event.trigger.quote in shown.out


def test_export(run: Run, filled: Path, tmp_path: Path) -> None:
    lines = run("export").out.splitlines()
    assert [codec.decode(line.encode()) for line in lines] == list(records(6, events=4))
    got = run("export", "--format", "csv", "-o", "out.csv")
    assert (got.status, got.out, got.err) == (0, "", "24 events written to out.csv\n")
    assert (tmp_path / "out.csv").read_text().count("\n") == 25
    assert run("export", "-o", str(filled)).status == 2
    assert run("list").status == 0
    assert run("export", "-o", "no/folder/x").status == 2
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("command", ["list", "search", "export", "show report-1", "forget report-1", "add report.txt"])
def test_a_newer_ledger_is_told(run: Run, filled: Path, report: Path, command: str) -> None:
    connection = sqlite3.connect(filled)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    got = run(*command.split())
    assert got.status == 2 and "newer onrecord" in got.err and got.err.count("\n") == 1


def test_a_locked_ledger_is_told(run: Run, filled: Path, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Ledger.open
    monkeypatch.setattr(Ledger, "open", lambda *a, **k: opened(*a, **{**k, "busy": 0.05}))
    holder = sqlite3.connect(filled, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    got = run("add", "report.txt")
    assert got.status == 2 and "locked by another program" in got.err and got.err.count("\n") == 1
    assert run("list").status == 0
    holder.close()


# The command once to load every module, then again without the rights of the user that may write anywhere.
_AS_NOBODY = """
import contextlib, io, os, sys
import onrecord.cli, onrecord.ingest
ledger, wanted = sys.argv[1], sys.argv[2:]
sys.argv[1:] = [wanted[0] if wanted[0] != "add" else "list", "--ledger", ledger]
with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())), contextlib.redirect_stderr(io.StringIO()):
    with contextlib.suppress(SystemExit):
        onrecord.cli.main()
if os.geteuid() == 0:
    os.seteuid(65534)
sys.argv[1:] = wanted
onrecord.cli.main()
"""


def test_a_ledger_without_the_right_to_write(report: Path, filled: Path) -> None:
    def nobody(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", _AS_NOBODY, str(filled), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in (filled, report):
            shutil.copy(path, folder)
            (folder / path.name).chmod(0o444)
        folder.chmod(0o555)
        try:
            for command in ("list", "search --status asserted"):
                got = nobody(*command.split(), "--ledger", str(folder / filled.name))
                assert got.returncode == 0 and got.stdout, got.stderr
            for ledger, words in ((filled.name, "is read-only"), ("new.sqlite", "its folder can be written to")):
                got = nobody("add", str(folder / report.name), "--ledger", str(folder / ledger))
                assert (got.returncode, got.stdout) == (2, "")
                assert words in got.stderr and got.stderr.count("\n") == 1, got.stderr
        finally:
            folder.chmod(0o755)


def test_a_title_of_a_pages_length_is_cut_in_lists(run: Run, tmp_path: Path) -> None:
    (tmp_path / "long.jsonl").write_text(json.dumps({"title": "W" * 5000, "text": "Police killed two men in Goma."}))
    run("add", "long.jsonl")
    listed = run("list").out
    assert "…" in listed and len(listed) < 1000
