"""Repairs of dates that open a sentence without a comma, whose words the engine hangs from the noun behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.repair.tree import move
from onrecord.syntax import Token

_OPENS = frozenset({"on", "in", "by", "since", "until", "before", "after", "from", "of"})
_MONTHS = frozenset(
    (
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
    )
)  # fmt: skip
_DAY = re.compile(r"(?:[12]?\d|3[01])(?:st|nd|rd|th)?")
_JOINS = frozenset({"and", "-", "–", "to"})
_YEAR = re.compile(r"(?:19|20)\d\d")


def opening_date(token: Token, tokens: Sequence[Token]) -> None:
    """ "On 14 May police arrested three students": it is the police who arrest, and they do it on 14 May."""
    place = token.i - tokens[0].i + 1
    if token.lower not in _OPENS or token.pos not in ("ADP", "SCONJ"):
        return
    anchor, date = _date(tokens, place)
    if (
        anchor is None
        or (anchor.pos == "NUM" and token.lower not in ("in", "since"))
        or not any(t.head.i > date[-1].i and t.head.sent == token.sent for t in date)
    ):
        return
    if anchor.head is not token:
        move(anchor, token)
        anchor.dep = "pobj"
    for part in date:
        if part is not anchor and part.head is not anchor:
            move(part, anchor)
            part.dep = "nummod" if part.pos == "NUM" else "punct"


def _date(tokens: Sequence[Token], place: int) -> tuple[Token | None, list[Token]]:
    """The month that stands there and its words: "14 May 2026", "2 and 3 May", "May 14, 2026"; or a year alone."""
    month: Token | None = None
    date: list[Token] = []
    days = 0
    for token in tokens[place : place + 5]:
        after = tokens[place + len(date) + 1].lower if place + len(date) + 1 < len(tokens) else ""
        if month is None and token.lower in _MONTHS and token.text[0].isupper():
            month = token
        elif _DAY.fullmatch(token.lower) and (days == 0 or (month is None and date[-1].lower in _JOINS)):
            days += 1
        elif (month is not None or not date) and _YEAR.fullmatch(token.text):
            return month or token, [*date, token]
        elif not (token.text == "," and month is not None and days and _YEAR.fullmatch(after)) and not (
            token.lower in _JOINS and days == 1 and month is None and _DAY.fullmatch(after)
        ):
            break
        date.append(token)
    return month, date
