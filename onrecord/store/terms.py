"""What the values of filters stand for: term numbers with their counts of events, and full-text expressions."""

from __future__ import annotations

import re
import sqlite3

from onrecord.store.types import Facet
from onrecord.store.write import fold

COLUMNS: tuple[Facet, ...] = ("kind", "status", "place", "country", "publisher")  # one value an event at most
TAGS: tuple[Facet, ...] = ("actor", "recipient", "source")  # any number of values
_EXACT: tuple[Facet, ...] = ("kind", "status", "country")  # closed lists, taken to the letter


def match(words: str) -> str:
    """A full-text expression of what a person types; any text gives a valid one (empty when it holds no word)."""
    parts = []
    for phrase, word in re.findall(r'"([^"]*)"?|([^\s"]+)', words):
        kept = "".join(c if c.isalnum() or c == "_" else " " for c in phrase or word).strip()
        if kept:
            parts.append(f'"{kept}"' + ("*" if word.endswith("*") else ""))
    return " ".join(parts)


def numbers(connection: sqlite3.Connection, facet: Facet, values: tuple[str, ...]) -> dict[int, int]:
    """The term numbers that the values of a filter stand for, with their counts of events."""
    found: dict[int, int] = {}
    for value in values:
        if value.startswith("=") or facet in _EXACT:
            sql, asked = "value = ?", value.removeprefix("=")
        else:
            sql, asked = "instr(folded, ?)", fold(value)
        rows = connection.execute(f"SELECT number, events FROM terms WHERE facet = ? AND {sql}", (facet, asked))
        found.update(rows.fetchall())
    return found


def countries(connection: sqlite3.Connection, places: tuple[str, ...]) -> dict[int, int]:
    """Terms of the countries that places are names or codes of."""
    found: dict[int, int] = {}
    for place in places:
        if not place.startswith("="):
            rows = connection.execute(
                "SELECT number, events FROM terms WHERE facet = 'country' AND value IN"
                " (SELECT country FROM terms WHERE facet = 'place' AND folded = ? UNION SELECT ?)",
                (fold(place), place.upper()),
            )
            found.update(rows.fetchall())
    return found
