"""How fast a large ledger answers: python -m bench.store_speed [--reports 50000] [--ledger FILE] [--keep]

Makes a ledger of generated records (bench.synthetic), then asks what the page and the command line ask, each query
`--times` times, and prints the median and the slowest time of each in milliseconds.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.synthetic import records
from onrecord.ledger import EventOrder, Filters, Ledger

_COUNTED = 5_000  # as `onrecord search` counts


def fill(path: Path, reports: int, events: int) -> None:
    started = time.perf_counter()
    with Ledger.open(path, write=True) as ledger:
        there = ledger.statistics().reports
        for number, _ in enumerate(ledger.add(records(reports - there, start=there, events=events)), there + 1):
            if number % 5000 == 0:
                print(f"{number} reports in {time.perf_counter() - started:.0f} s", file=sys.stderr)
        print(ledger.statistics())


def queries(ledger: Ledger) -> dict[str, Filters]:
    """Broad and narrow: names are taken from what the ledger holds, the commonest and a rare one."""
    values = {f.facet: [c.value for c in f.counts] for f in ledger.facets(limit=2000)}
    often, rare = values["actor"][0], values["actor"][-1]
    return {
        "no filter": Filters(),
        "kind": Filters(kind=("ASSAULT",)),
        "kind and status": Filters(kind=("ASSAULT",), status=("denied",)),
        "status, common": Filters(status=("asserted",)),
        "actor, most common": Filters(actor=(often,)),
        "actor, rare": Filters(actor=(rare,)),
        "actor, whole name": Filters(actor=("=" + rare,)),
        "place, common": Filters(place=(values["place"][0],)),
        "country": Filters(place=("AAA",)),
        "source, rare": Filters(source=(values["source"][-1],)),
        "outlet's own voice": Filters(source=("=outlet's own voice",)),
        "publisher": Filters(publisher=("=Paper 7",)),
        "a month": Filters(since="2024-05-01", until="2024-05-31"),
        "words, common": Filters(words="shelled"),
        "words, two": Filters(words=f"shelled {rare}"),
        "words, name of a third": Filters(words=often),
        "words, country": Filters(words="shelled", place=("AAA",)),
        "actor and status": Filters(actor=(often,), status=("asserted",)),
        "actor and country": Filters(actor=(often,), place=("AAA",)),
        "actor and source": Filters(actor=(often,), source=(values["source"][1],)),
        "country, kind, status": Filters(place=("AAA",), kind=("ASSAULT",), status=("asserted",)),
        "status, month": Filters(status=("asserted",), since="2024-05-01", until="2024-05-31"),
        "words, kind, month": Filters(words="shelled", kind=("ASSAULT",), since="2024-05-01", until="2024-05-31"),
        "actor, kind, status, month": Filters(
            actor=(often,), kind=("ASSAULT",), status=("asserted",), since="2024-05-01", until="2024-05-31"
        ),
    }


def timed(call: Callable[[], object], times: int) -> str:
    took = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        took.append((time.perf_counter() - started) * 1000)
    return f"{statistics.median(took):8.1f} {max(took):8.1f}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reports", type=int, default=50_000)
    arguments.add_argument("--events", type=int, default=20, help="events a report")
    arguments.add_argument("--times", type=int, default=5)
    arguments.add_argument("--ledger", type=Path, help="fill and keep this file instead of a temporary one")
    arguments.add_argument("--warm", action="store_true", help="with columns loaded, as the server has them")
    given = arguments.parse_args()
    with TemporaryDirectory() as folder:
        path = given.ledger or Path(folder) / "ledger.sqlite"
        fill(path, given.reports, given.events)
        with Ledger.open(path) as ledger:
            if given.warm:
                started = time.perf_counter()
                ledger._store.warm()
                print(f"columns loaded in {time.perf_counter() - started:.1f} s")
            print(f"{'milliseconds, median and slowest':42} events first page      facets")
            for name, filters in queries(ledger).items():
                orders: tuple[EventOrder, ...] = ("relevance",) if filters.words else ("report", "time", "-time")
                total = ledger.events(filters, limit=1).total
                for order in orders:

                    def page(filters: Filters = filters, order: EventOrder = order) -> object:
                        return ledger.events(filters, limit=50, order=order, count_to=None if given.warm else _COUNTED)

                    def counts(filters: Filters = filters) -> object:
                        return ledger.facets(filters)

                    facets = timed(counts, given.times) if given.warm and order == orders[0] else ""
                    print(f"{name + ', by ' + order:42} {total:7} {timed(page, given.times)} {facets}")

            def found() -> object:
                return ledger.reports(Filters(words="shelled", kind=("ASSAULT",)), limit=50)

            print(f"{'reports by words and kind':50} {timed(found, given.times)}")
            report = ledger.reports(limit=1, offset=given.reports // 2).rows[0].id
            print(f"{'one record':50} {timed(lambda: ledger.record(report), given.times)}")
            print(f"{'one event':50} {timed(lambda: ledger.event(report + '/e3'), given.times)}")


if __name__ == "__main__":
    main()
