"""Reprints: which reports carry another one's words, whole or in part, and in which direction.

Texts are compared by their word five-grams. What counts is containment, not similarity: a quarter of a wire report in a
long article is a partial reprint, though the two are not alike. Candidates come from a sample of the five-grams (those
whose hash is divisible by eight, so that equal passages give equal samples: Manber 1994), so that cost grows with the
number of copies, not with the square of the number of reports.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from onrecord import lexicon
from onrecord.record import Document, TakenFrom

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_GRAM = 5  # words; shorter grams meet in texts that only share a subject
_SAMPLE = 8  # one gram in eight is indexed
_CROWD = 64  # reports that share a gram; a passage in more of them is furniture, or copied by so many that a star does
_FEWEST = 12  # shared grams under which two reports only quote the same sentence
_PART = 0.12  # share of the smaller text from which it is a partial reprint
_WHOLE = 0.8  # share of both texts from which one is a whole reprint

_FURNITURE = 5  # reports of one outlet that share a passage beside texts of their own: an end note, a call to subscribe
_BUCKETS = 16  # parts in which all passages are counted, so that not all are in memory together twice

Grams = NDArray[np.uint64]
_FACTORS = np.array([pow(0x9E3779B1, k, 1 << 64) for k in range(_GRAM - 1, -1, -1)], np.uint64)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The five-grams of one report: all of them, sorted, and what tells where it came from."""

    report: str
    grams: Grams
    published: str | None
    publisher: str | None
    agencies: tuple[str, ...]
    dateline: str | None = None  # the agency that its dateline names, so that the text is the agency's
    site: str | None = None
    named: tuple[TakenFrom, ...] = ()  # whom its metadata name as where its text is from

    @property
    def sample(self) -> Grams:
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
    dateline = next((c.agency for c in document.credits if c.span == document.dateline and c.agency), None)
    named = document.provenance.taken_from
    return Fingerprint(
        document.id, grams, document.published, document.publisher, agencies, dateline, _site(document.url), named
    )


def _site(address: str | None) -> str | None:
    found = re.match(r"https?://(?:www\.)?([^/:?#]+)", address or "", re.I)
    return found.group(1).lower() if found else None


def _says(copy: Fingerprint, origin: Fingerprint) -> str | None:
    """How the copy's metadata name the origin's outlet or site as where its text is from."""
    outlet = _usual(origin.publisher)
    for taken in copy.named:
        if taken.name and outlet and _usual(taken.name) == outlet != _usual(copy.publisher):
            return f"its {taken.tag} names {taken.name}"
        if taken.url and origin.site and _site(taken.url) == origin.site != copy.site:
            return f"its {taken.tag} names {origin.site}"
    return None


def _usual(name: str | None) -> str | None:
    """An outlet's name to compare by: agencies by their usual one."""
    folded = " ".join((name or "").casefold().split())
    return str(lexicon.load("furniture")["agencies"].get(folded, folded)).casefold() or None


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
    ordered = _without_furniture(sorted(prints, key=_age))
    found = (judge(ordered[a], ordered[b]) for a, b in _candidates(ordered))
    return tuple(sorted((r for r in found if r is not None), key=lambda r: (r.copy, r.origin)))


def _age(print_: Fingerprint) -> tuple[str, str]:
    """Earlier reports first; undated ones last."""
    return (print_.published or "9999", print_.report)


def _without_furniture(prints: list[Fingerprint]) -> list[Fingerprint]:
    """The same prints without the passages that an outlet sets under its reports, wherever they were copied to.

    A report that is mostly made of what others share is no frame around furniture but a copy itself (a thousand copies
    of one page): it does not make its words furniture, and keeps them.
    """
    outlets: dict[str, list[Fingerprint]] = defaultdict(list)
    for print_ in prints:
        if print_.publisher:
            outlets[print_.publisher].append(print_)
    several = [held for held in outlets.values() if len(held) >= _FURNITURE]
    if not several:
        return prints
    furniture = np.unique(np.concatenate([_furniture(held) for held in several]))
    return [_stripped(print_, furniture) for print_ in prints] if len(furniture) else prints


