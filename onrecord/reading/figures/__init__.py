"""Tolls, crowds, sums: numbers that events are told with. What one counts is settled where it is bound to an event."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from onrecord.reading.figures.numerals import Number, glued, known, numbers, signed
from onrecord.record import Document, Figure, FigureScope, FigureWhat, Timex
from onrecord.syntax import Syntax, Token

_NO_NUMBER = frozenset({"DATE", "TIME", "PERCENT", "ORDINAL", "QUANTITY"})
_BEFORE_NOUN = frozenset({"nummod", "quantmod", "compound", "amod", "nmod", "appos"})
_DASHES = frozenset({"-", "–", "—"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_SMALL_CHANGE = frozenset({"cent", "cents", "pence", "penny", "pennies"})
_RUNNING = frozenset({"toll", "total", "totals", "totalling", "totaling"})
_OLDEST = 120  # nobody is older: a number after a comma is an age below it
_LONGEST_BOUND = 4  # words of the longest qualifier ("not more than" and its article)


def find_figures(document: Document, syntax: Syntax, times: tuple[Timex, ...]) -> tuple[Figure, ...]:
    """Every number that counts something or is a sum; measures, dates, ages and labels are none."""
    dated = sorted((t.span.start, t.span.end) for t in times)
    starts, ends = [a for a, _ in dated], list(accumulate((b for _, b in dated), max))
    found: list[Figure] = []
    for first, last in syntax.sentences:
        for number in numbers(syntax.tokens, first, last):
            token = syntax.tokens[number.first]
            before = bisect_right(starts, token.start)
            if (not before or ends[before - 1] <= token.start) and _counts(syntax.tokens, number):
                found.append(_figure(document, syntax, times, number, last))
    return tuple(found)


def _counts(tokens: tuple[Token, ...], number: Number) -> bool:
    token = tokens[number.last - 1]
    if number.high == 0 and _score(tokens, number, token):
        return False
    if token.lower == "one" and any(c.lower == "of" for c in token.children) and not token.dep.startswith("nsubj"):
        return False  # "with one of those groups" counts nothing
    if number.high == 0 or (number.first and _of_headline(tokens, number)):
        return True
    if _sum(tokens, number):
        return not _told_again(tokens, number)
    if (
        number.first
        and tokens[number.first - 1].lower == "the"
        and token.pos == "NUM"
        and token.dep not in _BEFORE_NOUN
    ):
        return False  # "the eight have appealed": they were counted before
    if token.dep == "pobj" and token.head.head.lemma in known("never", "units"):
        return False  # "a magnitude of 6.1"
    toll = token.dep == "attr" and any(c.dep == "nsubj" and c.lemma in ("toll", "number") for c in token.head.children)
    toll = toll or (token.dep == "pobj" and token.head.lower in ("to", "at") and _of_toll(token))
    if not toll and any(tokens[i].ent in _NO_NUMBER for i in range(number.first, number.last)):
        return False  # a toll's bare number is read as a year: "the toll was 40"
    if number.low == 1 and token.head.pos not in ("NOUN",) and token.dep in ("nummod", "nsubj", "pobj", "dobj", "poss"):
        return token.dep == "nsubj" and any(c.dep == "prep" for c in token.children)
    noun = counted(tokens, number.first, number.last)
    one_of = number.low == 1 and noun.dep == "pobj" and noun.head.head is token and token.dep == "nsubjpass"
    if _score(tokens, number, noun) or _names(tokens, number, noun) or (_whole(noun) and not one_of):
        return False
    return not (_measure(noun) or _beside(tokens, number))


def _of_toll(number: Token) -> bool:
    """ "Revised the number of deaths from 48 to 39": no day, whatever the parser takes it for."""
    verb = next((a for a in number.ancestors() if a.pos == "VERB"), number)
    return any(c.lemma in ("toll", "number", "figure") for c in verb.children)


def _sum(tokens: tuple[Token, ...], number: Number) -> bool:
    """Whether a number is a sum by its sign or the currency joined to it."""
    before = number.first > 0 and signed(tokens, number.first - 1)
    return before or bool(glued(tokens[number.first]) or _currency(tokens, number))


def _told_again(tokens: tuple[Token, ...], number: Number) -> bool:
    """A sum once more, in other money or a share: "€110 billion ($158 billion)", "$20 million, or $1 a share"."""
    start = _bound(tokens, Number(_start(tokens, number), number.last, number.low, number.high))[1]
    if start < 2 or tokens[start].sent != tokens[start - 2].sent:
        return False
    before, further = tokens[start - 1], tokens[start - 2]
    worth = further.pos == "NUM" or further.lemma.lower() in known("what", "money")
    worth = worth or further.lower in known("value", "scales") or further.lower in _SMALL_CHANGE
    after = tokens[number.last].lower if number.last < len(tokens) else ""
    rate = after in ("a", "an", "per", "each", "apiece")
    return (before.text == "(" and worth) or (before.lower == "or" and further.text == "," and rate)


def _start(tokens: tuple[Token, ...], number: Number) -> int:
    return number.first - 1 if number.first > 0 and signed(tokens, number.first - 1) else number.first


def _names(tokens: tuple[Token, ...], number: Number, noun: Token) -> bool:
    """A number that is part of a name: "60 Boeing 787 Dreamliners", "five new 737 aircraft", "a Boeing 727 plane"."""
    token = tokens[number.first]
    if number.last - number.first > 1 or not token.text.isdigit() or noun is token:
        return False
    before = tokens[number.first - 1] if number.first else token
    if token.tag in ("NNP", "NNPS") or token.ent in ("PRODUCT", "WORK_OF_ART"):
        return True
    counted_before = any(c.dep == "nummod" and c.i < before.i for c in noun.children)
    named = before.pos == "PROPN" and before is not token and before.head in (noun, token)
    return (counted_before and noun.i > token.i) or (named and noun.tag in ("NN", "NNP"))


def _whole(noun: Token) -> bool:
    """What only a part is spoken of: "half of the 40 villagers", "most of the 300 workers", "one of two men"."""
    of = noun.head
    return noun.dep == "pobj" and of.lower == "of" and of.head.lemma in known("never", "parts")


def _beside(tokens: tuple[Token, ...], number: Number) -> bool:
    """An age, a label, a number after a dash or a bracket: "Maria Lopez, 34,", "flight 12"."""
    token = tokens[number.last - 1]
    after = tokens[number.last].lower if number.last < len(tokens) else ""
    before = tokens[number.first - 1].lower if number.first else ""
    if after in known("never", "units") or after == "-" or before in ("-", "(", "/", "'"):
        return True
    told = token.head if token.dep == "npadvmod" else next((c for c in token.children if c.dep == "acl"), token)
    if told.i == number.last and told.tag in ("VBN", "VBD", "JJ"):
        return False  # "three dead, a dozen hurt"; an age has a comma behind it
    listed = token.dep in ("appos", "npadvmod") or (token.dep == "nummod" and token.head.i < token.i)
    if before == "," and listed and (number.high or 0) < _OLDEST:
        return True
    beside = token.dep in ("appos", "npadvmod", "dep") and token.head.lower != "worth"  # "a deal worth $4 million"
    listing = before == "," and token.dep == "appos" and any(c.dep == "prep" for c in token.children)
    return before in known("never", "labels") or (beside and not listing) or token.ent == "FAC"


def _measure(noun: Token) -> bool:
    if noun.lemma == "point" and any(c.lower in ("percentage", "basis") for c in noun.children):
        return True
    return bool({noun.lower, noun.lemma} & set(known("never", "units")))


def _score(tokens: tuple[Token, ...], number: Number, noun: Token) -> bool:
    """Points of two sides, the rest of a number cut in two, a share: "2 – 1", "2, 000ft", "0"; none counts anything."""
    inside = tokens[number.first : number.last]
    last = number.last
    after = tokens[last].text if last < len(tokens) else ""
    before = tokens[number.first - 1].text if number.first else ""
    alone = noun in inside or noun.pos in ("NUM", "PROPN")
    if inside[0].text.startswith("0") and inside[0].text.strip("0.") == "":
        return True  # nobody writes "0 dead"
    if any(t.text in _DASHES for t in inside[1:]) and alone and _top(inside).dep not in _SUBJECTS:
        return True  # but "10-12 were hurt"
    beside = (after in _DASHES and last + 1 < len(tokens) and tokens[last + 1].pos == "NUM") or (
        before in _DASHES and number.first > 1 and tokens[number.first - 2].pos == "NUM"
    )
    return beside and alone


def _top(inside: tuple[Token, ...]) -> Token:
    return next((t for t in inside if t.head not in inside), inside[-1])


def _of_headline(tokens: tuple[Token, ...], number: Number) -> bool:
    """A bare number right after a verb of casualties: "Blast kills 1, injures 2"."""
    verb, last = tokens[number.first - 1], number.last
    bare = (
        last >= len(tokens) or tokens[last].pos in ("PUNCT", "ADP", "CCONJ", "SCONJ") or tokens[last].sent != verb.sent
    )
    kinds: tuple[FigureWhat, ...] = ("killed", "injured", "arrested")
    return bare and verb.pos == "VERB" and any(verb.lemma in known("what", kind) for kind in kinds)


def counted(tokens: tuple[Token, ...], first: int, last: int) -> Token:
    """The noun that a number counts, or the number itself where it stands alone ("50 were hurt")."""
    token = tokens[last - 1]
    inside = set(range(first, last))
    while token.head.i in inside and token.head is not token:
        token = token.head
    if token.dep in ("nummod", "quantmod", "compound", "det", "amod", "nmod") and token.head is not token:
        noun = token.head
        return _of_compound(noun)
    return token.behind("of") or token


def _of_compound(noun: Token) -> Token:
    """ "Three Harrow County residents" are three residents; "a 3G phone" is no three phones."""
    last = noun
    while last.dep == "compound" and last.head.i > last.i:
        last = last.head
    return last if last.tag == "NNS" and noun.pos in ("PROPN", "NOUN") else noun


def _bound(tokens: tuple[Token, ...], number: Number) -> tuple[str, int]:
    """The kind of the qualifier before a number and where it begins."""
    for width in range(_LONGEST_BOUND, 0, -1):
        start = number.first - width
        if start < 0 or tokens[start].sent != tokens[number.first].sent:
            continue
        if tokens[start].dep == "prt":
            continue  # "handed over three suspects"
        words = " ".join(t.lower for t in tokens[start : number.first])
        for name in ("at_least", "up_to", "about"):
            if words in known("bound", name):
                return name, start
    return "", number.first


def _figure(document: Document, syntax: Syntax, times: tuple[Timex, ...], number: Number, last: int) -> Figure:
    tokens = syntax.tokens
    symbol = _start(tokens, number) < number.first
    money = Number(_start(tokens, number), number.last, number.low, number.high)
    bound, start = _bound(tokens, money)
    low, high = number.low, number.high
    if bound == "at_least":
        high = None
    elif bound == "up_to":
        low, high = None, (number.high if number.high is not None else number.low)
    noun = counted(tokens, number.first, number.last)
    behind = glued(tokens[number.first]) or _currency(tokens, number)
    currency = symbol or bool(behind) or noun.lemma in known("what", "money")
    unit = tokens[money.first].text if symbol else behind or _unit(tokens, noun, number)
    scope = _scope(noun)
    span = document.span(tokens[start].start, tokens[number.last - 1].end)
    what = "money" if currency else _what(noun)
    return Figure(what, low, high, unit, scope, _as_of(document, times, tokens, noun, scope), span)


def _currency(tokens: tuple[Token, ...], number: Number) -> str | None:
    """The currency that is joined to a number: "a 30,000-Euro cheque", "a two-billion-dollar deal"."""
    i = number.last
    if i + 1 < len(tokens) and tokens[i].text == "-" and tokens[i + 1].lemma.lower() in known("what", "money"):
        return tokens[i + 1].lower
    return None


def _unit(tokens: tuple[Token, ...], noun: Token, number: Number) -> str | None:
    """The counted noun as it is written: "38 prisoners"; "dozens" counts nothing that is named."""
    if noun in tokens[number.first : number.last] or noun.pos not in ("NOUN", "PROPN"):
        return None
    return noun.lower if noun.pos == "NOUN" else noun.text


def _what(noun: Token) -> FigureWhat:
    """What a number counts, by the words that govern its noun."""
    near = [noun.lemma, noun.head.lemma, *(c.lemma for c in noun.children), *(c.lemma for c in noun.head.children)]
    kinds: tuple[FigureWhat, ...] = ("killed", "injured", "casualties", "missing", "displaced", "arrested")
    for lemma in near[:2]:
        for kind in kinds:
            if lemma in known("what", kind):
                return kind
    for kind in kinds:
        if any(lemma in known("what", kind) for lemma in near[2:]) and noun.dep in (
            "nsubj",
            "nsubjpass",
            "dobj",
            "pobj",
        ):
            return kind
    return "other"


def _scope(noun: Token) -> FigureScope:
    """A running total is told as a toll, a total, or "so far"; "a total of 12" is only so many."""
    head = noun.head.head if noun.head.pos == "ADP" else noun.head
    around = [noun, *noun.ancestors(), *noun.head.children, *head.children]
    for t in around:
        if t.lower in _RUNNING and not (any(c.lower == "a" for c in t.children) and t.lower == "total"):
            return "total"
    return "total" if head.lemma == "bring" and noun.head.lower == "to" else "event"


def _as_of(
    document: Document, times: tuple[Timex, ...], tokens: tuple[Token, ...], noun: Token, scope: FigureScope
) -> str | None:
    """The time that a running total is told as of: "by Monday", "as of 3 May"."""
    if scope != "total":
        return None
    for time in times:
        before = document.text[max(0, time.span.start - 8) : time.span.start].lower()
        if (
            time.type in ("DATE", "TIME")
            and abs(time.span.start - noun.start) < 200
            and re.search(r"\b(by|as of)\s$", before)
        ):
            return time.id
    return None
