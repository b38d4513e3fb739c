"""Average linkage brought up to date: what is touched is grouped anew, and no more of the rest than need be.

Two groups are only ever merged where some pair between them is as alike as the threshold. So what is touched is grouped
anew together with a ring: the groups that such a pair ties to it. Where one of the ring comes out changed it is taken
in, and the ring is drawn wider. A ring that comes out as it was shields all that lies beyond it: its groups were merged
from inside alone, in the same steps as before, so that nothing beyond could have met anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)
Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Known(Generic[Node, Group]):
    """What is known of nodes and groups: the group of a node (None for a new one), the members of a group, the nodes
    that are as alike to a node as the threshold or must stand with it, and how some nodes are grouped by themselves."""

    group_of: Callable[[Node], Group | None]
    members: Callable[[Group], Collection[Node]]
    alike: Callable[[Node], Iterable[Node]]
    tied: Callable[[Node], Iterable[Node]]
    grouped: Callable[[set[Node]], list[list[Node]]]


def regroup(touched: Iterable[Node], known: Known[Node, Group]) -> tuple[list[list[Node]], set[Group]]:
    """The groups of the touched nodes and of those that change with them, and the old groups that these replace."""
    inside: set[Node] = set()
    old: set[Group] = set()
    near: set[Group] = set()
    waiting = list(touched)
    while True:
        for node in _take_in(waiting, inside, old, known):
            near |= {group for other in known.alike(node) if (group := known.group_of(other)) is not None}
        ring = {group: frozenset(known.members(group)) for group in near - old}
        found = known.grouped(inside.union(*ring.values()))
        as_they_are = {frozenset(members) for members in found}
        broken = [group for group, members in ring.items() if members not in as_they_are]
        if not broken:
            return [members for members in found if members[0] in inside], old
        waiting = [node for group in broken for node in ring[group]]


def _take_in(waiting: list[Node], inside: set[Node], old: set[Group], known: Known[Node, Group]) -> list[Node]:
    """These nodes with their whole groups, and whatever must stand with one of them; those that were not inside."""
    taken: list[Node] = []
    while waiting:
        node = waiting.pop()
        if node in inside:
            continue
        inside.add(node)
        taken.append(node)
        waiting += known.tied(node)
        group = known.group_of(node)
        if group is not None and group not in old:
            old.add(group)
            waiting += known.members(group)
    return taken
