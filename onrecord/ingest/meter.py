"""How far the reading of what was given is, in bytes; for bars on a screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Meter:
    """`total` is None while nobody can know it (addresses, standard input)."""

    total: int | None = None
    done: int = 0
