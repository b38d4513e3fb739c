"""Who says what: source, cue and content, nested."""

from __future__ import annotations

from onrecord.reading.attribution.assemble import find_attributions
from onrecord.reading.attribution.scorer import model

__all__ = ["find_attributions", "model"]
