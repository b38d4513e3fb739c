"""The record's types, as docs/codebook.md tells them; what stages pass of the parse is in syntax.py.

Spans are half-open and count Unicode code points of `Document.text`: `document.text[start:end] == quote`, always.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

SCHEMA = "onrecord/1"

PublishedBasis = Literal["given", "metadata", "dateline", "inferred", "unknown"]
ExcludedReason = Literal["boilerplate", "related_link", "credit", "caption", "byline", "heading", "editor_note"]
EditorNoteKind = Literal["correction", "update", "withdrawal", "other"]
EntityKind = Literal["person", "organization", "state", "group", "place", "facility", "other"]
MentionForm = Literal["name", "nominal", "pronoun"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Precision = Literal["exact", "settlement", "district", "region", "country", "unresolved"]
Manner = Literal["direct", "indirect", "mixed"]
Stance = Literal["says", "denies", "declines"]
Role = Literal["actor", "recipient", "instrument", "origin", "destination"]
Status = Literal["asserted", "denied", "planned", "possible", "hypothetical"]
Certainty = Literal["certain", "probable", "possible"]
FigureScope = Literal["event", "total"]
FigureWhat = Literal[
    "killed",
    "injured",
    "casualties",
    "missing",
    "displaced",
    "arrested",
    "crowd",
    "damage",
    "money",
    "other",
]
EventKind = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip


class SpanError(ValueError):
    """A span that does not fit its text."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open interval of code points of the document's text, with the text it covers."""

    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if self.start < 0 or self.end - self.start != len(self.quote) or not self.quote:
            raise SpanError(f"span {self.start}:{self.end} cannot hold {self.quote[:40]!r}")

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and self.end >= other.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class TakenFrom:
    """Another outlet that a report's metadata name as where its text is from; `tag` is where they say so."""

    tag: str
    name: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a report's metadata say of where it is from; nothing here stands in the text.

    `modified`: when this version was made. `canonical`: the address that the page calls its own. `guid`: the provider's
    id, the same for all versions. `located`: where it was written. `usage`: terms of use. `via`: the feed that carried
    it, where that is not the outlet's own.
    """

    modified: str | None = None
    canonical: str | None = None
    guid: str | None = None
    located: str | None = None
    usage: str | None = None
    via: str | None = None
    taken_from: tuple[TakenFrom, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """Where a report was taken in: file or address, hash of its bytes as they came, when it was fetched (UTC)."""

    place: str
    sha256: str | None = None
    media: str | None = None
    retrieved: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One report as it came: bytes or text, what they are, where and when from."""

    name: str
    text: str | None = None
    html: str | None = None
    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None
    notes: tuple[str, ...] = ()
    published_basis: PublishedBasis = "given"
    provenance: Provenance = field(default_factory=Provenance)
    editor_notes: tuple[EditorNote, ...] = ()
    capture: Capture | None = None
    latest: str | None = None  # the last day that it can have been published on: the day after it was taken in
    record: Record | None = None  # what an exported record holds of it: nothing is read anew
    pages: tuple[int, ...] = ()  # where each page of a file begins in the text


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit line such as "(With inputs from agency)", with the agency it names."""

    span: Span
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Excluded:
    """A span that is no part of the account."""

    span: Span
    reason: ExcludedReason


@dataclass(frozen=True, slots=True)
class EditorNote:
    """What the outlet says of its own report ("CORRECTS toll"); `span` is null where only its metadata say it."""

    kind: EditorNoteKind
    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Text [start, end) stands in the source from `source` on, character for character."""

    start: int
    end: int
    source: int


