"""Train the cue and branch choices of attribution: python -m bench.train_attribution REPORTS GOLD [--out DIR]

The gold is PolNeAR's training part (source, cue, content of each attribution). A candidate inside another gold
content is left out: the gold nests nothing, the record does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.reading.attribution.branches import branches_of
from onrecord.reading.attribution.features import branch_features, cue_features, cue_shape, is_candidate
from onrecord.reading.attribution.marks import Marks
from onrecord.reading.attribution.quotes import find_quotes
from onrecord.record import Document, Syntax, Token

LABELS = ("none", "content", "source", "cue")


@dataclass(slots=True)
class Instance:
    """Feature names, the rows of the context that go with them, and the right answer."""

    names: list[str]
    rows: list[int]
    label: int


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
    return (verbs or tops or [None])[0]  # type: ignore[list-item]


def cue_rows(token: Token, total: int) -> list[int]:
    subject = token.child("nsubj", "nsubjpass", "poss")
    content = token.child("ccomp", "xcomp", "dobj", "acl", "prep")
    rows = [token.i, token.i - 1, token.i + 1, subject.i if subject else -1, content.i if content else -1]
    rows.append(token.head.i if token.head is not token else -1)
    return [r if 0 <= r < total else -1 for r in rows]


def instances(document: Document, syntax: Syntax, gold: list[dict[str, Any]]) -> tuple[list[Instance], list[Instance]]:
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
