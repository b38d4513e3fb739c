"""What the learned tagger is trained on: reports of PolNeAR and UW as labelled tokens."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.readings import documents, parsed
from onrecord.models import tagger
from onrecord.reading.tags import features
from onrecord.record import Document
from onrecord.syntax import Syntax

PARTS = ("source", "cue", "content")


@dataclass
class Text:
    """One report ready for training."""

    id: str
    seen: tagger.Features
    labels: np.ndarray  # tokens x 3, 0 outside, 1 begin, 2 inside; -1 = not annotated
    events: np.ndarray  # 1 event word, 0 not, -1 not annotated
    factuality: np.ndarray  # NaN where there is none
    links: dict[str, list[tuple[int, int]]]  # first token of a content -> of its cue; of a cue -> of its source


def held_out(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 10 == 0


def vocabularies(folders: list[Path]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("pos", "tag", "dep", "ent")}
    for folder in folders:
        for number, (_, syntax) in enumerate(parsed(documents(folder / "reports.jsonl"))):
            for token in syntax.tokens:
                for name in counts:
                    counts[name][getattr(token, name)] += 1
            if number > 150:
                break
    return {name: {value: row for row, value in enumerate(sorted(c), 1)} for name, c in counts.items()}


def pieces(document: Document, syntax: Syntax, spans: list[dict[str, Any]]) -> list[list[int]]:
    found = [[t.i for t in syntax.within(document.span(s["start"], s["end"]))] for s in spans]
    return [tokens for tokens in found if tokens]


def quoted(document: Document, syntax: Syntax, gold: dict[str, Any], rows: Any) -> Text:
    labels = np.zeros((len(syntax.tokens), 3), np.int64)
    links: dict[str, list[tuple[int, int]]] = {"content": [], "cue": []}
    for attribution in gold["attributions"]:
        parts = {part: pieces(document, syntax, attribution[part]) for part in PARTS}
        for column, part in enumerate(PARTS):
            for tokens in parts[part]:
                labels[tokens, column] = 2
                labels[tokens[0], column] = 1
        if parts["cue"]:
            cue = parts["cue"][0][0]
            links["content"] += [(tokens[0], cue) for tokens in parts["content"]]
            links["cue"].append((cue, parts["source"][0][0] if parts["source"] else -1))
    count = len(syntax.tokens)
    return Text(
        document.name, features(document, syntax, rows), labels, np.full(count, -1), np.full(count, np.nan), links
    )


def judged(document: Document, syntax: Syntax, gold: dict[str, Any], rows: Any) -> Text:
    count = len(syntax.tokens)
    events, factuality = np.zeros(count, np.int64), np.full(count, np.nan)
    for event in gold["events"]:
        for token in syntax.within(document.span(event["start"], event["end"]))[:1]:
            events[token.i] = 1
            factuality[token.i] = event["factuality"]
    return Text(
        document.name,
        features(document, syntax, rows),
        np.full((count, 3), -1),
        events,
        factuality,
        {"content": [], "cue": []},
    )


def texts(folder: Path, make: Any, rows: Any, limit: int | None = None) -> Iterator[Text]:
    gold = {g["id"]: g for g in map(json.loads, filter(str.strip, (folder / "gold.jsonl").read_text().split("\n")))}
    for number, (document, syntax) in enumerate(parsed(documents(folder / "reports.jsonl"))):
        if limit is not None and number >= limit:
            return
        if syntax.tokens:
            yield make(document, syntax, gold[document.name], rows)
