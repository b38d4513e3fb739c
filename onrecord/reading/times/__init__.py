"""TIMEX3 expressions with value and interval: token types find them, the calendar and the clause's tense value them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from onrecord.reading.times import points, relative, results, spans
from onrecord.reading.times.checks import CHECKS
from onrecord.reading.times.context import Context, Reading, Told
from onrecord.reading.times.results import is_reported
from onrecord.reading.times.rules import Match, find
from onrecord.reading.times.same_day import days_behind
from onrecord.reading.times.tokens import code_of, tokenize
from onrecord.record import Document, Timex
from onrecord.syntax import Syntax

__all__ = ["find_times"]

_MAKERS: dict[str, Callable[[Match, Context], Reading | None]] = {
    "point": points.point,
    "relative": relative.relative,
    "shift": relative.shift,
    "weekdays_ago": relative.weekdays_ago,
    "year_ago": results.year_ago,
    "just_over": results.just_over,
    "latest_period": results.latest_period,
    "week_of": spans.week_of,
    "duration": spans.duration,
    "span_of_time": spans.span_of_time,
    "every": spans.every,
    "fixed": spans.fixed,
    "recent": spans.recent,
    "seconds": spans.seconds,
    "these_days": spans.these_days,
    "other_day": spans.other_day,
    "quarter_of": spans.quarter_of,
    "current": spans.current,
    "future": spans.future,
    "the_future": spans.the_future,
    "feast_week": points.feast_week,
    "fixed_past": spans.fixed_past,
    "past": spans.past,
    "second_day": points.second_day,
    "second_year": points.second_year,
    "first_day": points.first_day,
    "a_while": spans.a_while,
    "wordyear": spans.wordyear,
    "weekends": spans.weekends,
    "beyond": relative.beyond,
    "beside": points.beside,
    "beside_told": relative.beside_told,
    "same_period": results.same_period,
    "nth_of": points.nth_of,
    "lone_day": points.lone_day,
    "nth_weekday": points.nth_weekday,
    "night": points.night,
}
_WITH_ARTICLE = ("following", "preceding", "prior", "ensuing")
_UNREAD = ("boilerplate", "related_link", "credit")


def find_times(document: Document, syntax: Syntax) -> tuple[Timex, ...]:
    """The time expressions of a report, in the order of the text."""
    context = Context(document, syntax, tokenize(document.text))

    def accept(match: Match) -> Timex | None:
        match = _without_article(_without_adverb(match, context), context)
        if match.rule.check and not CHECKS[match.rule.check](match, context):
            return None
        if document.excluded_at(context.start_of(match)) in _UNREAD or context.is_name(match):
            return None
        hyphened = context.tokens.words[match.first + 1 : match.first + 2] == ["-"]  # "a prior-year loss"
        if context.tokens.words[match.first] in _WITH_ARTICLE and not hyphened:  # "following Monday's debate"
            return None
        reading = _MAKERS[match.rule.make](match, context)
        return _told(results.bounded(reading, match, context), match, context) if reading else None

    return days_behind(list(find(context.tokens, accept)), document, syntax)


def _without_adverb(match: Match, context: Context) -> Match:
    """ "Earlier Friday, gunmen came": what came earlier came on Friday; "earlier" is the clause's."""
    words = context.tokens.words[match.first : match.first + 2]
    plain = words[0] in ("earlier", "later") and match.last - match.first == 2
    if not plain or context.tokens.codes[match.first + 1] != code_of()["weekday"]:
        return match
    return replace(match, first=match.first + 1)


def _without_article(match: Match, context: Context) -> Match:
    """ "The third-quarter loss", "a year-earlier profit": the article is the noun's, not the modifier's."""
    words = context.tokens.words[match.first : match.last]
    if (
        words[0] not in ("a", "an", "the")
        or not {"-", "–"} & set(words)
        or match.rule.make not in ("point", "year_ago", "shift", "relative")
    ):
        return match
    token = context.syntax.at(context.tokens.starts[match.last - 1])
    following = (
        context.syntax.at(context.tokens.starts[match.last]) if match.last < len(context.tokens.starts) else None
    )
    if token is None or following is None or following.pos not in ("NOUN", "PROPN", "ADJ") or token.head.i <= token.i:
        return match
    return replace(match, first=match.first + 1)


def _told(reading: Reading, match: Match, context: Context) -> Timex:
    context.count += 1
    start, end = context.start_of(match), context.end_of(match)
    name, bounds = f"t{context.count}", reading.interval
    if reading.type in ("DATE", "TIME"):
        told = Told(reading.value, name, end)
        context.told.append(told)
        if "-Q" in reading.value and not reading.compared and is_reported(told, match, context):
            context.quarter = told
    elif match.rule.name == "counted span with the article" and reading.value.endswith("M"):
        context.months = Told(reading.value, name, end)
    span = context.document.span(start, end)
    return Timex(name, span, reading.type, reading.value, bounds.earliest, bounds.latest, reading.anchor)
