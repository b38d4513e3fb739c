"""Words that signal an attribution, each with the frames that its lexicon entry allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord import lexicon
from onrecord.syntax import Syntax, Token

_VERBAL = ("VERB", "AUX")
_WITHHELD = frozenset(("c", "n", "p:on", "p:to"))  # what "wouldn't" keeps back: a clause, a thing, a subject


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue: its head word, the token interval [first, last) of the group, its lexicon class and frames."""

    head: Token
    first: int
    last: int
    classes: frozenset[str]
    frames: frozenset[str]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lexicon knows of a lemma: classes and the frames that they allow."""

    classes: frozenset[str]
    frames: frozenset[str]


@cache
def verbs() -> dict[str, Entry]:
    """lemma -> entry, all classes joined."""
    classes: dict[str, set[str]] = {}
    frames: dict[str, set[str]] = {}
    for group in lexicon.load("cues")["verbs"]:
        for lemma in group.get("lemmas", ()):
            classes.setdefault(lemma, set()).add(group["class"])
            if group["class"] != "withhold":
                frames.setdefault(lemma, set()).update(group["frames"])
        for pair in group.get("pairs", ()):
            lemma, preposition = pair.split()
            classes.setdefault(lemma, set()).add(group["class"])
            frames.setdefault(lemma, set()).add(f"p:{preposition}")
    return {k: Entry(frozenset(v), frozenset(frames.get(k, ()))) for k, v in classes.items()}


@cache
def nouns() -> frozenset[str]:
    return frozenset(lexicon.load("cues")["nouns"]["lemmas"])


@cache
def words(group: str) -> frozenset[str]:
    """The lemmas of a noun group of the lexicon: information, media."""
    return frozenset(lexicon.load("cues")[group]["lemmas"])


@cache
def hearsay() -> frozenset[str]:
    return frozenset(lexicon.load("cues")["hearsay"]["adverbs"])


def find_cues(syntax: Syntax) -> Iterator[Cue]:
    """Every word of the text that may be a cue by its lemma; whether it has content is seen later."""
    table = verbs()
    for token in syntax.tokens:
        if token.pos in _VERBAL or (token.tag.startswith("VB") and token.pos != "NOUN"):
            entry = table.get(token.lemma)
            if entry is not None:
                first, last, negated = verb_group(syntax, token)
                negated = negated or _by_nobody(token) or _nor(syntax, first)
                frames = entry.frames | _WITHHELD if negated and "withhold" in entry.classes else entry.frames
                yield Cue(token, first, last, entry.classes, frames, negated)


def _by_nobody(head: Token) -> bool:
    """ "No member of the council would say whether ...": nobody there says it, which is withholding."""
    party = head.child("nsubj") or (head.head.child("nsubj") if head.dep == "conj" else None)
    whole = head.child("ccomp") is not None and party is not None and party.pos in ("NOUN", "PROPN")
    return whole and party is not None and any(c.lower == "no" and c.dep in ("det", "neg") for c in party.children)


def _nor(syntax: Syntax, first: int) -> bool:
    """ "nor did he stress that ..."."""
    before = syntax.tokens[max(0, first - 3) : first]
    return any(t.lower == "nor" and t.sent == syntax.tokens[first].sent for t in before)


def verb_group(syntax: Syntax, head: Token) -> tuple[int, int, bool]:
    """Auxiliaries, negation and the adverbs among them before the verb, its particle after it."""
    parts = [c for c in head.children if c.dep in ("aux", "auxpass", "neg", "prt")]
    negated = any(c.dep == "neg" or c.lower == "never" for c in head.children)
    first = head.i
    while first > 0 and syntax.tokens[first - 1].sent == head.sent:
        previous = syntax.tokens[first - 1]
        adverb = previous.dep == "advmod" and previous.head is head and previous.tag.startswith("RB")
        if previous in parts or (adverb and previous.lower not in hearsay()):
            first -= 1
        else:
            break
    last = head.i + 1
    if last < len(syntax.tokens) and syntax.tokens[last] in parts:
        last += 1
    return first, last, negated
