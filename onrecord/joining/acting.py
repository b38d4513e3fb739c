"""Actors of a whole ledger in bounded memory: cards that cannot touch each other are clustered one portion at a time.

The first pass only notes which cards hang together, in columns; then each portion of whole components is read and
clustered by itself, with the same result as all at once. A component larger than a portion is one.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from zlib import compress, decompress

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.joining.parts import unpack_actors, unpack_some
from onrecord.linking.actors import Actor, ActorCard, Link, cluster, keys
from onrecord.linking.sets import DisjointSets
from onrecord.store import Judgement
from onrecord.store.acted import Acted, ActorRow, Component, Entity
from onrecord.store.links import Links

VERSION = "1"  # of how actors are joined: those that another one joined are joined anew
_PORTION = 60_000  # cards that are held at a time: some 100 MB
_LEVEL = 1  # of deflation
_PACK = msgspec.msgpack.Encoder().encode
_ACTOR = msgspec.msgpack.Decoder(Actor).decode
Cards = Callable[[], Iterable[ActorCard]]


def acting(cards: Cards, judged: Sequence[Link] = (), *, portion: int = _PORTION) -> tuple[Actor, ...]:
    """The actors of the cards, which are gone through several times, always in the same order."""
    component = _components(cards(), judged)
    if len(component) <= portion:
        return cluster(cards(), judged)
    part = _parts(component, portion)
    actors = [
        actor
        for number in range(int(part.max()) + 1)
        for actor in cluster(_of(cards(), np.flatnonzero(part == number)), judged)
    ]
    return tuple(sorted(actors, key=lambda a: (-a.reports, a.key)))


def _of(cards: Iterable[ActorCard], places: NDArray[np.int64]) -> Iterator[ActorCard]:
    wanted = np.zeros(int(places[-1]) + 1, bool)
    wanted[places] = True
    return (card for card, take in zip(cards, wanted.tolist(), strict=False) if take)


def _components(cards: Iterable[ActorCard], judged: Sequence[Link]) -> NDArray[np.int64]:
    """A number for each card, the same for cards that share a key, over any number of steps, or are spoken of."""
    sets = DisjointSets()

    def number(key: int) -> int:
        if key not in numbers:
            numbers[key] = sets.new()
        return numbers[key]

    numbers: dict[int, int] = {}  # of keys by their hash: two that meet only make a component larger
    spoken = {key for link in judged for key in (link.a, link.b)}
    at: dict[str, int] = {}
    held = array("I")
    for card in cards:
        found = [number(hash(key)) for key in sorted(keys(card))] or [number(hash(("no key", card.key)))]
        for other in found[1:]:
            sets.tie(found[0], other)
        held.append(found[0])
        if card.key in spoken:
            at[card.key] = found[0]
    for link in judged:
        if link.a in at and link.b in at:
            sets.tie(at[link.a], at[link.b])
    return np.array([sets.root(i) for i in held], np.int64)


def _parts(component: NDArray[np.int64], portion: int) -> NDArray[np.int64]:
    """The portion that each card is read in: components are taken in order while they fit."""
    _, place, sizes = np.unique(component, return_inverse=True, return_counts=True)
    part, number, size = np.zeros(len(sizes), np.int64), 0, 0
    for index, count in enumerate(sizes.tolist()):
        if size and size + count > portion:
            number, size = number + 1, 0
        part[index] = number
        size += count
    return np.asarray(part[place])


# Kept beside the records


def loosen(links: Links, rank: int, place: int | None = None) -> None:
    """Let go of the actors that an entity of a report, or any of them, may have a part in: they are joined anew."""
    acted = Acted(links.connection)
    placed = acted.placed(rank)
    for component in {c for at, c in placed.items() if place in (None, at)}:
        links.soil("actor", acted.drop(component))


def judged(links: Links, said: Iterable[Judgement]) -> None:
    """Let go of the actors that people spoke of."""
    for judgement in said:
        if judgement.kind == "actor":
            for named in (judgement.a, judgement.b):
                rank = links.rank(named.rpartition("/")[0])
                if rank is not None:
                    links.soil("actor", [rank])
                    loosen(links, rank)


def remove(links: Links, rank: int) -> None:
    """Forget a report's entities, and let go of the actors that they had a part in."""
    loosen(links, rank)


def kept(links: Links) -> bool:
    """Whether the kept actors are those of the joins as they are."""
    return links.state("actors") == VERSION and not links.soiled("actor")


def begin(links: Links) -> None:
    """Where other code kept the actors, all of them are joined anew."""
    if links.state("actors") != VERSION:
        Acted(links.connection).clear()
        links.soil("actor", links.ranks())
        links.set_state("actors", VERSION)
        links.touch()


def actors(
    links: Links, *, several: bool = False, kinds: Sequence[str] = (), words: Sequence[str] = ()
) -> Iterator[Actor]:
    """The kept actors, most reports first."""
    return map(_ACTOR, map(decompress, Acted(links.connection).packed(several=several, kinds=kinds, words=words)))


@dataclass(slots=True)
class Portion:
    """Components to be kept, and the reports of which all entities are placed with them."""

    components: list[Component] = field(default_factory=list)
    placed: list[int] = field(default_factory=list)

    def keep(self, links: Links) -> None:
        acted = Acted(links.connection)
        for component in self.components:
            acted.put(component)
        links.clean("actor", self.placed)


