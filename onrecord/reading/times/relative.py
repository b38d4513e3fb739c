"""Periods told by their distance: "last week", "two days later", "a year ago", "the latest quarter"."""

from __future__ import annotations

import re
from fractions import Fraction

from onrecord.reading.times import calendar
from onrecord.reading.times.context import REPORT, Context, Reading, Told
from onrecord.reading.times.moving import (
    FITS,
    PARTIAL,
    duration_value,
    far_end,
    moved,
    origin_of,
    shift_period,
    years_from,
)
from onrecord.reading.times.numbers import number
from onrecord.reading.times.results import compared_with, reported_quarter
from onrecord.reading.times.rules import Match
from onrecord.reading.times.tokens import values
from onrecord.record import TimexType

_ANAPHORIC = frozenset({"following", "previous", "preceding", "prior", "ensuing", "that", "same"})


def relative(match: Match, context: Context) -> Reading | None:
    """ "Last week", "the following year", "that month", "the quarter"."""
    unit, words = str(context.value(match, "unit")), set(context.words(match, "rel"))
    if unit in ("TM", "TH", "TS") or (context.after(match) == "of" and words & {"last", "next"}):
        return None  # "the last minute", "the last day of school"
    if unit == "D" and ("last" in words or (words == {"this"} and context.before(match) == "to")):
        return None  # "the last day", "to this day"
    if "last" in words and context.before(match) in ("my", "our", "your", "his", "her", "its", "their"):
        return None  # "his last year in office"
    if match.rule.name == "middle of a period":
        return _middle(unit, match, context)
    if unit == "D" and not words:
        return _told_day(match, context)
    if "recent" in words:
        words = {"latest"}
    if unit == "Q" and (not words or "latest" in words):
        return reported_quarter(match, context)
    if unit == "Y" and not words and context.after(match) in ("ended", "ending"):
        return Reading("DURATION", "P1Y")  # "the year ended June 30"
    if "latest" in words:
        words = {"last"} if unit in ("W", "M") else set()
    count = 1 if words & {"next", "coming", "following", "upcoming", "ensuing"} else 0
    count -= 1 if words & {"last", "past", "previous", "preceding", "prior"} and "this" not in words else 0
    if unit == "WE":
        count += _weekend_shift(words, match, context)
    anaphoric = _is_anaphoric(words, match, context)
    told = context.anchor(match, FITS.get(unit, r"\d{4}")) if anaphoric else _apposed(unit, words, match, context)
    origin, anchor = (origin_of(told), told.id) if told else (context.report, REPORT)
    lost = count > 0 and unit in ("D", "W") and context.tense(match) == "past"
    if anaphoric and told is None and (lost or context.points_afar(words, FITS.get(unit, r"\d{4}"))):
        origin = None  # "fled the following day", "that day": no word tells which
    value = shift_period(origin, unit, count)
    mod = context.value(match, "mod")
    found = calendar.interval(value, mod if isinstance(mod, str) else None)
    return Reading("TIME" if "T" in value else "DATE", value, found, anchor if origin else None)


def _apposed(unit: str, words: set[str], match: Match, context: Context) -> Told | None:
    """ "In 2008, the year he fled", "prices rose in October; the month's figures": the period told just before."""
    told = context.told[-1] if context.told else None
    if words or told is None or unit not in ("M", "Y") or "mod" in match.slots:
        return None
    if not re.fullmatch(r"\d{4}" if unit == "Y" else r"\d{4}-\d\d", told.value):
        return None
    beside = context.start_of(match) - told.end <= 3
    return told if beside or (unit == "M" and context.start_of(match) - told.end < 200) else None


def _told_day(match: Match, context: Context) -> Reading | None:
    """ "Later in the day": of the day told before, else of the report's."""
    told = context.anchor(match, FITS["D"])
    day = calendar.parse_date(told.value) if told else context.report
    value = shift_period(day, "D", 0)
    return Reading("DATE", value, calendar.interval(value), told.id if told else REPORT if day else None)


def _is_anaphoric(words: set[str], match: Match, context: Context) -> bool:
    """ "The next day" goes on from the day told before; "next day" and "last week" start from the report."""
    at = match.slots.get("rel", (match.first, 0))[0]
    article = "the" in (context.tokens.words[at - 1] if at else "", context.tokens.words[at])
    next_day = "next" in words and context.value(match, "unit") == "D"  # from the report it would be "tomorrow"
    return bool(words & _ANAPHORIC) or ("next" in words and article) or next_day


def _weekend_shift(words: set[str], match: Match, context: Context) -> int:
    """A report of Monday to Friday tells of the weekend before unless its clause looks ahead."""
    report = context.report
    if report is None or words & {"last", "past", "previous", "next", "coming", "following"} or report.isoweekday() > 5:
        return 0
    tense = context.tense(match)
    if "this" in words:  # told on a Thursday it is the one to come, on a Monday the one behind
        ahead = report.isoweekday() > 3 or tense == "future" or (report.isoweekday() == 3 and tense == "present")
    else:
        ahead = tense == "future"
    return 0 if ahead else -1


def _middle(unit: str, match: Match, context: Context) -> Reading | None:
    """ "By midyear": of this year, unless the tense puts it into the next or the last."""
    if unit not in ("Y", "W", "M", "10Y", "100Y"):
        return None
    report, count = context.report, 0
    if unit == "Y" and report is not None:
        tense = context.tense(match)
        count = 1 if tense == "future" and report.month > 7 else -1 if tense == "past" and report.month < 6 else 0
    value = shift_period(report, unit, count)
    return Reading("DATE", value, calendar.interval(value, "MID"), REPORT if report else None)


