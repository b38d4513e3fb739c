"""Sitemaps: lists of addresses. They hold no texts, so the pages are fetched, or found in files beside the sitemap."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from onrecord.ingest import url, xml
from onrecord.ingest.bounds import Bomb, Budget, unpacked
from onrecord.record import Failure, Source

ROOTS = ("urlset", "sitemapindex")
LARGEST = 50_000_000  # bytes; the protocol's own limit
_MOST_PAGES = 1_000  # fetched for one address; a sitemap of news may hold no more
_DEEPEST = 3  # indexes of indexes
PAUSE = 0.3  # seconds between two pages of one site


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a sitemap lists, with what it tells of it."""

    address: str
    published: str | None = None
    title: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """What one sitemap holds: pages, and further sitemaps."""

    pages: tuple[Entry, ...]
    further: tuple[str, ...]


def parse(data: bytes) -> Listed:
    """The entries of a sitemap (gzipped or not). Raises BadXml where nothing can be read of it."""
    root = xml.parse(_plain(data), recover=True)
    if root is None:
        raise xml.BadXml("nothing stands in it")
    further = [loc for entry in root.iter("{*}sitemap") if (loc := xml.told(entry, "loc"))]
    pages = [_entry(loc, entry) for entry in root.iter("{*}url") if (loc := xml.told(entry, "loc"))]
    return Listed(tuple(pages), tuple(further))


def _plain(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    import io

    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as opened:
            return unpacked(opened, len(data), Budget(LARGEST)).read()  # type: ignore[arg-type]
    except Bomb:
        raise xml.BadXml("it is larger than 50 MB") from None
    except (OSError, EOFError, zlib.error) as error:
        raise xml.BadXml(f"it is damaged: {error}") from None


def _entry(address: str, entry: object) -> Entry:
    return Entry(
        address,
        xml.date(xml.told(entry, "news/publication_date")),
        xml.told(entry, "news/title"),
        xml.told(entry, "news/publication/name"),
    )


def described(source: Source, entry: Entry) -> Source:
    """The source of a page with what the sitemap tells of it."""
    return replace(
        source,
        url=source.url or entry.address,
        title=source.title or entry.title,
        publisher=source.publisher or entry.publisher,
        published=source.published or entry.published,
        published_basis="metadata" if not source.published and entry.published else source.published_basis,
    )


# By address


class _Walk:
    """One walk over the sitemaps of a site: what was seen, and what was left out."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.seen: set[str] = set()
        self.pages: dict[str, Entry] = {}
        self.elsewhere = 0

    def into(self, address: str, data: bytes, depth: int = 1) -> Iterator[Failure]:
        self.seen.add(address)
        try:
            listed = parse(data)
        except xml.BadXml as error:
            yield Failure(address, f"the sitemap cannot be read ({error}): it was passed over")
            return
        for entry in listed.pages:
            if _site(entry.address) == self.site:
                self.pages.setdefault(entry.address, entry)
            else:
                self.elsewhere += 1
        for other in listed.further:
            yield from self._further(address, other, depth)

    def _further(self, address: str, other: str, depth: int) -> Iterator[Failure]:
        if other in self.seen:
            yield Failure(address, f"the sitemap points back to {other}, which was read already: cut there", True)
        elif _site(other) != self.site:
            self.elsewhere += 1
        elif depth >= _DEEPEST:
            yield Failure(other, f"the sitemap lies more than {_DEEPEST} sitemaps deep: give its own address")
        else:
            try:
                answer = url.fetch(other)
            except url.FetchError as error:
                yield Failure(other, str(error))
                return
            yield from self.into(other, answer.data, depth + 1)


def follow(address: str, data: bytes, read: Callable[[str], Iterator[Source | Failure]]) -> Iterator[Source | Failure]:
    """The pages that the sitemap of an address lists, the newest first; `read` fetches one.

    Only pages of the sitemap's own site are fetched, and at most 1,000.
    """
    walk = _Walk(_site(address))
    yield from walk.into(address, data)
    newest = sorted(walk.pages.values(), key=lambda e: e.published or "", reverse=True)
    for number, entry in enumerate(newest[:_MOST_PAGES]):
        if number:
            time.sleep(PAUSE)
        for outcome in read(entry.address):
            yield described(outcome, entry) if isinstance(outcome, Source) else outcome
    if len(newest) > _MOST_PAGES:
        left = len(newest) - _MOST_PAGES
        yield Failure(address, f"{left:,} older pages of the sitemap were not fetched: {_MOST_PAGES:,} is the most")
    if walk.elsewhere:
        yield Failure(
            address, f"{walk.elsewhere:,} addresses in the sitemap are of other sites and were not fetched", True
        )
    if not newest and not walk.elsewhere:
        yield Failure(address, "the sitemap lists no pages")


def _site(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


# By file


def beside(
    file: Path, data: bytes, read: Callable[[Path], Iterator[Source | Failure]], taken: set[Path] | None = None
) -> Iterator[Source | Failure]:
    """The pages that a sitemap's file lists and that lie beside it; nothing is fetched for a file.

    The page https://news.example/2026/a.html is looked for as 2026/a.html and as a.html in the folder of the sitemap.
    `taken` gets the files that were read.
    """
    found = missing = 0
    for outcome in _local(file, data, set() if taken is None else taken, read, {file.resolve()}):
        if outcome is None:
            missing += 1
        else:
            found += isinstance(outcome, Source)
            yield outcome
    if missing:
        some = f"{missing:,} of {found + missing:,} addresses" if found else f"{missing:,} addresses"
        yield Failure(
            str(file),
            f"{some} in the sitemap were not fetched, as it is a file: give the sitemap's own address for that",
            found > 0,
        )
    elif not found:
        yield Failure(str(file), "the sitemap lists no pages")


def _local(
    file: Path, data: bytes, taken: set[Path], read: Callable[[Path], Iterator[Source | Failure]], seen: set[Path]
) -> Iterator[Source | Failure | None]:
    """What the pages give that lie beside; None for each address that does not."""
    try:
        listed = parse(data)
    except xml.BadXml as error:
        yield Failure(str(file), f"the sitemap cannot be read ({error}): it was passed over")
        return
    for entry in listed.pages:
        page = _beside(file.parent, entry.address)
        if page is None:
            yield None
            continue
        taken.add(page)
        for outcome in read(page):
            yield described(outcome, entry) if isinstance(outcome, Source) else outcome
    for other in listed.further:
        nested = _beside(file.parent, other)
        if nested is None:
            yield None
        elif nested in seen:
            yield Failure(str(file), f"the sitemap points back to {other}, which was read already: cut there", True)
        elif len(seen) < 1_000:
            seen.add(nested)
            taken.add(nested)
            yield from _local(nested, nested.read_bytes()[: LARGEST + 1], taken, read, seen)


def _beside(folder: Path, address: str) -> Path | None:
    """The file of an address in a folder, whole path before bare name; None where there is none in it."""
    try:
        path = PurePosixPath(unquote(urlsplit(address).path))
    except ValueError:
        return None
    parts = [part for part in path.parts if part not in ("/", "..", ".")]
    for tail in ("/".join(parts), parts[-1] if parts else ""):
        for name in (tail, f"{tail}.html", f"{tail}/index.html") if tail else ():
            try:
                file = (folder / name).resolve()
                if file.is_file() and file.is_relative_to(folder.resolve()):
                    return file
            except (OSError, ValueError):
                continue
    return None
