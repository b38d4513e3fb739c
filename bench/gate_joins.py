"""The gate of the joins: python -m bench.gate_joins [--set-floors]

Runs the measures of reprints, stories, same events, contradictions and actors on their held-out parts and compares
the figures that they print with the floors in bench/floors_joins.toml. A figure under its floor fails the gate.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

FLOORS = Path(__file__).with_name("floors_joins.toml")
MARGIN = 0.005  # a floor stands this far under the figure it was set from
_FIGURE = r"(\d*\.\d+)"

# the command; each figure's name and the words it is printed after
MEASURES: tuple[tuple[tuple[str, ...], dict[str, str]], ...] = (
    (
        ("bench.crossdoc",),
        {
            "same_event.given_mentions": rf"gold mentions: CoNLL {_FIGURE}",
            "same_event.own_mentions": rf"own mentions: CoNLL {_FIGURE}",
            "stories.B3": rf"documents: B3 {_FIGURE}",
        },
    ),
    (("bench.contradictions", "--part", "held"), {"contradictions.accuracy": rf"accuracy {_FIGURE}"}),
    (
        ("bench.happenings", "--part", "held"),
        {"happenings.precision": rf"precision {_FIGURE}", "happenings.recall": rf"recall {_FIGURE}"},
    ),
    (
        ("bench.stories", "--part", "held"),
        {"told_stories.precision": rf"precision {_FIGURE}", "told_stories.recall": rf"recall {_FIGURE}"},
    ),
    (
        ("bench.reprints",),
        {
            "reprints.half": rf"half\s+P .*F1 {_FIGURE}",
            "reprints.half_rewritten": rf"half rewritten\s+P .*F1 {_FIGURE}",
            "reprints.quarter": rf"quarter\s+P .*F1 {_FIGURE}",
        },
    ),
    (("bench.actors", "--part", "held", "--only", "ecb"), {"actors.ecb": rf"program: .*F1 {_FIGURE}"}),
    (("bench.actors", "--only", "pairs"), {"actors.pairs": rf"held out: .*\({_FIGURE}\)"}),
)


def measured() -> Iterator[tuple[str, float]]:
    """Each figure's name and value; RuntimeError where a command fails or prints no such figure."""
    for command, figures in MEASURES:
        asked = " ".join(command)
        done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"python -m {asked} failed: {done.stderr.strip()[-300:]}")
        for name, pattern in figures.items():
            found = re.search(pattern, done.stdout)
            if found is None:
                raise RuntimeError(f"python -m {asked} prints no {name}")
            yield name, float(found[1])


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--set-floors", action="store_true", help="take today's figures, less a margin, as floors")
    options = arguments.parse_args()
    floors = tomllib.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    found = {}
    for name, figure in measured():
        found[name] = figure
        print(f"{name:28} {figure:.3f}", flush=True)
    if options.set_floors:
        lines = [f'"{name}" = {figure - MARGIN:.3f}' for name, figure in sorted(found.items())]
        FLOORS.write_text(
            "# Written by `python -m bench.gate_joins --set-floors`.\n" + "\n".join(lines) + "\n", "utf-8"
        )
        return 0
    sunk = [f"{n}: {f:.3f} is under its floor {floors[n]}" for n, f in found.items() if f < floors.get(n, 0.0)]
    print("\n".join(sunk) or f"all {len(found)} figures of the joins hold their floors")
    return 1 if sunk else 0


if __name__ == "__main__":
    sys.exit(main())
