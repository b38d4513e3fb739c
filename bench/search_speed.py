"""How fast searches of the command line are: python -m bench.search_speed LEDGER [--limit 20]

Asks a ledger (that `python -m bench.store_speed --reports 50000 --ledger LEDGER` makes) 77 questions of one to three
conditions, common and rare, each over a connection just opened, and prints median, 95th percentile and the slowest ten.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from onrecord.ledger import Filters, Ledger

_COUNTED = 5_000  # as `onrecord search` counts
_QUESTIONS = 77
_FACETS = ("actor", "recipient", "place", "kind", "status", "source", "publisher")


def conditions(path: Path) -> list[dict[str, object]]:
    """Single conditions: of each facet the commonest value and a rare one, a month, a common word and a rare one."""
    with Ledger.open(path) as ledger:
        values = {f.facet: [c.value for c in f.counts] for f in ledger.facets(limit=2000)}
        days = [d.day for d in ledger.days()]
        words = ledger.events(limit=1).rows[0].event.trigger.quote
    found: list[dict[str, object]] = []
    for facet in _FACETS:
        if values.get(facet):
            found.append({facet: ("=" + values[facet][0],)})
    month = days[len(days) // 2][:7]
    found += [{"since": f"{month}-01", "until": f"{month}-28"}, {"words": words}]
    found += [{facet: ("=" + values[facet][-1],)} for facet in ("actor", "place", "source") if values.get(facet)]
    return found


def questions(path: Path) -> Iterator[dict[str, object]]:
    """One, two and three conditions together, of different facets."""
    single = conditions(path)
    for count in (1, 2, 3):
        for chosen in combinations(single, count):
            told = {name: value for condition in chosen for name, value in condition.items()}
            if len(told) == sum(map(len, chosen)):
                yield told


def ask(path: Path, told: dict[str, object], limit: int) -> tuple[float, int]:
    """Milliseconds, and how many events were counted."""
    filters = Filters(**told)  # type: ignore[arg-type]
    with Ledger.open(path) as ledger:
        started = time.perf_counter()
        page = ledger.events(filters, limit, 0, "relevance" if filters.words else "report", count_to=_COUNTED)
        return (time.perf_counter() - started) * 1000, page.total


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("ledger", type=Path)
    arguments.add_argument("--limit", type=int, default=20)
    given = arguments.parse_args()
    every = list(questions(given.ledger))
    few = [q for q in every if len(q) < 3]
    step = max(1, (len(every) - len(few)) // max(1, _QUESTIONS - len(few)))
    asked = (few + every[len(few) :: step])[:_QUESTIONS]
    took = sorted(((*ask(given.ledger, told, given.limit), told) for told in asked), key=lambda t: t[0])
    times = [t[0] for t in took]
    over = sum(t > 100 for t in times)
    print(f"{len(took)} searches: median {times[len(times) // 2]:.0f} ms, p95 {times[int(len(times) * 0.95)]:.0f} ms")
    print(f"over 100 ms: {over}; the slowest:")
    for milliseconds, total, told in took[-10:]:
        print(f"{milliseconds:8.0f} ms {total:6} events  {told}")


if __name__ == "__main__":
    main()
