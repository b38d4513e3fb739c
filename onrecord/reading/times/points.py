"""Points of the calendar: days, months, quarters, seasons, years, parts of days and clock times."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from onrecord import lexicon
from onrecord.reading.times import calendar
from onrecord.reading.times.calendar import Interval
from onrecord.reading.times.context import REPORT, Context, Reading
from onrecord.reading.times.numbers import number
from onrecord.reading.times.relative import relative
from onrecord.reading.times.rules import Match
from onrecord.reading.times.tense import clause_of
from onrecord.reading.times.tokens import values

Based = tuple[str, str | None]  # a value and what it was resolved against

_ANAPHORIC = frozenset({"following", "previous", "preceding", "prior", "ensuing", "that", "same"})
_PAST_WORDS = frozenset({"since"})
_WHEN = frozenset({"in", "on", "since", "during", "at"})
_FUTURE_WORDS = frozenset({"until", "till", "by", "through"})
_DAY = r"\d{4}-\d\d-\d\d"


def point(match: Match, context: Context) -> Reading | None:
    """A date or a time of day, from whatever slots the rule has filled."""
    if match.rule.name == "night or part of a named day" and context.value(match, "unit") not in (None, "NI"):
        return None
    time = _time_of_day(match, context)
    based = _base(match, context, bare=time is None)
    if time is None:
        return _dated(based, match, context) if based else None
    return _timed(based or _day_of_clock(match, context), time, match, context)


def _dated(based: Based, match: Match, context: Context) -> Reading:
    value, anchor = based
    if "T" in value:
        return Reading("TIME", value, calendar.interval(value), anchor)
    mod = _mod(match, context)
    found = calendar.interval(value, mod)
    if "mod2" in match.slots:
        found = (
            Interval(found.earliest, None) if context.value(match, "mod2") == "END" else Interval(None, found.latest)
        )
    if context.words(match, "mod2") == [] and context.tokens.words[match.last - 1] == "beyond":
        found = Interval(found.earliest, None)
    return Reading("DATE", value, found, anchor)


def _mod(match: Match, context: Context) -> str | None:
    mod = context.value(match, "mod")
    return mod if isinstance(mod, str) and context.word(match, "mod") not in ("close",) else None


def _timed(based: Based, time: str, match: Match, context: Context) -> Reading:
    day, anchor = based
    if not re.match(r"[\dX]{4}-[\dX]{2}-[\dX]{2}$|XXXX-WXX-\d$", day):
        day = "XXXX-XX-XX"
    value = day + time
    found = calendar.interval(value)
    zone = values().get(context.word(match, "tz"))
    if isinstance(zone, str) and found.earliest and found.latest:
        found = Interval(found.earliest + zone, found.latest + zone)
    return Reading("TIME", value, found, anchor)


# --- time of day -----------------------------------------------------------------------------------------------------


def _time_of_day(match: Match, context: Context) -> str | None:
    slots = match.slots
    if "clock" in slots or "h" in slots:
        return _clock(match, context)
    if "hour" in slots:
        return str(context.value(match, "hour"))
    if "part" in slots:
        value = str(context.value(match, "part"))
        return value if value.startswith("T") else f"T{value}"
    if "unit" in slots and context.value(match, "unit") == "NI":
        return "TNI"
    return None


def _clock(match: Match, context: Context) -> str | None:
    word = context.word(match, "clock") or context.word(match, "h")
    digits = re.findall(r"\d+", word)
    if len(digits) == 1 and len(digits[0]) == 4:
        digits = [digits[0][:2], digits[0][2:]]
    hour = int(digits[0]) if digits else int(str(values().get(word, 99)))
    half = context.word(match, "ampm")[:1]
    if half in ("a", "p") and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif context.value(match, "part") in ("AF", "EV") and hour < 12:
        hour += 12
    minutes = digits[1:]
    if hour > 24 or any(int(m) > 59 for m in minutes):
        return None
    return f"T{hour:02d}:" + ":".join(minutes or ["00"])


def _day_of_clock(match: Match, context: Context) -> Based:
    """The day that a time without a day belongs to: a day told just before, else the report's."""
    report = context.report
    words = {w for slot in ("rel", "rel2") for w in context.words(match, slot)}
    if "dx" in match.slots or not words & _ANAPHORIC:
        told = None if words or context.value(match, "part") == "NI" else context.anchor(match, _DAY)
        if told is not None and context.start_of(match) - told.end < 200:
            return told.value[:10], told.id
        if report is None:
            return "XXXX-XX-XX", None
        overnight = context.word(match, "part") == "overnight" and context.tense(match) != "future"
        back = -1 if "last" in words or overnight else 1 if "next" in words else 0
        day = calendar.shifted(report, back)
        return (day.isoformat() if day else "XXXX-XX-XX"), REPORT
    return _anaphoric_day(match, context, words)


