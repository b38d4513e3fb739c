"""The parties of a verb: who does it, whom it reaches, what stands behind its prepositions, its complement."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.reading.events.clause import (
    RELATIVE,
    VERBAL,
    conjuncts,
    is_passive,
    portion,
    prepositions,
    resolved,
    subjects,
)
from onrecord.reading.events.doers import strayed
from onrecord.reading.events.lexicon import listed
from onrecord.reading.events.participles import gerund_of
from onrecord.syntax import Token

_APART = 9  # words between verbs that share an object, "in some cases" among them


@dataclass(frozen=True, slots=True)
class Frame:
    """The logical parties of a predicate as tokens: heads of noun phrases in the order of the text."""

    agents: tuple[Token, ...] = ()
    patients: tuple[Token, ...] = ()
    datives: tuple[Token, ...] = ()
    preps: dict[str, tuple[Token, ...]] = field(default_factory=dict)
    complement: Token | None = None
    passive: bool = False


def _named_for(verb: Token) -> tuple[Token, ...]:
    """ "Elected Obi mayor", "named Lind chief executive": the parse takes the name for a word before the office."""
    if verb.lemma not in listed("control", "names"):
        return ()
    for c in verb.children:
        if c.dep in ("oprd", "dobj") and c.pos == "NOUN" and c.i > verb.i:
            first = next((x for x in c.children if x.dep in ("compound", "nmod") and x.pos == "PROPN"), None)
            if first is not None and not any(x.dep in ("det", "poss") for x in c.children):
                return (first,)
    return ()


def _own_objects(verb: Token) -> tuple[Token, ...]:
    if gerund_of(verb) is not None:
        return conjuncts(verb.head)
    if named := _named_for(verb):
        return named
    objects = tuple(t for c in verb.children if c.dep == "dobj" and not portion(c) for t in resolved(c))
    if objects:
        return objects + _along_with(verb)
    return tuple(
        c for c in verb.children if c.dep in ("npadvmod", "nummod") and c.pos == "NUM" and c.i == verb.i + 1
    )  # "injures 2"


def _along_with(token: Token) -> tuple[Token, ...]:
    """ "Pardoned him along with nine others": the others too; who stands so beside a subject is not said to act."""
    for c in token.children:
        if c.lower in ("along", "together") and c.dep in ("prep", "advmod"):
            inner = next((x for x in c.children if x.lower == "with"), None)
            return tuple(t for x in (inner.children if inner else ()) if x.dep == "pobj" for t in conjuncts(x))
    return ()


def _nominal(verb: Token) -> Frame | None:
    """ "Shelling by the army of the suburb has killed nine": a gerund with the parties of a noun."""
    if verb.tag != "VBG" or any(c.dep in ("dobj", "aux", "nsubj") for c in verb.children):
        return None
    by = [p for c in verb.children if c.lower == "by" for p in c.children if p.dep == "pobj"]
    if not by or verb.dep not in ("csubj", "nsubj", "ROOT", "nsubjpass"):
        return None
    preps = prepositions(verb)
    of = preps.get("of", ()) or tuple(t for p in by for t in prepositions(p).get("of", ()) if p.tag == "NNS")
    return Frame(tuple(t for p in by for t in conjuncts(p)), of, (), preps)


def _next_agents(verb: Token) -> tuple[Token, ...]:
    """ "Was found and defused by engineers": who did both."""
    for c in verb.children:
        if c.dep == "conj" and c.tag == "VBN" and c.i - verb.i == 2:
            agents = [p for a in c.children if a.dep == "agent" for p in a.children if p.dep == "pobj"]
            return tuple(t for p in agents for t in conjuncts(p))
    return ()


def _objects(verb: Token) -> tuple[Token, ...]:
    own = _own_objects(verb)
    if own:
        return own
    if said := _said_free(verb):
        return said
    if verb.lemma in listed("control", "small_clause"):  # "helped the girls cross": the girls are helped
        for c in verb.children:
            if c.dep == "ccomp" and not any(x.dep == "mark" for x in c.children) and c.tag == "VB":
                return tuple(t for x in c.children if x.dep == "nsubj" for t in resolved(x))
    alone = verb.lemma in listed("words", "objectless")
    for c in verb.children:  # "attacked and killed the guards": the object stands with the last verb
        if not alone and c.dep == "conj" and c.pos == "VERB" and _alike(c, verb) and c.i - verb.i <= _APART:
            shared = _own_objects(c) or _shared_further(c)
            between = [x for x in (*c.children, *verb.children) if verb.i < x.i < c.i and not _at_times(x)]
            if shared and not any(x.dep in ("nsubj", "prep") for x in between) and _close(verb, c):
                return shared
    named = [c for c in verb.children if c.dep == "nsubj"]
    relative = verb.dep == "relcl"  # asked first: a subject may be long
    own_subject = relative and any(
        all(t.lower not in RELATIVE for t in c.subtree()) for c in named
    )  # not "two of whom died"
    if any(c.lower in ("where", "when", "why") and c.dep == "advmod" for c in verb.children):
        return ()  # "the hospital where he died"
    if own_subject and not any(c.dep in ("ccomp", "xcomp", "prep") for c in verb.children):
        return (verb.head,)
    open_verb = verb.lemma in listed("words", "needs_object") or verb.lemma in listed("words", "gap_object")
    if open_verb and (found := _gap(verb, own_subject)):
        return found
    return ()


def _gap(verb: Token, own_subject: bool) -> tuple[Token, ...]:
    """ "The man she confronted on the stairs", "the women he is accused of killing": the noun is the object."""
    if own_subject:
        bound = any(c.dep in ("ccomp", "xcomp") or (c.dep == "prep" and not c.children) for c in verb.children)
        return () if bound or verb.head.lemma in listed("words", "time") else (verb.head,)
    node = verb
    for _ in range(3):
        if node.dep not in ("pcomp", "xcomp") or node.tag not in ("VBG", "VB"):
            break
        node = node.head.head if node.dep == "pcomp" else node.head
        if node.pos not in VERBAL or any(c.dep == "dobj" for c in node.children):
            return ()
    if node is verb or node.dep != "relcl" or node.head.pos not in ("NOUN", "PROPN"):
        return ()
    named = [c for c in node.children if c.dep in ("nsubj", "nsubjpass")]
    own = bool(named) and all(t.lower not in RELATIVE for c in named for t in c.subtree())
    return (node.head,) if own and node.head.lemma not in listed("words", "time") else ()


def _said_free(verb: Token) -> tuple[Token, ...]:
    """ "Found the mayor guilty", "let the captives free": whom the adjective is said of."""
    if verb.lemma not in listed("control", "small_adjective"):
        return ()
    for c in verb.children:
        if c.dep in ("ccomp", "oprd", "acomp") and c.pos in ("ADJ", "ADV") and c.i > verb.i:
            inner = [x for x in c.children if x.dep in ("nsubj", "dobj")]
            if not any(x.dep in ("mark", "aux") or x.lemma == "be" for x in c.children):
                return tuple(t for x in inner[:1] for t in resolved(x))
    return ()


def _at_times(preposition: Token) -> bool:
    """ "Arrested, beaten and in some cases killed civilians"."""
    return any(c.dep == "pobj" and c.lemma in ("case", "instance", "occasion", "time") for c in preposition.children)


def _close(verb: Token, other: Token) -> bool:
    """At most four words apart, not counting how often it was."""
    often = [x for x in (*other.children, *verb.children) if verb.i < x.i < other.i and _at_times(x)]
    return other.i - verb.i - sum(len(x.subtree()) for x in often) <= 4


def _alike(verb: Token, other: Token) -> bool:
    """Of one form, or both in the past ("arrested, tried and jailed" gets three tags)."""
    past = ("VBD", "VBN")
    return verb.tag == other.tag or (verb.tag in past and other.tag in past)


def _shared_further(verb: Token) -> tuple[Token, ...]:
    """ "arrested, tried and convicted critics": the object stands with the third."""
    for c in verb.children:
        if c.dep == "conj" and c.pos == "VERB" and _alike(c, verb) and c.i - verb.i <= _APART and _close(verb, c):
            return _own_objects(c)
    return ()


def with_named(parties: tuple[Token, ...]) -> tuple[Token, ...]:
    """And whom the text names among them: "guests, including Governor Obi, joined the march"."""
    among = [c for p in parties for c in p.children if c.dep == "prep" and c.lower == "including"]
    named = [t for c in among for p in c.children if p.dep == "pobj" for t in conjuncts(p)]
    return parties + tuple(t for t in named if t.pos == "PROPN" and t.ent in ("PERSON", "ORG", "NORP", "GPE"))


def _asked_by(verb: Token, complement: Token | None) -> tuple[Token, ...]:
    """ "Was asked to keep the files by the panel": the parse hangs "by" from what was to be done."""
    if complement is None or complement.tag != "VB" or verb.lemma not in listed("control", "object"):
        return ()
    if not any(c.lower == "to" for c in complement.children):
        return ()
    near = (complement, *(c for c in complement.children if c.dep == "dobj"))
    by = [c for t in near for c in t.children if c.lower == "by" and c.dep in ("prep", "agent")]
    who = [
        p
        for c in by
        for p in c.children
        if p.dep == "pobj" and (p.pos == "PROPN" or p.ent or any(x.lower == "the" for x in p.children))
    ]
    return tuple(t for p in who if p.ent not in ("DATE", "TIME") for t in conjuncts(p))


def _one_among(verb: Token) -> tuple[Token, ...]:
    """ "Among those held was Mira Dosen": who is named of them."""
    those, be = verb.head, verb.head.head.head
    if verb.dep not in ("acl", "relcl") or those.dep != "pobj" or those.head.lower != "among" or be.lemma != "be":
        return ()
    named = [c for c in be.children if c.dep in ("nsubj", "attr") and c.i > be.i]
    return tuple(t for c in named for t in conjuncts(c)) if those.i < be.i else ()


def frame(verb: Token) -> Frame:
    """The logical parties of a verb."""
    if (nominal := _nominal(verb)) is not None:
        return nominal
    surface = _one_among(verb) or subjects(verb)
    preps = prepositions(verb)
    complement = next((c for c in verb.children if c.dep in ("xcomp", "ccomp") and c.pos in VERBAL), None)
    datives = tuple(t for c in verb.children if c.dep == "dative" and c.pos != "ADP" for t in conjuncts(c))
    if is_passive(verb):
        by = [p for c in verb.children if c.dep == "agent" for p in c.children if p.dep == "pobj"]
        by = [p for p in by if not (p.lemma in listed("words", "body") and p.child("poss"))]  # "hung by his wrists"
        agents = tuple(t for p in by for t in with_named(conjuncts(p)))
        agents = agents or _asked_by(verb, complement) or strayed(verb) or _next_agents(verb)
        return Frame(agents, surface + _along_with(verb), datives, preps, complement, True)
    patients = _objects(verb)
    if verb.dep in ("acl", "relcl") and verb.head in surface and verb.head in patients:
        patients = tuple(p for p in patients if p is not verb.head)
    return Frame(with_named(surface), patients, datives, preps, complement, False)
