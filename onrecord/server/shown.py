"""Makes the forms that the page is given out of the joins and the rows of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from onrecord.joining import BY_PROGRAM, Told
from onrecord.ledger import EventRow, Judgement, Ledger, NotFound, ReportRow
from onrecord.linking.cards import Card
from onrecord.linking.corrections import Correction, Marks
from onrecord.linking.corroboration import Branch, Origin
from onrecord.linking.differences import Paired
from onrecord.linking.sides import Dispute
from onrecord.linking.toll_rules import RULES
from onrecord.linking.tolls import Toll, TollLine
from onrecord.server.forms import (
    AgainView,
    AlsoView,
    BranchView,
    DifferenceView,
    DisputeRow,
    DisputeView,
    Family,
    HappeningRow,
    HappeningView,
    Kin,
    NoteView,
    OriginView,
    PairView,
    ReprintView,
    Said,
    Sharing,
    SideView,
    TollGroup,
    TollView,
    VersionView,
    Voices,
)
from onrecord.server.joins import Stored
from onrecord.view import file_name

TELLINGS = 200  # of one happening in one answer; the list of events has them all
_KIN = 20  # reports of the same happenings that are named beside one
_NAMES = 4  # speakers of a side that a row of a list names


class Shown:
    """Makes these of the joins, with rows of the ledger; what was forgotten meanwhile is left out.

    A row is looked up once for one answer.
    """

    def __init__(self, ledger: Ledger, joins: Stored) -> None:
        self._ledger = ledger
        self._joins = joins
        self._unheeded = {j.number for j in joins.unheeded()}
        self._events: dict[str, EventRow | None] = {}
        self._reports: dict[str, ReportRow | None] = {}

    def event(self, key: str) -> EventRow | None:
        if key not in self._events:
            try:
                self._events[key] = self._ledger.event(key)
            except NotFound:
                self._events[key] = None
        return self._events[key]

    def events(self, keys: Iterable[str]) -> tuple[EventRow, ...]:
        return tuple(row for key in keys if (row := self.event(key)))

    def report(self, report: str) -> ReportRow | None:
        if report not in self._reports:
            try:
                self._reports[report] = self._ledger.find(report)
            except NotFound:
                self._reports[report] = None
        return self._reports[report]

    # Happenings

    def row(self, told: Told) -> HappeningRow | None:
        face = self.event(face_of(told.happening.cards).key)
        if face is None:
            return None
        entry, tree = told.entry, told.entry.corroboration
        return HappeningRow(
            face.id,
            face,
            entry.earliest,
            entry.latest,
            entry.basis,
            tree.reports,
            len(told.happening.cards),
            self._voices(tree.asserting),
            self._voices(tree.denying),
            self._voices(tree.supposing),
            told.disputed(),
        )

    def rows(self, told: Iterable[Told]) -> tuple[HappeningRow, ...]:
        return tuple(row for one in told if (row := self.row(one)))

    def _voices(self, origins: Sequence[Origin]) -> Voices:
        return Voices(len(origins), tuple(self._name(o) for o in origins[:_NAMES]))

    def _name(self, origin: Origin) -> str:
        """An outlet without a known name is called by its report."""
        row = self.report(origin.name) if origin.by == "outlet" and self._joins.holds(origin.name) else None
        return (row.title or file_name(row.name)) if row else origin.name

    def whole(self, told: Told, judgements: Sequence[Judgement]) -> HappeningView | None:
        row = self.row(told)
        if row is None:
            return None
        cards = told.happening.cards
        shown = {c.key for c in cards[:TELLINGS]} | {row.key}
        tree = told.entry.corroboration
        return HappeningView(
            row,
            self._side(tree.asserting, shown),
            self._side(tree.denying, shown),
            self._side(tree.supposing, shown),
            self.events(c.key for c in cards if c.key in shown),
            max(0, len(cards) - len(shown)),
            tuple(self.dispute(d) for d in told.disputes()),
            self.tolls(told, row),
            self._all_notes(told.marks(), cards),
            told.happening.why.score,
            tuple(r for r in told.happening.reasons if not any(j.a in r and j.b in r for j in judgements)),
            told.happening.why.authors,
            self.said(judgements, {c.key for c in cards}),
        )

    def _side(self, origins: Sequence[Origin], shown: set[str]) -> tuple[OriginView, ...]:
        return tuple(self._origin(o, shown) for o in origins)

    def _origin(self, origin: Origin, shown: set[str]) -> OriginView:
        made = (self._branch(b) for b in origin.branches if shown & set(b.events))
        branches = [b for b in made if b]
        branches.sort(key=lambda b: (b.reprint_of is not None, b.report.published or "9999", b.report.id))
        return OriginView(self._name(origin), origin.by, tuple(branches))

    def _branch(self, branch: Branch) -> BranchView | None:
        report = self.report(branch.report)
        reprint = next(iter(self._joins.origins_of(branch.report)), None)
        share = reprint.share if reprint and branch.reprint_of else None
        return BranchView(report, branch.events, branch.reprint_of, share, branch.reason) if report else None

    def disputed(self, told: Told, number: int) -> DisputeRow | None:
        """One of a happening's disputes by its place among them."""
        row, found = self.row(told), told.disputes()
        return DisputeRow(row, self.dispute(found[number])) if row and number < len(found) else None

    def dispute(self, dispute: Dispute) -> DisputeView:
        sides = tuple(SideView(s.value, self.events(s.events[:TELLINGS])) for s in dispute.sides)
        return DisputeView(dispute.field, dispute.what, sides, dispute.reasons)

    # Tolls

    def tolls(self, told: Told, row: HappeningRow) -> TollGroup:
        lines = told.toll_lines()
        later = _later([line.first for line in lines])
        cards = {c.key: c for c in told.happening.cards}
        views = [self._toll(line, cards, later.get(n)) for n, line in enumerate(lines[:TELLINGS])]
        derived = (told.derived(rule) for rule in RULES)
        return TollGroup(row, tuple(v for v in views if v), tuple(d for d in derived if d))

    def _toll(self, line: TollLine, cards: Mapping[str, Card], later: str | None) -> TollView | None:
        toll = line.first
        report, card = self.report(toll.report), cards[toll.event]
        if report is None:
            return None
        return TollView(
            toll.event,
            _place(toll, card),
            report,
            toll.what,
            toll.low,
            toll.high,
            toll.unit,
            toll.qualifier,
            toll.scope,
            toll.as_of,
            toll.speaker,
            toll.status,
            toll.span,
            card.sentence,
            later,
            line.reports,
            tuple(a for t in line.tellings[1:TELLINGS] if (a := self._again(t, cards[t.event]))),
            self.notes((toll.event, said) for said in line.corrections),
        )

    def _again(self, toll: Toll, card: Card) -> AgainView | None:
        report = self.report(toll.report)
        return (
            AgainView(toll.event, _place(toll, card), report, toll.span, toll.speaker, toll.reason) if report else None
        )

    def notes(self, said: Iterable[tuple[str, Correction]]) -> tuple[NoteView, ...]:
        """What notes say of events, by the events' ids."""
        views = []
        for event, correction in said:
            note, report = correction.note, self.report(correction.note.report)
            if report:
                views.append(
                    NoteView(
                        event, correction.verb, correction.field, correction.told, " ".join(note.text.split()), report,
                        note.start, note.end, correction.why,
                    )
                )  # fmt: skip
        return tuple(views)

    # People's judgements

    def said(self, judgements: Sequence[Judgement], about: set[str]) -> tuple[Said, ...]:
        """What people said of any of these events or reports, newest first."""
        newest: dict[tuple[str, str, str], int] = {}
        for judgement in judgements:
            newest[judgement.kind, judgement.a, judgement.b] = judgement.number
        found = [j for j in judgements if j.a in about or j.b in about]
        return tuple(
            Said(
                j,
                newest[j.kind, j.a, j.b] == j.number,
                j.number not in self._unheeded,
                self._called(j.a),
                self._called(j.b),
            )
            for j in reversed(found)
        )

    def _called(self, named: str) -> str:
        """An event or a report in words."""
        row = self.event(named) if "/" in named else None
        if row is None and "/" in named:
            return self._entity(named)
        report = row.report if row else self.report(named.partition("/")[0])
        outlet = (report.publisher or report.title or file_name(report.name)) if report else named
        return f"“{row.event.trigger.quote}” in {outlet}, {row.report.published or 'undated'}" if row else outlet

    def _entity(self, named: str) -> str:
        report, _, entity = named.rpartition("/")
        try:
            record = self._ledger.record(report)
        except NotFound:
            return named
        name = next((e.name for e in record.entities if e.id == entity), entity)
        document = record.document
        return f"“{name}” in {document.publisher or document.title or file_name(document.name)}"

    # Reprints

    def family(self, root: str) -> Family:
        """The tree below a report, copies behind what they copy."""
        tree: list[ReprintView] = []
        waiting, seen = [(root, 0)], set()
        while waiting and len(tree) < TELLINGS:
            report, depth = waiting.pop()
            if report in seen:
                continue
            seen.add(report)
            if view := self._reprint(report, depth):
                tree.append(view)
            waiting += [(copy, depth + 1) for copy in reversed(self._joins.copies_of(report))]
        return Family(tuple(tree))

    def kin(self, row: ReportRow, judgements: Sequence[Judgement]) -> Kin:
        root = self._joins.root(row.id)
        alone = root == row.id and not self._joins.copies_of(root)
        sharing = self._joins.sharing(row.id, _KIN)
        return Kin(
            row,
            None if alone else self.family(root),
            self._versions(row),
            tuple(Sharing(r, n) for report, n in sharing if (r := self.report(report))),
            self.said(judgements, {row.id}),
        )

    def _versions(self, row: ReportRow) -> tuple[VersionView, ...]:
        if row.versions == 1:
            return ()
        found = self._ledger.versions(row.id)
        return tuple(VersionView(v.report, v.made, v.text_sha256, tuple(c.place for c in v.captures)) for v in found)

    def _reprint(self, report: str, depth: int) -> ReprintView | None:
        row = self.report(report)
        first, *others = self._joins.origins_of(report) or (None,)
        also = tuple(AlsoView(r, o.share, o.reason) for o in others if o and (r := self.report(o.origin)))
        if row is None:
            return None
        if first is None or depth == 0:
            return ReprintView(row, None, depth, None, False, None, (), ())
        people = self._joins.reprint_authors(first)
        authors = (*people, BY_PROGRAM) if first.share or not people else people
        return ReprintView(
            row, first.origin, depth, first.share, first.whole, self._joins.told_why(first), authors, also
        )

    # Differences

    def difference(self, one: ReportRow, other: ReportRow) -> DifferenceView:
        found = self._joins.difference(one.id, other.id)
        marks = self._joins.marks(one.id, other.id)
        pairs = (self._pair(p, marks) for p in found.both if p.changes)
        return DifferenceView(
            one,
            other,
            tuple(p for p in pairs if p),
            self.events(c.key for c in found.only_one),
            self.events(c.key for c in found.only_other),
            sum(not p.changes for p in found.both),
            self._all_notes(marks, (*found.only_one, *found.only_other)),
        )

    def _pair(self, pair: Paired, marks: Marks) -> PairView | None:
        one, other = self.event(pair.one.key), self.event(pair.other.key)
        notes = self._all_notes(marks, (pair.one, pair.other))
        return PairView(one, other, pair.changes, notes) if one and other else None

    def _all_notes(self, marks: Marks, cards: Iterable[Card]) -> tuple[NoteView, ...]:
        return self.notes((card.key, said) for card in cards for said in marks.of(card.key))


