"""Who stands where around a verb: surface and understood subjects, objects, parties behind prepositions.

Passives, control, raising, coordination, relative clauses and participles are unfolded here; no word list of kinds.
"""

from __future__ import annotations

from onrecord.reading.events.lexicon import classes, listed
from onrecord.reading.events.listing import VERBAL as VERBAL
from onrecord.reading.events.listing import conjuncts as conjuncts
from onrecord.reading.events.listing import core as core
from onrecord.reading.events.listing import portion as portion
from onrecord.reading.events.participles import gerund_of, has_aux, runs_on
from onrecord.reading.events.passives import SERIES
from onrecord.reading.events.passives import coordinate as coordinate
from onrecord.reading.events.passives import is_passive as is_passive
from onrecord.syntax import Token

RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_OBJECT_PRONOUNS = frozenset({"him", "her", "them"})
_PERSONS = frozenset({"he", "she", "they", "we", "i", "you"})
_DEPTH = 7  # longest chain of understood subjects that is followed; guards against loops


def _antecedent(token: Token) -> Token | None:
    """The noun that a relative pronoun stands for."""
    node = token
    for _ in range(_DEPTH):
        if node.dep == "relcl":
            return node.head
        if node.head is node:
            return None
        node = node.head
    return None


def resolved(token: Token) -> tuple[Token, ...]:
    if token.lower in RELATIVE and token.tag in ("WDT", "WP", "IN", "WP$"):
        noun = _antecedent(token)
        return _said_to_be(noun) if noun is not None else ()
    return conjuncts(token)


def _said_to_be(noun: Token) -> tuple[Token, ...]:
    """Who is meant by the predicate of "be": "Chen is the one who leaked it", "they are the only team that could win".

    Only a name or a personal pronoun stands for it; in "it was the guard who fired" the predicate itself does.
    """
    verb = noun.head
    if noun.dep != "attr" or verb.lemma != "be" or any(c.dep == "neg" for c in verb.children):
        return (noun,)
    own = [c for c in verb.children if c.dep == "nsubj" and c.i < noun.i]
    named = [t for c in own for t in resolved(c) if t.pos == "PROPN" or t.lower in _PERSONS]
    return tuple(named) or (noun,)


def subjects(verb: Token, depth: int = 0) -> tuple[Token, ...]:
    """The surface subject of a verb, own or understood."""
    own = [c for c in verb.children if c.dep in ("nsubj", "nsubjpass")] or _reduced(verb)
    if any(p.text == ":" and p.i == c.i + 1 for c in own for p in c.children) and own[0].i < verb.i:
        return ()  # "Sheriff: Storm injures 2": who is quoted in a headline
    if own:
        return tuple(t for c in own for t in resolved(c) if c.lower != "there")
    if depth > _DEPTH or any(c.dep == "expl" for c in verb.children):
        return ()
    if deeds := [c for c in verb.children if c.dep == "csubj" and c.tag == "VBG" and c.i < verb.i]:
        return tuple(deeds)  # "Shelling by the army has killed nine, a group said": no group killed
    if (over := gerund_of(verb)) is not None:
        noun = verb.head
        return _behind_preposition(verb, noun.head, depth) if noun.dep == "pobj" else subjects(over, depth)
    return _understood(verb, depth + 1)


def _reduced(verb: Token) -> list[Token]:
    """ "People displaced by fighting have crossed the river": the parse gave the subject to the participle."""
    if verb.tag not in ("VBD", "VBZ", "VBP", "VBN") or (verb.tag == "VBN" and not has_aux(verb)):
        return []
    for c in verb.children:  # "Coast guards patrolling the strait stopped a boat" as well
        participle = c.tag == "VBN" or (c.tag == "VBG" and c.dep == "csubj" and verb.tag != "VBN")
        if c.dep in ("advcl", "csubj") and c.i < verb.i and participle and not has_aux(c):
            return [x for x in c.children if x.dep in ("nsubj", "nsubjpass") and x.i == min(y.i for y in c.children)]
    return []


