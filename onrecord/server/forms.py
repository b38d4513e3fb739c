"""The forms in which the page is given what many reports say: happenings, disputes, tolls, reprints, differences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.ledger import EventRow, Judgement, ReportRow
from onrecord.linking.conflicts import Field
from onrecord.linking.corroboration import By
from onrecord.linking.differences import Change
from onrecord.linking.toll_rules import Derived
from onrecord.linking.tolls import Qualifier
from onrecord.record import FigureScope, FigureWhat, Span, Status


@dataclass(frozen=True, slots=True)
class Voices:
    """One side of a happening in a list: how many independent origins, the first of them by name."""

    origins: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HappeningRow:
    """A happening in a list. `key` is the event that tells most of it; `basis` says what its days rest on."""

    key: str
    face: EventRow
    earliest: str | None
    latest: str | None
    basis: str
    reports: int
    tellings: int
    asserting: Voices
    denying: Voices
    supposing: Voices
    disputed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BranchView:
    """A report that carries an origin's account; `share` of its words stand in `reprint_of`, where it is a reprint."""

    report: ReportRow
    events: tuple[str, ...]
    reprint_of: str | None
    share: float | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class OriginView:
    """An independent origin with the reports that carry it, whose copies stand behind what they copy."""

    name: str
    by: By
    branches: tuple[BranchView, ...]


@dataclass(frozen=True, slots=True)
class SideView:
    """One of the values that exclude one another, with everyone who tells it."""

    value: str
    events: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A field that is told differently; of figures `what` is counted. No side is right or wrong here."""

    field: Field
    what: str | None
    sides: tuple[SideView, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteView:
    """What an outlet's own note corrects or withdraws of an event; `start` is null where metadata alone hold it."""

    event: str
    verb: Literal["corrected", "withdrawn"]
    field: str
    told: str | None
    text: str
    report: ReportRow
    start: int | None
    end: int | None
    why: str


@dataclass(frozen=True, slots=True)
class AgainView:
    """The same figure told again, by the same source or in a reprint (with the reason)."""

    event: str
    figure: int
    report: ReportRow
    span: Span
    speaker: tuple[str, ...]
    reason: str | None


@dataclass(frozen=True, slots=True)
class TollView:
    """One figure as one source tells it, with its repetitions. `figure` is its place among the event's figures.

    `later`: the event in which the same source tells another figure of the same, later; this one is kept beside it.
    `reports` counts all reports that carry it.
    """

    event: str
    figure: int
    report: ReportRow
    what: FigureWhat
    low: float | None
    high: float | None
    unit: str | None
    qualifier: Qualifier
    scope: FigureScope
    as_of: str | None
    speaker: tuple[str, ...]
    status: Status
    span: Span
    sentence: Span
    later: str | None
    reports: int
    again: tuple[AgainView, ...]
    notes: tuple[NoteView, ...]


@dataclass(frozen=True, slots=True)
class TollGroup:
    """The figures told of one happening, oldest first, and what datasets' rules make of the deaths among them."""

    happening: HappeningRow
    tolls: tuple[TollView, ...]
    derived: tuple[Derived, ...]


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A dispute in a list, with the happening that it is about."""

    happening: HappeningRow
    dispute: DisputeView


@dataclass(frozen=True, slots=True)
class Said:
    """A judgement of a person. `holds`: no newer one of the same pair. `heeded`: the joins could follow it."""

    judgement: Judgement
    holds: bool
    heeded: bool
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class HappeningView:
    """A happening whole: who asserts, denies and supposes it, every telling, disputes, tolls, why it is one."""

    happening: HappeningRow
    asserting: tuple[OriginView, ...]
    denying: tuple[OriginView, ...]
    supposing: tuple[OriginView, ...]
    tellings: tuple[EventRow, ...]
    left_out: int
    disputes: tuple[DisputeView, ...]
    tolls: TollGroup
    notes: tuple[NoteView, ...]
    score: float | None
    reasons: tuple[str, ...]
    authors: tuple[str, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class AlsoView:
    report: ReportRow
    share: float
    reason: str


@dataclass(frozen=True, slots=True)
class ReprintView:
    """A report in the tree of reprints, `depth` steps below its root; `also`: what else it carries words of.

    `authors`: whose judgement it is, people or the program.
    """

    report: ReportRow
    of: str | None
    depth: int
    share: float | None
    whole: bool
    reason: str | None
    authors: tuple[str, ...]
    also: tuple[AlsoView, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """A report that others reprint, with its reprints below it, in the order of the tree."""

    tree: tuple[ReprintView, ...]


@dataclass(frozen=True, slots=True)
class Sharing:
    """A report that tells so many of the same happenings."""

    report: ReportRow
    happenings: int


@dataclass(frozen=True, slots=True)
class VersionView:
    """One of the texts that an address had: when it was made, the hash of its text, where it was taken from."""

    report: ReportRow
    made: str
    text_sha256: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kin:
    """What a report is near to: its family of reprints (None: it stands alone), reports of one address, of the like.

    `versions` has all texts of its address, this one among them, oldest first; it is empty where there is one.
    """

    report: ReportRow
    family: Family | None
    versions: tuple[VersionView, ...]
    sharing: tuple[Sharing, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class PairView:
    """An event that both reports tell, with the fields that they tell differently and what notes say of it."""

    one: EventRow
    other: EventRow
    changes: tuple[Change, ...]
    notes: tuple[NoteView, ...]


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """Two reports compared; `alike` counts the events that both tell without a difference.

    `notes`: what outlets' own notes say of what only one of them tells.
    """

    one: ReportRow
    other: ReportRow
    both: tuple[PairView, ...]
    only_one: tuple[EventRow, ...]
    only_other: tuple[EventRow, ...]
    alike: int
    notes: tuple[NoteView, ...]
