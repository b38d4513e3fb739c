"""What of a verb's object is a recipient, and who stands behind it: things, gifts, qualities of somebody, bodies."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.lexicon import load
from onrecord.reading.events.clause import RELATIVE, conjuncts, core, prepositions, subjects
from onrecord.reading.events.frame import frame
from onrecord.reading.events.lexicon import Entry, index, listed, of_class, reach
from onrecord.reading.events.nouns import noun_type
from onrecord.reading.events.phrases import Phrases, material, party
from onrecord.reading.events.reached import affected
from onrecord.reading.events.standing import called_for
from onrecord.reading.events.triggers import Found
from onrecord.record import Entity
from onrecord.syntax import Token

_MAY_ATTACK = frozenset(("MIL", "COP", "REB", "UAF", "PRM", "SPY", "GOV", "OPP", "SEP", "INS"))
_MISHAPS = frozenset({"fire", "blaze", "inferno", "explosion", "blast"})
_LANDS = frozenset({"GPE", "NORP", "ORG"})
_OF_LANDS = frozenset(
    ("army", "navy", "government", "president", "leader", "minister", "foreign", "force", "police", "envoy", "official")
)
_LEFT = frozenset({"det", "poss", "nummod", "amod", "compound"})


def side(part: str, lemma: str) -> tuple[str, ...]:
    """The prepositions behind which the other side of a verb or noun stands."""
    return tuple(load("events_reach")["towards"][f"{part}s"].get(lemma, ()))


def made_thing(found: Found, patient: Token, phrases: Phrases) -> bool:
    """What is struck, taken or sent even if no list knows it ("stole the gems"); of acts without a kind only the
    subject of a passive ("the law was adopted", "photos released of the scene")."""
    kind = found.match.entry.kind if found.match is not None else None
    inner = core(patient)
    if inner.pos not in ("NOUN", "PROPN") or inner.lemma in listed("words", "time") or inner.ent in ("DATE", "TIME"):
        return False
    if kind in ("ASSAULT", "COERCE", "SANCTION"):
        return not of_class(inner.lemma, ("@abstract", "@weapon")) and noun_type(inner, phrases.syntax) != "abstract"
    happening = inner.lemma in index("noun") or noun_type(inner, phrases.syntax) == "abstract"
    made = inner.lemma in listed("words", "made")
    plain = not of_class(inner.lemma, ("@abstract",)) and not inner.ent
    return kind is None and (made or not happening) and (found.frame.passive or plain)


def of_body(patient: Token, phrases: Phrases) -> list[Token]:
    """Whose body is treated: "after examining the senator's leg"."""
    if core(patient).lemma not in listed("words", "body"):
        return []
    return [c for c in patient.children if c.dep == "poss" and party(phrases, c)]


def given_to(found: Found, entry: Entry | None, phrases: Phrases) -> list[Token]:
    """Whom a thing is given, sent or told to: "sent a platoon to Kuwait", "handed a petition to the envoy"."""
    kind = entry.kind if entry is not None else None
    patients = found.frame.patients
    if kind is None:
        if found.token.lemma not in reach("give", "verbs") or not patients or any(party(phrases, p) for p in patients):
            return []  # "sent the boy to his aunt": the boy is sent
        parts = [t for p in patients for t in (p, *prepositions(p).get("of", ()))]
        inside = [t for p in parts for t in prepositions(p).get("to", ())]  # the parse hangs it from the thing
        return [t for t in (*found.frame.preps.get("to", ()), *inside) if party(phrases, t)]
    if kind not in ("AID", "SUPPORT", "COOPERATE", "RETREAT") or found.frame.passive:
        return []
    if found.token.lemma not in listed("words", "give"):
        return []
    if kind == "RETREAT" and any(party(phrases, p) for p in patients):
        return []  # "handed the captives over to monks": the captives are freed
    return [t for t in found.frame.preps.get("to", ()) if affected(phrases, t)]


def cut_off(preps: Mapping[str, tuple[Token, ...]], entry: Entry | None, phrases: Phrases) -> list[Token]:
    """Whom a break reaches through what is broken off: "suspended flights to Luria", "a halt of trade with it"."""
    if entry is None or entry.kind != "SANCTION":
        return []
    return [t for name in ("with", "to", "against") for t in preps.get(name, ()) if party(phrases, t)]


def other_side(found: Found, entry: Entry | None, phrases: Phrases) -> list[Token]:
    """Against whom a thing is turned, with whom it is done: "pulled a knife on the guard", "lost to Dunmore"."""
    if found.frame.passive or any(party(phrases, p) and not p.text.isdigit() for p in found.frame.patients):
        return []  # "lost 2-0 to Dunmore" has a result, no object
    if behind := cut_off(found.frame.preps, entry, phrases):
        return behind
    for p in found.frame.patients:  # "froze a loan to Orvania", "rejected talks with Orvania"
        if (told := core(p)).lemma in index("noun") and entry is not None and entry.kind in ("SANCTION", "REJECT"):
            led = prepositions(told)
            sides = [t for n in ("with", "to") for t in led.get(n, ()) if party(phrases, t) or t.ent == "GPE"]
            if sides:
                return sides
    for p in found.frame.patients:  # "withdrew its offer to Orvania", wherever the parse hangs "to"
        if p.pos == "NOUN" and "to" in side("noun", p.lemma) and p.lemma not in ("damage", "harm"):
            to = (*prepositions(p).get("to", ()), *found.frame.preps.get("to", ()))
            if sides := [t for t in to if party(phrases, t)]:
                return sides
    weapon = found.frame.patients and all(of_class(core(p).lemma, ("@weapon",)) for p in found.frame.patients)
    inside = [prepositions(c) for c in found.token.children if c.dep in ("dobj", "npadvmod", "advmod", "ccomp")]
    for name in side("verb", found.token.lemma):  # "lost 2-0 to Dunmore", "won the primary over Lind"
        near = (*found.frame.preps.get(name, ()), *(t for p in inside for t in p.get(name, ())))
        solid = weapon or name in ("at", "through", "into")  # "tore through a factory", "slammed into a wall"
        reached = [t for t in near if party(phrases, t) or (solid and material(phrases, t))]
        if reached:
            return reached
    return []


def concerned(found: Found, patient: Token, phrases: Phrases) -> bool:
    """False for what is merely won, worn, put or counted: "scored the winner", "led 33-26", "made it"."""
    if called_for(core(patient)):
        return False
    entry = found.match.entry if found.match is not None else None
    if entry is not None and (entry.kind is not None or entry.data.get("casualty") or entry.data.get("undergoer")):
        return True
    inner = core(patient)
    entity = phrases.entity(inner)
    if inner.lower == "it" and (entity is None or entity.kind == "other"):
        return False  # "brought it to school": a thing that a pronoun tells is nobody's concern
    asked = inner.lemma in ("poll", "survey") and found.token.lemma in reach("attain", "made")
    if found.token.dep == "acl" and found.frame.passive and (asked or inner.lemma in reach("attain", "told")):
        return False  # "a poll conducted in May", "in a statement released on Friday"
    if (inner.lemma in reach("attain", "idle") and not found.frame.passive) or found.token.lemma in reach(
        "attain", "seen"
    ):
        return somebody(patient, phrases) and found.token.lemma != "witness"
    counted = (inner, *prepositions(inner).get("of", ()))
    if found.token.lemma in ("fire", "launch") and any(t.lemma in reach("attain", "fired") for t in counted):
        return False
    if inner.pos == "NUM" and not any(c.dep == "compound" for c in inner.children):
        return False
    if found.frame.passive or found.token.lemma not in reach("attain", "verbs"):
        return True
    if inner.pos == "NOUN":
        return of_class(inner.lemma, ("@person", "@armed", "@official"))
    return inner.lower != "it" and (inner.ent == "ORG" or somebody(patient, phrases))


def through_quality(found: Found, doers: set[str], phrases: Phrases) -> list[Token]:
    """Whose quality an act is aimed at: "questioned the sheriff's judgement", "questioned the fairness of referees"."""
    if found.token.lemma not in reach("through", "verbs"):
        return []
    for thing in found.frame.patients:
        if thing.pos != "NOUN" or somebody(thing, phrases):
            continue
        held = [t for c in thing.children if c.dep == "poss" for t in conjuncts(c)]
        if not material(phrases, thing):
            held += prepositions(thing).get("of", ())
        for t in held:
            entity = phrases.entity(core(t))
            own = entity is not None and entity.id in doers
            if party(phrases, t) and not own and not (t.pos == "PRON" and entity is None):
                return [t]
    return []


def had_by(noun: Token) -> tuple[Token, ...]:
    """Who had what the noun tells: "the treatment she received", "served a sentence"."""
    had = noun.lemma in reach("had", "nouns")
    for c in noun.children:
        open_object = not any(x.dep in ("dobj", "ccomp", "xcomp") or x.lower in RELATIVE for x in c.children)
        if c.dep == "relcl" and had and c.lemma in reach("had", "verbs") and open_object:
            return subjects(c)
        if c.dep == "acl" and c.tag == "VBN" and c.lemma in reach("had", "verbs"):
            return frame(c).agents  # "a threat received by the school"
    verb = noun.head
    if noun.dep != "dobj" or verb.lemma not in reach("had", "verbs"):
        return ()
    befell = noun.lemma in listed("words", "befalls") if verb.lemma == "have" else had
    return subjects(verb) if befell else ()


def driven(found: Found, phrases: Phrases) -> list[Token]:
    """Whom a verb of movement moves, or what it leads: "the guards moved her to Velmar", "runs a clinic"."""
    if found.frame.passive:
        return []
    if found.token.lemma in reach("driven", "institutions"):
        return [p for p in found.frame.patients if affected(phrases, p)]
    if found.token.lemma not in reach("driven", "people"):
        return []
    return [p for p in found.frame.patients if core(p).lower != "it" and somebody(p, phrases)]


def somebody(token: Token, phrases: Phrases) -> bool:
    """A person or several, by name, pronoun or word; not a quality, which the types take for somebody too."""
    inner = core(token)
    if inner.pos == "NOUN":
        named = of_class(inner.lemma, ("@person", "@armed", "@official"))
        quality = inner.lemma.endswith(("ment", "ing", "tion", "ness", "ity"))  # no "judgement"
        return named or (not quality and noun_type(inner, phrases.syntax) == "party")
    return party(phrases, token) and (inner.pos == "PRON" or inner.ent in ("PERSON", "NORP"))


def behind_pattern(found: Found, phrases: Phrases) -> list[Token]:
    """Whom the entry's own preposition leads to: "made off with the gems", "cracked down on the union"."""
    used = found.match.used if found.match else frozenset()
    tokens = [phrases.syntax.tokens[i] for i in sorted(used)]
    leading = [
        t for t in tokens if t.dep == "prep" and t.lower not in ("from", "to", "in", "off", "out", "as", "outside")
    ]
    leading += [t for t in tokens if found.token.lemma == "set" and t.lower == "to"]  # "set fire to mattresses"
    held = [t for t in tokens if t.lemma in ("control", "charge", "possession")]  # "took control of the port"
    leading += [c for t in held for c in t.children if c.dep == "prep"]
    reached = [p for t in leading for c in t.children if c.dep == "pobj" for p in conjuncts(c)]
    return [p for p in reached if p.i not in used and (affected(phrases, p) or made_thing(found, p, phrases))]


