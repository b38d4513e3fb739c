"""Press releases as mail: text, date, sender and subject taken; damaged ones named, none an exception."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest import Meter, gather, mail
from onrecord.record import Failure, Source


def message(data: bytes) -> Source | Failure:
    """Its first outcome, with no file attached that is read."""
    return next(mail.messages("a", data, lambda place, name, data: None))


TEXT = "The ministry said that two bridges near Tera were closed after the flood.\n"


def release(text: str = TEXT, *, html: str | None = None, attached: bool = False) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Ministry of Works <press@works.example>"
    made["Subject"] = "Bridges closed"
    made["Date"] = "Thu, 05 Mar 2026 09:30:00 +0100"
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    if attached:
        made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="map.png")
    return made


def test_what_a_message_tells(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(release(html="<p>other</p>", attached=True).as_bytes())
    (source,) = gather([str(tmp_path)])
    assert isinstance(source, Source)
    assert (source.text, source.title, source.publisher) == (TEXT, "Bridges closed", "Ministry of Works")
    assert source.published == "2026-03-05T09:30:00+01:00"
    assert source.notes == ("attachment of the message left out: map.png",)


def test_attached_reports_are_read(tmp_path: Path) -> None:
    made = release()
    made.add_attachment(b"Two men were killed.\n", maintype="text", subtype="plain", filename="statement.txt")
    (tmp_path / "a.eml").write_bytes(made.as_bytes())
    mail_text, statement = gather([str(tmp_path)])
    assert isinstance(mail_text, Source) and isinstance(statement, Source)
    assert mail_text.text == TEXT
    assert statement.text == "Two men were killed.\n"
    assert statement.name.endswith("a.eml!statement.txt")
    assert statement.published is None, "when it was sent is not when it was written"
    assert statement.notes == ("attached to a message of 2026-03-05 by Ministry of Works “Bridges closed”",)


def test_a_message_that_only_carries_a_report(tmp_path: Path) -> None:
    made = release("")
    made.add_attachment(b"Two men were killed.\n", maintype="text", subtype="plain", filename="statement.txt")
    (tmp_path / "a.eml").write_bytes(made.as_bytes())
    (statement,) = gather([str(tmp_path)])
    assert isinstance(statement, Source) and statement.name.endswith("!statement.txt")


def test_mail_kept_under_names_that_tell_nothing(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp"):
        (tmp_path / "Mail" / folder).mkdir(parents=True)
    (tmp_path / "Mail" / "new" / "1795423150.M7P2.vm").write_bytes(release("One.").as_bytes())
    (tmp_path / "Inbox").write_bytes(b"From press Thu Mar  5 09:30:00 2026\n" + release("Two.").as_bytes())
    (tmp_path / "Inbox.msf").write_bytes(b"// an index")
    meter = Meter()
    found = [s.text for s in gather([str(tmp_path)], meter=meter) if isinstance(s, Source)]
    assert found == ["Two.\n", "One.\n"]
    assert [Path(name).name for name in meter.passed_over] == ["Inbox.msf"]


def test_html_alone_and_other_encodings() -> None:
    made = EmailMessage()
    made.set_content("<html><body><p>Flood in Vále.</p></body></html>", subtype="html", charset="iso-8859-1")
    source = message(made.as_bytes())
    assert isinstance(source, Source) and source.text is None and "Vále" in (source.html or "")


def test_mailbox_gives_every_message(tmp_path: Path) -> None:
    box = tmp_path / "press.mbox"
    messages = [release(f"Report {n}.\n>From the river to the road all was closed.\n").as_bytes() for n in range(3)]
    box.write_bytes(b"".join(b"From press Thu Mar  5 09:30:00 2026\n" + m + b"\n" for m in messages))
    found = [s for s in gather([str(box)]) if isinstance(s, Source)]
    assert [(s.text or "").split("\n")[0] for s in found] == ["Report 0.", "Report 1.", "Report 2."]
    assert (found[0].text or "").split("\n")[1].startswith("From the river")
    assert found[2].name.endswith("press.mbox#3")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"From nobody\n\n", b"Subject: x\n\n"])
def test_no_text_is_a_failure(data: bytes) -> None:
    assert isinstance(message(data), Failure)


def test_no_messages_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(b"nothing of the kind")
    (found,) = gather([str(tmp_path / "a.mbox")])
    assert isinstance(found, Failure)


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n", b"Date: "])
)
def test_never_an_exception(data: bytes, head: bytes) -> None:
    assert isinstance(message(head + data), Source | Failure)
