"""TIMEX3 values and the calendar: arithmetic on plain dates, and the interval that a value allows.

Plain dates have no time zone and never pass through one.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.reading.times import feasts
from onrecord.reading.times.tokens import festivals

SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}  # meteorological, northern half of the earth
PARTS = {"MO": ("05:00", "11:59"), "AF": ("12:00", "17:59"), "EV": ("17:00", "23:59"), "NI": ("18:00", "05:59"),
         "DW": ("04:00", "06:59"), "DU": ("17:00", "20:59")}  # fmt: skip
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?$")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Interval:
    """Both ends inclusive; None where open."""

    earliest: str | None = None
    latest: str | None = None


def parse_date(text: str | None) -> date | None:
    """The plain date at the head of an ISO date or date-time; its time and zone are left alone."""
    if not text or not re.match(r"\d{4}-\d\d-\d\d", text):
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def shifted(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def week(day: date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def add_months(year: int, month: int, months: int) -> tuple[int, int]:
    total = year * 12 + month - 1 + months
    return total // 12, total % 12 + 1


def easter(year: int) -> date:
    """Western Easter Sunday (Gauss's rule in the form of Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def festival(name: str, year: int) -> date | None:
    """The day of a festival in a year; None for a name that the lexicon lacks."""
    rule = festivals().get(name)
    if rule is None or feasts.moves(rule) or not 1 <= year < 9999:
        return None
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule[6:] or 0))
    if re.fullmatch(r"\d\d-\d\d", rule):
        return date(year, int(rule[:2]), int(rule[3:]))
    month, weekday, which = rule.split("-")
    return nth_weekday(year, int(month), _WEEKDAYS.index(weekday), which)


def nth_weekday(year: int, month: int, weekday: int, which: str) -> date:
    if which == "election":  # the Tuesday after the first Monday
        return nth_weekday(year, month, 0, "1") + timedelta(days=1)
    if which == "last":
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (int(which) - 1))


def interval(value: str, mod: str | None = None) -> Interval:
    """The days or moments that a value allows, narrowed by "early", "mid", "late" to a half of the period."""
    if "T" in value:
        return _moment(value)
    days = _days(value)
    if days is None:
        return Interval()
    first, last = _narrowed(days[0], days[1], mod)
    return Interval(first.isoformat(), last.isoformat())


def part_of(first: date, last: date, unit: str, nth: int) -> str | None:
    """The nth day, week or month of a period (-1 the last); a week belongs where most of its days are."""
    if unit == "M" and (last - first).days > 31:
        return f"{first.year:04d}-{nth if nth > 0 else 12:02d}" if nth <= 12 else None
    size = {"D": 1, "W": 7, "WE": 7}.get(unit)
    if size is None or nth == 0:
        return None
    middle = shifted(first, size * (nth - 1) + size // 2) if nth > 0 else shifted(last, -(size // 2))
    if middle is None or not first <= middle <= last:
        return None
    return middle.isoformat() if unit == "D" else week(middle) + ("-WE" if unit == "WE" else "")


def _narrowed(first: date, last: date, mod: str | None) -> tuple[date, date]:
    length = (last - first).days
    if length == 0 or mod is None:
        return first, last
    if mod == "START":
        return first, first + timedelta(days=length // 2)
    if mod == "END":
        return first + timedelta(days=length // 2), last
    return first + timedelta(days=length // 4), last - timedelta(days=length // 4)


def _moment(value: str) -> Interval:
    day, _, time = value.partition("T")
    start = parse_date(day)
    if start is None:
        return Interval()
    if time[:2] in PARTS:
        early, late = PARTS[time[:2]]
        end = start if late > early else shifted(start, 1) or start
        return Interval(f"{day}T{early}:00", f"{end.isoformat()}T{late}:59")
    if time.startswith("24"):
        end = shifted(start, 1) or start
        return Interval(f"{end.isoformat()}T00:00:00", f"{end.isoformat()}T00:00:59")
    found = re.match(r"\d\d(:\d\d)?(:\d\d)?", time)
    if not found:
        return Interval()
    clock = found.group()
    early = clock + {2: ":00:00", 5: ":00", 8: ""}[len(clock)]
    late = clock + {2: ":59:59", 5: ":59", 8: ""}[len(clock)]
    return Interval(f"{day}T{early}", f"{day}T{late}")


def _days(value: str) -> tuple[date, date] | None:
    try:
        return _days_of(value)
    except (ValueError, OverflowError):
        return None


def _days_of(value: str) -> tuple[date, date] | None:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return date.fromisoformat(value), date.fromisoformat(value)
    if re.fullmatch(r"\d{4}-\d\d", value):
        return _months(int(value[:4]), int(value[5:]), 1)
    if found := _WEEK.match(value):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return monday + timedelta(days=5 if found[3] else 0), monday + timedelta(days=6)
    if found := re.fullmatch(r"(\d{4})-([QH])([1-4])", value):
        size = 3 if found[2] == "Q" else 6
        return _months(int(found[1]), 1 + size * (int(found[3]) - 1), size)
    if (found := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value)) and found[2] in SEASONS:
        return _months(int(found[1]), SEASONS[found[2]][0], 3)
    if re.fullmatch(r"\d{2,4}", value):
        size = 10 ** (4 - len(value))
        return date(max(1, int(value) * size), 1, 1), date(int(value) * size + size - 1, 12, 31)
    return None


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    last_year, last_month = add_months(year, month, count - 1)
    return date(year, month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1])
