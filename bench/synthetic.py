"""Generated records: whole and valid, of any number, the same for the same seed. For tests and speed figures only."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

from bench.written import Written
from onrecord.record import Argument, EventKind, Record, Status

_CONSONANTS, _VOWELS = "bcdfghklmnprstvwxyz", "aeiou"
_VERBS = ("shelled", "struck", "detained", "accused", "evacuated", "met", "warned", "blocked", "released", "fined")
_FILLER = tuple(
    re.findall(r"\w+", "officials said that the road near the river stayed closed while crews cleared the storm's mess")
)
_KINDS: tuple[EventKind | None, ...] = (*get_args(EventKind), None, None)
_STATUSES: tuple[Status, ...] = ("asserted",) * 7 + ("denied", "planned", "possible", "hypothetical")
_COUNTRIES = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH"]


def name_of(number: int) -> str:
    """A pronounceable name for a number; small numbers are drawn more often below."""
    parts = []
    while number or not parts:
        number, rest = divmod(number, len(_CONSONANTS) * len(_VOWELS))
        parts.append(_CONSONANTS[rest % len(_CONSONANTS)] + _VOWELS[rest % len(_VOWELS)])
    return "".join(parts).capitalize() + "ov"


def record(number: int, *, events: int = 20) -> Record:
    """The record of an invented report with so many events; names are spread as in news, few often and many once."""
    draw = random.Random(number)
    text = Written()
    published = date(2023, 1, 1) + timedelta(days=draw.randrange(1000))
    for index in range(events):
        _tell(text, draw, published, number, index)
    return text.record(number, f"Paper {draw.randrange(40)}", published)


def _tell(text: Written, draw: random.Random, published: date, number: int, index: int) -> None:
    """One event: every third is said by somebody, every fifth has a toll."""
    source = _somebody(text, draw) if index % 3 == 0 else None
    cue = text.said(" ") if source is not None else None
    begin = text.length
    actor = _somebody(text, draw)
    text.put(" ")
    trigger = text.put(draw.choice(_VERBS))
    text.put(" ")
    recipient = replace(_somebody(text, draw), role="recipient")
    town = name_of(min(int(draw.paretovariate(0.8)), 20_000)) + "grad"
    place = text.place(town, draw.choice(_COUNTRIES), number)
    day = published - timedelta(days=draw.randrange(30))
    time = text.day(day, day.isoformat())
    figures = text.killed(draw.randrange(1, 90)) if index % 5 == 0 else ()
    end = text.length
    text.put(". " + " ".join(draw.choices(_FILLER, k=14)).capitalize() + ".\n")
    chain = text.attribute(source, cue, begin, end) if source is not None and cue is not None else ()
    text.event(trigger, draw.choice(_KINDS), (actor, recipient), place, time, figures, draw.choice(_STATUSES), chain)


def _somebody(text: Written, draw: random.Random) -> Argument:
    name = name_of(min(int(draw.paretovariate(0.6)), 200_000))
    return text.named(name, "person", (name.upper(),), draw.choice(_COUNTRIES))


def records(count: int, *, start: int = 0, events: int = 20) -> Iterator[Record]:
    for number in range(start, start + count):
        yield record(number, events=events)
