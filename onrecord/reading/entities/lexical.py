"""What the lexicons say of a word or a name: roles, actors, countries, the sex of first names and titles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from onrecord.lexicon import load
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
    """An actor or country that the lexicons know; `key` is its canonical name."""

    key: str
    kind: EntityKind
    country: str | None = None
    sector: str | None = None
    aliases: tuple[str, ...] = ()
    metonym: bool = False


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


def _actor(entry: dict[str, Any]) -> Known:
    names = (entry["name"], *entry.get("aliases", ()))
    return Known(
        entry["name"], entry["kind"], entry.get("country"), entry.get("sector"), names, entry.get("metonym", False)
    )


@cache
def actors() -> dict[str, Known]:
    """By written form: names of several words or in mixed case are folded, acronyms keep their case."""
    found: dict[str, Known] = {}
    for entry in (e for name in ("actors", "armies", "groups") for e in load(name)["actor"]):
        known = _actor(entry)
        for form in known.aliases:
            found.setdefault(form if _acronym(form) else folded(form), known)
    return found


@cache
def often_miswritten() -> dict[str, Known]:
    """Forms that are kept as written while the likely actor's names are offered as aliases."""
    found: dict[str, Known] = {}
    for entry in load("actors")["actor"]:
        for form in entry.get("also_written", ()):
            found[folded(form)] = _actor(entry)
    return found


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
    for entry in load("offices")["office"]:
        office = Office(entry.get("country"), entry["sector"], entry["since"], entry.get("until", ""))
        for form in (entry["person"], *entry.get("aliases", ())):
            key = folded(form)
            found[key] = (*found.get(key, ()), office)
    return found


@cache
def office_holders() -> dict[str, str]:
    """For each folded form of a holder's name the name that stands first."""
    entries = load("offices")["office"]
    return {folded(form): e["person"] for e in reversed(entries) for form in (e["person"], *e.get("aliases", ()))}


def office_on(name: str, day: str) -> Office | None:
    """The office that the person of this full name held on the day, else None."""
    for office in offices().get(folded(name), ()):
        if office.since <= day and (not office.until or day <= office.until):
            return office
    return None


def _acronym(form: str) -> bool:
    return " " not in form and form.upper() == form


@cache
def _countries() -> tuple[dict[str, Known], dict[str, Known], dict[str, Known], dict[str, Known]]:
    names: dict[str, Known] = {}
    adjectives: dict[str, Known] = {}
    people: dict[str, Known] = {}
    capitals: dict[str, Known] = {}
    for entry in load("demonyms")["country"]:
        forms = (entry["name"], *entry.get("names", ()))
        known = Known(entry["name"], "state", entry["code"], None, forms)
        for form in forms:
            names.setdefault(form if _acronym(form) else folded(form), known)
        for word in entry.get("adjectives", ()):
            adjectives.setdefault(word.casefold(), known)
        for word in entry.get("people", ()):
            people.setdefault(word.casefold(), known)
        capitals.setdefault(entry["capital"].casefold(), known)
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


def actor(name: str) -> Known | None:
    """The known actor that a written name names, else None."""
    table = actors()
    return table.get(folded(name)) or table.get(_plain(name))


def _plain(name: str) -> str:
    words = name.split()
    return " ".join(words[1:] if len(words) > 1 and words[0].lower() == "the" else words)
