"""Which entry of the table a name means: each candidate is scored by a weighted sum of what speaks for it.

The report's names vote for each other by area, district, country and neighbourhood; two rounds of votes follow one of
each name alone. The weights are learned (see docs/design/places.md); every feature is named, so that a choice can
say its reason.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field

from onrecord.gazetteer import Entry, Hit
from onrecord.reading.places.weights import weights

FEATURES = (
    "own name", "other name", "short form",
    "country", "region", "area", "district", "town", "water", "land", "site", "hamlet",
    "people", "first by people", "capital size",
    "held by the name after", "holds the name before", "its area is named", "its country is named",
    "its district is named",
    "same district", "same area", "same country", "nearby",
    "outlet's country", "dateline's area", "dateline's country", "word of an area", "word of a town",
    "word of a district",
    "American without a hint", "same as its area",
)  # fmt: skip
_MOST = 60  # candidates looked at per name
_ROUNDS = 2


@dataclass(slots=True)
class Asked:
    """One name of the report with what its mentions say of it."""

    folded: str
    hits: tuple[Hit, ...]
    mentions: int = 1
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
            if chance < 0.02 or entry.kind == "region":
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
    if entry.kind in ("town", "district", "hamlet", "site"):
        found.append(("cell", math.floor(entry.latitude), math.floor(entry.longitude)))
    return found


def _cells(entry: Entry) -> list[object]:
    row, column = math.floor(entry.latitude), math.floor(entry.longitude)
    return [("cell", row + a, column + b) for a in (-1, 0, 1) for b in (-1, 0, 1)]


def _damped(mass: float) -> float:
    return math.log1p(mass) if mass > 0.01 else 0.0


class Chooser:
    """Scores the candidates of all names of one report."""

    def __init__(self, asked: list[Asked], setting: Setting, *, vector: tuple[float, ...] | None = None) -> None:
        self.asked, self.setting = asked, setting
        self.by_name = {a.folded: a for a in asked}
        self.weights = vector or weights("choosing", FEATURES)
        self.entries = {a.folded: a.hits[:_MOST] for a in asked}
        self.numbers = {n: {h.entry.number for h in hits if h.how < 2} for n, hits in self.entries.items()}
        self.named = set().union(*self.numbers.values()) if asked else set()
        self.countries = {
            h.entry.country for hits in self.entries.values() for h in hits if h.entry.kind == "country" and h.how < 2
        }
        self.dateline = [h.entry for n in setting.dateline for h in self.entries.get(n, ())[:1]]
        self.votes = _Votes()

    def features(self, name: Asked, hit: Hit, first: int) -> list[float]:
        entry = hit.entry
        values = dict.fromkeys(FEATURES, 0.0)
        values[("own name", "other name", "short form")[hit.how]] = 1.0
        values[entry.kind] = 1.0
        if entry.kind in ("town", "hamlet"):
            values["people"] = math.log10(entry.population + 100) - 2
            values["capital size"] = float(entry.population > 1_000_000)
        values["first by people"] = float(first == entry.number)
        self._holding(name, entry, values)
        self._voting(name, entry, values)
        values["outlet's country"] = float(entry.country is not None and entry.country == self.setting.country)
        if name.folded not in self.setting.dateline:
            for place in self.dateline:
                values["dateline's area"] = max(values["dateline's area"], float(0 <= entry.area == place.area))
                values["dateline's country"] = max(
                    values["dateline's country"], float(entry.country == place.country and place.country is not None)
                )
        for kind in name.kinds:
            if kind == entry.kind:
                values[f"word of a{'n' if kind == 'area' else ''} {kind}"] = 1.0
        values["American without a hint"] = float(
            entry.country == "USA" and entry.kind != "country" and self.setting.country is None
        )
        values["same as its area"] = float(entry.kind == "town" and 0 <= entry.area in self.numbers[name.folded])
        return list(values.values())

    def _holding(self, name: Asked, entry: Entry, values: dict[str, float]) -> None:
        above = {n for n in (entry.area, entry.district) if n >= 0}
        for holder in name.holders:
            numbers = self.numbers.get(holder, set())
            if (
                above & numbers
                or (
                    any(
                        h.entry.kind == "country" and h.entry.country == entry.country != None  # noqa: E711
                        for h in self.entries.get(holder, ())
                    )
                    and entry.kind != "country"
                )
            ) or any(n in above for n in (h.entry.number for h in self.entries.get(holder, ()))):
                values["held by the name after"] = 1.0
        for held in name.held:
            hits = self.entries.get(held, ())
            if entry.kind == "country":
                fits = any(h.entry.country == entry.country for h in hits[:10])
            else:
                fits = any(entry.number in (h.entry.area, h.entry.district) for h in hits)
            values["holds the name before"] = max(values["holds the name before"], float(fits))
        others = self.named - {entry.number}
        own = self.numbers[name.folded]
        values["its area is named"] = float(entry.area in others and entry.area not in own)
        values["its district is named"] = float(entry.district in others and entry.district not in own)
        values["its country is named"] = float(entry.kind != "country" and entry.country in self.countries)

    def _voting(self, name: Asked, entry: Entry, values: dict[str, float]) -> None:
        votes, me = self.votes, name.folded
        if not votes.total:
            return
        area = entry.number if entry.kind == "area" else entry.area
        district = entry.number if entry.kind == "district" else entry.district
        values["same district"] = _damped(votes.others(me, ("district", district))) if district >= 0 else 0.0
        values["same area"] = _damped(votes.others(me, ("area", area))) if area >= 0 else 0.0
        values["same country"] = _damped(votes.others(me, entry.country)) if entry.country else 0.0
        if entry.kind in ("town", "district", "hamlet", "site"):
            values["nearby"] = _damped(sum(votes.others(me, c) for c in _cells(entry)))

    def chances(self, name: Asked) -> list[tuple[Hit, float]]:
        """Each candidate with its share of the belief."""
        hits = self.entries[name.folded]
        rows = self.rows(name)
        scores = [sum(w * v for w, v in zip(self.weights, row, strict=True) if v) for row in rows]
        top = max(scores)
        parts = [math.exp(s - top) for s in scores]
        whole = sum(parts)
        return [(h, p / whole) for h, p in zip(hits, parts, strict=True)]

    def rows(self, name: Asked) -> list[list[float]]:
        hits = self.entries[name.folded]
        first = max(hits, key=lambda h: (-h.how, h.entry.population)).entry.number
        return [self.features(name, hit, first) for hit in hits]

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
        best, chance = max(self.chances(name), key=lambda pair: pair[1])
        return Choice(best.entry, len(name.hits), chance, self._reason(name, best))

    def _reason(self, name: Asked, hit: Hit) -> str:
        if len(name.hits) == 1:
            return "the only place of this name"
        row = self.features(name, hit, hit.entry.number)
        spoke = sorted(
            ((w * v, f) for w, v, f in zip(self.weights, row, FEATURES, strict=True) if v and w > 0), reverse=True
        )
        return ", ".join(_WORDS.get(f, f) for _, f in spoke[:3])


_WORDS = {
    "own name": "bears this very name",
    "other name": "also known by this name",
    "short form": "a short form of it",
    "people": "by its population",
    "first by people": "the most populous of this name",
    "capital size": "a city of a million",
    "same district": "other places of the report lie in its district",
    "same area": "other places of the report lie in its area",
    "same country": "other places of the report lie in its country",
    "nearby": "other places of the report lie nearby",
}
