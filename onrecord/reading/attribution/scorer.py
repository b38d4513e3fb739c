"""The learned choices at run time: a sum of feature vectors and a projection of the parser's context."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from onrecord.record import Model

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights of one choice; `vocabulary` gives a feature's row in `features`."""

    vocabulary: dict[str, int]
    features: Floats
    dense: Floats
    dense_bias: Floats
    out: Floats
    out_bias: Floats

    def score(self, names: list[list[str]], rows: list[list[int]], context: NDArray[np.float16]) -> Floats:
        """Probabilities, one row an instance; `rows` are the tokens whose context it looks at, -1 for none."""
        if not names:
            return np.zeros((0, len(self.out_bias)), np.float32)
        return np.concatenate(
            [self._score(names[i : i + 512], rows[i : i + 512], context) for i in range(0, len(names), 512)]
        )

    def _score(self, names: list[list[str]], rows: list[list[int]], context: NDArray[np.float16]) -> Floats:
        get, none = self.vocabulary.get, len(self.vocabulary)
        flat: list[int] = []
        starts = []
        for one in names:  # a name never seen in training stands on the last row, of zeros
            starts.append(len(flat))
            flat += [i for n in one if (i := get(n)) is not None] or (none,)
        hidden = np.add.reduceat(self.features.take(flat, axis=0), starts, axis=0)
        index = np.asarray(rows, np.int64)
        seen = context[np.maximum(index, 0)].astype(np.float32) * (index >= 0)[:, :, None]
        hidden = np.maximum(hidden + seen.reshape(len(rows), -1) @ self.dense + self.dense_bias, 0)
        logits = hidden @ self.out + self.out_bias
        logits -= logits.max(axis=1, keepdims=True)
        odds = np.exp(logits)
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)


@cache
def model() -> Model:
    """Both choices together, for the record's `program`."""
    digest = hashlib.sha256()
    for name in ("cue", "branch"):
        digest.update(_file(name).read_bytes())
    return Model("attribution", "1", digest.hexdigest())


def _file(name: str) -> Traversable:
    return resources.files("onrecord.models").joinpath(f"attribution_{name}.npz")


@cache
def scorer(name: str) -> Scorer:
    """The shipped weights `attribution_<name>.npz`."""
    with _file(name).open("rb") as file, np.load(file) as data:
        words = data["vocab"].tobytes().decode("utf-8").split("\n")
        table = data["e"].astype(np.float32)
        if "scale" in data:
            table *= data["scale"].astype(np.float32)[:, None]
        table = np.concatenate([table, np.zeros((1, table.shape[1]), np.float32)])
        dense, out = data["d"].astype(np.float32).T, data["o"].astype(np.float32).T
        return Scorer({w: i for i, w in enumerate(words)}, table, dense, data["db"].astype(np.float32), out, data["ob"])