def foiled(deed: Token, phrases: Phrases) -> list[Token]:
    """Whose deed was foiled: "thwarted an attack by pirates", "foiled the gang's plan"."""
    found = [c for c in deed.children if c.dep == "poss"] + list(prepositions(deed).get("by", ()))
    return [t for t in found if party(phrases, t)]


def enjoyed(found: Found, entry: Entry) -> bool:
    """Support that somebody has of others: "Lind has the support of farmers", "keeps her support among teachers"."""
    if entry.kind != "SUPPORT" or found.token.lemma not in reach("enjoyed", "nouns"):
        return False
    preps = found.frame.preps
    if "among" in preps:
        return True
    had = found.light is not None and found.light.lemma in reach("enjoyed", "verbs")
    return had and ("of" in preps or "from" in preps) and "for" not in preps and not found.undergoes


def does(agent: Token, found: Found, phrases: Phrases) -> bool:
    """False for a mere word before an event noun that says what it is about or of what sort: "state elections"."""
    if agent.dep not in ("compound", "nmod", "amod"):
        return True
    if found.token.lemma in reach("before", "nouns"):
        return of_class(agent.lemma, ("@armed", "@police"))  # "a police arrest", but "a fraud conviction"
    if agent.pos == "PROPN" or agent.ent or phrases.entity(agent) is not None:
        return True
    return of_class(agent.lemma, ("@armed", "@police", "@person", "@state", "@org", "@official"))


