"""PDF files made by hand for tests: lines of Helvetica at given places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 595, 842


class At(NamedTuple):
    """A line of text with its left end and baseline in points."""

    x: float
    y: float
    text: str
    size: float = 10


def pdf(pages: Sequence[Sequence[At]], info: str = "") -> bytes:
    """A PDF of pages of lines; `info` are entries of its information dictionary."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< {info} >>".encode("latin-1"),
    ]
    numbers = []
    for lines in pages:
        stream = b"\n".join(
            f"BT /F1 {a.size} Tf {a.x} {a.y} Td ({_escaped(a.text)}) Tj ET".encode("cp1252") for a in lines
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
        numbers.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {len(objects)} 0 R >>".encode()
        )
    kids = " ".join(f"{n} 0 R" for n in numbers)
    objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(numbers)} >>".encode()
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def column(x: float, y: float, lines: Sequence[str], size: float = 10, pitch: float = 12) -> list[At]:
    """Lines under one another; an empty one leaves a space."""
    return [At(x, y - pitch * n, line, size) for n, line in enumerate(lines) if line]
