"""A linear chain over paragraphs: the likeliest labels, and each label's share.

Scores are parts x tokens x labels; `steps` (parts x from x to) is what the chain adds between neighbours. What a chain
does between two tokens is a product of small matrices, so all tokens are worked on at once: after each round a token
knows twice as far back (Hillis and Steele's parallel prefix), eight rounds for a paragraph of 256 tokens. The first
word of a paragraph has a matrix of equal rows, which forgets what stood before it. Shares use the common product,
likeliest labels that of sums and maxima; where a label is best, the way through it is the best of all ways.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Product = Callable[[Floats, Floats], Floats]

_TINY = np.float32(1e-30)
LONGEST = 256  # tokens that are labelled as one sequence; a longer paragraph is cut


def runs(breaks: NDArray[np.integer], count: int) -> NDArray[np.intp]:
    """The first tokens of the sequences: `count` tokens cut at `breaks` (first words of paragraphs)."""
    starts = np.unique(np.concatenate([[0], breaks])).astype(np.intp)
    lengths = np.diff(np.append(starts, count))
    if len(lengths) and lengths.max() <= LONGEST:
        return starts
    return np.concatenate([np.arange(a, a + n, LONGEST) for a, n in zip(starts, lengths, strict=True)])


def likeliest(scores: Floats, steps: Floats, starts: NDArray[np.intp]) -> Ints:
    """The best labels, tokens x parts."""
    own, ways = np.ascontiguousarray(scores.transpose(2, 0, 1)), steps.transpose(1, 2, 0)
    before, after = _both_ways(own, (ways[..., None] + own, ways.swapaxes(0, 1)[..., None] + own), starts, _best)
    return np.asarray((before + after - own).argmax(axis=0).T, np.int32)


def shares(scores: Floats, steps: Floats, starts: NDArray[np.intp]) -> Floats:
    """How likely each label is, parts x tokens x labels, given the whole paragraph."""
    own = np.exp(scores - scores.max(axis=2, keepdims=True)).transpose(2, 0, 1)
    own, ways = np.ascontiguousarray(np.maximum(own, _TINY)), np.exp(steps).transpose(1, 2, 0)
    before, after = _both_ways(own, (ways[..., None] * own, ways.swapaxes(0, 1)[..., None] * own), starts, _summed)
    both = before * after / own
    return np.asarray((both / both.sum(axis=0)).transpose(1, 2, 0), np.float32)


def _both_ways(
    own: Floats, links: tuple[Floats, Floats], starts: NDArray[np.intp], product: Product
) -> tuple[Floats, Floats]:
    """What leads up to each label and what follows it, its own score in both; labels x parts x tokens."""
    count = own.shape[2]
    longest = int(np.diff(np.append(starts, count)).max(initial=0))
    forward, backward = links[0], np.ascontiguousarray(links[1][..., ::-1])
    forward[..., starts] = own[..., starts]
    ends = np.append(starts[1:], count) - 1
    backward[..., count - 1 - ends] = own[..., ends]
    return _led_up(forward, longest, product), _led_up(backward, longest, product)[..., ::-1]


def _led_up(links: Floats, longest: int, product: Product) -> Floats:
    """All that leads up to each token from the start of its paragraph: labels x parts x tokens."""
    reach = 1
    while 2 * reach < longest:
        links[..., reach:] = product(links[..., :-reach], links[..., reach:])
        reach *= 2
    found: Floats = links[0]  # where a paragraph has begun, all rows are equal
    if reach < longest:
        found[..., reach:] = product(links[:1, ..., :-reach], links[..., reach:])[0]
    return found


def _summed(left: Floats, right: Floats) -> Floats:
    out = left[:, 0, None] * right[None, 0]
    term = left[:, 1, None] * right[None, 1]
    out += term
    np.multiply(left[:, 2, None], right[None, 2], out=term)
    out += term
    out /= np.maximum(out.max(axis=(0, 1)), _TINY)
    return out


def _best(left: Floats, right: Floats) -> Floats:
    out = left[:, 0, None] + right[None, 0]
    term = left[:, 1, None] + right[None, 1]
    np.maximum(out, term, out=out)
    np.add(left[:, 2, None], right[None, 2], out=term)
    np.maximum(out, term, out=out)
    out -= out.max(axis=(0, 1))
    return out
