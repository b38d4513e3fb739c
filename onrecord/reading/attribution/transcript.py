"""Speakers named before a colon: transcripts ("SMITH: ...", "Q: ...") and headlines ("Rossi: I never left")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.reading.attribution.draft import Draft
from onrecord.syntax import Syntax

_LABEL = re.compile(
    r"^[ \t]*(?P<mark>[\"“]?)(?P<name>Q|A|[A-Z][\w.'’-]*(?:[ ,]+(?:[A-Z(][\w.'’)-]*|of|the|de|al|von|bin)){0,6})"
    r"[ ]?(?P<colon>:)[ \t]+(?=\S)",
    re.M,
)
_FEWEST_TURNS = 3  # labels of one form that make a text a transcript; fewer are headings and datelines
_LONGEST_TURN = 4000


@dataclass(frozen=True, slots=True)
class _Turn:
    name: tuple[int, int]
    colon: int
    start: int
    first: int
    marked: bool  # the transcript stands in quotation marks: “LEE: Good morning.”


def find_turns(text: str, syntax: Syntax) -> Iterator[Draft]:
    """The turns of a transcript; a text with too few speaker labels gives none."""
    turns = [
        _Turn(m.span("name"), m.start("colon"), m.end(), m.start(), bool(m["mark"]))
        for m in _LABEL.finditer(text)
        if _is_label(m.group("name"))
    ]
    names = [text[a:b] for a, b in (t.name for t in turns)]
    repeated = sum(names.count(n) > 1 for n in names) if len(names) < 500 else len(names)
    if len(turns) < _FEWEST_TURNS or repeated < 2:
        return
    for number, turn in enumerate(turns):
        stop = turns[number + 1].first if number + 1 < len(turns) else _end(text, turn.start)
        draft = _draft(text, syntax, turn, min(stop, turn.start + _LONGEST_TURN))
        if draft is not None:
            yield draft


def _is_label(name: str) -> bool:
    """Upper case throughout, or a single letter: "Note: ..." and "Update: ..." are no speakers."""
    return name.upper() == name


def _end(text: str, start: int) -> int:
    stop = text.find("\n\n", start)
    return len(text) if stop < 0 else stop


def _draft(text: str, syntax: Syntax, turn: _Turn, stop: int) -> Draft | None:
    content = text[turn.start : stop].rstrip()
    content = content.rstrip('"”') if turn.marked else content
    colon, first = syntax.at(turn.colon), syntax.at(turn.name[0])
    if not content or colon is None or first is None or colon.start != turn.colon or first.i >= colon.i:
        return None
    interval = (turn.start, turn.start + len(content))
    return Draft(
        colon, (colon.i, colon.i + 1), (first.i, colon.i), first, (interval,), frozenset(["turn"]), False, ":/turn"
    )
