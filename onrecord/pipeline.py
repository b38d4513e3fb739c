"""The one list that shows the whole: STAGES in order; read(source) -> Record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from onrecord import __version__, parse
from onrecord.clean import Unreadable, clean
from onrecord.models import tagger
from onrecord.reading import attribution
from onrecord.reading.attribution import find_attributions
from onrecord.reading.dating import date_report, dating_notes
from onrecord.reading.entities import find_entities, resolve_speakers
from onrecord.reading.event_order import order_events
from onrecord.reading.event_place import place_events
from onrecord.reading.event_time import time_events
from onrecord.reading.events import find_events
from onrecord.reading.figures import find_figures
from onrecord.reading.places import find_places
from onrecord.reading.saying_time import time_attributions
from onrecord.reading.sourcing import source_events
from onrecord.reading.status import judge
from onrecord.reading.tags import find_tags
from onrecord.reading.times import find_times
from onrecord.record import (
    Attribution,
    Document,
    Entities,
    Event,
    Failure,
    Figure,
    Judgement,
    Place,
    Program,
    Record,
    Source,
    Timex,
)
from onrecord.syntax import Syntax, Tags


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the stages have found so far in one report."""

    document: Document
    syntax: Syntax
    times: tuple[Timex, ...] = ()
    places: tuple[Place, ...] = ()
    entities: Entities = field(default_factory=Entities)
    judgements: dict[int, Judgement] = field(default_factory=dict)
    tags: Tags | None = None
    attributions: tuple[Attribution, ...] = ()
    figures: tuple[Figure, ...] = ()
    events: tuple[Event, ...] = ()
    notes: tuple[str, ...] = ()


def _dating(r: Reading) -> Reading:
    document = date_report(r.document, r.syntax)
    return replace(r, document=document, notes=r.notes + dating_notes(document))


def _times(r: Reading) -> Reading:
    return replace(r, times=find_times(r.document, r.syntax))


def _places(r: Reading) -> Reading:
    return replace(r, places=find_places(r.document, r.syntax))


def _entities(r: Reading) -> Reading:
    return replace(r, entities=find_entities(r.document, r.syntax, r.places))


def _status(r: Reading) -> Reading:
    return replace(r, judgements=judge(r.document, r.syntax))


def _tags(r: Reading) -> Reading:
    return replace(r, tags=find_tags(r.document, r.syntax))


def _attribution(r: Reading) -> Reading:
    return replace(r, attributions=find_attributions(r.document, r.syntax, r.entities, r.times, r.judgements, r.tags))


def _speakers(r: Reading) -> Reading:
    return replace(r, entities=resolve_speakers(r.document, r.syntax, r.entities, r.attributions))


def _saying_time(r: Reading) -> Reading:
    return replace(r, attributions=time_attributions(r.document, r.syntax, r.times, r.attributions))


def _figures(r: Reading) -> Reading:
    return replace(r, figures=find_figures(r.document, r.syntax, r.times))


def _events(r: Reading) -> Reading:
    return replace(r, events=find_events(r.document, r.syntax, r.entities, r.figures, r.judgements, r.tags))


def _sourcing(r: Reading) -> Reading:
    return replace(r, events=source_events(r.document, r.syntax, r.attributions, r.events))


def _event_time(r: Reading) -> Reading:
    timed = time_events(r.document, r.syntax, r.times, r.attributions, r.events)
    return replace(r, events=order_events(r.document, r.syntax, timed))


def _event_place(r: Reading) -> Reading:
    placed = place_events(r.document, r.syntax, r.places, r.entities, r.events)
    return replace(r, events=placed.events, places=placed.places or r.places, notes=r.notes + placed.notes)


STAGES: tuple[tuple[str, Callable[[Reading], Reading]], ...] = (
    ("dating", _dating),
    ("times", _times),
    ("places", _places),
    ("entities", _entities),
    ("tags", _tags),
    ("status", _status),
    ("attribution", _attribution),
    ("speakers", _speakers),
    ("saying_time", _saying_time),
    ("figures", _figures),
    ("events", _events),
    ("sourcing", _sourcing),
    ("event_time", _event_time),
    ("event_place", _event_place),
)


def program() -> Program:
    """What a record needs to be read the same again."""
    return Program(__version__, (parse.model(), tagger.model(), attribution.model()), {})


def read_parsed(document: Document, syntax: Syntax) -> Record:
    """Run every stage over a parsed document."""
    reading = Reading(document, syntax)
    for _, stage in STAGES:
        reading = stage(reading)
    return Record(
        program(),
        reading.document,
        reading.entities.entities,
        reading.entities.mentions,
        reading.times,
        reading.places,
        reading.attributions,
        reading.events,
        reading.document.notes + reading.notes,
    )


def read_all(
    sources: Iterable[Source | Document | Record | Failure], parsed: parse.Parsed | None = None
) -> Iterator[Record | Failure]:
    """One record or failure a source (or cleaned document), in the order of the input.

    Failures are passed on, and so are records that were read before. `parsed` is told how far a text is.
    """
    for kept, run in groupby(((source, _kept(source)) for source in sources), lambda pair: pair[1] is not None):
        if kept:
            yield from (record for _, record in run if record is not None)
        else:
            yield from _read_new((source for source, _ in run if not isinstance(source, Record)), parsed)


def _kept(source: Source | Document | Record | Failure) -> Record | None:
    return source.record if isinstance(source, Source) else source if isinstance(source, Record) else None


def _read_new(
    sources: Iterable[Source | Document | Failure], parsed: parse.Parsed | None
) -> Iterator[Record | Failure]:
    outcomes: list[Document | Failure] = []

    def documents() -> Iterator[Document]:
        for source in sources:
            if isinstance(source, Failure):
                outcomes.append(source)
                continue
            try:
                document = source if isinstance(source, Document) else clean(source)
            except Unreadable as error:
                outcomes.append(Failure(source.name, str(error)))
                continue
            outcomes.append(document)
            if document.language == "en":
                yield document

    for syntax in parse.parse_all(documents(), parsed):
        yield from _before(outcomes)
        document = outcomes.pop(0)
        if isinstance(document, Document):
            yield _read_or_fault(document, syntax)
    yield from _before(outcomes)


def _read_or_fault(document: Document, syntax: Syntax) -> Record | Failure:
    """A stage never raises; should one do so all the same, the other reports of a long run are still read."""
    try:
        return read_parsed(document, syntax)
    except Exception as error:
        return Failure(document.name, f"a fault of onrecord ({type(error).__name__}: {error}): please report it")


def _before(outcomes: list[Document | Failure]) -> Iterator[Record | Failure]:
    """The failures and unread documents that stand before the next parsed one."""
    while outcomes:
        first = outcomes[0]
        if isinstance(first, Failure):
            yield first
        elif first.language != "en":
            yield Record(program(), first, notes=(f"not read: the text is not in English but in '{first.language}'",))
        else:
            return
        outcomes.pop(0)


def read(source: Source) -> Record:
    """The record of one report. Raises Unreadable with what to do when the report cannot be read."""
    for outcome in read_all([source]):
        if isinstance(outcome, Failure):
            raise Unreadable(outcome.reason)
        return outcome
    raise Unreadable("nothing was given to read")
