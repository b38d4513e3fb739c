"""Train the place stage's weights: python -m bench.train_places SET... [-o onrecord/models/places.json]

Trains on the two thirds of the reports with sha256(id) % 3 != 0: a logistic regression tells place names from the
rest, a conditional one ranks the candidates of a name, with the votes of the report's other names renewed thrice.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench.place_gold import Marked, marked
from onrecord.gazetteer import Entry
from onrecord.reading.places import _joined, asked, setting
from onrecord.reading.places.choosing import FEATURES, Chooser
from onrecord.reading.places.names import find_names, name_of
from onrecord.reading.places.telling import features


def kilometres(entry: Entry, place: dict[str, Any]) -> float:
    a, b, c, d = (math.radians(x) for x in (entry.latitude, entry.longitude, place["latitude"], place["longitude"]))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))


def telling_examples(reports: Iterable[Marked]) -> tuple[list[dict[str, int]], list[int]]:
    rows, labels = [], []
    for report in reports:
        names = find_names(report.document, report.syntax)
        joined = _joined(names, report.syntax)
        tokens = report.syntax.tokens
        for i, name in enumerate(names):
            start, end = tokens[name.first].start, tokens[name.last - 1].end
            hit = [p for p in report.places if p["start"] < end and start < p["end"]]
            if hit and all(p["latitude"] is None for p in hit):
                continue
            rows.append(dict.fromkeys(features(name, report.syntax, i in joined, i - 1 in joined), 1))
            labels.append(int(bool(hit)))
    return rows, labels


def train_telling(reports: list[Marked], strength: float) -> dict[str, float]:
    rows, labels = telling_examples(reports)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    often = np.asarray((matrix > 0).sum(axis=0)).ravel() >= 3
    model = LogisticRegression(C=strength, max_iter=3000).fit(matrix[:, often], labels)
    names = [n for n, keep in zip(vectorizer.get_feature_names_out(), often, strict=True) if keep]
    known = dict(zip(names, (float(w) for w in model.coef_[0]), strict=True))
    known["bias"] = known.get("bias", 0.0) + float(model.intercept_[0])
    return {n: round(w, 3) for n, w in sorted(known.items()) if abs(w) >= 0.01}


def right(entry: Entry, place: dict[str, Any]) -> bool:
    if place.get("geonameid") and entry.geonameid == place["geonameid"]:
        return True
    if place.get("level") == "country":
        return entry.kind in ("country", "region") and (
            entry.country == place.get("country_code") or kilometres(entry, place) < 161
        )
    return kilometres(entry, place) < 80


def choosing_examples(reports: list[Marked], vector: tuple[float, ...]) -> list[tuple[np.ndarray, np.ndarray]]:
    examples = []
    for report in reports:
        names = [name_of(report.syntax, report.document.span(p["start"], p["end"])) for p in report.places]
        pairs = [(n, p) for n, p in zip(names, report.places, strict=True) if n]
        known = [n for n, _ in pairs]
        questions = asked(report.document, report.syntax, known)
        if not questions:
            continue
        chooser = Chooser(questions, setting(report.document, report.syntax, known), vector=vector)
        for _ in range(2):
            chooser.vote()
        seen = set()
        for name, place in pairs:
            if not name.hits or place["latitude"] is None or name.folded in seen:
                continue
            seen.add(name.folded)
            good = np.array([right(h.entry, place) for h in chooser.entries[name.folded]])
            if good.any() and not good.all():
                examples.append((np.array(chooser.rows(chooser.by_name[name.folded])), good))
    return examples


def train_choosing(reports: list[Marked], strength: float) -> dict[str, float]:
    vector = np.zeros(len(FEATURES))
    vector[FEATURES.index("people")] = 1.0
    for _ in range(3):
        examples = choosing_examples(reports, tuple(vector))

        def loss(w: np.ndarray, examples: list[Any] = examples) -> tuple[float, np.ndarray]:
            total, slope = strength * float(w @ w), 2 * strength * w
            for rows, good in examples:
                scores = rows @ w
                scores -= scores.max()
                chance = np.exp(scores)
                chance /= chance.sum()
                among = chance * good
                mass = max(among.sum(), 1e-12)
                total -= math.log(mass)
                slope = slope + rows.T @ (chance - among / mass)
            return total, slope

        vector = minimize(loss, vector, jac=True, method="L-BFGS-B").x
        print(f"choosing: {len(examples)} names, loss {loss(vector)[0] / max(1, len(examples)):.3f}")
    return {n: round(float(w), 3) for n, w in zip(FEATURES, vector, strict=True)}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("-o", "--out", type=Path, default=Path("onrecord/models/places.json"))
    options = arguments.parse_args()
    reports = [r for folder in options.folders for r in marked(folder, "rest")]
    trained = {"telling": train_telling(reports, 0.3), "choosing": train_choosing(reports, 1.0)}
    options.out.write_text(json.dumps(trained, indent=0, ensure_ascii=False) + "\n", "utf-8")
    print(f"{options.out}: {len(trained['telling'])} and {len(trained['choosing'])} weights")


if __name__ == "__main__":
    main()
