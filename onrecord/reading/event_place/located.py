"""Which predicates a place stands with: from the place up the sentence, through prepositions and nouns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from onrecord import lexicon
from onrecord.record import Place
from onrecord.syntax import Token

_FINENESS = {"exact": 0, "unresolved": 0, "settlement": 1, "district": 2, "region": 3, "country": 4}
_NOMINAL = ("NOUN", "PROPN", "NUM", "PRON", "X", "SYM")
_CLIMB = 12  # links; a place further from its predicate than this is not its place


@dataclass(frozen=True, slots=True)
class Link:
    """One step of the way: the predicate or noun reached, how the place stands to it, and how far the way was.

    `way` is the place's own relation ("in", "to", "from", "of", "object", "modifier"); `front` says that the phrase
    opens its clause, so that it holds for all that follows.
    """

    place: Place
    token: Token
    way: str
    steps: int
    front: bool
    nominal: bool = False  # by "the country" and its like, not by the name

    @property
    def fineness(self) -> int:
        return _FINENESS[self.place.precision]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the climb must know of the report: tokens that happen (triggers) and tokens that name who acts."""

    triggers: frozenset[int]
    actors: frozenset[int]

    def acts(self, token: Token) -> bool:
        return (
            token.i in self.actors or token.lower in group("person") or token.ent in ("PERSON", "NORP")
        ) and token.i not in self.triggers


@cache
def group(name: str) -> frozenset[str]:
    found: list[str] = lexicon.load("locatives")[name]["words"]
    return frozenset(found)


def head_of(tokens: Iterable[Token]) -> Token | None:
    """The token whose head lies outside the stretch."""
    inside = {t.i for t in tokens}
    for token in tokens:
        if token.head.i not in inside or token.head is token:
            return token
    return None


def links(place: Place, head: Token | None, ground: Ground) -> list[Link]:
    """All predicates and nouns that the place is said to be the place of, nearest first."""
    first = _first(head, ground) if head is not None else None
    if head is None or first is None:
        return []
    way, token = first
    if way == "between" and _parties(place, token, ground):
        return _where(place, head)
    nominal = not place.span.start <= head.start < place.span.end
    climbed = _climb(place, head, token, "in" if way == "between" else way, ground)
    return [replace(x, nominal=nominal) for x in climbed] + _where(place, head)


def _parties(place: Place, noun: Token, ground: Ground) -> bool:
    """ "A match between India and Pakistan", "clashes between Kelvia and Orla": who takes part, not where."""
    return noun.i in ground.triggers or (noun.lemma not in group("part") and place.precision == "country")


def _where(place: Place, head: Token) -> list[Link]:
    """ "Flew to Kelvia, where he signed a pact": what the clause behind the place tells happened there."""
    return [
        Link(place, verb, "in", 1, front=True)
        for verb in head.children
        if verb.dep == "relcl" and any(c.lower == "where" and c.dep == "advmod" for c in verb.children)
    ]


def _first(head: Token, ground: Ground) -> tuple[str, Token] | None:
    """How the place itself is attached: the way and the token it is attached to."""
    token = head
    for _ in range(_CLIMB):
        up, dep = token.head, token.dep
        if up is token:
            return None
        if dep in ("conj", "appos", "npadvmod") and up.pos in _NOMINAL:
            token = up
        elif dep == "pobj" or (dep in ("pcomp", "dep") and up.pos == "ADP"):
            return _prepositional(up, ground)
        elif dep in ("compound", "nmod", "poss", "amod", "nummod", "dep"):
            return _modifying(up, ground)
        elif dep in ("dobj", "nsubjpass") and up.lemma in group("object"):
            return "object", up
        elif dep == "npadvmod" and up.pos in ("VERB", "AUX"):
            return "in", up
        else:
            return None
    return None


