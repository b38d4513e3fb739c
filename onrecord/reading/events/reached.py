"""Whom an act reaches where no object says it: behind a preposition, inside an abstract object, in the complement."""

from __future__ import annotations

from onrecord.reading.events.clause import conjuncts, core, prepositions, subjects
from onrecord.reading.events.frame import frame
from onrecord.reading.events.lexicon import Entry, index, listed, of_class, reach
from onrecord.reading.events.phrases import Phrases, material, of_age, party
from onrecord.reading.events.triggers import Found
from onrecord.syntax import Token

_ITS_OWN = frozenset({"his", "her", "its", "their", "our", "my"})


NOBODY_NAMED = frozenset({"anyone", "anybody", "someone", "somebody", "nobody", "other"})  # "each other" too


def affected(phrases: Phrases, token: Token) -> bool:
    """Somebody or something that an act can reach; sums, times and abstractions are no recipients."""
    inner = core(token)
    if (
        inner.lower in NOBODY_NAMED
        or inner.lemma in listed("words", "time")
        or (inner.ent in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY") and not of_age(inner))
    ):
        return False
    if inner.lower == "force" and not any(c.dep in ("det", "amod", "compound", "poss") for c in inner.children):
        return False  # "threatened to use force"
    if inner.lower in ("it", "itself") and (inner.dep == "dobj" or phrases.entity(inner) is not None):
        return True
    return party(phrases, token) or material(phrases, token)


def mutual(found: Found, entry: Entry, actors: list[Token]) -> bool:
    """ "Trump and Putin agreed to share ...": of each other, where several act and no other side is named."""
    sides = [t for name in ("with", "to") for t in found.frame.preps.get(name, ())]
    return entry.has("mutual_plural") and len(actors) > 1 and not sides


def indirect(found: Found, entry: Entry, patients: list[Token], phrases: Phrases) -> list[Token]:
    """The recipient where no object is one: behind a preposition, inside an abstract object, in the complement."""
    if found.token.lemma in ("mediate", "arbitrate", "broker", "shuttle") and (
        sides := found.frame.preps.get("between")
    ):
        return [t for t in sides if side_of(phrases, t)]
    names = [n for n in entry.words_of("recipient") if n != "of" or found.token.lemma in ("complain", "warn")]
    behind = [t for name in names for t in found.frame.preps.get(name, ())]
    told = [t for t in found.frame.preps.get("to", ()) if "to" in names and party(phrases, t)]
    kept = [t for t in behind if t not in found.frame.preps.get("outside", ()) or of_class(core(t).lemma, ("@seat",))]
    reached = told or [t for t in kept if affected(phrases, t)]  # "apologized to the crew for the delay": the crew
    if reached:
        return _together(reached)
    asked = [t for t in _of_own_preposition(found, phrases) if found.token.lemma == "apply"]
    for thing in (*found.frame.patients, *behind, *asked):
        inner = holder(thing, entry, phrases)
        if inner:
            return inner
    own = [t for n in names if n != "of" for t in _behind_own(found, n, phrases) if affected(phrases, t)]
    if own:
        return _together(own)
    complement = found.frame.complement
    if complement is not None and complement.dep == "ccomp" and found.token.lemma == "allege":
        return [t for t in subjects(complement) if party(phrases, t)]  # "alleged that the bank hid it": the bank
    if complement is not None and entry.kind in ("AGREE", "REJECT", "THREATEN", "REQUEST", "ACCUSE"):
        return of_complement(complement, entry, phrases)
    if (entry.kind in ("ACCUSE", "SUPPORT", "REJECT") or entry.mode == "boycott") and not entry.has(
        "object_is_no_party"
    ):
        whole = [p for p in (*patients, *behind) if p.pos in ("NOUN", "PROPN")]
        if entry.kind == "ACCUSE":  # "condemned the killings", "alleged violations" reach nobody
            whole = [p for p in whole if core(p).lemma not in index("noun") and entry.group != "accuse.allege"]
        if entry.kind == "SUPPORT":  # "backed his bid"; "embraced a policy" reaches nobody
            whole = [p for p in whole if any(c.dep == "poss" for c in p.children)]
        return [p for p in whole if core(p).lemma not in listed("words", "time")][:1]
    return []


def _of_own_preposition(found: Found, phrases: Phrases) -> list[Token]:
    """What the entry's own preposition leads to: "applied for a loan"."""
    used = found.match.used if found.match else frozenset()
    own = [t for i in sorted(used) if (t := phrases.syntax.tokens[i]).dep == "prep"]
    return [c for t in own for c in t.children if c.dep == "pobj" and c.i not in used]


def _behind_own(found: Found, name: str, phrases: Phrases) -> list[Token]:
    """What stands behind a noun of the entry's own words: "sought refuge in Orvania", "spoke by telephone with Obi"."""
    used = found.match.used if found.match else frozenset()
    own = [t for i in sorted(used) if (t := phrases.syntax.tokens[i]).pos == "NOUN" and i != found.token.i]
    return [t for p in own for t in prepositions(p).get(name, ()) if t not in found.frame.preps.get(name, ())]


def between_below(noun: Token) -> list[Token]:
    """ "A bid to end the rift between the clans and the army": between whom somebody mediates."""
    below = (t for t in noun.subtree() if t.lower in ("between", "among") and t.dep == "prep")
    return [t for p in below for c in p.children if c.dep == "pobj" for t in conjuncts(c)]


def beyond(border: Token, phrases: Phrases) -> list[Token]:
    """ "Massed troops on the border with Orvania"."""
    known = border.lemma in ("border", "frontier", "boundary")
    return [t for t in prepositions(border).get("with", ()) if known and side_of(phrases, t)]


def traded(found: Found, entry: Entry, phrases: Phrases) -> list[Token]:
    """With whom, about whom: "bought coal from Orvania", "complained about Orvania"; the goods are nobody."""
    objects = [prepositions(p) for p in found.frame.patients]
    near = [t for n in entry.words_of("recipient") for p in (found.frame.preps, *objects) for t in p.get(n, ())]
    return [t for t in near if party(phrases, t) or t.ent == "GPE"]


def _together(tokens: list[Token]) -> list[Token]:
    """The first party and those coordinated with it."""
    group = conjuncts(tokens[0])
    return [t for t in tokens if t in group]


def holder(patient: Token, entry: Entry, phrases: Phrases) -> list[Token]:
    """Whose deed the abstract object is: "condemned Israel's raid", "demanded the withdrawal of troops"."""
    if party(phrases, patient) or material(phrases, patient):
        return []
    poss = [t for c in patient.children if c.dep == "poss" and c.lower not in _ITS_OWN for t in conjuncts(c)]
    undone = entry.kind == "RETREAT" and patient.lemma in listed("words", "befalls")  # "overturned her conviction"
    if poss and (undone or entry.kind not in ("CONCEDE", "RETREAT", "AID", "MOBILIZE")):
        return [t for t in poss if side_of(phrases, t)]
    before = [c for c in patient.children if c.dep in ("compound", "amod", "nmod") and (c.ent or c.pos != "ADJ")]
    named = [c for c in before if party(phrases, c)]
    if named and entry.kind in ("ACCUSE", "REJECT", "SUPPORT", "RETREAT", "PROTEST"):
        return named
    preps = dict(prepositions(patient))
    if patient.lemma in ("end", "halt", "stop", "return", "lifting") and (ended := preps.get("to") or preps.get("of")):
        return holder(ended[0], entry, phrases)  # "an end to Orvania's blockade"
    for c in patient.children:  # "the embargo imposed on the island", "an appeal filed by the union"
        if c.dep == "acl" and c.tag == "VBN":
            preps = {**prepositions(c), **preps}
    blamed = entry.kind == "ACCUSE" and any(e.kind == "ASSAULT" for e in index("noun").get(patient.lemma, ()))
    told = entry.kind is None and (patient.lemma in index("noun") or patient.lemma in reach("sent", "nouns"))
    for name in ("by", "from", "against", "on", "of", "to", "with", "into", "for"):
        if told and name in ("by", "from", "of"):
            continue  # "prompted protests by drivers": nothing is done to them
        if entry.kind == "REQUEST" and name in ("for", "into", "of", "against"):
            continue  # "demanded protection for drivers": who shall gain, or what it is about, is not who is asked
        if blamed and name not in ("by", "from"):
            continue  # "condemned the attack on the pilgrims": the pilgrims are not accused
        near = preps.get(name, ())
        eased = entry.kind in ("CONCEDE", "RETREAT", "COERCE", "SANCTION")
        thing = name in ("on", "against") and eased
        reached = [
            t
            for t in near
            if party(phrases, t) or (name in ("on", "against") and t.pos == "PROPN") or (thing and affected(phrases, t))
        ] or [t for t in near if name == "of" and eased and t.ent == "GPE"]
        if name == "for" and not reached:  # "pledged support for Luria's efforts"
            reached = [c for t in near for c in owners(t, phrases)]
        signed = entry.group == "support.sign" and name == "with"
        if reached and (entry.kind != "SUPPORT" or name in ("by", "for", "of") or signed):
            return reached
    return []


def owners(thing: Token, phrases: Phrases) -> list[Token]:
    """Whose bid, effort or campaign it is: "support for Orvania's bid"."""
    return [c for c in thing.children if c.dep == "poss" and c.lower not in _ITS_OWN and side_of(phrases, c)]


def side_of(phrases: Phrases, token: Token) -> bool:
    """Somebody, or a town or land that stands for its government: "support for Velmar's bid"."""
    return party(phrases, token) or token.ent == "GPE"


def of_complement(complement: Token, entry: Entry, phrases: Phrases) -> list[Token]:
    """Whom what is promised, refused or threatened would reach: "refused to answer a request from the court"."""
    inner = frame(complement)
    if complement.lemma in ("avenge", "revenge", "mourn", "commemorate"):
        return []  # "vowed to avenge its commander"
    if entry.kind == "REQUEST":
        own = [t for c in complement.children if c.dep in ("nsubj", "nsubjpass") for t in conjuncts(c)]
        return [t for t in own if party(phrases, t)]
    if inner.datives:
        return [p for p in inner.datives if side_of(phrases, p)]
    toward = [t for t in inner.preps.get("to", ()) if t.pos != "NUM" and affected(phrases, t)]  # "raise pay to 500"
    own = [p for p in inner.patients if any(c.tag == "PRP$" for c in p.children)]  # "its troops" are the actor's own
    if complement.lemma in listed("words", "bring_about"):
        own = list(inner.patients)  # "agreed to form a joint force": nobody's yet
    reached = toward or [p for p in inner.patients if p not in own and affected(phrases, p)]
    if entry.kind == "AGREE":  # "promised to rebuild every home": homes are promised nothing
        reached = [t for t in reached if side_of(phrases, t)]
    if reached and entry.kind != "ACCUSE":
        return reached
    for name in ("with", "against", "on", "from", "for", "in"):
        near = [t for t in inner.preps.get(name, ()) if not any(c.tag == "PRP$" for c in t.children)]
        reached = [t for t in near if affected(phrases, t) and (name != "in" or party(phrases, t))]
        if reached:
            return reached
    for thing in (*inner.patients, *(t for ts in inner.preps.values() for t in ts)):
        reached = _named_by(thing, phrases)
        if reached:
            return reached
    return []


def _named_by(thing: Token, phrases: Phrases) -> list[Token]:
    """The party inside an abstract phrase: "a request from the court", "the ban on the party"."""
    preps = prepositions(thing)
    told = thing.lemma in listed("words", "told_of")  # "share information on the militia": what it is about
    for name in ("on", "to", "with", "against", "from", "by", "of", "in"):
        if told and name in ("on", "of", "from"):
            continue
        named = [t for t in preps.get(name, ()) if party(phrases, t)]
        if named:
            return named[:1]
    return []
