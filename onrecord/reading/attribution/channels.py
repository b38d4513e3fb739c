"""The paper or page that a thing was said in, behind what was said: "claimed the attack | in a message to them"."""

from __future__ import annotations

from dataclasses import replace

from onrecord.reading.attribution.cues import words
from onrecord.reading.attribution.draft import Draft
from onrecord.syntax import Syntax, Token

_IN = frozenset(("in", "on", "via", "through"))
_WORDS = frozenset(("claim", "deny", "confirm", "announce", "condemn", "reject", "admit", "acknowledge", "denounce"))


def without_channels(syntax: Syntax, drafts: list[Draft]) -> list[Draft]:
    """The drafts whose content ends before the channel that the parse hung from it."""
    return [_cut(syntax, d) for d in drafts]


def _cut(syntax: Syntax, draft: Draft) -> Draft:
    if draft.head.lemma not in _WORDS or draft.told != "thing" or draft.content[-1][0] < draft.head.start:
        return draft
    start, end = draft.content[-1]
    token = syntax.at(start)
    while token is not None and token.end <= end:
        if token.lower in _IN and token.start > start and (noun := channel(token)) is not None:
            rest = max(t.end for t in noun.subtree())
            if rest >= end - 1:
                stop = syntax.tokens[token.i - 1].end
                return replace(draft, content=(*draft.content[:-1], (start, stop)))
        token = syntax.tokens[token.i + 1] if token.i + 1 < len(syntax.tokens) else None
    return draft


def channel(preposition: Token) -> Token | None:
    """The channel behind a preposition: "a message sent to journalists", "its Telegram page"."""
    noun = preposition.child("pobj")
    if noun is None or noun.i - preposition.i > _FARTHEST:
        return None
    told = noun.lemma in words("channels") or any(c.lemma in words("channels") for c in noun.children if c.i < noun.i)
    opened = any(c.dep in ("det", "poss") and c.lower in _A for c in noun.children)
    return noun if told and opened else None


_FARTHEST = 5
_A = frozenset(("a", "an", "its", "his", "her", "their"))
