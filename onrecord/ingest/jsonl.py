"""JSON Lines of reports: one object a line, `text` or `html` required."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from onrecord.ingest.decode import LARGEST_PAGE, LARGEST_TEXT
from onrecord.ingest.published import BadDate, parse_published
from onrecord.record import Failure, Source


class _Row(msgspec.Struct):
    """A line as given; other keys are ignored."""

    id: str | int | None = None
    text: str | None = None
    html: str | None = None
    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None


def read(name: str, lines: Iterable[bytes]) -> Iterator[Source | Failure]:
    """One Source a line; a broken line is a Failure that names file and line, and the next one is read."""
    decoder = msgspec.json.Decoder(_Row)
    seen = False
    for number, line in enumerate(lines, 1):
        stripped = line.removeprefix(b"\xef\xbb\xbf").strip()
        if not stripped:
            continue
        seen = True
        try:
            row = decoder.decode(stripped)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            yield Failure(f"{name}:{number}", f"line {number} is not a report: {error}")
            continue
        yield _source(row, f"{name}:{number}")
    if not seen:
        yield Failure(name, "the file is empty: nothing to read")


def _source(row: _Row, place: str) -> Source | Failure:
    name = str(row.id) if row.id is not None else place
    if row.text is None and row.html is None:
        return Failure(name, f"{place} has neither 'text' nor 'html'")
    if len(row.text or "") > LARGEST_TEXT or len(row.html or "") > LARGEST_PAGE:
        return Failure(name, "the text is larger than 10 MB: split it into its reports")
    if "\0" in (row.text or row.html or ""):
        return Failure(name, "the text holds a NUL character, so it is binary: give the report as text")
    published = row.published
    notes: tuple[str, ...] = ()
    if published is not None:
        try:
            published = parse_published(published)
        except BadDate as error:
            published, notes = None, (f"the date given was left out: {error}",)
    html = row.html if row.text is None else None
    return Source(name, row.text, html, published, row.title, row.publisher, row.byline, row.url, notes)
