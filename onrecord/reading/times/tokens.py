"""Text -> tokens, each with one type of the lexicon written as one character, so that rules are regular expressions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from onrecord import lexicon

OTHER = "x"
_SHAPES = """iso numdate clock decade daynumber year number zeroclock dayordinal apyear ampm quarterword fraction
    baremonth lowmonth bareweekday hyphen comma possessive open close"""
_MARKS = {"-": "hyphen", "–": "hyphen", "—": "hyphen", ",": "comma", "(": "open", ")": "close"}


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel columns of one text's tokens; `codes` holds one character a token."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    codes: str


@cache
def _types() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = lexicon.load("times")["types"]
    return found


@cache
def _literals() -> tuple[str, ...]:
    """The words that rules name: 'of', 'and' ... in the order of the rules."""
    data = lexicon.load("times_rules")
    patterns = [*data["classes"].values(), *data["macros"].values(), *(rule["pattern"] for rule in data["rule"])]
    return tuple(dict.fromkeys(re.findall(r"'(\w+)'", " ".join(patterns))))


@cache
def code_of() -> dict[str, str]:
    """Type or literal -> its character. A literal that the lexicon types has no character of its own."""
    typed = set(values())
    names = [*_types(), *_SHAPES.split(), "festival", *(f"'{w}'" for w in _literals() if w not in typed)]
    return {name: chr(0x4E00 + i) for i, name in enumerate(names)}


@cache
def values() -> dict[str, Any]:
    """Lower-case word -> its value in the lexicon."""
    return {word: value for entry in _types().values() for word, value in entry["values"].items()}


@cache
def _codes() -> dict[str, str]:
    codes = {w[1:-1]: c for w, c in code_of().items() if w.startswith("'")}
    for name, entry in _types().items():
        bare = {"monthabbr": "baremonth", "weekdayabbr": "bareweekday"}.get(name, name)  # "Sun" and "Jan" are names too
        codes.update(dict.fromkeys(entry["values"], code_of()[bare]))
    return codes


@cache
def _proper() -> frozenset[str]:
    found = {w for entry in _types().values() if entry.get("proper") for w in entry["values"]}
    return frozenset(found.union(*(entry.get("proper_words", ()) for entry in _types().values())))


@cache
def _dotted() -> frozenset[str]:
    return frozenset(w for entry in _types().values() if entry.get("dotted") for w in entry["values"])


@cache
def festivals() -> dict[str, str]:
    found: dict[str, str] = lexicon.load("times")["festivals"]
    return found


@cache
def _pattern() -> re.Pattern[str]:
    dotted = "|".join(sorted(_dotted(), key=len, reverse=True))
    return re.compile(
        rf"""
  (?P<iso>\d{{4}}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?)(?![\w-])
| (?P<numdate>\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d\d)|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}|\d{{4}}/\d{{1,2}}/\d{{1,2}}
    |(?<![\d-])\d\d-\d\d-(?:\d{{4}}|\d\d)(?!-)|(?<![\d/])9/11)(?![\w/])
| (?P<offset>(?:GMT|UTC)\s?[+-]\s?\d{{1,2}}(?::?\d\d)?)\b
| (?P<clock>\d{{1,2}}[:.]\d\d(?::\d\d)?(?=\s?[ap]\.?m\b)|\d{{1,2}}:\d\d(?::\d\d)?)(?![\d:])
| (?P<fraction>1/[234]|[½¼¾])(?![\w/])
| (?P<decade>(?:\d{{3}}0|['’‘]?\d0)['’]?s)\b
| (?P<dayordinal>\d{{1,3}}(?:st|nd|rd|th))\b
| (?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?)(?=[ap]\.?m\b|\b|[.'’])
| (?P<apyear>['’‘]\d\d)\b
| (?P<ampm>[ap]\.\s?m\b\.?|[ap]m\b|o['’]clock\b)
| (?P<dotted>(?:{dotted})\.)
| (?P<quarterword>[QH][1-4])\b(?!-|\.\d)
| (?P<possessive>['’]s)\b
| (?P<word>\w+)
| (?P<break>\n[ \t\r]*\n\s*)
| (?P<mark>[^\w\s])
""",
        re.X | re.I,
    )


def tokenize(text: str) -> Tokens:
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    codes: list[str] = []
    by_name, by_word, proper = code_of(), _codes(), _proper()
    lowmonth = by_name["lowmonth"]
    head = text[:4000]  # a text without capitals has none to ask for
    lowered = sum(map(str.isupper, head)) < 0.004 * len(head)
    for match in _pattern().finditer(text):
        kind, surface = match.lastgroup, match.group()
        if kind == "word":
            lower = surface.lower()
            code = by_word.get(lower, OTHER)
            if code is not OTHER and lower in proper and not surface[0].isupper() and not lowered:
                code = lowmonth if lower == "march" else OTHER  # "lodged on march 1"; "may 20" is a verb
        else:
            lower, code = _shaped(str(kind), surface, by_name, by_word)
        starts.append(match.start())
        ends.append(match.end())
        words.append(lower)
        codes.append(code)
    _mark_festivals(words, codes, by_name["festival"])
    return Tokens(text, starts, ends, words, "".join(codes))


def _shaped(kind: str, surface: str, by_name: dict[str, str], by_word: dict[str, str]) -> tuple[str, str]:
    if kind == "number":
        return surface, by_name[_number_type(surface)]
    if kind == "mark":
        return surface, by_name[_MARKS[surface]] if surface in _MARKS else OTHER
    if kind == "break":
        return "\n", OTHER
    if kind == "dotted":
        word = surface[:-1].lower()
        dotted = by_name["monthabbr" if word in _types()["monthabbr"]["values"] else "weekdayabbr"]
        return word, dotted if surface[0].isupper() else OTHER
    return surface.lower(), by_name["zone" if kind == "offset" else kind]


def zone_of(word: str) -> str | None:
    """ "gmt" and "gmt +3" as ISO offsets."""
    found = re.fullmatch(r"(?:gmt|utc)\s?([+-])\s?(\d{1,2}):?(\d\d)?", word)
    if found:
        return f"{found[1]}{int(found[2]):02d}:{found[3] or '00'}"
    value = values().get(word)
    return value if isinstance(value, str) and value[:1] in "+-" else None


def _number_type(surface: str) -> str:
    if not surface.isdecimal():
        return "number"
    if len(surface) == 4 and surface[0] == "0" and surface[2] < "6":
        return "zeroclock"
    if len(surface) == 4 and "1000" <= surface < "2100":
        return "year"
    return "daynumber" if len(surface) <= 2 and 0 < int(surface) <= 31 else "number"


@cache
def _festival_starts() -> dict[str, list[tuple[str, ...]]]:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(festivals(), key=lambda n: -len(n.split())):
        parts = tuple(name.split())
        by_first.setdefault(parts[0], []).append(parts)
    return by_first


def _mark_festivals(words: list[str], codes: list[str], code: str) -> None:
    """Names of festivals become one type whatever their words were: "Labor Day", "Good Friday"."""
    starts = _festival_starts()
    for i, word in enumerate(words):
        for parts in starts.get(word, ()):
            if tuple(w.replace("’", "'") for w in words[i : i + len(parts)]) == parts:
                codes[i : i + len(parts)] = [code] * len(parts)
                break
