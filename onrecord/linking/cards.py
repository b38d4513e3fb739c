"""Records -> cards: what linking compares of each event, taken out of its record once."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from onrecord.linking.card import Card as Card
from onrecord.linking.card import PlaceKey as PlaceKey
from onrecord.linking.card import Speaker as Speaker
from onrecord.linking.card import Told as Told
from onrecord.linking.card import day as day
from onrecord.linking.deeds import with_deeds
from onrecord.linking.speakers import Voice, voice_of_body, voice_of_person
from onrecord.linking.words import content_stems, fold, stem
from onrecord.record import Argument, Attribution, Event, Place, Record, Span, Timex

_NAME = re.compile(r"(?<=[^.!?\n\"“] )[A-Z][\w’'-]+")
_PARTICLES = frozenset("in into out off up down on over away back through against".split())
_NEVER = datetime.date.min
_SINCE = re.compile(r"\bsince\s+$", re.I)
_DOING = re.compile(r"(?:,|\band)\s+$")
_DONE = re.compile(r"\band(?:\s+ha(?:ve|s))?\s+$")
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s|\n")


def cards(record: Record) -> tuple[Card, ...]:
    """The cards of a record's events, in its order."""
    maker = _Maker(record)
    return maker.with_deeds([maker.card(event) for event in record.events])


def cards_at(record: Record, spans: Iterable[tuple[int, int]]) -> tuple[Card, ...]:
    """Cards of mentions given from outside: the record's own event where one overlaps, else the bare words."""
    maker = _Maker(record)
    made = []
    for number, (start, end) in enumerate(spans):
        span = record.document.span(start, end)
        event = next((e for e in record.events if e.trigger.overlaps(span)), None)
        made.append(maker.card(replace(event or Event("", span), id=f"given{number}", trigger=span)))
    return maker.with_deeds(made)


def with_actors(cards: Iterable[Card], actors: Mapping[str, str]) -> tuple[Card, ...]:
    """The cards with joined actors in place of entities; `actors` gives an actor's key for each "REPORT/ENTITY"."""
    made = []
    for card in cards:
        who = frozenset(actors.get(w, w) for w in card.who)
        speaker = card.speaker
        if speaker.who is not None and speaker.who in actors:
            speaker = replace(speaker, who=actors[speaker.who])
        made.append(card if who == card.who and speaker is card.speaker else replace(card, who=who, speaker=speaker))
    return tuple(made)


