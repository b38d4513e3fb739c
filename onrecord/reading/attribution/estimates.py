"""Figures that somebody puts forward: "the institute put the toll at 40", "gave a lower figure of five dead"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.reading.attribution import sources
from onrecord.reading.attribution.cues import words
from onrecord.reading.attribution.draft import Draft
from onrecord.syntax import Syntax, Token

_PUTS = dict.fromkeys(("put", "estimate", "peg", "set"), "at") | dict.fromkeys(
    ("raise", "lower", "revise", "update"), "to"
)
_TALLIES = ("toll", "tally", "count", "estimate")  # to raise one is to tell another; to raise a price is not
_GIVES = ("give", "provide", "release", "issue")
_GIVEN = (*_TALLIES, "figure", "number", "total")
_NUMERAL = ("NUM", "SYM")


def find_estimates(syntax: Syntax) -> Iterator[Draft]:
    for token in syntax.tokens:
        if token.pos == "VERB" and (token.lemma in _PUTS or token.lemma in _GIVES):
            draft = _estimate(syntax, token)
            if draft is not None:
                yield draft


def _estimate(syntax: Syntax, verb: Token) -> Draft | None:
    thing, who = verb.child("dobj"), sources.subject(verb)
    gives = verb.lemma in _GIVES
    told = _GIVEN if gives else words("measures") if _PUTS[verb.lemma] == "at" else _TALLIES
    if thing is None or who is None or thing.lemma not in told:
        return None
    if verb.tag == "VBG" and verb.dep == "advcl" and told is _TALLIES:
        return None  # "three more died, raising the toll to 44": the dead say nothing
    name = "of" if gives else _PUTS[verb.lemma]
    at = next((c for c in _within(verb, thing) if c.lower == name and _numeral(c) and c.i > thing.i), None)
    if at is None:
        return None
    first = min(t.i for t in thing.subtree())
    last = max(t.i for t in (*at.subtree(), *(_befallen(verb, at) if gives else ())))
    if first <= verb.i <= last or who.i in range(first, last + 1):
        return None
    source = sources.phrase(who, frozenset(range(first, last + 1)) | {verb.i})
    content = ((syntax.tokens[first].start, syntax.tokens[last].end),)
    rule = f"{verb.lemma}/say figure"
    return Draft(verb, (verb.i, verb.i + 1), source, who, content, frozenset(["say"]), False, rule)


def _numeral(preposition: Token) -> bool:
    figure = preposition.child("pobj")
    return figure is not None and any(t.pos in _NUMERAL for t in figure.subtree())


def _befallen(verb: Token, of: Token) -> Iterator[Token]:
    """ "a figure of five *dead*": the parser hangs the word from the verb or the figure."""
    end = max(t.i for t in of.subtree())
    for c in (*verb.children, *of.head.children):
        if c.dep in ("advcl", "acl", "acomp", "oprd", "amod") and min(t.i for t in c.subtree()) == end + 1:
            yield from c.subtree()


def _within(verb: Token, thing: Token) -> Iterator[Token]:
    """Prepositions of the verb and in its object: the parser hangs "at 40" from either, or from "people killed"."""
    yield from (c for c in verb.children if c.dep == "prep")
    yield from (c for c in thing.subtree() if c.dep == "prep")
