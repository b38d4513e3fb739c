"""What somebody is charged with or accused of, with nobody named who says so: "a man charged with | arson"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord import lexicon
from onrecord.reading.attribution import sources
from onrecord.reading.attribution.contents import trim
from onrecord.reading.attribution.cues import verb_group, words
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.marks import Marks, fit, merge
from onrecord.syntax import Syntax, Token

_OF = {"charge": ("with",), "accuse": ("of",), "indict": ("for", "on"), "criticize": ("for",), "criticise": ("for",)}
_ACTS_ONLY = frozenset(("criticize", "criticise"))  # "was criticized for his speech" says nothing that happened
_COUNTS = frozenset(("charge", "count"))
_PROVEN = frozenset(("convict", "arrest", "sentence", "jail", "acquit", "clear", "hold", "detain", "plead"))
_LABELS = frozenset(("allegation", "accusation"))
_FACES = frozenset(("face", "on", "of", "with", "include", "including", "deny", "drop", "file"))
_TALLIED = frozenset(("case", "number", "figure", "total", "rate", "speed", "magnitude", "sum", "income", "rise"))
_DOERS = ("er", "or", "ist", "ian", "ant", "man", "men", "woman", "women")
_DEEDS = frozenset(("murder", "error", "disorder", "terror", "maneuver", "manoeuvre", "order", "offer", "behavior"))


def find_charges(syntax: Syntax, marks: Marks) -> Iterator[Draft]:
    """One draft a charge; a count within a charge ("charged with two counts of murder") is none of its own."""
    taken: set[int] = set()
    for token in syntax.tokens:
        draft = None
        if token.i in taken:
            continue
        if token.tag == "VBN" and token.lemma in _OF:
            draft = _charged(syntax, marks, token)
        elif token.pos == "NOUN" and token.lemma in _COUNTS | _LABELS:
            draft = _count(syntax, marks, token, taken)
        elif token.dep == "amod" and token.lower in lexicon.load("cues")["purported"]["adjectives"]:
            draft = _purported(syntax, marks, token)
        if draft is not None:
            taken.update(_tokens(syntax, draft))
            yield draft


def _tokens(syntax: Syntax, draft: Draft) -> set[int]:
    return {t.i for t in draft.head.subtree() if any(a <= t.start < b for a, b in draft.content)}


def _charged(syntax: Syntax, marks: Marks, verb: Token) -> Draft | None:
    """A passive without an agent, or a participle behind whoever is charged."""
    passive = sources.is_passive(verb) or (verb.dep in ("acl", "advcl") and verb.child("nsubj", "dobj") is None)
    with_what = next((c for c in verb.children if c.dep == "prep" and c.lower in _OF[verb.lemma]), None)
    what = with_what.child("pobj", "pcomp") if with_what is not None and with_what.i == verb.i + 1 else None
    negated = any(c.dep == "neg" for c in verb.children)
    if not passive or what is None or negated or verb.child("agent") is not None:
        return None
    if verb.lemma in _ACTS_ONLY and what.dep != "pcomp":
        return None
    first, _, _ = verb_group(syntax, verb)
    return _draft(syntax, marks, verb, list(what.subtree()), (first, verb.i + 2))


def _count(syntax: Syntax, marks: Marks, noun: Token, taken: set[int]) -> Draft | None:
    """ "faces a charge of arson and two counts of theft", "on charges of fraud": what the noun is of."""
    of = next((c for c in noun.children if c.dep == "prep" and c.lower in ("of", "including")), None)
    what = of.child("pobj", "pcomp") if of is not None and of.i == noun.i + 1 else None
    above = noun.head
    if of is None or what is None or noun.child("poss") is not None or noun.child("neg") is not None:
        return None
    if noun.lemma in _COUNTS and above.lemma not in _FACES:
        return None
    if above.lower == "on" and above.head.lemma in _PROVEN:
        return None
    if any(t.i in taken for t in what.subtree()):
        return None
    inside = list(what.subtree())
    for other in noun.children:
        again = other.child("prep") if other.dep == "conj" and other.lemma in _COUNTS else None
        more = again.child("pobj", "pcomp") if again is not None else None
        inside += list(more.subtree()) if more is not None else []
    return _draft(syntax, marks, noun, inside, (noun.i, noun.i + 2))


def _purported(syntax: Syntax, marks: Marks, word: Token) -> Draft | None:
    """ "an alleged attack", "the reported decision to leave"; "an alleged killer" and "reported cases" say nothing."""
    noun = word.head
    doer = noun.lemma.endswith(_DOERS) and noun.lemma not in _DEEDS
    if noun.pos != "NOUN" or noun.i < word.i or doer or noun.lemma in words("parties") | words("suspects"):
        return None
    if word.lower == "reported" and (noun.lemma in _TALLIED or noun.ent):
        return None
    out = {t.i for c in noun.children if c.dep in ("relcl", "appos", "conj", "cc", "punct") for t in c.subtree()}
    inside = [t for t in noun.subtree() if t.i > word.i and t.i not in out]
    return _draft(syntax, marks, word, inside, (word.i, word.i + 1), "hearsay: what it is said of")


def _draft(
    syntax: Syntax, marks: Marks, head: Token, inside: list[Token], cue: tuple[int, int], rule: str = "charged"
) -> Draft | None:
    runs: list[tuple[int, int]] = []
    for i in sorted({t.i for t in inside} - set(range(*cue))):
        if runs and runs[-1][1] == i:
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    tokens = syntax.tokens
    pieces = [(tokens[a].start, tokens[b - 1].end) for a, b in trim(syntax, runs)]
    content = merge(fit(marks, pieces, (tokens[cue[0]].start, tokens[cue[1] - 1].end)))
    if not content:
        return None
    return Draft(head, cue, None, None, content, frozenset(["charge"]), False, f"{head.lemma}/{rule}", told="thing")
