"""Days of the calendar: written out, in numbers, by weekday, from today, festivals."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from onrecord import lexicon
from onrecord.reading.times import calendar, feasts, slashes
from onrecord.reading.times.calendar import Interval
from onrecord.reading.times.context import REPORT, Context
from onrecord.reading.times.directions import (
    FUTURE_WORDS,
    Based,
    choose,
    direction_of,
    exists,
    explicit_year,
    is_awaited,
    is_scheduled,
    lies_before,
    told_ahead,
)
from onrecord.reading.times.numbers import number
from onrecord.reading.times.rules import Match
from onrecord.reading.times.tokens import code_of, festivals, values

ANAPHORIC = frozenset({"following", "previous", "preceding", "prior", "ensuing", "that", "same"})
DAY = r"\d{4}-\d\d-\d\d"


def iso_date(match: Match, context: Context) -> Based | None:
    word = context.word(match, "iso").upper().replace(" ", "T")
    return (word, None) if calendar.parse_date(word) else None


def numeric_date(match: Match, context: Context) -> Based | None:
    """31/12/2024 is sure; 8.12.2024 is 8 December; of 12/8/2024 the day is told by the rest of the report, or open."""
    word = context.word(match, "nd")
    if word == "9/11":
        return "2001-09-11", None
    a, b, y = (int(x) for x in re.findall(r"\d+", word))
    if a > 99:  # 2019/12/13
        return (f"{a:04d}-{b:02d}-{y:02d}", None) if exists(a, b, y) else None
    found = _in_numbers(word)
    if "." in word and found:
        return found[-1].isoformat(), None
    day = slashes.chosen(found, context)
    return (day.isoformat() if day else slashes.open_value(found), None) if found else None


def numeric_bounds(match: Match, context: Context) -> Interval:
    """Both days of a date in numbers whose order nothing tells."""
    return slashes.open_bounds(_in_numbers(context.word(match, "nd")))


def _in_numbers(word: str) -> tuple[date, ...]:
    a, b, y = (int(x) for x in re.findall(r"\d+", word))
    return slashes.readings(a, b, y if y > 99 else 2000 + y if y < 50 else 1900 + y)


def deictic_date(match: Match, context: Context) -> Based | None:
    if context.report is None:
        return "XXXX-XX-XX", None
    day = calendar.shifted(context.report, int(str(context.value(match, "dx"))))
    return (day.isoformat(), REPORT) if day else None


def _surname(match: Match, context: Context) -> bool:
    """ "Johnnie Christmas": a feast's word that ends a person's name."""
    token = context.syntax.at(context.start_of(match))
    return (
        token is not None
        and token.i > 0
        and token.ent == "PERSON"
        and context.syntax.tokens[token.i - 1].ent == "PERSON"
    )


def _another_calendar(name: str, match: Match, context: Context) -> bool:
    """ "The Chinese New Year"; "on the election day", "ELECTION DAY": not always the one of November."""
    before = context.tokens.words[match.slots["fest"][0] - 1] if match.slots["fest"][0] else ""
    if name == "election day":
        shouted = context.tokens.text[context.start_of(match) : context.end_of(match)].isupper()
        return before == "the" or shouted
    return name.startswith("new year") and before in lexicon.load("times")["festival_not"]["before"]


def festival_date(match: Match, context: Context) -> Based | None:
    if context.after(match) in lexicon.load("times")["festival_not"]["words"] or _surname(match, context):
        return None
    name = " ".join(context.words(match, "fest")).replace("’", "'")
    if _another_calendar(name, match, context):
        return None
    if not context.tokens.text[context.tokens.starts[match.slots["fest"][0]]].isupper():
        return None
    year, report = explicit_year(match, context), context.report
    rule = festivals().get(name)
    if rule is None:
        return None
    if feasts.moves(rule):
        return _moving_feast(rule, year, match, context)
    if year is None and report is None:
        day = calendar.festival(name, 2000)
        fixed = day is not None and day == calendar.festival(name, 2001).replace(year=2000)  # type: ignore[union-attr]
        return (f"XXXX-{day:%m-%d}" if day and fixed else "XXXX-XX-XX"), None
    if year is not None:
        day = calendar.festival(name, year)
        return (day.isoformat(), None) if day else None
    assert report is not None
    days = [d for y in (report.year - 1, report.year, report.year + 1) if (d := calendar.festival(name, y))]
    return choose(days, match, context)


def _moving_feast(rule: str, year: int | None, match: Match, context: Context) -> Based | None:
    """ "During Ramadan", "on Yom Kippur": the day, else the month or the year that surely holds it."""
    if year is not None:
        bounds = feasts.feast(rule, year)
        return (feasts.value(*bounds), None) if bounds else None
    report = context.report
    if report is None:
        return "XXXX-XX-XX", None
    spans = [b for y in (report.year - 1, report.year, report.year + 1) if (b := feasts.feast(rule, y))]
    chosen = choose([first for first, _ in spans], match, context)
    found = next((b for b in spans if chosen and b[0].isoformat() == chosen[0]), None)
    return (feasts.value(*found), REPORT) if found else None


def feast_bounds(match: Match, context: Context, value: str) -> Interval | None:
    """The days of a feast whose value tells only its month or its year."""
    name = " ".join(context.words(match, "fest")).replace("’", "'")
    rule = festivals().get(name, "")
    bounds = feasts.feast(rule, int(value[:4])) if feasts.moves(rule) and value[:4].isdecimal() else None
    return Interval(bounds[0].isoformat(), bounds[1].isoformat()) if bounds else None


def day_and_month(match: Match, context: Context) -> Based | None:
    found = number(context.tokens, *match.slots["d"])
    if found is None or not 1 <= found <= 31:
        return None
    if "m" not in match.slots:
        return _day_of_some_month(int(found), match, context)
    month = int(str(context.value(match, "m")))
    day = int(found)
    year = explicit_year(match, context) or borrowed_year(match, context) or _known_year(month, day, match, context)
    year = year or _told_year(month, match, context)
    if year is not None:
        return (f"{year:04d}-{month:02d}-{day:02d}", None) if exists(year, month, day) else None
    report = context.report
    if report is None:
        return (f"XXXX-{month:02d}-{day:02d}", None) if exists(2000, month, day) else None
    years = [y for y in range(report.year - 1, report.year + 2) if exists(y, month, day)]
    days = [date(y, month, day) for y in years]
    weekday = context.value(match, "wd")
    if fitting := [d for d in days if d.isoweekday() == weekday]:
        days = fitting
    return choose(days, match, context)


def _known_year(month: int, day: int, match: Match, context: Context) -> int | None:
    """ "The Sept. 11 attacks", "the Sept. 11 terrorist attacks"."""
    known = lexicon.load("times")["known"]
    year = known["days"].get(f"{month:02d}-{day:02d}")
    if year is None or context.report is None or context.report < date(year, month, day):
        return None
    named = context.after(match) in known["words"] or context.before(match, 2) in known["words"]
    return int(year) if named else None


def _told_year(month: int, match: Match, context: Context) -> int | None:
    """ "In March 2015 he left; on March 25 he rang": the year told just before of the same month, where it is past."""
    told, report = context.anchor(match, rf"\d{{4}}-{month:02d}"), context.report
    if told is None or report is None or "rel" in match.slots or context.tense(match) == "future":
        return None
    year = int(told.value[:4])
    return year if (year, month) < (report.year, report.month) and year < report.year else None


def _day_of_some_month(day: int, match: Match, context: Context) -> Based | None:
    """ "Friday the 13th", "on the 20th": in the month told before, else of the report's or its neighbours."""
    report, weekday = context.report, context.value(match, "wd")
    told = context.anchor(match, r"\d{4}-\d\d($|-\d)")
    if told is not None and weekday is None:
        year, month = int(told.value[:4]), int(told.value[5:7])
        return (f"{year:04d}-{month:02d}-{day:02d}", told.id) if exists(year, month, day) else None
    if report is None:
        return f"XXXX-XX-{day:02d}", None
    months = [calendar.add_months(report.year, report.month, i) for i in range(-12, 13)]
    days = [date(y, m, day) for y, m in months if exists(y, m, day)]
    if weekday is not None:
        days = [d for d in days if d.isoweekday() == weekday]
    return choose(days, match, context)


