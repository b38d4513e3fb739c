"""Which place belongs to which event: its clause's, else that of the happening it hangs from, else none."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from onrecord.reading.event_place.located import Ground, Link, group, head_of, links
from onrecord.reading.event_place.sites import sites
from onrecord.reading.event_place.told import told_places
from onrecord.record import Document, Entities, Event, Place, Placed
from onrecord.syntax import Syntax, Token

_UP = frozenset(
    "conj advcl xcomp relcl acl pcomp ccomp dobj nsubj nsubjpass pobj prep dep parataxis attr oprd dative".split()
)
_DOWN = frozenset("conj advcl xcomp prep dobj nsubjpass pobj pcomp acl attr".split())
_SHARING = frozenset("among including in during at amid with by within as upon under of on through".split())
_TOWNS = ("settlement", "exact")
_SAID = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN", "AGREE"})  # acts in words, told of things elsewhere
_DEEDS = frozenset({"ASSAULT", "COERCE", "PROTEST"})
_APART = ("demonym", "dateline")  # reasons of places that are no event's by standing beside it
_APART_IN_TIME = frozenset({"after", "before", "since", "until", "following", "despite"})
_NEARBY = 6  # sentences: what is called "the blast" further on may be another
_THERE = 2  # sentences: "Gunmen stormed Kelvia, said the mayor of Orla. Nine people died there."
_DEPTH = 4  # predicates up or down; what is said further off is said of something else


def place_events(
    document: Document, syntax: Syntax, places: tuple[Place, ...], entities: Entities, events: tuple[Event, ...]
) -> Placed:
    """The events with the id of their place where the text tells it; sites that events need are added to the places."""
    if not events:
        return Placed(events)
    triggers = {e.id: syntax.at(e.trigger.start) for e in events}
    ground = Ground(frozenset(t.i for t in triggers.values() if t is not None), frozenset(_actors(syntax, entities)))
    by_token: dict[int, list[Link]] = defaultdict(list)
    for place, head in _located(document, syntax, places, entities):
        for link in links(place, head, ground):
            by_token[link.token.i].append(link)
    said = {e.id for e in events if e.kind in _SAID and "+" not in e.rule}  # not "would not leave Kelvia"
    chosen = {
        id_: _own_place(t, by_token) if id_ in said else _place_of(t, by_token)
        for id_, t in triggers.items()
        if t is not None
    }
    deeds = [(e.id, t) for e in events if _by_hand(e, t := triggers[e.id]) and not chosen.get(e.id) and t is not None]
    doers = {id_: found for id_, token in deeds if (found := _doers(token, by_token)) is not None}
    _share({id_: None if id_ in said or id_ in doers else t for id_, t in triggers.items()}, chosen, by_token)
    chosen.update(doers)
    _carry(syntax, triggers, chosen, [p for p in places if not p.reason.startswith(_APART)])
    told = {id_: x.place for id_, x in chosen.items() if x is not None}
    return _numbered(places, events, told) if told else _from_dateline(syntax, places, events, triggers)


def _from_dateline(
    syntax: Syntax, places: tuple[Place, ...], events: tuple[Event, ...], triggers: dict[str, Token | None]
) -> Placed:
    """Where no event has a place, those of the first sentence are where the dateline is; a note says so.

    A report that names another town is not placed so: "ALGIERS - ... handed over to the Red Crescent at Arlit".
    """
    opening = next((p for p in places if p.reason.startswith("dateline")), None)
    token = syntax.at(opening.span.start) if opening else None
    if opening is None or token is None or any(p.name != opening.name and p.precision in _TOWNS for p in places):
        return Placed(events)
    first = next((t.sent for t in triggers.values() if t is not None and t.sent >= token.sent), -1)
    given = [e for e in events if (t := triggers[e.id]) is not None and t.sent == first and first <= token.sent + 1]
    if not given:
        return Placed(events)
    ids = {e.id for e in given}
    note = f"no event's place is told; those of the first sentence are put at the dateline's place, {opening.name}"
    return Placed(tuple(replace(e, place=opening.id) if e.id in ids else e for e in events), (note,))


def _share(triggers: dict[str, Token | None], chosen: dict[str, Link | None], by_token: dict[int, list[Link]]) -> None:
    """Where a sentence tells one place for its happenings, it is that of the others too.

    Not a country, nor where somebody travels to, nor across the bounds of what somebody reports.
    """
    told: dict[int, set[str]] = defaultdict(set)
    for found in by_token.values():
        for each in found:
            told[each.token.sent].add(each.place.name)
    known: dict[int, Link] = {}
    for id_, link in chosen.items():
        token = triggers[id_]
        if link is not None and token is not None and _shared(link, token):
            known.setdefault(token.sent, link)
    for id_, token in triggers.items():
        if token is None or chosen.get(id_) is not None or token.sent not in known or len(told[token.sent]) > 1:
            continue
        if token.dep == "pobj" and token.head.lower in _APART_IN_TIME:
            continue  # "two years after the coup, jets bombed Kelvia"
        in_words = token.lemma in group("speech") or token.lemma in group("about")
        if _reported(token) == _reported(known[token.sent].token) and not in_words:
            chosen[id_] = known[token.sent]


def _carry(
    syntax: Syntax, triggers: dict[str, Token | None], chosen: dict[str, Link | None], places: list[Place]
) -> None:
    """From a sentence nearby: "the blast" is where the blast was, "there" is the place named last."""
    known: dict[str, tuple[Token, Link]] = {}
    by_token: dict[int, Link] = {}
    last: tuple[Token, Link] | None = None  # the last happening with a place
    for id_, token in sorted(triggers.items(), key=lambda pair: pair[1].i if pair[1] else -1):
        if token is None:
            continue
        link = chosen.get(id_)
        if link is None and token.pos == "NOUN" and any(c.lower in ("the", "this", "that") for c in token.children):
            earlier, told = known.get(token.lemma, (token, None))
            link = told if token.sent - earlier.sent <= _NEARBY else None
        if link is None and any(c.lower == "there" and c.dep == "advmod" for c in token.children):
            near = last is not None and token.sent - last[0].sent <= _THERE
            link = last[1] if last is not None and near else _there(syntax, token, places)
        if link is None:  # "the blast wounded forty" happened where the blast did
            own = (by_token[c.i] for c in token.children if c.dep == "nsubj" and c.i in by_token)
            link = next((x for x in own if x.way not in ("to", "from")), None)
        chosen[id_] = link
        if link is not None and link.place.precision != "country":
            last = (token, link)
        if link is not None and token.pos == "NOUN":
            known[token.lemma] = (token, link)
            by_token[token.i] = link


def _there(syntax: Syntax, trigger: Token, places: list[Place]) -> Link | None:
    """The place named last before, in this sentence or the two before it; none where countries alone are named."""
    first = syntax.tokens[syntax.sentences[max(0, trigger.sent - 2)][0]].start
    at = bisect_left(places, trigger.start, key=lambda p: p.span.start)
    while at > 0 and places[at - 1].span.start >= first:
        at -= 1
        if places[at].precision != "country":
            return Link(places[at], trigger, "in", 1, False, True)
    return None


def _shared(link: Link, token: Token) -> bool:
    return (
        link.way in ("in", "object", "modifier")
        and not link.nominal
        and link.place.precision != "country"
        and token.lemma not in group("moving")
        and token.dep != "acl"
        and not any(t.dep == "relcl" for t in (token, *token.ancestors()))
    )


def _reported(token: Token) -> int:
    """The verb of saying that the token stands under, or -1."""
    while token.head is not token:
        if token.dep == "ccomp" and token.head.lemma in group("speech"):
            return token.head.i
        token = token.head
    return -1


def _numbered(places: tuple[Place, ...], events: tuple[Event, ...], chosen: dict[str, Place]) -> Placed:
    """The places with the new sites among them, all in the order of the text, and the events that point to them."""
    new = {p.span: p for p in chosen.values() if not p.id}
    if not new:
        return Placed(tuple(replace(e, place=chosen[e.id].id) if e.id in chosen else e for e in events))
    whole = sorted([*places, *new.values()], key=lambda p: (p.span.start, p.span.end))
    numbered = {p.span: replace(p, id=f"p{n}") for n, p in enumerate(whole, 1)}
    return Placed(
        tuple(replace(e, place=numbered[chosen[e.id].span].id) if e.id in chosen else e for e in events),
        (),
        tuple(numbered.values()),
    )


def _actors(syntax: Syntax, entities: Entities) -> Iterator[int]:
    """The heads of mentions of who acts."""
    kinds = {e.id: e.kind for e in entities.entities}
    for mention in entities.mentions:
        if kinds.get(mention.entity) in ("person", "group", "organization"):
            head = head_of(syntax.within(mention.span))
            if head is not None:
                yield head.i


def _located(
    document: Document, syntax: Syntax, places: tuple[Place, ...], entities: Entities
) -> Iterator[tuple[Place, Token | None]]:
    """Every place that an event may have, with the token that stands for it."""
    metonyms = {m.span.start for m in entities.mentions if m.metonym}
    usable = [p for p in places if not p.reason.startswith(_APART) and p.span.start not in metonyms]
    for place in usable:
        yield place, head_of(syntax.within(place.span))
    covered = {offset for p in places for offset in range(p.span.start, p.span.end)}
    for place in (*sites(document, syntax, places), *told_places(document, syntax, covered)):
        yield place, head_of(syntax.within(place.span))
    yield from _nominals(syntax, usable, entities)


def _nominals(syntax: Syntax, places: list[Place], entities: Entities) -> Iterator[tuple[Place, Token | None]]:
    """ "the country", "the city" where the report has said which."""
    starts = {p.span.start: p for p in places}
    kinds = {e.id: e.kind for e in entities.entities}
    known: dict[str, Place] = {}
    for mention in entities.mentions:
        if mention.form == "name" and kinds.get(mention.entity) in ("place", "state", "facility"):
            place = next((starts[s] for s in range(mention.span.start, mention.span.end) if s in starts), None)
            if place is not None and place.span.end + 2 >= mention.span.end:  # "Kelvia('s)", not "Kelvia's mosque"
                known.setdefault(mention.entity, place)
    for mention in entities.mentions:
        if mention.form == "nominal" and mention.entity in known and not mention.metonym:
            yield known[mention.entity], head_of(syntax.within(mention.span))


def _own_place(trigger: Token, by_token: dict[int, list[Link]]) -> Link | None:
    """Of an act in words, its own adverbial alone: "rejecting the charge" did not happen where the depot burned."""
    return _best(trigger, [x for x in by_token.get(trigger.i, []) if x.steps == 1 and x.way == "in"])


def _place_of(trigger: Token, by_token: dict[int, list[Link]]) -> Link | None:
    """Its own clause's place, else the nearest happening's above it, else one below it."""
    own = _best(trigger, by_token.get(trigger.i, []))
    return own or _below(trigger, by_token, 0) or _above(trigger, by_token)


_OF_MOVING = {"to": 0, "object": 1, "in": 2, "of": 2, "modifier": 3, "from": 4}
_OF_OTHERS = {"in": 0, "object": 0, "of": 1, "modifier": 1, "from": 4}


def _best(trigger: Token, found: list[Link]) -> Link | None:
    """Of a movement the destination before the rest; else what is nearest, the finer place first."""
    order = _OF_MOVING if trigger.lemma in group("moving") else _OF_OTHERS
    if order is _OF_OTHERS:  # "listened to Kelvia"; of "launched a trip to Kelvia" the trip has the place
        found = [x for x in found if x.way != "to"]
    return min(
        found,
        key=lambda x: (x.nominal, order[x.way], x.fineness, x.steps, x.place.span.start, -x.place.span.end),
        default=None,
    )


def _doers(trigger: Token, by_token: dict[int, list[Link]]) -> Link | None:
    """ "Youths in Kelvia attacked a bank": what is done with one's hands is done where the doers are told to be."""
    verb = trigger.head if trigger.dep == "dobj" and trigger.pos == "NOUN" else trigger  # "opened fire"
    if verb.pos != "VERB" or verb.lemma in group("speech") or verb.lemma in group("about"):
        return None
    doers = [c for c in verb.children if c.dep in ("nsubj", "agent")]
    doers = [p for c in doers for p in (c.children if c.dep == "agent" else [c]) if p.pos in ("NOUN", "PROPN")]
    return _best(verb, [x for c in doers for x in by_token.get(c.i, []) if x.steps <= 2 and x.way == "in"])


