"""Places told by a common noun: "the Kenyan capital", "off the Tunisian coast", "in the Kibera district"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from onrecord import lexicon
from onrecord.gazetteer import gazetteer
from onrecord.reading.event_place.located import group
from onrecord.record import Document, Place, Span
from onrecord.syntax import Syntax, Token

# No "border": near the Tunisian border may lie on its other side.
_OF_LAND = frozenset("coast coastline waters airspace territory soil mainland shore shores".split())
_PARTS = frozenset(
    """crossing district neighbourhood neighborhood quarter suburb slum slums area township village town city county
    locality municipality settlement commune camp ward sub-county governorate province region""".split()
)
_NO_NAME = frozenset({"NORP", "DATE", "TIME", "EVENT", "LAW", "LANGUAGE"})
_SORTS = frozenset("displacement refugee residential shopping business administrative local rural".split())
_LONGEST = 3


def told_places(document: Document, syntax: Syntax, taken: set[int]) -> Iterator[Place]:
    """Candidate places, without ids; `taken` holds the offsets that known places cover."""
    for token in syntax.tokens:
        struck = token.dep in ("dobj", "nsubjpass") and token.head.lemma in group("object")
        if not (token.dep == "pobj" or struck) or not token.text.islower():
            continue
        if token.lower == "capital" or token.lower in _OF_LAND:
            place = _of_land(document, syntax, token)
        else:
            place = _part(document, syntax, token) if token.lower in _PARTS else None
        if place is not None and taken.isdisjoint(range(place.span.start, place.span.end)):
            yield place


@cache
def _lands() -> dict[str, tuple[str, str, str | None, float, float]]:
    """Adjective -> code, name and capital of its country, and a point of it."""
    found: dict[str, tuple[str, str, str | None, float, float]] = {}
    for code, fact in lexicon.load("countries")["countries"].items():
        for adjective in fact["adjective"]:
            found[adjective] = (code, fact["name"], fact.get("capital"), float(fact["at"][0]), float(fact["at"][1]))
    return found


def _of_land(document: Document, syntax: Syntax, noun: Token) -> Place | None:
    """ "The Tunisian coast" lies in Tunisia; "the Kenyan capital" is Nairobi."""
    before = syntax.tokens[noun.i - 1] if noun.i else noun
    land = _lands().get(before.text) if before.head is noun else None
    if land is None:
        return None
    code, name, capital, latitude, longitude = land
    span = document.span(before.start, noun.end)
    if noun.lower != "capital":
        reason = "a land told by its adjective"
        return Place("", span, name, code, None, latitude, longitude, precision="country", candidates=1, reason=reason)
    entry = next((h.entry for h in gazetteer().find(capital or "") if h.entry.country == code), None)
    if capital is None or entry is None:
        return None
    return Place(
        "", span, entry.name, code, None, round(entry.latitude, 4), round(entry.longitude, 4), entry.geonameid,
        "settlement", 1, "a capital told by the adjective of its land",
    )  # fmt: skip


def _part(document: Document, syntax: Syntax, noun: Token) -> Place | None:
    """ "The Kibera district": a part of a town that the table does not hold."""
    span = _name_before(document, syntax, noun)
    return Place("", span, span.quote, reason="named in the text, not in the table of places") if span else None


def _name_before(document: Document, syntax: Syntax, noun: Token) -> Span | None:
    tokens, low, last = syntax.tokens, syntax.sentences[noun.sent][0], noun.i
    while last > low and tokens[last - 1].text in _SORTS:
        last -= 1  # "the Orrin displacement camp"
    first = last
    while first > low and last - first < _LONGEST and _named(tokens[first - 1]):
        first -= 1
        while first - 1 > low and tokens[first - 1].text == "-" and not tokens[first - 1].space:
            first -= 2  # "the Dasht-e-Barchi area"
    if first == last or (first > low and tokens[first - 1].text[0].isupper()):
        return None
    return document.span(tokens[first].start, tokens[last - 1].end)


def _named(token: Token) -> bool:
    proper = token.tag in ("NNP", "NNPS", "JJ") and token.text not in _lands()
    return proper and token.text.istitle() and token.text.isalpha() and token.ent not in _NO_NAME
