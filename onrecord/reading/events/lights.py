"""Event nouns: the light verb that governs them, their parties, and phrases in which they are no happening."""

from __future__ import annotations

from onrecord.reading.events.clause import RELATIVE, is_passive, prepositions, subjects
from onrecord.reading.events.doers import claims, strayed
from onrecord.reading.events.frame import Frame, frame
from onrecord.reading.events.lexicon import index, listed, of_class
from onrecord.syntax import Token


def reported(token: Token) -> bool:
    """ "Explosions reported in the port", "blasts were heard": told as something that was noticed."""
    verbs = [c for c in token.children if c.dep == "acl" and c.tag == "VBN"]
    verbs += [token.head] if token.dep in ("nsubj", "nsubjpass") else []
    return any(v.lemma in ("report", "hear") and v.i > token.i for v in verbs)


def idiom(token: Token) -> bool:
    """A noun that is no happening by itself: "caught fire", "set the tents on fire", "a request for comment"."""
    if token.lemma == "fire":
        held = token.dep == "dobj" and token.head.lemma in ("catch", "cease", "hold", "set")
        return held or (
            token.dep == "pobj" and token.head.lower == "on" and not any(c.dep == "det" for c in token.children)
        )
    if told_by_verb(token):
        return True
    if token.dep == "pobj" and token.head.lower == "in" and token.lemma in ("retaliation", "response", "defiance"):
        return not any(c.dep == "det" for c in token.children)  # "in retaliation for"
    if (
        token.lemma in ("wound", "injury", "burn")
        and token.dep == "pobj"
        and token.head.head.lemma in ("die", "succumb")
    ):
        return True  # "died of gunshot wounds"
    if token.lemma == "crossing" and any(
        c.dep == "compound" and (c.ent or c.lower == "border") for c in token.children
    ):
        return True  # "the Rafah crossing" is a place
    if token.lemma == "act" and token.child("compound") is not None:
        return True  # "the secrets act"
    if token.lemma == "campaign" and token.dep == "nsubj" and any(c.ent == "PERSON" for c in token.children):
        return True  # "the Fulton campaign said": those who run it
    asked = {p.lemma for c in token.children if c.lower in ("for", "seek") for p in c.children}
    asked |= {p.lemma for c in token.children if c.lemma == "seek" for p in c.children if p.dep == "dobj"}
    return token.lemma in listed("words", "asked_by_press") and bool(asked & {"comment", "interview", "reaction"})


def told_by_verb(token: Token) -> bool:
    """What struck or was struck is no happening beside the blow: "a car bomb exploded", "hit a wedding", "shots were
    fired"; nor is war in "prisoners of war"."""
    lemma, verb = token.lemma, token.head
    if lemma == "war":
        return token.dep == "pobj" and verb.lower == "of" and verb.head.lemma in listed("words", "not_war")
    if lemma == "bomb":
        return (token.dep in ("nsubj", "dobj", "nsubjpass") and verb.pos == "VERB") or token.dep == "pobj"
    if lemma == "shot":
        return token.dep in ("dobj", "nsubjpass") and verb.lemma == "fire"
    if lemma not in listed("words", "gathered"):
        return False
    if token.dep in ("dobj", "nsubjpass"):
        return verb.lemma in listed("words", "strikes") and verb.pos == "VERB"
    return token.dep == "pobj" and verb.lower in ("on", "at") and verb.head.lemma in listed("words", "struck_at")


def only_points(token: Token, parties: Frame) -> bool:
    """ "after the attack" points back; "after an attack on the base", "during a strike" tell something."""
    if (
        parties.agents
        or parties.patients
        or any(parties.preps.get(n) for n in ("on", "against", "between", "with", "by", "of"))
    ):
        return False
    bare = token.tag == "NNS" and not any(c.dep in ("det", "poss") for c in token.children)  # "during clashes downtown"
    return not bare and not any(c.lower in ("a", "an", "some", "several", "another") for c in token.children)


