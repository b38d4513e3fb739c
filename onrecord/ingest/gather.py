"""One walk over everything that a user can give: files, folders, archives, addresses, standard input."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from onrecord.ingest import archive, feed, jsonl, liveblog, mail, newsml, office, pdf, sitemap, table, url, warc, xml
from onrecord.ingest.bounds import Budget
from onrecord.ingest.decode import LARGEST_PAGE
from onrecord.ingest.meter import Meter
from onrecord.ingest.single import page, text
from onrecord.record import Failure, Source

_TEXT = {".txt", ".text", ".md", ".markdown"}
_PAGE = {".html", ".htm", ".xhtml"}
_XML = {".xml", ".rss", ".atom", ".nitf", ".newsml"}
_LINES = {".jsonl", ".ndjson"}
_MAIL, _MAILBOX = {".eml"}, {".mbox"}
_SINGLE = _TEXT | _PAGE | _XML | _LINES | _MAIL | _MAILBOX | {".json", ".pdf", *office.SUFFIXES, *table.SUFFIXES}
_MAILDIR = ("cur", "new")  # folders of a Maildir that hold its messages, a file each, without telling names
KNOWN = (
    "text (.txt, .md), pages (.html), feeds, sitemaps and NewsML (.xml, .rss, .atom), .json and .jsonl, mail (.eml, "
    ".mbox, Maildir), .pdf, .docx, .odt, tables (.csv, .tsv), and archives (.warc, .wacz, .zip, .gz)"
)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml")
_JSON_TYPES = ("application/json", "application/ld+json")
_TOMORROW = timedelta(days=1)  # a report of a zone east of here may bear tomorrow's date


class NoSuchInput(ValueError):
    """A path that does not exist."""


def gather(
    paths: Iterable[str], *, published: str | None = None, meter: Meter | None = None
) -> Iterator[Source | Failure]:
    """Every report under the given paths, in the order given; folders are walked in the order of names.

    `published` is the date given by the user for reports that carry none of their own. `meter` follows the bytes read.
    Raises NoSuchInput before anything is read when a path is missing, so that a slip of the pen does not pass for an
    empty result.
    """
    given = list(paths)
    for path in given:
        if path != "-" and not url.is_url(path) and not Path(path).exists():
            raise NoSuchInput(f"no such file or folder: {path}")
    meter = meter or Meter()
    plan = [(path, _planned(path, meter)) for path in given]
    if all(files is not None for _, files in plan):
        meter.total = sum(_size(file) for _, files in plan for file in files or ())
    latest = (datetime.now(UTC) + _TOMORROW).date().isoformat()
    for path, files in _grouped(plan):
        for source in _one(path, files, meter):
            if isinstance(source, Source):
                for report in liveblog.posts(source):
                    given_date = published if report.published is None else report.published
                    yield _writable(replace(report, published=given_date, latest=latest))
            else:
                yield replace(source, name=_text(source.name))


def _writable(source: Source) -> Source:
    """The source with a name and a place that can be written down."""
    if source.name.isascii() and (source.capture is None or source.capture.place.isascii()):
        return source
    capture = source.capture and replace(source.capture, place=_text(source.capture.place))
    return replace(source, name=_text(source.name), capture=capture)


def _text(name: str) -> str:
    """A file's name as text: bytes that are no UTF-8, which a disk allows, become marks for what cannot be told."""
    return name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _grouped(plan: list[tuple[str, list[Path] | None]]) -> list[tuple[str, list[Path] | None]]:
    """Files that are given one after the other are read as a folder's are: sitemaps first, their pages once."""
    groups: list[tuple[str, list[Path] | None]] = []
    for path, files in plan:
        before = groups[-1] if groups else None
        if files and before and before[1] and not Path(path).is_dir() and not Path(before[0]).is_dir():
            before[1].extend(files)
        else:
            groups.append((path, files))
    return groups


def known(name: str) -> bool:
    """Whether a file of this name is one that onrecord reads."""
    lowered = name.lower().removesuffix(".gz")
    return Path(lowered).suffix in _SINGLE or lowered.endswith((*archive.SUFFIXES, ".warc"))


def _planned(path: str, meter: Meter) -> list[Path] | None:
    """The files of a path; None where it is none. What a folder holds beside them is noted as passed over."""
    if path == "-" or url.is_url(path):
        return None
    if not Path(path).is_dir():
        return [Path(path)]
    found = [f for f in sorted(Path(path).rglob("*")) if not _hidden(f, Path(path)) and f.is_file()]
    files = [f for f in found if reads(f)]
    meter.passed_over += [_text(str(f)) for f in found if f not in set(files)]
    return files


