"""How likely two cards (or two groups of cards) mean one actor: a sum of evidence with its reasons, and what bars it.

The weights are log-odds set by hand on pairs of short reports written for this project (bench/marked/actors.toml, the
part that is not held out) and on the seen topics of ECB+.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from onrecord.linking.actors import names
from onrecord.linking.actors.cards import ActorCard, Setting, name_stems
from onrecord.reading.entities import lexical

SAME = 0.6  # from here on two cards are one actor
UNSURE = 0.25  # from here on they may be

_FULL, _RARE_HALF, _COMMON = 2.1, 1.1, -0.3  # a full name: both parts telling, one of them, none
_BARE, _BARE_COMMON = -0.2, -0.5  # a last name alone
_TELLING, _GENERIC_HERE, _GENERIC = 2.6, 2.2, -0.2  # a body's name says which one; a kind of body, its country
_KINDS = {
    "person": "person", "state": "place", "place": "place", "facility": "place",
    "organization": "body", "group": "body",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """Cards that are taken for one while they are compared: one card, or many of one name and one country.

    `roles` and `settings` are a sample where the group is large.
    """

    head: ActorCard
    roles: frozenset[str]
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """The chance that two are one actor, with what speaks for and against it, strongest first."""

    score: float
    reasons: tuple[str, ...]
    barred: bool = False


def alone(card: ActorCard) -> Group:
    return Group(card, card.roles, (card.setting,))


def compare(one: ActorCard | Group, other: ActorCard | Group) -> Likeness:
    """Two cards or groups, in any order."""
    a, b = (x if isinstance(x, Group) else alone(x) for x in (one, other))
    barred = _barred(a.head, b.head)
    if barred:
        return Likeness(0.0, (f"against: {barred}",), barred=True)
    if a.head.identity is not None and a.head.identity == b.head.identity:
        return Likeness(0.97, (f"for: both are {a.head.identity}",))
    evidence = [*_names(a.head, b.head), *_facts(a, b), *_context(a, b)]
    odds = sum(weight for weight, _ in evidence)
    told = sorted(evidence, key=lambda e: (-abs(e[0]), e[1]))
    reasons = tuple(f"{'for' if weight > 0 else 'against'}: {why}" for weight, why in told)
    return Likeness(1 / (1 + math.exp(-odds)), reasons)


def certain(card: ActorCard) -> bool:
    """Whether the name alone tells who is meant: cards of one such name, country and role need no comparing."""
    if card.identity is not None:
        return True
    if card.is_person and card.person is not None and card.person.words:
        return _prior(card.person.words) >= _FULL if not card.person.bare else bool(card.country and card.sector)
    told = card.body
    return (len(told.words) > 1 and told.telling) or (card.country is not None and not names.is_acronym(card.name))


def _barred(one: ActorCard, other: ActorCard) -> str | None:
    if (one.is_person or other.is_person) and (one.person is None or other.person is None):
        return f"a {one.kind} and a {other.kind}"
    if (one.is_person or other.is_person) and one.person is not None and other.person is not None:
        found = names.match_persons(one.person, other.person)
        return found.how if found.barred else None
    if one.identity and other.identity and one.identity != other.identity:
        return f"{one.identity} and {other.identity}"
    return None


def _names(one: ActorCard, other: ActorCard) -> Iterator[tuple[float, str]]:
    if (one.is_person or other.is_person) and one.person is not None and other.person is not None:
        yield _persons(one.person, other.person)
    else:
        yield _bodies(one, other)


def _prior(words: tuple[str, ...]) -> float:
    common = names.common_surname(words[-1]) + names.common_first(words[0])
    return (_FULL, _RARE_HALF, _COMMON)[common] if len(words) == 2 else _FULL - 0.5 * common


def _persons(one: names.PersonName, other: names.PersonName) -> tuple[float, str]:
    found = names.match_persons(one, other)
    if one.bare or other.bare:
        weight = _BARE_COMMON if names.common_surname(one.surname) else _BARE
        return weight + 2 * (found.value - 1), f"{found.how}: {one.surname}"
    prior = min(_prior(one.words), _prior(other.words))
    if found.value == 1.0:
        return prior, found.how
    if found.partial:
        return prior - 2.2, found.how
    if found.value == names.SHORTER:
        return prior - 0.5, found.how
    return prior - 1.0 - 6 * (1 - found.value), found.how


def _bodies(one: ActorCard, other: ActorCard) -> tuple[float, str]:
    """The best of what their names, short names and acronyms have in common."""
    best = max(
        _body(a, b, one, other) for a in (one.name, *sorted(one.forms)) for b in (other.name, *sorted(other.forms))
    )
    shared = one.acronyms & other.acronyms
    if shared and best[0] < 1.6:
        own = names.is_acronym(one.name) and names.is_acronym(other.name)
        best = max(best, (0.6 if own else 2.4 if _defined(one) or _defined(other) else 1.0, f"both {min(shared)}"))
    spelled = max(_spells(one, other), _spells(other, one))
    if best[0] < 0.3 and spelled > 2:
        best = max(best, (0.3 if spelled > 3 else -0.3, "the letters of the longer name"))
    return best


def _defined(card: ActorCard) -> bool:
    return bool(card.acronyms) and bool(card.forms or not names.is_acronym(card.name))


def _spells(short: ActorCard, long: ActorCard) -> int:
    """How many first letters of the longer name the acronym is made of, 0 where it is of others."""
    return max((len(a) for a in short.acronyms & long.body.letters), default=0)


def _body(a: str, b: str, one: ActorCard, other: ActorCard) -> tuple[float, str]:
    x, y = names.body(a), names.body(b)
    if x.words == y.words:
        if x.telling or names.is_acronym(a):
            return (_TELLING if not names.is_acronym(a) else 0.6), "the same name"
        if one.country and one.country == other.country:
            return _GENERIC_HERE, "the same kind of body of one country"
        return _GENERIC, "a name that many bodies have"
    if len(x.words) == len(y.words) and all(names.like(v, w) >= 0.85 for v, w in zip(x.words, y.words, strict=True)):
        return 1.0, "spellings of one name"
    small, large = sorted((set(x.words), set(y.words)), key=len)
    if small < large and x.telling and y.telling:
        if len(small) > 1:
            return 0.0, "one name holds the other"
        if x.last == y.last or small == {a.split()[0].casefold()} & {b.split()[0].casefold()}:
            return -0.8, "one word of the longer name"
    return -3.0, "other names"


def _facts(a: Group, b: Group) -> Iterator[tuple[float, str]]:
    one, other = a.head, b.head
    if _KINDS.get(one.kind) != _KINDS.get(other.kind) and "other" not in (one.kind, other.kind):
        yield -1.0, f"a {one.kind} and a {other.kind}"
    if one.country and other.country:
        if one.country == other.country:
            yield 0.7, f"both of {one.country}"
        else:
            yield (-1.8 if one.is_person else -3.0), f"one of {one.country}, the other of {other.country}"
    if one.is_person and other.is_person and one.person is not None and other.person is not None:
        if bool(one.person.suffix) != bool(other.person.suffix):
            yield -1.6, f"only one is {one.person.suffix or other.person.suffix}"
        yield from _roles(a, b)


def _roles(a: Group, b: Group) -> Iterator[tuple[float, str]]:
    shared = a.roles & b.roles
    if shared:
        yield min(0.8 + 0.5 * len(shared), 2.2), f"both {', '.join(sorted(shared)[:3])}"
    elif a.roles and b.roles:
        known = any(_is_role(r) for r in a.roles) and any(_is_role(r) for r in b.roles)
        yield -1.3 if known else -0.8, f"{' '.join(sorted(a.roles)[:3])}; {' '.join(sorted(b.roles)[:3])}"
    one, other = a.head.sector, b.head.sector
    if one and other and one != other and "ELI" not in (one, other) and not shared:
        yield -0.7, f"sectors {one} and {other}"


def _is_role(word: str) -> bool:
    role = lexical.roles().get(word)
    return role is not None and role.kind == "person"


def _context(a: Group, b: Group) -> Iterator[tuple[float, str]]:
    """The two reports that are most alike of each; an actor's own name is no company."""
    own = a.head.own if a.head.own == b.head.own else 0
    names_told = name_stems(a.head.name) | name_stems(b.head.name)
    company, alike = max(_shared(x, y, own, names_told) for x in a.settings for y in b.settings)
    if company > 0:
        yield min(0.9 * company, 2.4), "the same others are named beside both"
    if alike > _ALIKE:
        yield min(7 * (alike - _ALIKE), 2.2), "told in reports that are alike"
    elif alike < _UNLIKE and company <= 0:
        yield -0.5, "told in reports that have nothing else in common"
    years = min(_years(x, y) for x in a.settings for y in b.settings)
    if years > _FAR:
        yield -0.6, f"told {years} years apart"


_ALIKE, _UNLIKE, _FAR = 0.16, 0.08, 12


def _shared(one: Setting, other: Setting, own: int, names_told: frozenset[int]) -> tuple[float, float]:
    """How many telling others both name (states and known bodies count a quarter), and how alike the words are."""
    if one.report == other.report:
        return 0.0, 0.0
    (named, known, stems), (others, common, words) = _sets(one), _sets(other)
    others = (named & others) - {own}
    common = (known & common) - {own}
    alike = len((stems & words) - names_told)
    return len(others) + len(common) / 4, alike / max(min(len(one.stems), len(other.stems)), 12)


@lru_cache(maxsize=4096)  # a block is compared at a stretch
def _sets(setting: Setting) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    return frozenset(setting.others), frozenset(setting.common), frozenset(setting.stems)


def _years(one: Setting, other: Setting) -> int:
    a, b = ((s.published or "")[:4] for s in (one, other))
    return abs(int(a) - int(b)) if a.isdecimal() and b.isdecimal() else 0
