"""Tables of reports (.csv, .tsv): one report a row, with the columns of our own form or of the names that dumps use."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from onrecord.ingest import jsonl
from onrecord.ingest.decode import LARGEST_TEXT, Undecodable, decode
from onrecord.ingest.fields import filled
from onrecord.record import Failure, Source

LARGEST = 500_000_000  # bytes
SUFFIXES = (".csv", ".tsv")
_NAMED = 8  # columns in a message


def read(name: str, data: bytes, suffix: str) -> Iterator[Source | Failure]:
    """One Source a row; a row without text is a Failure that names file and row."""
    if len(data) > LARGEST:
        yield Failure(name, "the table is larger than 500 MB: split it")
        return
    try:
        decoded = decode(data)
    except Undecodable as error:
        yield Failure(name, str(error))
        return
    csv.field_size_limit(4 * LARGEST_TEXT)
    rows = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=_delimiter(decoded.text, suffix))
    try:
        header = [cell.strip() for cell in next(rows, [])]
        if not _holds_text(header):
            named = ", ".join(header[:_NAMED]) + (", ..." if len(header) > _NAMED else "")
            yield Failure(
                name, f"the table has no column 'text' or 'html' with reports; its columns are: {named[:200]}"
            )
            return
        for number, cells in enumerate(rows, 2):
            if any(cell.strip() for cell in cells):
                yield jsonl.of_row(f"{name}:{number}", dict(zip(header, cells, strict=False)), decoded.notes)
    except csv.Error as error:
        yield Failure(name, f"the table is damaged at row {rows.line_num:,} ({error}): save it again", partly=True)


def _delimiter(text: str, suffix: str) -> str:
    """The one that parts the header most: spreadsheets of many countries write semicolons."""
    head = text[:10_000].split("\n", 1)[0]
    return "\t" if suffix == ".tsv" else max(",;\t", key=head.count)


def _holds_text(header: list[str]) -> bool:
    found = filled(dict.fromkeys(header, "x"))[0]
    return found["text"] is not None or found["html"] is not None
