"""RSS and Atom files: one Source an entry."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator
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
    for number, entry in enumerate(parsed.entries, 1):
        yield _entry(f"{name}#{number}", entry, parsed.feed)


def _entry(name: str, entry: Any, channel: Any) -> Source | Failure:
    body = _body(entry)
    if not body:
        return Failure(name, "the entry has no text")
    origin = entry.get("source") or {}
    publisher = origin.get("title") if isinstance(origin, dict) else None
    return Source(
        entry.get("id") or entry.get("link") or name,
        html=f"<html><body><article>{_paragraphs(body)}</article></body></html>",
        published=_date(entry.get("published") or entry.get("updated")),
        title=entry.get("title") or None,
        publisher=publisher or channel.get("title") or None,
        byline=entry.get("author") or None,
        url=entry.get("link") or None,
    )


def _paragraphs(body: str) -> str:
    return body if "<p" in body.lower() else f"<p>{body}</p>"


def _body(entry: Any) -> str:
    for content in entry.get("content") or []:
        if content.get("value"):
            return str(content["value"])
    return str(entry.get("summary") or entry.get("description") or "")


def _date(given: str | None) -> str | None:
    """The day in the feed's own words; an entry without a date that can be read has none."""
    if not given:
        return None
    try:
        return datetime.datetime.fromisoformat(given).isoformat(timespec="seconds")
    except ValueError:
        return None
