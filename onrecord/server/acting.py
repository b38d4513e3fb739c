"""Actors across reports, as the page is shown them: names, roles, members, why they are one, who else may be meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from fastapi import FastAPI, Path, Query, Response

from onrecord.ledger import Filters, Judgement, Ledger, NotFound, Page, ReportRow
from onrecord.linking.actors import Actor, Link
from onrecord.record import EntityKind
from onrecord.server.answers import Faulty, answer
from onrecord.server.asked import Filtered, Limit, Offset
from onrecord.server.forms import Said
from onrecord.server.joins import Joins, Stored
from onrecord.server.shown import Shown

_NAMES = 6  # forms and roles that a row of a list shows
_LINKS = 60
_MEMBERS = 60  # of one actor in one answer: the record of each has to be opened for its name


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor in a list. `key` is its first member; `unsure` counts the others who may be meant."""

    key: str
    name: str
    kind: EntityKind
    country: str | None
    sector: str | None
    names: tuple[str, ...]
    roles: tuple[str, ...]
    reports: int
    mentions: int
    unsure: int


@dataclass(frozen=True, slots=True)
class Member:
    """An entity of a report ("REPORT/ENTITY") that is this actor."""

    id: str
    name: str
    report: ReportRow


@dataclass(frozen=True, slots=True)
class LinkView:
    """Why two members are one, or may be; `author` is onrecord, or who says so."""

    one: Member
    other: Member
    verdict: Literal["same", "different", "unsure"]
    score: float
    reasons: tuple[str, ...]
    author: str


@dataclass(frozen=True, slots=True)
class ActorView:
    """An actor whole."""

    actor: ActorRow
    names: tuple[str, ...]
    roles: tuple[str, ...]
    members: tuple[Member, ...]
    left_out: int
    joins: tuple[LinkView, ...]
    unsure: tuple[LinkView, ...]
    said: tuple[Said, ...]


def act(app: FastAPI, ledger: Ledger, joins: Joins) -> None:
    @app.get(
        "/api/actors",
        responses={200: {"model": Page[ActorRow]}},
        summary="Persons, bodies and places joined across reports: `words` are looked for in their names",
    )
    def actors(
        asked: Filtered,
        several: Annotated[bool, Query(description="Only actors whom several reports name")] = False,
        what: Annotated[list[EntityKind], Query(description="Only such kinds")] = [],  # noqa: B006 - FastAPI copies it
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> Response:
        found = [
            a for a in passing(ledger, joins.acting().actors, asked) if (a.reports > 1 or not several) and _of(a, what)
        ]
        return answer(Page(tuple(_row(a) for a in found[offset : offset + limit]), len(found)))

    @app.get(
        "/api/actors/{report}/{entity}",
        responses={200: {"model": ActorView}, 404: {"model": Faulty}},
        summary="The actor that an entity of a report is: members, reasons, who else may be meant",
    )
    def actor(
        report: Annotated[str, Path(max_length=500, description="A report's id, or the beginning of it")],
        entity: Annotated[str, Path(max_length=100)],
    ) -> Response:
        key = f"{ledger.find(report).id}/{entity}"
        found = joins.acting().of.get(key)
        if found is None:
            raise NotFound(
                f"{key} is no entity that is joined: only those told by name are, of a report's newest version"
            )
        with joins.asked() as stored:
            return answer(_Acting(ledger, stored).whole(found, ledger.judgements()))


def passing(ledger: Ledger, actors: Sequence[Actor], asked: Filters) -> list[Actor]:
    """The actors with all the words in one of their names, of reports with an event that passes the other filters."""
    words = (asked.words or "").casefold().replace('"', " ").replace("*", " ").split()
    rest = replace(asked, words=None)
    reports = {key.partition("/")[0] for key in ledger.keys(rest)} if rest != Filters() else None
    return [
        a
        for a in actors
        if (not words or any(all(w in form.casefold() for w in words) for form in a.names))
        and (reports is None or any(m.partition("/")[0] in reports for m in a.members))
    ]


def _of(actor: Actor, kinds: Sequence[EntityKind]) -> bool:
    return not kinds or actor.kind in kinds


def _row(actor: Actor) -> ActorRow:
    return ActorRow(
        actor.key,
        actor.name,
        actor.kind,
        actor.country,
        actor.sector,
        tuple(n for n in actor.names if n != actor.name)[:_NAMES],
        actor.roles[:_NAMES],
        actor.reports,
        actor.mentions,
        len(actor.unsure),
    )


class _Acting:
    def __init__(self, ledger: Ledger, stored: Stored) -> None:
        self._ledger = ledger
        self._shown = Shown(ledger, stored)
        self._names: dict[str, dict[str, str]] = {}

    def whole(self, actor: Actor, judgements: Sequence[Judgement]) -> ActorView:
        members = sorted(actor.members)[:_MEMBERS]
        return ActorView(
            _row(actor),
            actor.names[:_MEMBERS],
            actor.roles[:_MEMBERS],
            tuple(sorted(filter(None, map(self._member, members)), key=lambda m: (m.report.published or "9999", m.id))),
            len(actor.members) - len(members),
            self._links(actor.joins),
            self._links(actor.unsure),
            self._shown.said(judgements, set(actor.members)),
        )

    def _links(self, links: Sequence[Link]) -> tuple[LinkView, ...]:
        strongest = sorted(links, key=lambda link: (-link.score, link.a, link.b))[:_LINKS]
        return tuple(view for view in map(self._link, strongest) if view)

    def _link(self, link: Link) -> LinkView | None:
        one, other = self._member(link.a), self._member(link.b)
        if one is None or other is None:
            return None
        return LinkView(one, other, link.verdict, round(link.score, 3), link.reasons, link.author)

    def _member(self, member: str) -> Member | None:
        report, _, entity = member.rpartition("/")
        row = self._shown.report(report)
        if row is None:
            return None
        if report not in self._names:
            try:
                self._names[report] = {e.id: e.name for e in self._ledger.record(report).entities}
            except NotFound:
                return None
        return Member(member, self._names[report].get(entity, entity), row)
