"""The forms in which the page is given what many reports say: happenings, disputes, tolls, reprints, differences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.ledger import EventRow, Judgement, ReportRow
from onrecord.linking.conflicts import Field
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
    by: Literal["speaker", "outlet", "unnamed"]
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
class TollView:
    """One figure as one source tells it. `figure` is its place among the event's figures.

    `later`: the event in which the same source tells another figure of the same, later; this one is kept beside it.
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
    reasons: tuple[str, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class AlsoView:
    report: ReportRow
    share: float
    reason: str


@dataclass(frozen=True, slots=True)
class ReprintView:
    """A report in the tree of reprints, `depth` steps below its root; `also`: what else it carries words of."""

    report: ReportRow
    of: str | None
    depth: int
    share: float | None
    whole: bool
    reason: str | None
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
class Kin:
    """What a report is near to: its family of reprints (None: it stands alone), reports of one address, of the like."""

    report: ReportRow
    family: Family | None
    versions: tuple[ReportRow, ...]
    sharing: tuple[Sharing, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class PairView:
    """An event that both reports tell, with the fields that they tell differently."""

    one: EventRow
    other: EventRow
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """Two reports compared; `alike` counts the events that both tell without a difference."""

    one: ReportRow
    other: ReportRow
    both: tuple[PairView, ...]
    only_one: tuple[EventRow, ...]
    only_other: tuple[EventRow, ...]
    alike: int
