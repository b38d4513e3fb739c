"""Options that several commands share, and what they make."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from onrecord.cli.terminal import UsageError

if TYPE_CHECKING:
    from onrecord.store import Filters

LedgerPath = Annotated[
    Path | None,
    typer.Option(
        "--ledger",
        envvar="ONRECORD_LEDGER",
        show_default=False,
        help="The ledger's file; by default in the user's data folder of this platform.",
    ),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", show_default=False, help="Write to this file, not to standard output.")
]
Published = Annotated[
    str | None,
    typer.Option(
        "--published",
        metavar="DATE",
        show_default=False,
        help="Date (2024-12-16) or date-time of publication, for reports that carry none of their own.",
    ),
]
_FILTERS = "Which events"
Actor = Annotated[
    list[str] | None,
    typer.Option(
        "--actor",
        show_default=False,
        rich_help_panel=_FILTERS,
        help="Who acted: words of a name in any case, or the whole name after '='. Given twice: either.",
    ),
]
Recipient = Annotated[
    list[str] | None,
    typer.Option("--recipient", show_default=False, rich_help_panel=_FILTERS, help="Whom it was done to; as --actor."),
]
PlaceName = Annotated[
    list[str] | None,
    typer.Option(
        "--place",
        show_default=False,
        rich_help_panel=_FILTERS,
        help="Where: words of a place's name, a country (then all of it) or its ISO 3166 alpha-3 code.",
    ),
]
Kind = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        show_default=False,
        rich_help_panel=_FILTERS,
        help="PLOVER type such as ASSAULT, or 'none' for what PLOVER does not code.",
    ),
]
StatusName = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        show_default=False,
        rich_help_panel=_FILTERS,
        help="asserted, denied, planned, possible or hypothetical.",
    ),
]
SourceName = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        show_default=False,
        rich_help_panel=_FILTERS,
        help='According to whom, anywhere in the chain; "outlet\'s own voice" for events outside every attribution.',
    ),
]
Publisher = Annotated[
    list[str] | None,
    typer.Option("--publisher", show_default=False, rich_help_panel=_FILTERS, help="The outlet of the report."),
]
Report = Annotated[
    list[str] | None,
    typer.Option("--report", metavar="ID", show_default=False, rich_help_panel=_FILTERS, help="Only this report."),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DATE", show_default=False, rich_help_panel=_FILTERS, help="Happened on this day or later."
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until", metavar="DATE", show_default=False, rich_help_panel=_FILTERS, help="Happened on this day or earlier."
    ),
]

AllVersions = Annotated[
    bool,
    typer.Option(
        "--all-versions",
        rich_help_panel=_FILTERS,
        help="Also older texts of an address whose text has changed; by default the newest alone.",
    ),
]


def published_date(given: str | None) -> str | None:
    """The given date in its checked form. Raises BadDate."""
    from onrecord.ingest import parse_published

    return parse_published(given) if given is not None else None


def filters(
    words: list[str] | None = None,
    *,
    actor: list[str] | None = None,
    recipient: list[str] | None = None,
    place: list[str] | None = None,
    kind: list[str] | None = None,
    status: list[str] | None = None,
    source: list[str] | None = None,
    publisher: list[str] | None = None,
    report: list[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    all_versions: bool = False,
) -> Filters:
    """The filters of the options. Raises UsageError for a kind, status or day that there is none of."""
    from onrecord.record import EventKind, Status
    from onrecord.store import Filters

    first, last = _day("--since", since), _day("--until", until)
    if first and last and first > last:
        raise UsageError(f"--since {first} is after --until {last}: no day is both")
    return Filters(
        words=" ".join(words or ()) or None,
        kind=_among(
            "--kind", tuple(k if k == "none" else k.upper() for k in kind or ()), (*get_args(EventKind), "none")
        ),
        status=_among("--status", tuple(s.lower() for s in status or ()), get_args(Status)),
        actor=tuple(actor or ()),
        recipient=tuple(recipient or ()),
        place=tuple(place or ()),
        source=tuple(source or ()),
        publisher=tuple(publisher or ()),
        report=tuple(report or ()),
        since=first,
        until=last,
        all_versions=all_versions,
    )


def _among(option: str, given: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    for value in given:
        if value not in known:
            raise UsageError(f"{option} {value} is none: choose of {', '.join(known)}")
    return given


def _day(option: str, given: str | None) -> str | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise UsageError(f"{option} {given} is no day: write it as 2024-12-16") from None
