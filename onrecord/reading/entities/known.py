"""Which known actor or country a name names, and names that the parser takes for plain nouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from onrecord.reading.entities import lexical
from onrecord.reading.entities.extents import Extent
from onrecord.reading.entities.lexical import Known
from onrecord.record import Document
from onrecord.syntax import Token


def named(document: Document, tokens: tuple[Token, ...], extent: Extent, name: str, label: str) -> Known | None:
    """The actor, else the country; `label` is what the report mostly takes the name's last word for."""
    person = label == "PERSON" and name in lexical.surnames_too()
    if not person and not _shouted(tokens, extent, name):
        actor = lexical.actor(name, document.published or "")
        if actor is not None:
            return actor
    return lexical.country(name)


def _shouted(tokens: tuple[Token, ...], extent: Extent, name: str) -> bool:
    """ "WHO" and "IS" in a line of capitals are words."""
    if name not in lexical.words_in_capitals():
        return False
    near = [*tokens[max(extent.first - 2, 0) : extent.first], *tokens[extent.last : extent.last + 2]]
    words = [t.text for t in near if t.text.isalpha() and len(t.text) > 1]
    return bool(words) and all(word.isupper() for word in words)


def with_hidden_names(document: Document, tokens: tuple[Token, ...], extents: list[Extent]) -> list[Extent]:
    """Extents in which "the FARDC", "Oxfam" and "the U.N. refugee agency", plain nouns to the parser, are names.

    Only forms written as the lexicon writes them count, so that "white helmets" and "the border patrol" stay nouns.
    """
    found: list[Extent] = []
    end = 0
    for extent in extents:
        if extent.first < end and extent.last <= end and extent.form == "name":
            continue  # "U.N." in "the U.N. refugee agency"
        if extent.form == "nominal" and not extent.several:
            first = extent.first + (tokens[extent.first].tag in ("DT", "PRP$") and extent.last - extent.first > 1)
            if _hidden(document, tokens[first : extent.last]):
                extent = replace(extent, form="name", name_first=first, name_last=extent.last)
                end = extent.last
        found.append(extent)
    return found


def _hidden(document: Document, words: tuple[Token, ...]) -> bool:
    written = " ".join(document.text[words[0].start : words[-1].end].split())
    if not any(c.isupper() for c in written) or written in lexical.surnames_too() | lexical.words_in_capitals():
        return False
    actor = lexical.actor(written, document.published or "")
    return actor is not None and written in actor.aliases


def label_of(labels: Mapping[str, str], word: Token) -> str:
    return labels.get(word.text, word.ent)
