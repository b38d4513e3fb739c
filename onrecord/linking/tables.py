"""What is compared of the events of one report, as arrays, so that all events of two reports are compared at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.cards import Card, day
from onrecord.linking.words import content_stems, key_weight, weight

Similar = Callable[[str, str], float]
Grid = NDArray[np.float64]

_SETS = (
    "words", "near", "left", "right", "meant", "names", "beside", "actors", "recipients", "phrase", "numbers",
    "figures",
)  # fmt: skip
_AT = {name: number for number, name in enumerate(_SETS)}
FACTS = (
    "same word", "same phrase", "similar words", "very similar words", "same word, and telling", "other particle",
    "words of everywhere", "words of everywhere, the same", "same kind", "other kind", "words of one family",
    "words of other families", "same story", "same word in the same story", "similar words in the same story",
    "other status", "same actor", "same recipient", "actor of one, recipient of the other", "other actor",
    "other recipient", "same word, same recipient", "same word, same actor", "words nearby", "words of the sentence",
    "words of the shorter sentence", "many telling words", "same word, many telling words", "words before",
    "words after", "words before and after", "who and what is meant", "same names", "other names", "events beside",
    "same word nearby", "same word in the same words", "similar words in the same words", "similar words nearby",
    "same word, same meant", "same word, other names", "same numbers", "other numbers", "trigger of one in the other",
    "time unknown", "same time", "days apart", "another day", "place unknown", "same place", "other country",
    "other place", "same figures", "figures far apart", "one report", "one report, same word", "one sentence",
    "both lead", "other events beside", "same word, other events beside", "same word, other recipient",
)  # fmt: skip
_COUNTED = ("killed", "injured", "casualties", "missing", "displaced", "arrested", "crowd")
_GENERIC = frozenset("b hav do mak tak get giv go com see kno us look want need put keep let seem happen occur".split())
_ORDERS = math.log(30)  # figures thirty times apart are as far apart as can be


@dataclass(frozen=True, slots=True)
class Table:
    """The events of one report: `keys` are the hashed stems of all of them, sorted; `sets` by kind, event and stem."""

    words: tuple[str, ...]
    keys: NDArray[np.uint32]
    weights: Grid
    sets: NDArray[np.uint8]
    sums: Grid
    codes: dict[str, NDArray[np.int64]]
    telling: Grid
    days: Grid
    figures: Grid


def table(cards: Sequence[Card]) -> Table:
    told = [_sets(card) for card in cards]
    stems = {s: crc32(s.encode("utf-8", "surrogatepass")) for sets in told for values in sets for s in values}
    keys = sorted(set(stems.values()))
    place = {key: n for n, key in enumerate(keys)}
    weights = np.array([key_weight(key) for key in keys], float)
    sets = np.zeros((len(_SETS), len(cards), len(keys)), np.uint8)
    for row, values in enumerate(told):
        for kind, members in enumerate(values):
            sets[kind, row, [place[stems[s]] for s in members]] = 1
    return Table(
        tuple(c.word for c in cards),
        np.array(keys, np.uint32),
        weights,
        sets,
        np.stack([sets @ weights, sets.sum(2, dtype=float)]),
        {name: np.array([_code(c) for c in column], np.int64) for name, column in _codes(cards).items()},
        np.array([weight(c.stem) / 8 for c in cards], float),
        np.array([_days(c) for c in cards], float).reshape(len(cards), 2),
        np.array([_figures(c) for c in cards], float).reshape(len(cards), len(_COUNTED), 2),
    )


def beside(tables: Sequence[Table], keys: NDArray[np.uint32]) -> Table:
    """The events of several reports as one table, in the order given; of their stems those that are among `keys`.

    What two reports do not share counts in their sums alone.
    """
    sets = np.zeros((len(_SETS), sum(len(t.words) for t in tables), len(keys)), np.uint8)
    row = 0
    for t in tables:
        mine, theirs = shared_keys(keys, t.keys)
        sets[:, row : row + len(t.words), mine] = t.sets[:, :, theirs]
        row += len(t.words)
    return Table(
        tuple(word for t in tables for word in t.words),
        keys,
        np.zeros(len(keys)),
        sets,
        np.concatenate([t.sums for t in tables], axis=2),
        {name: np.concatenate([t.codes[name] for t in tables]) for name in tables[0].codes},
        np.concatenate([t.telling for t in tables]),
        np.concatenate([t.days for t in tables]),
        np.concatenate([t.figures for t in tables]),
    )


def rows(held: Table, start: int, stop: int) -> Table:
    """Some events of a table, as a table with the stems that these have."""
    if start <= 0 and stop >= len(held.words):
        return held
    sets = held.sets[:, start:stop]
    used = np.flatnonzero(sets.any((0, 1)))
    cut: dict[str, Any] = {
        "keys": held.keys[used],
        "weights": held.weights[used],
        "sets": sets[:, :, used],
        "sums": held.sums[:, :, start:stop],
        "codes": {name: column[start:stop] for name, column in held.codes.items()},
    }
    flat: dict[str, Any] = {f.name: getattr(held, f.name)[start:stop] for f in fields(held) if f.name not in cut}
    return Table(**cut, **flat)


def shared_keys(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The places in both of what two sorted arrays share."""
    if not len(one):
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    places = np.minimum(np.searchsorted(one, other), len(one) - 1)
    theirs = np.flatnonzero(one[places] == other)
    return places[theirs], theirs


