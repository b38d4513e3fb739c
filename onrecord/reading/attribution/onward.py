"""How far what is said goes on: past a second "that", past an inserted "police said", up to the speaker's next verb."""

from __future__ import annotations

from dataclasses import replace

from onrecord.reading.attribution.contents import trim
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.marks import Interval, Marks
from onrecord.reading.attribution.medium import medium_of
from onrecord.reading.attribution.sources import phrase, subject
from onrecord.syntax import Syntax

_NEAREST = 40  # attributions of one sentence that are looked at; a list may hold hundreds


def go_on(syntax: Syntax, marks: Marks, drafts: list[Draft]) -> list[Draft]:
    """The drafts with their last piece of content lengthened or cut where the sentence tells how far it goes."""
    cues = {i for d in drafts for i in range(*d.cue)}
    by_head = {d.head.i: d for d in drafts}
    found = []
    for draft in drafts:
        if marks.around(draft.cue_start) is None and draft.told == "clause":
            draft = _inserted(syntax, marks, _second_that(syntax, marks, draft), cues)
            draft = _without_occasion(syntax, marks, _up_to_next(syntax, draft, by_head))
        found.append(draft)
    return found


def _second_that(syntax: Syntax, marks: Marks, draft: Draft) -> Draft:
    """ "reported that aid had come, *and that the road was open*"."""
    start, end = draft.content[-1]
    following = syntax.at(end)
    if start < draft.cue_start or following is None or marks.around(end) is not None:
        return draft
    tokens = syntax.tokens
    at = following.i + (tokens[following.i].text == ",")
    if (
        at + 1 >= len(tokens)
        or tokens[at].dep != "cc"
        or tokens[at + 1].lower != "that"
        or tokens[at + 1].dep != "mark"
    ):
        return draft
    verb = tokens[at + 1].head
    if verb.dep != "conj" or not start <= verb.head.start < end:
        return draft
    return _until(syntax, draft, start, max(t.i for t in verb.subtree()))


def _inserted(syntax: Syntax, marks: Marks, draft: Draft, cues: set[int]) -> Draft:
    """ "The stove was left on, police said, *filling the room with gas*": the clause goes on behind the insertion."""
    start, end = draft.content[-1]
    last = draft.source[1] if draft.source is not None and draft.source[0] >= draft.cue[1] else draft.cue[1]
    tokens = syntax.tokens
    if end > draft.cue_start or last + 1 >= len(tokens) or tokens[last].text != "," or marks.over(start, end):
        return draft
    verb = tokens[last + 1]
    clause = draft.head.head if draft.head.dep in ("parataxis", "ccomp") else draft.head.child("ccomp")
    participle = verb.tag == "VBG" and verb.dep == "advcl" and verb.child("nsubj") is None
    if not participle or clause is None or clause.i > draft.head.i or "say" not in draft.classes:
        return draft
    inside = sorted(t.i for t in verb.subtree())
    if inside[0] != verb.i or any(i in cues for i in inside) or marks.over(verb.start, tokens[inside[-1]].end):
        return draft
    return replace(draft, content=(*draft.content, (verb.start, tokens[inside[-1]].end)))


def _up_to_next(syntax: Syntax, draft: Draft, by_head: dict[int, Draft]) -> Draft:
    """ "he said the road was open *and alleged that ...*": the speaker's second verb ends what the first says."""
    pieces: list[Interval] = list(draft.content)
    for verb in draft.head.children[:_NEAREST]:
        other = by_head.get(verb.i) if verb.dep == "conj" and verb.i > draft.head.i else None
        if other is None:
            continue
        first = other.cue[0]
        while first - 1 > draft.head.i and syntax.tokens[first - 1].dep in ("cc", "punct", "advmod"):
            first -= 1
        stop, end = syntax.tokens[first].start, max(b for _, b in other.content)
        pieces = [(a, min(b, stop)) if a < stop < b <= end + 1 else (a, b) for a, b in pieces]
    return replace(draft, content=tuple(pieces))


_OCCASION = frozenset(("mark", "prep", "advmod", "npadvmod"))


def _without_occasion(syntax: Syntax, marks: Marks, draft: Draft) -> Draft:
    """ "We left," Ruiz said | after the hall was cleared": behind a whole quotation the occasion is the reporter's."""
    first, last = draft.content[0]
    if (
        last > draft.cue_start
        or not marks.over(first, last)
        or not any(q.first == first for q in marks.over(first, last))
    ):
        return draft
    kept = [draft.content[0]]
    for start, end in draft.content[1:]:
        opening = syntax.at(start)
        behind = opening is not None and opening.i >= draft.cue[1] and opening.sent == draft.head.sent
        plain = behind and not marks.over(start, end)
        if not (
            plain and opening is not None and opening.dep in _OCCASION and opening.lower not in ("that", "whether")
        ):
            kept.append((start, end))
    return draft if len(kept) == len(draft.content) else replace(draft, content=tuple(kept))


def _until(syntax: Syntax, draft: Draft, start: int, last: int) -> Draft:
    first = syntax.at(start)
    runs = trim(syntax, [(first.i, last + 1)]) if first is not None else ()
    if not runs:
        return draft
    return replace(draft, content=(*draft.content[:-1], (start, syntax.tokens[runs[-1][1] - 1].end)))


def with_speaker(drafts: list[Draft]) -> list[Draft]:
    """ "The mayor went on *to say*": who speaks by a bare verb is whom the verb above is said of."""
    return [_spoken(d) if d.source is None and d.head.tag in ("VB", "VBG") else d for d in drafts]


def _spoken(draft: Draft) -> Draft:
    head = draft.head
    if "say" not in draft.classes or head.dep not in ("xcomp", "advcl", "conj") or head.child("ccomp") is None:
        return draft
    party = subject(head)
    if party is None or party.i > head.i or party.lower in ("it", "that", "this", "which", "there"):
        return draft
    said = {t.i for t in head.subtree()} | set(range(*draft.cue))
    return replace(draft, source=phrase(party, frozenset(said)), source_head=party)


def one_saying(syntax: Syntax, drafts: list[Draft]) -> list[Draft]:
    """ "went on | to say that", "fired back a response | saying": what a cue governs is a saying of the same speaker.

    The inner verb says it, with the outer one's speaker where it has none of its own.
    """
    opening = {d.cue[0]: d for d in drafts if d.classes & {"say", "deny"} and d.head.pos == "VERB"}
    gone: set[int] = set()
    made: dict[int, Draft] = {}
    for draft in drafts:
        first = syntax.at(draft.content[0][0]) if len(draft.content) == 1 else None
        if first is None or draft.classes & {"deny", "decline", "order", "ask", "uncued"} or draft.source is None:
            continue
        inner = opening.get(first.i) or (opening.get(first.i + 1) if first.lower == "to" else None)
        if inner is None or inner is draft or not _carries(draft, inner) or medium_of(syntax, draft) is not None:
            continue  # "wrote on its website, saying that": the outer cue tells where
        gone.add(draft.head.i)
        made[inner.head.i] = replace(inner, source=draft.source, source_head=draft.source_head)
    return [made.get(d.head.i, d) for d in drafts if d.head.i not in gone]


def _carries(outer: Draft, inner: Draft) -> bool:
    """Whether a cue is a bare form below the other's, with nobody of its own who speaks."""
    below = any(a is outer.head for a in inner.head.ancestors())
    own = inner.head.child("nsubj", "nsubjpass")
    same = own is None or own is outer.source_head
    return below and same and inner.head.tag in ("VB", "VBG") and outer.told != "thing"
