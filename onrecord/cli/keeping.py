"""`onrecord add`, `list`, `show` and `search`: the ledger filled and asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.linking import bring_up
from onrecord.cli.options import (
    Actor,
    AllVersions,
    Kind,
    LedgerPath,
    PlaceName,
    Published,
    Publisher,
    Recipient,
    Report,
    Since,
    SourceName,
    StatusName,
    Until,
    filters,
    published_date,
)
from onrecord.cli.reading import Format, Paths, started
from onrecord.cli.terminal import count, out, output, safe, tell, tell_passed, working

if TYPE_CHECKING:
    from onrecord.ledger import Added, EventRow, Ledger, Page

_COUNTED = 5_000  # that a search or a list counts; beyond, counting a million events would take longer than finding


_TOLD = 3  # reports of which the same note is told


class Shown(StrEnum):
    text = "text"
    jsonl = "jsonl"


Limit = Annotated[int, typer.Option("--limit", "-n", min=1, help="Show at most so many.")]
Offset = Annotated[int, typer.Option("--offset", min=0, help="Pass over so many first.")]
ShownAs = Annotated[Shown, typer.Option("--format", help="text for people, jsonl for programs.")]


def add(
    paths: Paths,
    published: Published = None,
    ledger: LedgerPath = None,
    again: Annotated[bool, typer.Option("--again", help="Also take reports that were forgotten before.")] = False,
) -> None:
    """Read reports and keep their records.

    What the ledger holds already is not read again, so an import that was stopped is simply started again. A report
    is the same when its text, publisher, address and given date are. An address whose text has changed gets a new
    version; the old one is kept. Rows of .jsonl and .csv hold `text` (or `html`) and, where known, `id`,
    `published`, `title`, `publisher`, `byline` and `url`; other usual names of these are taken and told. A record
    that `onrecord export` wrote is taken as it stands, once it is checked, and not read anew. The exit status is
    that of read.

    Example: onrecord add reports/ --published 2024-12-16
    """
    from onrecord.ingest import Meter, gather
    from onrecord.ledger import Ledger

    meter = Meter()
    sources = started(gather(paths, published=published_date(published), meter=meter))
    tally = _Tally()
    with Ledger.open(ledger, write=True) as opened:
        with working("adding", meter=meter) as progress:
            for outcome in opened.add_sources(sources, again=again, parsed=progress.within):
                tally.take(outcome)
                progress.step(outcome.name)
                tell_added(tally.without_common(outcome))
        place = safe(str(opened.path))
        if not opened.linked():
            bring_up(opened)
    out().print(f"{tally.told()}: {place}", soft_wrap=True)
    for note, more in tally.common():
        tell(f"note: {count(more, 'more report', 'more reports')}: {note}")
    tell_passed(meter)
    if tally.undated:
        which = "it has" if tally.undated == tally.counts["added"] == 1 else f"{tally.undated:,} of them have"
        tell(
            f'note: {which} no date of publication, so "Tuesday" stays without a day there: --published DATE gives one'
        )
    if tally.missed:
        tell(f"{tally.missed:,} of {count(tally.counts.total(), 'report')} could not be added")
    if tally.missed or tally.partly:
        raise typer.Exit(1)


class _Tally:
    """What came of an import, counted."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self.events = self.copies = self.partly = self.undated = 0

    def take(self, outcome: Added) -> None:
        self.counts[outcome.state] += not outcome.partly
        self.partly += outcome.partly
        self.events += outcome.events
        self.copies += outcome.new_place
        self.undated += not outcome.dated

    def without_common(self, outcome: Added) -> Added:
        """Without the notes that some reports before it had already: of a dump of thousands each would bear them."""
        self.notes.update(outcome.notes)
        return replace(outcome, notes=tuple(note for note in outcome.notes if self.notes[note] <= _TOLD))

    def common(self) -> Iterator[tuple[str, int]]:
        """Notes that were not told every time, each with how many reports more it is of."""
        return ((note, times - _TOLD) for note, times in self.notes.items() if times > _TOLD)

    @property
    def missed(self) -> int:
        return self.counts["failed"] + self.counts["forgotten"]

    def told(self) -> str:
        known = f", {self.counts['known']:,} were there already" if self.counts["known"] else ""
        if self.copies:
            known += f" ({self.copies:,} of them copies from other files or addresses)"
        return f"{count(self.counts['added'], 'report')} added with {count(self.events, 'event')}{known}"


def tell_added(outcome: Added) -> None:
    """The lines that one report needs beside the count: why it is not in, what had to be done, that it is a version."""
    if outcome.state in ("forgotten", "failed"):
        verb = "refused" if outcome.state == "forgotten" else "partly read" if outcome.partly else "not read"
        tell(f"{verb}: {outcome.name}: {outcome.reason}")
    for note in outcome.notes:
        tell(f"note: {outcome.name}: {note}")
    if outcome.versions > 1:
        told = f"another text under the same address: kept as version {outcome.version} of {outcome.versions}"
        tell(f"version: {outcome.name}: {told} (onrecord versions {outcome.id} lists them)")


