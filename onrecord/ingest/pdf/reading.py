"""The text of a PDF as its reader sees it: columns in order, paragraphs whole, running heads and feet left out."""

from __future__ import annotations

import re
from typing import Any

from onrecord.ingest.pdf.layout import Line, in_order, without_running
from onrecord.ingest.pdf.lines import lines_of
from onrecord.ingest.pdf.paragraphs import Joined, paragraphs
from onrecord.ingest.pdf.printed import printed
from onrecord.ingest.single import captured
from onrecord.record import Failure, Provenance, Source

LARGEST = 100_000_000  # bytes
_MOST_PAGES = 2_000
_FEWEST_LETTERS = 20  # in a whole file; what a scanner's stamp leaves is no text
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)(?:(Z)|([+-]\d\d)'?(\d\d)'?)?)?")


def read(name: str, data: bytes) -> Source | Failure:
    """The report in a PDF."""
    if not data:
        return Failure(name, "the file is empty: nothing to read")
    if len(data) > LARGEST:
        return Failure(name, "the PDF is larger than 100 MB: split it")
    try:
        import pypdfium2
    except ImportError:
        return Failure(name, "reading PDFs needs one more part: pip install 'onrecord[pdf]'")
    try:
        opened = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        what = "locked by a password: save a copy without it" if locked else "damaged or no PDF: get it again"
        return Failure(name, f"the PDF is {what}")
    try:
        found = _source(name, opened)
    except (pypdfium2.PdfiumError, ValueError) as error:
        return Failure(name, f"the PDF is damaged ({str(error)[:80]}): get it again")
    finally:
        opened.close()
    return captured(found, name, data, "application/pdf") if isinstance(found, Source) else found


def _source(name: str, opened: Any) -> Source | Failure:
    pages = [_lines(opened, number) for number in range(min(len(opened), _MOST_PAGES))]
    if sum(c.isalpha() for lines in pages for line in lines for c in line.text) < _FEWEST_LETTERS:
        return Failure(
            name, "the PDF holds pictures of pages and no text: make its text first with a reader of scans (OCR)"
        )
    page = printed(pages)
    kept = without_running(page.pages if page else pages)
    joined = paragraphs([in_order(lines) for lines in kept])
    said = opened.get_metadata_dict(skip_empty=True)
    return Source(
        name,
        text=joined.text,
        title=_title(said.get("Title"), joined.text) or (page.title if page else None),
        url=page.address if page else None,
        notes=tuple(_notes(len(opened), pages, kept, joined)),
        pages=joined.pages,
        provenance=Provenance(modified=_date(said.get("ModDate") or said.get("CreationDate"))),
    )


def _lines(opened: Any, number: int) -> list[Line]:
    page = opened[number]
    try:
        return lines_of(page.get_textpage())
    finally:
        page.close()


def _notes(count: int, pages: list[list[Line]], kept: list[list[Line]], joined: Joined) -> list[str]:
    notes = []
    if empty := sum(not lines for lines in pages):
        notes.append(f"{empty:,} of {count:,} pages of the PDF hold no text")
    if count > _MOST_PAGES:
        notes.append(f"only the first {_MOST_PAGES:,} of {count:,} pages were read")
    if running := sum(map(len, pages)) - sum(map(len, kept)):
        notes.append(f"running heads, feet and page numbers of the PDF were left out: {running:,}")
    if joined.hyphens:
        notes.append(f"words that were broken at line ends were joined: {joined.hyphens:,}")
    return notes


def _title(given: str | None, text: str) -> str | None:
    """The title that the file states, if the text begins with it: many state "Microsoft Word - draft2.doc"."""
    plain = " ".join((given or "").split())
    return plain if plain and plain.casefold() in " ".join(text[:1_000].split()).casefold() else None


def _date(given: str | None) -> str | None:
    found = _DATE.match(given or "")
    if not found:
        return None
    day = "-".join(found.groups()[:3])
    if not found[4]:
        return day
    zone = "Z" if found[7] else f"{found[8]}:{found[9]}" if found[8] else ""
    return f"{day}T{found[4]}:{found[5]}:{found[6]}{zone}"
