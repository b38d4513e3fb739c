"""Happenings kept up to date: of all events whose scores changed, and of those alone, it is settled what they tell of.

Worked out beside the ledger, portion by portion, and put into it at once: nobody waits for what takes long.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec
import numpy as np

from onrecord.joining.at_once import BY_PROGRAM, Why, links_of, mean
from onrecord.joining.beside import Events
from onrecord.joining.homes import Homes
from onrecord.joining.parts import Kept
from onrecord.joining.regroup import Group, Known, Node, Part, regrouped
from onrecord.joining.scoring import Scorer, Similar
from onrecord.linking.actors import cluster
from onrecord.linking.cards import Card, with_actors
from onrecord.linking.carried import REASON, matching
from onrecord.linking.conflicts import disputed
from onrecord.linking.corroboration import corroborate
from onrecord.linking.grouping import Weighed, group_weighed
from onrecord.linking.reprints import Reprint
from onrecord.linking.same_event import threshold
from onrecord.linking.timeline import days
from onrecord.store import Judgement
from onrecord.store.links import HappeningRow, Links, ReprintRow

_MILLION = 1_000_000
_PACK = msgspec.msgpack.Encoder().encode
_MEMBERS = msgspec.msgpack.Decoder(tuple[tuple[int, int], ...]).decode
_WHY = msgspec.msgpack.Decoder(Why).decode


def remove(kept: Kept, rank: int) -> None:
    """Drop every happening that a report has a part in, and note the reports beside it."""
    links = kept.links
    for number in links.told_in(rank):
        row = links.happening(number)
        if row is not None:
            links.soil("report", ranks_in(row.members) - {rank})
            links.drop_happening(number)


@dataclass(slots=True)
class Portion:
    """Some happenings in place of others, and the reports of which all is settled with them."""

    dropped: list[int] = field(default_factory=list)
    # By a number below 0 until the ledger gives one; with the numbers of the events that stand in it.
    put: dict[Group, tuple[HappeningRow, list[int]]] = field(default_factory=dict)
    settled: list[int] = field(default_factory=list)
    parts: int = 0

    def keep(self, links: Links) -> None:
        for number in self.dropped:
            links.drop_happening(number)
        for row, events in self.put.values():
            links.put_happening(row, events)
        links.clean("event", self.settled)


class Settling:
    """Settles the events of the reports that are noted for it. What it says of the ledger is so while nobody else
    changes the joins; each portion is to be kept before the next one is asked."""

    def __init__(self, kept: Kept, said: Sequence[Judgement], similar: Similar) -> None:
        self.kept, self.links = kept, kept.links
        self.said = said
        self.scorer = Scorer(kept, similar)
        self.limit = round(threshold() * _MILLION)
        self.touched = [rank for rank in self.links.dirty("event") if self.links.taken(rank)]
        self.anew = set(self.touched)  # whose happenings are put anew, though the same events stand in them
        self.events = Events(self.links, self.touched)
        self.homes = Homes(kept, self.events, self.scorer, self.limit)
        self.standing = functools.lru_cache(4_000)(self.links.standing)
        self.members = functools.lru_cache(4_000)(self._members)
        self.together, self.apart = self._spoken("same"), self._spoken("different")
        self.carried = functools.lru_cache(4_000)(self._carried)
        self.ties: dict[Node, list[Node]] = {}
        for _, a, b in self.together:
            self.ties.setdefault(a, []).append(b)
            self.ties.setdefault(b, []).append(a)
        # Of the portion that is not kept yet: the groups of its events (below 0), and their members with all copies.
        self.of: dict[Node, Group] = {}
        self.now: dict[Group, list[Node]] = {}
        self.last: Group = 0

    def portions(self, size: int) -> Iterator[Portion]:
        """What is to be kept, some `size` happenings at a time."""
        left = Counter[int]()
        nodes: list[Node] = []
        for rank in self.touched:  # a copy's events go with those of the report that stands for it, which is among them
            own = self.homes.own(rank)
            left[rank] = len(own)
            nodes += own
        portion = Portion(settled=[rank for rank in self.touched if not left[rank]])
        known = Known(self._group_of, self._homes_in, self._alike, self._tied, self._grouped, self._holding)
        for part in regrouped(nodes, known):
            self._settle(part, portion)
            for rank in map(self.events.rank, part.nodes):
                left[rank] -= 1
                if not left[rank]:
                    portion.settled.append(rank)
            portion.parts += len(part.nodes)
            if len(portion.put) + portion.parts / 4 >= size:
                yield portion
                portion = Portion()
                self._kept()
        yield portion
        self._kept()

    def _kept(self) -> None:
        """The ledger tells now what the last portion held."""
        self.of.clear()
        self.now.clear()
        self.standing.cache_clear()
        self.members.cache_clear()

    # Groups

    def _group_of(self, node: Node) -> Group | None:
        found = self.of.get(node)
        if found is None:
            stands = self.standing(self.events.rank(node))
            found = stands[self.events.place(node)][1]
        return found

    def _members_now(self, group: Group) -> Sequence[Node]:
        return self.now[group] if group < 0 else self.members(group)

    def _homes_in(self, group: Group) -> list[Node]:
        """The events of a group that are grouped themselves or in the place of others in it."""
        return list(dict.fromkeys(map(self.homes.of, self._members_now(group))))

    def _holding(self, node: Node) -> list[Group | None]:
        """The groups in which the copies of an event stand; not its own, where they came to be copies since."""
        return [self._group_of(copy) for copy in self.homes.body(node)]

    def _members(self, number: int) -> tuple[Node, ...]:
        row = self.links.happening(number)
        return tuple(self.events.node(*member) for member in _MEMBERS(row.members)) if row is not None else ()

    def _alike(self, node: Node) -> list[Node]:
        return self.events.alike(node, self.limit)

    def _tied(self, node: Node) -> Sequence[Node]:
        """What must stand with an event: by a person's word, or as a copy tells it in the same words."""
        carried = self.carried(self.events.rank(node)).get(self.events.place(node), ())
        return (*self.ties.get(node, ()), *carried)

    def _carried(self, rank: int) -> dict[int, list[Node]]:
        """The same events, by their place, in the copies and origins that a report is not compared with otherwise."""
        found: dict[int, list[Node]] = {}
        if not self.links.is_unit(rank):
            return found
        for row in self.links.reprints_of(rank):
            other = row.origin if row.copy == rank else row.copy
            if row.whole and self.links.is_unit(other) and not self.links.likeness(rank, other):
                for mine, theirs in matching(self.kept.told(rank), self.kept.told(other)):
                    found.setdefault(mine, []).append(self.events.node(other, theirs))
        return found

    def _carrying(self, held: Sequence[Node]) -> list[tuple[int, int]]:
        """The pairs of these that a copy and its origin tell in the same words, by their numbers."""
        place = {node: number for number, node in enumerate(held)}
        carried = (self.carried(self.events.rank(node)).get(self.events.place(node), ()) for node in held)
        return [(n, m) for n, others in enumerate(carried) for o in others if (m := place.get(o, -1)) > n]

    def _grouped(self, nodes: set[Node]) -> list[list[Node]]:
        held = self.events.ordered(nodes)
        place = {node: number for number, node in enumerate(held)} if self.together or self.apart else {}
        together, apart = (
            [(place[a], place[b]) for _, a, b in spoken if a in place and b in place]
            for spoken in (self.together, self.apart)
        )
        weighed = self.events.weighed(held)
        together += self._carrying(held)
        found = group_weighed(len(held), weighed, float(self.limit), together=together, apart=apart)
        return [[held[i] for i in members] for members in found]

    def _spoken(self, verdict: str) -> list[tuple[Judgement, Node, Node]]:
        """What people say of two events that are there, newest first."""
        found = []
        for judgement in self.said:
            if judgement.kind == "same_event" and judgement.verdict == verdict:
                a, b = self._node(judgement.a), self._node(judgement.b)
                if a is not None and b is not None and self.homes.of(a) != self.homes.of(b):
                    found.append((judgement, self.homes.of(a), self.homes.of(b)))
        return found

    def _node(self, event: str) -> Node | None:
        report, _, local = event.rpartition("/")
        rank = self.links.rank(report)
        if rank is None:
            return None
        places = (n for n, card in enumerate(self.kept.cards(rank)) if card.event == local)
        return next((self.events.node(rank, n) for n in places), None)

    # Keeping

    def _settle(self, part: Part, portion: Portion) -> None:
        """Put changed happenings in place of those that were; one that is as it was stays, unless it was touched."""
        before = {frozenset(self._members_now(group)): group for group in part.replaced}
        wholes = [self.homes.whole(homes) for homes in part.found]
        now = {frozenset(nodes) for nodes in wholes}
        stay = {
            members
            for members in before
            if members in now and not any(self.events.rank(n) in self.anew for n in members)
        }
        for members, group in sorted(before.items(), key=lambda item: item[1]):
            if members not in stay:
                self._drop(group, portion)
        for homes, nodes in zip(part.found, wholes, strict=True):
            if frozenset(nodes) not in stay:
                self._put(nodes, homes, portion)

    def _drop(self, group: Group, portion: Portion) -> None:
        if group >= 0:
            portion.dropped.append(group)
        else:
            del self.now[group], portion.put[group]

    def _put(self, nodes: Sequence[Node], homes: Sequence[Node], portion: Portion) -> None:
        """Put some events as one happening: those that are grouped themselves, and with them their copies."""
        told = sorted(((self._card(n), n) for n in nodes), key=lambda x: (x[0].published or "9999", x[0].key))
        cards = [card for card, _ in told]
        members = [(self.events.rank(node), self.events.place(node)) for _, node in told]
        ranks = {rank for rank, _ in members}
        earliest, latest, basis = days(cards)
        known = acted(self.kept, cards, ranks, self.said)
        why = self._why(homes, len(nodes) > len(homes))
        differing = len(disputed(known)) if len(cards) > 1 else 0
        figures = sum(f.what != "other" for card in cards for f in card.figures)
        row = HappeningRow(
            0, cards[0].key, earliest or latest, earliest, latest, basis, len(ranks),
            _origins(self.kept, known, ranks), differing, figures, _PACK(members), _PACK(why),
        )  # fmt: skip
        self.last -= 1
        self.now[self.last] = list(nodes)
        self.of.update(dict.fromkeys(nodes, self.last))
        portion.put[self.last] = (row, [self.standing(rank)[place][0] for rank, place in members])

    def _card(self, node: Node) -> Card:
        return self.kept.cards(self.events.rank(node))[self.events.place(node)]

    def _why(self, nodes: Sequence[Node], copied: bool) -> Why:
        if len(nodes) == 1:
            return Why((REASON,), 1.0, (BY_PROGRAM,)) if copied else Why()
        inside = set(nodes)
        spoken = [j for j, a, b in self.together if a in inside and b in inside]
        said = tuple(f"{j.author} says that {j.a} and {j.b} are the same: {j.reason}" for j in spoken)
        people = tuple(dict.fromkeys(j.author for j in spoken))
        held = self.events.ordered(nodes)
        weighed = self.events.weighed(held)
        tied = bool(self._carrying(held))
        copies = (REASON,) if tied or copied else ()
        if not len(weighed.scores):
            return Why((*said, *copies), 0.0 if people else None, (*people, BY_PROGRAM) if copies else people)
        # Of variants that are not compared only the pairs that are say how sure it is.
        total = float(weighed.scores.sum()) / _MILLION
        score = round(total / len(weighed.scores), 6) if tied else mean(total, len(held))
        return Why((*said, *copies, *self._reasons(held, weighed)), score, (*people, BY_PROGRAM))

    def _reasons(self, held: Sequence[Node], weighed: Weighed) -> tuple[str, ...]:
        """Those of the surest pair."""
        surest = np.flatnonzero(weighed.scores == weighed.scores.max())
        a, b = (held[number] for number in min((int(weighed.a[i]), int(weighed.b[i])) for i in surest))
        one, other = ((self.events.rank(node), self.events.place(node)) for node in (a, b))
        return self.scorer.compared(one, other, self.links.likeness(one[0], other[0]) / _MILLION).reasons()


