"""Limits for what is packed: a small archive may not unfold into something that fills memory, disk or a day."""

from __future__ import annotations

import io
from typing import IO

LARGEST_UNPACKED = 20_000_000_000  # bytes out of one given file, all its members together
LARGEST_INNER = 2_000_000_000  # bytes of an archive inside an archive, which has to be unpacked before it is read
DEEPEST = 3  # archives inside archives
_RATIO = 200  # times its packed size; pages shrink to a tenth, the emptiest to a hundredth, a bomb to a thousandth
_FREE = 20_000_000  # bytes before the ratio is looked at


class Bomb(Exception):
    """What is packed unfolds beyond the limits; the message says which."""


class Unpacked(io.RawIOBase):
    """A stream of unpacked bytes that raises Bomb when more comes out of it than can be honest."""

    def __init__(self, stream: IO[bytes], packed: int, budget: Budget) -> None:
        self._stream, self._packed, self._budget, self._out = stream, packed, budget, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._out += len(data)
        self._budget.take(len(data))
        if self._out > _FREE and self._out > _RATIO * max(1, self._packed):
            raise Bomb(f"it unfolds to more than {_RATIO} times its size, as no reports do: it was left out")
        return len(data)


class Budget:
    """How many bytes one given file may still unfold to."""

    def __init__(self, left: int = LARGEST_UNPACKED) -> None:
        self._left = left

    def take(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise Bomb("the archive unfolds to more than 20 GB: split it")


def unpacked(stream: IO[bytes], packed: int, budget: Budget) -> io.BufferedReader:
    return io.BufferedReader(Unpacked(stream, packed, budget), 65_536)
