"""Bare numbers: which are years or clocks, and which are counts, names and addresses."""

from __future__ import annotations

from datetime import date
from functools import cache

from onrecord import lexicon
from onrecord.reading.times.context import Context
from onrecord.reading.times.rules import Match
from onrecord.syntax import Token

_COUNTED = frozenset("person people soldier troop man woman child refugee victim police civilian fighter case".split())
_BEFORE_YEAR = "in since until till during early late mid circa year before after"


@cache
def _veto() -> frozenset[str]:
    return frozenset(lexicon.load("times")["veto"]["words"])


def bare_year(match: Match, context: Context) -> bool:
    """ "In 1990", "1990 results", "(1990)", but not "1990 people", "Flight 1990", "$1990"."""
    if "mod" in match.slots or "unit" in match.slots:
        return context.value(match, "unit") in (None, "Y")
    before, after = context.before(match), context.after(match)
    if before == "." and context.before(match, 2) == "no":
        return False  # "No. 1976 28th Avenue"
    start = context.start_of(match)
    glued = context.tokens.text[start - 1 : start]
    if (
        before in _veto()
        or glued in ("$", "£", "€", "#", "/", ".", ":")
        or glued.isalnum()
        or before in ("$", "£", "€", "#")
    ):
        return False
    if after == "year" and context.after(match, 1) == "old":
        return False  # "a 2000 year old tradition"
    if after in ("%", "percent", "per") or after.isdecimal() or not "1500" <= context.word(match, "y") < "2100":
        return False
    if before in ("-", "–") and context.before(match, 2).isalpha():
        return False  # "MD-1990", "Il-1976"
    if before == "at" and (context.word(match, "y") < "1900" or context.military):
        return False  # "began at 1620"
    if _is_address(match, context):
        return False
    return before in _BEFORE_YEAR.split() or _year_by_syntax(match, context)


def _is_address(match: Match, context: Context) -> bool:
    """ "1935 Orchard St.", "1901 West Main Street"."""
    for ahead in range(1, 4):
        if context.after(match, ahead) in ("street", "st", "avenue", "ave", "road", "rd", "boulevard", "blvd", "drive"):
            at = context.tokens.starts[match.last : match.last + ahead + 1]
            return all(context.tokens.text[i].isupper() for i in at)
    return False


def _year_of_things(year: int, thing: Token, report: date | None) -> bool:
    """ "The 1994 events", "below 2005 levels": no round number, and told as known; but not "2003 people"."""
    known = thing.lemma in ("level", "price", "figure") or any(
        c.dep in ("det", "poss") and c.lower not in ("a", "an", "some", "all", "these", "those") for c in thing.children
    )
    near = report is None or year <= report.year + 5
    return known and year % 10 != 0 and year >= 1900 and near and thing.lemma not in _COUNTED


def _year_by_syntax(match: Match, context: Context) -> bool:
    """ "A 1996 law", "its 1990 Gulf profits", but not "2000 soldiers", "Orion 1980"."""
    token = context.syntax.at(context.start_of(match))
    if token is None:
        return True
    far = context.report is not None and int(context.word(match, "y").lstrip("'’‘")) > context.report.year + 15
    if far and token.dep == "nummod" and token.head.tag == "NNS":
        return False  # "2047 registered voters"
    if token.dep == "nummod" and token.head.i == token.i + 1 and token.head.tag in ("NNS", "NNPS"):
        return _year_of_things(int(context.word(match, "y")), token.head, context.report)
    before = context.syntax.tokens[token.i - 1] if token.i else None
    report, year = context.report, int(context.word(match, "y").lstrip("'’‘"))
    if report is not None and abs(year - report.year) <= 3:
        return True  # "the Games 2012", told in 2012
    return before is None or before.pos != "PROPN" or before.sent != token.sent or token.head.i > token.i


def clock_hours(match: Match, context: Context) -> bool:
    """ "At 1415 hours", "from 1800 hrs", but not "1500 hours of film", nor the clock of a match ("with 6:11 to go")."""
    if "hours" not in match.slots:
        after = (context.after(match), context.after(match, 1))
        running = after[0] in ("left", "remaining") or after in (("to", "go"), ("to", "play"), ("into", "the"))
        return not running or not {"ampm", "tz"}.isdisjoint(match.slots)
    four = len(context.word(match, "clock").replace(":", "")) == 4
    named = context.word(match, "hours") in ("hours", "hrs")
    return (
        four
        and named
        and context.before(match) in ("at", "from", "to", "till", "until", "by", "around", "about", "and")
    )


def four_digit_clock(match: Match, context: Context) -> bool:
    """ "At 0315 this morning", "until 0600", but not "in 1830", "at 2300 feet".

    Alone it is a clock where the report tells the time so elsewhere: "shortly before 1700" beside "at 0600".
    """
    word, before, after = context.word(match, "clock"), context.before(match), context.after(match)
    if len(word) != 4 or not word.isdecimal() or int(word[:2]) > 24 or int(word[2:]) > 59:
        return False
    if before == "since" and context.military and "0600" <= word < "1900":
        return True  # "waiting for him since 1800", in a report that tells the time so
    if before not in ("at", "from", "until", "till", "by", "to", "around", "about", "between", "before", "after"):
        return False
    if match.last - match.first > 1:
        return True
    alone = word[0] == "0" or word >= "2100"
    told_so = context.military and word[-1] in "05" and (before == "at" or not "1900" <= word < "2100")
    if told_so and after in "at in on near when and until to local they he she we it our the a an".split():
        return True
    return (alone or told_so) and not after[:1].isalpha()


def double_year(match: Match, context: Context) -> bool:
    """ "The drought of 2018-19", but not "Flight 2018-44"."""
    year, second = context.word(match, "y"), context.word(match, "y2")
    glued = context.tokens.text[context.start_of(match) - 1 : context.start_of(match)]
    return context.before(match) not in _veto() and not glued.isalnum() and f"{int(year) + 1}"[2:] == second
