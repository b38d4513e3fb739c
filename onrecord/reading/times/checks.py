"""What words alone cannot tell: ages that are no times, modifiers that are no points; numbers: `bare_numbers`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from onrecord import lexicon
from onrecord.reading.times.bare_numbers import bare_year, clock_hours, double_year, four_digit_clock
from onrecord.reading.times.context import Context
from onrecord.reading.times.rules import Match
from onrecord.reading.times.tokens import code_of, values


def after_month(match: Match, context: Context) -> bool:
    """ "January-March", but not "protest-march"."""
    return isinstance(values().get(context.before(match, 2)), int) and context.before(match, 2).isalpha()


def short_quarter(match: Match, context: Context) -> bool:
    """ "In Q3", "Q3 2019", but not "an Audi Q3"."""
    return "y" in match.slots or context.before(match) in ("in", "for", "of", "since", "by", "until", "during", "the")


def year_end(match: Match, context: Context) -> bool:
    """ "Year-end", "by month's end"."""
    if context.word(match, "mod") != "end":
        return False
    possessive = bool({"'s", "’s"} & set(context.tokens.words[match.first : match.last]))
    return context.value(match, "unit") in (("Y", "M", "W", "Q", "10Y", "100Y") if possessive else ("Y",))


def business_quarter(match: Match, context: Context) -> bool:
    """ "The fourth quarter", but not a game's, nor "the second night"."""
    if context.value(match, "unit") not in ("Q", None):
        return False
    if "y" in match.slots or "rel2" in match.slots or "fiscal" in context.tokens.words[match.first : match.last]:
        return True
    near = context.tokens.words[max(0, match.first - 20) : match.last + 20]
    return not set(lexicon.load("times")["sports"]["words"]) & set(near)


def one_day(match: Match, context: Context) -> bool:
    """ "Today's talks", "as of today", but not "today's world", "the reporter of yesterday"."""
    if context.after(match) in ("'s", "’s"):
        words = context.tokens.words[match.last + 1 : match.last + 3]
        return not set(words) & set(lexicon.load("times")["generic"]["words"])
    if context.before(match) == "of":
        lead = context.before(match, 2)
        return lead in ("as", "end", "start", "close", "beginning", "rest", "morning", "afternoon", "evening", "night")
    return True


def no_paper(match: Match, context: Context) -> bool:
    """ "Daily flights", but not "the Paris daily Orla"."""
    token = context.syntax.at(context.start_of(match))
    return token is None or token.tag not in ("NN", "NNP") or token.dep in ("npadvmod", "advmod")


def told_period(match: Match, context: Context) -> bool:
    """ "The 1988 period", "the 1988 quarter", but not "the 1988 week"."""
    return context.value(match, "unit") in (None, "Q")


def prior_period(match: Match, context: Context) -> bool:
    return context.word(match, "rel") in ("prior", "previous")


def clock_words(match: Match, context: Context) -> bool:
    """ "A quarter to five", but not "a week to five"."""
    words = context.words(match, "past")
    return not words or (words[-1] in ("past", "to") and ("half" in words or "quarter" in words))


def whole_year(match: Match, context: Context) -> bool:
    """ "The 1990 model year", but not "the last school day"."""
    return context.value(match, "unit") == "Y"


def lone_part(match: Match, context: Context) -> bool:
    """ "By late afternoon", but not "by morning standards"."""
    token = context.syntax.at(context.tokens.starts[match.last - 1])
    if token is None:
        return True
    modifies = token.dep in ("compound", "amod", "nmod") and token.head.i > token.i
    return token.pos in ("NOUN", "PROPN", "ADV") and not modifies


def free_span(match: Match, context: Context) -> bool:
    """ "Hours after the raid", "decades of drought", but not "her years of exile", "the first days of May"."""
    token = context.syntax.at(context.start_of(match))
    moved = context.after(match) in ("earlier", "later")
    bound = token is not None and any(
        c.dep in ("det", "poss", "nummod") or (c.dep == "amod" and c.lower not in ("only", "just", "mere"))
        for c in token.children
    )
    return (moved or not bound) and not_age(match, context)


def half_of_results(match: Match, context: Context) -> bool:
    """ "First-half profit", but not the first half of a match."""
    return context.after(match) in lexicon.load("times")["results"]["words"]


def no_weather(match: Match, context: Context) -> bool:
    """ "In the nineties", but not of a thermometer."""
    near = set(context.tokens.words[max(0, match.first - 8) : match.last + 3])
    return not near & {"temperature", "temperatures", "degrees", "highs", "lows", "rating", "poll", "polls", "percent"}


