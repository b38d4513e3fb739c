"""A record as a person checks it in a terminal: every field with the words that it was read from and where they stand.

Nothing depends on colour; long lines wrap under their field; text from outside is made safe for the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from onrecord.cli.terminal import count, safe
from onrecord.view import (
    OWN_VOICE,
    STATUS_SIGNS,
    EventView,
    FigureView,
    PlaceView,
    SaidView,
    TimeView,
    open_time,
    view,
)

if TYPE_CHECKING:
    from rich.console import Console

    from onrecord.ledger import Version
    from onrecord.record import Document, Record, Span
    from onrecord.store import ReportRow

_LABELS = {
    "actor": "who",
    "recipient": "to whom",
    "instrument": "with",
    "origin": "from",
    "destination": "to",
}
_INDENT, _COLUMN = 5, 14  # columns before the name of a field, and of the name
_WIDEST = 110  # columns; longer lines are hard to follow by eye
_LONGEST_QUOTE = 60  # characters shown of one field's words; the evidence sentence is shown whole
_LONGEST_TITLE = 160


def print_record(console: Console, record: Record, *, explain: bool = False, versions: Sequence[Version] = ()) -> None:
    """The report's head with the chain of its versions, then every event."""
    _head(console, record)
    if len(versions) > 1:
        _print(console, Text(_chain_of(record.document.id, versions), "dim"))
    events = list(view(record))
    for event in events:
        console.print()
        print_event(console, event, event.id, explain=explain)
    if not events and record.document.language == "en":
        console.print("\nNo event was found in it.")
    for taken in record.document.provenance.taken_from:
        named = " ".join(filter(None, (taken.name, taken.url)))
        _print(console, Text.assemble(("text from  ", "dim"), safe(f"{named} ({taken.tag})")), indent=2)
    for said in record.document.editor_notes:
        _print(console, Text.assemble((f"{said.kind} by the editor  ", "dim"), safe(said.text)), indent=2)
    for note in record.notes:
        _print(console, Text.assemble(("note  ", "dim"), safe(note)), indent=2)


def _head(console: Console, record: Record) -> None:
    document = record.document
    _print(console, Text(safe(document.title or document.name), "bold"))
    _print(console, Text(f"report {safe(document.id)}  {_told(document)}", "dim"))
    parts = [count(len(record.events), "event"), count(len(record.attributions), "attribution")]
    parts.append(count(sum(p.span.end - p.span.start for p in document.excluded), "character") + " left out")
    _print(console, Text(" · ".join(parts), "dim"))


def _chain_of(report: str, versions: Sequence[Version]) -> str:
    """ "version 2 of 3; before it 4dd46201 (2026-03-01); after it a81f0c22 (2026-03-03)"."""
    place = next(n for n, v in enumerate(versions, 1) if v.report.id == report)
    told = f"version {place} of {len(versions)} of its address"
    for word, number in (("before", place - 2), ("after", place)):
        if 0 <= number < len(versions):
            other = versions[number]
            told += f"; {word} it {other.report.id} ({other.made[:10]})"
    return told


def _told(document: Document) -> str:
    date = f"published {document.published} ({document.published_basis})" if document.published else "date unknown"
    parts = [document.name if document.title else None, document.publisher, document.byline, date, document.url]
    return " · ".join(safe(part) for part in parts if part)


def print_event(
    console: Console, event: EventView, label: str, *, explain: bool = False, source: str | None = None
) -> None:
    """One event: a line with status, trigger and kind, then a line a field, then the evidence."""
    kind = f"  {event.kind}" + (f" ({event.mode})" if event.mode else "") if event.kind else ""
    certainty = f", {event.certainty}" if event.certainty != "certain" else ""
    heading = Text.assemble(
        (f"{label:>3}  ", "dim"),
        (f"{STATUS_SIGNS[event.status]} {event.status}{certainty}", _STYLES[event.status]),
        "  ",
        (safe(event.trigger.quote), "bold"),
        (kind, ""),
        ("  several happenings" if event.aggregate else "", "dim"),
    )
    _print(console, heading)
    for field, value in _fields(event, explain):
        _row(console, field, value)
    if source:
        _row(console, "report", Text(safe(source)))


def _row(console: Console, field: str, value: Text) -> None:
    """A field's name and its value, wrapped under itself."""
    width = min(console.width, _WIDEST) - _INDENT - _COLUMN
    for number, line in enumerate(value.wrap(console, max(20, width))):
        line.rstrip()
        name = field if number == 0 else ""
        console.print(Text.assemble(" " * _INDENT, (f"{name:<{_COLUMN}}", "dim"), line), soft_wrap=True)


_STYLES = {
    "asserted": "green", "denied": "red", "planned": "cyan", "possible": "yellow", "hypothetical": "magenta"
}  # fmt: skip


