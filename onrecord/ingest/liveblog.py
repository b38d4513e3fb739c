"""A live blog whose page tells its posts to machines (schema.org): one report a post, with its own hour.

The posts of a day contradict, correct and repeat one another: as one text, a toll of the morning and one of the evening
would bear the same date. Pages that tell no posts, or a single one, are read as any page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urldefrag

from onrecord.ingest import xml
from onrecord.ingest.linked_data import things
from onrecord.record import Provenance, Source

_MARK = "liveBlogUpdate"
_FEWEST = 2  # posts
_MOST = 5_000


def posts(source: Source) -> Iterator[Source]:
    """The posts of a live blog, the oldest first; the source itself where its page is none."""
    found = _told(source) if source.html is not None and _MARK in source.html else []
    if len(found) < _FEWEST:
        yield source
        return
    for number, post in enumerate(found, 1):
        name = post.name if post.name != source.name else f"{source.name}#{number}"
        yield replace(post, name=name, notes=source.notes)


def _told(source: Source) -> list[Source]:
    from lxml import etree, html

    page = (source.html or "").encode("utf-8", "replace")
    try:
        root = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return []
    site = next((m.get("content") for m in root.iter("meta") if m.get("property") == "og:site_name"), None)
    base = source if source.publisher or not site else replace(source, publisher=" ".join(site.split()) or None)
    made = [
        made
        for blog in things(root, _tells_posts)
        for update in _list(blog.get(_MARK))
        if (made := _post(base, blog, update))
    ]
    once = {(post.published, post.text): post for post in made[:_MOST]}
    return sorted(once.values(), key=lambda post: post.published or "")


def _tells_posts(thing: Mapping[str, Any]) -> bool:
    return _MARK in thing


def _list(value: object) -> list[Mapping[str, Any]]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, Mapping)]


def _post(page: Source, blog: Mapping[str, Any], update: Mapping[str, Any]) -> Source | None:
    """A post as a report; its address without what comes after "#" is the blog's, which all posts share."""
    headline, body = _plain(update.get("headline")), _plain(update.get("articleBody") or update.get("text"))
    if not body:
        return None
    text = body if not headline or body.startswith(headline) else f"{headline}\n{body}"
    own = next((a for k in ("url", "@id", "mainEntityOfPage") if (a := _address(update.get(k)))), None)
    alone = own if own and urldefrag(own)[0] != urldefrag(page.url or _address(blog.get("url")) or "")[0] else None
    if own and "#" in own:
        alone = None
    published = xml.date(_string(update.get("datePublished")) or _string(update.get("dateModified")))
    return Source(
        own or page.name,
        text=text,
        published=published,
        title=headline or _plain(blog.get("headline")),
        publisher=page.publisher or _name(update.get("publisher")) or _name(blog.get("publisher")),
        byline=_name(update.get("author")),
        url=alone,
        published_basis="metadata" if published else "given",
        provenance=Provenance(
            modified=xml.date(_string(update.get("dateModified"))), guid=own, via=_plain(blog.get("headline"))
        ),
        capture=page.capture,
        latest=page.latest,
    )


def _plain(value: object) -> str | None:
    """Words without the tags that some pages leave in them; a paragraph a line."""
    from lxml import etree, html

    text = _string(value)
    if text and "<" in text:
        try:
            parts = html.fragments_fromstring(text)
        except (etree.LxmlError, ValueError):
            parts = [text]
        text = "\n".join(part if isinstance(part, str) else part.text_content() for part in parts)
    lines = [" ".join(line.split()) for line in (text or "").splitlines()]
    return "\n".join(line for line in lines if line) or None


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _address(value: object) -> str | None:
    found = value.get("@id") if isinstance(value, Mapping) else value
    return found if isinstance(found, str) and found.startswith(("http://", "https://")) else None


def _name(value: object) -> str | None:
    if isinstance(value, list):
        return next((found for item in value if (found := _name(item))), None)
    return _plain(value.get("name")) if isinstance(value, Mapping) else _plain(value)
