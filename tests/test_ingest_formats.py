"""Newsroom formats and archives: ninjs, NewsML-G2, NITF, feeds with their sources, zips, damaged and hostile files."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from onrecord.ingest import bounds, gather, warc, xml
from onrecord.record import Failure, Source, TakenFrom
from tests.test_ingest import PAGE, archive, read, reason

TEXT = "Gunmen attacked a market in Arden on Tuesday, police said."


def one(path: Path) -> Source:
    (outcome,) = read(path)
    assert isinstance(outcome, Source), outcome
    return outcome


def sources(*paths: Path) -> list[Source]:
    return [o for o in read(*paths) if isinstance(o, Source)]


def failures(*paths: Path) -> list[str]:
    return [o.reason for o in read(*paths) if isinstance(o, Failure)]


NINJS_1 = {
    "uri": "urn:news:vale:1",
    "type": "text",
    "version": "2",
    "versioncreated": "2026-03-04T10:15:00+01:00",
    "firstcreated": "2026-03-04T08:00:00+01:00",
    "headline": "Gunmen attack market in Arden",
    "byline": "Jane Vale",
    "located": "ARDEN",
    "language": "en",
    "usageterms": "For print only",
    "copyrightholder": "Vale Wire",
    "ednote": "CORRECTS toll in paragraph 2",
    "infosource": [{"name": "Arden police", "rel": "source"}],
    "body_text": TEXT,
}
NINJS_3: dict[str, Any] = {
    "uri": "https://vale.example/items/1",
    "standard": {"name": "ninjs", "version": "3.1"},
    "type": "text",
    "versionCreated": "2026-03-04T10:15:00Z",
    "pubStatus": "canceled",
    "headlines": [{"role": "short", "value": "Market"}, {"role": "main", "value": "Gunmen attack market"}],
    "bodies": [{"role": "main", "contentType": "application/xhtml+xml", "value": f"<p>{TEXT}</p>"}],
    "by": "Jane Vale",
    "infoSources": [{"role": "publisher", "name": "Vale Wire"}, {"role": "originator", "name": "Harbour News"}],
    "title": ["not", "a", "string"],
}


def test_ninjs_of_the_first_generation(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(NINJS_1))
    source = one(tmp_path / "a.json")
    assert (source.name, source.text, source.title, source.byline) == (
        "urn:news:vale:1",
        TEXT,
        "Gunmen attack market in Arden",
        "Jane Vale",
    )
    assert (source.published, source.provenance.modified) == ("2026-03-04T08:00:00+01:00", "2026-03-04T10:15:00+01:00")
    assert source.publisher == "Vale Wire" and source.url is None
    assert (source.provenance.guid, source.provenance.located) == ("urn:news:vale:1", "ARDEN")
    assert source.provenance.usage == "For print only"
    assert source.provenance.taken_from == (TakenFrom("ninjs:infosource", "Arden police"),)
    assert [(n.kind, n.text) for n in source.editor_notes] == [("correction", "CORRECTS toll in paragraph 2")]


def test_ninjs_of_the_third_generation(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([NINJS_3, NINJS_1]))
    first, second = sources(tmp_path / "a.json")
    assert first.html and TEXT in first.html and first.title == "Gunmen attack market"
    assert first.publisher == "Vale Wire" and first.url == "https://vale.example/items/1"
    assert first.provenance.taken_from == (TakenFrom("ninjs:infosource", "Harbour News"),)
    assert [n.kind for n in first.editor_notes] == ["withdrawal"]
    assert second.text == TEXT


def test_ninjs_lines_and_items(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(NINJS_1) + "\n" + json.dumps(NINJS_3))
    (tmp_path / "b.json").write_text(json.dumps({"items": [NINJS_1]}))
    assert len(sources(tmp_path / "a.jsonl")) == 2 and len(sources(tmp_path / "b.json")) == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"uri": "u", "headline": "h"}, "no text"),
        ({"uri": "u", "headline": "h", "type": "picture", "body_text": "x"}, "type picture"),
        ({"title": 3}, "not a report"),
        ([], "no reports"),
        (7, "not a report"),
    ],
)
def test_json_that_is_no_report(tmp_path: Path, row: object, said: str) -> None:
    (tmp_path / "a.json").write_text(json.dumps(row))
    assert said in reason(read(tmp_path / "a.json")[0])


G2 = """<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:newsml:vale.example:1" version="2" standard="NewsML-G2">
 <rightsInfo><usageTerms>No archives</usageTerms></rightsInfo>
 <itemMeta><itemClass qcode="ninat:text"/><provider literal="VALE"><name>Vale Wire</name></provider>
  <versionCreated>2026-03-04T10:15:00Z</versionCreated><firstCreated>2026-03-04T08:00:00Z</firstCreated>
  <pubStatus qcode="stat:usable"/><edNote>Adds army comment</edNote></itemMeta>
 <contentMeta><contentCreated>2026-03-04T07:30:00Z</contentCreated><located><name>Arden</name></located>
  <creditline>Harbour News</creditline><by>By Jane Vale</by><headline>Gunmen attack market</headline></contentMeta>
 <contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head>
  <body><p>Gunmen attacked a <b>market</b> in Arden, police said.</p><blockquote><p>We saw smoke, a witness said.</p></blockquote></body></html></inlineXML></contentSet>