def light_of(token: Token) -> tuple[Token | None, bool]:
    """The light verb that governs an event noun, and whether its subject suffers the event."""
    verb: Token | None = None
    if token.dep in ("dobj", "nsubjpass", "attr", "oprd"):
        verb = token.head
    elif token.dep == "pobj" and token.head.dep in ("prep", "agent"):
        verb = token.head.head
        if verb.pos in ("NOUN", "PROPN") and verb.dep == "dobj":
            verb = None
    elif token.dep == "conj" and token.head.dep == "dobj":
        verb = token.head.head
    elif token.dep == "conj" and (over := _endured(token)) is not None:
        return over, True
    if verb is None or verb.pos not in ("VERB", "AUX"):
        return None, False
    if verb.lemma in ("call", "declare") and token.dep in ("dobj", "oprd") and _called(verb):
        return None, False  # "called the shooting a massacre": she did neither
    if token.dep == "dobj" and verb.lemma in listed("light", "had_given") and is_passive(verb):
        return verb, True  # "was given a life sentence"
    if token.dep == "dobj" and token.lemma in listed("light", "won") and verb.lemma in listed("light", "wins"):
        return verb, False  # "scored a unanimous decision over"
    if token.lemma == "trial" and verb.lemma in ("go", "stand", "face", "await"):
        return verb, True  # "went on trial for fraud": tried, not trying
    if token.dep == "dobj" and verb.lemma == "fight":
        return (verb, False) if token.lemma in listed("light", "fought") else (None, False)
    if token.dep == "pobj":
        pair = _pair(verb, token)
        if pair in listed("light_phrases", "endured") and is_passive(verb):
            return verb, True  # "were subjected to beatings"
        held = pair in listed("light_phrases", "object") or pair in listed("light_phrases", "under")
        held = held and token.lemma in listed("light_phrases", "object_nouns")
        if pair in listed("light_phrases", "state") and token.lemma in listed("light_phrases", "state_nouns"):
            return verb, False
        if held or pair in listed("light_phrases", "recipient"):
            return verb, True
        gathered = token.head.lower == "for" and token.lemma not in listed("light_phrases", "gathering_nouns")
        return (verb, False) if pair in listed("light_phrases", "actor") and not gathered else (None, False)
    if verb.lemma == "trigger" and token.lemma in ("blast", "explosion", "detonation", "bombing"):
        return verb, False  # "rebels triggered a blast"
    if verb.lemma in listed("light", "recipient"):
        return verb, True
    if verb.lemma in listed("light_phrases", "thought"):
        return (
            (verb, False)
            if any(e.kind in ("COERCE", "SANCTION") for e in index("noun").get(token.lower, ()))
            else (None, False)
        )
    return (verb, False) if verb.lemma in listed("light", "actor") else (None, False)


def _called(verb: Token) -> bool:
    named = verb.child("oprd")
    return named is not None and any(c.dep == "dobj" and c.i < named.i for c in verb.children)


def _endured(token: Token) -> Token | None:
    """ "Were subjected to beatings, burns and mock executions": the verb before a list of what is endured."""
    while token.dep == "conj" and token.head is not token:
        token = token.head
    preposition, over = token.head, token.head.head
    known = token.dep == "pobj" and f"{over.lemma} {preposition.lower}" in listed("light_phrases", "endured")
    return over if known and over.pos == "VERB" and is_passive(over) else None


def noun_frame(token: Token, light: Token | None) -> Frame:
    """The parties of an event noun: possessor, name before it, "by", and those of its light verb."""
    preps = dict(prepositions(token))
    agents = list(preps.pop("by", ()) or _by_measure(token) or strayed(token))
    for c in token.children:
        if _names_party(c, token):
            agents.append(c)
        elif c.dep == "amod" and c.lower in listed("light", "hyphened"):
            agents.extend(x for x in c.children if x.ent in ("NORP", "GPE", "ORG"))  # "a Saudi-led strike"
        elif c.dep == "acl" and c.tag == "VBN" and c.lemma in listed("light", "done"):
            agents.extend(t for a in c.children if a.dep == "agent" for t in a.children if t.dep == "pobj")
            preps = {**prepositions(c), **preps}
            preps.pop("by", None)
        elif c.dep == "relcl" and c.lemma in listed("light", "done") and is_passive(c):
            agents.extend(t for a in c.children if a.dep == "agent" for t in a.children if t.dep == "pobj")
        elif c.dep == "relcl" and _does(c):
            agents.extend(subjects(c))
            preps = {**prepositions(c), **preps}
    if not agents:
        agents.extend(_responsible(token))
    patients: tuple[Token, ...] = ()
    if light is not None:
        for name, heads in prepositions(light).items():
            if token not in heads and name not in preps:
                preps[name] = heads
        if token.dep == "pobj" and _pair(light, token) in listed("light_phrases", "object"):
            whole = frame(light)
            agents, patients = [*agents, *whole.agents], whole.patients
        elif is_passive(light):
            agents.extend(preps.pop("by", ()))
            endured = f"{light.lemma} to" in listed("light_phrases", "endured") and token.dep != "nsubjpass"
            if endured or (token.dep == "dobj" and light.lemma in listed("light", "had_given")):
                patients = frame(light).patients
        elif light_of(token)[1] and _suffers(light, token):
            patients = subjects(light) if any(c.dep in ("nsubj", "conj") for c in (light, *light.children)) else ()
        elif not agents or agents[0].dep in ("compound", "amod") or _said_of_oneself(agents, light):
            agents = list(subjects(light)) or agents
        elif agents[0].dep == "poss" and token.lemma in listed("words", "befalls") and "of" not in preps:
            agents += subjects(light)  # "ordered the editor's arrest"
    breaks = token.head.lemma in listed("words", "goes_on") or token.head.lemma in listed("words", "breaks")
    if token.dep == "nsubj" and breaks and "between" not in preps:
        preps.update({n: p for n, p in prepositions(token.head).items() if n in ("between", "among")})
    given = light is not None and not is_passive(light) and token.dep == "dobj"
    datives = frame(light).datives if light is not None and given else ()  # "gave the clan an ultimatum"
    return Frame(tuple(agents), patients, datives, preps)


