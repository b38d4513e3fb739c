"""Points "I" and "we" inside direct quotations to whom the attributions say is speaking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.reading.entities.quoted import Quotations, find_quotations
from onrecord.record import Attribution, Document, Entities, Entity, Mention, Syntax, Token

_SINGULAR = {"i", "me", "my", "mine", "myself"}
_PLURAL = {"we", "us", "our", "ours", "ourselves"}
# Who speaks for a body rather than for themselves: their "we" is the body.
_SPEAKS_FOR = set(
    "spokesman spokeswoman spokesperson minister secretary ambassador envoy president premier commander general chief "
    "director chairman chairwoman chair ceo executive official representative diplomat coach manager leader".split()
)
_OF = {"of", "for", "at", "from"}


def resolve_speakers(
    document: Document, syntax: Syntax, entities: Entities, attributions: tuple[Attribution, ...]
) -> Entities:
    """The entities with first-person mentions inside quoted content pointed to the source of the innermost quotation.

    "we" of somebody who speaks for a government or a body ("Kremlin spokesman") is that body where the report names it.
    """
    quotations = find_quotations(document, syntax)
    known = {e.id: e for e in entities.entities}
    bodies: dict[str, str | None] = {}
    at = {m.span.start: m for m in entities.mentions}
    changed: dict[int, Mention] = {}
    for token, attribution in _first_persons(syntax, quotations, attributions):
        source = attribution.source
        if source is None or source not in known:
            continue
        target = source
        if token.lower in _PLURAL:
            if source not in bodies:
                bodies[source] = _body(known[source], entities, syntax)
            target = bodies[source] or source
        old = at.get(token.start)
        if old is None or old.entity != target:
            span = document.span(token.start, token.end)
            changed[token.start] = Mention(old.id if old else "", target, span, "pronoun")
    return _with(entities, changed) if changed else entities


def _with(entities: Entities, changed: dict[int, Mention]) -> Entities:
    kept = [m for m in entities.mentions if m.span.start not in changed]
    mentions = sorted([*kept, *changed.values()], key=lambda m: (m.span.start, -m.span.end))
    return replace(entities, mentions=tuple(replace(m, id=f"m{i}") for i, m in enumerate(mentions, 1)))


def _first_persons(
    syntax: Syntax, quotations: Quotations, attributions: tuple[Attribution, ...]
) -> Iterator[tuple[Token, Attribution]]:
    """Each first-person pronoun inside quotation marks with the innermost direct attribution around it."""
    inner: dict[int, tuple[int, Attribution]] = {}
    tokens: dict[int, Token] = {}
    for attribution in attributions:
        if attribution.manner == "indirect":
            continue
        for span in attribution.content:
            for token in syntax.within(span):
                if token.lower not in _SINGULAR and token.lower not in _PLURAL:
                    continue
                if token.text in ("US", "U.S.") or quotations.at(token.start) < 0:
                    continue
                size = span.end - span.start
                if token.i not in inner or size < inner[token.i][0]:
                    inner[token.i], tokens[token.i] = (size, attribution), token
    for i in sorted(inner):
        yield tokens[i], inner[i][1]


def _body(speaker: Entity, entities: Entities, syntax: Syntax) -> str | None:
    """The state or organization that the speaker's titles tie him to, where the report has it as an entity."""
    if speaker.kind != "person":
        return None
    kinds = {e.id: e for e in entities.entities if e.kind in ("organization", "state")}
    named = {m.span.start: m for m in entities.mentions if m.entity in kinds and m.form != "pronoun"}
    for mention in entities.mentions:
        if mention.entity != speaker.id or mention.form == "pronoun":
            continue
        tokens = syntax.within(mention.span)
        if not any(t.lemma in _SPEAKS_FOR for t in tokens):
            continue
        for token in tokens:
            below = _below(token)
            body = named.get(token.start) or (named.get(below) if below is not None else None)
            if body is not None:
                return _state_behind(kinds[body.entity], entities) or body.entity
    return None


def _below(token: Token) -> int | None:
    """Where the name starts after "spokesman for ..."."""
    for child in token.children:
        if child.dep == "prep" and child.lower in _OF and child.i > token.i:
            noun = child.child("pobj")
            if noun is not None:
                return min(t.start for t in [noun, *(c for c in noun.children if c.i < noun.i)])
    return None


def _state_behind(body: Entity, entities: Entities) -> str | None:
    """The state for which a seat of government speaks ("Kremlin spokesman": Russia), where the report has it."""
    if body.kind != "organization" or body.codes.sector != "GOV" or body.codes.country is None:
        return None
    same = (e.id for e in entities.entities if e.kind == "state" and e.codes.country == body.codes.country)
    return next(same, None)