def mere_place(agent: Token, found: Found, phrases: Phrases) -> bool:
    """A town or region before an event noun says where, not who: "the Michigan shooting"; so does a name that nothing
    tells to be armed or a state: "the Konna stabbing", "the Tesco shooting"; so do buildings: "a station bombing"."""
    entity = phrases.entity(agent)
    entry = found.match.entry if found.match is not None else None
    if agent.dep == "compound" and agent.pos == "NOUN" and entry is not None and violent(entry):
        return of_class(agent.lemma, ("@facility",))
    if agent.pos == "PROPN" and entity is not None and entity.kind in ("person", "place", "other"):
        between = (c for c in found.token.children if c.dep == "compound" and agent.i < c.i < found.token.i)
        if agent.dep in ("compound", "nmod") and any(of_class(c.lemma, ("@facility",)) for c in between):
            return True  # "the Konna market attack"
    if agent.dep in ("compound", "nmod") and entry is not None and agent.pos == "PROPN" and violent(entry):
        return not _could_attack(agent, entity, phrases)
    if agent.dep == "compound" and entity is not None and agent.ent == "" and agent.text.isupper():
        return entity.kind == "other"
    if agent.dep == "compound" and entity is not None and entity.kind == "place":
        return agent.ent in ("", "GPE")  # "the gujarat carnage"
    return agent.dep == "compound" and agent.ent == "GPE" and entity is None


