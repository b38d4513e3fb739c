"""Rows of joins as text, JSON lines or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Annotated, Any

import typer

from onrecord.cli.terminal import output, safe

Row = dict[str, Any]
_NOTHING = "nothing of the kind in the ledger"


class JoinFormat(StrEnum):
    """How joins are printed."""

    text = "text"
    json = "json"
    csv = "csv"


Form = Annotated[JoinFormat, typer.Option("--format", help="text for people; json (one object a line) or csv.")]


def write(
    format: JoinFormat, path: Any, rows: Iterable[Row], text: Callable[[Row], str], nothing: str = _NOTHING
) -> None:
    with output(path, whole=True) as stream:
        for chunk in _chunks(format, rows, text, nothing):
            stream.write(chunk.encode("utf-8"))


def _chunks(format: JoinFormat, rows: Iterable[Row], text: Callable[[Row], str], nothing: str) -> Iterator[str]:
    import msgspec

    if format is JoinFormat.text:
        found = False
        for row in rows:
            found = True
            yield "\n".join(safe(line) for line in text(row).split("\n")) + "\n\n"
        if not found:
            yield f"{nothing}\n"
    elif format is JoinFormat.json:
        for row in rows:
            yield msgspec.json.encode(row).decode() + "\n"
    else:
        yield from _csv(rows)


def _csv(rows: Iterable[Row]) -> Iterator[str]:
    import msgspec

    from onrecord.export.csv import guarded

    head: list[str] = []
    for row in rows:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        if not head:
            head = list(row)
            writer.writerow(head)
        cells = (row.get(k) for k in head)
        writer.writerow(
            guarded(msgspec.json.encode(c).decode() if isinstance(c, list) else "" if c is None else str(c))
            for c in cells
        )
        yield buffer.getvalue()
