"""One file a format. An export takes an open ledger and filters and gives the file's bytes piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onrecord.export.csv import export_csv
from onrecord.export.jsonl import export_jsonl
from onrecord.ledger import Filters, Ledger

EXPORTS: dict[str, Callable[[Ledger, Filters], Iterator[bytes]]] = {
    "jsonl": export_jsonl,
    "csv": export_csv,
}
