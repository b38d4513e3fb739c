"""Which figures an event is told with: those that count its parties, its objects or the event noun itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from onrecord.reading.events.clause import conjuncts, core
from onrecord.reading.events.counts import Counts
from onrecord.reading.events.lexicon import listed, of_class
from onrecord.reading.events.parties import Parties
from onrecord.reading.events.sums import obtained, settled, sums_of
from onrecord.reading.events.tallies import number_of, numbers_of, runs
from onrecord.reading.events.triggers import Found
from onrecord.record import Figure, FigureScope, FigureWhat
from onrecord.syntax import Token

_COUNTED = frozenset({"killed", "injured", "casualties", "missing", "displaced", "arrested"})
_CROWD = 20  # a counted group of people acting is a crowd from about here ("300 delegates", not "two officers")
_DEFINITE = frozenset({"the", "those", "these", "his", "her", "its", "their", "both", "our", "my"})
_SINGLE = frozenset({"a", "an", "one", "his", "her", "another", "the", "their", "its"})
_VICTIMS = frozenset({"dead", "wounded", "injured", "missing", "displaced", "homeless", "hurt", "killed"})


def figures_of(found: Found, made: Parties, counts: Counts) -> tuple[Figure, ...]:
    """The figures of one event, each with what it counts there."""
    if any(c.lower == "dead" and c.dep in ("oprd", "acomp") and c.i in counts.told for c in found.token.children):
        return ()  # "two were pronounced dead": the toll is told once, by "dead"
    casualty = _casualty(found)
    if casualty == "injured" and made.recipient and all(_thing(t) for t in made.recipient):
        casualty = None  # "two buses were shot at"
    total = _together(made.recipient, casualty, counts)
    if total is not None:
        return (total,)
    out: dict[tuple[int, int], Figure] = {}
    for figure in (
        *_of_recipients(found, made, counts, casualty),
        *_of_actors(found, made, counts),
        *_of_others(found, made, counts, casualty),
        *sums_of(found, counts),
    ):
        out.setdefault((figure.span.start, figure.span.end), figure)
    if not out and casualty is not None and (beside := _beside(found, counts)) is not None:
        return (replace(beside, what=casualty),)
    return tuple(sorted(settled(found, list(out.values()), counts), key=lambda f: f.span))


def _beside(found: Found, counts: Counts) -> Figure | None:
    """The number that touches a casualty, wherever it hangs: "ended with 13 people dead", "injures 30"."""
    token = found.token
    if any(c.dep == "neg" or c.lower in ("the", "many") for c in token.children):
        return None
    if token.tag in ("JJ", "VBN") or (token.tag == "VBD" and token.i in counts.behind and token.child("dobj") is None):
        people = next((c for c in (token.head, *token.children, *token.head.children) if c.i == token.i - 1), None)
        noun = people is not None and people.pos == "NOUN" and people.dep not in ("pobj", "dobj")
        figure = counts.behind.get(token.i) or (counts.behind.get(token.i - 1) if noun else None)
    else:
        figure = counts.first.get(token.i + 1) if found.part == "verb" else None
    return figure if figure is not None and figure.what != "money" else None


def _of_recipients(found: Found, made: Parties, counts: Counts, casualty: FigureWhat | None) -> list[Figure]:
    out = []
    for token in made.recipient:
        if _lent(token, found.token) or (casualty is None and _told_itself(token, counts)):
            continue
        for figure in counts.of(token):
            if casualty is not None or not _known_already(figure, token):
                drawn = found.token.lemma in ("draw", "attract") and not _few(figure)
                what: FigureWhat | None = "damage" if casualty is None and _wrecks(found, token) else casualty
                out.append(_as(figure, "crowd" if drawn else what, figure.low))
    return out


def _wrecks(found: Found, token: Token) -> bool:
    """ "Destroyed 120 homes", "40 cars were torched"."""
    verb, wrecks = found.token, listed("tally", "wrecks")
    more = token.pos == "NUM" and verb.dep == "conj" and verb.head.lemma in wrecks  # "40 burned and 12 damaged"
    return verb.lemma in wrecks and (_thing(token) or more)


def _of_actors(found: Found, made: Parties, counts: Counts) -> list[Figure]:
    out = []
    casualty = _casualty(found) if found.token.tag in ("VBN", "VBD") and not made.recipient else None
    for token in made.actor:
        if _understood(found, counts):
            continue
        if casualty is not None and token.i == found.token.i - 1:  # "1.5 million displaced"
            out += [_as(figure, casualty, figure.low) for figure in counts.of(token)]
            continue
        beyond = found.part == "noun" and token not in found.token.subtree()
        for figure in counts.of(token):
            elsewhere = token.head.i in counts.told and token.head is not found.token
            if beyond and (_few(figure) or elsewhere) and figure.what != "money":
                continue  # "three men were charged with arson", "20 injured in market fire"
            if figure.what == "money" or not (_few(figure) and (made.recipient or _known_already(figure, token))):
                out.append(_as(figure, _crowd(found, figure), figure.low))
    return out


def _of_others(found: Found, made: Parties, counts: Counts, casualty: FigureWhat | None) -> list[Figure]:
    count = _count(found)
    told: FigureWhat | None = casualty if count is not None else None
    scope: FigureScope | None = "total" if count is not None and runs(count) else None
    out = []
    for token in _others(found, made):
        itself = found.part == "noun" and token is found.token
        bare = token in _bounded(found.token) or (token.dep == "npadvmod" and token.i == found.token.i - 1)
        own = itself or bare or token.lemma == "life" or (token in found.frame.patients and not _thing(token))
        what = casualty if own else told  # "no injuries", "four arrests", "no one was hurt"
        elsewhere = not itself and what is None and casualty is None and _told_itself(token, counts)
        for figure in counts.of(token):
            if elsewhere and figure.what != "money":
                continue
            if token in made.recipient and casualty is None and _known_already(figure, token):
                continue
            whole = replace(figure, scope=scope) if scope is not None and figure.what != "money" else figure
            out.append(_as(whole, what, figure.low))
    return out


def _told_itself(token: Token, counts: Counts) -> bool:
    """ "Looked into four attacks": the number is told of the attacks, where they are a happening of their own."""
    noun = core(token)
    return noun.i in counts.told and noun.tag in ("NNS", "NN") and noun.lower not in _VICTIMS


def _understood(found: Found, counts: Counts) -> bool:
    """Who acts is told with another happening: "Three climbers were found after spending the night out"; so is who is
    expelled for spying."""
    verb = found.token
    if found.part != "verb" or any(c.dep in ("nsubj", "nsubjpass") for c in verb.children):
        return False
    if verb.dep in ("xcomp", "conj"):
        return verb.head.i in counts.told  # "300 guards surrounded it and arrested 26 men"
    return verb.dep in ("advcl", "pcomp") or (verb.dep == "acl" and verb.tag == "VB")


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
    all_of = (token,) if token.pos == "NUM" else (token, core(token))  # "four of her colleagues" are told as so many
    definite = any(c.dep in ("det", "poss") and c.lower in _DEFINITE for t in all_of for c in t.children)
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
    first = next((c for c in victim.children if c.lower in _SINGLE), None)
    if victim.tag not in ("NN", "NNP") or victim.lemma in listed("tally", "many"):
        return None
    if first is not None or victim.ent == "PERSON":
        so_many = 2.0 if victim.lemma in ("couple", "pair") else 1.0
        return _Part(so_many, so_many, first.start if first is not None else victim.start, victim.end)
    return None


def _others(found: Found, made: Parties) -> list[Token]:
    """Counted things around a trigger that are no party: objects, the event noun itself; never what it is done with."""
    near = list(found.frame.patients)
    near += [c for c in found.token.children if c.dep in ("npadvmod", "dobj") and not _among(c)]
    if found.match is not None and found.match.entry.group == "assault.bomb_goes_off":
        near += found.frame.agents  # "two bombs exploded"
    near += [t for deal in obtained(found.token) if deal.pos == "NOUN" for t in _meant(deal)]
    near += _bounded(found.token)
    if found.match is not None and found.match.entry.kind == "SANCTION":  # "convicted on three counts"
        near += [t for ts in found.frame.preps.values() for t in ts if t.lemma in listed("tally", "counts")]
    if found.part == "noun":
        near.append(found.token)
        near += [t for t in _meant(found.token) if t not in made.actor]
    if (number := _count(found)) is not None:
        near += numbers_of(number)
        near += [p for c in found.token.children if c.lower == "at" for p in c.children if p.pos == "NUM"]
    return [t for t in near if not any(c.dep == "neg" for c in t.children) and not _lent(t, found.token)]


def _among(noun: Token) -> bool:
    """ "Killed 17, among them two firefighters": a part of those counted before."""
    return any(c.lower in ("among", "including") and c.i < noun.i for c in noun.children)


def _bounded(verb: Token) -> list[Token]:
    """ "Displaced between 40 and 50 families", where the parse has a preposition in place of the object."""
    if verb.pos != "VERB" or any(c.dep in ("dobj", "nsubjpass", "auxpass") for c in verb.children):
        return []
    near = [c for c in verb.children if c.dep == "prep" and c.i == verb.i + 1 and c.lower in listed("tally", "bounds")]
    return [p for c in near for p in c.children if p.dep == "pobj"]


def _meant(noun: Token) -> list[Token]:
    """What a deed told by a noun is about: "the sale of 300 lorries", "an order for up to 60 jets"."""
    out: list[Token] = []
    for c in noun.children:
        if c.dep == "prep" and (c.lower == "of" or (c.lower == "for" and noun.lemma in listed("tally", "orders"))):
            up = [x for p in c.children if p.lower == "up" for x in p.children if x.lower == "to"]
            behind = [p for t in (c, *up) for p in t.children if p.dep == "pobj"]
            out += [t for p in behind for t in conjuncts(p)]
    return out


def _count(found: Found) -> Token | None:
    """The running count that a trigger is or belongs to: "toll", "the number of dead", "raised it to 820"."""
    if found.token.lemma in listed("tally", "nouns"):
        return found.token
    if found.part == "verb" and found.match and found.match.entry.words[0] == "toll":
        return next((c for c in found.token.children if c.dep in ("dobj", "nsubjpass")), None)
    return number_of(found.token)


def _casualty(found: Found) -> FigureWhat | None:
    entry = found.match.entry if found.match else None
    if found.part == "verb" and any(c.dep == "dobj" and c.lemma == "life" for c in found.token.children):
        return "killed" if found.token.lemma in ("claim", "take", "cost", "lose") else None  # "claimed 11 lives"
    if found.token.lower in ("hurt", "injured", "wounded") and any(c.pos == "NUM" for c in found.token.children):
        return "injured"  # "ten are dead and about 50 hurt", where the parse has a noun
    if entry is None:
        return None
    words = {"death", "dead"} & set(entry.words)
    if words or found.token.lemma == "fatality":
        return "killed"
    if found.token.lemma in ("displace", "uproot") or (entry.group == "coerce.deport" and "home" in entry.words):
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


def _thing(token: Token) -> bool:
    return of_class(core(token).lemma, ("@vehicle", "@facility", "@thing", "@goods"))


def _dead(found: Found) -> bool:
    """ "Shot dead", "stabbed to death", "fatally shot"."""
    return any(c.lower in ("dead", "death", "fatally") for p in found.token.children for c in (p, *p.children))


def _crowd(found: Found, figure: Figure) -> FigureWhat | None:
    """People who gather: "300 delegates attended", "thousands marched"; firemen who fight a fire are no crowd."""
    entry = found.match.entry if found.match else None
    gathers = found.token.lemma in listed("tally", "gathers") or (entry is not None and entry.kind == "PROTEST")
    return "crowd" if gathers and (figure.low or figure.high or 0) >= _CROWD else None


def _as(figure: Figure, what: FigureWhat | None, low: float | None) -> Figure:
    if figure.what == "money":
        return figure
    if what is not None:
        return replace(figure, what=what, low=low)
    return figure if figure.what not in _COUNTED else replace(figure, what="other")
