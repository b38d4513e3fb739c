"""Comma-separated values (RFC 4180, UTF-8): one row an event, names resolved, the words beside them.

Several values of one cell are joined by " | ". Text cells that a spreadsheet would run as a formula get an apostrophe
before them, as OWASP advises ("CSV Injection").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from onrecord.export.sample import Asked
from onrecord.ledger import EventRow, Filters
from onrecord.record import Role, Span
from onrecord.view import OWN_VOICE, EventView, FigureView

_COUNTED = ("killed", "injured")  # with columns of numbers
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Cell = str | int | float | None

COLUMNS = (
    "id", "report", "name", "title", "publisher", "url", "published", "published_basis",
    "status", "certainty", "status_cue", "kind", "mode", "trigger",
    "actors", "actor_quotes", "recipients", "recipient_quotes", "instruments", "origins", "destinations",
    "place", "country", "admin1", "latitude", "longitude", "place_precision", "place_quote",
    "earliest", "latest", "time_value", "time_quote", "until_quote",
    "figures", "figure_quotes", "according_to", "according_to_quotes", "cues", "stances",
    "aggregate", "relevance", "start", "end", "sentence", "rule",
    "killed_low", "killed_high", "injured_low", "injured_high", "page",
)  # fmt: skip


def export_csv(ledger: Asked, filters: Filters) -> Iterator[bytes]:
    """The header, then a row an event, in the order of adding."""
    yield _line(COLUMNS)
    for row in ledger.each_event(filters):
        yield _line(tuple(_cells(row)))


def _line(cells: tuple[Cell, ...]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([guarded(cell) for cell in cells])
    return buffer.getvalue().encode("utf-8", "replace")


def guarded(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _cells(row: EventRow) -> Iterator[Cell]:
    report, event = row.report, row.event
    yield from (row.id, report.id, report.name, report.title, report.publisher, report.url, report.published)
    yield from (report.published_basis, event.status, event.certainty, _quote(event.status_cue), event.kind)
    yield from (event.mode, event.trigger.quote)
    yield from _joined(event, "actor")
    yield from _joined(event, "recipient")
    yield from (_names(event, "instrument"), _names(event, "origin"), _names(event, "destination"))
    place, time = event.place, event.time
    if place is not None:
        yield from (place.name, place.country, place.admin1, place.latitude, place.longitude, place.precision)
        yield place.span.quote
    else:
        yield from (None,) * 7
    yield from (event.earliest, event.latest, time.value if time else None, _quote(time.span if time else None))
    yield _quote(event.until.span if event.until else None)
    yield " | ".join(map(figure_told, event.figures))
    yield " | ".join(figure.span.quote for figure in event.figures)
    yield " | ".join(said.name for said in event.chain) or OWN_VOICE
    yield " | ".join(said.span.quote if said.span else "" for said in event.chain)
    yield " | ".join(said.cue.quote for said in event.chain)
    yield " | ".join(said.stance for said in event.chain)
    yield from (str(event.aggregate).lower(), event.relevance, event.trigger.start, event.trigger.end)
    yield from (event.sentence.quote, event.rule)
    for what in _COUNTED:
        counted = next((figure for figure in event.figures if figure.what == what), None)
        yield from (counted.low, counted.high) if counted else (None, None)
    yield event.page


def _joined(event: EventView, role: Role) -> tuple[str, str]:
    parties = [party for party in event.parties if party.role == role]
    names = " | ".join(party.name for party in parties)
    return names, " | ".join(party.span.quote if party.span else "" for party in parties)


def _names(event: EventView, role: Role) -> str:
    return " | ".join(event.names(role))


def _quote(span: Span | None) -> str | None:
    return span.quote if span else None


def figure_told(figure: FigureView) -> str:
    """`killed 12..15`, `killed 12..` for "at least 12", `killed ..40` for "up to 40"."""
    low = f"{figure.low:.10g}" if figure.low is not None else ""
    high = f"{figure.high:.10g}" if figure.high is not None else ""
    number = low if low == high else f"{low}..{high}"
    return " ".join(filter(None, (figure.what, number, figure.unit, "in all" if figure.scope == "total" else "")))
