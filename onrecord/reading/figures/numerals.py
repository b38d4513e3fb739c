"""Numbers as they are written: digits, words, scales, ranges, a half dozen; the interval that each means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord.lexicon import load
from onrecord.syntax import Token

_DIGITS = re.compile(r"\d{1,3}(?:[,.]\d{3})+|\d+(?:\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d{1,2})?")  # "4,034,106.34", and "3,00,000" as India writes it
_SIGN = re.compile(r"(?:[a-z]{0,3}[$€£₹¥]|rs\.?)(?=\d)", re.I)  # glued to its number: "HK$40", "Rs.500"
_GLUED = re.compile(r"(\d+(?:\.\d+)?)(million|billion|trillion|bn|mn|tn|b|m|k)\.?", re.I)
_DECIMAL = re.compile(r"\d+\.\d+")
_THOUSAND = 1000
_LONGEST_SIGN = 4  # "USD$"


@cache
def known(table: str, key: str) -> Any:
    return load("figures")[table][key]


def signed(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether the token is a sign of money: "$", "C$", "Rs", "PKR"; "#" as old wires write a pound, before millions."""
    word = tokens[i].lower
    if word == "#":
        return any(
            t.lower in ("million", "billion", "trillion") or _DECIMAL.fullmatch(t.text) for t in tokens[i + 1 : i + 3]
        )
    return word in known("what", "money") or (word.endswith("$") and len(word) <= _LONGEST_SIGN)


def glued(token: Token) -> str | None:
    """The sign of a sum that is written in one word with it: "Rs.500", "HK$40"."""
    sign = _SIGN.match(token.text)
    return sign[0] if sign else None


@dataclass(frozen=True, slots=True)
class Number:
    """Tokens [first, last) that spell one number, with the interval they mean."""

    first: int
    last: int
    low: float | None
    high: float | None


def numbers(tokens: tuple[Token, ...], first: int, last: int) -> Iterator[Number]:
    i = first
    while i < last:
        number = (
            _zero(tokens, i, last)
            or _score(tokens, i, last)
            or _indefinite(tokens, i, last)
            or _definite(tokens, i, last)
        )
        if number is None:
            i += 1
            continue
        number = _ranged(tokens, number, last)
        yield number
        i = number.last


def _indefinite(tokens: tuple[Token, ...], i: int, last: int) -> Number | None:
    least = known("value", "indefinite")
    for width in (3, 2):
        words = " ".join(t.lower for t in tokens[i : min(i + width, last)])
        if i + width <= last and words in least:
            return Number(i, i + width, float(least[words]), None)
    word = tokens[i].lower
    if word in least and (i + 1 >= last or tokens[i + 1].lower != "scores"):
        return Number(i, i + 1, float(least[word]), None)
    return None


def _score(tokens: tuple[Token, ...], i: int, last: int) -> Number | None:
    """ "A score of gunmen": twenty; not "a score of 2-1"."""
    if tokens[i].lower != "a" or i + 2 >= last or tokens[i + 1].lower != "score":
        return None
    of = tokens[i + 1].behind("of")
    return Number(i, i + 2, 20.0, 20.0) if of is not None and of.tag in ("NNS", "NNPS") else None


def _zero(tokens: tuple[Token, ...], i: int, last: int) -> Number | None:
    """A negated casualty: "no one was killed", "there were no casualties"."""
    word = tokens[i].lower
    after = tokens[i + 1].lower if i + 1 < last else ""
    if word == "no" and after in ("fewer", "less", "more", "longer"):
        return None  # "no fewer than 20 people"
    if word == "no" and after == "one":
        if i + 2 < last and tokens[i + 2].text == "-":
            return None  # "no one-time gains"
        return Number(i, i + 2, 0.0, 0.0)
    if word in ("nobody", "none"):
        return Number(i, i + 1, 0.0, 0.0)
    denied = any(
        tokens[i].head.lemma in known("what", kind)
        for kind in ("people", "killed", "injured", "casualties", "arrested")
    )
    return Number(i, i + 1, 0.0, 0.0) if word == "no" and denied else None


