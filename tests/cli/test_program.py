"""The command line as a program of its own: pipes, kills, no network."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from onrecord import __version__, codec
from onrecord.ledger import Ledger, LedgerError
from tests.cli.conftest import REPORT, Run


def program(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "onrecord", *arguments], capture_output=True, text=True, timeout=120, **options
    )


def test_it_runs_as_a_module() -> None:
    assert program("--version").stdout == f"onrecord {__version__}\n"


def test_small_commands_load_no_heavy_part(filled: Path) -> None:
    code = (
        "import sys, contextlib, io\n"
        "sys.argv = ['onrecord', 'search', '--status', 'asserted', '--ledger', sys.argv[1]]\n"
        "from onrecord.cli import main\n"
        "with contextlib.suppress(SystemExit): main()\n"
        "print(sorted({'spacy', 'fastapi', 'uvicorn', 'trafilatura', 'httpx', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(filled)], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def test_a_reader_that_has_seen_enough_is_no_error(filled: Path) -> None:
    for command in ("export", "search --limit 100 --status asserted"):
        line = f"{{ '{sys.executable}' -m onrecord {command} --ledger '{filled}'; echo status $? >&2; }} | head -c 10"
        done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, timeout=60)
        assert done.stderr.splitlines()[-1] == "status 0" and len(done.stdout) == 10
        assert "Traceback" not in done.stderr and "Broken" not in done.stderr


def test_a_killed_add_goes_on_where_it_was(tmp_path: Path) -> None:
    reports = tmp_path / "reports.jsonl"
    lines = [
        json.dumps({"id": f"r{n}", "text": f"Police number {n} arrested {n + 2} men in Cairo."}) for n in range(160)
    ]
    reports.write_text("\n".join(lines))
    path = tmp_path / "ledger.sqlite"
    command = [sys.executable, "-m", "onrecord", "add", str(reports), "--ledger", str(path)]
    there = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and there == 0:
            time.sleep(0.02)
            with contextlib.suppress(LedgerError), Ledger.open(path) as ledger:
                there = ledger.statistics().reports
        process.kill()
    assert process.returncode == -9, "it was done before it could be killed"
    with Ledger.open(path) as ledger:
        before = ledger.statistics().reports
        assert there <= before < 160
        assert len(list(ledger.records())) == before
    done = program("add", str(reports), "--ledger", str(path))
    assert done.returncode == 0
    assert re.match(rf"{160 - before} reports added with .*, {before} were there already", done.stdout), done.stdout
    with Ledger.open(path) as ledger:
        assert ledger.statistics().reports == 160


def test_everything_works_with_the_network_cut_off(
    run: Run, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked for")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refuse, raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for command in (
        "read report.txt",
        "add report.txt",
        "list",
        "show report.txt",
        "search planes",
        "export --format csv",
        "export -o out.jsonl",
        "check out.jsonl",
        "schema",
        "forget report.txt",
    ):
        got = run(*command.split())
        assert got.status == 0, (command, got.err)


def test_read_works_in_a_namespace_without_network(report: Path) -> None:
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-n", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no right to make a network namespace here")
    done = subprocess.run(
        [unshare, "-n", sys.executable, "-m", "onrecord", "read", str(report), "--format", "jsonl"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert codec.decode(done.stdout.encode()).document.text == REPORT