def daylight_edge(match: Match, context: Context) -> bool:
    return context.value(match, "part") in ("DW", "DU", "NI") and context.before(match) not in ("of", "into", "over")


def compared_period(match: Match, context: Context) -> bool:
    """ "The same quarter a year earlier", "the period last year", but not "the day last year"."""
    unit, year = context.value(match, "unit2"), context.value(match, "unit") == "Y"
    plain = context.tokens.codes[match.first + 1] == code_of()["unit"]
    moved = context.word(match, "dir") in ("ago", "earlier") or context.word(match, "rel2") == "last"
    return year and moved and (unit in ("Q", None) or (unit in ("M", "W", "D") and not plain))


def closes_clause(match: Match, context: Context) -> bool:
    """ "He had fled the day before.", but not "the day before the vote"."""
    side = context.word(match, "side") or context.word(match, "dir")
    return side != "early" and (side == "earlier" or not context.after(match)[:1].isalnum())


def lone_ordinal(match: Match, context: Context) -> bool:
    """ "On the 20th", but not "on the 20th floor"."""
    if context.before(match) not in ("on", "by", "until", "till", "since", "from", "through", "before", "after"):
        return False
    token = context.syntax.at(context.tokens.starts[match.last - 1])
    following = (
        context.syntax.at(context.tokens.starts[match.last]) if match.last < len(context.tokens.starts) else None
    )
    noun = following is not None and following.pos in ("NOUN", "PROPN", "ADJ", "NUM")
    return token is not None and not noun and token.dep in ("pobj", "npadvmod", "dobj", "appos", "conj")


def plain_period(match: Match, context: Context) -> bool:
    """ "The quarter", "the week", "the weekend", but not "the day" and not "the year before"."""
    first = match.slots.get("mod", (match.first, 0))[0]
    article = [w for w in context.tokens.words[first : match.last] if w in ("its", "their")]
    if (
        article
        or context.value(match, "unit") not in ("W", "M", "Q", "Y", "WE", *(["D"] if "mod" in match.slots else []))
        or context.after(match) in ("ago", "old")
    ):
        return False
    if context.before(match) == "of" and context.before(match, 2) in lexicon.load("times")["titles"]["words"]:
        return False  # "player of the year"
    if context.value(match, "unit") == "Q" and context.after(match) == "of":
        return False  # "the quarter of the voters"
    return context.after(match) not in ("earlier", "later", "before", "after") and not _compounded(match, context)


def _compounded(match: Match, context: Context) -> bool:
    """The unit is part of a longer noun: "the week before", "a day laborer", "the night shift"."""
    token = context.syntax.at(context.tokens.starts[match.last - 1])
    return token is not None and token.dep in ("compound", "poss") and token.head.i == token.i + 1


def not_age(match: Match, context: Context) -> bool:
    """ "38-year-old", "nine years old", "aged two years", "40 miles an hour", "a day laborer"."""
    after = [context.after(match, i) for i in range(3)]
    if "old" in after[:1] or (after[0] in ("-", "–") and after[1] in ("old", "olds")) or after[:2] == ["of", "age"]:
        return False
    if context.before(match) in ("aged", "age", "mph", "miles", "kilometers", "kilometres", "km", "@"):
        return False
    if context.before(match) == "of" and context.before(match, 2) in ("age", "ages"):
        return False  # "died at the age of 17 months"
    unit = context.value(match, "unit")
    if unit == "Q" and (
        "n" not in match.slots
        or (context.word(match, "n") in ("three", "3") and after[0] == "of")
        or context.word(match, "unit") == "quarter"
        or context.word(match, "n") in ("some", "all")
        or _hyphened(match, context)
    ):
        return False  # "a quarter", "three-quarters of the town"
    if "n" not in match.slots:
        return True
    some = context.words(match, "n")
    if len(some) == 1 and len(some[0]) == 4 and some[0].isdecimal() and context.word(match, "unit")[-1:] != "s":
        return False  # "the World Cup 2018 day five"
    glued = context.tokens.text[context.end_of(match) : context.end_of(match) + 1] in ("-", "–")
    dashed = glued and after[1] != "-"  # "within a week--if the truce holds"
    if some in (["a"], ["an"]) and (dashed or "long" in context.tokens.words[match.first : match.last]):
        return False  # "a month-long siege": the article is the siege's
    if some and context.tokens.codes[match.slots["n"][0]] == _approx() and some != ["some"]:
        return False
    return not (some in (["a"], ["an"]) and _compounded(match, context))


