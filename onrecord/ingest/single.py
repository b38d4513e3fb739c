"""One report that is a file of its own: plain text, or a page."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from onrecord.ingest.decode import LARGEST_PAGE, LARGEST_TEXT, Undecodable, declared_in, decode
from onrecord.record import Capture, Failure, Source


def text(name: str, data: bytes) -> Source | Failure:
    """A plain-text report."""
    if len(data) > LARGEST_TEXT:
        return Failure(name, "the text is larger than 10 MB: split it into its reports")
    try:
        decoded = decode(data)
    except Undecodable as error:
        return Failure(name, str(error))
    return captured(Source(name, text=decoded.text, notes=decoded.notes), name, data, "text/plain")


def page(name: str, data: bytes, *, declared: str | None = None) -> Source | Failure:
    """A report as a page of HTML."""
    if len(data) > LARGEST_PAGE:
        return Failure(name, "the page is larger than 20 MB: save the article alone")
    try:
        decoded = decode(data, declared=declared or declared_in(data))
    except Undecodable as error:
        return Failure(name, str(error))
    return captured(Source(name, html=decoded.text, notes=decoded.notes), name, data, "text/html")


def captured(source: Source, place: str, data: bytes, media: str, retrieved: str | None = None) -> Source:
    """The source with where it was taken from and the hash of its bytes as they came."""
    return replace(source, capture=Capture(place, hashlib.sha256(data).hexdigest(), media, retrieved))
