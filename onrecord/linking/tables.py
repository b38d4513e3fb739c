"""What is compared of the events of one report, as arrays, so that all events of two reports are compared at once."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.cards import Card, day
from onrecord.linking.senses import of_card, roles, sense, with_these
from onrecord.linking.units import side
from onrecord.linking.words import content_stems, key_weight, stem, weight

Grid = NDArray[np.float64]

SETS = (
    "words", "near", "left", "right", "meant", "names", "beside", "actors", "recipients", "phrase", "numbers",
    "figures", "named actors", "named recipients", "counted", "counts", "targets",
)  # fmt: skip
CODES = (
    "stem", "entry", "kind", "family", "particle", "status", "generic", "sentence", "lead", "place", "place name",
    "country", "coarse", "outlet", "count", "pointing", "deaths", "struck", "speaker", "side",
)  # fmt: skip
_COUNTED = ("killed", "injured", "casualties", "missing", "displaced", "arrested", "crowd")
_GENERIC = frozenset("b hav do mak tak get giv go com see kno us look want need put keep let seem happen occur".split())
_MORE = re.compile(r"\b(?:more(?!\s+than)|another|further|additional|second|third|fourth|fifth|sixth|survivor)\b", re.I)
_WHOLE = re.compile(r"(?:all|both|the)\b", re.I)
_OF_WOUNDS = re.compile(r"\s+(?:(?:of|from)\s+[\w' -]{0,30}?(?:wounds|injuries)|in hospital)\b", re.I)
_POINTS = re.compile(r"(?:\b(?:the|this|that|these)|(?:day|terday)['’]s)\s+(?:[\w-]+\s+)?$", re.I)


@dataclass(frozen=True, slots=True)
class Table:
    """The events of one report: `keys` are the hashed stems of all of them, sorted; `sets` by event and stem, a bit for
    each kind (in the order of SETS); `codes` by CODES."""

    words: tuple[str, ...]
    keys: NDArray[np.uint32]
    weights: Grid
    sets: NDArray[np.uint32]
    sums: Grid
    codes: NDArray[np.int64]
    telling: Grid
    days: Grid
    figures: Grid
    senses: NDArray[np.int64]  # what the words tell, may stand for, and of which deed they are or come
    published: Grid
    points: Grid


def table(cards: Sequence[Card]) -> Table:
    told = [_sets(card) for card in cards]
    stems = {s: crc32(s.encode("utf-8", "surrogatepass")) for sets in told for values in sets for s in values}
    keys = sorted(set(stems.values()))
    place = {key: n for n, key in enumerate(keys)}
    weights = np.array([key_weight(key) for key in keys], float)
    sets = np.zeros((len(cards), len(keys)), np.uint32)
    for row, values in enumerate(told):
        for kind, members in enumerate(values):
            sets[row, [place[stems[s]] for s in members]] |= np.uint32(1 << kind)
    every = kinds(sets, range(len(SETS)))
    return Table(
        tuple(c.word for c in cards),
        np.array(keys, np.uint32),
        weights,
        sets,
        np.stack([every @ weights, every.sum(2)]),
        np.array([[code(c) for c in column] for column in _codes(cards).values()], np.int64).reshape(
            len(CODES), len(cards)
        ),
        np.array([weight(c.stem) / 8 for c in cards], float),
        np.array([_days(c) for c in cards], float).reshape(len(cards), 2),
        np.array([_figures(c) for c in cards], float).reshape(len(cards), len(_COUNTED), 2),
        np.array([_senses(c) for c in cards], np.int64).reshape(len(cards), 5),
        np.array([d.toordinal() if (d := day(c.published)) else math.nan for c in cards], float),
        np.array([_point(c) for c in cards], float).reshape(len(cards), 2),
    )


def kinds(sets: NDArray[np.uint32], wanted: Sequence[int]) -> Grid:
    """The sets of some kinds, by kind, event and stem."""
    bits = np.array([1 << kind for kind in wanted], np.uint32)
    return np.asarray((sets[None] & bits[:, None, None]) != 0, float)


def beside(tables: Sequence[Table], keys: NDArray[np.uint32]) -> Table:
    """The events of several reports as one table, in the order given; of their stems those that are among `keys`.

    What two reports do not share counts in their sums alone.
    """
    sets = np.zeros((sum(len(t.words) for t in tables), len(keys)), np.uint32)
    row = 0
    for t in tables:
        mine, theirs = shared_keys(keys, t.keys)
        sets[row : row + len(t.words), mine] = t.sets[:, theirs]
        row += len(t.words)
    return Table(
        tuple(word for t in tables for word in t.words),
        keys,
        np.zeros(len(keys)),
        sets,
        np.concatenate([t.sums for t in tables], axis=2),
        np.concatenate([t.codes for t in tables], axis=1),
        np.concatenate([t.telling for t in tables]),
        np.concatenate([t.days for t in tables]),
        np.concatenate([t.figures for t in tables]),
        np.concatenate([t.senses for t in tables]),
        np.concatenate([t.published for t in tables]),
        np.concatenate([t.points for t in tables]),
    )


def rows(held: Table, start: int, stop: int) -> Table:
    """Some events of a table, as a table with the stems that these have."""
    if start <= 0 and stop >= len(held.words):
        return held
    sets = held.sets[start:stop]
    used = np.flatnonzero(sets.any(0))
    cut: dict[str, Any] = {
        "keys": held.keys[used],
        "weights": held.weights[used],
        "sets": sets[:, used],
        "sums": held.sums[:, :, start:stop],
        "codes": held.codes[:, start:stop],
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
    """In the order of SETS."""
    told = card.told
    counts = [(stem(f.unit.split()[-1]), f.low or f.high) for f in card.figures if f.what == "other" and f.unit]
    return (
        card.words, card.near, told.left, told.right, told.meant, told.names, told.beside,
        frozenset(s for name in card.actors for s in content_stems(name)),
        frozenset(s for name in card.recipients for s in content_stems(name)),
        told.phrase,
        frozenset(w for w in card.words if w[0].isdigit()),
        frozenset(f"={f.what} {f.low} {f.high}" for f in card.figures),
        frozenset(s for name in card.actors for s in content_stems(name) if card.named_actor),
        frozenset(s for name in card.recipients for s in content_stems(name)) & told.names,
        frozenset(f"#{unit}" for unit, _ in counts),
        frozenset(f"#{unit} {low}" for unit, low in counts),
        frozenset(s for name in card.deed.target for s in content_stems(name)),
    )  # fmt: skip


def _codes(cards: Sequence[Card]) -> dict[str, list[str]]:
    places = [c.deed.place for c in cards]
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
        "pointing": ["back" if _POINTS.search(_before(c)) else "" for c in cards],
        "deaths": [_deaths(c) for c in cards],
        "struck": [_struck(c) for c in cards],
        "speaker": [c.speaker.chain[0] if c.speaker.chain else "own voice" for c in cards],
        "side": [_side(c) for c in cards],
    }


def code(value: str) -> int:
    """0 for nothing told."""
    return crc32(value.encode("utf-8", "surrogatepass")) + 1 if value else 0


def _days(card: Card) -> tuple[float, float]:
    first, last = day(card.deed.earliest), day(card.deed.latest)
    return (float(first.toordinal()), float(last.toordinal())) if first and last else (math.nan, math.nan)


def _point(card: Card) -> tuple[float, float]:
    """Where it was, in radians; nothing for a country or a region."""
    place = card.deed.place
    if place is None or place.latitude is None or place.longitude is None or place.precision in ("country", "region"):
        return math.nan, math.nan
    return math.radians(place.latitude), math.radians(place.longitude)


def _senses(card: Card) -> tuple[int, int, int, int, int]:
    """What its word tells, may stand for, the deed that it is, the deed that it comes of; what else may tell either."""
    found, (deeds, _) = of_card(card), roles()
    itself = bool((found.told | found.wider) & deeds)
    deed = card.deed.senses
    return found.told, found.wider, deed * itself, deed * (not itself), with_these(deed)


def _deaths(card: Card) -> str:
    """Whether deaths are told as some more ("another two died", "a third protester", "four people died of their wounds
    overnight") or as those of the whole."""
    if not of_card(card).told & sense("die").told:
        return ""
    if any(_MORE.search(told) for told in card.recipients):
        return "further"
    if any(_WHOLE.match(told) for told in card.recipients):
        return "all"
    after = card.sentence.quote[card.trigger.end - card.sentence.start :]
    return "further" if card.figures and card.stem == stem("died") and _OF_WOUNDS.match(after) else "all"


def _before(card: Card) -> str:
    return card.sentence.quote[: card.trigger.start - card.sentence.start]


def _struck(card: Card) -> str:
    """Whether somebody named or a number of people is acted on."""
    if any(f.what in ("killed", "injured", "arrested", "other") and (f.low or f.high or 0) > 1 for f in card.figures):
        return "several"
    return "one" if any(s in card.told.names for name in card.recipients for s in content_stems(name)) else ""


def _side(card: Card) -> str:
    """Who is counted: "12 officers" are not the "31 people"."""
    sides = {side(f.unit) for f in card.figures if f.what in ("killed", "injured", "casualties")}
    return (sides.pop() or "everyone") if len(sides) == 1 else ""


def _figures(card: Card) -> list[tuple[float, float]]:
    told: dict[str, tuple[float, float]] = {
        f.what: (f.low or 0.0, f.high if f.high is not None else 3 * (f.low or 0.0))
        for f in card.figures
        if f.low or f.high  # "nobody was killed" speaks of the deaths that others count
    }
    return [told.get(what, (math.nan, math.nan)) for what in _COUNTED]
