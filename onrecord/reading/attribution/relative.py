"""Whom a relative pronoun stands for: "Barker, *who* said he votes rarely" is Barker's word.

Only a name is taken in: PolNeAR has the pronoun for the source, the record whom it means; "some who" names nobody.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.sources import phrase
from onrecord.syntax import Syntax, Token

_PRONOUNS = frozenset(("who", "which", "that"))
_HIGHEST = 4  # steps from the pronoun to its clause: "who | want | to be able | to say"


def named(syntax: Syntax, drafts: list[Draft]) -> list[Draft]:
    """The drafts with the phrase that a relative pronoun stands for, up to the pronoun, as their source."""
    return [_named(syntax, d) for d in drafts]


def _named(syntax: Syntax, draft: Draft) -> Draft:
    pronoun = draft.source_head
    if draft.source is None or pronoun is None or pronoun.lower not in _PRONOUNS:
        return draft
    if draft.source[1] - draft.source[0] > 1:
        return draft  # "that report"
    clause = _clause(pronoun)
    meant = clause.head if clause is not None else None
    if clause is None or meant is None or meant.i >= pronoun.i or meant.pos != "PROPN":
        return draft
    first, _ = phrase(meant, frozenset(t.i for t in clause.subtree()))
    source = (first, pronoun.i + 1)
    start, end = syntax.tokens[source[0]].start, syntax.tokens[source[1] - 1].end
    if any(a < end and start < b for a, b in draft.content):
        return draft  # "the report, which, he said, ...": who stands in the content says nothing of it
    return replace(draft, source=source, source_head=meant)


def _clause(pronoun: Token) -> Token | None:
    """The verb of the relative clause that the pronoun opens."""
    at = pronoun
    for _ in range(_HIGHEST):
        if at.dep == "relcl" or at.head is at:
            break
        at = at.head
    return at if at.dep == "relcl" else None
