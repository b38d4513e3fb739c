"""How disputes and differences are shown: side by side, each with its quotes, no verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.joining import Told
    from onrecord.linking.cards import Card
    from onrecord.linking.differences import Difference, Paired

Row = dict[str, Any]
SIGNS = {"asserted": "✓", "denied": "✗", "planned": "◷", "possible": "?", "hypothetical": "~"}


def quote(card: Card) -> str:
    """The sentence of an event on one line."""
    return " ".join(card.sentence.quote.split())


def telling(card: Card) -> Row:
    """Who tells an event how, with the words."""
    return {
        "event": card.key,
        "status": card.status,
        "according_to": list(card.speaker.chain),
        "publisher": card.publisher,
        "published": card.published,
        "quote": quote(card),
        "start": card.trigger.start,
        "end": card.trigger.end,
    }


def conflict_rows(told: Told) -> Iterator[Row]:
    """One row a dispute."""
    happening = told.happening
    by_key = {c.key: c for c in happening.cards}
    for dispute in told.disputes():
        yield {
            "of": happening.key,
            "trigger": happening.cards[0].trigger.quote,
            "field": dispute.field,
            "what": dispute.what,
            "sides": [
                {"value": side.value, "tellings": [telling(by_key[key]) for key in side.events]}
                for side in dispute.sides
            ],
            "reasons": list(dispute.reasons),
        }


def conflict_text(row: Row) -> str:
    lines = [f"{row['trigger']}: {row['field']}{' ' + row['what'] if row['what'] else ''} told differently"]
    for side in row["sides"]:
        lines.append(f"  {side['value']}")
        lines += [_told(t) for t in side["tellings"]]
    return "\n".join(lines)


def _told(told: Row) -> str:
    who = " ‹ ".join(told["according_to"]) or told["publisher"] or "the outlet"
    head = f"    {SIGNS[told['status']]} {who}, {told['published'] or 'undated'}"
    return f"{head}: “{told['quote']}”  {told['event']}"


def difference_rows(found: Difference) -> Iterator[Row]:
    """What both tell differently, then what only one tells; what both tell alike is left out."""
    for pair in found.both:
        if pair.changes:
            yield _paired(pair)
    for side, cards in (("one", found.only_one), ("other", found.only_other)):
        for card in cards:
            yield {"told_by": side, "trigger": card.trigger.quote, "changes": [], side: telling(card)}


def _paired(pair: Paired) -> Row:
    changes = [{"field": c.field, "one": c.one, "other": c.other} for c in pair.changes]
    return {
        "told_by": "both",
        "trigger": pair.one.trigger.quote,
        "changes": changes,
        "one": telling(pair.one),
        "other": telling(pair.other),
    }


def difference_text(row: Row) -> str:
    if row["told_by"] != "both":
        name = "A" if row["told_by"] == "one" else "B"
        return f"only in {name}: {row['trigger']}\n{_told(row[row['told_by']])}"
    lines = [f"in both: {row['trigger']}"]
    lines += [f"  {c['field']}: {c['one'] or 'not told'} → {c['other'] or 'not told'}" for c in row["changes"]]
    return "\n".join([*lines, _told(row["one"]), _told(row["other"])])