def violent(entry: Entry) -> bool:
    """Deeds that headlines call by their place: "the Konna stabbing", "the Torv robbery"."""
    return entry.kind == "ASSAULT" or (entry.kind == "COERCE" and entry.mode == "seize")


def slain(name: Token, deed: Token, phrases: Phrases) -> bool:
    """ "The Rivera killing": a person before what befalls people, told elsewhere too."""
    entity = phrases.entity(name)
    person = name.dep in ("compound", "nmod") and entity is not None and _known_person(entity, phrases)
    return person and deed.lemma in listed("words", "befalls")


def _known_person(entity: Entity, phrases: Phrases) -> bool:
    """Somebody with a full name, or told by it elsewhere: a lone word before a deed is as likely a town."""
    told = " " in entity.name or sum(m.entity == entity.id for m in phrases.entities.mentions) > 1
    return entity.kind == "person" and told


def _could_attack(name: Token, entity: Entity | None, phrases: Phrases) -> bool:
    """Whether a name before a violent deed may be who did it: armed, a state, or somebody told elsewhere too."""
    if entity is None:
        return name.ent in ("NORP", "ORG") or name.ent == "GPE"
    if entity.kind in ("state", "group") or entity.codes.sector in _MAY_ATTACK or name.ent == "NORP":
        return True
    if entity.kind == "person":
        return _known_person(entity, phrases)
    return any(of_class(w, ("@armed",)) for w in entity.name.lower().split())


def struck_inside(name: Token, noun: Token, phrases: Phrases) -> bool:
    """ "The Tesco fire", "the Boeing crash": the firm or building before the mishap is what it befell."""
    if name.dep not in ("compound", "nmod") or noun.lemma not in _MISHAPS:
        return False
    entity = phrases.entity(name)
    if entity is None or entity.codes.sector in ("MIL", "COP", "REB", "UAF", "PRM", "SPY"):
        return False
    return entity.kind in ("organization", "facility") and name.ent in ("ORG", "FAC", "")


def two_sides(token: Token) -> list[Token]:
    """ "Kelvian and Orvanian negotiators", "the armies of Kelvia and Orvania": two sides, told by one noun."""
    if token.tag not in ("NNS", "NNPS"):
        return [token]
    for c in token.children:
        if c.dep in ("nmod", "amod", "poss", "compound") and c.ent in _LANDS and c.i < token.i:
            other = c.child("conj")
            if other is not None and other.ent in _LANDS and other.i < token.i:
                return [c, token]
    near = prepositions(token)
    of = near.get("of", ()) if token.lemma in _OF_LANDS else near.get("from", ())
    return list(of) if len(of) > 1 and all(t.ent in _LANDS for t in of) else [token]


def plural(token: Token) -> bool:
    """Several told by one word: "the two companies", "them"."""
    return token.tag in ("NNS", "NNPS") or token.lower in ("them", "us", "both")


def latter_side(token: Token, others: list[Token]) -> Token | None:
    """Where the second of two sides begins: "Orvanian" of "Kelvian and Orvanian negotiators"."""
    first = next((c for c in token.children if c in others and c.i < token.i), None)
    return first.child("conj") if first is not None else None


def area(token: Token) -> bool:
    """Where forces are sent, not against whom: "sent troops to the region"; a state or a town named is both."""
    inner = core(token)
    return inner.pos == "NOUN" and of_class(inner.lemma, ("@region", "@town", "@facility"))


def deed(token: Token) -> bool:
    """ "Expressed solidarity", "offered condolences": no party."""
    return token.pos == "NOUN" and any(
        e.kind in ("SUPPORT", "ACCUSE", "AGREE") for e in index("noun").get(token.lemma, ())
    )


def bare(token: Token, entry: Entry | None) -> bool:
    """A noun that is but a part of the phrase: "joined forces with the union"."""
    return (
        entry is not None
        and token.lemma == "force"
        and entry.kind == "COOPERATE"
        and not any(c.dep in _LEFT for c in token.children)
    )


def plain_word(thing: Token, phrases: Phrases) -> bool:
    """A thing that stands as a mere word before an event noun: "bus crash", "temple construction"."""
    plain = thing.dep == "compound" and thing.pos == "NOUN" and not thing.ent
    return plain and noun_type(thing, phrases.syntax) != "abstract"


def named_inside(noun: Token, phrases: Phrases) -> list[Token]:
    """What a noun of doing names before itself: "temple construction"; an army deployment has nobody deployed."""
    return [c for c in noun.children if plain_word(c, phrases) and not of_class(c.lemma, ("@org", "@state", "@armed"))]


def wrecked(thing: Token, entry: Entry, phrases: Phrases) -> bool:
    """What the accident befell: "the crane collapse", "a bus crash"."""
    return entry.data.get("class") == "accident" and plain_word(thing, phrases)
