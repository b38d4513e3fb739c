"""What the lexicons say of a word or a name: roles, actors, countries, the sex of first names and titles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from onrecord.lexicon import Row, load, rows
from onrecord.record import EntityKind

Gender = Literal["m", "f", "?"]


@dataclass(frozen=True, slots=True)
class Role:
    """What a head noun names ("minister": a person, sector GOV); `either`: a state or body may be meant as well."""

    kind: EntityKind
    sector: str | None = None
    either: bool = False
    unless: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """An actor or country that the lexicons know; `key` is its canonical name.

    `since` and `until` are years of existence, 0 where not known.
    """

    key: str
    kind: EntityKind
    country: str | None = None
    sector: str | None = None
    aliases: tuple[str, ...] = ()
    metonym: bool = False
    since: int = 0
    until: int = 0


ACTORS = ("organizations", "institutions", "groups", "actors")


@cache
def roles() -> dict[str, Role]:
    found: dict[str, Role] = {}
    for table in load("roles")["role"]:
        for word in table["words"]:
            found.setdefault(
                word,
                Role(
                    table["kind"], table.get("sector"), table.get("either", False), frozenset(table.get("unless", ()))
                ),
            )
    return found


@cache
def endings() -> dict[str, Role]:
    """By the last word of a name of several words: "Vale Wire" is a news agency."""
    return {w: Role(t["kind"], t["sector"]) for t in load("roles")["endings"].values() for w in t["words"]}


@cache
def alike(kind: str) -> dict[str, frozenset[str]]:
    """For a noun the nouns that may point back to it, itself among them; `kind` is "roles" or "things"."""
    found: dict[str, frozenset[str]] = {}
    for group in load("roles")["like"][kind]:
        wide, _, narrow = group.rpartition(" > ")
        words = frozenset(group.replace(" > ", " ").split())
        for word in wide.split() or narrow.split():
            found[word] = found.get(word, frozenset()) | words
    return found


@cache
def deeds() -> frozenset[str]:
    """Event nouns and arms before which the adjective of a state names who acts."""
    return frozenset(load("roles")["deeds"]["words"])


@cache
def empty_heads() -> frozenset[str]:
    return frozenset(load("roles")["deverbal_abstract"]["words"])


@cache
def person_titles() -> frozenset[str]:
    """Words that stand before a person's name and are no part of it."""
    people = load("people")["honorifics"]
    words = {w for group in people.values() for w in group}
    words.update(w for w, role in roles().items() if role.kind == "person")
    return frozenset(words)


@cache
def honorific_gender() -> dict[str, Gender]:
    table = load("people")["honorifics"]
    return {**dict.fromkeys(table["male"], "m"), **dict.fromkeys(table["female"], "f")}


@cache
def noun_gender() -> dict[str, Gender]:
    table = load("people")["nouns"]
    return {**dict.fromkeys(table["male"], "m"), **dict.fromkeys(table["female"], "f")}


@cache
def first_names() -> dict[str, Gender]:
    table = load("people")["first_names"]
    male, female = set(table["male"].split()), set(table["female"].split())
    found: dict[str, Gender] = dict.fromkeys(male - female, "m")
    found.update(dict.fromkeys(female - male, "f"))
    found.update(dict.fromkeys(male & female, "?"))
    return found


@cache
def family_first() -> frozenset[str]:
    """Family names that stand before the given name."""
    return frozenset(load("people")["family_first"]["names"].split())


def folded(name: str) -> str:
    """A name for comparing: lower case, plain apostrophes, no article, no possessive, single spaces."""
    words = name.replace("’", "'").replace("\u00a0", " ").split()
    if len(words) > 1 and words[0].lower() in ("the", "a", "an"):
        words = words[1:]
    plain = " ".join(words)
    if plain.endswith("'s"):
        plain = plain[:-2]
    return plain.casefold()


def _actor(row: Row, sector: str | None) -> Known:
    """One row of a lexicon of actors: names | country | sector | years | source; "*": it stands for a government."""
    names = tuple(row[0].split(" ; "))
    code = row[2].rstrip("*")
    since, _, until = row[3].replace("?", "").partition("-")
    return Known(
        names[0], "organization", row[1] or None, code or sector, names, "*" in row[2], int(since or 0), int(until or 0)
    )


@cache
def actors() -> dict[str, tuple[Known, ...]]:
    """By written form: names of several words or in mixed case are folded, acronyms keep their case."""
    found: dict[str, tuple[Known, ...]] = {}
    for table in (t for name in ACTORS for t in load(name)["actors"]):
        for row in rows(table["rows"]):
            known = _actor(row, table.get("sector"))
            for form in known.aliases:
                key = form if _acronym(form) else folded(form)
                if known not in found.get(key, ()):
                    found[key] = (*found.get(key, ()), known)
    return found


