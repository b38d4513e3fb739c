"""Train the two choices of attribution: python -m bench.train_attribution REPORTS GOLD --out onrecord/models

The gold is PolNeAR's training part (source, cue, content of each attribution). A candidate inside another gold content
is left out: the gold nests nothing, the record does. Needs torch, for the training alone; a few minutes on one core.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.readings import documents, parsed
from onrecord.reading.attribution.branches import branches_of
from onrecord.reading.attribution.features import branch_features, cue_features, cue_shape, is_candidate
from onrecord.reading.attribution.learned import cue_rows
from onrecord.reading.attribution.marks import Marks
from onrecord.reading.attribution.quotes import find_quotes
from onrecord.record import Document
from onrecord.syntax import Syntax, Token

WIDTH = 80
LEAST_SEEN = 4  # times that a feature must occur
EPOCHS = 5
BATCH = 512


@dataclass(slots=True)
class Instance:
    """Feature names, the rows of the context that go with them, and the right answer."""

    names: list[str]
    rows: list[int]
    label: int


@dataclass(slots=True)
class Data:
    """All instances of one choice."""

    names: list[list[str]] = field(default_factory=list)
    dense: list[NDArray[np.float16]] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)

    def add(self, syntax: Syntax, instances: list[Instance]) -> None:
        if not instances:
            return
        context = np.concatenate([syntax.context, np.zeros((1, syntax.context.shape[1]), np.float16)])
        rows = np.asarray([i.rows for i in instances], np.int64)
        self.dense.append(context[rows].reshape(len(rows), -1))
        self.names.extend(i.names for i in instances)
        self.labels.extend(i.label for i in instances)


def gold_of(path: Path) -> dict[str, list[dict[str, Any]]]:
    lines = (json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip())
    return {row["id"]: row["attributions"] for row in lines}


def indices(syntax: Syntax, spans: list[dict[str, Any]]) -> set[int]:
    found: set[int] = set()
    for span in spans:
        at = syntax.at(span["start"])
        i = len(syntax.tokens) if at is None else at.i
        while i < len(syntax.tokens) and syntax.tokens[i].start < span["end"]:
            found.add(i)
            i += 1
    return found


def head_of(syntax: Syntax, cue: set[int]) -> Token | None:
    """The word of a gold cue that a candidate must be: the highest one that can be a cue, verbs first."""
    inside = [syntax.tokens[i] for i in sorted(cue) if is_candidate(syntax.tokens[i])]
    tops = [t for t in inside if not any(a.i in cue for a in t.ancestors())] or inside
    verbs = [t for t in tops if t.pos in ("VERB", "AUX")]
    return next(iter(verbs or tops), None)


def instances(document: Document, syntax: Syntax, gold: list[dict[str, Any]]) -> tuple[list[Instance], list[Instance]]:
    """The cue candidates and the branches around the true cues of one report."""
    marks = Marks(find_quotes(document.text))
    heads: dict[int, list[tuple[set[int], set[int], set[int]]]] = {}
    held: set[int] = set()
    for item in gold:
        roles = indices(syntax, item["content"]), indices(syntax, item["source"]), indices(syntax, item["cue"])
        held |= roles[0]
        head = head_of(syntax, roles[2])
        if head is not None and roles[0]:
            heads.setdefault(head.i, []).append(roles)
    cues = [
        Instance(cue_features(syntax, marks, t), cue_rows(t, len(syntax.tokens)), int(t.i in heads))
        for t in syntax.tokens
        if is_candidate(t) and (t.i in heads or t.i not in held)
    ]
    parts = [p for i, roles in heads.items() for p in branch_instances(syntax, marks, syntax.tokens[i], roles)]
    return cues, parts


def branch_instances(
    syntax: Syntax, marks: Marks, head: Token, roles: list[tuple[set[int], set[int], set[int]]]
) -> Iterator[Instance]:
    """Label 1 content, 2 source, 3 cue where most of a branch's words are in it, else 0."""
    shape = cue_shape(head)
    for branch in branches_of(syntax, marks, head):
        words = {i for i in branch.tokens if syntax.tokens[i].pos != "PUNCT"} or set(branch.tokens)
        label = 0
        for number in range(3):
            covered = set().union(*(r[number] for r in roles)) & words
            if 2 * len(covered) > len(words):
                label = number + 1
                break
        names = branch_features(syntax, marks, head, branch, shape)
        yield Instance(names, [head.i, branch.root.i, branch.tokens[0], branch.tokens[-1]], label)


