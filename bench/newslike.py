"""Generated records that are alike as news is, of any number, the same for the same number. For speed figures only.

A hundred reports a day: half of them tell of stories of 5 to 40 reports, a fifth of stories of 2 to 4, the rest stand
alone. A story has its own places, parties, words and facts; its reports are the wire's text reprinted whole or in part,
rewrites of it, or accounts of their own, over some three weeks. With `dense` most stories are of one crisis and share
its parties, places and words. Actors and places come again by a Zipf law, all other
words are as frequent as in the counted reports (`models/word_counts.txt`), and outlets set end notes of their own.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import resources
from itertools import accumulate

from bench.synthetic import name_of
from bench.written import Written
from onrecord.record import Argument, EntityKind, EventKind, Record, Status

_TOGETHER = 500  # reports whose stories begin in the same five days
_BEGIN = date(2023, 1, 1)
_OUTLETS = 60
_COUNTRIES = tuple(a + b + c for a in "ABCD" for b in "KLMN" for c in "XYZ")
_WAYS: dict[EventKind | None, tuple[str, ...]] = {
    "ASSAULT": ("shelled", "struck", "attacked", "bombed", "ambushed", "raided", "stormed", "killed"),
    "COERCE": ("detained", "arrested", "seized", "evicted", "expelled"),
    "ACCUSE": ("accused", "blamed", "condemned", "charged"),
    "CONSULT": ("met", "visited", "hosted", "phoned"),
    "PROTEST": ("protested", "marched", "rallied", "struck"),
    "AID": ("supplied", "evacuated", "sheltered", "fed"),
    "AGREE": ("signed", "agreed", "settled", "approved"),
    "SANCTION": ("sanctioned", "fined", "sentenced", "convicted"),
    "THREATEN": ("threatened", "warned", "vowed"),
    None: ("flooded", "collapsed", "crashed", "burned", "sank", "erupted", "spread"),
}
_BODIES = ("Army", "Health Ministry", "Police", "Interior Ministry", "Red Crescent", "Union", "Border Guard", "Council")
_STATUSES: tuple[Status, ...] = ("asserted",) * 8 + ("denied", "planned", "possible", "hypothetical")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who acts: `short` is what later mentions say."""

    name: str
    short: str
    kind: EntityKind
    country: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a story's reports tell, each in its own words."""

    kind: EventKind | None
    verb: str
    actor: Party
    recipient: Party
    place: tuple[str, str, int]
    day: date
    killed: int | None
    status: Status
    said_by: Party | None
    rest: str


@dataclass(frozen=True)
class Story:
    begun: date
    parties: list[Party]
    places: list[tuple[str, str, int]]
    words: list[str]
    facts: list[Fact]


@cache
def _vocabulary() -> tuple[list[str], list[int]]:
    """Stems, the most frequent first, and their summed counts."""
    lines = resources.files("onrecord.models").joinpath("word_counts.txt").read_text("utf-8").splitlines()[1:]
    rows = [(int(count), stem) for count, *stems in map(str.split, lines) for stem in stems if stem.isalpha()]
    return [stem for _, stem in rows], list(accumulate(count for count, _ in rows))


def _zipf(draw: random.Random, most: int) -> int:
    """A number under `most`, small ones often: the first one in some three of a hundred."""
    return min(int(20 * (draw.paretovariate(0.7) - 1)), most - 1)


def party(number: int) -> Party:
    own = random.Random(f"party {number}")
    country = own.choice(_COUNTRIES)
    if number % 3 == 0:
        name = f"{name_of(hash_of(country) % 5000)}ian {own.choice(_BODIES)}"
        return Party(name, name, "organization", country)
    last = name_of(number + 100)
    return Party(f"{name_of(own.randrange(80))} {last}", last, "person", country)


def hash_of(text: str) -> int:
    return random.Random(text).randrange(1 << 30)


def place(number: int) -> tuple[str, str, int]:
    """Name, country and the gazetteer's number."""
    return name_of(number) + "grad", _COUNTRIES[hash_of(str(number)) % len(_COUNTRIES)], number


def _rest(draw: random.Random, own: list[str]) -> str:
    words, often = _vocabulary()
    found = [*draw.choices(words, cum_weights=often, k=16), *(draw.choices(own, k=4) if own else ())]
    draw.shuffle(found)
    return " ".join(found)


def _fact(draw: random.Random, story: Story) -> Fact:
    kind = draw.choice(list(_WAYS))
    told = story.parties if draw.random() < 0.85 else [party(_zipf(draw, 60_000)) for _ in range(3)]
    return Fact(
        kind,
        draw.choice(_WAYS[kind]),
        draw.choice(told),
        draw.choice(told),
        draw.choice(story.places) if draw.random() < 0.85 else place(_zipf(draw, 8_000)),
        story.begun - timedelta(days=int(draw.expovariate(0.8))),
        draw.randrange(1, 90) if draw.random() < 0.25 else None,
        draw.choice(_STATUSES),
        draw.choice(told) if draw.random() < 0.4 else None,
        _rest(draw, story.words),
    )


