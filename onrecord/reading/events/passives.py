"""Which verbs are told in the passive, and which verb another is really beside."""

from __future__ import annotations

from onrecord.reading.events.lexicon import listed
from onrecord.reading.events.participles import has_aux, not_finite, runs_on, set_beside
from onrecord.syntax import Token

SERIES = 40  # longest chain of coordinated verbs that is followed: a list of thousands stands in no sentence


def is_passive(verb: Token, series: int = SERIES) -> bool:
    """`series`: how far up a chain of coordinated participles is asked."""
    if any(c.dep in ("auxpass", "nsubjpass") for c in verb.children):
        return True
    if verb.tag == "VBN" and verb.dep == "acomp" and verb.head.lemma == "be":
        return True  # "the stations were shuttered", where the parse took the participle for an adjective
    reduced = verb.tag == "VBN" and verb.dep == "advcl" and not has_aux(verb)
    if reduced and any(c.dep == "agent" or (c.dep == "prep" and c.lower == "by") for c in verb.children):
        return True  # "people displaced by fighting have crossed"
    if runs_on(verb) is not None or set_beside(verb):
        return True
    opening = verb.tag == "VBD" and verb.dep == "advcl" and verb.i < verb.head.i
    if opening and not any(c.dep in ("nsubj", "dobj", "mark", "aux", "advmod") for c in verb.children):
        return True  # "Asked to explain the loss, he left": a past without a subject
    if verb.tag == "VBN" and verb.dep == "ccomp" and verb.head.lemma in ("have", "get", "see", "want"):
        return not any(c.dep in ("aux", "dobj", "mark") for c in verb.children)  # "had their services restored"
    given = verb.tag == "VBD" and verb.dep == "conj" and verb.lemma in ("deny", "refuse") and verb.head.tag == "VBN"
    if given and not any(c.dep in ("nsubj", "aux", "ccomp") for c in verb.children):
        return series > 0 and is_passive(verb.head, series - 1)  # "were beaten, starved and denied visits"
    if verb.tag == "VBD" and verb.dep == "conj" and verb.lemma in listed("words", "needs_object"):
        alone = not any(c.dep in ("nsubj", "dobj", "aux") for c in verb.children)
        return alone and verb.head.tag == "VBN" and any(c.dep == "auxpass" for c in verb.head.children)
    if verb.tag != "VBN" or any(c.dep == "aux" and c.lemma == "have" for c in verb.children):
        return False
    if any(c.dep == "agent" for c in verb.children) and not any(c.dep in ("nsubj", "dobj") for c in verb.children):
        return True  # "a boy wearing a cap and handcuffed by police": no other passive need stand before it
    if verb.dep == "conj":
        own = any(c.dep in ("nsubj", "aux") for c in verb.children)
        beside = coordinate(verb, verb.head)
        return not own and series > 0 and beside.tag == "VBN" and is_passive(beside, series - 1)
    return verb.dep in ("acl", "amod", "advcl", "relcl", "oprd", "xcomp", "ROOT") and not any(
        c.dep in ("nsubj", "dobj") for c in verb.children
    )


def coordinate(verb: Token, head: Token) -> Token:
    """The verb that a coordinated one shares its subject with, where the parse took a nearer one.

    "Kelvia will send tanks, its minister said, and urged Orvania to follow", "said it would leave and called on both":
    who said it urged; "was barred from standing and later jailed": the participle goes with the passive.
    """
    if verb.dep != "conj":
        return head
    if verb.tag == "VBD" and not has_aux(verb):
        inserted = next((c for c in head.children if c.dep == "parataxis" and head.i < c.i < verb.i), None)
        speech = head.head if head.dep == "ccomp" else inserted
        future = speech is not None and head.tag == "VB" and any(c.tag == "MD" for c in head.children)
        if speech is not None and speech.tag == "VBD" and (head.i < speech.i < verb.i or future):
            return speech
    if verb.tag in ("VBD", "VBZ", "VBP") and not has_aux(verb) and not_finite(head):
        for above in head.ancestors():
            if above.tag in ("VBD", "VBZ", "VBP") and above.pos == "VERB" and above.i < head.i:
                return above  # "accused Luria of plotting and ordered its envoy to leave": who accused ordered
    if verb.tag == "VBN" and head.tag in ("VBG", "VB") and not any(c.dep in ("aux", "auxpass") for c in verb.children):
        for above in head.ancestors():
            if above.tag == "VBN" and above.i < head.i and above.pos == "VERB":
                return above if any(c.dep == "auxpass" for c in above.children) else head
            if above.pos == "VERB" and above.dep in ("ROOT", "ccomp", "relcl"):
                break
    return head