def _anaphoric_day(match: Match, context: Context, words: set[str]) -> Based:
    told = context.anchor(match, _DAY)
    day = calendar.parse_date(told.value) if told else context.report
    if day is None:
        return "XXXX-XX-XX", None
    moved = calendar.shifted(
        day, 1 if words & {"following", "ensuing"} else -1 if words & {"previous", "preceding", "prior"} else 0
    )
    return (moved or day).isoformat(), told.id if told else REPORT


# --- the date --------------------------------------------------------------------------------------------------------


def _base(match: Match, context: Context, *, bare: bool) -> Based | None:
    for slot, read in _BASES:
        if slot in match.slots:
            return read(match, context)
    if "unit" in match.slots and (bare or context.value(match, "unit") != "NI"):
        return _unit(match, context)
    return None


def _iso(match: Match, context: Context) -> Based | None:
    word = context.word(match, "iso").upper().replace(" ", "T")
    return (word, None) if calendar.parse_date(word) else None


def _numeric(match: Match, context: Context) -> Based | None:
    """12/8/2024 is December 8 unless only the other order is a date; 8.12.2024 is 8 December."""
    word = context.word(match, "nd")
    a, b, y = (int(x) for x in re.findall(r"\d+", word))
    year = y if y > 99 else 2000 + y if y < 50 else 1900 + y
    for month, day in [(b, a), (a, b)] if "." in word else [(a, b), (b, a)]:
        try:
            return date(year, month, day).isoformat(), None
        except ValueError:
            continue
    return None


def _deictic(match: Match, context: Context) -> Based | None:
    if context.report is None:
        return "XXXX-XX-XX", None
    day = calendar.shifted(context.report, int(str(context.value(match, "dx"))))
    return (day.isoformat(), REPORT) if day else None


def _festival(match: Match, context: Context) -> Based | None:
    if context.after(match) in lexicon.load("times")["festival_not"]["words"]:
        return None
    name = " ".join(context.words(match, "fest")).replace("’", "'")
    if not context.tokens.text[context.tokens.starts[match.slots["fest"][0]]].isupper():
        return None
    year, report = _explicit_year(match, context), context.report
    if year is None and report is None:
        day = calendar.festival(name, 2000)
        fixed = day is not None and day == calendar.festival(name, 2001).replace(year=2000)  # type: ignore[union-attr]
        return (f"XXXX-{day:%m-%d}" if day and fixed else "XXXX-XX-XX"), None
    if year is not None:
        day = calendar.festival(name, year)
        return (day.isoformat(), None) if day else None
    assert report is not None
    days = [d for y in (report.year - 1, report.year, report.year + 1) if (d := calendar.festival(name, y))]
    return _choose(days, match, context)


def _choose(days: list[date], match: Match, context: Context) -> Based | None:
    """The day that fits the direction the words give; without one, the nearest."""
    report = context.report
    if report is None or not days:
        return None
    direction = _direction(match, context)
    fitting = [d for d in days if d <= report] if direction < 0 else [d for d in days if d >= report]
    near = min(days, key=lambda d: abs((d - report).days))
    if direction == 0 or not fitting:
        return near.isoformat(), REPORT
    best = min(fitting, key=lambda d: abs((d - report).days))
    # "Extended its offer to Nov. 9": a tense does not outweigh a much nearer day.
    if not _trusted(match, context) and abs((best - report).days) > 180 and abs((near - report).days) < 90:
        best = near
    return best.isoformat(), REPORT


def _trusted(match: Match, context: Context) -> bool:
    """The direction is told by a word, or by the verb itself through "in" or "on": "she left on March 3"."""
    return "rel" in match.slots or (context.before(match) in _WHEN and context.clause(match).direct)


def _direction(match: Match, context: Context) -> int:
    """-1 behind the report's date, 1 ahead, 0 not told."""
    for slot in ("rel", "rel2"):
        relation = context.value(match, slot)
        if isinstance(relation, int) and relation:
            return relation
    before = context.before(match)
    if before in _PAST_WORDS:
        return -1
    tense = context.tense(match)
    if tense == "future" or (before in _FUTURE_WORDS and tense != "past"):
        return 1
    return -1 if tense in ("past", "perfect") else 0


def _explicit_year(match: Match, context: Context) -> int | None:
    word = context.word(match, "y").lstrip("'’‘")
    if word.isdecimal():
        year = int(word)
        return year if year > 99 else 2000 + year if year <= 30 else 1900 + year
    unit, relation, report = context.value(match, "unit"), context.value(match, "rel2"), context.report
    if unit == "Y" and isinstance(relation, int) and report is not None:
        return report.year + relation
    return None


