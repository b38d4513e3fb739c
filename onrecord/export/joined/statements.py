"""Who says what: a line an event, under the one whose position it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.export.csv import figure_told
from onrecord.export.joined.lines import ReportLine, SaidLine
from onrecord.ledger import EventRow
from onrecord.view import UNNAMED


def said_lines(rows: Iterable[EventRow]) -> Iterator[SaidLine]:
    """In the order of the rows."""
    for row in rows:
        event, report = row.event, row.report
        inner = event.chain[0] if event.chain else None
        outlet = report.publisher or report.title or report.name
        yield SaidLine(
            inner.name if inner else outlet,
            "outlet" if inner is None else "unnamed" if inner.name == UNNAMED or inner.entity is None else "speaker",
            tuple(said.name for said in event.chain[1:]),
            inner.stance if inner else None,
            event.status,
            event.certainty,
            event.trigger.quote,
            event.kind,
            event.names("actor"),
            event.names("recipient"),
            tuple(map(figure_told, event.figures)),
            event.place.name if event.place else None,
            event.earliest,
            event.latest,
            row.id,
            ReportLine(report.id, report.name, report.title, report.publisher, report.published),
            event.sentence.quote,
            event.sentence.start,
            event.sentence.end,
        )