@cache
def often_miswritten() -> dict[str, Known]:
    """Forms that are kept as written while the likely actor's names are offered as aliases."""
    return {folded(slip): actors()[folded(meant)][0] for slip, meant in load("actors")["also_written"].items()}


@cache
def surnames_too() -> frozenset[str]:
    """Words that name an actor, and persons elsewhere ("Wagner")."""
    return frozenset(load("actors")["surnames"]["words"].split())


@cache
def words_in_capitals() -> frozenset[str]:
    """Acronyms that are words too where a whole line is in capitals ("WHO IS THERE")."""
    return frozenset(load("actors")["capitals"]["words"].split())


@dataclass(frozen=True, slots=True)
class Office:
    """An office that a person holds from `since` to `until` (ISO dates, inclusive; "" where open)."""

    country: str | None
    sector: str
    since: str
    until: str


@cache
def offices() -> dict[str, tuple[Office, ...]]:
    """By folded name of the person."""
    found: dict[str, tuple[Office, ...]] = {}
    for names, country, _, sector, since, until, _ in rows(load("offices")["offices"]["rows"]):
        office = Office(country or None, sector, since, until)
        for form in names.split(" ; "):
            key = folded(form)
            found[key] = (*found.get(key, ()), office)
    return found


@cache
def office_holders() -> dict[str, str]:
    """For each folded form of a holder's name the name that stands first."""
    holders = [row[0].split(" ; ") for row in rows(load("offices")["offices"]["rows"])]
    return {folded(form): names[0] for names in reversed(holders) for form in names}


def office_on(name: str, day: str) -> Office | None:
    """The office that the person of this full name held on the day, else None."""
    for office in offices().get(folded(name), ()):
        if office.since <= day and (not office.until or day <= office.until):
            return office
    return None


def _acronym(form: str) -> bool:
    """ "UN", "M23", and "LeT" and "JeM", which in small letters are words and names."""
    return " " not in form and (form.upper() == form or (len(form) < 5 and form[1:].lower() != form[1:]))


def _people(fact: dict[str, Any]) -> set[str]:
    """ "Afghan", "Afghans"; "the Chinese", where no plural is told."""
    plural: list[str] = fact.get("people", [adjective + "s" for adjective in fact["adjective"]])
    return {*plural, *(a for a in fact["adjective"] if not plural or a + "s" in plural)}


@cache
def _countries() -> tuple[dict[str, Known], dict[str, Known], dict[str, Known], dict[str, Known]]:
    names: dict[str, Known] = {}
    adjectives: dict[str, Known] = {}
    people: dict[str, Known] = {}
    capitals: dict[str, Known] = {}
    for code, fact in load("countries")["countries"].items():
        if "capital" not in fact:
            continue  # a territory: a place, and no state that acts
        forms = tuple(form.removeprefix("the ") for form in (fact["name"], *fact.get("also", ())))
        known = Known(fact["name"], "state", code, None, forms)
        for form in forms:
            names.setdefault(form if _acronym(form) else folded(form), known)
        for word in fact["adjective"]:
            adjectives.setdefault(word.casefold(), known)
        for word in _people(fact):
            people.setdefault(word.casefold(), known)
        capitals.setdefault(fact["capital"].casefold(), known)
    return names, adjectives, people, capitals


def country(name: str) -> Known | None:
    """The state that a written name names ("US", "the Netherlands"), else None."""
    names = _countries()[0]
    return names.get(folded(name)) or names.get(name)


def country_adjective(word: str) -> Known | None:
    return _countries()[1].get(word.casefold())


def country_people(word: str) -> Known | None:
    return _countries()[2].get(word.casefold())


def capital(name: str) -> Known | None:
    """The state whose capital this is."""
    return _countries()[3].get(name.casefold())


def actor(name: str, day: str = "") -> Known | None:
    """The known actor that a written name names, else None; on a day none that did not exist yet.

    Of several that bear a name at different times ("RSF") it is the one of that day, without a day the first.
    """
    table = actors()
    found = table.get(folded(name)) or table.get(_plain(name)) or ()
    if not day[:4].isdigit():
        return found[0] if found else None
    year = int(day[:4])
    old = [known for known in found if known.since <= year]
    return next((known for known in old if not known.until or year <= known.until), old[0] if old else None)


def _plain(name: str) -> str:
    words = name.split()
    return " ".join(words[1:] if len(words) > 1 and words[0].lower() == "the" else words)
