"""Words a second of the place stage alone, on kept parses: python -m bench.place_speed SET..."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from bench.place_gold import marked
from onrecord.reading.places import find_places


def main() -> None:
    reports = [r for folder in sys.argv[1:] for r in marked(Path(folder))]
    words = sum(len(r.document.text.split()) for r in reports)
    for number in ("first", "second"):
        start = time.perf_counter()
        for report in reports:
            find_places(report.document, report.syntax)
        took = time.perf_counter() - start
        print(f"{number} run: {words} words, {took:.2f} s, {words / took:,.0f} words/s")


if __name__ == "__main__":
    main()
