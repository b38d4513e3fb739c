"""`onrecord watch`: folders whose new and changed files are added as they settle."""

from __future__ import annotations

import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.keeping import tell_added
from onrecord.cli.options import Published, published_date
from onrecord.cli.terminal import UsageError, count, out, safe, tell

if TYPE_CHECKING:
    from onrecord.ingest.settled import Folders, Stamp
    from onrecord.ledger import Ledger

_AT_ONCE = 200  # files read together; after each batch the ledger remembers them
_PATIENCE = 10  # times the settling time that --once waits for files that are still written to


Into = Annotated[
    Path | None,
    typer.Option(
        "--into",
        "--ledger",
        envvar="ONRECORD_LEDGER",
        show_default=False,
        help="The ledger's file; by default in the user's data folder of this platform.",
    ),
]
Every = Annotated[float, typer.Option("--every", min=0.1, help="Look again after so many seconds.")]
Settle = Annotated[
    float, typer.Option("--settle", min=0.0, help="Read a file once it has not changed for so many seconds.")
]


def watch(
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER", help="Folders to watch, with all below them.")],
    ledger: Into = None,
    published: Published = None,
    every: Every = 2.0,
    settle: Settle = 2.0,
    once: Annotated[bool, typer.Option("--once", help="Read what is new or changed, then end.")] = False,
) -> None:
    """Watch folders and add new and changed files as they settle.

    A file that is still written to is waited for. The ledger remembers what was read, so that watching goes on after a
    restart; nothing is stored twice. Ctrl-C ends it.

    Example: onrecord watch reports/ --into ledger.sqlite
    """
    from onrecord.ingest.settled import Folders
    from onrecord.ledger import Ledger

    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"{folder} is no folder: give the folder that reports are put into")
    date = published_date(published)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended by a service manager: as by Ctrl-C
    failed = 0
    with Ledger.open(ledger, write=True) as opened:
        watched = Folders(tuple(f.resolve() for f in folders), opened.watched(), settle)
        tell(f"watching {count(len(folders), 'folder')} into {opened.path}; Ctrl-C ends it" if not once else "looking")
        try:
            failed = _run(opened, watched, date, every, once)
        except KeyboardInterrupt:
            tell("stopped; what was added is kept, and the next watch goes on from here")
    if once and failed:
        raise typer.Exit(1)


def _run(opened: Ledger, watched: Folders, date: str | None, every: float, once: bool) -> int:
    """Look, add, wait; gives the number of failures when `once`."""
    began = time.monotonic()
    failed = batches = 0
    while True:
        ready, waiting = watched.look(time.monotonic())
        paths = list(ready)
        for start in range(0, len(paths), _AT_ONCE):
            failed += _add(opened, watched, {p: ready[p] for p in paths[start : start + _AT_ONCE]}, date)
            batches += 1
        if once and not waiting:
            if not batches:
                out().print("nothing new")
            return failed
        if once and time.monotonic() - began > _PATIENCE * max(watched.settle, every):
            tell(f"{count(waiting, 'file')} still being written to: left for the next time")
            return failed
        time.sleep(min(every, max(0.1, watched.settle)) if once else every)


def _add(opened: Ledger, watched: Folders, files: dict[str, Stamp], date: str | None) -> int:
    """Read a batch of files into the ledger, and remember them there."""
    from onrecord.ingest import NoSuchInput, gather

    counts: Counter[str] = Counter()
    events = 0
    with suppress(NoSuchInput):  # taken away between looking and reading: seen again if it comes back
        for outcome in opened.add_sources(gather(files, published=date)):
            counts[outcome.state] += 1
            events += outcome.events
            tell_added(outcome)
    opened.remember(files)
    watched.done(files)
    known = f", {counts['known']:,} were there already" if counts["known"] else ""
    missed = counts["failed"] + counts["forgotten"]
    unread = f", {missed:,} not added" if missed else ""
    told = f"{count(counts['added'], 'report')} added with {count(events, 'event')}{known}{unread}"
    names = safe(Path(next(iter(files))).name) if len(files) == 1 else count(len(files), "file")
    out().print(f"{time.strftime('%H:%M:%S')}  {names}: {told}", soft_wrap=True)
    return missed
