"""WARC files (also gzipped) and WACZ archives: one Source a page."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from onrecord.ingest.decode import LARGEST_PAGE, Undecodable, declared_in, decode
from onrecord.record import Failure, Source

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def read(file: Path) -> Iterator[Source | Failure]:
    """Every successful page of the archive; a damaged archive gives what stands before the damage, and says so."""
    if file.name.lower().endswith(".wacz"):
        yield from _wacz(file)
    else:
        with file.open("rb") as stream:
            yield from _records(str(file), stream)


def _wacz(file: Path) -> Iterator[Source | Failure]:
    try:
        with zipfile.ZipFile(file) as archive:
            inner = [n for n in archive.namelist() if n.startswith("archive/") and n.endswith((".warc", ".warc.gz"))]
            if not inner:
                yield Failure(str(file), "the archive holds no WARC file under archive/")
            for name in sorted(inner):
                with archive.open(name) as stream:
                    yield from _records(f"{file}!{name}", stream)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        yield Failure(str(file), f"the archive is damaged ({error}): get it again")


def _records(name: str, stream: IO[bytes]) -> Iterator[Source | Failure]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    pages = 0
    try:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
            source = _page(name, record)
            if source is not None:
                pages += 1
                yield source
    except Exception as error:  # the reader raises its stream's own errors
        yield Failure(name, f"the archive is damaged after {pages} pages ({error}): what stands before was read")
        return
    if not pages:
        yield Failure(name, "the archive holds no pages: it is empty, cut off, or holds no HTML")


def _page(archive: str, record: Any) -> Source | Failure | None:
    http = record.http_headers
    if http is None or (http.status_code or 0) != 200:
        return None
    kind = (record.http_content_type or "").split(";")[0].strip().lower()
    if kind not in _PAGES:
        return None
    address = record.headers.get("WARC-Target-URI") or archive
    data = record.reader.read(LARGEST_PAGE + 1)
    if len(data) > LARGEST_PAGE:
        return Failure(address, "the page is larger than 20 MB: save the article alone")
    try:
        decoded = decode(data, declared=record.http_charset or declared_in(data))
    except Undecodable as error:
        return Failure(address, str(error))
    text, html = (decoded.text, None) if kind == "text/plain" else (None, decoded.text)
    return Source(address, text, html, url=address, notes=decoded.notes)
