"""Running counts: "bringing to 274 the number of troops who have died", "raised it to 820", "put the missing at 317".

The verb only tells the count and is no happening; the number belongs to the casualty that is counted, and is a total.
"""

from __future__ import annotations

from onrecord.reading.events.lexicon import index, listed
from onrecord.syntax import Syntax, Token

_REACH = 2  # sentences in which "it" still stands for a toll: "The toll was 40. The ministry later raised it to 55."
_COPULA = frozenset({"be", "include"})


def is_count(noun: Token) -> bool:
    """ "the death toll", "the number of dead", "the total": not "the number of seats"."""
    if noun.lemma == "toll":
        return True
    if noun.lemma not in listed("tally", "nouns"):
        return False
    return any(_casualty(t) for t in noun.subtree() if t is not noun)


def _casualty(token: Token) -> bool:
    """A word that the lists know as a casualty: "killed", "dead", "missing", "deaths"."""
    known = (index("verb"), index("noun"), index("adjective"))
    entries = (e for k in known for w in (token.lower, token.lemma) for e in k.get(w, ()))
    return token.lower in listed("tally", "casualties") or any(
        e.data.get("casualty") or e.data.get("cause") for e in entries if len(e.words) == 1
    )


def told_count(verb: Token, syntax: Syntax) -> Token | None:
    """The count that a verb tells and does nothing else to: "brought the toll to 40", "gave a figure of five dead"."""
    if verb.lemma in listed("tally", "gives"):
        objects = [c for c in verb.children if c.dep in ("dobj", "nsubjpass")]
        beside = any(c.dep in ("advcl", "acomp", "oprd") and _casualty(c) for c in verb.children)
        given = next((c for c in objects if is_count(c) or (beside and c.lemma in listed("tally", "nouns"))), None)
        counts = [c for c in verb.children if c.dep == "nsubj" and c.lemma in ("count", "tally", "toll", "estimate")]
        return given or (counts[0] if counts and any(_casualty(c) for c in objects) else None)
    if verb.lemma in listed("words", "rising"):
        return next((c for c in verb.children if c.dep == "nsubj" and is_count(c)), None)
    for c in verb.children:
        if c.dep not in ("dobj", "nsubjpass") or _behind(verb, c) is None:
            continue
        if is_count(c) or (c.lemma in listed("tally", "nouns") and _counted_near(verb, syntax, _reach(c))):
            return c
        if c.lower == "it" and verb.lemma in listed("tally", "revises") and _counted_near(verb, syntax, _REACH):
            return c
    return None


def counts_noticed(verb: Token) -> bool:
    """ "Twelve deaths were confirmed": the deaths are told, not that somebody counted them."""
    if verb.lemma not in listed("tally", "noticed"):
        return False
    told = [t for c in verb.children if c.dep == "nsubjpass" for t in (c, *(x for x in c.children if x.dep == "conj"))]
    return any(_casualty(c) and any(x.dep == "nummod" or x.lower in ("no", "more") for x in c.children) for c in told)


def _behind(verb: Token, noun: Token) -> Token | None:
    """The number that a verb brings a count to or puts it at."""
    name = "to" if verb.lemma in listed("tally", "to") else "at" if verb.lemma in listed("tally", "at") else None
    preps = [x for c in verb.children if c.dep == "prep" for x in (c, *c.children) if x.dep == "prep"]
    preps += [t for t in noun.subtree() if t.dep == "prep"]  # in "from 48 to 39" one may hang from the other
    numbers = (p for c in preps if c.lower == name for p in c.children if p.dep == "pobj")
    return next((p for p in numbers if p.pos == "NUM" or any(t.pos == "NUM" for t in p.children)), None)


def _reach(noun: Token) -> int:
    """ "Activists put the figure at 60": of those told in the sentences before; "a number of seats" is not."""
    bare = any(c.lower in ("the", "that") for c in noun.children) and not any(c.dep == "prep" for c in noun.children)
    return _REACH if bare else 0


def _counted_near(verb: Token, syntax: Syntax, reach: int) -> bool:
    first = max(0, verb.sent - reach)
    start, end = syntax.sentences[first][0], verb.i
    return any(_casualty(t) or t.lemma == "toll" for t in syntax.tokens[start:end])


def number_of(token: Token) -> Token | None:
    """The count that a casualty belongs to: "the number of people killed", "of troops who have died", "of missing"."""
    counted = token.head if token.dep in ("acl", "relcl") else token
    if counted is not token and counted.lemma in listed("tally", "nouns") and counted.behind("of") is not None:
        return counted  # "the number of people that have been killed", where the clause hangs from "number"
    of = counted.head
    if counted.dep not in ("pobj", "pcomp") or of.lower != "of" or of.head.lemma not in listed("tally", "nouns"):
        return None
    return of.head


def numbers_of(noun: Token) -> list[Token]:
    """Where a count's number stands: "rose to 45 from 30", "a toll of 45", "was more than a thousand".

    Of several the next behind the noun, else the last before it ("brought to 274 the number of dead").
    """
    verb = noun.head
    if verb.lemma == "include":
        return []  # "the toll includes nine children": a part of it
    near = [c for c in verb.children if c.dep in ("attr", "acomp", "dobj") and c is not noun]
    preps = [
        x for t in (verb, noun) for c in t.children if c.dep == "prep" for x in (c, *c.children) if x.dep == "prep"
    ]
    near += [p for c in preps if c.lower != "from" for p in c.children]
    near += [p for t in noun.subtree() if t.dep == "prep" and t.lower in ("at", "to") for p in t.children]
    if verb.lemma in _COPULA:
        return near
    counts = [t for t in near if t.pos == "NUM" or any(c.pos == "NUM" for c in t.children)]
    behind = sorted((t for t in counts if t.i > noun.i), key=lambda t: t.i)
    return behind[:1] or [t for t in counts if t.i < noun.i][-1:]


def runs(noun: Token) -> bool:
    """A count that is told as growing or as of now, not merely as being so many."""
    return noun.head.lemma not in _COPULA and noun.head.pos == "VERB"
