"""When the report was published: from its dateline, else inferred from dated weekdays; the basis is said."""

from __future__ import annotations

from onrecord.record import Document, Syntax


def date_report(document: Document, syntax: Syntax) -> Document:
    return document
