"""Is the text English? Function words decide where they can; the classifier is asked only where they are rare."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 5_000  # characters
_ENOUGH = 0.12  # share of function words in running English is .3 to .5, in headlines and lists .1 to .3
_SHORTEST = 40  # letters below which no guess is worth refusing a report for
_ENGLISH = frozenset(
    word
    for line in (
        "the of and to in a is was that for on with as by at from it he she they his her said has have had were",
        "are be been an not this but which who will would their its after before we you i or against over into",
    )
    for word in line.split()
)


def language_of(text: str) -> str:
    """ISO 639-1 code; "en" in doubt, since a wrong refusal loses a report and a wrong reading says little."""
    sample = text[:_SAMPLE].lower()
    words = _WORD.findall(sample)
    if not words or sum(map(len, words)) < _SHORTEST:
        return "en" if sample.isascii() or not words else _classified(sample)
    if sum(word in _ENGLISH for word in words) >= _ENOUGH * len(words):
        return "en"
    return _classified(sample)


def _classified(sample: str) -> str:
    import py3langid

    return str(py3langid.classify(sample)[0])
