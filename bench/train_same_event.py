"""Train the weights of onrecord/models/same_event.json: python -m bench.train_same_event

Learned from ECB+ (gold mentions, topics whose number is not divisible by three), from the sentences written for
bench/marked/happenings.toml that are not held out (ECB+ lacks dates, places and generic short reports) and from the whole
stories of bench/marked/stories named seen_. Which reports are near is as the program finds it, but of weights that did not see the topic. What the threshold costs is told over five folds of topics.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.readings import read
from onrecord import parse
from onrecord.linking import same_event, tables
from onrecord.linking.cards import Card, cards, cards_at
from onrecord.linking.comparing import FACTS, Compared
from onrecord.linking.grouping import group
from onrecord.linking.stories import Stories
from onrecord.linking.tellings import telling
from onrecord.record import Record

SHARED = Path(os.environ.get("ONRECORD_SHARED", Path(__file__).resolve().parents[2] / "shared"))
GOLD = SHARED / "gold" / "crossdoc-ecbplus"
MODEL = Path(__file__).resolve().parents[1] / "onrecord" / "models" / "same_event.json"
FOLDS = 5
OWN_RIGHT, OWN_WRONG = 300.0, 5.0  # how much our own sentences weigh; see _weights
TOLD_RIGHT, TOLD_WRONG = 20.0, 8.0  # and the whole stories, each
HARD = 3.0  # how much more a wrong pair of whole stories weighs whose words may tell one happening
PLAIN = 0.006  # the less, the smaller the weights: with .1 a story that was left out lost .05 of precision
THRESHOLD = 0.22  # for ECB+ alone .3 were as good; whole stories that were left out lose a tenth of their pairs by it


def held_out(topic: str) -> bool:
    return int(topic) % 3 == 0


class Part:
    """Pairs of events with their facts and whether they are one; `fold` is -1 for what every fold learns from."""

    def __init__(self) -> None:
        self.cards: list[Card] = []
        self.chains: list[str] = []
        self.folds: list[int] = []
        self.pairs: list[tuple[int, int]] = []
        self.rows: list[Any] = []
        self.bars: list[bool] = []
        self.names: dict[str, str] = {}

    def add(
        self, told: dict[str, list[tuple[Card, str]]], near: dict[frozenset[str], float], fold: dict[str, int]
    ) -> None:
        """Cards with their chains, by report; pairs whose chains are both known and that stand in near reports."""
        numbers, made = {}, {}
        for report in sorted(told):
            numbers[report] = range(len(self.cards), len(self.cards) + len(told[report]))
            made[report] = tables.table([card for card, _ in told[report]])
            self.cards += [card for card, _ in told[report]]
            self.chains += [chain for _, chain in told[report]]
            self.folds += [fold[report]] * len(told[report])
        for place, one in enumerate(sorted(told)):
            for other in sorted(told)[place:]:
                story = 1.0 if one == other else near.get(frozenset((one, other)), 0.0)
                if story >= same_event.NEAR and told[one] and told[other]:
                    itself = one == other
                    found = Compared(made[one], made[other], parse.similar, story=story, itself=itself)
                    grid = np.stack([found.facts[name] for name in FACTS], axis=-1)
                    barred = found.barred() > 0
                    for a, i in enumerate(numbers[one]):
                        for b, j in enumerate(numbers[other]):
                            if i < j and self.chains[i] and self.chains[j]:
                                self.pairs.append((i, j))
                                self.rows.append(grid[a, b])
                                self.bars.append(bool(barred[a, b]))

    def finish(self) -> None:
        self.facts = np.array(self.rows)
        self.same = np.array([self.chains[i] == self.chains[j] for i, j in self.pairs])
        self.of = np.array([[self.folds[i], self.folds[j]] for i, j in self.pairs])

    def score(self, gold: list[dict[str, Any]], chances: Sequence[float], threshold: float) -> dict[str, Any]:
        scores = {p: float(c) for p, c in zip(self.pairs, chances, strict=True) if c >= same_event.NOTHING}
        found = group(len(self.cards), scores, threshold)
        clusters = [
            [[self.names[c.report], c.trigger.start, c.trigger.end] for c in map(self.cards.__getitem__, g)]
            for g in found
        ]
        return scored(gold, {"clusters": clusters}, "--given")


def scored(gold: list[dict[str, Any]], found: dict[str, Any], *options: str) -> dict[str, Any]:
    """What the scorer says of clusters."""
    with tempfile.TemporaryDirectory() as work:
        key, answer = Path(work) / "gold.jsonl", Path(work) / "clusters.json"
        key.write_text("\n".join(map(json.dumps, gold)), "utf-8")
        answer.write_text(json.dumps(found), "utf-8")
        command = [sys.executable, str(SHARED / "score" / "crossdoc.py"), str(key), str(answer), "--json", *options]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    scored: dict[str, Any] = json.loads(told)
    return scored


def gold_part(gold: list[dict[str, Any]], records: dict[str, Record], near: dict[frozenset[str], float]) -> Part:
    part = Part()
    topics = sorted({int(g["topic"]) for g in gold})
    told, fold = {}, {}
    for report in gold:
        record = records[report["id"]]
        wanted = [m for m in report["mentions"] if m["kind"] == "event" and m["validated"]]
        made = cards_at(record, [(m["start"], m["end"]) for m in wanted])
        told[record.document.id] = [(card, m["chain"]) for card, m in zip(made, wanted, strict=True)]
        fold[record.document.id] = topics.index(int(report["topic"])) % FOLDS
    part.names = {records[g["id"]].document.id: g["id"] for g in gold}
    part.add(told, near, fold)
    part.finish()
    return part


def near_reports(
    gold: list[dict[str, Any]], records: dict[str, Record], *, crossed: bool
) -> dict[frozenset[str], float]:
    """How alike reports are, by the shipped weights or (crossed) by weights that did not see their topics."""
    from bench import train_same_story as story

    part = story.Part(gold, {g["id"]: telling(records[g["id"]]) for g in gold})
    model = json.loads(story.MODEL.read_text("utf-8"))
    weights = np.array([model["weights"][name] for name in story.FACTS])
    found = story.crossed(part) if crossed else story.chances(part.facts, weights, model["bias"])
    ids = [records[g["id"]].document.id for g in gold]
    return {frozenset((ids[i], ids[j])): float(s) for (i, j), s in zip(part.pairs, found, strict=True)}


def own_part() -> Part:
    """The sentences of our own that are not held out."""
    from bench import contradictions, happenings

    part = Part()
    told = {
        r.document.id: [(c, happenings.label(c, words) or "") for c in cards(r)]
        for r, words in happenings.marked("seen")
    }
    records = [r for r, _ in happenings.marked("seen")]
    pairs = contradictions.read("seen")
    for number, pair in pairs:
        for record in pair:
            told[record.document.id] = [(c, f"pair {number} {c.told.entry or c.stem}") for c in cards(record)]
            records.append(record)
    near: dict[frozenset[str], float] = {}
    stories = Stories([telling(r) for r in records])
    for one in told:
        near |= {
            frozenset((one, other)): stories.similarity(one, other) for other in stories.near(one, same_event.NEAR)
        }
    part.add(told, near, dict.fromkeys(told, -1))
    part.finish()
    return part


def story_parts() -> list[Part]:
    """The whole stories that are not held out, each by itself."""
    from bench import stories

    parts = []
    for _, reports in stories.stories("seen"):
        told = {m.record.document.id: [(card, m.label(card)) for card in cards(m.record)] for m in reports}
        likeness = Stories([telling(m.record) for m in reports])
        near = {
            frozenset((one, other)): likeness.similarity(one, other)
            for one in told
            for other in likeness.near(one, same_event.NEAR)
        }
        part = Part()
        part.add(told, near, dict.fromkeys(told, -1))
        part.finish()
        parts.append(part)
    return parts


def fitted(facts: Any, same: Any, weights: Any) -> tuple[Any, float]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(facts, sample_weight=weights)
    model = LogisticRegression(C=PLAIN, max_iter=500).fit(scaler.transform(facts), same, sample_weight=weights)
    unscaled = model.coef_[0] / scaler.scale_
    return unscaled, float(model.intercept_[0] - (unscaled * scaler.mean_).sum())


def main() -> None:
    gold = [json.loads(line) for line in (GOLD / "gold.jsonl").read_text("utf-8").split("\n") if line.strip()]
    records = {r.document.name: r for r in read(GOLD / "reports.jsonl")}
    mine = [g for g in gold if not held_out(g["topic"])]
    seen = gold_part(mine, records, near_reports(mine, records, crossed=True))
    own = [own_part(), *story_parts()]
    weighed = [
        _weights(own[0], OWN_RIGHT, OWN_WRONG, 1.0),
        *(_weights(p, TOLD_RIGHT, TOLD_WRONG, HARD) for p in own[1:]),
    ]

    def learned(kept: Any) -> tuple[Any, float]:
        facts = np.concatenate([seen.facts[kept], *(p.facts for p in own)])
        same = np.concatenate([seen.same[kept], *(p.same for p in own)])
        return fitted(facts, same, np.concatenate([np.ones(kept.sum()), *weighed]))

    chances = np.zeros(len(seen.pairs))
    for fold in range(FOLDS):
        weights, bias = learned((seen.of != fold).all(1))
        inside = seen.of[:, 0] == fold
        chances[inside] = 1 / (1 + np.exp(-(seen.facts[inside] @ weights + bias)))
    tried = {
        t: round(seen.score(mine, chances.tolist(), t)["CoNLL"], 4)
        for t in np.arange(0.2, 0.65, 0.05).round(2).tolist()
    }
    threshold = THRESHOLD
    weights, bias = learned(np.ones(len(seen.pairs), bool))
    table = {name: round(float(w), 3) for name, w in zip(FACTS, weights, strict=True)}
    MODEL.write_text(
        json.dumps({"bias": round(bias, 3), "threshold": threshold, "weights": table}, indent=1) + "\n", "utf-8"
    )
    print(f"{len(seen.pairs)} pairs of ECB+, {sum(len(p.pairs) for p in own)} of our own; CoNLL over folds: {tried}")
    told = [g for g in gold if held_out(g["topic"])]
    held = gold_part(told, records, near_reports(told, records, crossed=False))
    found = 1 / (1 + np.exp(-(held.facts @ np.array(list(table.values())) + bias)))
    print("CoNLL of held-out topics:", round(held.score(told, found.tolist(), threshold)["CoNLL"], 4))


def _weights(told: Part, right: float, wrong: float, hard: float) -> Any:
    """Right pairs of our own count `right` times, all wrong ones together as much as `wrong` times the right ones, those
    of like words `hard` times the others. What no score joins teaches nothing."""
    words = [FACTS.index(name) for name in ("same word", "same sense", "wider word", "same deed")]
    much = np.where(told.facts[:, words].sum(1) > 0, hard, 1.0) * ~np.array(told.bars)
    each = wrong * right * told.same.sum() / max(1.0, much[~told.same].sum())
    return np.where(told.same, right, each * much)


if __name__ == "__main__":
    main()
