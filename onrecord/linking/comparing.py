"""What is found in comparing the events of two reports: a grid of values from 0 to 1 for each fact."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.tables import CODES, SETS, Grid, Table, kinds, shared_keys

Similar = Callable[[str, str], float]

_AT = {name: number for number, name in enumerate(SETS)}
_CODE = {name: number for number, name in enumerate(CODES)}
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
    "time unknown", "same time", "another day", "place unknown", "same place", "other country",
    "other place", "same figures", "figures far apart", "one report", "one report, same word", "one sentence",
    "both lead", "other events beside", "same word, other events beside", "same word, other recipient",
    "same sense", "wider word", "other sense", "same sense in the same story", "wider word in the same story",
    "same sense, same day", "same sense, day unknown", "same sense, same place", "same sense, other place",
    "points back", "recalled from long before", "other named recipient", "one and several", "toll falls",
    "same count", "other count", "other named actor", "other side counted", "one report, other figures",
    "same deed", "of the same deed", "of another deed", "same target", "other target", "same sense, far away",
)  # fmt: skip
_RADIUS, _NEAR = 6371, 40  # kilometres: of the earth, and from a town to a village that reports call by its name
_SMALL = 5_000  # stems times events, up to which it is cheaper to spread out the sets of all kinds at once
_LONG_BEFORE = 45  # days; what a report recalls from so long before is not what others tell without a day
_YEARS_BEFORE = 300  # days
_MISTAKEN = 3  # days between two tellings of one happening, at which they cannot be of one
_FALLEN = 0.7  # of an earlier toll: a later one under it is another happening's
_DISPUTED = 2.5  # times: so far apart are figures of one happening that two sides tell
_ORDERS = math.log(30)  # figures thirty times apart are as far apart as can be


class Compared:
    """The facts of all pairs of events of two reports (or of one with itself): a grid for each fact, by its name."""

    def __init__(self, one: Table, other: Table, similar: Similar, *, story: float | Grid, itself: bool) -> None:
        self.one, self.other = one, other
        self.shape = (len(one.words), len(other.words))
        mine, theirs = shared_keys(one.keys, other.keys)
        self.a, self.b = one.sets[:, mine], np.ascontiguousarray(other.sets[:, theirs].T)
        self.weights = one.weights[mine]
        self.counted: dict[str, Grid] = {}
        self.small = self.b.size <= _SMALL
        if self.small:
            self.planes = kinds(self.a, range(len(SETS))), kinds(self.b, range(len(SETS)))
        self.facts: dict[str, Grid] = {}
        self._words(similar, story)
        self._parties()
        self._sentences()
        self._times()
        self._places()
        self._figures()
        self._report(itself)
        self._happening(story)

    def weighed(self, name: str, second: str = "", *, plain: bool = False) -> Grid:
        """What each event of the first shares of one kind of words with each of the other's (of the second kind, where
        one is given), by weight, or `plain` by number."""
        if self.small:
            own, others = self.planes[0][_AT[name]], self.planes[1][_AT[second or name]]
            return np.asarray((own if plain else own * self.weights) @ others)
        held = (self.a & np.uint32(1 << _AT[name])) != 0
        some = np.flatnonzero(held.any(0))
        theirs = (self.b[some] & np.uint32(1 << _AT[second or name])) != 0
        mine = held[:, some] * (np.ones(len(some)) if plain else self.weights[some])
        return np.asarray(mine @ theirs.astype(float))

    def shared(self, name: str) -> Grid:
        """How many words of a kind two events share."""
        if name not in self.counted:
            self.counted[name] = self.weighed(name, plain=True)
        return self.counted[name]

    def sums(self, name: str, second: str = "", *, plain: bool = False) -> tuple[Grid, Grid]:
        first, other = self.one.sums[int(plain), _AT[name]], self.other.sums[int(plain), _AT[second or name]]
        return first[:, None], other[None, :]

    def both(self, name: str) -> Grid:
        """The summed weight of what two sets share."""
        return self.weighed(name)

    def jaccard(self, name: str, *, plain: bool = False) -> Grid:
        shared = self.shared(name) if plain else self.weighed(name)
        first, other = self.sums(name, plain=plain)
        return np.asarray(shared / np.maximum(1e-9, first + other - shared))

    def lesser(self, name: str, *, plain: bool = False) -> Grid:
        """What is shared over the smaller of the two sets."""
        first, other = self.sums(name, plain=plain)
        shared = self.shared(name) if plain else self.weighed(name)
        return np.asarray(shared / np.maximum(1e-9, np.minimum(first, other)))

    def crossed(self, name: str, second: str) -> Grid:
        """What one kind of set of the first shares with another kind of the second, over the smaller."""
        first, other = self.sums(name, second)
        return np.asarray(self.weighed(name, second) / np.maximum(1e-9, np.minimum(first, other)))

    def none_shared(self, name: str) -> Grid:
        """Whether both tell something and nothing of it is the same."""
        first, other = self.sums(name, plain=True)
        return np.asarray((first > 0) & (other > 0) & (self.shared(name) == 0), float)

    def codes(self, name: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return self.one.codes[_CODE[name]][:, None], self.other.codes[_CODE[name]][None, :]

    def equal(self, name: str) -> Grid:
        a, b = self.codes(name)
        return np.asarray((a == b) & (a != 0), float)

    def unequal(self, name: str) -> Grid:
        a, b = self.codes(name)
        return np.asarray((a != b) & (a != 0) & (b != 0), float)

    def some(self, name: str) -> Grid:
        a, b = self.codes(name)
        return np.asarray((a != 0) | (b != 0), float)

    def barred(self) -> Grid:
        """Where one tells of several happenings ("attacked markets since January") and the other of a single one, or
        where the days that they tell are far apart: a paper may mistake a day, hardly three. What is recalled from
        years ago is not what another report tells without a day; those who died later are not all the dead."""
        years = (1 - self.facts["one report"]) * self._recalled(_YEARS_BEFORE)
        apart = [self.unequal("count"), self.unequal("deaths"), years, self.days_apart >= _MISTAKEN]
        return np.asarray(np.maximum.reduce(apart), float)

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
        other = self.none_shared("recipients") * (crossed == 0)
        self.facts |= {
            "same actor": actor, "same recipient": recipient, "actor of one, recipient of the other": crossed,
            "other actor": self.none_shared("actors") * (crossed == 0),
            "other recipient": other, "same word, other recipient": self.same * other,
            "same word, same recipient": self.same * recipient, "same word, same actor": self.same * actor,
        }  # fmt: skip

    def _sentences(self) -> None:
        near, words = self.jaccard("near"), self.lesser("words")
        meant, names = self.jaccard("meant"), self.jaccard("names")
        much = np.minimum(1.0, self.both("words") / 25)
        beside, others = self.none_shared("beside"), self.none_shared("names")
        self.facts |= {
            "words nearby": near, "words of the sentence": self.jaccard("words"),
            "words of the shorter sentence": words,
            "many telling words": much, "same word, many telling words": self.same * much,
            "words before": self.lesser("left"), "words after": self.lesser("right"),
            "words before and after": np.maximum(self.crossed("left", "right"), self.crossed("right", "left")),
            "who and what is meant": meant, "same names": names, "other names": others,
            "events beside": self.jaccard("beside"), "other events beside": beside,
            "same word, other events beside": self.same * beside,
            "same word nearby": self.same * near,
            "same word in the same words": self.same * words, "similar words in the same words": self.alike * words,
            "similar words nearby": self.alike * near, "same word, same meant": self.same * meant,
            "same word, other names": self.same * others,
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
        self.days_apart = apart
        exact = ((a[:, 1] - a[:, 0]) <= 1)[:, None] & ((b[:, 1] - b[:, 0]) <= 1)[None, :]
        self.facts |= {
            "time unknown": np.where(known, 0.0, 1.0),
            "same time": np.where(known & exact & (apart == 0), 1.0, 0.0),
            "another day": np.where(apart > 0, 1.0, 0.0),
        }

    def _places(self) -> None:
        a, b = self.codes("place")
        known = (a != 0) & (b != 0)
        same = np.maximum(self.equal("place"), self.equal("place name"))
        abroad = self.unequal("country") * (1 - same)
        self.facts |= {
            "place unknown": np.where(known, 0.0, 1.0),
            "same place": same * (1 - self.some("coarse")),
            "other country": abroad,
            "other place": known * (1 - same) * (1 - abroad) * (1 - self.some("coarse")),
        }

    def _figures(self) -> None:
        a, b = self._counts()
        low, high = np.maximum(a[..., 0], b[..., 0]), np.minimum(a[..., 1], b[..., 1])
        gap = np.log(np.maximum(1.0, np.nan_to_num(low / np.maximum(1.0, high), nan=1.0) / _DISPUTED)) / _ORDERS
        self.facts |= {
            "same figures": np.minimum(1.0, self.both("figures")),
            "figures far apart": np.minimum(1.0, gap.max(2)) if gap.size else np.zeros(self.shape),
        }

    def _counts(self) -> tuple[Grid, Grid]:
        """The figures of both of the kinds that events of both count."""
        mine, theirs = (~np.isnan(t.figures[..., 0]).all(0) for t in (self.one, self.other))
        both = np.flatnonzero(mine & theirs)
        return self.one.figures[:, None, both, :], self.other.figures[None, :, both, :]

    def _report(self, itself: bool) -> None:
        one = np.full(self.shape, float(itself))
        self.facts |= {
            "one report": one, "one report, same word": one * self.same,
            "one sentence": self.equal("sentence"), "both lead": self.equal("lead"),
        }  # fmt: skip

    def _happening(self, story: float | Grid) -> None:
        """What tells one happening in other words, and what tells two of like words apart."""
        a, b = self.one.senses[:, None, :], self.other.senses[None, :, :]
        shared = (a[..., 0] & b[..., 0]) != 0
        wider = ((a[..., 1] & (b[..., 0] | b[..., 1])) | (b[..., 1] & a[..., 0])) != 0
        known = ((a[..., 0] | a[..., 1]) != 0) & ((b[..., 0] | b[..., 1]) != 0)
        deed, of_deed = ((a[..., n] & b[..., n]) != 0 for n in (2, 3))
        of_deeds = (a[..., 3] != 0) & (b[..., 3] != 0)
        apart = (a[..., 4] & (b[..., 2] | b[..., 3])) == 0
        same = np.maximum(self.same, shared)
        wider = wider | deed
        akin = np.maximum(same, wider)
        wide = wider * (1 - same)
        facts = self.facts
        first, second = self.one.published[:, None], self.other.published[None, :]
        unlike, counts = self._unlike(), self.shared("counts")
        self.facts |= {
            "same deed": deed * 1.0,
            "same target": akin * self.lesser("targets"), "other target": akin * self.none_shared("targets"),
            "same sense, far away": akin * self._far(),
            "of the same deed": akin * of_deed, "of another deed": akin * of_deeds * apart,
            "same sense": shared * (1 - self.same), "wider word": wide, "other sense": known * (1 - akin),
            "same sense in the same story": shared * (1 - self.same) * story,
            "wider word in the same story": wide * story,
            "same sense, same day": akin * facts["same time"], "same sense, day unknown": akin * facts["time unknown"],
            "same sense, same place": akin * facts["same place"],
            "same sense, other place": akin * facts["other place"],
            "points back": akin * self.some("pointing") * facts["one report"],
            "recalled from long before": self._recalled(_LONG_BEFORE),
            "other named recipient": akin * self.none_shared("named recipients"),
            "other named actor": akin * self.none_shared("named actors"),
            "one and several": akin * self.unequal("struck"),
            "toll falls": self._falls(first, second),
            "other side counted": akin * self.unequal("side") * unlike,
            "one report, other figures": facts["one report"] * unlike * self.equal("speaker"),
            "same count": np.minimum(1.0, counts),
            "other count": np.minimum(1.0, self.shared("counted")) * (counts == 0),
        }  # fmt: skip

    def _far(self) -> Grid:
        """Where two towns are so far apart that none is a part of the other or beside it."""
        a, b = self.one.points[:, :1], self.one.points[:, 1:]
        c, d = self.other.points[None, :, 0], self.other.points[None, :, 1]
        cosine = np.sin(a) * np.sin(c) + np.cos(a) * np.cos(c) * np.cos(b - d)
        kilometres = _RADIUS * np.arccos(np.clip(np.nan_to_num(cosine, nan=1.0), -1, 1))
        return np.asarray(np.clip((kilometres - _NEAR) / _NEAR, 0, 1), float)

    def _recalled(self, gap: int) -> Grid:
        """Where one is told of a day so long before its report, and the other without a day."""
        a, b = self.one.days[:, None, 1], self.other.days[None, :, 1]
        first = (self.one.published[:, None] - a > gap) & np.isnan(b)
        second = (self.other.published[None, :] - b > gap) & np.isnan(a)
        return np.asarray(first | second, float)

    def _unlike(self) -> Grid:
        """Where both count the same kind of thing and the counts exclude one another."""
        a, b = self._counts()
        return np.asarray(((a[..., 0] > b[..., 1]) | (b[..., 0] > a[..., 1])).any(2), float)

    def _falls(self, first: Grid, second: Grid) -> Grid:
        """Where the later report counts far fewer dead."""
        a, b = self.one.figures[:, None, 0, :], self.other.figures[None, :, 0, :]
        later = (second > first) & (b[..., 1] < _FALLEN * a[..., 0])
        earlier = (first > second) & (a[..., 1] < _FALLEN * b[..., 0])
        return np.asarray(later | earlier, float)


@lru_cache(maxsize=50_000)
def _alike(similar: Similar, one: str, other: str) -> float:
    a, b = sorted((one, other))
    return max(0.0, similar(a, b))
