"""Live blogs: a report a post where the page tells them, else one page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.clean import clean
from onrecord.ingest import gather
from onrecord.ledger import Ledger
from onrecord.record import Source

POSTS: list[dict[str, Any]] = [
    {
        "headline": "Toll revised to 18", "url": "https://post.example/live/fire#2",
        "datePublished": "2026-03-11T09:02:00Z", "articleBody": "The ministry revised the toll to 18 from 19.",
    },
    {
        "headline": "19 dead", "url": "https://post.example/live/fire#1", "datePublished": "2026-03-11T06:30:00+01:00",
        "articleBody": "<p>19 people died, the ministry said.</p><p>Others were hurt.</p>",
    },
    {"headline": "A picture", "datePublished": "2026-03-11T06:31:00Z"},
]  # fmt: skip


def page(updates: object) -> str:
    blog = {
        "@context": "https://schema.org", "@graph": [{
            "@type": "LiveBlogPosting", "headline": "Fire: live", "url": "https://post.example/live/fire",
            "liveBlogUpdate": updates,
        }],
    }  # fmt: skip
    return (
        '<html><head><meta property="og:site_name" content="The Post">'
        f'<script type="application/ld+json">{json.dumps(blog)}</script></head><body><article><h1>Fire: live</h1>'
        "<p>What we know of the fire in the harbour, hour by hour.</p></article></body></html>"
    )


def test_a_report_a_post(tmp_path: Path) -> None:
    (tmp_path / "live.html").write_text(page(POSTS), encoding="utf-8")
    first, second = (s for s in gather([str(tmp_path)]) if isinstance(s, Source))
    assert first.text == "19 dead\n19 people died, the ministry said.\nOthers were hurt."
    assert (first.title, first.publisher, first.published) == ("19 dead", "The Post", "2026-03-11T06:30:00+01:00")
    assert first.name == "https://post.example/live/fire#1"
    assert second.published == "2026-03-11T09:02:00Z"
    assert second.provenance.via == "Fire: live"


def test_posts_are_no_versions_of_one_another(tmp_path: Path) -> None:
    (tmp_path / "live.html").write_text(page(POSTS), encoding="utf-8")
    changed = [{**POSTS[0], "articleBody": "The ministry revised the toll to 17 from 19."}, POSTS[1]]
    (tmp_path / "live2.html").write_text(page(changed), encoding="utf-8")
    with Ledger.open(tmp_path / "ledger.sqlite", write=True) as ledger:
        added = list(ledger.add_sources(gather([str(tmp_path)])))
        assert [a.state for a in added if a.state != "known"] == ["added"] * 3
        assert sorted(row.versions for row in ledger.reports().rows) == [1, 2]


@pytest.mark.parametrize("updates", [[], POSTS[:1], {"articleBody": "One."}, None, 7, [7, "x", None], [[POSTS]]])
def test_what_tells_no_posts_is_a_page(tmp_path: Path, updates: object) -> None:
    (tmp_path / "live.html").write_text(page(updates), encoding="utf-8")
    (source,) = gather([str(tmp_path)])
    assert isinstance(source, Source)
    assert "hour by hour" in clean(source).text


@pytest.mark.parametrize("post", [{}, {"articleBody": 3}, {"articleBody": "<"}, {"articleBody": "x", "url": 9}])
def test_odd_posts_harm_no_others(tmp_path: Path, post: dict[str, Any]) -> None:
    (tmp_path / "live.html").write_text(page([post, *POSTS, {**post, "datePublished": "soon"}]), encoding="utf-8")
    found = [s.title for s in gather([str(tmp_path)]) if isinstance(s, Source)]
    assert {"19 dead", "Toll revised to 18"} <= set(found)
