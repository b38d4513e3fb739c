"""A web page that a browser printed to a PDF: what the browser wrote at the edges of each page.

Chromium writes day and title above, address and page below; Firefox title and address above, page and day below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.ingest.pdf.layout import Line

_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?\Z")
_PAGE = re.compile(r"(\d{1,4})\s?(?:/|of|von|sur|de)\s?(\d{1,4})\Z")
_ADDRESS = re.compile(r"(?:https?|file)://\S+\Z")


@dataclass(frozen=True, slots=True)
class Printed:
    """The pages without the browser's lines; the page's title and its address where they stand there whole."""

    pages: list[list[Line]]
    title: str | None
    address: str | None


def printed(pages: Sequence[list[Line]]) -> Printed | None:
    """None unless every page bears a day with a clock time and its number at its edges, as a browser writes them."""
    kept, others = [], []
    for number, lines in enumerate(pages, 1):
        edge = _edge(lines)
        counted = [m for line in edge if (m := _PAGE.match(line.text))]
        if not any(_DAY.match(line.text) for line in edge):
            return None
        if not any((int(m[1]), int(m[2])) == (number, len(pages)) for m in counted):
            return None
        others.append([x.text for x in edge if not _DAY.match(x.text) and not _PAGE.match(x.text)])
        kept.append([line for line in lines if not any(line is x for x in edge)])
    if not others:
        return None
    addresses = [x for x in others[0] if _ADDRESS.match(x)]
    titles = [x for x in others[0] if not _ADDRESS.match(x) and not x.endswith(("…", "..."))]
    whole = next((x for x in addresses if x.startswith("http") and not x.endswith(("…", "..."))), None)
    return Printed(kept, titles[0] if len(titles) == 1 else None, whole)


def _edge(lines: list[Line]) -> list[Line]:
    """The pieces of the highest and of the lowest row."""
    if not lines:
        return []
    top, bottom = max(x.top for x in lines), min(x.bottom for x in lines)
    return [x for x in lines if x.bottom >= top - 1.5 * x.size or x.top <= bottom + 1.5 * x.size]
