"""Train the weights of onrecord/models/same_story.json on ECB+: python -m bench.train_same_story

Two reports are a right pair where the gold gives them one subtopic. Topics whose number is divisible by three are held
out; the threshold is chosen by B3 over five folds of the others, each by the weights of the four other folds.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from bench.readings import read
from bench.train_same_event import GOLD, held_out
from onrecord.linking.grouping import group
from onrecord.linking.tellings import FACTS, UNLIKE, Telling, facts, telling

MODEL = Path(__file__).resolve().parents[1] / "onrecord" / "models" / "same_story.json"
FOLDS = 5
# ECB+ has no report dates: reports of ten weeks apart are hardly of one happening, whatever words they share.
SET_BY_HAND = {"weeks apart": -6.0, "of the same days": 1.4}
Pair = tuple[int, int]


class Part:
    def __init__(self, gold: list[dict[str, Any]], told: dict[str, Telling]) -> None:
        self.gold = gold
        self.pairs: list[Pair] = []
        rows = []
        for i, row in enumerate(gold):
            others = range(i + 1, len(gold))
            self.pairs += [(i, j) for j in others]
            rows.append(facts(told[row["id"]], [told[gold[j]["id"]] for j in others]))
        found = np.concatenate(rows)
        like = found[:, 0] >= UNLIKE
        self.facts = found[like]
        self.pairs = [pair for pair, kept in zip(self.pairs, like.tolist(), strict=True) if kept]
        self.same = np.array([gold[i]["subtopic"] == gold[j]["subtopic"] for i, j in self.pairs])
        self.topics = np.array([[int(gold[i]["topic"]), int(gold[j]["topic"])] for i, j in self.pairs])

    def b3(self, scores: np.ndarray[Any, Any], threshold: float) -> float:
        kept = {pair: float(s) for pair, s in zip(self.pairs, scores, strict=True) if s >= 0.02}
        found = {m: n for n, c in enumerate(group(len(self.gold), kept, threshold)) for m in c}
        sums = [0.0, 0.0]
        members: dict[tuple[str, Any], set[int]] = defaultdict(set)
        for n, row in enumerate(self.gold):
            members["gold", row["subtopic"]].add(n)
            members["found", found[n]].add(n)
        for n, row in enumerate(self.gold):
            key, given = members["gold", row["subtopic"]], members["found", found[n]]
            sums[0] += len(key & given) / len(key)
            sums[1] += len(key & given) / len(given)
        return 2 * sums[0] * sums[1] / (sums[0] + sums[1]) / len(self.gold)


def fitted(rows: np.ndarray[Any, Any], same: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], float]:
    """Weights of the unscaled facts, and the bias."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=1.0, max_iter=2000).fit(scaler.transform(rows), same)
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - (weights * scaler.mean_).sum())


def chances(rows: np.ndarray[Any, Any], weights: np.ndarray[Any, Any], bias: float) -> np.ndarray[Any, Any]:
    return np.asarray(1 / (1 + np.exp(-(rows @ weights + bias))))


def crossed(part: Part) -> np.ndarray[Any, Any]:
    """The chance of each pair by the weights of folds that hold neither of its topics."""
    topics = sorted(set(part.topics.ravel().tolist()))
    fold = {topic: number % FOLDS for number, topic in enumerate(topics)}
    folds = np.vectorize(fold.get)(part.topics)
    summed, counted = np.zeros(len(part.pairs)), np.zeros(len(part.pairs))
    for number in range(FOLDS):
        mine, rest = (folds == number).any(1), (folds != number).all(1)
        summed[mine] += chances(part.facts[mine], *fitted(part.facts[rest], part.same[rest]))
        counted[mine] += 1
    return np.asarray(summed / counted)


def main() -> None:
    gold = [json.loads(line) for line in (GOLD / "gold.jsonl").read_text("utf-8").split("\n") if line.strip()]
    told = {r.document.name: telling(r) for r in read(GOLD / "reports.jsonl")}
    seen = Part([g for g in gold if not held_out(g["topic"])], told)
    held = Part([g for g in gold if held_out(g["topic"])], told)
    scores = crossed(seen)
    tried = {t: round(seen.b3(scores, t), 3) for t in np.arange(0.2, 0.75, 0.05).round(2).tolist()}
    # the middle of three neighbours, so that one lucky step does not decide
    steps = list(tried)[1:-1]
    around = {t: sum(tried[x] for x in list(tried) if abs(x - t) < 0.06) for t in steps}
    threshold = max(steps, key=lambda t: around[t])
    weights, bias = fitted(seen.facts, seen.same)
    table = {name: round(float(w), 3) for name, w in zip(FACTS, weights, strict=True)} | SET_BY_HAND
    MODEL.write_text(json.dumps({"bias": round(bias, 3), "threshold": threshold, "weights": table}, indent=1) + "\n")
    print("B3 over folds:", tried, "->", threshold)
    used = np.array([table[name] for name in FACTS])
    final = chances(held.facts, used, round(bias, 3))
    print(
        "B3 of held-out topics:", round(held.b3(final, threshold), 3), {t: round(held.b3(final, t), 3) for t in tried}
    )


if __name__ == "__main__":
    main()
