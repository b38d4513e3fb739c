"""Who did it, where the parse hangs "by" from another word of the phrase than the deed."""

from __future__ import annotations

from onrecord.reading.events.lexicon import index, of_class
from onrecord.reading.events.listing import VERBAL, conjuncts
from onrecord.syntax import Token

_SOMEBODY = ("@person", "@armed", "@police", "@official", "@org", "@state", "@crowd")
_NAMES = frozenset({"PERSON", "NORP", "ORG", "GPE"})
# what itself is made by somebody: "hurt by a song by Lind", "cited in a report by the union"
_AUTHORED = frozenset(
    ("report", "book", "song", "film", "article", "story", "study", "letter", "play", "speech", "statement", "poem",
     "survey", "poll", "novel", "essay", "painting", "interview", "video", "music", "work", "piece", "bid", "plan",
     "effort", "proposal", "decision", "appeal", "order", "move", "attempt", "programme", "program", "project")
)  # fmt: skip
_DEEP = 3  # how far below the deed's own prepositions "by" may hang: "in a square in the north of Velmar by men"


def strayed(deed: Token) -> tuple[Token, ...]:
    """ "Was forced into a van by armed men", "attacks on ships by the Front": who does it, behind another word."""
    for c in deed.children:
        if c.i > deed.i and c.dep in ("prep", "dobj", "npadvmod", "advmod", "oprd", "prt"):
            found = _below(c, deed, _DEEP)
            if found:
                return found
    return ()


def _below(token: Token, deed: Token, depth: int) -> tuple[Token, ...]:
    """The first party behind "by" in the phrase, not past a noun that is a deed or somebody's work itself."""
    if token.pos in VERBAL or depth < 0:
        return ()
    if token.pos in ("NOUN", "PROPN") and (
        token.lemma in _AUTHORED or (token.lemma in index("noun") and not token.ent)
    ):
        return ()
    for c in token.children:
        if c.i < deed.i:
            continue
        if c.dep in ("prep", "agent") and c.lower == "by" and token.pos != "VERB":
            who = tuple(t for p in c.children if p.dep == "pobj" and somebody(p) for t in conjuncts(p))
            if who:
                return who
        elif c.dep in ("prep", "pobj"):
            found = _below(c, deed, depth - (c.dep == "pobj"))
            if found:
                return found
    return ()


def somebody(token: Token) -> bool:
    """One who does things, by word or name; no sum, date or way: "by 4 percent", "by car"."""
    if token.ent in ("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "QUANTITY"):
        return False
    if token.pos == "NOUN":
        return of_class(token.lemma, _SOMEBODY)
    return token.pos == "PROPN" and (token.ent in _NAMES or token.ent == "")


def claims(deed: Token) -> Token | None:
    """The verb of "claimed responsibility for the bombing", "took credit for two raids"."""
    while deed.dep == "conj" and deed.head is not deed and deed.head.pos not in VERBAL:
        deed = deed.head
    over = deed.head.head
    if deed.dep != "pobj" or deed.head.lower != "for":
        return None
    if over.lemma in ("responsibility", "credit") and over.dep in ("dobj", "nsubjpass") and over.head.pos in VERBAL:
        over = over.head
    elif not any(c.dep == "dobj" and c.lemma in ("responsibility", "credit") for c in over.children):
        return None
    denied = any(c.dep == "neg" for c in over.children)  # "did not claim responsibility for the bombing"
    return over if over.lemma in ("claim", "take", "accept", "admit", "assume") and not denied else None
