"""A view over many reports as a file: every line of it, in JSON or CSV, under the same filters as the list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import FastAPI, Query, Response
from starlette.responses import StreamingResponse

from onrecord.export.joined import LINES, csv_of, json_of
from onrecord.export.joined.making import (
    actors_line,
    conflict_lines,
    link_lines,
    origins_line,
    same_line,
    timeline_line,
    toll_lines,
)
from onrecord.joining import Told
from onrecord.ledger import Filters, Ledger
from onrecord.linking.toll_rules import RULES
from onrecord.server.acting import passing
from onrecord.server.asked import Filtered
from onrecord.server.joins import Joins, Stored

View = Literal["origins", "same", "conflicts", "tolls", "timeline", "actors", "link"]
_KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/x-ndjson"}
_AT_ONCE = 200  # happenings or reprints of one look at the ledger: no transaction stays open while a reader is slow


@dataclass(frozen=True, slots=True)
class _Asked:
    filters: Filters
    several: bool


def take(app: FastAPI, ledger: Ledger, joins: Joins) -> None:
    @app.get(
        "/api/joined/{view}",
        response_class=StreamingResponse,
        responses={200: {"content": {kind: {} for kind in _KINDS.values()}}},
        summary="A view over many reports as a file, every line of it: `onrecord schema` tells what each key holds",
    )
    def joined(
        view: View,
        asked: Filtered,
        format: Literal["json", "csv"] = "json",
        several: Annotated[bool, Query(description="Only events or actors that several reports tell of")] = False,
    ) -> Response:
        lines = _VIEWS[view](ledger, joins, _Asked(asked, several))
        chunks = json_of(lines) if format == "json" else csv_of(LINES[view], lines)
        name = f"onrecord-{view}.{'jsonl' if format == 'json' else 'csv'}"
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        return StreamingResponse(_begun(chunks), 200, headers, _KINDS[format])


def _begun(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """With the first chunk made already: what cannot be told at all (no joins yet) is told as an error."""
    first = next(chunks, b"")

    def every() -> Iterator[bytes]:
        yield first
        yield from chunks

    return every()


def _happenings(joins: Joins, numbers: list[int], made: Callable[[Stored, Told], Iterator[object]]) -> Iterator[object]:
    for start in range(0, len(numbers), _AT_ONCE):
        with joins.asked() as stored:
            lines = [line for told in stored.at(numbers[start : start + _AT_ONCE]) for line in made(stored, told)]
        yield from lines


def _same(ledger: Ledger, joins: Joins, asked: _Asked) -> Iterator[object]:
    with joins.asked() as stored:
        numbers = stored.numbers(asked.filters, several=asked.several, order="origins")
    return _happenings(joins, numbers, lambda stored, told: iter((same_line(told, stored.named),)))


def _timeline(ledger: Ledger, joins: Joins, asked: _Asked) -> Iterator[object]:
    with joins.asked() as stored:
        numbers = stored.numbers(asked.filters, several=asked.several, order="time")
    return _happenings(joins, numbers, lambda stored, told: iter((timeline_line(told, stored.named),)))


def _conflicts(ledger: Ledger, joins: Joins, asked: _Asked) -> Iterator[object]:
    with joins.asked() as stored:
        numbers = stored.numbers(asked.filters, having="disputes", order="origins")
    return _happenings(joins, numbers, lambda _, told: conflict_lines(told))


def _tolls(ledger: Ledger, joins: Joins, asked: _Asked) -> Iterator[object]:
    with joins.asked() as stored:
        numbers = stored.numbers(asked.filters, several=asked.several, having="tolls", order="origins")
    return _happenings(joins, numbers, lambda _, told: toll_lines(told, RULES))


def _origins(ledger: Ledger, joins: Joins, asked: _Asked) -> Iterator[object]:
    """Of the families that the list shows."""
    with joins.asked() as stored:
        found = stored.reprints()
        if asked.filters:
            roots = set(stored.families(asked.filters, limit=1_000_000_000).rows)
            found = tuple(r for r in found if stored.root(r.copy) in roots)
    for start in range(0, len(found), _AT_ONCE):
        with joins.asked() as stored:
            some = found[start : start + _AT_ONCE]
            lines = [origins_line(stored, r) for r in some if stored.holds(r.copy) and stored.holds(r.origin)]
        yield from lines


def _actors(ledger: Ledger, joins: Joins, asked: _Asked) -> Iterator[object]:
    actors = [a for a in passing(ledger, joins.acting().actors, asked.filters) if a.reports > 1 or not asked.several]
    with joins.asked() as stored:
        names = {card.key: card.name for card in stored.actor_cards()}
    return iter([actors_line(actor, names) for actor in actors])


def _link(ledger: Ledger, joins: Joins, asked: _Asked) -> Iterator[object]:
    with joins.asked() as stored:
        return iter(tuple(link_lines(ledger.judgements(), stored.unheeded())))


_VIEWS: dict[View, Callable[[Ledger, Joins, _Asked], Iterator[object]]] = {
    "origins": _origins,
    "same": _same,
    "conflicts": _conflicts,
    "tolls": _tolls,
    "timeline": _timeline,
    "actors": _actors,
    "link": _link,
}
