"""What an outlet corrects or withdraws of its own reports: editor's notes tied to the figures and claims they speak of.

Both stay: a corrected figure is shown with the note that corrects it, never taken out.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, get_args

from onrecord.lexicon import load
from onrecord.linking.cards import Card, day
from onrecord.linking.reprints import Reprint
from onrecord.record import Document, EditorNote, EditorNoteKind, Figure, FigureWhat

Verb = Literal["corrected", "withdrawn"]
_WORD = re.compile(r"[\w’-]+")
_PART = re.compile(r"[^.;\n]+(?:\.\d[^.;\n]*)*")


@dataclass(frozen=True, slots=True)
class Note:
    """An editor's note of a report; `covers` are the ids of earlier reports that it speaks of by address or headline.

    `start` and `end` are None where the words stand in the metadata alone.
    """

    report: str
    kind: EditorNoteKind
    text: str
    start: int | None
    end: int | None
    published: str | None
    publisher: str | None
    covers: tuple[str, ...] = ()


def note_of(document: Document, note: EditorNote, covers: tuple[str, ...] = ()) -> Note:
    start, end = (note.span.start, note.span.end) if note.span else (None, None)
    return Note(document.id, note.kind, note.text, start, end, document.published, document.publisher, covers)


@dataclass(frozen=True, slots=True)
class Correction:
    """A note that speaks of a figure or a claim. `field`: what it corrects; `told`: what is told in its place.

    `why`: how the note and what it corrects belong together.
    """

    verb: Verb
    field: str
    note: Note
    told: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Marks:
    """What is corrected or withdrawn: figures by their event and start in the text, claims by their event."""

    figures: Mapping[tuple[str, int], tuple[Correction, ...]] = field(default_factory=dict)
    claims: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)

    def of(self, event: str) -> tuple[Correction, ...]:
        """All that is said of an event and of its figures, each once."""
        told = [c for (key, _), several in sorted(self.figures.items()) if key == event for c in several]
        return tuple(dict.fromkeys([*self.claims.get(event, ()), *told]))


def corrections(cards: Sequence[Card], notes: Iterable[Note], reprints: Iterable[Reprint] = ()) -> Marks:
    """What notes say of the tellings of one happening; notes that speak of other reports are passed over."""
    by_report: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        by_report[card.report].append(card)
    copies = _copies(reprints)
    figures: dict[tuple[str, int], dict[Correction, None]] = defaultdict(dict)
    claims: dict[str, dict[Correction, None]] = defaultdict(dict)
    for note in _telling(notes):
        for card, why in _spoken_of(note, cards, by_report, copies):
            for mark, figure in _marks(note, card, why, by_report.get(note.report, ())):
                if figure is None:
                    claims[card.key][mark] = None
                else:
                    figures[card.key, figure.span.start][mark] = None
    return Marks({k: tuple(v) for k, v in figures.items()}, {k: tuple(v) for k, v in claims.items()})


def _telling(notes: Iterable[Note]) -> list[Note]:
    """Without those of headlines ("WITHDRAWN") and metadata where the text of the same report says as much."""
    every = list(notes)
    said = {(note.report, note.kind) for note in every if note.start is not None}
    return [note for note in every if note.start is not None or (note.report, note.kind) not in said]


_OWN, _EARLIER, _OUTLET, _COPY = (
    "in the same report", "a later text of the same report", "the same outlet, later", "copies what was corrected",
)  # fmt: skip


def _spoken_of(
    note: Note, cards: Sequence[Card], by_report: Mapping[str, Sequence[Card]], copies: Mapping[str, set[str]]
) -> Iterator[tuple[Card, str]]:
    """The tellings that a note may speak of, and why it may."""
    kin = {report for covered in note.covers for report in copies.get(covered, ())}
    for card in cards:
        if card.report == note.report:
            yield card, _OWN
        elif card.report in note.covers:
            yield card, _EARLIER
        elif card.report in kin:
            yield card, _COPY
        elif note.kind != "withdrawal" and note.report in by_report and _same_outlet_before(card, note):
            yield card, _OUTLET


def _same_outlet_before(card: Card, note: Note) -> bool:
    return bool(card.publisher and card.publisher == note.publisher) and (card.published or "9") < (
        note.published or ""
    )


def _copies(reprints: Iterable[Reprint]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for reprint in reprints:
        found[reprint.origin].add(reprint.copy)
    return found


def _marks(note: Note, card: Card, why: str, now: Sequence[Card]) -> Iterator[tuple[Correction, Figure | None]]:
    if note.kind == "withdrawal":
        yield Correction("withdrawn", "report", note, None, why), None
        for figure in card.figures:
            yield Correction("withdrawn", "report", note, None, why), figure
        return
    for figure in card.figures:
        told = _corrected(note, figure, why, now)
        if told is not None:
            yield Correction("corrected", "figures", note, told or None, why), figure
    if why == _EARLIER and note.kind == "correction":
        for name, told in _claims(note, card, now):
            yield Correction("corrected", name, note, told, why), None


# Figures


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a note: told before, told now, and what they count (None: it does not say)."""

    old: tuple[float, ...]
    new: tuple[float, ...]
    what: frozenset[FigureWhat]


