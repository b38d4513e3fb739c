"""JSON Lines: the whole record of every report that holds an event of the filters, one a line, to the contract."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.codec import encode
from onrecord.export.sample import Asked
from onrecord.ledger import Filters


def export_jsonl(ledger: Asked, filters: Filters) -> Iterator[bytes]:
    for record in ledger.records(filters):
        yield encode(record) + b"\n"