@cache
def _end_note(outlet: str) -> str:
    """What an outlet sets under all of its reports."""
    draw = random.Random(outlet)
    return f"{outlet} " + " ".join(draw.sample(_vocabulary()[0], 8)) + "."


@lru_cache(64)
def _layout(period: int) -> list[tuple[int, int]]:
    """The stories of some hundred reports and the places of these in them: for each report (story, place)."""
    draw = random.Random(f"period {period}")
    sizes: list[int] = []
    while sum(sizes) < _TOGETHER:
        chance = draw.random()
        large = min(40, 5 + int(5 * draw.paretovariate(1.2)) - 5)
        sizes.append(large if chance < 0.09 else draw.randrange(2, 5) if chance < 0.24 else 1)
    made = [(story, number) for story, size in enumerate(sizes) for number in range(size)][:_TOGETHER]
    draw.shuffle(made)
    return made


@lru_cache(1000)
def _story(period: int, number: int, dense: bool) -> Story:
    draw = random.Random(f"story {period} {number}")
    words = _vocabulary()[0]
    parties = [party(_zipf(draw, 60_000)) for _ in range(5)]
    places = [place(_zipf(draw, 8_000)) for _ in range(2)]
    own = [*draw.sample(words[400:], 30), name_of(draw.randrange(500_000)).lower()]
    if dense and draw.random() < 0.7:
        crisis = random.Random("crisis")
        parties[:3] = draw.sample([party(_zipf(crisis, 60_000)) for _ in range(12)], 3)
        places[0] = draw.choice([place(_zipf(crisis, 8_000)) for _ in range(5)])
        own[:12] = draw.sample(crisis.sample(words[400:], 60), 12)
    story = Story(_BEGIN + timedelta(days=period * 5 + draw.randrange(5)), parties, places, own, [])
    story.facts.extend(_fact(draw, story) for _ in range(8))
    return story


def record(number: int, *, dense: bool = False) -> Record:
    """The record of an invented report."""
    draw = random.Random(f"report {number}")
    period = number // _TOGETHER
    which, place_in = _layout(period)[number % _TOGETHER]
    story = _story(period, which, dense)
    published = story.begun + timedelta(days=min(int(draw.expovariate(0.4)), 21))
    outlet = draw.randrange(_OUTLETS)
    manner = draw.random() if place_in else 1.0
    if manner < 0.15:
        facts, published = list(story.facts), max(published, story.begun)
    elif manner < 0.3:
        facts = story.facts[: draw.randrange(3, 8)] + [_fact(draw, story) for _ in range(3)]
    elif manner < 0.65:
        facts = [replace(f, rest=_rest(draw, story.words)) for f in draw.sample(story.facts, 5)]
        facts = [replace(f, verb=draw.choice(_WAYS[f.kind])) if draw.random() < 0.4 else f for f in facts]
    elif place_in:
        facts = [*draw.sample(story.facts, 2), *(_fact(draw, story) for _ in range(5))]
        facts = [replace(f, rest=_rest(draw, story.words)) for f in facts]
    else:
        facts, outlet, published = list(story.facts), 0, story.begun
    return _written(number, facts, f"Paper {outlet}" if outlet else "Wire", published)


def _written(number: int, facts: list[Fact], outlet: str, published: date) -> Record:
    text = Written()
    for fact in facts:
        _tell(text, fact)
    text.put(f"{_end_note(outlet)}\n")
    return text.record(number, outlet, published)


def _tell(text: Written, fact: Fact) -> None:
    source = _named(text, fact.said_by) if fact.said_by is not None else None
    cue = text.said(" that ") if source is not None else None
    begin = text.length
    actor = _named(text, fact.actor)
    text.put(" ")
    trigger = text.put(fact.verb)
    text.put(" ")
    recipient = replace(_named(text, fact.recipient), role="recipient")
    place = text.place(*fact.place)
    time = text.day(fact.day, f"{fact.day:%A}" if fact.day.day % 4 else f"{fact.day.day} {fact.day:%B}")
    figures = text.killed(fact.killed) if fact.killed is not None else ()
    text.put(f" {fact.rest}")
    end = text.length
    text.put(".\n")
    chain = text.attribute(source, cue, begin, end) if source is not None and cue is not None else ()
    text.event(trigger, fact.kind, (actor, recipient), place, time, figures, fact.status, chain)


def _named(text: Written, who: Party) -> Argument:
    aliases = (who.short,) if who.short != who.name else ()
    return text.named(who.name, who.kind, aliases, who.country, written=who.short if text.knows(who.name) else who.name)


def records(count: int, *, start: int = 0, dense: bool = False) -> Iterator[Record]:
    for number in range(start, start + count):
        yield record(number, dense=dense)
