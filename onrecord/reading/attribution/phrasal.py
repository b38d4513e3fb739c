"""Attributions whose cue is no verb: "according to", hearsay adverbs, nouns with a that-clause."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.reading.attribution import sources
from onrecord.reading.attribution.contents import trim
from onrecord.reading.attribution.cues import hearsay, nouns
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.marks import Marks, fit, merge
from onrecord.syntax import Syntax, Token

_NONE: frozenset[str] = frozenset()


def find_phrasal(syntax: Syntax, marks: Marks) -> Iterator[Draft]:
    for token in syntax.tokens:
        draft = None
        if token.lower == "according":
            draft = _according(syntax, marks, token)
        elif token.lower in hearsay() and token.dep == "advmod":
            draft = _adverb(syntax, marks, token)
        elif token.pos == "NOUN" and token.lemma in nouns():
            draft = _noun(syntax, marks, token) or _own_word(syntax, marks, token)
        if draft is not None:
            yield draft


def _content(syntax: Syntax, marks: Marks, inside: set[int], hole: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    runs: list[tuple[int, int]] = []
    for i in sorted(inside):
        if runs and runs[-1][1] == i:
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    pieces = [(syntax.tokens[a].start, syntax.tokens[b - 1].end) for a, b in trim(syntax, runs)]
    return merge(fit(marks, pieces, (syntax.tokens[hole[0]].start, syntax.tokens[hole[1] - 1].end)))


def _according(syntax: Syntax, marks: Marks, token: Token) -> Draft | None:
    to = token.child("prep")
    if to is None and token.i + 1 < len(syntax.tokens) and syntax.tokens[token.i + 1].lower == "to":
        to = syntax.tokens[token.i + 1]
    party = to.child("pobj", "pcomp") if to else None
    if to is None or party is None or to.i != token.i + 1:
        return None
    above = token.head
    while above.head is not above and above.pos not in ("VERB", "AUX"):
        above = above.head
    own = {t.i for t in token.subtree()}
    if token.i >= 2 and "that" in (syntax.tokens[token.i - 1].lower, syntax.tokens[token.i - 2].lower):
        above = next((c for c in above.children if c.dep == "ccomp" and c.i > token.i), above)
    content = _content(syntax, marks, {t.i for t in above.subtree()} - own, (token.i, to.i + 1))
    if not content:
        return None
    source = sources.phrase(party, _NONE_INDEX)
    return Draft(
        token, (token.i, to.i + 1), source, party, content, frozenset(["according"]), False, "according to: its clause"
    )


_NONE_INDEX: frozenset[int] = frozenset()


def _adverb(syntax: Syntax, marks: Marks, token: Token) -> Draft | None:
    above = token.head
    inside = {t.i for t in above.subtree()} - {token.i}
    content = _content(syntax, marks, inside, (token.i, token.i + 1))
    if not content or above.pos not in ("VERB", "AUX"):
        return None
    rule = f"{token.lower}/hearsay: the clause"
    return Draft(token, (token.i, token.i + 1), None, None, content, frozenset(["hearsay"]), False, rule)


def _noun(syntax: Syntax, marks: Marks, token: Token) -> Draft | None:
    clause = next((c for c in token.children if c.dep in ("acl", "relcl", "ccomp") and _that(c)), None)
    if clause is None:
        return None
    content = _content(syntax, marks, {t.i for t in clause.subtree()}, (token.i, token.i + 1))
    party = token.child("poss") or _maker(token) or _holder(token)
    source = _whose(syntax, party) if party is not None else None
    if not content:
        return None
    rule = f"{token.lemma}/noun that-clause"
    return Draft(token, (token.i, token.i + 1), source, party, content, frozenset(["noun"]), False, rule)


# who comes to a view or answers with one; what a day comes or opens with is nobody's
_ARRIVES = frozenset((("to", "come"), ("with", "respond"), ("with", "react"), ("with", "answer"), ("with", "counter")))
_HOLDS = frozenset(
    ("have", "express", "voice", "hold", "share", "repeat", "reiterate", "take", "raise", "make", "issue")
)


def _maker(noun: Token) -> Token | None:
    """ "The warning from the engineers that ...", "an announcement by the union that ..."."""
    made = next((c for c in noun.children if c.dep == "prep" and c.lower in ("by", "from") and c.i > noun.i), None)
    return made.child("pobj") if made is not None else None


def _holder(noun: Token) -> Token | None:
    """Who holds a view that is nobody's by grammar: "voiced the fear that", "was of the view that"."""
    verb = noun.head
    if noun.dep == "pobj" and (verb.lower, verb.head.lemma) in _ARRIVES:
        party = sources.subject(verb.head)
        return party if party is not None and not sources.is_passive(verb.head) else None
    if noun.dep == "pobj" and verb.lower == "of" and verb.head.lemma == "be":
        verb = verb.head
    elif noun.dep != "dobj" or verb.lemma not in _HOLDS:
        return None
    return sources.subject(verb) if verb.pos in ("VERB", "AUX") and not sources.is_passive(verb) else None


def _whose(syntax: Syntax, party: Token) -> tuple[int, int]:
    """The possessor's phrase without its "'s"."""
    first, last = sources.phrase(party, _NONE_INDEX)
    return (first, last - 1) if syntax.tokens[last - 1].tag == "POS" and last - first > 1 else (first, last)


_OWN_WORDS = frozenset(("admission", "account", "estimate", "confession", "testimony", "assessment"))


def _own_word(syntax: Syntax, marks: Marks, noun: Token) -> Draft | None:
    """ "By the governor's own admission, the bridge was never inspected": the clause is his."""
    party, by = noun.child("poss"), noun.head
    if noun.lemma not in _OWN_WORDS or party is None or noun.dep != "pobj" or by.lower != "by":
        return None
    phrase = [t.i for t in by.subtree()]
    around = {syntax.tokens[i].text for i in (phrase[0] - 1, phrase[-1] + 1) if 0 <= i < len(syntax.tokens)}
    above = by.head
    if "," not in around or above.pos not in ("VERB", "AUX") or phrase[-1] - phrase[0] >= _LONGEST_OWN:
        return None
    content = _content(syntax, marks, {t.i for t in above.subtree()} - set(phrase), (phrase[0], phrase[-1] + 1))
    if not content:
        return None
    rule = f"{noun.lemma}/noun by somebody's own"
    return Draft(noun, (noun.i, noun.i + 1), _whose(syntax, party), party, content, frozenset(["noun"]), False, rule)


_LONGEST_OWN = 12

# "an accusation that the army made": what is made, raised or repeated is the accusation itself
_MAKES = frozenset(
    ("make", "raise", "level", "issue", "put", "repeat", "spread", "file", "publish", "receive", "reject")
)


def _that(clause: Token) -> bool:
    """A clause of its own after "that": nothing in it is what the noun stands for."""
    if clause.lemma in _MAKES and clause.child("dobj", "ccomp", "nsubjpass", "xcomp") is None:
        return False
    if any(c.dep == "mark" and c.lower in ("that", "whether") for c in clause.children):
        return True
    opening = next((c for c in clause.children if c.lower == "that" and c.i < clause.i), None)
    subject = clause.child("nsubj", "nsubjpass")
    full = clause.child("dobj", "attr", "acomp", "ccomp") not in (None, opening)
    return opening is not None and subject is not None and subject is not opening and full
