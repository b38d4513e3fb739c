"""`onrecord schema` and `check`: the form of a record, for those who build on it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from onrecord.cli.terminal import UsageError, count, out, output, safe, tell


class SchemaOf(StrEnum):
    """What a JSON Schema can be had of: a record, lines of the lists, and the names of onrecord.export.joined.LINES."""

    record = "record"
    report = "report"
    event = "event"
    version = "version"
    origins = "origins"
    same = "same"
    conflicts = "conflicts"
    tolls = "tolls"
    timeline = "timeline"
    diff = "diff"
    link = "link"
    actors = "actors"
    said = "said"


_WHAT = {
    SchemaOf.record: "a record: a line of read, show and export --format jsonl",
    SchemaOf.report: "a line of list --format jsonl",
    SchemaOf.event: "a line of search --format jsonl",
    SchemaOf.version: "a line of versions --format jsonl",
    SchemaOf.link: "a line of link --list --format json",
}


def schema(
    what: Annotated[
        SchemaOf,
        typer.Argument(
            metavar="[WHAT]",
            help="record; or a line of list (report), search (event), versions (version), or of the command so named: "
            "origins, same, conflicts, tolls, timeline, diff, link, actors, said.",
        ),
    ] = (SchemaOf.record),
    listed: Annotated[bool, typer.Option("--list", help="List what there are schemas of.")] = False,
) -> None:
    """Print the JSON Schema of a record, or of a line of another command's JSON.

    Example: onrecord schema tolls > tolls.schema.json
    """
    import msgspec

    if listed:
        for each in SchemaOf:
            out().print(f"{each.value:<10} {_WHAT.get(each, f'a line of {each.value} --format json')}", soft_wrap=True)
        return
    made = schema_of(what.value)
    with output(None) as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n")


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of what SchemaOf names."""
    import msgspec

    from onrecord.codec import json_schema
    from onrecord.export.joined import LINES, line_schema
    from onrecord.ledger import EventRow, ReportRow, Version

    if name == "record":
        return json_schema()
    if name in LINES:
        return line_schema(name)
    of = {"report": ReportRow, "event": EventRow, "version": Version}[name]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name} | msgspec.json.schema(of)


def check_file(
    path: Annotated[str, typer.Argument(metavar="FILE", help="Records: .jsonl (one a line), .json, or - for stdin.")],
) -> None:
    """Check that records keep the contract.

    Quotes fit the text, ids resolve, chains end, intervals and figures are in order, and so on.

    Exit status 0: all hold; 1: something does not (each finding on a line of its own); 2: the file cannot be read.

    Example: onrecord read reports/ -o records.jsonl && onrecord check records.jsonl
    """
    from onrecord.check import check
    from onrecord.codec import Undecodable, decode

    records = errors = findings = 0
    for place, data in _objects(path, _bytes(path)):
        if records == errors == 0 and not data.lstrip().startswith((b"{", b"[")):
            raise UsageError(
                f"{path} holds no JSON: give records as `onrecord read` or `export --format jsonl` write them"
            )
        if _is_error(data):
            errors += 1
            continue
        records += 1
        try:
            found = [f"{f.path}: {f.message}" for f in check(decode(data))]
        except Undecodable as error:
            found = [str(error)]
        findings += len(found)
        for finding in found:
            out().print(f"{safe(place)}: {safe(finding)}", soft_wrap=True)
    also = f", {count(errors, 'error line')}" if errors else ""
    tell(f"{count(records, 'record')} checked{also}: {count(findings, 'finding') if findings else 'all holds'}")
    if findings or not records + errors:
        raise typer.Exit(1)


def _bytes(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from None


def _objects(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Where each object stands, and its bytes: a list or one object of JSON, else one object a line."""
    import msgspec

    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        whole = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        for number, line in enumerate(data.split(b"\n"), 1):
            if line.strip():
                yield f"{path}:{number}", line
        return
    for number, item in enumerate(whole if isinstance(whole, list) else [whole], 1):
        yield f"{path}:{number}", msgspec.json.encode(item)


def _is_error(data: bytes) -> bool:
    import msgspec

    try:
        raw = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return isinstance(raw, dict) and set(raw) == {"schema", "error"}
