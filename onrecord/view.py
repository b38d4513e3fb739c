"""A record's events with every id resolved to a name and its words: what lists, exports and the terminal show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.record import (
    Attribution,
    Certainty,
    Document,
    EventKind,
    Figure,
    FigureScope,
    FigureWhat,
    Manner,
    Place,
    Precision,
    Record,
    Role,
    Span,
    Stance,
    Status,
    Timex,
)

STATUS_SIGNS: dict[Status, str] = {"asserted": "✓", "denied": "✗", "planned": "◷", "possible": "?", "hypothetical": "~"}
OWN_VOICE = "outlet's own voice"
UNNAMED = "unnamed source"

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_REACH = 400  # characters to either side of a trigger that a shown sentence may take
# Full stops that end no sentence: titles, months, initials ("J."), "U.S."; a known miss is a sentence that ends so.
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|Sen|Rep|Gov|Prof|St|No|vs|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)"
    r"|\b[A-Z]|\b(?:[A-Za-z]\.)+[A-Za-z])\.$"
)
_BOUNDARY = re.compile(r"[\n\r\u2028\u2029]+|[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party of an event: the entity's name (or the words themselves) and the words that it is told with."""

    role: Role
    name: str
    entity: str | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class SaidView:
    """One link of the chain "according to": who (a name, or the source's words), and how it is said."""

    attribution: str
    name: str
    entity: str | None
    span: Span | None
    cue: Span
    stance: Stance
    manner: Manner
    medium: Span | None
    rule: str


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where; degrees WGS 84, country ISO 3166-1 alpha-3."""

    name: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    precision: Precision
    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class TimeView:
    """When; `earliest` and `latest` are inclusive ISO dates or date-times, null if unbounded."""

    value: str
    earliest: str | None
    latest: str | None
    span: Span
    anchor: str | None


@dataclass(frozen=True, slots=True)
class FigureView:
    what: FigureWhat
    low: float | None
    high: float | None
    unit: str | None
    scope: FigureScope
    span: Span


@dataclass(frozen=True, slots=True)
class EventView:
    """One event, readable without its record. `sentence` is the evidence: the sentence around the trigger."""

    id: str
    trigger: Span
    sentence: Span
    kind: EventKind | None
    mode: str | None
    parties: tuple[PartyView, ...]
    place: PlaceView | None
    time: TimeView | None
    until: TimeView | None
    figures: tuple[FigureView, ...]
    status: Status
    certainty: Certainty
    status_cue: Span | None
    chain: tuple[SaidView, ...]
    aggregate: bool
    relevance: float
    rule: str
    page: int | None = None  # of a file in pages: the one, counted from 1, on which the trigger stands

    def names(self, role: Role) -> tuple[str, ...]:
        """The names of one role, each once, in the order of the text."""
        return tuple(dict.fromkeys(p.name for p in self.parties if p.role == role))

    @property
    def earliest(self) -> str | None:
        return self.time.earliest if self.time else None

    @property
    def latest(self) -> str | None:
        last = self.until or self.time
        return last.latest if last else None


def view(record: Record) -> Iterator[EventView]:
    """Every event of a record, in its order. Ids that do not resolve are left out: `check` reports them."""
    names = {e.id: e.name for e in record.entities}
    places = {p.id: _place(p) for p in record.places}
    times = {t.id: _time(t) for t in record.times}
    said = {a.id: _said(a, names) for a in record.attributions}
    for event in record.events:
        yield EventView(
            event.id,
            event.trigger,
            sentence(record.document, event.trigger),
            event.kind,
            event.mode,
            tuple(
                PartyView(a.role, name, a.entity, a.span)
                for a in event.arguments
                if (name := names.get(a.entity or "") or (a.span.quote if a.span else None))
            ),
            places.get(event.place or ""),
            times.get(event.time or ""),
            times.get(event.until or ""),
            tuple(map(_figure, event.figures)),
            event.status,
            event.certainty,
            event.status_cue,
            tuple(said[a] for a in event.according_to if a in said),
            event.aggregate,
            event.relevance,
            event.rule,
            record.document.page_at(event.trigger.start),
        )


def _place(place: Place) -> PlaceView:
    return PlaceView(
        place.name,
        place.country,
        place.admin1,
        place.latitude,
        place.longitude,
        place.precision,
        place.span,
        place.reason,
    )


def _time(timex: Timex) -> TimeView:
    return TimeView(timex.value, timex.earliest, timex.latest, timex.span, timex.anchor)


def _figure(figure: Figure) -> FigureView:
    return FigureView(figure.what, figure.low, figure.high, figure.unit, figure.scope, figure.span)


def _said(attribution: Attribution, names: dict[str, str]) -> SaidView:
    words = attribution.source_span.quote if attribution.source_span else UNNAMED
    return SaidView(
        attribution.id,
        names.get(attribution.source or "", words),
        attribution.source,
        attribution.source_span,
        attribution.cue,
        attribution.stance,
        attribution.manner,
        attribution.medium,
        attribution.rule,
    )


def sentence(document: Document, span: Span) -> Span:
    """The sentence around a span, found by characters, at most 400 to either side."""
    text = document.text
    left, right = max(0, span.start - _REACH), min(len(text), span.end + _REACH)
    start, end = left, right
    for mark in _BOUNDARY.finditer(text, left, right):
        if _ABBREVIATION.search(text, max(left, mark.end() - 8), mark.end()):
            continue
        if mark.end() <= span.start:
            start = mark.end()
        elif mark.start() >= span.end:
            end = mark.end()
            break
    if start == left > 0 and not text[start].isspace():
        start = min(text.find(" ", start, span.start) + 1 or start, span.start)
    if end == right < len(text):
        end = max(text.rfind(" ", span.end, end), span.end)
    while start < span.start and text[start].isspace():
        start += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    return document.span(start, end)


def file_name(name: str) -> str:
    """What a report without a headline is called: its name, of which a path keeps the file alone."""
    return re.split(r"[/\\!]", name.rstrip("/\\!"))[-1] or name


def open_time(value: str) -> str:
    """A TIMEX3 value that allows no days, such as the "Tuesday" of a report whose date is not known, in words."""
    if weekday := re.match(r"XXXX-WXX-([1-7])", value):
        return f"a {_WEEKDAYS[int(weekday[1]) - 1]}, no day known"
    return f"{value} (no day known)"
