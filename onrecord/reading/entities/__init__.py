"""Who is meant: names, nominals and pronouns joined to entities with their aliases, titles and codes."""

from __future__ import annotations

from onrecord.reading.entities.build import build
from onrecord.reading.entities.phrases import find_phrases
from onrecord.reading.entities.quoted import find_quotations
from onrecord.reading.entities.resolve import resolve
from onrecord.reading.entities.signatures import author
from onrecord.reading.entities.speakers import resolve_speakers
from onrecord.record import Document, Entities, Place
from onrecord.syntax import Syntax

__all__ = ["find_entities", "resolve_speakers"]


def find_entities(document: Document, syntax: Syntax, places: tuple[Place, ...]) -> Entities:
    """The entities of a report and all their mentions, in the order of the text."""
    phrases = find_phrases(document, syntax, places)
    quotations = find_quotations(document, syntax)
    chains = resolve(phrases, syntax, quotations, tuple(author(document, phrases)))
    return build(chains, document.published)
