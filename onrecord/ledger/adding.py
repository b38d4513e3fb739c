"""Putting reports in and taking them out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from onrecord.ledger.asking import Asking
from onrecord.ledger.opened import now
from onrecord.record import Capture, Document, Failure, Record, Source
from onrecord.store import NotFound, Tombstone, query, watched, write

if TYPE_CHECKING:
    from onrecord.parse import Parsed

_BATCH, _SECONDS = 32, 1.0  # records are written together, at most so many and not later than this


@dataclass(frozen=True, slots=True)
class Added:
    """What came of one report: put in, already there, forgotten before (and refused), or not readable.

    `notes`: what the intake had to do. `version` of `versions`: its place among the texts of its address. `new_place`:
    it was there already, but came from a file or address that is new. `partly`: not readable, but for a part. `dated`:
    its date of publication is known.
    """

    state: Literal["added", "known", "forgotten", "failed"]
    name: str
    id: str | None = None
    reason: str | None = None
    events: int = 0
    notes: tuple[str, ...] = ()
    version: int = 1
    versions: int = 1
    new_place: bool = False
    partly: bool = False
    dated: bool = True


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a purge took out. `lingering`: another program was reading, so freed bytes may still be on the disk."""

    id: str
    name: str
    events: int
    lingering: bool


class Adding(Asking):
    """Adds, forgets, and remembers which files were read."""

    def add(
        self,
        outcomes: Iterable[Record | Failure],
        *,
        again: bool = False,
        captures: Mapping[str, Sequence[Capture]] | None = None,
    ) -> Iterator[Added]:
        """Put records in, in their order; a report that is there stays as it is. Yields what came of each.

        `captures` tells by the ids of reports where they were taken from.

        A report that was forgotten (or one with its very text) is refused unless `again`. Records are written in
        batches of a second's reading, each batch a transaction: a kill loses at most the batch.
        """
        batch: list[Record | Failure] = []
        last = time.monotonic()
        for outcome in outcomes:
            batch.append(outcome)
            if len(batch) >= _BATCH or time.monotonic() - last >= _SECONDS:
                yield from self._add_batch(batch, again, captures or {})
                batch, last = [], time.monotonic()
        yield from self._add_batch(batch, again, captures or {})

    def _add_batch(
        self, batch: list[Record | Failure], again: bool, captures: Mapping[str, Sequence[Capture]]
    ) -> list[Added]:
        if not any(isinstance(outcome, Record) for outcome in batch):
            return [_failed(outcome) for outcome in batch if isinstance(outcome, Failure)]
        done: list[Added] = []
        with self._store.writing() as connection:
            for outcome in batch:
                if isinstance(outcome, Failure):
                    done.append(_failed(outcome))
                    continue
                document = outcome.document
                there = document.id if write.holds(connection, document.id) else write.same_text(connection, document)
                if there:
                    for capture in captures.get(document.id, ()):
                        write.capture(connection, there, capture, now())
                    done.append(Added("known", document.name, there))
                elif not again and (stone := write.tombstone(connection, document)):
                    done.append(_refused(document, stone))
                else:
                    place, of = write.insert(connection, outcome, now(), captures.get(document.id, ()))
                    told = (len(outcome.events), document.notes, place, of)
                    done.append(Added("added", document.name, document.id, None, *told, dated=bool(document.published)))
        return done

    def add_sources(
        self, sources: Iterable[Source | Failure], *, again: bool = False, parsed: Parsed | None = None
    ) -> Iterator[Added]:
        """Read reports and put them in. What is there already, or was forgotten, is told before it is read again.

        `parsed` is told how far the reading of a text is.
        """
        from onrecord import pipeline

        early: list[Added] = []
        captures: dict[str, list[Capture]] = {}

        def unread() -> Iterator[Document | Record | Failure]:
            for source in sources:
                told = self._without_reading(source, again, captures)
                if isinstance(told, Added):
                    early.append(told)
                else:
                    yield told

        for added in self.add(pipeline.read_all(unread(), parsed), again=again, captures=captures):
            yield from early
            early.clear()
            captures.pop(added.id or "", None)
            yield added
        yield from early

    def _without_reading(
        self, source: Source | Failure, again: bool, waiting: dict[str, list[Capture]]
    ) -> Added | Document | Record | Failure:
        """The document that is to be read, or its record; or what came of it where that is needed no more.

        `waiting` are on their way.
        """
        from onrecord.clean import Unreadable, clean

        if isinstance(source, Failure):
            return source
        try:
            document = source.record.document if source.record else clean(source)
        except Unreadable as error:
            return Failure(source.name, str(error))
        capture = source.capture or Capture(source.name)
        if document.id in waiting:
            waiting[document.id].append(capture)
            return Added("known", document.name, document.id, new_place=waiting[document.id][0].place != capture.place)
        with self._store.reading() as connection:
            known = document.id if write.holds(connection, document.id) else write.same_text(connection, document)
            stone = None if again or known else write.tombstone(connection, document)
        if known:
            return self._known(document.name, known, capture)
        if stone:
            return _refused(document, stone)
        waiting[document.id] = [capture]
        return source.record or document

    def _known(self, name: str, report: str, capture: Capture) -> Added:
        """The report is there: only where it was taken from is put down, if that is new."""
        with self._store.reading() as connection:
            new = not write.captured(connection, report, capture.place)
        if new:
            with self._store.writing() as connection:
                write.capture(connection, report, capture, now())
        return Added("known", name, report, new_place=new)

    def forget(self, report: str, reason: str | None = None) -> Forgotten:
        """Purge a report and all that comes from it; a tombstone (id, hash of the text, date, reason) stays.

        `report` is an id, the beginning of one, or the name of the only report so called. Raises NotFound.
        """
        from onrecord import joining

        row = self.find(report)
        with self._store.writing() as connection:
            record = query.record(connection, row.id)
            if record is None:
                raise NotFound(f"no report {row.id} in the ledger any more")
            joining.forget(connection, row.id)
            write.remove(connection, record, now(), reason)
        return Forgotten(row.id, row.name, row.events, lingering=not self._store.compact())

    def watched(self) -> dict[str, tuple[int, int]]:
        """The files that `watch` has read: bytes and time of the last change (ns) of each, by its whole path."""
        with self._store.reading() as connection:
            return watched.every(connection)

    def remember(self, files: Mapping[str, tuple[int, int]]) -> None:
        """Keep that these files were read in this state."""
        with self._store.writing() as connection:
            watched.put(connection, files, now())


def _failed(failure: Failure) -> Added:
    return Added("failed", failure.name, reason=failure.reason, partly=failure.partly)


def _refused(document: Document, stone: Tombstone) -> Added:
    because = f" ({stone.reason})" if stone.reason else ""
    reason = f"forgotten on {stone.at[:10]}{because}: add it with --again if it is to come back"
    return Added("forgotten", document.name, document.id, reason)
