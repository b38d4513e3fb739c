"""Joining reports at once, in memory: for reports that no ledger keeps, and as the measure of the stored joins."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from onrecord import __version__
from onrecord.joining.copied import Copied
from onrecord.linking.actors import Actor, Link, actor_cards, cluster
from onrecord.linking.cards import Card, cards, cards_at, with_actors
from onrecord.linking.carried import REASON
from onrecord.linking.conflicts import Conflict, conflicts, disputed
from onrecord.linking.corrections import Marks, Note, corrections, note_of
from onrecord.linking.corroboration import Corroboration, corroborate
from onrecord.linking.differences import Difference, difference
from onrecord.linking.reprints import Fingerprint, Reprint, find_reprints, fingerprint, reprint_by_word
from onrecord.linking.same_event import compare
from onrecord.linking.sides import Dispute, disputes
from onrecord.linking.stories import Stories
from onrecord.linking.tellings import telling
from onrecord.linking.timeline import Entry, timeline
from onrecord.linking.toll_rules import Derived, derive
from onrecord.linking.tolls import Toll, TollLine, collapsed, tolls
from onrecord.record import Document, Record
from onrecord.store import Judgement

Similar = Callable[[str, str], float]
BY_PROGRAM = f"onrecord {__version__}"


@dataclass(frozen=True, slots=True)
class Why:
    """The judgement that some events are one. `authors`: people who said so, then the program where it thinks so, too.

    `score`: the mean of the scores of all pairs of its tellings, 0 to 1; None where there is one telling. A copy counts
    as no telling of its own; of copies alone it is 1. `reasons`: people's words, then the facts that weighed most for
    the strongest pair.
    """

    reasons: tuple[str, ...] = ()
    score: float | None = None
    authors: tuple[str, ...] = ()


def mean(total: float, tellings: int) -> float:
    """The mean score of the pairs of so many tellings; a pair without a score has 0."""
    return round(total / (tellings * (tellings - 1) / 2), 6)


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as all reports tell it: the cards of its cluster, and why they stand together."""

    cards: tuple[Card, ...]
    why: Why = Why()

    @property
    def reasons(self) -> tuple[str, ...]:
        return self.why.reasons

    @property
    def key(self) -> str:
        return self.cards[0].key


@dataclass(frozen=True, slots=True)
class Told:
    """A happening with what lists show of it: its days, its origins and disputes.

    `differing`: how many fields are told differently, None where that was not counted.
    """

    happening: Happening
    reprints: tuple[Reprint, ...]
    entry: Entry
    reports: int
    notes: tuple[Note, ...] = ()
    differing: int | None = None

    @property
    def several(self) -> bool:
        return self.reports > 1

    def marks(self) -> Marks:
        """What outlets' own notes correct or withdraw of it."""
        return corrections(self.happening.cards, self.notes, self.reprints) if self.notes else Marks()

    def disputed(self) -> tuple[str, ...]:
        """What is told differently: fields, of figures what is counted."""
        found = disputed(self.happening.cards) if self.differing != 0 else ()
        return tuple(sorted({what or field for field, what in found}))

    def disputes(self) -> tuple[Dispute, ...]:
        return disputes(self.happening.cards) if self.differing != 0 else ()

    def tolls(self) -> tuple[Toll, ...]:
        return tolls(self.happening.cards, self.reprints, self.marks())

    def toll_lines(self) -> tuple[TollLine, ...]:
        """The figures, with repetitions and reprints below the first telling of each."""
        return collapsed(self.tolls())

    def derived(self, rule: str) -> Derived | None:
        """What a named toll rule makes of the deaths told of it; None where none are told."""
        return derive(rule, self.tolls())


