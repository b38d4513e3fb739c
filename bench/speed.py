"""Speed and memory of the reading: python -m bench.speed [--reports N]

Prints, from one run on one core: words a second of the parse alone and of the whole reading over development reports,
their ratio, the share of each stage, peak memory, and the time from a cold start to the first record.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # one core: set before numpy is loaded

SHARED = Path(os.environ.get("ONRECORD_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SETS = ("quotes-polnear/dev", "place-geovirus", "coref-gum", "events-india", "time-timebank")
COLD = "; ".join(
    (
        "import sys",
        "sys.argv = ['onrecord', 'read', sys.argv[1], '--format', 'jsonl', '-o', '/dev/null']",
        "from onrecord.cli import main",
        "main()",
    )
)


def _documents(count: int) -> list[object]:
    from bench.readings import documents

    found: list[object] = []
    each = -(-count // len(SETS))
    for name in SETS:
        for number, document in enumerate(documents(SHARED / "gold" / name / "reports.jsonl")):
            if number == each:
                break
            found.append(document)
    return found[:count]


def _stages(documents: list[object], syntaxes: list[object]) -> dict[str, float]:
    from onrecord import pipeline

    spent = {name: 0.0 for name, _ in pipeline.STAGES}
    for document, syntax in zip(documents, syntaxes, strict=True):
        reading = pipeline.Reading(document, syntax)  # type: ignore[arg-type]
        for name, stage in pipeline.STAGES:
            start = time.perf_counter()
            reading = stage(reading)
            spent[name] += time.perf_counter() - start
    return spent


def _cold(report: Path) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", COLD, str(report)], check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reports", type=int, default=240)
    given = arguments.parse_args()
    if not SHARED.exists():
        sys.exit("the development gold is not here: set ONRECORD_SHARED to its folder")
    from onrecord import parse

    documents = _documents(given.reports)
    parse.parse_all(documents[:2])  # type: ignore[arg-type]
    list(parse.parse_all(documents[:2]))  # type: ignore[arg-type]
    start = time.perf_counter()
    syntaxes = list(parse.parse_all(documents))  # type: ignore[arg-type]
    parsing = time.perf_counter() - start
    words = sum(len(s.tokens) for s in syntaxes)
    _stages(documents[:3], list(syntaxes[:3]))  # lexicons and tables are loaded once, before the clock runs
    spent = _stages(documents, list(syntaxes))
    reading = parsing + sum(spent.values())
    print(f"{len(documents)} reports, {words} words, one core")
    print(f"parse alone    {words / parsing:8.0f} words/s")
    print(f"whole reading  {words / reading:8.0f} words/s, {reading / parsing:.2f} times the parse")
    for name, seconds in spent.items():
        print(f"  {name:<12} {seconds / parsing:6.3f} of the parse")
    print(f"peak memory    {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
    example = Path(__file__).resolve().parents[1] / "examples" / "vale-wire.txt"
    print(f"cold start     {min(_cold(example) for _ in range(3)):8.1f} s to the first record")


if __name__ == "__main__":
    main()
