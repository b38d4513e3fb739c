"""What a person says of joins, from the page: kept with name and reason, nothing is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Body, FastAPI, Query, Response
from pydantic import StringConstraints

from onrecord.ledger import Judgement, Ledger, Verdict
from onrecord.server.answers import Faulty, answer, fault
from onrecord.server.guard import Keys

_Named = Annotated[str, StringConstraints(min_length=1, max_length=500)]


@dataclass(frozen=True, slots=True)
class Given:
    """Whether two events (REPORT/EVENT each), or two reports as reprint and origin, are one, who says so, and why."""

    one: _Named
    other: _Named
    verdict: Verdict
    author: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    reason: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


@dataclass(frozen=True, slots=True)
class Token:
    """What a request that writes must bring in `X-Onrecord-Token`; null where this server does not write, and why."""

    token: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Judgements:
    """What people said of joins, newest first."""

    judgements: tuple[Judgement, ...]


def judge(app: FastAPI, ledger: Ledger, keys: Keys) -> None:
    @app.get("/api/token", responses={200: {"model": Token}}, summary="What a request that writes must bring")
    def token() -> Response:
        return answer(Token(keys.token, keys.why))

    @app.get("/api/judgements", responses={200: {"model": Judgements}}, summary="What people said of joins")
    def judgements(limit: Annotated[int, Query(ge=1, le=10_000)] = 500) -> Response:
        return answer(Judgements(ledger.judgements()[::-1][:limit]))

    @app.post(
        "/api/judgements",
        status_code=201,
        responses={201: {"model": Judgement}, **{n: {"model": Faulty} for n in (400, 403, 404, 413, 415)}},
        summary="Keep what a person says of two events or two reports; only from the page itself, with its token",
    )
    def keep(given: Annotated[Given, Body()]) -> Response:
        if not given.author.strip() or not given.reason.strip():
            return fault(422, "judgement", "a judgement needs its author and a reason")
        with Ledger.open(ledger.path, write=True, create=False) as writing:
            try:
                kept = writing.judge(given.one, given.other, given.verdict, author=given.author, reason=given.reason)
            except ValueError as error:
                return fault(422, "judgement", str(error))
        return answer(kept, 201)
