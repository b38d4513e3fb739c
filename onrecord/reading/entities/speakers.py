"""Points "I" and "we" inside direct quotations to whom the attributions say is speaking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.reading.entities.quoted import Quotations, find_quotations
from onrecord.record import Attribution, Document, Entities, Entity, Mention
from onrecord.syntax import Syntax, Token

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
    cast = _Cast(entities, syntax)
    at = {m.span.start: m for m in entities.mentions}
    changed: dict[int, Mention] = {}
    for token, attribution in _first_persons(syntax, quotations, attributions):
        source = attribution.source
        if source is None or source not in cast.known:
            continue
        target = cast.body(source) or source if token.lower in _PLURAL else source
        old = at.get(token.start)
        if old is None or old.entity != target:
            span = document.span(token.start, token.end)
            changed[token.start] = Mention(old.id if old else "", target, span, "pronoun")
    return _with(entities, changed) if changed else entities


class _Cast:
    """The entities of a report, and for whom each of them speaks."""

    def __init__(self, entities: Entities, syntax: Syntax) -> None:
        self.syntax = syntax
        self.known = {e.id: e for e in entities.entities}
        self.told: dict[str, list[Mention]] = {}
        self.named: dict[int, Mention] = {}
        self.states: dict[str | None, str] = {}
        self.found: dict[str, str | None] = {}
        for entity in entities.entities:
            if entity.kind == "state":
                self.states.setdefault(entity.codes.country, entity.id)
        for mention in entities.mentions:
            if mention.form != "pronoun":
                self.told.setdefault(mention.entity, []).append(mention)
                if self.known[mention.entity].kind in ("organization", "state"):
                    self.named[mention.span.start] = mention

    def body(self, speaker: str) -> str | None:
        """The state or organization that the speaker's titles tie him to, where the report has it as an entity."""
        if speaker not in self.found:
            self.found[speaker] = self._body(speaker)
        return self.found[speaker]

    def _body(self, speaker: str) -> str | None:
        if self.known[speaker].kind != "person":
            return None
        for mention in self.told.get(speaker, ()):
            tokens = self.syntax.within(mention.span)
            if not any(t.lemma in _SPEAKS_FOR for t in tokens):
                continue
            for token in tokens:
                below = _below(token)
                body = self.named.get(token.start) or (self.named.get(below) if below is not None else None)
                if body is not None:
                    return self._behind(self.known[body.entity])
        return None

    def _behind(self, body: Entity) -> str:
        """The state for which a seat of government speaks ("Kremlin spokesman": Russia), where the report has it."""
        if body.kind == "organization" and body.codes.sector == "GOV" and body.codes.country is not None:
            return self.states.get(body.codes.country, body.id)
        return body.id


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


def _below(token: Token) -> int | None:
    """Where the name starts after "spokesman for ..."."""
    for child in token.children:
        if child.dep == "prep" and child.lower in _OF and child.i > token.i:
            noun = child.child("pobj")
            if noun is not None:
                return min(t.start for t in [noun, *(c for c in noun.children if c.i < noun.i)])
    return None
