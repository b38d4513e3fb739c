"""Average linkage brought up to date: what is touched is grouped anew, and no more of the rest than need be.

Two groups are only ever merged where some pair between them is as alike as the threshold. So what is touched is grouped
anew together with a ring: the groups that such a pair ties to it. Where one of the ring comes out changed it is taken
in, and the ring is drawn wider. A ring that comes out as it was shields all that lies beyond it: its groups were merged
from inside alone, in the same steps as before, so that nothing beyond could have met anything else.

By the same reason whole groups may be taken away, and the rest stands as it is: what is touched goes, with its whole
groups, and comes back part by part, each part being what such pairs tie together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from onrecord.linking.sets import DisjointSets

Node = int
Group = int


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of nodes and groups: the group of a node (None for a new one), the members of a group, the nodes
    that are as alike to a node as the threshold or must stand with it, how some nodes are grouped by themselves, and
    the groups that hold what a node stands for."""

    group_of: Callable[[Node], Group | None]
    members: Callable[[Group], Collection[Node]]
    alike: Callable[[Node], Iterable[Node]]
    tied: Callable[[Node], Iterable[Node]]
    grouped: Callable[[set[Node]], list[list[Node]]]
    holding: Callable[[Node], Iterable[Group | None]] = lambda _: ()


@dataclass(frozen=True, slots=True)
class Part:
    """Some nodes that were touched, the groups that they and those that change with them are now, and the old groups
    that these replace."""

    nodes: tuple[Node, ...]
    found: list[list[Node]]
    replaced: set[Group]


def regrouped(touched: Iterable[Node], known: Known) -> Iterator[Part]:
    """The touched nodes with their groups, in parts that do not touch one another, the smallest first number first.

    Whoever goes on to the next part has `known` tell of the groups that were found before.
    """
    pending: set[Node] = set()
    old: set[Group] = set()
    _take_in(list(touched), pending, old, known)

    def group_of(node: Node) -> Group | None:
        return None if node in pending else known.group_of(node)

    rest = replace(known, group_of=group_of)
    for nodes, groups in _parts(pending, old, known):
        pending.difference_update(nodes)
        yield _regroup(nodes, groups, rest)


def _parts(
    nodes: Collection[Node], groups: Iterable[Group], known: Known
) -> Iterator[tuple[tuple[Node, ...], set[Group]]]:
    """The nodes as sets that nothing ties to one another, with the old groups of each."""
    ordered = sorted(nodes)
    place = {node: number for number, node in enumerate(ordered)}
    sets = DisjointSets(len(ordered))

    def tie(i: int, others: Iterable[Node]) -> None:
        for other in others:
            if (j := place.get(other)) is not None:
                sets.tie(i, j)

    for number, node in enumerate(ordered):
        tie(number, known.alike(node))
        tie(number, known.tied(node))
    of: dict[int, set[Group]] = {}
    for group in sorted(groups):
        members = list(known.members(group))
        tie(place[members[0]], members)
    for group in groups:
        of.setdefault(sets.root(place[next(iter(known.members(group)))]), set()).add(group)
    for numbers in sets.sets():
        yield tuple(ordered[n] for n in numbers), of.pop(numbers[0], set())


def _regroup(touched: tuple[Node, ...], groups: set[Group], known: Known) -> Part:
    """The groups of the touched nodes and of those that change with them; `groups` are the touched ones' own."""
    inside: set[Node] = set()
    old, near = set(groups), set[Group]()
    waiting = list(touched)
    while True:
        for node in _take_in(waiting, inside, old, known):
            near |= {group for other in known.alike(node) if (group := known.group_of(other)) is not None}
        ring = {group: frozenset(known.members(group)) for group in near - old}
        if len(inside) == 1 and not ring:
            return Part(touched, [list(inside)], old)
        found = known.grouped(inside.union(*ring.values()))
        as_they_are = {frozenset(members) for members in found}
        broken = [group for group, members in ring.items() if members not in as_they_are]
        if not broken:
            return Part(touched, [members for members in found if members[0] in inside], old)
        waiting = [node for group in broken for node in ring[group]]


def _take_in(waiting: list[Node], inside: set[Node], old: set[Group], known: Known) -> list[Node]:
    """These nodes with their whole groups, and whatever must stand with one of them; those that were not inside."""
    taken: list[Node] = []
    while waiting:
        node = waiting.pop()
        if node in inside:
            continue
        inside.add(node)
        taken.append(node)
        waiting += known.tied(node)
        for group in (known.group_of(node), *known.holding(node)):
            if group is not None and group not in old:
                old.add(group)
                waiting += known.members(group)
    return taken
