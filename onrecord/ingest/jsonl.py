"""JSON of reports, one object a line or a whole file: with `text` or `html`, as IPTC ninjs, or as exported records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from onrecord.check import check
from onrecord.codec import Undecodable, decode
from onrecord.ingest import ninjs
from onrecord.ingest.decode import LARGEST_PAGE, LARGEST_TEXT
from onrecord.ingest.fields import filled, moment
from onrecord.ingest.published import BadDate
from onrecord.ingest.single import captured
from onrecord.record import Failure, Source


class _Row(msgspec.Struct):
    """A line as given; other keys are ignored."""

    id: str | int | None = None
    text: str | None = None
    html: str | None = None
    published: str | int | float | None = None
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None


_DECODER = msgspec.json.Decoder(_Row)
LARGEST_JSON = 20_000_000  # bytes
_ID = re.compile(r"[0-9a-f]{8,64}")


def read(name: str, lines: Iterable[bytes]) -> Iterator[Source | Failure]:
    """One Source a line; a broken line is a Failure that names file and line, and the next one is read."""
    seen = False
    for number, line in enumerate(lines, 1):
        stripped = line.removeprefix(b"\xef\xbb\xbf").strip()
        if not stripped:
            continue
        seen = True
        yield _line(f"{name}:{number}", f"line {number}", stripped)
    if not seen:
        yield Failure(name, "the file is empty: nothing to read")


def whole(name: str, data: bytes) -> Iterator[Source | Failure]:
    """A file of JSON: one report, a list of them (also under "items"), or one a line."""
    try:
        value = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        yield from read(name, iter(data[: LARGEST_JSON + 1].split(b"\n")))
        return
    rows = value.get("items") if isinstance(value, dict) and isinstance(value.get("items"), list) else value
    if not isinstance(rows, list):
        yield _line(name, "the file", msgspec.json.encode(rows))
        return
    for number, row in enumerate(rows, 1):
        yield _line(f"{name}#{number}", f"item {number}", msgspec.json.encode(row))
    if not rows:
        yield Failure(name, "the file holds no reports")


def _line(place: str, what: str, data: bytes) -> Source | Failure:
    """One object: a report of our own form, else a ninjs item or a record that was exported."""
    try:
        row = _DECODER.decode(data)
        item: Any = msgspec.json.decode(data) if row.text is None and row.html is None else None
        if _is_record(item):
            return _kept(place, what, data, item)
        found = ninjs.read(place, item) if ninjs.is_item(item) else _source(*_whole(row, data), place)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _item(place, what, data, error)
    return captured(found, place, data, "application/json") if isinstance(found, Source) else found


def _item(place: str, what: str, data: bytes, error: Exception) -> Source | Failure:
    """A ninjs item whose keys mean something else in our own form, such as a list as `title`."""
    try:
        item = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        item = None
    if not ninjs.is_item(item):
        return Failure(place, f"{what} is not a report: {error}")
    found = ninjs.read(place, item)
    return captured(found, place, data, "application/json") if isinstance(found, Source) else found


def of_row(place: str, row: Mapping[str, str | None], notes: tuple[str, ...] = ()) -> Source | Failure:
    """A row of a table; an empty cell tells nothing."""
    given, taken = filled({key: value if value and value.strip() else None for key, value in row.items()})
    found = _source(msgspec.convert(given, _Row), (*notes, *taken), place)
    data = "\n".join(f"{key}: {value}" for key, value in row.items()).encode("utf-8", "replace")
    return captured(found, place, data, "text/csv") if isinstance(found, Source) else found


def _whole(row: _Row, data: bytes) -> tuple[_Row, tuple[str, ...]]:
    """The row with what it tells under other names."""
    if (row.text or row.html) and row.published and row.publisher and row.url:
        return row, ()
    value = msgspec.json.decode(data)
    if not isinstance(value, dict):
        return row, ()
    given, taken = filled(value)
    return msgspec.convert(given, _Row), taken


def _source(row: _Row, notes: tuple[str, ...], place: str) -> Source | Failure:
    name = str(row.id) if row.id is not None else place
    if row.text is None and row.html is None:
        return Failure(name, f"{place} has neither 'text' nor 'html'")
    if len(row.text or "") > LARGEST_TEXT or len(row.html or "") > LARGEST_PAGE:
        return Failure(name, "the text is larger than 10 MB: split it into its reports")
    if "\0" in (row.text or row.html or ""):
        return Failure(name, "the text holds a NUL character, so it is binary: give the report as text")
    published: str | None = None
    if row.published is not None:
        try:
            published = moment(row.published)
        except BadDate as error:
            notes += (f"the date given was left out: {error}",)
    html = row.html if row.text is None else None
    return Source(name, row.text, html, published, row.title, row.publisher, row.byline, row.url, notes)


def _is_record(item: Any) -> bool:
    return isinstance(item, dict) and str(item.get("schema", "")).startswith("onrecord/")


def _kept(place: str, what: str, data: bytes, item: dict[str, Any]) -> Source | Failure:
    """A line of `onrecord export` or `onrecord read`: the record is taken as it stands, if all of it holds."""
    if isinstance(error := item.get("error"), dict):
        return Failure(str(error.get("name", place)), f"{what} stands for a report that could not be read before")
    try:
        record = decode(data)
    except Undecodable as error:
        return Failure(place, f"{what} is no record that this program knows: {error}")
    document = record.document
    if not _ID.fullmatch(document.id):
        return Failure(place, f"{what} is a record whose document.id is no hash: {document.id[:40]!r}")
    if found := check(record):
        more = f" ({len(found) - 1} more: `onrecord check` lists them)" if len(found) > 1 else ""
        return Failure(
            document.name, f"{what} is a record that does not hold: {found[0].path}: {found[0].message}{more}"
        )
    return captured(Source(document.name, record=record), place, data, "application/json")
