"""What many reports say together, for programs: lines of JSON or of CSV, each with a schema made from its type."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any, get_args, get_type_hints

import msgspec

from onrecord.export.csv import guarded
from onrecord.export.joined.lines import LINES, ReportLine

__all__ = ["LINES", "csv_of", "json_of", "line_schema"]

_JSON = msgspec.json.Encoder().encode


def json_of(lines: Iterable[object]) -> Iterator[bytes]:
    """One object a line."""
    for line in lines:
        yield _JSON(line) + b"\n"


def csv_of(kind: type, lines: Iterable[object]) -> Iterator[bytes]:
    """A header, then one row a line. Lists of words are joined by " | ", lists of objects are JSON in their cell."""
    yield _row(_columns(kind))
    for line in lines:
        yield _row(_cells(kind, line))


def _columns(kind: type, before: str = "") -> list[str]:
    hints = get_type_hints(kind)
    made: list[str] = []
    for field in fields(kind):
        name = before + field.name
        made += _columns(ReportLine, f"{name}_") if hints[field.name] is ReportLine else [name]
    return made


def _cells(kind: type, line: object) -> list[Any]:
    hints = get_type_hints(kind)
    made: list[Any] = []
    for field in fields(kind):
        value, hint = getattr(line, field.name), hints[field.name]
        if hint is ReportLine:
            made += _cells(ReportLine, value)
        elif isinstance(value, tuple):
            made.append(" | ".join(value) if str in get_args(hint) else _JSON(value).decode())
        else:
            made.append("" if value is None else str(value).lower() if isinstance(value, bool) else value)
    return made


def _row(cells: list[Any]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([guarded(cell) for cell in cells])
    return buffer.getvalue().encode("utf-8", "replace")


def line_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a line of a joined view. Raises KeyError for a name that LINES has not."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name}
    return head | msgspec.json.schema(LINES[name])
