"""Who is meant: the lexicons behind it and the table of cases."""

from __future__ import annotations

import re

from onrecord.lexicon import load


def test_countries_have_one_code_and_well_formed_words() -> None:
    countries = load("demonyms")["country"]
    codes = [c["code"] for c in countries]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[A-Z]{3}", code) for code in codes)
    assert all(c["name"] and not c["name"].startswith(" ") for c in countries)
