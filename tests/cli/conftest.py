"""Runs the command line in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.synthetic import records
from onrecord import cli
from onrecord.ledger import Ledger

REPORT = """Rebels deny strike on camp

Russian planes bombed a refugee camp near Idlib on Sunday, killing at least 12 people, the observatory said.
A spokesman for the rebels denied that their fighters had attacked the town.
"""


@dataclass
class Result:
    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the command line in this process, in a folder and with a ledger of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONRECORD_LEDGER", str(tmp_path / "ledger.sqlite"))
    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments: str) -> Result:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["onrecord", *arguments])
        try:
            cli.main()
            status = 0
        except SystemExit as error:
            status = error.code if isinstance(error.code, int) else int(error.code is not None)
        printed = capsys.readouterr()
        return Result(status, printed.out, printed.err)

    return call


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT)
    return path


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path, write=True) as ledger:
        list(ledger.add(records(6, events=4)))
    return path
