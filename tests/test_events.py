"""Events: the lexicon's own examples, the table of cases, and texts that must never break the stage."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import parse, pipeline
from onrecord.clean import Unreadable, clean
from onrecord.lexicon import load
from onrecord.reading.events.lexicon import FILES, classes, entries
from onrecord.record import Event, Record, Source

CASES = sorted((Path(__file__).parent / "cases" / "events").glob("*.toml"))


@cache
def read_many(texts: tuple[str, ...]) -> dict[str, Record]:
    """The records of many short texts, parsed in one batch."""
    documents = [clean(Source(str(i), text)) for i, text in enumerate(texts)]
    parses = parse.parse_all(documents)
    return {t: pipeline.read_parsed(d, s) for t, d, s in zip(texts, documents, parses, strict=True)}


def groups() -> list[dict[str, Any]]:
    return [group for name in FILES for group in load(name).get("group", ())]


def cases() -> list[dict[str, Any]]:
    return [case for path in CASES for case in tomllib.loads(path.read_text("utf-8")).get("case", [])]


@cache
def everything() -> dict[str, Record]:
    texts = [t for g in groups() for t in (*g["fires"], *g["not"])] + [c["text"] for c in cases()]
    texts += [text for text, _, _ in reached()]
    return read_many(tuple(dict.fromkeys(texts)))


def rules(text: str) -> list[str]:
    return [event.rule for event in everything()[text].events]


@pytest.mark.parametrize("group", [g for g in groups() if g["fires"]], ids=lambda g: g["id"])
def test_group_fires(group: dict[str, Any]) -> None:
    """One of its sentences at least is met by the group itself; the others may be met by a closer pattern of its kind."""
    met = {text: rules(text) for text in group["fires"]}
    assert any(rule.startswith(f"{group['id']}:") for found in met.values() for rule in found), met
    for text in group["fires"]:
        kinds = {event.kind for event in everything()[text].events}
        assert group.get("kind") in kinds or any(r.startswith(f"{group['id']}:") for r in met[text]), (text, met[text])


@pytest.mark.parametrize(("group", "text"), [(g["id"], t) for g in groups() for t in g["not"]])
def test_near_miss_does_not(group: str, text: str) -> None:
    assert not any(rule.startswith(f"{group}:") for rule in rules(text)), rules(text)


def words_of(event: Event, role: str) -> set[str]:
    return {a.span.quote for a in event.arguments if a.role == role and a.span}


def wrong_in(case: dict[str, Any]) -> list[str]:
    """What a record says otherwise than the case; empty where all is right."""
    record = everything()[case["text"]]
    found = {event.trigger.quote: event for event in record.events}
    wrong = [f"no event '{t}'" for t in case.get("events", {}) if t not in found]
    wrong += [f"event '{t}'" for t in case.get("none", ()) if t in found]
    for trigger, want in case.get("events", {}).items():
        event = found.get(trigger)
        if event is None:
            continue
        if "kind" in want and (event.kind or "none") != want["kind"]:
            wrong.append(f"{trigger}: kind {event.kind}")
        if "mode" in want and event.mode != want["mode"]:
            wrong.append(f"{trigger}: mode {event.mode}")
        wrong += [
            f"{trigger}: {role} {words_of(event, role)}"
            for role in ("actor", "recipient", "instrument", "origin", "destination")
            if role in want and words_of(event, role) != set(want[role])
        ]
        if "figures" in want and [[f.what, f.low or 0, f.high or 0] for f in event.figures] != want["figures"]:
            wrong.append(f"{trigger}: figures {[(f.what, f.low, f.high) for f in event.figures]}")
        if "aggregate" in want and event.aggregate != want["aggregate"]:
            wrong.append(f"{trigger}: aggregate {event.aggregate}")
    if case.get("coded") is False and any(e.kind for e in record.events):
        wrong.append(f"coded: {[(e.trigger.quote, e.kind) for e in record.events if e.kind]}")
    return wrong


@pytest.mark.parametrize("case", cases(), ids=lambda c: c["text"])
def test_case(case: dict[str, Any]) -> None:
    wrong = wrong_in(case)
    if case.get("miss"):
        assert wrong, "this known miss now passes: take its mark away"
        pytest.skip(f"known miss: {wrong}")
    assert not wrong, case["why"]


def test_every_entry_is_well_formed() -> None:
    known = classes()
    for entry in entries():
        for key in ("object", "not_object", "subject", "not_subject"):
            unknown = [
                w for w in entry.words_of(key) if w.startswith("@") and w[1:] not in known and w[1:] != "person_name"
            ]
            assert not unknown, (entry.rule, unknown)
    assert len({g["id"] for g in groups()}) == len(groups())


HARD = [
    "",
    ".",
    "Attack",
    "POLICE ARREST 3 AFTER BOMB BLAST KILLS DOZENS IN CITY MARKET",
    "“‘”’ — … 🙂🙂 killed 🙂",
    "الهجوم على القاعدة killed 3",
    "Troops\r\nattacked\r\n\r\nthe base\r\n",
    "12:45 Police: 3 arrested\n12:50 Blast heard\n- two dead\n- ten hurt\n",
    "and " * 400 + "rebels attacked",
    ", ".join(f"village {i} was shelled and {i} people were killed" for i in range(60)) + ".",
]


@pytest.mark.parametrize("text", HARD)
def test_hard_texts_do_not_break(text: str) -> None:
    try:
        document = clean(Source("hard", text))
    except Unreadable:
        return
    record = pipeline.read_parsed(document, parse.parse(document))
    for event in record.events:
        assert document.text[event.trigger.start : event.trigger.end] == event.trigger.quote


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            'the rebels attacked killed and , of by base said who was in 12 dozens . - " police to not'.split()
        ),
        max_size=40,
    )
)
def test_word_salad_does_not_break(words: list[str]) -> None:
    document = clean(Source("salad", " ".join(words) or "x"))
    pipeline.read_parsed(document, parse.parse(document))


def reached() -> list[tuple[str, str, tuple[str, ...]]]:
    """The examples of events_reach: a sentence, a trigger, and its recipients."""
    found = load("events_reach")
    rows = [row for table in found.values() for key in ("fires", "not") for row in table[key]]
    return [(row[0], row[1], tuple(row[2:])) for row in rows]


@pytest.mark.parametrize(("text", "trigger", "recipients"), reached())
def test_reach(text: str, trigger: str, recipients: tuple[str, ...]) -> None:
    events = [event for event in everything()[text].events if event.trigger.quote == trigger]
    assert events, [event.trigger.quote for event in everything()[text].events]
    assert words_of(events[0], "recipient") == set(recipients)