def reprints_of(links: Links, ranks: Iterable[int]) -> tuple[Reprint, ...]:
    """The reprints on the way from these reports to their origins: all that matters to who tells independently."""
    found: dict[int, list[ReprintRow]] = {}
    waiting = list(ranks)
    while waiting:
        rank = waiting.pop()
        if rank not in found:
            found[rank] = links.origins_of(rank)
            waiting += [row.origin for row in found[rank]]
    rows = [row for several in found.values() for row in several]
    ids = links.ids({rank for row in rows for rank in (row.copy, row.origin)})
    return tuple(Reprint(ids[r.copy], ids[r.origin], r.share, r.whole, r.reason, r.mutual) for r in rows)


class Recounted:
    """How many origins happenings have whose reports, or the reports these copy, got other origins."""

    def __init__(self, kept: Kept, said: Sequence[Judgement], settled: set[int]) -> None:
        """`settled`: reports whose happenings were put anew after that."""
        self.changed = [
            (row.number, origins)
            for number in _copied(kept.links, settled)
            if (row := kept.links.happening(number)) is not None and row.reports > 1
            if (origins := _origins_of(kept, row, said)) != row.origins
        ]

    def keep(self, links: Links) -> None:
        for number, origins in self.changed:
            links.set_origins(number, origins)
        links.clean("copy")


