"""Who speaks for one body is one origin; a later hour brings up to date; those who died later are not all the dead."""

from __future__ import annotations

import pytest

from onrecord import parse, pipeline
from onrecord.joining import join
from onrecord.linking.conflicts import relation
from onrecord.linking.corroboration import corroborate
from onrecord.linking.speakers import apart, one_voice, voice_of_body, voice_of_person
from onrecord.record import Record, Source


def read(text: str, published: str = "2026-03-04", publisher: str = "Daily Note") -> Record:
    record = pipeline.read(Source("r", text=text, published=published, publisher=publisher))
    assert isinstance(record, Record)
    return record


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("police spokesman", "police"),
        ("Kore state police spokeswoman", "the state police command"),
        ("the spokesman of the coast guard", "coast guard"),
        ("Interior Minister", "Ministry of Interior"),
        ("Basilan Governor", "the governor of the island province of Basilan"),
        ("governor", "governor's office"),
        ("army chief", "army"),
        ("director-general of the Harbour Authority", "Harbour Authority"),
    ],
)
def test_who_speaks_for_a_body(title: str, name: str) -> None:
    one, other = voice_of_person([title], None), voice_of_body(name, None)
    assert one is not None and other is not None and not apart(one, other)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Interior Minister", "Ministry of Health"),
        ("police spokesman", "army"),
        ("Kenyan police spokesman", "Ugandan police"),
        ("the spokesman of the coast guard", "border guard"),
    ],
)
def test_who_speaks_for_others(title: str, name: str) -> None:
    one, other = voice_of_person([title], None), voice_of_body(name, None)
    assert one is not None and other is not None and apart(one, other)


@pytest.mark.parametrize("title", ["Dr", "a butcher", "former governor", ""])
def test_titles_that_speak_for_nobody(title: str) -> None:
    assert voice_of_person([title], None) is None


def test_two_governors_are_two_and_a_ministry_between_two_countries_is_neither() -> None:
    governor = voice_of_person(["Governor"], None)
    assert governor is not None
    assert one_voice({"oru tamm": [governor], "lena vos": [governor]}) == []
    told = {n: [v] for n in ("Kenyan defence ministry", "Ugandan defence ministry", "defence ministry") if (v := voice_of_body(n, None))}  # fmt: skip
    assert len(told) == 3 and one_voice(told) == []


def test_a_police_and_its_spokesman_are_one_origin() -> None:
    reports = [
        read("A bomb exploded at the Kore market on Tuesday, the police said.", publisher="Vale Post"),
        read("A bomb exploded at the Kore market on Tuesday, police spokesman Sani Abubakar said.", publisher="Coast News"),
        read("A bomb exploded at the Kore market on Tuesday, army spokesman Ode Lamin said.", publisher="Lake Herald"),
    ]  # fmt: skip
    (bomb,) = (h for h in join(reports, parse.similar).happenings if len(h.cards) == 3)
    assert sorted(len(o.branches) for o in corroborate(bomb.cards, ()).asserting) == [1, 2]


def test_a_paper_that_tells_what_it_wrote_speaks_in_its_own_voice() -> None:
    (happening,) = (h for h in join([read("In our report we wrote that 20 people were injured.")], parse.similar).happenings if any(c.stem == "injur" for c in h.cards))  # fmt: skip
    assert [c.speaker.chain for c in happening.cards] == [()]


EIGHT = "The clinic blast killed eight people, the ministry said."
TWELVE = "The clinic blast killed 12 people, doctors said."


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2026-03-04T08:10:00Z", "2026-03-04T15:00:00Z", "updates"),
        ("2026-03-04T15:00:00Z", "2026-03-04T08:10:00Z", "contradicts"),  # the higher count is the earlier one
        ("2026-03-04", "2026-03-04", "contradicts"),
        ("2026-03-04T08:10:00Z", "2026-03-04T08:40:00Z", "contradicts"),
        ("2026-03-04T08:10:00Z", "2026-03-04", "contradicts"),
    ],
)
def test_a_count_of_a_later_hour_brings_up_to_date(one: str, other: str, expected: str) -> None:
    reports = [read(EIGHT, one, "Vale Post"), read(TWELVE, other, "Coast News")]
    (deaths,) = (h for h in join(reports, parse.similar).happenings if len({c.report for c in h.cards}) == 2 and any(c.figures for c in h.cards))  # fmt: skip
    a, b = (c for c in deaths.cards if c.figures)
    assert relation(a, b) == expected


@pytest.mark.parametrize(
    "later",
    [
        "Four more people died after the bombing of the Kore market, police said.",
        "Four people died of their wounds after the bombing of the Kore market, police said.",
        "Another four people died in hospital after the bombing of the Kore market, police said.",
    ],
)
def test_those_who_died_later_are_not_all_the_dead(later: str) -> None:
    reports = [read("Twelve people died in the bombing of the Kore market, police said."), read(later, "2026-03-05")]
    held = [h for h in join(reports, parse.similar).happenings if any(c.stem == "die" for c in h.cards)]
    assert all(len({c.report for c in h.cards}) == 1 for h in held) and len(held) > 1