def _understood(verb: Token, depth: int) -> tuple[Token, ...]:
    head = verb.head
    if head is verb:
        return ()
    if verb.dep in ("conj", "auxpass", "aux") and head.pos in VERBAL:
        return subjects(coordinate(verb, head), depth)
    if verb.tag == "VBD" and verb.dep == "acl" and head.dep == "pobj" and head.head.dep == "agent":
        planted = head.head.head  # "A bomb planted by rebels ripped through a bus": the agent did not rip
        if planted.dep == "acl" and planted.head.i < planted.i:
            return resolved(planted.head)
    if verb.dep == "advcl" and verb.tag == "VBN" and not has_aux(verb) and any(c.lower == "by" for c in verb.children):
        beside = [
            t for c in head.children if c.i < verb.i and c.dep == "prep" for t in c.subtree() if t.i == verb.i - 2
        ]
        if beside and beside[0].pos in ("NOUN", "PROPN"):
            return (beside[0],)  # "Under the deal, brokered by Orvania, prisoners will be freed"
    if verb.dep == "advcl":
        before = next((c for c in head.children if c.dep == "advcl" and c.i < verb.i and runs_on(c) is verb), None)
        if before is not None:
            return subjects(before, depth)
    if verb.dep in ("xcomp", "ccomp", "oprd", "advcl", "dep", "acomp", "attr"):
        return _controlled(verb, head, depth)
    if verb.dep in ("acl", "relcl", "amod"):
        return _of_noun(verb, head, depth)
    if verb.dep in ("pcomp", "pobj"):
        return _behind_preposition(verb, head, depth)
    if verb.dep in ("dobj", "nsubj", "nsubjpass"):
        poss = verb.child("poss")
        return (poss,) if poss is not None else (subjects(head, depth) if verb.dep == "dobj" else ())
    if verb.dep == "conj" and depth <= SERIES:
        return _understood(head, depth + 1)
    return ()


def _controlled(verb: Token, head: Token, depth: int) -> tuple[Token, ...]:
    if head.pos == "NOUN" or head.pos == "PROPN":
        return _of_noun(verb, head, depth)
    if head.pos == "ADJ":
        return of_adjective(head, depth)
    if verb.tag == "VB" and head.lemma == "be" and (whose := _whose_task(head)) is not None:
        return whose
    wanted = _for_whom(verb, head)
    if wanted:
        return wanted
    demand = next((c for c in head.children if c.dep == "dobj" and c.lemma in listed("control", "noun")), None)
    if demand is not None and demand.i < verb.i and (pressed := _pressed(demand, verb)):
        return pressed  # "the plan puts pressure on the partners to leave"
    to = verb.tag == "VB" and any(c.lower == "to" for c in verb.children)
    behind = [c for c in head.children if c.dep == "agent" or (c.dep == "prep" and c.lower == "by")]
    by = [p for c in behind if c.i < verb.i and head.tag == "VBN" for p in c.children if p.dep == "pobj"]
    if to and by and head.lemma not in listed("control", "object"):
        return tuple(t for p in by for t in conjuncts(p))  # "a rumour spread by rivals to hurt the bank"
    infinitive = verb.dep == "advcl" and any(c.lower == "to" for c in verb.children)
    if infinitive and any(c.dep == "dobj" and c.lower in _OBJECT_PRONOUNS for c in verb.children):
        infinitive = False  # "called the premier to congratulate him": he does not congratulate himself
    rung_up = head.lemma in listed("control", "rings") and verb.lemma in listed("control", "tells")
    objective = (verb.dep in ("xcomp", "ccomp", "oprd") or infinitive) and not rung_up
    expletive = head.lemma == "take" and any(c.lower == "it" and c.dep == "nsubj" for c in head.children)
    if objective and (expletive or head.lemma in listed("control", "object")) and not is_passive(head):
        own = [c for c in head.children if c.dep in ("dobj", "dative")]
        objects = tuple(t for c in own for t in resolved(c))
        if objects and own[0].i < verb.i:
            return objects
    if verb.dep == "ccomp" and not any(c.dep in ("aux", "mark") for c in verb.children) and verb.tag != "VBG":
        reduced = head.tag in ("VBD", "VBN") and head.i < verb.i and verb.tag in ("VBD", "VBZ", "VBP")
        between = reduced and any(c.dep == "xcomp" and head.i < c.i < verb.i for c in head.children)
        return subjects(head, depth) if between else ()  # "hackers believed to be abroad broke into ..."
    return subjects(head, depth)


