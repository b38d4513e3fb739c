"""Words of a text for comparing reports: folded stems, and how telling each of them is."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from typing import Any
from zlib import crc32

from onrecord import lexicon

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_SUFFIXES = (
    "isations", "izations", "isation", "ization", "ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion",
    "ers", "ors", "ies", "ed", "es", "er", "or", "al", "ly", "s", "e", "y",
)  # fmt: skip
_SHORTEST = 3  # letters that stay
_STEPS = 1 << 20


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A crude stem that joins a verb with its nouns: "attack", "attacked", "attackers"; irregular forms by lexicon."""
    lowered = word.lower()
    lowered = _irregular().get(lowered, lowered)
    for suffix in _SUFFIXES:
        if lowered.endswith(suffix) and len(lowered) - len(suffix) >= _SHORTEST:
            return lowered[: -len(suffix)]
    return lowered


@cache
def _irregular() -> dict[str, str]:
    return {form: base for base, forms in lexicon.load("words")["irregular"].items() for form in forms}


@cache
def _common() -> frozenset[str]:
    return frozenset(lexicon.load("words")["common"]["words"])


def content_stems(text: str) -> list[str]:
    """The stems of the words that carry content, numbers as they stand, in the order of the text."""
    found = []
    for word in _WORD.findall(text):
        lowered = word.lower()
        if lowered in _common() or (len(lowered) < 2 and not lowered.isdigit()):
            continue
        found.append(stem(lowered))
    return found


@cache
def shipped(name: str) -> Any:
    """A model of onrecord/models that is kept as JSON."""
    return json.loads(resources.files("onrecord.models").joinpath(f"{name}.json").read_text("utf-8"))


@cache
def _counted() -> tuple[int, dict[str, int]]:
    """How many reports were counted, and in how many of them each stem stands (`python -m bench.count_words`)."""
    text = resources.files("onrecord.models").joinpath("word_counts.txt").read_text("utf-8")
    first, *lines = text.splitlines()
    rows = [line.split() for line in lines]
    return int(first.split()[0]), {stem: int(row[0]) for row in rows for stem in row[1:]}


@lru_cache(maxsize=50_000)
def weight(stem: str) -> float:
    """How telling a stem is: inverse document frequency over the counted reports, never over the ledger's own.

    So the same two reports are compared in the same way whatever stands beside them.
    """
    reports, counts = _counted()
    return math.log((1 + reports) / (1 + counts.get(stem, 0)))


@cache
def _counted_keys() -> dict[int, int]:
    counts: dict[int, int] = {}
    for stem, count in _counted()[1].items():
        key = crc32(stem.encode("utf-8", "surrogatepass"))
        counts[key] = max(count, counts.get(key, 0))
    return counts


@lru_cache(maxsize=50_000)
def key_weight(key: int) -> float:
    """The weight of a hashed stem in steps of a millionth: sums of such are exact, in any order of summing."""
    exact = math.log((1 + _counted()[0]) / (1 + _counted_keys().get(key, 0)))
    return round(exact * _STEPS) / _STEPS


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the smaller set that stands in the other, 0 to 1; 0 for empty sets."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def fold(names: Iterable[str]) -> frozenset[str]:
    """Names as sets of lower-case words without articles and possessives, joined again: "The Army's" -> "army"."""
    folded = set()
    for name in names:
        words = [w for w in re.sub(r"['’]s?\b", "", name.lower()).split() if w not in ("the", "a", "an")]
        if words:
            folded.add(" ".join(words).strip(".,"))
    return frozenset(folded)
