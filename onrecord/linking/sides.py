"""A happening's disputes as sides: who tells which of the values that exclude one another, quote beside quote.

No side is right or wrong here. What a side tells is grouped by its value, so that three outlets with one figure are one
side with three tellings; tellings that only bring another up to date are in no side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.linking.cards import Card, day, written
from onrecord.linking.conflicts import Field, conflicts
from onrecord.linking.units import EVERYONE, PEOPLE, counted, side
from onrecord.record import Figure


@dataclass(frozen=True, slots=True)
class Side:
    """One value of a field and the events that tell it, oldest first."""

    value: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """One field (of figures: one thing counted) in which the tellings of a happening exclude one another."""

    field: Field
    what: str | None
    sides: tuple[Side, ...]
    reasons: tuple[str, ...]


def disputes(cards: Sequence[Card]) -> tuple[Dispute, ...]:
    """The disputes of one happening, given the cards of its cluster; at least two sides each."""
    by_key = {c.key: c for c in cards}
    reasons: dict[tuple[Field, str | None], dict[str, None]] = defaultdict(dict)
    involved: dict[tuple[Field, str | None], dict[str, None]] = defaultdict(dict)
    for conflict in conflicts(cards):
        reasons[conflict.field, conflict.what][conflict.reason] = None
        involved[conflict.field, conflict.what].update({conflict.one: None, conflict.other: None})
    made = []
    for (field, what), keys in sorted(involved.items(), key=lambda x: (x[0][0], x[0][1] or "")):
        sides: dict[str, dict[str, None]] = defaultdict(dict)
        shown: dict[str, str] = {}
        for card in sorted((by_key[k] for k in keys), key=lambda c: (c.published or "9999", c.key)):
            for key, value in _values(card, field, what):
                sides[key][card.key] = None
                # As the first telling writes it; of "8" and "8 people" the one that says more.
                shown[key] = max(shown.get(key, ""), _written(value, field, card), key=len)
        told = tuple(Side(shown[key], tuple(events)) for key, events in sides.items())
        made.append(Dispute(field, what, told, tuple(reasons[field, what])))
    return tuple(made)


def _written(value: str, field: Field, card: Card) -> str:
    """A value as a telling writes it."""
    if field == "place":
        return written(value, card)
    return ", ".join(written(name, card) for name in value.split(", ")) if field == "actor" else value


def _values(card: Card, field: Field, what: str | None) -> list[tuple[str, str]]:
    """What a telling says in a field, each with a key that is the same for what is the same."""
    if field == "figures":
        return _amounts([f for f in card.figures if f.what == what])
    return [(value, value) for value in _plain(card, field)]


def _amounts(figures: Sequence[Figure]) -> list[tuple[str, str]]:
    """ "8" and "8 people" are one value; "9 civilians and 3 gunmen" are one, too, where nobody counts everyone."""
    told = [(amount(replace(f, unit=counted(f.what, f.unit) or None)), amount(f)) for f in figures]
    if len(told) > 1 and all(f.what in PEOPLE and side(f.unit) != EVERYONE for f in figures):
        return [(" and ".join(key for key, _ in told), " and ".join(value for _, value in told))]
    return told


def _plain(card: Card, field: Field) -> list[str]:
    if field == "status":
        return [card.status]
    if field == "time":
        first, last = day(card.earliest), day(card.latest)
        return [f"{first}" if first == last else f"{first} to {last}"]
    if field == "place":
        return [card.place.name] if card.place else []
    return [", ".join(sorted(card.actors))]


def amount(figure: Figure) -> str:
    """A figure in words: "8", "at least 5", "at most 30", "10 to 15", with its unit."""
    low, high = (f"{v:,.10g}" if v is not None else None for v in (figure.low, figure.high))
    if low is None:
        told = f"at most {high}"
    elif high is None:
        told = f"at least {low}"
    else:
        told = low if low == high else f"{low} to {high}"
    return f"{told} {figure.unit}" if figure.unit else told
