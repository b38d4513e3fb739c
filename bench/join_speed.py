"""Seconds and memory of joining: python -m bench.join_speed REPORTS [--records RECORDS.jsonl]

Generated records (names spread as in news, one in ten reports tells what another tells); or records that are given.
"""

from __future__ import annotations

import argparse
import cProfile
import itertools
import pstats
import resource
import time
from pathlib import Path

from bench import synthetic
from onrecord import codec, parse
from onrecord.joining import join


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", type=int)
    arguments.add_argument("--records", type=Path)
    arguments.add_argument("--profile", action="store_true")
    given = arguments.parse_args()
    if given.records:
        with given.records.open("rb") as lines:
            records = [codec.decode_kept(line) for line in itertools.islice(lines, given.reports)]
    else:
        records = list(synthetic.records(given.reports, events=6))
    parse.similar("attack", "raid")  # the vectors are loaded once a program
    profile = cProfile.Profile()
    start = time.perf_counter()
    if given.profile:
        profile.enable()
    joined = join(records, parse.similar)
    profile.disable()
    took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    events = sum(len(r.events) for r in records)
    print(f"{len(records)} reports, {events} events: joined in {took:.1f} s, timeline in ", end="")
    start = time.perf_counter()
    joined.timeline()
    print(f"{time.perf_counter() - start:.1f} s; {len(joined.happenings)} happenings, peak {peak:.0f} MB")
    if given.profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(25)


if __name__ == "__main__":
    main()
