"""Quotations signed with a dash: "We lost everything." - Ana Lopez, farmer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.marks import Marks
from onrecord.syntax import Syntax

_SIGNED = re.compile(
    r"[ \t\xa0]*\n?[ \t\xa0]*(?P<dash>[―—–]|--?)[ \t\xa0]*(?P<name>[A-Z][^\n\"“”;]{2,70}?)[ \t\xa0.]*(?=\n|\Z)"
)
_FEWEST = 3  # words of a quotation that is signed


def find_signed(text: str, syntax: Syntax, marks: Marks) -> Iterator[Draft]:
    """Quotations that end a line, with a dash and a name behind them."""
    for quote in marks.quotes:
        match = _SIGNED.match(text, quote.end)
        if match is None or text.count(" ", quote.first, quote.last) + 1 < _FEWEST:
            continue
        dash, name, end = syntax.at(match.start("dash")), syntax.at(match.start("name")), syntax.at(match.end("name"))
        stop = len(syntax.tokens) if end is None else end.i
        if dash is None or name is None or not dash.i < name.i < stop or dash.end < match.end("dash"):
            continue
        if name.pos != "PROPN" or any(t.pos in ("VERB", "AUX") for t in syntax.tokens[name.i : stop]):
            continue
        content = ((quote.first, quote.last),)
        cue = (dash.i, dash.i + 1)
        yield Draft(dash, cue, (name.i, stop), name, content, frozenset(["turn"]), False, "-/signed")
