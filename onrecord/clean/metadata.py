"""What a page's head and its schema.org data say of where it is from: addresses, sources, dates, corrections.

Only what the page states; nothing is guessed from prose. Broken or absent data give nothing, never an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from onrecord.ingest.editorial import kind_of
from onrecord.ingest.linked_data import things
from onrecord.ingest.published import BadDate, parse_published
from onrecord.record import EditorNote, Provenance, TakenFrom

_SOURCES = ("syndication-source", "original-source", "dc.source", "dcterms.source")
_MODIFIED = ("article:modified_time", "og:updated_time", "dcterms.modified", "dc.date.modified", "last-modified")
_PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "parsely-pub-date")
_USAGE = ("dcterms.rights", "dc.rights", "copyright", "rights")
_ARTICLE = re.compile(r"(?:Article|Posting|Report)\Z")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The provenance that a page states, and what is missing elsewhere: title, byline, outlet, date."""

    provenance: Provenance = field(default_factory=Provenance)
    notes: tuple[EditorNote, ...] = ()
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published: str | None = None


def metadata(source: str) -> Metadata:
    """The metadata of a page's source."""
    from lxml import etree, html

    if not source.strip():
        return Metadata()
    try:
        root = html.document_fromstring(source.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return Metadata()
    tags = _tags(root)
    article = next(things(root, _is_article), {})
    canonical = _canonical(root, tags, article)
    taken = tuple(dict.fromkeys(t for t in (*_named(tags), *_stated(article)) if not _own(t, canonical, article)))
    modified = next((tags[k][0] for k in _MODIFIED if k in tags and _DATE.match(tags[k][0])), None)
    stated = _text(article.get("dateModified"))
    return Metadata(
        Provenance(
            modified=stated if stated and _DATE.match(stated) else modified,
            canonical=canonical,
            located=_text(article.get("dateline")),
            usage=_name(article.get("usageInfo") or article.get("license"))
            or next((tags[k][0] for k in _USAGE if k in tags), None)
            or _text(article.get("copyrightNotice")),
            taken_from=taken,
        ),
        tuple(_corrections(article)),
        _text(article.get("headline")),
        _names(article.get("author")),
        _name(article.get("publisher")),
        _moment(_text(article.get("datePublished")), *(v for k in _PUBLISHED for v in tags.get(k, ()))),
    )


def _moment(*stated: str | None) -> str | None:
    """The first that is a day or a moment, with its hour if it is one that can be read."""
    for given in stated:
        if given and _DATE.match(given):
            try:
                return parse_published(given)
            except BadDate:
                return given[:10]
    return None


def _tags(root: Any) -> dict[str, list[str]]:
    """The contents of meta elements by their small-letter names."""
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or meta.get("http-equiv")
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    for link in root.iter("link"):
        if (rel := (link.get("rel") or "").strip().lower()) in _SOURCES and link.get("href"):
            found.setdefault(rel, []).append(link.get("href").strip())
    return found


def _canonical(root: Any, tags: Mapping[str, list[str]], article: Mapping[str, Any]) -> str | None:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and (found := (link.get("href") or "").strip()):
            base = (tags.get("og:url") or [""])[0]
            found = urljoin(base, found) if base else found
            if _is_address(found):
                return str(found)
    named = next(iter(tags.get("og:url", ())), None)
    stated = _address(article.get("mainEntityOfPage")) or _address(article.get("url"))
    return next((a for a in (named, stated) if a and _is_address(a)), None)


def _is_address(given: str) -> bool:
    return given.startswith(("http://", "https://"))


# schema.org


def _is_article(thing: Mapping[str, Any]) -> bool:
    kinds = thing.get("@type")
    return any(isinstance(k, str) and _ARTICLE.search(k) for k in (kinds if isinstance(kinds, list) else [kinds]))


def _text(value: object) -> str | None:
    if isinstance(value, list):
        return next((found for item in value if (found := _text(item))), None)
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _name(value: object) -> str | None:
    if isinstance(value, list):
        return next((found for item in value if (found := _name(item))), None)
    return _text(value.get("name")) if isinstance(value, Mapping) else _text(value)


def _names(value: object) -> str | None:
    found = [name for item in (value if isinstance(value, list) else [value]) if (name := _name(item))]
    return ", ".join(dict.fromkeys(found)) or None


def _address(value: object) -> str | None:
    if isinstance(value, list):
        return next((found for item in value if (found := _address(item))), None)
    if isinstance(value, Mapping):
        return _text(value.get("@id")) or _text(value.get("url"))
    return _text(value)


def _corrections(article: Mapping[str, Any]) -> Iterator[EditorNote]:
    """schema.org `correction`: words, or a CorrectionComment with its text."""
    given = article.get("correction")
    for item in given if isinstance(given, list) else [given]:
        words = _text(item.get("text")) or _text(item.get("name")) if isinstance(item, Mapping) else _text(item)
        if words and not _is_address(words):
            kind = kind_of(words)
            yield EditorNote("correction" if kind == "other" else kind, words)


# Where the text is from


def _named(tags: Mapping[str, list[str]]) -> Iterator[TakenFrom]:
    for tag in _SOURCES:
        for value in tags.get(tag, ()):
            yield _taken(tag, value)


def _stated(article: Mapping[str, Any]) -> Iterator[TakenFrom]:
    for key in ("isBasedOn", "isBasedOnUrl", "sourceOrganization", "creditText"):
        given = article.get(key)
        for item in given if isinstance(given, list) else [given]:
            if isinstance(item, str) and item.strip():
                yield _taken(f"schema:{key}", " ".join(item.split()))
            elif isinstance(item, Mapping) and (_name(item) or _address(item)):
                yield TakenFrom(f"schema:{key}", _name(item), _address(item))


def _taken(tag: str, value: str) -> TakenFrom:
    return TakenFrom(tag, None, value) if _is_address(value) else TakenFrom(tag, value)


def _own(taken: TakenFrom, canonical: str | None, article: Mapping[str, Any]) -> bool:
    """Whether it names the page or its outlet itself, as many do."""
    own_name = _name(article.get("publisher"))
    if taken.name and own_name and taken.name.casefold() == own_name.casefold():
        return True
    return bool(taken.url and canonical and not taken.name and _site(taken.url) == _site(canonical))


def _site(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def elsewhere(provenance: Provenance, url: str | None) -> Provenance:
    """The same, with a canonical address of another site told as where the text is from."""
    canonical = provenance.canonical
    if not (url and canonical and _is_address(url)) or _site(url) == _site(canonical):
        return provenance
    if not urlsplit(canonical).path.strip("/"):
        return provenance  # a bare site is a slip of the page's makers
    named = TakenFrom("canonical", None, canonical)
    return replace(provenance, taken_from=(named, *(t for t in provenance.taken_from if t != named)))
