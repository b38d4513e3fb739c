"""How disputes and differences are shown: side by side, each with its quotes, no verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.cli.telling import day, field_of, heading, note_text
from onrecord.view import STATUS_SIGNS as SIGNS

if TYPE_CHECKING:
    from onrecord.export.joined.lines import ConflictsLine, DiffLine, TellingLine


def conflict_text(line: ConflictsLine) -> str:
    lines = [heading(line), f"  {field_of(line)} told differently"]
    for side in line.sides:
        lines.append(f"  {side.value}")
        lines += (f"    {_told(telling)}" for telling in side.tellings)
        lines += (f"        {note_text(n)}" for n in dict.fromkeys(n for t in side.tellings for n in t.notes))
    return "\n".join(lines)


def _told(telling: TellingLine) -> str:
    outlet = telling.publisher or "outlet unknown"
    who = " ‹ ".join((*telling.according_to, outlet)) if telling.according_to else f"{outlet} in its own voice"
    return f"{SIGNS[telling.status]} {who}, {day(telling.published)}: “{telling.quote}”  {telling.event}"


def difference_text(line: DiffLine) -> str:
    if line.told_by == "report":
        return "\n".join(f"{c.field}: {c.one or 'none'} → {c.other or 'none'}" for c in line.changes)
    if line.one is None or line.other is None:
        name, telling = ("A", line.one) if line.told_by == "one" else ("B", line.other)
        told = [f"only in {name}: {line.trigger}"] + ([f"    {_told(telling)}"] if telling else [])
    else:
        told = [f"in both: {line.trigger}"]
        told += [f"  {c.field}: {c.one or 'not told'} → {c.other or 'not told'}" for c in line.changes]
        told += [f"    A {_told(line.one)}", f"    B {_told(line.other)}"]
    return "\n".join([*told, *(f"      {note_text(note)}" for note in line.notes)])
