"""Linking that is killed goes on where it stopped; others write meanwhile; what a large ledger is not counted for."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import newslike
from onrecord import joining
from onrecord.joining import scoring
from onrecord.joining.acting import acting
from onrecord.ledger import Filters, Ledger
from onrecord.linking.actors import Link, actor_cards, cluster
from onrecord.store import ReadOnly, Store

REPORTS = 60
KILLED = """
import os, signal, sys
from onrecord import parse
from onrecord.joining import linker, told
from onrecord.ledger import Ledger
made, update = [0], told.update
def dying(*given):
    update(*given)
    made[0] += 1
    if made[0] == 3:
        os.kill(os.getpid(), signal.SIGKILL)
told.update = dying
with Ledger.open(sys.argv[1], write=True) as ledger:
    list(linker.link(ledger._store, parse.similar, batch=10))
"""
KILLED_SETTLING = """
import os, signal, sys
from onrecord import parse
from onrecord.joining import happen, linker
from onrecord.ledger import Ledger
linker._PORTION = 20
made, keep = [0], happen.Portion.keep
def dying(portion, links):
    keep(portion, links)
    made[0] += 1
    if made[0] == 3:
        os.kill(os.getpid(), signal.SIGKILL)
happen.Portion.keep = dying
with Ledger.open(sys.argv[1], write=True) as ledger:
    list(ledger.link())
"""
LINKING = """
import sys
from onrecord.joining import linker
from onrecord.ledger import Ledger
linker._PORTION, linker._BATCH, linker._FIRST = 20, 10, 5
with Ledger.open(sys.argv[1], write=True) as ledger:
    list(ledger.link())
    ledger.act()
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path, write=True) as opened:
        list(opened.add(newslike.records(REPORTS)))
    return path


def joined(path: Path) -> dict[str, Any]:
    with Ledger.open(path) as opened, opened.joins() as joins:
        told = joins.happenings(limit=None).rows
        return {
            "happenings": sorted((tuple(c.key for c in t.happening.cards), t.happening.why.reasons) for t in told),
            "reprints": joins.reprints(),
            "stories": joins.stories(),
        }


@pytest.mark.parametrize("program", [KILLED, KILLED_SETTLING])
def test_a_killed_linking_goes_on(ledger: Path, program: str) -> None:
    ended = subprocess.run([sys.executable, "-c", program, str(ledger)], check=False, cwd=Path(__file__).parents[1])
    assert ended.returncode == -signal.SIGKILL
    with Ledger.open(ledger) as opened:
        waiting = opened.unlinked()
        assert 0 < waiting < REPORTS if program == KILLED else waiting == 0
        assert not opened.linked()
    found = joined(ledger)
    with Ledger.open(ledger, write=True) as opened:
        list(opened.link(anew=True))
    assert joined(ledger) == found


def test_reports_of_thousands_of_events_are_compared_in_portions(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = joined(ledger)
    monkeypatch.setattr(scoring, "_ROWS", 2)
    monkeypatch.setattr(scoring, "_PORTION", 3)
    with Ledger.open(ledger, write=True) as opened:
        list(opened.link(anew=True))
    assert joined(ledger) == found


def test_two_programs_link_one_ledger(ledger: Path) -> None:
    """At the same time, while a third one adds."""
    command = [sys.executable, "-c", LINKING, str(ledger)]
    running = [subprocess.Popen(command, cwd=Path(__file__).parents[1]) for _ in range(2)]
    with Ledger.open(ledger, write=True) as opened:
        for number in range(REPORTS, REPORTS + 5):
            list(opened.add([newslike.record(number)]))
    assert [program.wait(120) for program in running] == [0, 0]
    found = joined(ledger)
    with Ledger.open(ledger, write=True) as opened:
        list(opened.link(anew=True))
    assert joined(ledger) == found


def test_others_write_between_batches(ledger: Path) -> None:
    """What they add or say is linked by the same call."""
    with Ledger.open(ledger, write=True) as opened, Ledger.open(ledger, write=True, busy=0.0) as other:
        far = joining.link(opened._store, lambda one, two: 0.0, batch=10)
        assert next(far).waiting == REPORTS - 10
        list(other.add([newslike.record(REPORTS)]))
        assert [step.waiting for step in far][-1] == 0
        assert opened.linked()


def test_a_ledger_that_cannot_be_written_says_what_waits(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Store.__init__

    def barred(self: Store, path: Path, *, write: bool, create: bool = True, busy: float = 20.0) -> None:
        if write:
            raise ReadOnly("the ledger is read-only")
        made(self, path, write=write, create=create, busy=busy)

    monkeypatch.setattr(Store, "__init__", barred)
    with (
        Ledger.open(ledger) as opened,
        pytest.raises(ReadOnly, match=r"60 reports of .* not linked yet.*onrecord link"),
    ):
        opened.joins().__enter__()


@pytest.mark.parametrize(
    "filters", [Filters(kind=("ASSAULT",)), Filters(status=("denied", "asserted")), Filters(since="2023-01-02")]
)
@pytest.mark.parametrize("order", ["added", "-added", "published"])
def test_reports_are_counted_to_a_bound(ledger: Path, filters: Filters, order: Any) -> None:
    with Ledger.open(ledger) as opened:
        exact = opened.reports(filters, 7, 3, order)
        assert opened.reports(filters, 7, 3, order, count_to=1000) == exact
        few = opened.reports(filters, 2, 1, order, count_to=5)
        assert few.rows == opened.reports(filters, 2, 1, order).rows
        assert few.total == (6 if order != "published" else exact.total)


@pytest.mark.parametrize("portion", [1, 7, 100, 10_000])
def test_actors_in_portions_are_those_of_all_at_once(portion: int) -> None:
    held = [card for record in newslike.records(25) for card in actor_cards(record)]
    judged = [Link(held[0].key, held[-1].key, "same", 1.0, ("said",), "Ines")]
    assert acting(lambda: held, judged, portion=portion) == cluster(held, judged)
    assert acting(lambda: ()) == ()