def reads(file: Path) -> bool:
    """Whether a file of a folder is one that onrecord reads."""
    return known(file.name) or _mail_kind(file) is not None


def _mail_kind(file: Path) -> str | None:
    """What mail programs keep under names that tell nothing: messages of a Maildir, mailboxes such as "Inbox"."""
    if file.parent.name in _MAILDIR and (file.parent.parent / "cur").is_dir():
        return ".eml"
    if file.suffix:
        return None
    try:
        with file.open("rb") as stream:
            return ".mbox" if stream.read(5) == b"From " else None
    except OSError:
        return None


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _one(path: str, files: list[Path] | None, meter: Meter) -> Iterator[Source | Failure]:
    if path == "-":
        yield from _sniffed("-", sys.stdin.buffer.read(LARGEST_PAGE + 1))
    elif files is None:
        yield from _fetched(path, follow=True)
    elif Path(path).is_dir() and not files:
        yield Failure(path, f"the folder holds no reports: onrecord reads {KNOWN}")
    else:
        yield from _files(files, meter)


def _files(files: list[Path], meter: Meter) -> Iterator[Source | Failure]:
    """Files in their order, but sitemaps first: the pages that they list are read with what they tell of them."""
    roots = {f: _sitemap_root(f) for f in files} if len(files) > 1 else {}
    lists = sorted((f for f, root in roots.items() if root), key=lambda f: roots[f] != "sitemapindex")
    taken: set[Path] = set()
    for file in [*lists, *(f for f in files if f not in set(lists))]:
        if file.resolve() not in taken:
            yield from _file(file, meter, taken)
        meter.done += _size(file)


def _sitemap_root(file: Path) -> str | None:
    """What a file's first element says of it, if it is a sitemap: an index of sitemaps, or a list of pages."""
    if not file.name.lower().removesuffix(".gz").endswith(".xml"):
        return None
    try:
        with file.open("rb") as stream:
            head = stream.read(20_000)
    except OSError:
        return None
    root = xml.root_name(_unzipped(head))
    return root if root in sitemap.ROOTS else None


def _unzipped(head: bytes) -> bytes:
    import zlib

    if not head.startswith(b"\x1f\x8b"):
        return head
    try:
        return zlib.decompressobj(31).decompress(head, 20_000)
    except zlib.error:
        return b""


def _file(file: Path, meter: Meter, taken: set[Path]) -> Iterator[Source | Failure]:
    name = str(file)
    start = meter.done
    try:
        with file.open("rb") as stream:
            if _sitemap_root(file):
                yield from sitemap.beside(file, stream.read(sitemap.LARGEST + 1), _beside, taken)
                return
            kind = None if known(file.name) else _mail_kind(file)
            for outcome in _named(name, f"x{kind}" if kind else file.name, stream, _size(file), Budget(), 0):
                meter.done = max(meter.done, start + stream.tell())
                yield outcome
    except OSError as error:
        yield Failure(name, f"the file cannot be read ({error.strerror or error}): check its permissions")
    finally:
        meter.done = start


def _beside(file: Path) -> Iterator[Source | Failure]:
    yield from _file(file, Meter(), set())


def _named(
    place: str, name: str, stream: IO[bytes], size: int, budget: Budget, depth: int
) -> Iterator[Source | Failure]:
    """What a stream gives, told apart by the name of its file."""
    lowered = name.lower()
    suffix = Path(lowered).suffix
    if archive.warc_name(lowered):
        yield from warc.read(place, stream)
    elif suffix in archive.SUFFIXES:
        if depth or not stream.seekable():
            yield from archive.inner(place, stream, budget, depth, _member)
        else:
            yield from archive.read(place, stream, budget, depth, _member)
    elif suffix == ".gz":
        yield from archive.gunzipped(place, stream, size, budget, depth, _named)
    elif suffix in _LINES:
        yield from jsonl.read(place, stream)
    elif suffix in _MAILBOX:
        yield from mail.mailbox(place, stream, _attached)
    elif suffix in _MAIL:
        yield from mail.messages(place, stream.read(mail.LARGEST + 1), _attached)
    elif suffix == ".pdf":
        yield pdf.read(place, stream.read(pdf.LARGEST + 1))
    elif suffix in office.SUFFIXES:
        yield office.read(place, stream.read(office.LARGEST + 1), suffix)
    elif suffix in table.SUFFIXES:
        yield from table.read(place, stream.read(table.LARGEST + 1), suffix)
    else:
        yield from _bytes(place, stream.read(LARGEST_PAGE + 1), suffix)