def list_reports(
    ledger: LedgerPath = None,
    publisher: Publisher = None,
    actor: Actor = None,
    place: PlaceName = None,
    kind: Kind = None,
    status: StatusName = None,
    source: SourceName = None,
    since: Since = None,
    until: Until = None,
    all_versions: AllVersions = False,
    limit: Limit = 50,
    offset: Offset = 0,
    format: ShownAs = Shown.text,
) -> None:
    """List the reports kept, the last added first.

    Filters keep the reports that hold such an event.

    Example: onrecord list --actor "civil defence" --since 2024-12-01
    """
    from onrecord.cli.render import print_reports
    from onrecord.ledger import Ledger

    wanted = filters(
        publisher=publisher, actor=actor, place=place, kind=kind, status=status, source=source, since=since,
        until=until, all_versions=all_versions,
    )  # fmt: skip
    with Ledger.open(ledger) as opened:
        page = opened.reports(wanted, limit, offset, count_to=_COUNTED)
        statistics = opened.statistics()
    if format is Shown.jsonl:
        _lines(page.rows)
        return
    if page.rows:
        print_reports(out(), page.rows)
    of = f" of {statistics.reports:,}" if page.total != statistics.reports else ""
    told = f"{_range(len(page.rows), offset, page.total)}{of} in the ledger{_older(page, 'version')}"
    tell(f"{told}, {count(statistics.events, 'event')} in all")


def show(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="A report's id, the beginning of it, its name, or REPORT/EVENT.")
    ],
    ledger: LedgerPath = None,
    format: Annotated[
        Format, typer.Option("--format", help="text for people, json or jsonl for programs.")
    ] = Format.text,
    explain: Annotated[bool, typer.Option("--explain", help="Say which rule or reason made each field.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Print the report's own text instead.")] = False,
) -> None:
    """Show a record, or one event of it.

    Example: onrecord show 4dd46201/e3 --explain
    """
    from onrecord.cli.render import print_event, print_record
    from onrecord.ledger import Ledger

    with Ledger.open(ledger) as opened:
        event = _event(opened, id)
        record = opened.record(event.report.id if event else id)
        versions = () if event else opened.versions(record.document.id)
    if text:
        for line in record.document.text.splitlines():
            out().print(safe(line), soft_wrap=True)
    elif format is not Format.text:
        _object(event or record, indented=format is Format.json)
    elif event is None:
        print_record(out(), record, explain=explain, versions=versions)
    else:
        print_event(out(), event.event, event.event.id, explain=explain)
        tell(f"in {event.report.title or event.report.name}, report {event.report.id}")


def _event(opened: Ledger, id: str) -> EventRow | None:
    """The event that REPORT/EVENT names; None when the words name a report (whose name may hold a slash, too)."""
    from onrecord.ledger import NotFound

    try:
        opened.find(id)
    except NotFound:
        if "/" not in id:
            raise
        return opened.event(id)
    return None


Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="WORDS",
        show_default=False,
        help='Words that the evidence or the names hold; "words in quotes" stand together, bomb* takes any ending.',
    ),
]


def search(
    words: Words = None,
    ledger: LedgerPath = None,
    actor: Actor = None,
    recipient: Recipient = None,
    place: PlaceName = None,
    kind: Kind = None,
    status: StatusName = None,
    source: SourceName = None,
    publisher: Publisher = None,
    report: Report = None,
    since: Since = None,
    until: Until = None,
    all_versions: AllVersions = False,
    limit: Limit = 20,
    offset: Offset = 0,
    format: ShownAs = Shown.text,
) -> None:
    """Search events by words, by fields, or by both.

    Example: onrecord search "drone strike" --place Syria --status denied --since 2024-12-01
    """
    from onrecord.ledger import Ledger

    wanted = filters(
        words, actor=actor, recipient=recipient, place=place, kind=kind, status=status, source=source,
        publisher=publisher, report=report, since=since, until=until, all_versions=all_versions,
    )  # fmt: skip
    with Ledger.open(ledger) as opened:
        page = opened.events(wanted, limit, offset, "relevance" if wanted.words else "report", count_to=_COUNTED)
    if format is Shown.jsonl:
        _lines(page.rows)
        return
    _print_events(page, offset)


def _print_events(page: Page[EventRow], offset: int) -> None:
    from onrecord.cli.render import print_event

    for row in page.rows:
        date = row.report.published[:10] if row.report.published else "date unknown"
        told = " · ".join(filter(None, (row.report.title or row.report.name, row.report.publisher, date)))
        print_event(out(), row.event, row.id, source=told)
        out().print()
    undated = f"; {_counted(page.undated, 'more event')} without a known day left out" if page.undated else ""
    tell(f"{_range(len(page.rows), offset, page.total, 'event')}{undated}{_older(page, 'event')}")


def _older(page: Page[Any], what: str) -> str:
    """What older versions of reports hold and is not shown."""
    if not page.older:
        return ""
    told = "older version" if what == "version" else "event of older versions"
    many = None if what == "version" else "events of older versions"
    return f"; {count(page.older, told, many)} left out (--all-versions shows them)"


def _range(shown: int, offset: int, total: int, what: str = "report") -> str:
    if shown == total:
        return count(total, what)
    return (
        f"{offset + 1:,} to {offset + shown:,} of {_counted(total, what)}"
        if shown
        else f"none shown of {_counted(total, what)}"
    )


def _counted(number: int, what: str) -> str:
    return f"more than {count(_COUNTED, what)}" if number == _COUNTED + 1 else count(number, what)


def _lines(rows: Sequence[object]) -> None:
    import msgspec

    with output(None) as stream:
        for row in rows:
            stream.write(msgspec.json.encode(row) + b"\n")


def _object(thing: object, *, indented: bool) -> None:
    import msgspec

    encoded = msgspec.json.encode(thing)
    with output(None) as stream:
        stream.write((msgspec.json.format(encoded, indent=2) if indented else encoded) + b"\n")
