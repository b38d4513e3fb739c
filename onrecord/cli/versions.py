"""`onrecord versions`: the texts that an address had, what changed, and where each was taken from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.disputing import difference_rows, difference_text
from onrecord.cli.options import LedgerPath
from onrecord.cli.terminal import count, out, output, safe, working

if TYPE_CHECKING:
    from onrecord.ledger import Ledger, Version
    from onrecord.record import Document

_SHOWN_PLACES = 3  # files or addresses of one text; the rest are counted


class VersionFormat(StrEnum):
    text = "text"
    jsonl = "jsonl"


def versions(
    id: Annotated[str, typer.Argument(metavar="ID", help="Any version's id, the beginning of it, or its name.")],
    ledger: LedgerPath = None,
    format: Annotated[
        VersionFormat, typer.Option("--format", help="text for people, jsonl (one version a line) for programs.")
    ] = VersionFormat.text,
    changes: Annotated[
        bool, typer.Option("--changes", help="Also what each tells differently from the one before, by field.")
    ] = False,
) -> None:
    """The texts that a report's address had, oldest first.

    Each with its date, the hash of its text, and the files or addresses that it was taken from. All are kept; lists and
    searches show the newest alone unless --all-versions is given.

    Example: onrecord versions 4dd46201 --changes
    """
    from onrecord.ledger import Ledger

    with Ledger.open(ledger) as opened:
        found = opened.versions(id)
        if format is VersionFormat.jsonl:
            import msgspec

            with output(None) as stream:
                for version, changed in _with_changes(opened, found, changes):
                    told = replace(version, changes=changed if changes else None)
                    stream.write(msgspec.json.encode(told) + b"\n")
            return
        for version, changed in _with_changes(opened, found, changes):
            _print(version, changed)


def _with_changes(
    opened: Ledger, found: tuple[Version, ...], wanted: bool
) -> Iterator[tuple[Version, list[dict[str, Any]]]]:
    before: Version | None = None
    for version in found:
        changed = _changes(opened, before.report.id, version.report.id) if wanted and before else []
        yield version, changed
        before = version


def _changes(opened: Ledger, one: str, other: str) -> list[dict[str, Any]]:
    """What two versions tell differently: fields of the report, then claims."""
    from onrecord import parse
    from onrecord.joining import join

    records = [opened.record(one), opened.record(other)]
    with working("comparing"):
        claims = difference_rows(join(records, parse.similar, opened.judgements()).difference(one, other))
        return [*_described(records[0].document, records[1].document), *claims]


def _described(one: Document, other: Document) -> Iterator[dict[str, Any]]:
    """The report's own fields that differ."""
    for field in ("title", "byline", "publisher", "published"):
        before, after = getattr(one, field), getattr(other, field)
        if before != after:
            yield {"told_by": "report", "field": field, "one": before, "other": after}
    said = {note.text for note in one.editor_notes}
    for note in other.editor_notes:
        if note.text not in said:
            yield {"told_by": "report", "field": f"editor's {note.kind}", "one": None, "other": note.text}


def _print(version: Version, changed: list[dict[str, Any]]) -> None:
    row = version.report
    head = f"version {row.version} of {row.versions}  {version.made}  {row.id}  {count(row.events, 'event')}"
    lines = [head, f"  {row.title or row.name}", f"  sha256 of its text {version.text_sha256}"]
    for capture in version.captures[:_SHOWN_PLACES]:
        fetched = f", fetched {capture.retrieved}" if capture.retrieved else ""
        lines.append(f"  from {capture.place}{fetched}, added {capture.at}")
    if len(version.captures) > _SHOWN_PLACES:
        lines.append(f"  and from {count(len(version.captures) - _SHOWN_PLACES, 'more place')}")
    for change in changed:
        lines += (f"  {line}" for line in _change_text(change).split("\n"))
    for line in lines:
        out().print(safe(line), soft_wrap=True)


def _change_text(change: dict[str, Any]) -> str:
    if change["told_by"] == "report":
        return f"{change['field']}: {change['one'] or 'none'} → {change['other'] or 'none'}"
    return difference_text(change)
