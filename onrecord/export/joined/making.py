"""Makes the lines of the joined views out of the joins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from onrecord.export.joined.lines import (
    ActorLinkLine,
    ActorsLine,
    ConflictsLine,
    CountLine,
    DiffLine,
    LinkLine,
    NoteLine,
    OriginLine,
    OriginsLine,
    ReplacedLine,
    ReportLine,
    SameLine,
    SideLine,
    TellingLine,
    TimelineLine,
    TollsLine,
)
from onrecord.joining import BY_PROGRAM, Joins, Told
from onrecord.ledger import Judgement
from onrecord.linking.actors import Actor, Link
from onrecord.linking.cards import Card, written
from onrecord.linking.corrections import Correction, Marks
from onrecord.linking.corroboration import Origin
from onrecord.linking.differences import Change, Difference, Paired
from onrecord.linking.reprints import Reprint
from onrecord.linking.toll_rules import Derived
from onrecord.linking.tolls import TollLine
from onrecord.record import Document

_WORD = re.compile(r"[^\W\d_]+")
Named = Callable[[str], str]  # the name of a report of that id; any other text as it is


def origins_line(joins: Joins, reprint: Reprint) -> OriginsLine:
    people = joins.reprint_authors(reprint)
    # A share of 0: the texts show nothing, people say so.
    authors = (*people, BY_PROGRAM) if reprint.share or not people else people
    told = tuple(joins.told_why(reprint).split("; "))
    copy, origin = _report(joins, reprint.copy), _report(joins, reprint.origin)
    return OriginsLine(copy, origin, reprint.share, reprint.whole, reprint.share, told, authors)


def _report(joins: Joins, report: str) -> ReportLine:
    row = joins.report(report)
    return ReportLine(row.id, row.name, row.title, row.publisher, row.published)


# Happenings


def same_line(told: Told, named: Named) -> SameLine:
    """A happening with its tree of origins, its tellings and why they stand together."""
    return SameLine(**_happening(told, named))


def timeline_line(told: Told, named: Named) -> TimelineLine:
    return TimelineLine(**_happening(told, named), disputes=tuple(conflict_lines(told)))


def _happening(told: Told, named: Named) -> dict[str, Any]:
    happening, tree, marks = told.happening, told.entry.corroboration, told.marks()
    return {
        **_head(told),
        "event": happening.key,
        "basis": told.entry.basis,
        "origins": len(tree.asserting),
        "reports": tree.reports,
        "asserting": tuple(_origin(named, o) for o in tree.asserting),
        "denying": tuple(_origin(named, o) for o in tree.denying),
        "supposing": tuple(_origin(named, o) for o in tree.supposing),
        "tellings": tuple(telling(card, marks) for card in happening.cards),
        "score": happening.why.score,
        "reasons": happening.why.reasons,
        "authors": happening.why.authors,
    }


def _head(told: Told) -> dict[str, Any]:
    """What every view says of the happening that it is about."""
    cards = told.happening.cards
    asserted = [c for c in cards if c.status == "asserted"] or [c for c in cards if c.status != "denied"]
    parties = asserted or cards  # whom a denial alone names did nothing of it by any account
    return {
        "trigger": cards[0].trigger.quote,
        "kind": next((c.kind for c in cards if c.kind), None),
        "actors": _cased(((name, c) for c in parties for name in sorted(c.actors)), cards),
        "recipients": _cased(((name, c) for c in parties for name in sorted(c.recipients)), cards),
        "places": _cased(((c.place.name, c) for c in cards if c.place), cards),
        "earliest": told.entry.earliest,
        "latest": told.entry.latest,
    }


def _cased(folded: Iterable[tuple[str, Card]], cards: Sequence[Card]) -> tuple[str, ...]:
    """Names that are compared in small letters as a sentence writes them, the ones that are told most often first."""
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for name, card in folded:
        counts[name] += 1
        if shown.get(name, name) == name:
            shown[name] = written(name, card)
    if any(name == told for name, told in shown.items()):
        capital = _capitals(cards)
        shown = {name: _capitalised(told, capital) if name == told else told for name, told in shown.items()}
    return _fullest([shown[name] for name, _ in counts.most_common()])


def _fullest(names: Sequence[str]) -> tuple[str, ...]:
    """Without the last name alone of who is told in full beside it: "Danda" where "Oumarou Danda" stands."""
    full = {n.split()[-1] for n in names if n.istitle() and " " in n}
    return tuple(dict.fromkeys(n for n in names if not (n in full and n.istitle())))


def _capitalised(name: str, capital: Mapping[str, str]) -> str:
    """A name of which every word is known with a capital; half a name in capitals would be nobody's."""
    words = name.split(" ")
    return " ".join(capital[word] for word in words) if all(word in capital for word in words) else name


