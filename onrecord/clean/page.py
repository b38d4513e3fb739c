"""HTML -> visible article text with a map back to the page's characters.

trafilatura finds the article, but gives no positions. Every piece of text in the page therefore gets a mark of two
rare characters before the extraction; a piece that comes out is known by its mark, and the map is laid by walking
both texts side by side. Nothing is found again by searching, so repeated words cannot be taken for one another.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from onrecord.clean.metadata import metadata
from onrecord.record import EditorNote, Provenance, Run

_BASE = 0x30000  # CJK Extension G: printable, so that the extractor keeps it, and in no English page
_DIGITS = 4096
_REWRITTEN = -1  # a character that the page writes as a reference ("&mdash;") stands nowhere as itself
_MARK = re.compile(f"[{chr(_BASE)}-{chr(_BASE + _DIGITS - 1)}]{{2}}")
_SILENT = frozenset({"script", "style", "title", "noscript", "textarea", "template", "svg", "head", "iframe"})
_BLOCKS = frozenset({"p", "head", "item", "quote", "cell", "code", "row", "list", "table", "lb", "fw", "ab"})


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds. `headings` are the starts of lines that the page marks as headings (not the first)."""

    text: str
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    headings: frozenset[int] = frozenset()
    origin: tuple[Run, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)
    editor_notes: tuple[EditorNote, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of text in the page: its characters as shown, and where each one stands in the source."""

    shown: str
    at: tuple[int, ...]


class _Pieces(HTMLParser):
    """Collects the text pieces of a page with their source positions."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = [0] + [m.end() for m in re.finditer("\n", source)]
        self._silent: list[str] = []
        self.pieces: list[tuple[int, str, str]] = []  # offset, source text, shown text

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        if tag == "body":
            self._silent.clear()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]

    def _add(self, raw: str, shown: str) -> None:
        if not self._silent:
            self.pieces.append((self._offset(), raw, shown))

    def handle_data(self, data: str) -> None:
        self._add(data, data)

    def handle_entityref(self, name: str) -> None:
        self._add(f"&{name};", html.unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};", html.unescape(f"&#{name};"))


