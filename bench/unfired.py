"""Lexicon entries that never fire over the development reports: python -m bench.unfired [SET ...] [--counts]

SET names folders under gold (default: events-plv, events-cameo, events-india, crossdoc-ecbplus, exam-dev/look).
The parses are taken from the cache of bench.readings. Entries are printed as group:pattern.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from pathlib import Path

from bench.readings import documents, parsed
from onrecord.reading.events import find_events
from onrecord.reading.events.lexicon import entries
from onrecord.record import Entities

SHARED = Path(os.environ.get("ONRECORD_SHARED", Path(__file__).parents[2] / "shared"))
SETS = ("events-plv", "events-cameo", "events-india", "crossdoc-ecbplus", "exam-dev/look")


def fired(names: list[str]) -> Counter[str]:
    """How often each entry's rule made an event."""
    found: Counter[str] = Counter()
    for name in names:
        for document, syntax in parsed(documents(SHARED / "gold" / name / "reports.jsonl")):
            found.update(e.rule.split("+")[0] for e in find_events(document, syntax, Entities(), (), {}))
    return found


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("sets", nargs="*", default=list(SETS))
    arguments.add_argument(
        "--counts", action="store_true", help="print every entry with its count, most frequent first"
    )
    given = arguments.parse_args()
    found = fired(given.sets)
    rules = [entry.rule for entry in entries()]
    if given.counts:
        for rule, count in found.most_common():
            print(f"{count:6} {rule}")
        return
    silent = sorted({rule for rule in rules if rule not in found})
    print("\n".join(silent))
    print(f"{len(silent)} of {len(set(rules))} entries never fired")


if __name__ == "__main__":
    main()