def _modifying(noun: Token, ground: Ground) -> tuple[str, Token] | None:
    """ "the Kelvia blast", "a Kelvia market", but not "a Kelvia man" nor "the Kelvia Security Council"."""
    if noun.lemma in group("part") and noun.i not in ground.triggers and noun.i not in ground.actors:
        return _first(noun, ground) or ("modifier", noun)  # "in Kelvia province", "raided the Kelvia camp"
    if noun.dep == "pobj" and noun.head.lower in _WHERE and noun.lower not in _PERSONS:
        return "modifier", noun  # "at a Kelvia firm": what stands in such a phrase is a site, whoever it is otherwise
    if ground.acts(noun):
        return None
    if noun.ent == "ORG" and noun.lower not in group("site") and noun.i not in ground.triggers:
        return None
    return "modifier", noun


def _prepositional(preposition: Token, ground: Ground) -> tuple[str, Token] | None:
    word, up = preposition.lower, preposition.head
    while up.pos == "ADP" and up.head is not up:  # "out of", "from inside"
        word, up = up.lower if up.lower != "out" else "from", up.head
    if up is preposition or word in ("according", "because", "like", "than"):
        return None
    if up.pos in ("NOUN", "PROPN", "ADV", "ADJ") and up.lemma in group("part") and up.i not in ground.triggers:
        if word == "with":
            return None  # "near the border with Kelvia" is this side of it
        found = _first(up, ground)  # "on the outskirts of Kelvia", "40 km north of Kelvia"
        return found or (("in", up.head) if up.dep in ("advmod", "npadvmod") else None)
    if word == "between" and up.pos in ("NOUN", "PROPN"):
        return "between", up
    if word in group("in"):
        return "in", up
    if word in group("to"):
        return "to", up
    if word in group("from") and up.lemma in _WAYS:
        return "in", up  # "on the road from Kelvia to Orla"
    if word in group("from"):
        return ("from", up) if up.pos in ("VERB", "AUX") or up.lemma in group("moving") else None
    if word in group("of") and up.pos in ("NOUN", "PROPN"):
        return None if up.ent == "PERSON" else ("of", up)  # "Wright, of Kelvia, was held": where he lives
    return None


_WAYS = frozenset({"road", "highway", "route", "railway", "motorway", "track"})


def _done_there(noun: Token, verb: Token, way: str, ground: Ground) -> bool:
    """ "Staged a protest in Kelvia"; not "discussed the war in Kelvia", nor "cancelled a trip to Kelvia"."""
    if verb.lemma in group("about"):
        return False
    return way != "to" or noun.i not in ground.triggers or verb.lemma in group("making")


_WHERE = frozenset(
    "at in inside outside near around along off across through throughout within beside opposite behind".split()
)
_OUT_OF = frozenset({"from", "into", "onto"})  # "abducted from a dormitory in Kelvia"
_PERSONS = frozenset("man woman people person boy girl police".split())
_BARRED = frozenset(
    "by about like than as according without because over despite from since until before after for against".split()
)


def _climb(place: Place, head: Token, token: Token, way: str, ground: Ground) -> list[Link]:
    """From noun to noun up to the verb; not out of who acts, nor through "because of" and its like."""
    found: list[Link] = []
    for step in range(1, _CLIMB):
        found.append(Link(place, token, way, step, head.i < token.i))
        up, dep = token.head, token.dep
        if up is token or (token.pos in ("VERB", "AUX") and dep != "amod"):
            break
        if dep == "dobj" and not _done_there(token, up, way, ground):
            break
        if dep == "pobj":
            preposition, up = up, up.head
            while up.pos == "ADP" and up.head is not up:
                preposition, up = up, up.head
            outside = preposition.lower not in _WHERE
            if preposition.lower in _OUT_OF:
                outside = token.lower in group("person")
            if preposition.lower in _BARRED or (ground.acts(token) and outside):
                break
        elif dep == "nsubj" and way in ("to", "from"):
            break  # "a flight to Kelvia crashed": not there
        elif (dep in ("nsubj", "agent", "dobj", "nsubjpass", "attr") and ground.acts(token)) or (
            dep == "nsubj" and token.i not in ground.triggers
        ):
            break
        token = up
    return found
