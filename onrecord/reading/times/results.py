"""Reports of results: which quarter or months are told of, and what they are compared with."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

from onrecord.reading.times import calendar
from onrecord.reading.times.calendar import Interval
from onrecord.reading.times.context import REPORT, Context, Reading, Told
from onrecord.reading.times.moving import FITS, duration_value, far_end, moved, origin_of, shift_period, years_from
from onrecord.reading.times.numbers import number
from onrecord.reading.times.rules import Match
from onrecord.reading.times.tokens import values


def is_reported(told: Told, match: Match, context: Context) -> bool:
    """A quarter that the report may go on to call "the quarter": over, and not one of long ago or of another's past."""
    fiscal = "fiscal" in (*context.tokens.words[match.first : match.last], context.before(match))
    report, bounds = context.report, calendar.interval(told.value)
    if report is None or bounds.latest is None or fiscal:
        return True
    over = bounds.latest <= report.isoformat()
    if context.quarter is None:
        return abs(int(told.value[:4]) - report.year) <= 1
    return over and told.value >= context.quarter.value


def reported_quarter(match: Match, context: Context) -> Reading:
    """The quarter that the report tells of: the last one named and not compared with, else the last one over."""
    told = context.quarter
    if told is not None:
        return Reading("DATE", told.value, calendar.interval(told.value), told.id)
    if (ended := _ended(match, context)) is not None:
        return Reading("DATE", ended, calendar.interval(ended), REPORT)
    value = shift_period(context.report, "Q", -1)
    return Reading("DATE", value, calendar.interval(value), REPORT if context.report else None)


def bounded(reading: Reading, match: Match, context: Context) -> Reading:
    """The days of a business year, which need not be the calendar's, and of a length that ends on a told day."""
    words = context.tokens.words[match.first : match.last]
    if reading.type == "DATE" and "fiscal" in (*words, context.before(match)) and reading.value[:4].isdecimal():
        # a business year bears the year of its end, or of most of its months
        year = int(reading.value[:4])
        return replace(reading, interval=Interval(f"{year - 1:04d}-02-01", f"{year + 1:04d}-01-31"))
    found = re.fullmatch(r"P(\d+)([YMWDQ])", reading.value)
    if reading.type != "DURATION" or found is None or context.after(match) not in ("ended", "ending"):
        return reading
    last = _day_of_end(match, context)
    after = calendar.shifted(last, 1) if last else None
    first = far_end(after, Fraction(int(found[1])), found[2], -1) if after else None
    if last is None or first is None:
        return reading
    return replace(reading, interval=Interval(first, last.isoformat()), anchor=REPORT)


def _day_of_end(match: Match, context: Context) -> date | None:
    """The day of "the nine months ended Sept. 30"; without a year, the last one, or with "ending" the next."""
    words, report = context.tokens.words[match.last : match.last + 5], context.report
    month = values().get(words[1]) if len(words) > 2 and words[1].isalpha() else None
    if not isinstance(month, int) or not 1 <= month <= 12 or not words[2].isdecimal() or report is None:
        return None
    told = [w for w in words[3:] if re.fullmatch(r"[12]\d{3}", w)]
    passed = (month, int(words[2])) <= (report.month, report.day)
    year = int(told[0]) if told else report.year + (1 if words[0] == "ending" else 0) - (0 if passed else 1)
    return calendar.parse_date(f"{year:04d}-{month:02d}-{int(words[2]):02d}")


def _ended(match: Match, context: Context) -> str | None:
    """ "The quarter ended July 31" has most of its days in the second quarter of the calendar."""
    words = context.tokens.words[match.last : match.last + 2]
    month = values().get(words[-1]) if words and words[0] in ("ended", "ending") else None
    report = context.report
    if not isinstance(month, int) or not 1 <= month <= 12 or not words[-1].isalpha() or report is None:
        return None
    year = report.year - (1 if month > report.month else 0)
    year, middle = calendar.add_months(year, month, -1)
    return f"{year:04d}-Q{(middle + 2) // 3}"


def compared_with(context: Context) -> Told | None:
    """What "a year earlier" is told of: the quarter, unless months or a whole year were told after it."""
    quarter, months = context.quarter, context.months
    later = quarter is not None and months is not None and months.end > quarter.end
    return None if later else quarter


def latest_period(match: Match, context: Context) -> Reading | None:
    """ "The latest period" after "the third quarter"; "the 1988 period" is that year."""
    for word in context.tokens.words[match.first : match.last]:
        if word.isdecimal():
            quarter = compared_with(context)
            value = word + (quarter.value[4:] if quarter else "")
            return Reading("DATE", value, calendar.interval(value), compared=True)
    return reported_quarter(match, context)


def just_over(match: Match, context: Context) -> Reading | None:
    """ "The just-ended quarter"."""
    unit = str(context.value(match, "unit"))
    if unit == "Q":
        return reported_quarter(match, context)
    if unit not in ("W", "M", "Y"):
        return None
    value = shift_period(context.report, unit, -1)
    return Reading("DATE", value, calendar.interval(value), REPORT if context.report else None)


def year_ago(match: Match, context: Context) -> Reading | None:
    """ "The year-ago quarter": the same part of the year before."""
    unit = str(context.value(match, "unit"))
    if context.word(match, "dir") not in ("ago", "earlier") or unit not in ("Y", "M", "Q", "W"):
        return None
    if context.value(match, "unit2") == "Q" and unit == "Y" and context.quarter is None and context.report is not None:
        value = shift_period(context.report, "Q", -5)
        return Reading("DATE", value, calendar.interval(value), REPORT, compared=True)
    if "n" in match.slots:  # "the year-earlier nine months"
        return Reading(
            "DURATION", duration_value(number(context.tokens, *match.slots["n"]), str(context.value(match, "unit3")))
        )
    if compared_with(context) is None and context.months is not None and context.word(match, "unit2") == "period":
        return Reading("DURATION", context.months.value)
    quarter = context.quarter if context.value(match, "unit2") == "Q" else compared_with(context)
    return moved(Fraction(1), unit, -1, context, quarter)


def same_period(match: Match, context: Context) -> Reading | None:
    """ "The same quarter a year earlier", "the same month last year"."""
    unit = str(context.value(match, "unit2") or "Q")
    if unit == "Q":
        if context.quarter is None and context.report is not None:
            value = shift_period(context.report, "Q", -5)
            return Reading("DATE", value, calendar.interval(value), REPORT, compared=True)
        return moved(Fraction(1), "Y", -1, context, context.quarter)
    told = context.anchor(match, FITS[unit])
    origin, anchor = (origin_of(told), told.id) if told else (context.report, REPORT)
    back = calendar.shifted(origin, -364) if origin and unit == "W" else years_from(origin, -1) if origin else None
    value = shift_period(back, unit, 0)
    return Reading("DATE", value, calendar.interval(value), anchor if back else None)
