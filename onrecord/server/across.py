"""Questions over the joins: what many reports say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import FastAPI, Path, Query, Response

from onrecord.joining import join
from onrecord.ledger import DayCount, EventRow, Filters, Ledger, NotFound, Page
from onrecord.server.answers import Faulty, answer, fault
from onrecord.server.asked import Filtered, Limit, Offset
from onrecord.server.forms import DifferenceView, DisputeRow, Family, HappeningRow, HappeningView, Kin, TollGroup
from onrecord.server.joins import Held, Joins, Progress, Told
from onrecord.server.shown import Shown

HappeningOrder = Literal["origins", "time", "-time"]
Several = Annotated[bool, Query(description="Only happenings that several reports tell")]
Named = Annotated[str, Path(max_length=500, description="A report's id, or the beginning of it")]
Asked = Annotated[str, Query(max_length=500, description="A report's id, the beginning of it, or its name")]


@dataclass(frozen=True, slots=True)
class HappeningDays:
    """Happenings by the first day that their tellings allow, oldest first; undated ones are left out."""

    days: tuple[DayCount, ...]


def ask(app: FastAPI, ledger: Ledger, joins: Joins) -> None:
    _progress(app, joins)
    _happenings(app, ledger, joins)
    _disputes(app, ledger, joins)
    _reports(app, ledger, joins)


def _progress(app: FastAPI, joins: Joins) -> None:
    @app.get("/api/joins", responses={200: {"model": Progress}}, summary="How far the joining of reports is")
    def progress() -> Response:
        return answer(joins.progress())


def _passing(ledger: Ledger, held: Held, told: Iterable[Told], filters: Filters, several: bool) -> list[Told]:
    """The happenings, in their order, of which a telling passes the filters."""
    if filters == Filters():
        return [t for t in told if t.several or not several]
    passing = {id(found) for key in ledger.keys(filters) if (found := held.holding(key))}
    return [t for t in told if (t.several or not several) and id(t) in passing] if passing else []


def _ordered(held: Held, order: HappeningOrder) -> Sequence[Told]:
    if order == "origins":
        return held.by_origins
    return held.by_day if order == "time" else held.by_day[::-1]


def _happenings(app: FastAPI, ledger: Ledger, joins: Joins) -> None:
    @app.get(
        "/api/happenings",
        responses={200: {"model": Page[HappeningRow]}},
        summary="Events as all reports tell them: those of which a telling passes the filters",
    )
    def happenings(
        asked: Filtered,
        several: Several = False,
        order: HappeningOrder = "origins",
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Response:
        held = joins.held()
        found = _passing(ledger, held, _ordered(held, order), asked, several)
        return answer(Page(Shown(ledger, held).rows(found[offset : offset + limit]), len(found)))

    @app.get(
        "/api/happenings/days",
        responses={200: {"model": HappeningDays}},
        summary="How many happenings there were on which day",
    )
    def days(asked: Filtered, several: Several = False) -> Response:
        held = joins.held()
        found = _passing(ledger, held, held.told, asked, several)
        counts = Counter(day for t in found if (day := t.entry.earliest or t.entry.latest))
        return answer(HappeningDays(tuple(DayCount(day, counts[day]) for day in sorted(counts))))

    @app.get(
        "/api/happenings/{report}/{event}",
        responses={200: {"model": HappeningView}, 404: {"model": Faulty}},
        summary="The happening that an event stands in: origins, tellings, disputes, tolls, reasons",
    )
    def happening(report: Named, event: Annotated[str, Path(max_length=100)]) -> Response:
        held = joins.held()
        row = ledger.event(f"{report}/{event}")
        told = held.holding(row.id)
        whole = Shown(ledger, held).whole(told, ledger.judgements()) if told else None
        if whole is None:
            raise NotFound(_unjoined(row))
        return answer(whole)


def _unjoined(row: EventRow) -> str:
    if row.report.version < row.report.versions:
        return f"{row.id} stands in an older version of its report: only the newest version is joined with others"
    return f"{row.id} is not joined yet: ask /api/joins how far it is, then ask again"


def _disputes(app: FastAPI, ledger: Ledger, joins: Joins) -> None:
    @app.get(
        "/api/conflicts",
        responses={200: {"model": Page[DisputeRow]}},
        summary="Where tellings of one happening exclude one another: the sides with their words, no verdict",
    )
    def conflicts(asked: Filtered, limit: Limit = 50, offset: Offset = 0) -> Response:
        held = joins.held()
        passing = _passing(ledger, held, held.by_origins, asked, several=False)
        found = [(told, number) for told in passing for number in range(told.disputed)]
        shown = Shown(ledger, held)
        rows = [shown.disputed(told, number) for told, number in found[offset : offset + limit]]
        return answer(Page(tuple(row for row in rows if row), len(found)))

    @app.get(
        "/api/tolls",
        responses={200: {"model": Page[TollGroup]}},
        summary="Every figure told of each happening, by speaker; and what the rules of datasets make of the deaths",
    )
    def tolls(asked: Filtered, several: Several = False, limit: Limit = 50, offset: Offset = 0) -> Response:
        held = joins.held()
        shown = Shown(ledger, held)
        found = [t for t in _passing(ledger, held, held.by_origins, asked, several) if t.counted]
        page = found[offset : offset + limit]
        groups = [shown.tolls(told, row) for told in page if (row := shown.row(told))]
        return answer(Page(tuple(groups), len(found)))


def _reports(app: FastAPI, ledger: Ledger, joins: Joins) -> None:
    @app.get(
        "/api/reprints",
        responses={200: {"model": Page[Family]}},
        summary="Reports that others reprint, each with the tree of its reprints",
    )
    def reprints(asked: Filtered, limit: Limit = 50, offset: Offset = 0) -> Response:
        held = joins.held()
        reports = {key.partition("/")[0] for key in ledger.keys(asked)} if asked != Filters() else None
        roots = held.roots(reports)
        shown = Shown(ledger, held)
        return answer(Page(tuple(shown.family(root) for root in roots[offset : offset + limit]), len(roots)))

    @app.get(
        "/api/reprints/{report}",
        responses={200: {"model": Kin}, 404: {"model": Faulty}},
        summary="What a report is near to: its reprints, reports of the same address, reports of the same happenings",
    )
    def kin(report: Named) -> Response:
        held = joins.held()
        return answer(Shown(ledger, held).kin(ledger.find(report), ledger.judgements()))

    @app.get(
        "/api/differences",
        responses={200: {"model": DifferenceView}, 404: {"model": Faulty}},
        summary="What two reports, or two versions of one, tell differently",
    )
    def differences(one: Asked, other: Asked) -> Response:
        from onrecord import parse

        records = [ledger.record(one), ledger.record(other)]
        first, second = (r.document.id for r in records)
        if first == second:
            return fault(422, "parameter", f"other: {one} and {other} are one report: give two")
        # Joined by themselves, as `onrecord diff` does: older versions stand in no join of the ledger.
        joined = join(records, parse.similar, ledger.judgements())
        shown = Shown(ledger, Held(joined, 0))
        return answer(shown.difference(ledger.find(first), ledger.find(second)))
