"""The walk as a whole: failures and foreign texts keep their places, and every span fits."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import pipeline
from onrecord.check import check
from onrecord.clean import Unreadable
from onrecord.parse import parse
from onrecord.record import Document, Failure, Record, Source

REPORT = "The army denied on Monday that it had left Damascus. “We did not leave,” its spokesman said. At least 12 people were killed."


def test_outcomes_come_in_the_order_of_the_input() -> None:
    given = [
        Failure("a", "broken"),
        Source("b", text=REPORT),
        Source("c", text=" "),
        Source("d", text="Die Armee hat am Montag die Stadt verlassen, sagte ein Sprecher der Regierung."),
        Source("e", text=REPORT),
    ]
    outcomes = list(pipeline.read_all(given))
    assert [o.name if isinstance(o, Failure) else o.document.name for o in outcomes] == ["a", "b", "c", "d", "e"]
    german = outcomes[3]
    assert isinstance(german, Record) and german.document.language == "de" and not german.events
    assert "not in English" in german.notes[0]


def test_reading_twice_gives_the_same() -> None:
    assert pipeline.read(Source("a", text=REPORT)) == pipeline.read(Source("a", text=REPORT))


def test_batches_do_not_change_a_reading() -> None:
    alone = pipeline.read(Source("a", text=REPORT))
    among = list(
        pipeline.read_all([Source(str(n), text=REPORT * (n + 1)) for n in range(3)] + [Source("a", text=REPORT)])
    )
    assert isinstance(among[-1], Record) and among[-1].events == alone.events


def test_nothing_to_read() -> None:
    with pytest.raises(Unreadable):
        pipeline.read(Source("a", text=""))


HARD = [
    "x",
    "😀" * 50,
    "“" * 40 + "he said",
    '"Where are they? he said. "Nobody knows.',
    "He said she said they said it said " * 60,
    "THE ARMY SAID ON MONDAY THAT IT HAD LEFT THE TOWN. POLICE DENIED IT.",
    "قال الجيش إنه غادر المدينة. The army said it left the town, and it was denied by the police of the town.",
    "Line one\r\nLine two said:\r\n\r\n“Three”\r\n",
    "A, B, C, D, E and F said. " * 30,
    "e\u0301" * 30 + " said the army had left the town of the man.",
    "the army , which had said that the police , who had denied that the men , whom nobody knew , had left , were there , left "
    * 8,
]


@pytest.mark.parametrize("text", HARD)
def test_hard_texts_give_records_whose_invariants_hold(text: str) -> None:
    record = pipeline.read(Source("a", text=text, published="2024-12-16"))
    assert not list(check(record))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            [
                "the army",
                "said",
                "denied",
                "that",
                '"',
                "”",
                "“",
                "'",
                "it",
                "killed",
                "12",
                "people",
                "on",
                "Monday",
                "in",
                "Damascus",
                ",",
                ".",
                "\n",
                "he",
                "we",
                "not",
                "will",
                "😀",
                "-",
                "(",
                ")",
                "according to",
                "reportedly",
                "and",
                "who",
                "left",
            ]
        ),
        max_size=60,
    )
)
def test_word_salad_gives_records_whose_invariants_hold(words: list[str]) -> None:
    text = " ".join(words)
    if not text.strip():
        return
    record = pipeline.read(Source("a", text=text, published="2024-12-16"))
    assert not list(check(record))


def test_words_without_a_full_stop_are_read_in_pieces() -> None:
    name = "Idrissa Maho of Agadez, "
    text = "killed arrested beaten attack said that the " * 200 + "\n\nThe dead are " + name * 200
    told: list[tuple[str, int, int]] = []
    [record] = pipeline.read_all([Source("a", text=text, published="2024-12-16")], lambda *at: told.append(at))
    assert isinstance(record, Record)
    assert not list(check(record))
    assert len(told) > 5
    assert told == sorted(told)
    assert told[-1] == ("a", len(text), len(text))


def test_a_long_line_is_cut_behind_a_sentence() -> None:
    sentence = "Mr. Maho of the U.S. Army said that gunmen had killed 3 people in Agadez on Monday. "
    document = Document("d", "d", sentence * 500)
    syntax = parse(document)
    assert {syntax.tokens[first].text for first, _ in syntax.sentences} == {"Mr."}
