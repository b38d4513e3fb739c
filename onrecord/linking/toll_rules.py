"""Named derivations over the tolls of one event: rules of datasets that make one number of many.

A derivation says what it did and is never stored as a claim. It counts everyone: figures of one side ("3 gunmen") are
parts, and stand for the whole only where nobody tells one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.lexicon import load
from onrecord.linking.tolls import Toll
from onrecord.linking.units import EVERYONE, side
from onrecord.record import FigureWhat


@dataclass(frozen=True, slots=True)
class Derived:
    """What a named rule makes of the tolls of one event: `low`, `best`, `high`, and how in words."""

    rule: str
    what: FigureWhat
    low: float | None
    best: float | None
    high: float | None
    how: str


@dataclass(frozen=True, slots=True)
class _Count:
    """How many one source tells in one report, everyone together; `whole`: not added up of sides by us."""

    low: float
    high: float
    when: str
    event: str
    whole: bool


def derive(rule: str, found: Sequence[Toll], what: FigureWhat = "killed") -> Derived | None:
    """Apply a named rule to the asserted tolls of one event; None where none is told. Raises KeyError for no rule.

    What its own outlet corrected or withdrew is left out, and that is said.
    """
    apply = RULES[rule]
    asserted = [t for t in found if t.what == what and t.status == "asserted"]
    told = [t for t in asserted if not t.corrections]
    if not told:
        return None
    left_out = len(asserted) - len(told)
    of_event = [t for t in told if t.scope == "event" and not t.aggregate] or told
    return apply(what, _counts(of_event, acled=rule == "acled"), _said(left_out))


def _said(left_out: int) -> str:
    if not left_out:
        return ""
    return f"; {left_out} corrected or withdrawn figure{'s' if left_out > 1 else ''} left out"


def _counts(found: Sequence[Toll], *, acled: bool) -> list[_Count]:
    """One count a source and report: the figure of everyone, else the sides that it tells added up."""
    told: dict[tuple[object, ...], list[Toll]] = defaultdict(list)
    for toll in found:
        told[toll.report, toll.origin.by, toll.origin.name].append(toll)
    counts = [_count(tolls, acled) for tolls in told.values()]
    return [c for c in counts if c.whole] or counts


def _count(tolls: Sequence[Toll], acled: bool) -> _Count:
    sides: dict[str, list[Toll]] = defaultdict(list)
    for toll in tolls:
        sides[side(toll.unit)].append(toll)
    whole = sides.get(EVERYONE)
    # Of several figures of one side the highest holds the others ("12 people, among them 3 of one family").
    parts = [whole] if whole else list(sides.values())
    low = sum(max(_low(t, acled) for t in part) for part in parts)
    high = sum(max(_high(t) for t in part) for part in parts)
    newest = max(tolls, key=lambda t: (t.when, t.event))
    return _Count(low, max(low, high), newest.when, newest.event, whole is not None)


def _low(toll: Toll, acled: bool) -> float:
    if acled and toll.high is None:
        for word, value in load("toll_units")["acled"].items():
            if word in toll.span.quote.lower().split():
                return float(value)
    return toll.low if toll.low is not None else toll.high or 0.0


def _high(toll: Toll) -> float:
    return toll.high if toll.high is not None else toll.low or 0.0


def _acled(what: FigureWhat, found: Sequence[_Count], left_out: str) -> Derived:
    """ACLED's practice: of sources that differ the most conservative figure, of the newest reports only; both sides
    together; "dozens" is 12, "hundreds" 100."""
    newest = max(c.when for c in found)[:10]
    latest = [c for c in found if c.when[:10] == newest]
    best = min(c.low for c in latest)
    added = "" if all(c.whole for c in latest) else ", sides added up"
    how = f"the lowest count of the newest day told ({newest or 'undated'}){added}{left_out}"
    return Derived("acled", what, best, best, best, how)


def _ucdp(what: FigureWhat, found: Sequence[_Count], left_out: str) -> Derived:
    """UCDP's practice: low, best and high estimate side by side; best is the newest count."""
    newest = max(found, key=lambda c: (c.when, c.event))
    added = "" if all(c.whole for c in found) else ", sides added up"
    how = f"lowest, newest and highest count told{added}{left_out}"
    return Derived("ucdp", what, min(c.low for c in found), newest.low, max(c.high for c in found), how)


RULES = {"acled": _acled, "ucdp": _ucdp}
