"""Which deed of its report an event is, or comes of: "the attack" is the bombing told before it, "eight died" in it.

A short mention tells neither day nor place; they stand where the deed was told first. Each event takes from its own
report what it does not tell itself, so that two reports are compared by what each of them knows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from onrecord.linking.card import Card, Deed, PlaceKey, day
from onrecord.linking.senses import akin, counts, of_card, roles

_REACH = 4  # sentences back in which a death's deed is looked for where the report leads with none
_LEAD = 2  # sentences in which the report's own deed stands
_LONG_BEFORE = 45  # days; a deed of so long before the report is recalled, and nothing after it hangs on it
_ANOTHER = re.compile(
    r"\b(?:an?|another|other|others|second|third|similar|separate|earlier|previous|last|two|three|four|several|many|"
    r"such|any|no|more|further|new)\s+((?:[\w’'-]+\s+){0,3})$", re.I,
)  # fmt: skip
_DAYS = re.compile(r"day['’]s\s+(?:[\w-]+\s+){0,3}$", re.I)
_PARTED = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours?)\s+(?:after|before|earlier|later)\b|;|\b(?:ago|over|for|since|accus\w+|"
    r"suspect\w+|anniversary|connection|following|despite)\b", re.I,
)  # fmt: skip
_ITEM = re.compile(r"^[^\S\n]*(?:[A-Z][\w.'’-]*\s?){1,4}:", re.M)
_ITEMS = 2  # lines that open with a name and a colon: such a report is a roundup, each line of another thing
_MOST = 60  # events back that are looked through
_PARTING = 200  # characters that such words count for when the nearest deed is looked for


def with_deeds(
    cards: Sequence[Card], text: str, dateline: int, places: Iterable[tuple[int, PlaceKey]]
) -> tuple[Card, ...]:
    """The cards of one report, each with the deed that it is or comes of. `dateline`: where the report's ends;
    `places`: those that the report names, with where."""
    order = sorted(range(len(cards)), key=lambda n: cards[n].trigger)
    told = _Report([cards[n] for n in order], text, dateline, places)
    made = dict(zip(order, told.deeds(), strict=True))
    return tuple(replace(c, deed=made[number], counting=told.counting(c)) for number, c in enumerate(cards))


class _Report:
    """The events of one report in the order of the text."""

    def __init__(self, cards: Sequence[Card], text: str, dateline: int, places: Iterable[tuple[int, PlaceKey]]) -> None:
        self.cards, self.text, self.dateline = cards, text, dateline
        self.senses = [of_card(card) for card in cards]
        deeds, comes_of = roles()
        self.is_deed = [bool((s.told | s.wider) & deeds) for s in self.senses]
        self.comes_of = [bool(s.told & comes_of) and not s.told & deeds for s in self.senses]
        self.bits = deeds
        starts = sorted({card.sentence.start for card in cards})
        self.sentence = {start: number for number, start in enumerate(starts)}
        self.items, self.of_item = _items(text, places)
        self.counted = {(c.sentence.start, c.earliest, c.latest) for c in cards if counts(c)}
        self.found = [self.own(number) for number in range(len(cards))]
        self.lead = self.leading()

    def deeds(self) -> Sequence[Deed]:
        for number in range(len(self.cards)):
            self.beside_it(number)
        for number, comes_of in enumerate(self.comes_of):
            if not comes_of:
                self.hang(number, self.before(number) if self.is_deed[number] else None)
        for number, comes_of in enumerate(self.comes_of):
            if comes_of:
                self.hang(number, self.cause(number))
        return self.found

    def own(self, number: int) -> Deed:
        """What the event's own words tell. Of a toll that "rose on Friday" Friday is the day of the counting."""
        card, sense = self.cards[number], self.senses[number]
        place = card.place if card.place_at is None or card.place_at >= self.dateline else None
        days = card.earliest, card.latest
        if self.counting(card):
            days = None, None
        senses = sense.told & self.bits or sense.wider & self.bits
        target = card.recipients if self.is_deed[number] else frozenset()
        return Deed(senses, *days, place or self.of_item.get(self.item(card)), target=target)

    def counting(self, card: Card) -> bool:
        """Whether its day is that of a count in its sentence; not in "the toll of Monday's blast rose"."""
        before = self.text[card.sentence.start : card.trigger.start]
        days = card.earliest, card.latest
        return bool(days[1]) and (card.sentence.start, *days) in self.counted and not _DAYS.search(before)

    def leading(self) -> int | None:
        """The deed that the report is of: the first one that its first sentences tell."""
        return next((n for n in range(len(self.cards)) if self.leads(n)), None)

    def leads(self, number: int) -> bool:
        card = self.cards[number]
        if not self.is_deed[number] or card.aggregate or card.status not in ("asserted", "denied") or self.items:
            return False
        return self.sentence[card.sentence.start] < _LEAD and not self.recalled(number)

    def recalled(self, number: int) -> bool:
        last, published = day(self.found[number].latest), day(self.cards[number].published)
        return bool(last and published and (published - last).days > _LONG_BEFORE)

    def beside_it(self, number: int) -> None:
        """ "Police opened fire on Friday on students who were marching": the march was on Friday, too."""
        mine = self.found[number]
        if not (self.is_deed[number] or self.comes_of[number]) or (mine.latest and mine.place):
            return
        for other in sorted(self.beside(number)):
            if self.is_deed[other] and self.may_be(number, other) and not self.parted(number, other):
                self.found[number] = _filled(self.found[number], self.found[other])

    def hang(self, number: int, deed: int | None) -> None:
        """Take over what the deed tells and the event does not."""
        if deed is None:
            return
        mine, other = self.found[number], self.found[deed]
        senses = other.senses | (mine.senses if self.senses[number].told & self.bits else 0)
        self.found[number] = replace(_filled(mine, other), senses=senses, target=mine.target | other.target)

    def before(self, number: int) -> int | None:
        """The deed that a later mention of it means: the lead's, else the nearest before it, told in like words."""
        if self.cards[number].aggregate or self.another(number):
            return None
        for earlier in self.earlier(number):
            if self.may_be(number, earlier) and akin(self.senses[number], self.senses[earlier]):
                return earlier
        return None

    def earlier(self, number: int) -> Iterator[int]:
        if self.lead is not None and self.lead < number:
            yield self.lead
        yield from (n for n in reversed(range(max(0, number - _MOST), number)) if self.is_deed[n])

    def another(self, number: int) -> bool:
        """ "A blast", "another attack", but not "an air strike hit"."""
        card = self.cards[number]
        found = _ANOTHER.search(self.text[card.sentence.start : card.trigger.start])
        if not found:
            return False
        start = card.sentence.start + found.start(1)
        return not any(start <= self.cards[n].trigger.start < card.trigger.start for n in self.beside(number))

    def cause(self, number: int) -> int | None:
        """The deed that people died of: the nearest one in the sentence, else the lead's, else the last one told."""
        card = self.cards[number]
        near = [n for n in self.beside(number) if self.is_deed[n] and self.may_be(number, n)]
        if near:
            return min(near, key=lambda n: (self.distance(number, n), n))
        for earlier in self.earlier(number):
            back = self.sentence[card.sentence.start] - self.sentence[self.cards[earlier].sentence.start]
            if self.may_be(number, earlier) and (earlier == self.lead or back <= _REACH):
                return earlier
        return None

    def beside(self, number: int) -> Iterator[int]:
        """The other events of the sentence."""
        start = self.cards[number].sentence.start
        for step in (-1, 1):
            other = number + step
            while 0 <= other < len(self.cards) and self.cards[other].sentence.start == start:
                if abs(other - number) > _MOST:
                    break
                yield other
                other += step

    def between(self, number: int, other: int) -> str:
        first, second = sorted((self.cards[number].trigger, self.cards[other].trigger))
        return self.text[first.end : second.start]

    def parted(self, number: int, other: int) -> bool:
        return bool(_PARTED.search(self.between(number, other)))

    def distance(self, number: int, other: int) -> int:
        return len(self.between(number, other)) + _PARTING * self.parted(number, other)

    def may_be(self, number: int, deed: int) -> bool:
        """Whether nothing that the two tell keeps an event from being or coming of a deed."""
        card, other = self.cards[number], self.cards[deed]
        if other.aggregate or (self.item(card) != self.item(other)):
            return False
        if card.sentence.start != other.sentence.start and self.recalled(deed):
            return False
        mine, theirs = self.found[number], self.found[deed]
        return _meet(mine, theirs) and _one_place(mine.place, theirs.place)

    def item(self, card: Card) -> int:
        """Which line of a roundup tells it."""
        return bisect_right(self.items, card.trigger.start)


