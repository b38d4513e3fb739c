"""Places of the world by name: one compact table, memory-mapped, ready in a few milliseconds.

The table (`places.bin`) is compiled by `python tools/build_gazetteer.py`; its layout: docs/design/places.md.
Data: GeoNames (CC BY 4.0) and the other sources named in the table's own header, `gazetteer().credits`.
"""

from __future__ import annotations

import json
import mmap
import struct
import sys
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from importlib import resources
from pathlib import Path
from typing import Literal
from unicodedata import combining, normalize

FeatureKind = Literal["country", "region", "area", "district", "town", "water", "land", "site", "hamlet"]
KINDS: tuple[FeatureKind, ...] = ("country", "region", "area", "district", "town", "water", "land", "site", "hamlet")
MAGIC = b"ORGAZ1\n\0"
NAME, ALSO, SHORT = 0, 1, 2  # how a name is one of its place: its own name, another name, a short form
_DROPPED = str.maketrans(dict.fromkeys(".'’‘ʻʼ`´\u200e\u200f") | dict.fromkeys("-–‐‑_/,", " "))
_LETTERS = str.maketrans({"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "ß": "ss", "æ": "ae"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the table; `area` and `district` are the numbers of the entries that hold it, or -1."""

    number: int
    name: str
    kind: FeatureKind
    country: str | None
    latitude: float
    longitude: float
    population: int
    geonameid: int | None
    area: int
    district: int


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that bears the name looked up, and in what way (`NAME`, `ALSO`, `SHORT`)."""

    entry: Entry
    how: int


def key(name: str) -> str:
    """The form under which names are compared: no case, accents, points or apostrophes; hyphens are spaces."""
    if name.isascii():
        folded = name.lower().translate(_DROPPED)
    else:
        plain = normalize("NFKD", name.translate(_LETTERS))
        folded = "".join(c for c in plain if not combining(c)).lower().translate(_DROPPED)
    return " ".join(folded.split())


def hashed(folded: str) -> int:
    return int.from_bytes(blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


class Gazetteer:
    """The opened table. Lookups keep nothing but a bounded cache of names."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        view = memoryview(self._map)
        if bytes(view[:8]) != MAGIC or sys.byteorder != "little":
            raise ValueError(f"{path.name} is no table of places: run `python tools/build_gazetteer.py`")
        (size,) = struct.unpack_from("<I", view, 8)
        header = json.loads(bytes(view[12 : 12 + size]))
        self.credits: tuple[str, ...] = tuple(header["credits"])
        self.capitals: frozenset[int] = frozenset(header["capitals"])
        self._countries: list[str] = header["countries"]
        self.usual: dict[str, int] = header["usual"]  # folded name -> the entry it means when nothing else is said
        columns = {c["name"]: view[c["start"] : c["end"]].cast(c["type"]) for c in header["columns"]}
        self._keys, self._first, self._posts = columns["keys"], columns["first"], columns["posts"]
        self._columns = [columns[n] for n in ("kind", "country", "lat", "lon", "population", "id", "area", "district")]
        self._name_at, self._names = columns["name_at"], columns["names"]
        self.size = len(columns["kind"])
        self.lookup = lru_cache(maxsize=65536)(self._lookup)
        self.entry = lru_cache(maxsize=65536)(self._entry)

    def _entry(self, number: int) -> Entry:
        """The entry of a number given by another entry."""
        kind, country, lat, lon, population, geonameid, area, district = (c[number] for c in self._columns)
        name = bytes(self._names[self._name_at[number] : self._name_at[number + 1]]).decode()
        code = self._countries[country]
        return Entry(
            number, name, KINDS[kind], code or None, lat, lon, population, geonameid or None, area, district
        )  # fmt: skip

    def _lookup(self, name: str) -> tuple[Hit, ...]:
        """All entries that bear the name, own names first, then by population."""
        wanted = hashed(name)
        at = bisect_left(self._keys, wanted)
        if at == len(self._keys) or self._keys[at] != wanted:
            return ()
        posts = self._posts[self._first[at] : self._first[at + 1]]
        return tuple(Hit(self.entry(p & 0x3FFFFFFF), p >> 30) for p in posts)

    def find(self, name: str) -> tuple[Hit, ...]:
        """All entries that bear the name as written in a text."""
        return self.lookup(key(name))


@cache
def gazetteer() -> Gazetteer:
    """The table that is shipped. Raises FileNotFoundError with what to do when it was not built."""
    path = Path(str(resources.files(__name__).joinpath("places.bin")))
    if not path.exists():
        raise FileNotFoundError("the table of places is missing: run `python tools/build_gazetteer.py`")
    return Gazetteer(path)