class _Maker:
    def __init__(self, record: Record) -> None:
        self.record = record
        self.text = record.document.text
        self.names = {e.id: e.name for e in record.entities}
        self.entities = {e.id: e for e in record.entities}
        self.named = {m.entity for m in record.mentions if m.form == "name"}
        self.times: dict[str, Timex] = {t.id: t for t in record.times}
        self.places: dict[str, Place] = {p.id: p for p in record.places}
        self.attributions: dict[str, Attribution] = {a.id: a for a in record.attributions}
        self.meant = sorted(record.mentions, key=lambda m: m.span)
        self.meant_at = [m.span.start for m in self.meant]
        self.several = [e.trigger for e in record.events if e.aggregate]
        self.triggers = sorted(e.trigger for e in record.events)
        self.triggers_at = [t.start for t in self.triggers]
        self.stems: dict[str, frozenset[str]] = {}
        self.headline = _headline_end(self.text, record.document.title)

    def card(self, event: Event) -> Card:
        document, sentence = self.record.document, self.sentence(event.trigger)
        time = self.times.get(event.time or "")
        until = self.times.get(event.until or "") or time
        as_of = next((f.as_of for f in event.figures if f.as_of), None)
        head = _head(event.trigger.quote)
        before, after = self.account(event, sentence)
        aggregate = event.aggregate or self.follows_several(event, sentence)
        return Card(
            report=document.id,
            event=event.id,
            trigger=event.trigger,
            word=head.lower(),
            stem=stem(head),
            kind=event.kind,
            status=event.status,
            actors=self.parties(event.arguments, "actor"),
            named_actor=any(a.role == "actor" and a.entity in self.named for a in event.arguments),
            recipients=self.parties(event.arguments, "recipient"),
            place=self.place(event.place),
            earliest=time.earliest if time else None,
            latest=self.last(until, aggregate),
            published=document.published,
            publisher=document.publisher,
            figures=event.figures,
            as_of=self.times[as_of].latest if as_of in self.times else None,
            speaker=self.speaker(event),
            aggregate=aggregate,
            sentence=sentence,
            words=frozenset(content_stems(f"{before} {after}")) - {stem(head)},
            near=frozenset(content_stems(" ".join([*before.split()[-7:], *after.split()[:7]]))),
            who=frozenset(f"{document.id}/{a.entity}" for a in event.arguments if a.role == "actor" and a.entity),
            told=self.told(event, before, after, sentence),
            shown=self.shown(event.arguments),
            headline=event.trigger.end <= self.headline and not self.by_name(event),
            place_at=self.places[event.place].span.start if event.place in self.places else None,
        )

    def with_deeds(self, made: Sequence[Card]) -> tuple[Card, ...]:
        dateline = self.record.document.dateline
        places = [(p.span.start, key) for p in self.record.places if (key := self.place(p.id))]
        return with_deeds(made, self.text, dateline.end if dateline else 0, places)

    def follows_several(self, event: Event, sentence: Span) -> bool:
        """Whether an event without a time is what several told before it did: "attacked markets since January, killing
        40", but not "who have attacked markets since January killed 8 on Tuesday" or "..., and police arrested two"."""
        if event.time is not None or not self.several:
            return False
        before = self.text[sentence.start : event.trigger.start]
        follows = _DOING if event.trigger.quote.lower().endswith("ing") else _DONE
        if not follows.search(before):
            return False
        return any(sentence.start <= s.start and s.end < event.trigger.start for s in self.several)

    def last(self, time: Timex | None, aggregate: bool) -> str | None:
        """The last possible moment; what is told "since January" goes on until the report."""
        if time is None:
            return None
        if aggregate and _SINCE.search(self.text[max(0, time.span.start - 8) : time.span.start]):
            return max((time.latest, self.record.document.published), key=lambda moment: day(moment) or _NEVER)
        return time.latest

    def account(self, event: Event, sentence: Span) -> tuple[str, str]:
        """The sentence before and after the trigger without who says so: "the army said" tells nothing of an event."""
        start, trigger = sentence.start, event.trigger
        text = list(sentence.quote)
        for identifier in event.according_to:
            said = self.attributions.get(identifier)
            for span in (said.source_span, said.cue) if said else ():
                if span and not span.overlaps(trigger) and span.overlaps(sentence):
                    first, last = max(span.start, start), min(span.end, sentence.end)
                    text[first - start : last - start] = " " * (last - first)
        return "".join(text[: trigger.start - start]), "".join(text[trigger.end - start :])

    def told(self, event: Event, before: str, after: str, sentence: Span) -> Told:
        trigger = event.trigger
        left, right = set(content_stems(" ".join(before.split()[-8:]))), set(content_stems(" ".join(after.split()[:8])))
        meant: set[str] = set()
        first = bisect_left(self.meant_at, sentence.start)
        for mention in self.meant[first : bisect_left(self.meant_at, sentence.end)]:
            name = self.name_stems(mention.entity)
            meant |= name
            side = left if mention.span.end <= trigger.start else right
            side |= name
        first = bisect_left(self.triggers_at, sentence.start)
        beside = {stem(t.quote) for t in self.triggers[first : bisect_left(self.triggers_at, sentence.end)]}
        family, _, entry = event.rule.partition("+")[0].partition(":")
        words = trigger.quote.lower().split()
        following = [*words[1:], *after.lower().split()[:1]]
        return Told(
            family=family if "." in family and not family.startswith("null.") else "",
            entry=stem(entry) if entry and " " not in entry else "",
            particle=next((w for w in following if w in _PARTICLES), ""),
            phrase=frozenset(content_stems(trigger.quote)) or frozenset({stem(_head(trigger.quote))}),
            left=frozenset(left),
            right=frozenset(right),
            meant=frozenset(meant),
            names=frozenset(s for name in _NAME.findall(" " + sentence.quote) for s in content_stems(name)),
            beside=frozenset(beside - {stem(trigger.quote)}),
        )

    def name_stems(self, entity: str) -> frozenset[str]:
        known = self.stems.get(entity)
        if known is None:
            known = self.stems[entity] = frozenset(content_stems(self.names.get(entity, "")))
        return known

    def parties(self, arguments: tuple[Argument, ...], role: str) -> frozenset[str]:
        told = []
        for argument in arguments:
            if argument.role == role:
                name = self.names.get(argument.entity or "")
                told.append(name or (argument.span.quote if argument.span else ""))
        return fold(told)

    def shown(self, arguments: tuple[Argument, ...]) -> tuple[tuple[str, str], ...]:
        named = {self.names[a.entity]: None for a in arguments if a.entity in self.named and a.entity in self.names}
        return tuple((folded, name) for name in named for folded in fold([name]) if folded != name)

    def place(self, place: str | None) -> PlaceKey | None:
        found = self.places.get(place or "")
        if found is None:
            return None
        return PlaceKey(
            found.name.lower(), found.country, found.geonameid, found.latitude, found.longitude, found.precision
        )

    def speaker(self, event: Event) -> Speaker:
        """Who says so. Who withholds says nothing of what stands asserted there: "refused to say who was at the base
        when drones struck" tells of the drones in the outlet's voice."""
        chain, told = event.according_to, list[str]()
        innermost = self.attributions.get(chain[0]) if chain else None
        if innermost and innermost.stance == "declines" and event.status == "asserted":
            chain = chain[1:]
        named, span, who = False, None, None
        for identifier in chain:
            said = self.attributions.get(identifier)
            if said is None or (len(chain) == 1 and said.source is None and _is_outlet(said)):
                continue
            name = self.names.get(said.source or "")
            named = named or (not told and name is not None)
            who = f"{self.record.document.id}/{said.source}" if not told and name else who
            told.append(name or (said.source_span.quote if said.source_span else "unnamed"))
            span = span or said.source_span or said.cue
        return Speaker(tuple(told), named, span, who, self.voice(chain) if named else None)

    def by_name(self, event: Event) -> bool:
        """Whether somebody whom the report names says so: not "rebels", "officials" or the outlet itself."""
        said = self.attributions.get(event.according_to[0]) if event.according_to else None
        return said is not None and said.source in self.named

    def voice(self, chain: tuple[str, ...]) -> Voice | None:
        """For whom the innermost source speaks, by its name or by what it is called in this report."""
        said = self.attributions.get(chain[0])
        entity = self.entities.get(said.source or "") if said else None
        if entity is None:
            return None
        if entity.kind in ("organization", "state", "facility") or entity.id not in self.named:
            return voice_of_body(entity.name, entity.codes.country)
        around = said.source_span.quote if said and said.source_span else ""
        around = around if entity.name.split()[-1] in around else ""  # "a spokesman for the rebels": another one's
        return voice_of_person((*(t.quote for t in entity.titles), around), entity.codes.country)

    def sentence(self, trigger: Span) -> Span:
        """The line or sentence that holds the trigger, by its marks alone."""
        start = max(self.text.rfind("\n", 0, trigger.start) + 1, trigger.start - 600)
        for mark in _SENTENCE_END.finditer(self.text, start, trigger.start):
            start = mark.end()
        ended = _SENTENCE_END.search(self.text, trigger.end, trigger.end + 600)
        end = ended.start() + 1 if ended else min(len(self.text), trigger.end + 600)
        return self.record.document.span(start, max(end, trigger.end))


