"""Status and certainty at every gold trigger: python -m bench.status GOLD_FOLDER -o OUT.jsonl [--how words]

Every gold trigger becomes an event with the status stage's judgement of its head word, so that the score is that of the
stage alone; what the whole program gives is scored on the output of bench.readings. Score with the factuality scorer.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from bench.readings import documents, parsed
from onrecord import pipeline
from onrecord.reading.status import judge
from onrecord.record import Document, Event, Judgement, Record, Status
from onrecord.syntax import Syntax, Token


def head_word(tokens: tuple[Token, ...]) -> Token:
    """The token of a trigger that stands highest in the tree."""
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head is t or t.head.i not in inside), tokens[0])


_LISTED: dict[Status, set[str]] = {
    "denied": {"not", "n't", "never", "no", "without", "deny", "denies", "denied", "nobody", "nothing"},
    "hypothetical": {"if", "would", "unless", "should", "must", "whether", "urged", "asked", "demanded"},
    "possible": {
        "may",
        "might",
        "could",
        "can",
        "reportedly",
        "allegedly",
        "perhaps",
        "possibly",
        "likely",
        "probably",
    },
    "planned": {"will", "plan", "plans", "planned", "expected", "scheduled", "vowed", "promised", "to"},
}


def listed(syntax: Syntax) -> dict[int, Judgement]:
    """The word-list baseline: the nearest listed word up to five tokens before, in the same sentence."""
    found: dict[int, Judgement] = {}
    for token in syntax.tokens:
        first = max(syntax.sentences[token.sent][0], token.i - 5)
        for before in reversed(syntax.tokens[first : token.i]):
            status = next((s for s, words in _LISTED.items() if before.lower in words), None)
            if status is not None:
                certain = status in ("denied", "planned")
                found[token.i] = Judgement(status, "certain" if certain else "possible", None, "word list")
                break
    return found


def events(document: Document, syntax: Syntax, gold: dict[str, Any], how: str) -> Iterator[Event]:
    judgements = judge(document, syntax) if how == "stage" else listed(syntax) if how == "words" else {}
    for number, trigger in enumerate(gold["events"], 1):
        span = document.span(trigger["start"], trigger["end"])
        tokens = syntax.within(span)
        event = Event(f"e{number}", span)
        judgement = judgements.get(head_word(tokens).i) if tokens else None
        if judgement is None:
            yield event
        else:
            yield Event(
                event.id,
                span,
                status=judgement.status,
                certainty=judgement.certainty,
                status_cue=judgement.cue,
                rule=judgement.rule,
            )


def records(folder: Path, how: str, keep: set[str] | None = None) -> Iterator[Record]:
    gold = {g["id"]: g for g in map(json.loads, filter(str.strip, (folder / "gold.jsonl").read_text().split("\n")))}
    for document, syntax in parsed(documents(folder / "reports.jsonl", keep)):
        yield Record(pipeline.program(), document, events=tuple(events(document, syntax, gold[document.name], how)))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("-o", "--out", required=True, type=Path)
    arguments.add_argument("--ids", type=Path, help="JSON list of the report ids to keep")
    arguments.add_argument("--how", choices=("stage", "words", "always"), default="stage", help="or a baseline")
    given = arguments.parse_args()
    keep = set(json.loads(given.ids.read_text())) if given.ids else None
    encode = msgspec.json.Encoder().encode
    with given.out.open("wb") as out:
        for record in records(given.folder, given.how, keep):
            out.write(encode(record) + b"\n")


if __name__ == "__main__":
    main()
