"""Toponyms and the gazetteer entries chosen for them.

Names are proposed by the table of places, the people's adjectives and the parser (`names`); a weighted sum of their
surroundings tells places from the rest (`telling`); the report's places are then resolved together (`choosing`).
"""

from __future__ import annotations

import re
from itertools import pairwise

from onrecord.gazetteer import gazetteer
from onrecord.reading.places.choosing import Asked, Choice, Chooser, Setting
from onrecord.reading.places.names import Name, find_names, words
from onrecord.reading.places.telling import features, score
from onrecord.record import Document, Place, Precision, Syntax

_OPENING = 400  # characters: a dateline stands at the head, after a title at most
_DATELINE = re.compile(r"[A-Z][\w.,' ]{1,40}?\s?(?:\([^()\n]{2,20}\)\s?)?(?:—|–|--|\s-\s)")
_DOMAINS = {"uk": "GBR", "ca": "CAN", "ie": "IRL", "au": "AUS", "nz": "NZL", "in": "IND", "za": "ZAF", "ke": "KEN"} | {
    "ng": "NGA", "ph": "PHL", "pk": "PAK", "lb": "LBN", "il": "ISR", "ru": "RUS", "ge": "GEO", "tr": "TUR", "ua": "UKR",
    "us": "USA", "lk": "LKA", "jm": "JAM", "cy": "CYP", "fr": "FRA", "de": "DEU", "jp": "JPN", "cn": "CHN", "hk": "HKG",
    "sg": "SGP", "my": "MYS", "th": "THA", "bd": "BGD", "np": "NPL", "eg": "EGY", "sy": "SYR", "iq": "IRQ", "ir": "IRN",
    "zw": "ZWE", "ug": "UGA", "tz": "TZA", "gh": "GHA", "et": "ETH", "sd": "SDN", "rw": "RWA", "af": "AFG", "mm": "MMR",
}  # fmt: skip
_PRECISION: dict[str, Precision] = {
    "country": "country", "region": "region", "area": "region", "district": "district", "town": "settlement",
    "hamlet": "settlement", "water": "region", "land": "region", "site": "exact",
}  # fmt: skip


def find_places(document: Document, syntax: Syntax) -> tuple[Place, ...]:
    """The report's toponyms in the order of the text, each with its entry or `unresolved`."""
    names = find_names(document, syntax)
    joined = _joined(names, syntax)
    kept = [n for i, n in enumerate(names) if _is_place(n, syntax, i in joined, i - 1 in joined)]
    return resolve(document, syntax, kept)


def _is_place(name: Name, syntax: Syntax, ahead: bool, behind: bool) -> bool:
    return score(features(name, syntax, ahead, behind)) > 0


def _joined(names: tuple[Name, ...], syntax: Syntax) -> frozenset[int]:
    """The names that the next one holds: "Goma, North Kivu", "Paris (Texas)"."""
    found = set()
    for i, name in enumerate(names[:-1]):
        following = names[i + 1]
        between = syntax.tokens[name.last : following.first]
        if len(between) == 1 and between[0].text in (",", "(") and holds(following, name):
            found.add(i)
    return frozenset(found)


def holds(holder: Name, name: Name) -> bool:
    """True if some reading of the first is an area or country that holds some reading of the second."""
    above = {h.entry.number for h in holder.hits if h.entry.kind in ("area", "district")}
    countries = {h.entry.country for h in holder.hits if h.entry.kind == "country"}
    return any(
        h.entry.area in above
        or h.entry.district in above
        or (h.entry.country in countries and h.entry.kind != "country")
        for h in name.hits
    )


def setting(document: Document, syntax: Syntax, names: list[Name]) -> Setting:
    """The outlet's country by its address, and the names of the dateline."""
    host = re.sub(r"^[a-z]+://|[/:].*$", "", (document.url or "").lower())
    return Setting(_DOMAINS.get(host.rsplit(".", 1)[-1]), _dateline(document, syntax, names))


def _dateline(document: Document, syntax: Syntax, names: list[Name]) -> tuple[str, ...]:
    """The names before the dash that opens an account: "GOMA, North Kivu (Agency) -- Rebels ..."."""
    for first, name in enumerate(names):
        token = syntax.tokens[name.first]
        if token.start > _OPENING:
            break
        opened = (
            name.first == 0
            or syntax.tokens[name.first - 1].text in (".", "!", "?")
            or "\n" in document.text[syntax.tokens[name.first - 1].end : token.start]
        )
        if not opened:
            continue
        upto = _DATELINE.match(document.text, token.start)
        if upto is not None:
            inside = [n.folded for n in names[first:] if n.hits and syntax.tokens[n.last - 1].end <= upto.end()]
            return tuple(inside)
    return ()


def asked(document: Document, syntax: Syntax, names: list[Name]) -> list[Asked]:
    """The distinct names with what their mentions say of them."""
    found: dict[str, Asked] = {}
    tokens = syntax.tokens
    for name in names:
        if name.hits:
            one = found.setdefault(name.folded, Asked(name.folded, name.hits, 0))
            one.mentions += 1
            _kinds(one, name, syntax)
    for name, following in pairwise(names):
        between = tokens[name.last : following.first]
        if len(between) == 1 and between[0].text in (",", "(") and name.hits and following.hits:
            found[name.folded].holders.add(following.folded)
            found[following.folded].held.add(name.folded)
    return list(found.values())


def _kinds(one: Asked, name: Name, syntax: Syntax) -> None:
    tokens = syntax.tokens
    after = tokens[name.last].lower if name.last < len(tokens) else ""
    if after in words("after", "area") and after != "state":
        one.kinds.add("area")
        one.kinds.add("district")
    before = [t.lower for t in tokens[max(0, name.first - 2) : name.first]]
    if before[-1:] == ["of"] and before[:1] and before[0] in words("before", "settlement"):
        one.kinds.add("town" if before[0] in words("after", "settlement") else "area")


def resolve(document: Document, syntax: Syntax, names: list[Name]) -> tuple[Place, ...]:
    """Places for names that are known to be toponyms."""
    questions = asked(document, syntax, names)
    choices = Chooser(questions, setting(document, syntax, names)).choose() if questions else {}
    tokens = syntax.tokens
    return tuple(
        _place(f"p{n}", document, tokens[name.first].start, tokens[name.last - 1].end, name, choices.get(name.folded))
        for n, name in enumerate(names, 1)
    )


def _place(id_: str, document: Document, start: int, end: int, name: Name, choice: Choice | None) -> Place:
    span = document.span(start, end)
    if choice is None:
        return Place(id_, span, span.quote, reason="not in the table of places")
    entry = choice.entry
    reason = f"demonym; {choice.reason}" if name.demonym else choice.reason
    area = gazetteer().entry(entry.area).name if entry.area >= 0 else None
    return Place(
        id_, span, entry.name, entry.country, entry.name if entry.kind == "area" else area,
        round(entry.latitude, 4), round(entry.longitude, 4), entry.geonameid, _PRECISION[entry.kind],
        choice.candidates, reason,
    )  # fmt: skip


__all__ = ["find_places", "resolve"]
