"""Names that hold plain words are read as one name, with their own characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import one_name, pipeline
from onrecord.record import Source

WHOLE = [
    "Doctors Without Borders",
    "Save the Children",
    "Committee to Protect Journalists",
    "Syrian Observatory for Human Rights",
    "Action Against Hunger",
]


@pytest.mark.parametrize("name", WHOLE)
def test_a_name_that_holds_plain_words_is_one_source(name: str) -> None:
    record = pipeline.read(Source("n", text=f"The {name} said on Monday that two people had died."))
    (attribution,) = record.attributions
    assert [e.name for e in record.entities if e.id == attribution.source] == [name]
    assert [e.trigger.quote for e in record.events] == ["died"]


def test_places_may_follow_a_name_that_stands_by_itself() -> None:
    assert not one_name.holds("Strikes on Islamic State in Iraq and Syria went on.")


@given(st.text(max_size=80), st.sampled_from(WHOLE), st.text(max_size=80))
def test_the_text_keeps_its_length(before: str, name: str, after: str) -> None:
    text = f"{before} {name} {after}"
    assert len(one_name.joined(text)) == len(text)
    assert one_name.joined(text).replace(one_name.JOIN, " ") == text.replace(one_name.JOIN, " ")
