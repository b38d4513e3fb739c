"""What the sentence and the report around a predicate are about: sport, markets, and what is done in play."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.reading.events.lexicon import listed
from onrecord.reading.events.phrases import Phrases
from onrecord.syntax import Token


@dataclass(frozen=True, slots=True)
class Setting:
    """What the sentence around a predicate is about, as far as it changes what its words mean."""

    sport: bool
    finance: bool


def in_play(token: Token, setting: Setting, phrases: Phrases) -> bool:
    """ "Dalby thrashed Norwick 3-0", "the champion knocked him down in the fifth round": nobody is assaulted."""
    if token.lemma not in listed("sport_words", "plays"):
        return False
    words = phrases.words_around(token)
    if words & listed("sport_words", "hard") or "air" in {c.lower for c in token.children if c.dep == "compound"}:
        return False
    return setting.sport or (scored(token) and bool(words & listed("sport_words", "words") or _of_names(token)))


def scored(token: Token) -> bool:
    """A result beside the verb: "3-0", "21 - 14"."""
    tokens = [t for c in token.children if c.i > token.i for t in c.subtree() if t.pos in ("NUM", "SYM", "PUNCT")]
    return any(
        a.text.isdigit() and b.text in ("-", "–", "−") and c.text.isdigit() and c.i - a.i == 2
        for a, b, c in zip(tokens, tokens[1:], tokens[2:], strict=False)
    )


def _of_names(token: Token) -> bool:
    """Both sides are names: "Dalby beat Norwick"."""
    sides = [c for c in token.children if c.dep in ("nsubj", "dobj")]
    return len(sides) == 2 and all(c.pos == "PROPN" for c in sides)


def setting(words: list[str], whole: Setting | None = None) -> Setting:
    """Sport and finance by the words of the sentence: two different ones tell, one where the whole report is of it."""
    lowered = set(words)
    sport, finance = (len(lowered & listed(name, "words")) for name in ("sport_words", "finance_words"))
    if whole is None:
        return Setting(sport >= 2, finance >= 2)
    return Setting(sport >= 2 or whole.sport, finance >= 2 or (whole.finance and finance >= 1))


def setting_of_report(words: list[str]) -> Setting:
    """A report is of sport or of markets when every twentieth word says so, with four different ones."""
    counts = []
    for name in ("sport_words", "finance_words"):
        hits = [w for w in words if w in listed(name, "words")]
        counts.append(len(set(hits)) >= 4 and 20 * len(hits) >= len(words))
    return Setting(counts[0], counts[1])
