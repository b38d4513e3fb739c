"""Who passes words on: "the mayor, quoted by the agency, said", "the paper reported, citing two diplomats"."""

from __future__ import annotations

from dataclasses import replace

from onrecord.reading.attribution import sources
from onrecord.reading.attribution.contents import trim
from onrecord.reading.attribution.cues import verb_group, verbs, words
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.edges import bare
from onrecord.reading.attribution.marks import Interval, merge
from onrecord.syntax import Syntax, Token

_PASSES_ON = frozenset(("quote", "cite"))


def passed_on(syntax: Syntax, drafts: list[Draft]) -> list[Draft]:
    """The drafts with those who pass words on above, and those whose words they are within."""
    found = {d.head.i: d for d in drafts}
    for token in syntax.tokens:
        if token.lemma not in _PASSES_ON or token.pos != "VERB":
            continue
        if token.tag == "VBN" and token.dep == "acl":
            _quoted_by(syntax, found, token)
        elif token.tag == "VBG" and token.dep == "advcl":
            _citing(syntax, found, token)
    return sorted(found.values(), key=lambda d: d.head.i)


def _quoted_by(syntax: Syntax, found: dict[int, Draft], token: Token) -> None:
    agent = next((c for c in token.children if c.dep == "agent"), None)
    party = agent.child("pobj") if agent is not None else None
    speaker = token.head
    said = found.get(speaker.head.i)
    if agent is None or party is None or said is None or said.source_head is not speaker:
        return
    aside = {t.i for t in token.subtree()}
    own = bare(syntax, sources.phrase(speaker, frozenset(aside | set(range(*said.cue)))))
    found[said.head.i] = said = replace(said, source=own)
    content = merge([_span(syntax, own), _joined(syntax, said)])
    cue = (token.i, agent.i + 1)
    source = sources.phrase(party, frozenset())
    found[token.i] = Draft(token, cue, source, party, content, frozenset(["say"]), False, f"{token.lemma}/say by", 1.0)


def _joined(syntax: Syntax, said: Draft) -> Interval:
    """The cue with its content, as far as the content follows it."""
    start, end = _span(syntax, said.cue)
    after = [b for a, b in said.content if a >= end]
    return start, max([end, *after[:1]])


def _citing(syntax: Syntax, found: dict[int, Draft], token: Token) -> None:
    party = token.child("dobj")
    above = token.head
    if party is None or not _speaks(party):
        return
    clause = party.child("relcl", "acl")
    that = clause is not None and any(c.dep == "mark" and c.lower == "that" for c in clause.children)
    whole = found.get(above.i)
    content = whole.content if whole is not None else ()
    avoid: frozenset[int] = frozenset()
    if whole is None and clause is not None and that:
        avoid = frozenset(t.i for t in clause.subtree())
        runs = trim(syntax, [(min(avoid), max(avoid) + 1)])
        content = tuple((syntax.tokens[a].start, syntax.tokens[b - 1].end) for a, b in runs)
        whole = _above(syntax, above, content)
        if whole is not None:
            found[above.i] = whole
    if whole is None or not content or whole.content != content:
        return
    source = sources.phrase(party, avoid)
    rule = "cite/say: what its clause tells"
    cue = (token.i, token.i + 1)
    found[token.i] = Draft(token, cue, source, party, content, frozenset(["say"]), False, rule, 1.0, whole.head)


def _above(syntax: Syntax, head: Token, content: tuple[Interval, ...]) -> Draft | None:
    entry = verbs().get(head.lemma)
    speaker = sources.subject(head)
    if entry is None or "say" not in entry.classes or speaker is None or not content:
        return None
    first, last, negated = verb_group(syntax, head)
    source = sources.phrase(speaker, frozenset(range(first, last)))
    rule = f"{head.lemma}/say citing"
    return Draft(head, (first, last), source, speaker, content, entry.classes, negated, rule)


def _speaks(party: Token) -> bool:
    """Somebody, not something: "citing two diplomats", never "citing security concerns"."""
    return party.ent in ("PERSON", "ORG", "NORP", "GPE") or party.lemma in words("parties")


def _span(syntax: Syntax, interval: tuple[int, int]) -> Interval:
    return syntax.tokens[interval[0]].start, syntax.tokens[interval[1] - 1].end
