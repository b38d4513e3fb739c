"""The toll ledger: every figure by speaker, qualifier, scope, as-of and report, with what corrects or withdraws it.

Nothing is overwritten: a later or lower figure stands beside the earlier one, a corrected one beside its correction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.linking.cards import Card
from onrecord.linking.corrections import Correction, Marks
from onrecord.linking.corroboration import Source, sources
from onrecord.linking.reprints import Reprint
from onrecord.linking.units import counted
from onrecord.record import Figure, FigureScope, FigureWhat, Span, Status

Qualifier = Literal["exactly", "at least", "at most", "between"]
How = Literal["lowers", "raises", "takes back", "restates"]


@dataclass(frozen=True, slots=True)
class Replaced:
    """An earlier figure that a later one takes the place of: its event, the figure in words, and how."""

    event: str
    told: str
    how: How


@dataclass(frozen=True, slots=True)
class Toll:
    """One figure as one source tells it.

    `origin` is who tells it once reprints and the names of one speaker collapse; `reprint_of` and `reason` are given
    where the report is a reprint. `replaces`: an earlier figure of the same origin that it changes. `corrections`: what
    the outlet's own notes say of it. `aggregate`: of several happenings told together.
    """

    event: str
    report: str
    what: FigureWhat
    low: float | None
    high: float | None
    unit: str | None
    qualifier: Qualifier
    scope: FigureScope
    as_of: str | None
    published: str | None
    publisher: str | None
    speaker: tuple[str, ...]
    status: Status
    span: Span
    origin: Source
    reprint_of: str | None = None
    reason: str | None = None
    replaces: tuple[Replaced, ...] = ()
    corrections: tuple[Correction, ...] = ()
    aggregate: bool = False

    @property
    def when(self) -> str:
        return self.as_of or self.published or ""

    @property
    def value(self) -> tuple[float | None, float | None, Status]:
        return self.low, self.high, self.status


def tolls(cards: Sequence[Card], reprints: Iterable[Reprint] = (), marks: Marks | None = None) -> tuple[Toll, ...]:
    """Every figure of the cards, oldest first; figures that are told of nothing in particular are left out."""
    known = sources(cards, reprints)
    said = marks.figures if marks else {}
    found = [
        replace(_toll(card, figure, known[card.key]), corrections=said.get((card.key, figure.span.start), ()))
        for card in cards
        for figure in card.figures
        if figure.what != "other"
    ]
    return _replacing(sorted(found, key=_order))


def _order(toll: Toll) -> tuple[object, ...]:
    """By day, on each day what is no reprint first: a copy may give the hour and its origin the day alone."""
    return toll.when[:10] or "9999", toll.reprint_of is not None, toll.when, toll.event, toll.span


def _toll(card: Card, figure: Figure, origin: Source) -> Toll:
    return Toll(
        card.key,
        card.report,
        figure.what,
        figure.low,
        figure.high,
        figure.unit,
        _qualifier(figure.low, figure.high),
        figure.scope,
        card.as_of,
        card.published,
        card.publisher,
        card.speaker.chain,
        card.status,
        figure.span,
        replace(origin, reprint_of=None, reason=None),
        origin.reprint_of,
        origin.reason,
        aggregate=card.aggregate,
    )


def _counted(toll: Toll) -> tuple[object, ...]:
    """Who counts what: figures of one key are the same count, told again or changed."""
    return toll.origin.by, toll.origin.name, toll.what, counted(toll.what, toll.unit), toll.scope, toll.aggregate


def _replacing(found: Sequence[Toll]) -> tuple[Toll, ...]:
    """With what each figure takes the place of: the last one that the same origin told of the same thing before.

    Both stay; a source that lowers its own figure corrects it ("earlier reported 12, now 9"). A reprint that
    repeats a figure replaces nothing: the figure is its origin's.
    """
    made: list[Toll] = []
    last: dict[tuple[object, ...], Toll] = {}
    told: set[tuple[object, ...]] = set()
    for toll in found:
        key = _counted(toll)
        before = last.get(key)
        if toll.reprint_of is None or (*key, toll.value) not in told:
            if before is not None and before.value != toll.value and before.when < toll.when:
                toll = replace(toll, replaces=(Replaced(before.event, before.span.quote, _how(before, toll)),))
            last[key] = toll
            told.add((*key, toll.value))
        made.append(toll)
    return tuple(made)


def _how(before: Toll, now: Toll) -> How:
    if now.status == "denied" and before.status != "denied":
        return "takes back"
    one, other = (t.low if t.low is not None else t.high or 0.0 for t in (before, now))
    return "lowers" if other < one else "raises" if other > one else "restates"


def _qualifier(low: float | None, high: float | None) -> Qualifier:
    if high is None:
        return "at least"
    if low is None:
        return "at most"
    return "exactly" if low == high else "between"


@dataclass(frozen=True, slots=True)
class TollLine:
    """One figure of one origin, with every telling of it: the first, then repetitions and reprints, none lost."""

    tellings: tuple[Toll, ...]

    @property
    def first(self) -> Toll:
        return self.tellings[0]

    @property
    def reports(self) -> int:
        return len({t.report for t in self.tellings})

    @property
    def corrections(self) -> tuple[Correction, ...]:
        return tuple(dict.fromkeys(c for t in self.tellings for c in t.corrections))


def collapsed(found: Sequence[Toll]) -> tuple[TollLine, ...]:
    """The figures with repetitions below their first telling, given as `tolls` gives them.

    An origin that goes from 12 to 15 and back to 12 has three lines; a late reprint of the first 12 stands with that.
    """
    lines: list[list[Toll]] = []
    last: dict[tuple[object, ...], list[Toll]] = {}
    every: dict[tuple[object, ...], list[Toll]] = {}
    for toll in found:
        key = _counted(toll)
        line = last.get(key)
        if line is not None and line[0].value == toll.value:
            line.append(toll)
        elif toll.reprint_of is not None and (key, toll.value) in every:
            every[key, toll.value].append(toll)
        else:
            last[key] = every[key, toll.value] = [toll]
            lines.append(last[key])
    return tuple(TollLine(tuple(line)) for line in lines)