</newsItem>
<newsItem guid="urn:newsml:vale.example:2" version="1"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta></newsItem>
<newsItem guid="urn:newsml:vale.example:3" version="1"><itemMeta><itemClass qcode="ninat:text"/></itemMeta>
 <contentSet><inlineXML contenttype="application/nitf+xml"><nitf><body><body.head><hedline><hl1>Rain in Melk</hl1></hedline></body.head>
  <body.content><block><p>Rain fell on Melk.</p><media><media-caption><p>A street.</p></media-caption></media></block></body.content></body></nitf></inlineXML></contentSet>
</newsItem>
<newsItem guid="urn:newsml:vale.example:4"><itemMeta><itemClass qcode="ninat:text"/></itemMeta></newsItem>
</itemSet></newsMessage>"""


def test_newsml(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(G2)
    first, second, third = read(tmp_path / "a.xml")
    assert isinstance(first, Source) and isinstance(second, Source)
    assert first.text == "Gunmen attacked a market in Arden, police said.\nWe saw smoke, a witness said."
    assert (first.title, first.publisher, first.byline) == ("Gunmen attack market", "Vale Wire", "By Jane Vale")
    assert first.published == "2026-03-04T07:30:00Z"
    origin = first.provenance
    assert (origin.guid, origin.modified) == ("urn:newsml:vale.example:1", "2026-03-04T10:15:00Z")
    assert (origin.located, origin.usage) == ("Arden", "No archives")
    assert origin.taken_from == (TakenFrom("newsml:creditline", "Harbour News"),)
    assert [n.kind for n in first.editor_notes] == ["update"]
    assert (second.title, second.text) == ("Rain in Melk", "Rain fell on Melk.")
    assert "no text" in reason(third)


def test_nitf(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        """<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-4.dtd"><nitf><head><title>t</title><docdata>
        <doc-id id-string="N1"/><date.issue norm="20260304T101500Z"/><ed-msg info="CORRECTS toll"/></docdata></head><body><body.head>
        <hedline><hl1>Blast in Arden</hl1></hedline><byline>By Jane Vale</byline><dateline><location>ARDEN</location></dateline>
        <distributor>Vale Wire</distributor></body.head><body.content><p>A blast killed 12 people.</p></body.content></body></nitf>"""
    )
    source = one(tmp_path / "a.xml")
    assert (source.text, source.title, source.publisher) == ("A blast killed 12 people.", "Blast in Arden", "Vale Wire")
    assert (source.published, source.provenance.guid) == ("2026-03-04T10:15:00Z", "N1")
    assert source.provenance.located == "ARDEN" and source.editor_notes[0].kind == "correction"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (G2[:900], "not well formed"),
        (G2.replace("<newsMessage", '<!DOCTYPE x [<!ENTITY a "b">]><newsMessage'), "entities"),
        ('<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"/>', "no news item"),
    ],
)
def test_newsml_that_is_not_read(tmp_path: Path, data: str, said: str) -> None:
    (tmp_path / "a.xml").write_text(data)
    assert said in reason(read(tmp_path / "a.xml")[0])


def test_entities_are_not_hidden_by_the_encoding() -> None:
    with pytest.raises(xml.BadXml, match="entities"):
        xml.parse('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16"))


FEED = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Daily Gather</title><copyright>All to their owners</copyright>
<item><title>Blast</title><link>https://gather.example/1</link><guid>g1</guid><source url="https://wire.example/feed">Vale Wire</source>
<dc:source>https://wire.example/blast</dc:source><content:encoded>&lt;p&gt;A blast killed 12 people in Arden, police said.&lt;/p&gt;</content:encoded></item>
<item><title>Rain</title><link>https://gather.example/2</link><dc:source>Harbour News</dc:source><description>Rain fell on Melk on Monday.</description></item>
"""


