"""Train what weighs the words that are told as happenings: python -m bench.train_happenings FOLDER... [--dry]

FOLDER: marked reports in the form of the exam (compiled *.json beside reports.jsonl, or reports.jsonl one folder up).
Prints what ten-fold cross-validation by report gives beside the lists alone, then writes models/happenings.npz.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from bench.readings import documents, parsed
from onrecord import pipeline
from onrecord.models.named import Weights, pack
from onrecord.reading.events import lists_find
from onrecord.reading.events import weighed as w
from onrecord.reading.events.phrases import Phrases

OUT = Path(__file__).parents[1] / "onrecord" / "models" / "happenings.npz"
WORD, HEAD, STRENGTH = 4.0, 3.0, 0.1  # how much the vectors count beside the features; regularisation
LEAST = 3  # reports that a feature must stand in to be kept


@dataclass(frozen=True, slots=True)
class Row:
    """One word: its report, what is known of it, whether the coder marked it (None: left open), how it is read now."""

    report: str
    told: dict[str, float]
    word: NDArray[np.float32]
    head: NDArray[np.float32]
    marked: bool | None
    found: bool
    coded: bool


def reports(folder: Path) -> tuple[Path, dict[str, Any]]:
    near = folder / "reports.jsonl"
    gold = {p.stem: json.loads(p.read_text("utf-8")) for p in sorted(folder.glob("*.json"))}
    return (near if near.exists() else folder.parent / "reports.jsonl"), gold


def scene(document: Any, syntax: Any) -> w.Scene:
    reading = pipeline.Reading(document, syntax)
    for name, stage in pipeline.STAGES:
        if name == "events":
            break
        reading = stage(reading)
    phrases = Phrases(reading.document, reading.syntax, reading.entities)
    assert reading.tags is not None
    found, kinded = lists_find(phrases, reading.tags)
    return w.scene_of(found, kinded, phrases, reading.tags, reading.judgements)


def rows(folder: Path, counts: dict[str, int]) -> Iterator[Row]:
    path, gold = reports(folder)
    for document, syntax in parsed(documents(path, set(gold))):
        marked = gold[document.name]
        name = f"{folder}/{document.name}"
        counts[name] = len(marked["events"])
        spans = [(e["trigger"]["start"], e["trigger"]["end"]) for e in marked["events"]]
        open_ = [(o["start"], o["end"]) for o in marked.get("optional", ())]
        seen = scene(document, syntax)
        for t in w.candidates(seen):
            right = any(a < t.end and t.start < b for a, b in spans)
            left = not right and any(a < t.end and t.start < b for a, b in open_)
            known = seen.found.get(t.i)
            told, vectors = w.features(t, seen), (w.vector(t, seen.phrases), w.vector(t.head, seen.phrases))
            coded = known is not None and known[1].kind is not None
            yield Row(name, told, *vectors, None if left else right, known is not None, coded)


def score(told: list[Row], given: list[bool], counts: dict[str, int]) -> str:
    right = sum(g and r.marked is True for r, g in zip(told, given, strict=True))
    wrong = sum(g and r.marked is False for r, g in zip(told, given, strict=True))
    precision, recall = right / max(1, right + wrong), right / max(1, sum(counts.values()))
    return f"P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / (precision + recall):.3f}"


def decide(row: Row, share: float) -> bool:
    """What the stage does with such a share, but for its finer rules."""
    return share >= (w.ADD if not row.found else w.KEEP_CODED if row.coded else w.KEEP)


def common(told: list[Row]) -> list[dict[str, float]]:
    """The features of every word without those that fewer than LEAST reports have."""
    seen: dict[str, set[str]] = {}
    for row in told:
        for name in row.told:
            seen.setdefault(name, set()).add(row.report)
    return [{k: v for k, v in row.told.items() if len(seen[k]) >= LEAST} for row in told]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--dry", action="store_true", help="cross-validate only")
    given = arguments.parse_args()
    counts: dict[str, int] = {}
    told = [r for folder in given.folders for r in rows(folder, counts)]
    table = DictVectorizer(sparse=True)
    vectors = np.hstack([WORD * np.stack([r.word for r in told]), HEAD * np.stack([r.head for r in told])])
    x = hstack([table.fit_transform(common(told)), csr_matrix(vectors)]).tocsr()
    y = np.array([-1 if r.marked is None else int(r.marked) for r in told])
    groups = np.array([sorted(counts).index(r.report) for r in told])
    shares = np.zeros(len(told))
    for train, test in GroupKFold(10).split(x, y, groups):
        train = train[y[train] >= 0]
        model = LogisticRegression(C=STRENGTH, max_iter=3000).fit(x[train], y[train])
        shares[test] = model.predict_proba(x[test])[:, 1]
    for folder in given.folders:
        own = [i for i, r in enumerate(told) if r.report.startswith(f"{folder}/")]
        part = {k: v for k, v in counts.items() if k.startswith(f"{folder}/")}
        mine = [told[i] for i in own]
        lists = score(mine, [r.found for r in mine], part)
        print(f"{folder}: lists {lists} | weighed {score(mine, [decide(told[i], shares[i]) for i in own], part)}")
    model = LogisticRegression(C=STRENGTH, max_iter=3000).fit(x[y >= 0], y[y >= 0])
    n = len(table.feature_names_)
    names = dict(zip(table.feature_names_, model.coef_[0][:n], strict=True))
    word, head = WORD * model.coef_[0][n : n + 300], HEAD * model.coef_[0][n + 300 :]
    if not given.dry:
        OUT.write_bytes(pack(Weights(names, float(model.intercept_[0]), {"word": word, "head": head})))
    print(json.dumps({"words": len(told), "reports": len(counts), "features": n}))


if __name__ == "__main__":
    main()
