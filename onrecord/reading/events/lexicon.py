"""The event lexicon as the stage uses it: patterns by their head word, classes of words, light and empty verbs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Any

from onrecord.lexicon import load
from onrecord.record import EventKind
from onrecord.syntax import Token

FILES = (
    "events_ordinary",
    "events_war",
    "events_force",
    "events_words",
    "events_help",
    "events_more",
    "events_other",
    "events_wider",
)

# what a group may ask of the words around a pattern; of two patterns of one length the one that asks more goes first
_CONDITIONS = frozenset(
    ("governor", "object", "modifier_any", "prep_any", "subject", "police_subject", "prep_needed", "comp_any")
) | {"dative_needed", "behind", "toward"}


@cache
def _all_spelled(group: str, key: str, patterns: tuple[str, ...]) -> frozenset[str]:
    """The patterns of a group's list, spelled out; keyed by group and list so that each is spelled once."""
    return frozenset(spelled for pattern in patterns for spelled in _spelled(pattern))


@dataclass(frozen=True, slots=True)
class Entry:
    """One pattern of one group; `words` has the head first, `data` is the group as written."""

    group: str
    part: str  # "verb", "noun", "adjective"
    words: tuple[str, ...]
    written: str
    kind: EventKind | None
    mode: str | None
    weak: bool
    data: dict[str, Any] = field(repr=False, compare=False)

    @property
    def rule(self) -> str:
        return f"{self.group}:{self.written}"

    def words_of(self, key: str) -> tuple[str, ...]:
        return tuple(self.data.get(key, ()))

    def has(self, key: str) -> bool:
        """True for a flag of the group, or where this pattern is in the group's list of that name."""
        value = self.data.get(key, False)
        return value if isinstance(value, bool) else self.written in _all_spelled(self.group, key, tuple(value))


def _noun_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Head first: the last word, or the one before the first preposition ("exchange of fire")."""
    for i, word in enumerate(words):
        if i and word in ("of", "to", "in", "unto", "with", "against"):
            return (words[i - 1], *words[: i - 1], *words[i:])
    return (words[-1], *words[:-1])


def _unhyphened(words: tuple[str, ...]) -> tuple[str, ...]:
    """A hyphened head as the engine splits it: "cease-fire" -> "fire" with "cease-" before it."""
    parts = words[0].split("-")
    if len(parts) != 2 or not all(parts):
        return words
    return (parts[1], f"{parts[0]}-", *words[1:])


def _spelled(pattern: str) -> list[str]:
    """ "throw|hand_out stone|rock" stands for four patterns, two of them with "hand out"."""
    return [" ".join(words).replace("_", " ") for words in product(*(word.split("|") for word in pattern.split()))]


def _entries(group: dict[str, Any]) -> list[Entry]:
    made = []
    kind = group.get("kind")
    for part, key in (("verb", "verbs"), ("noun", "nouns"), ("adjective", "adjectives")):
        for pattern in (p for written in group.get(key, ()) for p in _spelled(written)):
            words = tuple(pattern.split())
            if part == "noun":
                words = _noun_words(words)
            words = _unhyphened(words)
            weak = part == "noun" and pattern in group.get("weak_nouns", ())
            null = pattern in group.get("null_nouns", ())
            made.append(
                Entry(group["id"], part, words, pattern, None if null else kind, group.get("mode"), weak, group)
            )
    return made


@cache
def entries() -> tuple[Entry, ...]:
    """Every pattern of every file, in the order written."""
    return tuple(e for name in FILES for group in load(name).get("group", ()) for e in _entries(group))


@cache
def index(part: str) -> dict[str, tuple[Entry, ...]]:
    """Head word -> its patterns, the longest (and of equal length the most conditioned) first."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries():
        if entry.part == part:
            found[entry.words[0]].append(entry)
    return {head: tuple(sorted(es, key=_order)) for head, es in found.items()}


def _order(entry: Entry) -> tuple[bool, bool, int, int]:
    return (
        not entry.data.get("first", False),
        "subtree_any" not in entry.data,
        -len(entry.words),
        -sum(c in entry.data for c in _CONDITIONS),
    )


@cache
def candidates(part: str, written: str, lemma: str) -> tuple[Entry, ...]:
    """The patterns of a word as written and of its lemma, in the order of `index`."""
    known = index(part)
    own, base = known.get(written, ()), known.get(lemma, ())
    if written == lemma or not own or not base:
        return own or base
    return tuple(sorted((*own, *base), key=_order))


@cache
def classes() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in load("events_classes")["class"].items()}


@cache
def listed(table: str, key: str) -> frozenset[str]:
    """A list of words of events_other or events_classes by its table and key."""
    for name in ("events_other", "events_classes"):
        if table in load(name):
            return frozenset(load(name)[table].get(key, ()))
    return frozenset()


@cache
def reach(table: str, key: str) -> frozenset[str]:
    """A list of words of events_reach."""
    return frozenset(load("events_reach")[table][key])


@cache
def turns() -> tuple[dict[str, Any], ...]:
    """Words of a report that turn an attack into another kind of act."""
    return tuple(load("events_classes")["turn"])


@cache
def stops() -> dict[str, str]:
    """Verb lemma -> why it is no happening of its own (the first list that names it)."""
    found: dict[str, str] = {}
    for group in load("events_other")["stop"]:
        for verb in group["verbs"]:
            found.setdefault(verb, group["id"])
    return found


def force_of_nature(token: Token) -> bool:
    """A storm and its like, also by name: "the flood", "Cyclone Freda"; no fire of guns."""
    if gunfire(token):
        return False
    named = [c for c in token.children if c.dep == "compound" and c.text.istitle()]
    return any(of_class(t.lower, ("@disaster",)) or of_class(t.lemma, ("@disaster",)) for t in (token, *named))


def gunfire(token: Token) -> bool:
    """A fire of weapons: "friendly fire", "army fire", "sniper fire"."""
    return token.lemma == "fire" and any(_of_guns(c) for c in token.children)


def _of_guns(token: Token) -> bool:
    if token.dep not in ("compound", "amod", "nmod", "poss"):
        return False
    known = (
        "@armed",
        "@weapon",
        "@police",
        "friendly",
        "enemy",
        "hostile",
        "gun",
        "rifle",
        "sniper",
        "ground",
        "heavy",
        "aircraft",
        "arms",
    )
    return of_class(token.lemma, known) or token.ent in ("NORP", "GPE")


def of_class(lemma: str, names: tuple[str, ...]) -> bool:
    """True where the lemma is one of the words or in one of the classes ("@person")."""
    known = classes()
    return any(lemma in known[n[1:]] if n.startswith("@") and n[1:] in known else lemma == n for n in names)
