"""The learned tagger alone as a reader of attributions: python -m bench.tags GOLD_FOLDER -o OUT.jsonl [--held]

Each proposal of the tagger with a cue becomes an attribution, as the tagger links it: no rule, no entity, no nesting.
Score with the quotes scorer. --held keeps the reports that training holds out; their gold is written as OUT.gold.jsonl.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import msgspec

from bench.readings import documents, parsed, sources
from onrecord import pipeline
from onrecord.reading.tags import find_tags
from onrecord.record import Attribution, Document, Record, Span
from onrecord.syntax import Syntax


def held_out(name: str) -> bool:
    """Every tenth report is never trained on; bench.train_tagger uses the same rule."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 10 == 0


def attributions(document: Document, syntax: Syntax) -> tuple[Attribution, ...]:
    def span(interval: tuple[int, int]) -> Span:
        return document.span(syntax.tokens[interval[0]].start, syntax.tokens[interval[1] - 1].end)

    return tuple(
        Attribution(
            f"a{number}",
            None,
            span(found.source) if found.source else None,
            span(found.cue),
            tuple(span(c) for c in found.content),
            "indirect",
            "says",
            rule="tagger",
        )
        for number, found in enumerate(find_tags(document, syntax).proposals, 1)
        if found.cue is not None
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("-o", "--out", required=True, type=Path)
    arguments.add_argument("--held", action="store_true", help="only the reports held out from training")
    given = arguments.parse_args()
    reports = given.folder / "reports.jsonl"
    keep = {s.name for s in sources(reports) if held_out(s.name)} if given.held else None
    encode = msgspec.json.Encoder().encode
    with given.out.open("wb") as out:
        for document, syntax in parsed(documents(reports, keep)):
            record = Record(pipeline.program(), document, attributions=attributions(document, syntax))
            out.write(encode(record) + b"\n")
    if keep is not None:
        lines = (given.folder / "gold.jsonl").read_bytes().split(b"\n")
        chosen = [line for line in lines if line.strip() and msgspec.json.decode(line)["id"] in keep]
        given.out.with_suffix(".gold.jsonl").write_bytes(b"\n".join(chosen) + b"\n")


if __name__ == "__main__":
    main()
