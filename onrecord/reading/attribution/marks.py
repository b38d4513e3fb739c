"""Joins what the parse says is said with what the quotation marks say."""

from __future__ import annotations

from bisect import bisect_right

from onrecord.reading.attribution.quotes import Quote
from onrecord.syntax import Syntax

Interval = tuple[int, int]
_FARTHEST = 25  # tokens between a cue and the quotation after it: "told reporters in the capital on Monday: ..."


class Marks:
    """The quotations of a document, for look-up by offset."""

    def __init__(self, quotes: tuple[Quote, ...]) -> None:
        self.quotes = quotes
        self._starts = [q.start for q in quotes]

    def around(self, offset: int) -> Quote | None:
        """The quotation that holds the character."""
        i = bisect_right(self._starts, offset) - 1
        return self.quotes[i] if i >= 0 and self.quotes[i].end > offset else None

    def number_before(self, offset: int) -> int:
        """The number of the last quotation that starts before the character, -1 for none."""
        return bisect_right(self._starts, offset - 1) - 1

    def before(self, offset: int) -> Quote | None:
        """The last quotation that starts before the character."""
        i = bisect_right(self._starts, offset - 1) - 1
        return self.quotes[i] if i >= 0 else None

    def after(self, offset: int) -> Quote | None:
        """The first quotation that starts at the character or after it."""
        i = bisect_right(self._starts, offset - 1)
        return self.quotes[i] if i < len(self.quotes) else None

    def over(self, start: int, end: int) -> list[Quote]:
        """The quotations that overlap the interval."""
        i = max(0, bisect_right(self._starts, start) - 1)
        found = []
        while i < len(self.quotes) and self.quotes[i].start < end:
            if self.quotes[i].end > start:
                found.append(self.quotes[i])
            i += 1
        return found


def fit(marks: Marks, pieces: list[Interval], keep_out: Interval) -> list[Interval]:
    """Pieces grown to the edges of the quotations they touch, or cut to the quotation that the cue stands in."""
    home = marks.around(keep_out[0])
    if home is not None:
        return [(max(a, home.first), min(b, home.last)) for a, b in pieces if a < home.last and b > home.first]
    grown = []
    for start, end in pieces:
        for quote in marks.over(start, end):
            if quote.start < keep_out[1] and quote.end > keep_out[0]:
                continue
            if _outside(quote, start):
                start = min(start, quote.first) if start > quote.start else start
            start = quote.first if start >= quote.start else start
            end = quote.last if end <= quote.end else end
        grown.append((start, end))
    return grown


def quoted_only(marks: Marks, pieces: list[Interval]) -> list[Interval]:
    """In `He left: "I am done," he said` the words before a quotation that opens as a sentence are the reporter's."""
    kept = []
    for start, end in pieces:
        quote = marks.around(end - 1)
        if quote is not None and quote.last == end and start < quote.start and not quote.single:
            before, inside = quote.text_before, quote.text_inside
            whole = inside[:1].isupper() and inside[-1:] in ",?!." and inside.count(" ") >= 2
            if whole and before in (":", ".", "-", "—", "–"):
                start = quote.first
        kept.append((start, end))
    return kept


def _outside(quote: Quote, offset: int) -> bool:
    return offset > quote.start


def adjacent(syntax: Syntax, marks: Marks, clause: Interval) -> list[Interval]:
    """The quotations that touch a cue's clause (token interval): right before it and, in its sentence, after it."""
    first, last = clause
    tokens = syntax.tokens
    start, end = tokens[first].start, tokens[last - 1].end
    found: list[Interval] = []
    previous = marks.before(start)
    if previous is not None and previous.end <= start:
        gap = syntax.tokens[_index(syntax, previous.end) : first]
        if all(t.pos == "PUNCT" and t.text != "." for t in gap) and _same_line(syntax, previous.end, start):
            found.append((previous.first, previous.last))
    following = marks.after(end)
    if following is not None:
        gap = tokens[last : _index(syntax, following.start)]
        if len(gap) <= _FARTHEST and all(t.sent == tokens[last - 1].sent and t.text not in ";." for t in gap):
            found.append((following.first, following.last))
    return found


def _index(syntax: Syntax, offset: int) -> int:
    token = syntax.at(offset)
    return len(syntax.tokens) if token is None else token.i


def _same_line(syntax: Syntax, start: int, end: int) -> bool:
    """Paragraph breaks end sentences, so a gap without a break lies within one or two neighbouring sentences."""
    return end - start < 12


def merge(pieces: list[Interval]) -> tuple[Interval, ...]:
    """In order, overlapping ones joined, empty ones dropped."""
    merged: list[Interval] = []
    for start, end in sorted(p for p in pieces if p[0] < p[1]):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def characters(syntax: Syntax, interval: tuple[int, int] | None) -> Interval | None:
    """The characters of a run of tokens."""
    return None if interval is None else (syntax.tokens[interval[0]].start, syntax.tokens[interval[1] - 1].end)


def without(pieces: list[Interval], *holes: Interval | None) -> list[Interval]:
    """The cue and its source are never content: a piece that holds one is cut there."""
    for hole in holes:
        if hole is None:
            continue
        cut: list[Interval] = []
        for start, end in pieces:
            if hole[0] >= end or hole[1] <= start:
                cut.append((start, end))
                continue
            cut.extend([(start, hole[0]), (hole[1], end)])
        pieces = [(a, b) for a, b in cut if a < b]
    return pieces