def test_feed_tells_where_its_entries_are_from(tmp_path: Path) -> None:
    (tmp_path / "f.xml").write_text(FEED + "</channel></rss>")
    blast, rain = sources(tmp_path / "f.xml")
    assert (blast.publisher, blast.provenance.via, blast.provenance.guid) == ("Vale Wire", "Daily Gather", "g1")
    assert blast.provenance.taken_from == (TakenFrom("dc:source", None, "https://wire.example/blast"),)
    assert blast.provenance.usage == "All to their owners"
    assert rain.publisher == "Daily Gather" and rain.provenance.taken_from == (TakenFrom("dc:source", "Harbour News"),)


@pytest.mark.parametrize("tail", ["", "<item><title>Cut", "<item><b></item></channel></rss>", "\x01</channel></rss>"])
def test_of_a_broken_feed_the_whole_entries_are_read(tmp_path: Path, tail: str) -> None:
    (tmp_path / "f.xml").write_text(FEED + tail)
    told, *rest = read(tmp_path / "f.xml")
    assert "not well formed" in reason(told)
    assert [s.title for s in rest if isinstance(s, Source)][:2] == ["Blast", "Rain"]


# Archives


def zipped(**members: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in members.items():
            opened.writestr(name.replace("__", "/").replace("_DOT_", "."), data)
    return out.getvalue()


def test_archives_in_archives(tmp_path: Path) -> None:
    wacz = zipped(archive__data_DOT_warc_DOT_gz=archive())
    inner = zipped(a_DOT_txt="One.", w_DOT_wacz=wacz, x_DOT_png=b"\0")
    outer = zipped(b_DOT_jsonl_DOT_gz=gzip.compress(b'{"id": "j", "text": "Two."}'), c__i_DOT_zip=inner)
    (tmp_path / "o.zip").write_bytes(outer)
    found = read(tmp_path / "o.zip")
    assert [s.name.rpartition("!")[2] for s in found if isinstance(s, Source)] == [
        "j",
        "a.txt",
        "https://news.example/0",
        "https://news.example/2",
    ]
    assert found[1].name == f"{tmp_path}/o.zip!c/i.zip!a.txt"


def test_archives_that_lie_too_deep(tmp_path: Path) -> None:
    data = zipped(a_DOT_txt="One.")
    for _ in range(5):
        data = zipped(i_DOT_zip=data)
    (tmp_path / "o.zip").write_bytes(data)
    (told,) = failures(tmp_path / "o.zip")
    assert "deep" in told


def test_gzipped_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"The army left."))
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(b"The army left." * 1000)[:-20])
    assert one(tmp_path / "a.txt.gz").text == "The army left."
    assert "cut off" in failures(tmp_path / "b.txt.gz")[0]


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "_FREE", 1_000_000)
    zeros = b" " * 9_000_000
    (tmp_path / "a.zip").write_bytes(zipped(bomb_DOT_txt=zeros, good_DOT_txt="Rain fell."))
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(zeros))
    (tmp_path / "c.warc.gz.zip").write_bytes(zipped(b_DOT_warc_DOT_gz=zeros))
    first, second = read(tmp_path / "a.zip")
    assert "unfolds to more than 200 times" in reason(first)
    assert isinstance(second, Source) and second.text == "Rain fell."
    assert "unfolds" in failures(tmp_path / "b.txt.gz")[0]
    assert "unfolds" in failures(tmp_path / "c.warc.gz.zip")[0]


