"""Clauses whose verb the parse read as a word of a noun: the noun before it is its subject."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.repair.tree import SUBJECT, crown, move
from onrecord.syntax import Token

_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_HEADLINE = {
    f"{verb}s": verb
    for verb in (
        "order", "demand", "ban", "urge", "seek", "free", "jail", "vow", "blame", "detain", "arrest", "expel", "recall",
        "halt", "force", "warn", "back", "name", "summon", "deport", "evict", "release", "close", "suspend", "reject",
    )
}  # fmt: skip
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


def headline_verb(token: Token, tokens: Sequence[Token]) -> None:
    """ "Court orders release of leader", "Flooding forces 5,000 from homes": the verb was read as a noun."""
    verb = _HEADLINE.get(token.lower)
    first = tokens[0]
    if verb is None or token.tag not in ("NNS", "NNPS") or not 0 < token.i - first.i < 5 or token.sent != first.sent:
        return
    subject = tokens[token.i - 1 - first.i]
    if subject.pos not in ("NOUN", "PROPN") or subject.tag == "NNS" or subject.dep not in ("compound", "nmod", "amod"):
        return
    if any(t.tag in _FINITE for t in tokens if t.sent == token.sent):
        return
    thing = next((c for c in token.children if c.dep == "dobj"), None)
    if token.dep == "ROOT" and thing is not None and thing.i > token.i:
        subject.dep = "nsubj"
    elif token.dep == "compound" and token.head.dep == "ROOT" and token.head.pos == "NOUN":
        thing, root = token.head, token.head
        if not any(c.i > root.i and c.dep in ("prep", "acl") for c in root.children) or not crown(token, root, "dobj"):
            return
        move(subject, token)
        subject.dep = "nsubj"
    else:
        return
    token.pos, token.tag, token.lemma = "VERB", "VBZ", verb


def shared_away(token: Token, tokens: Sequence[Token]) -> None:
    """ "Were shot in the unrest and more than 100 were arrested": the second subject was listed with the unrest."""
    if token.dep != "conj" or token.head.pos != "VERB" or token.pos != "VERB":
        return
    if any(c.dep in (*SUBJECT, "csubj", "expl", "cc", "mark") and c.i < token.i for c in token.children):
        return
    start = min((c.i for c in token.children if c.dep in ("aux", "auxpass")), default=token.i) - tokens[0].i
    if start < 3 or tokens[start].tag not in ("VBD", "VBZ", "VBP", "MD"):
        return
    for noun in reversed(tokens[max(0, start - 6) : start]):
        phrase = noun.subtree()
        if noun.dep == "conj" and noun.head.pos in ("NOUN", "PROPN") and phrase[-1].i == tokens[start].i - 1:
            before = tokens[phrase[0].i - 1 - tokens[0].i]
            if before.pos == "CCONJ" and before.head is noun.head and noun.head.i > token.head.i:
                passive = any(c.dep == "auxpass" for c in token.children)
                move(noun, token)
                move(before, token.head)
                noun.dep = "nsubjpass" if passive else "nsubj"
            return
