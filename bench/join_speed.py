"""Seconds and memory of linking a ledger: python -m bench.join_speed REPORTS [--manner news] [--ledger FILE]

Makes a ledger of generated records (news: bench.newslike; dense: the same of one crisis; alike: bench.synthetic, whose
reports share most of their words), links all of it, adds one report and a hundred more, links those, and asks what the
command line and the page ask; each question several times, median and 95th percentile in milliseconds; then joins the
actors. Filling, linking and asking each have a process of their own, so that the peak memory told of linking is that of
linking alone.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import newslike, synthetic
from onrecord import parse
from onrecord.ledger import Filters, Ledger
from onrecord.record import Record

_EVERY = 1_000  # reports after which the time so far is told


@dataclass(frozen=True, slots=True)
class Kind:
    """What the generated reports are like."""

    manner: str
    events: int

    def records(self, count: int, start: int) -> Iterator[Record]:
        if self.manner == "alike":
            return synthetic.records(count, start=start, events=self.events)
        return newslike.records(count, start=start, dense=self.manner == "dense")


def apart(call: Callable[..., None], *arguments: object) -> None:
    """Call it in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        pool.submit(call, *arguments).result()


def peak() -> str:
    return f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def fill(path: Path, kind: Kind, count: int, start: int) -> None:
    started = time.perf_counter()
    with Ledger.open(path, write=True) as ledger:
        for _ in ledger.add(kind.records(count, start)):
            pass
    print(f"adding {count}: {time.perf_counter() - started:.1f} s", flush=True)


def link(path: Path, what: str) -> None:
    parse.similar("attack", "raid")  # the vectors are loaded once a program
    started = last = time.perf_counter()
    longest, locked, before = 0.0, 0.0, time.process_time()
    with Ledger.open(path, write=True) as ledger:
        told = 0
        for far in ledger.link():
            now = time.perf_counter()
            longest, last = max(longest, now - last), now
            locked = max(locked, far.locked)
            if far.done - told >= _EVERY:
                told = far.done
                worked = time.process_time() - before
                print(f"  {far.done} compared in {now - started:.0f} s ({worked:.0f} s), {peak()}", flush=True)
    took = time.perf_counter() - started
    worked = time.process_time() - before
    print(
        f"linking {what}: {took:.1f} s ({worked:.1f} s of processor time), longest step {longest:.1f} s,"
        f" locked for {locked:.1f} s at most, {peak()}",
        flush=True,
    )


def timed(call: Callable[[], object], times: int = 20) -> str:
    took = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        took.append((time.perf_counter() - started) * 1000)
    took.sort()
    return f"median {took[len(took) // 2]:.0f} ms, p95 {took[int(len(took) * 0.95)]:.0f} ms"


def ask(path: Path, month: str) -> None:
    asked = Filters(since=f"{month}-01", until=f"{month}-28")
    with Ledger.open(path) as ledger, ledger.joins() as joins:
        found = joins.happenings(asked, order="time")
        print(f"a month's timeline, 100 of {found.total}:", timed(lambda: joins.happenings(asked, order="time")))
        several = joins.happenings(asked, order="time", several=True)
        print(
            f"told by several reports, 100 of {several.total}:",
            timed(lambda: joins.happenings(asked, order="time", several=True)),
        )
        print("most origins first:", timed(lambda: joins.happenings(several=True, order="origins")))
        print("most reports first:", timed(lambda: joins.happenings(several=True)))
        print("conflicts:", timed(lambda: joins.disputes()))
        print("tolls:", timed(lambda: joins.happenings(having="tolls", order="origins")))
        event = found.rows[0].happening.key
        print("the happening of an event:", timed(lambda: joins.holding(event)))
        print("a report's happenings:", timed(lambda: joins.told_in(event.partition("/")[0])))
        print(f"asking: {peak()}")


def act(path: Path) -> None:
    started, before = time.perf_counter(), time.process_time()
    with Ledger.open(path) as ledger, ledger.joins(actors=True) as joins:
        actors = joins.actors()
    took, worked = time.perf_counter() - started, time.process_time() - before
    named = sum(len(a.members) for a in actors)
    print(f"{len(actors)} actors of {named} names: {took:.1f} s ({worked:.1f} s of processor time), {peak()}")
    with Ledger.open(path) as ledger, ledger.joins(actors=True) as joins:
        print("actors again, of several reports:", timed(lambda: joins.actors(several=True), 5))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", type=int)
    arguments.add_argument("--manner", choices=("news", "dense", "alike"), default="news")
    arguments.add_argument("--events", type=int, default=6, help="of a report that is alike")
    arguments.add_argument("--ledger", type=Path, help="fill and keep this file instead of a temporary one")
    given = arguments.parse_args()
    kind = Kind(given.manner, given.events)
    with TemporaryDirectory() as folder:
        path = given.ledger or Path(folder) / "ledger.sqlite"
        start = 0
        for count, what in ((given.reports, "all"), (1, "one report more"), (100, "a hundred more")):
            apart(fill, path, kind, count, start)
            start += count
            apart(link, path, f"{what} ({count})")
        apart(ask, path, "2024-05" if kind.manner == "alike" else "2023-01")
        apart(act, path)
        print(f"file: {path.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
