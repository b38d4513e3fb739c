"""Train the learned tagger: python -m bench.train_tagger SHARED/gold [--epochs 10] [-o onrecord/models/tagger.npz]

Needs torch (training only). PolNeAR train gives source, cue, content and links; UW gives event words and factuality.
Every article with sha256(id) % 10 == 0 is held out and scored after each epoch.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from bench.tagger_network import GAP, SIZES, Network, batches, link_scores, loss_of
from bench.tagger_texts import PARTS, Text, held_out, judged, quoted, texts, vocabularies
from onrecord import parse
from onrecord.models import tagger


def spans(column: np.ndarray) -> set[tuple[int, int]]:
    found, start = set(), None
    for i, value in enumerate([*column.tolist(), 0]):
        if start is not None and value != 2:
            found.add((start, i))
            start = None
        if value == 1 or (value == 2 and start is None):
            start = i
    return found


@dataclass
class Tally:
    """What was right, given and in the gold: exact spans and tokens of each part, links, event words, factuality."""

    exact: dict[str, np.ndarray] = field(default_factory=lambda: {part: np.zeros(3) for part in PARTS})
    inside: dict[str, np.ndarray] = field(default_factory=lambda: {part: np.zeros(3) for part in PARTS})
    right: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    events: np.ndarray = field(default_factory=lambda: np.zeros(3))
    numbers: list[tuple[float, float]] = field(default_factory=list)

    def add_parts(self, network: Network, text: Text, scores: np.ndarray) -> None:
        parts = np.ascontiguousarray(scores.reshape(-1, 3, 3).transpose(1, 0, 2))
        breaks = np.flatnonzero(text.seen.symbols[:, 5] >= 10)
        guesses = tagger.labelled(parts, breaks, network.steps.detach().numpy(), eager=(0.0, 0.0, 0.0)).labels
        for column, part in enumerate(PARTS):
            guess, gold = guesses[:, column], text.labels[:, column]
            a, b = spans(guess), spans(gold)
            self.exact[part] += (len(a & b), len(a), len(b))
            self.inside[part] += (((guess > 0) & (gold > 0)).sum(), (guess > 0).sum(), (gold > 0).sum())

    def add_links(self, network: Network, hidden: torch.Tensor, kind: str, pairs: list[tuple[int, int]]) -> None:
        tos = sorted({b for _, b in pairs if b >= 0})
        if not tos:
            return
        froms = torch.tensor([a for a, _ in pairs])
        best = link_scores(network, hidden, kind, froms, torch.tensor(tos)).argmax(1)
        guessed = [([*tos, -1])[n] for n in best.tolist()]
        self.right[kind] += sum(g == b for g, (_, b) in zip(guessed, pairs, strict=True))
        self.seen[kind] += len(pairs)

    def add_words(self, extra: np.ndarray, batch: dict[str, Any]) -> None:
        known = batch["events"].numpy() >= 0
        guess, gold = extra[known, 0] > 0, batch["events"].numpy()[known] > 0
        self.events += ((guess & gold).sum(), guess.sum(), gold.sum())
        rated = ~np.isnan(batch["factuality"].numpy())
        self.numbers += list(zip(extra[rated, 1], batch["factuality"].numpy()[rated], strict=True))

    def scores(self) -> dict[str, float]:
        f1 = {f"{p} exact": 2 * e[0] / max(e[1] + e[2], 1) for p, e in self.exact.items()}
        f1 |= {f"{p} tokens": 2 * e[0] / max(e[1] + e[2], 1) for p, e in self.inside.items()}
        f1 |= {f"{k} link": self.right[k] / self.seen[k] for k in self.seen}
        if self.numbers:
            f1["event"] = 2 * self.events[0] / max(self.events[1] + self.events[2], 1)
            f1["factuality r"] = float(np.corrcoef(np.asarray(self.numbers).T)[0, 1])
        return f1


def evaluate(network: Network, data: list[Text]) -> dict[str, float]:
    """Exact span F1 of each part, overlap F1 of tokens, links right with gold ends, event F1, factuality r."""
    network.eval()
    tally = Tally()
    with torch.no_grad():
        for batch in batches(data, None):
            hidden = network(batch)
            scores, extra = network.labels(hidden).numpy(), network.extra(hidden).numpy()
            at = 0
            for text in batch["parts"]:
                rows = slice(at, at + len(text.labels))
                at = rows.stop + GAP
                if text.labels[0, 0] >= 0:
                    tally.add_parts(network, text, scores[rows])
            for kind in ("content", "cue"):
                tally.add_links(network, hidden, kind, batch["links"][kind])
            tally.add_words(extra, batch)
    return tally.scores()


def exported(network: Network, rows: dict[str, dict[str, int]]) -> dict[str, np.ndarray]:
    state = {k: v.detach().numpy().astype(np.float16) for k, v in network.state_dict().items() if k != "vectors.weight"}
    out = {
        "words": state["words.weight"].T, "context": state["context.weight"].T, "bias": state["context.bias"],
        "labels": state["labels.weight"].T, "labels.bias": state["labels.bias"],
        "extra": state["extra.weight"].T, "extra.bias": state["extra.bias"],
    }  # fmt: skip
    for name in tagger.SYMBOLS:
        out[f"embed.{name}"] = state[f"embed.{name}.weight"]
    for n in range(len(tagger.DILATIONS)):
        out[f"block{n}.window"] = state[f"windows.{n}.weight"].transpose(2, 1, 0)
        out[f"block{n}.bias"] = state[f"windows.{n}.bias"]
        out[f"block{n}.head"], out[f"block{n}.below"] = state[f"heads.{n}.weight"].T, state[f"below.{n}.weight"].T
        out[f"block{n}.gain"], out[f"block{n}.shift"] = state[f"norms.{n}.weight"], state[f"norms.{n}.bias"]
    for kind in ("content", "cue"):
        out[f"{kind}.from"], out[f"{kind}.to"] = state[f"link.{kind}.0.weight"].T, state[f"link.{kind}.1.weight"].T
        out[f"{kind}.distance"], out[f"{kind}.none"] = state[f"link.{kind}.2.weight"][:, 0], state[f"none.{kind}"]
    out["transitions"] = state["steps"]
    out |= {f"names.{name}": np.asarray(sorted(table, key=table.__getitem__)) for name, table in rows.items()}
    return {name: np.ascontiguousarray(value) for name, value in out.items()}


def train(network: Network, data: list[Text], check: list[Text], epochs: int, save: Any) -> None:
    shuffle = np.random.default_rng(7)
    steps = sum(1 for _ in batches(data, None)) * epochs
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=0.01)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps + 2 * epochs, pct_start=0.15)
    for epoch in range(epochs):
        started, total, count = time.time(), 0.0, 0
        network.train()
        for batch in batches(data, shuffle):
            loss = loss_of(network, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            plan.step()
            total, count = total + loss.item(), count + 1
        scores = evaluate(network, check)
        print(
            f"epoch {epoch} {time.time() - started:.0f}s loss {total / count:.4f}",
            {k: round(v, 4) for k, v in scores.items()},
            flush=True,
        )
        save(network)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("-o", "--out", type=Path, default=Path("onrecord/models/tagger.npz"))
    arguments.add_argument("--epochs", type=int, default=10)
    arguments.add_argument("--limit", type=int, help="only so many reports of each set, to try things out")
    given = arguments.parse_args()
    torch.manual_seed(7)
    torch.set_num_threads(1)
    quotes, uw = given.gold / "quotes-polnear/train", given.gold / "factuality-uw"
    rows = vocabularies([quotes, uw])
    data = list(texts(quotes, quoted, rows.__getitem__, given.limit)) + list(
        texts(uw, judged, rows.__getitem__, given.limit)
    )
    sizes = {**{name: len(table) + 1 for name, table in rows.items()}, **SIZES}
    network = Network(parse.word_vectors(), {name: sizes[name] for name in tagger.SYMBOLS})
    learn, check = [t for t in data if not held_out(t.id)], [t for t in data if held_out(t.id)]
    print(len(learn), len(check), sum(len(t.labels) for t in learn), "tokens", flush=True)

    def save(trained: Network) -> None:
        np.savez_compressed(given.out, **exported(trained, rows))

    train(network, learn, check, given.epochs, save)


if __name__ == "__main__":
    main()
