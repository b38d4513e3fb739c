"""`onrecord origins`, `same`, `conflicts`, `tolls`, `timeline`: what many reports say together."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.disputing import SIGNS, Row, conflict_rows, conflict_text, difference_rows, difference_text, quote
from onrecord.cli.options import (
    Actor,
    Kind,
    LedgerPath,
    Output,
    PlaceName,
    Publisher,
    Since,
    SourceName,
    Until,
    filters,
)
from onrecord.cli.terminal import UsageError, count, output, safe, tell, working

if TYPE_CHECKING:
    from onrecord.joining import Happening, Joined
    from onrecord.ledger import Ledger
    from onrecord.linking.corroboration import Origin

_NOTHING = "nothing of the kind in the ledger"


class JoinFormat(StrEnum):
    """How joins are printed."""

    text = "text"
    json = "json"
    csv = "csv"


class SameFormat(StrEnum):
    """JoinFormat, and bare clusters for scorers."""

    text = "text"
    json = "json"
    csv = "csv"
    clusters = "clusters"


class TollRule(StrEnum):
    """The names of onrecord.linking.tolls.RULES (a test compares them)."""

    acled = "acled"
    ucdp = "ucdp"


Form = Annotated[JoinFormat, typer.Option("--format", help="text for people; json (one object a line) or csv.")]
Single = Annotated[bool, typer.Option("--all", help="Also events that only one report tells.")]


def origins(
    format: Form = JoinFormat.text,
    output_path: Output = None,
    ledger: LedgerPath = None,
) -> None:
    """Which reports carry another one's words.

    Each reprint with its origin, the share of its words and how that is known.

    Example: onrecord origins --format csv -o reprints.csv
    """
    joined = joined_ledger(ledger)
    rows = [
        {
            "copy": _report(joined, r.copy),
            "origin": _report(joined, r.origin),
            "share": r.share,
            "whole": r.whole,
            "reason": r.reason,
        }
        for r in joined.reprints
    ]
    write(format, output_path, rows, lambda row: f"{row['copy']}\n  reprints {row['origin']}\n  {row['reason']}")


def same(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", show_default=False, help="Reports to join, as in read; else the ledger's."),
    ] = None,
    format: Annotated[
        SameFormat,
        typer.Option("--format", help="text for people; json (one object a line), csv, or clusters (one JSON object)."),
    ] = SameFormat.text,
    mentions: Annotated[
        Path | None,
        typer.Option(
            "--mentions",
            metavar="FILE",
            show_default=False,
            help='With PATH: join these in place of the events read; one {"report", "start", "end"} a line.',
        ),
    ] = None,
    output_path: Output = None,
    alone: Single = False,
    ledger: LedgerPath = None,
    actor: Actor = None,
    place: PlaceName = None,
    kind: Kind = None,
    source: SourceName = None,
    publisher: Publisher = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Events that several reports tell, with who asserts and who denies them.

    The number of independent origins stands first: reprints collapse onto their origin, and outlets that quote one
    speaker onto that speaker.

    `--format clusters` gives the joins as bare lists, all events of all reports among them: "clusters" of mentions
    ([report's name, start, end]) and "documents", the reports of one story.

    Example: onrecord same --kind ASSAULT --since 2026-03-01
    """
    from onrecord.cli.clusters import joined_of

    failed = 0
    wanted = {"actor": actor, "place": place, "kind": kind, "source": source, "publisher": publisher}
    if paths:
        if any((ledger, since, until, *wanted.values())):
            raise UsageError("--ledger and filters are for the ledger's reports: leave them or the paths out")
        joined, failed = joined_of(paths, mentions)
    elif mentions is not None:
        raise UsageError("--mentions needs the reports that it speaks of: give their PATH")
    else:
        joined = joined_ledger(ledger, since=since, until=until, **wanted)
    if format is SameFormat.clusters:
        _write_clusters(joined, output_path)
    else:
        rows = (_same_row(joined, h) for h in _told(joined, alone))
        write(JoinFormat(format.value), output_path, rows, _same_text)
    if failed:
        raise typer.Exit(1)


