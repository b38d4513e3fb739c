"""Statements and reports as word processors keep them: .docx (Word) and .odt (LibreOffice), each one report.

The text is that of the body, a paragraph a line, as it reads with all changes accepted; comments, notes at the foot,
heads and feet of pages and pictures are left out, with a note where there are some.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from onrecord.ingest import xml
from onrecord.ingest.bounds import Bomb, Budget, unpacked
from onrecord.ingest.decode import LARGEST_TEXT
from onrecord.ingest.single import captured
from onrecord.record import Failure, Provenance, Source

LARGEST = 100_000_000  # bytes of a file; pictures are in it
_LARGEST_BODY = 200_000_000  # bytes of its XML
SUFFIXES = (".docx", ".odt")
_BODY = {".docx": ("word/document.xml", "docProps/core.xml"), ".odt": ("content.xml", "meta.xml")}
_MEDIA = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
}
_PARAGRAPHS = frozenset({"p", "h"})
_SPACES = {"tab": " ", "br": "\n", "cr": "\n", "s": " ", "line-break": "\n", "noBreakHyphen": "-"}
# deleted words, comments, notes, instructions of fields, drawings with their second form for older programs
_SILENT = frozenset(
    {
        "del", "delText", "moveFrom", "instrText", "drawing", "pict", "object", "AlternateContent", "pPr", "rPr",
        "annotation", "note", "tracked-changes", "frame", "footnoteReference",
    }
)  # fmt: skip


def read(name: str, data: bytes, suffix: str) -> Source | Failure:
    """The report in a file of a word processor."""
    if not data:
        return Failure(name, "the file is empty: nothing to read")
    if len(data) > LARGEST:
        return Failure(name, "the file is larger than 100 MB: save its text alone")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Failure(name, "the file is locked by a password or of an older Word: save it as .docx without one")
    body, about = _BODY[suffix]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            root = xml.parse(_member(opened, body))
            described = xml.parse(_member(opened, about)) if about in opened.namelist() else None
    except (Bomb, xml.BadXml) as error:
        return Failure(name, str(error))
    except (KeyError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, zlib.error):
        return Failure(name, f"the file is damaged or no {suffix}: open it and save it again")
    text = "\n".join(line for line in _lines(root) if line)
    if len(text) > LARGEST_TEXT:
        return Failure(name, "the text is larger than 10 MB: split it into its reports")
    if not text.strip():
        return Failure(name, "the file holds no text: pictures of pages need a reader of scans (OCR)")
    return captured(_source(name, text, root, described), name, data, _MEDIA[suffix])


def _member(opened: zipfile.ZipFile, name: str) -> bytes:
    info = opened.getinfo(name)
    with opened.open(info) as raw:
        data: bytes = unpacked(raw, info.compress_size, Budget(_LARGEST_BODY)).read()
    return data


def _source(name: str, text: str, root: Any, described: Any) -> Source:
    title = xml.told(described, "title", "meta/title") if described is not None else None
    modified = xml.told(described, "modified", "meta/date") if described is not None else None
    notes = sum(_name(e) in ("note", "footnoteReference", "endnoteReference") for e in root.iter())
    return Source(
        name,
        text=text,
        title=title if title and " ".join(text[:1_000].split()).casefold().startswith(title.casefold()) else None,
        notes=(f"notes at the foot or end of the file were left out: {notes:,}",) if notes else (),
        provenance=Provenance(modified=xml.date(modified)),
    )


def _lines(root: Any) -> Iterator[str]:
    """The paragraphs of the body in their order; of one inside another (a box of text) the outer one."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if _name(element) in _PARAGRAPHS:
            yield from (" ".join(line.split()) for line in "".join(_words(element)).split("\n"))
        elif _name(element) not in _SILENT:
            waiting.extend(reversed(element))


def _words(element: Any) -> Iterator[str]:
    """The words of a paragraph; a line ends only where an element says so."""
    yield _SPACES.get(_name(element), "") + " ".join((element.text or "").split("\n"))
    for child in element:
        if _name(child) not in _SILENT:
            yield from _words(child)
        yield " ".join((child.tail or "").split("\n"))


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
