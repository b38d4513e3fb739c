"""The form of a given publication date."""

from __future__ import annotations

import datetime
import re

_FORM = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")


class BadDate(ValueError):
    """A publication date that is none."""


def parse_published(given: str) -> str:
    """An ISO date or date-time as given, with a "T" between date and time. Raises BadDate for anything else.

    The string itself is kept: a plain date never passes through a time zone.
    """
    text = given.strip()
    if _FORM.fullmatch(text):
        kept = text.replace(" ", "T")
        try:
            datetime.datetime.fromisoformat(kept)
        except ValueError:
            pass
        else:
            return kept
    raise BadDate(f"'{given}' is not a date: write it as 2024-12-16 or 2024-12-16T18:30")
