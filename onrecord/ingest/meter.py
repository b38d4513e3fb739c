"""How far the reading of what was given is, in bytes; for bars on a screen."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Meter:
    """`total` is None while nobody can know it (addresses, standard input).

    `passed_over`: the files of given folders that are of no kind that is read.
    """

    total: int | None = None
    done: int = 0
    passed_over: list[str] = field(default_factory=list)
