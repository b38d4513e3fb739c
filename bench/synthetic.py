"""Generated records: whole and valid, of any number, the same for the same seed. For tests and speed figures only."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import get_args

from onrecord.clean import document_id
from onrecord.record import (
    Argument,
    Attribution,
    Codes,
    Document,
    Entity,
    Event,
    EventKind,
    Figure,
    Mention,
    Place,
    Program,
    Record,
    Span,
    Status,
    Timex,
)

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


class Written:
    """A text under construction, and spans of it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def put(self, words: str) -> Span:
        span = Span(self.length, self.length + len(words), words)
        self.parts.append(words)
        self.length += len(words)
        return span

    def whole(self) -> str:
        return "".join(self.parts)

    def span(self, start: int, end: int) -> Span:
        return Span(start, end, self.whole()[start:end])


def record(number: int, *, events: int = 20) -> Record:
    """The record of an invented report with so many events; names are spread as in news, few often and many once."""
    draw = random.Random(number)
    text = Written()
    published = date(2023, 1, 1) + timedelta(days=draw.randrange(1000))
    entities: dict[str, Entity] = {}
    mentions: list[Mention] = []
    places: list[Place] = []
    times: list[Timex] = []
    attributions: list[Attribution] = []
    made: list[Event] = []

    def somebody() -> tuple[str, Span]:
        name = name_of(min(int(draw.paretovariate(0.6)), 200_000))
        span = text.put(name)
        entity = entities.setdefault(
            name, Entity(f"n{len(entities) + 1}", name, "person", (name.upper(),), Codes(draw.choice(_COUNTRIES)))
        )
        mentions.append(Mention(f"m{len(mentions) + 1}", entity.id, span, "name"))
        return entity.id, span

    for index in range(events):
        chain: tuple[str, ...] = ()
        if index % 3 == 0:
            source, source_span = somebody()
            text.put(" ")
            cue = text.put("said")
            text.put(" ")
            chain = (f"a{len(attributions) + 1}",)
        begin = text.length
        actor, actor_span = somebody()
        text.put(" ")
        trigger = text.put(draw.choice(_VERBS))
        text.put(" ")
        recipient, recipient_span = somebody()
        text.put(" in ")
        name = name_of(min(int(draw.paretovariate(0.8)), 20_000)) + "grad"
        span = text.put(name)
        places.append(
            Place(f"p{index + 1}", span, name, draw.choice(_COUNTRIES), None, 10.0, 20.0, number, "settlement", 1)
        )
        text.put(" on ")
        day = (published - timedelta(days=draw.randrange(30))).isoformat()
        times.append(Timex(f"t{index + 1}", text.put(day), "DATE", day, day, day))
        figures: tuple[Figure, ...] = ()
        if index % 5 == 0:
            text.put(", killing ")
            count = draw.randrange(1, 90)
            figures = (Figure("killed", count, count, None, "event", None, text.put(str(count))),)
        end = text.length
        text.put(". " + " ".join(draw.choices(_FILLER, k=14)).capitalize() + ".\n")
        if chain:
            content = text.span(begin, end)
            attributions.append(
                Attribution(chain[0], source, source_span, cue, (content,), "indirect", "says", rule="made")
            )
        made.append(
            Event(
                f"e{index + 1}",
                trigger,
                draw.choice(_KINDS),
                arguments=(Argument("actor", actor, actor_span), Argument("recipient", recipient, recipient_span)),
                place=f"p{index + 1}",
                time=f"t{index + 1}",
                figures=figures,
                status=draw.choice(_STATUSES),
                according_to=chain,
                rule="made",
            )
        )
    whole = text.whole()
    publisher = f"Paper {draw.randrange(40)}"
    document = Document(
        document_id(whole, publisher, None, published.isoformat()),
        f"report-{number}",
        whole,
        f"Report {number}",
        publisher,
        published=published.isoformat(),
        published_basis="given",
    )
    return Record(
        Program("0"), document, tuple(entities.values()), tuple(mentions), tuple(times), tuple(places),
        tuple(attributions), tuple(made),
    )  # fmt: skip


def records(count: int, *, start: int = 0, events: int = 20) -> Iterator[Record]:
    for number in range(start, start + count):
        yield record(number, events=events)
