"""Mail: press releases as .eml, and folders of them as .mbox; one Source a message."""

from __future__ import annotations

import datetime
import email
import email.policy
import email.utils
from collections.abc import Iterator
from email.message import EmailMessage
from typing import IO

from onrecord.ingest.decode import LARGEST_PAGE, LARGEST_TEXT, Undecodable, declared_in, decode
from onrecord.ingest.single import captured
from onrecord.record import Failure, Provenance, Source

LARGEST = 50_000_000  # bytes of one message: pictures come with press releases
_DEEPEST = 40  # parts within parts; the parser recurses into them


def message(name: str, data: bytes) -> Source | Failure:
    """One message: its first part of plain text, else of HTML; attachments are left out, with a note."""
    if len(data) > LARGEST:
        return Failure(name, "the message is larger than 50 MB: save its text alone")
    if not data.strip():
        return Failure(name, "the file is empty: nothing to read")
    try:
        parsed = email.message_from_bytes(data, policy=email.policy.default)
        found = _source(name, parsed)
        return captured(found, name, data, "message/rfc822") if isinstance(found, Source) else found
    except Undecodable as error:
        return Failure(name, str(error))
    except Exception as error:  # damaged headers raise whatever the library's parsers do
        return Failure(name, f"the message cannot be read ({type(error).__name__}): check that it is a whole e-mail")


def mailbox(name: str, stream: IO[bytes]) -> Iterator[Source | Failure]:
    """The messages of an mbox file in its order; they begin at lines "From ", which are quoted inside messages."""
    lines: list[bytes] = []
    number = size = 0
    before = b"\n"
    for line in stream:
        if line.startswith(b"From ") and not before.strip():
            if number:
                yield _of_box(name, number, lines, size)
            number, size, lines = number + 1, 0, []
        elif number:
            size += len(line)
            if size <= LARGEST:  # what is longer is told as too long, and is not held
                lines.append(line[1:] if line.startswith((b">From ", b">>From ")) else line)
        before = line
    if number:
        yield _of_box(name, number, lines, size)
    else:
        yield Failure(name, "the file holds no messages: an .mbox begins with a line “From …”")


def _of_box(name: str, number: int, lines: list[bytes], size: int) -> Source | Failure:
    place = f"{name}#{number}"
    if size > LARGEST:
        return Failure(place, "the message is larger than 50 MB: save its text alone")
    return message(place, b"".join(lines))


def _source(name: str, parsed: EmailMessage) -> Source | Failure:
    parts, attached = _texts(parsed)
    if not parts:
        what = " (only attachments)" if attached else ""
        return Failure(name, f"the message holds no text{what}: save the attachment as a report of its own")
    plain = parts.get("text/plain")
    html = None if plain else parts.get("text/html")
    if plain is None and html is None:
        return Failure(name, "the message holds no text: nothing to read")
    if len(plain or "") > LARGEST_TEXT or len(html or "") > LARGEST_PAGE:
        return Failure(name, "the text is larger than 10 MB: split it into its reports")
    published, notes = _date(parsed)
    if attached:
        notes += (
            (f"{attached} attachments of the message were left out",)
            if attached > 1
            else ("an attachment of the message was left out",)
        )
    return Source(
        name,
        text=plain,
        html=html,
        published=published,
        title=_header(parsed, "Subject"),
        publisher=_sender(parsed),
        notes=notes,
        published_basis="metadata" if published else "given",
        provenance=Provenance(guid=_header(parsed, "Message-ID")),
    )


def _texts(parsed: EmailMessage) -> tuple[dict[str, str], int]:
    """The first text of each kind, and how many attachments there are."""
    found: dict[str, str] = {}
    attached = 0
    queue = [(parsed, 0)]
    while queue:
        part, depth = queue.pop(0)
        if part.is_multipart() and depth < _DEEPEST:
            inner = [p for p in part.iter_parts() if isinstance(p, EmailMessage)]
            queue = [*((p, depth + 1) for p in inner), *queue]
        elif part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text":
            attached += part.get_content_disposition() == "attachment"
        else:
            found.setdefault(part.get_content_type(), _decoded(part))
    return {kind: text for kind, text in found.items() if text.strip()}, attached


def _decoded(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if not data:
        return ""
    declared = part.get_content_charset()
    text = decode(data, declared=declared or declared_in(data)).text
    return text.replace("\r\n", "\n")


def _header(parsed: EmailMessage, name: str) -> str | None:
    value = parsed.get(name)
    return " ".join(str(value).split()) or None if value is not None else None


def _sender(parsed: EmailMessage) -> str | None:
    """The name of the sender, else the domain of the address."""
    name, address = email.utils.parseaddr(_header(parsed, "From") or "")
    return name or address.rpartition("@")[2] or None


def _date(parsed: EmailMessage) -> tuple[str | None, tuple[str, ...]]:
    """The date as sent, in the sender's own time zone."""
    value = _header(parsed, "Date")
    if value is None:
        return None, ()
    try:
        moment: datetime.datetime = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None, (f"the message's date “{value[:60]}” cannot be read and was left out",)
    return moment.isoformat(), ()
