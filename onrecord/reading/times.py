"""TIMEX3 expressions with value and interval."""

from __future__ import annotations

from onrecord.record import Document, Syntax, Timex


def find_times(document: Document, syntax: Syntax) -> tuple[Timex, ...]:
    return ()
