"""The API: what it asks of a ledger and how it answers. Errors are JSON with one line that says what to do."""

from __future__ import annotations

import datetime
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
from fastapi import Depends, FastAPI, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse

from onrecord import __version__, codec
from onrecord.export import EXPORTS
from onrecord.ledger import (
    DayCount,
    EventOrder,
    EventRow,
    FacetCounts,
    Filters,
    Ledger,
    LedgerError,
    NotFound,
    Page,
    ReportOrder,
    ReportRow,
)
from onrecord.record import EventKind, Record, Status
from onrecord.server import files
from onrecord.server.guard import Guard

_BYTES = "application/octet-stream"
_EXPORTED = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}
MOST = 500  # rows in one answer: a page of the longest list stays under a megabyte

Words = Annotated[
    str | None, Query(max_length=1000, description="Every word; “in quotes” together; a trailing * opens")
]
Names = Annotated[
    list[str], Query(max_length=100, description="Any of these names; a leading = means the whole name, to the letter")
]


def _day(given: str) -> str:
    datetime.date.fromisoformat(given)  # the pattern lets 2026-02-31 through
    return given


# Not a `date`: that would take "0" for a day of 1970.
Day = Annotated[
    Annotated[str, AfterValidator(_day)] | None,
    Query(
        pattern=r"^\d{4}-\d\d-\d\d$",
        json_schema_extra={"format": "date"},
        description="ISO day, inclusive; the event's interval must touch it",
    ),
]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Offset = Annotated[int, Query(ge=0, le=1_000_000_000)]


@dataclass(frozen=True, slots=True)
class About:
    """What is being served."""

    version: str
    name: str
    reports: int
    events: int


