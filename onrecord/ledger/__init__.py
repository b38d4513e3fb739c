"""The use cases over a store: add, list, show, search, count, forget.

with Ledger.open(path, write=True) as ledger:
    for outcome in ledger.add_sources(gather(["reports/"])):
        print(outcome.state, outcome.name)

with Ledger.open(path) as ledger:               # reading; works beside a running writer and from many threads
    page = ledger.events(Filters(actor=("putin",), kind=("COERCE",)), limit=50)
    page.total, page.rows[0].event.trigger, page.rows[0].report.title
    ledger.facets(Filters(words="drone strike"))
    ledger.record(page.rows[0].report.id)       # the whole record, with its text
"""

from __future__ import annotations

from onrecord.ledger.adding import Added, Adding, Forgotten
from onrecord.ledger.asking import Version
from onrecord.ledger.joining import Joining
from onrecord.ledger.opened import default_path
from onrecord.store import (
    FACETS,
    CaptureRow,
    Count,
    DayCount,
    EventOrder,
    EventRow,
    Facet,
    FacetCounts,
    Filters,
    Judgement,
    LedgerError,
    LogLine,
    NoLedger,
    NotFound,
    Page,
    ReportOrder,
    ReportRow,
    Statistics,
    Tombstone,
    Verdict,
)

__all__ = [
    "FACETS", "Added", "CaptureRow", "Count", "DayCount", "EventOrder", "EventRow", "Facet", "FacetCounts", "Filters",
    "Forgotten", "Judgement", "Ledger", "LedgerError", "LogLine", "NoLedger", "NotFound", "Page", "ReportOrder",
    "ReportRow", "Statistics", "Tombstone", "Verdict", "Version", "default_path",
]  # fmt: skip


class Ledger(Adding, Joining):
    """An open ledger. Every method may be called from any thread; errors of the file are LedgerError."""
