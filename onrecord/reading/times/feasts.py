"""Feasts of the Islamic, Hebrew and Julian calendars, as days of the common one (Reingold and Dershowitz's arithmetic).

An Islamic month begins when its moon is seen: the reckoned day may be one off, so a feast of it has three days.
"""

from __future__ import annotations

from datetime import date, timedelta

Bounds = tuple[date, date]
_ISLAMIC_EPOCH, _HEBREW_EPOCH = 227015, -1373427  # as date.toordinal counts


def feast(rule: str, year: int) -> Bounds | None:
    """The days that a feast may have which begins in a year: "islamic 10 1", "hebrew purim 1"."""
    kind, *rest = rule.split()
    if not 1000 <= year <= 2900:
        return None
    if kind == "islamic":
        return _islamic(int(rest[0]), int(rest[1]), int(rest[2]) if len(rest) > 2 else 1, year)
    if kind == "hebrew":
        first = _hebrew(rest[0], year)
        return first, first + timedelta(days=int(rest[1]) - 1)
    day = orthodox_easter(year) + timedelta(days=int(rest[0]) if rest else 0)
    return day, day


def moves(rule: str) -> bool:
    return rule.startswith(("islamic", "hebrew", "orthodox"))


def value(first: date, last: date) -> str:
    """The finest TIMEX3 value that holds all its days."""
    if first == last:
        return first.isoformat()
    return f"{first:%Y-%m}" if (first.year, first.month) == (last.year, last.month) else f"{first:%Y}"


def _islamic(month: int, day: int, length: int, year: int) -> Bounds | None:
    for islamic in range((year - 622) * 33 // 32, (year - 622) * 33 // 32 + 3):
        days = (islamic - 1) * 354 + (3 + 11 * islamic) // 30 + 29 * (month - 1) + month // 2 + day
        first = date.fromordinal(_ISLAMIC_EPOCH - 1 + days)
        if first.year == year:
            return first - timedelta(days=1), first + timedelta(days=length)
    return None


def _new_year(year: int) -> date:
    """1 Tishri of a Hebrew year."""
    before, this, after = (_elapsed(y) for y in (year - 1, year, year + 1))
    delay = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return date.fromordinal(_HEBREW_EPOCH + this + delay)


def _elapsed(year: int) -> int:
    months = (235 * year - 234) // 19
    days = months * 29 + (12084 + 13753 * months) // 25920
    return days + 1 if 3 * (days + 1) % 7 < 3 else days


def _hebrew(name: str, year: int) -> date:
    autumn, length = _new_year(year + 3761), (_new_year(year + 3762) - _new_year(year + 3761)).days
    if name == "kislev25":
        return autumn + timedelta(days=84 if length % 10 == 5 else 83)
    if name.startswith("tishri"):
        return autumn + timedelta(days=int(name[6:]) - 1)
    pesach = autumn - timedelta(days=163)
    return pesach + timedelta(days={"pesach": 0, "purim": -30, "shavuot": 50}[name])


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the Julian calendar (Meeus), on its day in the common one."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=year // 100 - year // 400 - 2)
