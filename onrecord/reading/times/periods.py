"""Periods longer than a day: months, seasons, quarters, years, decades, centuries."""

from __future__ import annotations

import re

from onrecord.reading.times import calendar
from onrecord.reading.times.bare_numbers import double_year
from onrecord.reading.times.checks import no_weather
from onrecord.reading.times.context import REPORT, Context
from onrecord.reading.times.days import borrowed_year
from onrecord.reading.times.directions import Based, direction_of, explicit_year, is_scheduled, is_told_past, trusted
from onrecord.reading.times.numbers import number
from onrecord.reading.times.relative import relative
from onrecord.reading.times.rules import Match
from onrecord.reading.times.tense import clause_of
from onrecord.reading.times.tokens import values


def month(match: Match, context: Context) -> Based | None:
    month = int(str(context.value(match, "m")))
    year, report = explicit_year(match, context) or borrowed_year(match, context), context.report
    if year is not None:
        return f"{year:04d}-{month:02d}", REPORT if "rel2" in match.slots else None
    if report is None:
        return f"XXXX-{month:02d}", None
    if told := _narrated_year(match, context):
        return f"{told[0]}-{month:02d}", told[1]
    ago, ahead = (report.month - month) % 12, (month - report.month) % 12
    direction = direction_of(match, context)
    if "rel" in match.slots and direction:
        ago, ahead = ago or 12, ahead or 12
    if context.value(match, "rel") == 0:
        return f"{report.year:04d}-{month:02d}", REPORT
    if direction < 0 and _begins_range(match, context):
        return f"{report.year - (month > report.month):04d}-{month:02d}", REPORT
    forward = (
        direction > 0 or (direction == 0 and ahead < ago and ahead <= 3) or _is_to_come(ago, ahead, match, context)
    )
    if not trusted(match, context):  # "gave them until mid-November", told in October by a past verb
        forward = not (ahead >= 10 and ago <= 2) if forward else ago >= 10 and ahead <= 2
    late = not forward and ago >= 9 and ahead <= 2 and month > report.month and "rel" not in match.slots
    if late and not is_told_past(match, context):
        forward = True  # a past month of the year before is told with its year, or as "last September"
    move = ahead if forward else -ago
    year, month = calendar.add_months(report.year, report.month, move)
    return f"{year:04d}-{month:02d}", REPORT


def _is_to_come(ago: int, ahead: int, match: Match, context: Context) -> bool:
    """ "They beat back a plan for a coup at the convention in July", told in April: no verb of its own is past."""
    clause = context.clause(match)
    near = 3 if clause.tense in ("past", "perfect") else 6
    return ahead < ago and ahead <= near and not clause.direct and is_scheduled(match, context)


def _begins_range(match: Match, context: Context) -> bool:
    """ "From January to March it fell": a range told in the past, not a bound as in "put off to January"."""
    after = context.after(match, 1)
    month = isinstance(values().get(after), int) and after.isalpha()
    return month and context.after(match) in ("to", "through", "until", "-", "–")


def _narrated_year(match: Match, context: Context) -> tuple[str, str] | None:
    """ "In 2011 the army had left in March": beside a past year of the same verb, a bare month belongs to that year."""
    told, report = context.anchor(match, r"\d{4}"), context.report
    if told is None or report is None or "rel" in match.slots or "rel2" in match.slots:
        return None
    year = told.value[:4]
    before, clause = clause_of(context.syntax, told.end - 1, told.end), context.clause(match)
    same = before.verb >= 0 and before.verb == clause.verb
    return (year, told.id) if same and int(year) < report.year - 1 and clause.tense == "past" else None


def season(match: Match, context: Context) -> Based | None:
    season = str(context.value(match, "season"))
    year, report = explicit_year(match, context), context.report
    if "y2" in match.slots and not double_year(match, context):
        return None
    if year is not None:
        return f"{year:04d}-{season}", None if "y" in match.slots else REPORT
    if report is None:
        return f"XXXX-{season}", None
    first, last = calendar.SEASONS[season]
    words = set(context.words(match, "rel"))
    if "last" in words and ("this" not in words or first > report.month):  # "this past spring" may be under way
        year = report.year if (last if last > first else 12) < report.month else report.year - 1
    elif words & {"next", "coming"}:
        year = report.year if first > report.month else report.year + 1
    elif "this" in words or direction_of(match, context) < 0:
        year = report.year if first <= report.month or "this" in words else report.year - 1
    else:
        year = (
            report.year
            if (last if last > first else 14) >= report.month or direction_of(match, context) == 0
            else report.year + 1
        )
    return f"{year:04d}-{season}", REPORT


