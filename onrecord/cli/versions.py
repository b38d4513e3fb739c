"""`onrecord versions`: the texts that an address had, what changed, and where each was taken from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.disputing import difference_text
from onrecord.cli.linking import bring_up
from onrecord.cli.options import LedgerPath
from onrecord.cli.terminal import count, out, output, safe

if TYPE_CHECKING:
    from onrecord.export.joined.lines import DiffLine
    from onrecord.ledger import Ledger, Version

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
                    told = replace(version, changes=msgspec.to_builtins(changed) if changes else None)
                    stream.write(msgspec.json.encode(told) + b"\n")
            return
        for version, changed in _with_changes(opened, found, changes):
            _print(version, changed)


def _with_changes(
    opened: Ledger, found: tuple[Version, ...], wanted: bool
) -> Iterator[tuple[Version, tuple[DiffLine, ...]]]:
    before: Version | None = None
    for version in found:
        yield version, _changes(opened, before.report.id, version.report.id) if wanted and before else ()
        before = version


def _changes(opened: Ledger, one: str, other: str) -> tuple[DiffLine, ...]:
    """What two versions tell differently: fields of the report, then claims."""
    from onrecord.export.joined.making import described_lines, diff_lines

    described = described_lines(opened.record(one).document, opened.record(other).document)
    if not opened.linked():
        bring_up(opened)
    with opened.joins() as joins:
        return *described, *diff_lines(joins.difference(one, other), joins.marks(one, other))


def _print(version: Version, changed: Sequence[DiffLine]) -> None:
    row = version.report
    head = f"version {row.version} of {row.versions}  {version.made}  {row.id}  {count(row.events, 'event')}"
    lines = [head, f"  {row.title or row.name}", f"  sha256 of its text {version.text_sha256}"]
    for capture in version.captures[:_SHOWN_PLACES]:
        fetched = f", fetched {capture.retrieved}" if capture.retrieved else ""
        lines.append(f"  from {capture.place}{fetched}, added {capture.at}")
    if len(version.captures) > _SHOWN_PLACES:
        lines.append(f"  and from {count(len(version.captures) - _SHOWN_PLACES, 'more place')}")
    for change in changed:
        lines += (f"  {line}" for line in difference_text(change).split("\n"))
    for line in lines:
        out().print(safe(line), soft_wrap=True)
