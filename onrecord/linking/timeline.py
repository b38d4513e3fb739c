"""The timeline: the events of a ledger in order, each with its uncertainty and its origins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.linking.cards import Card, day
from onrecord.linking.corroboration import Corroboration, corroborate
from onrecord.linking.reprints import Reprint


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the timeline: the days that all tellings allow together, or the widest span where they disagree."""

    event: str
    events: tuple[str, ...]
    earliest: str | None
    latest: str | None
    basis: str
    corroboration: Corroboration


def timeline(clusters: Iterable[Sequence[Card]], reprints: Sequence[Reprint]) -> tuple[Entry, ...]:
    """Entries by their first possible day, then their last; undated events stand at the end."""
    entries = [_entry(cards, reprints) for cards in clusters if cards]
    return tuple(sorted(entries, key=lambda e: (e.earliest or "9999", e.latest or "9999", e.event)))


def _entry(cards: Sequence[Card], reprints: Sequence[Reprint]) -> Entry:
    ordered = sorted(cards, key=lambda c: (c.published or "9999", c.key))
    earliest, latest, basis = days(ordered)
    return Entry(
        ordered[0].key,
        tuple(c.key for c in ordered),
        earliest,
        latest,
        basis,
        corroborate(ordered, reprints),
    )


def days(cards: Sequence[Card]) -> tuple[str | None, str | None, str]:
    """First and last possible day, and how they are known; of several told together only where no incident is told."""
    cards = [c for c in cards if not c.aggregate] or cards
    cards = [c for c in cards if not c.counting] or cards
    told = [(a, b) for c in cards if (a := day(c.earliest)) and (b := day(c.latest))]
    if told:
        low, high = max(a for a, _ in told), min(b for _, b in told)
        if low <= high:
            return low.isoformat(), high.isoformat(), "told"
        return min(a for a, _ in told).isoformat(), max(b for _, b in told).isoformat(), "told differently"
    reported = [d for c in cards if (d := day(c.published))]
    if reported:
        return None, min(reported).isoformat(), "reported by then"
    return None, None, "unknown"
