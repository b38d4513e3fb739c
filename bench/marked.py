"""Score attribution on the sentences marked by hand: python -m bench.marked [--misses]

Three sets in bench/marked: nesting, declining, medium; the rule of agreement stands in the head of each file.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.clean import clean
from onrecord.parse import parse_all
from onrecord.pipeline import read_parsed
from onrecord.record import Attribution, Record, Source, Span

FOLDER = Path(__file__).parent / "marked"
SETS = ("nesting", "declining", "medium")


@dataclass(frozen=True, slots=True)
class Outcome:
    case: dict[str, Any]
    right: bool
    held_out: bool
    record: Record


def cases(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["case"]
    return loaded


def outcomes(name: str) -> Iterator[Outcome]:
    rows = cases(name)
    documents = [clean(Source(f"{name}{n}", row["text"])) for n, row in enumerate(rows)]
    check = {"nesting": _nesting, "declining": _declining, "medium": _medium}[name]
    for n, (document, syntax) in enumerate(zip(documents, parse_all(documents), strict=True)):
        record = read_parsed(document, syntax)
        yield Outcome(rows[n], check(record, rows[n]), n % 3 == 0, record)


def _where(text: str, quote: str, near: int = 0) -> tuple[int, int]:
    start = text.find(quote, near)
    return start, start + len(quote)


def _overlap(span: Span | None, quote: str, text: str) -> bool:
    """Whether the span touches any place where the words stand; no words: whether there is no span."""
    if not quote or span is None:
        return not quote and span is None
    start, end = _where(text, quote)
    while start >= 0:
        if span.start < end and start < span.end:
            return True
        start, end = _where(text, quote, start + 1)
    return False


def _holds(attribution: Attribution, quote: str, text: str) -> bool:
    """Content character IoU of at least one half with the words, wherever pieces of them stand."""
    wanted: set[int] = set()
    for piece in quote.split(" ... "):
        start, end = _where(text, piece)
        if start < 0:
            return False
        wanted |= set(range(start, end))
    given = {i for span in attribution.content for i in range(span.start, span.end)}
    return 2 * len(given & wanted) >= len(given | wanted)


def _nesting(record: Record, row: dict[str, Any]) -> bool:
    by_id = {a.id: a for a in record.attributions}
    text = record.document.text
    for attribution in record.attributions:
        chain = [attribution]
        while chain[-1].within is not None:
            chain.append(by_id[chain[-1].within])
        sources = list(reversed(row["chain"]))
        if len(chain) == len(sources) and _holds(attribution, row["core"], text):
            pairs = zip(chain, sources, strict=True)
            if all(_overlap(a.source_span, source, text) for a, source in pairs):
                return True
    return False


def _declining(record: Record, row: dict[str, Any]) -> bool:
    if row["stance"] == "none":
        return all(a.stance != "declines" for a in record.attributions)
    return any(a.stance == row["stance"] for a in _matching(record, row))


def _medium(record: Record, row: dict[str, Any]) -> bool:
    return any(_overlap(a.medium, row["medium"], record.document.text) for a in _matching(record, row))


def _matching(record: Record, row: dict[str, Any]) -> list[Attribution]:
    text = record.document.text
    return [
        a
        for a in record.attributions
        if _holds(a, row["content"], text) and _overlap(a.source_span, row["source"], text)
    ]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--misses", action="store_true", help="print what goes wrong, held-out sentences excepted")
    given = arguments.parse_args()
    for name in SETS:
        scored = list(outcomes(name))
        for label, part in (("all", scored), ("held out", [o for o in scored if o.held_out])):
            print(f"{name} {label}: {sum(o.right for o in part)} of {len(part)}")
        for outcome in scored if given.misses else ():
            if not outcome.right and not outcome.held_out:
                print("  MISS", dict(outcome.case))
                for a in outcome.record.attributions:
                    source = a.source_span.quote if a.source_span else None
                    medium = a.medium.quote if a.medium else None
                    content = [c.quote for c in a.content]
                    print("      ", a.id, source, "|", a.cue.quote, "|", content, a.stance, a.within, medium, a.rule)


if __name__ == "__main__":
    main()
