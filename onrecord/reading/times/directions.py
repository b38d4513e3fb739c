"""Behind or ahead of the report: what the words, the preposition and the tense of the clause say of a date."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise

from onrecord import lexicon
from onrecord.reading.times.context import REPORT, Context
from onrecord.reading.times.rules import Match
from onrecord.syntax import Token

Based = tuple[str, str | None]  # a value and what it was resolved against

_PAST_WORDS = frozenset({"since"})
_WHEN = frozenset({"in", "on", "since", "during", "at"})
_BOUNDS = frozenset(
    {"to", "until", "till", "by", "through", "from", "of", "for", "and", "or", "a", "an", "the", "before", "after"}
)
FUTURE_WORDS = frozenset({"until", "till", "by", "through"})


def trusted(match: Match, context: Context) -> bool:
    """The direction is told by a word, or by the verb itself through "in" or "on": "she left on March 3"."""
    if "rel" in match.slots or of_the_past(match, context) or told_ahead(match, context):
        return True
    before, clause = context.before(match), context.clause(match)
    return clause.direct and (before in _WHEN or ("d" in match.slots and before.isalpha() and before not in _BOUNDS))


def direction_of(match: Match, context: Context) -> int:
    """-1 behind the report's date, 1 ahead, 0 not told."""
    for slot in ("rel", "rel2"):
        relation = context.value(match, slot)
        if isinstance(relation, int) and relation:
            return relation
    before = context.before(match)
    if before in _PAST_WORDS or of_the_past(match, context):
        return -1
    tense = context.tense(match)
    if tense != "past" and is_awaited(match, context):
        return 1
    held = before == "through" and tense == "perfect" and "wd" in match.slots  # "have voted through Tuesday"
    bound = before in FUTURE_WORDS and tense != "past" and not held
    if told_ahead(match, context) or tense == "future" or bound:
        return 1
    return -1 if tense in ("past", "perfect") else 0


def told_ahead(match: Match, context: Context) -> bool:
    """ "Ahead of Thursday's vote", "pending Friday's ruling", "between now and June", "the looming vote in June"."""
    before = [context.before(match, back) for back in range(1, 5)]
    if before[:3] == ["and", "now", "between"] or before[:2] == ["and", "now"]:
        return True
    if any(word == "pending" or (word == "of" and last == "ahead") for word, last in pairwise(before)):
        return True
    noun = context.noun(match) or context.noun_before(match)
    if noun is None:
        return False
    of = noun.head.lower == "of" and noun.head.head.lower == "ahead"  # "ahead of the state's contest on Friday"
    return of or any(c.lower in _words("looming") and c.i < noun.i for c in noun.children)


def of_the_past(match: Match, context: Context) -> bool:
    """The day of a thing that nobody tells ahead: "will study Friday's crash", "tried for the Feb. 4 killing"."""
    noun = context.noun(match)
    if noun is None or told_ahead(match, context):
        return False
    if noun.lemma.lower() not in _words("unplanned"):
        return "wd" in match.slots and _followed(noun)
    wanted = noun.dep in ("dobj", "pobj") and _wants(noun)
    return not wanted  # "awaits Friday's ruling"


def _followed(noun: Token) -> bool:
    """ "The results of Friday's primary will be counted again": what came of it is known."""
    above = noun.head.head
    of = noun.head.lower in ("of", "from", "in") and above.pos == "NOUN" and above.i < noun.i
    return of and above.lemma in _words("outcome") and above.dep in ("nsubj", "nsubjpass", "pobj")


def _wants(noun: Token) -> bool:
    """ "Awaits the ruling", "is bracing for the ruling", but not "wants no talks, he said in a speech on Sunday"."""
    verb = noun.head
    if verb.pos == "ADP":
        if verb.lower not in ("for", "to", "upon"):
            return False
        verb = verb.head
    return verb.lemma in _words("scheduled", "wanting")


def is_scheduled(match: Match, context: Context) -> bool:
    """ "Friday's primary", "the state's primary on Friday"."""
    noun = context.noun(match) or context.noun_before(match)
    return noun is not None and noun.lemma.lower() in _words("scheduled")


def lies_before(match: Match, context: Context) -> bool:
    """ "Leads in Tuesday's primary", "stumbled days before Tuesday's primary", told on a Sunday."""
    noun = context.noun(match) or context.noun_before(match)
    if noun is None or not is_scheduled(match, context):
        return False
    return noun.head.lower in ("before", "into", "until") or context.tense(match) not in ("past", "perfect")


def is_told_past(match: Match, context: Context) -> bool:
    """ "They met in May", "rang on April 20": the simple past of the verb that the expression hangs on."""
    clause = context.clause(match)
    if clause.tense != "past" or not clause.direct or context.before(match) in _BOUNDS:
        return False
    verb = context.syntax.tokens[clause.verb]
    return verb.tag == "VBD" and verb.lemma not in _words("dating") and not is_scheduled(match, context)


def is_awaited(match: Match, context: Context) -> bool:
    """ "Badly needs a win in Friday's primary", "awaits Friday's ruling"."""
    clause = context.clause(match)
    verb = context.syntax.tokens[clause.verb] if clause.verb >= 0 else None
    if verb is None or verb.lemma not in _words("scheduled", "wanting"):
        return False
    noun = context.noun(match)
    return is_scheduled(match, context) or (noun is not None and noun.dep in ("dobj", "pobj") and _wants(noun))


@cache
def _words(name: str, part: str = "words") -> frozenset[str]:
    return frozenset(lexicon.load("times")[name][part])


def explicit_year(match: Match, context: Context) -> int | None:
    word = context.word(match, "y").lstrip("'’‘")
    if word.isdecimal():
        year = int(word)
        return year if year > 99 else 2000 + year if year <= 30 else 1900 + year
    if context.word(match, "rel2") in ("that", "same"):  # "in October of that year"
        told = context.anchor(match, r"\d{4}($|-)")
        return int(told.value[:4]) if told else None
    unit, relation, report = context.value(match, "unit"), context.value(match, "rel2"), context.report
    if unit == "Y" and isinstance(relation, int) and report is not None:
        return report.year + relation
    return None


def choose(days: list[date], match: Match, context: Context) -> Based | None:
    """The day that fits the direction the words give; without one, the nearest."""
    report = context.report
    if report is None or not days:
        return None
    direction = direction_of(match, context)
    fitting = [d for d in days if d <= report] if direction < 0 else [d for d in days if d >= report]
    near = min(days, key=lambda d: abs((d - report).days))
    if direction == 0 or not fitting:
        return near.isoformat(), REPORT
    best = min(fitting, key=lambda d: abs((d - report).days))
    # "Extended its offer to Nov. 9": a tense does not outweigh a much nearer day.
    far, close = abs((best - report).days), abs((near - report).days)
    years_off = far > 270 and close < 45 and not {"rel", "fest"} & match.slots.keys()
    years_off = years_off and not of_the_past(match, context) and not is_told_past(match, context)
    if (not trusted(match, context) and far > 180 and close < 90) or years_off:
        best = near  # "invited them to a ceremony on March 12": nobody tells last year's day so
    return best.isoformat(), REPORT


def exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
