"""Train the learned tagger: python -m bench.train_tagger SHARED/gold [--epochs 10] [-o onrecord/models/tagger.npz]

Needs torch (training only). PolNeAR train gives source, cue, content and links; UW gives event words and factuality.
Every article with sha256(id) % 10 == 0 is held out and scored after each epoch.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from bench.readings import documents, parsed
from onrecord import parse
from onrecord.models import tagger
from onrecord.reading.tags import features
from onrecord.record import Document
from onrecord.syntax import Syntax

WIDTH, LINK, CHUNK, GAP, RUN = 128, 48, 2000, 16, 96
SIZES = {"quote": 4, "shape": 15, "lemma": tagger.HASHES, "headward": 25}
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


class Network(nn.Module):
    """The same arithmetic as onrecord.models.tagger, with dropout."""

    def __init__(self, vectors: np.ndarray, sizes: dict[str, int]) -> None:
        super().__init__()
        self.vectors = nn.Embedding.from_pretrained(
            torch.tensor(np.concatenate([vectors, np.zeros((1, vectors.shape[1]), np.float32)]))
        )
        self.last = len(vectors)
        self.words, self.context = nn.Linear(300, WIDTH, bias=False), nn.Linear(96, WIDTH)
        self.embed = nn.ModuleDict({name: nn.Embedding(size, WIDTH) for name, size in sizes.items()})
        for table in self.embed.values():
            nn.init.normal_(table.weight, std=0.05)
        self.windows = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, 3, dilation=d, padding=d) for d in tagger.DILATIONS)
        self.heads = nn.ModuleList(nn.Linear(WIDTH, WIDTH, bias=False) for _ in tagger.DILATIONS)
        self.below = nn.ModuleList(nn.Linear(WIDTH, WIDTH, bias=False) for _ in tagger.DILATIONS)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in tagger.DILATIONS)
        self.labels, self.extra = nn.Linear(WIDTH, 9), nn.Linear(WIDTH, 2)
        self.link = nn.ModuleDict(
            {
                k: nn.ModuleList(
                    [nn.Linear(WIDTH, LINK, bias=False), nn.Linear(WIDTH, LINK, bias=False), nn.Embedding(25, 1)]
                )
                for k in ("content", "cue")
            }
        )
        self.none = nn.ParameterDict({k: nn.Parameter(torch.zeros(1)) for k in ("content", "cue")})
        self.drop = nn.Dropout(0.25)
        self.steps = nn.Parameter(torch.zeros(3, 3, 3))

    def forward(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        words, head, mask = batch["words"], batch["head"], batch["mask"]
        words = torch.where(words < 0, self.last, words)
        values = self.words(self.vectors(words)) + self.context(batch["context"])
        for column, name in enumerate(tagger.SYMBOLS):
            rows = batch["symbols"][:, column]
            if name == "lemma" and self.training:  # a word seen once must not be known by its lemma alone
                rows = torch.where(torch.rand(len(rows)) < 0.15, torch.zeros_like(rows), rows)
            values = values + self.embed[name](rows)
        values = self.drop(torch.relu(values)) * mask
        child = (head != torch.arange(len(head))) & (mask[:, 0] > 0)
        count = torch.zeros(len(head)).index_add_(0, head[child], torch.ones(int(child.sum()))).clamp(min=1)
        for window, up, down, norm in zip(self.windows, self.heads, self.below, self.norms, strict=True):
            mixed = window(values.T[None])[0].T + up(values[head])
            mean = torch.zeros_like(values).index_add_(0, head[child], values[child]) / count[:, None]
            values = self.drop(norm(values + torch.relu(mixed + down(mean)))) * mask
        return values


def batches(data: list[Text], shuffle: np.random.Generator | None) -> Iterator[dict[str, Any]]:
    order = shuffle.permutation(len(data)) if shuffle is not None else np.arange(len(data))
    part: list[Text] = []
    size = 0
    for index in order:
        part.append(data[index])
        size += len(data[index].labels) + GAP
        if size >= CHUNK:
            yield joined(part)
            part, size = [], 0
    if part:
        yield joined(part)


def joined(part: list[Text]) -> dict[str, Any]:
    total = sum(len(t.labels) + GAP for t in part)
    out: dict[str, Any] = {
        "context": np.zeros((total, 96), np.float32), "words": np.full(total, -1, np.int64),
        "symbols": np.zeros((total, len(tagger.SYMBOLS)), np.int64), "head": np.arange(total),
        "mask": np.zeros((total, 1), np.float32), "labels": np.full((total, 3), -1), "events": np.full(total, -1),
        "factuality": np.full(total, np.nan, np.float32),
    }  # fmt: skip
    links: dict[str, list[tuple[int, int]]] = {"content": [], "cue": []}
    at = 0
    for text in part:
        stop = at + len(text.labels)
        out["context"][at:stop], out["words"][at:stop] = text.seen.context, text.seen.words
        out["symbols"][at:stop], out["head"][at:stop] = text.seen.symbols, text.seen.head + at
        out["mask"][at:stop], out["labels"][at:stop] = 1, text.labels
        out["events"][at:stop], out["factuality"][at:stop] = text.events, text.factuality
        for kind, pairs in text.links.items():
            links[kind] += [(a + at, b + at if b >= 0 else -1) for a, b in pairs]
        at = stop + GAP
    made = {name: torch.from_numpy(np.ascontiguousarray(v)) for name, v in out.items()}
    return {**made, "links": links, "parts": part}


def link_loss(network: Network, hidden: torch.Tensor, kind: str, pairs: list[tuple[int, int]]) -> torch.Tensor:
    tos = sorted({b for _, b in pairs if b >= 0})
    if not tos:
        return hidden.new_zeros(())
    row = {b: n for n, b in enumerate(tos)}
    froms = torch.tensor([a for a, _ in pairs])
    targets = torch.tensor([row[b] if b >= 0 and abs(a - b) <= tagger.REACH else len(tos) for a, b in pairs])
    scores = link_scores(network, hidden, kind, froms, torch.tensor(tos))
    return nn.functional.cross_entropy(scores, targets)


def link_scores(
    network: Network, hidden: torch.Tensor, kind: str, froms: torch.Tensor, tos: torch.Tensor
) -> torch.Tensor:
    asked, offered, distance = network.link[kind]
    gaps = (tos[None] - froms[:, None]).numpy()
    scores = asked(hidden[froms]) @ offered(hidden[tos]).T / LINK**0.5
    scores = scores + distance(torch.from_numpy(tagger.bucket(gaps)).long())[..., 0]
    scores = torch.where(torch.from_numpy(np.abs(gaps) > tagger.REACH), torch.full_like(scores, -1e4), scores)
    return torch.cat([scores, network.none[kind].expand(len(froms), 1)], dim=1)


def paragraphs(batch: dict[str, Any]) -> list[torch.Tensor]:
    """Token rows of the batch's paragraphs, at most RUN long, those of like length together; -1 pads."""
    mask = batch["mask"][:, 0].numpy() > 0
    starts = (batch["symbols"][:, 5].numpy() >= 10) & mask
    starts[1:] |= mask[1:] & ~mask[:-1]
    groups: dict[int, list[np.ndarray]] = {}
    edges = np.append(np.flatnonzero(starts), len(mask))
    for a, b in pairwise(edges.tolist()):
        rows = np.arange(a, b)[mask[a:b]]
        for at in range(0, len(rows), RUN):
            run = rows[at : at + RUN]
            groups.setdefault(len(run).bit_length(), []).append(run)
    grids = []
    for runs in groups.values():
        grid = np.full((len(runs), max(map(len, runs))), -1)
        for n, run in enumerate(runs):
            grid[n, : len(run)] = run
        grids.append(torch.from_numpy(grid))
    return grids


