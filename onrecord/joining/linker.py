"""Keeps the joins of a ledger up to date: what was added is linked, what was forgotten or judged looked at again.

A batch of reports is linked in one transaction, so that the stored joins are at any time those of the reports linked so
far: a kill loses at most the batch, and whoever asks next goes on from there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
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

VERSION = "3"  # of what is stored and how it is decided: a ledger linked by another one is linked anew
_BATCH = 250  # reports in a transaction: it holds the lock for a second or two, other writers wait for 20


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
    done, waiting = 0, 1
    while waiting:
        with store.writing() as connection:
            if current(connection):
                return
            count, waiting = _batch(connection, similar, batch)
            done += count
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


def _batch(connection: sqlite3.Connection, similar: Similar, size: int) -> tuple[int, int]:
    links = Links(connection)
    if not links.made() or links.state("version") != VERSION:
        links.clear()
        links.set_state("version", VERSION)
    mark = query.mark(connection)
    said = judgements.every(connection)
    _judged(links, said)
    new = [_add(links, record) for record in _records(connection, links.waiting(size))]
    _update(Kept(links), new, newest(said), similar)
    waiting = links.missing()
    if not waiting:
        links.set_state("log", str(mark))
    return len(new), waiting


def _judged(links: Links, said: Sequence[Judgement]) -> None:
    """Note the reports that people spoke of since the last time."""
    known = int(links.state("judged") or 0)
    told.again(links, [j for j in said if j.number > known])
    links.set_state("judged", str(max((j.number for j in said), default=0)))


def _records(connection: sqlite3.Connection, reports: Sequence[str]) -> Iterator[Record]:
    for report in reports:
        found = query.record(connection, report)
        if found is not None:
            yield found


def _add(links: Links, record: Record) -> int:
    """Keep what is compared of a report; its rank."""
    print_ = fingerprint(record.document)
    rank = print_.rank
    while links.taken(rank):  # two of a trillion ids a quarter of an hour meet: they only change places in ties
        rank += 1
    packed = pack(print_), pack(telling(record)), pack_cards(cards(record)), pack_actors(actor_cards(record))
    links.add(Parts(rank, *packed), record.document.id)
    return rank


def _update(kept: Kept, new: Sequence[int], said: Sequence[Judgement], similar: Similar) -> None:
    links = kept.links
    reprinted = copies.update(kept, new, said)
    neighbours = alike.update(kept, new)
    told.update(kept, new, neighbours, said, similar)
    told.recount(kept, reprinted, said)
    links.cleaned()
