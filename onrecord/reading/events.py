"""Triggers, kinds and arguments."""

from __future__ import annotations

from onrecord.record import Document, Entities, Event, Figure, Judgement, Syntax


def find_events(
    document: Document,
    syntax: Syntax,
    entities: Entities,
    figures: tuple[Figure, ...],
    judgements: dict[int, Judgement],
) -> tuple[Event, ...]:
    return ()
