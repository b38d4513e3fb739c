"""A linear chain over paragraphs, many at once: the likeliest labels (Viterbi), each label's share (forward-backward).

Scores are parts x tokens x labels; `steps` (parts x from x to) is what the chain adds between neighbours. Paragraphs
of like length are worked on together, so that there are as many steps as the longest of them has tokens.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

LONGEST = 256  # tokens that are labelled as one sequence; a longer paragraph is cut


@dataclass(frozen=True, slots=True)
class Runs:
    """Paragraphs of like length: their tokens (paragraphs x places), which places are real, how long each is."""

    grid: NDArray[np.intp]
    inside: NDArray[np.bool_]
    lengths: NDArray[np.intp]


def runs(breaks: NDArray[np.integer], count: int) -> list[Runs]:
    """`count` tokens cut at `breaks` (first words of paragraphs), grouped by length."""
    starts = np.unique(np.concatenate([[0], breaks]))
    lengths = np.diff(np.append(starts, count))
    starts = np.concatenate([np.arange(a, a + n, LONGEST) for a, n in zip(starts, lengths, strict=True)])
    lengths = np.diff(np.append(starts, count))
    sizes = np.ceil(np.log2(lengths))
    found = []
    for size in np.unique(sizes):
        rows = np.flatnonzero(sizes == size)
        grid = starts[rows, None] + np.arange(int(lengths[rows].max()))
        inside = np.arange(grid.shape[1]) < lengths[rows, None]
        found.append(Runs(np.where(inside, grid, 0), inside, lengths[rows]))
    return found


def likeliest(scores: Floats, steps: Floats, paragraphs: list[Runs]) -> Ints:
    """The best labels, tokens x parts."""
    labels = np.zeros((scores.shape[1], scores.shape[0]), np.int32)
    for run in paragraphs:
        found = _viterbi(scores[:, run.grid], steps, run.lengths)
        labels[run.grid[run.inside]] = found[:, run.inside].T
    return labels


def shares(scores: Floats, steps: Floats, paragraphs: list[Runs]) -> Floats:
    """How likely each label is, parts x tokens x labels, given the whole paragraph."""
    found = np.zeros_like(scores)
    grown, ways = np.exp(scores - scores.max(axis=2, keepdims=True)), np.exp(steps)
    for run in paragraphs:
        made = _both_ways(grown[:, run.grid], ways, run.lengths)
        found[:, run.grid[run.inside]] = made[:, run.inside]
    return found


def _both_ways(grown: Floats, ways: Floats, lengths: NDArray[np.intp]) -> Floats:
    before, after = grown.copy(), np.ones_like(grown)
    for at in range(1, grown.shape[2]):
        forward = (before[:, :, at - 1] @ ways) * grown[:, :, at]
        before[:, :, at] = forward / forward.sum(axis=2, keepdims=True)
    back = np.ascontiguousarray(ways.transpose(0, 2, 1))
    for at in range(grown.shape[2] - 1, 0, -1):
        backward = (after[:, :, at] * grown[:, :, at]) @ back
        going = (at < lengths)[None, :, None]
        after[:, :, at - 1] = np.where(going, backward / backward.sum(axis=2, keepdims=True), 1)
    both = before * after
    return np.asarray(both / both.sum(axis=3, keepdims=True), np.float32)


def _viterbi(scores: Floats, steps: Floats, lengths: NDArray[np.intp]) -> Ints:
    best = np.zeros_like(scores)
    best[:, :, 0] = scores[:, :, 0]
    back = np.zeros(scores.shape, np.int8)
    for at in range(1, scores.shape[2]):
        ways = best[:, :, at - 1, :, None] + steps[:, None]
        back[:, :, at] = ways.argmax(axis=2)
        best[:, :, at] = ways.max(axis=2) + scores[:, :, at]
    last = best.argmax(axis=3).astype(np.int32)
    labels: Ints = last.copy()
    for at in range(scores.shape[2] - 1, 0, -1):
        before = np.take_along_axis(back[:, :, at], labels[:, :, at, None], axis=2)[..., 0]
        labels[:, :, at - 1] = np.where(at < lengths, before, last[:, :, at - 1])
    return labels
