"""Archives that are damaged or cut off: what is whole in them is read, the rest is told in one line."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from onrecord.ingest import gather
from onrecord.record import Failure, Source

ADDRESS = "https://hill.example/{}.html"


def record(number: int, *, address: bool = True) -> bytes:
    page = f"<html><body><article><p>Bomb {number} killed {number} people in Gao on Monday.</p></article></body></html>"
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}".encode()
    where = f"WARC-Target-URI: {ADDRESS.format(number)}\r\n" if address else ""
    what = "Content-Type: application/http; msgtype=response\r\n"
    head = f"WARC/1.0\r\nWARC-Type: response\r\n{where}{what}Content-Length: {len(http)}\r\n\r\n"
    return head.encode() + http + b"\r\n\r\n"


def wacz(path: Path) -> bytes:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("pages/pages.jsonl", "{}")
        made.writestr("archive/data.warc.gz", b"".join(gzip.compress(record(n)) for n in range(1, 4)))
    return path.read_bytes()


def taken(path: Path) -> tuple[list[str | None], list[Failure]]:
    found = list(gather([str(path)]))
    return [s.url for s in found if isinstance(s, Source)], [f for f in found if isinstance(f, Failure)]


@pytest.mark.parametrize("gone", [30, 200])
def test_a_wacz_that_is_cut_off(tmp_path: Path, gone: int) -> None:
    path = tmp_path / "a.wacz"
    path.write_bytes(wacz(path)[:-gone])
    pages, (failure,) = taken(path)
    assert pages == [ADDRESS.format(n) for n in (1, 2, 3)]
    assert failure.partly and "the pages that are whole in it were read" in failure.reason


def test_a_wacz_that_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    data = bytearray(wacz(path))
    place = data.index(gzip.compress(record(2))[10:40])
    data[place : place + 30] = b"\0" * 30
    path.write_bytes(data)
    pages, (failure,) = taken(path)
    assert set(pages) == {ADDRESS.format(1), ADDRESS.format(3)}
    assert failure.partly and failure.name.endswith("a.wacz!archive/data.warc.gz")


def test_a_wacz_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    pages, (failure,) = taken(path)
    assert not pages and not failure.partly and "get it again" in failure.reason


def test_pages_without_their_address_are_no_versions_of_one(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(record(1, address=False) + record(2) + record(3, address=False))
    found = [s for s in gather([str(path)]) if isinstance(s, Source)]
    assert [s.url for s in found] == [None, ADDRESS.format(2), None]
    assert len({s.name for s in found}) == 3
    assert "the archive tells no address" in found[0].notes[0]


def test_a_name_that_leads_out_of_the_archive_is_read_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("../../out.txt", "Three people died in Gao.")
        made.writestr("__MACOSX/._a.txt", "x")
    (source,) = gather([str(path)])
    assert isinstance(source, Source) and source.text == "Three people died in Gao."
    assert not (tmp_path.parent / "out.txt").exists()
