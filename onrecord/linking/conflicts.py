"""Contradiction: where two tellings of one event cannot both be so, and where one only brings the other up to date.

No verdict is given: a conflict holds both sides with their words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from onrecord.linking.cards import Card, day
from onrecord.linking.speakers import apart
from onrecord.linking.units import EVERYONE, PEOPLE, counted, side
from onrecord.linking.words import overlap
from onrecord.record import Figure, FigureWhat

Relation = Literal["agrees", "updates", "contradicts", "silent"]
Field = Literal["status", "figures", "time", "place", "actor"]

_TOLLS = frozenset({"killed", "injured", "casualties", "missing", "displaced", "arrested", "crowd", "damage", "money"})
_GROWING = frozenset({"killed", "injured", "casualties", "displaced", "arrested", "damage"})
_TO_THE_HOUR = 13  # characters of "2026-03-04T08"
_ROUNDING = 0.05  # "about 2,000" and "2,050" do not contradict one another


@dataclass(frozen=True, slots=True)
class Related:
    """How two tellings stand to one another in one field, with the reason in words."""

    field: Field
    relation: Relation
    reason: str
    what: str | None = None  # of figures: what is counted


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two tellings of one event that disagree in a field; `one` and `other` are the keys of their events."""

    field: Field
    one: str
    other: str
    reason: str
    what: str | None = None


def relate(one: Card, other: Card) -> tuple[Related, ...]:
    """Every field that both tell, with how they stand; the order of the two does not matter.

    Nothing of a single incident beside several told together, even where a person puts them together.
    """
    if one.aggregate != other.aggregate:
        return ()
    one, other = sorted((one, other), key=lambda c: (c.published or "9999", c.key))
    found = [_status(one, other), *_all_figures(one, other), _time(one, other), _place(one, other), _actor(one, other)]
    return tuple(r for r in found if r is not None)


def relation(one: Card, other: Card) -> Relation:
    """The pair as a whole: a contradiction in any field outweighs an update, an update an agreement."""
    told = {r.relation for r in relate(one, other)}
    order: tuple[Relation, ...] = ("contradicts", "updates", "agrees")
    return next((strongest for strongest in order if strongest in told), "silent")


def conflicts(cards: Sequence[Card]) -> Iterator[Conflict]:
    """Each contradiction between two tellings of one event, given the cards of its cluster."""
    ordered = sorted(cards, key=lambda c: (c.published or "9999", c.key))
    telling = _Alike()
    signs = [telling.sign(card) for card in ordered]
    for position, one in enumerate(ordered):
        for place in range(position + 1, len(ordered)):
            for related in telling.against(signs[position], signs[place], one, ordered[place]):
                yield Conflict(related.field, one.key, ordered[place].key, related.reason, related.what)


def disputed(cards: Sequence[Card]) -> frozenset[tuple[Field, str | None]]:
    """The fields in which tellings of one event contradict one another; of figures with what is counted.

    Field by field, what is the same in it looked at once: the tellings of a large event differ in something.
    """
    ordered = sorted(cards, key=lambda c: (c.published or "9999", c.key))
    found: set[tuple[Field, str | None]] = set()
    for aggregate in (False, True):
        told = [card for card in ordered if card.aggregate == aggregate]
        for relating, key in (
            (_status, lambda c: c.status),
            (_time, lambda c: (c.counting, day(c.earliest), day(c.latest))),
            (_place, lambda c: c.place),
        ):
            firsts = {key(card): card for card in reversed(told)}.values()
            related = (relating(a, b) for a, b in combinations(firsts, 2))
            found |= {(r.field, r.what) for r in related if r is not None and r.relation == "contradicts"}
        found |= _actors_disputed(told) | _figures_disputed(told)
    return frozenset(found)


def _actors_disputed(told: Sequence[Card]) -> set[tuple[Field, str | None]]:
    """Those who name the same may be one with others by a joined actor: one pair that is not will do."""
    held: dict[frozenset[str], list[Card]] = {}
    for card in told:
        if card.named_actor and card.actors:
            held.setdefault(card.actors, []).append(card)
    for some, others in combinations(held.values(), 2):
        if not _called_alike(some[0].actors, others[0].actors) and any(
            not one.who & other.who for one in some for other in others
        ):
            return {("actor", None)}
    return set()


