"""The invariants of a Record: quotes fit, ids resolve, chains end. `check` tells what does not hold, never raises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any

import msgspec

from onrecord.record import SCHEMA, Attribution, Event, Record, Span

_COUNTRY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Finding:
    """An invariant that does not hold: where in the record, and what is wrong."""

    path: str
    message: str


def check(record: Record) -> tuple[Finding, ...]:
    """Everything in a record that breaks the contract; empty when all holds."""
    found: list[Finding] = []
    for part in _PARTS:
        try:
            found.extend(part(record))
        except Exception as error:  # a record built by hand may hold anything at all
            found.append(Finding("$", f"cannot be checked ({type(error).__name__}: {error})"))
    return tuple(dict.fromkeys(found))


def _types(record: Record) -> Iterator[Finding]:
    """Statuses, kinds, roles and the like are of the contract; so is the schema."""
    if record.schema != SCHEMA:
        yield Finding("$.schema", f"is {record.schema!r}, not {SCHEMA!r}")
    try:
        msgspec.convert(msgspec.to_builtins(record), Record)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `")
        yield Finding(path.rstrip("`") or "$", message)


def _spans(record: Record) -> Iterator[Finding]:
    text = record.document.text
    for path, span in _walk(record, "$"):
        if not 0 <= span.start < span.end <= len(text):
            yield Finding(path, f"span {span.start}:{span.end} lies outside the text of {len(text)} characters")
        elif text[span.start : span.end] != span.quote:
            yield Finding(path, f"quote {span.quote[:40]!r} is not what the text holds at {span.start}:{span.end}")


def _walk(value: Any, path: str) -> Iterator[tuple[str, Span]]:
    if isinstance(value, Span):
        yield path, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _walk(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, (tuple, list)):
        for number, item in enumerate(value):
            yield from _walk(item, f"{path}[{number}]")


def _ids(record: Record) -> Iterator[Finding]:
    for name in ("entities", "mentions", "times", "places", "attributions", "events"):
        seen: set[str] = set()
        for number, item in enumerate(getattr(record, name)):
            if item.id in seen:
                yield Finding(f"$.{name}[{number}].id", f"{item.id!r} is there twice")
            seen.add(item.id)


def _references(record: Record) -> Iterator[Finding]:
    known = {
        name: {item.id for item in getattr(record, name)}
        for name in ("entities", "times", "places", "attributions", "events")
    }
    for path, table, id_ in _referring(record):
        if id_ is not None and id_ not in known[table]:
            yield Finding(path, f"{id_!r} is none of the record's {table}")


def _referring(record: Record) -> Iterator[tuple[str, str, str | None]]:
    for number, mention in enumerate(record.mentions):
        yield f"$.mentions[{number}].entity", "entities", mention.entity
    for number, attribution in enumerate(record.attributions):
        path = f"$.attributions[{number}]"
        yield f"{path}.source", "entities", attribution.source
        yield f"{path}.within", "attributions", attribution.within
        yield f"{path}.time", "times", attribution.time
    for number, event in enumerate(record.events):
        path = f"$.events[{number}]"
        yield f"{path}.place", "places", event.place
        yield f"{path}.time", "times", event.time
        yield f"{path}.until", "times", event.until
        for name in ("after", "before", "during"):
            for other in getattr(event, name):
                yield f"{path}.{name}", "events", other
        for n, argument in enumerate(event.arguments):
            yield f"{path}.arguments[{n}].entity", "entities", argument.entity
        for n, figure in enumerate(event.figures):
            yield f"{path}.figures[{n}].as_of", "times", figure.as_of
        for n, id_ in enumerate(event.according_to):
            yield f"{path}.according_to[{n}]", "attributions", id_


def _chains(record: Record) -> Iterator[Finding]:
    """`within` ends, and `according_to` follows it from the innermost source to the outermost."""
    attributions = {a.id: a for a in record.attributions}
    circular = _circular(attributions)
    for number, attribution in enumerate(record.attributions):
        if attribution.id in circular:
            yield Finding(f"$.attributions[{number}].within", "the chain of attributions goes in a circle")
        if not attribution.content:
            yield Finding(f"$.attributions[{number}].content", "is empty: an attribution has what is said")
    for number, event in enumerate(record.events):
        yield from _chain(event, f"$.events[{number}].according_to", attributions)


def _circular(attributions: dict[str, Attribution]) -> set[str]:
    """Ids from which `within` never ends; each attribution is walked once."""
    ends: dict[str, bool] = {}
    for id_ in attributions:
        walked: dict[str, None] = {}
        current: str | None = id_
        while current is not None and current in attributions and current not in ends and current not in walked:
            walked[current] = None
            current = attributions[current].within
        good = current is None or ends.get(current, current not in attributions)
        ends.update(dict.fromkeys(walked, good))
    return {id_ for id_, good in ends.items() if not good}


def _chain(event: Event, path: str, attributions: dict[str, Attribution]) -> Iterator[Finding]:
    for position, id_ in enumerate(event.according_to):
        if id_ not in attributions:
            continue
        follows = event.according_to[position + 1] if position + 1 < len(event.according_to) else None
        within = attributions[id_].within
        if within != follows:
            told = f"{id_!r} stands within {within!r}" if within else f"{id_!r} stands within no other"
            after = f"{follows!r} follows it" if follows else "the chain ends with it"
            yield Finding(f"{path}[{position}]", f"{told}, but {after}: a chain goes from innermost to outermost")


def _times(record: Record) -> Iterator[Finding]:
    if record.document.published is not None and not _is_time(record.document.published):
        yield Finding("$.document.published", f"{record.document.published!r} is no ISO date")
    if (record.document.published is None) != (record.document.published_basis == "unknown"):
        yield Finding("$.document.published_basis", "is 'unknown' exactly when there is no date")
    for number, timex in enumerate(record.times):
        for name in ("earliest", "latest"):
            value = getattr(timex, name)
            if value is not None and not _is_time(value):
                yield Finding(f"$.times[{number}].{name}", f"{value!r} is no ISO date or date-time")
        if _after(timex.earliest, timex.latest):
            yield Finding(f"$.times[{number}]", f"earliest {timex.earliest} is after latest {timex.latest}")


def _is_time(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _after(first: str | None, last: str | None) -> bool:
    """True when `first` is later than `last`; a day holds all of its hours."""
    if first is None or last is None:
        return False
    length = min(len(first), len(last), 16)  # to the minute; seconds and zones are not compared
    return first[:length] > last[:length]


def _places(record: Record) -> Iterator[Finding]:
    for number, place in enumerate(record.places):
        path = f"$.places[{number}]"
        if (place.latitude is None) != (place.longitude is None):
            yield Finding(path, "has one of latitude and longitude without the other")
        if place.latitude is not None and not -90 <= place.latitude <= 90:
            yield Finding(f"{path}.latitude", f"{place.latitude} is outside -90 to 90")
        if place.longitude is not None and not -180 <= place.longitude <= 180:
            yield Finding(f"{path}.longitude", f"{place.longitude} is outside -180 to 180")
        if place.country is not None and not _COUNTRY.fullmatch(place.country):
            yield Finding(f"{path}.country", f"{place.country!r} is no ISO 3166-1 alpha-3 code")
    for number, entity in enumerate(record.entities):
        country = entity.codes.country
        if country is not None and not _COUNTRY.fullmatch(country):
            yield Finding(f"$.entities[{number}].codes.country", f"{country!r} is no ISO 3166-1 alpha-3 code")


def _events(record: Record) -> Iterator[Finding]:
    times = {t.id: t for t in record.times}
    triggers: set[tuple[int, int]] = set()
    for number, event in enumerate(record.events):
        path = f"$.events[{number}]"
        trigger = (event.trigger.start, event.trigger.end)
        if trigger in triggers:
            yield Finding(f"{path}.trigger", f"{event.trigger.quote!r} has an event already: one trigger, one event")
        triggers.add(trigger)
        if event.trigger.quote.split() != [event.trigger.quote]:
            yield Finding(f"{path}.trigger", f"{event.trigger.quote!r} is not one word")
        if not 0 <= event.relevance <= 1:
            yield Finding(f"{path}.relevance", f"{event.relevance} is outside 0 to 1")
        if event.until is not None and event.time is None:
            yield Finding(f"{path}.until", "is given without time")
        if (
            event.time in times
            and event.until in times
            and _after(times[event.time].earliest, times[event.until].latest)
        ):
            yield Finding(f"{path}.until", "ends before time begins")
        yield from _figures(event, path)


def _figures(event: Event, path: str) -> Iterator[Finding]:
    for number, figure in enumerate(event.figures):
        if figure.low is None and figure.high is None:
            yield Finding(f"{path}.figures[{number}]", "has neither low nor high")
        elif figure.low is not None and figure.high is not None and figure.low > figure.high:
            yield Finding(f"{path}.figures[{number}]", f"low {figure.low:g} is above high {figure.high:g}")


def _excluded(record: Record) -> Iterator[Finding]:
    """What is no part of the account holds no event."""
    parts = sorted(record.document.excluded, key=lambda part: part.span.start)
    at = 0
    for number, event in sorted(enumerate(record.events), key=lambda pair: pair[1].trigger.start):
        while at < len(parts) and parts[at].span.end <= event.trigger.start:
            at += 1
        if at < len(parts) and parts[at].span.start <= event.trigger.start:
            yield Finding(f"$.events[{number}].trigger", f"lies in what is excluded as {parts[at].reason!r}")


def _pages(record: Record) -> Iterator[Finding]:
    pages, length = record.document.pages, len(record.document.text)
    if list(pages) != sorted(pages) or (pages and not 0 <= pages[0] <= pages[-1] <= length):
        yield Finding("$.document.pages", f"pages do not begin one after the other within {length} characters")


def _origin(record: Record) -> Iterator[Finding]:
    last = 0
    for number, run in enumerate(record.document.origin):
        if not last <= run.start < run.end <= len(record.document.text) or run.source < 0:
            yield Finding(f"$.document.origin[{number}]", "runs go in order, do not overlap and stay in the text")
        last = run.end


_PARTS = (_types, _spans, _ids, _references, _chains, _times, _places, _events, _excluded, _pages, _origin)
