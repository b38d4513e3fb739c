"""One file a format. An export takes an open ledger and filters and gives the file's bytes piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onrecord.export.csv import export_csv
from onrecord.export.geojson import export_geojson
from onrecord.export.jsonl import export_jsonl
from onrecord.export.sample import Asked, Drawn, Sample
from onrecord.ledger import Filters

__all__ = ["EXPORTS", "Drawn", "Sample"]

EXPORTS: dict[str, Callable[[Asked, Filters], Iterator[bytes]]] = {
    "jsonl": export_jsonl,
    "csv": export_csv,
    "geojson": export_geojson,
}