def _whose_task(be: Token) -> tuple[Token, ...] | None:
    """ "The first task of the army is to find them", "Its goal is to win": who has the task is to do it."""
    for c in be.children:
        if c.dep == "nsubj" and c.pos == "NOUN" and c.lemma in listed("control", "task"):
            poss = c.child("poss")
            if poss is not None:
                return conjuncts(poss)
            return prepositions(c).get("of", prepositions(c).get("for", ()))
    return None


def _for_whom(verb: Token, head: Token) -> tuple[Token, ...]:
    """ "called for a prosecutor to investigate her": who stands between "for" and "to" is to act."""
    if verb.tag != "VB" or not any(c.lower == "to" for c in verb.children):
        return ()
    if head.lemma == "fall" and any(c.lower == "it" and c.dep == "nsubj" for c in head.children):
        return prepositions(head).get("to", ())  # "it falls to the council to decide"
    for c in head.children:
        leads = ("for", "on", "upon", "to") if head.lemma in ("appeal", "signal", "plead") else ("for", "on", "upon")
        if c.dep in ("prep", "prt", "dative") and c.lower in leads and head.i < c.i < verb.i:
            if c.lower != "for" and any(x.dep == "dobj" for x in head.children):
                continue  # "called the premier on Monday to congratulate him"
            inner = [p for p in c.children if p.dep == "pobj" and p.ent not in ("DATE", "TIME")]
            to = next(x.i for x in verb.children if x.lower == "to")
            if (
                inner
                and max(t.i for t in inner[0].subtree()) == to - 1
                and head.lemma in ("call", "wait", "appeal", "ask", "count", "rely", "prevail", "signal", "plead")
            ):
                return conjuncts(inner[0])
    return ()


def of_adjective(adjective: Token, depth: int = 0) -> tuple[Token, ...]:
    """Whom an adjective is said of: "he was found guilty", "3 dead", "dead men"."""
    head = adjective.head
    if adjective.dep == "amod":
        return (head,)
    if adjective.dep in ("dobj", "nsubj") and any(c.dep == "det" for c in adjective.children):
        return (adjective,)  # "mourners buried the dead"
    number = next((t for t in head.subtree() if t.i == adjective.i - 1 and t.pos == "NUM"), None)
    if number is not None and number.head is adjective and head.lemma == "leave":
        return (number,)  # "left at least two dead"
    if number is not None and number.dep == "pobj" and number.head.head.lemma in listed("tally", "nouns"):
        return (number,)  # "a lower figure of five dead"
    if head.tag == "VBN" and head.dep == "conj" and head.head.lemma == "leave":
        return tuple(c for c in head.head.children if c.dep == "dobj")  # "leaving 18 missing and feared dead"
    if number is not None and number.dep == "dobj" and number.head is head:
        return (number,)  # "an earlier count gave 50 dead"
    own = tuple(t for c in adjective.children if c.dep == "nsubj" for t in conjuncts(c))
    if own or head is adjective or depth > _DEPTH:
        return own or tuple(c for c in adjective.children if c.dep in ("nummod", "npadvmod", "quantmod"))
    if adjective.dep == "conj":
        return of_adjective(head, depth + 1) if head.pos == "ADJ" else subjects(head, depth + 1)
    if head.pos in VERBAL:
        objects = tuple(c for c in head.children if c.dep == "dobj") if head.lemma in ("leave", "find", "shoot") else ()
        return objects if objects and not is_passive(head) else subjects(head, depth + 1)
    return ()


