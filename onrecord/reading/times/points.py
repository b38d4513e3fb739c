"""Points of the calendar: what a rule's slots tell of the day or period, and of the time of that day."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from onrecord.reading.times import calendar, days, periods
from onrecord.reading.times.calendar import Interval
from onrecord.reading.times.context import REPORT, Context, Reading
from onrecord.reading.times.days import ANAPHORIC, DAY
from onrecord.reading.times.directions import Based, exists
from onrecord.reading.times.numbers import number
from onrecord.reading.times.rules import Match
from onrecord.reading.times.tokens import values, zone_of


def point(match: Match, context: Context) -> Reading | None:
    """A date or a time of day, from whatever slots the rule has filled."""
    if match.rule.name == "night or part of a named day" and context.value(match, "unit") not in (None, "NI"):
        return None
    if (
        "part" in match.slots
        and match.last - match.first == 2
        and context.word(match, "part") in ("morning", "evening")
    ):
        token = context.syntax.at(context.tokens.starts[match.last - 1])
        if token is not None and token.dep == "compound":
            return None  # "in the morning newspapers"
    if "century" in match.slots and context.value(match, "unit") != "100Y":
        return None  # "on the second night of the talks"
    if match.rule.name == "weak month after a modifier" and _is_modal(match, context):
        return None
    if match.rule.name == "named month" and context.value(match, "unit") != "M":
        return None
    if match.rule.name == "season" and "mod" not in match.slots and _is_noun_of(match, context):
        return None
    if "small" in match.slots and context.value(match, "small") != "TH":
        return None
    time = _time_of_day(match, context)
    based = _base(match, context, bare=time is None)
    if time is None:
        return _dated(based, match, context) if based else None
    return _timed(based or _day_of_clock(match, context), time, match, context)


def _is_noun_of(match: Match, context: Context) -> bool:
    """ "The winter meetings", "the summer holidays": a kind of meeting, no time told."""
    if context.tokens.words[match.first] != "the" or match.last - match.first != 2:
        return False
    token = context.syntax.at(context.tokens.starts[match.last - 1])
    return token is not None and token.dep in ("compound", "nmod", "amod") and token.head.i > token.i


def _is_modal(match: Match, context: Context) -> bool:
    """ "This may sound odd", in a text without capitals."""
    return context.word(match, "rel") == "this" and context.tokens.text[context.tokens.starts[match.last - 1]].islower()


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
    if "nd" in match.slots and value.endswith("-XX-XX"):
        found = days.numeric_bounds(match, context)
    if "fest" in match.slots and (feast := days.feast_bounds(match, context, value)):
        found = feast
    if "y2" in match.slots and found.earliest:
        found = Interval(found.earliest, f"{int(found.earliest[:4]) + 1}-12-31")
    if context.words(match, "mod2") == [] and context.tokens.words[match.last - 1] == "beyond":
        found = Interval(found.earliest, None)
    return Reading("DATE", value, found, anchor)


def _mod(match: Match, context: Context) -> str | None:
    if "halfmod" in match.slots:
        return "START" if context.word(match, "halfmod") == "first" else "END"
    mod = context.value(match, "mod")
    return mod if isinstance(mod, str) and context.word(match, "mod") not in ("close",) else None


def _timed(based: Based, time: str, match: Match, context: Context) -> Reading:
    day, anchor = based
    if time == "T24:00" and _is_begun(anchor, match, context):
        time = "T00:00"
    if not re.match(r"[\dX]{4}-[\dX]{2}-[\dX]{2}$|XXXX-WXX-\d$", day):
        day = "XXXX-XX-XX"
    value = day + time
    found = calendar.interval(value)
    if "small" in match.slots and context.word(match, "mod") in ("early", "") and found.earliest:
        found = Interval(f"{day}T00:00:00", f"{day}T05:59:59")  # "in the early hours of Sunday": before dawn
    zone = zone_of(context.word(match, "tz"))
    if zone and found.earliest and found.latest:
        found = Interval(found.earliest + zone, found.latest + zone)
    return Reading("TIME", value, found, anchor)


def _is_begun(anchor: str | None, match: Match, context: Context) -> bool:
    """ "Shortly after midnight", "the depot blew up at midnight": the midnight that the day began with."""
    if context.before(match) in ("after", "past", "since"):
        return True
    named = {"wd", "d", "dx", "iso", "nd", "fest", "rel", "rel2"} & match.slots.keys()
    return not named and anchor == REPORT and context.tense(match) in ("past", "perfect")


def _time_of_day(match: Match, context: Context) -> str | None:
    slots = match.slots
    if "clock" in slots or "h" in slots:
        return _clock(match, context)
    if "small" in slots:
        return "TMO"
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
    half = context.word(match, "ampm")[:1] or _half_of_range(hour, match, context)
    if half in ("a", "p") and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif hour < 12 and _is_late(hour, match, context):
        hour += 12
    minutes = digits[1:]
    if "mins" in match.slots and (told := number(context.tokens, *match.slots["mins"])) is not None:
        minutes = [f"{int(told):02d}"]
    if past := context.words(match, "past"):
        minutes = ["30" if "half" in past else "45" if "to" in past else "15"]
        hour = (hour - 1) % 24 if "to" in past else hour
    if hour > 24 or any(int(m) > 59 for m in minutes):
        return None
    return f"T{hour:02d}:" + ":".join(minutes or ["00"])


def _is_late(hour: int, match: Match, context: Context) -> bool:
    """ "Four in the afternoon", "seven o'clock tonight", "half past eight last night"."""
    part, unit = context.value(match, "part"), context.value(match, "unit")
    return part in ("AF", "EV") or ("NI" in (part, unit) and hour >= 5)


def _half_of_range(hour: int, match: Match, context: Context) -> str:
    """ "From 7:30 to 9:30 p.m.": the second's half of the day is the first's, unless it would turn back."""
    words = context.tokens.words[match.last : match.last + 4]
    if len(words) < 3 or words[0] not in ("to", "-", "–", "and", "until") or "part" in match.slots:
        return ""
    later = re.match(r"\d{1,2}(?=[:.]|$)", words[1])
    half = words[2][:1] if re.match(r"[ap]\.?\s?m", words[2]) else ""
    return half if later and half and hour <= 12 and hour % 12 < int(later.group()) % 12 else ""


def _day_of_clock(match: Match, context: Context) -> Based:
    """The day that a time without a day belongs to: a day told just before, else the report's."""
    report = context.report
    words = {w for slot in ("rel", "rel2") for w in context.words(match, slot)}
    if "dx" in match.slots or not words & ANAPHORIC:
        told = None if words or context.value(match, "part") == "NI" else context.anchor(match, DAY)
        if told is not None and context.opens_entry(match) and not context.opens_line(told.end):
            told = None  # "2:14 p.m." at the head of an entry is not of the day that the entry before ended with
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
    told = context.anchor(match, DAY)
    day = calendar.parse_date(told.value) if told else context.report
    lost = words & {"following", "ensuing"} and context.tense(match) == "past"
    if day is None or (told is None and (lost or context.points_afar(words, DAY))):  # of a day that no word tells
        return "XXXX-XX-XX", None
    moved = calendar.shifted(
        day, 1 if words & {"following", "ensuing"} else -1 if words & {"previous", "preceding", "prior"} else 0
    )
    return (moved or day).isoformat(), told.id if told else REPORT


