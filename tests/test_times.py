"""Times: the lexicon's own examples, the table of cases, and what must hold for any text."""

from __future__ import annotations

import os
import time
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import lexicon, parse
from onrecord.reading.times import find_times
from onrecord.record import Document, Timex
from onrecord.syntax import Syntax

CASES = Path(__file__).parent / "cases" / "times"
PUBLISHED = "2024-12-16"  # a Monday
MISSES = bool(os.environ.get("ONRECORD_SHOW_MISSES"))


def _examples() -> Iterator[dict[str, Any]]:
    data = lexicon.load("times")
    groups = [
        *data["types"].items(),
        *(
            (name, data[name])
            for name in (
                "veto",
                "unplanned",
                "scheduled",
                "known",
                "sports",
                "generic",
                "named_days",
                "titles",
                "looming",
            )
        ),
    ]
    groups += [(rule["name"], rule) for rule in lexicon.load("times_rules")["rule"]]
    for name, entry in groups:
        for text, quote, value in entry["fires"]:
            yield {"name": name, "text": text, "times": [[quote, value]]}
        for text, quote in entry["not"]:
            yield {"name": name, "text": text, "none": [quote]}


def _cases() -> Iterator[dict[str, Any]]:
    for path in sorted(CASES.glob("*.toml")):
        for case in tomllib.loads(path.read_text("utf-8"))["case"]:
            yield {"name": path.stem, **case}


ALL = [*_examples(), *_cases()]


@cache
def _parses() -> dict[str, Syntax]:
    """All case texts in one batch: the parse is the slow part."""
    texts = sorted({case["text"] for case in ALL})
    return dict(zip(texts, parse.parse_all([Document("d", "d", t) for t in texts]), strict=True))


def _read(text: str, published: str | None) -> tuple[Timex, ...]:
    document = Document("d", "d", text, published=published or None)
    return find_times(document, _parses().get(text) or parse.parse(document))


def _wrong(case: dict[str, Any]) -> list[str]:
    found = _read(case["text"], case.get("published", PUBLISHED))
    told = {t.span.quote: t for t in found}
    wrong = [
        f"{quote!r}: wanted {value}, got {told[quote].value if quote in told else sorted(told)}"
        for quote, value in case.get("times", [])
        if quote not in told or told[quote].value != value
    ]
    for quote in case.get("none", []):
        start = case["text"].find(quote)
        wrong += [
            f"{t.span.quote!r} is no time" for t in found if t.span.start < start + len(quote) and start < t.span.end
        ]
    for quote, earliest, latest in case.get("intervals", []):
        got = (told[quote].earliest or "", told[quote].latest or "") if quote in told else None
        wrong += [f"{quote!r}: {got}"] if got != (earliest, latest) else []
    if case.get("only") and len(found) != len(case["times"]):
        wrong.append(f"also {sorted(told)}")
    return wrong


@pytest.mark.parametrize("case", ALL, ids=lambda c: f"{c['name']}: {c['text'][:50]}")
def test_case(case: dict[str, Any]) -> None:
    wrong = _wrong(case)
    if case.get("miss"):
        assert wrong, "a known miss passes now: take `miss` away"
        pytest.skip("known miss") if MISSES else None
        return
    assert not wrong, wrong


ODD = ["", " ", "December", "ON FRIDAY THE 13TH " * 60, "“Friday’ 3 p.m. ‘", "😀 yesterday 😀", "بعد يومين on Friday", "a\r\nMonday\r\n",
       "31 February 2024", "24:61 on 0/0/0000", "99999999999999999999 years ago", "9999 years from now", "the 99th century",
       "twenty " * 300, "the last " * 200 + "week"]  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=lambda t: t[:20])
@pytest.mark.parametrize("published", [PUBLISHED, None, "0001-01-01", "9999-12-31", "2024", "not a date"])
def test_odd_texts_are_read(text: str, published: str | None) -> None:
    _hold(text, published)


WORDS = ["Friday", "last", "two", "weeks", "ago", "the", "of", "3", "2024", "p.m.", "December", "early", "-", "quarter",
         "31", ",", "night", "every", "later", "'90s", "Christmas", "half", "a", "and", "overnight", "\n\n", "GMT", "15:00"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    document = Document("d", "d", text, published=PUBLISHED)
    for timex in find_times(document, Syntax((), (), ())):
        _check(document, timex)


def _hold(text: str, published: str | None) -> None:
    document = Document("d", "d", text, published=published)
    for timex in find_times(document, parse.parse(document)):
        _check(document, timex)


def _check(document: Document, timex: Timex) -> None:
    assert document.text[timex.span.start : timex.span.end] == timex.span.quote
    assert timex.value
    if timex.earliest and timex.latest:
        assert timex.earliest[:10] <= timex.latest[:10]


@pytest.mark.parametrize("part", ["twenty ", "the last ", "Friday ", "on 3 May 2011 and ", "a ", "x y z "])
def test_a_long_text_takes_no_longer_a_word(part: str) -> None:
    """Time grows with the text, not with its square: a text eight times as long takes less than twenty times as long."""
    seconds = []
    for size in (20_000, 160_000):
        document = Document("d", "d", part * (size // len(part)), published=PUBLISHED)
        started = time.perf_counter()
        find_times(document, Syntax((), (), ()))
        seconds.append(time.perf_counter() - started)
    assert seconds[1] < 20 * seconds[0] + 0.1


def test_without_a_date_nothing_is_invented() -> None:
    text = (
        "On December 8 he fled. Yesterday two men died. Last week a truce began, two years ago a war. He left Friday."
    )
    for timex in _read(text, None):
        assert not timex.value[:4].isdecimal(), timex
        assert timex.earliest is None and timex.anchor is None, timex
