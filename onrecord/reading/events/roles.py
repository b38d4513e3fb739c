"""From the parties around a trigger to the record's roles: actor, recipient, instrument, origin, destination."""

from __future__ import annotations

from onrecord.reading.events.acting import (
    acts,
    at_hands_of,
    behind_deed,
    by_mishap,
    goes_itself,
    is_blow,
    no_one,
    ridden,
    spoken_by,
    undergoes,
)
from onrecord.reading.events.clause import core, prepositions
from onrecord.reading.events.frame import Frame
from onrecord.reading.events.lexicon import Entry, listed, of_class, reach
from onrecord.reading.events.noun_roles import noun_parties
from onrecord.reading.events.objects import (
    area,
    bare,
    behind_pattern,
    concerned,
    deed,
    driven,
    foiled,
    given_to,
    made_thing,
    of_body,
    other_side,
    through_quality,
    two_sides,
)
from onrecord.reading.events.parties import Parties, armament, find_places, ids, own
from onrecord.reading.events.phrases import Phrases, material, party
from onrecord.reading.events.reached import (
    NOBODY_NAMED,
    affected,
    beyond,
    indirect,
    mutual,
    side_of,
    traded,
)
from onrecord.reading.events.triggers import Found
from onrecord.syntax import Token

_SELF = frozenset({"himself", "herself", "itself", "themselves", "myself", "ourselves", "yourself"})


def parties_of(found: Found, phrases: Phrases) -> Parties:
    """The roles of one trigger."""
    entry = found.match.entry if found.match else None
    made = Parties([], [], [], [], [])
    if found.part == "noun":
        noun_parties(found, entry, phrases, made)
    else:
        _verb_parties(found, entry, phrases, made)
    find_places(found, made, phrases)
    made.actor = [t for t in made.actor if t.i != found.token.i and not no_one(core(t))]
    made.recipient = [t for t in made.recipient if t.i != found.token.i and t not in (*made.actor, *made.instrument)]
    if entry is not None and entry.has("mutual_plural") and len(made.actor) == 1:
        made.actor = two_sides(made.actor[0])
    made.recipient = [t for t in made.recipient if core(t).lower not in NOBODY_NAMED and not _nobody(t)]
    if entry is not None and entry.mode == "visit":
        made.recipient = [t for t in made.recipient if not _town(t, phrases)]
    doers = ids(made.actor, phrases)
    made.recipient = [t for t in made.recipient if not own(t, doers, phrases)]
    if found.token.lemma in listed("words", "reflexive"):
        made.recipient = [t for t in made.recipient if t.lower not in _SELF]  # "blew himself up", "gave herself up"
    return made


def _nobody(token: Token) -> bool:
    """ "No one was hurt", "none of them was hurt"."""
    return core(token).lower in ("none", "one") and no_one(core(token))


def _town(token: Token, phrases: Phrases) -> bool:
    """A town or region is where one goes; a land, a base, a school is visited."""
    entity = phrases.entity(core(token))
    return entity is not None and entity.kind == "place"


def _verb_parties(found: Found, entry: Entry | None, phrases: Phrases, made: Parties) -> None:
    used = found.match.used if found.match else frozenset()
    parties = found.frame
    agents = [a for a in parties.agents if a.i not in used and not (parties.passive and ridden(a))]
    agents = spoken_by(agents, found.token, phrases)
    patients = [p for p in parties.patients if p.i not in used and not _given_too(p, entry, used)]
    if _befalls_subject(found, entry, agents, patients, phrases, made) or _had_from(found, agents, phrases, made):
        return
    agents = _verb_actors(found, entry, agents, phrases, made)
    if not made.actor and found.token.tag == "VBG" and not parties.patients:
        made.actor = [t for t in parties.preps.get("between", ()) if side_of(phrases, t)]  # "fighting between A and B"
    if entry is not None and entry.data.get("movement"):
        _moved(found, entry, agents, patients, phrases, made)
        return
    named = [p for p in parties.patients if p.i in used and not bare(p, entry) and not deed(p)]
    named = [p for p in named if p.tag != "NN" or p.lemma != "force"]  # "used force"
    if patients:
        named = [p for p in named if p.lemma not in ("hostage", "captive", "prisoner")]  # "took dozens hostage"
    arms = [p for p in named if armament(p) and not party(phrases, p)]
    if found.token.lemma == "set":
        named, arms = ([p for p in ps if p.lemma != "fire"] for ps in (named, arms))  # "set fire to mattresses"
    kind = entry.kind if entry is not None else None
    patients += [p for p in named if party(phrases, p) or _reached(p, p in arms, kind, phrases)]
    if entry is not None and entry.kind == "ASSAULT":
        made.instrument += [p for p in arms if p not in made.instrument]
    _verb_recipients(found, entry, phrases, made, patients)
    made.instrument += [t for t in parties.preps.get("with", ()) if armament(t)]


