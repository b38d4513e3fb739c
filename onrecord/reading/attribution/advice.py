"""Joins the learned choices with the tagger's view of the tokens.

Both see the same parse; the tagger sees the words in their order, the choices see the tree around a cue. Their odds are
multiplied, the tagger's with an exponent that was chosen on development reports.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from onrecord.reading.attribution.branches import Branch
from onrecord.syntax import Proposal, Syntax, Tags, Token

Floats = NDArray[np.float32]

CUE_WEIGHT = 0.7
CUE_BIAS = 0.0
BRANCH_WEIGHT = 0.35
_WORTH = 0.03  # shares below this end in hardly any cue, and spare nine in ten words
_LEAST = 0.02  # a share is never taken for nought
_LEAST_PART = 0.1
_NEAR_START = 12  # characters: a complementizer and a mark
_TAILS = frozenset((",", "-", "–", "—", "--", "("))


def _held(tokens: tuple[int, ...], spans: tuple[tuple[int, int], ...]) -> float:
    """The share of some tokens, in their order, that lies in token intervals."""
    return sum(bisect_left(tokens, b) - bisect_left(tokens, a) for a, b in spans) / len(tokens)


class Advice:
    """The tagger's shares of none, content, source and cue, one row a token; without a tagger it changes nothing."""

    def __init__(self, syntax: Syntax, tags: Tags | None) -> None:
        self.present = tags is not None and len(tags.cue) == len(syntax.tokens) and len(syntax.tokens) > 0
        if tags is None or not self.present:
            return
        content, source, cue = (1 - part[:, 0] for part in (tags.content, tags.source, tags.cue))
        none = (1 - content) * (1 - source) * (1 - cue)
        shares = np.stack([none, content, source, cue], axis=1)
        self.shares = np.clip(shares, _LEAST, 1 - _LEAST).astype(np.float32)
        self.seen: list[float] = cue.tolist()
        self.by_cue = {i: p for p in tags.proposals if p.cue is not None for i in range(*p.cue)}

    def worth(self, token: Token) -> bool:
        """Whether a word needs a look at all, or the tagger is sure that it is no cue."""
        return not self.present or bool(self.seen[token.i] >= _WORTH)

    def cue(self, token: Token, likely: float) -> float:
        """How likely the word is a cue, with the tagger's view of it."""
        if not self.present:
            return likely
        seen = float(self.shares[token.i, 3])
        own = min(max(likely, 1e-4), 1 - 1e-4)
        logit = np.log(own / (1 - own)) + CUE_WEIGHT * np.log(seen / (1 - seen)) + CUE_BIAS
        return float(1 / (1 + np.exp(-logit)))

    def nested(self, token: Token) -> bool:
        """Whether the word stands in somebody's content, where the tagger has nothing to say of its own branches."""
        return bool(self.present and self.shares[token.i, 1] > 0.5)

    def proposal(self, token: Token) -> Proposal | None:
        """What the tagger hangs from the word."""
        return self.by_cue.get(token.i) if self.present else None

    def weigh(self, branches: list[Branch], odds: Floats, proposal: Proposal | None) -> Floats:
        """The odds of a cue's branches, with the share of their words in what the tagger proposes for it."""
        if proposal is None or not branches:
            return odds
        source, cue = ((part,) if part else () for part in (proposal.source, proposal.cue))
        parts = (proposal.content, source, cue)
        held = np.asarray([[_held(b.tokens, part) for part in parts] for b in branches], np.float32)
        shares = np.clip(np.concatenate([1 - held.sum(axis=1, keepdims=True), held], axis=1), _LEAST_PART, 1)
        joint = np.log(odds + 1e-6) + BRANCH_WEIGHT * np.log(shares)
        joint = np.exp(joint - joint.max(axis=1, keepdims=True))
        return np.asarray(joint / joint.sum(axis=1, keepdims=True), np.float32)

    def clip(self, syntax: Syntax, head: Token, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The last piece ends where the tagger's content ends, when both start alike: the tail hung too deep."""
        proposal = None if self.nested(head) else self.proposal(head)
        if proposal is None or not pieces:
            return pieces
        start, end = pieces[-1]
        for first, last in proposal.content:
            a, b = syntax.tokens[first].start, syntax.tokens[last - 1].end
            if a <= end and b > start and abs(a - start) <= _NEAR_START and b < end - 1:
                rest = syntax.tokens[last] if last < len(syntax.tokens) else None
                if rest is not None and self._is_tail(syntax, rest, (start, b), end):
                    return [*pieces[:-1], (start, b)]
        return pieces

    @staticmethod
    def _is_tail(syntax: Syntax, rest: Token, kept: tuple[int, int], end: int) -> bool:
        """What is cut off starts as a tail, is no relative clause, and does not hold the content's predicate."""
        if rest.text not in _TAILS and rest.dep not in ("mark", "cc", "prep"):
            return False
        after = [t for t in syntax.tokens[rest.i : rest.i + 3] if t.pos != "PUNCT"]
        if after and after[0].tag in ("WDT", "WP", "WP$", "WRB"):
            return False
        top = syntax.at(kept[0])
        while top is not None and top.head is not top and kept[0] <= top.head.start < end:
            top = top.head
        return top is not None and top.start < kept[1]