def conflicts(
    format: Form = JoinFormat.text,
    output_path: Output = None,
    ledger: LedgerPath = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Where tellings of one event cannot all be so: both sides with their words, no verdict.

    Each value that excludes another stands with everyone who tells it. A higher toll of a later day is an update, and
    "at least 5" does not exclude 8: neither is listed.

    Example: onrecord conflicts
    """
    joined = joined_ledger(ledger, since=since, until=until)
    rows = (row for h in joined.happenings for row in conflict_rows(joined, h))
    write(format, output_path, rows, conflict_text)


def diff(
    one: Annotated[str, typer.Argument(metavar="A", help="A report's id, the beginning of it, or its name.")],
    other: Annotated[
        str | None,
        typer.Argument(metavar="B", show_default=False, help="Another report; left out, the version of A before it."),
    ] = None,
    format: Form = JoinFormat.text,
    output_path: Output = None,
    ledger: LedgerPath = None,
) -> None:
    """What two reports tell differently: claims only in A, only in B, and claims of both by changed field.

    What both tell alike is left out. With A alone, its text is compared with the one that its address had before.

    Example: onrecord diff 4dd46201 a81f0c22
    """
    from onrecord import parse
    from onrecord.joining import join
    from onrecord.ledger import Ledger

    with Ledger.open(ledger) as opened:
        one, other = (one, other) if other is not None else (_before(opened, one), one)
        records = [opened.record(one), opened.record(other)]
        first, second = (r.document.id for r in records)
        if first == second:
            raise UsageError(f"{one} and {other} are one report: give two")
        found = join(records, parse.similar, opened.judgements()).difference(first, second)
    write(format, output_path, difference_rows(found), difference_text, nothing="both tell the same")


def _before(opened: Ledger, report: str) -> str:
    """The version before a report's. Raises UsageError where there is none."""
    found = opened.find(report).id
    chain = [version.report.id for version in opened.versions(found)]
    if not (place := chain.index(found)):
        raise UsageError(f"{report} has no version before it: give two reports")
    return chain[place - 1]


def tolls(
    format: Form = JoinFormat.text,
    output_path: Output = None,
    rule: Annotated[
        TollRule | None,
        typer.Option("--toll-rule", show_default=False, help="Also what a dataset's rule makes of the deaths told."),
    ] = None,
    ledger: LedgerPath = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Every figure that was told, by speaker, qualifier, scope and report; nothing is overwritten.

    Example: onrecord tolls --toll-rule ucdp
    """
    joined = joined_ledger(ledger, since=since, until=until)
    rows = (row for h in joined.happenings for row in _toll_rows(joined, h, rule))
    write(format, output_path, rows, _toll_text)


def timeline(
    format: Form = JoinFormat.text,
    output_path: Output = None,
    alone: Single = True,
    ledger: LedgerPath = None,
    actor: Actor = None,
    place: PlaceName = None,
    kind: Kind = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """The events of the ledger in order, with the days that their tellings allow, origins and disputes.

    Example: onrecord timeline --place Niger --since 2026-03-01 --format json
    """
    joined = joined_ledger(ledger, since=since, until=until, actor=actor, place=place, kind=kind)
    rows = []
    for entry in joined.timeline():
        happening = joined.holding(entry.event)
        if happening is not None and (alone or len({c.report for c in happening.cards}) > 1):
            days = {"earliest": entry.earliest, "latest": entry.latest, "basis": entry.basis}
            rows.append(days | _same_row(joined, happening))
    write(format, output_path, rows, _timeline_text)


def joined_ledger(ledger: Any, **wanted: Any) -> Joined:
    from onrecord import parse
    from onrecord.joining import join
    from onrecord.ledger import Ledger

    given = {k: v for k, v in wanted.items() if v}
    with Ledger.open(ledger) as opened, working("joining"):
        joined = join(opened.records(filters(**given, all_versions=True)), parse.similar, opened.judgements())
    for judgement in joined.unheeded:
        told = f"{judgement.a} and {judgement.b} are the same, says {judgement.author}"
        tell(f"not followed, as newer judgements keep them apart: {told} (judgement {judgement.number})")
    return joined


def _told(joined: Joined, alone: bool) -> Iterator[Happening]:
    return (h for h in joined.happenings if alone or len({c.report for c in h.cards}) > 1)


def _report(joined: Joined, report: str) -> str:
    document = joined.documents[report]
    outlet = f" · {document.publisher}" if document.publisher else ""
    return f"{document.title or document.name}{outlet} ({report})"


def _origin(joined: Joined, origin: Origin) -> Row:
    branches = [
        {"report": b.report, "events": list(b.events), "reprint_of": b.reprint_of, "reason": b.reason}
        for b in origin.branches
    ]
    name = origin.name if origin.name not in joined.documents else joined.documents[origin.name].name
    return {"name": name, "by": origin.by, "reports": branches}


def _same_row(joined: Joined, happening: Happening) -> Row:
    tree = joined.corroboration(happening)
    return {
        "event": happening.key,
        "trigger": happening.cards[0].trigger.quote,
        "kind": next((c.kind for c in happening.cards if c.kind), None),
        "origins": len(tree.asserting),
        "reports": tree.reports,
        "asserting": [_origin(joined, o) for o in tree.asserting],
        "denying": [_origin(joined, o) for o in tree.denying],
        "supposing": [_origin(joined, o) for o in tree.supposing],
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


def _toll_rows(joined: Joined, happening: Happening, rule: TollRule | None) -> Iterator[Row]:
    derived = joined.derived(happening, rule.value) if rule else None
    for toll in joined.tolls(happening):
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


def _toll_text(row: Row) -> str:
    if row["event"] is None:
        told = "low {low:g}, best {best:g}, high {high:g}".format(**{k: row[k] or 0 for k in ("low", "best", "high")})
        return f"  {row['qualifier']}: {told} ({row['quote']})"
    low, high = (f"{v:g}" if v is not None else "" for v in (row["low"], row["high"]))
    value = low if low == high else f"{low}–{high}"
    who = row["according_to"] or row["publisher"] or "the outlet"
    told = f"{row['published'] or 'undated':<12} {row['what']:<10} {value:>8}  {row['qualifier']}, {row['scope']}"
    return f"{told}: {who}  “{row['quote']}”  {row['event']}"


def _same_text(row: Row) -> str:
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


def _timeline_text(row: Row) -> str:
    days = (
        row["earliest"] if row["earliest"] == row["latest"] else f"{row['earliest'] or '…'} to {row['latest'] or '…'}"
    )
    return f"{days}  ({row['basis']})\n{_same_text(row)}"


def _write_clusters(joined: Joined, path: Any) -> None:
    import msgspec

    from onrecord.joining import clusters

    with output(path, whole=True) as stream:
        stream.write(msgspec.json.encode(clusters(joined)) + b"\n")


def write(
    format: JoinFormat, path: Any, rows: Iterable[Row], text: Callable[[Row], str], nothing: str = _NOTHING
) -> None:
    with output(path, whole=True) as stream:
        for chunk in _chunks(format, rows, text, nothing):
            stream.write(chunk.encode("utf-8"))


def _chunks(format: JoinFormat, rows: Iterable[Row], text: Callable[[Row], str], nothing: str) -> Iterator[str]:
    import msgspec

    if format is JoinFormat.text:
        found = False
        for row in rows:
            found = True
            yield "\n".join(safe(line) for line in text(row).split("\n")) + "\n\n"
        if not found:
            yield f"{nothing}\n"
    elif format is JoinFormat.json:
        for row in rows:
            yield msgspec.json.encode(row).decode() + "\n"
    else:
        yield from _csv(rows)


def _csv(rows: Iterable[Row]) -> Iterator[str]:
    import msgspec

    from onrecord.export.csv import guarded

    head: list[str] = []
    for row in rows:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        if not head:
            head = list(row)
            writer.writerow(head)
        cells = (row.get(k) for k in head)
        writer.writerow(
            guarded(msgspec.json.encode(c).decode() if isinstance(c, list) else "" if c is None else str(c))
            for c in cells
        )
        yield buffer.getvalue()
