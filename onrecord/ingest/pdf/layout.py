"""Where lines stand on pages: running heads and feet, columns, the order of reading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

_EDGE = 3  # lines at the top and at the bottom of a page that may run through
_NUMBER = re.compile(r"[\W_]*(?:page|p\.)?\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?[\W_]*\Z", re.I)
_GUTTER = 0.9  # times the size of the letters: the narrowest space between columns
_COLUMN = 3  # lines a column has at least
_DEEPEST = 12  # cuts into cuts


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of a line in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


def without_running(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The same pages without lines that stand on most of them, numbers aside, and without page numbers."""
    counts = Counter(key for lines in pages for key in {_key(line) for line in _edges(lines)})
    fewest = max(2, (len(pages) + 1) // 2)
    kept = []
    for lines in pages:
        edges = _edges(lines)
        drop = {id(line) for line in edges if counts[_key(line)] >= fewest and len(pages) > 1}
        drop |= {id(line) for line in (*edges[:1], *edges[-1:]) if len(pages) > 1 and _NUMBER.match(line.text)}
        kept.append([line for line in lines if id(line) not in drop])
    return kept


def _edges(lines: list[Line]) -> list[Line]:
    ordered = sorted(lines, key=lambda line: -line.top)
    return ordered if len(ordered) <= 2 * _EDGE else ordered[:_EDGE] + ordered[-_EDGE:]


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def in_order(lines: list[Line], depth: int = 0) -> list[list[Line]]:
    """The lines of a page as blocks in the order of reading: columns from left to right, what spans them on its own."""
    if len(lines) < 2 * _COLUMN or depth > _DEEPEST:
        return [_down(lines)] if lines else []
    if (gutter := _gutter(lines)) is not None:
        left = [line for line in lines if line.right <= gutter]
        right = [line for line in lines if line.right > gutter]
        return in_order(left, depth + 1) + in_order(right, depth + 1)
    for cut in _cuts(lines):
        above, below = [x for x in lines if x.bottom >= cut], [x for x in lines if x.bottom < cut]
        if _gutter(above) is not None or _gutter(below) is not None:
            return in_order(above, depth + 1) + in_order(below, depth + 1)
    return [_down(lines)]


def _down(lines: list[Line]) -> list[Line]:
    """From top to bottom; pieces of one line from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda x: (-x.top, x.left)):
        middle = (line.top + line.bottom) / 2
        if rows and rows[-1][0].bottom <= middle <= rows[-1][0].top:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_row(sorted(row, key=lambda x: x.left)) for row in rows]


def _row(row: list[Line]) -> Line:
    """The pieces of one line as one."""
    return Line(
        " ".join(x.text for x in row),
        row[0].left,
        max(x.right for x in row),
        max(x.top for x in row),
        min(x.bottom for x in row),
        max(row, key=lambda x: len(x.text)).size,
    )


def _gutter(lines: list[Line]) -> float | None:
    """The middle of the widest space from top to bottom that has a column on either side."""
    if len(lines) < 2 * _COLUMN:
        return None
    narrowest = _GUTTER * median(line.size for line in lines)
    spans = sorted((line.left, line.right) for line in lines)
    best: tuple[float, float] | None = None
    reach = spans[0][1]
    for number, (left, right) in enumerate(spans):
        width = left - reach
        if width >= narrowest and min(number, len(spans) - number) >= _COLUMN and (best is None or width > best[0]):
            middle = reach + width / 2
            if _beside(lines, middle):
                best = (width, middle)
        reach = max(reach, right)
    return best[1] if best else None


def _beside(lines: list[Line], middle: float) -> bool:
    """Whether the two sides stand beside each other and not one under the other."""
    left = [x for x in lines if x.right <= middle]
    right = [x for x in lines if x.right > middle]
    sides = [(max(x.top for x in side), min(x.bottom for x in side)) for side in (left, right)]
    shared = min(top for top, _ in sides) - max(bottom for _, bottom in sides)
    return shared > 0.4 * min(top - bottom for top, bottom in sides)


def _cuts(lines: list[Line]) -> list[float]:
    """The spaces across the whole width, the highest first."""
    spans = sorted(((x.top, x.bottom) for x in lines), reverse=True)
    found = []
    reach = spans[0][1]
    for top, bottom in spans[1:]:
        if top < reach:
            found.append((reach - top, reach))
        reach = min(reach, bottom)
    return [cut for _, cut in sorted(found, reverse=True)[:40]]
