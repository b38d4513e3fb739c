"""Status by scope: from each sentence's root down the tree, what a word inherits and what it adds."""

from __future__ import annotations

from collections import deque

from onrecord.reading.status.clauses import clause, predicate
from onrecord.reading.status.marks import Local, local
from onrecord.reading.status.nouns import definite, modified, noun
from onrecord.reading.status.sentences import sentence_mark
from onrecord.reading.status.state import PLAIN, State, marked
from onrecord.reading.status.words import governing
from onrecord.record import Document, Judgement, Span
from onrecord.syntax import Syntax, Token

_CLAUSES = {"ccomp", "xcomp", "csubj", "csubjpass", "acl", "advcl", "relcl", "pcomp"}
_NOUNS = {"dobj", "nsubjpass", "nsubj", "attr", "pobj", "oprd", "appos", "compound", "poss", "nmod", "dative"}
_FINITE = {"VBD", "VBZ", "VBP"}
# "warded off two attempts", "abandoned the promise": they were made; only what they aimed at is off
_MADE_ANYWAY = {"attempt", "promise", "pledge", "offer", "bid", "proposal", "demand", "request", "threat", "vow"}
_JUDGED = {"VERB", "AUX", "NOUN", "PROPN", "ADJ"}


def judge(document: Document, syntax: Syntax) -> dict[int, Judgement]:
    """Every verb, noun and adjective that is not plainly asserted, by token index, with the cue's span."""
    found: dict[int, Judgement] = {}
    for first, last in syntax.sentences:
        tokens = syntax.tokens[first:last]
        states = _states(tokens)
        for token in tokens:
            state = states.get(token.i, PLAIN)
            if (
                token.pos in _JUDGED
                and not _rejected_word(token, state)
                and (state.status, state.certainty) != ("asserted", "certain")
            ):
                found[token.i] = Judgement(state.status, state.certainty, _span(document, state.cue), state.rule)
    return found


def _rejected_word(token: Token, state: State) -> bool:
    """The claim in "denied the claim that": it was made; only what it says is denied."""
    if state.status != "denied" or token.pos != "NOUN":
        return False
    says = governing(token, "that") or governing(token, "to")
    made = token.lemma in _MADE_ANYWAY and state.rule in ("avoided thing", "end of a plan")
    return state.rule == "denial" or made or (says is not None and state.rule == "turned down thing")


def _span(document: Document, cue: tuple[Token, ...]) -> Span | None:
    """The cue's words where they stand together ("did not"), else its first word."""
    if not cue:
        return None
    words = sorted(cue, key=lambda t: t.i)
    together = words[-1].i - words[0].i == len(words) - 1
    return document.span(words[0].start, words[-1].end if together else words[0].end)


def _states(tokens: tuple[Token, ...]) -> dict[int, State]:
    """The state of every token of a sentence; heads before what hangs from them."""
    inside = {t.i for t in tokens}
    twins = {t.i: twin for t in tokens if (twin := _twin(t, tokens)) is not None}
    outer: dict[int, State] = {}
    states: dict[int, State] = {}
    queue = deque(t for t in tokens if t.head is t or t.head.i not in inside)
    waiting: deque[Token] = deque()
    while queue or waiting:
        late = not queue
        token = waiting.popleft() if late else queue.popleft()
        twin = twins.get(token.i)
        if twin is not None and twin.i not in states and not late:
            waiting.append(token)  # judged after its twin, with all that hangs from it
            continue
        root = token.head is token or token.head.i not in inside
        if twin is not None and twin.i in states:
            outer[token.i] = states[twin.i]
        else:
            outer[token.i] = PLAIN if root else _inherited(token, outer, states)
        own = _own(token, tokens, root=root)
        states[token.i] = marked(outer[token.i], own, noun=token.pos in ("NOUN", "PROPN", "PRON"))
        queue.extend(c for c in token.children if c.i in inside)
    return states


def _twin(token: Token, tokens: tuple[Token, ...]) -> Token | None:
    """The infinitive that a bare one is coordinated with, where the parser joins it to a finite verb or a noun.

    "He has a plan to close the base and take the men home": "take" is no conjunct of "has".
    """
    if token.dep != "conj" or token.tag != "VB" or token.head.tag in ("VB", "VBG"):
        return None
    if any(c.dep in ("nsubj", "nsubjpass", "aux", "auxpass") for c in token.children):
        return None
    if any(c.dep == "aux" and c.tag == "MD" for c in token.head.children):
        return token.head  # "will be closed and reopen"
    for before in reversed(tokens[: token.i - tokens[0].i]):
        if before.tag == "VB" and before.pos == "VERB" and before.head is not token:
            return before
    return None


def _own(token: Token, tokens: tuple[Token, ...], *, root: bool) -> Local | None:
    shared = token.head if token.dep == "conj" and not root and _shares(token) else None
    found = sentence_mark(token, tokens, root=root) or local(token, shared)
    return modified(token) if found is None and token.pos in ("NOUN", "PROPN") else found


def _shares(token: Token) -> bool:
    """A conjunct in the form of the first one, without subject or auxiliary of its own: "will attack and destroy"."""
    head = token.head
    if token.pos in ("NOUN", "PROPN"):
        return head.pos == token.pos and not any(c.dep in ("det", "poss", "amod") for c in token.children)
    if any(c.dep in ("nsubj", "nsubjpass", "aux", "auxpass", "neg") for c in token.children):
        return False
    but = any(c.dep == "cc" and c.lower == "but" for c in head.children)
    either = any(c.dep == "cc" and c.lower in ("or", "nor") for c in head.children)
    perfect = either and token.tag == "VBD" and head.tag == "VBN"  # "has not endorsed her or conceded"
    return (token.tag == head.tag or perfect) and not but


def _inherited(token: Token, outer: dict[int, State], states: dict[int, State]) -> State:
    head = token.head
    if token.dep == "conj":
        if token.tag in _FINITE and head.tag == "VB" and head.head.i in outer:
            return outer[head.head.i]  # "failed to agree and filed a suit", which the parser joins to "agree"
        if token.pos in ("NOUN", "PROPN") and outer[head.i].open and definite(token) and not definite(head):
            return PLAIN  # "an inquiry into the raid and the violence"
        return outer[head.i]
    if token.dep in _CLAUSES:
        return clause(token, states)
    if token.dep == "oprd" and (token.pos == "ADJ" or token.tag == "VBN"):
        return predicate(token, states) or PLAIN
    if token.dep in _NOUNS:
        return noun(token, states)
    if token.dep in ("acomp", "prt", "agent", "prep"):
        return states[head.i] if token.dep == "acomp" else PLAIN
    return PLAIN
