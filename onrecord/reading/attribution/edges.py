"""Where a span may begin and end: never with a quotation mark, a comma, a dash or white space."""

from __future__ import annotations

from onrecord.reading.attribution.marks import Interval, Marks
from onrecord.syntax import Syntax

QUOTES = frozenset("\"'“”‘’«»„‚`‹›")
_GLUED = frozenset(',;-–—"“”‘«»„‚`‹›')
_LOOSE = frozenset(",;-–—―•*_|") | QUOTES


def bare(syntax: Syntax, interval: tuple[int, int], also: str = "") -> tuple[int, int]:
    """The token interval without marks at its edges, also those of `also`; one of marks alone ("Lee: ...") stays."""
    first, last = interval
    loose = _LOOSE.union(also)
    while first < last and _is_mark(syntax, first, loose):
        first += 1
    while last > first and _is_mark(syntax, last - 1, loose):
        last -= 1
    if first == last:
        return interval
    return first, last


def _is_mark(syntax: Syntax, i: int, loose: frozenset[str]) -> bool:
    """Marks alone; the apostrophe of a possessive ("the rebels'") belongs to its word."""
    token = syntax.tokens[i]
    return token.tag != "POS" and all(c in loose or c.isspace() for c in token.text)


def glued(text: str, start: int, end: int) -> Interval:
    """The characters without marks that the tokenizer left on a word ("Smith‘"); an apostrophe may be a possessive."""
    while start < end and (text[start] in _GLUED or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _GLUED or text[end - 1].isspace()):
        end -= 1
    return start, end


_OPENS = {'"': '"', "“": "”", "«": "»"}


def closed(text: str, start: int, end: int) -> int:
    """The end of a span, moved over the mark that closes a quotation opened in it: "One survivor, “Amina”"."""
    last = text[end : end + 1]
    for opening, closing in _OPENS.items():
        inside = text.count(opening, start, end)
        even = inside % 2 == 0 if opening == closing else inside <= text.count(closing, start, end)
        if last == closing and not even:
            return end + 1
    return end


def inner(text: str, marks: Marks, piece: Interval) -> Interval:
    """The content without white space at its edges and without a quotation mark that stands around it or alone."""
    start, end = piece
    changed = True
    while changed and start < end:
        changed = False
        if text[start].isspace() or (text[start] in QUOTES and _lone(marks, start, (start, end))):
            start, changed = start + 1, True
        elif text[end - 1].isspace() or (text[end - 1] in QUOTES and _lone(marks, end - 1, (start, end))):
            end, changed = end - 1, True
    quote = marks.around(end - 1) if start < end else None
    if quote is not None and quote.closed and start < quote.start and end == quote.last:
        end = quote.end  # "the case was “built on rumour”": a mark that opens inside closes inside
    return (start, end) if start < end else piece


def _lone(marks: Marks, at: int, piece: Interval) -> bool:
    """A mark of a quotation that the piece does not hold whole, or that is the piece."""
    quote = marks.around(at)
    if quote is None or at not in (quote.start, quote.end - 1):
        return False
    if quote.first <= at < quote.last:
        return False  # an unclosed quotation has no mark at its end
    return not (piece[0] <= quote.start and quote.end <= piece[1]) or (quote.start, quote.end) == piece
