"""`onrecord origins`, `same`, `conflicts`, `tolls`, `timeline`: what many reports say together."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.disputing import conflict_rows, conflict_text, difference_rows, difference_text
from onrecord.cli.linking import opened_joins, stored
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
from onrecord.cli.tables import Form, JoinFormat, write
from onrecord.cli.telling import same_row, same_text, timeline_text, toll_rows, toll_text
from onrecord.cli.terminal import UsageError, output

if TYPE_CHECKING:
    from onrecord.ledger import Ledger


class SameFormat(StrEnum):
    """JoinFormat, and bare clusters for scorers."""

    text = "text"
    json = "json"
    csv = "csv"
    clusters = "clusters"


class TollRule(StrEnum):
    """The names of onrecord.linking.tolls.RULES (a test compares them)."""

    acled = "acled"
    ucdp = "ucdp"


Single = Annotated[bool, typer.Option("--all", help="Also events that only one report tells.")]


def origins(
    format: Form = JoinFormat.text,
    output_path: Output = None,
    ledger: LedgerPath = None,
) -> None:
    """Which reports carry another one's words.

    Each reprint with its origin, the share of its words and how that is known.

    Example: onrecord origins --format csv -o reprints.csv
    """
    with stored(ledger) as joins:
        rows = (
            {
                "copy": joins.described(r.copy),
                "origin": joins.described(r.origin),
                "share": r.share,
                "whole": r.whole,
                "reason": r.reason,
            }
            for r in joins.reprints()
        )
        write(format, output_path, rows, lambda row: f"{row['copy']}\n  reprints {row['origin']}\n  {row['reason']}")


def same(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", show_default=False, help="Reports to join, as in read; else the ledger's."),
    ] = None,
    format: Annotated[
        SameFormat,
        typer.Option("--format", help="text for people; json (one object a line), csv, or clusters (one JSON object)."),
    ] = SameFormat.text,
    mentions: Annotated[
        Path | None,
        typer.Option(
            "--mentions",
            metavar="FILE",
            show_default=False,
            help='With PATH: join these in place of the events read; one {"report", "start", "end"} a line.',
        ),
    ] = None,
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
    speaker onto that speaker.

    `--format clusters` gives the joins as bare lists, all events of all reports among them: "clusters" of mentions
    ([report's name, start, end]) and "documents", the reports of one story.

    Example: onrecord same --kind ASSAULT --since 2026-03-01
    """

    wanted = {"actor": actor, "place": place, "kind": kind, "source": source, "publisher": publisher}
    given: dict[str, Any] = {"since": since, "until": until, **wanted}
    if paths:
        if any((ledger, *given.values())):
            raise UsageError("--ledger and filters are for the ledger's reports: leave them or the paths out")
        _same_of_paths(paths, mentions, format, output_path, alone)
        return
    if mentions is not None:
        raise UsageError("--mentions needs the reports that it speaks of: give their PATH")
    with stored(ledger) as joins:
        if format is SameFormat.clusters:
            if any(given.values()):
                raise UsageError("--format clusters gives all clusters of the ledger: leave the filters out")
            _write_clusters(joins.clusters(), output_path)
            return
        found = joins.each(filters(**given), several=not alone)
        rows = (same_row(told, joins.named) for told in found)
        write(JoinFormat(format.value), output_path, rows, same_text)


def _same_of_paths(paths: list[str], mentions: Path | None, format: SameFormat, place: Any, alone: bool) -> None:
    from onrecord.cli.clusters import joined_of
    from onrecord.joining import clusters

    joined, failed = joined_of(paths, mentions)
    if format is SameFormat.clusters:
        _write_clusters(clusters(joined), place)
    else:
        told = (joined.told(h) for h in joined.happenings)
        rows = (same_row(t, joined.named) for t in told if alone or t.several)
        write(JoinFormat(format.value), place, rows, same_text)
    if failed:
        raise typer.Exit(1)


def conflicts(
    format: Form = JoinFormat.text,
    output_path: Output = None,
    ledger: LedgerPath = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Where tellings of one event cannot all be so: both sides with their words, no verdict.

    Each value that excludes another stands with everyone who tells it. A higher toll of a later day is an update, and
    "at least 5" does not exclude 8: neither is listed.

    Example: onrecord conflicts
    """
    with stored(ledger) as joins:
        found = joins.each(filters(since=since, until=until))
        rows = (row for told in found for row in conflict_rows(told))
        write(format, output_path, rows, conflict_text)


def diff(
    one: Annotated[str, typer.Argument(metavar="A", help="A report's id, the beginning of it, or its name.")],
    other: Annotated[
        str | None,
        typer.Argument(metavar="B", show_default=False, help="Another report; left out, the version of A before it."),
    ] = None,
    format: Form = JoinFormat.text,
    output_path: Output = None,
    ledger: LedgerPath = None,
) -> None:
    """What two reports tell differently: claims only in A, only in B, and claims of both by changed field.

    What both tell alike is left out. With A alone, its text is compared with the one that its address had before.

    Example: onrecord diff 4dd46201 a81f0c22
    """
    with opened_joins(ledger) as (opened, joins):
        one, other = (one, other) if other is not None else (_before(opened, one), one)
        first, second = opened.find(one).id, opened.find(other).id
        if first == second:
            raise UsageError(f"{one} and {other} are one report: give two")
        found = joins.difference(first, second)
    write(format, output_path, difference_rows(found), difference_text, nothing="both tell the same")


def _before(opened: Ledger, report: str) -> str:
    """The version before a report's. Raises UsageError where there is none."""
    found = opened.find(report).id
    chain = [version.report.id for version in opened.versions(found)]
    if not (place := chain.index(found)):
        raise UsageError(f"{report} has no version before it: give two reports")
    return chain[place - 1]


def tolls(
    format: Form = JoinFormat.text,
    output_path: Output = None,
    rule: Annotated[
        TollRule | None,
        typer.Option("--toll-rule", show_default=False, help="Also what a dataset's rule makes of the deaths told."),
    ] = None,
    ledger: LedgerPath = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Every figure that was told, by speaker, qualifier, scope and report; nothing is overwritten.

    Example: onrecord tolls --toll-rule ucdp
    """
    with stored(ledger) as joins:
        found = joins.each(filters(since=since, until=until))
        rows = (row for told in found for row in toll_rows(told, rule.value if rule else None))
        write(format, output_path, rows, toll_text)


def timeline(
    format: Form = JoinFormat.text,
    output_path: Output = None,
    alone: Single = True,
    ledger: LedgerPath = None,
    actor: Actor = None,
    place: PlaceName = None,
    kind: Kind = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """The events of the ledger in order, with the days that their tellings allow, origins and disputes.

    Example: onrecord timeline --place Niger --since 2026-03-01 --format json
    """
    wanted = filters(since=since, until=until, actor=actor, place=place, kind=kind)
    with stored(ledger) as joins:
        rows = (
            {"earliest": told.entry.earliest, "latest": told.entry.latest, "basis": told.entry.basis}
            | same_row(told, joins.named)
            | {"disputes": [dict(row) for row in conflict_rows(told)]}
            for told in joins.each(wanted, several=not alone, order="time")
        )
        write(format, output_path, rows, timeline_text)


def _write_clusters(found: dict[str, Any], path: Any) -> None:
    import msgspec

    with output(path, whole=True) as stream:
        stream.write(msgspec.json.encode(found) + b"\n")
