"""Clauses whose verb the parse read as a word of a noun: the noun before it is its subject."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.repair.tree import SUBJECT, crown, move
from onrecord.syntax import Token

_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_GIVES = frozenset("give award tell hand offer deny grant show send pay teach ask allow leave call serve".split())


def dated_verb(token: Token, tokens: Sequence[Token]) -> None:
    """ "A court on Friday convicted opposition politician Ana Reval": the deed was read as a sort of politician."""
    place = token.i - tokens[0].i
    if token.dep != "amod" or token.tag not in ("VBN", "VBD") or place < 3 or token.children == []:
        return
    day, on = tokens[place - 1], tokens[place - 2]
    if day.lower not in _WEEKDAYS or day.head is not token or on.lower != "on" or on.dep != "prep":
        return
    subject, thing = on.head, token.head
    while thing.dep in ("compound", "nmod", "appos") and thing.head is not thing:
        thing = thing.head
    if thing.head is not on or thing.dep != "pobj" or subject.pos not in ("NOUN", "PROPN") or subject.i > on.i:
        return
    later = subject.head if subject.dep in SUBJECT and subject.head.i > thing.i else None  # "... and jailed her"
    joint = tokens[later.i - 1 - tokens[0].i] if later is not None else token
    if later is not None and joint.pos == "CCONJ" and crown(token, later, "conj"):
        move(subject, token)
        move(joint, token)
        subject.dep = "nsubj"
    elif not crown(token, subject, "nsubj"):
        return
    token.pos, token.tag = "VERB", "VBD"
    move(on, token)
    move(day, on)
    move(thing, token)
    day.dep, thing.dep = "pobj", "dobj"
    for late in [c for c in subject.children if c.i > thing.i]:
        move(late, token)


def named_verb(token: Token) -> None:
    """ "Velde named Ines Kola to head the bank": a name with a participle that has an object of its own acts."""
    subject = token.head
    if token.dep != "acl" or token.tag != "VBN" or subject.dep != "ROOT" or subject.pos != "PROPN":
        return
    if token.lemma in _GIVES or any(c.dep in ("aux", "auxpass", "agent", *SUBJECT) for c in token.children):
        return
    if token.i != subject.i + 1 or any(c.i > token.i and c.pos in ("VERB", "AUX") for c in subject.children):
        return
    thing = next((c for c in token.children if c.dep == "dobj" or (c.dep == "oprd" and c.pos == "PROPN")), None)
    if thing is None or thing.i < token.i or not crown(token, subject, "nsubj"):
        return
    token.tag, thing.dep = "VBD", "dobj"
    for late in [c for c in subject.children if c.i > token.i]:
        move(late, token)


def object_again(token: Token) -> None:
    """ "Was given a life sentence": behind a verb stands an object, whatever the parse calls it."""
    verb = token.head
    told = verb.tag == "VBN" and verb.dep in ("conj", "ROOT", "ccomp", "relcl")
    if token.dep == "pobj" and verb.pos == "VERB" and told and token.i > verb.i:
        token.dep = "dobj"
