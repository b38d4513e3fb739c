"""The lexicon of status words as tables: what a word makes of what hangs from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from onrecord.lexicon import load
from onrecord.record import Certainty, Status
from onrecord.syntax import Token

Effect = Literal["asserted", "denied", "planned", "possible", "hypothetical", "same", "reset"]

# Usual certainty of a status where the lexicon names none.
USUAL: dict[str, Certainty] = {
    "asserted": "certain",
    "denied": "certain",
    "planned": "certain",
    "possible": "possible",
    "hypothetical": "possible",
}
_DENIABLE = {"asserted", "same", "planned", "possible"}


@dataclass(frozen=True, slots=True)
class Governing:
    """What a cue makes of the word it governs: `positive` as it stands, `negative` when the cue itself is denied."""

    name: str
    positive: Effect
    negative: Effect
    passive: Effect | None
    certainty: Certainty | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What an adverb or an auxiliary makes of the word it stands with."""

    status: Status
    certainty: Certainty
    negative: Status


@cache
def _governing() -> dict[tuple[str, str, str], Governing]:
    table: dict[tuple[str, str, str], Governing] = {}
    for group in load("status")["predicate"]:
        positive = cast(Effect, group["positive"])
        default = "denied" if positive in _DENIABLE else positive
        entry = Governing(
            group["name"],
            positive,
            cast(Effect, group.get("negative", default)),
            cast("Effect | None", group.get("passive")),
            group.get("certainty"),
        )
        for word in group["words"]:
            for link in group["links"]:
                table.setdefault((group["pos"], word, link), entry)
    return table


@cache
def _marks(kind: str) -> dict[str, Mark]:
    return {
        word: Mark(group["status"], group["certainty"], group.get("negative", "denied"))
        for group in load("status")[kind]
        for word in group["words"]
    }


def adverb(token: Token) -> Mark | None:
    return _marks("adverb").get(token.lower)


def modal(token: Token) -> Mark | None:
    return _marks("modal").get(token.lower)


_COARSE = {"AUX": "VERB", "PROPN": "NOUN"}


def is_passive(token: Token) -> bool:
    """A passive without an agent: nobody is named behind the saying."""
    marks = {c.dep for c in token.children}
    reduced = token.tag == "VBN" and token.dep == "acl"  # "a man charged with"
    return (reduced or bool(marks & {"auxpass", "nsubjpass"})) and "agent" not in marks


def governing(cue: Token, link: str) -> Governing | None:
    """The lexicon's word on what `cue` makes of a word that hangs from it by `link`."""
    table = _governing()
    pos = _COARSE.get(cue.pos, cue.pos)
    particle = cue.child("prt")
    # "set up to" is not "set to": a verb with a particle is a word of its own.
    lemmas = [cue.lemma if particle is None else f"{cue.lemma} {particle.lower}"]
    if cue.lower != cue.lemma and pos == "ADJ":
        lemmas.append(cue.lower)
    links = [link]
    # "have had to leave", "has used it to win" are as past as "had to leave"
    perfect = cue.tag == "VBN" and any(c.dep == "aux" and c.lemma == "have" for c in cue.children)
    told = cue.tag == "VBG" and cue.dep == "advcl" and cue.head.tag == "VBD"  # "fled, using a boat to cross"
    if pos == "VERB" and (is_passive(cue) or cue.tag == "VBD" or perfect or told):
        links.insert(0, f"{link}-passive" if is_passive(cue) else f"{link}-past")
    present = cue.tag in ("VBZ", "VBP") or any(c.dep == "auxpass" and c.tag in ("VBZ", "VBP") for c in cue.children)
    if pos == "VERB" and present:
        links.insert(0, f"{link}-now")
    for lemma in lemmas:
        for each in links:
            entry = table.get((pos, lemma, each))
            if entry is not None:
                return entry
    return None
