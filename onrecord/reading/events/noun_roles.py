"""From the parties around an event noun to the record's roles: whose deed it is, whom it befalls, whom it reaches."""

from __future__ import annotations

from onrecord.reading.events.acting import (
    acts,
    at_hands_of,
    behind_deed,
    done_by,
    sent_by,
    suffers,
)
from onrecord.reading.events.clause import core, prepositions
from onrecord.reading.events.lexicon import Entry, listed, of_class, reach
from onrecord.reading.events.objects import (
    cut_off,
    does,
    enjoyed,
    had_by,
    made_thing,
    mere_place,
    named_inside,
    plural,
    side,
    slain,
    struck_inside,
    violent,
    wrecked,
)
from onrecord.reading.events.parties import Parties, armament, ids, own
from onrecord.reading.events.phrases import Phrases, party
from onrecord.reading.events.reached import (
    affected,
    between_below,
    holder,
    of_complement,
    owners,
    side_of,
)
from onrecord.reading.events.triggers import Found
from onrecord.syntax import Token


def noun_parties(found: Found, entry: Entry | None, phrases: Phrases, made: Parties) -> None:
    preps = found.frame.preps
    if entry is None:
        return
    undergoer = entry.data.get("undergoer", False) or found.token.lemma in entry.words_of("undergoer_of")
    between = [t for name in entry.words_of("reciprocal") for t in preps.get(name, ()) if side_of(phrases, t)]
    if not between and entry.kind is None and not entry.data.get("movement"):  # "a feud between the clans"
        between = [t for t in preps.get("between", ()) if party(phrases, t) and t.ent != "GPE"]
    if len(between) > 1 or (between and plural(core(between[0]))):
        made.actor = between  # "between the two companies" tells several by one word
        return
    used = found.match.used if found.match else frozenset()
    nobody = entry.data.get("class") in ("disaster", "accident", "disease") or entry.group == "null.fire"
    agents = [a for a in found.frame.agents if acts(phrases, a) and a.i not in used and not nobody]
    agents = [a for a in agents if does(a, found, phrases)]
    if undergoer and violent(entry):  # "the Konna stabbing" befell nobody of that name, "the Rivera killing" did
        agents = [a for a in agents if not mere_place(a, found, phrases)]
    if enjoyed(found, entry):
        made.recipient = [a for a in agents if a.dep != "compound"]
        made.actor = [t for n in ("of", "from", "among") for t in preps.get(n, ()) if party(phrases, t)]
        return
    _own_sides(found, entry, phrases, made, agents)
    made.recipient = made.recipient or [t for t in found.frame.datives if party(phrases, t)]
    _behind_noun(found, entry, phrases, made)
    if not made.actor and entry.data.get("casualty"):
        made.actor = [t for t in at_hands_of(found.token) if party(phrases, t)]
    if not made.actor:
        made.actor = [t for t in sent_by(found, entry, phrases) if t not in made.recipient]
    told = found.light is not None and found.light.lemma in ("announce", "report", "confirm")
    of_suffers = undergoer or found.token.lemma in reach("possessed", "nouns") or found.token.lemma == "loss"
    of_suffers = of_suffers or nobody  # "an outbreak of Ebola"
    if (not made.actor or told) and "of" in preps and "of" not in entry.words_of("recipient") and not of_suffers:
        made.actor = [t for t in preps["of"] if acts(phrases, t)]  # "announced the resignation of the premier"
    means = [*preps.get("by", ()), *preps.get("with", ())]
    made.instrument = [t for t in means if armament(t)]
    made.instrument += [a for a in found.frame.agents if a not in agents and armament(a)]


def _own_sides(found: Found, entry: Entry, phrases: Phrases, made: Parties, agents: list[Token]) -> None:
    """Which side those stand on that a noun has of its own: who does the deed, or whom it befalls."""
    parties = found.frame
    used = found.match.used if found.match else frozenset()
    undergoer = entry.data.get("undergoer", False) or found.token.lemma in entry.words_of("undergoer_of")
    had = found.light is not None and found.light.lemma == "have" and found.token.lemma in listed("words", "befalls")
    if found.undergoes and found.token.lemma in reach("possessed", "contests"):
        made.actor = agents  # "won the election"
    elif had and not found.undergoes:
        made.recipient = agents  # "has four arrests": befallen, not done
    elif found.undergoes:
        borne = [p for p in parties.patients if (p.dep != "compound" or party(phrases, p)) and not done_by(p)]
        made.recipient = [p for p in borne if affected(phrases, p)]
        if not made.recipient and entry.kind in ("ACCUSE", "SUPPORT", "REJECT", "PROTEST", "THREATEN"):
            made.recipient = [t for p in borne for t in behind_deed(p, phrases) if t.dep == "poss" or t.ent]
        borne_by = ids(made.recipient, phrases)
        doers = [*agents, *(p for p in parties.patients if done_by(p) and acts(phrases, p))]
        made.actor = [a for a in doers if a not in made.recipient and not own(a, borne_by, phrases)]
    elif undergoer and (of := _of_undergoer(found, entry, phrases)):
        made.recipient, made.actor = of, agents
    elif found.token.lemma in reach("possessed", "nouns") and not _its_fate(found, agents):
        of = list(parties.preps.get("of", ())) or named_inside(found.token, phrases)
        made.recipient = [t for t in of if affected(phrases, t) or made_thing(found, t, phrases)]
        made.actor = [a for a in agents if a not in made.recipient]
    elif undergoer:
        made.actor = [a for a in agents if done_by(a)]
        doer = found.light is not None and found.light.lemma in ("make", "conduct", "carry", "perform")
        made.actor += [a for a in agents if doer and a not in made.actor and a.dep in ("nsubj", "poss")]
        made.recipient = [a for a in agents if a not in made.actor]
        made.recipient = made.recipient or [
            a for a in parties.agents if a.i not in used and a not in made.actor and wrecked(a, entry, phrases)
        ]
    else:
        made.recipient = [a for a in parties.agents if suffers(a, found, phrases) and affected(phrases, a)]
        made.recipient += [a for a in agents if slain(a, found.token, phrases) and a not in made.recipient]
        made.actor = [a for a in agents if a not in made.recipient and not mere_place(a, found, phrases)]
        made.recipient = made.recipient or [a for a in parties.agents if struck_inside(a, found.token, phrases)]
        made.actor = [a for a in made.actor if a not in made.recipient]