@dataclass(frozen=True)
class Joined:
    """The joins of a set of reports. `documents` by report id; `unheeded`: judgements that contradict newer ones."""

    documents: dict[str, Document]
    reprints: tuple[Reprint, ...]
    stories: tuple[tuple[str, ...], ...]
    happenings: tuple[Happening, ...]
    unheeded: tuple[Judgement, ...] = ()
    actors: tuple[Actor, ...] = ()

    def corroboration(self, happening: Happening) -> Corroboration:
        return corroborate(happening.cards, self.reprints)

    def conflicts(self, happening: Happening) -> tuple[Conflict, ...]:
        return tuple(conflicts(happening.cards))

    def disputes(self, happening: Happening) -> tuple[Dispute, ...]:
        """The conflicts as sides: each of the values that exclude one another, with who tells it."""
        return disputes(happening.cards)

    def difference(self, one: str, other: str) -> Difference:
        """What two reports tell differently. Raises KeyError for a report that is not among the joined."""
        told: dict[str, list[Card]] = {self.documents[report].id: [] for report in (one, other)}
        for happening in self.happenings:
            for card in happening.cards:
                if card.report in told:
                    told[card.report].append(card)
        ordered = {report: sorted(cards, key=lambda c: c.trigger) for report, cards in told.items()}
        return difference(ordered[one], ordered[other], [h.cards for h in self.happenings])

    def tolls(self, happening: Happening) -> tuple[Toll, ...]:
        return self.told(happening).tolls()

    def derived(self, happening: Happening, rule: str) -> Derived | None:
        """What a named toll rule makes of the deaths told of it; None where none are told."""
        return self.told(happening).derived(rule)

    def timeline(self) -> tuple[Entry, ...]:
        return timeline([h.cards for h in self.happenings], self.reprints)

    def told(self, happening: Happening) -> Told:
        (entry,) = timeline([happening.cards], self.reprints)
        return Told(happening, self.reprints, entry, len({c.report for c in happening.cards}), self.notes)

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """What the reports' own outlets say of them."""
        return tuple(
            note_of(document, note)
            for document in self.documents.values()
            for note in document.editor_notes
            if note.kind != "other"
        )

    def named(self, report: str) -> str:
        """The name of a report of that id; any other text as it is."""
        return self.documents[report].name if report in self.documents else report

    def holding(self, event: str) -> Happening | None:
        """The happening that an event ("REPORT/EVENT") stands in."""
        return self._holding.get(event)

    @cached_property
    def _holding(self) -> dict[str, Happening]:
        return {card.key: happening for happening in self.happenings for card in happening.cards}


def join(
    records: Iterable[Record],
    similar: Similar,
    judgements: Iterable[Judgement] = (),
    *,
    cards_of: Callable[[Record], Iterable[Card]] = cards,
) -> Joined:
    """Join reports. `similar` gives the likeness of two words, 0 to 1 (`onrecord.parse.similar`).

    A report that is given twice counts once. `cards_of` takes other mentions than the record's own events (`given`).
    """
    once = {r.document.id: r for r in sorted(records, key=lambda r: r.document.name, reverse=True)}
    held = [once[report] for report in sorted(once)]
    documents = {r.document.id: r.document for r in held}
    told = [card for record in held for card in cards_of(record)]
    said = newest(judgements)
    bound = Bound(said, {card.key: number for number, card in enumerate(told)})
    prints = [fingerprint(d) for d in documents.values()]
    reprints = _reprints(prints, said)
    copied = Copied(prints, {r.document.id: telling(r) for r in held}, told, reprints, said, similar)
    stories = copied.stories
    tied = list(copied.tied())
    together = [*bound.together, *tied]
    groups, scores = copied.grouped(together, bound.apart)
    actors = cluster((c for record in held for c in actor_cards(record)), links_of(said))
    acted = with_actors(told, {member: actor.key for actor in actors for member in actor.members})
    judged = judged_of(told, groups, scores, stories, similar)
    happenings = [
        Happening(
            tuple(sorted((acted[i] for i in members), key=lambda c: (c.published or "9999", c.key))),
            _why(bound, members, found, copied, tied=any(a in members and b in members for a, b in tied)),
        )
        for members, found in zip(groups, judged, strict=True)
    ]
    return Joined(
        documents,
        reprints,
        copied.in_stories(),
        tuple(sorted(happenings, key=lambda h: (-len({c.report for c in h.cards}), h.key))),
        bound.unheeded(groups),
        actors,
    )


def given(mentions: Mapping[str, Sequence[tuple[int, int]]]) -> Callable[[Record], tuple[Card, ...]]:
    """Cards of mentions from outside, by the name of their report; a report without any has none."""
    return lambda record: cards_at(record, mentions.get(record.document.name, ()))


def clusters(joined: Joined) -> dict[str, list[list[Any]]]:
    """The joins as bare lists: mentions ([report's name, start, end]) of one happening, and reports of one story."""
    names = {report: document.name for report, document in joined.documents.items()}
    return {
        "clusters": [
            [[names[c.report], c.trigger.start, c.trigger.end] for c in happening.cards]
            for happening in joined.happenings
        ],
        "documents": [[names[report] for report in story] for story in joined.stories],
    }


