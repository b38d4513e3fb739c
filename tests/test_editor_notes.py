"""What an outlet says of its own report is told apart from the account, with its kind, and makes no event."""

from __future__ import annotations

import re

import pytest

from onrecord import lexicon
from onrecord.clean import clean
from onrecord.clean.editorial import _titles, bracketed, is_note
from onrecord.ingest.editorial import kind_of
from onrecord.record import Document, Source

LEXICON = lexicon.load("editor_notes")


def examples(part: str, side: str) -> list[str]:
    return [line for group in LEXICON[part] for line in group[side]]


@pytest.mark.parametrize("line", examples("line", "fires"))
def test_lines_that_are_notes(line: str) -> None:
    assert is_note(line)


@pytest.mark.parametrize("line", examples("line", "not"))
def test_lines_that_are_none(line: str) -> None:
    assert not is_note(line)


@pytest.mark.parametrize("line", examples("bracket", "fires"))
def test_brackets_that_are_notes(line: str) -> None:
    text = f"The army left Arden. {line}"
    assert [text[a:b] for a, b in bracketed(text)] == [line]


@pytest.mark.parametrize("line", examples("bracket", "not"))
def test_brackets_that_are_none(line: str) -> None:
    assert not list(bracketed(f"The army {line} left Arden."))


@pytest.mark.parametrize("title", examples("title", "fires"))
def test_headlines_that_say_it(title: str) -> None:
    assert _titles().match(title)


@pytest.mark.parametrize("title", examples("title", "not"))
def test_headlines_that_do_not(title: str) -> None:
    assert not _titles().match(title)


@pytest.mark.parametrize(("kind", "words"), [(g["kind"], w) for g in LEXICON["kind"] for w in g["fires"]])
def test_kinds(kind: str, words: str) -> None:
    assert kind_of(words) == kind


@pytest.mark.parametrize(("kind", "words"), [(g["kind"], w) for g in LEXICON["kind"] for w in g["not"]])
def test_other_kinds(kind: str, words: str) -> None:
    assert kind_of(words) != kind


TEXT = """CORRECTS toll in paragraph 2
ARDEN, March 4 (Vale Wire) - (Adds army comment) Gunmen attacked a market in Arden on Tuesday, police said.

Twelve people were killed, police said. (This story has been updated to say that 12, not 15, were killed.)

Correction: An earlier version of this report said that soldiers attacked the market."""


def document(text: str, title: str | None = None) -> Document:
    return clean(Source("a", text=text, title=title, published="2026-03-04"))


def test_notes_of_a_text_with_their_spans() -> None:
    made = document(TEXT, "UPDATE 2-Gunmen attack market")
    assert [(n.kind, n.text[:28], n.span is not None) for n in made.editor_notes] == [
        ("update", "UPDATE 2", False),
        ("correction", "CORRECTS toll in paragraph 2", True),
        ("update", "Adds army comment", True),
        ("update", "This story has been updated "[:28], True),
        ("correction", "Correction: An earlier versi", True),
    ]
    for note in made.editor_notes:
        if note.span:
            assert made.text[note.span.start : note.span.end] == note.span.quote
            assert made.excluded_at(note.span.start) == "editor_note"
    assert made.dateline and made.dateline.quote.startswith("ARDEN")
    starts = [part.span.start for part in made.excluded]
    assert starts == sorted(starts)


def test_notes_make_no_event() -> None:
    from onrecord.pipeline import read

    record = read(Source("a", text=TEXT, published="2026-03-04"))
    noted = [n.span for n in record.document.editor_notes if n.span]
    assert record.events and not any(span.covers(event.trigger) for span in noted for event in record.events)
    told = {event.trigger.quote for event in record.events}
    assert {"attacked", "killed"} <= told


@pytest.mark.parametrize(
    "text", ["(", "(Adds", "()" * 500, "CORRECTS\r\n", "(Corrects " + "x" * 5000 + ")", "‏(Adds سمك)"]
)
def test_odd_texts(text: str) -> None:
    made = document(text)
    assert all(re.escape(n.text) is not None for n in made.editor_notes)