def _day_and_month(match: Match, context: Context) -> Based | None:
    month = int(str(context.value(match, "m")))
    found = number(context.tokens, *match.slots["d"])
    if found is None or not 1 <= found <= 31:
        return None
    day, year = int(found), _explicit_year(match, context) or _borrowed_year(match, context)
    if year is not None:
        return (f"{year:04d}-{month:02d}-{day:02d}", None) if _exists(year, month, day) else None
    report = context.report
    if report is None:
        return (f"XXXX-{month:02d}-{day:02d}", None) if _exists(2000, month, day) else None
    years = [y for y in range(report.year - 1, report.year + 2) if _exists(y, month, day)]
    days = [date(y, month, day) for y in years]
    weekday = context.value(match, "wd")
    if fitting := [d for d in days if d.isoweekday() == weekday]:
        days = fitting
    return _choose(days, match, context)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _borrowed_year(match: Match, context: Context) -> int | None:
    """ "From 3 March to 5 April 2010": the first date has the year of the second."""
    words = context.tokens.words[match.last : match.last + 6]
    if not words or words[0] not in ("to", "-", "–", "and", "until", "through"):
        return None
    named = any(isinstance(values().get(w), int) and w[:1].isalpha() for w in words[1:4])
    years = [w for w in words[2:] if re.fullmatch(r"[12]\d{3}", w)]
    return int(years[0]) if named and years else None


def _month(match: Match, context: Context) -> Based | None:
    month = int(str(context.value(match, "m")))
    year, report = _explicit_year(match, context), context.report
    if year is not None:
        return f"{year:04d}-{month:02d}", None if "y" in match.slots else REPORT
    if report is None:
        return f"XXXX-{month:02d}", None
    if told := _narrated_year(match, context):
        return f"{told[0]}-{month:02d}", told[1]
    ago, ahead = (report.month - month) % 12, (month - report.month) % 12
    direction = _direction(match, context)
    if "rel" in match.slots and direction:
        ago, ahead = ago or 12, ahead or 12
    if context.value(match, "rel") == 0:
        return f"{report.year:04d}-{month:02d}", REPORT
    forward = direction > 0 or (direction == 0 and ahead < ago and ahead <= 3)
    if not _trusted(match, context):  # "gave them until mid-November", told in October by a past verb
        forward = not (ahead >= 10 and ago <= 2) if forward else ago >= 10 and ahead <= 2
    move = ahead if forward else -ago
    year, month = calendar.add_months(report.year, report.month, move)
    return f"{year:04d}-{month:02d}", REPORT


def _narrated_year(match: Match, context: Context) -> tuple[str, str] | None:
    """ "In 2011 the army had left in March": beside a past year of the same verb, a bare month belongs to that year."""
    told, report = context.anchor(match, r"\d{4}"), context.report
    if told is None or report is None or "rel" in match.slots or "rel2" in match.slots:
        return None
    year = told.value[:4]
    before, clause = clause_of(context.syntax, told.end - 1, told.end), context.clause(match)
    same = before.verb >= 0 and before.verb == clause.verb
    return (year, told.id) if same and int(year) < report.year - 1 and clause.tense == "past" else None


def _weekday(match: Match, context: Context) -> Based | None:
    weekday, report = int(str(context.value(match, "wd"))), context.report
    words = set(context.words(match, "rel")) | set(context.words(match, "rel2"))
    told = context.anchor(match, _DAY) if words & _ANAPHORIC else None
    origin = calendar.parse_date(told.value) if told else report
    if origin is None:
        return f"XXXX-WXX-{weekday}", None
    day = calendar.shifted(origin, _weekday_move(origin, weekday, words, match, context))
    return (day.isoformat(), told.id if told else REPORT) if day else None


def _weekday_move(origin: date, weekday: int, words: set[str], match: Match, context: Context) -> int:
    back, ahead = (origin.isoweekday() - weekday) % 7, (weekday - origin.isoweekday()) % 7
    if "rel2" in match.slots and context.value(match, "unit") == "W":
        return weekday - origin.isoweekday() + 7 * int(str(context.value(match, "rel2")))
    if words & {"next", "coming", "following", "upcoming", "ensuing"}:
        return ahead or 7
    if words & {"last", "past", "previous", "preceding", "prior"}:
        return -(back or 7)
    if words & {"this", "current"}:
        return weekday - origin.isoweekday()
    direction = _direction(match, context)
    return ahead if direction > 0 else -back