_LONGEST_HEADLINE = 160  # characters


def _headline_end(text: str, title: str | None) -> int:
    """Where the headline at the head of a text ends: its title, or a first line that is no sentence; 0 without one."""
    start = len(text) - len(text.lstrip())
    stop = text.find("\n", start)
    line = text[start : len(text) if stop < 0 else stop].strip()
    if title and line and line == " ".join(title.split()):
        return start + len(line)
    ends = line.endswith((".", "!", "?", '"', "”", "…"))
    return 0 if stop < 0 or ends or len(line) > _LONGEST_HEADLINE else start + len(line)


def _is_outlet(said: Attribution) -> bool:
    """ "We wrote that 20 were injured": an outlet tells of itself."""
    return said.source_span is not None and said.source_span.quote.lower() == "we"


def _head(trigger: str) -> str:
    """The telling word of a given mention: its first word that is no particle ("checked into", "take over")."""
    words = [w for w in trigger.split() if content_stems(w)] or trigger.split() or [trigger]
    return words[0]


_LITTLE = frozenset("of the and de la el del al du des in on".split())
_ACRONYM = 3  # letters of "USA" and "UAE": longer places in capitals stand in a dateline ("GOMA, May 12 -")


def written(name: str, card: Card) -> str:
    """A name that cards compare in small letters as the event's sentence writes it, else as its report does."""
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", card.sentence.quote, re.I)
    place = card.place is not None and card.place.name == name
    if found and not (place and found.group().isupper() and len(name) > _ACRONYM):
        return " ".join(found.group().split())
    return _titled(name) if place else dict(card.shown).get(name, name)


def _titled(name: str) -> str:
    """ "Democratic Republic of the Congo": the little words of a place's name stay little."""
    words = name.title().split(" ")
    return " ".join([words[0], *(w.lower() if w.lower() in _LITTLE else w for w in words[1:])])
