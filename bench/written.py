"""A generated record under construction: its text is put together word by word, and what is coded lies on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from onrecord.clean import document_id
from onrecord.record import (
    Argument,
    Attribution,
    Codes,
    Document,
    Entity,
    EntityKind,
    Event,
    EventKind,
    Figure,
    Mention,
    Place,
    Program,
    Record,
    Span,
    Status,
    Timex,
)


class Written:
    """Put the words in their order; ids are given as the program gives them, in the order of the text."""

    def __init__(self) -> None:
        self.length = 0
        self._parts: list[str] = []
        self._entities: dict[str, Entity] = {}
        self._mentions: list[Mention] = []
        self._places: list[Place] = []
        self._times: list[Timex] = []
        self._attributions: list[Attribution] = []
        self._events: list[Event] = []

    def put(self, words: str) -> Span:
        span = Span(self.length, self.length + len(words), words)
        self._parts.append(words)
        self.length += len(words)
        return span

    def knows(self, name: str) -> bool:
        return name in self._entities

    def named(
        self, name: str, kind: EntityKind, aliases: tuple[str, ...], country: str, *, written: str = ""
    ) -> Argument:
        """Somebody's name, as an actor; `written` is what stands in the text where that is another form."""
        span = self.put(written or name)
        number = len(self._entities) + 1
        entity = self._entities.setdefault(name, Entity(f"n{number}", name, kind, aliases, Codes(country)))
        self._mentions.append(Mention(f"m{len(self._mentions) + 1}", entity.id, span, "name"))
        return Argument("actor", entity.id, span)

    def said(self, joint: str) -> Span:
        """The cue of a saying and what joins it to what is said."""
        self.put(" ")
        cue = self.put("said")
        self.put(joint)
        return cue

    def place(self, name: str, country: str, candidates: int) -> str:
        self.put(" in ")
        local = f"p{len(self._places) + 1}"
        span = self.put(name)
        self._places.append(Place(local, span, name, country, None, 10.0, 20.0, candidates, "settlement", 1))
        return local

    def day(self, when: date, told: str) -> str:
        self.put(" on ")
        local, value = f"t{len(self._times) + 1}", when.isoformat()
        self._times.append(Timex(local, self.put(told), "DATE", value, value, value))
        return local

    def killed(self, count: int) -> tuple[Figure, ...]:
        self.put(", killing ")
        return (Figure("killed", count, count, None, "event", None, self.put(str(count))),)

    def attribute(self, source: Argument, cue: Span, begin: int, end: int) -> tuple[str, ...]:
        """What lies from `begin` to `end` is what the source said; the chain of what it tells."""
        local = f"a{len(self._attributions) + 1}"
        content = (Span(begin, end, "".join(self._parts)[begin:end]),)
        self._attributions.append(
            Attribution(local, source.entity, source.span, cue, content, "indirect", "says", rule="made")
        )
        return (local,)

    def event(
        self, trigger: Span, kind: EventKind | None, arguments: Iterable[Argument], place: str, time: str,
        figures: tuple[Figure, ...], status: Status, chain: tuple[str, ...],
    ) -> None:  # fmt: skip
        self._events.append(
            Event(
                f"e{len(self._events) + 1}",
                trigger,
                kind,
                arguments=tuple(arguments),
                place=place,
                time=time,
                figures=figures,
                status=status,
                according_to=chain,
                rule="made",
            )
        )

    def record(self, number: int, publisher: str, published: date) -> Record:
        whole, day = "".join(self._parts), published.isoformat()
        document = Document(
            document_id(whole, publisher, None, day), f"report-{number}", whole, f"Report {number}", publisher,
            published=day, published_basis="given",
        )  # fmt: skip
        return Record(
            Program("0"), document, tuple(self._entities.values()), tuple(self._mentions), tuple(self._times),
            tuple(self._places), tuple(self._attributions), tuple(self._events),
        )  # fmt: skip
