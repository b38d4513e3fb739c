"""The learned tagger's network in numpy: rows of features in, label probabilities and link vectors out.

Residual blocks over a document's tokens, each looking at neighbours (a dilated window of three), the syntactic head and
the mean of the children. Trained by bench/train_tagger.py; tagger.md beside the weights tells data, scores and licence.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from onrecord.models import chain
from onrecord.record import Model

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

NAME, VERSION = "onrecord-tagger", "2"
PARTS = ("source", "cue", "content")
DILATIONS = (1, 2, 4, 1, 8)
EAGER = (0.3, 0.1, 0.0)  # taken off "outside" of each part: sources are found too seldom; chosen on held-out reports
REACH = 150  # tokens between a content and its cue, a cue and its source
HASHES = 4096  # rows for lemmas; a collision costs little beside the word vector
SYMBOLS = ("pos", "tag", "dep", "ent", "quote", "shape", "lemma", "headward")


@dataclass(frozen=True, slots=True)
class Features:
    """What the network sees of each token; `symbols` has one column for each of SYMBOLS."""

    context: Floats
    words: Ints
    symbols: Ints
    head: Ints


@dataclass(frozen=True, slots=True)
class Output:
    """Scores of [outside, begin, inside], PARTS x tokens x 3; event words; -3 to 3; `hidden` is what links need."""

    scores: Floats
    event: Floats
    factuality: Floats
    hidden: Floats


@dataclass(frozen=True, slots=True)
class Labelled:
    """The chosen labels, tokens x PARTS, and the shares of all, PARTS x tokens x 3."""

    labels: Ints
    shares: Floats


@cache
def _file() -> bytes:
    return resources.files("onrecord.models").joinpath("tagger.npz").read_bytes()


@cache
def weights() -> dict[str, Floats]:
    with np.load(BytesIO(_file())) as data:
        return {name: np.asarray(data[name], np.float32) for name in data.files if data[name].dtype.kind == "f"}


@cache
def vocabulary(name: str) -> dict[str, int]:
    """Row of each symbol; 0 is for one never seen in training."""
    with np.load(BytesIO(_file())) as data:
        return {str(value): row for row, value in enumerate(data[f"names.{name}"], 1)}


@cache
def model() -> Model:
    return Model(NAME, VERSION, hashlib.sha256(_file()).hexdigest())


def children_mean(values: Floats, order: Ints, starts: Ints, heads: Ints, counts: Floats) -> Floats:
    """Mean over each token's children: rows sorted by head are summed run by run."""
    out = np.zeros_like(values)
    if len(order):
        out[heads] = np.add.reduceat(values[order], starts, axis=0) / counts[:, None]
    return out


def _normal(values: Floats, gain: Floats, bias: Floats) -> Floats:
    centred = values - values.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.einsum("ij,ij->i", centred, centred) / centred.shape[1] + 1e-5)
    return np.asarray(centred / spread[:, None] * gain + bias, np.float32)


def _window(values: Floats, kernel: Floats, dilation: int) -> Floats:
    """A window of three, `dilation` apart; zeros stand beyond both ends."""
    out: Floats = values @ kernel[1]
    if len(values) > dilation:
        out[dilation:] += values[:-dilation] @ kernel[0]
        out[:-dilation] += values[dilation:] @ kernel[2]
    return out


def encode(features: Features, projected: Floats) -> Floats:
    """The hidden vectors of all tokens; `projected` holds the projected word vector of each."""
    w = weights()
    values = projected + features.context @ w["context"] + w["bias"]
    for column, name in enumerate(SYMBOLS):
        values += w[f"embed.{name}"][features.symbols[:, column]]
    values = np.maximum(values, 0)
    order = np.argsort(features.head, kind="stable").astype(np.int32)
    order = order[features.head[order] != order]  # a root is its own head
    heads, starts, counts = np.unique(features.head[order], return_index=True, return_counts=True)
    for number, dilation in enumerate(DILATIONS):
        mixed = _window(values, w[f"block{number}.window"], dilation) + values[features.head] @ w[f"block{number}.head"]
        below = children_mean(values, order, starts.astype(np.int32), heads, counts.astype(np.float32))
        mixed += below @ w[f"block{number}.below"] + w[f"block{number}.bias"]
        values = _normal(values + np.maximum(mixed, 0), w[f"block{number}.gain"], w[f"block{number}.shift"])
    return values


def tag(features: Features, vectors: Floats) -> Output:
    """`vectors` is the engine's table of word vectors, into which `features.words` points."""
    w = weights()
    hidden = encode(features, project(vectors)[features.words])
    scores = hidden @ w["labels"] + w["labels.bias"]
    extra = hidden @ w["extra"] + w["extra.bias"]
    event = 1 / (1 + np.exp(-extra[:, 0]))
    return Output(scores.reshape(-1, len(PARTS), 3).transpose(1, 0, 2), event, extra[:, 1], hidden)


def labelled(
    scores: Floats, breaks: Ints, steps: Floats | None = None, *, eager: tuple[float, ...] = EAGER
) -> Labelled:
    """Labels and shares of each part from its scores (parts x tokens x 3); no run goes over a break."""
    steps = weights()["transitions"] if steps is None else steps
    paragraphs = chain.runs(breaks, scores.shape[1])
    shares = chain.shares(scores, steps, paragraphs)
    bold = scores.copy()
    bold[:, :, 0] -= np.asarray(eager, np.float32)[:, None]
    return Labelled(chain.likeliest(bold, steps, paragraphs), shares)


_PROJECTED: dict[str, Floats] = {}


def project(vectors: Floats) -> Floats:
    """The table of word vectors in the network's width, made once; the last row (-1) is for words without a vector."""
    key = model().sha256
    if key not in _PROJECTED:
        table = vectors @ weights()["words"]
        _PROJECTED[key] = np.concatenate([table, np.zeros((1, table.shape[1]), np.float32)])
    return _PROJECTED[key]


def best_link(kind: str, hidden: Floats, start: int, offered: Floats, starts: Ints) -> int | None:
    """Which of the words at `starts` (sorted, vectors `offered`) the word at `start` hangs from; None if none fits."""
    w = weights()
    first, last = np.searchsorted(starts, (start - REACH, start + REACH + 1))
    if first == last:
        return None
    asked = w[f"{kind}.to"] @ (hidden @ w[f"{kind}.from"])
    scores = offered[first:last] @ asked / np.sqrt(w[f"{kind}.from"].shape[1])
    scores = scores + w[f"{kind}.distance"][bucket(starts[first:last] - start)]
    best = int(scores.argmax())
    return int(first) + best if scores[best] > w[f"{kind}.none"][0] else None


def bucket(distance: Ints) -> Ints:
    """Signed distance in tokens as one of 25 buckets of growing size, the last from 140 on."""
    size = np.minimum(np.round(1.5 * np.log2(np.maximum(np.abs(distance), 1))), 11).astype(np.int32) + 1
    return np.where(distance == 0, 12, 12 + np.sign(distance) * size).astype(np.int32)