def _of_noun(verb: Token, noun: Token, depth: int) -> tuple[Token, ...]:
    """Subject of a clause that hangs from a noun: "police investigating ...", "plans to leave"."""
    infinitive = verb.tag == "VB" and any(c.lower == "to" for c in verb.children)
    known = classes()
    if not infinitive:
        inner = [t for c in noun.children if c.lower == "of" for t in c.children if t.dep == "pobj" and t.i < verb.i]
        if inner and noun.lemma in listed("tally", "nouns") and inner[0].pos == "NUM":
            return (inner[0],)  # "gave a figure of 20 killed"
        if verb.tag == "VBG" and (there := _who_is_there(noun)) is not None:
            return subjects(there, depth)  # "crews were at the scene looking for survivors"
        document = verb.tag == "VBG" and noun.lemma in listed("words", "document") and noun.dep == "dobj"
        had = noun.lemma in listed("words", "had_in_doing") and noun.dep == "dobj" and noun.head.lemma == "have"
        document = document or had
        return subjects(noun.head, depth) if document and noun.head.pos in VERBAL else _said_to_be(noun)
    if noun.dep == "attr" and (beings := _said_to_be(noun)) != (noun,):
        return beings  # "she was the first woman to lead the union"
    if noun.lemma in listed("control", "noun") and (pressed := _pressed(noun, verb)) is not None:
        return pressed
    if noun.lemma in known["person"] or noun.lemma in known["armed"] or noun.ent == "PERSON":
        return (noun,)
    poss = noun.child("poss")
    if poss is not None:
        return conjuncts(poss)
    whose = next((c for c in noun.children if c.dep in ("amod", "compound") and c.ent in ("NORP", "GPE", "ORG")), None)
    if whose is not None and noun.lemma in listed("control", "proposed"):
        return (whose,)  # "a Kelvian proposal to extend the deal"
    governor = noun.head
    if governor is noun and noun.i < verb.i and (noun.ent or noun.pos == "PROPN" or noun.lemma in known["org"]):
        return (noun,)  # "Union to cut aid": a headline's future
    if noun.dep in ("dobj", "attr", "pobj", "conj") and governor is not noun:
        if governor.pos == "ADP":
            governor = governor.head
        if governor.pos in VERBAL and governor.lemma not in listed("control", "found_out"):
            return subjects(governor, depth)
    return ()


def _who_is_there(noun: Token) -> Token | None:
    """The "be" of who is at a place that does nothing itself."""
    known = classes()
    somebody = noun.ent or noun.tag != "NN" or any(noun.lemma in known[c] for c in ("person", "armed", "org"))
    above = noun.head.head if noun.dep == "pobj" and not somebody else noun
    return above if above.lemma == "be" and above.pos in VERBAL else None


def _pressed(noun: Token, verb: Token) -> tuple[Token, ...] | None:
    """Who is to act on a demand: "pressure on the bank to pay", "faces calls to resign"; whose demand it is does not.

    None where the words leave it to the verb that governs the noun.
    """
    preps = prepositions(noun)
    around = prepositions(noun.head) if noun.dep in ("dobj", "nsubjpass") else {}
    for name in ("on", "upon", "to", "for"):
        reached = [t for t in (*preps.get(name, ()), *around.get(name, ())) if noun.i < t.i < verb.i]
        if reached:
            return tuple(reached)
    governor = noun.head.head if noun.dep == "pobj" and noun.head.head.pos in VERBAL else noun.head
    if noun.dep in ("dobj", "pobj") and governor.lemma in listed("control", "meets"):
        return subjects(governor, 1)
    return ()


def _behind_preposition(verb: Token, preposition: Token, depth: int) -> tuple[Token, ...]:
    if verb.tag == "VBN" and verb.dep == "pobj":
        return ()  # "the number of injured", "a bed for the wounded"
    if preposition.head.lemma in listed("tally", "nouns"):
        return ()  # "put the number of missing at 317"
    poss = verb.child("poss")
    if poss is not None:
        return conjuncts(poss)
    governor = preposition.head
    if governor is preposition:
        return ()
    if governor.lower == "absentia":  # "convicted the guards in absentia of murdering him"
        governor = governor.head.head
    if governor.lower == "short" and governor.head.lemma in ("stop", "fall"):
        return subjects(governor.head, depth)  # "stopped short of blaming Orvania"
    if governor.pos in VERBAL:
        return _behind_verb(governor, verb, preposition, depth)
    if governor.pos == "ADJ":
        return of_adjective(governor, depth)
    return _behind_noun(governor, preposition, depth) if governor.pos in ("NOUN", "PROPN") else ()