def sequence_loss(steps: torch.Tensor, scores: torch.Tensor, labels: torch.Tensor, grid: torch.Tensor) -> torch.Tensor:
    """Negative log likelihood of the labels of paragraphs under a linear chain, summed over parts and paragraphs."""
    inside = grid >= 0
    rows = grid.clamp(min=0)
    seen = scores[rows].permute(2, 0, 1, 3)  # parts x paragraphs x tokens x labels
    gold = labels[rows].clamp(min=0).permute(2, 0, 1)
    right = (seen.gather(3, gold[..., None])[..., 0] * inside).sum()
    part = torch.arange(3)[:, None, None].expand_as(gold[:, :, 1:])
    right = right + (steps[part, gold[:, :, :-1], gold[:, :, 1:]] * inside[:, 1:]).sum()
    total = seen[:, :, 0]
    for at in range(1, grid.shape[1]):
        grown = torch.logsumexp(total[..., :, None] + steps[:, None], dim=2) + seen[:, :, at]
        total = torch.where(inside[:, at][None, :, None], grown, total)
    return torch.logsumexp(total, dim=2).sum() - right


def loss_of(network: Network, batch: dict[str, Any]) -> torch.Tensor:
    hidden = network(batch)
    scores, extra = network.labels(hidden), network.extra(hidden)
    total = hidden.new_zeros(())
    if (batch["labels"] >= 0).any():
        known = batch["labels"][:, 0] >= 0
        parts = scores.view(-1, 3, 3)
        chains = [
            sequence_loss(network.steps, parts, batch["labels"], grid)
            for grid in paragraphs({**batch, "mask": batch["mask"] * known[:, None]})
        ]
        total = total + torch.stack(chains).sum() / known.sum()
        for column in range(3):
            total = total + 0.3 * nn.functional.cross_entropy(
                scores[:, 3 * column : 3 * column + 3], batch["labels"][:, column], ignore_index=-1
            )
        for kind in ("content", "cue"):
            total = total + 0.15 * link_loss(network, hidden, kind, batch["links"][kind])
    known = batch["events"] >= 0
    if known.any():
        total = total + 0.3 * nn.functional.binary_cross_entropy_with_logits(
            extra[known, 0], batch["events"][known].float()
        )
    rated = ~torch.isnan(batch["factuality"])
    if rated.any():
        total = total + 0.15 * nn.functional.smooth_l1_loss(extra[rated, 1], batch["factuality"][rated])
    return total


