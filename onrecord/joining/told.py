"""Happenings kept up to date: the events of new reports find theirs, and only those that they touch are joined anew."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.joining.alike import Neighbours
from onrecord.joining.at_once import BY_PROGRAM, Why, links_of, mean
from onrecord.joining.parts import Beside, Kept, pack_scores
from onrecord.joining.regroup import Known, regroup
from onrecord.joining.scoring import Scorer
from onrecord.linking.actors import cluster
from onrecord.linking.cards import Card, with_actors
from onrecord.linking.conflicts import disputed
from onrecord.linking.corroboration import corroborate
from onrecord.linking.grouping import Weighed, group_weighed
from onrecord.linking.reprints import Reprint
from onrecord.linking.same_event import NEAR, threshold
from onrecord.linking.timeline import days
from onrecord.store import Judgement
from onrecord.store.links import HappeningRow, Links, ReprintRow

Similar = Callable[[str, str], float]
Node = tuple[int, int]  # a report's rank and the place of the event in it
_MILLION = 1_000_000
_PACK = msgspec.msgpack.Encoder().encode
_MEMBERS = msgspec.msgpack.Decoder(tuple[tuple[int, int], ...]).decode
_WHY = msgspec.msgpack.Decoder(Why).decode


def update(kept: Kept, new: Sequence[int], neighbours: Neighbours, said: Sequence[Judgement], similar: Similar) -> None:
    """Compare the events of reports that are near one another now, and join what that touches."""
    _Update(kept, said, similar).run(new, neighbours)


def remove(kept: Kept, rank: int) -> None:
    """Drop every happening that a report has a part in, and note the reports beside it."""
    links = kept.links
    for number in links.told_in(rank):
        row = links.happening(number)
        if row is not None:
            links.soil("report", ranks_in(row.members) - {rank})
            links.drop_happening(number)


def again(links: Links, said: Iterable[Judgement]) -> None:
    """Note the reports that judgements speak of."""
    for judgement in said:
        ranks = (links.rank(named.partition("/")[0]) for named in (judgement.a, judgement.b))
        links.soil("report", [rank for rank in ranks if rank is not None])


_NEAR_KEPT = 1_500  # reports whose neighbours' scores are kept: some 50 KB each
_NOTHING_BESIDE = Beside(np.zeros(0, np.uint16), np.zeros(0, np.int64), np.zeros(0, np.uint16), np.zeros(0, np.uint32))


class _Update:
    def __init__(self, kept: Kept, said: Sequence[Judgement], similar: Similar) -> None:
        self.kept, self.links = kept, kept.links
        self.said = said
        self.scorer = Scorer(kept, similar)
        self.limit = round(threshold() * _MILLION)
        self.standing = functools.cache(self._standing)
        self.members = functools.cache(self._members)
        self.together = self._spoken("same")
        self.apart = self._spoken("different")
        self.ties: dict[Node, list[Node]] = defaultdict(list)
        for _, a, b in self.together:
            self.ties[a].append(b)
            self.ties[b].append(a)

    def run(self, new: Sequence[int], neighbours: Neighbours) -> None:
        dirty = {rank for rank in self.links.dirty("report") if self.links.taken(rank)}
        touched = {*new, *dirty} | self._let_go(neighbours) | self._meet(new, neighbours)
        for rank in (*new, *(rank for pair in (*neighbours.met, *neighbours.gone) for rank in pair)):
            self.kept.near.pop(rank, None)
        nodes = [(rank, place) for rank in sorted(touched) for place in range(len(self.kept.cards(rank)))]
        known = Known(self._group_of, self.members, self._alike, lambda node: self.ties.get(node, ()), self._grouped)
        found, replaced = regroup(nodes, known)
        self._keep(found, replaced, dirty)

    # Scores

    def _meet(self, new: Sequence[int], neighbours: Neighbours) -> set[int]:
        """Score the events of reports that met; the ones among them that are not new."""
        beside: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for rank in new:
            self._compare(rank, [(rank, 1.0)])
        least, fresh = NEAR * _MILLION, set(new)
        near = functools.lru_cache(1_000)(lambda rank: dict(self.links.near(rank)))
        old = set[int]()
        for one, other in sorted(neighbours.met):
            likeness = near(one).get(other, 0)
            if likeness >= least:
                mine, theirs = (other, one) if other in fresh else (one, other)
                beside[mine].append((theirs, likeness / _MILLION))
                old |= {one, other} if not fresh & {one, other} else set()
        for one, others in sorted(beside.items()):
            self._compare(one, others)
        return old

    def _let_go(self, neighbours: Neighbours) -> set[int]:
        """Drop the scores of reports that are no neighbours any more; the reports that had some."""
        scored = [pair for pair in sorted(neighbours.gone) if self.links.scores(*pair) is not None]
        self.links.drop_scores(scored)
        return {rank for pair in scored for rank in pair}

    def _compare(self, one: int, others: Sequence[tuple[int, float]]) -> None:
        """Keep the scores of a report's events with those of others, given how alike the two reports are."""
        found = self.scorer.between(one, others)
        self.links.put_scores([(a, b, pack_scores(scores)) for (a, b), scores in found])

    def near(self, rank: int) -> Beside:
        """What the events of a report are compared with, and the scores: kept until its neighbours change."""
        known = self.kept.near.get(rank)
        if known is None:
            while len(self.kept.near) >= _NEAR_KEPT:
                del self.kept.near[next(iter(self.kept.near))]
            known = self.kept.near[rank] = self._near(rank)
        return known

    def _near(self, rank: int) -> Beside:
        parts = []
        for other in (rank, *(o for o, score in self.links.near(rank) if score >= NEAR * _MILLION)):
            scores = self.kept.scores(rank, other)
            if scores is not None:
                mine, theirs, values = scores
                parts.append((mine, np.full(len(mine), other, np.int64), theirs, values))
                if other == rank:
                    parts.append((theirs, np.full(len(mine), other, np.int64), mine, values))
        if not parts:
            return _NOTHING_BESIDE
        return Beside(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))

    # Groups

    def _group_of(self, node: Node) -> int | None:
        return self.standing(node[0]).get(node[1])

    def _standing(self, rank: int) -> dict[int, int]:
        stands = self.links.standing(rank)
        return {n: stands[card.event] for n, card in enumerate(self.kept.cards(rank)) if card.event in stands}

    def _members(self, number: int) -> tuple[Node, ...]:
        row = self.links.happening(number)
        return _MEMBERS(row.members) if row is not None else ()

    def _alike(self, node: Node) -> list[Node]:
        near = self.near(node[0])
        found = (near.mine == node[1]) & (near.scores >= self.limit)
        return list(zip(near.others[found].tolist(), near.theirs[found].tolist(), strict=True))

    def _ordered(self, nodes: Iterable[Node]) -> list[Node]:
        """By report, then by the order of the text: ties between scores are broken by it."""
        return sorted(nodes, key=lambda node: (self.kept.print(node[0]).report, node[1]))

    def _grouped(self, nodes: set[Node]) -> list[list[Node]]:
        held = self._ordered(nodes)
        place = {node: number for number, node in enumerate(held)}
        together, apart = (
            [(place[a], place[b]) for _, a, b in spoken if a in place and b in place]
            for spoken in (self.together, self.apart)
        )
        weighed = self._weighed(held)
        found = group_weighed(len(held), weighed, float(self.limit), together=together, apart=apart)
        return [[held[i] for i in members] for members in found]

    def _weighed(self, held: Sequence[Node]) -> Weighed:
        """The scores between some events, by their numbers in the order given."""
        numbers: dict[int, NDArray[np.int64]] = {}
        for number, (rank, place) in enumerate(held):
            if rank not in numbers:
                numbers[rank] = np.full(len(self.kept.cards(rank)), -1, np.int64)
            numbers[rank][place] = number
        parts = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
        for rank, mine in numbers.items():
            near = self.near(rank)
            here = np.flatnonzero(mine[near.mine] >= 0)
            others = near.others[here]
            starts = np.flatnonzero(np.diff(others, prepend=-1)).tolist()
            for start, end in pairwise([*starts, len(here)]):
                theirs = numbers.get(int(others[start]))
                if theirs is not None:
                    some = here[start:end]
                    a, b = mine[near.mine[some]], theirs[near.theirs[some]]
                    kept = (b >= 0) & (a < b)
                    parts.append((a[kept], b[kept], near.scores[some][kept].astype(np.float64)))
        return Weighed(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))

    def _spoken(self, verdict: str) -> list[tuple[Judgement, Node, Node]]:
        """What people say of two events that are there, newest first."""
        found = []
        for judgement in self.said:
            if judgement.kind == "same_event" and judgement.verdict == verdict:
                a, b = self._node(judgement.a), self._node(judgement.b)
                if a is not None and b is not None:
                    found.append((judgement, a, b))
        return found

    def _node(self, event: str) -> Node | None:
        report, _, local = event.rpartition("/")
        rank = self.links.rank(report)
        if rank is None:
            return None
        return next(((rank, n) for n, card in enumerate(self.kept.cards(rank)) if card.event == local), None)

    # Keeping

    def _keep(self, found: Sequence[Sequence[Node]], replaced: Iterable[int], dirty: set[int]) -> None:
        """Put changed happenings in place of those that were; one that is as it was stays, unless it was spoken of."""
        before = {frozenset(self.members(number)): number for number in replaced}
        now = {frozenset(group) for group in found}
        stay = {
            number
            for members, number in before.items()
            if members in now and not any(rank in dirty for rank, _ in members)
        }
        for number in sorted(before.values()):
            if number not in stay:
                self.links.drop_happening(number)
        for members in found:
            if before.get(frozenset(members)) not in stay:
                self._put(members)

    def _put(self, nodes: Sequence[Node]) -> None:
        told = sorted(((self._card(node), node) for node in nodes), key=lambda x: (x[0].published or "9999", x[0].key))
        cards = [card for card, _ in told]
        members = [node for _, node in told]
        ranks = {rank for rank, _ in members}
        earliest, latest, basis = days(cards)
        differing = len(disputed(acted(self.kept, cards, ranks, self.said))) if len(cards) > 1 else 0
        figures = sum(f.what != "other" for card in cards for f in card.figures)
        row = HappeningRow(
            0, cards[0].key, earliest or latest, earliest, latest, basis, len(ranks),
            _origins(self.kept, cards, ranks, self.said), differing, figures, _PACK(members), _PACK(self._why(nodes)),
        )  # fmt: skip
        self.links.put_happening(row, [self.kept.numbers(rank)[card.event] for card, (rank, _) in told])

    def _card(self, node: Node) -> Card:
        return self.kept.cards(node[0])[node[1]]

    def _why(self, nodes: Sequence[Node]) -> Why:
        inside = set(nodes)
        spoken = [j for j, a, b in self.together if a in inside and b in inside]
        said = tuple(f"{j.author} says that {j.a} and {j.b} are the same: {j.reason}" for j in spoken)
        people = tuple(dict.fromkeys(j.author for j in spoken))
        held = self._ordered(nodes)
        weighed = self._weighed(held)
        if not len(weighed.scores):
            return Why(said, 0.0 if people else None, people)
        strongest = np.flatnonzero(weighed.scores == weighed.scores.max())
        a, b = (held[number] for number in min((int(weighed.a[i]), int(weighed.b[i])) for i in strongest))
        likeness = dict(self.links.near(a[0])).get(b[0], 0) / _MILLION
        score = mean(float(weighed.scores.sum()) / _MILLION, len(held))
        reasons = self.scorer.compared(self._card(a), self._card(b), likeness).reasons()
        return Why((*said, *reasons), score, (*people, BY_PROGRAM))


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
    return tuple(Reprint(ids[r.copy], ids[r.origin], r.share, r.whole, r.reason) for r in rows)


def recount(kept: Kept, copies: Iterable[int], said: Sequence[Judgement]) -> None:
    """Count the origins of happenings again whose reports, or the reports these copy, got other origins."""
    links = kept.links
    found, waiting = set(copies), list(copies)
    while waiting:
        for copy in links.copies_of(waiting.pop()):
            if copy not in found:
                found.add(copy)
                waiting.append(copy)
    for number in sorted({number for rank in found for number in links.told_in(rank)}):
        row = links.happening(number)
        if row is not None and row.reports > 1:
            cards = cards_of(kept, row.members)
            origins = _origins(kept, cards, ranks_in(row.members), said)
            if origins != row.origins:
                links.set_origins(number, origins)


def _origins(kept: Kept, cards: Sequence[Card], ranks: set[int], said: Sequence[Judgement]) -> int:
    """How many independent origins assert a happening."""
    if len(cards) == 1:
        return int(cards[0].status == "asserted")
    return len(corroborate(acted(kept, cards, ranks, said), reprints_of(kept.links, ranks)).asserting)


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
