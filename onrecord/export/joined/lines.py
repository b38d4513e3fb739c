"""What programs read of many reports together: a line of each command's JSON, from which its schema is made.

Events are named whole ("REPORT/EVENT"), reports by their ids; `start` and `end` count code points of the report's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.linking.conflicts import Field
from onrecord.linking.corroboration import Branch, By
from onrecord.linking.differences import Change
from onrecord.linking.tolls import How, Qualifier
from onrecord.record import Certainty, EditorNoteKind, EntityKind, EventKind, FigureScope, FigureWhat, Stance, Status

Verdict = Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report, in few words."""

    id: str
    name: str
    title: str | None
    publisher: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class OriginsLine:
    """A line of `origins`: a report that carries another one's words.

    `share` of the copy's words stand in the origin; `whole`: hardly any of its own. `score` is that share, `authors`
    are the program or the people whose judgement it is.
    """

    copy: ReportLine
    origin: ReportLine
    share: float
    whole: bool
    score: float
    reasons: tuple[str, ...]
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What an outlet says of its own report that corrects or withdraws this; `told` is what it tells instead.

    `quote` stands in `report` from `start` to `end`; these are null where it stands in the metadata alone. `field` is
    what it corrects, `why` how the two belong together.
    """

    verb: Literal["corrected", "withdrawn"]
    field: str
    told: str | None
    kind: EditorNoteKind
    quote: str
    report: str
    start: int | None
    end: int | None
    publisher: str | None
    published: str | None
    why: str


@dataclass(frozen=True, slots=True)
class TellingLine:
    """One report's account of an event: how it is put, by whom, the sentence, and where its trigger stands."""

    event: str
    status: Status
    published: str | None
    publisher: str | None
    according_to: tuple[str, ...]
    quote: str
    start: int
    end: int
    notes: tuple[NoteLine, ...]


@dataclass(frozen=True, slots=True)
class OriginLine:
    """An independent origin: a speaker, an outlet in its own voice, or a source that is not named."""

    name: str
    by: By
    reports: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class SideLine:
    """One of the values that exclude one another, with everyone who tells it."""

    value: str
    tellings: tuple[TellingLine, ...]


@dataclass(frozen=True, slots=True)
class ConflictsLine:
    """A line of `conflicts`: a field that the tellings of one event put differently; no side is right or wrong here.

    `of` is the event's first telling; of figures `what` is counted.
    """

    of: str
    trigger: str
    kind: EventKind | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    places: tuple[str, ...]
    earliest: str | None
    latest: str | None
    field: Field
    what: str | None
    sides: tuple[SideLine, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SameLine:
    """A line of `same`: an event as all reports tell it. `event` is its first telling.

    `earliest` and `latest` are the days that all tellings allow, `basis` how they are known. `origins` counts the
    independent origins that assert it, `reports` all reports. `score`, 0 to 1, is the mean over all pairs of tellings
    (null: one telling); `reasons` say why they are one, `authors` who judged so.
    """

    event: str
    trigger: str
    kind: EventKind | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    places: tuple[str, ...]
    earliest: str | None
    latest: str | None
    basis: str
    origins: int
    reports: int
    asserting: tuple[OriginLine, ...]
    denying: tuple[OriginLine, ...]
    supposing: tuple[OriginLine, ...]
    tellings: tuple[TellingLine, ...]
    score: float | None
    reasons: tuple[str, ...]
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimelineLine(SameLine):
    """A line of `timeline`: an event as in `same`, with what is told differently."""

    disputes: tuple[ConflictsLine, ...]


@dataclass(frozen=True, slots=True)
class CountLine:
    """One telling of a figure; `reprint_of` and `reason` where its report copies another one."""

    event: str
    report: str
    published: str | None
    publisher: str | None
    according_to: tuple[str, ...]
    quote: str
    start: int
    end: int
    reprint_of: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ReplacedLine:
    """An earlier figure of the same source that this one changes; both stay."""

    event: str
    told: str
    how: How


@dataclass(frozen=True, slots=True)
class TollsLine:
    """A line of `tolls`: a figure of one source, with every telling of it; or, with `rule`, what a rule makes of them.

    `of` is the event's first telling, `event` the figure's. A rule has no telling: its `low`, `best` and `high` are
    derived, and `how` says in which way.
    """

    of: str
    trigger: str
    kind: EventKind | None
    places: tuple[str, ...]
    earliest: str | None
    latest: str | None
    what: FigureWhat
    low: float | None
    high: float | None
    best: float | None
    unit: str | None
    qualifier: Qualifier | None
    scope: FigureScope | None
    status: Status | None
    according_to: tuple[str, ...]
    publisher: str | None
    published: str | None
    as_of: str | None
    event: str | None
    quote: str | None
    start: int | None
    end: int | None
    reports: int
    tellings: tuple[CountLine, ...]
    replaces: tuple[ReplacedLine, ...]
    notes: tuple[NoteLine, ...]
    rule: str | None
    how: str | None


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of `diff`, and of the changes of `versions`: what two reports tell differently.

    `told_by`: both tell the event, but otherwise; only one does; or it is a field of the report itself. `notes` are
    editor's notes that speak of it.
    """

    told_by: Literal["both", "one", "other", "report"]
    trigger: str | None
    changes: tuple[Change, ...]
    one: TellingLine | None
    other: TellingLine | None
    notes: tuple[NoteLine, ...]


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A line of `link --list`: what a person said of two events, entities or reports.

    `holds`: nobody said anything newer of the pair. `followed`: the joins could follow it.
    """

    number: int
    kind: Literal["same_event", "reprint", "actor"]
    a: str
    b: str
    verdict: Verdict
    author: str
    reason: str
    at: str
    holds: bool
    followed: bool


@dataclass(frozen=True, slots=True)
class ActorLinkLine:
    """A judgement of two entities ("REPORT/ENTITY"): the program's own, or a person's."""

    a: str
    a_name: str
    b: str
    b_name: str
    verdict: Verdict
    score: float
    reasons: tuple[str, ...]
    author: str


@dataclass(frozen=True, slots=True)
class ActorsLine:
    """A line of `actors`: one actor.

    `actor` is the first of its `members`, entities of reports ("REPORT/ENTITY"). `names` stand by how often they are
    told; `joins` say why members stand together, `unsure` who else may be meant.
    """

    actor: str
    name: str
    kind: EntityKind
    country: str | None
    sector: str | None
    names: tuple[str, ...]
    roles: tuple[str, ...]
    reports: int
    mentions: int
    members: tuple[str, ...]
    joins: tuple[ActorLinkLine, ...]
    unsure: tuple[ActorLinkLine, ...]


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A line of `said`: an event under the speaker whose position its status is.

    `by` tells a named speaker from one that no name is told of and from the outlet itself; `through` are the speakers
    that hand it on, from the inside. `quote` is the sentence, from `start` to `end` of the report's text.
    """

    speaker: str
    by: By
    through: tuple[str, ...]
    stance: Stance | None
    status: Status
    certainty: Certainty
    what: str
    kind: EventKind | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    figures: tuple[str, ...]
    place: str | None
    earliest: str | None
    latest: str | None
    event: str
    report: ReportLine
    quote: str
    start: int
    end: int


LINES: dict[str, type] = {
    "origins": OriginsLine,
    "same": SameLine,
    "conflicts": ConflictsLine,
    "tolls": TollsLine,
    "timeline": TimelineLine,
    "diff": DiffLine,
    "link": LinkLine,
    "actors": ActorsLine,
    "said": SaidLine,
}
