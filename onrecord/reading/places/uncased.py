"""Reports without capitals ("riots broke out in ahmedabad"): only what stands where a place stands, in one country."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from onrecord.gazetteer import SHORT, Entry, Hit, gazetteer, key
from onrecord.reading.places.names import Name, words
from onrecord.record import Document
from onrecord.syntax import NameSpan, Syntax, Token

_SHARE = 0.03  # of words with a capital: below this the capitals tell nothing
_FEWEST = 20  # words, so that a line in small letters is not judged alone
_TOWN = 5_000  # people: a smaller town is as likely a common word
_CITY = 100_000  # people: what the parser takes for a verb or adjective must be as large to be a town
_LONGEST = 3
_WORDS = ("NOUN", "PROPN", "X", "VERB", "ADJ")
_WHERE = frozenset("in at near from of to around outside across into towards via between".split())
_SITES = frozenset(
    """police district city village town taluka tehsil court jail hospital airport riots riot carnage killings massacre
    violence blast blasts incident unrest attack attacks clashes bandh""".split()
)


def uncased(syntax: Syntax) -> bool:
    letters = [t for t in syntax.tokens if t.text[0].isalpha()]
    return len(letters) >= _FEWEST and sum(t.text[0].isupper() for t in letters) < _SHARE * len(letters)


def find_uncased(document: Document, syntax: Syntax) -> list[Name]:
    """The names in the order of the text, each with its entries in the country that most of them share."""
    found = list(_candidates(document, syntax))
    by_country: dict[str | None, dict[str, float]] = defaultdict(dict)
    for name in found:
        for hit in name.hits:
            people = math.log10(hit.entry.population + 10)
            known = by_country[hit.entry.country]
            known[name.folded] = max(people, known.get(name.folded, 0.0))
    if not by_country:
        return []
    country = max(by_country, key=lambda c: (sum(by_country[c].values()), c or ""))
    kept = []
    for name in found:
        hits = tuple(h for h in name.hits if h.entry.country == country or h.entry.kind == "country")
        sure = name.label == "GPE" or any(h.entry.kind == "country" for h in hits) or len(by_country[country]) > 1
        if hits and sure:
            kept.append(Name(name.first, name.last, name.folded, hits, label=name.label))
    return kept


def _candidates(document: Document, syntax: Syntax) -> Iterator[Name]:
    tokens = syntax.tokens
    named: dict[int, NameSpan] = {i: n for n in syntax.names for i in range(n.first, n.last)}
    at, listed = 0, -1  # `listed`: where a name would stand that is listed after the last one
    while at < len(tokens):
        found = _known(document, syntax, at, named, at == listed) if tokens[at].text[0].isalpha() else None
        if found is not None:
            yield found
            listed = found.last + 1 if found.last < len(tokens) and tokens[found.last].lower in ("and", ",") else -1
        at = found.last if found else at + 1


def _known(document: Document, syntax: Syntax, at: int, named: dict[int, NameSpan], listed: bool) -> Name | None:
    tokens = syntax.tokens
    for end in range(min(len(tokens), at + _LONGEST), at, -1):
        if tokens[end - 1].sent != tokens[at].sent or not tokens[end - 1].text[0].isalpha():
            continue
        label = named[at].label if at in named and (named[at].first, named[at].last) == (at, end) else ""
        if not _stands(tokens, at, end, label, listed):
            continue
        folded = key(document.text[tokens[at].start : tokens[end - 1].end])
        fewest = _TOWN if tokens[at].pos in ("NOUN", "PROPN", "X") else _CITY
        hits = tuple(h for h in gazetteer().lookup(folded) if _weighty(h, h.entry, fewest))
        if hits:
            return Name(at, end, folded, hits, label=label)
    return None


def _stands(tokens: tuple[Token, ...], at: int, end: int, label: str, listed: bool) -> bool:
    """True where a place would stand: the parser says so, or a preposition before it or an institution after it."""
    if label in ("GPE", "LOC"):
        return True
    if end - at == 1 and (
        len(tokens[at].text) < 4 or tokens[at].pos not in _WORDS or tokens[at].tag in ("NNS", "NNPS")
    ):
        return False
    if tokens[at].lower in words("never", "words") or tokens[end - 1].lower in words("natural", "tail"):
        return False
    before = tokens[at - 1].lower if at else ""
    after = tokens[end].lower if end < len(tokens) else ""
    return listed or before in _WHERE or after in _SITES


def _weighty(hit: Hit, entry: Entry, fewest: int) -> bool:
    if entry.kind in ("country", "area"):
        return hit.how < SHORT
    return entry.kind in ("town", "district") and hit.how < SHORT and entry.population >= fewest