@dataclass(frozen=True, slots=True)
class Document:
    """A report's frozen text and what is known of it."""

    id: str
    name: str
    text: str
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None
    published: str | None = None
    published_basis: PublishedBasis = "unknown"
    language: str = "en"
    credits: tuple[Credit, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    origin: tuple[Run, ...] = ()
    dateline: Span | None = None
    notes: tuple[str, ...] = ()
    editor_notes: tuple[EditorNote, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)
    pages: tuple[
        int, ...
    ] = ()  # of a file in pages (PDF): where each begins in the text; one without text where it ends

    def page_at(self, offset: int) -> int | None:
        """The page of the file, counted from 1, on which a character stands; None where there are no pages."""
        return bisect_right(self.pages, offset) or 1 if self.pages else None

    def span(self, start: int, end: int) -> Span:
        """The only way that stages make spans: the quote is cut from the text itself."""
        return Span(start, end, self.text[start:end])

    def excluded_at(self, offset: int) -> ExcludedReason | None:
        for part in self.excluded:
            if part.span.start <= offset < part.span.end:
                return part.reason
        return None


@dataclass(frozen=True, slots=True)
class Codes:
    """ISO 3166-1 alpha-3 country and PLOVER sector, where known."""

    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that acts, suffers or speaks; `name` is its fullest form."""

    id: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    codes: Codes = field(default_factory=Codes)
    titles: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One place of the text that means an entity; the span is the phrase without trailing clauses."""

    id: str
    entity: str
    span: Span
    form: MentionForm
    metonym: bool = False


@dataclass(frozen=True, slots=True)
class Entities:
    """What the entity stage gives: the entities and their mentions in the order of the text."""

    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Timex:
    """A TIMEX3 expression; `earliest` and `latest` are inclusive ISO dates or date-times, null if unbounded."""

    id: str
    span: Span
    type: TimexType
    value: str
    earliest: str | None = None
    latest: str | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A toponym with the gazetteer entry chosen for it; degrees WGS 84; country ISO 3166-1 alpha-3."""

    id: str
    span: Span
    name: str
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonameid: int | None = None
    precision: Precision = "unresolved"
    candidates: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what, in PARC's terms; `source` is an entity id, null when unnamed."""

    id: str
    source: str | None
    source_span: Span | None
    cue: Span
    content: tuple[Span, ...]
    manner: Manner
    stance: Stance
    within: str | None = None
    medium: Span | None = None
    time: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Argument:
    """A party of an event; `span` is the phrase in the event's own sentence."""

    role: Role
    entity: str | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that an event is told with; `low` or `high` is null where open ("at least", "up to")."""

    what: FigureWhat
    low: float | None
    high: float | None
    unit: str | None
    scope: FigureScope
    as_of: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a predicate is put by its immediate source, read from its own scope; `cue` is the span that says so."""

    status: Status
    certainty: Certainty
    cue: Span | None
    rule: str


@dataclass(frozen=True, slots=True)
class Event:
    """One happening as one source tells it; the trigger is one head word."""

    id: str
    trigger: Span
    kind: EventKind | None = None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    arguments: tuple[Argument, ...] = ()
    place: str | None = None
    time: str | None = None
    until: str | None = None
    time_reason: str = ""
    figures: tuple[Figure, ...] = ()
    status: Status = "asserted"
    certainty: Certainty = "certain"
    status_cue: Span | None = None
    according_to: tuple[str, ...] = ()
    aggregate: bool = False
    relevance: float = 1.0
    rule: str = ""
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    during: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """What the event-place stage gives: the events with their places, and what it had to assume.

    `places` is the whole list again where the stage added sites that only an event's place needed, else empty.
    """

    events: tuple[Event, ...]
    notes: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A model that took part in a reading."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Program:
    """Enough to read the same again."""

    version: str
    models: tuple[Model, ...] = ()
    settings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """All that was read from one report. The record never asserts; sources do."""

    program: Program
    document: Document
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[Timex, ...] = ()
    places: tuple[Place, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[Event, ...] = ()
    notes: tuple[str, ...] = ()
    schema: str = SCHEMA


@dataclass(frozen=True, slots=True)
class Failure:
    """A report that could not be read: its name and why, with what to do. `partly`: something of it was read."""

    name: str
    reason: str
    partly: bool = False
