"""Where the words were put: "his Facebook page", "a statement", "an interview with state television"."""

from __future__ import annotations

from onrecord.reading.attribution.authors import author_of, paper
from onrecord.reading.attribution.channels import channel
from onrecord.reading.attribution.cues import words
from onrecord.reading.attribution.draft import Draft
from onrecord.syntax import Syntax, Token

_PLACES = frozenset(("in", "on", "via", "through", "during", "at", "over", "to", "by", "from", "with", "for", "of"))
_CHANNELS = frozenset(("facebook", "twitter", "telegram", "instagram", "youtube", "tv", "whatsapp", "weibo", "x"))
_PARTICIPLES = frozenset(("speaking", "writing", "posting", "talking", "appearing"))
_CLAUSES = frozenset(("relcl", "acl", "advcl", "ccomp", "appos", "punct", "npadvmod"))
_ADDRESSED = frozenset(("tell", "inform", "speak", "talk", "write", "say", "brief"))


def medium_of(syntax: Syntax, draft: Draft) -> tuple[int, int] | None:
    """Token interval [first, last) of the medium that the cue's own clause names, outside content and source."""
    best: Token | None = None
    for noun in _named(draft.head):
        if _is_medium(noun) and not _taken(draft, noun):
            weak = noun.lemma in ("statement", "interview", "remark", "remarks")
            if best is None or (best.lemma == "statement" and not weak):
                best = noun
    if best is None:
        best = _behind(syntax, draft)
    if best is None and draft.source_head is not None and author_of(draft.source_head) is not None:
        return paper(draft.source_head)
    return None if best is None else _phrase(best, draft)


def _behind(syntax: Syntax, draft: Draft) -> Token | None:
    """The channel right behind what is said, wherever the parse hangs it."""
    after = syntax.at(draft.content[-1][1]) if draft.content and draft.told == "thing" else None
    if after is None or after.sent != draft.head.sent or after.lower not in ("in", "on", "via", "through"):
        return None
    return channel(after)


def _named(head: Token) -> list[Token]:
    """Nouns in the prepositional phrases of the cue, the one told, and the noun a participle hangs from."""
    found: list[Token] = []
    for child in head.children:
        if child.dep == "advcl" and child.lower in _PARTICIPLES:
            found.extend(o for c in child.children if c.dep == "prep" for o in _objects(c, 0))
        elif child.dep in ("dobj", "ccomp") and child.i > head.i:
            near = (c for c in child.children if c.dep == "prep" and c.lower in ("in", "on", "via"))
            found.extend(o for c in near for o in _objects(c, 2) if o.lemma in words("channels"))
    if head.dep in ("acl", "relcl") and head.head.pos in ("NOUN", "PROPN"):
        found.append(head.head)
    for child in head.children:
        if child.dep in ("prep", "agent") and child.lower in _PLACES:
            found.extend(_objects(child, 0))
        elif child.dep in ("dobj", "dative") and head.lemma in (
            "tell",
            "inform",
            "issue",
            "release",
            "post",
            "publish",
        ):
            found.append(child)
            found.extend(o for c in child.children if c.dep == "prep" for o in _objects(c, 1))
    return found


def _objects(preposition: Token, depth: int) -> list[Token]:
    found: list[Token] = []
    for child in preposition.children:
        if child.dep == "pobj":
            found.append(child)
            if depth < 2:
                found.extend(o for c in child.children if c.dep == "prep" for o in _objects(c, depth + 1))
        elif child.dep == "prep" and depth < 2:
            found.extend(_objects(child, depth + 1))
    return found


def _is_medium(noun: Token) -> bool:
    if noun.lemma in words("media") or noun.lower in _CHANNELS:
        return noun.lemma != "court" and noun.lemma != "site"
    if noun.ent != "ORG" or noun.pos != "PROPN":
        return False
    addressed = noun.dep in ("dobj", "dative") and noun.head.lemma in _ADDRESSED
    spoken = noun.dep == "pobj" and noun.head.head.lower in _PARTICIPLES
    return addressed or spoken or (noun.dep == "pobj" and noun.head.lower == "on")


def _taken(draft: Draft, noun: Token) -> bool:
    if any(start <= noun.start < end for start, end in draft.content):
        return True
    return draft.source is not None and draft.source[0] <= noun.i < draft.source[1]


def _phrase(noun: Token, draft: Draft) -> tuple[int, int]:
    inside = {noun.i}
    todo = [noun]
    while todo:
        for child in todo.pop().children:
            dated = child.dep == "prep" and any(c.ent in ("DATE", "TIME") for c in child.children)
            if child.dep not in _CLAUSES and not dated and not _taken(draft, child):
                inside.add(child.i)
                todo.append(child)
    first = last = noun.i
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    return first, last + 1
