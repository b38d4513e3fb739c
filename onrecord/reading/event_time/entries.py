"""Chronologies: "4 March: Gunmen stormed the school", "08:15 - Explosions were heard", a weekday alone on its line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.record import Document, Event, Timex

_LEAD = re.compile(r"[ \t]*(?:[-–—•*·>▪]|\d{1,2}[.)])?[ \t]*\(?\Z")
_MARK = re.compile(r"[ \t]*\)?[ \t]*(?:[:–—|]|-(?=\s))[ \t]*\S")
_ALONE = re.compile(r"[ \t]*:?[ \t]*\r?(?:\n|\Z)")
_STOP = re.compile(r"[.!?][\"”’)]*(?=\s|\Z)|\n|\Z")
_FEWEST = 2  # one line that begins with a date is a dateline; a chronology has several


@dataclass(frozen=True, slots=True)
class Entry:
    """The first sentence behind the time that opens an entry: characters [start, end)."""

    timex: Timex
    start: int
    end: int

    def holds(self, event: Event) -> bool:
        """What the entry tells by itself: nothing reported, planned or supposed."""
        inside = self.start <= event.trigger.start < self.end
        return inside and not event.according_to and event.status in ("asserted", "denied")


def entries(document: Document, times: tuple[Timex, ...]) -> list[Entry]:
    """The entries of a report that is told by the day or hour; none where fewer than two lines begin so."""
    text, found = document.text, []
    for timex in times:
        if timex.type not in ("DATE", "TIME") or not _is_point(timex.value):
            continue
        line = text.rfind("\n", 0, timex.span.start) + 1
        if not _LEAD.match(text[line : timex.span.start]):
            continue
        mark = _MARK.match(text, timex.span.end)
        alone = _ALONE.match(text, timex.span.end)
        if mark is not None or alone is not None:
            start = mark.end() - 1 if mark is not None else alone.end() if alone is not None else timex.span.end
            stop = _STOP.search(text, start)
            found.append(Entry(timex, start, stop.start() if stop is not None else len(text)))
    return found if len(found) >= _FEWEST else []


def _is_point(value: str) -> bool:
    return re.match(r"[\dX]{4}-[\dX]{2}-[\dX]{2}|XXXX-WXX-\d", value) is not None
