"""Which place belongs to which event."""

from __future__ import annotations

from onrecord.record import Document, Entities, Event, Place, Placed, Syntax


def place_events(
    document: Document, syntax: Syntax, places: tuple[Place, ...], entities: Entities, events: tuple[Event, ...]
) -> Placed:
    return Placed(events)
