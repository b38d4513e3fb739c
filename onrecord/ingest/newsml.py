"""NewsML-G2 (newsItem, newsMessage) and NITF files: one Source an item of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.ingest import xml
from onrecord.ingest.single import captured
from onrecord.record import EditorNote, EditorNoteKind, Failure, Provenance, Source, TakenFrom

ROOTS = ("newsitem", "newsmessage", "nitf", "itemset")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PARAGRAPHS = ("p", "hl2", "h1", "h2", "h3", "h4", "li", "blockquote", "pre", "td")
_SILENT = ("media", "media-caption", "figure", "figcaption", "script", "style", "aside", "table")


def read(name: str, data: bytes) -> Iterator[Source | Failure]:
    """The text items of a file in its order; pictures and packages are passed over."""
    try:
        root = xml.parse(data)
    except xml.BadXml as error:
        yield Failure(name, f"the file is not well formed ({error}): get it again")
        return
    items = [root] if _local(root) in ("newsitem", "nitf") else list(root.iter("{*}newsItem"))
    number = 0
    for item in items:
        if (qcode := _qcode(item, "itemMeta/itemClass")) and not qcode.endswith((":text", ":composite")):
            continue
        number += 1
        place = f"{name}#{number}" if len(items) > 1 else name
        found = _nitf(place, item) if _local(item) == "nitf" else _item(place, item)
        yield captured(found, place, data, "application/vnd.iptc.g2+xml") if isinstance(found, Source) else found
    if not number:
        yield Failure(name, "the file holds no news item of text")


def _item(name: str, item: Any) -> Source | Failure:
    body, nitf = _content(item)
    if not body:
        return Failure(name, "the news item holds no text in it: get the item with its content")
    about, meta = item.find("{*}contentMeta"), item.find("{*}itemMeta")
    about, meta = (item if about is None else about), (item if meta is None else meta)
    guid = item.get("guid")
    notes, status = xml.told(meta, "edNote"), _qcode(meta, "pubStatus")
    return Source(
        guid or name,
        text=body,
        published=xml.date(xml.told(about, "contentCreated") or xml.told(meta, "firstCreated", "versionCreated")),
        published_basis="metadata",
        title=xml.told(about, "headline")
        or xml.told(meta, "title")
        or (_nitf_title(nitf) if nitf is not None else None),
        publisher=_party(meta.find("{*}provider")) or _party(about.find("{*}creditline")),
        byline=xml.told(about, "by") or _party(about.find("{*}creator")),
        url=next((v for v in (xml.told(meta, "link"), guid) if v and v.startswith(("http://", "https://"))), None),
        provenance=Provenance(
            modified=xml.date(xml.told(meta, "versionCreated")) or xml.date(xml.told(about, "contentModified")),
            guid=guid,
            located=xml.told(about, "dateline") or _party(about.find("{*}located")),
            usage=xml.told(item, "rightsInfo/usageTerms", "rightsInfo/copyrightNotice"),
            taken_from=tuple(_sources(about)),
        ),
        editor_notes=editor_notes(notes, status),
    )


def editor_notes(said: str | None, status: str | None) -> tuple[EditorNote, ...]:
    """The editor's note of an item's metadata, and its withdrawal where its status says so."""
    from onrecord.ingest.editorial import kind_of

    notes = [EditorNote(kind_of(said), said)] if said else []
    if status and status.rpartition(":")[2].lower() in ("canceled", "cancelled", "withheld"):
        withdrawn: EditorNoteKind = "withdrawal"
        notes.append(EditorNote(withdrawn, f"publication status: {status.rpartition(':')[2]}"))
    return tuple(notes)


def _sources(about: Any) -> Iterator[TakenFrom]:
    """Other parties that the item names as where its content is from."""
    for element in about.iterfind("{*}infoSource"):
        if name := _party(element):
            yield TakenFrom("newsml:infoSource", name)
    if credit := xml.told(about, "creditline"):
        yield TakenFrom("newsml:creditline", credit)


def _party(element: Any) -> str | None:
    if element is None:
        return None
    named = xml.told(element, "name") or " ".join((element.text or "").split())
    return named or element.get("literal") or (element.get("qcode") or "").rpartition(":")[2] or None


def _qcode(element: Any, path: str) -> str | None:
    found = element.find("/".join(f"{{*}}{step}" for step in path.split("/")))
    return None if found is None else found.get("qcode")


def _content(item: Any) -> tuple[str, Any]:
    """The text of the item's content, and the NITF element that held it if one did."""
    for inline in item.iterfind("{*}contentSet/{*}inlineXML"):
        for root in inline:
            if isinstance(root.tag, str) and (text := _paragraphs(_body(root))):
                return text, root if _local(root) == "nitf" else None
    for inline in item.iterfind("{*}contentSet/{*}inlineData"):
        if text := (inline.text or "").strip():
            return text, None
    return "", None


def _body(root: Any) -> Any:
    for path in (".//{*}body.content", ".//{*}body"):
        if (found := root.find(path)) is not None:
            return found
    return root


def _paragraphs(body: Any) -> str:
    """Paragraphs a line; what stands in none is taken whole where there are no paragraphs at all."""
    lines = [_line(p) for p in body.iter(*(f"{{*}}{tag}" for tag in _PARAGRAPHS)) if not _within(p, body)]
    return "\n".join(line for line in lines if line) or _line(body)


def _within(element: Any, body: Any) -> bool:
    """Whether it stands in another paragraph, which tells its words already, or in a caption."""
    for above in element.iterancestors():
        if above is body:
            return False
        if _local(above) in _PARAGRAPHS or _local(above) in _SILENT:
            return True
    return False


def _line(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _nitf_title(root: Any) -> str | None:
    return xml.told(root, "body/body.head/hedline/hl1", "head/title")


def _nitf(name: str, root: Any) -> Source | Failure:
    text = _paragraphs(_body(root))
    if not text:
        return Failure(name, "the file holds no text in it: get the item with its content")
    head = root.find("{*}head")
    issued = root.find("{*}head/{*}docdata/{*}date.issue")
    guid = root.find("{*}head/{*}docdata/{*}doc-id")
    note = root.find("{*}head/{*}docdata/{*}ed-msg")
    holder = root.find("{*}head/{*}docdata/{*}doc.copyright")
    return Source(
        (guid.get("id-string") if guid is not None else None) or name,
        text=text,
        published=xml.date(_compact(issued.get("norm") if issued is not None else None)),
        published_basis="metadata",
        title=_nitf_title(root),
        publisher=xml.told(root, "body/body.head/distributor")
        or (holder.get("holder") if holder is not None else None),
        byline=xml.told(root, "body/body.head/byline"),
        provenance=Provenance(
            guid=guid.get("id-string") if guid is not None and head is not None else None,
            located=xml.told(root, "body/body.head/dateline/location", "body/body.head/dateline"),
            usage=xml.told(root, "body/body.head/rights"),
        ),
        editor_notes=editor_notes(note.get("info") if note is not None else None, None),
    )


def _compact(given: str | None) -> str | None:
    """NITF writes 20260302T101500Z: the form with its signs."""
    import re

    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?", given or "")
    if not found:
        return given
    day = "-".join(found.groups()[:3])
    return day if not found[4] else f"{day}T{found[4]}:{found[5]}:{found[6] or '00'}{found[7] or ''}"


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()
