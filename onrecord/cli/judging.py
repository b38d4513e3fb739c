"""`onrecord link`: what a person says of joins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.options import LedgerPath, Output
from onrecord.cli.tables import JoinFormat, write
from onrecord.cli.terminal import UsageError, count, out, safe, tell

if TYPE_CHECKING:
    from onrecord.export.joined.lines import LinkLine
    from onrecord.ledger import Judgement


class Verdict(StrEnum):
    """The values of onrecord.store.Verdict (a test compares them)."""

    same = "same"
    different = "different"
    unsure = "unsure"


_SAID = {
    "same_event": ("the same event", "different events"),
    "reprint": ("a reprint", "no reprint"),
    "actor": ("the same actor", "different actors"),
}


One = Annotated[
    str | None,
    typer.Argument(
        metavar="[A]", show_default=False, help="An event (REPORT/EVENT), an entity (REPORT/ENTITY) or a report."
    ),
]
Other = Annotated[
    str | None, typer.Argument(metavar="[B]", show_default=False, help="Another event, entity or report.")
]
As = Annotated[Verdict | None, typer.Option("--as", show_default=False, help="Whether the two are one.")]
Why = Annotated[str | None, typer.Option("--why", metavar="TEXT", show_default=False, help="The reason.")]
Author = Annotated[
    str | None,
    typer.Option("--author", metavar="NAME", envvar="ONRECORD_AUTHOR", show_default=False, help="Who says so."),
]
Listed = Annotated[bool, typer.Option("--list", help="List what was said, oldest first.")]
Anew = Annotated[
    bool, typer.Option("--all", help="Drop the joins that are kept and make all of them anew from the records.")
]
Taken = Annotated[
    Path | None,
    typer.Option(
        "--take", metavar="FILE", show_default=False, help="Keep the judgements that --list --format json wrote."
    ),
]
ListForm = Annotated[
    JoinFormat, typer.Option("--format", help="For --list: text; json (one object a line, see schema) or csv.")
]


def link(
    one: One = None,
    other: Other = None,
    verdict: As = None,
    why: Why = None,
    author: Author = None,
    listed: Listed = False,
    taken: Taken = None,
    everything: Anew = False,
    format: ListForm = JoinFormat.text,
    output_path: Output = None,
    ledger: LedgerPath = None,
) -> None:
    """Say that two events or two actors are the same or not, or that one report reprints the other or not.

    The joins follow it: "same" puts two together, "different" keeps them apart whatever their words say, and
    "unsure" takes an earlier judgement back. Nothing is deleted: the newest judgement of a pair holds, the older ones
    stay in the list. Forgetting a report also purges what was said of it.

    `onrecord add` links what it adds. `onrecord link --all` links everything anew, which gives the same joins; it is
    needed by nobody but who wants to see that.

    `--list --format json -o FILE` writes what was said, and `--take FILE` keeps it in another ledger that holds the
    same reports, with its authors, reasons and days; what is there already is passed over.

    Example: onrecord link 4dd46201/e3 a81f0c22/e1 --as different --why "two raids, a day apart" --author "R. Lane"
    """
    if everything:
        _anew(ledger)
    elif listed:
        _list(ledger, format, output_path)
    elif taken is not None:
        _take(ledger, taken)
    elif one is None or other is None or verdict is None:
        raise UsageError(
            "give two events, entities or reports with --as same, different or unsure; or --list; or --take FILE; "
            "or --all"
        )
    elif not (why or "").strip() or not (author or "").strip():
        raise UsageError("a judgement needs a reason (--why) and its author (--author, or ONRECORD_AUTHOR)")
    else:
        _judge(ledger, one, other, verdict, why or "", author or "")


def _judge(path: object, one: str, other: str, verdict: Verdict, why: str, author: str) -> None:
    from onrecord.ledger import Ledger

    with Ledger.open(path, write=True, create=False) as opened:  # type: ignore[arg-type]
        try:
            kept = opened.judge(one, other, verdict.value, author=author, reason=why)
        except ValueError as error:
            raise UsageError(str(error)) from None
    out().print(safe(f"{kept.number}  {_line(kept)}"), soft_wrap=True)


def _take(path: object, file: Path) -> None:
    """Keeps the judgements of a file, in their order; one that cannot be kept is named, and the others still are."""
    from onrecord.export.joined.lines import LinkLine
    from onrecord.ledger import Ledger, NotFound

    kept = there = missed = 0
    with Ledger.open(path, write=True, create=False) as opened:  # type: ignore[arg-type]
        known = {(j.a, j.b, j.verdict, j.author, j.reason, j.at) for j in opened.judgements()}
        for place, line in _lines(file, LinkLine):
            if isinstance(line, LinkLine) and _said(line) in known:
                there += 1
                continue
            try:
                if not isinstance(line, LinkLine):
                    raise ValueError(line)
                opened.judge(line.a, line.b, line.verdict, author=line.author, reason=line.reason, at=line.at)
                kept += 1
            except (ValueError, NotFound) as error:
                missed += 1
                tell(f"not kept: {safe(place)}: {safe(str(error))}")
    told = f", {there:,} were there already" if there else ""
    out().print(f"{count(kept, 'judgement')} kept{told}", soft_wrap=True)
    if missed:
        tell(f"{missed:,} of {count(kept + there + missed, 'judgement')} could not be kept")
        raise typer.Exit(1)


def _said(line: LinkLine) -> tuple[str, str, str, str, str, str]:
    return line.a, line.b, line.verdict, line.author, line.reason, line.at


def _lines(file: Path, of: type[LinkLine]) -> Iterator[tuple[str, LinkLine | str]]:
    """Where each line stands, and what it holds: a judgement, or why it is none."""
    import msgspec

    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}") from None
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            found = msgspec.json.decode(line, type=of)
            datetime.fromisoformat(found.at)
            yield f"{file}:{number}", found
        except (ValueError, RecursionError) as error:  # msgspec's are ValueErrors
            yield f"{file}:{number}", f"no judgement as `onrecord link --list --format json` writes it: {error}"


def _anew(path: object) -> None:
    from onrecord.cli.linking import bring_up
    from onrecord.ledger import Ledger

    with Ledger.open(path, write=True, create=False) as opened:  # type: ignore[arg-type]
        done = bring_up(opened, anew=True)
        with opened.joins() as joins:
            several = joins.happenings(several=True, limit=1).total
    told = f"{count(several, 'event')} that several reports tell"
    out().print(f"{count(done, 'report')} linked anew: {told}", soft_wrap=True)


def _line(judgement: Judgement | LinkLine) -> str:
    same, different = _SAID[judgement.kind]
    said = {"same": same, "different": different, "unsure": f"perhaps {same}"}[judgement.verdict]
    told = f"{judgement.a} and {judgement.b}: {said}"
    return f"{told}, says {judgement.author} on {judgement.at[:10]}: {judgement.reason}"


def _list(path: object, format: JoinFormat, place: Path | None) -> None:
    from onrecord.export.joined.making import link_lines
    from onrecord.ledger import Ledger

    with Ledger.open(path) as opened, opened.joins() as joins:  # type: ignore[arg-type]
        lines = tuple(link_lines(opened.judgements(), joins.unheeded()))
    write("link", format, place, lines, _listed, nothing="nobody has said anything yet: see onrecord link --help")


def _listed(line: LinkLine) -> str:
    state = ""
    if not line.followed:
        state = "  (not followed: newer ones keep them apart)" if line.holds else "  (a newer judgement holds)"
    return f"{line.number}  {_line(line)}{state}"
