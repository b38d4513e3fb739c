"""Who is meant: the lexicons behind it and the table of cases."""

from __future__ import annotations

import re

import pytest

from onrecord.clean import clean
from onrecord.lexicon import load
from onrecord.parse import parse
from onrecord.reading.entities import find_entities
from onrecord.record import Document, Entities, Source, Syntax


def test_countries_have_one_code_and_well_formed_words() -> None:
    countries = load("demonyms")["country"]
    codes = [c["code"] for c in countries]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[A-Z]{3}", code) for code in codes)
    assert all(c["name"] and not c["name"].startswith(" ") for c in countries)


ODD_TEXTS = (
    "A", "?", "THE ARMY SAID IT WAS READY. HE LEFT.", "\u202bשלום עולם\u202c said he left.", "😀 he said 😀.",
    "one\r\ntwo\r\n“He", '"""""', "Ann, Bob, Cem, Dan, Eve, Fay, Gus, Hal", "'s", "the the the", "(UN) (EU) (",
    "Q: who?\nA: I.\nSMITH: We did.", "He he he she it they.", "\u0301\u0301 x", "of of of the of",
)  # fmt: skip


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_give_records_whose_quotes_fit(text: str) -> None:
    document = clean(Source("odd", text))
    found = find_entities(document, parse(document), ())
    ids = {e.id for e in found.entities}
    for mention in found.mentions:
        assert document.text[mention.span.start : mention.span.end] == mention.span.quote
        assert mention.entity in ids


def test_an_empty_parse_gives_no_entities() -> None:
    document = Document("x", "x", "")
    assert find_entities(document, Syntax((), (), ()), ()) == Entities()
