"""Sites with a name that the table of places does not hold: "at Saint Vida Hospital", "off Orrin University"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.reading.event_place.located import group
from onrecord.record import Document, Place, Span
from onrecord.syntax import Syntax, Token

_INNER = ("of", "the", "and", "for", "-", "'s", "’s", "de", "al", "el")


def sites(document: Document, syntax: Syntax, places: Sequence[Place]) -> Iterator[Place]:
    """Candidate sites, without ids; each is a place only once an event happens there."""
    known = [p.span for p in places if p.precision != "unresolved"]
    taken = {offset for span in known for offset in range(span.start, span.end)}
    starts = {span.start for span in known}
    for token in syntax.tokens:
        if token.lower in group("site") and token.text[0].isupper() and _located(token):
            span = _extent(document, syntax, token, starts)
            if span is not None and taken.isdisjoint(range(span.start, span.end)):
                yield Place("", span, span.quote, reason="a site named in the text, not in the table of places")


def _located(token: Token) -> bool:
    preposition = token.head
    if token.dep == "pobj" and (preposition.lower in group("in") or preposition.lower in group("to")):
        return True
    if token.dep == "pobj" and preposition.lower == "of" and preposition.head.lemma in group("part"):
        return True
    return token.dep in ("dobj", "nsubjpass") and preposition.lemma in group("object")


def _extent(document: Document, syntax: Syntax, head: Token, places: set[int]) -> Span | None:
    """The capitalised stretch around the head noun, after "Kelvia's"; None when it is the bare noun."""
    first, last = head.i, head.i + 1
    low, high = syntax.sentences[head.sent]
    while first > low and _goes_on(syntax.tokens[first - 1]):
        first -= 1
        if syntax.tokens[first].lower in ("'s", "’s") and syntax.tokens[first - 1].start in places:
            break
    while last < high and _goes_on(syntax.tokens[last]):
        last += 1
    while first < head.i and not syntax.tokens[first].text[0].isupper():
        first += 1
    while last > head.i + 1 and not syntax.tokens[last - 1].text[0].isupper():
        last -= 1
    if last - first < 2:
        return None
    return document.span(syntax.tokens[first].start, syntax.tokens[last - 1].end)


def _goes_on(token: Token) -> bool:
    return (token.text[0].isupper() and token.pos not in ("VERB", "AUX", "PRON")) or token.lower in _INNER
