"""Speed of the time stage alone, one core: python -m bench.times_speed REPORTS.jsonl [--least 100000]

The parse is taken from the cache of bench.readings; only find_times is timed, the best of five rounds over all reports.
Exit status 1 when it reads fewer characters a second than --least.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from bench.readings import documents, parsed
from onrecord.reading.times import find_times

ROUNDS = 5


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", type=Path)
    arguments.add_argument("--least", type=float, default=0.0)
    given = arguments.parse_args()
    read = list(parsed(documents(given.reports)))
    characters, best = sum(len(document.text) for document, _ in read), float("inf")
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for document, syntax in read:
            find_times(document, syntax)
        best = min(best, time.perf_counter() - started)
    speed = characters / best
    print(f"{characters} characters in {best:.3f} s: {speed:,.0f} characters/s")
    sys.exit(1 if speed < given.least else 0)


if __name__ == "__main__":
    main()
