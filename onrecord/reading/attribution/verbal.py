"""Attributions with a verb as cue."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.reading.attribution import contents, sources
from onrecord.reading.attribution.cues import Cue, find_cues, words
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.marks import Interval, Marks, adjacent, characters, fit, merge, without
from onrecord.syntax import Syntax, Token

_THINGS = frozenset(("it", "that", "this", "which", "nobody", "none", "nothing"))


def find_verbal(syntax: Syntax, marks: Marks) -> Iterator[Draft]:
    for cue in find_cues(syntax):
        draft = _read(syntax, marks, cue)
        if draft is not None and _known_by_rule(draft):
            yield draft


def _read(syntax: Syntax, marks: Marks, cue: Cue) -> Draft | None:
    head = cue.head
    source_head = sources.subject(head)
    reading = contents.by_frame(syntax, cue)
    said = {i for first, last in reading.pieces for i in range(first, last)} if reading else set()
    if source_head is not None and source_head.i in said:
        source_head = None
    source = sources.phrase(source_head, frozenset(said | set(range(cue.first, cue.last)))) if source_head else None
    keep_out = (syntax.tokens[cue.first].start, syntax.tokens[cue.last - 1].end)
    pieces = [(syntax.tokens[a].start, syntax.tokens[b - 1].end) for a, b in reading.pieces] if reading else []
    pieces = fit(marks, pieces, keep_out)
    frame = reading.frame if reading else ""
    if "c" in cue.frames and marks.around(head.start) is None and (frame in ("", "c", "parenthetical")):
        quoted = adjacent(syntax, marks, _clause(cue, source))
        if quoted:
            pieces, frame = pieces + quoted, frame or "quotation"
    content = merge(without(pieces, keep_out, characters(syntax, source)))
    if not content or not _plausible(cue, source, frame):
        return None
    rule = f"{head.lemma}/{'+'.join(sorted(cue.classes))} {frame}"
    return Draft(head, (cue.first, cue.last), source, source_head, content, cue.classes, cue.negated, rule)


def _known_by_rule(draft: Draft) -> bool:
    """What the learned choices see too rarely: withholding, denial, and hearsay with "it" for its subject."""
    if "decline" in draft.classes or (draft.negated and "withhold" in draft.classes):
        speaks = draft.source_head is not None and draft.source_head.lower not in _THINGS
        return speaks and withholds(draft.head)
    if "deny" in draft.classes:
        return draft.source is not None and not sources.is_passive(draft.head)
    if draft.rule.endswith("as it was said"):
        return "say" in draft.classes
    if draft.head.dep == "pcomp" and draft.head.head.lower == "as" and draft.head.head.head.lemma in ("quote", "cite"):
        return True
    return draft.source is None and "say" in draft.classes and draft.rule.endswith(" c")


# "did not mention Ruiz", "did not warn them" leave something out; "did not warn that the dam was weak" keeps it back
_TELLS = frozenset(("warn", "stress", "admit", "mention", "acknowledge", "concede", "indicate", "describe"))
_GIVES = frozenset(("give", "provide", "release", "return", "address", "discuss", "confirm", "detail", "tell"))


def withholds(head: Token) -> bool:
    """Not giving is withholding words only when what is not given is information."""
    given = head.child("dobj")
    if head.lemma in _TELLS:
        return any(c.dep == "ccomp" and c.i > head.i for c in head.children)
    if head.lemma not in _GIVES or (given is None and head.child("ccomp") is not None):
        return True
    return given is not None and (given.lemma in words("information") or head.lemma in ("confirm", "discuss"))


def _plausible(cue: Cue, source: tuple[int, int] | None, frame: str) -> bool:
    """Without anybody who speaks, only a clause or a quotation makes an attribution."""
    return source is not None or frame in ("c", "parenthetical", "quotation", "as it was said")


def _clause(cue: Cue, source: tuple[int, int] | None) -> Interval:
    first, last = cue.first, cue.last
    if source is not None and source[1] <= first and first - source[1] <= 2:
        first = source[0]
    elif source is not None and source[0] >= last and source[0] - last <= 1:
        last = source[1]
    return first, last


def root_of(syntax: Syntax, start: int, end: int) -> Token | None:
    """The highest token of the interval."""
    first = syntax.at(start)
    while first is not None and first.end <= end:
        if first.head is first or not (start <= first.head.start < end):
            return first
        first = first.head
    return None
