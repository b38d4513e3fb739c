"""Lines -> paragraphs: broken words joined, breaks told by space, indents, sizes and short last lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from onrecord.ingest.pdf.layout import Line

_ENDED = re.compile(r"""[.!?:…][)\]"'”’»]*\Z""")
_BROKEN = re.compile(r"([^\W\d_]{2,})-\Z")
_GOES_ON = re.compile(r"[^\W\d_]+")
_PITCH = 1.35  # times the usual distance of lines: more is the space before a paragraph
_TELLING = 4  # steps of a block from which its own distance of lines is known
_INDENT = 0.8  # times the size of the letters
_SHORT = 0.85  # of the block's width: a line that ends before is the last of its paragraph, if its sentence ends
_LARGER = 1.15  # times the size of the letters: a heading


@dataclass(frozen=True, slots=True)
class Joined:
    """The text, a paragraph a line, how many words were joined that line ends had broken, and where pages begin."""

    text: str
    hyphens: int
    pages: tuple[int, ...] = ()


def paragraphs(pages: Sequence[Sequence[Sequence[Line]]]) -> Joined:
    """The paragraphs of pages of blocks of lines, in the order of reading."""
    words = _words(line.text for blocks in pages for block in blocks for line in block)
    usual = _pitch([step for blocks in pages for block in blocks for step in _steps(block)])
    found: list[str] = []
    hyphens = 0
    open_ = False  # whether the last paragraph goes on in the next block
    begins: list[tuple[int, int] | None] = []  # of each page: its first paragraph, and where in it
    for blocks in pages:
        begins.append(None)
        for block in blocks:
            for number, part in enumerate(_split(block, usual)):
                text, joined = _one(part, words)
                hyphens += joined
                if number == 0 and open_ and text[:1].islower():
                    before, broke = _two(found[-1], text, words)
                    hyphens += broke
                    found[-1] = before
                    begins[-1] = begins[-1] or (len(found) - 1, len(before) - len(text))
                else:
                    found.append(text)
                    begins[-1] = begins[-1] or (len(found) - 1, 0)
            open_ = bool(found) and not _ENDED.search(found[-1])
    return Joined("\n".join(found), hyphens, _offsets(found, begins))


def _offsets(found: Sequence[str], begins: Sequence[tuple[int, int] | None]) -> tuple[int, ...]:
    """Where each page begins in the text; a page without text where the next one with some does."""
    starts = [0, *accumulate(len(text) + 1 for text in found)]
    after = max(0, starts[-1] - 1)
    made: list[int] = []
    for begin in reversed(begins):
        after = starts[begin[0]] + begin[1] if begin else after
        made.append(after)
    return tuple(reversed(made))


def _steps(block: Sequence[Line]) -> list[float]:
    return [a.bottom - b.bottom for a, b in pairwise(block)]


def _pitch(steps: list[float]) -> float:
    """The usual distance of lines: in news the spaces between paragraphs are wider, and may well be the most."""
    return sorted(steps)[len(steps) // 4] if steps else 0.0


def _split(block: Sequence[Line], usual: float) -> list[list[Line]]:
    """A block's lines by paragraphs; `usual` is the distance of lines where the block has too few to tell."""
    if not block:
        return []
    steps = _steps(block)
    pitch = _pitch(steps) if len(steps) >= _TELLING else usual
    left, right = min(x.left for x in block), max(x.right for x in block)
    parts = [[block[0]]]
    for line, step in zip(block[1:], steps, strict=True):
        if _begins(parts[-1][-1], line, step, pitch, left, right):
            parts.append([line])
        else:
            parts[-1].append(line)
    return parts


def _begins(before: Line, line: Line, step: float, pitch: float, left: float, right: float) -> bool:
    """Whether a line begins a paragraph."""
    if step > _PITCH * max(pitch, line.top - line.bottom):
        return True
    if max(before.size, line.size) > _LARGER * min(before.size, line.size):
        return True
    ended = bool(_ENDED.search(before.text))
    indented = line.left - left > _INDENT * line.size and before.left - left <= _INDENT * line.size
    short = before.right - left < _SHORT * (right - left)
    return ended and (indented or short)


def _one(part: Sequence[Line], words: frozenset[str]) -> tuple[str, int]:
    text, hyphens = part[0].text, 0
    for line in part[1:]:
        text, broke = _two(text, line.text, words)
        hyphens += broke
    return text, hyphens


def _two(before: str, after: str, words: frozenset[str]) -> tuple[str, int]:
    """Two lines as one. "govern-" + "ment" is "government"; "anti-" + "war" keeps its hyphen if it is met elsewhere."""
    broken, goes_on = _BROKEN.search(before), _GOES_ON.match(after)
    if not broken or not goes_on:
        return (f"{before}{after}" if before.endswith("-") and goes_on else f"{before} {after}"), 0
    first, second = broken.group(1), goes_on.group()
    whole = f"{first}{second}".casefold()
    if not second[0].islower() or (f"{first}-{second}".casefold() in words and whole not in words):
        return f"{before}{after}", 0
    return f"{before[:-1]}{after}", 1


def _words(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(w.casefold() for line in lines for w in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line))
