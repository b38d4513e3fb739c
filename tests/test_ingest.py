"""Taking reports in: every form that is promised, and one clear line for what cannot be read."""

from __future__ import annotations

import gzip
import http.server
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.ingest import BadDate, NoSuchInput, gather, parse_published, url
from onrecord.record import Failure, Source

PAGE = "<html><head><meta charset='{}'></head><body><p>Über der Stadt, the army said.</p></body></html>"
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour News</title>
<item><title>Bridge falls</title><link>https://news.example/1</link><guid>g1</guid><pubDate>Mon, 16 Dec 2024 23:30:00 -0500</pubDate>
<source url="https://wire.example">Vale Wire</source><description>The bridge at Arden fell on Monday, police said.</description></item>
<item><title>Nothing</title></item></channel></rss>"""


def read(*paths: Path | str, published: str | None = None) -> list[Source | Failure]:
    return list(gather([str(p) for p in paths], published=published))


def reason(outcome: Source | Failure) -> str:
    assert isinstance(outcome, Failure), outcome
    return outcome.reason


def test_text_is_kept_to_the_character(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeffOne.\r\nTwo 😀.\r\n".encode())
    (source,) = read(tmp_path / "a.txt", published="2024-12-16")
    assert isinstance(source, Source)
    assert (source.text, source.published, source.notes) == ("One.\r\nTwo 😀.\r\n", "2024-12-16", ())


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    text = "The café owner’s brother said the army had left the old town of Árden on Monday."
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    (source,) = read(tmp_path / "a.txt")
    assert isinstance(source, Source)
    assert source.text == text
    assert bool(source.notes) == (encoding == "cp1252")


def test_page_in_its_declared_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE.format("iso-8859-1").encode("iso-8859-1"))
    (source,) = read(tmp_path / "a.html")
    assert isinstance(source, Source) and source.html and "Über" in source.html


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"ab\0cd", "binary"),
        ("a.txt", b"x" * 10_000_001, "larger than 10 MB"),
        ("a.html", b"x" * 20_000_001, "larger than 20 MB"),
        ("a.jsonl", b"", "empty"),
        ("a.rss", b"<rss><channel>", "feed"),
        ("a.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><rss/>", "entities"),
        ("a.warc", b"WARC/1.0\r\nbroken", "archive"),
        ("a.warc.gz", gzip.compress(b"WARC/1.0\r\nbroken")[:-6], "archive"),
        ("a.wacz", b"PK\x03\x04 no zip", "damaged"),
    ],
)
def test_unreadable_files_say_why(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    (outcome,) = read(tmp_path / name)
    assert said in reason(outcome) and str(tmp_path / name) in outcome.name


def test_missing_path_is_told_before_anything_is_read() -> None:
    with pytest.raises(NoSuchInput, match="no such file or folder: /nowhere/a"):
        read("/nowhere/a.txt")


def test_lines_are_read_past_a_broken_one(tmp_path: Path) -> None:
    rows = [
        json.dumps({"id": "a", "text": "One\u2028line."}),
        "{broken",
        json.dumps({"id": 3, "published": "soon", "text": "Two."}),
        '{"id": "c"}',
    ]
    (tmp_path / "r.jsonl").write_text("\n".join(rows))
    first, second, third, fourth = read(tmp_path / "r.jsonl")
    assert isinstance(first, Source) and (first.name, first.text) == ("a", "One\u2028line.")
    assert "line 2" in reason(second) and second.name.endswith("r.jsonl:2")
    assert isinstance(third, Source) and third.published is None and "'soon' is not a date" in third.notes[0]
    assert "neither" in reason(fourth) and fourth.name == "c"


def test_feed_entries(tmp_path: Path) -> None:
    (tmp_path / "f.xml").write_text(FEED)
    entry, nothing = read(tmp_path / "f.xml")
    assert isinstance(entry, Source)
    assert (entry.name, entry.title, entry.publisher, entry.url) == (
        "g1",
        "Bridge falls",
        "Vale Wire",
        "https://news.example/1",
    )
    assert entry.published == "2024-12-16T23:30:00-05:00"  # the outlet's own day, not the next one in UTC
    assert "no text" in reason(nothing)


def archive() -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for number, (kind, body) in enumerate(
        [("text/html", PAGE.format("utf-8")), ("image/png", "x"), ("text/plain", "Plain report.")]
    ):
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                f"https://news.example/{number}", "response", payload=io.BytesIO(body.encode()), http_headers=headers
            )
        )
    return out.getvalue()


def test_archives(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(archive())
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as wacz:
        wacz.writestr("archive/data.warc.gz", archive())
    for file in ("a.warc.gz", "a.wacz"):
        page, plain = read(tmp_path / file)
        assert isinstance(page, Source) and page.url == "https://news.example/0" and page.html
        assert isinstance(plain, Source) and plain.text == "Plain report."


def test_cut_archive_gives_what_stands_before_the_cut(tmp_path: Path) -> None:
    whole = archive()
    (tmp_path / "a.warc.gz").write_bytes(whole + b"\x1f\x8b\x08\x00garbage")
    outcomes = read(tmp_path / "a.warc.gz")
    assert sum(isinstance(o, Source) for o in outcomes) == 2


def test_folder_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("B.")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.md").write_text("C.")
    (tmp_path / "a.txt").write_text("A.")
    (tmp_path / "x.png").write_bytes(b"x")
    (tmp_path / ".hidden.txt").write_text("no")
    assert [s.text for s in read(tmp_path) if isinstance(s, Source)] == ["A.", "B.", "C."]
    (tmp_path / "none").mkdir()
    assert "holds no reports" in reason(read(tmp_path / "none")[0])


@pytest.mark.parametrize("given", ["2024-12-16", "2024-12-16T18:30", "2024-12-16 18:30:00Z", "2024-12-16T18:30+02:00"])
def test_dates(given: str) -> None:
    assert parse_published(given) == given.replace(" ", "T")


@pytest.mark.parametrize(
    "given", ["", "16.12.2024", "2024-13-01", "2024-02-30", "yesterday", "2024", "2024-12-16T25:00"]
)
def test_no_dates(given: str) -> None:
    with pytest.raises(BadDate, match="is not a date"):
        parse_published(given)


class _Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif self.path == "/large":
            self.send_response(200)
            self.end_headers()
            chunk = b"x" * 1_000_000
            try:
                for _ in range(100):
                    self.wfile.write(chunk)
            except OSError:
                return
        elif self.path == "/gone":
            self.send_error(404)
        else:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.format("utf-8").encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_address(site: str) -> None:
    answer = url.fetch(f"{site}/page", public_only=False)
    assert (answer.media_type, answer.charset) == ("text/html", "utf-8") and "Über".encode() in answer.data


@pytest.mark.parametrize(
    ("path", "said"), [("/loop", "more than five times"), ("/large", "larger than 20 MB"), ("/gone", "status 404")]
)
def test_address_that_misbehaves(site: str, path: str, said: str) -> None:
    with pytest.raises(url.FetchError, match=said):
        url.fetch(site + path, public_only=False)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/", "http://[::1]/", "http://169.254.169.254/latest", "http://10.0.0.1/", "http://localhost/"],
)
def test_private_addresses_are_refused(address: str) -> None:
    (outcome,) = read(address)
    assert "private network" in reason(outcome)


def test_address_that_does_not_answer() -> None:
    with pytest.raises(url.FetchError, match="does not answer"):
        url.fetch("http://127.0.0.1:9/", public_only=False)


def test_a_short_western_text_is_not_taken_for_a_rarer_code(tmp_path: Path) -> None:
    text = "The café in Arden was shelled on Monday, the mayor’s office said."
    (tmp_path / "a.txt").write_bytes(text.encode("cp1252"))
    (source,) = read(tmp_path / "a.txt")
    assert isinstance(source, Source) and source.text == text and "cp1252" in source.notes[0]


def test_files_and_archives_are_frozen_with_their_hash(tmp_path: Path) -> None:
    import hashlib

    (tmp_path / "a.txt").write_bytes(b"The army left.")
    (source,) = read(tmp_path / "a.txt")
    assert isinstance(source, Source) and source.capture
    assert (source.capture.place, source.capture.media) == (str(tmp_path / "a.txt"), "text/plain")
    assert source.capture.sha256 == hashlib.sha256(b"The army left.").hexdigest()


def test_the_meter_follows_what_is_read(tmp_path: Path) -> None:
    from onrecord.ingest import Meter

    (tmp_path / "a.jsonl").write_text('{"text": "One."}\n' * 50_000)
    (tmp_path / "b.txt").write_text("Two.")
    meter = Meter()
    seen = [meter.done for _ in gather([str(tmp_path)], meter=meter)]
    assert seen == sorted(seen) and 0 < seen[1] < seen[-1] <= (meter.total or 0) == meter.done
