"""What stands in the text but is no part of the account: links, credits, bylines, captions, boilerplate, headings.

The parts stay in the text, marked with a reason; later stages leave them out. Only whole lines are marked, and the
dateline ("GOMA, Dec 3 (AFP) - ") is told apart without being marked, since its place and date are evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord import lexicon
from onrecord.record import Credit, Document, Excluded, ExcludedReason, Span

_HARD_LINE = re.compile(r"[^\n]{45,100}(?:\n|\Z)")
_LINE = re.compile(r"[^\r\n\u2028\u2029\x85]+")
_ENDED = re.compile(r"""[.!?…:;,][)\]"'”’»]*\s*\Z""")
_SPEAKER = re.compile(r"\s*[A-Z][\w.’' -]{0,40}:")
_LONGEST_HEADING = 12  # words; longer lines without a full stop are list items and truncated paragraphs
_FULL_PARAGRAPH = 15  # words that the paragraph below a heading has at least
_DATELINE = re.compile(
    r"""\s*(?P<place>(?:[A-Z][A-Z.’'-]{2,}|[A-Z][\w.’'-]+)(?:[ /,]+(?:[A-Z][\w.’'-]*|of|de|the|al)){0,6},?)?
        (?P<date>\s*(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?)(?:,?\s+\d{4})?,?)?
        (?P<agency>\s*\((?:[A-Z][\w/ .]{1,30})\)|\s*/?[A-Z]{2,8}/)?
        \s*(?:--|[–—]|-\s|:\s)\s*(?=\S)""",
    re.X,
)
_BRACKETED = re.compile(  # "(Nairobi) - Soldiers ...", as bodies that publish reports write it
    r"""\s*\((?P<place>[A-Z][\w.’'-]+(?:[ ,]+(?:[A-Z][\w.’'-]*|of|de|the|al)){0,4})(?:,[^()]{3,20}\d)?\)
        \s*(?:--|[–—]|-\s)\s*(?=\S)""",
    re.X,
)
_NAMED_AGENCY = re.compile(
    r"""(?:from|by)\s+((?:[A-Z][\w.’'-]*\s?){1,4})\)|\(((?:[A-Z][\w.’'-]*\s?){1,4})\)\s*(?:-|–|—)""", re.X
)
_LOWERED = re.compile(r"\s*[a-z][a-z .]{2,24}:\s*(?=\S)")  # "new delhi: the army ..." in a text without capitals


@dataclass(frozen=True, slots=True)
class Furniture:
    """What was found: credits, the excluded spans in order, the dateline up to its dash."""

    credits: tuple[Credit, ...]
    excluded: tuple[Excluded, ...]
    dateline: Span | None


@dataclass(frozen=True, slots=True)
class _Pattern:
    reason: ExcludedReason
    starts: re.Pattern[str]


@cache
def _patterns() -> tuple[_Pattern, ...]:
    made = []
    for group in lexicon.load("furniture")["group"]:
        parts = [f"(?:{p})" for p in group["line"]] + [f"(?:{p})\\s*\\Z" for p in group.get("whole", ())]
        flags = 0 if group.get("cased") else re.IGNORECASE
        start = r"\s*[*•>#\[|-]*\s*"
        if group.get("cased"):
            parts = [re.sub(r"^\(\?:by ", "(?:[Bb][Yy] ", p) for p in parts]
        made.append(_Pattern(group["reason"], re.compile(start + "(?:" + "|".join(parts) + ")", flags)))
    return tuple(made)


def reason_of(line: str) -> ExcludedReason | None:
    """Why a line is no part of the account, judged by its own words; None for the account's lines."""
    if len(line) > 400:
        return None
    for pattern in _patterns():
        if pattern.starts.match(line):
            return pattern.reason
    return None


