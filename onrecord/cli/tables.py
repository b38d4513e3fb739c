"""Lines of joins as text, JSON lines or CSV."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import typer

from onrecord.cli.terminal import out, output, safe

Line = TypeVar("Line")
_NOTHING = "nothing of the kind in the ledger"
_WIDEST = 110  # columns; longer lines are hard to follow by eye


class JoinFormat(StrEnum):
    """How joins are printed."""

    text = "text"
    json = "json"
    csv = "csv"


Form = Annotated[
    JoinFormat,
    typer.Option("--format", help="text for people; json (one object a line, see schema) or csv for programs."),
]


def write(
    name: str,
    format: JoinFormat,
    path: Any,
    lines: Iterable[Line],
    text: Callable[[Line], str],
    nothing: str = _NOTHING,
    *,
    apart: bool = True,
) -> None:
    """`name` is that of the view in onrecord.export.joined.LINES. `apart`: an empty line after each in text."""
    with output(path, whole=True) as stream:
        if format is JoinFormat.text:
            chunks = _texts(lines, text, nothing, _width(path), "\n\n" if apart else "\n")
        else:
            chunks = _data(name, format, lines)
        for chunk in chunks:
            stream.write(chunk)


def _width(path: Any) -> int | None:
    """How wide a person's terminal is; None for a file or a pipe, whose lines stay whole."""
    return min(out().width, _WIDEST) if path is None and sys.stdout.isatty() else None


def _texts(
    lines: Iterable[Line], text: Callable[[Line], str], nothing: str, wide: int | None, end: str
) -> Iterator[bytes]:
    found = False
    for line in lines:
        found = True
        yield (wrapped(text(line), wide) + end).encode("utf-8", "replace")
    if not found:
        yield f"{nothing}\n".encode()


def _data(name: str, format: JoinFormat, lines: Iterable[Line]) -> Iterator[bytes]:
    from onrecord.export.joined import LINES, csv_of, json_of

    yield from json_of(lines) if format is JoinFormat.json else csv_of(LINES[name], lines)


def wrapped(text: str, wide: int | None) -> str:
    """Text that is safe to show; with a width long lines go on below, four columns further in."""
    lines = [safe(line) for line in text.split("\n")]
    if wide is None:
        return "\n".join(lines)
    return "\n".join(_wrapped(line, wide) for line in lines)


def _wrapped(line: str, wide: int) -> str:
    if len(line) <= wide:
        return line
    inner = " " * (len(line) - len(line.lstrip()) + 4)
    return textwrap.fill(line, max(30, wide), subsequent_indent=inner, break_on_hyphens=False, drop_whitespace=True)
