"""Reprints: which reports carry another one's words, whole or in part, and in which direction.

Texts are compared by their word five-grams. What counts is containment, not similarity: a quarter of a wire report in a
long article is a partial reprint, though the two are not alike. Candidates come from a sample of the five-grams (those
whose hash is divisible by eight, so that equal passages give equal samples: Manber 1994), so that cost grows with the
number of copies, not with the square of the number of reports.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from onrecord.record import Document

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_GRAM = 5  # words; shorter grams meet in texts that only share a subject
_SAMPLE = 8  # one gram in eight is indexed
_CROWD = 64  # reports that share a gram; a passage in more of them is furniture, or copied by so many that a star does
_FEWEST = 12  # shared grams under which two reports only quote the same sentence
_PART = 0.12  # share of the smaller text from which it is a partial reprint
_WHOLE = 0.8  # share of both texts from which one is a whole reprint

_FACTORS = np.array([pow(0x9E3779B1, k, 1 << 64) for k in range(_GRAM - 1, -1, -1)], np.uint64)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The five-grams of one report: all of them, sorted, and what tells where it came from."""

    report: str
    grams: NDArray[np.uint64]
    published: str | None
    publisher: str | None
    agencies: tuple[str, ...]

    @property
    def sample(self) -> NDArray[np.uint64]:
        kept: NDArray[np.bool_] = self.grams % np.uint64(_SAMPLE) == 0
        return self.grams[kept]


@dataclass(frozen=True, slots=True)
class Reprint:
    """`copy` carries words of `origin`: `share` of the copy's own text stands there; `reason` says how it is known."""

    copy: str
    origin: str
    share: float
    whole: bool
    reason: str


def fingerprint(document: Document) -> Fingerprint:
    """The five-grams of the account: excluded parts (credits, links, boilerplate) and the dateline are left out."""
    hashes = np.array([crc32(w.lower().encode()) for w in _words(document)], np.uint64)
    if len(hashes) >= _GRAM:
        windows = np.lib.stride_tricks.sliding_window_view(hashes, _GRAM)
        grams = np.unique((windows * _FACTORS).sum(axis=1, dtype=np.uint64) >> np.uint64(7))
    else:
        grams = np.zeros(0, np.uint64)
    agencies = tuple(dict.fromkeys(c.agency for c in document.credits if c.agency))
    return Fingerprint(document.id, grams, document.published, document.publisher, agencies)


def _words(document: Document) -> Iterator[str]:
    outside = [part.span for part in document.excluded]
    if document.dateline is not None:
        outside.append(document.dateline)
    cursor = 0
    for span in sorted(outside):
        yield from _WORD.findall(document.text[cursor : span.start])
        cursor = max(cursor, span.end)
    yield from _WORD.findall(document.text[cursor:])


def find_reprints(prints: Iterable[Fingerprint]) -> tuple[Reprint, ...]:
    """Every pair of reports of which one carries the other's words; equal for any order of the input."""
    by_id = {p.report: p for p in sorted(prints, key=_age)}
    found = (judge(by_id[a], by_id[b]) for a, b in _candidates(list(by_id.values())))
    return tuple(sorted((r for r in found if r is not None), key=lambda r: (r.copy, r.origin)))


def _age(print_: Fingerprint) -> tuple[str, str]:
    """Earlier reports first; undated ones last."""
    return (print_.published or "9999", print_.report)


def _candidates(prints: list[Fingerprint]) -> Iterator[tuple[str, str]]:
    """Pairs that share sampled grams: for a crowded gram, the oldest report with each of the others."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number, print_ in enumerate(prints):
        for gram in print_.sample.tolist():
            holders[gram].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if len(numbers) > _CROWD:
            shared.update((numbers[0], other) for other in numbers[1:])
        else:
            shared.update((a, b) for i, a in enumerate(numbers) for b in numbers[i + 1 :])
    for a, b in sorted(shared):
        yield prints[a].report, prints[b].report


def judge(one: Fingerprint, other: Fingerprint) -> Reprint | None:
    """Whether one of two reports carries the other's words, and which; None where they share too little."""
    shared = len(np.intersect1d(one.grams, other.grams, assume_unique=True))
    smaller = min(len(one.grams), len(other.grams))
    if not smaller or shared < min(_FEWEST, 0.5 * smaller) or shared < _PART * smaller:
        return None
    return _reprint(one, other, shared)


def reprint_by_word(one: Fingerprint, other: Fingerprint) -> Reprint:
    """The reprint that a person says two reports are, whatever they share."""
    return _reprint(one, other, len(np.intersect1d(one.grams, other.grams, assume_unique=True)))


def _reprint(one: Fingerprint, other: Fingerprint, shared: int) -> Reprint:
    copy, origin, direction = _direction(one, other)
    share = shared / max(1, len(copy.grams))
    whole = share >= _WHOLE and shared / max(1, len(origin.grams)) >= _WHOLE
    told = f"{share:.0%} of its five-word passages stand in the other report; {direction}"
    return Reprint(copy.report, origin.report, round(share, 3), whole, told)


def _direction(one: Fingerprint, other: Fingerprint) -> tuple[Fingerprint, Fingerprint, str]:
    """(copy, origin, why): a credit decides, then the date, then length: a copy is cut rather than filled up."""
    for copy, origin in ((one, other), (other, one)):
        named = next((a for a in copy.agencies if a == origin.publisher), None)
        if named and origin.publisher != copy.publisher:
            return copy, origin, f"it credits {named}"
    for copy, origin in ((one, other), (other, one)):
        if copy.published and origin.published and copy.published[:10] > origin.published[:10]:
            return copy, origin, "it was published later"
    older, younger = sorted((one, other), key=lambda p: (-len(p.grams), p.report))
    return younger, older, "neither date nor credit tells the direction; the longer text is taken for the origin"