def _copied(links: Links, settled: set[int]) -> list[int]:
    """The happenings that reports tell of whose origins changed."""
    waiting = links.dirty("copy")
    found = set(waiting)
    while waiting:
        for copy in links.copies_of(waiting.pop()):
            if copy not in found:
                found.add(copy)
                waiting.append(copy)
    return sorted({number for rank in found - settled for number in links.told_in(rank)})


def _origins_of(kept: Kept, row: HappeningRow, said: Sequence[Judgement]) -> int:
    cards, ranks = cards_of(kept, row.members), ranks_in(row.members)
    return _origins(kept, acted(kept, cards, ranks, said), ranks)


def _origins(kept: Kept, cards: Sequence[Card], ranks: set[int]) -> int:
    """How many independent origins assert a happening."""
    if len(cards) == 1:
        return int(cards[0].status == "asserted")
    return len(corroborate(cards, reprints_of(kept.links, ranks)).asserting)


def acted(kept: Kept, cards: Sequence[Card], ranks: Iterable[int], said: Sequence[Judgement]) -> tuple[Card, ...]:
    """The tellings with the joined actors of their reports: one speaker under two names is one origin."""
    if len({c.speaker.chain[:1] for c in cards if c.speaker.who is not None}) < 2:
        return tuple(cards)
    spoken = {c.speaker.who for c in cards}
    actors = cluster((card for rank in ranks for card in kept.actors(rank) if card.key in spoken), links_of(said))
    return with_actors(cards, {member: actor.key for actor in actors for member in actor.members})


def cards_of(kept: Kept, members: bytes) -> tuple[Card, ...]:
    """The tellings of a kept happening, in its order."""
    return tuple(kept.cards(rank)[place] for rank, place in _MEMBERS(members))


def ranks_in(members: bytes) -> set[int]:
    return {rank for rank, _ in _MEMBERS(members)}


def unpack_why(data: bytes) -> Why:
    return _WHY(data)
