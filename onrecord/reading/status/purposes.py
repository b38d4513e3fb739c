"""What an infinitive of purpose tells: something planned, what came of the act, or a part of the verb's own meaning."""

from __future__ import annotations

from onrecord.reading.status.state import State
from onrecord.syntax import Token

ORDINAL = {
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "last", "only",
    "latest", "next", "one",
}  # fmt: skip
# "scored twice to clinch the win": what a game was won for came of it
_SCORED = {
    "score", "beat", "defeat", "win", "overcome", "rally", "edge", "rout", "upset", "hit", "sink", "recover", "return",
    "outscore", "fight", "convert", "kick", "throw", "run", "net", "strike", "thrash", "crush", "down", "finish",
    "stop", "knock", "outpoint",
}  # fmt: skip
_EARNED = {
    "win", "clinch", "reach", "tie", "seal", "break", "take", "complete", "secure", "earn", "give", "end", "claim",
    "equalise", "equalize", "level", "set", "advance", "move", "go", "make", "put", "extend", "hand", "snap", "cap",
    "retain",
}  # fmt: skip
_OCCASIONS = {"time", "trouble", "liberty", "opportunity", "occasion", "chance"}


def purpose(token: Token, main: State) -> State:
    if main.status in ("possible", "hypothetical"):
        return main
    to = next(c for c in token.children if c.tag == "TO" or c.dep in ("aux", "auxpass"))
    if any(c.lower == "only" for c in token.children) or _took(token.head) or _became(token) or _an_honour(token):
        return main
    if _in_all(token):
        return main
    return State("planned", "certain", (to,), "purpose")


def _became(token: Token) -> bool:
    """ "He beat two rivals to become mayor": what came of it, not what it was for."""
    head = token.head
    return token.lemma == "become" and head.tag == "VBD" and head.child("dobj") is not None


def _an_honour(token: Token) -> bool:
    """ "It is an honor to welcome them", "beat them to reach the final": the thing is done in this."""
    head = token.head
    said = head.child("attr")
    if said is not None and said.lower in ("honor", "honour", "privilege", "pleasure", "delight", "mistake", "shame"):
        return True
    return head.tag == "VBD" and head.lemma in _SCORED and token.lemma in _EARNED


def _in_all(token: Token) -> bool:
    """ "The second player to be arrested", which the parser hangs from the copula; "it expanded to include them"."""
    said = token.head.child("attr")
    ordinal = said is not None and any(c.lower in ORDINAL for c in said.children)
    return ordinal or (token.lemma in ("include", "involve") and token.head.tag == "VBD")


def infinitive_of(token: Token) -> Token | None:
    """The verb that an infinitive goes with: "took the time to greet them", "was not in a position to vote"."""
    head = token.head
    if head.lemma in _OCCASIONS and head.dep == "dobj" and head.head.lemma == "take":
        return head.head
    if head.lemma == "take" and any(c.dep == "dobj" and c.lemma in _OCCASIONS for c in head.children):
        return head
    if head.lower in ("position", "mood", "shape") and head.dep == "pobj" and head.head.lower == "in":
        return head.head.head if head.head.head.lemma == "be" else None
    done = head.child("dobj")
    much = done is not None and done.lower in ("much", "nothing", "little", "anything")
    return head if head.lemma == "do" and much and token.dep == "advcl" else None  # "would not do much to stop them"


def _took(head: Token) -> bool:
    """ "It took two hours to convict him": they did."""
    subject = head.child("nsubj")
    return head.lemma == "take" and head.tag == "VBD" and subject is not None and subject.lower == "it"
