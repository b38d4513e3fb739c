"""Plain happenings: the lexicon's own examples, each with the word in question in [brackets]."""

from __future__ import annotations

import pytest

from onrecord import parse, pipeline
from onrecord.clean import clean
from onrecord.lexicon import load
from onrecord.reading.events import find_events
from onrecord.record import Source

GROUPS = load("events_plain")


def triggers(marked: str) -> tuple[int, set[int]]:
    """Where the marked word begins, and where the triggers of the sentence do."""
    document = clean(Source("plain", marked.replace("[", "").replace("]", "")))
    record = pipeline.read_parsed(document, parse.parse(document))
    return marked.index("["), {event.trigger.start for event in record.events}


@pytest.mark.parametrize("text", [text for group in GROUPS.values() for text in group["fires"]])
def test_fires(text: str) -> None:
    at, found = triggers(text)
    assert at in found


@pytest.mark.parametrize("text", [text for group in GROUPS.values() for text in group["not"]])
def test_near_miss(text: str) -> None:
    at, found = triggers(text)
    assert at not in found


def test_without_the_tagger_nothing_is_plain() -> None:
    document = clean(Source("plain", "The carrier operates six jets."))
    syntax = parse.parse(document)
    reading = pipeline.Reading(document, syntax)
    assert not find_events(document, syntax, reading.entities, (), {})
