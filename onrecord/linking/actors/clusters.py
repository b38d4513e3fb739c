"""Cards -> actors: what is certain by name, then each weak one to the actor that fits, then weak ones among themselves.

Cost stays near linear: cards of one telling name, country and role are one node from the start; nodes are compared
within blocks alone; in a large block only those that have company, country or role in common. The result does not
depend on the order of the cards, and blocks that share no card do not touch each other (`components`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Literal

from onrecord.linking.actors.blocks import WIDE, Blocks, pairs
from onrecord.linking.actors.cards import ActorCard, keys
from onrecord.linking.actors.likeness import SAME, UNSURE, Likeness, certain, compare
from onrecord.linking.actors.nodes import (
    ROLES,
    Actor,
    Link,
    Node,
    by_name,
    kind,
    most,
    ranked,
    signature,
    title,
    whole_name,
)
from onrecord.linking.grouping import group
from onrecord.linking.sets import DisjointSets

_VARIETY = 16  # nodes of one name, country and sector; beyond, roles are no longer told apart before comparing
_NOTHING = 0.05  # a score so low weighs nothing in a mean
_MARGIN = 0.08  # by how much the best actor must fit a weak card better than the next
_KEPT = 8  # pairs kept of a node as reasons, the likeliest
_LINKS = 5  # unsure links kept of an actor

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
    found = DisjointSets(len(cards))
    first: dict[str, int] = {}
    for number, card in enumerate(cards):
        for key in keys(card):
            found.tie(first.setdefault(key, number), number)
    at = {card.key: number for number, card in enumerate(cards)} if judged else {}
    for link in judged:
        if link.a in at and link.b in at:
            found.tie(at[link.a], at[link.b])
    return found.sets()


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

    def nodes(self, cards: Iterable[ActorCard]) -> tuple[list[Node], list[Node]]:
        """Cards of one certain name as one node; weak and judged ones each by itself."""
        sure: dict[tuple[object, ...], dict[frozenset[str], Node]] = defaultdict(dict)
        weak: dict[str, Node] = {}
        for card in cards:
            if card.key in self.named or not certain(card):
                weak.setdefault(card.key, Node(card)).add(card)
            else:
                sure[signature(card)].setdefault(card.roles, Node(card)).add(card)
        made = []
        for told in sorted(sure, key=repr):
            by_roles = sure[told]
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
            alike[whole_name(self.groups[number].head)].append(number)
        made = []
        for numbers in alike.values():
            scores = {(a, b): self.compared(numbers[a], numbers[b]) for a, b in combinations(range(len(numbers)), 2)}
            made += [[numbers[i] for i in members] for members in _grouped(len(numbers), scores)]
        return sorted(made)

    def joined(self, clusters: list[list[int]]) -> list[list[int]]:
        """Clusters of like names ("Zelensky", "Zelenskyy") where they agree."""
        groups = [self.merged(members).group() for members in clusters]
        scores = {}
        for a, b in pairs(groups):
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
        blocks = Blocks(groups)
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
        for a, b in pairs(groups):
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
            alike[whole_name(self.groups[number].head)].append(number)
        made: list[list[int]] = []
        for numbers in alike.values():
            if len(numbers) <= WIDE:
                made += [[number] for number in numbers]
                continue
            parts: list[tuple[Node, list[int]]] = []
            for number in numbers:
                largest = sorted(parts, key=lambda p: -len(p[1]))[:WIDE]
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

    def merged(self, members: Sequence[int]) -> Node:
        made = Node(self.all[members[0]].head)
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
        of_name = [by_name(self.all[n]) for n in members if len(self.all[n].members) > 1]
        forms = ranked(node.names)
        return Actor(
            keys[0], title(node, forms), kind(node), tuple(forms), most(node.countries), most(node.sectors),
            tuple(ranked(node.roles)[:ROLES]), keys, node.mentions, (*joins, *of_name), tuple(unsure),
        )  # fmt: skip


def _grouped(count: int, scores: Mapping[tuple[int, int], Likeness]) -> list[list[int]]:
    apart = [pair for pair, likeness in scores.items() if likeness.barred]
    weighed = {pair: likeness.score for pair, likeness in scores.items() if likeness.score > _NOTHING}
    return group(count, weighed, SAME, apart=apart)
