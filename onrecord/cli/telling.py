"""Happenings and their figures as a terminal shows them: the tree of who tells them, and why they are one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from onrecord.cli.terminal import count
from onrecord.view import STATUS_SIGNS as SIGNS
from onrecord.view import file_name

if TYPE_CHECKING:
    from onrecord.export.joined.lines import (
        ConflictsLine,
        CountLine,
        NoteLine,
        OriginLine,
        OriginsLine,
        ReportLine,
        SameLine,
        TellingLine,
        TimelineLine,
        TollsLine,
    )
    from onrecord.linking.corroboration import Branch

_NAMED = 3  # parties and places of a heading
_BY = {"speaker": "", "outlet": " in its own voice", "unnamed": " (not named)"}


def origins_text() -> Callable[[OriginsLine], str]:
    """Names the origin wherever another one begins."""
    before: list[str] = []

    def told(line: OriginsLine) -> str:
        lines = [] if before == [line.origin.id] else [*([""] if before else []), _report(line.origin)]
        before[:] = [line.origin.id]
        whole = ", a whole reprint" if line.whole else ""
        lines.append(f"  {line.share:>4.0%} of {_report(line.copy)}{whole}")
        lines.append(f"        {'; '.join(line.reasons)} ({', '.join(line.authors)})")
        return "\n".join(lines)

    return told


def _report(report: ReportLine) -> str:
    outlet = f" · {report.publisher}" if report.publisher else ""
    return f"{report.title or report.name}{outlet}, {day(report.published)}  {report.id}"


def heading(line: SameLine | ConflictsLine | TollsLine, *, dated: bool = True) -> str:
    """ "gunmen attacked bus  ASSAULT  Tera  2026-03-03"."""
    actors, recipients = getattr(line, "actors", ()), getattr(line, "recipients", ())
    told = " ".join(filter(None, (_some(actors), line.trigger, _some(recipients))))
    when = days(line.earliest, line.latest) if dated else ""
    return "  ".join(filter(None, (told, line.kind, _some(line.places), when)))


def _some(names: Iterable[str]) -> str:
    told = list(names)
    more = f" and {len(told) - _NAMED} more" if len(told) > _NAMED else ""
    return ", ".join(told[:_NAMED]) + more


def day(moment: str | None) -> str:
    return (moment or "undated")[:10]


def moment(published: str | None) -> str:
    """ "2026-03-11 08:30": the hour, too, where it is known, in the time zone that the report bears."""
    return (published or "undated")[:16].replace("T", " ")


def days(earliest: str | None, latest: str | None) -> str:
    """The days that all tellings allow together."""
    if earliest == latest:
        return earliest or "undated"
    if earliest is None:
        return f"by {latest}"
    return f"{earliest} to {latest}" if latest else f"from {earliest}"


def same_text(line: SameLine) -> str:
    return "\n".join([f"{heading(line)}{_basis(line)}  {_counts(line)}", *_tree(line)])


def _basis(line: SameLine) -> str:
    return " (told differently)" if line.basis == "told differently" else ""


def _counts(line: SameLine) -> str:
    return f"{count(line.origins, 'origin')} / {count(line.reports, 'report')}"


def _tree(line: SameLine) -> list[str]:
    told = {telling.event: telling for telling in line.tellings}
    lines = []
    for sign, side in (("✓", line.asserting), ("✗", line.denying), ("?", line.supposing)):
        for origin in side:
            lines += _origin(sign, origin, told)
    if line.score is not None:
        lines.append(
            f"  taken for one event by {' and '.join(line.authors)}, score {line.score:.2f}: {_why(line.reasons)}"
        )
    return lines


def _why(reasons: Iterable[str]) -> str:
    """ "for: one story, the same word; against: another day"; a person's reason as it was given."""
    told: dict[str, list[str]] = {}
    for reason in reasons:
        side, _, words = reason.partition(": ")
        told.setdefault(side if side in ("for", "against") and words else reason, []).append(words)
    return "; ".join(
        f"{side}: {', '.join(words)}" if side in ("for", "against") else side for side, words in told.items()
    )


