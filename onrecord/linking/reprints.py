"""Reprints: which reports carry another one's words, whole or in part, and in which direction.

Texts are compared by their word five-grams. What counts is containment, not similarity: a quarter of a wire report in a
long article is a partial reprint, though the two are not alike. Candidates come from a sample of the five-grams (those
whose hash is divisible by eight, so that equal passages give equal samples: Manber 1994), so that cost grows with the
number of copies, not with the square of the number of reports.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from onrecord import lexicon
from onrecord.linking.order import rank
from onrecord.record import Document, TakenFrom

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_END = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+|\n+")
_GRAM = 5  # words; shorter grams meet in texts that only share a subject
_SAMPLE = 8  # one gram in eight is indexed
CROWD = 64  # reports that share a gram; a passage in more of them is furniture, or copied by so many that a star does
_FEWEST = 12  # shared grams under which two reports only quote the same sentence
_PART = 0.12  # share of the smaller text from which it is a partial reprint
_WHOLE = 0.8  # share of both texts from which one is a whole reprint
MOSTLY = 0.6  # share of both texts from which they are variants of one: each with a sentence in ten of its own
FURNITURE = 5  # reports of one outlet that share a sentence beside texts of their own: an end note, a call to subscribe

Grams = NDArray[np.uint64]
Hashes = NDArray[np.uint32]
Places = NDArray[np.int32]
_FACTORS = np.array([pow(0x9E3779B1, k, 1 << 64) for k in range(_GRAM - 1, -1, -1)], np.uint64)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The words of one report as hashes, where its sentences start among them, and what tells where it came from."""

    report: str
    words: Hashes
    starts: Places
    published: str | None
    publisher: str | None
    agencies: tuple[str, ...]
    dateline: str | None = None  # the agency that its dateline names, so that the text is the agency's
    site: str | None = None
    named: tuple[TakenFrom, ...] = ()  # whom its metadata name as where its text is from

    @property
    def rank(self) -> int:
        return rank(self.published, self.report)

    @property
    def grams(self) -> Grams:
        """All five-grams, each once, sorted."""
        return np.unique(_sequence(self.words))

    @property
    def sample(self) -> Grams:
        """The five-grams by which candidates are found."""
        grams = _sequence(self.words)
        return np.unique(grams[grams % np.uint64(_SAMPLE) == 0])

    def sentences(self) -> list[int]:
        """A hash of each sentence, in the order of the text."""
        bounds = [*self.starts.tolist(), len(self.words)]
        cut = (self.words[a:b].tobytes() for a, b in pairwise(bounds))
        return [int.from_bytes(blake2b(part, digest_size=8).digest()) >> 1 for part in cut]


@dataclass(frozen=True, slots=True)
class Reprint:
    """`copy` carries words of `origin`: `share` of the copy's own text stands there; `reason` says how it is known.

    `mutual`: so much of each of the two texts at least stands in the other.
    """

    copy: str
    origin: str
    share: float
    whole: bool
    reason: str
    mutual: float = field(default=0.0, compare=False)


def fingerprint(document: Document) -> Fingerprint:
    """The words of the account: excluded parts (credits, links, boilerplate) and the dateline are left out."""
    words: list[int] = []
    starts: list[int] = []
    for sentence in _sentences(document):
        found = _WORD.findall(sentence)
        if found:
            starts.append(len(words))
            words += [crc32(w.lower().encode("utf-8", "surrogatepass")) for w in found]
    agencies = tuple(dict.fromkeys(c.agency for c in document.credits if c.agency))
    dateline = next((c.agency for c in document.credits if c.span == document.dateline and c.agency), None)
    return Fingerprint(
        document.id, np.array(words, np.uint32), np.array(starts, np.int32), document.published, document.publisher,
        agencies, dateline, _site(document.url), document.provenance.taken_from,
    )  # fmt: skip


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


def _sentences(document: Document) -> Iterator[str]:
    outside = [part.span for part in document.excluded]
    if document.dateline is not None:
        outside.append(document.dateline)
    cursor = 0
    for span in sorted(outside):
        yield from _END.split(document.text[cursor : max(cursor, span.start)])
        cursor = max(cursor, span.end)
    yield from _END.split(document.text[cursor:])


