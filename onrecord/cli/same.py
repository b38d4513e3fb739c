"""`onrecord same`: events that several reports tell, of a ledger or of given reports."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.linking import stored
from onrecord.cli.options import (
    Actor,
    Kind,
    LedgerPath,
    Output,
    PlaceName,
    Publisher,
    Since,
    SourceName,
    Until,
    filters,
)
from onrecord.cli.tables import JoinFormat, write
from onrecord.cli.telling import same_text
from onrecord.cli.terminal import UsageError, output

if TYPE_CHECKING:
    from onrecord.store import Filters


class SameFormat(StrEnum):
    """JoinFormat, and bare clusters for scorers."""

    text = "text"
    json = "json"
    csv = "csv"
    clusters = "clusters"


SameForm = Annotated[
    SameFormat,
    typer.Option(
        "--format", help="text for people; json (one object a line, see schema), csv, or clusters (one JSON object)."
    ),
]
GivenPaths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH", show_default=False, help="Reports to join, as in read; else the ledger's."),
]
Mentions = Annotated[
    Path | None,
    typer.Option(
        "--mentions",
        metavar="FILE",
        show_default=False,
        help='With PATH: join these in place of the events read; one {"report", "start", "end"} a line.',
    ),
]
Single = Annotated[bool, typer.Option("--all", help="Also events that only one report tells.")]


def same(
    paths: GivenPaths = None,
    format: SameForm = SameFormat.text,
    mentions: Mentions = None,
    output_path: Output = None,
    alone: Single = False,
    ledger: LedgerPath = None,
    actor: Actor = None,
    place: PlaceName = None,
    kind: Kind = None,
    source: SourceName = None,
    publisher: Publisher = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Events that several reports tell, with who asserts and who denies them.

    The number of independent origins stands first: reprints collapse onto their origin, and outlets that quote one
    speaker onto that speaker. What stands together is a judgement with score, reasons and author: `onrecord link`
    corrects it.

    `--format clusters` gives the joins as bare lists, all events of all reports among them: "clusters" of mentions
    ([report's name, start, end]) and "documents", the reports of one story.

    Example: onrecord same --kind ASSAULT --since 2026-03-01
    """
    wanted = filters(actor=actor, place=place, kind=kind, source=source, publisher=publisher, since=since, until=until)
    if paths:
        if ledger or wanted:
            raise UsageError("--ledger and filters are for the ledger's reports: leave them or the paths out")
        _same_of_paths(paths, mentions, format, output_path, alone)
        return
    if mentions is not None:
        raise UsageError("--mentions needs the reports that it speaks of: give their PATH")
    _same_of_ledger(ledger, wanted, format, output_path, alone)


def _same_of_ledger(ledger: Any, wanted: Filters, format: SameFormat, place: Any, alone: bool) -> None:
    from onrecord.export.joined.making import same_line

    if format is SameFormat.clusters and wanted:
        raise UsageError("--format clusters gives all clusters of the ledger: leave the filters out")
    with stored(ledger) as joins:
        if format is SameFormat.clusters:
            _write_clusters(joins.clusters(), place)
            return
        lines = (same_line(told, joins.named) for told in joins.each(wanted, several=not alone, order="origins"))
        write("same", JoinFormat(format.value), place, lines, same_text)


def _same_of_paths(paths: list[str], mentions: Path | None, format: SameFormat, place: Any, alone: bool) -> None:
    from onrecord.cli.clusters import joined_of
    from onrecord.export.joined.making import same_line
    from onrecord.joining import clusters

    joined, failed = joined_of(paths, mentions)
    if format is SameFormat.clusters:
        _write_clusters(clusters(joined), place)
    else:
        told = (joined.told(h) for h in joined.happenings)
        lines = (same_line(t, joined.named) for t in told if alone or t.several)
        write("same", JoinFormat(format.value), place, lines, same_text)
    if failed:
        raise typer.Exit(1)


def _write_clusters(found: dict[str, Any], path: Any) -> None:
    import msgspec

    with output(path, whole=True) as stream:
        stream.write(msgspec.json.encode(found) + b"\n")