def portions(links: Links, judged: Sequence[Link], *, portion: int = _PORTION) -> Iterator[Portion]:
    """The actors of reports that were added, and of all that may touch them; each portion is to be kept before the next
    one is asked."""
    ranks = [rank for rank in links.dirty("actor") if links.taken(rank)]
    placing = _Placing(links, ranks, judged)
    left = Counter(rank for part in placing.parts for rank, _ in part.entities)
    made = Portion(placed=[rank for rank in ranks if not left[rank]])
    some: list[_Part] = []
    size = 0
    for part in placing.parts:
        held = len(part.entities) + sum(map(placing.acted.count, part.before))
        if some and size + held > portion:
            made.components = placing.joined(some)
            yield made
            made, some, size = Portion(), [], 0
        some.append(part)
        size += held
        for rank, _ in part.entities:
            left[rank] -= 1
            if not left[rank]:
                made.placed.append(rank)
    made.components = placing.joined(some)
    yield made


@dataclass(slots=True)
class _Part:
    """What hangs together: new entities, their keys, and the kept components that these touch."""

    entities: list[Entity] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)


class _Placing:
    """Finds what new entities hang together with, and joins it."""

    def __init__(self, links: Links, ranks: Sequence[int], judged: Sequence[Link]) -> None:
        self.links, self.acted = links, Acted(links.connection)
        self.judged = judged
        self.sets = DisjointSets()
        self.numbers: dict[int, int] = {}  # of keys
        self.at: dict[int, int] = {}  # of kept components
        self.parts = self._hanging_together(ranks)

    def _hanging_together(self, ranks: Sequence[int]) -> list[_Part]:
        entities: list[Entity] = []
        held = array("q")
        spoken = {key for link in self.judged for key in (link.a, link.b)}
        said: dict[str, int] = {}
        for rank in ranks:
            placed = self.acted.placed(rank)
            for place, card in enumerate(unpack_actors(self.links.part(rank, "actors"))):
                if place in placed:
                    number = self._component(placed[place])
                else:
                    number = self._of(card)
                    entities.append((rank, place))
                    held.append(number)
                if card.key in spoken:
                    said[card.key] = number
        for link in self.judged:
            one, other = (said.get(key) if key in said else self._spoken(key) for key in (link.a, link.b))
            if one is not None and other is not None and (link.a in said or link.b in said):
                self.sets.tie(one, other)
        parts: dict[int, _Part] = defaultdict(_Part)
        for entity, number in zip(entities, held, strict=True):
            parts[self.sets.root(number)].entities.append(entity)
        for key, number in self.numbers.items():
            parts[self.sets.root(number)].keys.append(key)
        for component, number in self.at.items():
            parts[self.sets.root(number)].before.append(component)
        return [part for _, part in sorted(parts.items()) if part.entities or len(part.before) > 1]

    def _of(self, card: ActorCard) -> int:
        """The number of a new entity's first key, tied to the others and to what is kept under them."""
        found = [_number(key) for key in sorted(keys(card))] or [_number(f"no key {card.key}")]
        for key in found:
            if key not in self.numbers:
                self.numbers[key] = self.sets.new()
                component = self.acted.keyed(key)
                if component is not None:
                    self.sets.tie(self.numbers[key], self._component(component))
            self.sets.tie(self.numbers[found[0]], self.numbers[key])
        return self.numbers[found[0]]

    def _spoken(self, key: str) -> int | None:
        """The number of the component of a kept entity that somebody spoke of."""
        report, _, _ = key.rpartition("/")
        rank = self.links.rank(report)
        if rank is None:
            return None
        cards = unpack_actors(self.links.part(rank, "actors"))
        place = next((n for n, card in enumerate(cards) if card.key == key), None)
        component = self.acted.component(rank, place) if place is not None else None
        return self._component(component) if component is not None else None

    def _component(self, component: int) -> int:
        if component not in self.at:
            self.at[component] = self.sets.new()
        return self.at[component]

    def joined(self, parts: Sequence[_Part]) -> list[Component]:
        """The actors of some parts, with what is kept of them read once."""
        wanted: dict[int, dict[int, int]] = defaultdict(dict)
        for number, part in enumerate(parts):
            for rank, place in (*part.entities, *(e for c in part.before for e in self.acted.entities(c))):
                wanted[rank][place] = number
        of: dict[str, int] = {}
        cards: list[ActorCard] = []
        for rank in sorted(wanted):
            for place, card in unpack_some(self.links.part(rank, "actors"), wanted[rank]):
                cards.append(card)
                of[card.key] = wanted[rank][place]
        made: dict[int, list[ActorRow]] = defaultdict(list)
        for actor in cluster(cards, self.judged):
            made[of[actor.key]].append(_row(actor))
        return [Component(p.before, p.entities, p.keys, made[n]) for n, p in enumerate(parts)]


def _row(actor: Actor) -> ActorRow:
    names = "\n".join(name.casefold() for name in actor.names)
    return ActorRow(actor.key, actor.kind, actor.reports, actor.mentions, names, compress(_PACK(actor), _LEVEL))


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1
