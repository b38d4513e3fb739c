"""TIMEX3 expressions with value and interval: token types find them, the calendar and the clause's tense value them."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.reading.times import points, relative, spans
from onrecord.reading.times.checks import CHECKS
from onrecord.reading.times.context import Context, Reading, Told
from onrecord.reading.times.rules import Match, find
from onrecord.reading.times.tokens import tokenize
from onrecord.record import Document, Timex
from onrecord.syntax import Syntax

__all__ = ["find_times"]

_MAKERS: dict[str, Callable[[Match, Context], Reading | None]] = {
    "point": points.point,
    "relative": relative.relative,
    "shift": relative.shift,
    "year_ago": relative.year_ago,
    "latest_period": relative.latest_period,
    "week_of": spans.week_of,
    "duration": spans.duration,
    "span_of_time": spans.span_of_time,
    "every": spans.every,
    "fixed": spans.fixed,
    "recent": spans.recent,
    "these_days": spans.these_days,
    "current": spans.current,
    "future": spans.future,
    "fixed_past": spans.fixed_past,
    "past": spans.past,
    "second_day": points.second_day,
    "first_day": points.first_day,
    "a_while": spans.a_while,
    "wordyear": spans.wordyear,
}
_WITH_ARTICLE = ("following", "preceding", "prior", "ensuing")
_UNREAD = ("boilerplate", "related_link", "credit")


def find_times(document: Document, syntax: Syntax) -> tuple[Timex, ...]:
    """The time expressions of a report, in the order of the text."""
    context = Context(document, syntax, tokenize(document.text))

    def accept(match: Match) -> Timex | None:
        if match.rule.check and not CHECKS[match.rule.check](match, context):
            return None
        start, end = context.start_of(match), context.end_of(match)
        if document.excluded_at(start) in _UNREAD or context.is_name(match):
            return None
        if context.tokens.words[match.first] in _WITH_ARTICLE:  # "following Monday's debate"
            return None
        reading = _MAKERS[match.rule.make](match, context)
        return _told(reading, start, end, context) if reading else None

    return tuple(find(context.tokens, accept))


def _told(reading: Reading, start: int, end: int, context: Context) -> Timex:
    context.count += 1
    name, bounds = f"t{context.count}", reading.interval
    if reading.type in ("DATE", "TIME"):
        told = Told(reading.value, name, end)
        context.told.append(told)
        if "-Q" in reading.value and not reading.compared:
            context.quarter = told
    span = context.document.span(start, end)
    return Timex(name, span, reading.type, reading.value, bounds.earliest, bounds.latest, reading.anchor)
