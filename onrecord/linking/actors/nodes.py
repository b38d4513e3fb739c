"""What is clustered: nodes of cards that are one from the start, the actors made of them, and links between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from onrecord.linking.actors.cards import ActorCard, Setting
from onrecord.linking.actors.likeness import Group
from onrecord.record import EntityKind

_SAMPLE = 6  # settings of a large group that are compared
ROLES = 12  # roles of a large group, the most told


@dataclass(frozen=True, slots=True)
class Link:
    """A judgement of two cards ("REPORT/ENTITY" each): the program's own, or a person's."""

    a: str
    b: str
    verdict: Literal["same", "different", "unsure"]
    score: float
    reasons: tuple[str, ...]
    author: str = "onrecord"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that reports tell of; `key` is its first member.

    `names` are the forms by how often they are told; `joins` say why members stand together, `unsure` who else may be
    meant.
    """

    key: str
    name: str
    kind: EntityKind
    names: tuple[str, ...]
    country: str | None
    sector: str | None
    roles: tuple[str, ...]
    members: tuple[str, ...]
    mentions: int
    joins: tuple[Link, ...] = ()
    unsure: tuple[Link, ...] = ()

    @property
    def reports(self) -> int:
        return len({member.rpartition("/")[0] for member in self.members})


@dataclass(slots=True)
class Node:
    """Cards that are one from the start, or one card alone; counts do not depend on the order of adding."""

    head: ActorCard
    members: list[str] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    kinds: Counter[EntityKind] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    sectors: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    settings: list[Setting] = field(default_factory=list)
    mentions: int = 0

    def add(self, card: ActorCard) -> None:
        if card.key < self.head.key:
            self.head = card
        if self.head.forms != card.forms or self.head.acronyms != card.acronyms:
            forms = frozenset(sorted(self.head.forms | card.forms)[:ROLES])
            self.head = replace(self.head, forms=forms, acronyms=self.head.acronyms | card.acronyms)
        self.members.append(card.key)
        self.names[card.name] += card.mentions
        self.kinds[card.kind] += 1
        self.mentions += card.mentions
        self.roles.update(card.roles)
        if card.country:
            self.countries[card.country] += 1
        if card.sector:
            self.sectors[card.sector] += 1
        self._sample((card.setting,))

    def absorb(self, other: Node) -> None:
        self.head = max(self.head, other.head, key=_fullness)
        self.members += other.members
        self.mentions += other.mentions
        for mine, theirs in (
            (self.names, other.names), (self.countries, other.countries), (self.sectors, other.sectors),
            (self.roles, other.roles),
        ):  # fmt: skip
            mine.update(theirs)
        self.kinds.update(other.kinds)
        self._sample(other.settings)

    def _sample(self, settings: Iterable[Setting]) -> None:
        held = {s.report: s for s in (*self.settings, *settings)}
        self.settings = [held[r] for r in sorted(held)[:_SAMPLE]]

    def group(self) -> Group:
        head = replace(self.head, country=most(self.countries), sector=most(self.sectors))
        return Group(head, frozenset(ranked(self.roles)[:ROLES]), tuple(self.settings))


def _fullness(card: ActorCard) -> tuple[int, int, str]:
    words = card.person.words if card.person else card.body.words
    return len(words), -len(card.name), card.key


def ranked(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda k: (-counts[k], k))


def most(counts: Counter[str]) -> str | None:
    return ranked(counts)[0] if counts else None


def kind(node: Node) -> EntityKind:
    return min(node.kinds, key=lambda k: (-node.kinds[k], k))


def title(node: Node, forms: list[str]) -> str:
    """The commonest of the full forms; a last name or an acronym only where nothing fuller is told."""
    full = [f for f in forms if " " in f] or forms
    return full[0]


def by_name(node: Node) -> Link:
    members = sorted(node.members)
    told = f"for: {len(members)} reports tell of {node.head.name} by a name that says who is meant"
    return Link(members[0], members[1], "same", 0.95, (told,))


def signature(card: ActorCard) -> tuple[object, ...]:
    if card.identity is not None:
        return ("identity", card.identity)
    if card.is_person and card.person is not None:
        return ("person", card.person.words, card.person.suffix, card.country or "", card.sector or "")
    return ("body", card.body.words, card.body.country or "", card.kind, card.country or "")


def whole_name(card: ActorCard) -> tuple[object, ...]:
    return signature(card)[:3]