def _member(
    place: str, name: str, stream: IO[bytes], size: int, budget: Budget, depth: int
) -> Iterator[Source | Failure]:
    """A file of an archive: what is not known by its name is passed over, as in folders."""
    if known(name):
        yield from _named(place, name, stream, size, budget, depth + 1)


def _attached(place: str, name: str, data: bytes) -> Iterator[Source | Failure] | None:
    """What a file that is attached to a message gives; None for what onrecord does not read."""
    lowered = name.lower()
    if not known(name) or Path(lowered).suffix in _MAIL | _MAILBOX:
        return None
    return _named(place, name, io.BytesIO(data), len(data), Budget(), 1)


def _bytes(name: str, data: bytes, suffix: str) -> Iterator[Source | Failure]:
    if suffix in _PAGE:
        yield page(name, data)
    elif suffix in _XML:
        yield from _xml(name, data)
    elif suffix == ".json":
        yield from jsonl.whole(name, data)
    elif suffix in _TEXT:
        yield text(name, data)
    else:
        yield from _sniffed(name, data)


def _xml(name: str, data: bytes) -> Iterator[Source | Failure]:
    """XML is told apart by its first element."""
    root = xml.root_name(data)
    if root in newsml.ROOTS:
        yield from newsml.read(name, data)
    elif root == "html":
        yield page(name, data)
    elif root in sitemap.ROOTS:
        yield Failure(name, "a sitemap holds no texts: give its own address, or its file beside the pages")
    else:
        yield from feed.read(name, data)


def _sniffed(name: str, data: bytes) -> Iterator[Source | Failure]:
    """What comes without a telling name: standard input, files of unknown suffix."""
    head = data[:2000].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        yield page(name, data)
    elif head.startswith(b"%pdf-"):
        yield pdf.read(name, data)
    elif head.startswith(b"<?xml") and xml.root_name(data) in (*newsml.ROOTS, "rss", "feed", "rdf", "html"):
        yield from _xml(name, data)
    elif head.startswith(b"{") and (b'"text"' in data[:100_000] or b'"html"' in data[:100_000] or b'"uri"' in head):
        yield from jsonl.whole(name, data)
    elif head.startswith((b"pk\x03\x04", b"\x1f\x8b")):
        suffix = "x.zip" if head.startswith(b"pk") else "x.gz"
        yield from _named(name, suffix, io.BytesIO(data), len(data), Budget(), 0)
    else:
        yield text(name, data)


def _fetched(address: str, *, follow: bool = False) -> Iterator[Source | Failure]:
    """What stands at an address. Sitemaps are followed only where the user gave theirs."""
    try:
        answer = url.fetch(address)
    except url.FetchError as error:
        yield Failure(address, str(error))
        return
    now = datetime.now(UTC).isoformat(timespec="seconds")
    for outcome in _answered(address, answer, follow):
        if isinstance(outcome, Source) and outcome.capture is not None:
            yield replace(outcome, capture=replace(outcome.capture, retrieved=now))
        else:
            yield outcome


def _answered(address: str, answer: url.Answer, follow: bool) -> Iterator[Source | Failure]:
    if xml.root_name(_unzipped(answer.data[:20_000])) in sitemap.ROOTS:
        if follow:
            yield from sitemap.follow(address, answer.data, _fetched)
        else:
            yield Failure(address, "a sitemap where a page was expected: give its own address to follow it")
    elif answer.media_type in _FEED_TYPES:
        yield from _xml(address, answer.data)
    elif answer.media_type in _JSON_TYPES:
        yield from jsonl.whole(address, answer.data)
    elif answer.media_type == "application/pdf":
        yield _addressed(pdf.read(address, answer.data), answer.url)
    elif answer.media_type == "text/plain":
        yield _addressed(text(address, answer.data), answer.url)
    else:
        yield _addressed(page(address, answer.data, declared=answer.charset), answer.url)


def _addressed(source: Source | Failure, address: str) -> Source | Failure:
    return replace(source, url=address) if isinstance(source, Source) else source
