"""Events that a copy tells in the very words of its origin: one event, however many carry the text.

Reports are compared by words that few others hold. Where hundreds carry one text, all of its words are held by many, so
that nothing compares the copies; that they are copies is known then by their five-grams alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from onrecord.linking.cards import Card

REASON = "for: told in the very same words, and one of the reports reprints the other"
Told = tuple[str, str, int]  # an event's own word, its sentence, and which one of these in the report


def matching(one: Sequence[Card], other: Sequence[Card]) -> Iterator[tuple[int, int]]:
    """The places of the events that two reports tell in the same words."""
    theirs = {told: place for place, told in enumerate(_told(other))}
    for place, told in enumerate(_told(one)):
        if told in theirs:
            yield place, theirs[told]


def _told(cards: Sequence[Card]) -> Iterator[Told]:
    seen = Counter[tuple[str, str]]()
    for card in cards:
        words = card.trigger.quote.casefold(), " ".join(card.sentence.quote.casefold().split())
        seen[words] += 1
        yield (*words, seen[words])
