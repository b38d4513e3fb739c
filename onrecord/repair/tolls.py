"""Repairs of tolls in few words: "left three dead and nine injured", "Five dead, 20 injured in market fire"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.repair.tree import SUBJECT, move
from onrecord.syntax import Token

_HURT = {"wounded": "wound", "injured": "injure", "hurt": "hurt"}
_TOLD = frozenset({"dead", "killed", "missing", *_HURT})
_OTHERS = frozenset("people others more persons civilians soldiers policemen passengers children villagers".split())
_NEAR = 8  # words between the two counts of one toll: "three people dead and at least nine others injured"


def counted_hurt(token: Token, tokens: Sequence[Token]) -> None:
    """The hurt of a toll, read as a word of their own: they are what befell so many, like the dead before them."""
    if token.lower not in _HURT or any(c.dep in ("nsubjpass", "auxpass", "aux", "det") for c in token.children):
        return
    place = token.i - tokens[0].i
    count = _count(tokens, place)
    if count is None or (token.head.i > token.i and token.dep in ("amod", "compound", "nmod")):
        return
    if count.dep in ("dobj", "nsubjpass", "nsubj") and count.head.lemma in ("leave", "find"):
        return  # "left four others wounded"
    start = min(c.i for c in count.subtree() if c.i < token.i and c.i > count.i - _NEAR) - tokens[0].i
    told = next((t for t in reversed(tokens[max(0, start - _NEAR) : start]) if t.lower in _TOLD), None)
    if told is None or told.sent != token.sent or any(c.dep == "dobj" for c in token.children):
        return
    if token.head is not token:
        if any(a is token for a in told.ancestors()):
            return
        move(token, told)
        if token.head is not told:
            return
        token.dep = "conj"
    token.pos, token.tag, token.lemma = "VERB", "VBN", _HURT[token.lower]
    if count.head is not token:
        move(count, token)
    if count.head is token:
        for other in token.children:
            if other.dep in SUBJECT:
                other.dep = "dep"
        count.dep = "nsubjpass"


def _count(tokens: Sequence[Token], place: int) -> Token | None:
    """The number right before, or the people whom it counts: "nine", "nine others"."""
    if place < 2:
        return None
    before, number = tokens[place - 1], tokens[place - 2]
    if before.pos == "NUM" or before.lower in ("dozens", "scores", "hundreds", "several"):
        return before
    if before.lower in _OTHERS and (number.pos == "NUM" or (number.head is before and number.lower in ("several",))):
        return before if number.head is before or number.head.head is before else number
    return None


def part_of(of: Token, tokens: Sequence[Token]) -> None:
    """ "Downed 17 of 22 drones": both numbers were read as one; the part is what the verb has."""
    whole, place = of.head, of.i - tokens[0].i
    if of.lower != "of" or of.dep != "quantmod" or whole.pos != "NUM" or whole.dep != "nummod" or place < 1:
        return
    part, noun = tokens[place - 1], whole.head
    if part.pos != "NUM" or part.head is not whole or noun.i < whole.i or noun.head is noun:
        return
    lead = [c for c in whole.children if c.i < part.i]
    move(part, noun.head)
    part.dep, of.dep = noun.dep, "prep"
    move(of, part)
    move(noun, of)
    noun.dep = "pobj"
    for word in lead:
        move(word, part)


def parted(token: Token) -> None:
    """ "Three people died, one of them a girl": who is singled out was read as what the verb has done to."""
    if token.pos != "NOUN" or token.dep not in ("dobj", "attr", "oprd"):
        return
    for part in token.children:
        of = part.child("prep") if part.dep in SUBJECT and part.pos in ("NUM", "DET", "ADJ", "PRON") else None
        if of is not None and of.lower == "of" and any(c.lower in ("them", "whom") for c in of.children):
            token.dep = "dep"


def ruined(token: Token) -> None:
    """ "1,250 houses were destroyed and 3,400 damaged": so many did not damage, they were damaged."""
    verb = token.head
    if token.tag not in ("VBN", "VBD") or token.dep != "conj" or token.child("dobj", "auxpass", "aux") is not None:
        return
    number = next((c for c in token.children if c.dep == "nsubj" and c.pos == "NUM" and c.i == token.i - 1), None)
    if number is not None and verb.tag == "VBN" and verb.child("auxpass") and verb.child("nsubjpass"):
        number.dep, token.tag = "nsubjpass", "VBN"
