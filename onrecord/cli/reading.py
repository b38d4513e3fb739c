"""`onrecord read`: reports in, their records out."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Protocol

import typer

from onrecord.cli.options import Output, Published, published_date
from onrecord.cli.terminal import count, out, output, tell, tell_failure, tell_passed, working

if TYPE_CHECKING:
    from onrecord.ingest import Meter
    from onrecord.record import Failure, Record, Source

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Reports: .txt .md .html .pdf .docx .odt, .jsonl .json .csv .tsv with a text a row, feeds, sitemaps, "
        "NewsML, ninjs, .eml, .mbox, Maildir, .warc, .wacz, .zip, .gz, folders, addresses, - for stdin.",
    ),
]


class Format(StrEnum):
    text = "text"
    json = "json"
    jsonl = "jsonl"


def read(
    paths: Paths,
    published: Published = None,
    format: Annotated[
        Format | None,
        typer.Option(
            "--format",
            show_default=False,
            help="text for people, json or jsonl for programs; by default what the output's name says, else text.",
        ),
    ] = None,
    output_path: Output = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say which rule or reason made each field.")] = False,
) -> None:
    """Read reports and print their records.

    Nothing is kept: see add. Exit status 0: all were read; 1: some could not be (each is named on standard error);
    2: nothing could be done.

    Example: onrecord read report.txt --published 2024-12-16
    """
    from onrecord.ingest import Meter, gather

    meter = Meter()
    sources = started(gather(paths, published=published_date(published), meter=meter))
    with output(output_path, spare=paths) as stream:
        writer = _WRITERS[format or _by_name(output_path)](stream, output_path is not None, explain)
        total, failed = _write(sources, writer, meter, to_terminal=output_path is None and sys.stdout.isatty())
    tell_passed(meter)
    if failed:
        tell(f"{failed:,} of {count(total, 'report')} could not be read")
        raise typer.Exit(1)


def started(sources: Iterator[Source | Failure]) -> Iterator[Source | Failure]:
    """The same sources with the first already taken in: a missing path is told before an output is emptied."""
    return chain([first], sources) if (first := next(sources, None)) is not None else iter(())


def _write(sources: Iterable[Source | Failure], writer: _Writer, meter: Meter, *, to_terminal: bool) -> tuple[int, int]:
    """How many reports there were, and how many could not be read."""
    from onrecord.pipeline import read_all
    from onrecord.record import Record

    total = failed = 0
    with working("reading", meter=meter) as progress:
        for outcome in read_all(sources, progress.within):
            if to_terminal:
                progress.stop()  # the records themselves show how far it is
            total += 1
            if isinstance(outcome, Record):
                writer.record(outcome)
                progress.step(outcome.document.name)
            else:
                failed += 1
                tell_failure(outcome)
                writer.failure(outcome)
    writer.end()
    return total, failed


def _by_name(path: Path | None) -> Format:
    suffix = path.suffix.lower().removeprefix(".") if path is not None else ""
    return Format(suffix) if suffix in ("json", "jsonl") else Format.text


class _Writer(Protocol):
    def __init__(self, stream: BinaryIO, to_file: bool, explain: bool) -> None: ...
    def record(self, record: Record) -> None: ...
    def failure(self, failure: Failure) -> None: ...
    def end(self) -> None: ...


class _Lines:
    """One record a line; a report that cannot be read gives an error line, in its place."""

    def __init__(self, stream: BinaryIO, to_file: bool, explain: bool) -> None:
        self._stream = stream

    def record(self, record: Record) -> None:
        from onrecord.codec import encode

        self._line(encode(record))

    def failure(self, failure: Failure) -> None:
        from onrecord.codec import encode_failure

        self._line(encode_failure(failure))

    def _line(self, line: bytes) -> None:
        self._stream.write(line + b"\n")
        self._stream.flush()

    def end(self) -> None:
        pass


class _Json(_Lines):
    """Indented: one report gives one object, several give a list of them."""

    def __init__(self, stream: BinaryIO, to_file: bool, explain: bool) -> None:
        super().__init__(stream, to_file, explain)
        self._held: bytes | None = None
        self._several = False

    def _line(self, line: bytes) -> None:
        if self._held is not None:
            self._stream.write((b",\n" if self._several else b"[\n") + self._indented(self._held))
            self._several = True
        self._held = line

    def end(self) -> None:
        if self._held is None:
            return
        if self._several:
            self._stream.write(b",\n" + self._indented(self._held) + b"\n]\n")
        else:
            self._stream.write(self._indented(self._held) + b"\n")

    @staticmethod
    def _indented(line: bytes) -> bytes:
        import msgspec

        return msgspec.json.format(line, indent=2)


class _Text:
    """For people. Failures stand on standard error alone."""

    def __init__(self, stream: BinaryIO, to_file: bool, explain: bool) -> None:
        self._file = io.TextIOWrapper(stream, "utf-8", errors="replace", write_through=True) if to_file else None
        self._console = out(file=self._file)
        self._explain = explain
        self._first = True

    def record(self, record: Record) -> None:
        from onrecord.cli.render import print_record

        if not self._first:
            self._console.print()
        self._first = False
        print_record(self._console, record, explain=self._explain)

    def failure(self, failure: Failure) -> None:
        pass

    def end(self) -> None:
        if self._file is not None:
            self._file.flush()
            self._file.detach()


_WRITERS: dict[Format, type[_Writer]] = {Format.text: _Text, Format.json: _Json, Format.jsonl: _Lines}