def _season(match: Match, context: Context) -> Based | None:
    season = str(context.value(match, "season"))
    year, report = _explicit_year(match, context), context.report
    if year is not None:
        return f"{year:04d}-{season}", None if "y" in match.slots else REPORT
    if report is None:
        return f"XXXX-{season}", None
    first, last = calendar.SEASONS[season]
    words = set(context.words(match, "rel"))
    if "last" in words and "this" not in words:
        year = report.year if (last if last > first else 12) < report.month else report.year - 1
    elif words & {"next", "coming"}:
        year = report.year if first > report.month else report.year + 1
    elif "this" in words or _direction(match, context) < 0:
        year = report.year if first <= report.month or "this" in words else report.year - 1
    else:
        year = (
            report.year
            if (last if last > first else 14) >= report.month or _direction(match, context) == 0
            else report.year + 1
        )
    return f"{year:04d}-{season}", REPORT


def _quarter(match: Match, context: Context) -> Based | None:
    quarter = number(context.tokens, *match.slots["q"])
    if quarter is None or not 1 <= quarter <= 4 or context.value(match, "unit") != "Q":
        return None
    year, report = _explicit_year(match, context), context.report
    if year is not None:
        return f"{year:04d}-Q{quarter}", None
    if report is None:
        return f"XXXX-Q{quarter}", None
    begun = 3 * quarter - 2 <= report.month
    ahead = context.tense(match) == "future"
    long_over = 3 * quarter < report.month - 3
    year = report.year + (1 if long_over and ahead else 0) - (1 if not begun and not ahead else 0)
    return f"{year:04d}-Q{quarter}", REPORT


def _half(match: Match, context: Context) -> Based | None:
    half = 2 if context.word(match, "half") == "last" else number(context.tokens, *match.slots["half"])
    if "decade" in match.slots:
        return _decade(match, context)
    year, report = _explicit_year(match, context), context.report
    if half not in (1, 2) or (year is None and (report is None or context.value(match, "unit") != "Y")):
        return None
    return (f"{year:04d}-H{half}", None) if year is not None else (f"{report.year:04d}-H{half}", REPORT)  # type: ignore[union-attr]


def _decade(match: Match, context: Context) -> Based | None:
    digits = "".join(c for c in context.word(match, "decade") if c.isdecimal())
    if len(digits) == 4:
        return digits[:3], None
    # "men in their 60s", "in the 80s" of a thermometer: two digits need a mark or an article before them
    quoted = not context.word(match, "decade")[0].isdecimal()
    return (f"19{digits[0]}", None) if quoted and digits != "00" else None


def _century(match: Match, context: Context) -> Based | None:
    found = number(context.tokens, *match.slots["century"])
    if found is None or context.value(match, "unit") != "100Y" or not 1 <= found <= 21:
        return None
    return f"{int(found) - 1:02d}", None


def _year(match: Match, context: Context) -> Based | None:
    year = _explicit_year(match, context)
    return (f"{year:04d}", None) if year is not None else None


def _unit(match: Match, context: Context) -> Based | None:
    """ "The end of the year", "fiscal year", "year end": a period of the report's date or of one told before."""
    if context.value(match, "unit") not in ("Y", "M", "Q", "W", "WE", "10Y", "100Y"):
        return None
    found = relative(match, context)
    return (found.value, found.anchor) if found else None


def second_day(match: Match, context: Context) -> Reading | None:
    """The 25 of "April 24 and 25", in the month of the day before it."""
    told = context.told[-1] if context.told else None
    if told is None or told.end != context.tokens.ends[match.slots["span"][0] - 2]:
        return None
    day = number(context.tokens, *match.slots["d"])
    token = context.syntax.at(context.start_of(match))
    counted = token is not None and token.dep == "nummod" and token.head.i > token.i and token.head.tag == "NNS"
    if day is None or counted or not re.match(r"[\dX]{4}-\d\d-\d\d", told.value):
        return None
    value = f"{told.value[:8]}{int(day):02d}"
    if value <= told.value[:10] or not _exists(2000, int(value[5:7]), int(day)):
        return None
    return Reading("DATE", value, calendar.interval(value), told.id if "X" not in value else None)


def first_day(match: Match, context: Context) -> Reading | None:
    """The 24 of "24 and 25 April 2013"."""
    based = _day_and_month(match, context)
    return Reading("DATE", based[0], calendar.interval(based[0]), based[1]) if based else None


_BASES: tuple[tuple[str, Callable[[Match, Context], Based | None]], ...] = (
    ("iso", _iso),
    ("nd", _numeric),
    ("dx", _deictic),
    ("fest", _festival),
    ("d", _day_and_month),
    ("m", _month),
    ("wd", _weekday),
    ("season", _season),
    ("q", _quarter),
    ("half", _half),
    ("decade", _decade),
    ("century", _century),
    ("y", _year),
)
