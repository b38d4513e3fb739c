"""Reports as numbers, and how like two of them are: a pure function of the two and of shipped word counts.

One report is compared with many at once. Weights are whole numbers, so that sums are exact and a likeness does not
depend on the order of summing or on which of the two reports is named first.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.cards import day
from onrecord.linking.words import content_stems, shipped, weight
from onrecord.record import Document, Record

_SCALE = 1 << 20  # of a weight: products of two reports of 10,000 words sum up to less than 2 to the 53rd
_NAME_FACTOR = 1.5  # names count half as much again as other words
_LEAD = 350  # characters: the headline and the first sentence or two say what a report is about
_NAME, _NUMBER, _IN_LEAD = 1, 2, 4  # flags of a word
APART = 70  # days between two reports of one happening, at most
_SAME_DAYS = 4
_SHORT = 20  # different words of a report: with so few, little can be shared
_CAPITAL = re.compile(r"(?<=[^.!?\n\"“] )[A-Z][\w’'-]+")
_MONTHS = "january february march april june july august september october november december".split()
_MARK = re.compile(r"\b(?:" + "|".join(_MONTHS) + r"|(?:19|20)\d\d)\b", re.I)

UNLIKE = 0.03  # a likeness of words under which two reports are of different things, whatever else they share

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Telling:
    """What is compared of a report. `keys` are hashes of stems, sorted; `weights` the length of one times a scale."""

    report: str
    keys: NDArray[np.uint32]
    weights: NDArray[np.int32]
    flags: NDArray[np.uint8]
    marks: frozenset[str]
    people: frozenset[str]
    places: frozenset[str]
    named: tuple[tuple[str, int], ...]
    published: int | None

    def heaviest(self, count: int) -> list[int]:
        """The words that count most; of equal ones those with the smaller hash."""
        order = np.lexsort((self.keys, -self.weights))[:count]
        found: list[int] = self.keys[order].tolist()
        return found

    def part(self, flags: int) -> Numbers:
        """The weights of the words that have all these flags, 0 for the others."""
        return np.where(self.flags & flags == flags, self.weights, 0).astype(np.int64)


def account(document: Document) -> str:
    """The text without its excluded parts."""
    pieces, cursor = [], 0
    for part in sorted(document.excluded, key=lambda e: e.span.start):
        pieces.append(document.text[cursor : part.span.start])
        cursor = max(cursor, part.span.end)
    return " ".join([*pieces, document.text[cursor:]])


def telling(record: Record) -> Telling:
    document = record.document
    text = account(document)
    counts = Counter(content_stems(text))
    names = {s for name in _CAPITAL.findall(text) for s in content_stems(name)}
    lead = set(content_stems(text[:_LEAD]))
    weights: dict[int, float] = {}
    flags: dict[int, int] = {}
    for stem, count in sorted(counts.items()):
        key = crc32(stem.encode("utf-8", "surrogatepass"))
        factor = _NAME_FACTOR if stem in names else 1.0
        weights[key] = weights.get(key, 0.0) + factor * (1 + math.log(count)) * weight(stem)
        flags[key] = _NAME * (stem in names) | _NUMBER * stem[0].isdigit() | _IN_LEAD * (stem in lead)
    length = math.sqrt(math.fsum(w * w for w in weights.values())) or 1.0
    keys = sorted(weights)
    return Telling(
        document.id,
        np.array(keys, np.uint32),
        np.array([round(weights[k] / length * _SCALE) for k in keys], np.int32),
        np.array([flags[k] for k in keys], np.uint8),
        frozenset(m.lower() for m in _MARK.findall(text)),
        _people(record),
        frozenset(str(p.geonameid or p.name.lower()) for p in record.places if p.precision != "country"),
        _named(record),
        _published(document),
    )


def _published(document: Document) -> int | None:
    """The day's number, where the date was given and not made out from the text."""
    told = day(document.published) if document.published_basis in ("given", "metadata") else None
    return told.toordinal() if told else None


def _people(record: Record) -> frozenset[str]:
    """The stems of the names of persons."""
    told = {m.entity for m in record.mentions if m.form == "name"}
    people = (e.name for e in record.entities if e.kind == "person" and e.id in told)
    return frozenset(stem for name in people for stem in content_stems(name))


def _named(record: Record) -> tuple[tuple[str, int], ...]:
    """The entities, by how often they are meant; of length one times a scale."""
    often = Counter(m.entity for m in record.mentions)
    weights: dict[str, float] = {}
    for entity in record.entities:
        if often[entity.id] and entity.kind != "other":
            name = entity.name.lower()
            weights[name] = weights.get(name, 0.0) + 1 + math.log(often[entity.id])
    length = math.sqrt(math.fsum(w * w for w in weights.values())) or 1.0
    return tuple((name, round(w / length * _SCALE)) for name, w in sorted(weights.items()))


FACTS = (
    "likeness", "root of likeness", "names", "numbers", "same months and years", "other months and years",
    "lead in the other, lesser", "lead in the other, greater",
    "names of the lead missing, lesser", "names of the lead missing, greater", "short", "short and like", "words",
    "leads", "entities", "same people", "other people", "same places", "other places", "weeks apart",
    "of the same days",
)  # fmt: skip


