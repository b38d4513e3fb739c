"""Records -> actor cards: what joining compares of each named entity, taken out of its record once."""

from __future__ import annotations

import zlib
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from onrecord.linking.actors import names
from onrecord.linking.words import content_stems
from onrecord.reading.entities import lexical
from onrecord.record import Entity, EntityKind, Mention, Place, Record

_STEMS = 60  # stems of a report that tell its story; more cost memory and tell little
_READ = 6_000  # characters of a report that are looked at for them: news tells its story at the top
_OTHERS = 40  # co-occurring actors kept, the most told of first
_ROLE_WORDS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """The report that an entity stands in: who else is named there and what its words are, as sorted numbers.

    `others` are the telling names, `common` those that any report may hold (states, bodies that a lexicon knows).
    """

    report: str
    published: str | None
    others: array[int]
    common: array[int]
    stems: array[int]


@dataclass(frozen=True, slots=True)
class ActorCard:
    """One named entity of one report; `key` ("REPORT/ENTITY") names it in the whole ledger.

    `person` is its name as a person's, also of what may be one that the reading took for something else; `identity` is
    what a lexicon or the gazetteer knows it as; `forms` are its other names; `own` is the number under
    which it stands in its own setting.
    """

    key: str
    name: str
    kind: EntityKind
    person: names.PersonName | None
    body: names.BodyName
    forms: frozenset[str]
    acronyms: frozenset[str]
    identity: str | None
    country: str | None
    sector: str | None
    roles: frozenset[str]
    mentions: int
    own: int
    setting: Setting = field(repr=False)

    @property
    def is_person(self) -> bool:
        return self.kind == "person"


def actor_cards(record: Record) -> tuple[ActorCard, ...]:
    """The cards of a record's named entities, in its order; descriptions alone are nobody across reports."""
    named = Counter(m.entity for m in record.mentions if m.form == "name")
    kept = [e for e in record.entities if named[e.id] and _is_name(e.name)]
    places = _places(record)
    identities = {e.id: _identity(e, places) for e in kept}
    setting = _setting(record, sorted(kept, key=lambda e: -named[e.id])[:_OTHERS], identities)
    return tuple(_card(record, e, identities[e.id], places.get(e.id), named[e.id], setting) for e in kept)


def keys(card: ActorCard) -> frozenset[str]:
    """The blocks that a card stands in: cards that share none are never compared."""
    made = {f"i {card.identity}"} if card.identity else set()
    if card.person is not None:
        made.update(f"p {key}" for key in names.surname_keys(card.person))
        if card.is_person:
            return frozenset(made)
    made.update(f"a {acronym}" for acronym in card.acronyms)
    if card.body.telling and card.body.last:
        made.add(f"t {card.body.last}")
    for form in (card.name, *card.forms):
        told = names.body(form)
        if told.telling or told.country or card.country:
            made.add("b " + " ".join(names.skeleton(w) for w in told.words))
        else:
            made.add("g " + " ".join(told.words))
    return frozenset(made)


def _is_name(name: str) -> bool:
    return any(c.isalpha() for c in name) and len(name) < 120 and len(name.split()) < 13


@lru_cache(maxsize=20_000)
def _known_as(name: str) -> str:
    """One name for the names of a holder of an office ("Binyamin", "Benjamin Netanyahu")."""
    return lexical.office_holders().get(lexical.folded(name), name)


def _may_be_person(entity: Entity, body: names.BodyName) -> bool:
    """A name of up to three capitalized words that names no kind of body: "Teixeira" is often taken for one."""
    words = entity.name.split()
    capital = all(w[:1].isupper() and not w.isupper() and w.isalpha() for w in words)
    return len(words) < 4 and capital and body.all_telling and body.country is None


def _places(record: Record) -> dict[str, Place]:
    """The gazetteer's place for each entity that is one, by the first mention that it is the place of."""
    at: dict[tuple[int, int], Place] = {(p.span.start, p.span.end): p for p in record.places}
    starts: dict[int, Place] = {p.span.start: p for p in record.places}
    found: dict[str, Place] = {}
    for mention in record.mentions:
        if mention.form == "name" and mention.entity not in found:
            place = at.get((mention.span.start, mention.span.end)) or _begins(starts, mention)
            if place is not None:
                found[mention.entity] = place
    return found


