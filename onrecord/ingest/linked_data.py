"""The schema.org things that a page describes itself by, in its scripts of JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

_DEEPEST = 6  # levels of a description that are looked into; text from outside may nest without end


def things(root: Any, wanted: Callable[[Mapping[str, Any]], bool]) -> Iterator[Mapping[str, Any]]:
    """Those that are wanted, in the page's order; `root` is the parsed page. A script that is broken is passed over."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _within(data, wanted, 0)


def _within(data: object, wanted: Callable[[Mapping[str, Any]], bool], depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for item in data:
            yield from _within(item, wanted, depth + 1)
    elif isinstance(data, Mapping):
        if wanted(data):
            yield data
        for key in ("@graph", "mainEntity"):
            yield from _within(data.get(key), wanted, depth + 1)
