"""Bringing the stored joins up to date before they are asked, with a bar where that takes long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from onrecord.cli.terminal import count, err, tell

if TYPE_CHECKING:
    from onrecord.joining import Joins
    from onrecord.ledger import Ledger

_LONG = 200  # reports: linking these takes a few seconds


def bring_up(opened: Ledger, *, anew: bool = False) -> int:
    """Link what waits; the number of reports that were linked."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    waiting = opened.statistics().reports if anew else opened.unlinked()
    if waiting >= _LONG and not anew:
        tell(f"linking {count(waiting, 'report')}; this is kept")
    done = 0
    columns = (TextColumn("linking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = err()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("linking", total=max(1, waiting))
        for far in opened.link(anew=anew):
            done = far.done
            bar.update(task, completed=far.done, total=max(1, far.done + far.waiting))
    return done


@contextmanager
def stored(ledger: Any) -> Iterator[Joins]:
    """The joins of a ledger as it is now."""
    with opened_joins(ledger) as (_, joins):
        yield joins


@contextmanager
def opened_joins(ledger: Any, *, actors: bool = False) -> Iterator[tuple[Ledger, Joins]]:
    from onrecord.ledger import Ledger

    with Ledger.open(ledger) as opened:
        if not opened.linked():
            bring_up(opened)
        with opened.joins(actors=actors) as joins:
            for judgement in joins.unheeded():
                told = f"{judgement.a} and {judgement.b} are the same, says {judgement.author}"
                tell(f"not followed, as newer judgements keep them apart: {told} (judgement {judgement.number})")
            yield opened, joins