def _begins(starts: dict[int, Place], mention: Mention) -> Place | None:
    """ "the Kharkiv" or "Kharkiv, Ukraine": a place that begins with the mention or after its article."""
    quote = mention.span.quote
    for offset in (0, 4) if quote.lower().startswith("the ") else (0,):
        place = starts.get(mention.span.start + offset)
        if place is not None and quote[place.span.end - mention.span.start :][:1] in ("", ",", "'", "’"):
            return place
    return None


def _identity(entity: Entity, places: dict[str, Place]) -> str | None:
    if entity.kind == "state" and entity.codes.country:
        return f"state {entity.codes.country}"
    place = places.get(entity.id)
    if entity.kind == "place" and place is not None:
        if place.precision == "country" and place.country:
            return f"state {place.country}"
        return f"place {place.geonameid}" if place.geonameid is not None else None
    if entity.kind == "person":
        return None
    known = lexical.actor(entity.name)
    return f"actor {known.key}" if known is not None else None


def _card(
    record: Record, entity: Entity, identity: str | None, place: Place | None, mentions: int, setting: Setting
) -> ActorCard:
    aliases = () if lexical.folded(entity.name) in lexical.often_miswritten() else entity.aliases
    is_person = entity.kind == "person"
    body = names.body(entity.name)
    acronyms = {a.replace(".", "") for a in (entity.name, *aliases) if names.is_acronym(a)} if not is_person else set()
    country = (
        (body.country if not is_person else None)
        or entity.codes.country
        or (place.country if place and entity.kind in ("place", "facility") else None)
    )
    return ActorCard(
        key=f"{record.document.id}/{entity.id}",
        name=entity.name,
        kind=entity.kind,
        person=names.person(_known_as(entity.name))
        if is_person or (identity is None and _may_be_person(entity, body))
        else None,
        body=body,
        forms=frozenset(a for a in aliases if not is_person and not names.is_acronym(a) and _is_name(a)),
        acronyms=frozenset(acronyms),
        identity=identity,
        country=country,
        sector=entity.codes.sector,
        roles=roles(title.quote for title in entity.titles),
        mentions=mentions,
        own=number_of(entity.name, entity.kind),
        setting=setting,
    )


def roles(titles: Iterable[str]) -> frozenset[str]:
    """The words of titles and appositions that tell a role ("spokesman", "minister"), with what tells it apart."""
    told: dict[str, None] = {}
    for title in titles:
        for written in title.split()[:10]:
            word = names.plain(written.removesuffix("'s").removesuffix("’s"))
            if len(word) > 2 and word.isalpha() and word not in _EMPTY and word not in names.honorifics():
                told[_role(word)] = None
    return frozenset(list(told)[:_ROLE_WORDS])


_EMPTY = frozenset("the and for his her its their our who then former with from".split())


@lru_cache(maxsize=20_000)
def _role(word: str) -> str:
    """One word for the words of one role: "spokeswoman", "spokesperson" -> "spokesman"."""
    for ending in ("woman", "person"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word.removesuffix(ending) + "man"
    known = lexical.country_adjective(word) or lexical.country(word)
    return known.country.casefold() if known is not None and known.country else word


def _setting(record: Record, entities: list[Entity], identities: dict[str, str | None]) -> Setting:
    others: set[int] = set()
    common: set[int] = set()
    for entity in entities:
        (common if _is_common(entity, identities[entity.id]) else others).add(number_of(entity.name, entity.kind))
    document = record.document
    told = Counter(content_stems(document.text[:_READ]))
    if document.title:
        told.update(content_stems(document.title))
    stems = sorted(told, key=lambda s: (-told[s], -len(s), s))[:_STEMS]
    return Setting(
        document.id,
        document.published,
        array("I", sorted(others)),
        array("I", sorted(common)),
        array("I", sorted(_number(s) for s in stems)),
    )


def _is_common(entity: Entity, identity: str | None) -> bool:
    if entity.kind == "person":
        return names.common_surname(names.person(entity.name).surname)
    return (identity is not None and not identity.startswith("place")) or entity.kind in ("state", "other")


def number_of(name: str, kind: EntityKind) -> int:
    """A number for a co-occurring actor: persons by their last name, as half the reports tell no more."""
    if kind == "person":
        return _number(names.sound(names.person(name).surname))
    return _number(" ".join(names.body(name).words))


@lru_cache(maxsize=20_000)
def name_stems(name: str) -> frozenset[int]:
    """The numbers of a name's own words among the stems of a report: being named alike makes no story alike."""
    return frozenset(_number(s) for s in content_stems(name))


def _number(word: str) -> int:
    return zlib.crc32(word.encode())