def _by_hand(event: Event, trigger: Token | None) -> bool:
    """Deeds of force, and what a court does in its own town."""
    if event.kind in _DEEDS:
        return True
    subjects = (c.lemma for c in trigger.children if c.dep == "nsubj") if trigger is not None else ()
    return event.kind == "SANCTION" and any(w in ("court", "jury", "tribunal") for w in subjects)


def _above(trigger: Token, by_token: dict[int, list[Link]]) -> Link | None:
    token, clause = trigger, False
    for _ in range(_DEPTH):
        dep, up = token.dep, token.head
        if up is token or dep not in _UP:
            return None
        if dep == "prep" and token.lower not in _SHARING and not (token.lower in ("before", "after") and clause):
            return None
        clause = dep == "pcomp"
        token = up
        found = [x for x in by_token.get(token.i, []) if x.way != "from"]
        if dep == "ccomp" or (token.lemma in group("speech") and dep != "nsubjpass"):  # "fighting was reported in"
            found = [x for x in found if x.front]
        best = _best(token, found)
        if best is not None:
            return best
        if dep in ("nsubj", "nsubjpass", "conj"):
            best = _below(token, by_token, 1)
            if best is not None:
                return best
    return None


def _below(trigger: Token, by_token: dict[int, list[Link]], depth: int) -> Link | None:
    if trigger.lemma in group("speech") or depth > _DEPTH:
        return None
    apart = trigger.lemma in group("about")  # "decided to leave Kelvia", "discussed the war in Kelvia"
    for child in trigger.children:
        if child.dep not in _DOWN or (child.dep == "prep" and child.lower not in _SHARING):
            continue
        if apart and child.dep in ("dobj", "xcomp", "nsubjpass"):
            continue
        found = [x for x in by_token.get(child.i, []) if x.way != "from"]
        best = _best(child, found) or _below(child, by_token, depth + 1)
        if best is not None:
            return best
    return None
