"""A part of the ledger drawn by chance, for coders who check it: the same seed draws the same from the same ledger.

Every report or event gets a number from its id and the seed, and the smallest are drawn. So a sample of 200 holds the
sample of 100, and what is added or forgotten later changes no more of it than its own share.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from onrecord.ledger import EventRow, Filters, Ledger
from onrecord.record import Record


class Asked(Protocol):
    """What an export asks of: a ledger, or what was drawn from one."""

    def each_event(self, filters: Filters, /) -> Iterator[EventRow]: ...
    def records(self, filters: Filters, /) -> Iterator[Record]: ...


@dataclass(frozen=True, slots=True)
class Sample:
    """So many of them, drawn by a seed."""

    size: int
    seed: str = "1"

    def of(self, ids: Iterable[str]) -> frozenset[str]:
        return frozenset(heapq.nsmallest(self.size, ids, key=self._number))

    def _number(self, id: str) -> bytes:
        return hashlib.sha256(f"{self.seed}\n{id}".encode()).digest()


class Drawn:
    """The events of a sample, or the records of one of reports; asked as the ledger is."""

    def __init__(self, ledger: Ledger, sample: Sample) -> None:
        self._ledger, self._sample = ledger, sample

    def each_event(self, filters: Filters) -> Iterator[EventRow]:
        wanted = self._sample.of(self._ledger.keys(filters))
        return (row for row in self._ledger.each_event(filters) if row.id in wanted)

    def records(self, filters: Filters) -> Iterator[Record]:
        ids = [row.id for row in self._ledger.reports(filters, limit=None, order="added").rows]
        wanted = self._sample.of(ids)
        return (self._ledger.record(id) for id in ids if id in wanted)
