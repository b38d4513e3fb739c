"""Who speaks as "I" and "we" in a statement, a press release or a letter: told in its head, or signed below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.reading.entities.phrases import Phrase
from onrecord.record import Document

_LINE = re.compile(r"[^\n]+")
# "STATEMENT BY THE MINISTRY OF HEALTH", "Open letter from Ana Lund"
_HEADED = re.compile(
    r"\s*(?:(?:joint|press|public|official|media|open)\s+)?(?:statement|letter|communiqu[eé]|appeal|message)\s+(?:by|of|from)\s+",
    re.I,
)
_RELEASE = re.compile(r"\s*(?:(?:press|news|media)\s+(?:release|statement)|for immediate release)\b", re.I)
_GREETING = re.compile(r"\s*(?:Dear\b|To the Editor\b|To whom it may concern\b|Your Excellency\b|Sir\b|Sirs\b)", re.I)
_CLOSING = re.compile(
    r"\s*(?:yours?\s+(?:sincerely|faithfully|truly|respectfully)|sincerely|respectfully|(?:kind|best|warm)?\s*regards"
    r"|(?:signed)\s*[:,]?|in solidarity|faithfully)\b[ \t]*[:,]?[ \t]*",
    re.I,
)
_DASHED = re.compile(r"[ \t]*[-–—]{1,2}[ \t]*(?=[^\W\d_])")  # "- Ana Lund, director"
_HEAD_LINES = 4  # lines of a report in which its kind is told
_SIGNATURE = 60  # characters of a line that may be a name; longer ones are text
_FEWEST = 3  # lines of a letter


@dataclass(frozen=True, slots=True)
class Signature:
    """Characters in which the author is named; `body`: an organization rather than a person."""

    start: int
    end: int
    body: bool


def signature(document: Document) -> Signature | None:
    """Where the report names who speaks in it, None for a report of others."""
    lines = [m.span() for m in _LINE.finditer(document.text) if m.group().strip()]
    if len(lines) < 2:
        return None
    return _headed(document.text, lines) or _signed(document.text, lines)


def _headed(text: str, lines: list[tuple[int, int]]) -> Signature | None:
    for number, (start, end) in enumerate(lines[:_HEAD_LINES]):
        match = _HEADED.match(text, start, end)
        if match is not None and end - match.end() < 2 * _SIGNATURE:
            return Signature(match.end(), end, True)
        if _RELEASE.match(text, start, end) and number + 1 < len(lines):
            return Signature(lines[number + 1][0], lines[min(number + 3, len(lines)) - 1][1], True)
    return None


def _signed(text: str, lines: list[tuple[int, int]]) -> Signature | None:
    greeted = any(_GREETING.match(text, start, end) for start, end in lines[:_HEAD_LINES])
    last = lines[-_HEAD_LINES:]
    for number, (start, end) in enumerate(last):
        match = _CLOSING.match(text, start, end)
        if match is None or end - start > 2 * _SIGNATURE:
            continue
        if text[match.end() : end].strip():
            return Signature(match.end(), end, False)  # "Signed: Omar Lund"
        if number + 1 < len(last) and _is_name(text[slice(*last[number + 1])]):
            return Signature(*last[number + 1], False)
    dashed = _DASHED.match(text, *lines[-1])
    alone = not any(_DASHED.match(text, *line) for line in lines[:-1])  # a list of points is signed by nobody
    if dashed is not None and alone and _is_name(text[dashed.end() : lines[-1][1]]):
        return Signature(dashed.end(), lines[-1][1], False)
    if not greeted or len(lines) < _FEWEST:
        return None
    names = [span for span in lines[-2:] if _is_name(text[slice(*span)])]
    return Signature(*names[0], False) if names else None


def _is_name(line: str) -> bool:
    """A short line without a full stop: "Maria Solano"."""
    line = line.strip()
    return len(line) <= _SIGNATURE and line[-1:] not in ".?!:;" and line[:1].isupper() and len(line.split()) <= 8


def author(document: Document, phrases: list[Phrase]) -> Iterator[Phrase]:
    """The phrases that may be the author, the likeliest first."""
    signed = signature(document)
    if signed is None:
        return
    inside = [p for p in phrases if p.form == "name" and p.span.start < signed.end and p.span.end > signed.start]
    kinds = ("organization", "state", "group") if signed.body else ("person",)
    yield from (p for p in inside if p.kind in kinds)
    if not signed.body:
        return
    # "STATEMENT BY THE MINISTRY OF HEALTH / The Ministry condemns": the head is no name, or one with its first words
    heading = set(document.text[signed.start : signed.end].casefold().split())
    below = (p for p in phrases if p.span.start >= signed.end and p.form != "pronoun" and p.kind != "person")
    yield from (p for p in below if p.head.text[0].isupper() and p.head.lower in heading)
    yield from (p for p in inside if p.kind == "person")
