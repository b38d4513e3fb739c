"""Mends faults of the parse that grammar alone can see, before any stage reads it.

Each repair moves one word to another head; it names the fault with an example. Nothing is retagged.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.record import Token

# Verbs whose charge stands behind a preposition, also across an apposition.
_FRAMES = {
    "of": frozenset({"accuse", "suspect", "convict", "acquit", "clear"}),
    "with": frozenset({"charge"}),
    "for": frozenset({"blame", "criticize", "criticise", "condemn"}),
}


def repair(tokens: Sequence[Token]) -> None:
    """Mend one block's tokens in place; heads and children stay consistent."""
    for token in tokens:
        head = _charge(token, tokens)
        if head is not None:
            _move(token, head)


def _charge(token: Token, tokens: Sequence[Token]) -> Token | None:
    """ "accused the Front, a group that has fought for years, of burning it": the charge belongs to the accuser."""
    verbs = _FRAMES.get(token.lower)
    if verbs is None or token.dep != "prep" or token.head.lemma in verbs:
        return None
    place = token.i - tokens[0].i
    if place < 1 or tokens[place - 1].text != ",":
        return None
    for above in token.head.ancestors():
        if above.lemma in verbs and above.pos == "VERB" and above.i < token.i:
            taken = any(c.dep == "prep" and c.lower == token.lower for c in above.children)
            return None if taken else above
    return None


def _move(token: Token, head: Token) -> None:
    token.head.children.remove(token)
    token.head = head
    head.children.append(token)
    head.children.sort(key=lambda t: t.i)
