"""What a figure's unit counts: everyone ("12", "12 people") or one side ("3 gunmen")."""

from __future__ import annotations

from functools import cache

from onrecord.lexicon import load
from onrecord.record import FigureWhat

EVERYONE = ""
PEOPLE: frozenset[FigureWhat] = frozenset(
    {"killed", "injured", "casualties", "missing", "displaced", "arrested", "crowd"}
)  # what is counted in people


def side(unit: str | None) -> str:
    """Whom a figure counts by its unit: everyone (""), attackers, forces, or civilians."""
    if unit is None:
        return EVERYONE
    known = _sides()
    words = unit.lower().split()
    return next((known[w] for word in reversed(words) for w in (word, *_singular(word)) if w in known), "civilians")


def counted(what: FigureWhat, unit: str | None) -> str:
    """The unit by which figures are compared: "8", "8 people" and "8 bodies" count alike, "1 gunman" as "2 gunmen".

    "Others" and "young people" are not everyone.
    """
    words = (unit or "").lower().split()
    if what not in PEOPLE or not words:
        return " ".join(words)
    if all(_everyone(word) for word in words):
        return EVERYONE
    return " ".join([*words[:-1], _one_of(words[-1])])


def _everyone(word: str) -> bool:
    known = _sides()
    return any(w != "other" and known.get(w) == EVERYONE for w in (word, *_singular(word)))


def _one_of(word: str) -> str:
    man, y, plain = _singular(word)[-3:]
    return man if word.endswith("men") else y if word.endswith("ies") else plain


@cache
def _sides() -> dict[str, str]:
    units = load("toll_units")
    known = dict.fromkeys(units["whole"], EVERYONE)
    return known | {w: name for name in ("attackers", "forces") for w in units["side"][name]}


def _singular(word: str) -> tuple[str, ...]:
    """ "gunmen" is "gunman", "bodies" "body", "soldiers" "soldier"."""
    made = (word.replace("men", "man"), word.removesuffix("ies") + "y", word.removesuffix("s"))
    return ("life", *made) if word == "lives" else made
