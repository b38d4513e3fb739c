"""Quotations without a cue of their own: who spoke last goes on speaking.

A quotation is given to the speaker of the quotation before it when the two are one chain (the closing mark was left out
and the next paragraph opens with a mark again), or when nothing but that speaker's own clause stands between them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.marks import Marks
from onrecord.reading.attribution.quotes import Quote
from onrecord.syntax import Syntax

_FARTHEST = 600  # characters between the last speaker and a quotation that is taken for his
_FEWEST = 4  # words of a quotation that can stand alone; fewer are a title or a borrowed word


def carry_on(syntax: Syntax, marks: Marks, drafts: list[Draft]) -> list[Draft]:
    """The drafts with the quotations that follow theirs and have no source of their own."""
    owners = _owners(marks, drafts)
    touched = {id(q) for d in drafts for a, b in d.content for q in marks.over(a, b)}
    touched |= {id(q) for d in drafts if (q := marks.around(syntax.tokens[d.cue[0]].start)) is not None}
    added: dict[int, list[tuple[int, int]]] = {}
    previous: Quote | None = None
    for quote in marks.quotes:
        if id(quote) not in owners and previous is not None and id(previous) in owners:
            draft = owners[id(previous)]
            if id(quote) not in touched and _follows(syntax, draft, previous, quote):
                owners[id(quote)] = draft
                added.setdefault(draft.head.i, []).append((quote.first, quote.last))
        previous = quote
    return [replace(d, content=d.content + tuple(added[d.head.i])) if d.head.i in added else d for d in drafts]


def uncued(text: str, syntax: Syntax, marks: Marks, drafts: list[Draft]) -> list[Draft]:
    """Whole sentences in quotation marks that nobody is named for: whoever spoke shortly before goes on."""
    taken = {id(q) for d in drafts for a, b in d.content for q in marks.over(a, b)}
    taken |= {id(q) for d in drafts if (q := marks.around(d.cue_start)) is not None}
    speakers = sorted((max(b for _, b in d.content), n) for n, d in enumerate(drafts) if _speaks(marks, d))
    ends = [end for end, _ in speakers]
    found: list[Draft] = []
    for quote in marks.quotes:
        at = bisect_right(ends, quote.start) - 1
        if id(quote) in taken or not _whole(text, syntax, quote):
            continue
        carried = at >= 0 and quote.start - ends[at] <= _FARTHEST
        mark = syntax.at(quote.start)
        if mark is None or mark.start != quote.start or mark.end > quote.first:
            continue
        last = drafts[speakers[at][1]] if carried else None
        content = ((quote.first, quote.last),)
        cue = (mark.i, mark.i + 1)
        rule = "quotation without a cue: " + ("who spoke last" if last else "nobody named")
        source, head = (last.source, last.source_head) if last else (None, None)
        found.append(Draft(mark, cue, source, head, content, frozenset(["uncued"]), False, rule))
    return found


def _speaks(marks: Marks, draft: Draft) -> bool:
    """A draft outside quotations with a source and something quoted."""
    quoted = any(marks.over(a, b) for a, b in draft.content)
    return draft.source is not None and quoted and marks.around(draft.cue_start) is None


def _whole(text: str, syntax: Syntax, quote: Quote) -> bool:
    """A sentence of its own: it ends as one, nothing stands before it in its sentence, and it holds a verb."""
    if quote.single or text[quote.last - 1] not in ".!?…" or text[quote.first].islower():
        return False
    first, last = _number(syntax, quote.first), _number(syntax, quote.last)
    before = text[max(0, quote.start - 8) : quote.start].rstrip()[-1:]
    if before not in ("", ".", "!", "?", '"', "”", "…") or last - first < _FEWEST:
        return False
    after = text[quote.end : quote.end + 40].lstrip(" ")[:1]
    if after and (after.islower() or after in ",;:-–—"):
        return False
    return any(t.pos in ("VERB", "AUX") for t in syntax.tokens[first:last])


def _owners(marks: Marks, drafts: list[Draft]) -> dict[int, Draft]:
    owners: dict[int, Draft] = {}
    for draft in drafts:
        for start, end in draft.content:
            for quote in marks.over(start, end):
                if quote.first >= start and quote.last <= end:
                    owners[id(quote)] = draft
    return owners


def _follows(syntax: Syntax, draft: Draft, previous: Quote, quote: Quote) -> bool:
    if previous.chain and previous.chain == quote.chain:
        return True
    first, last = _number(syntax, quote.first), _number(syntax, quote.last)
    if last - first < _FEWEST:
        return False
    between = syntax.tokens[_number(syntax, previous.end) : _number(syntax, quote.start)]
    own_clause = all(t.pos == "PUNCT" or t.sent == draft.head.sent for t in between)
    if not own_clause or len(between) > 30:
        return False
    if between and between[-1].text not in (".", ":", '"', "'", "”"):
        return False
    after = syntax.tokens[last : last + 3]
    stands_alone = (
        all(t.pos == "PUNCT" for t in after[:1]) or not after or after[0].sent != syntax.tokens[last - 1].sent
    )
    return stands_alone and quote.first < quote.last


def _number(syntax: Syntax, offset: int) -> int:
    token = syntax.at(offset)
    return len(syntax.tokens) if token is None else token.i