def newest(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgement that holds for each pair, newest first."""
    held: dict[tuple[str, str, str], Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: -j.number):
        held.setdefault((judgement.kind, judgement.a, judgement.b), judgement)
    return tuple(held.values())


def links_of(said: Iterable[Judgement]) -> tuple[Link, ...]:
    """What people say of actors, as links; `said` newest first."""
    kept = (j for j in said if j.kind == "actor")
    return tuple(Link(j.a, j.b, j.verdict, 1.0, (f"{j.author} says so: {j.reason}",), j.author) for j in kept)


class Bound:
    """The judgements on events that are there, as pairs of their numbers."""

    def __init__(self, said: Iterable[Judgement], numbers: dict[str, int]) -> None:
        events = [j for j in said if j.kind == "same_event" and j.a in numbers and j.b in numbers]
        self._pairs = [(j, (numbers[j.a], numbers[j.b])) for j in events]
        self.together = [pair for j, pair in self._pairs if j.verdict == "same"]
        self.apart = [pair for j, pair in self._pairs if j.verdict == "different"]

    def unheeded(self, clusters: Iterable[Sequence[int]]) -> tuple[Judgement, ...]:
        of = {member: number for number, members in enumerate(clusters) for member in members}
        return tuple(j for j, (a, b) in self._pairs if j.verdict == "same" and of[a] != of[b])

    def said(self, members: Iterable[int]) -> list[Judgement]:
        """What people say for that some events are one, newest first."""
        inside = set(members)
        return [j for j, (a, b) in self._pairs if j.verdict == "same" and a in inside and b in inside]


def _why(bound: Bound, members: Sequence[int], judged: Judged | None, copied: Copied, *, tied: bool) -> Why:
    spoken = bound.said(members)
    said = tuple(f"{j.author} says that {j.a} and {j.b} are the same: {j.reason}" for j in spoken)
    people = tuple(dict.fromkeys(j.author for j in spoken))
    homes = len({copied.home(member) for member in members})
    copies = (REASON,) if tied or homes < len(members) else ()
    if homes == 1:
        return Why(copies, 1.0, (BY_PROGRAM,)) if copies else Why()
    if judged is None:
        return Why((*said, *copies), 0.0 if people else None, (*people, BY_PROGRAM) if copies else people)
    # Of variants that are not compared only the pairs that are say how sure it is.
    score = round(judged.total / judged.pairs, 6) if tied else mean(judged.total, homes)
    return Why((*said, *copies, *judged.reasons), score, (*people, BY_PROGRAM))


@dataclass(frozen=True, slots=True)
class Judged:
    """Why a group stands together: the sum of its pairs' scores, how many have one, and the surest one's reasons."""

    total: float
    pairs: int
    reasons: tuple[str, ...]


def judged_of(
    told: Sequence[Card],
    groups: Sequence[list[int]],
    scores: dict[tuple[int, int], float],
    stories: Stories,
    similar: Similar,
) -> list[Judged | None]:
    """Why each group stands together; None where no pair of it has a score."""
    of = {member: number for number, members in enumerate(groups) for member in members}
    strongest: dict[int, tuple[float, int, int]] = {}
    total: dict[int, float] = defaultdict(float)
    pairs = Counter[int]()
    for (a, b), score in scores.items():
        if of[a] == of[b]:
            strongest[of[a]] = min(strongest.get(of[a], (0.0, a, b)), (-score, a, b))
            total[of[a]] += score
            pairs[of[a]] += 1
    surest = ((number, strongest.get(number)) for number in range(len(groups)))
    return [
        Judged(total[n], pairs[n], compare(told[p[1]], told[p[2]], stories, similar).reasons()) if p else None
        for n, p in surest
    ]


def unheeded(judgements: Iterable[Judgement], holding: Callable[[str, str], int | None]) -> tuple[Judgement, ...]:
    """Judgements that two events are the same whose events stand apart; `holding` tells where an event stands."""
    found = []
    for judgement in judgements:
        if judgement.kind == "same_event" and judgement.verdict == "same":
            a, b = (holding(*named.rsplit("/", 1)) for named in (judgement.a, judgement.b))
            if a is not None and b is not None and a != b:
                found.append(judgement)
    return tuple(found)


def _reprints(prints: Sequence[Fingerprint], said: Iterable[Judgement]) -> tuple[Reprint, ...]:
    """What the texts show, less what a person keeps apart, with what a person adds."""
    found = {tuple(sorted((r.copy, r.origin))): r for r in find_reprints(prints)}
    by_id = {p.report: p for p in prints}
    for judgement in said:
        pair = (judgement.a, judgement.b)
        if judgement.kind != "reprint" or not set(pair) <= set(by_id):
            continue
        if judgement.verdict == "different":
            found.pop(pair, None)
        elif judgement.verdict == "same":
            known = found.get(pair) or reprint_by_word(by_id[pair[0]], by_id[pair[1]])
            words = f"{judgement.author} says that one reprints the other: {judgement.reason}"
            found[pair] = replace(known, reason=f"{known.reason}; {words}")
    return tuple(sorted(found.values(), key=lambda r: (r.copy, r.origin)))
