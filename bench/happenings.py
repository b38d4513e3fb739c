"""Short reports of like things told apart: python -m bench.happenings [--part held|seen|all]

The tellings of bench/marked/happenings.toml (of the part) read and joined in one ledger by the whole program. A pair of
marked events counts as right where the file gives them one label in one happening.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord import parse, pipeline
from onrecord.joining import join
from onrecord.linking.cards import Card
from onrecord.record import Record, Source

MARKED = Path(__file__).with_name("marked") / "happenings.toml"


def held_out(number: int) -> bool:
    return number % 3 == 0


def marked(part: str) -> Iterator[tuple[Record, dict[str, str]]]:
    """Each telling as it is read, and the label of each marked trigger (its happening's number and its own word)."""
    rows = list(enumerate(tomllib.loads(MARKED.read_text("utf-8"))["happening"]))
    kept = [(n, t) for n, row in rows if part == "all" or held_out(n) == (part == "held") for t in row["tellings"]]
    sources = [
        Source(f"{n}-{place}", text=t["text"], published=t["published"], publisher=f"Paper {place}")
        for place, (n, t) in enumerate(kept)
    ]
    for (number, told), record in zip(kept, pipeline.read_all(sources), strict=True):
        if isinstance(record, Record):
            yield record, {w: f"{number} {label}" for label, w in (e.split("=") for e in told["events"].split())}


def label(card: Card, words: dict[str, str]) -> str | None:
    return words.get(card.trigger.quote.lower())


def scored(part: str) -> dict[str, Any]:
    told = list(marked(part))
    words = {record.document.id: labels for record, labels in told}
    wanted: dict[str, set[str]] = {}
    for record, labels in told:
        for event in record.events:
            if event.trigger.quote.lower() in labels:
                wanted.setdefault(labels[event.trigger.quote.lower()], set()).add(record.document.id)
    right = wrong = 0
    for happening in join([r for r, _ in told], parse.similar).happenings:
        found = [(c.report, label(c, words[c.report])) for c in happening.cards]
        for place, (report, one) in enumerate(found):
            for other_report, other in found[place + 1 :]:
                if one and other and report != other_report:
                    right, wrong = right + (one == other), wrong + (one != other)
    total = sum(len(reports) * (len(reports) - 1) // 2 for reports in wanted.values())
    return {"right": right, "of": total, "wrong": wrong, "reports": len(told)}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--part", choices=("held", "seen", "all"), default="held")
    found = scored(arguments.parse_args().part)
    precision = found["right"] / max(1, found["right"] + found["wrong"])
    joined = f"{found['right']} of {found['of']} right pairs of events joined, {found['wrong']} wrong"
    print(f"{found['reports']} reports: {joined}")
    print(f"precision {precision:.3f}, recall {found['right'] / max(1, found['of']):.3f}")


if __name__ == "__main__":
    main()
