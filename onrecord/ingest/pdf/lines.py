"""A page's characters -> pieces of lines with their places. The only module that looks into PDFium's text page."""

from __future__ import annotations

import ctypes
from typing import Any

from onrecord.ingest.pdf.layout import Line

_GAP = 1.6  # times the size of the letters: a wider gap in a line is the space between columns
_SOFT = "\x02\ufffe\xad"  # how PDFium and files mark a word that goes on in the next line
_MOST = 500_000  # characters of one page


class _Piece:
    """A run of characters on one line."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.left = self.bottom = float("inf")
        self.right = self.top = float("-inf")
        self.sizes = 0.0
        self.boxes = 0

    def add(self, character: str, box: tuple[float, float, float, float], size: float) -> None:
        self.text.append(character)
        left, right, bottom, top = box
        self.left, self.bottom = min(self.left, left), min(self.bottom, bottom)
        self.right, self.top = max(self.right, right), max(self.top, top)
        self.sizes += size
        self.boxes += 1

    @property
    def size(self) -> float:
        return self.sizes / self.boxes if self.boxes else 0.0

    def line(self) -> Line | None:
        text = " ".join("".join(self.text).split())
        if not text or not self.boxes:
            return None
        return Line(text, self.left, self.right, self.top, self.bottom, self.size)


def lines_of(textpage: Any) -> list[Line]:
    """The pieces of lines of a page in the order of the file."""
    import pypdfium2.raw as raw

    room = raw.FS_RECTF()  # as high as its font, whatever the letter: the lines then stand evenly
    found: list[Line | None] = []
    piece = _Piece()
    for number in range(min(textpage.count_chars(), _MOST)):
        character = chr(raw.FPDFText_GetUnicode(textpage, number) or 32)
        if character in "\r\n":
            found.append(piece.line())
            piece = _Piece()
            continue
        if character.isspace():
            piece.text.append(" ")
            continue
        raw.FPDFText_GetLooseCharBox(textpage, number, ctypes.byref(room))
        box = (room.left, room.right, min(room.bottom, room.top), max(room.bottom, room.top))
        size = raw.FPDFText_GetFontSize(textpage, number) or box[3] - box[2]
        if _elsewhere(piece, box):
            found.append(piece.line())
            piece = _Piece()
        if character in _SOFT:
            piece.text.append("-")
            found.append(piece.line())
            piece = _Piece()
        else:
            piece.add("\ufffd" if 0xD800 <= ord(character) < 0xE000 else character, box, size)
    found.append(piece.line())
    return [line for line in found if line is not None]


def _elsewhere(piece: _Piece, box: tuple[float, float, float, float]) -> bool:
    """Whether a character stands too far off to belong to the piece: in the next column, or on another line."""
    if not piece.boxes:
        return False
    left, _, bottom, top = box
    gap = left - piece.right
    away = bottom > piece.top or top < piece.bottom
    return gap > _GAP * max(piece.size, 1.0) or away