def quarter(match: Match, context: Context) -> Based | None:
    quarter = number(context.tokens, *match.slots["q"])
    if quarter is None or not 1 <= quarter <= 4 or context.value(match, "unit") not in ("Q", None):
        return None
    year, report = explicit_year(match, context), context.report
    if year is not None:
        return f"{year:04d}-Q{quarter}", None
    if report is None:
        return f"XXXX-Q{quarter}", None
    last = context.told[-1] if context.told else None
    if last is not None and re.fullmatch(r"\d{4}", last.value) and context.start_of(match) - last.end <= 3:
        return f"{last.value}-Q{quarter}", last.id  # "last year's third quarter"
    begun = 3 * quarter - 2 <= report.month
    ahead = context.tense(match) == "future"
    long_over = 3 * quarter < report.month - 3
    year = report.year + (1 if long_over and ahead else 0) - (1 if not begun and not ahead else 0)
    return f"{year:04d}-Q{quarter}", REPORT


def short_quarter(match: Match, context: Context) -> Based | None:
    """ "Q3 2019", "H1": without a year the last one begun."""
    code, number_ = context.word(match, "qq").upper()[0], int(context.word(match, "qq")[1])
    year, report = explicit_year(match, context), context.report
    if code == "H" and number_ > 2:
        return None
    if year is not None:
        return f"{year:04d}-{code}{number_}", None
    if report is None:
        return f"XXXX-{code}{number_}", None
    begun = (3 if code == "Q" else 6) * (number_ - 1) < report.month
    ahead = direction_of(match, context) > 0
    return f"{report.year - (0 if begun or ahead else 1):04d}-{code}{number_}", REPORT


def half(match: Match, context: Context) -> Based | None:
    half = 2 if context.word(match, "half") == "last" else number(context.tokens, *match.slots["half"])
    if "decade" in match.slots:
        return decade(match, context)
    year, report = explicit_year(match, context), context.report
    if match.rule.name == "half in a report of results" and half in (1, 2) and report is not None:
        over = report.month > (4 if half == 1 else 10)  # the last one whose results can be known
        return f"{report.year - (0 if over else 1):04d}-H{half}", REPORT
    if half not in (1, 2) or (year is None and (report is None or context.value(match, "unit") != "Y")):
        return None
    return (f"{year:04d}-H{half}", None) if year is not None else (f"{report.year:04d}-H{half}", REPORT)  # type: ignore[union-attr]


def decade(match: Match, context: Context) -> Based | None:
    digits = "".join(c for c in context.word(match, "decade") if c.isdecimal())
    if len(digits) == 4:
        return digits[:3], None
    # "men in their 60s", "in the 80s" of a thermometer: two digits need a mark or an article before them
    word = context.word(match, "decade")
    first = context.tokens.words[match.first : match.last]
    told = not word[0].isdecimal() or (first[0] == "the" and len(first) > 1 and first[1] in ("early", "mid", "late"))
    sure = word[0] in "'’‘" or (digits >= "60" and no_weather(match, context))
    return (f"19{digits[0]}", None) if told and digits != "00" and sure else None


def decade_in_words(match: Match, context: Context) -> Based | None:
    """ "The eighties", "the eighteen-eighties"."""
    value = int(str(context.value(match, "wdecade")))
    hundreds = context.value(match, "hundreds")
    if "hundreds" in match.slots and not (isinstance(hundreds, int) and 15 <= hundreds <= 20):
        return None
    return str(hundreds * 10 + value % 10 if isinstance(hundreds, int) else value), None


def century(match: Match, context: Context) -> Based | None:
    found = number(context.tokens, *match.slots["century"])
    if found is None or context.value(match, "unit") != "100Y" or not 1 <= found <= 21:
        return None
    return f"{int(found) - 1:02d}", None


def year(match: Match, context: Context) -> Based | None:
    year = explicit_year(match, context)
    return (f"{year:04d}", None) if year is not None else None


def unit_of(match: Match, context: Context) -> Based | None:
    """ "The end of the year", "fiscal year", "year end": a period of the report's date or of one told before."""
    if context.value(match, "unit") not in ("Y", "M", "Q", "W", "WE", "10Y", "100Y"):
        return None
    found = relative(match, context)
    return (found.value, found.anchor) if found else None