def _base(match: Match, context: Context, *, bare: bool) -> Based | None:
    for slot, read in _BASES:
        if slot in match.slots:
            return read(match, context)
    if "unit" in match.slots and (bare or context.value(match, "unit") != "NI"):
        return periods.unit_of(match, context)
    return None


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
    if value <= told.value[:10] or not exists(2000, int(value[5:7]), int(day)):
        return None
    return Reading("DATE", value, calendar.interval(value), told.id if "X" not in value else None)


def second_year(match: Match, context: Context) -> Reading | None:
    """The 1999 of "1995-1999", the 99 of "from 1995-99"."""
    told = context.told[-1] if context.told else None
    if told is None or told.end != context.start_of(match) - 1 or not re.fullmatch(r"\d{4}", told.value):
        return None
    word = context.word(match, "y")
    value = word if len(word) == 4 else told.value[:2] + word
    if len(value) != 4 or not told.value < value <= f"{int(told.value) + 99}":
        return None
    return Reading("DATE", value, calendar.interval(value))


def first_day(match: Match, context: Context) -> Reading | None:
    """The 24 of "24 and 25 April 2013"."""
    based = days.day_and_month(match, context)
    return Reading("DATE", based[0], calendar.interval(based[0]), based[1]) if based else None


def nth_weekday(match: Match, context: Context) -> Reading | None:
    """ "The first Monday of June 2019"."""
    based = periods.month(match, context)
    last = context.word(match, "nth") == "last"
    nth = Fraction(1) if last else number(context.tokens, *match.slots["nth"])
    if based is None or not re.fullmatch(r"\d{4}-\d\d", based[0]) or nth is None or not 1 <= nth <= 4:
        return None
    weekday, which = int(str(context.value(match, "wd"))) - 1, "last" if last else str(nth)
    day = calendar.nth_weekday(int(based[0][:4]), int(based[0][5:]), weekday, which).isoformat()
    return Reading("DATE", day, calendar.interval(day), based[1])