def collect(reports: Path, gold_path: Path) -> tuple[Data, Data]:
    gold = gold_of(gold_path)
    cues, branches = Data(), Data()
    for document, syntax in parsed(documents(reports)):
        found = instances(document, syntax, gold[document.name])
        cues.add(syntax, found[0])
        branches.add(syntax, found[1])
    return cues, branches


def train(data: Data, classes: int, out: Path) -> None:
    """One hidden layer over a bag of features and the context; the table is kept as int8 with a scale a row."""
    import torch

    torch.manual_seed(0)
    counts = Counter(name for names in data.names for name in set(names))
    vocabulary = {name: i for i, name in enumerate(sorted(n for n, c in counts.items() if c >= LEAST_SEEN))}
    bags = [torch.tensor([vocabulary[n] for n in names if n in vocabulary]) for names in data.names]
    dense = torch.tensor(np.concatenate(data.dense))
    labels = torch.tensor(data.labels)
    table = torch.nn.EmbeddingBag(len(vocabulary), WIDTH, mode="sum", sparse=True)
    torch.nn.init.normal_(table.weight, std=0.05)
    inner, outer = torch.nn.Linear(dense.shape[1], WIDTH), torch.nn.Linear(WIDTH, classes)
    hidden, seen = torch.nn.Dropout(0.5), torch.nn.Dropout(0.2)
    others = torch.optim.AdamW([*inner.parameters(), *outer.parameters()], lr=2e-3, weight_decay=1e-4)
    sparse = torch.optim.SparseAdam([table.weight], lr=3e-3)
    steps = EPOCHS * (len(labels) // BATCH + 1)
    plans = [
        torch.optim.lr_scheduler.OneCycleLR(others, 2e-3, total_steps=steps),
        torch.optim.lr_scheduler.OneCycleLR(sparse, 3e-3, total_steps=steps, cycle_momentum=False),
    ]
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(labels)).split(BATCH):
            chosen = [bags[i] for i in batch.tolist()]
            offsets = torch.tensor([0, *(len(b) for b in chosen[:-1])]).cumsum(0)
            summed = table(torch.cat(chosen).long(), offsets) + inner(seen(dense[batch].float()))
            loss = torch.nn.functional.cross_entropy(outer(hidden(torch.relu(summed))), labels[batch])
            others.zero_grad()
            sparse.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            for step in (others, sparse, *plans):
                step.step()
    weight = table.weight.detach().numpy()
    scale = np.abs(weight).max(1) / 127 + 1e-9
    np.savez_compressed(
        out,
        e=np.round(weight / scale[:, None]).astype(np.int8),
        scale=scale.astype(np.float16),
        d=inner.weight.detach().numpy().astype(np.float16),
        db=inner.bias.detach().numpy(),
        o=outer.weight.detach().numpy(),
        ob=outer.bias.detach().numpy(),
        vocab=np.frombuffer("\n".join(vocabulary).encode(), np.uint8),
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", type=Path)
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("--out", type=Path, required=True, help="folder for the two files of weights")
    given = arguments.parse_args()
    cues, branches = collect(given.reports, given.gold)
    train(cues, 2, given.out / "attribution_cue.npz")
    train(branches, 4, given.out / "attribution_branch.npz")


if __name__ == "__main__":
    main()