def _origin(sign: str, origin: OriginLine, told: dict[str, TellingLine]) -> list[str]:
    reports = f", {count(len(origin.reports), 'report')}" if len(origin.reports) > 1 else ""
    name = file_name(origin.name) if origin.by == "outlet" else origin.name
    lines = [f"  {sign} {name}{_BY[origin.by]}{reports}"]
    quoted: set[str] = set()
    branches = sorted(origin.reports, key=lambda b: (b.reprint_of is not None, told[b.events[0]].published or "9999"))
    for branch in branches:
        lines += _branch(branch, told, quoted)
    return lines


def _branch(branch: Branch, told: dict[str, TellingLine], quoted: set[str]) -> list[str]:
    first = told[branch.events[0]]
    lines = []
    for event in branch.events:
        telling = told[event]
        words = "the same words" if telling.quote in quoted else f"“{telling.quote}”"
        quoted.add(telling.quote)
        how = f"{telling.status}: " if telling.status not in ("asserted", "denied") else ""
        lines.append(f"      {first.publisher or 'outlet unknown'}, {day(first.published)}: {how}{words}  {event}")
        lines += (f"          {note_text(note)}" for note in telling.notes)
    if branch.reason:
        lines.append(f"          reprint: {branch.reason}")
    return lines


def note_text(note: NoteLine) -> str:
    """ "corrected to 12 by Vale Wire on 2026-03-04: “CORRECTS toll”"."""
    told = f" to {note.told}" if note.told else ""
    what = "" if note.field in ("report", "figures") else f"{note.field} "
    return f"✎ {what}{note.verb}{told} by {note.publisher or note.report} on {day(note.published)}: “{note.quote}”"


def timeline_text(line: TimelineLine) -> str:
    lines = [f"{days(line.earliest, line.latest)}{_basis(line)}  {heading(line, dated=False)}  {_counts(line)}"]
    lines += _tree(line)
    for dispute in line.disputes:
        values = "; ".join(side.value for side in dispute.sides)
        lines.append(f"  told differently, {field_of(dispute)}: {values}")
    return "\n".join(lines)


def field_of(line: ConflictsLine) -> str:
    return f"{line.field} {line.what}" if line.what else line.field


def tolls_text() -> Callable[[TollsLine], str]:
    """Says of what happening the figures are wherever another one begins."""
    before: list[str] = []

    def told(line: TollsLine) -> str:
        lines = [] if before == [line.of] else [*([""] if before else []), heading(line)]
        before[:] = [line.of]
        return "\n".join([*lines, *(_derived(line) if line.rule else _figure(line))])

    return told


def amount(line: TollsLine) -> str:
    low, high = (f"{v:,.10g}" if v is not None else "" for v in (line.low, line.high))
    number = low if low == high else f"{low} to {high}"
    bound = {"at least": f"at least {low}", "at most": f"at most {high}"}.get(line.qualifier or "", number)
    return " ".join(filter(None, (bound, line.unit)))


def _figure(line: TollsLine) -> list[str]:
    outlet = line.publisher or "outlet unknown"
    who = " ‹ ".join((*line.according_to, outlet)) if line.according_to else f"{outlet} in its own voice"
    scope = ", in all" if line.scope == "total" else ""
    status = f"{SIGNS[line.status]} {line.status}, " if line.status and line.status != "asserted" else ""
    as_of = f", as of {day(line.as_of)}" if line.as_of else ""
    told = f"{status}{line.what} {amount(line)}{scope}{as_of}: {who}"
    lines = [f"  {moment(line.published)}  {told}  “{line.quote}”  {line.event}"]
    if len(line.tellings) > 1:
        lines.append(f"      {count(line.reports, 'report')}, {count(len(line.tellings), 'time')}:")
        lines += (f"        {_count(telling)}" for telling in line.tellings[1:])
    lines += (f"      {r.how} {r.told} ({r.event})" for r in line.replaces)
    lines += (f"      {note_text(note)}" for note in line.notes)
    return lines


def _count(telling: CountLine) -> str:
    reprint = f", reprint: {telling.reason}" if telling.reason else ""
    outlet = f"{telling.publisher or telling.report}, {moment(telling.published)}"
    return f"{outlet}  “{telling.quote}”{reprint}  {telling.event}"


def _derived(line: TollsLine) -> list[str]:
    low, best, high = (f"{v:,.10g}" if v is not None else "none" for v in (line.low, line.best, line.high))
    value = best if low == best == high else f"best {best}, low {low}, high {high}"
    return [f"  by the rule of {line.rule}: {line.what} {value} ({line.how}); a derivation, no claim"]
