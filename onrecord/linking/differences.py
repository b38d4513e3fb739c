"""What two reports (or two versions of one) tell differently: claims only in one, and claims of one event by field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.linking.cards import Card
from onrecord.linking.sides import amount
from onrecord.linking.words import overlap


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one event in the two reports; None where a report does not tell it."""

    field: str
    one: str | None
    other: str | None


@dataclass(frozen=True, slots=True)
class Paired:
    """An event that both tell, with the fields that differ (none: they agree)."""

    one: Card
    other: Card
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two reports compared: what only one tells, and what both tell."""

    only_one: tuple[Card, ...]
    only_other: tuple[Card, ...]
    both: tuple[Paired, ...]


def difference(one: Sequence[Card], other: Sequence[Card], clusters: Iterable[Sequence[Card]]) -> Difference:
    """Events of one happening are paired, the ones with the likest words first, each once."""
    firsts, seconds = {c.key for c in one}, {c.key for c in other}
    both: list[Paired] = []
    for cards in clusters:
        a, b = [c for c in cards if c.key in firsts], [c for c in cards if c.key in seconds]
        ranked = sorted(((-_likeness(x, y), x.key, y.key, x, y) for x in a for y in b), key=lambda r: r[:3])
        taken: set[str] = set()
        for _, _, _, x, y in ranked:
            if x.key not in taken and y.key not in taken:
                taken |= {x.key, y.key}
                both.append(Paired(x, y, _changes(x, y)))
    held = {key for pair in both for key in (pair.one.key, pair.other.key)}
    place = {c.key: n for n, c in enumerate(one)}
    return Difference(
        tuple(c for c in one if c.key not in held),
        tuple(c for c in other if c.key not in held),
        tuple(sorted(both, key=lambda p: place[p.one.key])),
    )


def _likeness(one: Card, other: Card) -> float:
    return overlap(one.words, other.words) + (one.stem == other.stem) + (one.status == other.status)


def _changes(one: Card, other: Card) -> tuple[Change, ...]:
    told = ((name, a, b) for (name, a), (_, b) in zip(_fields(one), _fields(other), strict=True))
    return tuple(Change(name, a, b) for name, a, b in told if a != b)


def _fields(card: Card) -> list[tuple[str, str | None]]:
    days = {d[:10] for d in (card.earliest, card.latest) if d}
    return [
        ("kind", card.kind),
        ("status", card.status),
        ("actor", ", ".join(sorted(card.actors)) or None),
        ("recipient", ", ".join(sorted(card.recipients)) or None),
        ("place", card.place.name if card.place else None),
        ("time", " to ".join(sorted(days)) or None),
        ("figures", ", ".join(f"{f.what} {amount(f)}" for f in card.figures) or None),
        ("according to", " ‹ ".join(card.speaker.chain) or None),
    ]
