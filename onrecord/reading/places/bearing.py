"""Bearings: "12 km north of Kelvia" names Kelvia and means a place not far from it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from onrecord import lexicon
from onrecord.gazetteer import Entry
from onrecord.reading.places.names import Name, words
from onrecord.syntax import Syntax, Token

_KM = {"km": 1.0, "kilometer": 1.0, "kilometre": 1.0, "mile": 1.61, "metre": 0.001, "meter": 0.001, "yard": 0.001}
_SLACK = 15.0  # km: distances are rounded and the points of towns are their middles
_STRETCH = 1.5  # by road it is farther
_EARTH = 6371.0
_BETWEEN = frozenset(", ( about some around roughly approximately just nearly located which is lies situated".split())


@dataclass(frozen=True, slots=True)
class Bearing:
    """Where the words of a bearing begin, and how far it is where they say so."""

    first: int
    km: float | None


def bearing_of(name: Name, syntax: Syntax) -> Bearing | None:
    """The distance and direction told right before a name: "90 km (55 miles) south-west of the town of Kelvia"."""
    tokens, at = syntax.tokens, name.first - 1
    start = syntax.sentences[tokens[name.first].sent][0]
    if at - 2 > start and tokens[at].lower == "of" and tokens[at - 1].lower in words("after", "settlement"):
        at -= 2  # "of the town of Kelvia"
    while at > start and tokens[at].lower in ("the", "downtown", "central"):
        at -= 1
    if at <= start or tokens[at].lower not in ("of", "from", "off"):
        return None
    at -= 1
    told = at
    while at > start and (tokens[at].lower in words("bearing", "directions") or tokens[at].text == "-"):
        at -= 1
    directed = at < told
    if at > start and tokens[at].text == ")":
        at = _opened(tokens, at, start)
    return _measured(tokens, at, start) or _plain(tokens, at, told, directed)


def _opened(tokens: tuple[Token, ...], at: int, start: int) -> int:
    """Before the bracket that closes here: "90 km (55 miles)"."""
    for i in range(at, max(start, at - 5), -1):
        if tokens[i].text == "(":
            return i - 1
    return at


def _measured(tokens: tuple[Token, ...], at: int, start: int) -> Bearing | None:
    unit = tokens[at].lemma.lower().rstrip(".")
    if unit not in _KM or at <= start:
        return None
    count = at - 1
    if tokens[count].lower == "nautical":
        count -= 1
    if tokens[count].text == "-":
        count -= 1
    number = _number(tokens[count]) if count >= start else None
    return Bearing(max(count, start), None if number is None else number * _KM[unit])


def _plain(tokens: tuple[Token, ...], at: int, told: int, directed: bool) -> Bearing | None:
    """ "Clashes north of Kelvia", but not "in the north of Kelvia" nor "the coast of Kelvia"."""
    ruled = tokens[at].lower in ("the", "in", "from", "to", "a") or tokens[told + 1].lower != "of"
    return Bearing(at + 1, None) if directed and not ruled else None


def _number(token: Token) -> float | None:
    known: dict[str, float] = lexicon.load("figures")["value"]["words"]
    plain = token.text.replace(",", "")
    if plain.replace(".", "", 1).isdecimal():
        return float(plain)
    return float(known[token.lower]) if token.lower in known else None


def tied(name: Name, following: Name, bearing: Bearing | None, syntax: Syntax) -> bool:
    """ "The village of Orrin, 12 km north of Kelvia": the bearing says where the name before it lies."""
    if bearing is None or bearing.km is None or not name.last <= bearing.first < following.first:
        return False
    between = syntax.tokens[name.last : bearing.first]
    return 0 < len(between) <= 4 and all(t.lower in _BETWEEN for t in between)


def near(name: Name, centre: Entry, km: float) -> Entry | None:
    """The entry of the name that lies about as far from the other as told; None where none does."""
    farthest = km * _STRETCH + _SLACK
    points = [h.entry for h in name.hits if h.entry.kind not in ("country", "region")]
    fit = [(abs(d - km), n, e) for n, e in enumerate(points) if (d := _apart(e, centre)) <= farthest]
    return min(fit, key=lambda found: found[:2])[2] if fit else None


def _apart(a: Entry, b: Entry) -> float:
    la, lb = math.radians(a.latitude), math.radians(b.latitude)
    half = math.sin((la - lb) / 2) ** 2
    half += math.cos(la) * math.cos(lb) * math.sin(math.radians(a.longitude - b.longitude) / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))