def _capitals(cards: Sequence[Card]) -> dict[str, str]:
    """Words that a happening's tellings write with a capital where no sentence begins: "he" stands for a name there."""
    found: dict[str, str] = {}
    for card in cards:
        _, _, later = card.sentence.quote.partition(" ")
        for words in (later, *card.speaker.chain):
            found.update({word.casefold(): word for word in _WORD.findall(words) if word.istitle()})
    return found


def telling(card: Card, marks: Marks) -> TellingLine:
    """Who tells an event how, with the words."""
    quote = " ".join(card.sentence.quote.split())
    notes = _once(marks.of(card.key))
    start, end, chain = card.trigger.start, card.trigger.end, card.speaker.chain
    return TellingLine(card.key, card.status, card.published, card.publisher, chain, quote, start, end, notes)


def _once(said: Iterable[Correction]) -> tuple[NoteLine, ...]:
    """Each note once for each thing that it says: a reprint of what is corrected is corrected by the same words."""
    found: dict[tuple[object, ...], NoteLine] = {}
    for correction in said:
        note = correction.note
        found.setdefault((correction.verb, correction.field, correction.told, note), note_line(correction))
    return tuple(found.values())


def note_line(said: Correction) -> NoteLine:
    note = said.note
    return NoteLine(
        said.verb, said.field, said.told, note.kind, " ".join(note.text.split()), note.report, note.start, note.end,
        note.publisher, note.published, said.why,
    )  # fmt: skip


def _origin(named: Named, origin: Origin) -> OriginLine:
    return OriginLine(named(origin.name) if origin.by == "outlet" else origin.name, origin.by, origin.branches)


def conflict_lines(told: Told) -> Iterator[ConflictsLine]:
    """One line a dispute."""
    happening, marks = told.happening, told.marks()
    by_key = {c.key: c for c in happening.cards}
    for dispute in told.disputes():
        sides = tuple(
            SideLine(side.value, tuple(telling(by_key[key], marks) for key in side.events)) for side in dispute.sides
        )
        yield ConflictsLine(
            of=happening.key,
            **_head(told),
            field=dispute.field,
            what=dispute.what,
            sides=sides,
            reasons=dispute.reasons,
        )


# Tolls


def toll_lines(told: Told, rules: Iterable[str] = ()) -> Iterator[TollsLine]:
    """Every figure of a happening, a line an origin and figure; then what datasets' rules make of the deaths."""
    head = _head(told)
    for name in ("actors", "recipients"):
        head.pop(name)
    for line in told.toll_lines():
        yield _toll(told.happening.key, head, line)
    for rule in rules:
        if derived := told.derived(rule):
            yield _derived(told.happening.key, head, derived)


