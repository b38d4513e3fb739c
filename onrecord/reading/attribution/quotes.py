"""Quotations found by characters: no parse is needed to see where marks open and close.

A mark is an opening or a closing one by its shape (curly, angled) or, for the straight mark, by the white space around
it. A quotation that a paragraph leaves open goes on when the next paragraph opens with a mark again, or when the next
mark of the text is a closing one; otherwise it ends with its paragraph and is kept as unclosed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from onrecord.clean.furniture import hard_wrapped

_OPENING, _CLOSING, _STRAIGHT = "“„«‟", "”»", '"＂'
# Two apostrophes within a word ("the people''s") are one that was doubled on the way.
_DOUBLE = re.compile(r"[“”„‟«»\"＂]|``|(?<!\w)''|''(?!s?\b\w|\w)")
_BEFORE_OPENING = " \t\n\r\xa0\u2028\u2029([{—–-/…>"
_AFTER_CLOSING = " \t\n\r\xa0\u2028\u2029.,;:!?)]}—–-…<"
_SINGLE_OPEN = re.compile(r"(?<![\w.,!?;])[‘'](?=[\w\[(…$£€])")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…)\]%])[’'](?!\w)")
_POINT_AND_SPACE = re.compile(r"[.,!?…\])][ \xa0]\Z")
# An unclosed quotation may run over the lines of a broken paragraph; longer than this it is a lost mark.
_LONGEST_OPEN = 3000
_MOST_PLURALS = 12  # apostrophes after an s that a quotation in single marks may hold


@dataclass(frozen=True, slots=True)
class Quote:
    """[start, end) with its marks, [first, last) without; `chain` numbers quotations that one speaker goes on with."""

    start: int
    end: int
    first: int
    last: int
    closed: bool
    chain: int
    single: bool = False
    text_inside: str = ""
    text_before: str = ""


def find_quotes(text: str) -> tuple[Quote, ...]:
    """All outermost quotations in the order of the text."""
    marks = [(m.start(), m.end(), _shape(text, m.start(), m.end())) for m in _DOUBLE.finditer(text)]
    double = _pair(text, [m for m in marks if not _is_inch(text, m[0], m[2])])
    found = sorted(double + _singles(text, double), key=lambda q: q.start)
    return tuple(replace(q, text_inside=text[q.first : q.last], text_before=_mark_before(text, q.start)) for q in found)


def _mark_before(text: str, start: int) -> str:
    """The last character before the quotation that is no white space."""
    return text[max(0, start - 4) : start].rstrip()[-1:]


def _shape(text: str, start: int, end: int) -> str:
    mark = text[start]
    if mark in _OPENING or mark == "`":
        return "open"
    if mark in _CLOSING:  # one that opens a line was set the wrong way round: ”We lost everything.”
        turned = (start == 0 or text[start - 1] == "\n") and text[end : end + 1].isalnum()
        return "open" if turned else "close"
    left = start == 0 or text[start - 1] in _BEFORE_OPENING
    right = end >= len(text) or text[end] in _AFTER_CLOSING
    if left == right:
        return "either"
    return "open" if left else "close"


def _is_inch(text: str, start: int, shape: str) -> bool:
    """The mark of `6' 2"` after a figure, which closes nothing: told by an earlier foot mark."""
    return shape != "open" and bool(re.search(r"\d'\s?\d{1,2}$", text[max(0, start - 6) : start]))


class _Pairing:
    """Walks over the marks of a text once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Quote] = []
        self.chain = 0
        self.opened: tuple[int, int] | None = None

    def close(self, last: int, end: int, *, closed: bool) -> None:
        assert_open = self.opened
        if assert_open is None:
            return
        start, first = assert_open
        self.opened = None
        while first < last and self.text[first].isspace():
            first += 1
        while last > first and self.text[last - 1].isspace():
            last -= 1
        if first < last:
            self.found.append(Quote(start, end, first, last, closed, self.chain))

    def open(self, start: int, end: int, *, goes_on: bool = False) -> None:
        if not goes_on:
            self.chain += 1
        self.opened = (start, end)


