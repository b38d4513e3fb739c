"""Which attribution stands within which."""

from __future__ import annotations

from onrecord.reading.attribution.draft import Draft
from onrecord.syntax import Syntax


def parents_of(syntax: Syntax, drafts: list[Draft]) -> dict[int, Draft]:
    """The smallest content that holds a draft's cue; contents are walked once in order of their starts."""
    pieces = sorted(
        ((a, b, n) for n, d in enumerate(drafts) for a, b in d.content), key=lambda piece: (piece[0], -piece[1])
    )
    found: dict[int, Draft] = {}
    by_head = {d.head.i: d for d in drafts}
    opened: list[tuple[int, int, int]] = []
    following = 0
    for draft in sorted(drafts, key=lambda d: syntax.tokens[d.cue[0]].start):
        at = syntax.tokens[draft.cue[0]].start
        while following < len(pieces) and pieces[following][0] <= at:
            opened.append(pieces[following])
            following += 1
        opened = [p for p in opened if p[1] > at]
        holders = [p for p in opened if drafts[p[2]] is not draft]
        above = by_head.get(draft.under.i) if draft.under is not None else None
        if above is not None:
            found[id(draft)] = above
        elif holders:
            found[id(draft)] = drafts[min(holders, key=lambda p: (p[1] - p[0], p[2]))[2]]
    return _acyclic(drafts, found)


def _acyclic(drafts: list[Draft], parents: dict[int, Draft]) -> dict[int, Draft]:
    for draft in drafts:
        seen = {id(draft)}
        at = draft
        while id(at) in parents:
            above = parents[id(at)]
            if id(above) in seen:
                del parents[id(at)]
                break
            seen.add(id(above))
            at = above
    return parents
