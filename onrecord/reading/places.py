"""Toponyms and the gazetteer entries chosen for them."""

from __future__ import annotations

from onrecord.record import Document, Place, Syntax


def find_places(document: Document, syntax: Syntax) -> tuple[Place, ...]:
    return ()
