"""Train what weighs attributions: python -m bench.train_attribution_keep FOLDER... [--dry]

FOLDER: marked reports in the form of the exam (compiled *.json beside reports.jsonl, or reports.jsonl one folder up).
Prints what ten-fold cross-validation by report gives beside no weighing, then writes models/attribution_keep.npz.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from bench.readings import documents, parsed
from bench.train_happenings import reports
from onrecord.models.named import Weights, pack
from onrecord.reading.attribution import assemble
from onrecord.reading.attribution import weighed as w
from onrecord.reading.attribution.edges import inner
from onrecord.reading.attribution.marks import Interval, Marks
from onrecord.reading.attribution.quotes import find_quotes
from onrecord.reading.tags import find_tags
from onrecord.record import Document
from onrecord.syntax import Syntax

OUT = Path(__file__).parents[1] / "onrecord" / "models" / "attribution_keep.npz"
STRENGTH, LEAST = 0.1, 3  # regularisation; reports that a feature must stand in to be kept
HALF = 0.5  # of the characters of both contents that two must share to be the same


@dataclass(frozen=True, slots=True)
class Told:
    """One attribution's content and source in characters, given or marked."""

    content: frozenset[int]
    source: Interval | None


@dataclass(frozen=True, slots=True)
class Report:
    """The drafts of one report with what is known of each, which are never weighed out, and what was marked."""

    name: str
    drafts: list[Told]
    known: list[dict[str, float]]
    sure: list[bool]
    marked: list[Told]

    def right(self, kept: list[int]) -> set[int]:
        """Which of the kept drafts have a partner: contents that mostly agree, sources that touch; best first."""
        pairs = []
        for i in kept:
            for j, marked in enumerate(self.marked):
                common = len(self.drafts[i].content & marked.content)
                total = len(self.drafts[i].content | marked.content)
                if common and common / total >= HALF:
                    pairs.append((-common / total, i, j))
        given, taken, found = set(), set(), set()
        for _, i, j in sorted(pairs):
            if i not in given and j not in taken:
                given.add(i)
                taken.add(j)
                if _touch(self.drafts[i].source, self.marked[j].source):
                    found.add(i)
        return found


def _touch(a: Interval | None, b: Interval | None) -> bool:
    return a is b if a is None or b is None else a[0] < b[1] and b[0] < a[1]


def _told(spans: list[Interval], source: Interval | None) -> Told:
    return Told(frozenset(i for a, b in spans for i in range(a, b)), source)


def _marked(row: dict[str, Any]) -> Told:
    source = row.get("source_span")
    spans = [(s["start"], s["end"]) for s in row["content"]]
    return _told(spans, (source["start"], source["end"]) if source else None)


def report(name: str, document: Document, syntax: Syntax, marked: list[dict[str, Any]]) -> Report:
    tags, marks = find_tags(document, syntax), Marks(find_quotes(document.text))
    drafts = assemble.drafts_of(document, syntax, marks, tags)
    scene = w.scene_of(syntax, marks, tags, drafts)
    given = []
    for draft in drafts:
        content = [inner(document.text, marks, piece) for piece in draft.content]
        tokens = [syntax.tokens[i] for i in range(*draft.source)] if draft.source else []
        given.append(_told(content, (tokens[0].start, tokens[-1].end) if tokens else None))
    known = [w.features(d, scene) for d in drafts]
    sure = [w.is_sure(d, scene) for d in drafts]
    return Report(name, given, known, sure, [_marked(m) for m in marked if m["content"]])


def collect(folder: Path) -> Iterator[Report]:
    path, gold = reports(folder)
    by_id = gold | {g["doc"]: g for g in gold.values()}
    for document, syntax in parsed(documents(path, set(by_id))):
        if syntax.tokens:
            yield report(f"{folder}/{document.name}", document, syntax, by_id[document.name]["attributions"])


def score(told: list[Report], kept: list[list[int]]) -> str:
    right = sum(len(r.right(k)) for r, k in zip(told, kept, strict=True))
    given, marked = sum(map(len, kept)), sum(len(r.marked) for r in told)
    precision, recall, both = right / max(1, given), right / max(1, marked), 2 * right / max(1, given + marked)
    return f"P {precision:.3f} R {recall:.3f} F1 {both:.3f}"


def common(told: list[Report]) -> list[dict[str, float]]:
    """What is known of every draft, without what fewer than LEAST reports have."""
    seen: dict[str, set[str]] = {}
    for row in told:
        for known in row.known:
            for name in known:
                seen.setdefault(name, set()).add(row.name)
    return [{k: v for k, v in known.items() if len(seen[k]) >= LEAST} for row in told for known in row.known]


def left_out(x: Any, y: Any, groups: Any) -> Any:
    """Each draft's share by weights that were trained without its report."""
    shares = np.zeros(len(y))
    for train, test in GroupKFold(10).split(x, y, groups):
        model = LogisticRegression(C=STRENGTH, max_iter=3000).fit(x[train], y[train])
        shares[test] = model.predict_proba(x[test])[:, 1]
    return shares


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--dry", action="store_true", help="cross-validate only")
    given = arguments.parse_args()
    told = [r for folder in given.folders for r in collect(folder)]
    table = DictVectorizer(sparse=True)
    x = table.fit_transform(common(told))
    whole = [list(range(len(r.drafts))) for r in told]
    y = np.array([i in right for r, k in zip(told, whole, strict=True) for right in [r.right(k)] for i in k], int)
    shares = left_out(x, y, np.array([n for n, r in enumerate(told) for _ in r.drafts]))
    starts = np.cumsum([0, *map(len, whole)])
    parts = zip(told, whole, starts, strict=False)
    kept = [[i for i in k if r.sure[i] or shares[a + i] >= w.KEEP] for r, k, a in parts]
    for folder in given.folders:
        own = [n for n, r in enumerate(told) if r.name.startswith(f"{folder}/")]
        mine = [told[n] for n in own]
        print(f"{folder}: all {score(mine, [whole[n] for n in own])} | kept {score(mine, [kept[n] for n in own])}")
    print(f"together: all {score(told, whole)} | kept {score(told, kept)}")
    model = LogisticRegression(C=STRENGTH, max_iter=3000).fit(x, y)
    if not given.dry:
        names = dict(zip(table.feature_names_, model.coef_[0], strict=True))
        OUT.write_bytes(pack(Weights(names, float(model.intercept_[0]), {})))
    print(json.dumps({"drafts": len(y), "reports": len(told), "features": len(table.feature_names_)}))


if __name__ == "__main__":
    main()
