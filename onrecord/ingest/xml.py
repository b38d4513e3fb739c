"""XML from outside: no entities of its own, no network, no deep recursion."""

from __future__ import annotations

import datetime
import email.utils
from typing import Any

from onrecord.ingest.published import BadDate, parse_published

UNSAFE = "the file defines entities of its own, which is not safe to read"


class BadXml(ValueError):
    """XML that is not read; the message says why."""


def parse(data: bytes, *, recover: bool = False) -> Any:
    """The root element. Raises BadXml for what is not well formed, unless `recover`; None where nothing is left."""
    from lxml import etree

    if b"<!ENTITY" in data.replace(b"\0", b""):
        raise BadXml(UNSAFE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        told = str(error).splitlines()[0] if str(error) else "no reason given"
        raise BadXml(told.partition(" (<string>")[0][:120]) from None


def root_name(data: bytes) -> str:
    """The local name of the first element, in small letters; "" where none stands in the beginning."""
    head = data[:20_000].replace(b"\0", b"").decode("utf-8", "replace")
    position = 0
    while (position := head.find("<", position)) >= 0:
        if head.startswith("<!--", position):
            position = head.find("-->", position)
        elif head.startswith(("<?", "<!"), position):
            position = head.find(">", position)
        else:
            word = head[position + 1 : position + 80].split(">")[0].split("/")[0].split()
            return word[0].rpartition(":")[2].lower() if word else ""
        if position < 0:
            break
        position += 1
    return ""


def told(element: Any, *path: str) -> str | None:
    """The text of the first of the paths (in any namespace) that holds some, in one line."""
    for steps in path:
        found = element.find("/".join(f"{{*}}{step}" for step in steps.split("/")))
        if found is not None and (text := " ".join("".join(found.itertext()).split())):
            return text
    return None


def date(given: str | None) -> str | None:
    """ISO date or date-time in the time zone that is named; None for a date that cannot be read."""
    text = (given or "").strip()
    if not text:
        return None
    try:
        return email.utils.parsedate_to_datetime(text).isoformat(timespec="seconds")
    except ValueError:
        pass
    try:
        return parse_published(text)
    except BadDate:
        pass
    try:
        return datetime.datetime.fromisoformat(text).isoformat(timespec="seconds")
    except ValueError:
        return None
