"""Questions over the joins: what many reports say together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import FastAPI, Path, Query, Response

from onrecord.ledger import DayCount, Ledger, NotFound, Page
from onrecord.server.answers import Faulty, answer, fault
from onrecord.server.asked import Filtered, Limit, Offset
from onrecord.server.forms import DifferenceView, DisputeRow, Family, HappeningRow, HappeningView, Kin, TollGroup
from onrecord.server.joins import Joins, Progress
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
        with joins.asked() as stored:
            page = stored.happenings(asked, several=several, order=order, limit=limit, offset=offset)
            return answer(Page(Shown(ledger, stored).rows(page.rows), page.total))

    @app.get(
        "/api/happenings/days",
        responses={200: {"model": HappeningDays}},
        summary="How many happenings there were on which day",
    )
    def days(asked: Filtered, several: Several = False) -> Response:
        with joins.asked() as stored:
            return answer(HappeningDays(stored.days(asked, several=several)))

    @app.get(
        "/api/happenings/{report}/{event}",
        responses={200: {"model": HappeningView}, 404: {"model": Faulty}},
        summary="The happening that an event stands in: origins, tellings, disputes, tolls, reasons",
    )
    def happening(report: Named, event: Annotated[str, Path(max_length=100)]) -> Response:
        with joins.asked() as stored:
            row = ledger.event(f"{report}/{event}")
            told = stored.holding(row.id)
            whole = Shown(ledger, stored).whole(told, ledger.judgements()) if told else None
        if whole is None:
            raise NotFound(f"{row.id} is not joined yet: ask /api/joins how far it is, then ask again")
        return answer(whole)


def _disputes(app: FastAPI, ledger: Ledger, joins: Joins) -> None:
    @app.get(
        "/api/conflicts",
        responses={200: {"model": Page[DisputeRow]}},
        summary="Where tellings of one happening exclude one another: the sides with their words, no verdict",
    )
    def conflicts(asked: Filtered, limit: Limit = 50, offset: Offset = 0) -> Response:
        with joins.asked() as stored:
            page = stored.disputes(asked, limit=limit, offset=offset)
            shown = Shown(ledger, stored)
            rows = [shown.disputed(told, number) for told, number in page.rows]
        return answer(Page(tuple(row for row in rows if row), page.total))

    @app.get(
        "/api/tolls",
        responses={200: {"model": Page[TollGroup]}},
        summary="Every figure told of each happening, by speaker; and what the rules of datasets make of the deaths",
    )
    def tolls(asked: Filtered, several: Several = False, limit: Limit = 50, offset: Offset = 0) -> Response:
        with joins.asked() as stored:
            page = stored.happenings(
                asked, several=several, having="tolls", order="origins", limit=limit, offset=offset
            )
            shown = Shown(ledger, stored)
            groups = [shown.tolls(told, row) for told in page.rows if (row := shown.row(told))]
        return answer(Page(tuple(groups), page.total))


def _reports(app: FastAPI, ledger: Ledger, joins: Joins) -> None:
    @app.get(
        "/api/reprints",
        responses={200: {"model": Page[Family]}},
        summary="Reports that others reprint, each with the tree of its reprints",
    )
    def reprints(asked: Filtered, limit: Limit = 50, offset: Offset = 0) -> Response:
        with joins.asked() as stored:
            page = stored.families(asked, limit=limit, offset=offset)
            shown = Shown(ledger, stored)
            return answer(Page(tuple(shown.family(root) for root in page.rows), page.total))

    @app.get(
        "/api/reprints/{report}",
        responses={200: {"model": Kin}, 404: {"model": Faulty}},
        summary="What a report is near to: its reprints, reports of the same address, reports of the same happenings",
    )
    def kin(report: Named) -> Response:
        with joins.asked() as stored:
            return answer(Shown(ledger, stored).kin(ledger.find(report), ledger.judgements()))

    @app.get(
        "/api/differences",
        responses={200: {"model": DifferenceView}, 404: {"model": Faulty}},
        summary="What two reports, or two versions of one, tell differently",
    )
    def differences(one: Asked, other: Asked) -> Response:
        first, second = ledger.find(one), ledger.find(other)
        if first.id == second.id:
            return fault(422, "parameter", f"other: {one} and {other} are one report: give two")
        with joins.asked() as stored:
            return answer(Shown(ledger, stored).difference(first, second))
