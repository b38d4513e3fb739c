"""Noun phrases that the parse turned inside out."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.repair.tree import SUBJECT, move
from onrecord.syntax import Token

_PREFIXES = frozenset({"co", "ex", "non", "vice", "mid", "sub", "re", "half", "anti", "pro", "step", "no", "semi"})
_HURT = {"wounded": "wound", "injured": "injure", "hurt": "hurt", "displaced": "displace", "trapped": "trap"}
_NAMES = frozenset({"call", "label", "brand", "term", "deem", "dub", "declare", "consider"})
_CARRIES = frozenset({"carry", "transport", "ferry", "haul"})


def carrier(token: Token) -> None:
    """ "A bus carrying pilgrims plunged into a ravine": the parse has pilgrims that carry a bus plunge."""
    load, verb = token.head, token.head.head
    if token.tag != "VBG" or token.lemma not in _CARRIES or token.dep != "amod" or load.dep not in SUBJECT:
        return
    vehicle = next((c for c in token.children if c.dep in ("npadvmod", "compound") and c.i == token.i - 1), None)
    before = [c for c in load.children if c.i < token.i and c.dep in ("det", "amod", "nummod", "compound")]
    if vehicle is None or vehicle.pos != "NOUN" or not any(c.dep in ("det", "nummod") for c in before):
        return
    role = load.dep
    move(vehicle, verb)
    move(token, vehicle)
    move(load, token)
    for child in before:
        move(child, vehicle)
    vehicle.dep, token.dep, token.pos, load.dep = role, "acl", "VERB", "dobj"


def prefixed(token: Token, tokens: Sequence[Token]) -> None:
    """ "Shot three co-workers": the parts of one hyphened noun were read as three objects."""
    place = token.i - tokens[0].i
    if token.lower not in _PREFIXES or token.space or place + 2 >= len(tokens):
        return
    hyphen, noun = tokens[place + 1], tokens[place + 2]
    if hyphen.text not in ("-", "‑") or hyphen.space or not noun.text.isalpha() or noun.tag.startswith("VB"):
        return
    parts = (token, hyphen, noun)
    beside = token.head is hyphen.head and token.head.pos == "ADP" and noun.dep in SUBJECT and noun.head is not token
    if beside and any(c.dep in SUBJECT and c.i < token.i for c in noun.head.children):
        move(noun, token.head)  # "two of her co-defendants were freed"
        noun.dep = token.dep
    outer = next((t for t in parts if t.head not in parts or t.head is t), None)
    if outer is None or outer is noun or outer.head is outer:
        return
    if any(t.head is not outer.head and t.head not in parts for t in parts):
        return
    if noun.head is not outer.head:
        move(noun, outer.head)
    noun.dep = outer.dep
    for part, dep in ((token, "compound"), (hyphen, "punct")):
        for child in [c for c in part.children if c not in parts]:
            move(child, noun)
        if part.head is not noun:
            move(part, noun)
        part.dep = dep
    if noun.pos not in ("NOUN", "PROPN"):
        noun.pos, noun.tag = "NOUN", "NN"
    hyphen.pos, hyphen.tag = "PUNCT", "HYPH"


def handed_over(token: Token) -> None:
    """ "Hand over three suspects": not more than three."""
    count, verb = token.head, token.head.head.head
    after = token.lower == "over" and token.dep == "quantmod" and verb.lemma == "hand" and verb.i == token.i - 1
    if after and count.pos == "NUM" and count.head.dep in ("dobj", *SUBJECT):
        move(token, verb)
        token.dep, token.pos, token.tag = "prt", "ADP", "RP"


def left_behind(token: Token) -> None:
    """ "Left two people dead and dozens hurt": nobody leaves twice, and dozens hurt nobody; both are what was left."""
    leave = token.head
    if token.lower not in _HURT or token.dep != "conj" or leave.lemma != "leave":
        return
    dead = next((c for c in leave.children if c.lower == "dead" and c.dep in ("oprd", "dobj", "acomp")), None)
    counted = next((c for c in token.children if c.dep in SUBJECT and c.i < token.i), None)
    if dead is None or counted is None or dead.i > counted.i:
        return
    move(token, dead)
    token.pos, token.tag, token.lemma = "VERB", "VBN", _HURT[token.lower]
    counted.dep = "nsubjpass"


def called_deed(token: Token) -> None:
    """ "Called the shooting “a massacre”": the deed was read as a verb, and what it is called as its object."""
    verb = token.head
    if token.tag not in ("VBG", "NN") or token.dep not in ("dobj", "ccomp", "xcomp") or verb.lemma not in _NAMES:
        return
    if not any(c.dep == "det" and c.i < token.i for c in token.children):
        return
    named = token.child("dobj")
    token.pos, token.tag, token.dep, token.lemma = "NOUN", "NN", "dobj", token.lower
    if named is not None and named.i > token.i:
        move(named, verb)
        named.dep = "oprd"


def named_is(token: Token, tokens: Sequence[Token]) -> None:
    """ "IS claimed the blast": a name, not the verb."""
    verb, place = token.head, token.i - tokens[0].i
    if token.text != "IS" or token.tag != "VBZ" or verb.tag not in ("VBD", "VBN") or place + 1 >= len(tokens):
        return
    if tokens[place + 1] is not verb or verb.text.isupper() or any(c.dep in SUBJECT for c in verb.children):
        return
    token.pos, token.tag, token.dep, token.lemma, verb.tag = "PROPN", "NNP", "nsubj", "is", "VBD"


def mock(token: Token, tokens: Sequence[Token]) -> None:
    """ "Electric shocks, mock executions and beatings": nobody mocks anything."""
    place = token.i - tokens[0].i
    if token.lower != "mock" or token.tag not in ("VB", "VBP") or place + 1 >= len(tokens):
        return
    noun, above = tokens[place + 1], token.head
    if noun.head is not token or noun.dep != "dobj" or above is token or any(c.i < token.i for c in token.children):
        return
    for child in [c for c in token.children if c is not noun]:
        move(child, noun)
    noun.dep = token.dep
    listed = tokens[place - 2] if place > 1 and tokens[place - 1].text == "," and above.pos == "VERB" else above
    move(noun, listed if listed.pos == "NOUN" else above)
    move(token, noun)
    token.dep, token.pos, token.tag = "amod", "ADJ", "JJ"


def the_hurt(token: Token) -> None:
    """ "Evacuate the wounded": people, not a verb whose subject would be hurt."""
    people = token.dep in ("dobj", "pobj", *SUBJECT) and any(c.dep == "det" for c in token.children)
    if people and token.tag in ("VBN", "VBD") and token.lower in _HURT:
        token.pos, token.tag = "ADJ", "JJ"


def taken_hostage(token: Token) -> None:
    """ "Took 14 sailors hostage": the sailors were read as a word of "hostage"."""
    verb = token.head
    if token.lower not in ("hostage", "hostages", "captive", "prisoner") or token.dep != "dobj":
        return
    whom = next((c for c in reversed(token.children) if c.i == token.i - 1 and c.dep in ("compound", "nmod")), None)
    if whom is None or verb.lemma not in ("take", "hold", "keep", "seize") or whom.pos not in ("NOUN", "PROPN"):
        return
    others = [c for c in token.children if c.i < whom.i]
    move(whom, verb)
    for other in others:
        move(other, whom)
    whom.dep, token.dep = "dobj", "oprd"