def test_an_archive_may_not_unfold_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds.Budget.__init__, "__defaults__", (2_000,))
    (tmp_path / "a.zip").write_bytes(zipped(a_DOT_txt="One. " * 300, b_DOT_txt="Two. " * 300))
    first, second = read(tmp_path / "a.zip")
    assert isinstance(first, Source) and "20 GB" in reason(second)


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"PK\x03\x04 no zip", "damaged"), (zipped(x_DOT_png=b"\0"), "no reports"), (zipped(), "damaged|holds no")],
)
def test_zips_that_give_nothing(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    told = failures(tmp_path / "a.zip")
    assert not told or any(word in told[0] for word in said.split("|"))


# Damaged WARCs


def pages(count: int, *, packed: bool, encoding: str | None = None) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for number in range(count):
        body = PAGE.format("utf-8").replace("Über", f"Page {number}").encode() + b"x" * 300
        headers = [("Content-Type", "text/html")]
        if encoding == "gzip":
            body, headers = gzip.compress(body), [*headers, ("Content-Encoding", "gzip")]
        elif encoding == "chunked":
            body, headers = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body), [*headers, ("Transfer-Encoding", "chunked")]
        writer.write_record(
            writer.create_warc_record(
                f"https://news.example/{number}",
                "response",
                payload=io.BytesIO(body),
                http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
            )
        )
    return out.getvalue()


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("encoding", [None, "gzip", "chunked"])
def test_pages_as_they_were_sent(tmp_path: Path, packed: bool, encoding: str | None) -> None:
    (tmp_path / "a.warc.gz").write_bytes(pages(2, packed=packed, encoding=encoding))
    first, second = sources(tmp_path / "a.warc.gz")
    assert first.html and "Page 0" in first.html and second.html and "Page 1" in second.html
    assert not first.notes
    assert first.capture and first.capture.retrieved and len(first.capture.sha256 or "") == 64
    assert first.capture.place.endswith("a.warc.gz!https://news.example/0")


@pytest.mark.parametrize("packed", [False, True])
def test_what_stands_after_damage_is_read(tmp_path: Path, packed: bool) -> None:
    data = bytearray(pages(4, packed=packed))
    size = len(data) // 4
    data[size + size // 2 : size + size // 2 + 60] = b"" if not packed else b"\x55" * 60
    (tmp_path / "a.warc").write_bytes(bytes(data))
    found = read(tmp_path / "a.warc")
    names = [s.name[-1] for s in found if isinstance(s, Source)]
    assert {"0", "2", "3"} <= set(names) and len(names) == len(set(names))
    told = [o.reason for o in found if isinstance(o, Failure)]
    noted = [s for s in found if isinstance(s, Source) and s.notes]
    assert any("damaged" in t for t in told) or noted


@pytest.mark.parametrize("packed", [False, True])
def test_a_page_that_is_cut_off_says_so(tmp_path: Path, packed: bool) -> None:
    data = pages(3, packed=packed)
    (tmp_path / "a.warc").write_bytes(data[: -(60 if packed else 200)])
    found = read(tmp_path / "a.warc")
    assert [s.name[-1] for s in found[:2] if isinstance(s, Source) and not s.notes] == ["0", "1"]
    last = found[-1]
    said = last.reason if isinstance(last, Failure) else last.notes[0]
    assert "cut off" in said or "damaged" in said


@pytest.mark.parametrize("seed", range(12))
def test_no_damage_ends_in_an_error(tmp_path: Path, seed: int) -> None:
    import random

    draw = random.Random(seed)
    data = bytearray(pages(5, packed=bool(seed % 2)))
    for _ in range(draw.randrange(1, 6)):
        at = draw.randrange(len(data))
        data[at : at + draw.randrange(1, 40)] = bytes(draw.randrange(256) for _ in range(draw.randrange(0, 40)))
    found = list(warc.read("a.warc", io.BytesIO(bytes(data))))
    names = [s.name for s in found if isinstance(s, Source)]
    assert len(names) == len(set(names)) and found


def test_dates_to_come_are_left_out(tmp_path: Path) -> None:
    from onrecord.clean import clean

    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "The army left Arden.", "published": "2091-01-01"}')
    (source,) = list(gather([str(tmp_path / "a.jsonl")]))
    assert isinstance(source, Source)
    document = clean(source)
    assert document.published is None and document.published_basis == "unknown"
    assert "yet to come" in document.notes[0]
