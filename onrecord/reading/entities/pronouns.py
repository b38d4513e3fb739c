"""To which chain a pronoun belongs: agreement and binding shut candidates out, the rest are weighed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.reading.entities.chains import Chain
from onrecord.reading.entities.phrases import Phrase
from onrecord.record import Token

_REFLEXIVE = {"himself", "herself", "itself", "themselves", "myself", "ourselves", "yourself"}
_SUBJECT = {"nsubj", "nsubjpass"}
_SEEM = {"be", "seem", "appear", "become", "remain", "take", "rain", "snow", "look", "turn", "sound", "feel"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chain with its latest phrase before the pronoun."""

    chain: Chain
    phrase: Phrase
    count: int


def find_antecedent(
    pronoun: Phrase, candidates: Iterable[Candidate], quotes: tuple[int, ...], barred: Chain | None
) -> Chain | None:
    """The best candidate that agrees; `quotes` has the quotation of each phrase, `barred` is who speaks here."""
    best: Chain | None = None
    highest = _FLOOR
    for candidate in candidates:
        if candidate.chain is barred or not agrees(pronoun, candidate.chain):
            continue
        if not may_bind(pronoun.head, candidate.phrase.head):
            continue
        score = _weigh(pronoun, candidate, quotes)
        if score > highest:
            best, highest = candidate.chain, score
    return best


_FLOOR = -4.5


def expletive(token: Token) -> bool:
    """ "it is clear that", "it is being reported that", "it took two days to": an "it" that means nobody."""
    verb = token.head
    if token.lower != "it" or token.dep not in ("nsubj", "nsubjpass", "expl"):
        return False
    if token.dep == "expl":
        return True
    clause = any(c.dep in ("ccomp", "csubj", "xcomp", "advcl") and c.i > verb.i for c in verb.children)
    if token.dep == "nsubjpass":
        return clause
    if verb.lemma in _SEEM:
        adjective = verb.child("acomp", "attr")
        inner = adjective is not None and any(c.dep in ("ccomp", "xcomp", "advcl", "relcl") for c in adjective.children)
        return clause or inner or (verb.lemma == "be" and adjective is None)
    return False


def agrees(pronoun: Phrase, chain: Chain) -> bool:
    word = pronoun.head.lower
    if pronoun.gender in ("m", "f"):
        if chain.number == "pl" or chain.gender not in ("?", pronoun.gender):
            return False
        return chain.kind == "person" or (chain.kind == "other" and chain.named and not chain.sure)
    if word in ("it", "its", "itself"):
        if chain.number == "pl":
            return False
        return chain.kind != "person" and (chain.kind != "group" or chain.number == "sg")
    if word in ("they", "them", "their", "theirs", "themselves"):
        if chain.kind == "person":
            return chain.number == "pl"
        return chain.number == "pl" or chain.kind in ("organization", "group")
    return False


def _clause(token: Token) -> Token:
    """The verb whose argument the token is, through prepositions."""
    head = token.head
    while head.dep in ("prep", "pobj", "agent", "conj", "dative") and head.head is not head and head.pos != "VERB":
        head = head.head
    return head


def may_bind(pronoun: Token, other: Token) -> bool:
    """Principle B: "Assad praised him" - him is not Assad; a phrase does not stand inside its own antecedent."""
    if pronoun.sent != other.sent:
        return True
    if pronoun.dep == "poss":
        return not _above(pronoun, other)
    if pronoun.lower in _REFLEXIVE:
        return True
    if _above(pronoun, other):
        return False
    if pronoun.dep in ("nsubj", "nsubjpass"):
        return not (other.head is pronoun.head and other.dep in ("dobj", "nsubj", "iobj", "dative", "attr"))
    return not (other.dep in _SUBJECT and other.head is _clause(pronoun))


def _above(token: Token, other: Token) -> bool:
    """True where the other phrase holds the token (not through a clause of its own)."""
    node = token
    for _ in range(6):
        if node.head is node or node.pos in ("VERB", "AUX"):
            return False
        node = node.head
        if node is other:
            return True
    return False


def _weigh(pronoun: Phrase, candidate: Candidate, quotes: tuple[int, ...]) -> float:
    phrase, chain = candidate.phrase, candidate.chain
    distance = pronoun.head.sent - phrase.head.sent
    score = -1.2 * distance - 0.012 * (pronoun.head.i - phrase.head.i)
    if phrase.head.dep in _SUBJECT:
        score += 1.0 + (0.5 if pronoun.head.dep in _SUBJECT else 0.0)
    elif phrase.head.dep in ("dobj", "agent"):
        score += 0.2
    elif phrase.head.dep in ("poss", "compound", "nmod"):
        score -= 0.3 if phrase.head.dep == "poss" else 1.5
    score += 0.25 * min(candidate.count, 4)
    if chain.named:
        score += 0.4
    if chain.gender == pronoun.gender and pronoun.gender != "?":
        score += 0.8
    if phrase.form == "pronoun" and phrase.head.lower == pronoun.head.lower:
        score += 0.5
    mine, theirs = quotes[pronoun.index], quotes[phrase.index]
    if mine != theirs:
        score -= 0.6
    word = pronoun.head.lower
    if word in ("it", "its"):
        score -= 1.0 if word == "it" else 0.0
        score -= {"organization": 0.0, "state": 0.2, "place": 1.5, "facility": 0.8}.get(chain.kind, 0.6)
    if word in ("they", "them", "their"):
        score -= {"group": 0.0, "organization": 0.6, "state": 1.2}.get(chain.kind, 0.8)
        score += 0.4 if chain.number == "pl" else 0.0
    return score
