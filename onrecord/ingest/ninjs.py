"""IPTC ninjs (versions 1 to 3), a JSON object a news item; its versions spell keys differently and mean the same."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from onrecord.ingest import xml
from onrecord.ingest.newsml import editor_notes
from onrecord.record import Failure, Provenance, Source, TakenFrom

_TELLING = ("uri", "headline", "headlines", "versioncreated", "bodies", "body_text", "body_html", "body_xhtml")
_MARKUP = ("html", "xhtml", "xml", "nitf")


def is_item(row: object) -> bool:
    """Whether a JSON value looks like a ninjs item: a `uri`, and another key of its own."""
    if not isinstance(row, Mapping):
        return False
    keys = {str(key).lower() for key in row}
    return "uri" in keys and len(keys & set(_TELLING)) >= 2


def read(name: str, row: Mapping[str, Any]) -> Source | Failure:
    """The Source of one item."""
    item = {str(key).lower(): value for key, value in row.items()}
    if (kind := item.get("type")) and kind not in ("text", "composite"):
        return Failure(name, f"the item is of type {str(kind)[:20]}, not text")
    text, markup = _body(item)
    if not text and not markup:
        return Failure(name, "the item holds no text (body_text, body_html, bodies): get it with its body")
    uri = _string(item.get("uri"))
    address = next((v for v in (_string(item.get("url")), uri) if v and v.startswith(("http://", "https://"))), None)
    created = _string(item.get("contentcreated")) or _string(item.get("firstcreated"))
    return Source(
        uri or name,
        text=text,
        html=None if text else f"<html><body><article>{markup}</article></body></html>",
        published=xml.date(created or _string(item.get("versioncreated"))),
        published_basis="metadata",
        title=_one(item.get("headline")) or _one(item.get("headlines")) or _string(item.get("title")),
        publisher=_publisher(item),
        byline=_string(item.get("byline")) or _string(item.get("by")),
        url=address,
        provenance=Provenance(
            modified=xml.date(_string(item.get("versioncreated"))),
            guid=uri,
            located=_string(item.get("located")) or _string(item.get("dateline")),
            usage=_string(item.get("usageterms")) or _string(item.get("copyrightnotice")),
            taken_from=tuple(_sources(item)),
        ),
        editor_notes=editor_notes(_string(item.get("ednote")), _string(item.get("pubstatus"))),
    )


def _string(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _one(value: object) -> str | None:
    """The main one of several headlines, else the first."""
    if not isinstance(value, list):
        return _string(value)
    rows = [v for v in value if isinstance(v, Mapping)]
    rows.sort(key=lambda v: str(v.get("role", "main")).rpartition("/")[2].lower() != "main")
    return next((found for v in rows if (found := _string(v.get("value")))), None)


def _body(item: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Plain text, else markup."""
    texts: list[str] = []
    marked: list[str] = []
    for key, value in item.items():
        if key.startswith("body_") and isinstance(value, str) and value.strip():
            (marked if key.removeprefix("body_") in _MARKUP else texts).append(value)
    rows = item.get("bodies")
    for body in rows if isinstance(rows, list) else []:
        value = body.get("value") if isinstance(body, Mapping) else None
        if isinstance(value, str) and value.strip():
            kind = str(body.get("contentType") or body.get("contenttype") or "text/plain").lower()
            (marked if any(sign in kind for sign in _MARKUP) else texts).append(value)
    return (texts[0], None) if texts else (None, _readable(marked[0]) if marked else None)


def _readable(markup: str) -> str:
    """Markup that stands in paragraphs at least."""
    return markup if "<p" in markup.lower() else f"<p>{html.escape(markup) if '<' not in markup else markup}</p>"


def _publisher(item: Mapping[str, Any]) -> str | None:
    for key in ("infosources", "infosource"):
        for role in ("publisher", "distributor"):
            if found := next((name for name, r in _named(item.get(key)) if r == role), None):
                return found
    named = _string(item.get("copyrightholder"))
    return re.sub(r"^(?:copyright|©|\(c\))\s*(?:\d{4})?\s*", "", named, flags=re.I) or None if named else None


def _sources(item: Mapping[str, Any]) -> Iterator[TakenFrom]:
    for key in ("infosources", "infosource"):
        for name, role in _named(item.get(key)):
            if role not in ("publisher", "distributor"):
                yield TakenFrom("ninjs:infosource", name)


def _named(value: object) -> Iterator[tuple[str, str]]:
    for row in value if isinstance(value, list) else []:
        if isinstance(row, Mapping) and (name := _string(row.get("name"))):
            yield name, str(row.get("role") or row.get("rel") or "").rpartition("/")[2].lower()