def _toll(of: str, head: dict[str, Any], line: TollLine) -> TollsLine:
    toll = line.first
    counts = tuple(
        CountLine(
            t.event, t.report, t.published, t.publisher, t.speaker, t.span.quote, t.span.start, t.span.end,
            t.reprint_of, t.reason,
        )
        for t in line.tellings
    )  # fmt: skip
    return TollsLine(
        of=of, **head, what=toll.what, low=toll.low, high=toll.high, best=None, unit=toll.unit,
        qualifier=toll.qualifier, scope=toll.scope, status=toll.status, according_to=toll.speaker,
        publisher=toll.publisher, published=toll.published, as_of=toll.as_of, event=toll.event, quote=toll.span.quote,
        start=toll.span.start, end=toll.span.end, reports=line.reports, tellings=counts,
        replaces=tuple(ReplacedLine(r.event, r.told, r.how) for r in toll.replaces),
        notes=_once(line.corrections), rule=None, how=None,
    )  # fmt: skip


def _derived(of: str, head: dict[str, Any], derived: Derived) -> TollsLine:
    return TollsLine(
        of=of, **head, what=derived.what, low=derived.low, high=derived.high, best=derived.best, unit=None,
        qualifier=None, scope=None, status=None, according_to=(), publisher=None, published=None, as_of=None,
        event=None, quote=None, start=None, end=None, reports=0, tellings=(), replaces=(), notes=(), rule=derived.rule,
        how=derived.how,
    )  # fmt: skip


# Differences


def diff_lines(found: Difference, marks: Marks) -> Iterator[DiffLine]:
    """What both tell differently, then what only one tells; what both tell alike is left out."""
    for pair in found.both:
        if pair.changes:
            yield _paired(pair, marks)
    for card in found.only_one:
        yield DiffLine("one", card.trigger.quote, (), telling(card, marks), None, _notes(marks, card))
    for card in found.only_other:
        yield DiffLine("other", card.trigger.quote, (), None, telling(card, marks), _notes(marks, card))


def _notes(marks: Marks, *cards: Card) -> tuple[NoteLine, ...]:
    return _once(correction for card in cards for correction in marks.of(card.key))


def _paired(pair: Paired, marks: Marks) -> DiffLine:
    one, other = telling(pair.one, marks), telling(pair.other, marks)
    return DiffLine("both", pair.one.trigger.quote, pair.changes, one, other, _notes(marks, pair.one, pair.other))


def described_lines(one: Document, other: Document) -> Iterator[DiffLine]:
    """The fields of two reports themselves that differ, and what the second one's editors say of it."""
    changes = []
    for field in ("title", "byline", "publisher", "published"):
        before, after = getattr(one, field), getattr(other, field)
        if before != after:
            changes.append(Change(field, before, after))
    said = {note.text for note in one.editor_notes}
    new = (note for note in other.editor_notes if note.text not in said)
    changes += [Change(f"editor's {note.kind}", None, note.text) for note in new]
    if changes:
        yield DiffLine("report", None, tuple(changes), None, None, ())


# What people say, and actors


def link_lines(judgements: Iterable[Judgement], unheeded: Iterable[Judgement]) -> Iterator[LinkLine]:
    """Oldest first, as they are given."""
    every = tuple(judgements)
    newest = {(j.kind, j.a, j.b): j.number for j in every}
    not_followed = {j.number for j in unheeded}
    for j in every:
        holds = newest[j.kind, j.a, j.b] == j.number
        followed = holds and j.number not in not_followed
        yield LinkLine(j.number, j.kind, j.a, j.b, j.verdict, j.author, j.reason, j.at, holds, followed)


def actors_line(actor: Actor, names: dict[str, str]) -> ActorsLine:
    """`names`: the name of each entity that links speak of."""
    return ActorsLine(
        actor.key, actor.name, actor.kind, actor.country, actor.sector, actor.names, actor.roles, actor.reports,
        actor.mentions, actor.members, tuple(_link(link, names) for link in actor.joins),
        tuple(_link(link, names) for link in actor.unsure),
    )  # fmt: skip


def _link(link: Link, names: dict[str, str]) -> ActorLinkLine:
    one, other = names.get(link.a, ""), names.get(link.b, "")
    return ActorLinkLine(link.a, one, link.b, other, link.verdict, link.score, link.reasons, link.author)
