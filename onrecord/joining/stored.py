"""Asking the stored joins: happenings with their tellings, days, origins and disputes; reprints; stories."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

from onrecord.joining import acting
from onrecord.joining.at_once import Happening, Told, links_of, newest, unheeded
from onrecord.joining.happen import acted, cards_of, ranks_in, reprints_of, unpack_why
from onrecord.joining.parts import Kept, unpack_actors
from onrecord.linking.actors import Actor, ActorCard
from onrecord.linking.cards import Card
from onrecord.linking.corrections import Marks, Note
from onrecord.linking.differences import Difference, difference
from onrecord.linking.reprints import Reprint
from onrecord.linking.timeline import timeline
from onrecord.store import Judgement, NotFound, judgements, notes, query, versions
from onrecord.store.joined import HappeningOrder, Having, days, disputes, families, happenings, numbers, sharing
from onrecord.store.links import HappeningRow, Links
from onrecord.store.types import DayCount, Filters, Page, ReportRow


class Joins:
    """The stored joins as one connection sees them; for as long as its transaction lasts they do not change."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._links = Links(connection)
        self._kept = Kept(self._links)
        self._said = newest(judgements.every(connection))

    def happenings(
        self,
        filters: Filters | None = None,
        *,
        several: bool = False,
        having: Having | None = None,
        order: HappeningOrder = "reports",
        limit: int | None = 100,
        offset: int = 0,
    ) -> Page[Told]:
        """Happenings of which a telling passes the filters and whose own days touch the asked ones.

        `several`: only those that more than one report tells. `having`: only those that are told differently, or with
        figures. Orders: most origins first, most reports first, by day
        (undated last), latest day first.
        """
        asked = filters or Filters()
        rows, total = happenings(
            self._connection, asked, several=several, having=having, order=order, limit=limit, offset=offset
        )
        return Page(tuple(self._told(row) for row in rows), total)

    def each(
        self,
        filters: Filters | None = None,
        *,
        several: bool = False,
        having: Having | None = None,
        order: HappeningOrder = "reports",
    ) -> Iterator[Told]:
        """The same, all of them one by one."""
        return self.at(self.numbers(filters, several=several, having=having, order=order))

    def numbers(
        self,
        filters: Filters | None = None,
        *,
        several: bool = False,
        having: Having | None = None,
        order: HappeningOrder = "reports",
    ) -> list[int]:
        """Numbers of the same, for `at`: whoever lets go of the connection meanwhile goes on from there."""
        return numbers(self._connection, filters or Filters(), several=several, having=having, order=order)

    def at(self, numbers: Iterable[int]) -> Iterator[Told]:
        """The happenings of these numbers that are still there."""
        for number in numbers:
            row = self._links.happening(number)
            if row is not None:
                yield self._told(row)

    def disputes(self, filters: Filters | None = None, *, limit: int = 100, offset: int = 0) -> Page[tuple[Told, int]]:
        """Fields that are told differently, each as its happening and its place in `Told.disputes`."""
        found = disputes(self._connection, filters or Filters())
        picked, before = list[tuple[Told, int]](), 0
        for number, count in found:
            places = range(max(0, offset - before), min(count, offset + limit - before))
            row = self._links.happening(number) if places else None
            if row is not None:
                told = self._told(row)
                picked += [(told, place) for place in places]
            before += count
        return Page(tuple(picked), before)

    def days(self, filters: Filters | None = None, *, several: bool = False) -> tuple[DayCount, ...]:
        """How many happenings there were on which day, oldest first, under all filters but the dates."""
        return days(self._connection, filters or Filters(), several=several)

    def holding(self, event: str) -> Told | None:
        """The happening that an event ("REPORT/EVENT") stands in."""
        report, _, local = event.rpartition("/")
        number = self._links.holding(report, local)
        row = self._links.happening(number) if number is not None else None
        return self._told(row) if row is not None else None

    def told_in(self, report: str) -> tuple[Told, ...]:
        """The happenings that a report tells of, in its order."""
        rank = self._links.rank(report)
        rows = [self._links.happening(n) for n in self._links.told_in(rank)] if rank is not None else []
        return tuple(self._told(row) for row in rows if row is not None)

    def reprints(self, reports: Iterable[str] | None = None) -> tuple[Reprint, ...]:
        """Every reprint, or those on the way from some reports to their origins."""
        if reports is not None:
            ranks = [rank for report in reports if (rank := self._links.rank(report)) is not None]
            return reprints_of(self._links, ranks)
        rows = self._links.every_reprint()
        ids = self._links.ids({rank for row in rows for rank in (row.copy, row.origin)})
        found = [Reprint(ids[r.copy], ids[r.origin], r.share, r.whole, r.reason, r.mutual) for r in rows]
        return tuple(sorted(found, key=lambda r: (r.copy, r.origin)))

    def origins_of(self, report: str) -> tuple[Reprint, ...]:
        """What a report carries words of, the report that it shares most with first."""
        rank = self._links.rank(report)
        rows = self._links.origins_of(rank) if rank is not None else []
        ids = self._links.ids({row.origin for row in rows})
        found = (Reprint(report, ids[r.origin], r.share, r.whole, r.reason, r.mutual) for r in rows)
        return tuple(sorted(found, key=lambda r: (-r.share, r.origin)))

    def told_why(self, reprint: Reprint) -> str:
        """A reprint's reason; of two texts of one address that comes first: they are versions of one report."""
        shared = versions.same_address(self._connection, reprint.copy, reprint.origin)
        return f"both are texts of one address; {reprint.reason}" if shared else reprint.reason

    def copies_of(self, report: str) -> tuple[str, ...]:
        """The copies of a report of which it is the main origin."""
        rank = self._links.rank(report)
        copies = self._links.ids(self._links.copies_of(rank)).values() if rank is not None else ()
        return tuple(sorted(copy for copy in copies if self.origins_of(copy)[0].origin == report))

    def root(self, report: str) -> str:
        """The report at the beginning of a chain of reprints; itself where it copies none."""
        seen: set[str] = set()
        while report not in seen and (origins := self.origins_of(report)):
            seen.add(report)
            report = origins[0].origin
        return report

    def families(self, filters: Filters | None = None, *, limit: int = 100, offset: int = 0) -> Page[str]:
        """The reports that others reprint, most reprints first; of families with a report that passes the filters."""
        found, total = families(self._connection, filters or Filters(), limit=limit, offset=offset)
        return Page(tuple(found), total)

    def sharing(self, report: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Reports that tell of happenings of this one, and of how many, most first."""
        return sharing(self._connection, report, limit)

    def holds(self, report: str) -> bool:
        """Whether the joins know a report of that id."""
        return self._links.rank(report) is not None

    def reprint_authors(self, reprint: Reprint) -> tuple[str, ...]:
        """The people who say that one of two reports reprints the other; none where the program alone thinks so."""
        pair = tuple(sorted((reprint.copy, reprint.origin)))
        said = (j for j in self._said if j.kind == "reprint" and j.verdict == "same" and (j.a, j.b) == pair)
        return tuple(j.author for j in said)

    def stories(self) -> tuple[tuple[str, ...], ...]:
        """Ids of the reports of each story."""
        groups: dict[int, list[str]] = {}
        for story, report in self._links.every_story():
            groups.setdefault(story, []).append(report)
        return tuple(sorted(tuple(sorted(group)) for group in groups.values()))

    def story_of(self, report: str) -> tuple[str, ...]:
        """Ids of the reports that tell the same story as a whole, this one among them, oldest first."""
        rank = self._links.rank(report)
        story = self._links.story(rank) if rank is not None else None
        members = self._links.members(story) if story is not None else []
        ids = self._links.ids(members)
        return tuple(ids[member] for member in members)

    def difference(self, one: str, other: str) -> Difference:
        """What two reports tell differently. Raises NotFound for a report that is not in the ledger."""
        told: list[list[Card]] = []
        for report in (one, other):
            rank = self._links.rank(report)
            if rank is None:
                raise NotFound(f"no report {report} in the ledger any more")
            told.append(sorted(self._kept.cards(rank), key=lambda c: c.trigger))
        held = [t.happening.cards for t in self.told_in(one)]
        return difference(told[0], told[1], held)

    def marks(self, *reports: str) -> Marks:
        """What notes say of all that some reports tell."""
        told = {t.happening.key: t.marks() for report in reports for t in self.told_in(report)}
        figures = {key: said for marks in told.values() for key, said in marks.figures.items()}
        return Marks(figures, {key: said for marks in told.values() for key, said in marks.claims.items()})

    def actor_cards(self) -> Iterator[ActorCard]:
        """What is compared of each actor, report by report; nothing of it is held."""
        for rank in self._links.ranks():
            yield from unpack_actors(self._links.part(rank, "actors"))

    def actors(
        self, *, several: bool = False, kinds: Sequence[str] = (), words: Sequence[str] = ()
    ) -> tuple[Actor, ...]:
        """Persons, bodies and places joined across all reports, most reports first: as they are kept, else (in a ledger
        that cannot be written to) worked out anew.

        `several`: only those that more than one report names. `words`: casefolded, all in one of its names.
        """
        if acting.kept(self._links):
            found = acting.actors(self._links, several=several, kinds=kinds, words=words)
        else:
            every = acting.acting(self.actor_cards, links_of(self._said))
            found = iter(sorted(every, key=lambda a: (-a.reports, -a.mentions, a.key)))
        return tuple(
            a
            for a in found
            if (a.reports > 1 or not several)
            and (not kinds or a.kind in kinds)
            and (not words or any(all(w in form.casefold() for w in words) for form in a.names))
        )

    def entity_names(self, keys: Iterable[str]) -> dict[str, str]:
        """The names of some entities, "REPORT/ENTITY", as their reports tell them."""
        found: dict[str, str] = {}
        for report, wanted in groupby(sorted(set(keys)), key=lambda key: key.rpartition("/")[0]):
            rank, some = self._links.rank(report), set(wanted)
            cards = unpack_actors(self._links.part(rank, "actors")) if rank is not None else ()
            found |= {card.key: card.name for card in cards if card.key in some}
        return found

    def clusters(self) -> dict[str, list[list[Any]]]:
        """The joins as bare lists: mentions ([report's name, start, end]) of one happening, reports of one story."""
        return {
            "clusters": [
                [[self.named(c.report), c.trigger.start, c.trigger.end] for c in told.happening.cards]
                for told in self.each()
            ],
            "documents": [[self.named(report) for report in story] for story in self.stories()],
        }

    def named(self, report: str) -> str:
        """The name of a report of that id; any other text as it is."""
        row = query.report_of_id(self._connection, report)
        return row.name if row else report

    def described(self, report: str) -> str:
        """A report's title or name, its outlet and its id."""
        row = self.report(report)
        outlet = f" · {row.publisher}" if row.publisher else ""
        return f"{row.title or row.name}{outlet} ({report})"

    def report(self, report: str) -> ReportRow:
        """The report of a whole id. Raises NotFound."""
        row = query.report_of_id(self._connection, report)
        if row is None:
            raise NotFound(f"no report {report} in the ledger any more")
        return row

    def unheeded(self) -> tuple[Judgement, ...]:
        """Judgements that two events are the same which newer ones contradict."""
        return unheeded(self._said, self._links.holding)

    def _told(self, row: HappeningRow) -> Told:
        cards, ranks = cards_of(self._kept, row.members), ranks_in(row.members)
        reprints = reprints_of(self._links, ranks)
        if row.reports > 1:
            cards = acted(self._kept, cards, ranks, self._said)
        (entry,) = timeline([cards], reprints)
        return Told(
            Happening(cards, unpack_why(row.why)), reprints, entry, row.reports, self._notes_of(cards, reprints),
            row.disputes,
        )  # fmt: skip

    def _notes_of(self, cards: Sequence[Card], reprints: Sequence[Reprint]) -> tuple[Note, ...]:
        """The notes that may speak of these tellings: of their reports, or of those that they copy."""
        if not self._noted:
            return ()
        reports = {c.report for c in cards} | {r.origin for r in reprints}
        return tuple(dict.fromkeys(note for report in sorted(reports) for note in self._noted.get(report, ())))

    @cached_property
    def _noted(self) -> dict[str, list[Note]]:
        """Notes by the reports that they stand in or speak of."""
        found: dict[str, list[Note]] = {}
        for note in self.notes:
            for report in (note.report, *note.covers):
                found.setdefault(report, []).append(note)
        return found

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """What outlets say of their own reports: corrections, withdrawals, updates."""
        return tuple(
            Note(n.report, n.kind, n.text, n.start, n.end, n.published, n.publisher, n.covers)
            for n in notes.telling(self._connection)
        )