def _given_too(patient: Token, entry: Entry | None, used: frozenset[int]) -> bool:
    """ "Distributed blankets and clean water": what is given beside a word of the entry's own is nobody helped."""
    helping = entry is not None and entry.kind in ("AID", "COOPERATE") and len(entry.words) > 1
    beside = (patient.dep == "conj" and patient.head.i in used) or any(
        c.dep == "conj" and c.i in used for c in patient.children
    )
    return helping and beside and patient.pos == "NOUN" and not patient.ent


def _befalls_subject(
    found: Found, entry: Entry | None, agents: list[Token], patients: list[Token], phrases: Phrases, made: Parties
) -> bool:
    """The subject undergoes what the verb tells: "nine burned to death", "faces a trial", "the bridge collapsed"."""
    undergoer = found.undergoes or (entry is not None and entry.data.get("undergoer", False))
    if {"to", "death"} <= set(entry.words if entry else ()) and not found.frame.passive and not patients:
        undergoer = found.token.lemma in ("burn", "freeze", "starve", "choke", "bleed")
    if entry is not None and entry.words_of("subject_recipient") and entry.has("subject_recipient"):
        made.recipient = [a for a in agents if affected(phrases, a)]
        return True
    if not undergoer or found.frame.passive or patients:
        return False
    if found.token.lemma in listed("words", "falls"):
        made.actor = [a for a in agents if party(phrases, a) and not no_one(core(a))]
    made.recipient = [a for a in agents if a not in made.actor and undergoes(a, phrases)]
    if entry is not None and entry.data.get("casualty"):
        made.actor = made.actor or [t for t in at_hands_of(found.token) if party(phrases, t)]
    return True


def _had_from(found: Found, agents: list[Token], phrases: Phrases, made: Parties) -> bool:
    """ "Received a medal from the king": who gave it acts."""
    if found.token.lemma not in ("receive", "inherit") or found.frame.passive:
        return False
    inside = (t for p in found.frame.patients for t in prepositions(p).get("from", ()))
    givers = [t for t in (*found.frame.preps.get("from", ()), *inside) if party(phrases, t)]
    if givers:
        made.actor, made.recipient = givers, [a for a in agents if party(phrases, a)]
    return bool(givers)


def _verb_actors(
    found: Found, entry: Entry | None, agents: list[Token], phrases: Phrases, made: Parties
) -> list[Token]:
    """Who does it and with what; gives the agents that are left where an accident is told."""
    if entry is not None and entry.has("nobody_acts"):
        return []
    somebody = any(c.dep == "nsubj" and c.lower == "who" for c in found.token.children)  # "climbers who had arrived"
    made.actor = [a for a in agents if somebody or acts(phrases, a) or core(a).lemma in listed("words", "acting_thing")]
    if entry is not None and entry.data.get("casualty") and by_mishap(found.token):
        made.actor = [a for a in made.actor if party(phrases, a)]  # "a helicopter crashed, killing five"
        agents = [a for a in agents if a in made.actor or is_blow(core(a)) or of_class(core(a).lemma, ("@weapon",))]
    things = [a for a in agents if a not in made.actor]
    if entry is not None and entry.kind == "ASSAULT" and not made.actor:
        made.actor = [t for a in things for t in behind_deed(a, phrases)]
    made.instrument = [a for a in things if of_class(core(a).lemma, ("@weapon", "@vehicle"))]
    return agents


def _moved(
    found: Found, entry: Entry, agents: list[Token], patients: list[Token], phrases: Phrases, made: Parties
) -> None:
    """Who goes and who is moved."""
    if goes_itself(found.token, agents) and not made.actor:
        made.actor, made.instrument = agents, []
    if found.frame.passive and not found.frame.agents:
        itself = found.token.lemma in ("head", "go", "come", "barricade", "gather", "bind", "arrive", "schedule")
        side = made.actor if itself else made.recipient
        side += [p for p in patients if (party if itself else affected)(phrases, p)]
    elif found.token.lemma in listed("words", "meeting"):
        made.recipient = [p for p in patients if party(phrases, p) or of_class(core(p).lemma, ("@vehicle",))]
    else:
        made.recipient = driven(found, phrases) or given_to(found, entry, phrases)


def _reached(token: Token, weapon: bool, kind: str | None, phrases: Phrases) -> bool:
    """A thing named in the entry's own words that is struck or sent: "blocked roads", "scrambled jets"."""
    if weapon or token.lemma in ("hole", "barricade", "roadblock"):  # what comes of it
        return weapon and kind == "MOBILIZE"
    return kind in ("ASSAULT", "COERCE", "PROTEST", "CONCEDE") and token.pos != "PRON" and material(phrases, token)


