"""What linking compares of an event."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from onrecord.linking.speakers import Voice
from onrecord.record import EventKind, Figure, Span, Status


@dataclass(frozen=True, slots=True)
class PlaceKey:
    """Where: the gazetteer's identity where there is one, else the name."""

    name: str
    country: str | None
    geonameid: int | None
    latitude: float | None
    longitude: float | None
    precision: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says so: the chain of names, innermost first; empty = the outlet's own voice.

    `named` is false where the innermost source is only described ("two people briefed on the trip"). `who` is the
    innermost source's entity ("REPORT/ENTITY"), after `with_actors` the joined actor's key. `voice`: for whom
    he speaks.
    """

    chain: tuple[str, ...]
    named: bool
    span: Span | None
    who: str | None = None
    voice: Voice | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The words of an event's sentence by where they stand, as stems; what a mention means counts by its name.

    `family` and `entry` are the lexicon's group and word that fired; `particle` is what follows ("checked out").
    """

    family: str = ""
    entry: str = ""
    particle: str = ""
    phrase: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    right: frozenset[str] = frozenset()
    meant: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Deed:
    """Which deed of its report an event is, or comes of, and what that deed's words tell and the event's do not.

    `senses` are bits of what kind of deed; `target`: whom or what the deed struck.
    """

    senses: int = 0
    earliest: str | None = None
    latest: str | None = None
    place: PlaceKey | None = None
    target: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Card:
    """One event of one report. `event` is the id within the report; `key` names it in the whole ledger.

    `who` are the entities that act ("REPORT/ENTITY"), after `with_actors` the joined actors' keys. `shown` gives names
    of parties as the report writes them. `headline`: a headline tells it, by nobody's name. `place_at`: where in the
    text its place is named. `counting`: its day is that on which the dead were counted.
    """

    report: str
    event: str
    trigger: Span
    word: str
    stem: str
    kind: EventKind | None
    status: Status
    actors: frozenset[str]
    named_actor: bool
    recipients: frozenset[str]
    place: PlaceKey | None
    earliest: str | None
    latest: str | None
    published: str | None
    publisher: str | None
    figures: tuple[Figure, ...]
    as_of: str | None
    speaker: Speaker
    aggregate: bool
    sentence: Span
    words: frozenset[str]
    near: frozenset[str]
    who: frozenset[str] = frozenset()
    told: Told = Told()
    shown: tuple[tuple[str, str], ...] = ()
    headline: bool = False
    place_at: int | None = None
    deed: Deed = Deed()
    counting: bool = False

    @property
    def key(self) -> str:
        return f"{self.report}/{self.event}"


def day(moment: str | None) -> datetime.date | None:
    """The calendar day of an ISO date or date-time, as written: no time zone is applied."""
    try:
        return datetime.date.fromisoformat(moment[:10]) if moment else None
    except ValueError:
        return None
