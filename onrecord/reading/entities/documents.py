"""Whose words a document's are: "the resolution urged", "according to a Haven Watch report" mean who is behind it.

Only where the document speaks: "a copy of the report" stays a thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from onrecord.reading.entities.chains import Chain
from onrecord.reading.entities.phrases import Phrase
from onrecord.syntax import Token

_DOCUMENTS = set(
    "report statement letter resolution message study survey poll memo editorial communique communiqué website site "
    "complaint ruling release bulletin memorandum petition verdict investigation inquiry review notice".split()
)
_AUTHORED = set(
    "adopt pass issue release publish send write sign post approve commission deliver conduct draft".split()
)
_BY = ("by", "from", "of")
_PARTIES = ("organization", "person", "state", "group")
_SAYS = set(
    "say state read urge condemn call demand accuse warn claim allege note add find conclude show describe argue "
    "reject denounce praise criticize criticise reveal suggest report tell ask recommend deny quote cite blame "
    "confirm".split()
)


def point_to_authors(phrases: list[Phrase], chain_of: dict[int, Chain]) -> None:
    """Moves the mentions of documents that speak to the chain of whose document it is; changes `chain_of`."""
    by_head = {p.head.i: p for p in reversed(phrases) if not p.several and p.index in chain_of}
    behind: dict[int, Chain] = {}
    papers = [p for p in phrases if p.form == "nominal" and p.head.lemma in _DOCUMENTS and p.index in chain_of]
    for phrase in papers:
        chain = chain_of[phrase.index]
        if chain.named or id(chain) in behind:
            continue
        author = next((c for t in _authors(phrase.head) if (c := _party(t, by_head, chain_of)) is not None), None)
        if author is not None and author is not chain:
            behind[id(chain)] = author
    if not behind:
        return
    for phrase in _speaking(phrases, chain_of):
        chain = chain_of[phrase.index]
        if (author := behind.get(id(chain))) is not None:
            chain.phrases.remove(phrase)
            author.phrases.append(replace(phrase, metonym=True))
            chain_of[phrase.index] = author


def _party(token: Token, by_head: dict[int, Phrase], chain_of: dict[int, Chain]) -> Chain | None:
    phrase = by_head.get(token.i)
    chain = chain_of.get(phrase.index) if phrase is not None else None
    return chain if chain is not None and chain.kind in _PARTIES else None


def _authors(head: Token) -> Iterable[Token]:
    """Who may be behind a document, the nearest words first."""
    for c in head.children:
        if c.dep in ("poss", "compound", "nmod"):
            yield c
    for c in head.children:
        if c.dep == "prep" and c.lower in _BY and (below := c.child("pobj")) is not None:
            yield below
        if c.dep == "acl" and c.lemma in _AUTHORED:
            yield from (p for a in c.children if a.dep == "agent" for p in a.children if p.dep == "pobj")
        if c.dep == "relcl" and c.lemma in _AUTHORED:
            yield from (s for s in c.children if s.dep == "nsubj")
    verb = head.head
    if head.dep == "dobj" and verb.lemma in _AUTHORED:
        yield from (s for s in verb.children if s.dep == "nsubj")


def _speaking(phrases: list[Phrase], chain_of: dict[int, Chain]) -> list[Phrase]:
    """The mentions of documents that are the subject of saying, or what "according to" names."""
    found = []
    for p in phrases:
        paper = p.form == "nominal" and p.head.lemma in _DOCUMENTS
        relative = p.form == "pronoun" and p.head.tag in ("WDT", "WP")
        if p.index in chain_of and (paper or relative) and _speaks(p.head):
            found.append(p)
    return found


def _speaks(head: Token) -> bool:
    if head.dep == "nsubj":
        return head.head.lemma in _SAYS
    return head.dep == "pobj" and head.head.lower == "to" and head.head.head.lower == "according"
