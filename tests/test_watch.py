"""Watched folders and stopped imports: what settles is added once, what is half written waits, a restart goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from onrecord.cli import app
from onrecord.ingest.settled import Folders
from onrecord.ledger import Ledger

RAIN = "Rain fell on Melk on Monday, the mayor said."
BLAST = "A blast killed 12 people in Arden on Tuesday, police said."


def folders(folder: Path, settle: float = 2.0) -> Folders:
    return Folders((folder,), {}, settle)


def ready(watched: Folders, now: float) -> list[str]:
    files, _ = watched.look(now)
    watched.done(files)
    return [Path(f).name for f in files]


def test_a_file_is_read_once_it_has_settled(tmp_path: Path) -> None:
    watched = folders(tmp_path)
    (tmp_path / "a.txt").write_text(RAIN)
    assert ready(watched, 0) == [] and ready(watched, 1.9) == []
    assert ready(watched, 2.1) == ["a.txt"] and ready(watched, 9) == []


def test_a_file_that_grows_is_waited_for(tmp_path: Path) -> None:
    watched = folders(tmp_path)
    for now in range(6):
        with (tmp_path / "a.jsonl").open("a") as stream:
            stream.write(json.dumps({"text": RAIN}))
        assert ready(watched, now) == []
        assert watched.look(now)[1] == 1
    assert ready(watched, 7.5) == ["a.jsonl"]


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    watched = folders(tmp_path, 0)
    (tmp_path / "a.txt").write_text(RAIN)
    assert ready(watched, 0) == ["a.txt"]
    (tmp_path / "a.txt").write_text(BLAST)
    assert ready(watched, 1) == ["a.txt"]


def test_hidden_and_unknown_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".sync").mkdir()
    for name in (".a.txt", "a.txt.part", "a.png", ".sync/a.txt"):
        (tmp_path / name).write_text(RAIN)
    assert ready(folders(tmp_path, 0), 0) == []


def test_a_file_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    watched = folders(tmp_path)
    (tmp_path / "a.txt").write_text(RAIN)
    assert watched.look(0) == ({}, 1)
    (tmp_path / "a.txt").unlink()
    assert watched.look(3) == ({}, 0)


def once(folder: Path, ledger: Path) -> Result:
    return CliRunner().invoke(app, ["watch", str(folder), "--into", str(ledger), "--once", "--settle", "0"])


def test_once_reads_what_is_new_and_ends(tmp_path: Path) -> None:
    inbox, ledger = tmp_path / "in", tmp_path / "l.sqlite"
    inbox.mkdir()
    (inbox / "a.txt").write_text(RAIN)
    (inbox / "b.txt").write_text(RAIN)
    (inbox / "c.txt").write_bytes(b"")
    first = once(inbox, ledger)
    assert "3 files: 1 report added" in first.output and "1 were there already, 1 not added" in first.output
    assert "c.txt: the file is empty" in first.output and first.exit_code == 1
    second = once(inbox, ledger)
    assert "nothing new" in second.output and second.exit_code == 0
    (inbox / "c.txt").write_text(BLAST)
    third = once(inbox, ledger)
    assert "c.txt: 1 report added" in third.output
    with Ledger.open(ledger) as opened:
        assert opened.statistics().reports == 2


def test_a_folder_must_be_there(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["watch", str(tmp_path / "none"), "--once"])
    assert done.exit_code != 0 and "is no folder" in str(done.exception)


def started(*arguments: str) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "onrecord", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        preexec_fn=_interruptible,
    )


def _interruptible() -> None:
    """What a shell starts in the background has its interrupt ignored, and hands that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def reports(path: Path) -> int:
    try:
        with Ledger.open(path) as opened:
            return opened.statistics().reports
    except Exception:
        return 0


def wait_for(path: Path, fewest: int) -> None:
    end = time.monotonic() + 60
    while reports(path) < fewest:
        assert time.monotonic() < end, "nothing was added"
        time.sleep(0.02)


@pytest.mark.parametrize("how", [signal.SIGINT])
def test_a_watch_is_ended_cleanly_and_goes_on(tmp_path: Path, how: signal.Signals) -> None:
    inbox, ledger = tmp_path / "in", tmp_path / "l.sqlite"
    inbox.mkdir()
    (inbox / "a.txt").write_text(RAIN)
    process = started("watch", str(inbox), "--into", str(ledger), "--every", "0.2", "--settle", "0.2")
    wait_for(ledger, 1)
    time.sleep(0.3)
    process.send_signal(how)
    output, _ = process.communicate(timeout=90)
    assert process.returncode == 0 and "the next watch goes on from here" in output and "Traceback" not in output
    (inbox / "b.txt").write_text(BLAST)
    assert "b.txt: 1 report added" in once(inbox, ledger).output
    assert reports(ledger) == 2


def test_an_import_that_is_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    file, ledger = tmp_path / "r.jsonl", tmp_path / "l.sqlite"
    count = 64  # more than are written at once, so that a kill after the first batch comes before the last
    text = " ".join([BLAST, RAIN] * 3)
    rows = [{"id": f"r{n}", "text": f"Report {n}. {text}", "url": f"https://news.example/{n}"} for n in range(count)]
    file.write_text("\n".join(json.dumps(row) for row in rows))
    process = started("add", str(file), "--ledger", str(ledger))
    wait_for(ledger, 1)
    process.kill()
    process.wait()
    process.communicate()
    kept = reports(ledger)
    assert 0 < kept < count
    with Ledger.open(ledger) as opened:
        assert sum(1 for _ in opened.records()) == kept  # each whole
        assert len(opened.log(None)) == kept
    done = CliRunner().invoke(app, ["add", str(file), "--ledger", str(ledger)])
    assert done.exit_code == 0 and f"{count - kept} reports added" in done.output
    assert f"{kept} were there already" in done.output
    assert reports(ledger) == count
