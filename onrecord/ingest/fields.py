"""The fields of a report as rows of JSON and of tables name them: our own names, else the ones that dumps use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from onrecord.ingest import xml
from onrecord.ingest.published import BadDate, parse_published

FIELDS = ("id", "text", "html", "published", "title", "publisher", "byline", "url")
# What exports of social networks, news databases and spreadsheets call them; the first that holds something is taken.
_OTHERS = {
    "text": ("content", "full_text", "body", "message", "post_text", "article_text", "fulltext"),
    "published": (
        "published_at", "publication_date", "pub_date", "pubdate", "created_at", "timestamp", "datetime", "date",
    ),
    "title": ("headline",),
    "publisher": ("outlet", "source", "channel", "site", "domain"),
    "byline": ("author",),
    "url": ("link", "permalink", "source_url"),
}  # fmt: skip
_SECONDS, _MILLISECONDS = (10**8, 10**11), (10**11, 10**14)  # 1973 to 5138


def filled(row: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Our own fields of a row, what is missing taken from other names, and a note that says which."""
    lowered = {str(key).strip().lower(): value for key, value in row.items()}
    own = {name: row[name] if row.get(name) is not None else lowered.get(name) for name in FIELDS}
    taken = []
    for name, others in _OTHERS.items():
        if own[name] or (name == "text" and own["html"]):
            continue
        for other in others:
            value = lowered.get(other)
            if isinstance(value, str) and value.strip() and _fits(name, value):
                own[name] = value
                taken.append(f"'{other}' for '{name}'")
                break
            if name == "published" and isinstance(value, int | float) and not isinstance(value, bool):
                own[name] = value
                taken.append(f"'{other}' for '{name}'")
                break
    return own, (f"its fields were taken so: {', '.join(taken)}",) if taken else ()


def _fits(name: str, value: str) -> bool:
    is_address = value.startswith(("http://", "https://"))
    return is_address if name == "url" else not is_address if name == "publisher" else True


def moment(given: str | float) -> str:
    """A date or date-time: ISO, as mail writes it, or seconds (or thousandths) since 1970. Raises BadDate."""
    if isinstance(given, str) and not given.strip().isdigit():
        try:
            return parse_published(given)
        except BadDate:
            found = xml.date(given) if any(c.isalpha() for c in given) else None
            if found is None:
                raise
            return found
    seconds = float(given)
    if _MILLISECONDS[0] <= seconds < _MILLISECONDS[1]:
        seconds /= 1000
    if not _SECONDS[0] <= seconds < _SECONDS[1]:
        raise BadDate(f"'{given}' is not a date: write it as 2024-12-16 or 2024-12-16T18:30")
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
