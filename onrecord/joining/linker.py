"""Keeps the joins of a ledger up to date: what was added is linked, what was forgotten or judged looked at again.

A batch of reports is compared in one transaction, and what they tell of is settled in portions, each a transaction: a
kill loses at most the one that it fell into, and whoever asks next goes on from there.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from onrecord.joining import acting, alike, copies, happen, standing, told
from onrecord.joining.at_once import Similar, links_of, newest
from onrecord.joining.parts import Kept, pack, pack_actors, pack_cards, pack_told
from onrecord.linking.actors import actor_cards
from onrecord.linking.cards import cards
from onrecord.linking.carried import told_in
from onrecord.linking.reprints import fingerprint
from onrecord.linking.tellings import telling
from onrecord.record import Record
from onrecord.store import Judgement, Store, judgements, query
from onrecord.store.links import COMPARING, LINKING, Links, Parts

VERSION = "15"  # of what is stored and how it is decided: a ledger linked by another one is linked anew
_BATCH = 250  # reports in a transaction at most
_FIRST = 20  # in the first one, before it is known how long they take
_LEAST = 10
_SECONDS = 1.5  # that a transaction holds the lock, about; another writer waits up to two minutes
_PORTION = 500  # happenings that are put into the ledger at once


@dataclass(frozen=True, slots=True)
class Linked:
    """How far linking is: reports compared by this call, how many still wait, and how long the ledger was locked for
    the last step, in seconds."""

    done: int
    waiting: int
    locked: float = 0.0


def current(connection: sqlite3.Connection) -> bool:
    """Whether the stored joins are those of the ledger as it is."""
    links = Links(connection)
    if not links.made() or links.state("version") != VERSION or links.soiled(*LINKING):
        return False
    return links.state("log") == str(query.mark(connection))


def kept(connection: sqlite3.Connection) -> bool:
    """Whether there are stored joins that were those of the ledger at some time; they may lag behind it."""
    links = Links(connection)
    return links.made() and links.state("version") == VERSION and links.state("log") is not None


def missing(connection: sqlite3.Connection) -> int:
    """How many reports are not linked yet by this version."""
    links = Links(connection)
    if links.made() and links.state("version") == VERSION:
        return links.missing()
    return int(connection.execute("SELECT count(*) FROM reports").fetchone()[0])


def link(store: Store, similar: Similar, *, batch: int = _BATCH) -> Iterator[Linked]:
    """Bring the stored joins up to date; yields after every transaction. Nothing is done where they are.

    First all reports are compared, batch by batch, then it is settled what they tell of, once for all of them.
    """
    with store.reading() as connection:
        if current(connection):
            return
    done = 0
    while True:
        for count, waiting, locked in _compare(store, similar, batch):
            done += count
            yield Linked(done, waiting, locked)
        for locked in _settle(store, similar):
            yield Linked(done, 0, locked)
        with store.writing() as connection:
            if _finished(connection):
                return


def _compare(store: Store, similar: Similar, batch: int) -> Iterator[tuple[int, int, float]]:
    """How many reports were compared and how many wait, after each batch of them."""
    held: _Held | None = None
    size = min(_FIRST, batch)
    while True:
        with store.reading() as connection:
            ready = [_packed(record) for record in _records(connection, held.next(size) if held else [])]
        with store.writing() as connection:
            started = time.monotonic()
            held = _held(connection, held)
            said = judgements.every(connection)
            _judged(held.kept.links, said)
            if not held.waiting and not held.kept.links.soiled(*COMPARING):
                return
            count = _batch(held, similar, size, {r.report: r for r in ready}, newest(said))
        took = time.monotonic() - started
        size = min(batch, 2 * size, max(_LEAST, int(size * _SECONDS / max(took, 0.001))))
        yield count, len(held.waiting), took


def _settle(store: Store, similar: Similar) -> Iterator[float]:
    """Settle what is compared."""
    return _put(store, lambda links, said: _portions(Kept(links), said, similar))


def act(store: Store) -> Iterator[float]:
    """Bring the actors up to date, which only who asks for them waits for; yields after every transaction."""
    while True:
        with store.reading() as connection:
            links = Links(connection)
            if acting.kept(links):
                return
        with store.writing():
            acting.begin(links)
        yield from _put(store, lambda links, said: acting.portions(links, links_of(said)))


def _put(store: Store, work: Callable[[Links, Sequence[Judgement]], Iterator[Portion]]) -> Iterator[float]:
    """Put what is worked out beside the ledger into it, a portion at a time, and tell for how long it was locked; ends
    early where another one changed the joins meanwhile."""
    with store.reading() as connection:
        links = Links(connection)
        at = links.touched()
        portions = work(links, newest(judgements.every(connection)))
    while True:
        with store.reading():
            portion = next(portions, None) if links.touched() == at else None
        if portion is None:
            return
        with store.writing():
            started = time.monotonic()
            if links.touched() != at:
                return
            portion.keep(links)
            at = links.touch()
        yield time.monotonic() - started


def _portions(kept: Kept, said: Sequence[Judgement], similar: Similar) -> Iterator[Portion]:
    yield from alike.settle(kept.links, _PORTION)
    settling = happen.Settling(kept, said, similar)
    yield from settling.portions(_PORTION)
    yield happen.Recounted(kept, said, set(settling.touched))


def _finished(connection: sqlite3.Connection) -> bool:
    """Whether nothing is left to be done; the joins are then those of the ledger as it is."""
    links = Links(connection)
    _judged(links, judgements.every(connection))
    if links.missing() or links.soiled(*LINKING):
        return False
    links.set_state("log", str(query.mark(connection)))
    links.touch()
    return True


class Portion(Protocol):
    """Something to be put into the ledger at once."""

    def keep(self, links: Links) -> None: ...


def relink(store: Store, similar: Similar, *, batch: int = _BATCH) -> Iterator[Linked]:
    """Drop the stored joins and make them from the records again."""
    with store.writing() as connection:
        Links(connection).clear()
    yield from link(store, similar, batch=batch)


def forget(connection: sqlite3.Connection, report: str) -> None:
    """Take a report out of every stored join; what stood beside it is joined anew when it is next asked for."""
    links = Links(connection)
    rank = links.rank(report) if links.made() else None
    if rank is None:
        return
    acting.remove(links, rank)
    if links.state("version") != VERSION:  # its tables may be others, and are made anew by whoever asks next
        links.clear()
        return
    kept = Kept(links)
    print_, words = kept.print(rank), kept.telling(rank)
    links.touch()
    standing.remove(links, rank)
    happen.remove(kept, rank)
    alike.remove(links, rank, words)
    copies.remove(links, rank, print_)
    links.remove(rank)


@dataclass(frozen=True, slots=True)
class _Ready:
    """What is compared of a report, taken out of its record and packed, before the ledger is locked for it."""

    report: str
    rank: int
    packed: tuple[bytes, bytes, bytes, bytes, bytes]


@dataclass(frozen=True, slots=True)
class _Held:
    """What is kept from batch to batch, while nobody else changes the ledger: what was read, and who waits."""

    kept: Kept
    state: tuple[int, int]
    waiting: list[str]  # the next one last

    def next(self, size: int) -> list[str]:
        return self.waiting[: -size - 1 : -1]


def _held(connection: sqlite3.Connection, before: _Held | None) -> _Held:
    links = Links(connection)
    if not links.made() or links.state("version") != VERSION:
        links.clear()
        links.set_state("version", VERSION)
    others: int = connection.execute("PRAGMA data_version").fetchone()[0]  # goes up when another connection writes
    state = others, query.mark(connection)
    if before is not None and before.state == state:
        return before
    return _Held(Kept(links), state, links.waiting()[::-1])


def _records(connection: sqlite3.Connection, reports: Iterable[str]) -> Iterator[Record]:
    for report in reports:
        found = query.record(connection, report)
        if found is not None:
            yield found


def _packed(record: Record) -> _Ready:
    print_ = fingerprint(record.document)
    told = cards(record)
    packed = (
        pack(print_),
        pack(telling(record)),
        pack_cards(told),
        pack_told(told_in(told)),
        pack_actors(actor_cards(record)),
    )
    return _Ready(record.document.id, print_.rank, packed)


def _batch(held: _Held, similar: Similar, size: int, ready: Mapping[str, _Ready], said: Sequence[Judgement]) -> int:
    links = held.kept.links
    reports = held.next(size)
    del held.waiting[-size:]
    rest = _records(links.connection, (r for r in reports if r not in ready))
    new = [_add(links, r) for r in (*(ready[r] for r in reports if r in ready), *map(_packed, rest))]
    links.soil("actor", new)
    reprinted = copies.update(held.kept, new, said)
    for kind in ("copy", "event"):
        links.soil(kind, {copy for copy, _ in reprinted})
    stand = standing.update(held.kept, new, {rank for pair in reprinted for rank in pair}, said)
    neighbours = alike.update(held.kept, stand)
    told.update(held.kept, new, stand, neighbours, similar)
    links.soil_units()
    for kind in COMPARING:
        links.clean(kind)
    links.touch()
    return len(new)


def _add(links: Links, ready: _Ready) -> int:
    """Keep what is compared of a report; its rank."""
    rank = ready.rank
    while links.taken(rank):  # two of a trillion ids a quarter of an hour meet: they only change places in ties
        rank += 1
    links.add(Parts(rank, *ready.packed), ready.report)
    return rank


def _judged(links: Links, said: Sequence[Judgement]) -> None:
    """Note the reports that people spoke of since the last time."""
    known = int(links.state("judged") or 0)
    fresh = [j for j in said if j.number > known]
    told.again(links, fresh)
    acting.judged(links, fresh)
    links.set_state("judged", str(max((j.number for j in said), default=0)))
