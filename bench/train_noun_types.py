"""Train the noun types (party, material, abstract) from the word classes: python -m bench.train_noun_types

Data: the lists of onrecord/lexicon/events_classes.toml, written for this project. Features: the engine's word vectors.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from onrecord import parse
from onrecord.lexicon import load

TYPES = {
    "party": ("person", "armed", "official", "org", "state", "crowd"),
    "material": ("facility", "vehicle", "goods", "town", "region", "thing", "animal", "weapon"),
    "abstract": ("abstract", "disaster", "disease"),
}
OUT = Path(__file__).parents[1] / "onrecord" / "models"


def examples() -> tuple[list[str], list[int]]:
    classes = load("events_classes")["class"]
    words: dict[str, int] = {}
    for number, names in enumerate(TYPES.values()):
        for name in names:
            for word in classes[name]:
                words.setdefault(word, number)
    return list(words), list(words.values())


def main() -> None:
    vocab, table = parse.engine().vocab, parse.word_vectors()
    words, labels = examples()
    rows = [int(vocab.vectors.find(key=vocab.strings.add(w))) for w in words]
    kept = [i for i, row in enumerate(rows) if row >= 0]
    x = np.stack([table[rows[i]] / (np.linalg.norm(table[rows[i]]) + 1e-6) for i in kept])
    y = np.array([labels[i] for i in kept])
    model = LogisticRegression(C=30, max_iter=2000, class_weight="balanced")
    guessed = cross_val_predict(model, x, y, cv=5)
    model.fit(x, y)
    weights = np.vstack([model.coef_.T, model.intercept_]).astype(np.float16)
    np.save(OUT / "noun_types.npy", weights)
    score = float((guessed == y).mean())
    print(json.dumps({"words": len(kept), "cross_validated_accuracy": round(score, 4), "classes": list(TYPES)}))


if __name__ == "__main__":
    main()
