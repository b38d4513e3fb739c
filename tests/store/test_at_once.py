"""Several programs at one ledger, and one that is killed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from bench.synthetic import records
from onrecord.ledger import Filters, Ledger


def test_readers_work_beside_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path, write=True) as ledger:
        list(ledger.add(records(5)))
        done = threading.Event()
        seen: list[int] = []
        errors: list[BaseException] = []

        def look(reader: Ledger) -> None:
            try:
                while not done.is_set():
                    page = reader.events(limit=5)
                    assert page.total % 20 == 0  # whole reports only
                    seen.append(page.total)
                    reader.facets(Filters(kind=("ASSAULT",)))
            except BaseException as error:
                errors.append(error)

        with Ledger.open(path) as reader:
            threads = [threading.Thread(target=look, args=(reader,)) for _ in range(3)]
            for thread in threads:
                thread.start()
            list(ledger.add(records(100, start=5)))
            time.sleep(0.05)
            done.set()
            for thread in threads:
                thread.join()
        assert not errors
        assert max(seen) > min(seen)


def test_two_writers_at_once_add_each_report_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    program = (
        "import sys; from bench.synthetic import records; from onrecord.ledger import Ledger\n"
        "with Ledger.open(sys.argv[1], write=True) as ledger: list(ledger.add(records(120, events=5)))"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, str(path)]) for _ in range(2)]
    assert [process.wait(60) for process in running] == [0, 0]
    with Ledger.open(path) as ledger:
        assert ledger.statistics().reports == 120
        assert ledger.events().total == 600


def test_a_killed_add_leaves_the_ledger_whole(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    program = (
        "import sys; from bench.synthetic import records; from onrecord.ledger import Ledger\n"
        "with Ledger.open(sys.argv[1], write=True) as ledger:\n"
        "    for added in ledger.add(records(100_000, events=10)): print(added.id, flush=True)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(200)]
        os.kill(process.pid, signal.SIGKILL)
    with Ledger.open(path) as ledger:
        there = ledger.statistics()
        assert there.reports >= len(told)  # what was told as added is there
        assert there.events == there.reports * 10 == ledger.events().total
        for made in records(len(told), events=10):
            assert ledger.record(made.document.id) == made
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.execute("INSERT INTO event_words (event_words) VALUES ('integrity-check')")
    connection.close()
    with Ledger.open(path, write=True) as ledger:
        again = Counter(a.state for a in ledger.add(records(there.reports + 3, events=10)))
        assert again == {"known": there.reports, "added": 3}
        assert ledger.statistics().reports == there.reports + 3