def beyond(match: Match, context: Context) -> Reading | None:
    """ "The day before yesterday", "the week after next"."""
    side, other = context.words(match, "side")
    unit = str(context.value(match, "unit"))
    fits = (side, other) in (("before", "last"), ("after", "next"))
    if "wd" in match.slots:
        return _weekday_beyond(side, match, context) if fits else None
    if not fits and ((side, other) not in (("before", "yesterday"), ("after", "tomorrow")) or unit != "D"):
        return None
    if unit not in PARTIAL:
        return None
    value = shift_period(context.report, unit, -2 if side == "before" else 2)
    kind: TimexType = "TIME" if "T" in value else "DATE"
    return Reading(kind, value, calendar.interval(value), REPORT if context.report else None)


def _weekday_beyond(side: str, match: Match, context: Context) -> Reading | None:
    """ "The Friday before last", "the Monday after next"."""
    weekday, report = int(str(context.value(match, "wd"))), context.report
    if report is None:
        return Reading("DATE", f"XXXX-WXX-{weekday}")
    back = (report.isoweekday() - weekday) % 7 or 7
    day = calendar.shifted(report, -back - 7 if side == "before" else 14 - back % 7)
    return Reading("DATE", day.isoformat(), calendar.interval(day.isoformat()), REPORT) if day else None


def beside_told(match: Match, context: Context) -> Reading | None:
    """ "He had been warned the day before"."""
    unit = str(context.value(match, "unit"))
    if unit not in ("D", "NI", "W", "M", "Y"):
        return None
    told = context.anchor(match, FITS.get(unit, r"\d{4}"))
    return moved(Fraction(1), unit, 1 if context.word(match, "side") == "after" else -1, context, told)


def _from_day(unit: str, count: Fraction, sign: int, match: Match, context: Context) -> Reading | None:
    """ "A year ago today", "two weeks from Friday": a day."""
    report, word = context.report, context.word(match, "on")
    if report is None or count.denominator != 1:
        return None
    moved, weekday = values().get(word), "day" in word and word not in ("today", "yesterday")
    if weekday:
        back = (report.isoweekday() - int(str(moved))) % 7
        moved = -back if sign < 0 else (7 - back) % 7
    day = calendar.shifted(report, int(str(moved)))
    steps = sign * int(count)
    if day is not None and unit in ("D", "W"):
        day = calendar.shifted(day, steps * (7 if unit == "W" else 1))
    elif day is not None and unit == "Y":
        day = years_from(day, steps)
    else:
        return None
    return Reading("DATE", day.isoformat(), calendar.interval(day.isoformat()), REPORT) if day else None


def shift(match: Match, context: Context) -> Reading | None:
    """ "Two days ago" from the report, "two days later" from the time told before."""
    unit, count = str(context.value(match, "unit")), number(context.tokens, *match.slots["n"])
    direction = context.word(match, "dir")
    direction = {"before": "earlier", "afterward": "later", "afterwards": "later"}.get(direction, direction)
    if direction not in ("ago", "earlier", "later", "from", "hence"):
        return None
    if count is None:
        return _vague(unit, direction)
    sign = -1 if direction in ("ago", "earlier") else 1
    if "on" in match.slots and (found := _from_day(unit, count, sign, match, context)):
        return found
    told = None
    if direction in ("earlier", "later"):
        told = context.anchor(match, FITS.get(unit, r"\d{4}"))
        length = count + Fraction(1, 2) if "n2" in match.slots else count
        if told is None and (direction == "later" or unit in ("TH", "TM", "TS")):
            return Reading("DURATION", duration_value(length, unit))
        if direction == "later" and _past_the_report(told, length, unit, match, context):
            return Reading("DURATION", duration_value(length, unit))
    if unit == "Y" and count == 1 and sign < 0 and context.quarter is not None:
        told = compared_with(context)
    if "n2" in match.slots:
        count += Fraction(1, 2)
    return moved(count, unit, sign, context, told)


def _past_the_report(told: Told | None, count: Fraction, unit: str, match: Match, context: Context) -> bool:
    """ "The law of 1820, two hundred years later, still stands", after another year: it was not told of that one."""
    long = count >= 10 and unit in ("Y", "10Y", "100Y")  # nobody tells the year 2216
    if context.report is None or (context.tense(match) == "future" and not long):
        return False
    if unit not in ("Y", "10Y", "100Y") and context.tense(match) not in ("past", "perfect"):
        return False
    origin = origin_of(told)
    far = far_end(origin, count, unit, 1) if origin and unit not in ("TH", "TM", "TS") else None
    whole = {"Y": 4, "10Y": 4, "100Y": 4, "M": 7}.get(unit, 10)
    return far is not None and far[:whole] > context.report.isoformat()[:whole]


def weekdays_ago(match: Match, context: Context) -> Reading | None:
    """ "Two Sundays ago"."""
    weekday, report = int(str(context.value(match, "wd"))), context.report
    count = number(context.tokens, *match.slots["n"])
    if count is None or count.denominator != 1 or not 1 <= count <= 12:
        return None
    if report is None:
        return Reading("DATE", f"XXXX-WXX-{weekday}")
    back = (report.isoweekday() - weekday) % 7 or 7
    day = calendar.shifted(report, -back - 7 * (int(count) - 1))
    return Reading("DATE", day.isoformat(), calendar.interval(day.isoformat()), REPORT) if day else None


def _vague(unit: str, direction: str) -> Reading:
    if direction == "ago":
        return Reading("DATE", "PAST_REF")
    if direction in ("from", "hence"):
        return Reading("DATE", "FUTURE_REF")
    return Reading("DURATION", duration_value(None, unit))
