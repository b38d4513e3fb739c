"""The reporter's own words hung behind what somebody says: "opposed the deal, | which he once praised"."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.marks import Interval, Marks
from onrecord.syntax import Syntax, Token

_DASHES = frozenset(("-", "–", "—", "--", "―"))
_CHARGES = frozenset(("allegation", "accusation", "charge", "claim", "assertion", "figure", "report"))
_RELATIVE = frozenset(("who", "which", "whose", "whom", "where"))


def without_asides(syntax: Syntax, marks: Marks, drafts: list[Draft]) -> list[Draft]:
    """The drafts whose last piece of content ends where the reporter comments on it."""
    return [_cut(syntax, marks, draft) for draft in drafts]


def _cut(syntax: Syntax, marks: Marks, draft: Draft) -> Draft:
    start, end = draft.content[-1]
    if start < draft.cue_start or marks.around(draft.cue_start) is not None:
        return draft
    last = syntax.at(end)
    tokens = syntax.tokens
    first = syntax.at(start)
    if first is None or first.sent != draft.head.sent:
        return draft
    stop = len(tokens) if last is None else last.i
    inside = tokens[first.i : stop]
    at = _charge(inside) or _contrast(inside, marks, full=draft.told == "clause")
    if draft.told != "clause":  # "said the bill was dead - a blow to many": it may be the speaker's as well
        at = at or _dash(inside, marks) or _relative(inside, marks)
    if at is None or any(t.pos != "PUNCT" for t in tokens[stop : syntax.sentences[draft.head.sent][1]]):
        return draft
    piece: Interval = (start, at.start)
    return replace(draft, content=(*draft.content[:-1], piece)) if at.start > start else draft


def _dash(tokens: tuple[Token, ...], marks: Marks) -> Token | None:
    """The only dash of a content; two dashes hold an insertion, and a dash in a quotation is the speaker's."""
    pairs = pairwise(tokens)  # the hyphen of "same-sex" stands close to its words
    dashes = [d for w, d in pairs if d.text in _DASHES and (d.text not in "-–" or w.end < d.start)]
    if len(dashes) != 1 or marks.around(dashes[0].start) is not None:
        return None
    return dashes[0] if dashes[0].i > tokens[0].i + 1 else None


def _contrast(inside: tuple[Token, ...], marks: Marks, *, full: bool) -> Token | None:
    """The comma before "although the road stayed open": what the reporter sets against it.

    "Pledged to stay, | but its members left" too; in a full clause "but" is the speaker's as often.
    """
    for comma, word in pairwise(inside):
        if comma.text != "," or marks.around(comma.start) is not None:
            continue
        verb = _conceding(word) or (None if full else _opposing(inside, word))
        if verb is not None and verb.i > word.i and max(t.i for t in verb.subtree()) >= inside[-1].i - 1:
            return comma
    return None


def _conceding(word: Token) -> Token | None:
    """The verb of the clause that "although", "though" or "even though" opens."""
    again = word.head.child("mark") if word.lower == "even" else word
    opens = again is not None and again.lower in ("although", "though") and again.dep == "mark"
    return again.head if again is not None and opens else None


def _opposing(inside: tuple[Token, ...], word: Token) -> Token | None:
    """The verb of a full clause after "but", which no second "that" hangs on the verb of saying."""
    if word.lower != "but" or word.dep != "cc":
        return None
    verb = next((c for c in word.head.children if c.dep == "conj" and c.i > word.i), None)
    if verb is None or verb.pos not in ("VERB", "AUX") or any(c.dep == "mark" and c.i < verb.i for c in verb.children):
        return None
    party = verb.child("nsubj", "nsubjpass")
    return verb if party is not None and party.i < verb.i and word.head.i > inside[0].i - 1 else None


def _charge(inside: tuple[Token, ...]) -> Token | None:
    """The comma before "a charge that the army denied": who speaks does not call it so."""
    for comma, word in pairwise(inside):
        noun = word.head
        opens = comma.text == "," and word.lower in ("a", "an") and noun.lemma in _CHARGES and noun.i <= word.i + 3
        if opens and any(c.dep in ("relcl", "acl") for c in noun.children):
            return comma
    return None


def _relative(inside: tuple[Token, ...], marks: Marks) -> Token | None:
    """The comma before a relative clause at the end that only describes the thing."""
    for comma, word in pairwise(inside):
        if comma.text != "," or word.lower not in _RELATIVE or marks.around(comma.start) is not None:
            continue
        verb = next((a for a in word.ancestors() if a.dep == "relcl"), None)
        if verb is not None and max(t.i for t in verb.subtree()) >= inside[-1].i - 1:
            return comma
    return None
