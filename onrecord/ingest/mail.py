"""Mail: press releases as .eml, and folders of them as .mbox; one Source a message, and one an attached report."""

from __future__ import annotations

import datetime
import email
import email.policy
import email.utils
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from typing import IO

from onrecord.ingest.decode import LARGEST_PAGE, LARGEST_TEXT, Undecodable, declared_in, decode
from onrecord.ingest.single import captured
from onrecord.record import Failure, Provenance, Source

LARGEST = 50_000_000  # bytes of one message: pictures come with press releases
_DEEPEST = 40  # parts within parts; the parser recurses into them


Attached = Callable[[str, str, bytes], "Iterator[Source | Failure] | None"]  # place, file's name, bytes


def messages(name: str, data: bytes, attached: Attached) -> Iterator[Source | Failure]:
    """A message, its first part of plain text, else of HTML; then its attachments, each as a report of its own.

    An attachment that `attached` does not read is named in a note. It bears no date: when it was sent is not when it
    was written.
    """
    if len(data) > LARGEST:
        yield Failure(name, "the message is larger than 50 MB: save its text alone")
        return
    if not data.strip():
        yield Failure(name, "the file is empty: nothing to read")
        return
    further: list[Source | Failure] = []
    try:
        parsed = email.message_from_bytes(data, policy=email.policy.default)
        further, left = _attachments(name, parsed, attached)
        found = _source(name, parsed, left, bool(further))
        first = captured(found, name, data, "message/rfc822") if isinstance(found, Source) else found
    except Undecodable as error:
        first = Failure(name, str(error))
    except Exception as error:  # damaged headers raise whatever the library's parsers do
        first = Failure(name, f"the message cannot be read ({type(error).__name__}): check that it is a whole e-mail")
    if first is not None:
        yield first
    yield from further


def _attachments(name: str, parsed: EmailMessage, attached: Attached) -> tuple[list[Source | Failure], list[str]]:
    """What the attached files give, and the names of those that are left out."""
    found: list[Source | Failure] = []
    left: list[str] = []
    told = " ".join(filter(None, ("attached to a message", _told(parsed))))
    for part in _files(parsed):
        file = " ".join((part.get_filename() or "a file without a name").replace("/", "_").split())
        payload = part.get_payload(decode=True)
        given = attached(f"{name}!{file}", file, payload) if isinstance(payload, bytes) else None
        if given is None:
            left.append(file)
            continue
        found += [replace(o, notes=(*o.notes, told)) if isinstance(o, Source) else o for o in given]
    return found, left


def _told(parsed: EmailMessage) -> str | None:
    """ "of 2026-01-15 by Claire Dubois, “Kitchanga update”"."""
    day, sender, subject = (_date(parsed)[0] or "")[:10], _sender(parsed), _header(parsed, "Subject")
    return " ".join(filter(None, (day and f"of {day}", sender and f"by {sender}", subject and f"“{subject}”"))) or None


def _files(parsed: EmailMessage) -> Iterator[EmailMessage]:
    queue: list[tuple[EmailMessage, int]] = [(parsed, 0)]
    while queue:
        part, depth = queue.pop(0)
        if part.get_content_disposition() == "attachment":
            yield part
        elif part.is_multipart() and depth < _DEEPEST:
            queue += [(p, depth + 1) for p in part.iter_parts() if isinstance(p, EmailMessage)]


def mailbox(name: str, stream: IO[bytes], attached: Attached) -> Iterator[Source | Failure]:
    """The messages of an mbox file in its order; they begin at lines "From ", which are quoted inside messages."""
    lines: list[bytes] = []
    number = size = 0
    before = b"\n"
    for line in stream:
        if line.startswith(b"From ") and not before.strip():
            if number:
                yield from _of_box(name, number, lines, size, attached)
            number, size, lines = number + 1, 0, []
        elif number:
            size += len(line)
            if size <= LARGEST:  # what is longer is told as too long, and is not held
                lines.append(line[1:] if line.startswith((b">From ", b">>From ")) else line)
        before = line
    if number:
        yield from _of_box(name, number, lines, size, attached)
    else:
        yield Failure(name, "the file holds no messages: an .mbox begins with a line “From …”")


def _of_box(name: str, number: int, lines: list[bytes], size: int, attached: Attached) -> Iterator[Source | Failure]:
    place = f"{name}#{number}"
    if size > LARGEST:
        yield Failure(place, "the message is larger than 50 MB: save its text alone")
        return
    yield from messages(place, b"".join(lines), attached)


def _source(name: str, parsed: EmailMessage, left: list[str], read: bool) -> Source | Failure | None:
    """The message; None where it is no more than a cover for files that were read. `left`: files that were not."""
    parts = _texts(parsed)
    if not parts and read:
        return None
    if not parts:
        what = f" (only {', '.join(left)})" if left else ""
        return Failure(name, f"the message holds no text{what}: save the attachment as a report of its own")
    plain = parts.get("text/plain")
    html = None if plain else parts.get("text/html")
    if plain is None and html is None:
        return Failure(name, "the message holds no text: nothing to read")
    if len(plain or "") > LARGEST_TEXT or len(html or "") > LARGEST_PAGE:
        return Failure(name, "the text is larger than 10 MB: split it into its reports")
    published, notes = _date(parsed)
    if left:
        notes += (f"attachment{'s' if len(left) > 1 else ''} of the message left out: {', '.join(left)}",)
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


def _texts(parsed: EmailMessage) -> dict[str, str]:
    """The first text of each kind."""
    found: dict[str, str] = {}
    queue = [(parsed, 0)]
    while queue:
        part, depth = queue.pop(0)
        if part.is_multipart() and depth < _DEEPEST:
            inner = [p for p in part.iter_parts() if isinstance(p, EmailMessage)]
            queue = [*((p, depth + 1) for p in inner), *queue]
        elif part.get_content_disposition() != "attachment" and part.get_content_maintype() == "text":
            found.setdefault(part.get_content_type(), _decoded(part))
    return {kind: text for kind, text in found.items() if text.strip()}


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