def borrowed_year(match: Match, context: Context) -> int | None:
    """ "From 3 March to 5 April 2010": the first date has the year of the second."""
    words = context.tokens.words[match.last : match.last + 7]
    if not words or words[0] not in ("to", "-", "–", "and", "or", "until", "through") or "rel" in match.slots:
        return None
    codes = context.tokens.codes[match.last : match.last + 7]
    names = [i for i in range(1, min(4, len(codes))) if codes[i] in _month_codes()]
    for word in words[names[0] + 1 : names[0] + 4] if names else ():
        if re.fullmatch(r"[12]\d{3}", word):
            return int(word)
        if word not in (",", "of") and not word.rstrip("stndrh").isdecimal():
            return None
    return None


@cache
def _month_codes() -> frozenset[str]:
    return frozenset(code_of()[name] for name in ("month", "monthabbr", "weakmonth", "baremonth"))


def weekday_date(match: Match, context: Context) -> Based | None:
    weekday, report = int(str(context.value(match, "wd"))), context.report
    at = match.slots["wd"][0]
    if at and context.tokens.words[at - 1] in lexicon.load("times")["named_days"]["words"]:
        return None
    words = set(context.words(match, "rel")) | set(context.words(match, "rel2"))
    told = context.anchor(match, DAY) if words & ANAPHORIC else None
    origin = calendar.parse_date(told.value) if told else report
    if origin is None:
        return f"XXXX-WXX-{weekday}", None
    if bracketed := _in_brackets(origin, weekday, match, context):
        return bracketed.isoformat(), REPORT
    day = calendar.shifted(origin, _weekday_move(origin, weekday, words, match, context))
    return (day.isoformat(), told.id if told else REPORT) if day else None


