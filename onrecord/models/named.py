"""Weights of a logistic model over named features, as one file: names, a number each, the bias, vectors beside them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from io import BytesIO
from math import exp
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """`vectors` are weights over dense features, by name."""

    names: dict[str, float]
    bias: float
    vectors: dict[str, Vector]

    def share(self, told: dict[str, float], more: float = 0.0) -> float:
        """The probability, 0 to 1, of what is told by named features; `more` is what the vectors add."""
        sum_ = self.bias + more + sum(self.names.get(n, 0.0) * v for n, v in told.items())
        return 1 / (1 + exp(-max(-30.0, min(30.0, sum_))))


def pack(weights: Weights) -> bytes:
    """The file (.npz, no pickle), numbers as float16."""
    out = BytesIO()
    keys = sorted(weights.names)
    arrays: dict[str, NDArray[Any]] = {
        "keys": np.frombuffer("\n".join(keys).encode(), np.uint8),
        "values": np.array([weights.names[k] for k in keys], np.float16),
        "bias": np.array(weights.bias, np.float32),
        **{name: vector.astype(np.float16) for name, vector in weights.vectors.items()},
    }
    np.savez(out, allow_pickle=False, **arrays)
    return out.getvalue()


def load(file: str) -> Weights | None:
    """The weights of a file shipped beside this module; None where it is not shipped."""
    path = resources.files("onrecord.models").joinpath(file)
    if not path.is_file():
        return None
    with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as data:
        names = dict(zip(data["keys"].tobytes().decode().split("\n"), map(float, data["values"]), strict=True))
        vectors = {k: data[k].astype(np.float32) for k in data.files if k not in ("keys", "values", "bias")}
        return Weights(names, float(data["bias"]), vectors)
