"""One walk over everything that a user can give: files, folders, addresses, standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from onrecord.ingest import feed, jsonl, mail, url, warc
from onrecord.ingest.decode import LARGEST_PAGE, LARGEST_TEXT, Undecodable, declared_in, decode
from onrecord.record import Failure, Source

_TEXT = {".txt", ".text", ".md", ".markdown"}
_PAGE = {".html", ".htm", ".xhtml"}
_FEED = {".xml", ".rss", ".atom"}
_LINES = {".jsonl", ".ndjson"}
_MAIL, _MAILBOX = {".eml"}, {".mbox"}
_ARCHIVE = (".warc", ".warc.gz", ".wacz")
KNOWN = "text (.txt, .md), pages (.html), feeds (.xml, .rss, .atom), .jsonl, mail (.eml, .mbox), .warc, .warc.gz, .wacz"


class NoSuchInput(ValueError):
    """A path that does not exist."""


def gather(paths: Iterable[str], *, published: str | None = None) -> Iterator[Source | Failure]:
    """Every report under the given paths, in the order given; folders are walked in the order of names.

    `published` is the date given by the user for reports that carry none of their own. Raises NoSuchInput before
    anything is read when a path is missing, so that a slip of the pen does not pass for an empty result.
    """
    given = list(paths)
    for path in given:
        if path != "-" and not url.is_url(path) and not Path(path).exists():
            raise NoSuchInput(f"no such file or folder: {path}")
    for path in given:
        for source in _one(path):
            if isinstance(source, Source) and published and source.published is None:
                yield replace(source, published=published)
            else:
                yield source


def _one(path: str) -> Iterator[Source | Failure]:
    if path == "-":
        yield from _sniffed("-", sys.stdin.buffer.read(LARGEST_PAGE + 1))
    elif url.is_url(path):
        yield from _fetched(path)
    elif Path(path).is_dir():
        yield from _folder(Path(path))
    else:
        yield from _file(Path(path))


def _folder(folder: Path) -> Iterator[Source | Failure]:
    found = False
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.is_file() and not hidden and _known(file):
            found = True
            yield from _file(file)
    if not found:
        yield Failure(str(folder), f"the folder holds no reports: onrecord reads {KNOWN}")


def _known(file: Path) -> bool:
    return file.suffix.lower() in _TEXT | _PAGE | _FEED | _LINES | _MAIL | _MAILBOX or file.name.lower().endswith(
        _ARCHIVE
    )


def _file(file: Path) -> Iterator[Source | Failure]:
    name = str(file)
    suffix = file.suffix.lower()
    try:
        if file.name.lower().endswith(_ARCHIVE):
            yield from warc.read(file)
        elif suffix in _LINES:
            with file.open("rb") as stream:
                yield from jsonl.read(name, stream)
        elif suffix in _MAILBOX:
            with file.open("rb") as stream:
                yield from mail.mailbox(name, stream)
        elif suffix in _MAIL:
            with file.open("rb") as stream:
                yield mail.message(name, stream.read(mail.LARGEST + 1))
        else:
            with file.open("rb") as stream:
                data = stream.read(LARGEST_PAGE + 1)
            yield from _bytes(name, data, suffix)
    except OSError as error:
        yield Failure(name, f"the file cannot be read ({error.strerror or error}): check its permissions")


def _bytes(name: str, data: bytes, suffix: str) -> Iterator[Source | Failure]:
    if suffix in _PAGE:
        yield page(name, data)
    elif suffix in _FEED:
        yield from feed.read(name, data)
    elif suffix in _TEXT:
        yield text(name, data)
    else:
        yield from _sniffed(name, data)


def _sniffed(name: str, data: bytes) -> Iterator[Source | Failure]:
    """What comes without a telling name: standard input, files of unknown suffix."""
    head = data[:2000].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        yield page(name, data)
    elif head.startswith(b"<?xml") and any(mark in head for mark in (b"<rss", b"<feed", b"<rdf")):
        yield from feed.read(name, data)
    elif head.startswith(b"{") and (b'"text"' in data[:100_000] or b'"html"' in data[:100_000]):
        yield from jsonl.read(name, iter(data.split(b"\n")))
    else:
        yield text(name, data)


def _fetched(address: str) -> Iterator[Source | Failure]:
    try:
        answer = url.fetch(address)
    except url.FetchError as error:
        yield Failure(address, str(error))
        return
    if answer.media_type in ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml"):
        yield from feed.read(address, answer.data)
    elif answer.media_type == "text/plain":
        yield _addressed(text(address, answer.data), answer.url)
    else:
        yield _addressed(page(address, answer.data, declared=answer.charset), answer.url)


def _addressed(source: Source | Failure, address: str) -> Source | Failure:
    return replace(source, url=address) if isinstance(source, Source) else source


def text(name: str, data: bytes) -> Source | Failure:
    """A plain-text report."""
    if len(data) > LARGEST_TEXT:
        return Failure(name, "the text is larger than 10 MB: split it into its reports")
    try:
        decoded = decode(data)
    except Undecodable as error:
        return Failure(name, str(error))
    return Source(name, text=decoded.text, notes=decoded.notes)


def page(name: str, data: bytes, *, declared: str | None = None) -> Source | Failure:
    """A report as a page of HTML."""
    if len(data) > LARGEST_PAGE:
        return Failure(name, "the page is larger than 20 MB: save the article alone")
    try:
        decoded = decode(data, declared=declared or declared_in(data))
    except Undecodable as error:
        return Failure(name, str(error))
    return Source(name, html=decoded.text, notes=decoded.notes)