def _verb_recipients(found: Found, entry: Entry | None, phrases: Phrases, made: Parties, patients: list[Token]) -> None:
    """Whom or what a verb reaches: datives, those given to, objects, then whoever stands behind them."""
    parties = found.frame
    if found.token.lemma in reach("towards", "topical") and not parties.passive:
        told = [t for p in parties.patients for t in (p, *prepositions(p).get("of", ()))]
        near = [*parties.preps.get("with", ()), *(t for p in told for t in prepositions(p).get("with", ()))]
        made.recipient += [t for t in near if side_of(phrases, t)]
        return  # "discussed the release of the captives with her counterpart"
    patients = _aimed_at(found, entry, patients, phrases, made)
    objects = [p for p in patients if concerned(found, p, phrases)]
    if entry is not None and entry.has("recipient_first") and (first := traded(found, entry, phrases)):
        objects, parties = [], Frame(parties.agents, (), tuple(first), parties.preps)
    made.recipient += (
        list(parties.datives)
        or given_to(found, entry, phrases)
        or other_side(found, entry, phrases)
        or through_quality(found, ids(made.actor, phrases), phrases)
        or [p for p in objects if affected(phrases, p) or made_thing(found, p, phrases)]
    )
    made.recipient += [t for p in patients if not made.recipient for t in of_body(p, phrases)]
    if not made.recipient and found.match is not None:
        made.recipient = behind_pattern(found, phrases)
    if found.token.lemma in listed("words", "foil"):
        made.recipient = made.recipient or [t for p in parties.patients for t in foiled(p, phrases)]
    if found.token.lemma in listed("words", "hand_over"):
        made.recipient += [t for t in parties.preps.get("to", ()) if party(phrases, t) and t not in made.recipient]
    if not made.recipient and entry is not None and entry.kind == "PROTEST":
        made.recipient = [t for t in parties.preps.get("outside", ()) if of_class(core(t).lemma, ("@seat",))]
    if not made.recipient and entry is not None and not mutual(found, entry, made.actor):
        made.recipient = indirect(found, entry, patients, phrases)


def _aimed_at(found: Found, entry: Entry | None, patients: list[Token], phrases: Phrases, made: Parties) -> list[Token]:
    """The objects that can be reached: whom forces are sent against, not what is fired, chanted or blamed."""
    parties = found.frame
    if entry is not None and entry.kind == "MOBILIZE" and not parties.passive:
        aims = {n: parties.preps.get(n, ()) for n in ("to", "against", "into", "along", "in")}
        war = [x for t in parties.preps.get("for", ()) for x in prepositions(t).get("against", ())]
        war += [x for n in ("on", "along", "near", "at") for t in parties.preps.get(n, ()) for x in beyond(t, phrases)]
        aims["against"] = (*aims["against"], *war)  # "mobilised troops for a battle against the clan"
        toward = [t for n, ts in aims.items() for t in ts if n in ("in", "against") or not area(t)]
        reached = [t for t in toward if affected(phrases, t)][:1]
        arms = ("@vehicle", "@weapon") if entry.mode != "weapons" else ()  # a tested missile is nobody's recipient
        patients = reached or [p for p in patients if party(phrases, p) or of_class(core(p).lemma, arms)]
    if entry is not None and entry.mode in ("firearms", "explosives", "heavy-weapons", "primitive", "crowd-control"):
        shot = found.token.lemma == "shoot"  # "shot down a drone", but "fired a rocket"
        made.instrument += [p for p in patients if not shot and armament(p)]
        patients = [p for p in patients if p not in made.instrument]
    if entry is not None and entry.kind == "PROTEST" and entry.mode in ("demo", "strike", "hunger", "riot"):
        pelted = found.token.lemma == "pelt"  # things are pelted too; "chanted slogans against the king"
        patients = [p for p in patients if party(phrases, p) or (pelted and material(phrases, p))]
    if entry is not None and entry.group == "assault.ram":
        used = found.match.used if found.match else frozenset()
        run_into = [t for i in sorted(used) if (t := phrases.syntax.tokens[i]).dep == "pobj" and party(phrases, t)]
        made.instrument += [p for p in patients if run_into and of_class(core(p).lemma, ("@vehicle",))]
        patients = run_into or patients  # "drove a van into worshippers"
    laid = [t for t in parties.preps.get("on", ()) if party(phrases, t)]
    return laid if found.token.lemma in ("blame", "pin", "lay") and laid else patients  # "blamed it on the clan"