def bare_span(match: Match, context: Context) -> bool:
    """ "The search took months", but not "the early days", "market days"."""
    token = context.syntax.at(context.start_of(match))
    if token is None or token.dep not in ("npadvmod", "dobj", "pobj") or not not_age(match, context):
        return False
    if context.value(match, "unit") in ("NI", "WE") or context.after(match) == "apart":
        return False  # "he works nights", "the blasts came minutes apart"
    return all(c.dep in ("prep", "cc", "conj", "punct", "advmod") for c in token.children)


def bounded_span(match: Match, context: Context) -> bool:
    after = context.after(match)
    ahead = context.tokens.words[match.last - 1] == "ahead"
    return ahead or after in ("before", "after", "since", "leading", "following", "preceding")


def _hyphened(match: Match, context: Context) -> bool:
    return "-" in context.tokens.words[match.first : match.last]


def season_noun(match: Match, context: Context) -> bool:
    """ "In the spring", "by fall", but not "to fall"."""
    token = context.syntax.at(context.tokens.starts[match.last - 1])
    article = "the" in context.tokens.words[match.first : match.last]
    if context.word(match, "season") in ("fall", "spring") and context.tokens.text[context.start_of(match)].isupper():
        return False  # "Climber Killed In Fall"
    strong = context.value(match, "season") in ("SU", "WI") or context.word(match, "season") == "autumn"
    noun = token is None or token.pos in ("NOUN", "PROPN")
    before = context.before(match) in ("in", "since", "until", "by", "last", "next", "during", "through")
    return noun and (article or strong or before) and not _compounded(match, context)


def reference_word(match: Match, context: Context) -> bool:
    """ "Recently", but not in "as recently as last month", "every now and again"."""
    if context.word(match, "value") == "now" and context.after(match) == "and":
        return context.after(match, 1) not in ("again", "then")
    return (context.before(match), context.after(match)) != ("as", "as")


def dated_noun(match: Match, context: Context) -> bool:
    """ "A March speech", "the May attack", but not "the March organizers"."""
    words = lexicon.load("times")
    noun = context.syntax.at(context.tokens.starts[match.last]) if match.last < len(context.tokens.starts) else None
    known = (words[name]["words"] for name in ("dated", "scheduled", "unplanned"))
    return noun is not None and noun.text.islower() and any(noun.lemma in some for some in known)


@cache
def _approx() -> str:
    return code_of()["approx"]


def not_modifier(match: Match, context: Context) -> bool:
    """ "Two hours late", "a month earlier than usual"."""
    direction = context.word(match, "dir")
    if direction not in ("ago", "earlier", "later", "afterward", "afterwards", "before"):
        return False
    if direction == "before" and not closes_clause(match, context):
        return False
    return context.after(match) != "than" and not_age(match, context)


def past_or_coming(match: Match, context: Context) -> bool:
    if context.word(match, "rel") == "last" and context.value(match, "unit") == "Y":
        return context.before(match) in ("over", "within", "during", "in", "for")  # "over the last year"
    if context.word(match, "rel") == "next" and context.before(match) == "within":
        return context.value(match, "unit") in ("D", "W", "M", "Y")
    long = context.value(match, "unit") in ("10Y", "100Y", "2W") and context.word(match, "rel") in ("last", "next")
    return (context.word(match, "rel") in ("past", "coming") or long) and context.value(match, "unit") != "WE"


def a_night(match: Match, context: Context) -> bool:
    """ "The night of 7-8 December", not "the week of"."""
    return context.value(match, "unit") == "NI"


CHECKS: dict[str, Callable[[Match, Context], bool]] = {
    "bare_year": bare_year,
    "a_night": a_night,
    "after_month": after_month,
    "short_quarter": short_quarter,
    "four_digit_clock": four_digit_clock,
    "year_end": year_end,
    "whole_year": whole_year,
    "told_period": told_period,
    "one_day": one_day,
    "no_paper": no_paper,
    "prior_period": prior_period,
    "clock_words": clock_words,
    "business_quarter": business_quarter,
    "lone_part": lone_part,
    "free_span": free_span,
    "clock_hours": clock_hours,
    "plain_period": plain_period,
    "not_age": not_age,
    "not_modifier": not_modifier,
    "past_or_coming": past_or_coming,
    "bare_span": bare_span,
    "bounded_span": bounded_span,
    "season_noun": season_noun,
    "double_year": double_year,
    "half_of_results": half_of_results,
    "no_weather": no_weather,
    "daylight_edge": daylight_edge,
    "compared_period": compared_period,
    "closes_clause": closes_clause,
    "lone_ordinal": lone_ordinal,
    "reference_word": reference_word,
    "dated_noun": dated_noun,
}