def _marked(source: str) -> tuple[str, list[tuple[str, int]], list[int]]:
    """The page with marks, all shown characters with their source positions, and each mark's place among them."""
    reader = _Pieces(source)
    reader.feed(source)
    reader.close()
    flow: list[tuple[str, int]] = []
    starts: list[int] = []
    out: list[str] = []
    last = 0
    for offset, raw, shown in reader.pieces:
        lead = len(shown) - len(shown.lstrip())
        if raw == shown and shown.strip() and len(starts) < _DIGITS * _DIGITS:
            number = len(starts)
            out += (source[last : offset + lead], chr(_BASE + number // _DIGITS), chr(_BASE + number % _DIGITS))
            last = offset + lead
            starts.append(len(flow) + lead)
        flow += [(c, offset + i if raw == shown else _REWRITTEN) for i, c in enumerate(shown)]
    out.append(source[last:])
    return "".join(out), flow, starts


def _lines(body: Any) -> list[tuple[str, bool]]:
    """(text, is a heading) for each block of the extracted tree, in order."""
    lines: list[tuple[str, bool]] = []
    buffer: list[str] = []

    def flush(heading: bool) -> None:
        text = " ".join("".join(buffer).split())
        buffer.clear()
        if _MARK.sub("", text).strip():
            lines.append((text, heading))

    def walk(element: Any, heading: bool) -> None:
        block = element.tag in _BLOCKS
        if block:
            flush(heading)
        inside = heading or element.tag == "head"
        buffer.append(element.text or "")
        for child in element:
            walk(child, inside)
            buffer.append(child.tail or "")
        if block:
            flush(inside)

    walk(body, False)
    flush(False)
    return lines


class _Map:
    """Lays the text and its runs while reading marked lines."""

    def __init__(self, flow: list[tuple[str, int]], starts: list[int]) -> None:
        self._flow, self._starts = flow, starts
        self.text: list[str] = []
        self.length = 0
        self.runs: list[Run] = []

    def add(self, line: str) -> None:
        cursor: int | None = None
        position = 0
        while position < len(line):
            mark = _MARK.match(line, position)
            if mark:
                number = (ord(line[position]) - _BASE) * _DIGITS + ord(line[position + 1]) - _BASE
                cursor = self._starts[number] if number < len(self._starts) else None
                position = mark.end()
                continue
            cursor = self._character(line[position], cursor)
            position += 1
        self._put("\n")

    def _put(self, character: str) -> None:
        self.text.append(character)
        self.length += 1

    def _character(self, character: str, cursor: int | None) -> int | None:
        """Put one character down; where it is the next one of the page, remember from where."""
        start = self.length
        self._put(character)
        if cursor is None:
            return None
        while cursor < len(self._flow) and self._flow[cursor][0].isspace() and character != self._flow[cursor][0]:
            cursor += 1
        if cursor >= len(self._flow):
            return None
        if character.isspace() and not self._flow[cursor][0].isspace():
            return cursor  # the extractor joined pieces with a space of its own
        if self._flow[cursor][0] != character:
            return None
        at = self._flow[cursor][1]
        if at == _REWRITTEN:
            return cursor + 1
        last = self.runs[-1] if self.runs else None
        if last and last.end == start and last.source + (last.end - last.start) == at:
            self.runs[-1] = Run(last.start, start + 1, last.source)
        else:
            self.runs.append(Run(start, start + 1, at))
        return cursor + 1


def extract(source: str) -> Page:
    """The article of a page. A page without one gives an empty text; never an error for broken markup."""
    import logging

    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    safe = _MARK.sub("  ", source.replace("\0", " "))  # one for one: positions in the source must stay
    try:
        marked, flow, starts = _marked(safe)
        found = bare_extraction(marked, with_metadata=False, include_comments=False, include_tables=True)
    except Exception:  # the extractor's parsers raise whatever broken markup makes them
        return Page("")
    if found is None or isinstance(found, dict) or found.body is None:
        return Page("")
    return _page(safe, _lines(found.body), _Map(flow, starts))


def _page(source: str, lines: list[tuple[str, bool]], layout: _Map) -> Page:
    headings = set()
    for number, (line, heading) in enumerate(lines):
        if heading and number:
            headings.add(layout.length)
        layout.add(line)
    text = "".join(layout.text)
    meta = _metadata(source)
    return Page(text, headings=frozenset(headings), origin=tuple(layout.runs), **meta)


def _metadata(source: str) -> dict[str, Any]:
    """Title, byline, outlet, address and date as the page's own metadata gives them; nothing is guessed from prose."""
    from trafilatura import extract_metadata

    try:
        found = extract_metadata(
            source, date_config={"extensive_search": False, "original_date": True}, extensive=False
        )
    except Exception:  # the extractor's parsers raise whatever broken markup makes them
        found = None
    stated = metadata(source)
    return {
        "title": (found and found.title) or stated.title,
        "byline": (found and found.author) or stated.byline,
        "publisher": _outlet((found and found.sitename) or None, stated.publisher),
        "url": (found and found.url) or None,
        "published": _day((found and found.date) or None, stated.published),
        "provenance": stated.provenance,
        "editor_notes": stated.notes,
    }


def _day(found: str | None, stated: str | None) -> str | None:
    """The day that the extractor found, with the hour where the page states one of that day: tolls change by it."""
    return stated if stated and (found is None or stated.startswith(found)) else found


def _outlet(found: str | None, stated: str | None) -> str | None:
    """The extractor's name of the outlet, but a name that the page states before one that is only its host."""
    bare = found is None or ("." in found and " " not in found)
    return (stated or found) if bare else found
