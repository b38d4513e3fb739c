"""Repairs of headlines, whose verbs the engine reads as nouns and whose last words it hangs anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.repair.sayings import BEFALLEN
from onrecord.repair.tree import crown, move
from onrecord.syntax import Token

_TAIL = 6  # words of the longest count in a headline's tail: "at least 12 aid workers"
_HURTS = {"kills": "kill", "wounds": "wound", "injures": "injure", "hurts": "hurt", "arrests": "arrest"}
_CLAUSES = {
    f"{verb}s": verb
    for verb in (
        "withdraw", "retreat", "advance", "protest", "strike", "march", "loom", "flee", "vote", "resign", "quit",
        "mourn", "gather", "rage", "spread", "attack", "clash", "return", "arrive", "rally", "collapse", "surrender",
        "sink", "capsize", "crash", "hit", "collide", "explode", "derail", "burst", "erupt", "fall", "kill", "burn",
    )
}  # fmt: skip


def second_verb(token: Token, tokens: Sequence[Token]) -> None:
    """ "Blast kills 21, wounds 33": the second verb was read as a noun."""
    place = token.i - tokens[0].i
    if token.lower not in _HURTS or token.pos != "NOUN" or token.dep not in ("conj", "appos", "dep"):
        return
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if token.head.pos != "VERB" or token.head.tag != "VBZ" or after is None or after.pos != "NUM":
        return
    token.pos, token.tag, token.dep, token.lemma = "VERB", "VBZ", "conj", _HURTS[token.lower]
    if after.head is token:
        after.dep = "dobj"


def last_clause(token: Token, tokens: Sequence[Token]) -> None:
    """ "Looting in Goma as army withdraws": the verb of a headline's last clause was read as a noun."""
    subject = tokens[token.i - tokens[0].i - 1] if token.i > tokens[0].i else token
    if token.dep != "pobj" or token.head.lower not in ("as", "after", "while") or not token.text.islower():
        return
    lemma = _CLAUSES.get(token.lower)
    if lemma is None or subject.head is not token or subject.dep not in ("compound", "amod", "nmod"):
        return
    if token.i + 1 < tokens[-1].i and tokens[token.i - tokens[0].i + 1].text == ".":
        return
    mark = token.head
    token.pos, token.tag, token.lemma, subject.dep = "VERB", "VBZ", lemma, "nsubj"
    move(token, mark.head)
    move(mark, token)
    token.dep, mark.dep, mark.pos = "advcl", "mark", "SCONJ"


def first_verb(token: Token) -> None:
    """ "78 drown as ferry capsizes": the first verb of a headline was read as the subject of the second."""
    verb = token.head
    if token.dep != "nsubj" or token.pos != "VERB" or token.tag not in ("VBD", "VBP", "VBZ") or verb.dep != "ROOT":
        return
    mark = next((c for c in token.children if c.lower == "as" and c.dep == "prep"), None)
    noun = mark.child("pobj") if mark is not None else None
    number = next((c for c in token.children if c.dep == "nummod"), None)
    if mark is None or noun is None or number is None or max(t.i for t in noun.subtree()) + 1 != verb.i:
        return
    if crown(token, verb, "advcl"):
        move(noun, verb)
        move(mark, verb)
        number.dep, noun.dep, mark.dep, mark.pos = "nsubj", "nsubj", "mark", "SCONJ"


def count_behind(token: Token, tokens: Sequence[Token]) -> Token | None:
    """ "Jets hit depot near the port, at least 12 killed": the number after the comma is whom the last word befell."""
    place = token.i - tokens[0].i
    if token.lower not in BEFALLEN or place < 2 or any(c.i > token.i and c.dep == "dobj" for c in token.children):
        return None
    start = place - 1
    while start > 0 and place - start < _TAIL and _in_count(tokens[start]):
        start -= 1
    inside = tokens[start + 1 : place]
    if tokens[start].text != "," or not any(t.pos == "NUM" for t in inside):
        return None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if after is not None and after.sent == token.sent and after.pos not in ("PUNCT", "ADP", "SCONJ", "CCONJ", "SPACE"):
        return None
    head = next(t for t in reversed(inside) if t.pos in ("NUM", "NOUN", "PROPN"))
    while head.head is not head and head.head in inside:
        head = head.head
    moved = head.head is not head and head.head is not token and not any(a is head for a in token.ancestors())
    return head if moved else None


def _in_count(token: Token) -> bool:
    return token.pos in ("NUM", "NOUN", "PROPN") or token.lower in (
        "at",
        "least",
        "more",
        "than",
        "over",
        "nearly",
        "some",
    )
