"""Cards -> actors: what is certain by name, then each weak one to the actor that fits, then weak ones among themselves.

Cost stays near linear: cards of one telling name, country and role are one node from the start; nodes are compared
within blocks alone; in a large block only those that have company, country or role in common. The result does not
depend on the order of the cards, and blocks that share no card do not touch each other (`components`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Literal

from onrecord.linking.actors import names
from onrecord.linking.actors.cards import ActorCard, Setting, keys
from onrecord.linking.actors.likeness import SAME, UNSURE, Group, Likeness, certain, compare
from onrecord.linking.grouping import group
from onrecord.record import EntityKind

_SAMPLE = 6  # settings of a large group that are compared
_ROLES = 12  # roles of a large group, the most told
_VARIETY = 16  # nodes of one name, country and sector; beyond, roles are no longer told apart before comparing
_WIDE = 24  # members of a block that are all compared with each other
_HOLDERS = 24  # of those beside whom one name stands so many are looked at
_NOTHING = 0.05  # a score so low weighs nothing in a mean
_MARGIN = 0.08  # by how much the best actor must fit a weak card better than the next
_KEPT = 8  # pairs kept of a node as reasons, the likeliest
_LINKS = 5  # unsure links kept of an actor


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
class _Node:
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
            forms = frozenset(sorted(self.head.forms | card.forms)[:_ROLES])
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

    def absorb(self, other: _Node) -> None:
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
        head = replace(self.head, country=_most(self.countries), sector=_most(self.sectors))
        return Group(head, frozenset(_ranked(self.roles)[:_ROLES]), tuple(self.settings))


def _fullness(card: ActorCard) -> tuple[int, int, str]:
    words = card.person.words if card.person else card.body.words
    return len(words), -len(card.name), card.key


def _ranked(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda k: (-counts[k], k))


def _most(counts: Counter[str]) -> str | None:
    return _ranked(counts)[0] if counts else None


Judged = Sequence[Link]  # what people say, newest first


def cluster(cards: Iterable[ActorCard], judged: Judged = ()) -> tuple[Actor, ...]:
    """The actors of the cards, by how many reports tell of them. `judged`: people's links, the newest first."""
    held = list(cards)
    made = [
        actor for members in components(held, judged) for actor in _Clustering(judged).run([held[i] for i in members])
    ]
    return tuple(sorted(made, key=lambda a: (-a.reports, a.key)))