def _behind_verb(governor: Token, verb: Token, preposition: Token, depth: int) -> tuple[Token, ...]:
    """ "Accused them of burning it": whom the verb above a preposition makes the doer of what stands behind it."""
    if any(c.lower == "instead" for c in preposition.children):
        return subjects(governor, depth)  # "attacked the allies instead of persuading them"
    if preposition.lower == "for" and governor.lemma in ("call", "appeal", "argue") and not is_passive(governor):
        return ()  # "called for closing the port": who is to close it is not said
    if preposition.lower == "against" and governor.lemma in ("warn", "advise", "caution", "argue"):
        warned = subjects(governor, depth) if is_passive(governor) else ()  # who warns against travelling does not
        return warned or tuple(t for c in governor.children if c.dep == "dobj" for t in resolved(c))
    if preposition.lower == "by" and is_passive(governor) and verb.child("dobj") is None:
        return ()  # "displaced by fighting": who was displaced did not fight
    objective = governor.lemma in listed("control", "object") or preposition.lower in ("from", "of", "for")
    if objective and not is_passive(governor):
        objects = tuple(t for c in governor.children if c.dep == "dobj" for t in resolved(c))
        if objects and all(t.lower == "other" for t in objects):
            return subjects(governor, depth)  # "accused each other of breaking it"
        earned = all(t.lemma in listed("control", "earned") for t in objects)  # "drew praise for freeing them"
        if objects and not earned and preposition.lower in ("from", "of", "for", "with", "against"):
            return objects
    return subjects(governor, depth)


def _behind_noun(governor: Token, preposition: Token, depth: int) -> tuple[Token, ...]:
    """ "Drew charges of burning it", "its plan for leaving": the same of a noun above."""
    charged = governor.dep == "dobj" and governor.head.lemma in listed("control", "object")
    if charged and preposition.lower in ("of", "for", "from") and governor.head.pos in VERBAL:
        return (governor,)  # "convicted the general of murdering", "accused the bank's head of lying"
    by = governor.head
    if by.dep == "agent" and by.head.lemma in listed("control", "object") and preposition.lower in ("of", "for"):
        return subjects(by.head, depth)  # "accused by a panel of ordering it"
    holder = governor.child("poss")
    if holder is not None:
        return conjuncts(holder)
    outer = governor.head.head if governor.dep == "pobj" else governor
    if preposition.lower == "for" and outer.lemma in ("charge", "convict", "sentence", "indict", "jail"):
        return subjects(outer, depth) if is_passive(outer) else ()  # "charged with murder for shooting him"
    if governor.dep == "pobj" and preposition.lower == "of" and outer.lemma in ("be", "remain", "stay", "get"):
        return subjects(outer, depth)  # "is in the habit of", "was on the verge of leaving"
    if governor.dep == "dobj" and governor.head.pos in VERBAL:
        return subjects(governor.head, depth)
    return ()


def prepositions(token: Token) -> dict[str, tuple[Token, ...]]:
    """Preposition -> heads of the phrases behind it, of the token's own prepositions."""
    found: dict[str, tuple[Token, ...]] = {}
    for c in token.children:
        if c.lower in ("according", "due", "because", "thanks", "prior", "owing"):
            continue
        if c.dep in ("prep", "agent", "dative", "prt") and c.pos in ("ADP", "SCONJ", "ADV", "PART", "VERB"):
            for name, heads in _behind(c):
                found[name] = found.get(name, ()) + heads
    return found


def _behind(preposition: Token) -> list[tuple[str, tuple[Token, ...]]]:
    out = []
    for c in preposition.children:
        if c.dep == "pobj":
            out.append((preposition.lower, resolved(c)))
        elif c.dep == "prep" or (c.dep == "conj" and c.pos == "ADP"):
            out.extend(_behind(c))
    return out
