"""The learned weights of this stage, by the names of the features they weigh."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources


@cache
def table(part: str) -> dict[str, float]:
    path = resources.files("onrecord.models").joinpath("places.json")
    found: dict[str, float] = json.loads(path.read_text("utf-8"))[part]
    return found


@cache
def weights(part: str, features: tuple[str, ...]) -> tuple[float, ...]:
    """The weights of the features in their order; a feature that was never seen in training weighs nothing."""
    known = table(part)
    return tuple(known.get(name, 0.0) for name in features)
