"""Text for people: every field with its words, safe for any terminal and as wide as it is."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from bench.synthetic import record
from onrecord.cli.render import print_record
from onrecord.cli.terminal import out, safe
from onrecord.record import Argument


def printed(capsys: pytest.CaptureFixture[str], made: Any, width: int = 80, **options: bool) -> str:
    console = out()
    console.width = width
    print_record(console, made, **options)
    return capsys.readouterr().out


def test_every_field_shows_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    made = record(3, events=3)
    text = printed(capsys, made, 120)
    event = made.events[0]
    for span in (*(a.span for a in event.arguments), event.trigger, event.figures[0].span, made.attributions[0].cue):
        assert span is not None and f"{span.start}–{span.end}" in text
    for label in ("who", "did", "to whom", "where", "when", "figure", "according to", "evidence"):
        assert re.search(rf"^ +{label} ", text, re.M), label
    assert "✓ asserted" in text and "? possible" in text
    assert "the outlet's own voice" in text
    assert "rule" not in text and "rule made" in printed(capsys, made, 120, explain=True)


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_lines_keep_to_the_width(capsys: pytest.CaptureFixture[str], width: int) -> None:
    for line in printed(capsys, record(3, events=5), width).splitlines():
        assert len(line) <= max(width, 40)  # a field's value gets 20 columns at least
        assert line == line.rstrip()


HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31mred\u202egnirts\u2066x\r\n\x00\ud800[bold]not markup[/bold] :smile:"


def test_text_cannot_act_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    made = record(3, events=2)
    document = replace(made.document, title=HOSTILE, name=HOSTILE, publisher=HOSTILE, byline=HOSTILE, url=HOSTILE)
    entities = tuple(replace(e, name=HOSTILE) for e in made.entities)
    made = replace(made, document=document, entities=entities, notes=(HOSTILE,))
    text = printed(capsys, made, 200, explain=True)
    assert not [c for c in text if c != "\n" and not c.isprintable()]
    assert "[bold]not markup[/bold] :smile:" in text


def test_safe_keeps_what_people_write() -> None:
    for text in ("Müller said “no” 🙂", "مرحبا بالعالم", "می‌خواهم", "👩‍👩‍👧", "Ærøskøbing – 50 %"):
        assert safe(text) == text
    assert safe("a\tb\nc\x1b[1m") == "a b c␛[1m"


def test_an_argument_with_nothing_behind_it_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    made = record(3, events=1)
    events = (replace(made.events[0], arguments=(Argument("actor", None, None),)),)
    assert "did" in printed(capsys, replace(made, events=events))
