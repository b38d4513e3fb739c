"""RSS and Atom files: one Source an entry."""

from __future__ import annotations

import datetime
import email.utils
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.record import Failure, Source

_NOT_A_FEED = "the file is not a feed that can be read: check that it is whole RSS or Atom"


def read(name: str, data: bytes) -> Iterator[Source | Failure]:
    """The entries of a feed in its order; a feed that is not well formed is a Failure."""
    if b"<!ENTITY" in data[:100_000]:
        yield Failure(name, "the feed defines entities of its own, which is not safe to read")
        return
    import fastfeedparser

    logging.getLogger("fastfeedparser").setLevel(logging.CRITICAL)
    try:
        parsed = fastfeedparser.parse(data)
    except Exception as error:  # the parser raises whatever its XML library does
        yield Failure(name, f"{_NOT_A_FEED} ({str(error).splitlines()[0][:120] if str(error) else 'no reason given'})")
        return
    if not parsed.entries:
        yield Failure(name, "the feed holds no entries")
    said = _said(data)
    for number, entry in enumerate(parsed.entries):
        own = said[number] if len(said) == len(parsed.entries) else _Said()
        yield _entry(f"{name}#{number + 1}", entry, parsed.feed, own)


@dataclass(frozen=True, slots=True)
class _Said:
    """What the feed parser drops or converts: the true publisher, and the date in the outlet's own time zone."""

    source: str | None = None
    date: str | None = None


def _said(data: bytes) -> list[_Said]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    root = etree.fromstring(data, parser)
    if root is None:
        return []
    found = []
    for item in root.iter("{*}item", "{*}entry"):
        texts = {etree.QName(child).localname: child for child in item if isinstance(child.tag, str)}
        source = texts.get("source")
        title = None if source is None else (source.text or "").strip() or source.findtext("{*}title")
        date = next((texts[k].text for k in ("pubDate", "published", "date", "updated") if k in texts), None)
        found.append(_Said(title or None, date))
    return found


def _entry(name: str, entry: Any, channel: Any, said: _Said) -> Source | Failure:
    body = _body(entry)
    if not body:
        return Failure(name, "the entry has no text")
    return Source(
        entry.get("id") or entry.get("link") or name,
        html=f"<html><body><article>{_paragraphs(body)}</article></body></html>",
        published=_date(said.date),
        title=entry.get("title") or None,
        publisher=said.source or channel.get("title") or None,
        byline=entry.get("author") or None,
        url=entry.get("link") or None,
        published_basis="metadata",
    )


def _paragraphs(body: str) -> str:
    return body if "<p" in body.lower() else f"<p>{body}</p>"


def _body(entry: Any) -> str:
    for content in entry.get("content") or []:
        if content.get("value"):
            return str(content["value"])
    return str(entry.get("summary") or entry.get("description") or "")


def _date(given: str | None) -> str | None:
    """ISO date-time in the time zone that the feed names; None for a date that cannot be read."""
    if not given:
        return None
    try:
        return email.utils.parsedate_to_datetime(given.strip()).isoformat(timespec="seconds")
    except ValueError:
        pass
    try:
        return datetime.datetime.fromisoformat(given.strip()).isoformat(timespec="seconds")
    except ValueError:
        return None
