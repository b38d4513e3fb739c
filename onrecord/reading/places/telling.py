"""Whether a candidate is a place name here: a weighted sum of its kind, its surroundings and the parser's opinion."""

from __future__ import annotations

import math
from collections.abc import Sequence

from onrecord.reading.places.names import Name, capital, words
from onrecord.reading.places.weights import table
from onrecord.record import Syntax, Token

_LISTS = (
    ("after", ("institution", "media", "company", "team", "street", "thing", "area", "settlement", "speech", "people")),
    ("before", ("place", "settlement", "person", "institution")),
)
_MARKS = frozenset((",", ".", "-", "–", "—", "(", ")", "'s", "’s", "and", "/", ":", ";", '"', "the", "or", "&"))


def _word(token: Token | None, side: str) -> list[str]:
    """What stands beside the name, by word where it is telling, else by class."""
    if token is None:
        return [f"{side} nothing"]
    lower = token.lower
    if lower in _MARKS:
        return [f"{side} {lower}"]
    found = [
        f"{side} {list_}"
        for table_, lists in _LISTS
        if table_ == side
        for list_ in lists
        if lower in words(table_, list_)
    ]
    found.append(f"{side} {token.pos}{' capital' if capital(token) else ''}")
    return found


def features(name: Name, syntax: Syntax, ahead: bool, behind: bool) -> list[str]:
    """The features that hold of a candidate; `ahead`: its holder follows after a comma; `behind`: it follows one."""
    tokens = syntax.tokens
    first, last = tokens[name.first], tokens[name.last - 1]
    start, end = syntax.sentences[first.sent]
    before = tokens[name.first - 1] if name.first > start else None
    after = tokens[name.last] if name.last < end else None
    found = ["bias", f"label {name.label or 'none'} {name.within}", f"words {min(name.last - name.first, 4)}"]
    found.extend(_word(before, "before"))
    found.extend(_word(after, "after"))
    found.append(f"tag {last.tag if name.last - name.first == 1 else 'many'}")
    found.append(f"dep {_head(tokens, name).dep}")
    if all(t.text.isupper() for t in tokens[name.first : name.last] if t.text.isalpha()) and len(first.text) > 3:
        found.append("all capitals")
    if name.demonym:
        found.append("demonym")
        found.append("demonym noun" if last.tag in ("NNPS", "NNS") else "demonym adjective")
    else:
        found.extend(_known(name))
    if ahead:
        found.append("holder after")
    if behind:
        found.append("held before")
    if name.generic:
        found.append(f"generic {name.generic}")
    return found


def _known(name: Name) -> list[str]:
    if not name.hits:
        return ["unknown"]
    best = name.hits[0]
    kind = best.entry.kind
    found = [f"kind {kind}", f"how {best.how}", f"kind {kind} label {name.label or 'none'}"]
    if kind in ("town", "hamlet", "district"):
        size = int(math.log10(max(h.entry.population for h in name.hits if h.how == best.how) + 1))
        found.append(f"size {size}")
        found.append(f"size {size} label {name.label or 'none'}")
    return found


def _head(tokens: Sequence[Token], name: Name) -> Token:
    """The token of the name whose head lies outside it."""
    for token in tokens[name.first : name.last]:
        if not name.first <= token.head.i < name.last or token.head is token:
            return token
    return tokens[name.last - 1]


def score(found: list[str]) -> float:
    known = table("telling")
    return sum(known.get(f, 0.0) for f in found)
