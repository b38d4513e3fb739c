"""The evidence sentence around a trigger, found by characters, and ids resolved to names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.synthetic import record
from onrecord.record import Argument, Document
from onrecord.view import UNNAMED, sentence, view


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("One fell. Two fled north. Three stayed.", "fled", "Two fled north."),
        ("Headline of the day\nPolice fled.", "fled", "Police fled."),
        ("Gen. Karim fled to the U.S. on Monday. He stayed.", "fled", "Gen. Karim fled to the U.S. on Monday."),
        ("J. Smith fled. He stayed.", "fled", "J. Smith fled."),
        ("“We fled!” she said. “All of us.”", "fled", "“We fled!” she said."),
        ("He left. “They fled.” No one came.", "fled", "“They fled.”"),
        ("It rose 3.5 percent and they fled", "fled", "It rose 3.5 percent and they fled"),
        ("fled", "fled", "fled"),
        ("🙂 fled 🙂. مرحبا fled", "fled", "🙂 fled 🙂. مرحبا fled"),
        ("They fled\r\nnorth.", "fled", "They fled"),
    ],
)
def test_the_sentence_around_a_word(text: str, trigger: str, expected: str) -> None:
    document = Document("d", "d", text)
    start = text.index(trigger)
    assert sentence(document, document.span(start, start + len(trigger))).quote == expected


def test_a_sentence_without_end_is_cut_at_spaces() -> None:
    document = Document("d", "d", "word " * 10_000)
    found = sentence(document, document.span(25_000, 25_004))
    assert len(found.quote) < 820 and found.quote.startswith("word") and found.quote.endswith("word")


@given(st.text(min_size=1, max_size=300), st.data())
def test_any_span_of_any_text_has_a_sentence(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    document = Document("d", "d", text)
    found = sentence(document, document.span(start, end))
    assert found.start <= start and found.end >= end
    assert text[found.start : found.end] == found.quote


def test_ids_become_names_and_what_has_none_keeps_its_words() -> None:
    made = record(1, events=1)
    nobody = replace(made.attributions[0], source=None)
    unnamed = replace(nobody, id="a2", source_span=None)
    crowd = Argument("actor", None, made.document.span(0, 4))
    event = replace(made.events[0], arguments=(crowd,), according_to=("a1", "a2", "a9"), place="p9", time=None)
    (shown,) = view(replace(made, attributions=(nobody, unnamed), events=(event,)))
    assert shown.names("actor") == (made.document.text[:4],)
    assert [said.name for said in shown.chain] == [made.attributions[0].source_span.quote, UNNAMED]  # type: ignore[union-attr]
    assert shown.place is None and shown.earliest is None
