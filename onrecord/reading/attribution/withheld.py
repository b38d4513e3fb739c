"""Refusing to say is one withholding: "refused on Friday to say | whether ..." is one cue with one content."""

from __future__ import annotations

from dataclasses import replace

from onrecord.reading.attribution.contents import trim
from onrecord.reading.attribution.cues import verbs, words
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.marks import Marks, fit, merge
from onrecord.syntax import Syntax, Token

_FARTHEST = 6  # words between "refused" and "to say"


def one_refusal(syntax: Syntax, marks: Marks, drafts: list[Draft]) -> list[Draft]:
    """The drafts with "refused" and the saying that is refused joined; the latter is no attribution of its own."""
    made: dict[int, Draft] = {}
    gone: set[int] = set()
    for draft in drafts:
        refused = _refused(draft.head) if "decline" in draft.classes else None
        if refused is None or refused.i - draft.cue[1] > _FARTHEST or marks.around(draft.head.start) is not None:
            continue
        joined = _join(syntax, marks, draft, refused)
        if joined is not None:
            made[draft.head.i] = joined
            gone.add(refused.i)
    return [made.get(d.head.i, d) for d in drafts if d.head.i not in gone]


def _refused(head: Token) -> Token | None:
    """The verb of saying behind "refused to", when it tells itself what is kept back."""
    for child in head.children:
        entry = verbs().get(child.lemma)
        to = any(c.dep == "aux" and c.lower == "to" for c in child.children)
        if child.dep in ("xcomp", "advcl", "ccomp") and child.i > head.i and to:
            return child if entry is not None and "withhold" in entry.classes and _kept(child) is not None else None
    return None


def _kept(verb: Token) -> Token | None:
    clause = verb.child("ccomp")
    if clause is not None and clause.i > verb.i:
        return clause
    thing = verb.child("dobj")
    gives = thing is not None and thing.i > verb.i and verb.lemma not in ("comment", "answer", "name", "identify")
    return thing if thing is not None and gives and thing.lemma in words("information") else None


def _join(syntax: Syntax, marks: Marks, draft: Draft, refused: Token) -> Draft | None:
    kept = _kept(refused)
    if kept is None:
        return None
    inside = sorted(t.i for t in kept.subtree() if t.i > refused.i)
    end = max(b for _, b in draft.content)
    runs = trim(syntax, [(inside[0], inside[-1] + 1)])
    pieces = [(syntax.tokens[a].start, min(end, syntax.tokens[b - 1].end)) for a, b in runs]
    cue = (draft.cue[0], refused.i + 1)
    content = merge(fit(marks, pieces, (syntax.tokens[cue[0]].start, syntax.tokens[cue[1] - 1].end)))
    return replace(draft, cue=cue, content=content) if content else None
