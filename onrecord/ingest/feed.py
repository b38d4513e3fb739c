"""RSS and Atom files: one Source an entry."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.ingest import xml
from onrecord.ingest.single import captured
from onrecord.record import Failure, Provenance, Source, TakenFrom

_NOT_A_FEED = "the file is not a feed that can be read: check that it is whole RSS or Atom"


def read(name: str, data: bytes) -> Iterator[Source | Failure]:
    """The entries of a feed in its order; of a feed that is not well formed, those that are whole, after a Failure."""
    try:
        root = xml.parse(data)
        fault = None
    except xml.BadXml as error:
        if str(error) == xml.UNSAFE:
            yield Failure(name, "the feed defines entities of its own, which is not safe to read")
            return
        root, fault = _left(data), str(error)
    items = [] if root is None else list(root.iter("{*}item", "{*}entry"))
    if fault is not None:
        if not items:
            yield Failure(name, f"{_NOT_A_FEED} ({fault})")
            return
        yield Failure(name, f"the feed is not well formed ({fault}): {len(items)} entries of it were read", True)
    if not items:
        yield Failure(name, "the feed holds no entries" if _is_feed(root) else _NOT_A_FEED)
    channel = _Channel.of(root)
    for number, (item, entry) in enumerate(zip(items, _parsed(data, len(items)), strict=True), 1):
        found = _entry(f"{name}#{number}", item, entry, channel)
        yield captured(found, f"{name}#{number}", data, "application/rss+xml") if isinstance(found, Source) else found


def _left(data: bytes) -> Any:
    try:
        return xml.parse(data, recover=True)
    except xml.BadXml:
        return None


def _is_feed(root: Any) -> bool:
    return root is not None and str(root.tag).rpartition("}")[2].lower() in ("rss", "feed", "rdf")


def _parsed(data: bytes, count: int) -> list[Any]:
    """The entries as the feed parser gives them; empty ones where it cannot, or counts otherwise."""
    import fastfeedparser

    logging.getLogger("fastfeedparser").setLevel(logging.CRITICAL)
    try:
        entries = list(fastfeedparser.parse(data).entries)
    except Exception:  # the parser raises whatever its XML library does
        entries = []
    return entries if len(entries) == count else [{} for _ in range(count)]


@dataclass(frozen=True, slots=True)
class _Channel:
    """What the feed says of itself."""

    title: str | None = None
    usage: str | None = None

    @classmethod
    def of(cls, root: Any) -> _Channel:
        if root is None:
            return cls()
        return cls(
            xml.told(root, "channel/title", "title"),
            xml.told(root, "channel/copyright", "channel/rights", "rights", "channel/license"),
        )


def _entry(name: str, item: Any, entry: Any, channel: _Channel) -> Source | Failure:
    body = _body(entry) or _own_body(item)
    if not body:
        return Failure(name, "the entry has no text")
    outlet = _outlet(item)
    address = entry.get("link") or _link(item)
    guid = entry.get("id") or xml.told(item, "guid", "id")
    return Source(
        guid or address or name,
        html=f"<html><body><article>{_paragraphs(body)}</article></body></html>",
        published=xml.date(xml.told(item, "pubDate", "published", "date", "updated")),
        title=entry.get("title") or xml.told(item, "title"),
        publisher=outlet or channel.title,
        byline=entry.get("author") or xml.told(item, "creator", "author/name", "author"),
        url=address,
        published_basis="metadata",
        provenance=Provenance(
            modified=xml.date(xml.told(item, "updated", "modified")),
            guid=guid,
            usage=xml.told(item, "rights", "license") or channel.usage,
            via=channel.title if outlet and outlet != channel.title else None,
            taken_from=tuple(_sources(item, outlet)),
        ),
    )


def _outlet(item: Any) -> str | None:
    """RSS `<source>` is the feed that the item came from first; Atom's holds that feed's title."""
    source = item.find("{*}source")
    if source is None or "purl.org/dc" in str(source.tag):
        return None
    return " ".join((source.text or "").split()) or xml.told(source, "title")


def _sources(item: Any, outlet: str | None) -> Iterator[TakenFrom]:
    for source in item.iterfind("{*}source"):
        named = " ".join((source.text or "").split())
        if "purl.org/dc" in str(source.tag) and named and named != outlet:
            is_address = named.startswith(("http://", "https://"))
            yield TakenFrom("dc:source", None if is_address else named, named if is_address else None)
    if credit := xml.told(item, "credit"):  # Media RSS
        yield TakenFrom("media:credit", credit)


def _link(item: Any) -> str | None:
    for link in item.iterfind("{*}link"):
        if link.get("rel", "alternate") == "alternate" and (found := (link.get("href") or link.text or "").strip()):
            return str(found)
    return None


def _own_body(item: Any) -> str:
    for tag in ("encoded", "content", "description", "summary"):
        element = item.find(f"{{*}}{tag}")
        if element is not None and (text := "".join(element.itertext()).strip()):
            return str(text)
    return ""


def _paragraphs(body: str) -> str:
    return body if "<p" in body.lower() else f"<p>{body}</p>"


def _body(entry: Any) -> str:
    for content in entry.get("content") or []:
        if content.get("value"):
            return str(content["value"])
    return str(entry.get("summary") or entry.get("description") or "")