def facts(one: Telling, others: Sequence[Telling]) -> NDArray[np.float64]:
    """A row of FACTS for each of the others, symmetric in the two reports."""
    found = np.zeros((len(others), len(FACTS)))
    if not others or not len(one.keys):
        return found
    sums = _Shared(one, others)
    like = sums.cosine(0)
    lead = sums.held(_IN_LEAD)
    first = 1 - sums.held(_NAME | _IN_LEAD)
    least = np.minimum(len(one.keys), sums.sizes)
    short = np.minimum(1.0, _SHORT / np.maximum(1, least))
    rest = np.array(_of_sets(one, others)).T
    columns = [
        like, np.sqrt(like), sums.cosine(_NAME), sums.cosine(_NUMBER), rest[0], rest[1],
        lead.min(0), lead.max(0), first.min(0), first.max(0),
        short, short * np.sqrt(like), np.minimum(1.0, np.log1p(least) / 7),
        sums.cosine(_IN_LEAD), *rest[2:],
    ]  # fmt: skip
    return np.stack(columns, axis=1)


class _Shared:
    """Sums over the words that a report shares with each of others. Of whole numbers under 2 to the 53rd: exact."""

    def __init__(self, one: Telling, others: Sequence[Telling]) -> None:
        self.one, self.count = one, len(others)
        self.sizes = np.array([len(o.keys) for o in others])
        self.owner = np.repeat(np.arange(len(others)), self.sizes)
        keys = np.concatenate([o.keys for o in others])
        self.weights = np.concatenate([o.weights for o in others]).astype(np.float64)
        self.flags = np.concatenate([o.flags for o in others])
        places = np.minimum(np.searchsorted(one.keys, keys), len(one.keys) - 1)
        self.theirs = np.flatnonzero(one.keys[places] == keys)
        self.mine = places[self.theirs]

    def total(self, owner: Numbers, values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(owner, values, self.count), np.float64)

    def cosine(self, flags: int) -> NDArray[np.float64]:
        """Of the words that have these flags in both."""
        mine = self.one.part(flags).astype(np.float64)
        having = self.flags & flags == flags
        theirs = np.where(having, self.weights, 0.0)
        products = self.total(self.owner[self.theirs], mine[self.mine] * theirs[self.theirs])
        lengths = float((mine * mine).sum()) * self.total(self.owner, theirs * theirs)
        return np.asarray(products / np.sqrt(np.maximum(1.0, lengths)))

    def held(self, flags: int) -> NDArray[np.float64]:
        """The share of each report's words with these flags that the other holds; half where it has none."""
        mine, owner = self.one.part(flags).astype(np.float64), self.owner[self.theirs]
        theirs = np.where(self.flags & flags == flags, self.weights, 0.0)
        of_mine = self.total(owner, mine[self.mine]) / max(1.0, float(mine.sum()))
        whole = self.total(self.owner, theirs)
        of_theirs = self.total(owner, theirs[self.theirs]) / np.maximum(1, whole)
        return np.stack([np.where(mine.any(), of_mine, 0.5), np.where(whole > 0, of_theirs, 0.5)])


def _of_sets(one: Telling, others: Sequence[Telling]) -> list[tuple[float, ...]]:
    """For marks, entities, people, places and days: what share is the same, whether both tell some and nothing is."""
    named = dict(one.named)
    found: list[tuple[float, ...]] = []
    for other in others:
        entities = sum([w * named[name] for name, w in other.named if name in named]) / _SCALE**2
        found.append(
            (
                *_same_other(one.marks, other.marks), entities, *_same_other(one.people, other.people),
                *_same_other(one.places, other.places), _weeks(one.published, other.published),
                _days(one.published, other.published),
            )
        )  # fmt: skip
    return found


def _same_other(one: frozenset[str], other: frozenset[str]) -> tuple[float, float]:
    """What share is the same, and whether both tell something and nothing of it is."""
    if not one or not other:
        return 0.0, 0.0
    shared = len(one & other)
    return (shared / (len(one) + len(other) - shared), 0.0) if shared else (0.0, 1.0)


def _weeks(one: int | None, other: int | None) -> float:
    """0 for reports of one week or without a given date, 1 for reports as far apart as can be compared."""
    return min(1.0, max(0, abs(one - other) - 7) / (APART - 7)) if one and other else 0.0


def _days(one: int | None, other: int | None) -> float:
    """1 for reports of the same days: a story is mostly told within a few."""
    return float(bool(one and other and abs(one - other) <= _SAME_DAYS))


def in_time(one: Telling, other: Telling) -> bool:
    """Whether two reports can be of one happening by their days; a day that is not given excludes nothing."""
    return not (one.published and other.published) or abs(one.published - other.published) <= APART


def likenesses(one: Telling, others: Sequence[Telling]) -> list[float]:
    """How surely a report tells of the same happening as each of the others, 0 to 1."""
    table: dict[str, Any] = shipped("same_story")
    weights = np.array([table["weights"][name] for name in FACTS])
    found = facts(one, others)
    totals = table["bias"] + (found * weights).sum(1)
    chances = 1 / (1 + np.exp(-np.clip(totals, -30, 30)))
    chances[found[:, 0] < UNLIKE] = 0.0
    rounded: list[float] = chances.round(6).tolist()
    return rounded
