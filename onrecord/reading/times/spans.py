"""Lengths, repetitions and references: "the past three days", "every Friday", "now"."""

from __future__ import annotations

from fractions import Fraction

from onrecord.reading.times import calendar
from onrecord.reading.times.calendar import Interval
from onrecord.reading.times.context import REPORT, Context, Reading
from onrecord.reading.times.directions import exists
from onrecord.reading.times.moving import duration_value, far_end, moved
from onrecord.reading.times.numbers import number, year_in_words
from onrecord.reading.times.points import point
from onrecord.reading.times.rules import Match
from onrecord.reading.times.tokens import values
from onrecord.record import TimexType

# "$40 million a year", "twice a week": a rate
_RATE_WORDS = frozenset(
    {"million", "billion", "thousand", "hundred", "once", "twice", "times", "percent", "%", "dollars", "euros"}
)


def duration(match: Match, context: Context) -> Reading | None:
    """A length without a place in time."""
    slot = "unit" if "unit" in match.slots else "units"
    unit = str(context.value(match, slot))
    if unit == "WE" and "n" not in match.slots:
        return None
    if context.tokens.words[match.first : match.last] in (["one", "day"], ["some", "day"]) and (
        some := _some_day(match, context)
    ):
        return some
    single = context.word(match, slot)[-1:] != "s"
    count = _count(match, context) if "n" in match.slots else Fraction(1) if single else None
    if "n2" in match.slots and count is not None:
        count += Fraction(1, 2)
    value = duration_value(count, unit)
    if "n3" in match.slots:
        value = _compound(value, match, context)
    kind: TimexType = "SET" if _is_rate(match, context) else "DURATION"
    return Reading(kind, value)


def _some_day(match: Match, context: Context) -> Reading | None:
    """ "The town will one day be rebuilt", "one day the militia came back": no length."""
    token = context.syntax.at(context.tokens.starts[match.last - 1])
    if token is None or token.dep not in ("npadvmod", "advmod") or token.head.pos not in ("VERB", "AUX"):
        return None
    if context.after(match) in ("later", "before", "after", "earlier", "long", "a", "each", "every"):
        return None
    tense = context.tense(match)
    if tense == "future":
        return reference("FUTURE_REF", context)
    return reference("PAST_REF", context) if tense == "past" and token.i < token.head.i else None


def _count(match: Match, context: Context) -> Fraction | None:
    first, last = match.slots["n"]
    words = context.tokens.words[first:last]
    if context.before(match) == "between" and "and" in words:
        last = first + words.index("and")
    return number(context.tokens, first, last)


def _compound(value: str, match: Match, context: Context) -> str:
    """ "Two years and six months", "an hour and 20 minutes"."""
    more = number(context.tokens, *match.slots["n3"])
    second = duration_value(more, str(context.value(match, "unit3")))
    if second.startswith("PT"):
        return value + (second[2:] if "T" in value else second[1:])
    return value + second[1:]


def _is_rate(match: Match, context: Context) -> bool:
    if context.word(match, "n") not in ("a", "an") or match.last - match.first != 2:
        return False
    before = context.before(match)
    return before in _RATE_WORDS or before[:1].isdecimal() or before in ("hours", "days", "weeks", "months")


def span_of_time(match: Match, context: Context) -> Reading | None:
    """ "The past three days": a length that ends or begins at the report's date."""
    unit = str(context.value(match, "unit"))
    token = context.syntax.at(context.start_of(match))
    if token is not None and token.pos == "VERB":
        return None  # "the visit will last two days"
    count = _count(match, context) if "n" in match.slots else Fraction(1)
    value = duration_value(count, unit)
    report, ahead = context.report, context.value(match, "rel") == 1
    if report is None or context.after(match) == "of":  # "the last three months of 2019"
        return Reading("DURATION", value)
    far = far_end(report, count, unit, 1 if ahead else -1)
    near = report.isoformat()
    return Reading("DURATION", value, Interval(near, far) if ahead else Interval(far, near), REPORT)


def every(match: Match, context: Context) -> Reading | None:
    """ "Every two weeks", "each Friday", "on Sundays"."""
    if "wd" in match.slots and context.after(match) == "ago":
        return None  # "two Fridays ago"
    if "wd" in match.slots:
        part = context.value(match, "part") or context.value(match, "night")
        if "night" in match.slots and part != "NI":
            return None
        return Reading("SET", f"XXXX-WXX-{context.value(match, 'wd')}" + (f"T{part}" if part else ""))
    if "m" in match.slots:
        return Reading("SET", f"XXXX-{context.value(match, 'm'):02d}")
    if "part" in match.slots:
        return Reading("SET", f"XXXX-XX-XXT{context.value(match, 'part')}")
    if "season" in match.slots:
        return Reading("SET", f"XXXX-{context.value(match, 'season')}")
    unit, word = str(context.value(match, "unit")), context.word(match, "n")
    if "q" in match.slots:
        return None
    count = Fraction(2) if word == "other" else number(context.tokens, *match.slots["n"]) if word else Fraction(1)
    if unit == "NI" and count == 1:
        return Reading("SET", "XXXX-XX-XXTNI")
    return Reading("SET", duration_value(count, unit))


