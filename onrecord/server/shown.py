"""Makes the forms that the page is given out of the joins and the rows of the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from onrecord.joining import Happening
from onrecord.ledger import EventRow, Judgement, Ledger, NotFound, ReportRow
from onrecord.linking.cards import Card
from onrecord.linking.corroboration import Branch, Origin
from onrecord.linking.differences import Paired
from onrecord.linking.sides import Dispute
from onrecord.linking.toll_rules import RULES
from onrecord.linking.tolls import Toll
from onrecord.server.forms import (
    AlsoView,
    BranchView,
    DifferenceView,
    DisputeRow,
    DisputeView,
    Family,
    HappeningRow,
    HappeningView,
    Kin,
    OriginView,
    PairView,
    ReprintView,
    Said,
    Sharing,
    SideView,
    TollGroup,
    TollView,
    Voices,
)
from onrecord.server.joins import Held, Told

TELLINGS = 200  # of one happening in one answer; the list of events has them all
_KIN = 20  # reports of the same happenings that are named beside one
_NAMES = 4  # speakers of a side that a row of a list names


class Shown:
    """Makes these of the joins, with rows of the ledger; what was forgotten meanwhile is left out.

    A row is looked up once for one answer.
    """

    def __init__(self, ledger: Ledger, held: Held) -> None:
        self._ledger = ledger
        self._held = held
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
        face = self.event(told.face.key)
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
            tuple(dict.fromkeys(c.what or c.field for c in entry.disputes)),
        )

    def rows(self, told: Iterable[Told]) -> tuple[HappeningRow, ...]:
        return tuple(row for one in told if (row := self.row(one)))

    def _voices(self, origins: Sequence[Origin]) -> Voices:
        return Voices(len(origins), tuple(self._name(o) for o in origins[:_NAMES]))

    def _name(self, origin: Origin) -> str:
        """An outlet without a known name is called by its report."""
        row = self.report(origin.name) if origin.by == "outlet" and origin.name in self._held.reports else None
        return (row.title or row.name) if row else origin.name

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
            self.disputes(told.happening),
            self.tolls(told, row),
            tuple(r for r in told.happening.reasons if not any(j.a in r and j.b in r for j in judgements)),
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
        reprint = next(iter(self._held.copies.get(branch.report, ())), None)
        share = reprint.share if reprint and branch.reprint_of else None
        return BranchView(report, branch.events, branch.reprint_of, share, branch.reason) if report else None

    def disputes(self, happening: Happening) -> tuple[DisputeView, ...]:
        return tuple(self.dispute(d) for d in self._held.joined.disputes(happening))

    def disputed(self, told: Told, number: int) -> DisputeRow | None:
        """One of a happening's disputes by its place among them."""
        row, found = self.row(told), self._held.joined.disputes(told.happening)
        return DisputeRow(row, self.dispute(found[number])) if row and number < len(found) else None

    def dispute(self, dispute: Dispute) -> DisputeView:
        sides = tuple(SideView(s.value, self.events(s.events[:TELLINGS])) for s in dispute.sides)
        return DisputeView(dispute.field, dispute.what, sides, dispute.reasons)

    # Tolls

    def tolls(self, told: Told, row: HappeningRow) -> TollGroup:
        found = self._held.joined.tolls(told.happening)
        later = _later(found)
        cards = {c.key: c for c in told.happening.cards}
        views = [self._toll(toll, cards[toll.event], later.get(n)) for n, toll in enumerate(found[:TELLINGS])]
        derived = (self._held.joined.derived(told.happening, rule) for rule in RULES)
        return TollGroup(row, tuple(v for v in views if v), tuple(d for d in derived if d))

    def _toll(self, toll: Toll, card: Card, later: str | None) -> TollView | None:
        report = self.report(toll.report)
        if report is None:
            return None
        figure = next((n for n, f in enumerate(card.figures) if f.span == toll.span and f.what == toll.what), 0)
        return TollView(
            toll.event,
            figure,
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
        )

    # People's judgements

    def said(self, judgements: Sequence[Judgement], about: set[str]) -> tuple[Said, ...]:
        """What people said of any of these events or reports, newest first."""
        newest: dict[tuple[str, str, str], int] = {}
        for judgement in judgements:
            newest[judgement.kind, judgement.a, judgement.b] = judgement.number
        unheeded = {j.number for j in self._held.joined.unheeded}
        found = [j for j in judgements if j.a in about or j.b in about]
        return tuple(
            Said(
                j,
                newest[j.kind, j.a, j.b] == j.number,
                j.number not in unheeded,
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
        outlet = (report.publisher or report.title or report.name) if report else named
        return f"“{row.event.trigger.quote}” in {outlet}, {row.report.published or 'undated'}" if row else outlet

    def _entity(self, named: str) -> str:
        report, _, entity = named.rpartition("/")
        try:
            record = self._ledger.record(report)
        except NotFound:
            return named
        name = next((e.name for e in record.entities if e.id == entity), entity)
        return f"“{name}” in {record.document.publisher or record.document.title or record.document.name}"

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
            waiting += [(copy, depth + 1) for copy in reversed(self._held.copied.get(report, ()))]
        return Family(tuple(tree))

    def kin(self, row: ReportRow, judgements: Sequence[Judgement]) -> Kin:
        root = self._held.root(row.id)
        alone = root == row.id and root not in self._held.copied
        near = Counter(
            card.report
            for told in self._held.told_in.get(row.id, ())
            for card in {c.report: c for c in told.happening.cards}.values()
        )
        near.pop(row.id, None)
        sharing = sorted(near.items(), key=lambda x: (-x[1], x[0]))[:_KIN]
        return Kin(
            row,
            None if alone else self.family(root),
            tuple(v.report for v in self._ledger.versions(row.id) if v.report.id != row.id),
            tuple(Sharing(r, n) for report, n in sharing if (r := self.report(report))),
            self.said(judgements, {row.id}),
        )

    def _reprint(self, report: str, depth: int) -> ReprintView | None:
        row = self.report(report)
        first, *others = self._held.copies.get(report, ()) or (None,)
        also = tuple(AlsoView(r, o.share, o.reason) for o in others if o and (r := self.report(o.origin)))
        if row is None:
            return None
        if first is None or depth == 0:
            return ReprintView(row, None, depth, None, False, None, ())
        return ReprintView(row, first.origin, depth, first.share, first.whole, first.reason, also)

    # Differences

    def difference(self, one: ReportRow, other: ReportRow) -> DifferenceView:
        found = self._held.joined.difference(one.id, other.id)
        pairs = (self._pair(p) for p in found.both if p.changes)
        return DifferenceView(
            one,
            other,
            tuple(p for p in pairs if p),
            self.events(c.key for c in found.only_one),
            self.events(c.key for c in found.only_other),
            sum(not p.changes for p in found.both),
        )

    def _pair(self, pair: Paired) -> PairView | None:
        one, other = self.event(pair.one.key), self.event(pair.other.key)
        return PairView(one, other, pair.changes) if one and other else None


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
