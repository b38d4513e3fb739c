"""Figures that somebody puts forward: "the institute put the toll at 40", "estimates the damage at $3"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.reading.attribution import sources
from onrecord.reading.attribution.cues import words
from onrecord.reading.attribution.draft import Draft
from onrecord.syntax import Syntax, Token

_PUTS = frozenset(("put", "estimate", "peg", "set"))
_NUMERAL = ("NUM", "SYM")


def find_estimates(syntax: Syntax) -> Iterator[Draft]:
    for token in syntax.tokens:
        if token.lemma in _PUTS and token.pos == "VERB":
            draft = _estimate(syntax, token)
            if draft is not None:
                yield draft


def _estimate(syntax: Syntax, verb: Token) -> Draft | None:
    thing, at = verb.child("dobj"), next((c for c in _within(verb) if c.lower == "at" and c.dep == "prep"), None)
    who = sources.subject(verb)
    if thing is None or at is None or who is None or thing.i > at.i or thing.lemma not in words("measures"):
        return None
    figure = at.child("pobj")
    if figure is None or not any(t.pos in _NUMERAL for t in figure.subtree()):
        return None
    first = min(t.i for t in thing.subtree())
    last = max(t.i for t in at.subtree())
    if first <= verb.i <= last or who.i in range(first, last + 1):
        return None
    source = sources.phrase(who, frozenset(range(first, last + 1)) | {verb.i})
    content = ((syntax.tokens[first].start, syntax.tokens[last].end),)
    rule = f"{verb.lemma}/say figure"
    return Draft(verb, (verb.i, verb.i + 1), source, who, content, frozenset(["say"]), False, rule)


def _within(verb: Token) -> Iterator[Token]:
    """Prepositions of the verb and of its object: the parser hangs "at 40" from either."""
    for child in verb.children:
        yield child
        if child.dep == "dobj":
            yield from child.children