def _its_fate(found: Found, agents: list[Token]) -> bool:
    """ "His capture": nobody is named behind "of", and no army or police is the possessor."""
    if found.token.lemma not in listed("words", "befalls") or "of" in found.frame.preps:
        return False
    return not any(of_class(core(a).lemma, ("@police", "@armed")) for a in agents)


def _behind_noun(found: Found, entry: Entry, phrases: Phrases, made: Parties) -> None:
    """Whom a noun reaches behind its prepositions, where it has nobody on that side of its own."""
    preps = found.frame.preps
    made.recipient = [t for t in cut_off(preps, entry, phrases) if t not in made.actor] or made.recipient
    names = entry.words_of("recipient")
    if entry.kind == "REQUEST":
        names = tuple(n for n in names if n != "from")  # "an order from the judge": who asks, not who is asked
    for name in names:
        reached = [t for t in preps.get(name, ()) if _struck(found, t, name, phrases) and t not in made.actor]
        if reached and not made.recipient:
            made.recipient = reached
    if not made.recipient:
        made.recipient = [t for t in had_by(found.token) if party(phrases, t)]
        made.actor = [t for t in made.actor if t not in made.recipient]
    verb = found.token.head if found.token.dep == "dobj" else found.token
    for name in side("noun", found.token.lemma):
        near = (*preps.get(name, ()), *(prepositions(verb).get(name, ()) if name == "to" else ()))
        harmed = found.token.lemma in ("damage", "harm")
        reached = [t for t in near if party(phrases, t) or (harmed and affected(phrases, t))]
        made.recipient = made.recipient or [t for t in reached if t not in made.actor]
    if not made.recipient and entry.kind in ("ACCUSE", "REJECT", "REQUEST"):
        inner = [t for name in (*names, "into", "of") for t in preps.get(name, ())]
        made.recipient = next((h for t in inner if (h := holder(t, entry, phrases))), [])
    if (
        not made.recipient
        and len(made.actor) == 1
        and found.light is not None
        and found.light.lemma in listed("light", "attends")
    ):
        made.recipient = [t for t in preps.get("of", ()) if party(phrases, t)]  # "attended a meeting of the council"
    if not made.recipient and entry.kind == "PROTEST":
        made.recipient = [t for t in preps.get("outside", ()) if of_class(core(t).lemma, ("@seat",))]
    if not made.recipient and entry.has("between_below"):
        made.recipient = [t for t in between_below(found.token) if party(phrases, t)]
    refused = found.token.child("acl")
    if not made.recipient and entry.kind in ("REJECT", "THREATEN") and refused is not None and refused.tag == "VB":
        made.recipient = [t for t in of_complement(refused, entry, phrases) if t not in made.actor]
    if not made.recipient and entry.kind in ("SUPPORT", "AID"):
        made.recipient = [t for n in ("for", "to", "of") for near in preps.get(n, ()) for t in owners(near, phrases)][
            :1
        ]


def _struck(found: Found, token: Token, name: str, phrases: Phrases) -> bool:
    """What stands behind the preposition of an event noun is its recipient; behind "on" and "against" any thing is."""
    inner = core(token)
    fought = name == "on" and found.token.lemma in listed("standing", "fought") and inner.pos == "NOUN"
    if fought and inner.lemma in listed("standing", "fields"):
        return False  # "fighting on the road", "a shooting on the border"
    if affected(phrases, token):
        return True
    return name in ("on", "against") and made_thing(found, token, phrases)


def _of_undergoer(found: Found, entry: Entry, phrases: Phrases) -> list[Token]:
    """ "the nomination of candidates", "the king's dismissal of the premier"."""
    if found.token.lemma not in entry.words_of("undergoer_of"):
        return []
    return [t for t in found.frame.preps.get("of", ()) if party(phrases, t)]