def spans(column: np.ndarray) -> set[tuple[int, int]]:
    found, start = set(), None
    for i, value in enumerate([*column.tolist(), 0]):
        if start is not None and value != 2:
            found.add((start, i))
            start = None
        if value == 1 or (value == 2 and start is None):
            start = i
    return found


def evaluate(network: Network, data: list[Text]) -> dict[str, float]:
    """Exact span F1 of each part, overlap F1 of tokens, links right with gold ends, event F1, factuality r."""
    network.eval()
    exact = {p: np.zeros(3) for p in PARTS}
    inside = {p: np.zeros(3) for p in PARTS}
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    events, numbers = np.zeros(3), []
    with torch.no_grad():
        for batch in batches(data, None):
            hidden = network(batch)
            scores, extra = network.labels(hidden).numpy(), network.extra(hidden).numpy()
            at = 0
            for text in batch["parts"]:
                rows = slice(at, at + len(text.labels))
                at = rows.stop + GAP
                if text.labels[0, 0] < 0:
                    continue
                parts = np.ascontiguousarray(scores[rows].reshape(-1, 3, 3).transpose(1, 0, 2))
                breaks = np.flatnonzero(text.seen.symbols[:, 5] >= 10)
                guesses = tagger.labelled(parts, breaks, network.steps.detach().numpy(), eager=(0.0, 0.0, 0.0)).labels
                for column, part in enumerate(PARTS):
                    guess, gold = guesses[:, column], text.labels[:, column]
                    a, b = spans(guess), spans(gold)
                    exact[part] += (len(a & b), len(a), len(b))
                    inside[part] += (((guess > 0) & (gold > 0)).sum(), (guess > 0).sum(), (gold > 0).sum())
            for kind in ("content", "cue"):
                pairs = batch["links"][kind]
                tos = sorted({b for _, b in pairs if b >= 0})
                if tos:
                    best = link_scores(
                        network, hidden, kind, torch.tensor([a for a, _ in pairs]), torch.tensor(tos)
                    ).argmax(1)
                    guessed = [([*tos, -1])[n] for n in best.tolist()]
                    right[kind] += sum(g == b for g, (_, b) in zip(guessed, pairs, strict=True))
                    seen[kind] += len(pairs)
            known = batch["events"].numpy() >= 0
            guess, gold = extra[known, 0] > 0, batch["events"].numpy()[known] > 0
            events += ((guess & gold).sum(), guess.sum(), gold.sum())
            rated = ~np.isnan(batch["factuality"].numpy())
            numbers += list(zip(extra[rated, 1], batch["factuality"].numpy()[rated], strict=True))
    f1 = {f"{p} exact": 2 * e[0] / max(e[1] + e[2], 1) for p, e in exact.items()}
    f1 |= {f"{p} tokens": 2 * e[0] / max(e[1] + e[2], 1) for p, e in inside.items()}
    f1 |= {f"{k} link": right[k] / seen[k] for k in seen}
    if numbers:
        f1["event"] = 2 * events[0] / max(events[1] + events[2], 1)
        f1["factuality r"] = float(np.corrcoef(np.asarray(numbers).T)[0, 1])
    return f1


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
