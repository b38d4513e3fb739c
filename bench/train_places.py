"""Train the place stage's weights: python -m bench.train_places SET... [-o onrecord/models/places.json]

Trains on the two thirds of the reports with sha256(id) % 3 != 0: a logistic regression tells place names from the
rest, a conditional one ranks the candidates of a name, with the votes of the report's other names renewed thrice.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench.place_gold import Marked, kilometres, marked
from onrecord.clean import clean
from onrecord.gazetteer import Entry, gazetteer, key
from onrecord.parse import parse_all
from onrecord.reading.places import asked, joined_names, setting
from onrecord.reading.places.choosing import FEATURES, Chooser
from onrecord.reading.places.names import Names, find_names, name_of, words
from onrecord.reading.places.telling import _ENGLISH, again, features
from onrecord.record import Source
from onrecord.syntax import Syntax


@dataclass(frozen=True, slots=True)
class Candidates:
    """One report's candidates: features, and 1 or 0 for a place or none, -1 where gold leaves it open."""

    names: Names
    rows: list[dict[str, int]]
    labels: list[int]
    syntax: Syntax


def candidates(report: Marked) -> Candidates:
    names = find_names(report.document, report.syntax)
    joined = joined_names(names.candidates, report.syntax)
    tokens = report.syntax.tokens
    rows, labels = [], []
    for i, name in enumerate(names.candidates):
        start, end = tokens[name.first].start, tokens[name.last - 1].end
        hit = [p for p in report.places if p["start"] < end and start < p["end"]]
        rows.append(dict.fromkeys(features(name, report.syntax, i in joined, i - 1 in joined), 1))
        open_ = all(p["latitude"] is None for p in hit) or (name.label == "ORG" and name.within != "same")
        labels.append(-1 if hit and open_ else int(bool(hit)))
    return Candidates(names, rows, labels, report.syntax)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A logistic regression over named features."""

    weights: dict[str, float]

    def score(self, row: Iterable[str]) -> float:
        return sum(self.weights.get(f, 0.0) for f in row)


def fit(rows: list[dict[str, int]], labels: list[int], strength: float) -> Fitted:
    kept = [(r, y) for r, y in zip(rows, labels, strict=True) if y >= 0]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([r for r, _ in kept])
    often = np.asarray((matrix > 0).sum(axis=0)).ravel() >= 3
    model = LogisticRegression(C=strength, max_iter=4000).fit(matrix[:, often], [y for _, y in kept])
    names = [n for n, keep in zip(vectorizer.get_feature_names_out(), often, strict=True) if keep]
    known = dict(zip(names, (float(w) for w in model.coef_[0]), strict=True))
    known["bias"] = known.get("bias", 0.0) + float(model.intercept_[0])
    return Fitted({n: round(w, 3) for n, w in sorted(known.items()) if abs(w) >= 0.01})


def flat(reports: list[Candidates]) -> tuple[list[dict[str, int]], list[int]]:
    return [r for c in reports for r in c.rows], [y for c in reports for y in c.labels]


def sentences(draws: int = 12) -> list[Candidates]:
    """Own sentences with towns drawn for their slots, marked; the draw is the same every time."""
    random = Random(7)
    table = gazetteer()
    entries = (table.entry(number) for number in range(table.size))
    towns = [
        e.name
        for e in entries
        if e.kind == "town" and e.population > 15_000 and e.country not in _ENGLISH
        if e.name.isascii() and e.name.isalpha() and key(e.name) not in words("never", "words")
    ]
    patterns = tomllib.loads((Path(__file__).parent / "place_sentences.toml").read_text("utf-8"))
    rows = []
    for pattern in patterns["place"] * draws + patterns["other"] * draws:
        text, places = "", []
        for part in re.split(r"({[pn]})", pattern):
            filled = random.choice(towns) if part in ("{p}", "{n}") else part
            if part == "{p}":
                places.append({"start": len(text), "end": len(text) + len(filled), "latitude": 0.0})
            text += filled
        rows.append((clean(Source(str(len(rows)), text)), places))
    parsed = parse_all([d for d, _ in rows])
    return [candidates(Marked(d, syntax, places, {})) for (d, places), syntax in zip(rows, parsed, strict=True)]


def train_telling(reports: list[Candidates]) -> dict[str, dict[str, float]]:
    """The first look, and the second one trained on what a first look says of reports it has not seen."""
    seconds: list[dict[str, int]] = []
    labels: list[int] = []
    for part in range(5):
        first = fit(*flat([c for i, c in enumerate(reports) if i % 5 != part]), 1.0)
        for report in reports[part::5]:
            scores = [first.score(r) for r in report.rows]
            for row, score in zip(again(report.names, scores, report.syntax), scores, strict=True):
                seconds.append(dict.fromkeys([*row, "bias"], 1) | {"first look": score})
            labels.extend(report.labels)
    second = fit(seconds, labels, 1.0).weights
    return {"telling": fit(*flat(reports), 1.0).weights, "telling again": second}


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
        questions = asked(report.syntax, known, find_names(report.document, report.syntax).demonyms)
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
                found = chooser.features(chooser.by_name[name.folded])
                examples.append((np.array([[f.get(n, 0.0) for n in FEATURES] for f in found]), good))
    return examples


# What is expected before any example is seen: "Paris, Texas" leaves no doubt, whatever lies elsewhere.
_EXPECTED = {"people": 1.0, "held by the name after": 5.0, "holds the name before": 3.0, "usual sense": 2.0}


def train_choosing(reports: list[Marked], strength: float) -> dict[str, float]:
    prior = np.array([_EXPECTED.get(n, 0.0) for n in FEATURES])
    vector = prior
    for _ in range(3):
        examples = choosing_examples(reports, tuple(vector))

        def loss(w: np.ndarray, examples: list[Any] = examples) -> tuple[float, np.ndarray]:
            total, slope = strength * float((w - prior) @ (w - prior)), 2 * strength * (w - prior)
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
    own = sentences()
    trained = train_telling([*(candidates(r) for r in reports), *own]) | {"choosing": train_choosing(reports, 0.3)}
    options.out.write_text(json.dumps(trained, indent=0, ensure_ascii=False) + "\n", "utf-8")
    print(f"{options.out}: {len(trained['telling'])} and {len(trained['choosing'])} weights")


if __name__ == "__main__":
    main()