def _corrected(note: Note, figure: Figure, why: str, now: Sequence[Card]) -> str | None:
    """What a note tells in place of a figure; "" where it does not say; None where it does not correct the figure."""
    numbers = numbers_of(note.text)
    if numbers.what and figure.what not in numbers.what:
        return None
    value = figure.low if figure.low is not None else figure.high
    new = ", ".join(f"{n:,.10g}" for n in numbers.new)
    if value in numbers.old:
        return new
    if numbers.old or note.kind != "correction" or why in (_OWN, _COPY):
        return None
    told = [f for card in now for f in card.figures if f.what == figure.what]
    values = {f.low if f.low is not None else f.high for f in told}
    if not (numbers.what or not numbers.new) or not told or value in values or value in numbers.new:
        return None
    if numbers.new and not values & set(numbers.new):
        return None
    return new or told[0].span.quote if numbers.what else None


@cache
def numbers_of(text: str) -> Numbers:
    found = load("corrections")
    counted = frozenset(
        what for what in get_args(FigureWhat) if what in found["what"] and _any(tuple(found["what"][what])).search(text)
    )
    bare = _any(tuple(found["never"]["words"])).sub(lambda m: re.sub(r"\w", "_", m.group()), text)
    old: dict[float, None] = {}
    new: dict[float, None] = {}
    for part in _PART.findall(bare):
        before = _any(_words("before")).search(part) is not None
        was = _numbers(_words("old"), part)
        is_now = _numbers(_words("now"), part)
        for place, value in _every(part):
            older = place in was or (before and place not in is_now)
            (old if older else new)[value] = None
    return Numbers(tuple(old), tuple(n for n in new if n not in old), counted)


def _words(table: str) -> tuple[str, ...]:
    return tuple(word for group in load("corrections")[table] for word in group["words"])


@cache
def _number() -> str:
    spelled = sorted(load("figures")["value"]["words"], key=len, reverse=True)
    return r"(?P<n>\b(?:\d{1,3}(?:,\d{3})+|\d+|" + "|".join(spelled) + r")\b)"


@cache
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    bare = _number().replace("(?P<n>", "(?:")
    return re.compile("|".join(f"(?:{word.replace('{n}', bare)})" for word in words), re.I)


@cache
def _each(word: str) -> re.Pattern[str]:
    return re.compile(word.replace("{n}", _number(), 1), re.I)


def _numbers(words: Iterable[str], part: str) -> set[int]:
    """Where the numbers of these patterns begin."""
    return {match.start("n") for word in words for match in _each(word).finditer(part)}


def _every(part: str) -> list[tuple[int, float]]:
    known = load("figures")["value"]["words"]
    found = []
    for match in re.finditer(_number(), part, re.I):
        word = match.group().lower()
        found.append((match.start(), float(known[word]) if word in known else float(word.replace(",", ""))))
    return found


# Other claims


def _claims(note: Note, card: Card, now: Sequence[Card]) -> Iterator[tuple[str, str | None]]:
    """Fields of an earlier telling that the newer one tells otherwise and the note names."""
    text = " ".join(["", *_WORD.findall(note.text.lower()), ""])
    for name in ("actor", "recipient", "place"):
        before = _values(card, name)
        after = {value for c in now if c.stem == card.stem for value in _values(c, name)}
        if before and after and not before & after and any(f" {value} " in text for value in before | after):
            yield name, ", ".join(sorted(after))
    was = _day(card)
    days = {found for c in now if c.stem == card.stem and (found := _day(c))}
    if was and days and was not in days and any(names_day(text, moment) for moment in (was, *days)):
        yield "time", ", ".join(sorted(d.isoformat() for d in days))


_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS = "january february march april may june july august september october november december".split()
_CALENDAR = "|".join([*_WEEKDAYS, *_MONTHS, *(month[:3] for month in _MONTHS), r"\d{1,2}", r"\d{4}"])
_MADE = re.compile(rf" (?:corrected|updated|published|posted|appended)(?: on)?(?: (?:{_CALENDAR}))+(?= )")


def _day(card: Card) -> datetime.date | None:
    """The one day that a telling gives."""
    first, last = day(card.earliest), day(card.latest)
    return first if first == last else None


def names_day(text: str, moment: datetime.date) -> bool:
    """Whether a note, in single words, speaks of a day; not of the one it was made on ("Corrected on March 5")."""
    month, number = _MONTHS[moment.month - 1], str(moment.day)
    told = (
        _WEEKDAYS[moment.weekday()], f"{month} {number}", f"{month[:3]} {number}", f"{number} {month}",
        f"{number} {month[:3]}", moment.isoformat(),
    )  # fmt: skip
    spoken = _MADE.sub(" ", text.replace("’s ", " "))
    return any(f" {name} " in spoken for name in told)


def _values(card: Card, name: str) -> set[str]:
    if name == "place":
        return {card.place.name} if card.place else set()
    return set(card.actors if name == "actor" else card.recipients)
