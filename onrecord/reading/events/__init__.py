"""Triggers, kinds and arguments: what happened, as the words of each clause tell it."""

from __future__ import annotations

from onrecord.reading.events.binding import figures_of
from onrecord.reading.events.counts import Counts
from onrecord.reading.events.kinds import Kinded, kinds_of
from onrecord.reading.events.parties import Parties, arguments
from onrecord.reading.events.phrases import Phrases
from onrecord.reading.events.plain import find_plain
from onrecord.reading.events.roles import parties_of
from onrecord.reading.events.spread import spread
from onrecord.reading.events.triggers import Found, find_triggers
from onrecord.reading.events.weighed import reweighed
from onrecord.reading.events.weight import aggregate, contexts_of, relevance
from onrecord.record import Document, Entities, Event, Figure, Judgement
from onrecord.syntax import Syntax, Tags

__all__ = ["find_events"]


def find_events(
    document: Document,
    syntax: Syntax,
    entities: Entities,
    figures: tuple[Figure, ...],
    judgements: dict[int, Judgement],
    tags: Tags | None = None,
) -> tuple[Event, ...]:
    """The events of a document in the order of the text; `rule` names the entry and the words that fired."""
    phrases = Phrases(document, syntax, entities)
    found, kinded = lists_find(phrases, tags)
    found = reweighed(found, kinded, phrases, tags, judgements)
    kinded = kinds_of(found, phrases)
    made = [parties_of(f, phrases) for f in found]
    spread(found, kinded, made, phrases)
    counts = Counts(document, syntax, figures, frozenset(f.token.i for f in found))
    events = []
    for number, (f, k, m) in enumerate(zip(found, kinded, made, strict=True), 1):
        events.append(_event(f"e{number}", f, k, m, phrases, counts, judgements.get(f.token.i)))
    return tuple(events)


def lists_find(phrases: Phrases, tags: Tags | None) -> tuple[list[Found], list[Kinded]]:
    """What the lists name, and the plain happenings of quiet reports, with their kinds."""
    found = list(find_triggers(phrases))
    kinded = kinds_of(found, phrases)
    plain = find_plain(found, kinded, phrases, tags)
    if plain:
        found = sorted([*found, *plain], key=lambda f: f.token.i)
        kinded = kinds_of(found, phrases)
    return found, kinded


def _event(
    name: str,
    found: Found,
    kinded: Kinded,
    parties: Parties,
    phrases: Phrases,
    counts: Counts,
    judgement: Judgement | None,
) -> Event:
    span = phrases.document.span(found.token.start, found.token.end)
    made = arguments(parties, phrases)
    sentence = phrases.syntax.sentence(found.token)
    return Event(
        name,
        span,
        kinded.kind,
        kinded.mode,
        contexts_of(found, kinded, sentence),
        made,
        figures=figures_of(found, parties, counts),
        status=judgement.status if judgement else "asserted",
        certainty=judgement.certainty if judgement else "certain",
        status_cue=judgement.cue if judgement else None,
        aggregate=aggregate(found, sentence),
        relevance=relevance(kinded, made, sentence),
        rule=kinded.rule,
    )