def _furniture(held: list[Fingerprint]) -> Grams:
    """What many reports of one outlet share, counted again without those that are copies of one another."""
    shared = _held_by(held, _FURNITURE)
    framed = [p for p in held if 2 * len(_among(p.grams, shared)) < len(p.grams)]
    return _held_by(framed, _FURNITURE) if len(framed) < len(held) else shared


def _held_by(prints: list[Fingerprint], fewest: int) -> Grams:
    """The grams that so many prints hold, sorted; in parts by their last bits."""
    parts = []
    for bucket in range(_BUCKETS):
        grams = [p.grams[p.grams % np.uint64(_BUCKETS) == bucket] for p in prints]
        values, counts = np.unique(np.concatenate([*grams, np.zeros(0, np.uint64)]), return_counts=True)
        parts.append(values[counts >= fewest])
    return np.sort(np.concatenate(parts))


def _among(grams: Grams, known: Grams) -> Grams:
    """The grams that are among sorted known ones."""
    if not len(known):
        return known
    places = np.minimum(np.searchsorted(known, grams), len(known) - 1)
    found: Grams = grams[known[places] == grams]
    return found


def _stripped(print_: Fingerprint, furniture: Grams) -> Fingerprint:
    found = _among(print_.grams, furniture)
    if not len(found) or 2 * len(found) >= len(print_.grams):
        return print_
    return replace(print_, grams=np.setdiff1d(print_.grams, found, assume_unique=True))


def _candidates(prints: list[Fingerprint]) -> list[tuple[int, int]]:
    """Pairs that share sampled grams: for a crowded gram, the oldest report with each of the others.

    Grams and holders stand in two long columns that are sorted once: a table of lists would take ten times the memory.
    """
    samples = [p.sample for p in prints]
    grams = np.concatenate([*samples, np.zeros(0, np.uint64)])
    holders = np.repeat(np.arange(len(prints), dtype=np.int32), [len(s) for s in samples])
    order = np.argsort(grams, kind="stable")
    grams, holders = grams[order], holders[order]
    starts = np.flatnonzero(np.concatenate([[True], grams[1:] != grams[:-1]])) if len(grams) else np.zeros(0, np.int64)
    ends = np.append(starts[1:], len(grams))
    pairs: set[tuple[int, int]] = set()
    for start, end in zip(starts[ends - starts > 1].tolist(), ends[ends - starts > 1].tolist(), strict=True):
        numbers = holders[start:end].tolist()
        if len(numbers) > _CROWD:
            pairs.update((numbers[0], other) for other in numbers[1:])
        else:
            pairs.update((a, b) for i, a in enumerate(numbers) for b in numbers[i + 1 :])
    return sorted(pairs)


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
    """(copy, origin, why): a named agency or source decides, then date, then length (copies are cut, not filled up)."""
    for copy, origin in ((one, other), (other, one)):
        named = next((a for a in copy.agencies if a == origin.publisher), None)
        if named and origin.publisher != copy.publisher:
            return copy, origin, f"it credits {named}"
    for copy, origin in ((one, other), (other, one)):
        if (said := _says(copy, origin)) and not _says(origin, copy):
            return copy, origin, said
    for copy, origin in ((one, other), (other, one)):
        if origin.dateline and not copy.dateline:
            return copy, origin, f"the other's dateline names {origin.dateline}, whose text it is"
    for copy, origin in ((one, other), (other, one)):
        if copy.published and origin.published and copy.published[:10] > origin.published[:10]:
            return copy, origin, "it was published later"
    older, younger = sorted((one, other), key=lambda p: (-len(p.grams), p.report))
    return younger, older, "neither date nor credit tells the direction; the longer text is taken for the origin"