def _sets(card: Card) -> tuple[frozenset[str], ...]:
    """In the order of _SETS."""
    told = card.told
    return (
        card.words, card.near, told.left, told.right, told.meant, told.names, told.beside,
        frozenset(s for name in card.actors for s in content_stems(name)),
        frozenset(s for name in card.recipients for s in content_stems(name)),
        told.phrase,
        frozenset(w for w in card.words if w[0].isdigit()),
        frozenset(f"={f.what} {f.low} {f.high}" for f in card.figures),
    )  # fmt: skip


def _codes(cards: Sequence[Card]) -> dict[str, list[str]]:
    places = [c.place for c in cards]
    return {
        "stem": [c.stem for c in cards],
        "entry": [c.told.entry or c.stem for c in cards],
        "kind": [c.kind or "" for c in cards],
        "family": [c.told.family for c in cards],
        "particle": [c.told.particle for c in cards],
        "status": [c.status for c in cards],
        "generic": ["generic" if c.stem in _GENERIC else "" for c in cards],
        "sentence": [f"{c.report} {c.sentence.start}" for c in cards],
        "lead": ["lead" if c.sentence.start == 0 else "" for c in cards],
        "place": [f"{p.geonameid or p.name}" if p else "" for p in places],
        "place name": [p.name if p else "" for p in places],
        "country": [p.country or "" if p else "" for p in places],
        "coarse": ["coarse" if p and p.precision in ("country", "region") else "" for p in places],
        "outlet": [c.publisher or "" for c in cards],
        "count": ["several" if c.aggregate else "one" for c in cards],
    }


def _code(value: str) -> int:
    """0 for nothing told."""
    return crc32(value.encode("utf-8", "surrogatepass")) + 1 if value else 0


def _days(card: Card) -> tuple[float, float]:
    first, last = day(card.earliest), day(card.latest)
    return (float(first.toordinal()), float(last.toordinal())) if first and last else (math.nan, math.nan)


def _figures(card: Card) -> list[tuple[float, float]]:
    told: dict[str, tuple[float, float]] = {
        f.what: (f.low or 0.0, f.high if f.high is not None else 3 * (f.low or 0.0)) for f in card.figures
    }
    return [told.get(what, (math.nan, math.nan)) for what in _COUNTED]


