"""What the sentence as a whole does to its verb: questions, commands, headline futures, conditions."""

from __future__ import annotations

from onrecord.reading.status.marks import Local
from onrecord.syntax import Token

_WH = {"who", "whom", "what", "why", "when", "where", "how", "which", "whose"}
_MAIN = {"ROOT", "ccomp", "parataxis"}


def sentence_mark(token: Token, tokens: tuple[Token, ...], *, root: bool) -> Local | None:
    if token.pos not in ("VERB", "AUX"):
        return None
    mark = _question_mark(token, tokens)
    if mark is not None and (_asked(token, tokens) or _asked_of(token)):
        return Local("hypothetical", "possible", (mark,), "question")
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


def _question_mark(token: Token, tokens: tuple[Token, ...]) -> Token | None:
    """The "?" that ends the verb's own sentence, also within a quotation: "“Did they fire?” she asked"."""
    ends = (t for t in tokens[token.i - tokens[0].i :] if t.text in (".", "!", "?"))
    first = next(ends, None)
    return first if first is not None and first.text == "?" else None


def _asked(token: Token, tokens: tuple[Token, ...]) -> bool:
    """A question that can be answered yes or no: the auxiliary stands before the subject and no question word does."""
    subject = token.child("nsubj", "nsubjpass", "expl")
    if token.dep not in _MAIN or subject is None:
        return False
    if any(t.lower in _WH for t in tokens[: subject.i - tokens[0].i]):
        return False
    verbs = [c for c in token.children if c.dep in ("aux", "auxpass")] + ([token] if token.pos == "AUX" else [])
    return any(v.i < subject.i for v in verbs)


def _asked_of(token: Token) -> bool:
    """ "Was the bridge destroyed?": the parser hangs the participle on the noun, and nothing else is told of it."""
    noun = token.head
    asked = noun.head
    if token.tag != "VBN" or token.dep != "acl" or noun.dep != "nsubj" or asked.lemma != "be" or asked.dep not in _MAIN:
        return False
    first = min([noun.i, *(c.i for c in noun.children)])
    return first == asked.i + 1 and all(c is noun or c.dep in ("punct", "cc", "intj") for c in asked.children)
