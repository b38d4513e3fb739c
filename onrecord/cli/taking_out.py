"""`onrecord export` and `forget`: what leaves the ledger."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.options import (
    Actor,
    AllVersions,
    Kind,
    LedgerPath,
    Output,
    PlaceName,
    Publisher,
    Recipient,
    Report,
    Since,
    SourceName,
    StatusName,
    Until,
    filters,
)
from onrecord.cli.terminal import count, out, output, safe, tell, working

if TYPE_CHECKING:
    from onrecord.ledger import Ledger, ReportRow
    from onrecord.store import Filters


class ExportFormat(StrEnum):
    """The names of onrecord.export.EXPORTS (a test compares them); typer needs them before that is imported."""

    jsonl = "jsonl"
    csv = "csv"
    geojson = "geojson"


def export(
    format: Annotated[
        ExportFormat | None,
        typer.Option(
            "--format",
            show_default=False,
            help="jsonl: whole records, one a line; csv: one row an event, for spreadsheets; geojson: one feature an "
            "event, for maps; by default what the output's name says, else jsonl.",
        ),
    ] = None,
    output_path: Output = None,
    words: Annotated[
        str | None, typer.Option("--words", show_default=False, help="Words to search for, as in search.")
    ] = None,
    ledger: LedgerPath = None,
    actor: Actor = None,
    recipient: Recipient = None,
    place: PlaceName = None,
    kind: Kind = None,
    status: StatusName = None,
    source: SourceName = None,
    publisher: Publisher = None,
    report: Report = None,
    since: Since = None,
    until: Until = None,
    all_versions: AllVersions = False,
    sample: Annotated[
        int | None,
        typer.Option("--sample", min=1, show_default=False, help="So many alone, drawn by chance, to be checked."),
    ] = None,
    seed: Annotated[
        str, typer.Option("--seed", help="Another seed draws another sample; the same one draws the same again.")
    ] = "1",
) -> None:
    """Export records (jsonl) or events (csv, geojson).

    With filters, csv and geojson give these events, jsonl the whole records of the reports that hold such an event.
    Of an address whose text has changed the newest text alone is exported, unless --all-versions is given. What each
    column holds stands in docs/reference/exports.md.

    Example: onrecord export --place Syria --since 2026-01-01 -o syria.csv
    """
    wanted = filters(
        [words] if words else None, actor=actor, recipient=recipient, place=place, kind=kind, status=status,
        source=source, publisher=publisher, report=report, since=since, until=until, all_versions=all_versions,
    )  # fmt: skip
    drawn = (sample, seed) if sample else None
    _export(ledger, wanted, format or _by_name(output_path), output_path, drawn)


def _by_name(path: Path | None) -> ExportFormat:
    suffix = path.suffix.lower().removeprefix(".") if path is not None else ""
    return ExportFormat(suffix) if suffix in list(ExportFormat) else ExportFormat.jsonl


def _export(
    ledger: Path | None, wanted: Filters, format: ExportFormat, place: Path | None, drawn: tuple[int, str] | None
) -> None:
    from onrecord.export import EXPORTS, Drawn, Sample
    from onrecord.ledger import Ledger

    rows = 0
    with (
        Ledger.open(ledger) as opened,
        output(place, spare=[opened.path], whole=True) as stream,
        working("exporting", wanted=place is not None),
    ):
        asked = Drawn(opened, Sample(*drawn)) if drawn else opened
        for chunk in EXPORTS[format.value](asked, wanted):
            stream.write(chunk)
            rows += 1
    if place is not None:
        around = {ExportFormat.csv: 1, ExportFormat.geojson: 2}.get(format, 0)  # head and foot
        what = count(rows - around, "event" if around else "record")
        tell(f"{what} written to {place}")


def forget(
    id: Annotated[str, typer.Argument(metavar="ID", help="A report's id, the beginning of it, or its name.")],
    ledger: LedgerPath = None,
    reason: Annotated[
        str | None,
        typer.Option("--reason", show_default=False, help="Why; it is kept with the report's hash and the date."),
    ] = None,
) -> None:
    """Purge a report and all that comes from it.

    Its hash, the date and the reason stay. Reports that carry its words stay, too, and are named. Adding the same
    report again is refused from then on, unless --again is given.

    Example: onrecord forget 4dd46201 --reason "taken back by the outlet"
    """
    from onrecord.ledger import Ledger

    with Ledger.open(ledger, write=True, create=False) as opened, working("purging"):
        kin = _kin(opened, id)
        gone = opened.forget(id, reason)
    out().print(f"forgotten: {safe(gone.name)} ({gone.id}) with {count(gone.events, 'event')}", soft_wrap=True)
    for row in kin:
        told = " · ".join(filter(None, (row.title or row.name, row.publisher)))
        tell(f"still there, with words of it: {told} ({row.id})")
    if gone.lingering:
        tell(
            "another program was reading the ledger: the freed bytes leave the disk when it is closed and "
            "the ledger is next written to"
        )


def _kin(opened: Ledger, id: str) -> list[ReportRow]:
    """The reports that share passages with one, as far as the ledger is linked: forgetting it leaves them there."""
    report = opened.find(id).id
    if not opened.linked():
        return []
    with opened.joins() as joins:
        shared = {reprint.origin for reprint in joins.origins_of(report)}
        waiting = list(joins.copies_of(report))
        while waiting:
            copy = waiting.pop()
            if copy not in shared:
                shared.add(copy)
                waiting += joins.copies_of(copy)
    return [opened.find(other) for other in sorted(shared - {report})]
