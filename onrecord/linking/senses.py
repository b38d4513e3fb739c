"""Which happening a word may tell: "exploded", "blast" and "went off" share a sense, "the attack" is a wider word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from onrecord import lexicon
from onrecord.linking.words import stem

if TYPE_CHECKING:
    from onrecord.linking.card import Card


@dataclass(frozen=True, slots=True)
class Sense:
    """Bits: the senses that a word tells, and the senses that it may stand for as a wider word."""

    told: int = 0
    wider: int = 0


def of_card(card: Card) -> Sense:
    """The senses of an event's word. "Bodies were recovered" tells of deaths, and so does a group of the event lexicon
    that fired by more than its word ("shot dead", "claimed 30 lives")."""
    told = card.told
    words, families = _known()
    group, word = families.get(told.family, Sense()), told.entry or card.stem
    found = words.get(f"{word} {told.particle}") or words.get(word) or Sense()
    if not told.entry or found == Sense():
        found = group if group != Sense() else found
    elif word in _listed("ambiguous") and found.told & group.told:  # "opened fire" burns nothing
        found = Sense(found.told & group.told, found.wider)
    return Sense(found.told | sense("die").told, found.wider) if _counts_bodies(card) else found


def counts(card: Card) -> bool:
    """Whether it tells of the counting: a toll that "rose on Friday" tells nothing of the day that people died."""
    return card.stem in _listed("counting")


def _counts_bodies(card: Card) -> bool:
    """ "27 bodies were brought to the morgue"."""
    bodies = lexicon.load("happening_words")["role"]["bodies"]
    told = [*card.recipients, *card.actors, *(f.unit or "" for f in card.figures)]
    return any(words[-1].lower() in bodies for words in map(str.split, told) if words)


@lru_cache(maxsize=50_000)
def sense(word: str, family: str = "", particle: str = "") -> Sense:
    """The senses of an event's word with its particle; where it has none, those of its group in the event lexicon."""
    words, families = _known()
    return words.get(f"{stem(word)} {particle}") or words.get(stem(word)) or families.get(family) or Sense()


def akin(one: Sense, other: Sense) -> bool:
    """Whether two words may tell one happening."""
    return bool(one.told & other.told or one.wider & (other.told | other.wider) or other.wider & one.told)


@cache
def roles() -> tuple[int, int]:
    """The senses of deeds, and those of what comes of them."""
    read = lexicon.load("happening_words")
    bits = {name: 1 << number for number, name in enumerate(read["sense"])}
    deeds, comes_of = (sum(bits[name] for name in read["role"][role]) for role in ("deeds", "comes_of"))
    return deeds, comes_of


@lru_cache(maxsize=10_000)
def with_these(told: int) -> int:
    """The deeds and those that another telling of the same may name for them."""
    deeds = told
    read = lexicon.load("happening_words")
    bits = {name: 1 << number for number, name in enumerate(read["sense"])}
    for group in (sum(bits[name] for name in names.split()) for names in read["role"]["together"]):
        deeds |= group if group & told else 0
    return deeds


@cache
def _listed(role: str) -> frozenset[str]:
    return frozenset(stem(word) for word in lexicon.load("happening_words")["role"][role])


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
