"""Toponyms and the gazetteer entries chosen for them.

Names are proposed by the table of places, the people's adjectives and the parser (`names`); a weighted sum of their
surroundings tells places from the rest (`telling`); the report's places are then resolved together (`choosing`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from onrecord.gazetteer import NAME, gazetteer
from onrecord.reading.places.bearing import Bearing, bearing_of, near, tied
from onrecord.reading.places.choosing import Asked, Choice, Chooser, Setting
from onrecord.reading.places.names import Name, find_names, words
from onrecord.reading.places.telling import tell, weight
from onrecord.reading.places.uncased import find_uncased, uncased
from onrecord.record import Document, Place, Precision
from onrecord.syntax import Syntax

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
    if uncased(syntax):
        return resolve(document, syntax, find_uncased(document, syntax))
    names = find_names(document, syntax)
    joined = joined_names(names.candidates, syntax)
    scores = tell(names, syntax, joined)
    told = [n.told or _opens(n, document, syntax) for n in names.candidates]
    sure = [n for n, s, t in zip(names.candidates, scores, told, strict=True) if s > 0 or t]
    kept = [n for n in sure if not _as_body(n, syntax)]
    return resolve(document, syntax, kept, names.demonyms)


def _opens(name: Name, document: Document, syntax: Syntax) -> bool:
    """A listed place's own name that a dateline begins with; its other names may be anything's."""
    dateline = document.dateline
    if dateline is None or not any(h.how == NAME for h in name.hits):
        return False
    return syntax.tokens[name.first].start == dateline.start + dateline.quote.startswith("(")


def _as_body(name: Name, syntax: Syntax) -> bool:
    """ "A deal with the European Union": a union of states is a place only where things are in it or across it."""
    if name.folded not in words("union", "names"):
        return False
    before = [t.lower for t in syntax.tokens[max(0, name.first - 2) : name.first] if t.lower != "the"]
    return not before or before[-1] not in words("union", "holds")


def joined_names(names: Sequence[Name], syntax: Syntax) -> frozenset[int]:
    """The names that the next one holds: "Goma, North Kivu", "Paris (Texas)"."""
    found = set()
    for i, (name, following) in enumerate(pairwise(names)):
        between = syntax.tokens[name.last : following.first]
        if len(between) == 1 and between[0].text in (",", "(") and holds(following, name):
            found.add(i)
    return frozenset(found)


def holds(holder: Name, name: Name) -> bool:
    """True if some reading of the first is an area or country that holds some reading of the second.

    In a list of states or of countries none holds another ("Kansas, Texas"), though a town Kansas lies in Texas.
    """
    if not holder.hits or not name.hits:
        return False
    first, second = (max(n.hits, key=weight).entry.kind for n in (name, holder))
    if first == second and first in ("area", "country") and name.folded != holder.folded:
        return False
    above = {h.entry.number for h in holder.hits if h.entry.kind in ("area", "district")}
    countries = {h.entry.country for h in holder.hits if h.entry.kind == "country"}
    return any(
        h.entry.area in above
        or h.entry.district in above
        or (h.entry.country in countries and h.entry.kind != "country")
        for h in name.hits
    )


def setting(document: Document, syntax: Syntax, names: Sequence[Name]) -> Setting:
    """The outlet's country by its address, and the names of the dateline."""
    host = re.sub(r"^[a-z]+://|[/:].*$", "", (document.url or "").lower())
    dateline = tuple(n.folded for n in _dateline(document, syntax, names) if n.hits)
    return Setting(_DOMAINS.get(host.rsplit(".", 1)[-1]), dateline)


def _dateline(document: Document, syntax: Syntax, names: Sequence[Name]) -> list[Name]:
    """The names before the dash that opens an account: "GOMA, North Kivu (Agency) -- Rebels ..."."""
    tokens, text = syntax.tokens, document.text
    if document.dateline is not None and document.dateline.quote.startswith("("):
        return [n for n in names if document.dateline.start <= tokens[n.first].start < document.dateline.end]
    for first, name in enumerate(names):
        start = tokens[name.first].start
        if start > _OPENING:
            break
        before = tokens[name.first - 1] if name.first else None
        opens = before is None or before.text in (".", "!", "?") or "\n" in text[before.end : start]
        upto = _DATELINE.match(text, start) if opens else None
        if upto is not None:
            return [n for n in names[first:] if tokens[n.last - 1].end <= upto.end()]
    return []


def asked(syntax: Syntax, names: Sequence[Name], demonyms: Sequence[Name] = ()) -> list[Asked]:
    """The distinct names with what their mentions say of them; adjectives of lands only vote."""
    found: dict[str, Asked] = {}
    for name in names:
        if name.hits:
            found.setdefault(name.folded, Asked(name.folded, name.hits)).kinds.update(_kinds(name, syntax))
    for i in joined_names(names, syntax):
        found[names[i].folded].holders.add(names[i + 1].folded)
        found[names[i + 1].folded].held.add(names[i].folded)
    for name in demonyms:
        if name.hits and name.folded not in found:
            found[name.folded] = Asked(name.folded, name.hits[:1])
    return list(found.values())


