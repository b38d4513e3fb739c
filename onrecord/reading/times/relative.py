"""Periods told by their distance: "last week", "two days later", "a year ago", "the latest quarter"."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from onrecord.reading.times import calendar
from onrecord.reading.times.calendar import Interval
from onrecord.reading.times.context import REPORT, Context, Reading, Told
from onrecord.reading.times.numbers import number
from onrecord.reading.times.rules import Match
from onrecord.record import TimexType

_ANAPHORIC = frozenset({"following", "previous", "preceding", "prior", "ensuing", "that", "same"})
_PARTIAL = {"Y": "XXXX", "M": "XXXX-XX", "W": "XXXX-WXX", "2W": "XXXX-WXX", "D": "XXXX-XX-XX", "Q": "XXXX-QX",
            "WE": "XXXX-WXX-WE", "10Y": "XXX", "100Y": "XX", "NI": "XXXX-XX-XXTNI"}  # fmt: skip


def shift_period(origin: date | None, unit: str, count: int) -> str:
    """The value of the period of that unit, `count` units from the one that holds `origin`; partial without it."""
    if origin is None:
        return _PARTIAL.get(unit, "XXXX")
    if unit in ("Y", "10Y", "100Y"):
        years = {"Y": 1, "10Y": 10, "100Y": 100}[unit]
        year = max(0, origin.year // years + count)
        return f"{year:0{4 - len(str(years)) + 1}d}"
    if unit in ("M", "Q"):
        year, month = calendar.add_months(origin.year, origin.month, count * (3 if unit == "Q" else 1))
        return f"{year:04d}-{month:02d}" if unit == "M" else f"{year:04d}-Q{(month + 2) // 3}"
    days = count * {"D": 1, "NI": 1, "W": 7, "WE": 7, "2W": 14}.get(unit, 0)
    day = calendar.shifted(origin, days) or origin
    if unit == "D":
        return day.isoformat()
    if unit == "NI":
        return f"{day.isoformat()}TNI"
    return calendar.week(day) + ("-WE" if unit == "WE" else "")


def _origin(told: Told | None) -> date | None:
    """A plain date inside a told period: its first day."""
    found = calendar.interval(told.value) if told else Interval()
    return calendar.parse_date(found.earliest)


def relative(match: Match, context: Context) -> Reading | None:
    """ "Last week", "the following year", "that month", "the quarter"."""
    unit, words = str(context.value(match, "unit")), set(context.words(match, "rel"))
    if unit in ("TM", "TH", "TS") or (context.after(match) == "of" and words & {"last", "next"}):
        return None  # "the last minute", "the last day of school"
    if unit == "D" and "last" in words:
        return None
    if unit == "Q" and (not words or "latest" in words):
        return _reported_quarter(match, context)
    if unit == "Y" and not words and context.after(match) in ("ended", "ending"):
        return Reading("DURATION", "P1Y")  # "the year ended June 30"
    if "latest" in words:
        words = {"last"} if unit in ("W", "M") else set()
    count = 1 if words & {"next", "coming", "following", "upcoming", "ensuing"} else 0
    count -= 1 if words & {"last", "past", "previous", "preceding", "prior"} and "this" not in words else 0
    if unit == "WE":
        count += _weekend_shift(words, match, context)
    told = context.anchor(match, _FITS.get(unit, r"\d{4}")) if _is_anaphoric(words, match, context) else None
    origin, anchor = (_origin(told), told.id) if told else (context.report, REPORT)
    value = shift_period(origin, unit, count)
    mod = context.value(match, "mod")
    found = calendar.interval(value, mod if isinstance(mod, str) else None)
    return Reading("TIME" if "T" in value else "DATE", value, found, anchor if origin else None)


# What a told time must look like to anchor "the next day", "the following year" ...
_FITS = {
    "D": r"\d{4}-\d\d-\d\d",
    "NI": r"\d{4}-\d\d-\d\d",
    "W": r"\d{4}-(\d\d-\d\d|W)",
    "M": r"\d{4}-\d\d",
    "Q": r"\d{4}-Q",
}


def _is_anaphoric(words: set[str], match: Match, context: Context) -> bool:
    """ "The next day" goes on from the day told before; "next day" and "last week" start from the report."""
    article = context.tokens.words[match.first] == "the" or context.before(match) == "the"
    next_day = "next" in words and context.value(match, "unit") == "D"  # from the report it would be "tomorrow"
    return bool(words & _ANAPHORIC) or ("next" in words and article) or next_day


def _weekend_shift(words: set[str], match: Match, context: Context) -> int:
    """A report of Monday to Friday tells of the weekend before unless its clause looks ahead."""
    report = context.report
    if report is None or words & {"last", "past", "previous", "next", "coming", "following"} or report.isoweekday() > 5:
        return 0
    ahead = context.tense(match) in ("future", "present") if "this" in words else context.tense(match) == "future"
    return 0 if ahead else -1


def _reported_quarter(match: Match, context: Context) -> Reading:
    """The quarter that the report tells of: the last one named and not compared with, else the last one over."""
    told = context.quarter
    if told is not None:
        return Reading("DATE", told.value, calendar.interval(told.value), told.id)
    value = shift_period(context.report, "Q", -1)
    return Reading("DATE", value, calendar.interval(value), REPORT if context.report else None)


def latest_period(match: Match, context: Context) -> Reading | None:
    """ "The latest period" after "the third quarter"; "the 1988 period" is that year."""
    for word in context.tokens.words[match.first : match.last]:
        if word.isdecimal():
            value = word + (context.quarter.value[4:] if context.quarter else "")
            return Reading("DATE", value, calendar.interval(value), compared=True)
    return _reported_quarter(match, context)


def year_ago(match: Match, context: Context) -> Reading | None:
    """ "The year-ago quarter": the same part of the year before."""
    unit = str(context.value(match, "unit"))
    if context.word(match, "dir") not in ("ago", "earlier") or unit not in ("Y", "M", "Q", "W"):
        return None
    if context.value(match, "unit2") == "Q" and unit == "Y" and context.quarter is None and context.report is not None:
        value = shift_period(context.report, "Q", -5)
        return Reading("DATE", value, calendar.interval(value), REPORT, compared=True)
    return _moved(Fraction(1), unit, -1, context, context.quarter)


def shift(match: Match, context: Context) -> Reading | None:
    """ "Two days ago" from the report, "two days later" from the time told before."""
    unit, count = str(context.value(match, "unit")), number(context.tokens, *match.slots["n"])
    direction = context.word(match, "dir")
    if direction not in ("ago", "earlier", "later", "from", "hence"):
        return None
    if count is None:
        return _vague(unit, direction)
    sign = -1 if direction in ("ago", "earlier") else 1
    told = None
    if direction in ("earlier", "later"):
        told = context.anchor(match, _FITS.get(unit, r"\d{4}"))
        if told is None and (direction == "later" or unit in ("TH", "TM", "TS")):
            return Reading("DURATION", duration_value(count, unit))
    if unit == "Y" and count == 1 and sign < 0:
        told = context.quarter or told
    if "n2" in match.slots:
        count += Fraction(1, 2)
    return _moved(count, unit, sign, context, told)


def _vague(unit: str, direction: str) -> Reading:
    if direction == "ago":
        return Reading("DATE", "PAST_REF")
    if direction in ("from", "hence"):
        return Reading("DATE", "FUTURE_REF")
    return Reading("DURATION", duration_value(None, unit))


def _moved(count: Fraction, unit: str, sign: int, context: Context, told: Told | None) -> Reading:
    origin, anchor = (_origin(told), told.id) if told else (context.report, REPORT)
    if unit in ("TH", "TM", "TS") or count.denominator != 1:
        return _hours_moved(count, unit, sign, origin, told, anchor)
    steps = sign * int(count)
    if told is not None and unit == "Y" and (found := re.match(r"(\d{4})(-Q\d)", told.value)):
        value = f"{int(found[1]) + steps:04d}{found[2]}"
    elif (unit == "W" and abs(steps) == 1) or (unit == "W" and told is not None and len(told.value) >= 10):
        value = shift_period(origin, "D", 7 * steps)  # "a week ago" is a day; "six weeks ago" is a week
    elif unit in ("10Y", "100Y"):
        value = shift_period(origin, "Y", steps * (10 if unit == "10Y" else 100))
    elif unit == "NI":
        value = shift_period(origin, "NI", steps)
    else:
        value = shift_period(origin, unit, steps)
    kind: TimexType = "TIME" if "T" in value else "DATE"
    return Reading(kind, value, calendar.interval(value), anchor if origin else None, compared="-Q" in value)


def _hours_moved(count: Fraction, unit: str, sign: int, origin: date | None, told: Told | None, anchor: str) -> Reading:
    """Hours and minutes from a time that is only known to the day keep their length; the day bounds them."""
    value = duration_value(count, unit)
    if origin is None or told is not None or unit not in ("TH", "TM", "TS"):
        return Reading("DURATION", value, anchor=anchor if origin else None)
    hours = int(count) * {"TH": 60, "TM": 1, "TS": 0}[unit] // 60 * sign
    first = calendar.shifted(origin, (hours - 23) // 24 if sign < 0 else 0) or origin
    last = calendar.shifted(origin, 0 if sign < 0 else (hours + 23) // 24) or origin
    return Reading("DURATION", value, Interval(first.isoformat(), last.isoformat()), anchor)


_SMALLER = {"Y": ("M", 12), "TH": ("TM", 60), "TM": ("TS", 60), "D": ("TH", 24), "10Y": ("Y", 10)}


def duration_value(count: Fraction | None, unit: str) -> str:
    """P3D, PT1H30M, PXW; decades and centuries are told in years, fortnights in weeks."""
    if count is None:
        return {"TH": "PTXH", "TM": "PTXM", "TS": "PTXS", "10Y": "PXDE", "100Y": "PXCE", "2W": "PXW"}.get(
            unit, f"PX{unit}"
        )
    for big, (small, factor) in (("10Y", ("Y", 10)), ("100Y", ("Y", 100)), ("2W", ("W", 2))):
        if unit == big:
            count, unit = count * factor, small
    whole, rest = int(count), count - int(count)
    if rest and unit in _SMALLER:
        smaller, factor = _SMALLER[unit]
        parts = [(whole, unit)] if whole else []
        parts.append((round(rest * factor), smaller))
        return _joined(parts)
    if rest:
        return f"P{float(count):g}{unit}"
    return _joined([(whole, unit)])


def _joined(parts: list[tuple[int, str]]) -> str:
    dates = "".join(f"{n}{u}" for n, u in parts if not u.startswith("T"))
    times = "".join(f"{n}{u[1:]}" for n, u in parts if u.startswith("T"))
    return f"P{dates}" + (f"T{times}" if times else "")
