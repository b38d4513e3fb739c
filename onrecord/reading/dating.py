"""When the report was published: as given, else from its dateline, address or credit, else inferred; the basis is said.

A date is taken only where the text tells day, month and year together, or a weekday fixes it: nothing is invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from onrecord import lexicon
from onrecord.record import Document, PublishedBasis
from onrecord.syntax import Syntax

_LEAD = 600  # characters: a dateline and the lines over it stand at the head
_TAIL = 400  # ... and a credit or a copyright line at the foot
_STAMP = r"(?:(?:story|article|report) is from|published|posted|updated|date|issued|filed|dated|released?)"
_ADDRESS = re.compile(r"(?<!\d)(19[89]\d|20\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_NUMERIC = re.compile(r"(?<![\d/.])(\d{1,2})([/.])(\d{1,2})\2(20\d\d|19\d\d|\d\d)(?![\d/])")
# "Last updated 13:26 Sun", "8:05am UK, Monday", "on ... 5:55p"
_BESIDE_DATE = re.compile(
    rf"""(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b
    |\b\d{{1,2}}[:.]\d\d(?::\d\d)?|\b\d{{1,4}}(?=\s*(?:[ap]\.?m|gmt|utc|hrs|hkt))|(?<=\d)\s*[ap]\.?m?\.?(?!\w)|\b[ap]\.?m\b\.?
    |\b(?:gmt|utc|uk|us|[ecmp][sd]?t|bst|ist|cet|cest|ak[sd]t|hkt|jst|hrs|local|time)\b
    |\b{_STAMP}\b|\b(?:last|first|found|created|original|story|article|on|at)\b|[^\w])*""",
    re.I | re.X,
)
_PLACE = re.compile(
    r"(?:[A-Z][\w.'’/ -]{1,40},\s*)*(?:(?:\([^()\n]{2,30}\)|[A-Z][A-Za-z .]{2,25})\s*[,—–-]?\s*)?(?:\w+day,?\s*)?"
)


@cache
def _names(kind: str) -> dict[str, int]:
    types = lexicon.load("times")["types"]
    found: dict[str, int] = {}
    for name in {"month": ("month", "monthabbr", "weakmonth"), "weekday": ("weekday", "weekdayabbr")}[kind]:
        found.update(types[name]["values"])
    return found


@cache
def _full_date() -> re.Pattern[str]:
    """Day, month and year in any order that leaves no doubt."""
    months = "|".join(sorted(_names("month"), key=len, reverse=True))
    return re.compile(
        rf"\b(?:(?P<iso>\d{{4}}-\d\d-\d\d)|(?P<m>{months})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})"
        rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m2>{months})\.?,?\s+(?P<y2>\d{{4}}|\d\d(?=\s*(?:\(|--|—))))\b",
        re.I,
    )


def date_report(document: Document, syntax: Syntax) -> Document:
    """The document with its date and how that is known; unchanged when given or when nothing tells it."""
    if document.published:
        return document
    if day := _dateline(document):
        paper = _address(document)  # "posted 9 p.m. Monday" and filed under Tuesday, the day that its text tells from
        later = paper is not None and (paper - day).days == 1
        return _with(document, paper, "metadata") if paper and later else _with(document, day, "dateline")
    if day := _stamp(document):
        return _with(document, day, "dateline")
    if day := _address(document):
        return _with(document, day, "metadata")
    if day := _inferred(document, syntax):
        return _with(document, day, "inferred")
    return document


def dating_notes(document: Document) -> tuple[str, ...]:
    """What the reader of a record must know about the report's date."""
    if document.published_basis == "inferred":
        return (f"the report's date {document.published} is inferred from the dates and weekdays that it tells",)
    if document.published is None:
        return ("the report's date is not known: times told from it stay partial",)
    return ()


def _with(document: Document, day: date, basis: PublishedBasis) -> Document:
    return replace(document, published=day.isoformat(), published_basis=basis)


def _as_date(match: re.Match[str]) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        month = _names("month")[(match["m"] or match["m2"]).lower()]
        year = int(match["y"] or match["y2"])
        year += 0 if year > 99 else 2000 if year < 50 else 1900  # "1 JUL 89 (RADIO ...)"
        return date(year, month, int(match["d"] or match["d2"]))
    except ValueError:
        return None


def _dates(text: str) -> Iterator[tuple[date, int, int]]:
    for match in _full_date().finditer(text):
        if day := _as_date(match):
            yield day, match.start(), match.end()


def _dateline(document: Document) -> date | None:
    """A line of the head that is a date, or begins with a place, a date and a dash or an agency."""
    for line in document.text[:_LEAD].splitlines():
        for day, start, end in _dates(line):
            if _leads(line[:start].strip(), line[end:].strip()) or _alone(line[:start] + " " + line[end:]):
                return day
        if day_in_numbers := _numeric(line, document.url):
            return day_in_numbers
    return None


def _alone(rest: str) -> bool:
    """A line that holds a date and nothing but what is told with one: "Last updated 13:26 14/09/2013"."""
    return len(rest) < 50 and _BESIDE_DATE.fullmatch(rest) is not None


