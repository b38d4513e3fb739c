"""Agreeing, updating and contradicting reports told apart: python -m bench.contradictions [--part held] [--misses]

The pairs of bench/marked/contradictions.toml, each read as two reports of two outlets and joined by the whole program.
A pair counts as joined where an event of one stands with an event of the other; its relation is the strongest of all
such pairs of events. A contradiction or update counts for the field where it is found in the field that is marked.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from onrecord import parse, pipeline
from onrecord.joining import join
from onrecord.linking.cards import Card
from onrecord.linking.conflicts import Related, relate
from onrecord.record import Record, Source

PAIRS = Path(__file__).with_name("marked") / "contradictions.toml"
_ORDER = ("contradicts", "updates", "agrees")


def held_out(number: int) -> bool:
    return number % 3 == 0


def read(part: str) -> list[tuple[int, tuple[Record, Record]]]:
    """The pairs of a part by their number, each as two reports of two outlets."""
    pairs = list(enumerate(tomllib.loads(PAIRS.read_text("utf-8"))["pair"]))
    kept = [(n, p) for n, p in pairs if part == "all" or held_out(n) == (part == "held")]
    sources = [
        Source(f"{n}-{side}", text=p[side]["text"], published=p[side]["published"], publisher=f"Paper {side}")
        for n, p in kept
        for side in ("one", "other")
    ]
    records = [r for r in pipeline.read_all(sources) if isinstance(r, Record)]
    return [(n, (records[2 * i], records[2 * i + 1])) for i, (n, _) in enumerate(kept)]


def _related(pair: dict[str, Any], one: Record, other: Record) -> tuple[str, set[str]]:
    """What the program says of the pair, and in which fields; "not joined" where no two events stand together."""
    joined = join([one, other], parse.similar)
    told: list[Related] = []
    met = False
    for happening in joined.happenings:
        sides: dict[str, list[Card]] = {r.document.id: [] for r in (one, other)}
        for card in happening.cards:
            sides[card.report].append(card)
        for a in sides[one.document.id]:
            for b in sides[other.document.id]:
                met = True
                told += relate(a, b)
    strongest = next((r for r in _ORDER if any(t.relation == r for t in told)), "silent" if met else "not joined")
    return strongest, {t.field for t in told if t.relation == strongest}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--part", choices=("all", "held", "seen"), default="all")
    arguments.add_argument("--misses", action="store_true", help="print the misses of the part that is not held out")
    given = arguments.parse_args()
    pairs = list(enumerate(tomllib.loads(PAIRS.read_text("utf-8"))["pair"]))
    told = read(given.part)
    records = [r for _, both in told for r in both]
    kept = [(n, pairs[n][1]) for n, _ in told]
    found: Counter[tuple[str, str]] = Counter()
    fields: Counter[bool] = Counter()
    for position, (number, pair) in enumerate(kept):
        relation, told = _related(pair, records[2 * position], records[2 * position + 1])
        found[pair["relation"], relation] += 1
        if relation == pair["relation"] != "agrees":
            fields[pair["field"] in told] += 1
        if given.misses and relation != pair["relation"] and not held_out(number):
            print(f"{number}: {pair['relation']} ({pair['field']}) but {relation} {sorted(told)}")
            print(f"    {pair['one']['text']}\n    {pair['other']['text']}")
    _report(found, fields, len(kept))
    own, foreign = _together(records)
    print(f"all in one ledger: {own} of {len(kept)} pairs joined, and {foreign} pairs of reports that are none")


def _together(records: list[Record]) -> tuple[int, int]:
    """How many marked pairs stand together when all reports are joined at once, and how many other pairs do."""
    number = {r.document.id: r.document.name.partition("-")[0] for r in records}
    met: set[tuple[str, str]] = set()
    for happening in join(records, parse.similar).happenings:
        reports = sorted({c.report for c in happening.cards})
        met.update((a, b) for i, a in enumerate(reports) for b in reports[i + 1 :])
    own = sum(number[a] == number[b] for a, b in met)
    return own, len(met) - own


def _report(found: Counter[tuple[str, str]], fields: Counter[bool], total: int) -> None:
    right = sum(n for (wanted, got), n in found.items() if wanted == got)
    print(f"accuracy {right / total:.3f} of {total} pairs", end="")
    print(f"; in the right field {fields[True] / max(1, sum(fields.values())):.3f}")
    for name in ("agrees", "updates", "contradicts"):
        hits = found[name, name]
        given = sum(n for (_, got), n in found.items() if got == name)
        wanted = sum(n for (w, _), n in found.items() if w == name)
        others = {got: n for (w, got), n in sorted(found.items()) if w == name and got != name}
        print(f"  {name:12} P {hits / max(1, given):.3f}  R {hits / max(1, wanted):.3f}  of {wanted}; else {others}")


if __name__ == "__main__":
    main()
