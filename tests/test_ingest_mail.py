"""Press releases as mail: text, date, sender and subject taken; damaged ones named, none an exception."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest import gather, mail
from onrecord.record import Failure, Source

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
        made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="release.pdf")
    return made


def test_what_a_message_tells(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(release(html="<p>other</p>", attached=True).as_bytes())
    (source,) = gather([str(tmp_path)])
    assert isinstance(source, Source)
    assert (source.text, source.title, source.publisher) == (TEXT, "Bridges closed", "Ministry of Works")
    assert source.published == "2026-03-05T09:30:00+01:00"
    assert "attachment" in " ".join(source.notes)


def test_html_alone_and_other_encodings() -> None:
    made = EmailMessage()
    made.set_content("<html><body><p>Flood in Vále.</p></body></html>", subtype="html", charset="iso-8859-1")
    source = mail.message("a", made.as_bytes())
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
    assert isinstance(mail.message("a", data), Failure)


def test_no_messages_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(b"nothing of the kind")
    (found,) = gather([str(tmp_path / "a.mbox")])
    assert isinstance(found, Failure)


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n", b"Date: "])
)
def test_never_an_exception(data: bytes, head: bytes) -> None:
    assert isinstance(mail.message("a", head + data), Source | Failure)