def _numeric(line: str, url: str | None) -> date | None:
    """ "14/09/2013", "6:12 PM PDT 8/2/2013": day and month in numbers, where the order is sure; else nothing."""
    found = _NUMERIC.search(line)
    if found is None or not _alone(line[: found.start()] + " " + line[found.end() :]):
        return None
    a, b, year = int(found[1]), int(found[3]), int(found[4]) + (2000 if len(found[4]) == 2 else 0)
    american = re.search(r"\b(?:[ECMP][SD]?T|AK[SD]T)\b", line) is not None
    british = found[2] == "." or re.search(r"\.(?:uk|ie|in|au|nz|za|ng|ke|pk)(?:/|$)", url or "") is not None
    if not (a > 12 or b > 12 or a == b or american or british):
        return None
    day, month = (a, b) if a > 12 or (british and b <= 12) else (b, a)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _leads(before: str, after: str) -> bool:
    """What stands around the date makes it a dateline: "ORLA, 1 July 2019 (Agency) -", "Friday, 5 May 2017, 9:03"."""
    if len(before) > 60 or not _clock_free(after):
        return False
    alone = re.fullmatch(r"(?:\w+day,?)?", before) is not None
    if alone and (not after or after[0].isupper()):
        return True  # "Thursday, May 7, 2015 The government ...": a date alone before a new sentence
    closed = re.match(r"[(—–/|-]|,?\s*(?:at\s+)?\d{1,2}[:.]\d\d", after) is not None
    # "Attack in Kabul, May 5, 2011" is a title; "KABUL, May 5, 2011" a dateline
    city = before.partition(",")[0].isupper()
    return (closed or (not after and city)) and (not before or _PLACE.fullmatch(before + " ") is not None)


def _clock_free(after: str) -> bool:
    """ "March 27, 2008 - April 2, 2008" is a span of days, not a dateline."""
    return next(_dates(after[:30]), None) is None


def _address(document: Document) -> date | None:
    """The day in the report's address: /2024/12/16/."""
    for match in _ADDRESS.finditer(document.url or ""):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
    return None


def _stamp(document: Document) -> date | None:
    """ "Published: 16 December 2024" at the head or the foot, or a credit with a date."""
    text = document.text
    for part in (text[:_LEAD], text[-_TAIL:]):
        for day, start, _ in _dates(part):
            if re.search(rf"\b{_STAMP}\b[^.\n]{{0,40}}$", part[:start], re.I):
                return day
    for credit in document.credits:
        for day, _, _ in _dates(credit.span.quote):
            return day
    return None


def _inferred(document: Document, syntax: Syntax) -> date | None:
    """ "Today, 16 December 2024"; else the latest bare weekday of the lead on or after a weekday dated there.

    A full date without its weekday is mostly background ("killed on 28 March 1996") and says nothing of the week.
    """
    text = document.text
    told = list(_dates(text))
    for day, start, end in told:
        near = text[max(0, start - 12) : start].lower() + "|" + text[end : end + 2]
        for word, days in (("today", 0), ("yesterday", 1), ("tomorrow", -1)):
            if re.search(rf"\b{word}[, (]*\|", near):
                return day + timedelta(days=days)
    past = [day for day, start, _ in told if _names_weekday(text[max(0, start - 14) : start], day)]
    weekdays = list(_bare_weekdays(text, syntax))
    if not past or not weekdays or any(day > max(past) for day, _, _ in told):
        return None
    latest = max(past)
    return max(latest + timedelta(days=(w - latest.isoweekday()) % 7) for w in weekdays)


def _names_weekday(before: str, day: date) -> bool:
    found = re.search(r"(\w+day)(?:,|\s|\s\()*(?:the\s+)?$", before)
    return found is not None and _names("weekday").get(found[1].lower()) == day.isoweekday()


def _bare_weekdays(text: str, syntax: Syntax) -> Iterator[int]:
    """Weekdays without a date of their own, told in the past: "the spokesman said on Wednesday"."""
    names = _names("weekday")
    for token in syntax.tokens:
        if (
            token.lower in names
            and token.tag.startswith("NN")
            and len(token.text) > 4
            and _is_past(syntax, token.start)
        ):
            dated = re.match(r"\W{0,3}(?:the\s+)?(?:\d|[A-Z][a-z]{2,8}\.?\s+\d)", text[token.end : token.end + 16])
            last = syntax.tokens[token.i - 1].lower if token.i else ""
            if not dated and last not in ("last", "next", "every", "each", "previous", "following"):
                yield names[token.lower]


def _is_past(syntax: Syntax, offset: int) -> bool:
    token = syntax.at(offset)
    while token is not None and token.head is not token and token.pos not in ("VERB", "AUX"):
        token = token.head
    if token is None or token.pos not in ("VERB", "AUX"):
        return False
    auxiliaries = [c.lower for c in token.children if c.dep.startswith("aux")]
    if token.tag == "VBD" or set(auxiliaries) & {"was", "were", "had", "did"}:
        return True
    return token.tag == "VBN" and not auxiliaries
