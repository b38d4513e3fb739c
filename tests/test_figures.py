"""Figures: the table of cases; what counts, its bounds, and numbers that are no figures."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from onrecord import parse
from onrecord.clean import clean
from onrecord.reading.figures import find_figures
from onrecord.record import Figure, Source

CASES = sorted((Path(__file__).parent / "cases" / "figures").glob("*.toml"))


def cases() -> list[dict[str, Any]]:
    return [case for path in CASES for case in tomllib.loads(path.read_text("utf-8")).get("case", [])]


@cache
def everything() -> dict[str, tuple[Figure, ...]]:
    texts = list(dict.fromkeys(c["text"] for c in cases()))
    documents = [clean(Source(str(i), text)) for i, text in enumerate(texts)]
    parses = parse.parse_all(documents)
    return {t: find_figures(d, s, ()) for t, d, s in zip(texts, documents, parses, strict=True)}


@pytest.mark.parametrize("case", cases(), ids=lambda c: c["text"])
def test_case(case: dict[str, Any]) -> None:
    found = [[f.span.quote, f.low if f.low is not None else "open", f.high if f.high is not None else "open"]
             for f in everything()[case["text"]]]  # fmt: skip
    right = found == case["figures"]
    if right and "scope" in case:
        right = [f.scope for f in everything()[case["text"]]] == case["scope"]
    if right and "unit" in case:
        right = [f.unit or "-" for f in everything()[case["text"]]] == case["unit"]
    if case.get("miss"):
        assert not right, "this known miss now passes: take its mark away"
        pytest.skip(f"known miss: {found}")
    assert right, (case["why"], found)