def _items(text: str, places: Iterable[tuple[int, PlaceKey]]) -> tuple[list[int], dict[int, PlaceKey]]:
    """Where the lines of a roundup begin, and the place that opens each, by its number."""
    found = list(_ITEM.finditer(text))
    if len(found) < _ITEMS:
        return [], {}
    starts = [m.start() for m in found]
    ends = [m.end() for m in found]
    opening: dict[int, PlaceKey] = {}
    for start, place in places:
        number = bisect_right(starts, start)
        if number and start < ends[number - 1]:
            opening.setdefault(number, place)
    return starts, opening


def _filled(mine: Deed, other: Deed) -> Deed:
    place = mine.place
    if other.place and (place is None or (_coarse(place) and _within(other.place, place))):
        place = other.place
    days = (mine.earliest, mine.latest) if mine.latest else (other.earliest, other.latest)
    return replace(mine, earliest=days[0], latest=days[1], place=place)


def _meet(one: Deed, other: Deed) -> bool:
    a, b, c, d = day(one.earliest), day(one.latest), day(other.earliest), day(other.latest)
    return not (a and b and c and d) or max(a, c) <= min(b, d)


def _one_place(one: PlaceKey | None, other: PlaceKey | None) -> bool:
    if one is None or other is None or one.name == other.name:
        return True
    if one.country and other.country and one.country != other.country:
        return False
    return _coarse(one) or _coarse(other)


def _coarse(place: PlaceKey) -> bool:
    return place.precision in ("country", "region")


def _within(place: PlaceKey, wider: PlaceKey) -> bool:
    return not _coarse(place) and (not wider.country or place.country == wider.country)