def components(cards: Sequence[ActorCard], judged: Judged = ()) -> list[list[int]]:
    """Numbers of cards that may touch each other: each set can be clustered by itself with the same result."""
    parent = list(range(len(cards)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[str, int] = {}
    for number, card in enumerate(cards):
        for key in keys(card):
            one, other = sorted((root(first.setdefault(key, number)), root(number)))
            parent[other] = one
    at = {card.key: number for number, card in enumerate(cards)} if judged else {}
    for link in judged:
        if link.a in at and link.b in at:
            one, other = sorted((root(at[link.a]), root(at[link.b])))
            parent[other] = one
    found: dict[int, list[int]] = defaultdict(list)
    for number in range(len(cards)):
        found[root(number)].append(number)
    return list(found.values())


class _Clustering:
    def __init__(self, judged: Judged) -> None:
        self.judged = judged
        self.named = {key for link in judged for key in (link.a, link.b)}
        self.apart: dict[str, set[str]] = defaultdict(set)
        for link in judged:
            if link.verdict == "different":
                self.apart[link.a].add(link.b)
                self.apart[link.b].add(link.a)
        self.found: dict[int, list[tuple[float, int]]] = defaultdict(list)  # whom a node may be one with, how likely

    def run(self, cards: Iterable[ActorCard]) -> tuple[Actor, ...]:
        sure, weak = self.nodes(cards)
        self.all = [*sure, *weak]
        self.groups = [n.group() for n in self.all]
        clusters = self.joined(self.of_one_name(len(sure)))
        clusters = self.assign(clusters, range(len(sure), len(self.all)))
        clusters = self.bind(clusters)
        return self.actors(clusters)

    def nodes(self, cards: Iterable[ActorCard]) -> tuple[list[_Node], list[_Node]]:
        """Cards of one certain name as one node; weak and judged ones each by itself."""
        sure: dict[tuple[object, ...], dict[frozenset[str], _Node]] = defaultdict(dict)
        weak: dict[str, _Node] = {}
        for card in cards:
            if card.key in self.named or not certain(card):
                weak.setdefault(card.key, _Node(card)).add(card)
            else:
                sure[_signature(card)].setdefault(card.roles, _Node(card)).add(card)
        made = []
        for signature in sorted(sure, key=repr):
            by_roles = sure[signature]
            nodes = [by_roles[roles] for roles in sorted(by_roles, key=sorted)]
            if len(nodes) > _VARIETY:
                for node in nodes[1:]:
                    nodes[0].absorb(node)
                nodes = nodes[:1]
            made += nodes
        return made, [weak[key] for key in sorted(weak)]

    def of_one_name(self, count: int) -> list[list[int]]:
        """The certain nodes of one name, joined where compared pairs agree on average: namesakes stay apart."""
        alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for number in range(count):
            alike[_name(self.groups[number].head)].append(number)
        made = []
        for numbers in alike.values():
            scores = {(a, b): self.compared(numbers[a], numbers[b]) for a, b in combinations(range(len(numbers)), 2)}
            made += [[numbers[i] for i in members] for members in _grouped(len(numbers), scores)]
        return sorted(made)

    def joined(self, clusters: list[list[int]]) -> list[list[int]]:
        """Clusters of like names ("Zelensky", "Zelenskyy") where they agree."""
        groups = [self.merged(members).group() for members in clusters]
        scores = {}
        for a, b in _pairs(groups):
            scores[a, b] = compare(groups[a], groups[b])
            self.note(clusters[a][0], clusters[b][0], scores[a, b])
        return [sorted(n for i in members for n in clusters[i]) for members in _grouped(len(clusters), scores)]

    def compared(self, a: int, b: int) -> Likeness:
        likeness = compare(self.groups[a], self.groups[b])
        self.note(a, b, likeness)
        return likeness

    def note(self, a: int, b: int, likeness: Likeness) -> None:
        if likeness.score >= UNSURE:
            for one, other in ((a, b), (b, a)):
                held = self.found[one]
                held.append((-likeness.score, other))
                if len(held) > 4 * _KEPT:
                    held.sort()
                    del held[_KEPT:]

    def assign(self, clusters: list[list[int]], weak: Sequence[int]) -> list[list[int]]:
        """Each weak node to the cluster that fits it best by a margin; the rest among themselves."""
        merged = [self.merged(members) for members in clusters]
        groups = [m.group() for m in merged]
        blocks = _Blocks(groups)
        fits = []
        for number in weak:
            scored = []
            for other in blocks.near(self.groups[number]):
                likeness = compare(self.groups[number], groups[other])
                self.note(number, clusters[other][0], likeness)
                if likeness.score >= UNSURE:
                    scored.append((likeness.score, -other))
            scored.sort(reverse=True)
            if scored and scored[0][0] >= SAME and (len(scored) < 2 or scored[0][0] - scored[1][0] >= _MARGIN):
                fits.append((scored[0][0], number, -scored[0][1]))
        taken = set()
        for _, number, other in sorted(fits, key=lambda f: (-f[0], f[1])):
            if not self.kept_apart([number], clusters[other]):
                clusters[other].append(number)
                taken.add(number)
        return [*clusters, *self.among([i for i in weak if i not in taken])]

    def among(self, left: list[int]) -> list[list[int]]:
        parts = self.led(left)
        groups = [self.merged(members).group() for members in parts]
        scores = {}
        for a, b in _pairs(groups):
            likeness = compare(groups[a], groups[b])
            self.note(parts[a][0], parts[b][0], likeness)
            if self.kept_apart(parts[a], parts[b]):
                likeness = Likeness(0.0, (), barred=True)
            scores[a, b] = likeness
        return [sorted(n for i in members for n in parts[i]) for members in _grouped(len(parts), scores)]

    def led(self, left: list[int]) -> list[list[int]]:
        """Of one name that very many weak nodes bear, each to the likeliest of the parts before it; others alone.

        Comparing all with all would be quadratic, and a mean over the few that were compared would part them.
        """
        alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for number in left:
            alike[_name(self.groups[number].head)].append(number)
        made: list[list[int]] = []
        for numbers in alike.values():
            if len(numbers) <= _WIDE:
                made += [[number] for number in numbers]
                continue
            parts: list[tuple[_Node, list[int]]] = []
            for number in numbers:
                largest = sorted(parts, key=lambda p: -len(p[1]))[:_WIDE]
                scored = [(compare(self.groups[number], node.group()), node, held) for node, held in largest]
                best = max(scored, key=lambda s: s[0].score, default=None)
                if best is not None and best[0].score >= SAME and not self.kept_apart([number], best[2]):
                    self.note(number, best[2][0], best[0])
                    best[1].absorb(self.all[number])
                    best[2].append(number)
                else:
                    parts.append((self.merged([number]), [number]))
            made += [held for _, held in parts]
        return sorted(made)

    def merged(self, members: Sequence[int]) -> _Node:
        made = _Node(self.all[members[0]].head)
        for member in members:
            made.absorb(self.all[member])
        return made

    def kept_apart(self, one: Sequence[int], other: Sequence[int]) -> bool:
        if not self.apart:
            return False
        theirs = {key for node in other for key in self.all[node].members}
        return any(self.apart.get(key, set()) & theirs for node in one for key in self.all[node].members)

    def bind(self, clusters: list[list[int]]) -> list[list[int]]:
        """People's "same" judgements, newest first, where no "different" one stands against them."""
        of = {key: c for c, members in enumerate(clusters) for node in members for key in self.all[node].members}
        for link in self.judged:
            if link.verdict != "same" or link.a not in of or link.b not in of:
                continue
            keep, gone = sorted((of[link.a], of[link.b]))
            if keep != gone and not self.kept_apart(clusters[keep], clusters[gone]):
                for node in clusters[gone]:
                    of.update(dict.fromkeys(self.all[node].members, keep))
                clusters[keep] += clusters[gone]
                clusters[gone] = []
        return [members for members in clusters if members]

    def actors(self, clusters: list[list[int]]) -> tuple[Actor, ...]:
        of = {node: c for c, members in enumerate(clusters) for node in members}
        joins: dict[int, list[Link]] = defaultdict(list)
        unsure: dict[int, dict[int, Link]] = defaultdict(dict)
        linked: set[int] = set()
        for _, a, b in self.likeliest():
            if of[a] == of[b]:
                if not {a, b} <= linked:
                    linked |= {a, b}
                    joins[of[a]].append(self.link(a, b, "same"))
            elif len(unsure[of[a]]) < _LINKS and of[b] not in unsure[of[a]] and not self.kept_apart([a], [b]):
                unsure[of[a]][of[b]] = self.link(a, b, "unsure")
        node_of = {key: n for n in of for key in self.all[n].members} if self.judged else {}
        for link in self.judged:
            if link.verdict == "same" and link.a in node_of and link.b in node_of:
                joins[of[node_of[link.a]]].insert(0, link)
        made = [self.actor(members, joins[c], list(unsure[c].values())[:_LINKS]) for c, members in enumerate(clusters)]
        return tuple(made)

    def likeliest(self) -> list[tuple[float, int, int]]:
        """The pairs that were found likely, the likeliest first, each from both sides."""
        pairs = ((score, a, b) for a, held in self.found.items() for score, b in sorted(held)[:_KEPT])
        return sorted(pairs)

    def link(self, a: int, b: int, verdict: Literal["same", "unsure"]) -> Link:
        one, other = sorted((min(self.all[n].members), n) for n in (a, b))
        likeness = compare(self.groups[a], self.groups[b])
        return Link(one[0], other[0], verdict, round(likeness.score, 3), likeness.reasons)

    def actor(self, members: Sequence[int], joins: list[Link], unsure: list[Link]) -> Actor:
        node = self.merged(members)
        keys = tuple(sorted(set(node.members)))
        by_name = [_by_name(self.all[n]) for n in members if len(self.all[n].members) > 1]
        forms = _ranked(node.names)
        return Actor(
            keys[0], _title(node, forms), _kind(node), tuple(forms), _most(node.countries), _most(node.sectors),
            tuple(_ranked(node.roles)[:_ROLES]), keys, node.mentions, (*joins, *by_name), tuple(unsure),
        )  # fmt: skip


def _kind(node: _Node) -> EntityKind:
    return min(node.kinds, key=lambda k: (-node.kinds[k], k))


def _title(node: _Node, forms: list[str]) -> str:
    """The commonest of the full forms; a last name or an acronym only where nothing fuller is told."""
    full = [f for f in forms if " " in f] or forms
    return full[0]


def _by_name(node: _Node) -> Link:
    members = sorted(node.members)
    told = f"for: {len(members)} reports tell of {node.head.name} by a name that says who is meant"
    return Link(members[0], members[1], "same", 0.95, (told,))


def _signature(card: ActorCard) -> tuple[object, ...]:
    if card.identity is not None:
        return ("identity", card.identity)
    if card.is_person and card.person is not None:
        return ("person", card.person.words, card.person.suffix, card.country or "", card.sector or "")
    return ("body", card.body.words, card.body.country or "", card.kind, card.country or "")


def _name(card: ActorCard) -> tuple[object, ...]:
    return _signature(card)[:3]


def _grouped(count: int, scores: Mapping[tuple[int, int], Likeness]) -> list[list[int]]:
    apart = [pair for pair, likeness in scores.items() if likeness.barred]
    weighed = {pair: likeness.score for pair, likeness in scores.items() if likeness.score > _NOTHING}
    return group(count, weighed, SAME, apart=apart)


def _pairs(groups: Sequence[Group]) -> Iterator[tuple[int, int]]:
    blocks = _Blocks(groups)
    seen: set[tuple[int, int]] = set()
    for a in range(len(groups)):
        for b in blocks.near(groups[a]):
            if a == b:
                continue
            pair = (a, b) if a < b else (b, a)
            if pair not in seen:
                seen.add(pair)
                yield pair


class _Blocks:
    """Who is to be compared with whom."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.held: dict[str, list[int]] = defaultdict(list)
        for number, told in enumerate(groups):
            for key in _places(told)[0]:
                self.held[key].append(number)
        self.telling: dict[tuple[str, object], list[int]] = defaultdict(list)
        for key, members in self.held.items():
            if len(members) > _WIDE:
                for number in members:
                    for item in set(_items(groups[number])):
                        self.telling[key, item].append(number)

    def near(self, told: Group) -> list[int]:
        """All of a small block; of a large one those that have most in common with it, itself among them."""
        found: set[int] = set()
        shared: Counter[int] = Counter()
        for key in _places(told)[1]:
            members = self.held.get(key, ())
            if len(members) <= _WIDE:
                found.update(members)
                continue
            for item in set(_items(told)):
                shared.update(self.telling.get((key, item), [])[:_HOLDERS])
        found.update(sorted(shared, key=lambda n: (-shared[n], n))[:_WIDE])
        return sorted(found)


def _items(told: Group) -> Iterator[object]:
    """By what members of a large block find each other: the whole name, role and country, the company."""
    head = told.head
    yield (head.person.words if head.person else head.body.words), head.country
    for role in told.roles:
        yield role, head.country
    for setting in told.settings:
        yield from setting.others


def _places(told: Group) -> tuple[list[str], list[str]]:
    """The keys that a group stands under, and those that it looks under.

    Full names look among those with a like beginning of a first name and among last names alone; a last name alone
    looks among all.
    """
    coarse = sorted(keys(told.head))
    person = told.head.person
    plain = [k for k in coarse if not k.startswith("p ")]
    if person is None:
        return plain, plain
    last = [k for k in coarse if k.startswith("p ")]
    if person.bare:
        stands, looks = [f"{k} bare" for k in last], [f"{k} {part}" for k in last for part in ("bare", "full")]
    else:
        begins = [f"{k} {letter}" for k in last for letter in names.given_letters(person)]
        stands, looks = begins + [f"{k} full" for k in last], begins + [f"{k} bare" for k in last]
    return plain + stands, plain + looks
