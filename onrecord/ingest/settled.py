"""Files of folders that are new or changed, once nobody writes to them any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.ingest.gather import reads

Stamp = tuple[int, int]  # bytes, and nanoseconds of the last change


@dataclass(slots=True)
class Folders:
    """The folders that are watched. `read` is what was read of each file before, by its whole path."""

    folders: tuple[Path, ...]
    read: dict[str, Stamp]
    settle: float
    _since: dict[str, tuple[Stamp, float]] = field(default_factory=dict)

    def look(self, now: float) -> tuple[dict[str, Stamp], int]:
        """The files that have stayed as they are for `settle` seconds and were not read so; and how many change yet.

        `now` is the seconds of a clock that only goes forward.
        """
        ready: dict[str, Stamp] = {}
        there: dict[str, tuple[Stamp, float]] = {}
        for file in self._files():
            try:
                state = file.stat()
            except OSError:
                continue  # taken away meanwhile
            path, stamp = str(file), (state.st_size, state.st_mtime_ns)
            if self.read.get(path) == stamp:
                continue
            before = self._since.get(path)
            since = before[1] if before is not None and before[0] == stamp else now
            there[path] = (stamp, since)
            if now - since >= self.settle:
                ready[path] = stamp
        self._since = there
        return ready, len(there) - len(ready)

    def done(self, read: Mapping[str, Stamp]) -> None:
        """These files were read in this state."""
        self.read.update(read)
        for path in read:
            self._since.pop(path, None)

    def _files(self) -> Iterable[Path]:
        for folder in self.folders:
            for file in sorted(folder.rglob("*")):
                inside = file.relative_to(folder).parts
                if not any(part.startswith(".") for part in inside) and file.is_file() and reads(file):
                    yield file