def _fields(event: EventView, explain: bool) -> Iterator[tuple[str, Text]]:
    did = _with(event.trigger.quote, event.trigger, always=True)
    for role, label in _LABELS.items():
        for number, party in enumerate(p for p in event.parties if p.role == role):
            yield ("" if number else label), _with(party.name, party.span)
        if role == "actor":
            yield "did", did
    if event.place:
        yield "where", _place(event.place, explain)
    if event.time:
        yield "when", _time(event.time, explain)
    if event.until:
        yield "until", _time(event.until, explain)
    for figure in event.figures:
        yield "figure", _figure(figure)
    if event.status_cue:
        yield "status by", _with(event.status, event.status_cue)
    yield from _chain(event, explain)
    unsaid = [
        name
        for name, there in (("who", event.names("actor")), ("where", event.place), ("when", event.time))
        if not there
    ]
    if unsaid:
        yield "not found", Text(", ".join(unsaid), "dim")
    yield "evidence", Text(f"“{safe(event.sentence.quote)}”")
    if event.page is not None:
        yield "stands on", Text(f"page {event.page}, characters {event.sentence.start}–{event.sentence.end}")
    if explain:
        yield "rule", Text(safe(event.rule) or "none given")


def _chain(event: EventView, explain: bool) -> Iterator[tuple[str, Text]]:
    if not event.chain:
        yield "according to", Text(f"the {OWN_VOICE}")
    for number, said in enumerate(event.chain):
        yield ("according to" if number == 0 else "  as told by"), _said(said, explain)


def _said(said: SaidView, explain: bool) -> Text:
    text = _with(said.name, said.span)
    text.append(f"; {said.stance} ({said.manner})")
    text.append_text(_quoted(said.cue))
    if said.medium:
        text.append("; in")
        text.append_text(_quoted(said.medium))
    if explain and said.rule:
        text.append(f"  rule {safe(said.rule)}", "dim")
    return text


def _place(place: PlaceView, explain: bool) -> Text:
    parts = [place.name, place.admin1, place.country]
    named = ", ".join(dict.fromkeys(part for part in parts if part))
    text = _with(named if place.precision != "unresolved" else f"{named} (not resolved)", place.span)
    if explain:
        coordinates = f"{place.latitude:.3f}, {place.longitude:.3f}" if place.latitude is not None else "no coordinates"
        text.append(f"  {place.precision}, {coordinates}" + (f"; {safe(place.reason)}" if place.reason else ""), "dim")
    return text


def _time(time: TimeView, explain: bool) -> Text:
    first, last = time.earliest, time.latest
    if first is None and last is None:
        told = open_time(time.value)
    elif first == last:
        told = str(first)
    else:
        told = f"{first or '…'} to {last or '…'}"
    text = _with(told, time.span)
    if explain:
        text.append(f"  value {safe(time.value)}" + (f" from {safe(time.anchor)}" if time.anchor else ""), "dim")
    return text


def _figure(figure: FigureView) -> Text:
    scope = ", in all" if figure.scope == "total" else ""
    unit = f" {figure.unit}" if figure.unit else ""
    return _with(f"{figure.what} {amount(figure)}{unit}{scope}", figure.span)


def amount(figure: FigureView) -> str:
    """The number with its open ends: "at least 12", "up to 40", "12 to 15"."""
    low, high = figure.low, figure.high
    if low is None and high is None:
        return "unknown"
    if high is None:
        return f"at least {low:,.10g}"
    if low is None:
        return f"up to {high:,.10g}"
    return f"{low:,.10g}" if low == high else f"{low:,.10g} to {high:,.10g}"


def _with(value: str, span: Span | None, *, always: bool = False) -> Text:
    """A value and the words that it comes from."""
    text = Text(safe(value))
    if span is not None:
        same = safe(span.quote) == safe(value) and not always
        text.append_text(Text(f"  at {span.start}–{span.end}", "dim") if same else _quoted(span))
    return text


def _quoted(span: Span) -> Text:
    shown = safe(span.quote)
    if len(shown) > _LONGEST_QUOTE:
        shown = shown[: _LONGEST_QUOTE // 2 - 1] + "…" + shown[-_LONGEST_QUOTE // 2 :]
    return Text.assemble("  ", (f"“{shown}”", "italic"), (f" {span.start}–{span.end}", "dim"))


def _short(title: str) -> str:
    """A title of a page's length would push all others out of sight."""
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"


def _print(console: Console, text: Text, *, indent: int = 0) -> None:
    """A text over as many lines as it takes."""
    for line in text.wrap(console, max(20, min(console.width, _WIDEST) - indent)):
        line.rstrip()
        console.print(Text(" " * indent) + line, soft_wrap=True)


def print_reports(console: Console, reports: tuple[ReportRow, ...]) -> None:
    """A list of reports, one a line where the terminal is wide enough."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name, justify in (("id", "left"), ("published", "left"), ("events", "right"), ("report", "left")):
        table.add_column(name, justify=justify, no_wrap=name != "report", overflow="fold")  # type: ignore[arg-type]
    for report in reports:
        title = report.title or report.name
        told = " · ".join(_short(safe(part)) for part in (title, report.publisher) if part)
        if report.language != "en":
            told += f" (in '{safe(report.language)}', not read)"
        table.add_row(report.id, (report.published or "unknown")[:10], f"{report.events:,}", Text(told))
    console.print(table)
