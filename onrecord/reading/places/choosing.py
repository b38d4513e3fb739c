"""Which entry of the table a name means: each candidate is scored by a weighted sum of what speaks for it.

The report's names vote for each other by area, district, country and neighbourhood; two rounds of votes follow one of
each name alone. The weights are learned (see docs/design/places.md); every feature is named, so that a choice can
say its reason.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field

from onrecord.gazetteer import SHORT, Entry, Hit, gazetteer
from onrecord.reading.places.weights import weights

FEATURES = (
    "own name", "other name", "short form",
    "country", "region", "area", "district", "town", "water", "land", "site", "hamlet",
    "people", "first by people", "capital", "usual sense", "same as its area",
    "held by the name after", "holds the name before",
    "its area is named", "its country is named", "its district is named",
    "outlet's country", "dateline's area", "dateline's country", "word of its kind",
    "same district", "same area", "same country", "nearby",
)  # fmt: skip
_MOST = 60  # candidates looked at per name
_ROUNDS = 2
_POINTS = ("town", "district", "hamlet", "site")
_HEARD = 0.1  # a reading believed less does not vote: fifty hamlets of one name are no evidence


@dataclass(slots=True)
class Asked:
    """One name of the report with what its mentions say of it."""

    folded: str
    hits: tuple[Hit, ...]
    holders: set[str] = field(default_factory=set)  # folded names that follow after a comma
    held: set[str] = field(default_factory=set)  # folded names that stand before it with a comma
    kinds: set[str] = field(default_factory=set)  # "area", "town", "district": generic words beside it


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known beside the names: the outlet's country, the names of the dateline."""

    country: str | None = None
    dateline: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The entry chosen, how many were considered, how sure (0 to 1), and what spoke for it."""

    entry: Entry
    candidates: int
    sure: float
    reason: str


@dataclass(slots=True)
class _Votes:
    """How much of the report's names lies in each country, area, district and square degree."""

    by: dict[object, float] = field(default_factory=lambda: defaultdict(float))
    own: dict[str, dict[object, float]] = field(default_factory=dict)
    total: float = 0.0

    def add(self, name: str, chances: list[tuple[Entry, float]]) -> None:
        mine: dict[object, float] = defaultdict(float)
        for entry, chance in chances:
            if chance < _HEARD or entry.kind == "region":
                continue
            for place in _places_of(entry):
                mine[place] += chance
        self.own[name] = mine
        self.total += 1.0
        for place, mass in mine.items():
            self.by[place] += mass

    def others(self, name: str, place: object) -> float:
        return self.by.get(place, 0.0) - self.own.get(name, {}).get(place, 0.0)


def _places_of(entry: Entry) -> list[object]:
    found: list[object] = [entry.country]
    area = entry.number if entry.kind == "area" else entry.area
    district = entry.number if entry.kind == "district" else entry.district
    if area >= 0:
        found.append(("area", area))
    if district >= 0:
        found.append(("district", district))
    if entry.kind in _POINTS:
        row, column = _cell(entry)
        found.extend(("cell", row + a, column + b) for a in (-1, 0, 1) for b in (-1, 0, 1))
    return found


def _cell(entry: Entry) -> tuple[int, int]:
    """The square degree of an entry; it is heard in the eight around it as well."""
    return math.floor(entry.latitude), math.floor(entry.longitude)


def _damped(mass: float) -> float:
    return math.log1p(mass) if mass > 0.01 else 0.0


