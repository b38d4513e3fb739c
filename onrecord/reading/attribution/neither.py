""" "Would neither confirm nor deny | the raid", "could not confirm or deny it": nothing is said either way."""

from __future__ import annotations

from onrecord.reading.attribution.contents import trim
from onrecord.reading.attribution.cues import verb_group
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.marks import Marks
from onrecord.reading.attribution.sources import phrase, subject
from onrecord.syntax import Syntax, Token

_GROUP = ("aux", "neg", "preconj")
_WHAT = ("dobj", "ccomp", "xcomp")


def find_neither(syntax: Syntax, marks: Marks) -> tuple[list[Draft], frozenset[int]]:
    """One draft for both verbs, and the second verbs, which say nothing of their own."""
    found: list[Draft] = []
    second: set[int] = set()
    for verb in syntax.tokens:
        deny = _denied(verb) if verb.lemma == "confirm" and marks.around(verb.start) is None else None
        if deny is not None and verb.dep == "xcomp" and verb.head.lemma in ("refuse", "decline"):
            second.add(deny.i)  # "refused to confirm or deny it": the refusal is told by its own verb
            continue
        party = subject(verb) if deny is not None else None
        what = [c for c in deny.children if c.dep in _WHAT and c.i > deny.i] if deny is not None else []
        if deny is None or party is None or not what:
            continue
        first = verb_group(syntax, verb)[0]
        while first > 0 and (before := syntax.tokens[first - 1]).head is verb and before.dep in _GROUP:
            first -= 1
        runs = trim(syntax, [(min(t.i for t in what[0].subtree()), max(t.i for t in what[0].subtree()) + 1)])
        pieces = tuple((syntax.tokens[a].start, syntax.tokens[b - 1].end) for a, b in runs)
        if pieces:
            second.add(deny.i)
            cue, source = (first, deny.i + 1), phrase(party, frozenset(range(first, deny.i + 1)))
            classes, rule = frozenset(("withhold",)), "confirm/withhold neither nor"
            found.append(Draft(verb, cue, source, party, pieces, classes, True, rule))
    return found, frozenset(second)


def _denied(verb: Token) -> Token | None:
    """The "deny" that is joined to it under one negation."""
    deny = next((c for c in verb.children if c.dep == "conj" and c.lemma == "deny"), None)
    if verb.dep == "xcomp" and verb.head.lemma in ("refuse", "decline"):
        return deny
    marks = {c.lower for c in verb.children if c.dep in ("preconj", "cc", "neg", "advmod", "det")}
    return deny if deny is not None and marks & {"neither", "nor", "not", "n't", "n’t"} else None
