"""Clock times whose day is told behind them: "at 6 a.m. (0300 GMT) on Sunday", "between 2 and 5 p.m. on Tuesday"."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.reading.times.context import REPORT
from onrecord.record import Document, Timex
from onrecord.syntax import Syntax, Token

_CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FAR = 80  # characters between a clock time and its day
_CLIMB = 8


def days_behind(times: list[Timex], document: Document, syntax: Syntax) -> tuple[Timex, ...]:
    """The times, each clock time that was put on the report's day moved to the day its clause tells after it."""
    found = list(times)
    for i in reversed(range(len(found))):
        first = found[i]
        report = (document.published or "")[:10]
        if first.anchor != REPORT or not _CLOCK.match(first.value) or first.value[:10] != report:
            continue
        day = next((t for t in found[i + 1 : i + 4] if _told_of(first, t, document, syntax)), None)
        if day is not None:
            found[i] = _moved(first, day)
            for j in range(i + 1, min(i + 3, len(found))):  # "at 6 a.m. (0300 GMT) on Sunday"
                if found[j].anchor == first.id and found[j].value[:10] == first.value[:10]:
                    found[j] = _moved(found[j], day)
    return tuple(found)


def _told_of(clock: Timex, day: Timex, document: Document, syntax: Syntax) -> bool:
    """A day other than the report's, of the same verb or after "and", "to", "-"."""
    if not _DAY.match(day.value) or day.value[:10] == clock.value[:10] or day.anchor not in (REPORT, None):
        return False
    between = document.text[clock.span.end : day.span.start]
    if len(between) > _FAR:
        return False
    here, there = syntax.at(clock.span.start), syntax.at(day.span.start)
    if here is None or there is None or here.sent != there.sent:
        return False
    if between.strip(" ()").lower() in ("on", "and", "to", "-", "–", "until", ",", ", on"):
        return True
    verb = _verb(here)
    return verb is not None and verb is _verb(there)


def _verb(token: Token) -> Token | None:
    for _ in range(_CLIMB):
        if token.pos in ("VERB", "AUX"):
            return token
        if token.head is token:
            return None
        token = token.head
    return None


def _moved(clock: Timex, day: Timex) -> Timex:
    old, new = clock.value[:10], day.value[:10]
    earliest, latest = (b.replace(old, new) if b else b for b in (clock.earliest, clock.latest))
    return replace(
        clock, value=clock.value.replace(old, new), earliest=earliest, latest=latest, anchor=day.anchor and day.id
    )
