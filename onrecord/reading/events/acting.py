"""Who acts and who undergoes: people and what stands for them, vehicles that go, who is behind a deed or sent it."""

from __future__ import annotations

from onrecord.reading.events.clause import core, prepositions
from onrecord.reading.events.lexicon import Entry, force_of_nature, index, listed, of_class, reach
from onrecord.reading.events.nouns import noun_type
from onrecord.reading.events.objects import struck_inside
from onrecord.reading.events.phrases import Phrases, party
from onrecord.reading.events.reached import affected
from onrecord.reading.events.triggers import Found
from onrecord.syntax import Token

_LEFT = frozenset({"det", "poss", "nummod", "amod", "compound"})


def no_one(token: Token) -> bool:
    """ "No group claimed the blast", "not one soldier fired": nobody acted, whoever is named with it."""
    if token.lower in ("nobody", "none", "neither"):
        return True
    return any(
        (c.dep == "det" and c.lower in ("no", "neither"))
        or (c.dep == "nummod" and c.lower == "one" and any(x.dep == "neg" for x in c.children))
        for c in token.children
    )


def acts(phrases: Phrases, token: Token) -> bool:
    inner = core(token)
    if inner.lower == "it":
        entity = phrases.entity(inner)
        if entity is not None and entity.kind not in ("person", "organization", "state", "group"):
            somebody = inner.head.lemma in listed("words", "only_somebody")
            land = entity.kind == "place" and any(c.dep in ("dobj", "xcomp") for c in inner.head.children)
            return (somebody or land) and inner.dep == "nsubj"  # "Washington said it would cut off aid"
        return inner.head.lemma not in ("take", "seem", "appear", "be")
    if inner.lower in listed("words", "makes") and any(c.dep == "det" for c in inner.children):
        return False  # "a Boeing 737 skidded off the runway"
    if (
        inner.pos == "NOUN"
        and of_class(inner.lemma, ("@vehicle",))
        and inner.lemma not in listed("words", "acting_thing")
    ):
        return False  # "a bus carrying pilgrims"; ships and aircraft that do something are let in by name
    if inner.pos == "NOUN" and not inner.ent and is_blow(inner):
        return False  # "a raid killed three": who is behind it acts
    if of_class(inner.lower, ("@disease",)) and inner.lower not in ("drug", "pill"):
        return False  # "Cholera kills 63"
    acting = party(phrases, token) or inner.ent in ("GPE", "PRODUCT") or as_somebody(inner, token, phrases)
    return acting and not force_of_nature(inner)


def is_blow(noun: Token) -> bool:
    """An attack by its word alone; a patrol or a force is somebody."""
    if of_class(noun.lemma, ("@person", "@armed", "@org", "@weapon")):
        return False
    return any(e.kind == "ASSAULT" and len(e.words) == 1 for e in index("noun").get(noun.lemma, ()))


def as_somebody(inner: Token, token: Token, phrases: Phrases) -> bool:
    """What stands for people by what it does: "25 percent back her", "the workshop promised", "the town hired men"."""
    verb = token.head
    if token.dep != "nsubj" or verb.pos != "VERB":
        return False
    if inner.lemma in ("percent", "%"):
        return verb.lemma in listed("words", "of_voters")
    if inner.pos not in ("NOUN", "PROPN") or any(c.dep == "det" and c.lower == "no" for c in inner.children):
        return False
    if inner.lemma in ("city", "town", "county", "municipality", "borough", "village", "province", "parish"):
        return verb.lemma not in listed("words", "undergone") and any(c.dep in ("dobj", "xcomp") for c in verb.children)
    return verb.lemma in listed("words", "only_somebody") and noun_type(inner, phrases.syntax) != "material"


def ridden(agent: Token) -> bool:
    """ "Was dropped off by helicopter": a vehicle without an article is how, not who."""
    bare = not any(c.dep in _LEFT for c in agent.children)
    return bare and agent.tag == "NN" and of_class(agent.lemma, ("@vehicle",))


def goes_itself(verb: Token, agents: list[Token]) -> bool:
    """ "The car came towards him", "the vehicle left": a vehicle goes by itself; what it carries is moved."""
    vehicles = bool(agents) and all(of_class(core(a).lemma, ("@vehicle",)) for a in agents)
    return vehicles and not any(c.dep == "dobj" for c in verb.children) and verb.tag != "VBN"


