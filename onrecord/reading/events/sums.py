"""Which sums of money an event is told with: what is paid, asked, worth; of a change what it came to."""

from __future__ import annotations

from dataclasses import replace

from onrecord.reading.events.clause import conjuncts
from onrecord.reading.events.counts import Counts
from onrecord.reading.events.lexicon import listed
from onrecord.reading.events.triggers import Found
from onrecord.record import Figure
from onrecord.syntax import Token

_PRICES = ("to", "at", "for")  # "at a price of $27", "to a high of $42"
_CAME_TO = frozenset({"to", "at"})
_PUT = frozenset({"estimate", "put", "value", "assess", "total", "peg", "reckon", "calculate", "exceed", "cost", "be"})


def sums_of(found: Found, counts: Counts) -> list[Figure]:
    """The money of an event, but not that of another happening which stands in it."""
    near = _of_noun(found, counts) if found.part == "noun" else _of_verb(found, counts)
    itself = found.token
    got = obtained(itself)
    mine = [t for t in near if t is itself or t in got or t.i not in counts.told]
    return [f for t in mine for f in counts.sums(t) if f.what == "money"]


def obtained(verb: Token) -> list[Token]:
    """ "Won an order": the deal that comes about by the verb, whose sum and number are the verb's as well."""
    return [c for c in verb.children if c.dep == "dobj"] if verb.lemma in listed("tally", "obtains") else []


def _of_verb(found: Found, counts: Counts) -> list[Token]:
    """ "Sold for $3 million", "won an order worth $15bn", "spent $2 million on tents"."""
    verb = found.token
    told = [t for ts in found.frame.preps.values() for t in ts]
    worth = [x for c in verb.children if c.lower == "worth" for x in c.children]
    subjects = [c for c in verb.children if c.dep in ("nsubj", "nsubjpass", "pobj")]
    near = [t for x in (*subjects, *told) for t in conjuncts(x)]
    objects = [c for c in verb.children if c.dep in ("dobj", "npadvmod")]
    to = [x for name in _PRICES for t in found.frame.preps.get(name, ()) if (x := t.behind("of")) is not None]
    own = [t for t in objects if t in obtained(verb) or t.i not in counts.told]
    of = [x for t in own if (x := t.behind("of")) is not None]
    return [*objects, *of, *near, *to, *(worth if len(own) == len(objects) else [])]


def _of_noun(found: Found, counts: Counts) -> list[Token]:
    """ "An offer of $60 million", "a deal worth $2 million"; "damage was put at $1 million"."""
    noun = found.token
    near = [c for c in noun.children if c.lower in ("of", "worth", "between", "for", "to", "at")]
    of = noun.head.head if noun.dep == "pobj" and noun.head.lower in ("of", "in") else None
    verb = noun.head
    if noun.dep in ("nsubj", "nsubjpass") and verb.lemma in _PUT:
        near += [c for c in verb.children if c.dep == "prep" and c.lower in ("at", "to", "between")]
        near += [verb] if verb.lemma in ("be", "total", "exceed", "cost") else []
    if noun.dep == "dobj":
        near += [c for c in verb.children if c.lower == "worth"]
        near += [c for c in verb.children if c.dep == "prep" and c.lower == "at" and verb.lemma in _PUT]
    behind = [t for c in near for p in c.children if p.dep not in ("nsubj", "nsubjpass") for t in conjuncts(p)]
    return [noun, *([of] if of is not None and of.pos != "VERB" else []), *behind]


def settled(found: Found, figures: list[Figure], counts: Counts) -> list[Figure]:
    """Of a change what it came to: "rose to $4 million from $3 million"; the money of damage is its damage."""
    if found.part == "verb":
        return _came_to(found, figures, counts)
    if found.token.lemma == "damage":
        return [replace(f, what="damage") if f.what == "money" else f for f in figures]
    return figures


def _came_to(found: Found, figures: list[Figure], counts: Counts) -> list[Figure]:
    came = [t for name in _CAME_TO for t in found.frame.preps.get(name, ())]
    high = [x for t in came if (x := t.behind("of")) is not None]  # "to a high of $42"
    reached = [f for t in (*came, *high) for f in counts.sums(t) if f in figures]
    before = [f for t in found.frame.preps.get("from", ()) for f in counts.sums(t)]
    if not reached or not (before or any(f.what == "money" and f not in reached for f in figures)):
        return figures
    return [f for f in figures if f.what != "money" or f in reached]
