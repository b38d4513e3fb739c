"""The one verb of this stage: clean(source)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace

from onrecord.clean.editorial import find_editor_notes
from onrecord.clean.furniture import find_furniture
from onrecord.clean.language import language_of
from onrecord.clean.metadata import elsewhere
from onrecord.clean.page import Page, extract
from onrecord.record import Document, Excluded, Provenance, PublishedBasis, Source

_LARGEST = 10_000_000  # characters of one report's text
_FEWEST_WORDS = 4  # a page from which less comes out held menus, not an article


class Unreadable(ValueError):
    """A report that cannot be read; the message says why and what to do."""


def document_id(text: str, publisher: str | None, url: str | None, published: str | None) -> str:
    """Hash of text, publisher, address and given date: equal input gives equal ids on every machine."""
    key = json.dumps([text, publisher, url, published], ensure_ascii=True)
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def clean(source: Source) -> Document:
    """The document of a source. Raises Unreadable for empty, oversized and markup-only reports."""
    page = extract(source.html) if source.text is None and source.html is not None else Page(source.text or "")
    if len(page.text.split()) < (_FEWEST_WORDS if source.text is None else 1):
        raise Unreadable(_nothing(source))
    if len(page.text) > _LARGEST:
        raise Unreadable("the text is larger than 10 MB: split it into its reports")
    document = _described(source, page)
    if document.language != "en":
        return document
    notes = find_editor_notes(document)
    said = [note.span for note in notes if note.span]
    found = find_furniture(document, page.headings)
    excluded = [part for part in found.excluded if not any(part.span.overlaps(span) for span in said)]
    excluded += [Excluded(span, "editor_note") for span in said]
    return replace(
        document,
        credits=tuple(c for c in found.credits if not any(c.span.overlaps(span) for span in said)),
        excluded=tuple(sorted(excluded, key=lambda part: part.span)),
        dateline=None if found.dateline and any(found.dateline.overlaps(span) for span in said) else found.dateline,
        editor_notes=(*document.editor_notes, *notes),
    )


def _merged(given: Provenance, stated: Provenance) -> Provenance:
    """What came with the report before what its page states."""
    named = [(f.name, getattr(given, f.name) or getattr(stated, f.name)) for f in fields(Provenance)]
    merged = dict(named) | {"taken_from": tuple(dict.fromkeys((*given.taken_from, *stated.taken_from)))}
    return Provenance(**merged)


def _nothing(source: Source) -> str:
    known = f" ({'; '.join(source.notes)})" if source.notes else ""
    if source.html is not None:
        return f"the page holds no article text, only markup or menus: give the article's own page{known}"
    return f"the report is empty: nothing to read{known}"


def _described(source: Source, page: Page) -> Document:
    published = source.published or page.published
    basis: PublishedBasis = source.published_basis if source.published else "metadata" if page.published else "unknown"
    notes = source.notes
    if published and source.latest and published[:10] > source.latest:
        notes += (f"it is dated {published[:10]}, which is yet to come: the date was left out",)
        published, basis = None, "unknown"
    publisher, url = source.publisher or page.publisher, source.url or page.url
    return Document(
        document_id(page.text, publisher, url, source.published),
        source.name,
        page.text,
        source.title or page.title,
        publisher,
        source.byline or page.byline,
        url,
        published,
        basis,
        language_of(page.text),
        origin=page.origin,
        notes=notes,
        editor_notes=source.editor_notes + page.editor_notes,
        provenance=elsewhere(_merged(source.provenance, page.provenance), source.url),
        pages=source.pages,
    )
