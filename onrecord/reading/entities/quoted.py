"""Which characters are quoted, and who says them where a verb of saying stands beside: enough for "I" and "he"."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from onrecord.record import Document
from onrecord.syntax import Syntax, Token

_MARK = re.compile(r"[\"“”„«»]|''|``|\n")
_SAYS = set(
    "say tell add ask reply answer explain note claim warn insist state declare announce write continue argue "
    "suggest admit confirm deny recall remark comment stress joke tweet respond observe conclude believe".split()
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Characters [start, end) inside double quotation marks; `speaker` is the head token of who says them."""

    start: int
    end: int
    speaker: Token | None = None


@dataclass(frozen=True, slots=True)
class Quotations:
    """All quotations in the order of the text."""

    items: tuple[Quotation, ...] = ()
    starts: tuple[int, ...] = ()

    def at(self, offset: int) -> int:
        """The number of the quotation that holds the character, -1 for none."""
        n = bisect_right(self.starts, offset) - 1
        return n if n >= 0 and offset < self.items[n].end else -1


def find_quotations(document: Document, syntax: Syntax) -> Quotations:
    items: list[Quotation] = []
    for start, end in _intervals(document.text):
        speaker = _speaker(document, syntax, start, end)
        before = items[-1] if items else None
        if speaker is None and before is not None and before.speaker is not None:
            between = document.text[before.end : start]
            told_between = before.end <= before.speaker.start < start
            speaker = before.speaker if _one_breath(between) or (told_between and _goes_on(between)) else None
        items.append(Quotation(start, end, speaker))
    for n in range(len(items) - 2, -1, -1):  # a quotation without a verb of its own is finished by the next one
        if items[n].speaker is None and _one_breath(document.text[items[n].end : items[n + 1].start]):
            items[n] = Quotation(items[n].start, items[n].end, items[n + 1].speaker)
    return Quotations(tuple(items), tuple(q.start for q in items))


def _one_breath(between: str) -> bool:
    """True where only marks and space stand between two quotations: the same voice goes on."""
    return not any(c.isalnum() for c in between) and between.count("\n") <= 1


def _goes_on(between: str) -> bool:
    """ "“It was cruel,” the adviser said. “He must go.”": what follows the one sentence between is said by the same."""
    return "\n" not in between and between.count(".") == 1 and between.rstrip(' "“').endswith(".")


def _intervals(text: str) -> list[tuple[int, int]]:
    """Marks are paired within a paragraph; one that is left open runs to the paragraph's end."""
    found: list[tuple[int, int]] = []
    opened = -1
    for match in _MARK.finditer(text):
        mark = match.group()
        if mark == "\n":
            if opened >= 0:
                found.append((opened, match.start()))
            opened = -1
        elif opened < 0 and mark not in "”»":
            opened = match.end()
        elif opened >= 0 and mark not in "“„«``":
            found.append((opened, match.start()))
            opened = -1
    if opened >= 0:
        found.append((opened, len(text)))
    return [(a, b) for a, b in found if b > a]


def _speaker(document: Document, syntax: Syntax, start: int, end: int) -> Token | None:
    """The subject of a verb of saying just after or just before the quotation."""
    after = syntax.at(end)
    tokens = syntax.tokens
    if after is not None:
        for token in tokens[after.i : after.i + 14]:
            if "\n" in document.text[end : token.start] or token.text in (".", "“"):
                break
            if token.lemma in _SAYS and token.pos == "VERB":
                subject = token.child("nsubj")
                if subject is not None and (subject.start < start or subject.start >= end):
                    return subject
                following = tokens[token.i + 1] if token.i + 1 < len(tokens) else None
                return following if following is not None and following.pos in ("PROPN", "PRON", "NOUN") else None
    first = syntax.at(start)
    if first is None:
        return None
    for token in reversed(tokens[max(first.i - 14, 0) : first.i]):
        if "\n" in document.text[token.end : start] or token.text in (".", "”"):
            break
        if token.lemma in _SAYS and token.pos == "VERB":
            subject = token.child("nsubj")
            if subject is not None and subject.start < start:
                return subject
    return None
