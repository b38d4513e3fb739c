"""`onrecord said`: who says what, speaker by speaker, over all reports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.options import (
    Actor,
    AllVersions,
    Kind,
    LedgerPath,
    Output,
    PlaceName,
    Publisher,
    Since,
    SourceName,
    StatusName,
    Until,
    filters,
)
from onrecord.cli.tables import Form, JoinFormat, write
from onrecord.cli.telling import days, moment
from onrecord.cli.terminal import count, tell
from onrecord.view import STATUS_SIGNS

if TYPE_CHECKING:
    from onrecord.export.joined.lines import SaidLine

_AT_LEAST = re.compile(r"([\d.]*\d)\.\.(?!\d)")
_UP_TO = re.compile(r"(?<!\d)\.\.(\d[\d.]*)")


def said(
    format: Form = JoinFormat.text,
    output_path: Output = None,
    ledger: LedgerPath = None,
    source: SourceName = None,
    figures: Annotated[
        bool, typer.Option("--figures", help="Only what is told with a figure: tolls, arrests.")
    ] = False,
    actor: Actor = None,
    place: PlaceName = None,
    kind: Kind = None,
    status: StatusName = None,
    publisher: Publisher = None,
    since: Since = None,
    until: Until = None,
    all_versions: AllVersions = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Text: show at most so many speakers.")] = 20,
    each: Annotated[
        int, typer.Option("--each", min=1, help="Text: show at most so many statements of each, the latest.")
    ] = 30,
) -> None:
    """Who says what: each speaker with all that the reports have of them.

    A speaker is the one whose position it is, the innermost of the chain "according to"; whom most reports quote stands
    first, outlets in their own voice last. Names are as the reports tell them: `onrecord actors` says which are one.

    Example: onrecord said --source ministry --figures
    """
    from onrecord.export.joined.statements import said_lines
    from onrecord.ledger import Ledger

    wanted = filters(
        source=source, actor=actor, place=place, kind=kind, status=status, publisher=publisher, since=since,
        until=until, all_versions=all_versions,
    )  # fmt: skip
    with Ledger.open(ledger) as opened:
        rows = said_lines(opened.each_event(wanted))
        lines = [line for line in rows if line.figures] if figures else list(rows)
    speakers = _by_speaker(lines)
    if format is not JoinFormat.text:
        write("said", format, output_path, (line for some in speakers for line in some), str)
        return
    nothing = "nobody says anything of the kind"
    write("said", format, output_path, speakers[:limit], lambda some: _text(some, each), nothing=nothing)
    if len(speakers) > limit:
        tell(f"{limit:,} of {count(len(speakers), 'speaker')} (--limit shows more)")


def _by_speaker(lines: Iterable[SaidLine]) -> list[list[SaidLine]]:
    """In the order of how many reports quote them; what each says in the order of the reports' dates."""
    found: dict[tuple[str, str], list[SaidLine]] = defaultdict(list)
    for line in lines:
        found[line.by, line.speaker.casefold().removeprefix("the ")].append(line)
    ordered = sorted(
        found.items(), key=lambda item: (item[0][0] != "speaker", -len({x.report.id for x in item[1]}), -len(item[1]))
    )
    return [sorted(some, key=lambda x: (x.report.published or "9999", x.report.id, x.start)) for _, some in ordered]


def _text(lines: list[SaidLine], each: int) -> str:
    first = lines[0]
    voice = {"outlet": " in its own voice", "unnamed": " (not named)", "speaker": ""}[first.by]
    reports = count(len({line.report.id for line in lines}), "report")
    head = f"{first.speaker}{voice}  {count(len(lines), 'statement')}, {reports}"
    older = len(lines) - each
    left = [f"  {count(older, 'earlier statement')} left out (--each shows more)"] if older > 0 else []
    return "\n".join((head, *left, *_statements(lines[-each:])))


def _statements(lines: list[SaidLine]) -> Iterator[str]:
    """Under each sentence what is taken from it."""
    before = None
    for line in lines:
        if before != (line.report.id, line.quote):
            via = "".join(f", by {name}" for name in line.through)
            yield f"  {line.report.publisher or 'outlet unknown'}, {moment(line.report.published)}{via}: “{line.quote}”"
            before = (line.report.id, line.quote)
        what = " ".join(filter(None, (", ".join(line.actors), line.what, ", ".join(line.recipients))))
        first, last = (told and told[:10] for told in (line.earliest, line.latest))
        when = days(first, last) if first or last else None
        status = "" if line.status == "asserted" else f"{line.status}: "
        parts = (f"{status}{what}", "; ".join(map(_bounds, line.figures)), line.kind, line.place, when, line.event)
        yield f"      {STATUS_SIGNS[line.status]} {'  '.join(filter(None, parts))}"


def _bounds(figure: str) -> str:
    """ "killed 14.. people" as "killed at least 14 people", "killed ..40" as "killed up to 40"."""
    return _UP_TO.sub(r"up to \1", _AT_LEAST.sub(r"at least \1", figure))
