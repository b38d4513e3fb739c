"""`onrecord origins`, `conflicts`, `tolls`, `timeline`, `diff`: what many reports say together."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.disputing import conflict_text, difference_text
from onrecord.cli.linking import opened_joins, stored
from onrecord.cli.options import Actor, Kind, LedgerPath, Output, PlaceName, Since, Until, filters
from onrecord.cli.tables import Form, JoinFormat, write
from onrecord.cli.telling import origins_text, timeline_text, tolls_text
from onrecord.cli.terminal import UsageError, tell

if TYPE_CHECKING:
    from onrecord.ledger import Ledger


class TollRule(StrEnum):
    """The names of onrecord.linking.toll_rules.RULES (a test compares them)."""

    acled = "acled"
    ucdp = "ucdp"


def origins(
    format: Form = JoinFormat.text,
    output_path: Output = None,
    ledger: LedgerPath = None,
) -> None:
    """Which reports carry another one's words.

    Under each origin its reprints, with the share of their words and how that is known. The origins with most reprints
    stand first.

    Example: onrecord origins --format csv -o reprints.csv
    """
    from onrecord.export.joined.making import origins_line

    with stored(ledger) as joins:
        found = joins.reprints()
        copies = Counter(reprint.origin for reprint in found)
        ordered = sorted(found, key=lambda r: (-copies[r.origin], r.origin, -r.share, r.copy))
        lines = (origins_line(joins, reprint) for reprint in ordered)
        write("origins", format, output_path, lines, origins_text(), nothing="no report reprints another", apart=False)


def conflicts(
    format: Form = JoinFormat.text,
    output_path: Output = None,
    ledger: LedgerPath = None,
    actor: Actor = None,
    place: PlaceName = None,
    kind: Kind = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Where tellings of one event cannot all be so: both sides with their words, no verdict.

    Each value that excludes another stands with everyone who tells it. A higher toll of a later day is an update, and
    "at least 5" does not exclude 8: neither is listed.

    Example: onrecord conflicts
    """
    from onrecord.export.joined.making import conflict_lines

    wanted = filters(since=since, until=until, actor=actor, place=place, kind=kind)
    with stored(ledger) as joins:
        found = joins.each(wanted, having="disputes", order="origins")
        lines = (line for told in found for line in conflict_lines(told))
        write("conflicts", format, output_path, lines, conflict_text, nothing="nothing is told differently")


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

    What both tell alike is left out. With A alone, its text is compared with the one that its address had before; of
    two texts of one address the report's own fields and editor's notes are compared, too. What a note corrects or
    withdraws says so.

    Example: onrecord diff 4dd46201 a81f0c22
    """
    from onrecord.export.joined.making import described_lines, diff_lines

    with opened_joins(ledger) as (opened, joins):
        one, other = (one, other) if other is not None else (_before(opened, one), one)
        first, second = opened.find(one).id, opened.find(other).id
        if first == second:
            raise UsageError(f"{one} and {other} are one report: give two")
        lines = [*diff_lines(joins.difference(first, second), joins.marks(first, second))]
        if second in {version.report.id for version in opened.versions(first)}:
            lines = [*described_lines(opened.record(first).document, opened.record(second).document), *lines]
        for name, report in (("A", first), ("B", second)):
            tell(f"{name}: {joins.described(report)}")
    write("diff", format, output_path, lines, difference_text, nothing="both tell the same")


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
    actor: Actor = None,
    place: PlaceName = None,
    kind: Kind = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Every figure that was told, by speaker, qualifier, scope and report; nothing is overwritten.

    A figure that one source tells again, or that reprints carry, stands once with its reports below it. What an outlet
    corrects or withdraws of its own says so, with the note's words; rules leave it out.

    Example: onrecord tolls --toll-rule ucdp
    """
    from onrecord.export.joined.making import toll_lines

    wanted = filters(since=since, until=until, actor=actor, place=place, kind=kind)
    with stored(ledger) as joins:
        found = joins.each(wanted, having="tolls", order="time")
        lines = (line for told in found for line in toll_lines(told, (rule.value,) if rule else ()))
        write("tolls", format, output_path, lines, tolls_text(), nothing="no figure is told", apart=False)


def timeline(
    format: Form = JoinFormat.text,
    output_path: Output = None,
    several: Annotated[bool, typer.Option("--several", help="Only events that several reports tell.")] = False,
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
    from onrecord.export.joined.making import timeline_line

    wanted = filters(since=since, until=until, actor=actor, place=place, kind=kind)
    with stored(ledger) as joins:
        found = joins.each(wanted, several=several, order="time")
        lines = (timeline_line(told, joins.named) for told in found)
        write("timeline", format, output_path, lines, timeline_text)
