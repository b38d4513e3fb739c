"""What the sentence as a whole does to its verb: questions, commands, headline futures, conditions."""

from __future__ import annotations

from onrecord.reading.status.marks import Local
from onrecord.syntax import Token

_WH = {"who", "whom", "what", "why", "when", "where", "how", "which", "whose"}
_MAIN = {"ROOT", "ccomp", "parataxis"}


def sentence_mark(token: Token, tokens: tuple[Token, ...], *, root: bool) -> Local | None:
    if token.pos not in ("VERB", "AUX"):
        return None
    if token.dep in _MAIN and _asked(token, tokens):
        return Local("hypothetical", "possible", (tokens[-1],) if tokens[-1].lower == "?" else (), "question")
    had = _had_it(token)
    if had is not None and tokens[-1].lower != "?":
        return Local("hypothetical", "possible", (had,), "condition")
    if _commanded(token):
        return Local("hypothetical", "possible", (token,), "command")
    if not root:
        return None
    if any(c.tag == "TO" for c in token.children) and token.child("nsubj", "nsubjpass") is not None:
        return Local("planned", "certain", tuple(c for c in token.children if c.tag == "TO"), "headline future")
    return None


def _commanded(token: Token) -> bool:
    """ "Let them go", "“Please vote for us,” she said": a bare verb that opens the sentence or the quotation."""
    please = any(c.lower == "please" and c.i < token.i for c in token.children)
    if token.tag not in (("VB", "VBP") if please else ("VB",)) or token.dep not in ("ROOT", "ccomp", "parataxis"):
        return False
    if any(c.dep in ("nsubj", "nsubjpass", "aux", "auxpass", "expl", "mark") for c in token.children):
        return False
    if token.dep == "ROOT":
        opened = any(c.dep in ("advcl", "prep", "advmod", "intj", "npadvmod") and c.i < token.i for c in token.children)
        return please or opened or token.text[0].isupper()  # "When it is calm, open the door"
    return please or (token.text[0].isupper() and not token.text.isupper())


def _had_it(token: Token) -> Token | None:
    """ "Had it happened an hour later": the auxiliary opens the clause, right before its subject."""
    subject = token.child("nsubj", "nsubjpass")
    if subject is None:
        return None
    first = min([subject.i, *(c.i for c in subject.children)])
    return next((c for c in token.children if c.dep == "aux" and c.lower == "had" and c.i == first - 1), None)


def _asked(token: Token, tokens: tuple[Token, ...]) -> bool:
    """A question that can be answered yes or no: the auxiliary stands before the subject and no question word does."""
    if not any(t.lower == "?" for t in tokens[-2:]):
        return False
    subject = token.child("nsubj", "nsubjpass", "expl")
    if subject is None or any(t.lower in _WH for t in tokens[: subject.i - tokens[0].i]):
        return False
    verbs = [c for c in token.children if c.dep in ("aux", "auxpass")] + ([token] if token.pos == "AUX" else [])
    return any(v.i < subject.i for v in verbs)