def _place(toll: Toll, card: Card) -> int:
    """The place of a figure among its event's figures."""
    return next((n for n, f in enumerate(card.figures) if f.span == toll.span and f.what == toll.what), 0)


def face_of(cards: Sequence[Card]) -> Card:
    """The telling that says most: an asserted one before others, then by filled fields, then the oldest."""
    return max(cards, key=_filled)


def _filled(card: Card) -> tuple[bool, int]:
    fields = (card.actors, card.recipients, card.place, card.earliest, card.kind, card.speaker.chain)
    return card.status == "asserted", sum(map(bool, fields))


def _later(found: Sequence[Toll]) -> dict[int, str]:
    """For each figure by its number the event in which its source next tells another one of the same."""
    last: dict[tuple[str, str, str], list[int]] = {}
    later: dict[int, str] = {}
    for number, toll in enumerate(found):
        speaker = toll.speaker[0] if toll.speaker else toll.publisher or toll.report
        if speaker == "unnamed":
            continue
        earlier = last.setdefault((speaker.casefold(), toll.what, toll.scope), [])
        if earlier and (found[earlier[0]].low, found[earlier[0]].high) != (toll.low, toll.high):
            later.update({n: toll.event for n in earlier if _moment(found[n]) < _moment(toll)})
            earlier.clear()
        earlier.append(number)
    return later


def _moment(toll: Toll) -> str:
    return toll.as_of or toll.published or ""
