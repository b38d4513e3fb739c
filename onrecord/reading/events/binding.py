"""Which figures an event is told with: those that count its parties, its objects or the event noun itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from onrecord.reading.events.clause import conjuncts, core
from onrecord.reading.events.lexicon import listed, of_class
from onrecord.reading.events.parties import Parties
from onrecord.reading.events.tallies import number_of, numbers_of, runs
from onrecord.reading.events.triggers import Found
from onrecord.record import Document, Figure, FigureScope, FigureWhat
from onrecord.syntax import Syntax, Token

_COUNTED = frozenset({"killed", "injured", "casualties", "missing", "displaced", "arrested"})
_CROWD = 20  # a counted group of people acting is a crowd from about here ("300 delegates", not "two officers")
_DEFINITE = frozenset({"the", "those", "these", "his", "her", "its", "their", "both", "our", "my"})
_MODIFIERS = frozenset({"nummod", "quantmod", "compound", "det", "amod", "nmod"})


class Counts:
    """The figures of a document by the token they count."""

    def __init__(self, document: Document, syntax: Syntax, figures: tuple[Figure, ...]) -> None:
        self.document = document
        self.by_token: dict[int, list[Figure]] = defaultdict(list)
        for figure in figures:
            tokens = syntax.within(figure.span)
            if tokens:
                for i in _counted(tokens):
                    self.by_token[i].append(figure)

    def of(self, token: Token) -> list[Figure]:
        own = self.by_token.get(token.i, [])
        if own or core(token) is token:
            return own if len(own) < 2 else _of_parts(own, token)
        return self.by_token.get(core(token).i, [])

    def sums(self, token: Token) -> list[Figure]:
        """The money that a token is or is a part of: "$20,000 bail"."""
        own = [f for f in self.of(token) if f.what == "money"]
        return own or [f for c in token.children if c.dep in _MODIFIERS for f in self.by_token.get(c.i, [])]


def _of_parts(figures: list[Figure], token: Token) -> list[Figure]:
    """ "21 of 41 missiles" counts 21, told of the number or of the missiles."""
    return [f for f in figures if f.span.start <= token.start < f.span.end] or figures


def _counted(tokens: tuple[Token, ...]) -> list[int]:
    """The number and the noun it counts."""
    last = tokens[-1]
    inside = {t.i for t in tokens}
    while last.head.i in inside and last.head is not last:
        last = last.head
    if last.dep in _MODIFIERS:
        return [last.i, last.head.i]
    found = [last.i]
    for c in last.children:
        if c.dep == "prep" and c.lower == "of":
            found += [p.i for p in c.children if p.dep == "pobj"]
    return found


def figures_of(found: Found, made: Parties, counts: Counts) -> tuple[Figure, ...]:
    """The figures of one event, each with what it counts there."""
    if any(c.lower == "dead" and c.dep in ("oprd", "acomp") for c in found.token.children):
        return ()  # "two were pronounced dead": the toll is told once, by "dead"
    casualty = _casualty(found)
    out: dict[tuple[int, int], Figure] = {}
    total = _together(made.recipient, casualty, counts)
    if total is not None:
        return (total,)
    for token in made.recipient:
        for figure in counts.of(token):
            if not _lent(token, found.token) and (casualty is not None or not _known_already(figure, token)):
                out.setdefault((figure.span.start, figure.span.end), _as(figure, casualty, figure.low))
    for token in made.actor:
        for figure in counts.of(token):
            if figure.what == "money" or not (_few(figure) and (made.recipient or _known_already(figure, token))):
                as_what = _crowd(found, token, figure)
                out.setdefault((figure.span.start, figure.span.end), _as(figure, as_what, figure.low))
    count = _count(found)
    told: FigureWhat | None = casualty if count is not None else None
    scope: FigureScope | None = "total" if count is not None and runs(count) else None
    for token in _others(found, made):
        what = casualty if found.part == "noun" and token is found.token else told  # "no injuries", "four arrests"
        for figure in counts.of(token):
            whole = replace(figure, scope=scope) if scope is not None and figure.what != "money" else figure
            out.setdefault((figure.span.start, figure.span.end), _as(whole, what, figure.low))
    for token in _worth(found):
        for figure in counts.sums(token):
            if figure.what == "money":
                out.setdefault((figure.span.start, figure.span.end), figure)
    return tuple(sorted(out.values(), key=lambda f: f.span))


def _lent(token: Token, verb: Token) -> bool:
    """ "Shot and wounded three people": the number is told of the verb that has the object."""
    return token.dep == "dobj" and token.head is not verb and token.head.dep == "conj" and token.head.head is verb


def _few(figure: Figure) -> bool:
    """Too few to be a crowd: "two men attacked the guard" is told of the guard."""
    return (figure.high if figure.high is not None else figure.low or 0.0) < _CROWD


def _known_already(figure: Figure, token: Token) -> bool:
    """ "The three climbers", "one of them", "nobody": who is spoken of, not how many were reached."""
    if figure.what == "money" or not _few(figure):
        return False
    definite = any(c.dep in ("det", "poss") and c.lower in _DEFINITE for c in (*token.children, *core(token).children))
    return definite or (figure.high if figure.high is not None else figure.low) in (0.0, 1.0)


def _together(victims: list[Token], casualty: FigureWhat | None, counts: Counts) -> Figure | None:
    """The sum over coordinated victims, where each is counted: "two soldiers and a child were killed" are three."""
    if casualty is None or len(victims) < 2 or any(v not in conjuncts(victims[0]) for v in victims):
        return None
    parts = [_part(v, counts) for v in victims]
    known = [p for p in parts if p is not None]
    figures = [f for p in known for f in p.figures]
    if len(known) < len(parts) or not figures or any(f.what == "money" for f in figures):
        return None
    low = None if any(p.low is None for p in known) else sum(p.low or 0.0 for p in known)
    high = None if any(p.high is None for p in known) else sum(p.high or 0.0 for p in known)
    units = {f.unit for f in figures} if len(figures) == len(parts) else set()
    span = counts.document.span(min(p.start for p in known), max(p.end for p in known))
    return replace(
        figures[0], what=casualty, low=low, high=high, unit=units.pop() if len(units) == 1 else None, span=span
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """How many one of several coordinated victims are, and the characters that say so."""

    low: float | None
    high: float | None
    start: int
    end: int
    figures: tuple[Figure, ...] = ()


def _part(victim: Token, counts: Counts) -> _Part | None:
    found = counts.of(victim)
    if found:
        return _Part(found[0].low, found[0].high, found[0].span.start, max(found[0].span.end, victim.end), (found[0],))
    first = next((c for c in victim.children if c.lower in ("a", "an", "one", "his", "her", "another")), None)
    if victim.tag in ("NN", "NNP") and (first is not None or victim.ent == "PERSON"):
        return _Part(1.0, 1.0, first.start if first is not None else victim.start, victim.end)
    return None


def _others(found: Found, made: Parties) -> list[Token]:
    """Counted things around a trigger that are no party: objects, the event noun itself; never what it is done with."""
    near = [p for p in found.frame.patients if p not in made.instrument]
    near += [c for c in found.token.children if c.dep in ("npadvmod", "dobj")]
    if found.part == "noun":
        near.append(found.token)
    if (number := _count(found)) is not None:
        near += numbers_of(number)
        near += [p for c in found.token.children if c.lower == "at" for p in c.children if p.pos == "NUM"]
    return [t for t in near if not any(c.dep == "neg" for c in t.children) and not _lent(t, found.token)]


def _worth(found: Found) -> list[Token]:
    """The sum that something is of or is done for: "an offer of $60 million", "sold for $3 million"."""
    if found.part != "noun":
        told = [t for ts in found.frame.preps.values() for t in ts]
        subjects = [c for c in found.token.children if c.dep in ("nsubj", "nsubjpass", "pobj")]
        return [t for x in (*found.frame.agents, *subjects, *told) for t in conjuncts(x)]
    near = [c for c in found.token.children if c.lower in ("of", "worth", "between", "for", "to")]
    of = found.token.head.head if found.token.dep == "pobj" and found.token.head.lower in ("of", "in") else None
    return [
        *([of] if of is not None and of.pos != "VERB" else []),
        *(t for c in near for p in c.children for t in conjuncts(p)),
    ]


def _count(found: Found) -> Token | None:
    """The running count that a trigger is or belongs to: "toll", "the number of dead", "raised it to 820"."""
    if found.token.lemma in listed("tally", "nouns"):
        return found.token
    if found.part == "verb" and found.match and found.match.entry.words[0] == "toll":
        return next((c for c in found.token.children if c.dep in ("dobj", "nsubjpass")), None)
    return number_of(found.token)


def _casualty(found: Found) -> FigureWhat | None:
    entry = found.match.entry if found.match else None
    if found.token.lower in ("hurt", "injured", "wounded") and any(c.pos == "NUM" for c in found.token.children):
        return "injured"  # "ten are dead and about 50 hurt", where the parse has a noun
    if entry is None:
        return None
    words = {"death", "dead"} & set(entry.words)
    if words or found.token.lemma == "fatality":
        return "killed"
    if found.token.lemma in ("displace", "uproot"):
        return "displaced"
    if found.token.lower in ("missing", "unaccounted"):
        return "missing"
    if found.token.lower == "homeless":
        return "displaced"
    if found.token.lemma == "casualty":
        return "casualties"
    if entry.group == "assault.casualty_noun":
        return "injured"
    if entry.group in ("coerce.arrest", "coerce.arrest_more", "coerce.hold"):
        return "arrested"
    told: FigureWhat | None = entry.data.get("casualty")
    hit = found.part == "verb" and found.token.lemma in ("shoot", "stab", "knife") and not _dead(found)
    if told is None and hit and not any(c.dep == "prt" for c in found.token.children):
        told = "injured"  # "shot three co-workers": who were hit; a shot that killed is told as killing
    if told is None and _dead(found):
        return "killed" if entry.kind == "ASSAULT" and entry.mode in ("firearms", "primitive", "beat") else None
    return told


def _dead(found: Found) -> bool:
    """ "Shot dead", "stabbed to death", "fatally shot"."""
    return any(c.lower in ("dead", "death", "fatally") for p in found.token.children for c in (p, *p.children))


def _crowd(found: Found, token: Token, figure: Figure) -> FigureWhat | None:
    entry = found.match.entry if found.match else None
    many = (figure.low or figure.high or 0) >= _CROWD
    protest = entry is not None and entry.kind == "PROTEST"
    people = of_class(core(token).lemma, ("@person", "@crowd")) or core(token).pos == "NUM" or figure.unit is None
    return "crowd" if many and (protest or people) else None


def _as(figure: Figure, what: FigureWhat | None, low: float | None) -> Figure:
    if figure.what == "money":
        return figure
    if what is not None:
        return replace(figure, what=what, low=low)
    return figure if figure.what not in _COUNTED else replace(figure, what="other")
