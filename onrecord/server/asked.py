"""The parameters that several questions take: filters, pages."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from fastapi import Depends, Query
from pydantic import AfterValidator

from onrecord.ledger import Filters
from onrecord.record import EventKind, Status

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
    all_versions: Annotated[bool, Query(description="Also older texts of an address whose text has changed")] = False,
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
        all_versions,
    )


Filtered = Annotated[Filters, Depends(filters)]
