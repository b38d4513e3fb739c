"""The network of the learned tagger and what it is trained to lower; needs torch."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch import nn

from bench.tagger_texts import Text
from onrecord.models import tagger

WIDTH, LINK, CHUNK, GAP, RUN = 128, 48, 2000, 16, 96
SIZES = {"quote": 4, "shape": 15, "lemma": tagger.HASHES, "headward": 25}


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