def _definite(tokens: tuple[Token, ...], i: int, last: int) -> Number | None:
    """A number in digits or words: "1,200", "twenty-three", "a dozen", "43 billion"."""
    start, total, current, seen, share = i, 0.0, 0.0, False, 1.0
    if tokens[i].lower == "half" and i + 2 < last and tokens[i + 1].lower in ("a", "an"):
        i, share = i + 1, 0.5  # "half a dozen", "half a million"
        if tokens[i + 1].lower not in known("value", "scales"):
            return None
    if tokens[i].lower in ("a", "an", "half") and i + 1 < last and tokens[i + 1].lower in known("value", "scales"):
        current, i, seen = (0.5 if tokens[i].lower == "half" else 1.0), i + 1, True
    while i < last:
        word = tokens[i].lower
        value = _digits(word)
        if value is not None and (not seen or current == 0):
            current, seen = value, True
            if value < _THOUSAND and _cut(tokens, i, last):  # "2, 500 people", as some archives print it
                current, i = value * _THOUSAND + float(tokens[i + 2].text), i + 2
        elif word in known("value", "words"):
            current, seen = current + known("value", "words")[word], True
        elif word in known("value", "scales") and seen:
            scale = known("value", "scales")[word]
            current = (current or 1) * scale
            if scale >= 1000:
                total, current = total + current, 0.0
        elif not (word in ("-", "and", "a") and seen and _goes_on(tokens, i, last)):
            break
        i += 1
    value = round((total + current) * share, 4)
    return Number(start, i, value, value) if seen else None


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
    if tokens[i].lower == "-" and after in known("value", "scales"):
        return True  # "a $1.5-million ransom", "a two-billion-dollar deal"
    if tokens[i].lower == "-":
        return tokens[i - 1].lower in known("value", "words") and known("value", "words").get(after, 99) < 10
    if tokens[i].lower == "a":
        return tokens[i - 1].lower == "half" and after in known("value", "scales")
    return tokens[i - 1].lower in ("hundred", "thousand") and after in known("value", "words")


def _digits(word: str) -> float | None:
    word = _SIGN.sub("", word)
    glued = _GLUED.fullmatch(word)
    if glued:
        return float(glued[1]) * float(known("value", "scales")[glued[2].lower()])
    if _GROUPED.fullmatch(word):
        return float(word.replace(",", ""))
    return float(word) if _DIGITS.fullmatch(word) and word.count(".") <= 1 and "," not in word else None


def _ranged(tokens: tuple[Token, ...], number: Number, last: int) -> Number:
    """ "100 or 200", "20 to 30", "between five and ten", "between $3 and $4 million"; "107 or more", "$200 or less"."""
    i = number.last
    after = f"{tokens[i].lower} {tokens[i + 1].lower}" if i + 1 < last else ""
    if after in known("bound", "at_least_after"):
        return Number(number.first, i + 2, number.low, None)
    if after in known("bound", "up_to_after"):
        return Number(number.first, i + 2, None, number.high)
    odd = f"{tokens[i].text}{tokens[i + 1].lower}" if i + 1 < last else ""
    if odd in ("-odd", "-plus", "orso"):  # "30-odd", "200-plus", "twenty or so"
        return Number(number.first, i + 2, number.low, None if odd == "-plus" else number.high)
    first = number.first - (1 if number.first and signed(tokens, number.first - 1) else 0)
    joint = i + 1 < last and tokens[i].lower in ("or", "to", "-", "–", "and")
    between = first > 0 and tokens[first - 1].lower == "between"
    came_to = joint and tokens[i].dep == "prep" and tokens[i].head.pos in ("VERB", "AUX") and tokens[i].lower == "to"
    if not joint or came_to or (tokens[i].lower == "and" and not between):
        return number  # "fell $2 to $108" tells no range
    other = _definite(tokens, i + (2 if first < number.first and signed(tokens, i + 1) else 1), last)
    if other is None or number.low is None or other.high is None:
        return number
    low = number.low * _scale_of(tokens, number, other)
    if other.high <= low:
        return number
    plain = between and first == number.first
    return Number(number.first - 1 if plain else number.first, other.last, low, other.high)


def _scale_of(tokens: tuple[Token, ...], number: Number, other: Number) -> float:
    """The scale that the second of two numbers gives to the first: "5 to 6 million" begins at five million."""
    scales = known("value", "scales")
    word = tokens[other.last - 1].lower
    own = any(t.lower in scales for t in tokens[number.first : number.last])
    return 1.0 if own or word not in scales or (number.low or 0) >= _THOUSAND else float(scales[word])
