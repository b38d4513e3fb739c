"""Who stands before the verb of saying where the parse hung them elsewhere: `"...," one of them, Ana Ruiz, said`."""

from __future__ import annotations

from dataclasses import replace

from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.marks import Marks
from onrecord.syntax import Syntax, Token

_LONGEST = 40  # tokens of a speaker with an apposition or a relative clause
_OPENS = frozenset(("DET", "NUM", "NOUN", "PROPN", "ADJ"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_RELATIVE = frozenset(("who", "which", "whose", "whom", "that"))


def find_speakers(syntax: Syntax, marks: Marks, drafts: list[Draft]) -> list[Draft]:
    """The drafts with the whole phrase before their verb as source, where part of it was taken for content."""
    named = (_told(syntax, marks, d) if d.source is None else _suffered(d) for d in drafts)
    return _once([_whole(syntax, marks, d) for d in named])


def _suffered(draft: Draft) -> Draft:
    """ "a man charged with murder": what is said of him is not said by him."""
    head = draft.head
    reduced = head.tag == "VBN" and head.dep == "acl" and draft.source_head is head.head
    return replace(draft, source=None, source_head=None) if reduced else draft


def _once(drafts: list[Draft]) -> list[Draft]:
    """ "told the paper in a statement that it was over": told once, by who told it."""
    said = {(d.head.sent, d.content) for d in drafts if d.source is not None}
    return [d for d in drafts if d.source is not None or (d.head.sent, d.content) not in said]


def _whole(syntax: Syntax, marks: Marks, draft: Draft) -> Draft:
    """ "Nine died, the head of the council, Omar Jallow, told the radio": the content ends at the first comma."""
    if draft.head.tag not in ("VBD", "VBZ") or not draft.content or marks.around(draft.head.start) is not None:
        return draft
    run = _after_comma(syntax, draft)
    if not run or not _is_phrase(run) or marks.over(run[0].start, run[-1].end):
        return draft
    start, end = run[0].start, run[-1].end
    taken = any(a < start < b <= end for a, b in draft.content)
    own = draft.source is None or (run[0].i <= draft.source[0] and draft.source[1] <= run[-1].i + 2)
    if not taken or not own:
        return draft
    content = tuple((a, min(b, syntax.tokens[run[0].i - 1].start) if a < start else b) for a, b in draft.content)
    head = draft.source_head if draft.source is not None else _speaker(run)
    return replace(
        draft, source=(run[0].i, run[-1].i + 1), source_head=head, content=content, rule=f"{draft.rule} +between"
    )


def _after_comma(syntax: Syntax, draft: Draft) -> list[Token]:
    """The last stretch between commas before the verb; with one right before it, what it is apposed to as well."""
    first, last = syntax.sentences[draft.head.sent][0], draft.cue[0]
    commas = [i for i in range(max(first, last - _LONGEST), last) if syntax.tokens[i].text == ","]
    if commas and commas[-1] == last - 1:
        last = commas.pop()
        commas = commas[:-1]
    return list(syntax.tokens[commas[-1] + 1 : last]) if commas and commas[-1] > first else []


def _told(syntax: Syntax, marks: Marks, draft: Draft) -> Draft:
    quote = marks.around(draft.content[0][0]) if draft.content else None
    quote = quote or marks.before(draft.head.start)
    if quote is None or not quote.closed or quote.end > draft.cue_start or draft.head.tag not in ("VBD", "VBZ"):
        return draft
    run = _between(syntax, quote.end, draft.cue[0])
    if not run or run[0].sent != draft.head.sent or not _is_phrase(run):
        return draft
    content = tuple(
        (a, min(b, quote.last) if a < quote.last else b)
        for a, b in draft.content
        if b <= quote.end or a < quote.last or a > draft.cue_start
    )
    if not content:
        return draft
    return replace(
        draft,
        source=(run[0].i, run[-1].i + 1),
        source_head=_speaker(run),
        content=content,
        rule=f"{draft.rule} +between",
    )


def _speaker(run: list[Token]) -> Token:
    """The name in apposition, else the first noun."""
    named = next((t for t in run if t.dep == "appos" and t.pos == "PROPN"), None)
    return named or next((t for t in run if t.pos in ("PROPN", "NOUN", "NUM")), run[0])


def _between(syntax: Syntax, start: int, last: int) -> list[Token]:
    """The tokens from the closing mark to the verb without the commas around them; empty where there are too many."""
    first = syntax.at(start)
    at = first.i if first is not None else last
    while at < last and (syntax.tokens[at].start < start or syntax.tokens[at].text in (",", '"', "”", "'", "’")):
        at += 1
    while last > at and syntax.tokens[last - 1].text == ",":
        last -= 1
    return list(syntax.tokens[at:last]) if 0 < last - at <= _LONGEST else []


def _is_phrase(run: list[Token]) -> bool:
    """A noun phrase; a finite verb only inside a relative clause set off by a comma."""
    if run[0].pos not in _OPENS:
        return False
    relative = next((n for n, t in enumerate(run) if t.lower in _RELATIVE), len(run))
    return not any(t.tag in _FINITE or t.text in (";", ":") for t in run[:relative])
