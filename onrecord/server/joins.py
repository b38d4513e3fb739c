"""Keeps the stored joins up to date in a thread of its own, and gives them to questions.

A question never waits long: while reports are linked the joins that are kept answer, and where there are none yet
`Joining` says so. Nothing of the joins is held in memory but the actors of the whole ledger, which no table keeps.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from onrecord.joining import Joins as Stored
from onrecord.ledger import Ledger
from onrecord.linking.actors import Actor

__all__ = ["Acting", "Joining", "Joins", "Progress", "Stored"]

State = Literal["ready", "joining", "failed"]
_PATIENCE = 1.5  # seconds that a question waits for joins that are being made: those of a small ledger are there then


class Joining(RuntimeError):
    """There are no joins yet; the message is one line and says what is being done."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the joins are. `mark` goes up with them; `current` is false while they lag behind the ledger."""

    state: State
    current: bool
    mark: int
    reports: int
    read: int
    doing: str
    seconds: float
    message: str | None


@dataclass(frozen=True)
class Acting:
    """The actors of the whole ledger as they were when it had this mark."""

    mark: int
    actors: tuple[Actor, ...]

    @cached_property
    def of(self) -> dict[str, Actor]:
        """The actor of each entity, "REPORT/ENTITY"."""
        return {member: actor for actor in self.actors for member in actor.members}


class Joins:
    """What the server asks. Every method may be called from any thread."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._acting: Acting | None = None
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._linked = -1  # the ledger's mark when it was last linked by this server, or found to be
        self._count = 0
        self._began = 0.0
        self._took = 0.0
        self._read = 0
        self._doing = ""
        self._failure: str | None = None
        self._tried = -1

    @contextmanager
    def asked(self) -> Iterator[Stored]:
        """The joins as the ledger is now, or as they are kept where bringing them up takes long. Raises Joining."""
        self._wait()
        with self._ledger.joins_as_kept() as joins:
            if joins is None:
                raise self._none("reports")
            yield joins

    def acting(self) -> Acting:
        """The actors of the whole ledger, or those of before while they are joined anew. Raises Joining."""
        self._wait(acting=True)
        if self._acting is None:
            raise self._none("actors")
        return self._acting

    def progress(self) -> Progress:
        """How far it is; begins where nothing has begun."""
        self._wait()
        mark, reports = self._ledger.mark(), self._ledger.statistics().reports
        with self._ledger.joins_as_kept() as joins:
            there = joins is not None
        with self._changed:
            running = self._thread is not None
            state: State = "ready" if there else "joining" if running else "failed"
            return Progress(
                state,
                there and self._done(mark, True),
                self._count if there else 0,
                reports,
                self._read if running else reports,
                self._doing if running else "",
                round(time.monotonic() - self._began, 1) if running else round(self._took, 1),
                self._failure,
            )

    def _none(self, what: str) -> Joining:
        if self._failure:
            return Joining(f"the reports could not be joined: {self._failure}")
        return Joining(f"the {what} are being joined: ask /api/joins how far it is, then ask again")

    def _wait(self, *, acting: bool = False) -> None:
        """Begin where the joins lag behind; wait for a moment where they come soon, or where there is nothing yet."""
        mark = self._ledger.mark()
        with self._ledger.joins_as_kept() as joins:
            there = self._acting is not None if acting else joins is not None

        def settled() -> bool:
            self._refresh(mark)  # again and again: who is at it may have begun before what is asked for was added
            return self._thread is None or self._done(mark, acting)

        with self._changed:
            if not settled() and (not there or self._took < _PATIENCE):
                self._changed.wait_for(settled, _PATIENCE)

    def _done(self, mark: int, acting: bool) -> bool:
        if acting:
            return self._acting is not None and self._acting.mark == mark
        return self._linked == mark

    def _refresh(self, mark: int) -> None:
        """Begin where the joins lag behind the ledger and nobody is at it; the lock is held."""
        done = self._done(mark, False) and self._done(mark, True)
        if done or self._thread is not None or (self._failure and self._tried == mark):
            return
        self._tried = mark
        self._began, self._read, self._doing, self._failure = time.monotonic(), 0, "linking", None
        self._thread = threading.Thread(target=self._make, daemon=True, name="joins")
        self._thread.start()

    def _make(self) -> None:
        failure = None
        try:
            self._bring_up()
        except Exception as error:  # told to whoever asks: a thread has nobody else
            failure = str(error) or type(error).__name__
        with self._changed:
            self._failure, self._took, self._thread = failure, time.monotonic() - self._began, None
            self._changed.notify_all()

    def _bring_up(self) -> None:
        """Link what waits, then join the actors."""
        mark, reports = self._ledger.mark(), self._ledger.statistics().reports
        for linked in self._ledger.link():
            self._read = reports - linked.waiting
        self._tell(linked=mark)
        self._doing = "joining actors"
        with self._ledger.joins(actors=True) as joins:
            actors = joins.actors()
        self._tell(acting=Acting(mark, actors))

    def _tell(self, *, linked: int | None = None, acting: Acting | None = None) -> None:
        with self._changed:
            self._linked = linked if linked is not None else self._linked
            self._acting = acting or self._acting
            self._count += 1
            self._changed.notify_all()
