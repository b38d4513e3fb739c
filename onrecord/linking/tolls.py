"""The toll ledger: every figure by speaker, qualifier, scope, as-of and report; and named derivations over them.

Nothing is overwritten: a later or lower figure stands beside the earlier one. A derivation is a rule of a dataset for
making one number of many; it says what it did and is never stored as a claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.linking.cards import Card
from onrecord.record import FigureScope, FigureWhat, Span, Status

Qualifier = Literal["exactly", "at least", "at most", "between"]


@dataclass(frozen=True, slots=True)
class Replaced:
    """An earlier figure that a later one takes the place of: its event, the figure in words, and how."""

    event: str
    told: str
    how: str


@dataclass(frozen=True, slots=True)
class Toll:
    """One figure as one source tells it; `replaces`: earlier figures of the same source or outlet that it changes."""

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
    replaces: tuple[Replaced, ...] = ()


@dataclass(frozen=True, slots=True)
class Derived:
    """What a named rule makes of the tolls of one event: `low`, `best`, `high`, and how in words."""

    rule: str
    what: FigureWhat
    low: float | None
    best: float | None
    high: float | None
    how: str


def tolls(cards: Iterable[Card]) -> tuple[Toll, ...]:
    """Every figure of the cards, oldest first; figures that are told of nothing in particular are left out."""
    found = []
    for card in cards:
        for figure in card.figures:
            if figure.what != "other":
                found.append(
                    Toll(
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
                    )
                )
    return _replacing(sorted(found, key=lambda t: (t.as_of or t.published or "9999", t.event, t.span)))


def _replacing(found: Sequence[Toll]) -> tuple[Toll, ...]:
    """With what each figure takes the place of: the last one that the same source told of the same thing before.

    Both stay; a source that lowers its own figure corrects it ("earlier reported 12, now 9").
    """
    made: list[Toll] = []
    last: dict[tuple[object, ...], Toll] = {}
    for toll in found:
        who = toll.speaker[:1] or (toll.publisher,)
        key = (who, toll.what, toll.unit, toll.scope)
        before = last.get(key)
        if before is not None and None not in who and _differs(before, toll) and _time(before) < _time(toll):
            toll = replace(toll, replaces=(Replaced(before.event, before.span.quote, _how(before, toll)),))
        last[key] = toll
        made.append(toll)
    return tuple(made)


def _time(toll: Toll) -> str:
    return toll.as_of or toll.published or ""


def _differs(one: Toll, other: Toll) -> bool:
    return (one.low, one.high, one.status) != (other.low, other.high, other.status)


def _how(before: Toll, now: Toll) -> str:
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


def derive(rule: str, found: Sequence[Toll], what: FigureWhat = "killed") -> Derived | None:
    """Apply a named rule to the asserted tolls of one event; None where none is told. Raises KeyError for no rule."""
    apply = RULES[rule]
    told = [t for t in found if t.what == what and t.status == "asserted"]
    return apply(what, told) if told else None


def _acled(what: FigureWhat, found: list[Toll]) -> Derived:
    """ACLED's practice: of sources that differ the most conservative figure, of the newest reports only."""
    newest = max(t.as_of or t.published or "" for t in found)[:10]
    latest = [t for t in found if (t.as_of or t.published or "")[:10] == newest]
    told = [t.low if t.low is not None else t.high for t in latest]
    values = [v for v in told if v is not None]
    best = min(values) if values else None
    return Derived("acled", what, best, best, best, f"the lowest figure of the newest day told ({newest or 'undated'})")


def _ucdp(what: FigureWhat, found: list[Toll]) -> Derived:
    """UCDP's practice: low, best and high estimate side by side; best is the newest figure."""
    lows = [t.low for t in found if t.low is not None]
    highs = [v for t in found if (v := t.high if t.high is not None else t.low) is not None]
    newest = max(found, key=lambda t: (t.as_of or t.published or "", t.event))
    best = newest.low if newest.low is not None else newest.high
    return Derived(
        "ucdp", what, min(lows, default=None), best, max(highs, default=None), "lowest, newest and highest figure told"
    )


RULES = {"acled": _acled, "ucdp": _ucdp}
