"""Which happening a word may tell: "exploded", "blast" and "went off" share a sense, "the attack" is a wider word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord import lexicon
from onrecord.linking.words import stem


@dataclass(frozen=True, slots=True)
class Sense:
    """Bits: the senses that a word tells, and the senses that it may stand for as a wider word."""

    told: int = 0
    wider: int = 0


@lru_cache(maxsize=50_000)
def sense(word: str, family: str = "", particle: str = "") -> Sense:
    """The senses of an event's word with its particle; where it has none, those of its group in the event lexicon."""
    words, families = _known()
    return words.get(f"{stem(word)} {particle}") or words.get(stem(word)) or families.get(family) or Sense()


def akin(one: Sense, other: Sense) -> bool:
    """Whether two words may tell one happening."""
    return bool(one.told & other.told or one.wider & (other.told | other.wider) or other.wider & one.told)


@cache
def _known() -> tuple[dict[str, Sense], dict[str, Sense]]:
    read = lexicon.load("happening_words")
    bits = {name: 1 << number for number, name in enumerate(read["sense"])}
    words: dict[str, Sense] = {}
    families: dict[str, Sense] = {}
    for name, entry in read["sense"].items():
        phrases = [f"{stem(verb)} {particle}" for verb, particle in map(str.split, entry.get("phrases", ()))]
        told = [*map(stem, entry["words"].split()), *phrases]
        for table, keys in ((words, told), (families, entry.get("families", ()))):
            for key in set(keys):
                before = table.get(key, Sense())
                table[key] = Sense(before.told | bits[name], before.wider)
    for entry in read["wider"].values():
        of = sum(bits[name] for name in entry["of"])
        for key in {stem(word) for word in entry["words"].split()}:
            before = words.get(key, Sense())
            words[key] = Sense(before.told, before.wider | of)
    return words, families