def hard_wrapped(text: str) -> bool:
    """True for text whose lines break inside sentences (agency teletype): its single breaks are spaces."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 5:
        return False
    full = sum(bool(_HARD_LINE.fullmatch(line)) for line in lines)
    return full >= 0.6 * len(lines) and max(map(len, lines)) <= 110


def find_furniture(document: Document, headings: frozenset[int] = frozenset()) -> Furniture:
    """Mark the lines that are no part of the account; `headings` are line starts that the page itself marks so."""
    lines = [document.span(m.start(), m.end()) for m in _LINE.finditer(document.text) if m.group().strip()]
    wrapped = hard_wrapped(document.text)
    credits: list[Credit] = []
    excluded: list[Excluded] = []
    for number, line in enumerate(lines):
        reason = reason_of(line.quote)
        if reason is None and line.start in headings and number:
            reason = "heading"
        if reason is None and not wrapped and _is_heading(lines, number):
            reason = "heading"
        if reason == "byline" and number > 6 and number < len(lines) - 3:
            reason = None  # "By" lines in the middle of a text are prose
        if reason is None:
            continue
        span = _stripped(document, line)
        excluded.append(Excluded(span, reason))
        if reason == "credit":
            credits.append(Credit(span, _agency(span.quote)))
    dateline = next(_datelines(document, lines, excluded), None)
    if dateline is not None and dateline.quote[:1] != "(" and (agency := _agency(dateline.quote)):
        credits.insert(0, Credit(dateline, agency))
    return Furniture(tuple(credits), tuple(excluded), dateline)


def _stripped(document: Document, line: Span) -> Span:
    left = len(line.quote) - len(line.quote.lstrip())
    return document.span(line.start + left, line.start + len(line.quote.rstrip()))


def _is_heading(lines: list[Span], number: int) -> bool:
    """A short line without a stop between a finished paragraph and a full one, e.g. "Fear in the camps"."""
    if not 0 < number < len(lines) - 1:
        return False
    line = lines[number].quote.strip()
    words = line.split()
    if not 2 <= len(words) <= _LONGEST_HEADING or _ENDED.search(line) or _SPEAKER.match(line):
        return False
    if line[0].islower() or line[0] in "\"'“‘-*•(" or any(mark in line for mark in '"“”'):
        return False
    above, below = lines[number - 1].quote.strip(), lines[number + 1].quote.strip()
    return bool(re.search(r"[.!?…][)\]\"'”’»]*\Z", above)) and len(below.split()) >= _FULL_PARAGRAPH


def _agency(quote: str) -> str | None:
    """The agency that a credit or dateline names, by its usual name."""
    if listed := _listed_agency(quote):
        return listed
    named = _NAMED_AGENCY.search(quote)
    return (named.group(1) or named.group(2)).strip() if named else None


def _listed_agency(quote: str) -> str | None:
    lowered = quote.lower()
    for key, name in lexicon.load("furniture")["agencies"].items():
        if re.search(rf"(?<!\w){re.escape(key)}(?!\w)", lowered):
            return str(name)
    return None


def _datelines(document: Document, lines: list[Span], excluded: list[Excluded]) -> Iterator[Span]:
    """The dateline of the first account lines, if one of them begins with it."""
    outside = {part.span.start for part in excluded}
    for line in lines[:6]:
        if line.start in outside:
            continue
        found = _DATELINE.match(line.quote)
        if not (found and _is_dateline(found)):
            found = _bracketed(line.quote)
        if not found:
            found = _LOWERED.match(line.quote) if document.text[:500].islower() else None
        if found:
            lead = len(line.quote) - len(line.quote.lstrip())
            yield document.span(line.start + lead, line.start + len(found.group().rstrip()))


def _bracketed(line: str) -> re.Match[str] | None:
    found = _BRACKETED.match(line)
    return found if found and not _listed_agency(found["place"]) else None


def _is_dateline(found: re.Match[str]) -> bool:
    """A place with an agency or date, or in capitals before a dash; "BREAKING NEWS:" is none."""
    if not found["place"]:
        return False
    letters = [c for c in found["place"].split(",")[0] if c.isalpha()]
    shouted = len(letters) > 2 and all(c.isupper() for c in letters) and not found.group().rstrip().endswith(":")
    return bool(found["agency"] or found["date"] or shouted)
