"""A denial that hangs from what it is aimed at: "accused of arson, | a charge he denies", "..., which Oslo denied"."""

from __future__ import annotations

from dataclasses import replace

from onrecord.reading.attribution.cues import verb_group, verbs, words
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.marks import Marks
from onrecord.reading.attribution.sources import is_passive, phrase
from onrecord.syntax import Syntax, Token

_DENIES = frozenset(("deny", "dispute", "reject", "dismiss", "refute", "contest", "contradict", "rebut", "disavow"))


def find_disputed(syntax: Syntax, marks: Marks) -> list[Draft]:
    """One draft for each relative clause that denies its noun, or what stands before "which"."""
    found = []
    for verb in syntax.tokens:
        if verb.dep not in ("relcl", "acl") or verb.lemma not in _DENIES or is_passive(verb):
            continue
        finite = verb.tag not in ("VBN", "VBG") or any(c.dep == "aux" for c in verb.children)
        if not finite or marks.around(verb.start) is not None:
            continue
        party, noun = verb.child("nsubj") or _gathered(verb), verb.head
        aimed = _aimed_at(verb, noun)
        if party is None or party.i > verb.i or aimed is None or party.lower in ("who", "which", "that"):
            continue
        first, last, negated = verb_group(syntax, verb)
        source = phrase(party, frozenset(range(first, last)))
        content = ((syntax.tokens[aimed[0]].start, syntax.tokens[aimed[1] - 1].end),)
        entry = verbs().get(verb.lemma)
        classes = (entry.classes if entry else frozenset()) | {"deny"}
        rule = f"{verb.lemma}/deny relative"
        found.append(Draft(verb, (first, last), source, party, content, classes, negated, rule))
    return found


def _gathered(verb: Token) -> Token | None:
    """ "A claim that relatives gathered at the gate disputed": the participle was read as the clause's verb."""
    before = [c for c in verb.head.children if c.dep == "acl" and c.i < verb.i and c.tag in ("VBD", "VBN")]
    return before[-1].child("nsubj") if before and verb.dep == "acl" else None


def _aimed_at(verb: Token, noun: Token) -> tuple[int, int] | None:
    """The words that stand for what is denied: the noun itself, or the "which" that takes up a clause."""
    own = [t for t in noun.subtree() if t.i < min(s.i for s in verb.subtree())]
    if noun.lemma in words("claims"):
        first = next((t.i for t in own if t.dep in ("det", "poss", "amod") or t is noun), noun.i)
        return (first, noun.i + 1)
    which = next((t for t in verb.children if t.lower == "which" and t.i < verb.i), None)
    return (which.i, which.i + 1) if which is not None and which.dep in ("dobj", "nsubjpass") else None


def without_disputes(syntax: Syntax, drafts: list[Draft], disputes: list[Draft]) -> list[Draft]:
    """What is said before a denial does not hold it: it ends at the comma before "a claim that the army denies"."""
    if not disputes:
        return drafts
    nouns = {d.head.head.i for d in disputes}
    return [_cut(syntax, d, disputes) for d in drafts if d.head.i not in nouns or "noun" not in d.classes]


def _cut(syntax: Syntax, draft: Draft, disputes: list[Draft]) -> Draft:
    for dispute in disputes:
        start = syntax.at(dispute.content[0][0])
        inside = any(a < dispute.cue_start < b for a, b in draft.content) and draft.head is not dispute.head
        if start is None or not inside or draft.head.i > start.i or start.i == 0:
            continue
        comma = syntax.tokens[start.i - 1]
        if comma.text not in (",", "-", "–", "—", "--"):
            continue
        pieces = tuple((a, min(b, comma.start)) for a, b in draft.content if a < comma.start)
        if pieces:
            draft = replace(draft, content=pieces)
    return draft
