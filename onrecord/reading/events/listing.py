"""Which tokens a noun phrase stands for: what is coordinated, what a partitive speaks of, who is named in it."""

from __future__ import annotations

from onrecord.reading.events.lexicon import listed
from onrecord.syntax import Token

VERBAL = frozenset({"VERB", "AUX"})


def conjuncts(token: Token) -> tuple[Token, ...]:
    """The token and everything coordinated with it."""
    found = list(_named_in(token) or (token,))
    for t in found:
        found.extend(c for c in t.children if c.dep == "conj" and c.pos not in VERBAL | {"ADV"} and not portion(c))
        found.extend(c for c in t.children if c.dep == "appos" and (_goes_on_listing(c) or _counted_too(t, c)))
    return tuple(found)


def _named_in(token: Token) -> tuple[Token, ...]:
    """ "Ministers Lind and Obi met", "the hosts, Lind and Obi, met": a plural word stands for those named after it."""
    if token.tag != "NNS":
        return ()
    for c in token.children:
        if c.dep != "appos" or c.pos != "PROPN" or c.ent != "PERSON" or c.child("conj", "appos") is None:
            continue
        if any(t.head is not c and t.head.head is not c for t in c.subtree() if t.i < c.i) or c.child("relcl"):
            continue
        first = min(t.i for t in c.subtree())
        if first == token.i + 1:
            return (c,)
        named = _all_named(c)
        if first == token.i + 2 and any(x.dep == "punct" and x.i == token.i + 1 for x in token.children) and named:
            return named
    return ()


def _all_named(first: Token) -> tuple[Token, ...]:
    """The names of a list, where it names nobody but people: with the commas the parse takes some for appositions."""
    found = [first]
    for t in found:
        found.extend(c for c in t.children if c.dep in ("conj", "appos") and c.pos not in VERBAL)
    names = [t for t in found if t.ent == "PERSON" and t.pos == "PROPN"]
    return tuple(names) if len(names) == len(found) > 1 else ()


def _counted_too(token: Token, other: Token) -> bool:
    """ "12 students, two teachers" in a headline: two counts of two sorts are two sorts of people."""
    if token.tag != "NNS" or other.tag not in ("NNS", "NN") or token.lemma == other.lemma:
        return False
    return all(any(c.dep == "nummod" for c in t.children) for t in (token, other))


def _goes_on_listing(token: Token) -> bool:
    """ "The envoy, his staff, and the consul": a list of three that the parse took for one and who he is."""
    joint = token.child("cc")
    if joint is None or token.child("conj") is None or not any(c.dep in ("det", "poss") for c in token.children):
        return False
    return any(c.text == "," and c.i == joint.i - 1 for c in token.children)


def portion(token: Token) -> bool:
    """ "59 people, most of them officers": a part of those named before, not others beside them."""
    return any(
        c.lower in ("most", "many", "some", "half", "several", "mostly", "mainly")
        and c.i < token.i
        and (any(x.lower == "of" for x in c.children) or c.dep in ("nsubj", "advmod"))
        for c in token.children
    )


def core(token: Token) -> Token:
    """The noun that a partitive speaks of: "dozens of villagers" -> villagers."""
    partitive = token.lower in listed("words", "partitive") or token.pos == "NUM"
    return (token.behind("of") if partitive else None) or token
