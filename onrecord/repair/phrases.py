"""Noun phrases that the parse turned inside out."""

from __future__ import annotations

from onrecord.repair.tree import SUBJECT, move
from onrecord.syntax import Token

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