class Chooser:
    """Scores the candidates of all names of one report."""

    def __init__(self, asked: list[Asked], setting: Setting, *, vector: tuple[float, ...] | None = None) -> None:
        self.asked, self.setting = asked, setting
        self.by_name = {a.folded: a for a in asked}
        self.weights = dict(zip(FEATURES, vector or weights("choosing", FEATURES), strict=True))
        self.entries = {a.folded: a.hits[:_MOST] for a in asked}
        self.numbers = {n: {h.entry.number for h in hits if h.how < SHORT} for n, hits in self.entries.items()}
        self.named = set().union(*self.numbers.values()) if asked else set()
        self.countries = {
            h.entry.country
            for hits in self.entries.values()
            for h in hits
            if h.entry.kind == "country" and h.how < SHORT
        }
        self.dateline = [h.entry for n in setting.dateline for h in self.entries.get(n, ())[:1]]
        self.alone = {a.folded: self._alone(a) for a in asked}
        self.votes = _Votes()

    def _alone(self, name: Asked) -> list[dict[str, float]]:
        """What speaks for each candidate before any vote."""
        hits = self.entries[name.folded]
        first = max(hits, key=lambda h: (-h.how, h.entry.population)).entry.number
        return [self._own(name, hit, first) | self._held(name, hit.entry) for hit in hits]

    def _own(self, name: Asked, hit: Hit, first: int) -> dict[str, float]:
        entry = hit.entry
        found = {("own name", "other name", "short form")[hit.how]: 1.0, entry.kind: 1.0}
        if entry.kind in ("town", "hamlet"):
            found["people"] = math.log10(entry.population + 100) - 2
            found["capital"] = float(entry.number in gazetteer().capitals)
            found["same as its area"] = float(0 <= entry.area in self.numbers[name.folded])
        found["first by people"] = float(first == entry.number)
        found["usual sense"] = float(gazetteer().usual.get(name.folded) == entry.number)
        found["word of its kind"] = float(entry.kind in name.kinds)
        if entry.country is not None:
            found["outlet's country"] = float(entry.country == self.setting.country)
            if name.folded not in self.setting.dateline:
                found["dateline's area"] = float(any(0 <= entry.area == d.area for d in self.dateline))
                found["dateline's country"] = float(any(entry.country == d.country for d in self.dateline))
        return found

    def _held(self, name: Asked, entry: Entry) -> dict[str, float]:
        own = self.numbers[name.folded]
        return {
            "held by the name after": float(any(self._holds(n, entry) for n in name.holders)),
            "holds the name before": float(any(self._held_by(n, entry) for n in name.held)),
            "its area is named": float(entry.area in self.named and entry.area not in own),
            "its district is named": float(entry.district in self.named and entry.district not in own),
            "its country is named": float(entry.kind != "country" and entry.country in self.countries),
        }

    def _holds(self, holder: str, entry: Entry) -> bool:
        """True if the name after is that of the entry's district, area or country."""
        for hit in self.entries.get(holder, ()):
            above = hit.entry
            if above.number in (entry.area, entry.district):
                return True
            if above.kind == "country" and entry.kind != "country" and above.country == entry.country:
                return True
        return False

    def _held_by(self, held: str, entry: Entry) -> bool:
        """True if the name before has a reading that lies in the entry."""
        hits = self.entries.get(held, ())
        if entry.kind == "country":
            return any(h.entry.country == entry.country for h in hits[:10])
        return any(entry.number in (h.entry.area, h.entry.district) for h in hits)

    def _voted(self, name: Asked, entry: Entry) -> dict[str, float]:
        votes, me = self.votes, name.folded
        area = entry.number if entry.kind == "area" else entry.area
        district = entry.number if entry.kind == "district" else entry.district
        found = {}
        if district >= 0:
            found["same district"] = _damped(votes.others(me, ("district", district)))
        if area >= 0:
            found["same area"] = _damped(votes.others(me, ("area", area)))
        if entry.country:
            found["same country"] = _damped(votes.others(me, entry.country))
        if entry.kind in _POINTS:
            found["nearby"] = _damped(votes.others(me, ("cell", *_cell(entry))))
        return found

    def features(self, name: Asked) -> list[dict[str, float]]:
        """All that speaks for each candidate of the name, in the order of its entries."""
        alone = self.alone[name.folded]
        if not self.votes.by:
            return alone
        return [a | self._voted(name, h.entry) for a, h in zip(alone, self.entries[name.folded], strict=True)]

    def chances(self, name: Asked) -> list[tuple[Hit, float]]:
        """Each candidate with its share of the belief."""
        hits = self.entries[name.folded]
        if len(hits) == 1:
            return [(hits[0], 1.0)]
        weight = self.weights
        scores = [sum(weight[f] * v for f, v in found.items() if v) for found in self.features(name)]
        top = max(scores)
        parts = [math.exp(s - top) for s in scores]
        whole = sum(parts)
        return [(h, p / whole) for h, p in zip(hits, parts, strict=True)]

    def vote(self) -> None:
        """One round: every name's belief becomes votes for the others."""
        votes = _Votes()
        for name in self.asked:
            votes.add(name.folded, [(h.entry, c) for h, c in self.chances(name)])
        self.votes = votes

    def choose(self) -> dict[str, Choice]:
        for _ in range(_ROUNDS):
            self.vote()
        return {a.folded: self._choice(a) for a in self.asked}

    def _choice(self, name: Asked) -> Choice:
        chances = self.chances(name)
        at = max(range(len(chances)), key=lambda i: chances[i][1])
        best, chance = chances[at]
        return Choice(best.entry, len(name.hits), chance, self._reason(name, at))

    def _reason(self, name: Asked, at: int) -> str:
        if len(name.hits) == 1:
            return "the only place of this name"
        found = self.features(name)[at]
        spoke = sorted(((self.weights[f] * v, f) for f, v in found.items() if v and f in _WORDS), reverse=True)
        return ", ".join(_WORDS[f] for w, f in spoke[:3] if w > 0) or "the likeliest of this name"


_WORDS = {
    "own name": "bears this very name",
    "other name": "also known by this name",
    "short form": "a short form of its name",
    "people": "by its population",
    "first by people": "the most populous of this name",
    "capital": "a capital",
    "usual sense": "what this name means by itself",
    "held by the name after": "lies in the place named after it",
    "holds the name before": "holds the place named before it",
    "its area is named": "its area is named in the report",
    "its country is named": "its country is named in the report",
    "its district is named": "its district is named in the report",
    "outlet's country": "in the outlet's country",
    "dateline's area": "in the area of the dateline",
    "dateline's country": "in the country of the dateline",
    "word of its kind": "a word beside it says its kind",
    "same district": "other places of the report lie in its district",
    "same area": "other places of the report lie in its area",
    "same country": "other places of the report lie in its country",
    "nearby": "other places of the report lie nearby",
}
