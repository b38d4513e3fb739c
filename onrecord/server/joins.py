"""The joins of the ledger's reports, made in a thread of their own and kept until the ledger changes.

A question never waits long: while joins are made the older ones answer, and where there are none yet `Joining` says so.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from onrecord.joining import Happening, Joined, links_of, newest
from onrecord.ledger import Ledger
from onrecord.linking.actors import Actor, actor_cards, cluster
from onrecord.linking.cards import Card
from onrecord.linking.reprints import Reprint
from onrecord.linking.timeline import Entry, timeline

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


@dataclass(frozen=True, slots=True)
class Told:
    """A happening with what lists show of it: its days, origins and disputes (how many fields are told differently).

    `counted`: figures are told of it.
    """

    happening: Happening
    entry: Entry
    several: bool
    disputed: int
    counted: bool

    @property
    def face(self) -> Card:
        """The telling that says most of it: an asserted one before others, then by filled fields, then the oldest."""
        return max(self.happening.cards, key=_filled)


def _filled(card: Card) -> tuple[bool, int]:
    fields = (card.actors, card.recipients, card.place, card.earliest, card.kind, card.speaker.chain)
    return card.status == "asserted", sum(map(bool, fields))


class Held:
    """Joins that were made, with what their questions look things up by."""

    def __init__(self, joined: Joined, mark: int) -> None:
        self.joined = joined
        self.mark = mark
        self.copies: dict[str, tuple[Reprint, ...]] = _by_copy(joined.reprints)
        self.told = tuple(self._told(h) for h in joined.happenings)
        self._of = {card.key: told for told in self.told for card in told.happening.cards}

    def _told(self, happening: Happening) -> Told:
        reports = {c.report for c in happening.cards}
        (entry,) = timeline([happening.cards], self.reprints_of(reports))
        disputed = len({(c.field, c.what) for c in entry.disputes})
        counted = any(f.what != "other" for c in happening.cards for f in c.figures)
        return Told(happening, entry, len(reports) > 1, disputed, counted)

    def reprints_of(self, reports: Iterable[str]) -> tuple[Reprint, ...]:
        """The reprints on the way from these reports to their origins: all that matters to who tells independently."""
        found: dict[str, tuple[Reprint, ...]] = {}
        waiting = list(reports)
        while waiting:
            report = waiting.pop()
            if report not in found:
                found[report] = self.copies.get(report, ())
                waiting += [r.origin for r in found[report]]
        return tuple(r for several in found.values() for r in several)

    def holding(self, event: str) -> Told | None:
        return self._of.get(event)

    @cached_property
    def reports(self) -> frozenset[str]:
        """Ids of all that is told or copied."""
        copied = {report for r in self.joined.reprints for report in (r.copy, r.origin)}
        return frozenset(copied | self.told_in.keys())

    @cached_property
    def actors(self) -> tuple[Actor, ...]:
        """Those of most reports first, then of most mentions."""
        return tuple(sorted(self.joined.actors, key=lambda a: (-a.reports, -a.mentions, a.key)))

    @cached_property
    def acting(self) -> dict[str, Actor]:
        """The actor of each entity, "REPORT/ENTITY"."""
        return {member: actor for actor in self.joined.actors for member in actor.members}

    @cached_property
    def by_origins(self) -> tuple[Told, ...]:
        """Most independent origins first, then most reports."""
        return tuple(sorted(self.told, key=_weight))

    @cached_property
    def by_day(self) -> tuple[Told, ...]:
        """By their first possible day, then their last; undated ones at the end."""
        return tuple(sorted(self.told, key=lambda t: (*_days(t.entry), t.happening.key)))

    @cached_property
    def told_in(self) -> dict[str, tuple[Told, ...]]:
        """The happenings of each report."""
        found: dict[str, list[Told]] = defaultdict(list)
        for told in self.told:
            for report in dict.fromkeys(c.report for c in told.happening.cards):
                found[report].append(told)
        return {report: tuple(several) for report, several in found.items()}

    @cached_property
    def copied(self) -> dict[str, tuple[str, ...]]:
        """The copies of each report, where it is what they share most with."""
        found: dict[str, list[str]] = defaultdict(list)
        for copy, origins in sorted(self.copies.items()):
            found[origins[0].origin].append(copy)
        return {origin: tuple(copies) for origin, copies in found.items()}

    def root(self, report: str) -> str:
        """The report at the beginning of a chain of reprints; itself where it copies none."""
        seen: set[str] = set()
        while report in self.copies and report not in seen:
            seen.add(report)
            report = self.copies[report][0].origin
        return report

    def roots(self, among: set[str] | None) -> list[str]:
        """The reports that others reprint, most reprints first; `among`: of families with one of these reports."""
        sizes: dict[str, set[str]] = defaultdict(set)
        for copy in self.copies:
            sizes[self.root(copy)].add(copy)
        kept = (root for root, copies in sizes.items() if among is None or among & (copies | {root}))
        return sorted(kept, key=lambda root: (-len(sizes[root]), root))


def _by_copy(reprints: Iterable[Reprint]) -> dict[str, tuple[Reprint, ...]]:
    """The origins of each copy, the one that it shares most with first."""
    found: dict[str, list[Reprint]] = defaultdict(list)
    for reprint in sorted(reprints, key=lambda r: (-r.share, r.origin)):
        found[reprint.copy].append(reprint)
    return {copy: tuple(several) for copy, several in found.items()}


def _weight(told: Told) -> tuple[int, int, str]:
    tree = told.entry.corroboration
    return -len(tree.asserting), -tree.reports, told.happening.key


def _days(entry: Entry) -> tuple[str, str]:
    first = entry.earliest or entry.latest or "9999"
    return first, entry.latest or "9999"


class Joins:
    """What the server holds. Every method may be called from any thread."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._held: Held | None = None
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._began = 0.0
        self._took = 0.0
        self._read = 0
        self._doing = ""
        self._failure: str | None = None
        self._tried = -1

    def held(self) -> Held:
        """The joins as the ledger is now, or the last ones where making them anew takes long. Raises Joining."""
        mark = self._ledger.mark()
        with self._changed:
            self._refresh(mark)
            if self._held is None or self._took < _PATIENCE:
                self._changed.wait_for(lambda: self._thread is None, _PATIENCE)
            if self._held is not None:
                return self._held
            if self._failure:
                raise Joining(f"the reports could not be joined: {self._failure}")
            raise Joining("the reports are being joined: ask /api/joins how far it is, then ask again")

    def progress(self) -> Progress:
        """How far it is; begins where nothing has begun."""
        mark, reports = self._ledger.mark(), self._ledger.statistics().reports
        with self._changed:
            self._refresh(mark)
            if self._held is None or self._took < _PATIENCE:
                self._changed.wait_for(lambda: self._thread is None, _PATIENCE)
            held, running = self._held, self._thread is not None
            state: State = "joining" if held is None and running else "failed" if held is None else "ready"
            return Progress(
                state,
                held is not None and held.mark > 2 * mark,
                held.mark if held else 0,
                reports,
                self._read if running else reports,
                self._doing if running else "",
                round(time.monotonic() - self._began, 1) if running else round(self._took, 1),
                self._failure,
            )

    def _refresh(self, mark: int) -> None:
        """Begin where the joins lag behind the ledger and nobody is at it; the lock is held."""
        done = self._held is not None and self._held.mark > 2 * mark
        if done or self._thread is not None or (self._failure and self._tried == mark):
            return
        self._tried = mark
        self._began, self._read, self._doing, self._failure = time.monotonic(), 0, "reading", None
        self._thread = threading.Thread(target=self._make, daemon=True, name="joins")
        self._thread.start()

    def _make(self) -> None:
        failure = None
        try:
            for held in self._joined():
                with self._changed:
                    self._held = held
                    self._changed.notify_all()
        except Exception as error:  # told to whoever asks: a thread has nobody else
            failure = str(error) or type(error).__name__
        with self._changed:
            self._failure, self._took, self._thread = failure, time.monotonic() - self._began, None
            self._changed.notify_all()

    def _joined(self) -> Iterator[Held]:
        """The joins with the actors of before, as soon as they are there; then with the actors as they are now."""
        mark, reports = self._ledger.mark(), self._ledger.statistics().reports
        for linked in self._ledger.link():
            self._read = reports - linked.waiting
        self._doing = "listing"
        with self._ledger.joins() as stored:
            happenings = tuple(t.happening for t in stored.each())
            before = self._held.joined.actors if self._held else ()
            joined = Joined({}, stored.reprints(), (), happenings, stored.unheeded(), before)
        yield Held(joined, 2 * mark)
        self._doing = "joining actors"
        said = newest(self._ledger.judgements())
        actors = cluster((c for r in self._ledger.records() for c in actor_cards(r)), links_of(said))
        yield Held(replace(joined, actors=actors), 2 * mark + 1)