def _pair(text: str, marks: list[tuple[int, int, str]]) -> list[Quote]:
    walk = _Pairing(text)
    breaks = _BLANK if hard_wrapped(text) else _UNENDED
    for start, end, shape in marks:
        if walk.opened is None:
            if shape != "close":
                walk.open(start, end)
            continue
        line = text.rfind("\n", walk.opened[0], start)
        goes_on = line >= 0 and not text[line:start].strip() and shape != "close"
        paragraph_end = text.find("\n", walk.opened[0], start)
        too_far = start - walk.opened[0] > _LONGEST_OPEN
        if not too_far and not goes_on and _closes_apart(text, start, end, shape):
            shape = "close"
        if line >= 0 and _lost(text, walk.opened, start, breaks):
            walk.opened = None  # a word or two borrowed in the middle of a line ends in that line
            if shape != "close":
                walk.open(start, end)
            continue
        if goes_on:
            walk.close(line, line, closed=False)
            walk.open(start, end, goes_on=True)
        elif shape == "open" or too_far or (shape == "either" and line >= 0):
            _give_up(walk, paragraph_end if 0 <= paragraph_end < start else start)
            if shape != "close":
                walk.open(start, end)
        else:
            walk.close(start, end, closed=True)
    if walk.opened is not None:
        stop = text.find("\n", walk.opened[0])
        _give_up(walk, stop if stop >= 0 else len(text))
    return walk.found


def _lost(text: str, opened: tuple[int, int], closing: int, breaks: re.Pattern[str]) -> bool:
    """Whether a mark opened within a sentence runs over the end of its paragraph: the "very calm' man of a headline."""
    start, first = opened
    if not text[first : first + 1].islower() or text[max(0, start - 2) : start].strip() in ("", ":", ","):
        return False
    return breaks.search(text, first, closing) is not None


# The end of a line that ends no sentence; where lines break within sentences, a blank or an indented line
_UNENDED, _BLANK = re.compile(r"[^\s.!?…:,;][ \t\r]*\n"), re.compile(r"\n[ \t\r]*\n|\n[ \t]{3,}")


def _closes_apart(text: str, start: int, end: int, shape: str) -> bool:
    """A straight mark set apart from the words that it closes: `all is lost. "`, `all is lost, "she said`."""
    if text[start] not in _STRAIGHT or shape == "close" or not _POINT_AND_SPACE.search(text, max(0, start - 3), start):
        return False
    return shape == "either" or text[end : end + 1].islower()


def _give_up(walk: _Pairing, stop: int) -> None:
    """The closing mark is lost: the quotation ends with its paragraph, or is dropped when another opens before."""
    if stop >= len(walk.text) or walk.text[stop] == "\n":
        walk.close(stop, stop, closed=False)
    else:
        walk.opened = None


def _singles(text: str, double: list[Quote]) -> list[Quote]:
    """Quotations in single marks outside double ones; an apostrophe closes nothing that was not opened."""
    starts = [q.start for q in double]
    closings = [m.start() for m in _SINGLE_CLOSE.finditer(text)]
    found: list[Quote] = []
    position = 0
    while True:
        opening = _SINGLE_OPEN.search(text, position)
        if opening is None:
            return found
        position = opening.end()
        near = bisect_right(starts, opening.start()) - 1
        if near >= 0 and double[near].end > opening.start():
            position = double[near].end
            continue
        limit = text.find("\n", position, position + _LONGEST_OPEN)
        limit = min(len(text), position + _LONGEST_OPEN) if limit < 0 else limit
        if near + 1 < len(double):
            limit = min(limit, double[near + 1].start)
        closing = _single_end(text, closings, position, limit, curly=text[opening.start()] == "‘")
        if closing is not None:
            found.append(Quote(opening.start(), closing + 1, position, closing, True, 0, True))
            position = closing + 1


def _single_end(text: str, closings: list[int], start: int, limit: int, *, curly: bool) -> int | None:
    """A mark after a point or comma ends the quotation for sure; after an s it may be a plural's apostrophe."""
    first: int | None = None
    at = bisect_left(closings, start)
    for position in closings[at : at + _MOST_PLURALS]:
        if position >= limit:
            break
        if curly and text[position] != "’":
            continue
        first = position if first is None else first
        if not (text[position - 1] == "s" and text[position + 1 : position + 2] == " "):
            return position
    return first
