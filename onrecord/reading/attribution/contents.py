"""What is said: from the clause or phrase that a cue governs, and from the quotation marks around it."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.reading.attribution.cues import Cue
from onrecord.syntax import Syntax, Token

_TRIM_LEFT = frozenset([",", ":", "--", "—", "–", "-", ";", "...", "…", '"', "''", "``", "'", "“", "”", "‘", "’"])
_TRIM_RIGHT = frozenset([",", ".", ":", "--", "—", "–", "-", ";", '"', "''", "``", "“", "”", "‘", "’", "(", "?", "!"])
_COMPLEMENTIZERS = ("that", "whether")


@dataclass(frozen=True, slots=True)
class Reading:
    """Token intervals of the content by the parse, and the frame that gave it."""

    pieces: tuple[tuple[int, int], ...]
    frame: str


def by_frame(syntax: Syntax, cue: Cue) -> Reading | None:
    """The content that the parse gives the cue, by the first of its frames that holds."""
    head = cue.head
    for frame, nodes in _candidates(head, cue.frames):
        pieces = _pieces(syntax, cue, nodes)
        if pieces:
            return Reading(pieces, frame)
    if "c" in cue.frames and head.dep == "advcl" and not _has_clause(head) and _as(head):
        pieces = _as_said(syntax, cue)
        if pieces:
            return Reading(pieces, "as it was said")
    if "c" in cue.frames and head.dep in ("parataxis", "ccomp", "advcl") and not _has_clause(head):
        pieces = _around(syntax, cue)
        if pieces and (head.dep == "parataxis" or _set_off(syntax, cue)):
            return Reading(pieces, "parenthetical")
    return None


def _as(head: Token) -> bool:
    return any(c.dep == "mark" and c.lower == "as" for c in head.children)


def _as_said(syntax: Syntax, cue: Cue) -> tuple[tuple[int, int], ...]:
    """What "as he said" comments on; of a negated clause only the predicate, for that is what was said."""
    above = cue.head.head
    own = {t.i for t in cue.head.subtree()}
    inside = {t.i for t in above.subtree() if t.pos != "PUNCT"} - own
    if any(c.dep == "neg" for c in above.children):
        inside = {i for i in inside if i >= above.i}
    return trim(syntax, _runs(inside))


def _has_clause(head: Token) -> bool:
    return any(c.dep in ("ccomp", "xcomp", "dobj") for c in head.children)


def _candidates(head: Token, frames: frozenset[str]) -> list[tuple[str, list[Token]]]:
    children = head.children
    clauses = [c for c in children if c.dep == "ccomp" and c.pos != "PUNCT"]
    objects = [c for c in children if c.dep in ("dobj", "attr") and c.i > head.i]
    infinitives = [c for c in children if c.dep in ("xcomp", "ccomp") and c.i > head.i and _to(c)]
    found: list[tuple[str, list[Token]]] = []
    if "of" in frames:
        charges = [c for c in children if c.dep == "prep" and c.lower in ("of", "for", "with") and c.i > head.i]
        if objects and charges:
            found.append(("of", objects[:1] + charges[:1]))
    if "small" in frames:
        predicates = [c for c in children if c.dep in ("oprd",) or (c.dep == "prep" and c.lower == "as")]
        small = [c for c in clauses if c.i > head.i and not _to(c)]
        if objects and predicates:
            found.append(("small", objects[:1] + predicates[:1]))
        elif small:
            found.append(("small", small))
    if "i" in frames and infinitives:
        found.append(("i", infinitives))
    if "c" in frames and clauses:
        found.append(("c", clauses))
    if "g" in frames:
        gerunds = [c for c in children if c.dep == "xcomp" and c.tag == "VBG"]
        if gerunds:
            found.append(("g", gerunds))
    if "n" in frames and objects:
        found.append(("n", objects[:1] + _there(head, objects[0])))
    for child in children:
        if child.dep == "prep" and f"p:{child.lower}" in frames:
            inner = [c for c in child.children if c.dep in ("pobj", "pcomp")]
            if inner:
                found.append((f"p:{child.lower}", inner))
    return found


def _there(head: Token, thing: Token) -> list[Token]:
    """ "there" of "the number of troops there", which the parser hangs from the verb."""
    last = max(t.i for t in thing.subtree())
    return [c for c in head.children if c.dep == "advmod" and c.lower in ("there", "here") and c.i == last + 1]


def _to(token: Token) -> bool:
    return any(c.dep == "aux" and c.lower == "to" for c in token.children)


def _pieces(syntax: Syntax, cue: Cue, nodes: list[Token]) -> tuple[tuple[int, int], ...]:
    inside: set[int] = set()
    for node in nodes:
        inside.update(t.i for t in node.subtree())
    inside -= set(range(cue.first, cue.last))
    return trim(syntax, _runs(inside))


def _runs(inside: set[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for i in sorted(inside):
        if runs and runs[-1][1] == i:
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs


def trim(syntax: Syntax, runs: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Marks at the edges and the complementizer go; a run of nothing but marks goes wholly."""
    kept: list[tuple[int, int]] = []
    for first, last in runs:
        while first < last and (syntax.tokens[first].text in _TRIM_LEFT or is_complementizer(syntax.tokens[first])):
            first += 1
        if _dated_before(syntax, first, last):
            first += 2
        first = _after_judgement(syntax, first, last)
        while last > first and syntax.tokens[last - 1].text in _TRIM_RIGHT:
            last -= 1
        while last > first + 1 and _dangling(syntax.tokens[last - 1], last):
            last -= 1
        if any(t.pos not in ("PUNCT", "SPACE", "DET") or t.dep != "det" for t in syntax.tokens[first:last]):
            kept.append((first, last))
    return tuple(kept)


