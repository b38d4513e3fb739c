"""What goes into a query and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Generic, Literal, TypeVar

from onrecord.record import EditorNoteKind
from onrecord.view import EventView

Row = TypeVar("Row")
Facet = Literal["kind", "status", "actor", "recipient", "place", "country", "source", "publisher", "report"]
FACETS: tuple[Facet, ...] = (
    "kind",
    "status",
    "actor",
    "recipient",
    "place",
    "country",
    "source",
    "publisher",
    "report",
)
EventOrder = Literal["report", "-report", "time", "-time", "relevance"]
ReportOrder = Literal["added", "-added", "published", "-published"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events (or reports). Several values of one field mean any of them; several fields mean all of them.

    `words`: full text of the evidence sentence and names; every word must be there (stemmed, so "attack" finds
    "attacks"), "words in quotes" stand together, a trailing * takes any ending.
    `actor`, `recipient`, `place`, `source`, `publisher`: a name that holds the value as whole words, in any case
    ("putin" finds "Vladimir Putin"); a value that begins with "=" is the whole name, to the letter ("=Russia"), as
    facets give it. `place` also takes a country by its name (then all of the country) or its alpha-3 code.
    `source` is anybody in the chain "according to"; "=outlet's own voice" finds events outside every attribution.
    `since`, `until`: ISO days, both inclusive; the event's interval must touch them; events without a known day are
    left out (`Page.undated` counts them).
    `report`: ids of reports.
    `all_versions`: also older versions of reports, which are otherwise left out (but for those named by `report`).
    """

    words: str | None = None
    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    report: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    all_versions: bool = False

    def __bool__(self) -> bool:
        """True when anything is filtered (versions aside)."""
        return any(getattr(self, f.name) for f in fields(self) if f.name != "all_versions")

    def without(self, facet: Facet) -> Filters:
        """The same filters but for one facet."""
        kept: dict[str, Any] = {facet: ()}
        return replace(self, **kept)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Part of a result: its rows, how many there are in all, how many a date filter left out as undated.

    `older`: how many more older versions of reports hold.
    """

    rows: tuple[Row, ...]
    total: int
    undated: int = 0
    older: int = 0


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in a list; `added` is UTC, `notes` counts what the reading could not do.

    `version` of `versions`: its place among the texts that one address had, oldest first.
    """

    id: str
    name: str
    title: str | None
    publisher: str | None
    url: str | None
    published: str | None
    published_basis: str
    language: str
    characters: int
    events: int
    notes: int
    added: str
    version: int = 1
    versions: int = 1


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """Where a report was taken from: file or address, hash of the bytes, when fetched, when put in (UTC)."""

    place: str
    sha256: str | None
    media: str | None
    retrieved: str | None
    at: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event in a list, with the report it stands in. `id` is "REPORT/EVENT", whole in the ledger."""

    id: str
    report: ReportRow
    event: EventView


@dataclass(frozen=True, slots=True)
class Count:
    """A value of a facet; `value` with "=" before it filters by it; `label` is for people (a report's title)."""

    value: str
    label: str
    events: int


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """The commonest values of one facet under the filters (its own filter aside), and how many values there are."""

    facet: Facet
    counts: tuple[Count, ...]
    values: int


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many events happened on a day, or began on it (or ended, where the beginning is open)."""

    day: str
    events: int


JudgementKind = Literal["same_event", "reprint", "actor"]
Verdict = Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True)
class NoteRow:
    """What an outlet says of its own report; `covers` are the ids of the earlier reports that it speaks of.

    `start` and `end` are None where the words stand in the metadata alone.
    """

    report: str
    kind: EditorNoteKind
    text: str
    start: int | None
    end: int | None
    published: str | None
    publisher: str | None
    covers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person says of two events (or reports, kind "reprint", or entities, kind "actor"); `at` is UTC.

    The newest of a pair holds.
    """

    number: int
    kind: JudgementKind
    a: str
    b: str
    verdict: Verdict
    author: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stays of a report that was forgotten; `at` is UTC."""

    id: str
    text_sha256: str
    at: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the append-only log: what was done when, by which version of the program."""

    number: int
    at: str
    action: str
    report: str | None
    program: str
    detail: str | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a ledger holds."""

    reports: int
    events: int
    forgotten: int
    version: int
    bytes: int
