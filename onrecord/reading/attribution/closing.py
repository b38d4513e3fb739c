"""A saying that closes its sentence: "The dam held and nobody was hurt, the mayor said" is said from the first word on.

Where the parse breaks such a sentence into parts, the branches around the cue hold only some of them.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.marks import Marks
from onrecord.syntax import Syntax, Token

_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_MOST = 10  # words behind the verb: "told the paper in an interview on Friday morning"


def from_the_start(syntax: Syntax, marks: Marks, drafts: list[Draft]) -> list[Draft]:
    """The drafts with all that stands before the comma as content, where a verb of saying ends a sentence."""
    return [_whole(syntax, marks, d) for d in drafts]


def _whole(syntax: Syntax, marks: Marks, draft: Draft) -> Draft:
    if draft.source is None or draft.head.tag not in _FINITE or not draft.classes & {"say", "show"}:
        return draft
    first, last = _part(syntax, draft)
    comma = draft.source[0] - 1
    if comma <= first or syntax.tokens[comma].text != "," or not 0 <= draft.cue[0] - draft.source[1] <= 1:
        return draft
    if not _is_closing(syntax.tokens[draft.cue[1] : last]):
        return draft
    told = list(syntax.tokens[first:comma])
    while told and (told[0].dep == "cc" or told[0].pos in ("PUNCT", "SPACE")):
        told.pop(0)
    if not told or not any(t.tag in _FINITE for t in told) or told[0].dep == "mark":
        return draft
    start, end = told[0].start, told[-1].end
    behind = syntax.tokens[last - 1].end
    own = [(a, b) for a, b in draft.content if a < behind or last == syntax.sentences[draft.head.sent][1]]
    part = all(start <= a and b <= syntax.tokens[comma].end for a, b in own)
    if not part or marks.over(start, end) or marks.around(draft.head.start):
        return draft
    return replace(draft, content=((start, end),), told="clause")


def _part(syntax: Syntax, draft: Draft) -> tuple[int, int]:
    """The sentence, or its part between semicolons: "Nine died, police said; the rebels put it at 20"."""
    first, last = syntax.sentences[draft.head.sent]
    marks = [i for i in range(first, last) if syntax.tokens[i].text == ";"]
    start = max((i + 1 for i in marks if i < draft.cue[0]), default=first)
    return start, min((i for i in marks if i >= draft.cue[1]), default=last)


def _is_closing(rest: tuple[Token, ...]) -> bool:
    """Whom, when and where it was said; no words that are said."""
    words = [t for t in rest if t.pos != "PUNCT"]
    return len(words) <= _MOST and not any(t.tag in _FINITE or t.tag == "VBG" or t.text in '"“:' for t in rest)