def _dangling(word: Token, last: int) -> bool:
    """ "Accused the council | on Tuesday | of ...": a preposition whose noun is cut off."""
    return word.dep == "prep" and word.pos == "ADP" and any(c.dep == "pobj" and c.i >= last for c in word.children)


_WHEN = frozenset(("earlier", "later", "previously", "repeatedly", "separately", "today", "also", "again"))


def _dated_before(syntax: Syntax, first: int, last: int) -> bool:
    """ "Had said | earlier that | the road was shut": the day of the saying."""
    if last - first < 4 or syntax.tokens[first].lower not in _WHEN:
        return False
    return syntax.tokens[first + 1].lower == "that" and is_complementizer(syntax.tokens[first + 1])


def _after_judgement(syntax: Syntax, first: int, last: int) -> int:
    """ "Rejected | as baseless | a claim that": how it is judged stands before what is."""
    opening = syntax.tokens[first : min(first + 4, last)]
    if len(opening) < 3 or opening[0].lower != "as" or not (opening[1].pos == "ADJ" or opening[1].tag == "VBN"):
        return first
    return next((t.i for t in opening[2:] if t.dep in ("det", "poss")), first)


def is_complementizer(token: Token) -> bool:
    """ "that" and "whether" before a clause; not "that" as its subject or before a singular noun."""
    if token.lower not in _COMPLEMENTIZERS or token.dep == "mark":
        return token.lower in _COMPLEMENTIZERS
    if token.lower == "whether":
        return True
    if token.dep == "det":
        return token.head.tag in ("NNS", "NNPS") or _after_addressee(token)
    others = [c for c in token.head.children if c.dep in ("nsubj", "nsubjpass", "expl") and c is not token]
    return token.tag in ("WDT", "IN") and bool(others)


def _after_addressee(token: Token) -> bool:
    """In "told the radio | that help came too late" the clause opens with "that", whatever noun follows."""
    clause = token.head.head
    if token.head.dep not in ("nsubj", "nsubjpass") or clause.dep != "ccomp":
        return False
    told = clause.head.child("dobj", "dative")
    return told is not None and told.i == token.i - 1


def _around(syntax: Syntax, cue: Cue) -> tuple[tuple[int, int], ...]:
    """The clause that a parenthetical "he said" stands in, without the parenthesis."""
    above = cue.head.head
    own = {t.i for t in cue.head.subtree()}
    inside = {t.i for t in above.subtree()} - own
    return trim(syntax, _runs(inside))


def _set_off(syntax: Syntax, cue: Cue) -> bool:
    """A comma before the cue's clause, or the clause at the sentence's end after one."""
    own = [t.i for t in cue.head.subtree()]
    before = syntax.tokens[own[0] - 1].text if own[0] else ""
    return before == "," or syntax.tokens[own[0]].text == ","
