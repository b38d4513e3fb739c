"""Train the weights of onrecord/models/same_event.json on ECB+: python -m bench.train_same_event [--only-score]

Topics whose number is divisible by three are held out: the weights are trained on the others, the threshold is chosen
on them too, and the figures printed last are of the held-out topics alone. Gold mentions are given.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.readings import read
from onrecord import parse
from onrecord.linking import same_event
from onrecord.linking.cards import Card, cards_at
from onrecord.linking.stories import Stories, words_of
from onrecord.record import Record

SHARED = Path(os.environ.get("ONRECORD_SHARED", Path(__file__).resolve().parents[2] / "shared"))
GOLD = SHARED / "gold" / "crossdoc-ecbplus"
MODEL = Path(__file__).resolve().parents[1] / "onrecord" / "models" / "same_event.json"
# ECB+ has no report dates and few told times and places, so it cannot teach these; a week apart or another country
# is strong evidence against one happening, a shared day, place or figure weak evidence for it.
SET_BY_HAND = {
    "same time": 0.7, "days apart": -5.0, "same place": 0.7, "other place": -1.5, "other country": -4.0, "same figures": 0.7,
}  # fmt: skip


def held_out(topic: str) -> bool:
    return int(topic) % 3 == 0


class Part:
    """Some topics with their cards and the gold chain of each."""

    def __init__(self, gold: list[dict[str, Any]], records: dict[str, Record], similar: Callable[[str, str], float]):
        self.gold, self.names = gold, {}
        self.cards: list[Card] = []
        self.chains: list[str] = []
        for report in gold:
            record = records[report["id"]]
            self.names[record.document.id] = report["id"]
            wanted = [m for m in report["mentions"] if m["kind"] == "event" and m["validated"]]
            self.cards += cards_at(record, [(m["start"], m["end"]) for m in wanted])
            self.chains += [m["chain"] for m in wanted]
        self.stories = Stories([words_of(records[g["id"]].document) for g in gold])
        self.pairs = list(same_event.candidates(self.cards, self.stories))
        self.facts = [same_event.facts(self.cards[a], self.cards[b], self.stories, similar) for a, b in self.pairs]
        self.same = np.array([self.chains[a] == self.chains[b] for a, b in self.pairs])

    def score(self, probabilities: Sequence[float], threshold: float) -> dict[str, Any]:
        from onrecord.linking.grouping import group

        found = group(len(self.cards), dict(zip(self.pairs, map(float, probabilities), strict=True)), threshold)
        clusters = [
            [[self.names[c.report], c.trigger.start, c.trigger.end] for c in (self.cards[i] for i in g)] for g in found
        ]
        documents = [[self.names[r] for r in story] for story in self.stories.stories()]
        with tempfile.TemporaryDirectory() as work:
            gold, given = Path(work) / "gold.jsonl", Path(work) / "clusters.json"
            gold.write_text("\n".join(map(json.dumps, self.gold)), "utf-8")
            given.write_text(json.dumps({"clusters": clusters, "documents": documents}), "utf-8")
            command = [
                sys.executable,
                str(SHARED / "score" / "crossdoc.py"),
                str(gold),
                str(given),
                "--given",
                "--json",
            ]
            answer: dict[str, Any] = json.loads(
                subprocess.run(command, check=True, capture_output=True, text=True).stdout
            )
            return answer


def train(part: Part) -> tuple[list[str], np.ndarray[Any, Any], float]:
    from sklearn.linear_model import LogisticRegression

    names = sorted(part.facts[0])
    matrix = np.array([[f[n] for n in names] for f in part.facts])
    model = LogisticRegression(C=1.0, max_iter=500).fit(matrix, part.same)
    return names, model.coef_[0], float(model.intercept_[0])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only-score", action="store_true", help="score the weights that are there")
    given = arguments.parse_args()
    gold = [json.loads(line) for line in (GOLD / "gold.jsonl").read_text("utf-8").split("\n") if line.strip()]
    records = {r.document.name: r for r in read(GOLD / "reports.jsonl")}
    similar = parse.similar
    held = Part([g for g in gold if held_out(g["topic"])], records, similar)
    if not given.only_score:
        seen = Part([g for g in gold if not held_out(g["topic"])], records, similar)
        names, weights, bias = train(seen)
        matrix = np.array([[f[n] for n in names] for f in seen.facts])
        chances = 1 / (1 + np.exp(-(matrix @ weights + bias)))
        tried = {t: seen.score(chances, t)["CoNLL"] for t in np.arange(0.1, 0.55, 0.05).round(2).tolist()}
        threshold = max(tried, key=lambda t: tried[t])
        model = {
            "bias": {"bias": round(bias, 3), "threshold": threshold},
            "weights": {n: round(float(w), 3) for n, w in zip(names, weights, strict=True) if n not in SET_BY_HAND},
            "set_by_hand": SET_BY_HAND,
        }
        MODEL.write_text(json.dumps(model, indent=1) + "\n", "utf-8")
        print("trained on the other topics:", {t: round(v, 3) for t, v in tried.items()})
    model = json.loads(MODEL.read_text("utf-8"))
    chances = [model["bias"]["bias"] + sum(model["weights"].get(k, 0.0) * v for k, v in f.items()) for f in held.facts]
    answer = held.score([1 / (1 + np.exp(-x)) for x in chances], model["bias"]["threshold"])
    print("held-out topics:", json.dumps(answer))


if __name__ == "__main__":
    main()
