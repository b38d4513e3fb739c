"""Which event came before, after or during which, where the words of one sentence say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from onrecord.record import Document, Event
from onrecord.syntax import Syntax, Token

# The word before the other event -> how this event stands to it.
_ORDERS = {"after": "after", "following": "after", "before": "before", "until": "before", "during": "during",
           "amid": "during", "when": "during", "while": "during"}  # fmt: skip


@dataclass(slots=True)
class _Order:
    """The ids of the events that one event stands to."""

    after: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    during: list[str] = field(default_factory=list)


def order_events(document: Document, syntax: Syntax, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The events with the ids of those that they follow, precede or happen in: "left hours after rebels attacked"."""
    by_token = {token.i: event for event in events if (token := syntax.at(event.trigger.start)) is not None}
    ordered = []
    for index, event in by_token.items():
        found = _Order()
        for word, other in _others(syntax.tokens[index]):
            target = by_token.get(other.i)
            if target is not None and target.id != event.id:
                getattr(found, _ORDERS[word]).append(target.id)
        ordered.append(_placed(event, found))
    return tuple(ordered) if len(ordered) == len(events) else events


def _placed(event: Event, order: _Order) -> Event:
    return replace(event, after=tuple(order.after), before=tuple(order.before), during=tuple(order.during))


def _others(token: Token) -> Iterator[tuple[str, Token]]:
    """(word, head of what it brings in) for the clauses and phrases of time below a trigger."""
    for child in token.children:
        if child.dep == "advcl" and (mark := _mark(child)):
            yield mark, child
        elif child.dep == "prep" and child.lower in _ORDERS:
            for other in child.children:
                if other.dep in ("pobj", "pcomp"):
                    yield child.lower, other


def _mark(verb: Token) -> str | None:
    for child in verb.children:
        if child.i < verb.i and child.lower in _ORDERS and child.dep in ("mark", "advmod"):
            return child.lower
    return None
