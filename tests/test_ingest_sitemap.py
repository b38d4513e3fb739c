"""Sitemaps of news: followed by address under the guard, by file only to files beside; loops are cut and told."""

from __future__ import annotations

import gzip
import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from onrecord.ingest import sitemap, url
from onrecord.record import Failure, Source
from tests.test_ingest import read

ENTRY = """<url><loc>{loc}</loc><news:news><news:publication><news:name>Harbour News</news:name><news:language>en</news:language>
</news:publication><news:publication_date>{date}</news:publication_date><news:title>{title}</news:title></news:news></url>"""
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NEWS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def urlset(*entries: tuple[str, str, str]) -> str:
    return (
        HEAD + f"<urlset {NEWS}>" + "".join(ENTRY.format(loc=a, date=b, title=c) for a, b, c in entries) + "</urlset>"
    )


def index(*locs: str) -> str:
    listed = "".join(f"<sitemap><loc>{loc}</loc></sitemap>" for loc in locs)
    return f'{HEAD}<!-- made by hand --><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>'


def article(words: str) -> str:
    return f"<html><head><title>T</title></head><body><article><p>{words}, police said on Monday in Arden.</p></article></body></html>"


class _Site(http.server.BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        root = f"http://127.0.0.1:{self.server.server_address[1]}"  # type: ignore[attr-defined]
        pages = {
            "/index.xml": index(
                f"{root}/news.xml.gz", f"{root}/index.xml", f"{root}/broken.xml", "https://other.example/s.xml"
            ),
            "/news.xml.gz": urlset(
                (f"{root}/old.html", "2026-03-01", "Old"),
                (f"{root}/new.html", "2026-03-04T10:00:00+01:00", "New"),
                ("https://other.example/a.html", "2026-03-04", "Elsewhere"),
                (f"{root}/gone.html", "2026-02-01", "Gone"),
            ),
            "/broken.xml": "no xml at all",
            "/old.html": article("Rain fell"),
            "/new.html": article("A blast killed 12 people"),
            "/self.xml": index(f"{root}/self.xml"),
        }
        if self.path not in pages:
            self.send_error(404)
            return
        data = pages[self.path].encode()
        self.send_response(200)
        kind = "text/html" if self.path.endswith(".html") else "application/xml"
        if self.path.endswith(".gz"):
            data, kind = gzip.compress(data), "application/gzip"
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    _Site.asked = []
    monkeypatch.setattr(url, "fetch", partial(url.fetch, public_only=False))
    monkeypatch.setattr(sitemap, "PAUSE", 0)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_an_address_is_followed_through_its_index(site: str) -> None:
    outcomes = read(f"{site}/index.xml")
    found = [o for o in outcomes if isinstance(o, Source)]
    assert [(s.url, s.title, s.publisher, s.published) for s in found] == [
        (f"{site}/new.html", "New", "Harbour News", "2026-03-04T10:00:00+01:00"),
        (f"{site}/old.html", "Old", "Harbour News", "2026-03-01"),
    ]
    assert all(s.capture and s.capture.retrieved for s in found)
    told = {o.name.removeprefix(site): o.reason for o in outcomes if isinstance(o, Failure)}
    assert "status 404" in told["/gone.html"]
    assert "cannot be read" in told["/broken.xml"]
    assert any("points back" in o.reason for o in outcomes if isinstance(o, Failure))
    assert any("2 addresses in the sitemap are of other sites" in o.reason for o in outcomes if isinstance(o, Failure))
    assert len(_Site.asked) == len(set(_Site.asked))


def test_a_sitemap_that_points_to_itself(site: str) -> None:
    first, second = read(f"{site}/self.xml")
    assert isinstance(first, Failure) and "points back" in first.reason
    assert isinstance(second, Failure) and "no pages" in second.reason
    assert _Site.asked == ["/self.xml"]


def test_only_so_many_pages_are_fetched(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "_MOST_PAGES", 1)
    outcomes = read(f"{site}/news.xml.gz")
    assert [o.title for o in outcomes if isinstance(o, Source)] == ["New"]
    assert any("were not fetched: 1 is the most" in o.reason for o in outcomes if isinstance(o, Failure))


def test_the_guard_holds_for_what_a_sitemap_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = urlset(("http://127.0.0.1:9/a.html", "2026-03-04", "A"))
    outcomes = list(sitemap.follow("http://127.0.0.1:9/s.xml", listed.encode(), _fetched))
    assert any("private network" in o.reason for o in outcomes if isinstance(o, Failure))


def _fetched(address: str) -> Iterator[Source | Failure]:
    from onrecord.ingest.gather import _fetched as fetched

    return fetched(address)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(address: str) -> None:
        raise AssertionError(f"fetched {address}")

    monkeypatch.setattr(url, "fetch", refuse)


@pytest.mark.usefixtures("no_network")
def test_a_file_is_followed_to_the_files_beside_it_alone(tmp_path: Path) -> None:
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026" / "a.html").write_text(article("Rain fell"))
    (tmp_path / "b.html").write_text(article("A blast killed 12 people"))
    (tmp_path / "news.xml.gz").write_bytes(
        gzip.compress(
            urlset(
                ("https://news.example/2026/a.html", "2026-03-04", "A"),
                ("https://news.example/x/b", "2026-03-05", "B"),
                ("https://news.example/c.html", "2026-03-06", "C"),
                ("https://news.example/../../etc/passwd", "2026-03-06", "D"),
            ).encode()
        )
    )
    (tmp_path / "sitemap.xml").write_text(
        index("https://news.example/news.xml.gz", "https://news.example/sitemap.xml", "https://news.example/none.xml")
    )
    outcomes = read(tmp_path / "sitemap.xml")
    found = [o for o in outcomes if isinstance(o, Source)]
    assert [(s.url, s.published, s.publisher) for s in found] == [
        ("https://news.example/2026/a.html", "2026-03-04", "Harbour News"),
        ("https://news.example/x/b", "2026-03-05", "Harbour News"),
    ]
    told = [o.reason for o in outcomes if isinstance(o, Failure)]
    assert "points back" in told[0] and "3 of 5 addresses in the sitemap were not fetched" in told[1]


@pytest.mark.usefixtures("no_network")
def test_in_a_folder_the_pages_of_a_sitemap_are_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(article("Rain fell"))
    (tmp_path / "z.html").write_text(article("A blast killed 12 people"))
    (tmp_path / "sitemap.xml").write_text(urlset(("https://news.example/a.html", "2026-03-04", "A")))
    found = read(tmp_path)
    assert [s.url for s in found if isinstance(s, Source)] == ["https://news.example/a.html", None]


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("data", [urlset(), index(), "<urlset>", "<urlset><url><loc></loc></url></urlset>"])
def test_sitemaps_of_nothing(tmp_path: Path, data: str) -> None:
    (tmp_path / "s.xml").write_text(data)
    (outcome,) = read(tmp_path / "s.xml")
    assert isinstance(outcome, Failure) and "sitemap" in outcome.reason
