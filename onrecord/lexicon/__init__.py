"""Knowledge as data: TOML files beside this loader; entries carry examples that fire and near misses that must not."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

Row = tuple[str, ...]


@cache
def load(name: str) -> dict[str, Any]:
    """The parsed lexicon file `name`.toml. Raises FileNotFoundError for a name that is not shipped."""
    return tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))


def rows(text: str) -> list[Row]:
    """The lines of a compact table, cut at " | ": a long list of like facts, read ten times as fast as TOML tables."""
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.splitlines() if line]