def _in_brackets(report: date, weekday: int, match: Match, context: Context) -> date | None:
    """ "On Friday (October 11)", "Sunday's [30 July] march": the day that stands beside it, where the weekday fits."""
    words = context.tokens.words[match.last : match.last + 5]
    words = words[1:] if words[:1] in (["'s"], ["’s"]) else words
    if len(words) < 4 or words[0] not in ("(", "["):
        return None
    name, day = (words[2], words[1]) if words[1].isdecimal() else (words[1], words[2])
    month = values().get(name)
    if not isinstance(month, int) or not 1 <= month <= 12 or not name.isalpha() or not day.isdecimal():
        return None
    years = [y for y in range(report.year - 1, report.year + 2) if exists(y, month, int(day))]
    days = [d for y in years if (d := date(y, month, int(day))).isoweekday() == weekday]
    return days[0] if len(days) == 1 else None


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
    if direction_of(match, context) > 0 and _reaches(ahead, match, context):
        return ahead
    if 0 < ahead <= 3 and lies_before(match, context):
        return ahead
    if back == 0 and _before_another(match, context):
        return -7  # "on Monday and Tuesday", told on a Monday
    return -back


def _reaches(ahead: int, match: Match, context: Context) -> bool:
    """An infinitive, "would" or a present tense looks no farther ahead than the same weekday lies behind.

    "Decided on Saturday to ease the curbs", told on Sunday, is not of the Saturday to come.
    """
    planned = is_scheduled(match, context)
    if context.before(match) in FUTURE_WORDS or is_awaited(match, context):
        return True
    if told_ahead(match, context) and (planned or ahead < 6):
        return True  # "before his last speech of the day on Monday", told on a Tuesday, is behind
    return ahead <= max(5 if planned else 0, context.clause(match).reach)


def _before_another(match: Match, context: Context) -> bool:
    """Another weekday stands beside it and is no later than the report's."""
    words, codes = context.tokens.words[match.last : match.last + 2], context.tokens.codes
    if len(words) < 2 or words[0] not in ("and", "or", "to", "through", "-", "–"):
        return False
    return codes[match.last + 1] == code_of()["weekday"] and words[1] != context.word(match, "wd")