def _kinds(name: Name, syntax: Syntax) -> frozenset[str]:
    """The kinds of place that the words beside a name say it is: "Latakia province", "the city of Latakia"."""
    tokens = syntax.tokens
    after = tokens[name.last].lower if name.last < len(tokens) else ""
    if name.generic in words("after", "area") or after in words("after", "area"):
        return frozenset(("area", "district"))
    before = [t.lower for t in tokens[max(0, name.first - 2) : name.first]]
    if len(before) == 2 and before[1] == "of" and before[0] in words("before", "settlement"):
        return frozenset(("town",)) if before[0] in words("after", "settlement") else frozenset(("area", "district"))
    if after in words("after", "settlement"):
        return frozenset(("town",))
    return frozenset()


def resolve(
    document: Document, syntax: Syntax, names: Sequence[Name], demonyms: Sequence[Name] = ()
) -> tuple[Place, ...]:
    """Places for names that are known to be toponyms."""
    questions = asked(syntax, names, demonyms)
    choices = Chooser(questions, setting(document, syntax, names)).choose() if questions else {}
    opening = {n.first for n in _dateline(document, syntax, names)}
    bearings = [bearing_of(name, syntax) for name in names]
    found = []
    for number, name in enumerate(names, 1):
        choice = _fitting(choices.get(name.folded), name, _kinds(name, syntax))
        choice = None if choice is not None and _stray(choice, name, choices) else choice
        land = _land_told(name, demonyms, syntax) if choice is not None else None
        if choice is not None and land is not None and choice.entry.country != land:
            choice = _in_land(choice, name, land)
        if choice is not None and number < len(names) and tied(name, names[number], bearings[number], syntax):
            choice = _as_far(choice, name, choices.get(names[number].folded), bearings[number])
        place = _place(f"p{number}", document, syntax, name, choice)
        if bearings[number - 1] is not None and place.precision in ("exact", "settlement"):
            place = replace(place, precision="district", reason=f"{place.reason}; a bearing from it")
        found.append(replace(place, reason=f"dateline; {place.reason}") if name.first in opening else place)
    return tuple(found)


def _land_told(name: Name, demonyms: Sequence[Name], syntax: Syntax) -> str | None:
    """ "The Haitian town of Orrin", "the Indian city Kelvia": the country that the words before a name tell."""
    for demonym in demonyms:
        between = [t.lower for t in syntax.tokens[demonym.last : name.first]]
        if 0 < len(between) <= 4 and demonym.hits and any(w in words("before", "settlement") for w in between):
            plain = all(w in words("before", "settlement") or w in _BESIDE_KIND for w in between)
            return demonym.hits[0].entry.country if plain else None
    return None


def _in_land(choice: Choice, name: Name, land: str) -> Choice | None:
    """The largest place of the name in a land; None where it has none."""
    here = [h.entry for h in name.hits if h.entry.country == land]
    entry = max(here, key=lambda e: e.population, default=None)
    return replace(choice, entry=entry, reason="in the land told before it") if entry is not None else None


def _as_far(choice: Choice, name: Name, centre: Choice | None, bearing: Bearing | None) -> Choice | None:
    """Of the places of a name the one that lies as far from the next as the text says; none where none does."""
    wide = choice.entry.kind not in ("town", "hamlet", "site")  # "in the Red Sea, 60 miles off Kelvia"
    if wide or centre is None or bearing is None or bearing.km is None:
        return choice
    entry = near(name, centre.entry, bearing.km)
    return None if entry is None else replace(choice, entry=entry, reason=f"as far from {centre.entry.name} as told")


_BESIDE_KIND = frozenset("of border port coastal eastern western northern southern central industrial mining".split())
_SMALL = 5000  # people


def _stray(choice: Choice, name: Name, choices: dict[str, Choice]) -> bool:
    """A hamlet of another name in a land of which nothing else is told: Conna in Ireland for "Konna" in Mali."""
    entry = choice.entry
    own = any(h.how == NAME for h in name.hits if h.entry.number == entry.number)
    if entry.kind not in ("town", "hamlet") or entry.population >= _SMALL * (2 if own else 1):
        return False
    others = [c.entry.country for n, c in choices.items() if n != name.folded]
    alone = len(set(others)) == 1 and len(others) > 1  # "Mirpur" of India in a report of Dhaka, Sylhet and Bogra
    return bool(others) and entry.country not in others and (not own or alone)


def _fitting(choice: Choice | None, name: Name, kinds: frozenset[str]) -> Choice | None:
    """Of a town and the province of its name, the one that the words beside this mention mean: bare, it is the town."""
    if choice is None or choice.entry.country == "USA":
        return choice
    entry = choice.entry
    if entry.country == "PSE" and name.folded == "gaza" and not kinds:
        strip = next((h.entry for h in name.hits if h.entry.name == "Gaza Strip"), entry)
        return replace(choice, entry=strip, reason=f"{choice.reason}; the strip, as this name is used")
    how = next((h.how for h in name.hits if h.entry.number == entry.number), NAME)
    if entry.kind in ("area", "district") and "area" not in kinds:
        for hit in name.hits:
            town = hit.entry
            if hit.how <= how and town.kind == "town" and entry.number in (town.area, town.district):
                return replace(choice, entry=town, reason=f"{choice.reason}; the town, not the area of its name")
    if entry.kind == "town" and "area" in kinds:
        for hit in name.hits:
            if hit.entry.number in (entry.area, entry.district):
                return replace(choice, entry=hit.entry, reason=f"{choice.reason}; the area, as a word beside it says")
    return choice


def _place(id_: str, document: Document, syntax: Syntax, name: Name, choice: Choice | None) -> Place:
    span = document.span(syntax.tokens[name.first].start, syntax.tokens[name.last - 1].end)
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
