"""Seconds and memory of linking a ledger: python -m bench.join_speed REPORTS [--events 6] [--ledger FILE]

Makes a ledger of generated records, links all of it, adds one report and a hundred more, links those, and asks what the
command line and the page ask; each question several times, median and 95th percentile in milliseconds.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import synthetic
from onrecord import parse
from onrecord.ledger import Filters, Ledger


def timed(call: Callable[[], object], times: int = 20) -> str:
    took = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        took.append((time.perf_counter() - started) * 1000)
    took.sort()
    return f"median {took[len(took) // 2]:.0f} ms, p95 {took[int(len(took) * 0.95)]:.0f} ms"


def link(ledger: Ledger, what: str) -> None:
    started = time.perf_counter()
    for _ in ledger.link():
        pass
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"linking {what}: {time.perf_counter() - started:.1f} s, peak {peak:.0f} MB", flush=True)


def ask(path: Path) -> None:
    month = Filters(since="2024-05-01", until="2024-05-31")
    with Ledger.open(path) as ledger, ledger.joins() as joins:
        found = joins.happenings(month, order="time")
        print(f"a month's timeline, 100 of {found.total}:", timed(lambda: joins.happenings(month, order="time")))
        print("most origins first:", timed(lambda: joins.happenings(several=True, order="origins")))
        event = found.rows[0].happening.key
        print("the happening of an event:", timed(lambda: joins.holding(event)))
        print("a report's happenings:", timed(lambda: joins.told_in(event.partition("/")[0])))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", type=int)
    arguments.add_argument("--events", type=int, default=6)
    arguments.add_argument("--ledger", type=Path, help="fill and keep this file instead of a temporary one")
    given = arguments.parse_args()
    parse.similar("attack", "raid")  # the vectors are loaded once a program
    with TemporaryDirectory() as folder:
        path = given.ledger or Path(folder) / "ledger.sqlite"
        with Ledger.open(path, write=True) as ledger:
            start = 0
            for count, what in ((given.reports, "all"), (1, "one report more"), (100, "a hundred more")):
                list(ledger.add(synthetic.records(count, start=start, events=given.events)))
                start += count
                link(ledger, f"{what} ({count})")
        ask(path)
        print(f"file: {path.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
