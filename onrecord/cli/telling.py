"""Happenings as rows: the tree of who tells them, their figures, and how a terminal shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from onrecord.cli.disputing import SIGNS, quote
from onrecord.cli.terminal import count

if TYPE_CHECKING:
    from onrecord.joining import Told
    from onrecord.linking.corroboration import Origin
    from onrecord.linking.tolls import Replaced

Row = dict[str, Any]
Named = Callable[[str], str]  # the name of a report of that id; any other text as it is


def _replaced(replaced: Replaced) -> Row:
    return {"event": replaced.event, "told": replaced.told, "how": replaced.how}


def _origin(named: Named, origin: Origin) -> Row:
    branches = [
        {"report": b.report, "events": list(b.events), "reprint_of": b.reprint_of, "reason": b.reason}
        for b in origin.branches
    ]
    return {"name": named(origin.name) if origin.by == "outlet" else origin.name, "by": origin.by, "reports": branches}


def same_row(told: Told, named: Named) -> Row:
    """A happening with its tree of origins, its tellings and the reasons why they stand together."""
    happening, tree = told.happening, told.entry.corroboration
    return {
        "event": happening.key,
        "trigger": happening.cards[0].trigger.quote,
        "kind": next((c.kind for c in happening.cards if c.kind), None),
        "origins": len(tree.asserting),
        "reports": tree.reports,
        "asserting": [_origin(named, o) for o in tree.asserting],
        "denying": [_origin(named, o) for o in tree.denying],
        "supposing": [_origin(named, o) for o in tree.supposing],
        "tellings": [
            {
                "event": c.key,
                "status": c.status,
                "published": c.published,
                "publisher": c.publisher,
                "according_to": list(c.speaker.chain),
                "quote": quote(c),
                "start": c.trigger.start,
                "end": c.trigger.end,
            }
            for c in happening.cards
        ],
        "reasons": list(happening.reasons),
    }


def toll_rows(told: Told, rule: str | None) -> Iterator[Row]:
    """Every figure of a happening, then what a dataset's rule makes of the deaths."""
    happening = told.happening
    derived = told.derived(rule) if rule else None
    for toll in told.tolls():
        yield {
            "event": toll.event,
            "of": happening.key,
            "what": toll.what,
            "qualifier": toll.qualifier,
            "low": toll.low,
            "high": toll.high,
            "unit": toll.unit,
            "scope": toll.scope,
            "as_of": toll.as_of,
            "published": toll.published,
            "publisher": toll.publisher,
            "according_to": " ‹ ".join(toll.speaker),
            "status": toll.status,
            "quote": toll.span.quote,
            "start": toll.span.start,
            "end": toll.span.end,
            "replaces": [_replaced(r) for r in toll.replaces],
        }
    if derived:
        yield {
            "event": None,
            "of": happening.key,
            "what": derived.what,
            "qualifier": f"rule {derived.rule}",
            "low": derived.low,
            "best": derived.best,
            "high": derived.high,
            "quote": derived.how,
        }


def toll_text(row: Row) -> str:
    if row["event"] is None:
        told = "low {low:g}, best {best:g}, high {high:g}".format(**{k: row[k] or 0 for k in ("low", "best", "high")})
        return f"  {row['qualifier']}: {told} ({row['quote']})"
    low, high = (f"{v:g}" if v is not None else "" for v in (row["low"], row["high"]))
    value = low if low == high else f"{low}–{high}"
    who = row["according_to"] or row["publisher"] or "the outlet"
    told = f"{row['published'] or 'undated':<12} {row['what']:<10} {value:>8}  {row['qualifier']}, {row['scope']}"
    lines = [f"{told}: {who}  “{row['quote']}”  {row['event']}"]
    lines += [f"    {r['how']} {r['told']} ({r['event']})" for r in row["replaces"]]
    return "\n".join(lines)


def same_text(row: Row) -> str:
    head = (
        f"{row['trigger']}  {row['kind'] or ''}  {count(row['origins'], 'origin')} / {count(row['reports'], 'report')}"
    )
    lines = [head.replace("    ", "  ")]
    for sign, side in (("✓", "asserting"), ("✗", "denying"), ("?", "supposing")):
        for origin in row[side]:
            lines.append(f"  {sign} {origin['name']} ({origin['by']})")
            lines += [f"      reprint: {b['reason']}" for b in origin["reports"] if b["reason"]]
    lines += [f"    {t['event']}  {SIGNS[t['status']]} {t['status']}  “{t['quote']}”" for t in row["tellings"]]
    return "\n".join(lines)


def timeline_text(row: Row) -> str:
    days = (
        row["earliest"] if row["earliest"] == row["latest"] else f"{row['earliest'] or '…'} to {row['latest'] or '…'}"
    )
    return f"{days}  ({row['basis']})\n{same_text(row)}"
