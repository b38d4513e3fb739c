"""What all commands share of the terminal: consoles, safe text, one-line errors, progress, output files."""

from __future__ import annotations

import os
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from rich.console import Console

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from onrecord.ingest.meter import Meter
    from onrecord.record import Failure

_BREAKS = dict.fromkeys(map(ord, "\n\r\t\v\f\x85\u2028\u2029"), " ")
_LONG = 50_000  # characters, about five seconds of reading
_NAMED = 5  # files that are passed over
_JOINERS = "\u200c\u200d"  # shape Persian words and emoji; every other format character can hide or turn text


class UsageError(Exception):
    """A wish that cannot be met, in one line that says what to do."""


_FAILURES = {
    "onrecord.cli.terminal": ("UsageError",),
    "onrecord.store": ("LedgerError",),
    "onrecord.ingest": ("BadDate", "NoSuchInput"),
    "onrecord.word_vectors": ("ModelMissing",),
    "onrecord.server": ("ServerError",),
}


def failures() -> tuple[type[Exception], ...]:
    """Every error that is told in one line. Only what was imported can have been raised: nothing is imported for it."""
    loaded = [(sys.modules[module], names) for module, names in _FAILURES.items() if module in sys.modules]
    return tuple(getattr(module, name) for module, names in loaded for name in names)


def safe(text: str) -> str:
    """Text from outside as a terminal may show it: line ends become spaces, control characters visible signs.

    Escape sequences could move the cursor, recolour or retitle the terminal; bidirectional overrides could make a
    line read as what it is not.
    """
    text = text.translate(_BREAKS)
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)  # the picture of the control character: ␛ for escape
    if code == 0x7F:
        return "\u2421"
    category = unicodedata.category(character)
    if category in ("Cc", "Cs") or (category == "Cf" and character not in _JOINERS):
        return "\ufffd"
    return character


class _Results(Console):
    def on_broken_pipe(self) -> None:
        _hush()


def _hush() -> NoReturn:
    """Whoever reads has seen enough (`| head`): no error, and nothing flushed into the closed pipe at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(0)


def out(*, file: object = None) -> Console:
    """The console for results. No markup, no guessing at numbers or links in the text."""
    return _Results(file=file, highlight=False, markup=False, emoji=False)  # type: ignore[arg-type]


def err() -> Console:
    return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def fail(message: str, *, status: int = 2) -> NoReturn:
    """Say why nothing could be done, on one line, and end."""
    err().print(f"onrecord: {safe(message)}")
    raise SystemExit(status)


def tell(message: str) -> None:
    """A line beside the results."""
    err().print(safe(message))


def tell_failure(failure: Failure) -> None:
    tell(f"{'partly' if failure.partly else 'not'} read: {failure.name}: {failure.reason}")


def tell_passed(meter: Meter) -> None:
    """The files of given folders that were not read, since a folder may hold what somebody counts on."""
    names = [safe(name.replace("\\", "/").rpartition("/")[2]) for name in meter.passed_over]
    if names:
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        kinds = "of no kind that onrecord reads"
        tell(f"note: {count(len(names), 'file')} {kinds}, passed over: {', '.join(names[:_NAMED])}{more}")


def count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@contextmanager
def output(path: Path | None, *, spare: Iterable[str | Path] = (), whole: bool = False) -> Iterator[BinaryIO]:
    """Where results go as bytes: the file, or standard output. Raises UsageError when it cannot be written.

    `spare` are files that are being read from and must not be written over. `whole`: the file appears only when all
    of it is written.
    """
    if path is None or str(path) == "-":
        with _told("standard output"):
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        return
    if any(_same(path, other) for other in spare):
        raise UsageError(f"{path} is being read from: choose another place with -o")
    with _told(str(path)):
        if not whole or (path.exists() and not path.is_file()):  # a device is written to as it is
            with path.open("wb") as stream:
                yield stream
            return
        part = path.with_name(path.name + ".part")
        try:
            with part.open("wb") as stream:
                yield stream
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def _same(path: Path, other: str | Path) -> bool:
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        _hush()
    except OSError as error:
        if error.filename is not None and str(error.filename) not in (name, name + ".part"):
            raise
        raise UsageError(f"{name} cannot be written: {error.strerror or error}; choose another place with -o") from None


@contextmanager
def working(what: str, *, wanted: bool = True, meter: Meter | None = None) -> Iterator[Progress]:
    """A bar on standard error while the block runs; nothing is shown where that is no terminal.

    `meter` tells how much there is; without it, or while it does not know, the bar only says that work goes on.
    """
    console = err()
    if not (wanted and console.is_terminal):
        yield Progress(None, what)
        return
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[share]}"),
        TextColumn("{task.fields[told]}", markup=False),
        TimeElapsedColumn(),
        TimeRemainingColumn(compact=True),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        yield Progress(bar, what, meter)


class Progress:
    """How far the work is."""

    def __init__(self, bar: Bar | None, what: str, meter: Meter | None = None) -> None:
        self._bar, self._meter, self._done, self._started = bar, meter, 0, time.monotonic()
        self._task = bar.add_task(what, total=None, share="", told="") if bar is not None else None

    def step(self, name: str) -> None:
        """One report more is done."""
        self._done += 1
        if self._bar is not None:
            rate = self._done / max(0.001, time.monotonic() - self._started)
            told = f"{count(self._done, 'report')}, {rate:.1f} a second, last {safe(name)[:40]}"
            total, done = (self._meter.total, self._meter.done) if self._meter else (None, 0)
            self._show(done, total, told)

    def within(self, name: str, done: int, length: int) -> None:
        """So many characters of one report are parsed; said of those that take more than a few seconds alone."""
        if self._bar is not None and length >= _LONG:
            what = f"{length:,} characters parsed" if done < length else "now who did what to whom"
            self._show(min(done, length), length, f"{safe(name)[-40:]}: {what}")

    def of(self, done: int, total: int, told: str = "") -> None:
        """So much of a known total is done."""
        self._show(done, total, told)

    def _show(self, done: int, total: int | None, told: str) -> None:
        if self._bar is None or self._task is None:
            return
        share = f"{min(1.0, done / total):>4.0%}" if total else ""
        self._bar.update(self._task, completed=done, total=total or None, share=share, told=told)

    def stop(self) -> None:
        """Take the bar away for good."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