def spoken_by(agents: list[Token], verb: Token, phrases: Phrases) -> list[Token]:
    """ "A resolution that urged": the relative word stands for whose resolution it is."""
    said = next((c for c in verb.children if c.dep == "nsubj" and c.tag == "WDT"), None)
    behind = phrases.entity(said) if said is not None else None
    if said is None or behind is None or len(agents) != 1 or phrases.entity(core(agents[0])) in (None, behind):
        return agents
    return [said] if party(phrases, said) else agents


def at_hands_of(death: Token) -> tuple[Token, ...]:
    """ "Died at the hands of the militia": who killed."""
    behind = (t for ts in (prepositions(death).get("at", ()), prepositions(death).get("in", ())) for t in ts)
    return tuple(t for h in behind if h.lower == "hands" for t in prepositions(h).get("of", ()))


def by_mishap(token: Token) -> bool:
    """What followed of an accident: "crashed, killing all five"."""
    head = token.head
    told = (e.data.get("class") for e in index("verb").get(head.lemma, ()))
    return token.tag == "VBG" and token.dep == "advcl" and any(c in ("accident", "disaster") for c in told)


def undergoes(token: Token, phrases: Phrases) -> bool:
    """The subject that something befalls: a person or a thing, not a figure ("ratings dropped") or an expletive."""
    inner = core(token)
    if inner.pos == "PRON":
        return affected(phrases, token)
    told = inner.lemma in index("noun") or inner.lemma in listed(
        "tally", "nouns"
    )  # "talks collapsed", "a blaze broke out"
    figure = told or noun_type(inner, phrases.syntax) == "abstract"
    figure = figure and inner.lemma not in listed("words", "made") and not party(phrases, token)
    return not figure and not of_class(inner.lemma, ("@market", "@finance"))


def behind_deed(thing: Token, phrases: Phrases) -> list[Token]:
    """Who is behind a deed or a weapon that is told as acting: "a Taliban attack killed", "Iraqi warplanes bombed"."""
    if force_of_nature(thing):
        return []
    before = (c for c in thing.children if c.dep in ("poss", "compound", "amod", "nmod") and party(phrases, c))
    found = [c for c in before if not struck_inside(c, thing, phrases) and not _carried(c, thing)]
    preps = prepositions(thing)
    laid = [c for c in thing.children if c.dep == "acl" and c.tag == "VBN" and c.lemma in listed("words", "laid")]
    by = [t for c in laid for a in c.children if a.dep == "agent" for t in a.children if t.dep == "pobj"]
    if by:
        return [t for t in by if party(phrases, t)]  # "a bomb planted by rebels ripped through a bus"
    return found or [t for t in (*preps.get("by", ()), *preps.get("from", ())) if party(phrases, t)]


def _carried(word: Token, thing: Token) -> bool:
    """ "A passenger train", "a commuter bus": whom it carries is not behind what it does."""
    common = word.dep == "compound" and word.pos == "NOUN" and not word.ent
    return common and of_class(thing.lemma, ("@vehicle",)) and not of_class(word.lemma, ("@armed", "@police"))


def suffers(agent: Token, found: Found, phrases: Phrases) -> bool:
    """The possessor of an arrest, a killing, a release is whom it befalls, unless "of" or its trade says otherwise."""
    if agent.dep != "poss" or found.token.lemma not in listed("words", "befalls") or "of" in found.frame.preps:
        return False
    return not of_class(core(agent).lemma, ("@police", "@armed"))


_IN_WORDS = frozenset("PROTEST ACCUSE SUPPORT AID THREATEN REJECT REQUEST CONSULT".split())


def sent_by(found: Found, entry: Entry, phrases: Phrases) -> list[Token]:
    """Who is behind words or help that reach somebody: "faces criticism from the union", "threats from rebels"."""
    sent = entry.kind is None and found.token.lemma in reach("sent", "nouns")
    sent = sent or (found.token.lemma == "fire" and found.undergoes)  # "came under fire from rebels"
    sent = sent or (found.token.lemma == "attack" and found.token.tag == "NNS")  # "attacks from her rival"
    if not sent and entry.kind not in _IN_WORDS:
        return []
    own = prepositions(found.token).get("from", ())
    given = found.frame.preps.get("from", ()) if found.undergoes else own
    return [t for t in given if party(phrases, t)]


def done_by(agent: Token) -> bool:
    """ "An examination by doctors": behind "by" stands who does it, whatever the noun befalls."""
    node = agent
    while node.dep == "conj" and node.head is not node:
        node = node.head
    return node.dep == "pobj" and node.head.lower == "by"