def _suffers(light: Token, token: Token) -> bool:
    """ "Met resistance", "faces trial"; who "met for talks" is in them."""
    gathers = token.dep == "pobj" and _pair(light, token) in listed("light_phrases", "actor")
    if token.dep == "pobj" and _pair(light, token) in listed("light_phrases", "under"):
        return True  # "had been under siege"
    return token.lemma == "trial" or (light.lemma in listed("light", "recipient") and not gathers)


def _by_measure(token: Token) -> tuple[Token, ...]:
    """ "Eight days of riots by youths", "a wave of strikes by nurses": the parse hangs "by" from the measure."""
    measure = token.head.head
    if token.dep != "pobj" or token.head.lower != "of" or measure.pos != "NOUN":
        return ()
    known = measure.lemma in listed("words", "partitive") or measure.lemma in listed("words", "time")
    known = known or measure.lemma in ("spate", "outbreak", "spell", "campaign", "series", "evening", "weekend")
    return prepositions(measure).get("by", ()) if known else ()


def _responsible(token: Token) -> tuple[Token, ...]:
    """ "The clan is responsible for the raids and killings": whose they are."""
    if (claim := claims(token)) is not None and not is_passive(claim):
        return subjects(claim)
    while token.dep == "conj":
        token = token.head
    adjective = token.head.head
    if token.dep != "pobj" or token.head.lower != "for" or adjective.lower != "responsible":
        return ()
    if adjective.dep == "amod" and adjective.i > adjective.head.i:
        return (adjective.head,)  # "the gang responsible for the raids"
    return subjects(adjective.head) if adjective.dep == "acomp" else ()


def _does(verb: Token) -> bool:
    """ "The gift that Lind made", "a meeting she had with him", "the force they use": who does what the noun tells."""
    if verb.lemma not in listed("light", "actor") or is_passive(verb):
        return False
    own = [c for c in verb.children if c.dep == "nsubj"]
    bound = ("dobj", "ccomp") if verb.lemma in ("make", "give", "reach") else ("dobj", "ccomp", "xcomp", "advcl")
    taken = any(c.dep in bound and c.lower not in RELATIVE for c in verb.children)  # "a pledge he made to leave"
    return bool(own) and not taken and all(t.lower not in RELATIVE for c in own for t in c.subtree())


def _said_of_oneself(agents: list[Token], light: Token) -> bool:
    """ "The bank reiterated its demand", "voiced her support": the possessor is the subject."""
    return len(agents) == 1 and agents[0].tag == "PRP$" and light.lemma in listed("light", "own")


def _pair(verb: Token, noun: Token) -> str:
    """Verb and preposition of a phrase such as "placed under arrest"."""
    return f"{verb.lemma} {noun.head.lower}"


def _names_party(child: Token, noun: Token) -> bool:
    """A word before an event noun that names who does it: "Turkey's", "Turkish", "police"."""
    if child.dep == "poss":
        return child.ent not in ("DATE", "TIME")  # "Saturday's meeting"
    if child.dep in ("compound", "amod", "nmod") and child.ent in ("NORP", "GPE", "ORG", "PERSON"):
        return True
    if child.dep == "compound" and of_class(child.lemma, ("@armed", "@state", "@official")):
        return True  # "regime air strikes"
    return child.dep == "compound" and child.i + 1 == noun.i and child.pos in ("NOUN", "PROPN")