def lone_day(match: Match, context: Context) -> Reading | None:
    """ "On the 20th"."""
    based = days.day_and_month(match, context)
    return Reading("DATE", based[0], calendar.interval(based[0]), based[1]) if based else None


def night(match: Match, context: Context) -> Reading | None:
    """ "During the night": of the day told before, else the one up to the report."""
    if context.value(match, "unit") != "NI" or context.before(match) not in ("during", "in", "through", "throughout"):
        return None
    told = context.anchor(match, DAY)
    if told is None and context.report is None:
        return Reading("TIME", "XXXX-XX-XXTNI")
    origin = calendar.parse_date(told.value) if told else context.report
    day = calendar.shifted(origin, 0 if told or context.tense(match) == "future" else -1) if origin else None
    if day is None:
        return None
    value = f"{day.isoformat()}TNI"
    return Reading("TIME", value, calendar.interval(value), told.id if told else REPORT)


def beside(match: Match, context: Context) -> Reading | None:
    """ "The day after Christmas"."""
    based = _base(match, context, bare=True) if context.value(match, "unit") == "D" else None
    day = calendar.parse_date(based[0]) if based else None
    moved = calendar.shifted(day, -1 if context.word(match, "side") == "before" else 1) if day else None
    if moved is None or based is None:
        return None
    return Reading("DATE", moved.isoformat(), calendar.interval(moved.isoformat()), based[1])


def feast_week(match: Match, context: Context) -> Reading | None:
    """ "Easter week", "Labor Day weekend": of a Monday or Tuesday the days before it, else those after."""
    based, unit = days.festival_date(match, context), context.value(match, "unit")
    if based is None or unit not in ("W", "WE"):
        return None
    day = calendar.parse_date(based[0])
    if day is not None and unit == "WE" and day.isoweekday() < 3:
        day = calendar.shifted(day, -7)
    value = (calendar.week(day) if day else "XXXX-WXX") + ("-WE" if unit == "WE" else "")
    return Reading("DATE", value, calendar.interval(value), based[1])


def nth_of(match: Match, context: Context) -> Reading | None:
    """ "The first week of May 2019", "the last day of 2019", "the third month of 2019"."""
    based = periods.month(match, context) if "m" in match.slots else periods.year(match, context)
    nth = -1 if context.word(match, "nth") == "last" else number(context.tokens, *match.slots["nth"])
    bounds = calendar.interval(based[0]) if based else Interval()
    first, last = calendar.parse_date(bounds.earliest), calendar.parse_date(bounds.latest)
    if based is None or nth is None or first is None or last is None or context.after(match) in ("'s", "’s"):
        return None
    value = calendar.part_of(first, last, str(context.value(match, "unit")), int(nth))
    return Reading("DATE", value, calendar.interval(value), based[1]) if value else None


_BASES: tuple[tuple[str, Callable[[Match, Context], Based | None]], ...] = (
    ("iso", days.iso_date),
    ("nd", days.numeric_date),
    ("dx", days.deictic_date),
    ("fest", days.festival_date),
    ("d", days.day_and_month),
    ("m", periods.month),
    ("wd", days.weekday_date),
    ("season", periods.season),
    ("q", periods.quarter),
    ("qq", periods.short_quarter),
    ("half", periods.half),
    ("decade", periods.decade),
    ("wdecade", periods.decade_in_words),
    ("century", periods.century),
    ("y", periods.year),
)
