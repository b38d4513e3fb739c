"""Tolls, crowds, sums: numbers that events are told with. What one counts is settled where it is bound to an event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord.lexicon import load
from onrecord.record import Document, Figure, FigureScope, FigureWhat, Timex
from onrecord.syntax import Syntax, Token

_DIGITS = re.compile(r"\d{1,3}(?:[,.]\d{3})+|\d+(?:\.\d+)?")
_GLUED = re.compile(r"(\d+(?:\.\d+)?)(million|billion|trillion|bn|mn|tn|b|m|k)\.?", re.I)
_NO_NUMBER = frozenset({"DATE", "TIME", "PERCENT", "ORDINAL", "QUANTITY"})
_BEFORE_NOUN = frozenset({"nummod", "quantmod", "compound", "amod", "nmod", "appos"})
_THOUSAND = 1000
_DASHES = frozenset({"-", "–", "—"})
_LONGEST_BOUND = 4  # words of the longest qualifier ("not more than" and its article)


@cache
def _lexicon(table: str, key: str) -> Any:
    return load("figures")[table][key]


@dataclass(frozen=True, slots=True)
class _Number:
    """Tokens [first, last) that spell one number, with the interval they mean."""

    first: int
    last: int
    low: float | None
    high: float | None


def find_figures(document: Document, syntax: Syntax, times: tuple[Timex, ...]) -> tuple[Figure, ...]:
    """Every number that counts something or is a sum; measures, dates, ages and labels are none."""
    taken = [(t.span.start, t.span.end) for t in times]
    found: list[Figure] = []
    for first, last in syntax.sentences:
        for number in _numbers(syntax.tokens, first, last):
            token = syntax.tokens[number.first]
            if not any(a <= token.start < b for a, b in taken) and _counts(syntax.tokens, number):
                found.append(_figure(document, syntax, times, number, last))
    return tuple(found)


def _numbers(tokens: tuple[Token, ...], first: int, last: int) -> Iterator[_Number]:
    i = first
    while i < last:
        number = _zero(tokens, i, last) or _indefinite(tokens, i, last) or _definite(tokens, i, last)
        if number is None:
            i += 1
            continue
        number = _ranged(tokens, number, last)
        yield number
        i = number.last


def _indefinite(tokens: tuple[Token, ...], i: int, last: int) -> _Number | None:
    known = _lexicon("value", "indefinite")
    for width in (3, 2):
        words = " ".join(t.lower for t in tokens[i : min(i + width, last)])
        if i + width <= last and words in known:
            return _Number(i, i + width, float(known[words]), None)
    word = tokens[i].lower
    if word in known and (i + 1 >= last or tokens[i + 1].lower != "scores"):
        return _Number(i, i + 1, float(known[word]), None)
    return None


def _zero(tokens: tuple[Token, ...], i: int, last: int) -> _Number | None:
    """A negated casualty: "no one was killed", "there were no casualties"."""
    word = tokens[i].lower
    if word == "no" and i + 1 < last and tokens[i + 1].lower == "one":
        return _Number(i, i + 2, 0.0, 0.0)
    if word in ("nobody", "none"):
        return _Number(i, i + 1, 0.0, 0.0)
    denied = any(
        tokens[i].head.lemma in _lexicon("what", kind) for kind in ("people", "killed", "injured", "casualties")
    )
    return _Number(i, i + 1, 0.0, 0.0) if word == "no" and denied else None


def _definite(tokens: tuple[Token, ...], i: int, last: int) -> _Number | None:
    """A number in digits or words: "1,200", "twenty-three", "a dozen", "43 billion"."""
    start, total, current, seen = i, 0.0, 0.0, False
    if tokens[i].lower in ("a", "an", "half") and i + 1 < last and tokens[i + 1].lower in _lexicon("value", "scales"):
        current, i, seen = (0.5 if tokens[i].lower == "half" else 1.0), i + 1, True
    while i < last:
        word = tokens[i].lower
        value = _digits(word)
        if value is not None and (not seen or current == 0):
            current, seen = value, True
            if value < _THOUSAND and _cut(tokens, i, last):  # "2, 500 people", as some archives print it
                current, i = value * _THOUSAND + float(tokens[i + 2].text), i + 2
        elif word in _lexicon("value", "words"):
            current, seen = current + _lexicon("value", "words")[word], True
        elif word in _lexicon("value", "scales") and seen:
            scale = _lexicon("value", "scales")[word]
            current = (current or 1) * scale
            if scale >= 1000:
                total, current = total + current, 0.0
        elif not (word in ("-", "and", "a") and seen and _goes_on(tokens, i, last)):
            break
        i += 1
    return _Number(start, i, total + current, total + current) if seen else None


def _cut(tokens: tuple[Token, ...], i: int, last: int) -> bool:
    """The thousands of one number stand apart: "2, 500", one comma and three digits, where no list goes on."""
    if i + 2 >= last or tokens[i + 1].text != "," or tokens[i].space or not tokens[i].text.isdigit():
        return False
    rest = tokens[i + 2].text
    listed = i + 3 < last and tokens[i + 3].lower in (",", "and", "or")
    before = i > 0 and tokens[i - 1].text == ","
    return len(rest) == 3 and rest.isdigit() and not listed and not before


def _goes_on(tokens: tuple[Token, ...], i: int, last: int) -> bool:
    """ "twenty-three", "two hundred and six": a joint inside one number, not "five and six"."""
    if i + 1 >= last:
        return False
    after = tokens[i + 1].lower
    if tokens[i].lower == "-":
        return tokens[i - 1].lower in _lexicon("value", "words") and _lexicon("value", "words").get(after, 99) < 10
    if tokens[i].lower == "a":
        return tokens[i - 1].lower == "half" and after in _lexicon("value", "scales")
    return tokens[i - 1].lower in ("hundred", "thousand") and after in _lexicon("value", "words")


def _digits(word: str) -> float | None:
    glued = _GLUED.fullmatch(word)
    if glued:
        return float(glued[1]) * float(_lexicon("value", "scales")[glued[2].lower()])
    if not _DIGITS.fullmatch(word):
        return None
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", word):
        return float(word.replace(",", ""))
    return float(word) if word.count(".") <= 1 and "," not in word else None


def _ranged(tokens: tuple[Token, ...], number: _Number, last: int) -> _Number:
    """ "100 or 200", "20 to 30", "between five and ten", "between $3 and $4 million"; "107 or more", "$200 or less"."""
    i = number.last
    after = f"{tokens[i].lower} {tokens[i + 1].lower}" if i + 1 < last else ""
    if after in _lexicon("bound", "at_least_after"):
        return _Number(number.first, i + 2, number.low, None)
    if after in _lexicon("bound", "up_to_after"):
        return _Number(number.first, i + 2, None, number.high)
    symbols = _lexicon("what", "money")
    first = number.first - (1 if number.first and tokens[number.first - 1].lower in symbols else 0)
    joint = i + 1 < last and tokens[i].lower in ("or", "to", "-", "–", "and")
    between = first > 0 and tokens[first - 1].lower == "between"
    if not joint or (tokens[i].lower == "and" and not between):
        return number
    other = _definite(tokens, i + (2 if first < number.first and tokens[i + 1].lower in symbols else 1), last)
    if other is None or number.low is None or other.high is None:
        return number
    low = number.low * _scale_of(tokens, number, other)
    if other.high <= low:
        return number
    plain = between and first == number.first
    return _Number(number.first - 1 if plain else number.first, other.last, low, other.high)


def _scale_of(tokens: tuple[Token, ...], number: _Number, other: _Number) -> float:
    """The scale that the second of two numbers gives to the first: "5 to 6 million" begins at five million."""
    scales = _lexicon("value", "scales")
    word = tokens[other.last - 1].lower
    own = any(t.lower in scales for t in tokens[number.first : number.last])
    return 1.0 if own or word not in scales or (number.low or 0) >= _THOUSAND else float(scales[word])


def _counts(tokens: tuple[Token, ...], number: _Number) -> bool:
    token = tokens[number.last - 1]
    if number.high == 0 and _score(tokens, number, token):
        return False
    if token.lower == "one" and any(c.lower == "of" for c in token.children) and not token.dep.startswith("nsubj"):
        return False  # "with one of those groups" counts nothing
    if number.high == 0 or (number.first and _of_headline(tokens, number)):
        return True
    if (
        number.first
        and tokens[number.first - 1].lower == "the"
        and token.pos == "NUM"
        and token.dep not in _BEFORE_NOUN
    ):
        return False  # "the eight have appealed": they were counted before
    if token.dep == "pobj" and token.head.head.lemma in _lexicon("never", "units"):
        return False  # "a magnitude of 6.1"
    toll = token.dep == "attr" and any(c.dep == "nsubj" and c.lemma in ("toll", "number") for c in token.head.children)
    if not toll and any(tokens[i].ent in _NO_NUMBER for i in range(number.first, number.last)):
        return False  # a toll's bare number is read as a year: "the toll was 40"
    if number.low == 1 and token.head.pos not in ("NOUN",) and token.dep in ("nummod", "nsubj", "pobj", "dobj", "poss"):
        return token.dep == "nsubj" and any(c.dep == "prep" for c in token.children)
    noun = counted(tokens, number.first, number.last)
    if _score(tokens, number, noun):
        return False
    after = tokens[number.last].lower if number.last < len(tokens) else ""
    before = tokens[number.first - 1].lower if number.first else ""
    if _measure(noun) or after in _lexicon("never", "units"):
        return False
    if (
        after == "-"
        or before in ("-", "(", "/", "'")
        or (
            before == "," and (token.dep in ("appos", "npadvmod") or (token.dep == "nummod" and token.head.i < token.i))
        )
    ):
        return False
    beside = token.dep in ("appos", "npadvmod", "dep") and token.head.lower != "worth"  # "a deal worth $4 million"
    return not (before in _lexicon("never", "labels") or beside or token.ent == "FAC")


def _measure(noun: Token) -> bool:
    if noun.lemma == "point" and any(c.lower in ("percentage", "basis") for c in noun.children):
        return True
    return bool({noun.lower, noun.lemma} & set(_lexicon("never", "units")))


def _score(tokens: tuple[Token, ...], number: _Number, noun: Token) -> bool:
    """Points of two sides, the rest of a number cut in two, a share: "2 – 1", "2, 000ft", "0"; none counts anything."""
    inside = tokens[number.first : number.last]
    last = number.last
    after = tokens[last].text if last < len(tokens) else ""
    before = tokens[number.first - 1].text if number.first else ""
    alone = noun in inside or noun.pos in ("NUM", "PROPN")
    if inside[0].text.startswith("0") and inside[0].text.strip("0.") == "":
        return True  # nobody writes "0 dead"
    if any(t.text in _DASHES for t in inside[1:]) and alone:
        return True
    beside = (after in _DASHES and last + 1 < len(tokens) and tokens[last + 1].pos == "NUM") or (
        before in _DASHES and number.first > 1 and tokens[number.first - 2].pos == "NUM"
    )
    return beside and alone


def _of_headline(tokens: tuple[Token, ...], number: _Number) -> bool:
    """A bare number right after a verb of casualties: "Blast kills 1, injures 2"."""
    verb, last = tokens[number.first - 1], number.last
    bare = (
        last >= len(tokens) or tokens[last].pos in ("PUNCT", "ADP", "CCONJ", "SCONJ") or tokens[last].sent != verb.sent
    )
    kinds: tuple[FigureWhat, ...] = ("killed", "injured", "arrested")
    return bare and verb.pos == "VERB" and any(verb.lemma in _lexicon("what", kind) for kind in kinds)


def counted(tokens: tuple[Token, ...], first: int, last: int) -> Token:
    """The noun that a number counts, or the number itself where it stands alone ("50 were hurt")."""
    token = tokens[last - 1]
    inside = set(range(first, last))
    while token.head.i in inside and token.head is not token:
        token = token.head
    if token.dep in ("nummod", "quantmod", "compound", "det", "amod", "nmod") and token.head is not token:
        return token.head
    return token.behind("of") or token


def _bound(tokens: tuple[Token, ...], number: _Number) -> tuple[str, int]:
    """The kind of the qualifier before a number and where it begins."""
    for width in range(_LONGEST_BOUND, 0, -1):
        start = number.first - width
        if start < 0 or tokens[start].sent != tokens[number.first].sent:
            continue
        words = " ".join(t.lower for t in tokens[start : number.first])
        for name in ("at_least", "up_to", "about"):
            if words in _lexicon("bound", name):
                return name, start
    return "", number.first


def _figure(document: Document, syntax: Syntax, times: tuple[Timex, ...], number: _Number, last: int) -> Figure:
    tokens = syntax.tokens
    symbol = number.first > 0 and tokens[number.first - 1].lower in _lexicon("what", "money")
    money = _Number(number.first - 1, number.last, number.low, number.high) if symbol else number
    bound, start = _bound(tokens, money)
    low, high = number.low, number.high
    if bound == "at_least":
        high = None
    elif bound == "up_to":
        low, high = None, (number.high if number.high is not None else number.low)
    noun = counted(tokens, number.first, number.last)
    currency = symbol or noun.lemma in _lexicon("what", "money")
    unit = tokens[money.first].text if symbol else _unit(tokens, noun, number)
    scope = _scope(noun)
    span = document.span(tokens[start].start, tokens[number.last - 1].end)
    what = "money" if currency else _what(noun)
    return Figure(what, low, high, unit, scope, _as_of(document, times, tokens, noun, scope), span)


def _unit(tokens: tuple[Token, ...], noun: Token, number: _Number) -> str | None:
    """The counted noun as it is written: "38 prisoners"; "dozens" counts nothing that is named."""
    if noun in tokens[number.first : number.last] or noun.pos not in ("NOUN", "PROPN"):
        return None
    return noun.lower if noun.pos == "NOUN" else noun.text


def _what(noun: Token) -> FigureWhat:
    """What a number counts, by the words that govern its noun."""
    near = [noun.lemma, noun.head.lemma, *(c.lemma for c in noun.children), *(c.lemma for c in noun.head.children)]
    kinds: tuple[FigureWhat, ...] = ("killed", "injured", "casualties", "missing", "displaced", "arrested")
    for lemma in near[:2]:
        for kind in kinds:
            if lemma in _lexicon("what", kind):
                return kind
    for kind in kinds:
        if any(lemma in _lexicon("what", kind) for lemma in near[2:]) and noun.dep in (
            "nsubj",
            "nsubjpass",
            "dobj",
            "pobj",
        ):
            return kind
    return "other"


def _scope(noun: Token) -> FigureScope:
    """A running total is told as a toll, a total, or "so far"."""
    around = [noun.lower, *(a.lower for a in noun.ancestors()), *(c.lower for c in noun.head.children)]
    head = noun.head.head if noun.head.pos == "ADP" else noun.head
    around += [c.lower for c in head.children]
    if {"toll", "total", "totals", "totalling", "totaling"} & set(around):
        return "total"
    return "total" if head.lemma == "bring" and noun.head.lower == "to" else "event"


def _as_of(
    document: Document, times: tuple[Timex, ...], tokens: tuple[Token, ...], noun: Token, scope: FigureScope
) -> str | None:
    """The time that a running total is told as of: "by Monday", "as of 3 May"."""
    if scope != "total":
        return None
    for time in times:
        before = document.text[max(0, time.span.start - 8) : time.span.start].lower()
        if (
            time.type in ("DATE", "TIME")
            and abs(time.span.start - noun.start) < 200
            and re.search(r"\b(by|as of)\s$", before)
        ):
            return time.id
    return None
