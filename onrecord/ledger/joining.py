"""The joins across reports: bringing them up to date, asking them, and what people say of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from onrecord.ledger.asking import Asking
from onrecord.ledger.opened import now
from onrecord.store import Judgement, JudgementKind, NotFound, ReadOnly, Store, Verdict, judgements, write

if TYPE_CHECKING:
    from onrecord.joining import Joins, Linked


class Joining(Asking):
    """Links, judges, and gives the joins. What compares reports is loaded when it is first needed."""

    def judge(
        self, one: str, other: str, verdict: Verdict, *, author: str, reason: str, at: str | None = None
    ) -> Judgement:
        """Keep what a person says of two events (REPORT/EVENT each), two entities (REPORT/ENTITY each: whether they are
        one actor) or two reports (whether one reprints the other).

        The newest judgement of a pair holds; older ones stay. Raises NotFound, and ValueError for a pair of unlike
        things, a thing and itself, or no author or reason. `at` is when it was said, where that was not now.
        """
        if not author.strip() or not reason.strip():
            raise ValueError("a judgement needs its author and a reason")
        first, second = self._judged(one), self._judged(other)
        kind = _kind(first)
        if kind != _kind(second):
            raise ValueError(
                f"{one} and {other}: give two events (REPORT/EVENT), two entities (REPORT/ENTITY) or reports"
            )
        if first == second:
            raise ValueError(f"{one} and {other} are one and the same")
        with self._store.writing() as connection:
            for named in (first, second):
                if not write.holds(connection, named.partition("/")[0]):
                    raise NotFound(f"no report {named.partition('/')[0]} in the ledger any more")
            kept = judgements.insert(
                connection, kind, (first, second), verdict, author.strip(), reason.strip(), at or now()
            )
            write.log(connection, now(), "judge", None, f"judgement {kept.number}: {kind} {verdict}")
        return kept

    def _judged(self, named: str) -> str:
        """The whole id of an event, an entity or a report. A name with a slash may be a report's."""
        try:
            return self.find(named).id
        except NotFound:
            if "/" not in named:
                raise
            return self._entity(named) if _is_entity(named) else self.event(named).id

    def _entity(self, named: str) -> str:
        report, _, local = named.rpartition("/")
        record = self.record(report)
        if all(entity.id != local for entity in record.entities):
            raise NotFound(f"no entity {local} in report {record.document.id}: `onrecord actors` lists them")
        return f"{record.document.id}/{local}"

    def judgements(self) -> tuple[Judgement, ...]:
        """What people said of joins, oldest first."""
        with self._store.reading() as connection:
            return judgements.every(connection)

    # Joins across reports, kept beside the records and brought up to date when they are asked for

    def linked(self) -> bool:
        """Whether the stored joins are those of the ledger as it is."""
        from onrecord import joining

        with self._store.reading() as connection:
            return joining.current(connection)

    def unlinked(self) -> int:
        """How many reports are not linked yet."""
        from onrecord import joining

        with self._store.reading() as connection:
            return joining.missing(connection)

    def link(self, *, anew: bool = False) -> Iterator[Linked]:
        """Link what was added, forgotten or judged since the last time, in batches; tells how far it is after each.

        `anew` drops the stored joins first and makes all of them again from the records: they come out the same. Works
        in a ledger that is opened for reading, too, where its file can be written to.
        """
        from onrecord import joining, parse

        with self._writer() as store:
            yield from joining.relink(store, parse.similar) if anew else joining.link(store, parse.similar)

    @contextmanager
    def _writer(self) -> Iterator[Store]:
        if self._store.writable:
            yield self._store
            return
        try:
            store = Store(self.path, write=True, create=False)
        except ReadOnly:
            raise ReadOnly(self._not_linked()) from None
        try:
            yield store
        finally:
            store.close()

    def _not_linked(self) -> str:
        waiting = self.unlinked()
        told = f"{waiting:,} reports of {self.path} are" if waiting > 1 else f"something in {self.path} is"
        return (
            f"{told} not linked yet, and the ledger cannot be written to: run `onrecord link` as somebody who may "
            "write to it and to its folder, or copy it to a place of your own and give that with --ledger"
        )

    def act(self) -> None:
        """Join the actors of what was linked since the last time; nothing where the ledger cannot be written to: each
        question works them out anew then."""
        from onrecord import joining

        with suppress(ReadOnly), self._writer() as store:
            for _ in joining.act(store):
                pass

    @contextmanager
    def joins(self, *, actors: bool = False) -> Iterator[Joins]:
        """The joins, linked first where they are behind the ledger; they stay as they are while the block runs.

        `actors`: those of the whole ledger, too, are brought up to date.
        """
        from onrecord.joining import Joins

        if not self.linked():
            for _ in self.link():
                pass
        if actors:
            self.act()
        with self._store.reading() as connection:
            yield Joins(connection)

    @contextmanager
    def joins_as_kept(self) -> Iterator[Joins | None]:
        """The joins as they are kept, though the ledger may have changed since; None where there are none yet."""
        from onrecord import joining

        with self._store.reading() as connection:
            yield joining.Joins(connection) if joining.kept(connection) else None


def _is_entity(named: str) -> bool:
    """Entities are numbered n1, n2, ..., events e1, e2, ..."""
    return named.rpartition("/")[2].startswith("n")


def _kind(named: str) -> JudgementKind:
    """What two things of this id can be judged to be; `named` is a whole id."""
    if "/" not in named:
        return "reprint"
    return "actor" if _is_entity(named) else "same_event"
