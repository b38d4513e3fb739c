"""Bytes -> text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

LARGEST_TEXT = 10_000_000  # bytes of one report's text; the contract's limit
LARGEST_PAGE = 20_000_000  # bytes of one page's markup

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_FEW = 0.1  # share of bytes above ASCII: in English text quotes, dashes and names; other scripts have far more
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)


class Undecodable(ValueError):
    """Bytes that are no text; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """UTF-8 (a byte-order mark dropped), else the declared encoding, else a detected one with a note.

    Raises Undecodable for empty and binary data (a NUL byte outside UTF-16).
    """
    if not data:
        raise Undecodable("the file is empty: nothing to read")
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name)
    if b"\0" in data:
        raise Undecodable("the file is binary, not text: give the report as text or HTML")
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _declared(data, declared) or _detected(data)


def declared_in(page: bytes) -> str | None:
    """The encoding that a page names in its head, if any."""
    found = _DECLARED.search(page[:4096])
    return found.group(1).decode("ascii") if found else None


def _strict(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding))
    except UnicodeDecodeError:
        raise Undecodable(f"the file begins like {encoding} but is not: save it as UTF-8") from None


def _declared(data: bytes, encoding: str | None) -> Decoded | None:
    if encoding is None:
        return None
    try:
        return Decoded(data.decode(encoding))
    except (LookupError, UnicodeDecodeError):
        return None


def _detected(data: bytes) -> Decoded:
    encoding = "cp1252" if _western(data) else _guessed(data)
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    note = f"the text is not UTF-8 and was read as {encoding}"
    if lost:
        note += f"; {lost} characters could not be decoded"
    return Decoded(text, (note,))


def _western(data: bytes) -> bool:
    """Whether it is nearly all ASCII and fits Windows' western code; short texts mislead detectors to rarer ones."""
    high = sum(byte >= 0x80 for byte in data[:200_000])
    if high > _FEW * min(len(data), 200_000):
        return False
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    return best.encoding if best else "cp1252"
