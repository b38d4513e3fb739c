"""The API: what it asks of a ledger and how it answers. Errors are JSON with one line that says what to do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import FastAPI, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse

from onrecord import __version__, codec
from onrecord.export import EXPORTS
from onrecord.ledger import (
    DayCount,
    EventOrder,
    EventRow,
    FacetCounts,
    Ledger,
    LedgerError,
    NotFound,
    Page,
    ReportOrder,
    ReportRow,
)
from onrecord.record import Record
from onrecord.server import across, acting, files, judging, taking
from onrecord.server.answers import Faulty, answer, fault, raw
from onrecord.server.asked import Filtered, Limit, Offset
from onrecord.server.guard import Guard, Keys
from onrecord.server.joins import Joining, Joins

_BYTES = "application/octet-stream"
_EXPORTED = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson", "geojson": "application/geo+json"}


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


def create_app(ledger: Ledger, *, host: str = "127.0.0.1") -> Guard:
    """The whole application: API, page, and the guard around both. `host` is the address it is bound to."""
    app = FastAPI(
        title="onrecord",
        version=__version__,
        description="Who did what to whom, where and when, according to whom. Only judgements of joins are written.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
        responses={422: {"model": Faulty}, 503: {"model": Faulty}},
    )
    _ask(app, ledger)
    joins = Joins(ledger)
    across.ask(app, ledger, joins)
    acting.act(app, ledger, joins)
    taking.take(app, ledger, joins)
    keys = Keys(host)
    judging.judge(app, ledger, keys)
    _take(app, ledger)
    _pages(app)
    _explain(app)
    return Guard(app, host=host, keys=keys)


def _ask(app: FastAPI, ledger: Ledger) -> None:
    """The questions. Plain functions run in a pool of threads; the ledger gives each thread its own connection."""

    @app.get("/api/ledger", responses={200: {"model": About}}, summary="What is being served")
    def about() -> Response:
        held = ledger.statistics()
        return answer(About(__version__, ledger.path.name, held.reports, held.events))

    @app.get("/api/reports", responses={200: {"model": Page[ReportRow]}}, summary="Reports that pass the filters")
    def reports(asked: Filtered, limit: Limit = 50, offset: Offset = 0, order: ReportOrder = "-published") -> Response:
        return answer(ledger.reports(asked, limit, offset, order))

    @app.get("/api/events", responses={200: {"model": Page[EventRow]}}, summary="Events that pass the filters")
    def events(asked: Filtered, limit: Limit = 50, offset: Offset = 0, order: EventOrder = "report") -> Response:
        return answer(ledger.events(asked, limit, offset, order))

    @app.get("/api/facets", responses={200: {"model": Facets}}, summary="Values to filter by, with counts of events")
    def facets(asked: Filtered, limit: Annotated[int, Query(ge=1, le=200)] = 40) -> Response:
        return answer(Facets(ledger.facets(asked, limit)))

    @app.get("/api/days", responses={200: {"model": Days}}, summary="How many events happened on which day")
    def days(asked: Filtered) -> Response:
        return answer(Days(ledger.days(asked)))

    @app.get(
        "/api/records/{report}",
        responses={200: {"model": Record}, 404: {"model": Faulty}},
        summary="The whole record of a report: `onrecord schema` prints what each key holds",
    )
    def record(report: Annotated[str, Path(max_length=500, description="Its id, or the beginning of it")]) -> Response:
        return raw(codec.encode(ledger.record(report)))


def _take(app: FastAPI, ledger: Ledger) -> None:
    """What is seen, as a file: the same filters, every row."""

    @app.get(
        "/api/export/{format}",
        response_class=StreamingResponse,
        responses={200: {"content": {kind: {} for kind in _EXPORTED.values()}}, 404: {"model": Faulty}},
        summary="The events that pass the filters (csv, geojson), or the records that hold them (jsonl), as a file",
    )
    def export(format: Annotated[str, Path(max_length=20)], asked: Filtered) -> Response:
        if format not in EXPORTS:
            return fault(404, "not_found", f"no format {format!r}: there are {', '.join(EXPORTS)}")
        headers = {"content-disposition": f'attachment; filename="onrecord.{format}"', "cache-control": "no-store"}
        return StreamingResponse(EXPORTS[format](ledger, asked), 200, headers, _EXPORTED.get(format, _BYTES))


def _pages(app: FastAPI) -> None:
    held = files.load()

    async def page(request: Request) -> Response:
        file = held.get(request.url.path)
        if file is None:
            return fault(404, "not_found", "no such page: the page is at /, the API is told at /api/openapi.json")
        return Response(file.content, file.status, {"cache-control": file.cache}, file.media_type)

    app.add_route("/{path:path}", page, methods=["GET"], include_in_schema=False)


def _explain(app: FastAPI) -> None:
    handlers: tuple[tuple[type[Exception], Callable[[Any], Response]], ...] = (
        (NotFound, lambda error: fault(404, "not_found", str(error))),
        (Joining, lambda error: fault(503, "joining", str(error))),
        (LedgerError, lambda error: fault(503, "ledger", str(error))),
        (RequestValidationError, _invalid),
        (HTTPException, _http),
        (Exception, lambda _: fault(500, "internal", "the server failed at this: please report it with the address")),
    )
    for kind, explain in handlers:
        app.add_exception_handler(kind, _handler(explain))


def _handler(explain: Callable[[Any], Response]) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, error: Exception) -> Response:
        return explain(error)

    return handle


def _http(error: HTTPException) -> Response:
    told = fault(error.status_code, "http", f"{error.detail}: see /api/openapi.json")
    told.headers.update(error.headers or {})
    return told


def _invalid(error: RequestValidationError) -> Response:
    first = error.errors()[0]
    where = first["loc"][1] if len(first["loc"]) > 1 else first["loc"][0]  # ("query", name, index in a list)
    return fault(422, "parameter", f"{where}: {first['msg']}: see /api/openapi.json for what it takes")
