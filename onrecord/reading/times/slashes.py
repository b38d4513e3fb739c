"""Dates in numbers: which of two is the day, by what else the report tells; both where nothing tells it."""

from __future__ import annotations

import re
from datetime import date

from onrecord.reading.times.calendar import Interval
from onrecord.reading.times.context import Context

_OTHER = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})/(?:19|20)?\d\d(?![\d/])")
_DAY_FIRST = re.compile(r"\.(?:uk|ie|in|au|nz|za|ng|ke|pk|bd|lk|my|fr|de|it|es|eu)(?:[/:]|$)")
_AMERICAN = re.compile(r"\b(?:[ECMP][SD]?T|AK[SD]T)\b|\.us(?:[/:]|$)|\b\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d\d ?[AP]M\b")
_LONG = 200  # days before the report within which the one of two dates lies that is meant, where the other is ahead


def readings(a: int, b: int, year: int) -> tuple[date, ...]:
    """The days that the two numbers may tell, the American order first."""
    found = []
    for month, day in ((a, b), (b, a)):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))


def chosen(days: tuple[date, ...], context: Context) -> date | None:
    """The one that is meant; None where nothing tells."""
    if len(days) < 2:
        return days[0] if days else None
    first = _order(context)
    if first:
        return days[0] if first == "month" else days[1]
    report = context.report
    if report is not None:
        behind = [d for d in days if 0 <= (report - d).days <= _LONG]
        if len(behind) == 1 and any(d > report for d in days):
            return behind[0]
    return None


def _order(context: Context) -> str:
    """What the report's other dates in numbers, its address and its zones say of the order."""
    text = context.document.text
    pairs = [(int(m[1]), int(m[2])) for m in _OTHER.finditer(text)]
    days, months = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    if days != months:
        return "day" if days else "month"
    if _DAY_FIRST.search(re.sub(r"(?<=[a-z])/.*$", "", (context.document.url or "").partition("//")[2])):
        return "day"
    return "month" if _AMERICAN.search(text) else ""


def open_value(days: tuple[date, ...]) -> str:
    """ "03/04/2024": a day of that year."""
    return f"{days[0].year:04d}-XX-XX"


def open_bounds(days: tuple[date, ...]) -> Interval:
    return Interval(min(days).isoformat(), max(days).isoformat())
