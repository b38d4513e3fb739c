"""Number words and digits of an expression -> a number."""

from __future__ import annotations

from fractions import Fraction

from onrecord.reading.times.tokens import Tokens, values

_FRACTIONS = {"1/2": Fraction(1, 2), "½": Fraction(1, 2), "1/4": Fraction(1, 4), "¼": Fraction(1, 4),
              "3/4": Fraction(3, 4), "¾": Fraction(3, 4), "1/3": Fraction(1, 3)}  # fmt: skip
_ONE = ("a", "an", "another", "one")


def number(tokens: Tokens, first: int, last: int) -> Fraction | None:
    """The number told by tokens [first, last): "twenty-four", "2 1/2", "a couple of"; None for "several"."""
    words = [w for w in tokens.words[first:last] if w not in ("and", "of")]
    words = next((words[:i] for i, w in enumerate(words) if i and w in ("to", "or")), words)  # "six to eight weeks"
    if words[:1] == ["one"] and len(words) > 1 and words[1][0].isdecimal():
        words = words[1:]  # "over one 12-year stretch"
    if len(words) == 3 and words[1] in ("-", "–") and words[2][0].isdecimal():
        words = words[:1]  # "12-15 days": twelve at least
    words = [w for w in words if w not in ("-", "–", "another", "additional")] or ["one"]  # "another month"
    if "couple" in words:
        return Fraction(2)
    if "half" in words:  # "two and a half", "half an", "a half"
        words = [w for w in words if w not in ("a", "an")]
    total, part = Fraction(0), Fraction(0)
    for word in words:
        if (value := _value(word)) is None:
            return None
        if word in ("hundred", "dozen"):
            part = (part or 1) * value
        elif word == "thousand":
            total, part = (total + part or 1) * value, Fraction(0)
        else:
            part += value
    return total + part


def _value(word: str) -> Fraction | None:
    if word in _FRACTIONS:
        return _FRACTIONS[word]
    if word == "half":
        return Fraction(1, 2)
    if word in _ONE:
        return Fraction(1)
    digits = word.replace(",", "")
    if digits[:1].isdecimal():
        try:
            return Fraction(digits.rstrip("stndrh"))
        except (ValueError, ZeroDivisionError):
            return None
    value = values().get(word)
    return Fraction(value) if isinstance(value, int) and value > 0 else None


def year_in_words(tokens: Tokens, first: int, last: int) -> int | None:
    """ "nineteen ninety-six" and "two thousand eight" as they are spoken."""
    numbers = [values()[w] for w in tokens.words[first:last] if w in values()]
    if len(numbers) >= 2 and numbers[0] == 2 and numbers[1] == 1000:
        year = 2000 + sum(numbers[2:])
    elif len(numbers) >= 2 and numbers[0] in (17, 18, 19, 20) and numbers[1] >= 10 and numbers[1] < 100:
        year = numbers[0] * 100 + sum(numbers[1:3])
    else:
        return None
    return year if 1700 <= year < 2100 else None
