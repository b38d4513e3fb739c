"""GeoJSON (RFC 7946): one feature an event; an event without a place has no geometry, and stays in the file.

The point is that of the gazetteer: `precision` says whether it stands for a town or for the middle of a province.
Places, not addresses: points of one town lie on one another, and nothing is moved to part them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from onrecord.export.csv import figure_told
from onrecord.export.sample import Asked
from onrecord.ledger import EventRow, Filters
from onrecord.view import OWN_VOICE

_DIGITS = 5  # of a degree: about a metre


def export_geojson(ledger: Asked, filters: Filters) -> Iterator[bytes]:
    """The head, then a feature an event in the order of adding, then the foot."""
    yield b'{"type":"FeatureCollection","features":['
    before = b"\n"
    for row in ledger.each_event(filters):
        yield before + msgspec.json.encode(_feature(row))
        before = b",\n"
    yield b"\n]}\n"


def _feature(row: EventRow) -> dict[str, Any]:
    place = row.event.place
    point = None
    if place is not None and place.latitude is not None and place.longitude is not None:
        point = {"type": "Point", "coordinates": [round(place.longitude, _DIGITS), round(place.latitude, _DIGITS)]}
    return {"type": "Feature", "id": row.id, "geometry": point, "properties": _properties(row)}


def _properties(row: EventRow) -> dict[str, Any]:
    """Plain values alone: map programs show no lists."""
    report, event, place = row.report, row.event, row.event.place
    return {
        "what": event.trigger.quote,
        "kind": event.kind,
        "mode": event.mode,
        "status": event.status,
        "certainty": event.certainty,
        "actors": " | ".join(event.names("actor")) or None,
        "recipients": " | ".join(event.names("recipient")) or None,
        "figures": " | ".join(map(figure_told, event.figures)) or None,
        "earliest": event.earliest,
        "latest": event.latest,
        "place": place.name if place else None,
        "country": place.country if place else None,
        "precision": place.precision if place else None,
        "according_to": " | ".join(said.name for said in event.chain) or OWN_VOICE,
        "sentence": event.sentence.quote,
        "title": report.title,
        "publisher": report.publisher,
        "published": report.published,
        "url": report.url,
        "report": report.id,
    }
