"""Editor's notes in a text ("CORRECTS toll in paragraph 2") and before a headline ("UPDATE 2-")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from onrecord import lexicon
from onrecord.ingest.editorial import kind_of
from onrecord.record import Document, EditorNote

_LINE = re.compile(r"[^\r\n\u2028\u2029\x85]+")
_LONGEST = 600  # characters of a line that may be a note
_BRACKET = re.compile(r"\([^()\n]{6,300}\)")


def find_editor_notes(document: Document) -> tuple[EditorNote, ...]:
    """Every note in the order of the text; one of the headline, which has no span, first."""
    return (*_of_title(document.title), *_of_text(document))


def is_note(line: str) -> bool:
    """Whether a whole line is an editor's note."""
    bare = line.strip().strip("()[]*•–—- ")
    return len(line) <= _LONGEST and any(pattern.match(bare) for pattern in _lines())


def bracketed(line: str) -> Iterator[tuple[int, int]]:
    """Where notes in brackets stand in a line."""
    pattern = _brackets()
    for found in _BRACKET.finditer(line):
        if pattern.match(found.group()[1:].lstrip()):
            yield found.start(), found.end()


@cache
def _lines() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile("|".join(f"(?:{p})" for p in group["line"]), 0 if group.get("cased") else re.I)
        for group in lexicon.load("editor_notes")["line"]
    )


@cache
def _brackets() -> re.Pattern[str]:
    words = [word for group in lexicon.load("editor_notes")["bracket"] for word in group["words"]]
    return re.compile("|".join(f"(?:{word})" for word in words), re.I)


@cache
def _titles() -> re.Pattern[str]:
    words = [word for group in lexicon.load("editor_notes")["title"] for word in group["words"]]
    return re.compile("|".join(f"(?:{word})" for word in words))


def _of_title(title: str | None) -> Iterator[EditorNote]:
    if found := _titles().match(title or ""):
        text = found.group().strip(" -:–—|")
        yield EditorNote(kind_of(text), text)


def _of_text(document: Document) -> Iterator[EditorNote]:
    for line in _LINE.finditer(document.text):
        words = line.group()
        if is_note(words):
            left = len(words) - len(words.lstrip())
            yield _note(document, line.start() + left, line.start() + len(words.rstrip()))
        else:
            for start, end in bracketed(words):
                yield _note(document, line.start() + start, line.start() + end)


def _note(document: Document, start: int, end: int) -> EditorNote:
    span = document.span(start, end)
    return EditorNote(kind_of(span.quote), span.quote.strip("()[] "), span)
