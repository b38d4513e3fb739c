"""What linking keeps of a report: packed for the store, and back."""

from __future__ import annotations

import functools
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import fields, make_dataclass
from typing import Any, get_origin, get_type_hints
from zlib import compress, crc32, decompress

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.linking.actors import ActorCard, Setting
from onrecord.linking.cards import Card
from onrecord.linking.carried import Told
from onrecord.linking.reprints import Fingerprint, without
from onrecord.linking.tables import Table, table
from onrecord.linking.tellings import Telling
from onrecord.store.links import Links

_LEVEL = 4  # of deflation; 6 takes twice the time for a twentieth less


def _bytes(thing: Any) -> Any:
    if isinstance(thing, np.ndarray):
        return (thing.dtype.newbyteorder("<").str, thing.astype(thing.dtype.newbyteorder("<")).tobytes())
    raise NotImplementedError(f"no packing for {type(thing).__name__}")


def _array(kind: Any, packed: Any) -> Any:
    if np.ndarray in (kind, get_origin(kind)):
        return np.frombuffer(packed[1], packed[0])
    raise NotImplementedError(f"no unpacking for {kind}")


_PACK = msgspec.msgpack.Encoder(enc_hook=_bytes, order="deterministic").encode
_PRINT = msgspec.msgpack.Decoder(Fingerprint, dec_hook=_array).decode
_TELLING = msgspec.msgpack.Decoder(Telling, dec_hook=_array).decode
_CARDS = msgspec.msgpack.Decoder(tuple[Card, ...]).decode
# An actor card without its setting, which all actors of a report share (msgspec cannot read a typed `array`).
_HINTS = get_type_hints(ActorCard)
_FIELDS = [f.name for f in fields(ActorCard) if f.name != "setting"]
_ROW: Any = make_dataclass("_ROW", [(name, _HINTS[name]) for name in _FIELDS], slots=True)
_ARRAYS = ("others", "common", "stems")
_HEAD = tuple[str, str | None, list[tuple[str, bytes]]]
_ACTORS = msgspec.msgpack.Decoder(tuple[_HEAD, tuple[_ROW, ...]]).decode
_SOME_ACTORS = msgspec.msgpack.Decoder(tuple[_HEAD, tuple[msgspec.Raw, ...]]).decode
_ONE_ACTOR = msgspec.msgpack.Decoder(_ROW).decode
Scores = tuple[NDArray[np.uint16], NDArray[np.uint16], NDArray[np.uint32]]  # events of one, of the other, millionths
_SCORES = msgspec.msgpack.Decoder(tuple[bytes, bytes, bytes]).decode


def outlet(publisher: str | None) -> int:
    """A number for an outlet's name; 0 where there is none."""
    return (crc32(publisher.encode("utf-8", "surrogatepass")) | 1) if publisher else 0


def pack(given: Fingerprint | Telling) -> bytes:
    return _PACK(given)


def pack_cards(given: Sequence[Card]) -> bytes:
    return compress(_PACK(given), _LEVEL)


def pack_told(given: Told) -> bytes:
    return given.astype("<u8").tobytes()


def pack_actors(given: Sequence[ActorCard]) -> bytes:
    """Of one report."""
    if not given:
        return b""
    setting = given[0].setting
    arrays = [(a.typecode, a.tobytes()) for a in (getattr(setting, name) for name in _ARRAYS)]
    rows = [_ROW(*(getattr(card, name) for name in _FIELDS)) for card in given]
    return compress(_PACK(((setting.report, setting.published, arrays), rows)), _LEVEL)


def unpack_actors(data: bytes) -> tuple[ActorCard, ...]:
    if not data:
        return ()
    (report, published, arrays), rows = _ACTORS(decompress(data))
    setting = Setting(report, published, *(array(code, held) for code, held in arrays))
    return tuple(ActorCard(**{name: getattr(row, name) for name in _FIELDS}, setting=setting) for row in rows)


def unpack_some(data: bytes, places: Iterable[int]) -> list[tuple[int, ActorCard]]:
    """The entities at these places; the others are not looked at."""
    if not data:
        return []
    (report, published, arrays), rows = _SOME_ACTORS(decompress(data))
    setting = Setting(report, published, *(array(code, held) for code, held in arrays))
    some = ((place, _ONE_ACTOR(rows[place])) for place in sorted(places))
    return [
        (place, ActorCard(**{name: getattr(row, name) for name in _FIELDS}, setting=setting)) for place, row in some
    ]


def pack_scores(given: Scores) -> bytes:
    """Of the events of two reports."""
    first, second, scores = given
    return _PACK((first.astype("<u2").tobytes(), second.astype("<u2").tobytes(), scores.astype("<u4").tobytes()))


def unpack_scores(data: bytes) -> Scores:
    first, second, scores = _SCORES(data)
    return np.frombuffer(first, "<u2"), np.frombuffer(second, "<u2"), np.frombuffer(scores, "<u4")


class Kept:
    """Reads what is kept of reports, each once as long as it is in use: the sizes bound the memory of linking.

    Reports come in the order of their days, so that what is needed again was needed lately.
    """

    def __init__(self, links: Links) -> None:
        self.links = links
        self.print = functools.lru_cache(4_000)(self._print)
        self.sentences = functools.lru_cache(8_000)(lambda rank: self.print(rank).sentences())
        self.grams = functools.lru_cache(3_000)(lambda rank, furniture: without(self.print(rank), furniture))
        self.telling = functools.lru_cache(6_000)(self._telling)
        self.told = functools.lru_cache(8_000)(lambda rank: np.frombuffer(self.links.part(rank, "told"), "<u8"))
        self.cards = functools.lru_cache(1_000)(self._cards)
        self.actors = functools.lru_cache(1_000)(self._actors)
        self.table = functools.lru_cache(4_000)(self._table)  # some 10 KB each

    def _print(self, rank: int) -> Fingerprint:
        return _PRINT(self.links.part(rank, "print"))

    def _telling(self, rank: int) -> Telling:
        return _TELLING(self.links.part(rank, "telling"))

    def _cards(self, rank: int) -> tuple[Card, ...]:
        return _CARDS(decompress(self.links.part(rank, "cards")))

    def _table(self, rank: int) -> Table:
        """What is compared of a report's events."""
        return table(self.cards(rank))

    def _actors(self, rank: int) -> tuple[ActorCard, ...]:
        return unpack_actors(self.links.part(rank, "actors"))
