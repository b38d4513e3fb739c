"""Source -> Document: visible text, metadata, credits, excluded spans, runs back to source characters."""

from __future__ import annotations

import hashlib
import json

from onrecord.record import Document, Source


class Unreadable(ValueError):
    """A report that cannot be read; the message says why and what to do."""


def document_id(text: str, publisher: str | None, url: str | None, published: str | None) -> str:
    """Hash of text, publisher, address and given date: equal input gives equal ids on every machine."""
    key = json.dumps([text, publisher, url, published], ensure_ascii=True)
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def clean(source: Source) -> Document:
    """The document of a source. Raises Unreadable for empty or oversized reports."""
    text = source.text or ""
    if not text.strip():
        raise Unreadable("the report is empty: nothing to read")
    return Document(
        document_id(text, source.publisher, source.url, source.published),
        source.name,
        text,
        source.title,
        source.publisher,
        source.byline,
        source.url,
        source.published,
        "given" if source.published else "unknown",
    )
