"""Linking: copies told from independent reports, the same groups in any order, no verdict where two tellings differ."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import parse, pipeline
from onrecord.clean import clean
from onrecord.ingest import gather
from onrecord.joining import Joined, join
from onrecord.linking.cards import Card, cards
from onrecord.linking.conflicts import relation
from onrecord.linking.grouping import group
from onrecord.linking.reprints import find_reprints, fingerprint, judge
from onrecord.linking.words import stem
from onrecord.record import Document, Record, Source

ROOT = Path(__file__).resolve().parents[1]
WIRE = """Drones struck a fuel depot on the edge of the town overnight, killing at least 12 people, the governor said.
She said that three drones attacked the depot shortly after midnight and set two storage tanks on fire.
The army accused a rebel group that has fought the government since 2021 of carrying out the attack on the depot.
Residents said that they heard at least five explosions and that the sky was red until the early morning hours."""
OTHER = """A court in the capital sentenced four officials to prison on Tuesday for selling grain that was meant for the camps.
The judge said the men had taken money from traders for three years while families in the camps went hungry."""


def document(text: str, publisher: str | None = None, published: str | None = None) -> Document:
    return clean(Source("r", text=text, publisher=publisher, published=published))


def test_copy_is_found_with_share_and_direction() -> None:
    wire = document(WIRE, "Vale Wire", "2026-03-04")
    half = document("\n".join(WIRE.split("\n")[:2]) + "\n" + OTHER, "Harbour News", "2026-03-05")
    (found,) = find_reprints(
        [fingerprint(half), fingerprint(wire), fingerprint(document(OTHER * 2, "Post", "2026-03-09"))][:2]
    )
    assert (found.copy, found.origin, found.whole) == (half.id, wire.id, False)
    assert 0.3 < found.share < 0.7 and "published later" in found.reason


def test_credit_outweighs_the_date() -> None:
    wire = document(WIRE, "Vale Wire", "2026-03-05")
    copy = document(WIRE + "\n(With inputs from Vale Wire)", "Harbour News", "2026-03-04")
    found = judge(fingerprint(wire), fingerprint(copy))
    assert found is not None and found.copy == copy.id and found.whole and "credits Vale Wire" in found.reason


def test_dateline_outweighs_the_date() -> None:
    wire = document("NIAMEY, March 4 (Reuters) - " + WIRE, "Harbour News", "2026-03-05")
    copy = document(WIRE, "Post", "2026-03-04")
    found = judge(fingerprint(wire), fingerprint(copy))
    assert found is not None and found.origin == wire.id and "dateline names" in found.reason


def test_an_agency_under_a_short_name_keeps_its_text() -> None:
    wire = document(WIRE, "AFP", "2026-03-04")
    copy = document("NIAMEY (AFP) - " + WIRE, "Harbour News", "2026-03-04")
    found = judge(fingerprint(wire), fingerprint(copy))
    assert found is not None and found.copy == copy.id and "credits" in found.reason


END_NOTE = """Readers keep this newsroom alive, and a small gift a month lets our reporters stay in the field all year.
Write to the editors with what you saw, and tell us whether we may print your name beside your letter or not."""


def test_end_note_of_an_outlet_is_no_reprint() -> None:
    texts = [" ".join(f"word{n}x{i}" for i in range(120)) + "\n" + END_NOTE for n in range(7)]
    ours = [document(text, "Post", f"2026-03-0{n + 1}") for n, text in enumerate(texts)]
    taken = document(OTHER + "\n" + END_NOTE, "Harbour News", "2026-03-09")
    assert find_reprints([fingerprint(d) for d in [*ours, taken]]) == ()


def test_many_copies_of_one_page_are_no_furniture() -> None:
    copies = [document(WIRE + f" Page {n}.", "Post", f"2026-03-{n + 1:02}") for n in range(12)]
    assert len(find_reprints([fingerprint(d) for d in copies])) == 66


@pytest.mark.parametrize(
    "other", [OTHER, "", "The governor said that at least 12 people were killed when drones attacked a depot."]
)
def test_no_reprint(other: str) -> None:
    if other:
        assert judge(fingerprint(document(WIRE)), fingerprint(document(other))) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("attack", "attacked"),
        ("attackers", "attacking"),
        ("killed", "killings"),
        ("left", "leave"),
        ("withdrawal", "withdrew"),
        ("explosions", "exploded"),
    ],
)
def test_stems_that_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("police", "policy"), ("met", "meat"), ("arrest", "arrive")])
def test_stems_that_do_not_meet(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda p: p[0] < p[1]), st.floats(0, 1), max_size=25
    ),
    st.randoms(),
)
def test_groups_do_not_depend_on_order(scores: dict[tuple[int, int], float], shuffle: random.Random) -> None:
    items = list(scores.items())
    shuffle.shuffle(items)
    assert group(10, scores, 0.4) == group(10, dict(items), 0.4)
    assert sorted(x for g in group(10, scores, 0.4) for x in g) == list(range(10))


def test_one_strong_pair_does_not_join_groups_that_disagree() -> None:
    scores = {(0, 1): 0.9, (2, 3): 0.9, (1, 2): 0.6}
    assert group(4, scores, 0.35) == [[0, 1], [2, 3]]


def telling(text: str, published: str = "2026-03-05", trigger: str = "killed") -> Card:
    record = pipeline.read(Source("r", text=text, published=published, publisher="Post"))
    return next(c for c in cards(record) if c.trigger.quote == trigger)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            ("At least 5 people were killed, police said.", "2026-03-05"),
            ("Eight people were killed, the army said.", "2026-03-05"),
            "agrees",
        ),
        (
            ("Five people were killed, police said.", "2026-03-05"),
            ("Eight people were killed, the army said.", "2026-03-06"),
            "updates",
        ),
        (
            ("Eight people were killed, police said.", "2026-03-05"),
            ("Five people were killed, the army said.", "2026-03-05"),
            "contradicts",
        ),
        (
            ("Eight people were killed, police said.", "2026-03-05"),
            ("Police said that no one was killed.", "2026-03-05"),
            "contradicts",
        ),
    ],
)
def test_figures_and_denials(one: tuple[str, str], other: tuple[str, str], expected: str) -> None:
    assert relation(telling(*one), telling(*other)) == expected
    assert relation(telling(*other), telling(*one)) == expected


@pytest.fixture(scope="module")
def examples() -> list[Record]:
    return [r for r in pipeline.read_all(gather([str(ROOT / "examples")])) if isinstance(r, Record)]


@pytest.fixture(scope="module")
def joined(examples: list[Record]) -> Joined:
    return join(examples, parse.similar)


def test_joins_do_not_depend_on_the_order_of_adding(examples: list[Record], joined: Joined) -> None:
    shuffled = list(examples)
    random.Random(7).shuffle(shuffled)
    assert join(shuffled, parse.similar) == joined


def test_a_forgotten_report_leaves_every_join(examples: list[Record]) -> None:
    gone = examples[0].document.id
    rest = join(examples[1:], parse.similar)
    assert gone not in rest.documents and all(c.report != gone for h in rest.happenings for c in h.cards)


def test_reprint_and_wire_are_one_origin(joined: Joined) -> None:
    names = {d.name: i for i, d in joined.documents.items()}
    found = [(r.copy, r.origin) for r in joined.reprints]
    wire = next(i for n, i in names.items() if n.endswith("vale-wire.txt"))
    assert (names["harbour-reprint"], wire) in found


def test_every_event_stands_in_one_happening(examples: list[Record], joined: Joined) -> None:
    told = sorted(c.key for h in joined.happenings for c in h.cards)
    assert told == sorted(f"{r.document.id}/{e.id}" for r in examples for e in r.events)


def test_same_speaker_in_two_outlets_is_one_origin(joined: Joined) -> None:
    from onrecord.linking.corroboration import corroborate

    card = next(c for h in joined.happenings for c in h.cards if c.speaker.named and c.status == "asserted")
    other = replace(card, report="another", publisher="Another Outlet")
    tree = corroborate([card, other], [])
    assert len(tree.asserting) == 1 and tree.reports == 2


def test_two_reports_alone_are_joined() -> None:
    """What both say tells little of two reports, were they weighed by themselves."""
    one = Source("a", text="Gunmen attacked a clinic in the town of Tera on Tuesday, police said.", publisher="Post")
    other = Source("b", text="A clinic in Tera was attacked by gunmen, the governor said.", publisher="Vale")
    apart = Source("c", text="Parliament passed a law on fishing licences after a long debate.", publisher="Post")
    records = [r for r in pipeline.read_all([one, other, apart]) if isinstance(r, Record)]
    joined = join(records, parse.similar)
    together = [h for h in joined.happenings if len({c.report for c in h.cards}) > 1]
    assert [sorted(c.trigger.quote for c in h.cards) for h in together] == [["attacked", "attacked"]]
