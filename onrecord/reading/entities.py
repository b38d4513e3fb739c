"""Who is meant: names, nominals and pronouns joined to entities."""

from __future__ import annotations

from onrecord.record import Document, Entities, Place, Syntax


def find_entities(document: Document, syntax: Syntax, places: tuple[Place, ...]) -> Entities:
    return Entities()
