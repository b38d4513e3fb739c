"""Speakers named before a colon: transcripts ("SMITH: ...", "Q: ...") and headlines ("Rossi: I never left")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from onrecord.reading.attribution.draft import Draft
from onrecord.syntax import Syntax, Token

_LABEL = re.compile(
    r"^[ \t]*(?P<mark>[\"“]?)(?P<name>Q|A|[A-Z][\w.'’-]*(?:[ ,]+(?:[A-Z(][\w.'’)-]*|of|the|de|al|von|bin)){0,6})"
    r"[ ]?(?P<colon>:)[ \t]+(?=\S)",
    re.M,
)
# A monitored broadcast: a voice in brackets before what it says, after the note that a recording begins or alone.
_VOICE = re.compile(
    r"(?:\A|\n[ \t]*\n)[ \t]*(?:\[(?i:begin (?:recording|video|relay))\][ \t]*)?"
    r"\[(?P<name>[A-Z][A-Za-z.'’-]+(?: [A-Za-z.'’-]+){0,5})(?P<close>\])[ \t]*(?=[A-Z\"“'])"
)
_VOICE_ENDS = re.compile(r"\[(?i:end (?:recording|video|relay))\]")
_NOTES = frozenset(
    ("text", "excerpt", "excerpts", "passage", "word", "words", "begin", "end", "video", "audio", "sic", "applause",
     "laughter", "music", "editor", "spelling", "omitted", "indistinct", "photo", "update", "correction", "report",
     "summary", "sentence", "name", "as", "from", "related", "read", "more", "advertisement", "image", "caption")
)  # fmt: skip
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
    yield from _voices(text, syntax)
    yield from _labelled(text, syntax)


def _voices(text: str, syntax: Syntax) -> Iterator[Draft]:
    """ "[BEGIN RECORDING] [PEREZ] We have nothing to hide. [END RECORDING]": up to the end of the recording."""
    voices = [m for m in _VOICE.finditer(text) if not _NOTES & set(m["name"].lower().split())]
    for number, match in enumerate(voices):
        stop = voices[number + 1].start() if number + 1 < len(voices) else len(text)
        ends = _VOICE_ENDS.search(text, match.end(), stop)
        stop = min(ends.start() if ends else stop, match.end() + _LONGEST_TURN)
        turn = _Turn(match.span("name"), match.start("close"), match.end(), match.start(), marked=False)
        draft = _draft(text, syntax, turn, stop)
        if draft is not None:
            yield draft


def _labelled(text: str, syntax: Syntax) -> Iterator[Draft]:
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
    who = _who(syntax.tokens[first.i : colon.i])
    return Draft(
        colon, (colon.i, colon.i + 1), (first.i, colon.i), who, (interval,), frozenset(["turn"]), False, ":/turn"
    )


def _who(label: Sequence[Token]) -> Token | None:
    """The last word of the name: "MR. LEE", "LEE (through an interpreter)"; the letters Q and A name nobody."""
    words = list(takewhile(lambda t: t.text not in ("(", ",") or t is label[0], label))
    names = [t for t in words if any(c.isalpha() for c in t.text)]
    return names[-1] if names and len(names[-1].text) > 1 else None