def _figures_disputed(told: Sequence[Card]) -> set[tuple[Field, str | None]]:
    """Which of two is the earlier one matters here: the first of those that tell the same with the last of others."""
    held: dict[object, list[Card]] = {}
    for card in told:
        if card.figures:
            figures = tuple((f.what, f.low, f.high, f.unit, f.scope) for f in card.figures)
            when = (_hour(card.as_of or card.published), day(card.earliest))
            known = held.setdefault(
                (figures, when, card.speaker.chain[:1], card.speaker.named, card.speaker.voice), [card, card]
            )
            known[1] = card
    pairs = [(a[0], a[1]) for a in held.values() if a[0] is not a[1]]
    for a, b in combinations(held.values(), 2):
        pairs += [(a[0], b[1])] if a[0] is a[1] and b[0] is b[1] else [(a[0], b[1]), (b[0], a[1])]
    found: set[tuple[Field, str | None]] = set()
    for a_, b_ in pairs:
        one, other = sorted((a_, b_), key=lambda c: (c.published or "9999", c.key))
        found |= {(r.field, r.what) for r in _all_figures(one, other) if r.relation == "contradicts"}
    return found


class _Alike:
    """Contradictions of tellings, each worked out once for all that tell the same: reprints are many."""

    def __init__(self) -> None:
        self._signs: dict[object, int] = {}
        self._known: dict[tuple[int, int], tuple[Related, ...]] = {}

    def sign(self, card: Card) -> int:
        """A number for all that `relate` looks at."""
        figures = tuple((f.what, f.low, f.high, f.unit, f.scope, f.span.quote) for f in card.figures)
        who = (card.actors, card.who, card.named_actor, card.speaker.chain[:1], card.speaker.named, card.speaker.voice)
        when = (_hour(card.as_of or card.published), day(card.earliest), day(card.latest), card.counting)
        told = (card.status, figures, who, when, card.place, card.aggregate)
        return self._signs.setdefault(told, len(self._signs))

    def against(self, sign: int, other_sign: int, one: Card, other: Card) -> tuple[Related, ...]:
        """What contradicts; `one` is the earlier telling."""
        known = self._known.get((sign, other_sign))
        if known is None:
            known = tuple(r for r in relate(one, other) if r.relation == "contradicts")
            self._known[sign, other_sign] = known
        return known


def _status(one: Card, other: Card) -> Related | None:
    told = {one.status, other.status}
    if told == {"asserted", "denied"}:
        return Related("status", "contradicts", "one asserts what the other denies")
    if told in ({"planned", "asserted"}, {"possible", "asserted"}, {"hypothetical", "asserted"}):
        return Related("status", "updates", "what one plans or supposes the other tells as done")
    if len(told) == 1:
        return Related("status", "agrees", f"both: {one.status}")
    return None


def _all_figures(one: Card, other: Card) -> Iterator[Related]:
    for a in one.figures:
        for b in other.figures:
            if a.what == b.what and a.what in _TOLLS and counted(a.what, a.unit) == counted(b.what, b.unit):
                yield _figures(one, other, a, b, f"“{a.span.quote}” and “{b.span.quote}”")
    for what in sorted(PEOPLE & {f.what for f in one.figures} & {f.what for f in other.figures}):
        yield from _whole_and_sides(one, other, what)


def _whole_and_sides(one: Card, other: Card, what: FigureWhat) -> Iterator[Related]:
    """A count of everyone beside one that tells sides alone: "12" and "nine civilians and three gunmen" agree.

    Sides that are fewer than everyone say nothing, since nobody need have told all; more of them cannot be so.
    """
    (a, sides_a), (b, sides_b) = (_added_up(card, what) for card in (one, other))
    if a is None or b is None or a.scope != b.scope or sides_a == sides_b:
        return
    whole, part = (b, a) if sides_a else (a, b)
    if whole.low == part.low == whole.high or (whole.high is not None and (part.low or 0.0) > whole.high):
        told = " and ".join(f"“{' + '.join(f.span.quote for f in c.figures if f.what == what)}”" for c in (one, other))
        yield _figures(one, other, a, b, told)


def _added_up(card: Card, what: FigureWhat) -> tuple[Figure | None, bool]:
    """The one count of everyone of a telling, else its sides as "at least" their sum; whether it is such a sum."""
    told = [f for f in card.figures if f.what == what]
    units = [counted(what, f.unit) for f in told]
    if len(told) == 1 and units == [EVERYONE]:
        return told[0], False
    # Children are among the civilians: only figures of different sides are sure to be added up.
    sides = {side(f.unit) for f in told}
    if not told or EVERYONE in sides or len(sides) < len(told) or len({f.scope for f in told}) > 1:
        return None, False
    return replace(told[0], low=sum(f.low or 0.0 for f in told), high=None), True


