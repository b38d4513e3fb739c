"""Where the events of copies stand: with the event of the report that stands for them."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from onrecord.joining.beside import Events
from onrecord.joining.parts import Kept
from onrecord.joining.regroup import Node
from onrecord.joining.scoring import Scorer
from onrecord.linking.carried import matching


class Homes:
    """For each event the one that is grouped in its place, mostly itself. True while the joins do not change."""

    def __init__(self, kept: Kept, events: Events, scorer: Scorer, limit: int) -> None:
        self._kept, self._events, self._scorer, self._limit = kept, events, scorer, limit
        self._of = functools.lru_cache(8_000)(self._homes)
        self._carried = functools.lru_cache(4_000)(self._bodies)

    def of(self, node: Node) -> Node:
        homes = self._of(self._events.rank(node))
        return node if homes is None else homes[self._events.place(node)]

    def own(self, rank: int) -> list[Node]:
        """The events of a report that are grouped themselves."""
        homes = self._of(rank)
        nodes = [self._events.node(rank, place) for place in range(len(self._kept.told(rank)))]
        return nodes if homes is None else [node for node, home in zip(nodes, homes, strict=True) if home == node]

    def body(self, node: Node) -> Sequence[Node]:
        """The events of copies that are put where an event is."""
        return self._carried(self._events.rank(node)).get(node, ())

    def whole(self, nodes: Sequence[Node]) -> list[Node]:
        """Events with all that is put where they are."""
        return [*nodes, *(carried for node in nodes for carried in self.body(node))]

    def _homes(self, rank: int) -> tuple[Node, ...] | None:
        """None for a report that is compared itself."""
        stand = self._kept.links.stand(rank)
        unit = stand[0] if stand else rank
        if unit == rank:
            return None
        told = self._kept.told(rank)
        found = dict(matching(told, self._kept.told(unit)))
        rest = [place for place in range(len(told)) if place not in found]
        if rest:
            found |= self._scorer.likest(rank, unit, rest, self._limit)
        return tuple(
            self._events.node(unit, found[place]) if place in found else self._events.node(rank, place)
            for place in range(len(told))
        )

    def _bodies(self, rank: int) -> dict[Node, list[Node]]:
        found: dict[Node, list[Node]] = {}
        for copy in self._kept.links.represented(rank):
            for place, home in enumerate(self._of(copy) or ()):
                node = self._events.node(copy, place)
                if home != node:
                    found.setdefault(home, []).append(node)
        return found
