"""What kind of note an editor's words are: a correction, an update, a withdrawal, or something else."""

from __future__ import annotations

import re
from functools import cache

from onrecord import lexicon
from onrecord.record import EditorNoteKind


def kind_of(words: str) -> EditorNoteKind:
    """The kind of a note that is known to be one."""
    for kind, pattern in _kinds():
        if pattern.search(words):
            return kind
    return "other"


@cache
def _kinds() -> tuple[tuple[EditorNoteKind, re.Pattern[str]], ...]:
    return tuple(
        (group["kind"], re.compile("|".join(f"(?:{p})" for p in group["words"]), re.I))
        for group in lexicon.load("editor_notes")["kind"]
    )