def _figures(one: Card, other: Card, a: Figure, b: Figure, told: str) -> Related:
    """`one` is the earlier telling; `told`: both figures in words."""
    if _meet(a, b):
        return Related("figures", "agrees", f"{told} can both be so", a.what)
    if one.aggregate and other.aggregate and day(one.earliest) != day(other.earliest):
        return Related("figures", "silent", f"{told}: counts of different spans of time", a.what)
    later = _later(one, other)
    if later and a.what in _GROWING and _above(b, a):
        return Related("figures", "updates", f"{told}: a later count may be higher", a.what)
    if later and _same_speaker(one, other):
        return Related("figures", "updates", f"{told}: the same source corrects itself", a.what)
    if a.scope != b.scope:
        return Related("figures", "silent", f"{told}: one event and a running total", a.what)
    return Related("figures", "contradicts", f"{told} exclude one another", a.what)


def _meet(a: Figure, b: Figure) -> bool:
    """Whether the intervals overlap; open ends reach everywhere, closed ones a twentieth further."""
    low = max(a.low if a.low is not None else 0.0, b.low if b.low is not None else 0.0)
    high = min(a.high if a.high is not None else float("inf"), b.high if b.high is not None else float("inf"))
    return low <= high or (low > 100 and low * (1 - _ROUNDING) <= high)


def _above(b: Figure, a: Figure) -> bool:
    return b.low is not None and a.high is not None and b.low > a.high


def _later(one: Card, other: Card) -> bool:
    a, b = day(one.as_of or one.published), day(other.as_of or other.published)
    if a is None or b is None:
        return False
    return b > a or (b == a and not one.as_of and not other.as_of and _hours_later(one.published, other.published))


def _hours_later(one: str | None, other: str | None) -> bool:
    """Of one day: whether the second was published in a later hour, where both give it, in one time zone or in none."""
    a, b = _hour(one), _hour(other)
    return bool(a and b and len(a[0]) == len(b[0]) == _TO_THE_HOUR and a[1] == b[1] and b[0] > a[0])


def _hour(moment: str | None) -> tuple[str, str] | None:
    """Day and hour of an ISO moment, and its time zone; of a day alone no hour is known."""
    return (moment[:13], moment[19:]) if moment and moment[10:11] == "T" else (moment, "") if moment else None


def _same_speaker(one: Card, other: Card) -> bool:
    first, second = one.speaker, other.speaker
    if first.voice and second.voice and not apart(first.voice, second.voice):
        return True
    return bool(first.chain) and first.named and first.chain[:1] == second.chain[:1]


def _time(one: Card, other: Card) -> Related | None:
    a, b, c, d = day(one.earliest), day(one.latest), day(other.earliest), day(other.latest)
    if not (a and b and c and d) or one.counting or other.counting:
        return None
    if a <= d and c <= b:
        return Related("time", "agrees", "the days that they allow meet")
    return Related("time", "contradicts", f"{a} to {b}, and {c} to {d}")


def _place(one: Card, other: Card) -> Related | None:
    a, b = one.place, other.place
    if a is None or b is None:
        return None
    if a.name == b.name or (a.geonameid is not None and a.geonameid == b.geonameid):
        return Related("place", "agrees", f"both: {a.name}")
    if a.country and b.country and a.country != b.country:
        return Related("place", "contradicts", f"{a.name} ({a.country}) and {b.name} ({b.country})")
    fine = ("settlement", "exact")
    if a.precision in fine and b.precision in fine:
        return Related("place", "contradicts", f"{a.name} and {b.name}")
    return Related("place", "agrees", f"{a.name} and {b.name}: one may lie in the other")


def _actor(one: Card, other: Card) -> Related | None:
    if not one.actors or not other.actors:
        return None
    if one.who & other.who or _called_alike(one.actors, other.actors):
        return Related("actor", "agrees", f"both: {', '.join(sorted(one.actors))}")
    if one.named_actor and other.named_actor:
        return Related("actor", "contradicts", f"{', '.join(sorted(one.actors))}; {', '.join(sorted(other.actors))}")
    return None


def _called_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(overlap(one, other)) or _akin(one, other)


def _akin(one: frozenset[str], other: frozenset[str]) -> bool:
    """Names that share their last word ("rebels" and "northern rebels") may be one party."""
    return bool({n.split()[-1] for n in one} & {n.split()[-1] for n in other})
