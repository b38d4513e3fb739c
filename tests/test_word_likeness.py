"""Likeness of words: read from the model's files without the engine, the same as the engine tells."""

from __future__ import annotations

import numpy as np

from onrecord import parse, word_vectors

WORDS = ("attack", "raid", "a", "ab", "abcdefg", "abcdefgh", "abcdefghi", "naïve", "zzqqxx", "", "\ud800", "don't")


def test_as_the_engine_has_them() -> None:
    vocab = parse.engine().vocab
    for word in WORDS[:-2]:
        row = int(vocab.vectors.find(key=vocab.strings[word])) if word else -1
        vector = np.asarray(vocab.vectors.data[row], np.float32) if row >= 0 else None
        found = word_vectors._unit(word)
        assert (vector is None) == (found is None), word
        if vector is not None and found is not None:
            assert np.array_equal(found, vector / float(np.linalg.norm(vector)))


def test_alike_and_not() -> None:
    assert parse.similar("attack", "raid") > 0.4 > parse.similar("attack", "banana")
    assert parse.similar("zzqqxx", "raid") == parse.similar("", "\ud800") == 0.0
