"""WARC files (also gzipped): one Source a page. What is damaged is passed over and told; what stands after is read."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import IO, Any

from onrecord.ingest.bounds import Bomb
from onrecord.ingest.decode import LARGEST_PAGE, Undecodable, declared_in, decode
from onrecord.ingest.single import captured
from onrecord.record import Failure, Source

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_GZIP, _PLAIN = b"\x1f\x8b\x08", b"WARC/1."
_CHUNK = 1_000_000
_MOST_DAMAGES = 1_000  # places; an archive with more is given up


def salvaged(name: str, stream: IO[bytes], why: str) -> Iterator[Source | Failure]:
    """The pages that are whole in something that holds an archive as it stands and is damaged or cut off itself."""
    start, pages = _next_record(stream, 0), 0
    for outcome in read(name, stream, start) if start is not None else ():
        if isinstance(outcome, Source) or outcome.name != name:
            pages += isinstance(outcome, Source)
            yield outcome
    done = "the pages that are whole in it were read" if pages else "get it again"
    yield Failure(name, f"the archive is damaged ({why}): {done}", pages > 0)


def read(name: str, stream: IO[bytes], start: int = 0) -> Iterator[Source | Failure]:
    """Every successful page of an archive. A stream that cannot seek is read up to the first damage."""
    pages = damages = 0
    while True:
        seen = _Position(start)
        try:
            for source in _records(name, stream, seen):
                pages += 1
                yield source
            break
        except Bomb as error:
            yield Failure(name, f"{error}; pages read before: {pages}", pages > 0)
            return
        except Exception as error:  # the reader raises its stream's own errors
            damages += 1
            found = _next_record(stream, seen.last + 1) if damages < _MOST_DAMAGES else None
            told = f"the archive is damaged after {pages} {'page' if pages == 1 else 'pages'} ({str(error)[:80]})"
            if found is None:
                yield Failure(name, f"{told}: what stands before was read", pages > 0)
                return
            start = found
            if damages == 1:
                yield Failure(name, f"{told}: the damaged part was passed over, what stands after it was read", True)
    if not pages and not damages:
        yield Failure(name, "the archive holds no pages: it is empty, cut off, or holds no HTML")


class _Position:
    """Where the last record that was whole begins."""

    def __init__(self, start: int) -> None:
        self.start = self.last = start


def _records(name: str, stream: IO[bytes], seen: _Position) -> Iterator[Source | Failure]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    if seen.start:
        stream.seek(seen.start)
    for record in ArchiveIterator(stream, record_types=WarcRecordType.any_type, parse_http=False):
        seen.last = max(seen.last, record.stream_pos)
        if record.record_type != WarcRecordType.response:
            continue
        intact = _intact(record)
        record.parse_http(auto_decode="all")
        source = _page(name, record, intact)
        if source is not None:
            yield source


def _intact(record: Any) -> bool:
    """Whether the record is as long as it says, and its bytes are those of its digest where it has one."""
    length = record.content_length or 0
    if length > LARGEST_PAGE:
        return True  # told as too large
    record.freeze()
    if record.content_length < length:
        return False
    return not record.headers.get("WARC-Block-Digest") or bool(record.verify_block_digest(consume=False))


def _next_record(stream: IO[bytes], position: int) -> int | None:
    """Where the next record begins at or after a position; None where there is none, or no way to look."""
    try:
        stream.seek(position)
    except (OSError, ValueError):
        return None
    held, start = b"", position
    while chunk := stream.read(_CHUNK):
        held += chunk
        for offset in _marks(held):
            if held.startswith(_PLAIN, offset) or _opens_record(stream, start + offset):
                return start + offset
        start += max(0, len(held) - len(_PLAIN))
        held = held[-len(_PLAIN) :]
        stream.seek(start + len(held))
    return None


def _marks(data: bytes) -> list[int]:
    found = []
    for mark in (_GZIP, _PLAIN):
        offset = data.find(mark)
        while offset >= 0:
            found.append(offset)
            offset = data.find(mark, offset + 1)
    return sorted(found)


def _opens_record(stream: IO[bytes], position: int) -> bool:
    stream.seek(position)
    try:
        return zlib.decompressobj(31).decompress(stream.read(4_096), 100).startswith(_PLAIN)
    except zlib.error:
        return False


def _page(archive: str, record: Any, intact: bool) -> Source | Failure | None:
    http = record.http_headers
    if not intact and http is None:
        return Failure(record.headers.get("WARC-Target-URI") or archive, "the page is cut off in the archive")
    if http is None or (http.status_code or 0) != 200:
        return None
    kind = (record.http_content_type or "").split(";")[0].strip().lower()
    if kind not in _PAGES:
        return None
    told = record.headers.get("WARC-Target-URI")
    address = told or f"{archive}@{record.stream_pos}"
    data = record.reader.read(LARGEST_PAGE + 1)
    if len(data) > LARGEST_PAGE:
        return Failure(address, "the page is larger than 20 MB: save the article alone")
    try:
        decoded = decode(data, declared=record.http_charset or declared_in(data))
    except Undecodable as error:
        return Failure(address, str(error))
    text, html = (decoded.text, None) if kind == "text/plain" else (None, decoded.text)
    notes = decoded.notes
    if not intact:
        notes += ("the page is cut off or damaged in the archive: what there is of it was read",)
    if not told:
        notes += ("the archive tells no address of the page (its record may be damaged): it was read without one",)
    fetched = record.record_date.isoformat() if record.record_date else None
    place = f"{archive}!{address}" if told else address
    return captured(Source(address, text, html, url=told, notes=notes), place, data, kind, fetched)
