"""Arithmetic of periods: the one that many units away, the length told in TIMEX3."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from onrecord.reading.times import calendar
from onrecord.reading.times.calendar import Interval
from onrecord.reading.times.context import REPORT, Context, Reading, Told
from onrecord.record import TimexType

PARTIAL = {"Y": "XXXX", "M": "XXXX-XX", "W": "XXXX-WXX", "2W": "XXXX-WXX", "D": "XXXX-XX-XX", "Q": "XXXX-QX",
            "WE": "XXXX-WXX-WE", "10Y": "XXX", "100Y": "XX", "NI": "XXXX-XX-XXTNI"}  # fmt: skip
# What a told time must look like to anchor "the next day", "the following year" ...
FITS = {
    "D": r"\d{4}-\d\d-\d\d",
    "NI": r"\d{4}-\d\d-\d\d",
    "W": r"\d{4}-(\d\d-\d\d|W)",
    "M": r"\d{4}-\d\d",
    "Q": r"\d{4}-Q",
}


def shift_period(origin: date | None, unit: str, count: int) -> str:
    """The value of the period of that unit, `count` units from the one that holds `origin`; partial without it."""
    if origin is None:
        return PARTIAL.get(unit, "XXXX")
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


def origin_of(told: Told | None) -> date | None:
    """A plain date inside a told period: its first day."""
    found = calendar.interval(told.value) if told else Interval()
    return calendar.parse_date(found.earliest)


def years_from(day: date, years: int) -> date | None:
    try:
        return day.replace(year=day.year + years, day=min(day.day, 28 if day.month == 2 else 31))
    except ValueError:
        return None


def moved(count: Fraction, unit: str, sign: int, context: Context, told: Told | None) -> Reading:
    origin, anchor = (origin_of(told), told.id) if told else (context.report, REPORT)
    for big, small, factor in (("100Y", "Y", 100), ("10Y", "Y", 10), ("Y", "M", 12)):
        if unit == big and count.denominator != 1 and (count * factor).denominator == 1:
            unit, count = small, count * factor  # "half a century ago", "two and a half years ago"
    if unit == "TH" and count % 24 == 0 and told is None and origin is not None:
        unit, count = "D", count / 24  # "48 hours ago": the day
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


def far_end(report: date, count: Fraction | None, unit: str, sign: int) -> str | None:
    if count is None:
        return None
    steps = sign * count
    months = {"Y": 12, "M": 1, "Q": 3, "10Y": 120, "100Y": 1200}.get(unit)
    if months:
        year, month = calendar.add_months(report.year, report.month, int(steps * months))
        for day in (report.day, 30, 29, 28):
            try:
                return date(year, month, day).isoformat()
            except ValueError:
                continue
        return None
    days = steps * {"W": 7, "2W": 14, "D": 1, "NI": 1, "WE": 7}.get(unit, 0)
    if unit in ("TH", "TM", "TS"):
        days = Fraction(sign * -(-int(count) // {"TH": 24, "TM": 1440, "TS": 86400}[unit]))
    moved = calendar.shifted(report, int(days))
    return moved.isoformat() if moved else None