def _sequence(words: Hashes) -> Grams:
    """The five-grams in the order of the text."""
    if len(words) < _GRAM:
        return np.zeros(0, np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(words.astype(np.uint64), _GRAM)
    return np.asarray((windows * _FACTORS).sum(axis=1, dtype=np.uint64) >> np.uint64(7), np.uint64)


def _inside(print_: Fingerprint, sentences: Collection[int]) -> NDArray[np.bool_]:
    """Which five-grams, in the order of the text, stand wholly in some of these sentences."""
    total = max(0, len(print_.words) - _GRAM + 1)
    held = np.array([s in sentences for s in print_.sentences()], bool)
    if not total or not held.any():
        return np.zeros(total, bool)
    of = np.searchsorted(print_.starts, np.arange(len(print_.words)), side="right") - 1
    first, last = of[:total], of[_GRAM - 1 :]
    before = np.concatenate([[0], np.cumsum(held)])
    return np.asarray(before[last + 1] - before[first] == last + 1 - first, bool)


def framed(print_: Fingerprint, shared: Collection[int]) -> bool:
    """Whether a report is more than what it shares with others of its outlet: then that is a frame, else a copy."""
    inside = _inside(print_, shared)
    return 2 * int(inside.sum()) < max(1, len(inside))


def without(print_: Fingerprint, furniture: Collection[int]) -> Grams:
    """The five-grams of a report less its outlet's furniture; all of them where that would be half and more."""
    grams, inside = _sequence(print_.words), _inside(print_, furniture)
    return np.unique(grams[~inside] if 2 * int(inside.sum()) < len(grams) else grams)


def find_reprints(prints: Iterable[Fingerprint]) -> tuple[Reprint, ...]:
    """Every pair of reports of which one carries the other's words; equal for any order of the input."""
    ordered = sorted(prints, key=lambda p: p.rank)
    furniture = _furniture(ordered)
    grams = [without(p, furniture) for p in ordered]
    found = (compare(ordered[a], ordered[b], grams[a], grams[b]) for a, b in _candidates(ordered))
    return tuple(sorted((r for r in found if r is not None), key=lambda r: (r.copy, r.origin)))


def _furniture(prints: Iterable[Fingerprint]) -> set[int]:
    """The sentences that an outlet sets under its reports, wherever they were copied to.

    A report that is mostly made of what others share is no frame around furniture but a copy itself (a thousand copies
    of one page): it does not make its words furniture, and keeps them.
    """
    outlets: dict[str, list[Fingerprint]] = defaultdict(list)
    for print_ in prints:
        if print_.publisher:
            outlets[print_.publisher].append(print_)
    found: set[int] = set()
    for held in outlets.values():
        counts = Counter(s for p in held for s in set(p.sentences()))
        shared = {s for s, count in counts.items() if count >= FURNITURE}
        if shared:
            frames = Counter(s for p in held if framed(p, shared) for s in set(p.sentences()) & shared)
            found |= {s for s, count in frames.items() if count >= FURNITURE}
    return found


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
        if len(numbers) > CROWD:
            pairs.update((numbers[0], other) for other in numbers[1:])
        else:
            pairs.update((a, b) for i, a in enumerate(numbers) for b in numbers[i + 1 :])
    return sorted(pairs)


def judge(one: Fingerprint, other: Fingerprint) -> Reprint | None:
    """Whether one of two reports carries the other's words, and which; None where they share too little."""
    return compare(one, other, one.grams, other.grams)


def compare(one: Fingerprint, other: Fingerprint, grams: Grams, others: Grams) -> Reprint | None:
    """The same for five-grams of the two that furniture was taken out of."""
    shared = len(np.intersect1d(grams, others, assume_unique=True))
    smaller = min(len(grams), len(others))
    if not smaller or shared < min(_FEWEST, 0.5 * smaller) or shared < _PART * smaller:
        return None
    return _reprint(one, other, grams, others, shared)


def reprint_by_word(one: Fingerprint, other: Fingerprint) -> Reprint:
    """The reprint that a person says two reports are, whatever they share."""
    grams, others = one.grams, other.grams
    return _reprint(one, other, grams, others, len(np.intersect1d(grams, others, assume_unique=True)))


def _reprint(one: Fingerprint, other: Fingerprint, grams: Grams, others: Grams, shared: int) -> Reprint:
    copy, origin, direction = _direction(one, other, len(grams), len(others))
    of_one, of_other = shared / max(1, len(grams)), shared / max(1, len(others))
    share = of_one if copy is one else of_other
    mutual = min(of_one, of_other)
    told = f"{share:.0%} of its five-word passages stand in the other report; {direction}"
    return Reprint(copy.report, origin.report, round(share, 3), mutual >= _WHOLE, told, round(mutual, 3))


def _direction(
    one: Fingerprint, other: Fingerprint, size: int, other_size: int
) -> tuple[Fingerprint, Fingerprint, str]:
    """(copy, origin, why): a named agency or source decides, then date, then length (copies are cut, not filled up)."""
    for copy, origin in ((one, other), (other, one)):
        named = next((a for a in copy.agencies if _usual(a) == _usual(origin.publisher)), None)
        if named and _usual(origin.publisher) != _usual(copy.publisher):
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
    # Of texts of one length the first in the order of reports, with which all others are compared where they are many.
    longer, shorter = (one, other) if (-size, one.rank, one.report) < (-other_size, other.rank, other.report) else (
        other, one
    )  # fmt: skip
    return shorter, longer, "neither date nor credit tells the direction; the longer text is taken for the origin"
