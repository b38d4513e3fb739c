"""Whether the source says, denies or withholds."""

from __future__ import annotations

from onrecord.reading.attribution.draft import Draft
from onrecord.record import Stance
from onrecord.syntax import Syntax, Token
from onrecord.wording import called_false

_PARTIES = frozenset(("dobj", "attr", "nsubj", "nsubjpass"))
_NONE = frozenset(("nobody", "nothing", "none", "neither"))


def stance_of(syntax: Syntax, draft: Draft) -> Stance:
    if "decline" in draft.classes or (draft.negated and "withhold" in draft.classes):
        return "declines"
    if "withhold" in draft.classes and _says_nothing(draft.head):
        return "declines"
    if "deny" in draft.classes:
        return "says" if draft.negated else "denies"
    if draft.told == "act" and "order" in draft.classes and "promise" not in draft.classes:
        return "says"  # "urged them not to go" denies nothing
    return "denies" if _negated_content(syntax, draft) else "says"


def _says_nothing(head: Token) -> bool:
    """ "is saying nothing about the deal": the subject is what is kept back."""
    thing = head.child("dobj")
    return thing is not None and thing.lower == "nothing" and (thing.child("prep") or head.child("prep")) is not None


def _negated_content(syntax: Syntax, draft: Draft) -> bool:
    """The main predicate of the content is negated, or has "no" before its object; in what is said over several
    sentences each of them: "No, this is not politics. I will tell the truth" says something."""
    start, end = draft.content[0]
    top = _top(syntax, start, end)
    if len(draft.content) == 1 and draft.head.lemma in ("ask", "wonder") and _asks(syntax, end):
        return False  # "“Why was he not charged?” she asked"
    if top is not None and top.lemma == "be" and any(c.start >= start and _false_claim(c) for c in top.children):
        return True  # "claims that it fell are false": who says so denies them
    if top is None or not is_negated(top, start) or _turns(top, end):
        return False
    sentences = {top.sent}
    for a, b in draft.content:
        following = syntax.at(a)
        while following is not None and following.start < b:
            if following.sent not in sentences and following.pos != "PUNCT":
                sentences.add(following.sent)
                own = _top(syntax, following.start, b)
                if own is not None and own.pos in ("VERB", "AUX") and not is_negated(own, following.start):
                    return False
            after = syntax.sentences[following.sent][1]
            following = syntax.tokens[after] if after < len(syntax.tokens) else None
    return True


def _asks(syntax: Syntax, end: int) -> bool:
    last = syntax.at(end - 1)
    return last is not None and last.text == "?"


def _false_claim(noun: Token) -> bool:
    return noun.dep == "nsubj" and called_false(noun) is not None


def _top(syntax: Syntax, start: int, end: int) -> Token | None:
    """The highest word of the sentence that the interval starts with, as far as it lies inside."""
    top = syntax.at(start)
    while top is not None and top.head is not top and start <= top.head.start < end:
        top = top.head
    return top if top is not None and top.start < end else None


def _turns(top: Token, end: int) -> bool:
    """ "I cannot speak for the others, *but* here it was a lack of care": the second half says something."""
    if not any(c.dep == "cc" and c.lower == "but" for c in top.children):
        return False
    return any(
        c.dep == "conj" and c.pos in ("VERB", "AUX") and c.start < end and not is_negated(c) for c in top.children
    )


def is_negated(predicate: Token, start: int = 0) -> bool:
    """Whether "not", "never" or an object with "no" stands at the predicate, from the character `start` on."""
    for child in predicate.children:
        if child.start < start:
            continue
        if child.dep == "neg" or child.lower in ("never", "neither"):
            return True
        if child.dep in _PARTIES and (child.lower in _NONE or any(c.lower == "no" for c in child.children)):
            return True
    return False
