"""What a common noun stands for where no list says it: a party, something material, or an abstraction (learned)."""

from __future__ import annotations

from functools import cache
from importlib import resources
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from onrecord import models, parse
from onrecord.reading.events.lexicon import classes
from onrecord.syntax import Syntax, Token

TYPES = ("party", "material", "abstract")
_SURE = 0.6  # below this a word stays untyped; chosen on the development texts that may be read


@cache
def _weights() -> NDArray[np.float32]:
    data = resources.files(models).joinpath("noun_types.npy").read_bytes()
    return np.asarray(np.load(BytesIO(data), allow_pickle=False), np.float32)


@cache
def _typed_row(row: int) -> str:
    """The type of one row of the vector table, or "" where the model is not sure."""
    vector = parse.word_vectors()[row]
    weights = _weights()
    scores = vector / (np.linalg.norm(vector) + 1e-6) @ weights[:-1] + weights[-1]
    odds = np.exp(scores - scores.max())
    best = int(odds.argmax())
    return TYPES[best] if odds[best] / odds.sum() >= _SURE else ""


def noun_type(token: Token, syntax: Syntax) -> str:
    """The learned type of a common noun that is in none of the word classes."""
    if token.pos != "NOUN" or token.i >= len(syntax.words) or _listed(token.lemma):
        return ""
    row = int(syntax.words[token.i])
    return _typed_row(row) if row >= 0 else ""


@cache
def _listed(lemma: str) -> bool:
    return any(lemma in words for words in classes().values())
