"""A happening's disputes as sides: who tells which of the values that exclude one another, quote beside quote.

No side is right or wrong here. What a side tells is grouped by its value, so that three outlets with one figure are one
side with three tellings; tellings that only bring another up to date are in no side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.linking.cards import Card, day, written
from onrecord.linking.conflicts import Field, conflicts
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
        for card in sorted((by_key[k] for k in keys), key=lambda c: (c.published or "9999", c.key)):
            for value in _values(card, field, what):
                sides[value][card.key] = None
        shown = tuple(
            Side(_written(value, field, by_key[next(iter(events))]), tuple(events)) for value, events in sides.items()
        )
        made.append(Dispute(field, what, shown, tuple(reasons[field, what])))
    return tuple(made)


def _written(value: str, field: Field, card: Card) -> str:
    """A value as the first of its tellings writes it."""
    if field == "place":
        return written(value, card)
    return ", ".join(written(name, card) for name in value.split(", ")) if field == "actor" else value


def _values(card: Card, field: Field, what: str | None) -> list[str]:
    if field == "status":
        return [card.status]
    if field == "figures":
        return [amount(f) for f in card.figures if f.what == what]
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