_REFERENCES = ("PRESENT_REF", "PAST_REF", "FUTURE_REF")


def fixed(match: Match, context: Context) -> Reading | None:
    """A word whose value stands in the lexicon."""
    value = str(values()[context.word(match, "value")])
    if value in _REFERENCES:
        return reference(value, context)
    return Reading("SET" if match.rule.name == "frequency" else "DURATION", value)


def reference(value: str, context: Context) -> Reading:
    report = context.report
    if report is None:
        return Reading("DATE", value)
    day = report.isoformat()
    bounds = {"PRESENT_REF": Interval(day, day), "PAST_REF": Interval(None, day), "FUTURE_REF": Interval(day, None)}
    return Reading("DATE", value, bounds[value], REPORT)


def recent(match: Match, context: Context) -> Reading | None:
    """ "Recent months", "coming weeks": no length is told."""
    relation = context.word(match, "rel")
    if "future" in context.tokens.words[match.first : match.last]:
        return reference("FUTURE_REF", context)
    article = context.tokens.words[match.first] == "the"
    if relation in ("previous", "prior") or (relation in ("last", "past") and (article or relation == "past")):
        return reference("PAST_REF", context)  # "over the past days", "in previous years"
    if relation and relation not in ("coming", "upcoming") and not (relation == "next" and article):
        return None
    return reference("FUTURE_REF" if relation else "PAST_REF", context)


def seconds(match: Match, context: Context) -> Reading | None:
    """ "A 29-second video": the unit is an ordinal elsewhere."""
    count = number(context.tokens, *match.slots["n"])
    return Reading("DURATION", duration_value(count, "TS")) if count and context.word(match, "s") == "second" else None


def these_days(match: Match, context: Context) -> Reading | None:
    """ "These days", "in those days"."""
    which, unit = context.tokens.words[match.first], context.tokens.words[match.last - 1]
    if unit != "days" or (which == "those" and context.before(match) != "in"):
        return None
    return reference("PRESENT_REF" if which == "these" else "PAST_REF", context)


def other_day(match: Match, context: Context) -> Reading | None:
    """ "The other day", "the other night"."""
    unit = context.value(match, "unit")
    return reference("PAST_REF", context) if unit in ("D", "NI", "W", "M", "Y") else None


def quarter_of(match: Match, context: Context) -> Reading | None:
    """ "A quarter-century", "a quarter of an hour"."""
    unit = str(context.value(match, "unit"))
    if context.word(match, "unit2") != "quarter" or unit not in ("100Y", "TH"):
        return None
    if "dir" in match.slots and unit == "100Y":
        return moved(Fraction(25), "Y", -1, context, None)
    return Reading("DURATION", "P25Y" if unit == "100Y" else "PT15M")


def future(match: Match, context: Context) -> Reading | None:
    return reference("FUTURE_REF", context)


def the_future(match: Match, context: Context) -> Reading | None:
    """ "In the future", but not "the future of the port", "the future looks grim"."""
    if match.last - match.first == 2:
        token = context.syntax.at(context.tokens.starts[match.last - 1])
        if context.after(match) == "of" or (token is not None and token.dep in ("nsubj", "nsubjpass", "compound")):
            return None
    return reference("FUTURE_REF", context)


def current(match: Match, context: Context) -> Reading | None:
    """ "The current truce": true of the report's day."""
    word = context.word(match, "w")
    present = word == "current" or (word == "present" and context.before(match) == "at")
    return reference("PRESENT_REF", context) if present else None


def fixed_past(match: Match, context: Context) -> Reading | None:
    return reference("PAST_REF", context)


def past(match: Match, context: Context) -> Reading | None:
    """ "In the past", but not "in the past governor's house"."""
    token = context.syntax.at(context.tokens.starts[match.last - 1])
    noun = token is None or token.pos == "NOUN"
    return reference("PAST_REF", context) if noun and context.tokens.words[match.last - 1] == "past" else None


def wordyear(match: Match, context: Context) -> Reading | None:
    year = year_in_words(context.tokens, *match.slots["y"])
    if year is None:
        return None
    month = context.value(match, "m")
    value = f"{year}-{month:02d}" if isinstance(month, int) else str(year)
    if (
        "d" in match.slots
        and (day := number(context.tokens, *match.slots["d"]))
        and exists(year, int(value[5:]), int(day))
    ):
        value += f"-{int(day):02d}"
    return Reading("DATE", value, calendar.interval(value))


def weekends(match: Match, context: Context) -> Reading | None:
    return Reading("SET", "XXXX-WXX-WE") if context.value(match, "unit") == "WE" else None


def a_while(match: Match, context: Context) -> Reading | None:
    return Reading("DURATION", "PXX")


def week_of(match: Match, context: Context) -> Reading | None:
    """ "The week of March 6"."""
    found = point(match, context)
    day = calendar.parse_date(found.value) if found else None
    if found is None or context.tokens.words[match.first + 1] != "week":
        return None
    value = calendar.week(day) if day else "XXXX-WXX"
    return Reading("DATE", value, calendar.interval(value), found.anchor)
