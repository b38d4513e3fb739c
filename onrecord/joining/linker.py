"""Keeps the joins of a ledger up to date: what was added is linked, what was forgotten or judged looked at again.

A batch of reports is linked in one transaction, so that the stored joins are at any time those of the reports linked so
far: a kill loses at most the batch, and whoever asks next goes on from there.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.joining import alike, copies, told
from onrecord.joining.at_once import Similar, newest
from onrecord.joining.parts import Kept, pack, pack_actors, pack_cards
from onrecord.linking.actors import actor_cards
from onrecord.linking.cards import cards
from onrecord.linking.reprints import fingerprint
from onrecord.linking.tellings import telling
from onrecord.record import Record
from onrecord.store import Judgement, Store, judgements, query
from onrecord.store.links import Links, Parts

VERSION = "5"  # of what is stored and how it is decided: a ledger linked by another one is linked anew
_BATCH = 250  # reports in a transaction at most
_FIRST = 100  # in the first one, before it is known how long they take
# A batch has a cost of its own, since what its reports touch is grouped anew: 1,000 alike reports take 13 s in
# batches of 250 and 40 s in batches of 40. Below this the whole takes too long, above it another writer waits too long.
_LEAST = 100
_SECONDS = 5.0  # that a transaction holds the lock, about; another writer waits up to 60


@dataclass(frozen=True, slots=True)
class Linked:
    """How far linking is: reports linked by this call, and how many still wait."""

    done: int
    waiting: int


def current(connection: sqlite3.Connection) -> bool:
    """Whether the stored joins are those of the ledger as it is."""
    links = Links(connection)
    if not links.made() or links.state("version") != VERSION or links.soiled():
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
    """Bring the stored joins up to date; yields after every batch. Nothing is done where they are."""
    with store.reading() as connection:
        if current(connection):
            return
    done, waiting, size = 0, 1, min(_FIRST, batch)
    held: _Held | None = None
    while waiting:
        with store.reading() as connection:
            ready = [_packed(record) for record in _records(connection, held.next(size) if held else [])]
        with store.writing() as connection:
            started = time.monotonic()
            if current(connection):
                return
            held = _held(connection, held)
            count, waiting = _batch(held, similar, size, {r.report: r for r in ready})
            done += count
        took = time.monotonic() - started
        size = min(batch, 2 * size, max(_LEAST, int(size * _SECONDS / max(took, 0.001))))
        yield Linked(done, waiting)


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
    kept = Kept(links)
    print_, words = kept.print(rank), kept.telling(rank)
    told.remove(kept, rank)
    alike.remove(links, rank, words)
    copies.remove(links, rank, print_)
    links.remove(rank)


@dataclass(frozen=True, slots=True)
class _Ready:
    """What is compared of a report, taken out of its record and packed, before the ledger is locked for it."""

    report: str
    rank: int
    packed: tuple[bytes, bytes, bytes, bytes]


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
    packed = pack(print_), pack(telling(record)), pack_cards(cards(record)), pack_actors(actor_cards(record))
    return _Ready(record.document.id, print_.rank, packed)


def _batch(held: _Held, similar: Similar, size: int, ready: Mapping[str, _Ready]) -> tuple[int, int]:
    links = held.kept.links
    mark = query.mark(links.connection)
    said = judgements.every(links.connection)
    _judged(links, said)
    reports = held.next(size)
    del held.waiting[-size:]
    rest = _records(links.connection, (r for r in reports if r not in ready))
    new = [_add(links, r) for r in (*(ready[r] for r in reports if r in ready), *map(_packed, rest))]
    _update(held.kept, new, newest(said), similar)
    waiting = len(held.waiting)
    if not waiting:
        links.set_state("log", str(mark))
    return len(new), waiting


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
    told.again(links, [j for j in said if j.number > known])
    links.set_state("judged", str(max((j.number for j in said), default=0)))


def _update(kept: Kept, new: Sequence[int], said: Sequence[Judgement], similar: Similar) -> None:
    links = kept.links
    kept.scores.cache_clear()  # a pair may have got some, or lost them
    reprinted = copies.update(kept, new, said)
    neighbours = alike.update(kept, new)
    told.update(kept, new, neighbours, said, similar)
    told.recount(kept, reprinted, said)
    links.cleaned()