@dataclass(frozen=True, slots=True)
class Facets:
    """For each facet its commonest values with counts of events, under all filters but its own."""

    facets: tuple[FacetCounts, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """Events by day, oldest first, under all filters but the dates; events without a known day are left out."""

    days: tuple[DayCount, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Faulty:
    """Every answer that is no success."""

    error: Fault


def filters(
    words: Words = None,
    kind: Annotated[list[EventKind | Literal["none"]], Query()] = [],  # noqa: B006 - FastAPI copies it
    status: Annotated[list[Status], Query()] = [],  # noqa: B006
    actor: Names = [],  # noqa: B006
    recipient: Names = [],  # noqa: B006
    place: Names = [],  # noqa: B006
    country: Names = [],  # noqa: B006
    source: Names = [],  # noqa: B006
    publisher: Names = [],  # noqa: B006
    report: Annotated[list[str], Query(max_length=100, description="Ids of reports")] = [],  # noqa: B006
    since: Day = None,
    until: Day = None,
) -> Filters:
    """Several values of one parameter mean any of them; several parameters mean all of them."""
    return Filters(
        words,
        tuple(kind),
        tuple(status),
        tuple(actor),
        tuple(recipient),
        tuple(place),
        tuple(country),
        tuple(source),
        tuple(publisher),
        tuple(report),
        since,
        until,
    )


Filtered = Annotated[Filters, Depends(filters)]


def _json(content: object, status: int = 200) -> Response:
    return _raw(msgspec.json.encode(content), status)


def _raw(content: bytes, status: int = 200) -> Response:
    return Response(content, status, {"cache-control": "no-store"}, "application/json")


def _fault(status: int, code: str, message: str) -> Response:
    return _json(Faulty(Fault(code, message)), status)


def create_app(ledger: Ledger, *, host: str = "127.0.0.1") -> Guard:
    """The whole application: API, page, and the guard around both. `host` is the address it is bound to."""
    app = FastAPI(
        title="onrecord",
        version=__version__,
        description="Who did what to whom, where and when, according to whom. Read-only.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
        responses={422: {"model": Faulty}, 503: {"model": Faulty}},
    )
    _ask(app, ledger)
    _take(app, ledger)
    _pages(app)
    _explain(app)
    return Guard(app, host=host)


def _ask(app: FastAPI, ledger: Ledger) -> None:
    """The questions. Plain functions run in a pool of threads; the ledger gives each thread its own connection."""

    @app.get("/api/ledger", responses={200: {"model": About}}, summary="What is being served")
    def about() -> Response:
        held = ledger.statistics()
        return _json(About(__version__, ledger.path.name, held.reports, held.events))

    @app.get("/api/reports", responses={200: {"model": Page[ReportRow]}}, summary="Reports that pass the filters")
    def reports(asked: Filtered, limit: Limit = 50, offset: Offset = 0, order: ReportOrder = "-published") -> Response:
        return _json(ledger.reports(asked, limit, offset, order))

    @app.get("/api/events", responses={200: {"model": Page[EventRow]}}, summary="Events that pass the filters")
    def events(asked: Filtered, limit: Limit = 50, offset: Offset = 0, order: EventOrder = "report") -> Response:
        return _json(ledger.events(asked, limit, offset, order))

    @app.get("/api/facets", responses={200: {"model": Facets}}, summary="Values to filter by, with counts of events")
    def facets(asked: Filtered, limit: Annotated[int, Query(ge=1, le=200)] = 40) -> Response:
        return _json(Facets(ledger.facets(asked, limit)))

    @app.get("/api/days", responses={200: {"model": Days}}, summary="How many events happened on which day")
    def days(asked: Filtered) -> Response:
        return _json(Days(ledger.days(asked)))

    @app.get(
        "/api/records/{report}",
        responses={200: {"model": Record}, 404: {"model": Faulty}},
        summary="The whole record of a report: `onrecord schema` prints what each key holds",
    )
    def record(report: Annotated[str, Path(max_length=500, description="Its id, or the beginning of it")]) -> Response:
        return _raw(codec.encode(ledger.record(report)))


def _take(app: FastAPI, ledger: Ledger) -> None:
    """What is seen, as a file: the same filters, every row."""

    @app.get(
        "/api/export/{format}",
        response_class=StreamingResponse,
        responses={200: {"content": {kind: {} for kind in _EXPORTED.values()}}, 404: {"model": Faulty}},
        summary="The events that pass the filters (csv), or the records that hold them (jsonl), as a file",
    )
    def export(format: Annotated[str, Path(max_length=20)], asked: Filtered) -> Response:
        if format not in EXPORTS:
            return _fault(404, "not_found", f"no format {format!r}: there are {', '.join(EXPORTS)}")
        headers = {"content-disposition": f'attachment; filename="onrecord.{format}"', "cache-control": "no-store"}
        return StreamingResponse(EXPORTS[format](ledger, asked), 200, headers, _EXPORTED.get(format, _BYTES))


def _pages(app: FastAPI) -> None:
    held = files.load()

    async def page(request: Request) -> Response:
        file = held.get(request.url.path)
        if file is None:
            return _fault(404, "not_found", "no such page: the page is at /, the API is told at /api/openapi.json")
        return Response(file.content, file.status, {"cache-control": file.cache}, file.media_type)

    app.add_route("/{path:path}", page, methods=["GET"], include_in_schema=False)


def _explain(app: FastAPI) -> None:
    handlers: tuple[tuple[type[Exception], Callable[[Any], Response]], ...] = (
        (NotFound, lambda error: _fault(404, "not_found", str(error))),
        (LedgerError, lambda error: _fault(503, "ledger", str(error))),
        (RequestValidationError, _invalid),
        (HTTPException, _http),
        (Exception, lambda _: _fault(500, "internal", "the server failed at this: please report it with the address")),
    )
    for kind, explain in handlers:
        app.add_exception_handler(kind, _handler(explain))


def _handler(explain: Callable[[Any], Response]) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, error: Exception) -> Response:
        return explain(error)

    return handle


def _http(error: HTTPException) -> Response:
    answer = _fault(error.status_code, "http", f"{error.detail}: see /api/openapi.json")
    answer.headers.update(error.headers or {})
    return answer


def _invalid(error: RequestValidationError) -> Response:
    first = error.errors()[0]
    where = first["loc"][1] if len(first["loc"]) > 1 else first["loc"][0]  # ("query", name, index in a list)
    return _fault(422, "parameter", f"{where}: {first['msg']}: see /api/openapi.json for what it takes")
