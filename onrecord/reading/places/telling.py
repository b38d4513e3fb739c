"""Whether a candidate is a place name here: a weighted sum of its kind, its surroundings and the parser's opinion."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from onrecord import lexicon
from onrecord.gazetteer import SHORT, Hit
from onrecord.reading.places.names import Name, Names, capital, words
from onrecord.reading.places.weights import table
from onrecord.syntax import Syntax, Token

_LISTS = (
    ("after", ("institution", "media", "company", "team", "street", "thing", "area", "settlement", "speech", "people")),
    ("before", ("place", "settlement", "person", "institution")),
)
# Chosen by cross-validation on the part that may be read: a miss costs a reader more than a doubtful name
_ENOUGH = -0.3
# Where English surnames and town names are the same words
_ENGLISH = ("USA", "GBR", "CAN", "AUS", "NZL", "IRL")
_CLEAR = 1.5  # a first look above this leaves little doubt
_WIDE = ("country", "region", "area")
_MARKS = frozenset((",", ".", "-", "–", "—", "(", ")", "'s", "’s", "and", "/", ":", ";", '"', "the", "or", "&"))


@cache
def striking() -> frozenset[str]:
    """Verbs whose object is a place: "shell", "enter", "besiege"."""
    found: list[str] = lexicon.load("locatives")["object"]["words"]
    return frozenset(found)


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
    if len(found) and side == "after":
        found.append(f"{side} word {lower}")
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
    beyond = _word(after, "after")
    found.extend(beyond)
    found.extend(f"{name.label} {name.within} {b}" for b in beyond if name.label in ("ORG", "FAC", "PERSON"))
    found.append(f"tag {last.tag if name.last - name.first == 1 else 'many'}")
    head = _head(tokens, name)
    found.append(f"dep {head.dep}")
    if head.dep in ("dobj", "nsubjpass"):  # "shelled Kelvia", "arrested Kelvia"
        found.append(f"{head.dep} of a verb {'for' if head.head.lemma in striking() else 'not for'} places")
    if all(t.text.isupper() for t in tokens[name.first : name.last] if t.text.isalpha()) and len(first.text) > 3:
        found.append("all capitals")
    found.extend(_known(name))
    if name.folded.startswith("st "):
        found.append("saint")
    if not name.hits and first.text.isupper() and len(first.text) > 1:
        found.append("acronym")
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
    best = max(name.hits, key=weight)
    kind = best.entry.kind
    found = [f"kind {kind}", f"how {best.how}", f"kind {kind} label {name.label or 'none'} {name.within}"]
    home = best.entry.country in _ENGLISH
    found.append(f"bearers {min(5, len(name.hits).bit_length())} {'home' if home else 'abroad'}")
    found.append(f"label {name.label or 'none'} {name.within} {'home' if home else 'abroad'}")
    if kind in ("town", "hamlet", "district"):
        size = int(math.log10(max(h.entry.population for h in name.hits if h.how == best.how) + 1))
        found.append(f"size {size}")
        found.append(f"size {size} label {name.label or 'none'}")
    return found


def weight(hit: Hit) -> float:
    """How much a reader would think of this entry first: "U.S." before Us in the Oise."""
    return (hit.entry.population + 100) * (1.0, 0.2, 0.01)[hit.how] * (20 if hit.entry.kind in _WIDE else 1)


def _head(tokens: Sequence[Token], name: Name) -> Token:
    """The token of the name whose head lies outside it."""
    for token in tokens[name.first : name.last]:
        if not name.first <= token.head.i < name.last or token.head is token:
            return token
    return tokens[name.last - 1]


def surnames(names: Sequence[Name], syntax: Syntax) -> frozenset[str]:
    """The last words of the persons that the report names in full; "Khan Younis" is a place the parser mistook."""
    tokens = syntax.tokens
    known = {(n.first, n.last) for n in names if n.hits}
    return frozenset(
        tokens[n.last - 1 - (tokens[n.last - 1].lower in ("'s", "’s"))].lower
        for n in syntax.names
        if n.label == "PERSON" and n.last - n.first > 1 and (n.first, n.last) not in known
    )


def again(names: Names, scores: Sequence[float], syntax: Syntax) -> list[list[str]]:
    """The second look: what the first thought of the same name elsewhere, of those listed beside it, of its land."""
    lands = _lands(names, scores)
    return [
        [*found, _near(name, lands)]
        for name, found in zip(names.candidates, _again(names.candidates, scores, syntax), strict=True)
    ]


def _lands(names: Names, scores: Sequence[float]) -> dict[object, set[str]]:
    """The countries and areas that the report plainly names or has plain places in, each with the names that say so."""
    found: dict[object, set[str]] = defaultdict(set)
    for name, score in zip(names.candidates, scores, strict=True):
        if score > _CLEAR and name.hits:
            entry = max(name.hits, key=weight).entry
            found[entry.country].add(name.folded)
            found[entry.number if entry.kind == "area" else entry.area].add(name.folded)
    for name in names.demonyms:
        for hit in name.hits[:1]:
            found[hit.entry.country].add(name.folded + " adjective")
    return found


def _near(name: Name, lands: dict[object, set[str]]) -> str:
    """Whether some reading of the name lies where other names of the report lie."""
    best = "no land"
    for hit in name.hits[:20]:
        if hit.how == SHORT:
            continue
        if hit.entry.area >= 0 and _told_by_another(lands.get(hit.entry.area), name):
            return f"named area {'home' if hit.entry.country in _ENGLISH else 'abroad'}"
        if _told_by_another(lands.get(hit.entry.country), name):
            best = f"named land {'home' if hit.entry.country in _ENGLISH else 'abroad'}"
    return best


def _told_by_another(tellers: set[str] | None, name: Name) -> bool:
    return tellers is not None and (len(tellers) > 1 or (bool(tellers) and name.folded not in tellers))


def _again(names: Sequence[Name], scores: Sequence[float], syntax: Syntax) -> list[list[str]]:
    by_name: dict[str, list[float]] = defaultdict(list)
    for name, first in zip(names, scores, strict=True):
        by_name[name.folded].append(first)
    for firsts in by_name.values():
        firsts.sort()
    persons = surnames(names, syntax)
    found = []
    for i, name in enumerate(names):
        firsts = by_name[name.folded]
        mine = [f"first {_bucket(scores[i])}"]
        if len(firsts) == 1:
            mine.append("elsewhere nowhere")
        else:  # the most and the least of the others
            mine.append(f"elsewhere {_bucket(firsts[-2] if firsts[-1] == scores[i] else firsts[-1])}")
            mine.append(f"elsewhere least {_bucket(firsts[1] if firsts[0] == scores[i] else firsts[0])}")
        for side, k in (("before", i - 1), ("after", i + 1)):
            if 0 <= k < len(names) and _listed(names[min(i, k)], names[max(i, k)], syntax):
                mine.append(f"listed {side} {_bucket(scores[k])}")
        if syntax.tokens[name.last - 1].lower in persons:
            mine.append("surname")
            mine.append(f"surname first {_bucket(scores[i])}")
        found.append(mine)
    return found


def _bucket(score: float) -> int:
    return max(-4, min(4, math.floor(score)))


def _listed(name: Name, following: Name, syntax: Syntax) -> bool:
    between = syntax.tokens[name.last : following.first]
    return 0 < len(between) <= 3 and all(t.lower in (",", "and", "or", "the", ";", "&", "to") for t in between)


def score(found: list[str]) -> float:
    known = table("telling")
    return sum(known.get(f, 0.0) for f in found)


def tell(names: Names, syntax: Syntax, joined: frozenset[int]) -> list[float]:
    """How much speaks for each candidate being a place name; above 0 it is one."""
    scores = [score(features(n, syntax, i in joined, i - 1 in joined)) for i, n in enumerate(names.candidates)]
    known = table("telling again")
    share, bias = known["first look"], known["bias"]
    return [
        bias + share * s + sum(known.get(f, 0.0) for f in more) - _ENOUGH
        for s, more in zip(scores, again(names, scores, syntax), strict=True)
    ]
