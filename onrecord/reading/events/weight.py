"""What an event is worth to a reader: its contexts, how much of public interest it is, incident or aggregate."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from onrecord.lexicon import load
from onrecord.reading.events.kinds import Kinded
from onrecord.reading.events.lexicon import listed
from onrecord.reading.events.setting import setting
from onrecord.reading.events.triggers import Found
from onrecord.record import Argument
from onrecord.syntax import Token

_SPANS = frozenset({"week", "month", "year", "day", "decade", "weekend"})


@cache
def _context_words() -> dict[str, tuple[str, ...]]:
    """Word -> contexts it speaks for; phrases are found by their text."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in load("events_classes")["contexts"].items():
        for word in words:
            found[word] = (*found.get(word, ()), name)
    return found


def contexts_of(found: Found, kinded: Kinded, sentence: tuple[Token, ...]) -> tuple[str, ...]:
    """The contexts that the entry states and that the words of the sentence speak for; none without a kind."""
    if kinded.kind is None:
        return ()
    stated = set(found.match.entry.data.get("contexts", ())) if found.match else set()
    words = [t.lower for t in sentence]
    grams = set(words) | {f"{a} {b}" for a, b in pairwise(words)}
    table = _context_words()
    return tuple(sorted(stated | {c for g in grams if g in table for c in table[g]}))


def aggregate(found: Found, sentence: tuple[Token, ...]) -> bool:
    """True for what is told of a span of time: "forty killed in a week of fighting", "since January"."""
    for i, t in enumerate(sentence):
        if (
            t.lemma in _SPANS
            and i + 2 < len(sentence)
            and sentence[i + 1].lower == "of"
            and sentence[i + 2].lemma in listed("words", "flow")
        ):
            return True
    return any(
        c.dep in ("prep", "mark") and c.lower == "since" and any(p.ent == "DATE" for p in c.children)
        for c in found.token.children
    )


def relevance(kinded: Kinded, made: tuple[Argument, ...], sentence: tuple[Token, ...]) -> float:
    """0 to 1: a coded kind with parties is of public interest, a bare happening less, sport and markets hardly."""
    around = setting([t.lower for t in sentence])
    if around.sport or around.finance:
        return 0.1 if kinded.kind is None else 0.4
    base = 0.7 if kinded.kind else 0.3
    return round(
        base + 0.15 * any(a.role == "actor" for a in made) + 0.15 * any(a.role == "recipient" for a in made), 2
    )
