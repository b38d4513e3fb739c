"""Cuts the surroundings of a cue into branches: parts of its sentence by their path, and quotations near it.

Every word of the sentence outside the cue lies in one branch, so that "what is said", "who says it" and "what else
belongs to the cue" are one choice a branch. Objects, predicates and prepositions are cut once more, because a light
verb's noun belongs to the cue and what hangs from it is the content ("expressed *concern* | that ...").
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.reading.attribution.marks import Marks
from onrecord.reading.attribution.quotes import Quote
from onrecord.syntax import Syntax, Token

_CUT = frozenset(["prep", "agent", "dobj", "attr", "acomp", "pobj", "oprd"])
_LOOSE = frozenset(["acl", "relcl", "prep", "ccomp", "xcomp", "advcl", "agent", "conj", "appos"])
_CLAUSES = frozenset(["ccomp", "xcomp", "pcomp"])
_TAILS = frozenset(["advcl", "conj", "parataxis", "prep", "npadvmod", "ccomp"])
_HIGHEST = 5  # levels above the cue that may still hold its source or content
_WIDEST = 400  # words of a sentence that are looked at; a list of names may be longer
_MOST = 60  # words that hang from one and are looked at, those nearest the cue; a list of names may be longer
_QUOTES_EACH_SIDE = 3


@dataclass(frozen=True, slots=True)
class Branch:
    """A set of token indices that lie on one path from the cue; `quote` where it is a quotation near the sentence."""

    path: str
    root: Token
    tokens: tuple[int, ...]
    quote: Quote | None = None
    order: int = 0


def branches_of(syntax: Syntax, marks: Marks, head: Token) -> list[Branch]:
    """All branches around a cue, its own children first, then what hangs from the words above it, then quotations."""
    found: list[Branch] = []
    for child in _near(head, head):
        _cut(found, child, "", 0)
    below, at, level = head, head.head, 1
    while at is not below and level <= _HIGHEST:
        up = f"u{level}" if level < 4 else "u+"
        found.append(Branch(f"{up}{below.dep}=", at, (at.i,)))
        for child in _near(at, head):
            if child is not below:
                _cut(found, child, up, 1 if level > 1 else 0)
        below, at, level = at, at.head, level + 1
    found.extend(_quotations(syntax, marks, head))
    return found


def _near(node: Token, head: Token) -> list[Token]:
    if len(node.children) <= _MOST:
        return node.children
    return sorted(sorted(node.children, key=lambda t: abs(t.i - head.i))[:_MOST], key=lambda t: t.i)


def _cut(found: list[Branch], node: Token, prefix: str, depth: int) -> None:
    label = f"{prefix}>{node.dep}"
    if node.dep in ("prep", "agent"):
        label = f"{label}:{node.lower}"
    if node.dep in _CLAUSES and depth < 2:
        _cut_tails(found, node, label)
        return
    if node.dep not in _CUT or depth > 1:
        found.append(Branch(label, node, _subtree(node)))
        return
    loose = [c for c in node.children if c.dep in _LOOSE or (node.dep in ("prep", "agent"))]
    own = set(_subtree(node))
    for child in loose:
        own.difference_update(_subtree(child))
    found.append(Branch(label, node, tuple(sorted(own))))
    for child in loose:
        _cut(found, child, label, depth + 1)


def _cut_tails(found: list[Branch], node: Token, label: str) -> None:
    """A clause, and apart from it what is set off behind it: the parser hangs the reporter's own words too deep."""
    own = _subtree(node)
    inside = set(own)
    for child in reversed(node.children):
        if child.dep not in _TAILS or child.i < node.i:
            continue
        tail = _subtree(child)
        first = tail[0]
        while first - 1 in inside and first - 1 > node.i and _joins(node, first - 1):
            first -= 1
        if first == tail[0] or tail[-1] != max(i for i in inside):
            continue
        tokens = tuple(i for i in own if first <= i <= tail[-1] and i in inside)
        found.append(Branch(f"{label}>{child.dep}", child, tokens))
        inside.difference_update(tokens)
    found.append(Branch(label, node, tuple(sorted(inside))))


def _joins(node: Token, i: int) -> bool:
    """A comma, dash or conjunction of the clause itself."""
    return any(c.i == i and c.dep in ("punct", "cc") for c in node.children)


def _subtree(node: Token) -> tuple[int, ...]:
    found = [node]
    for token in found:
        found.extend(token.children)
        if len(found) > _WIDEST:
            break
    return tuple(sorted(t.i for t in found))


def _quotations(syntax: Syntax, marks: Marks, head: Token) -> list[Branch]:
    """Quotations outside the cue, nearest first on either side, as far as the paragraph and the next one go."""
    if marks.around(head.start) is not None:
        return []
    found: list[Branch] = []
    number = marks.number_before(head.start)
    for side, step in (("before", -1), ("after", 1)):
        at = number if step < 0 else number + 1
        for order in range(_QUOTES_EACH_SIDE):
            if not 0 <= at < len(marks.quotes):
                break
            quote = marks.quotes[at]
            at += step
            if abs(quote.start - head.start) > 2500:
                break
            inside = _interval(syntax, quote.first, quote.last)
            if inside[0] < inside[1]:
                root = syntax.tokens[inside[0] if step > 0 else inside[1] - 1]
                found.append(Branch(f"q:{side}", root, tuple(range(*inside)), quote, order))
    return found


def _interval(syntax: Syntax, start: int, end: int) -> tuple[int, int]:
    first, last = syntax.at(start), syntax.at(end)
    total = len(syntax.tokens)
    return (total if first is None else first.i), (total if last is None else last.i)