class Compared:
    """The facts of all pairs of events of two reports (or of one with itself): a grid for each fact, by its name."""

    def __init__(self, one: Table, other: Table, similar: Similar, *, story: float | Grid, itself: bool) -> None:
        self.one, self.other = one, other
        self.shape = (len(one.words), len(other.words))
        self.mine, self.theirs = shared_keys(one.keys, other.keys)
        self.a, self.b = one.sets[:, :, self.mine].astype(float), other.sets[:, :, self.theirs].astype(float)
        self.weighed = self.a * one.weights[self.mine]
        across = self.b.transpose(0, 2, 1)
        self.shared = np.stack([self.weighed @ across, self.a @ across])
        first, second = one.sums[:, :, :, None], other.sums[:, :, None, :]
        self.union = self.shared / np.maximum(1e-9, first + second - self.shared)
        self.smaller = self.shared / np.maximum(1e-9, np.minimum(first, second))
        self.told = np.minimum(first[1], second[1]) > 0
        self.facts: dict[str, Grid] = {}
        self._words(similar, story)
        self._parties()
        self._sentences()
        self._times()
        self._places()
        self._figures()
        self._report(itself)

    def both(self, name: str) -> Grid:
        """The summed weight of what two sets share."""
        return np.asarray(self.shared[0, _AT[name]])

    def jaccard(self, name: str, *, plain: bool = False) -> Grid:
        return np.asarray(self.union[int(plain), _AT[name]])

    def lesser(self, name: str, *, plain: bool = False) -> Grid:
        """What is shared over the smaller of the two sets."""
        return np.asarray(self.smaller[int(plain), _AT[name]])

    def crossed(self, name: str, second: str) -> Grid:
        """What one kind of set of the first shares with another kind of the second, over the smaller."""
        shared = self.weighed[_AT[name]] @ self.b[_AT[second]].T
        first, other = self.one.sums[0, _AT[name]][:, None], self.other.sums[0, _AT[second]][None, :]
        return np.asarray(shared / np.maximum(1e-9, np.minimum(first, other)))

    def none_shared(self, name: str) -> Grid:
        """Whether both tell something and nothing of it is the same."""
        return np.asarray(self.told[_AT[name]] & (self.shared[1, _AT[name]] == 0), float)

    def equal(self, name: str) -> Grid:
        a, b = self.one.codes[name][:, None], self.other.codes[name][None, :]
        return np.asarray((a == b) & (a != 0), float)

    def unequal(self, name: str) -> Grid:
        a, b = self.one.codes[name][:, None], self.other.codes[name][None, :]
        return np.asarray((a != b) & (a != 0) & (b != 0), float)

    def some(self, name: str) -> Grid:
        a, b = self.one.codes[name][:, None], self.other.codes[name][None, :]
        return np.asarray((a != 0) | (b != 0), float)

    def barred(self) -> Grid:
        """Where one tells of several happenings ("attacked markets since January") and the other of a single one."""
        return self.unequal("count")

    def _words(self, similar: Similar, story: float | Grid) -> None:
        same = np.maximum(self.equal("stem"), self.equal("entry"))
        alike = self.similar_words(similar)
        alike = np.where(same > 0, 0.0, alike)
        generic = self.some("generic")
        telling = (self.one.telling[:, None] + self.other.telling[None, :]) / 2
        self.same, self.alike = same, alike
        self.facts |= {
            "same word": same, "same phrase": self.jaccard("phrase", plain=True), "similar words": alike,
            "very similar words": alike**3, "same word, and telling": same * telling,
            "other particle": self.unequal("particle") * same, "words of everywhere": generic,
            "words of everywhere, the same": generic * same, "same kind": self.equal("kind"),
            "other kind": self.unequal("kind"), "words of one family": self.equal("family") * (1 - same),
            "words of other families": self.unequal("family") * (1 - same),
            "same story": np.broadcast_to(story, self.shape),
            "same word in the same story": same * story, "similar words in the same story": alike * story,
            "other status": self.unequal("status"),
        }  # fmt: skip

    def similar_words(self, similar: Similar) -> Grid:
        """How alike the words are, each pair of different words looked at once."""
        (mine, rows), (theirs, columns) = (np.unique(t.words, return_inverse=True) for t in (self.one, self.other))
        found = np.array([[_alike(similar, a, b) for b in theirs.tolist()] for a in mine.tolist()])
        return found.reshape(len(mine), len(theirs))[rows][:, columns] if self.one.words else np.zeros(self.shape)

    def _parties(self) -> None:
        actor, recipient = self.lesser("actors", plain=True), self.lesser("recipients", plain=True)
        crossed = np.maximum(self.crossed("actors", "recipients"), self.crossed("recipients", "actors"))
        self.facts |= {
            "same actor": actor, "same recipient": recipient, "actor of one, recipient of the other": crossed,
            "other actor": self.none_shared("actors") * (crossed == 0),
            "other recipient": self.none_shared("recipients") * (crossed == 0),
            "same word, other recipient": self.same * self.none_shared("recipients") * (crossed == 0),
            "same word, same recipient": self.same * recipient, "same word, same actor": self.same * actor,
        }  # fmt: skip

    def _sentences(self) -> None:
        near, words = self.jaccard("near"), self.lesser("words")
        meant, names = self.jaccard("meant"), self.jaccard("names")
        much = np.minimum(1.0, self.both("words") / 25)
        self.facts |= {
            "words nearby": near, "words of the sentence": self.jaccard("words"),
            "words of the shorter sentence": words,
            "many telling words": much, "same word, many telling words": self.same * much,
            "words before": self.lesser("left"), "words after": self.lesser("right"),
            "words before and after": np.maximum(self.crossed("left", "right"), self.crossed("right", "left")),
            "who and what is meant": meant, "same names": names, "other names": self.none_shared("names"),
            "events beside": self.jaccard("beside"), "other events beside": self.none_shared("beside"),
            "same word, other events beside": self.same * self.none_shared("beside"),
            "same word nearby": self.same * near,
            "same word in the same words": self.same * words, "similar words in the same words": self.alike * words,
            "similar words nearby": self.alike * near, "same word, same meant": self.same * meant,
            "same word, other names": self.same * self.none_shared("names"),
            "same numbers": self.lesser("numbers", plain=True), "other numbers": self.none_shared("numbers"),
            "trigger of one in the other": self._within(),
        }  # fmt: skip

    def _within(self) -> Grid:
        """Whether one's own word stands elsewhere in the other's sentence: then it is mostly that one."""
        return np.asarray(self.crossed("phrase", "words") + self.crossed("words", "phrase")) / 2

    def _times(self) -> None:
        a, b = self.one.days, self.other.days
        known = ~(np.isnan(a[:, :1]) | np.isnan(b[None, :, 0]))
        apart = np.maximum(np.maximum(a[:, :1] - b[None, :, 1], b[None, :, 0] - a[:, 1:]), 0)
        apart = np.where(known, apart, 0)
        exact = ((a[:, 1] - a[:, 0]) <= 1)[:, None] & ((b[:, 1] - b[:, 0]) <= 1)[None, :]
        self.facts |= {
            "time unknown": np.where(known, 0.0, 1.0),
            "same time": np.where(known & exact & (apart == 0), 1.0, 0.0),
            "days apart": np.minimum(1.0, np.log1p(apart) / math.log(30)),
            "another day": np.where(apart > 0, 1.0, 0.0),
        }

    def _places(self) -> None:
        known = (self.one.codes["place"] != 0)[:, None] & (self.other.codes["place"] != 0)[None, :]
        same = np.maximum(self.equal("place"), self.equal("place name"))
        abroad = self.unequal("country") * (1 - same)
        self.facts |= {
            "place unknown": np.where(known, 0.0, 1.0),
            "same place": same * (1 - self.some("coarse")),
            "other country": abroad,
            "other place": known * (1 - same) * (1 - abroad) * (1 - self.some("coarse")),
        }

    def _figures(self) -> None:
        low = np.maximum(self.one.figures[:, None, :, 0], self.other.figures[None, :, :, 0])
        high = np.minimum(self.one.figures[:, None, :, 1], self.other.figures[None, :, :, 1])
        gap = np.log(np.maximum(1.0, np.nan_to_num(low / np.maximum(1.0, high), nan=1.0))) / _ORDERS
        self.facts |= {
            "same figures": np.minimum(1.0, self.both("figures")),
            "figures far apart": np.minimum(1.0, gap.max(2)) if gap.size else np.zeros(self.shape),
        }

    def _report(self, itself: bool) -> None:
        one = np.full(self.shape, float(itself))
        self.facts |= {
            "one report": one, "one report, same word": one * self.same,
            "one sentence": self.equal("sentence"), "both lead": self.equal("lead"),
        }  # fmt: skip


@lru_cache(maxsize=50_000)
def _alike(similar: Similar, one: str, other: str) -> float:
    a, b = sorted((one, other))
    return max(0.0, similar(a, b))
