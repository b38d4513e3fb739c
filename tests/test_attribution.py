"""Attribution: tables of quotations and readings, the lexicon's examples, hostile text, how events hang."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench import marked
from onrecord import lexicon
from onrecord.clean import Unreadable, clean
from onrecord.parse import parse
from onrecord.reading.attribution import find_attributions
from onrecord.reading.attribution.quotes import find_quotes
from onrecord.reading.sourcing import source_events
from onrecord.reading.tags import find_tags
from onrecord.record import Attribution, Document, Entities, Event, Source
from onrecord.syntax import Syntax

CASES = Path(__file__).parent / "cases" / "attribution"


def table(name: str) -> list[Any]:
    rows = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
    return [pytest.param(r, id=r["why"], marks=[pytest.mark.xfail(strict=True)] if r.get("miss") else []) for r in rows]


def attributed(text: str) -> tuple[Document, Syntax, tuple[Attribution, ...]]:
    document = clean(Source("case", text))
    syntax = parse(document)
    return document, syntax, find_attributions(document, syntax, Entities(), (), {}, find_tags(document, syntax))


@pytest.mark.parametrize("row", table("quotes"))
def test_quotations_are_found_by_characters(row: dict[str, Any]) -> None:
    assert [row["text"][q.first : q.last] for q in find_quotes(row["text"])] == row["quotes"]


def depth(attribution: Attribution, by_id: dict[str, Attribution]) -> int:
    steps = 0
    while attribution.within is not None:
        attribution, steps = by_id[attribution.within], steps + 1
    return steps


def fits(attribution: Attribution, wanted: dict[str, Any], by_id: dict[str, Attribution]) -> bool:
    given = {
        "source": attribution.source_span.quote if attribution.source_span else "",
        "cue": attribution.cue.quote,
        "content": [s.quote for s in attribution.content],
        "stance": attribution.stance,
        "manner": attribution.manner,
        "medium": attribution.medium.quote if attribution.medium else "",
        "depth": depth(attribution, by_id),
    }
    return all(given[field] == value for field, value in wanted.items())


@pytest.mark.parametrize("row", table("readings"))
def test_readings(row: dict[str, Any]) -> None:
    _, _, found = attributed(row["text"])
    by_id = {a.id: a for a in found}
    for wanted in row["wanted"]:
        assert any(fits(a, wanted, by_id) for a in found), (wanted, found)
    if not row["wanted"]:
        assert found == ()
    assert len(found) == row.get("count", len(found))


def examples() -> list[Any]:
    groups = lexicon.load("cues")
    named = [(g["class"], g) for g in groups["verbs"]] + [(k, g) for k, g in groups.items() if k != "verbs"]
    return [pytest.param(name, group, id=name) for name, group in named]


def fires(name: str, attribution: Attribution) -> bool:
    """What a near miss of a group must not give: a medium, a refusal, else any attribution."""
    if name in ("media", "channels"):
        return attribution.medium is not None
    return attribution.stance == "declines" if name == "information" else True


@pytest.mark.parametrize(("name", "group"), examples())
def test_the_lexicons_examples_fire_and_its_near_misses_do_not(name: str, group: dict[str, Any]) -> None:
    for text, content in group["fires"].items():
        _, _, found = attributed(text)
        assert any(" ... ".join(s.quote for s in a.content) == content for a in found), (text, found)
    for text in group["not"]:
        _, _, found = attributed(text)
        assert not any(fires(name, a) for a in found), (text, found)


PIECES = st.sampled_from(
    (
        '"', "“", "”", "'", "‘", "’", " he said", " said Smith", ", ", ". ", "\n", "\n\n", "according to", "🙂", "שלום",
        "«", "``", "The army denied that ", "reportedly", "I left", "He ", ": ", "Q: ", "IT IS REPORTED THAT ", "that",
        "\r\n", "6' 2",
    )
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=40).map("".join))
def test_hostile_text_gives_fewer_attributions_never_a_wrong_span(text: str) -> None:
    try:
        document, _, found = attributed(text)
    except Unreadable:
        return
    ids = {a.id for a in found}
    for attribution in found:
        assert attribution.content
        assert attribution.within is None or attribution.within in ids - {attribution.id}
        for span in (attribution.cue, *attribution.content, attribution.source_span, attribution.medium):
            assert span is None or document.text[span.start : span.end] == span.quote
        for span in (attribution.source_span, attribution.medium):
            assert span is None or edged_with_words(span.quote)
        assert all(span.quote == span.quote.strip() for span in attribution.content)


def edged_with_words(quote: str) -> bool:
    """No mark at an edge, unless the span is nothing else, or the mark closes what one inside opens."""
    loose = ' \n\t,;:-–—"“”‘«»`'
    if quote[-1] in '"”»' and quote.count('"') % 2 == 0 and quote.count("“") == quote.count("”"):
        quote = quote[:-1]
    return not {quote[0], quote[-1]} & set(loose) or not any(c.isalnum() for c in quote)


def test_spans_begin_and_end_with_words() -> None:
    texts = [row["text"] for row in tomllib.loads((CASES / "readings.toml").read_text("utf-8"))["case"]]
    for framed in [*texts, *(f"“We left,” {text}" for text in texts), *(f"- {text}\n" for text in texts)]:
        _, _, found = attributed(framed)
        for attribution in found:
            for span in (attribution.source_span, attribution.medium):
                assert span is None or edged_with_words(span.quote)


def test_long_sentences_and_lists_cost_no_more_than_their_length() -> None:
    attributed("Names: " + ", ".join(f"Ana Lopez{n}" for n in range(400)) + " and others, he said, had signed.")
    attributed('"' * 3000)
    attributed("“We left. " * 500)


def test_finding_quotations_is_linear_in_the_text() -> None:
    for text in ('"a ' * 200_000, "'a " * 200_000, "‘a b' " * 100_000, "“We left. " * 50_000):
        find_quotes(text)


def hang(text: str, word: str) -> Event:
    document, syntax, found = attributed(text)
    start = text.index(word)
    event = Event("e1", document.span(start, start + len(word)))
    (event,) = source_events(document, syntax, found, (event,))
    return event


def test_an_event_hangs_from_the_innermost_source() -> None:
    event = hang("Reuters reported that a deputy said the militia had captured the town.", "captured")
    assert len(event.according_to) == 2


def test_what_is_denied_hangs_from_the_denier() -> None:
    event = hang("The army denied claims that it had killed twelve civilians.", "killed")
    assert event.status == "denied" and len(event.according_to) == 1


def test_who_denies_an_accusation_denies_what_it_says_not_that_it_was_made() -> None:
    assert hang("The ministry denied the accusation.", "accusation").status == "asserted"
    assert hang("The ministry denied the attack.", "attack").status == "denied"


def test_refusing_to_say_is_no_event_beside_its_attribution() -> None:
    document, syntax, found = attributed("The ministry refused on Friday to say who had fired.")
    events = tuple(
        Event(f"e{n}", document.span(a, a + len(word)))
        for n, word in enumerate(("refused", "fired"), 1)
        for a in [document.text.index(word)]
    )
    assert [e.trigger.quote for e in source_events(document, syntax, found, events)] == ["fired"]


def test_hearsay_is_possible_and_what_it_presupposes_is_not() -> None:
    text = "It is being reported that Russia kept contact after the fall of the city."
    assert hang(text, "kept").status == "possible"
    assert hang(text, "fall").status == "asserted"


@pytest.mark.parametrize(("name", "floor"), [("nesting", 0.8), ("declining", 0.8), ("medium", 0.8)])
def test_sentences_marked_by_hand(name: str, floor: float) -> None:
    scored = list(marked.outcomes(name))
    assert sum(o.right for o in scored) >= floor * len(scored)
