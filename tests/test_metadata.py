"""What pages state of themselves: schema.org, canonical address, syndication tags; used to tell copies from origins."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.clean import clean
from onrecord.clean.metadata import metadata
from onrecord.linking.reprints import find_reprints, fingerprint
from onrecord.record import Document, Source, TakenFrom

BODY = " ".join(
    f"Gunmen attacked the {place} market in Arden on Tuesday and killed {n} people, police and two doctors said there."
    for n, place in enumerate(("north", "south", "old", "new", "fish", "grain"), 3)
)


def page(head: str = "", ld: object = None, url: str | None = None, publisher: str | None = None) -> Document:
    script = f'<script type="application/ld+json">{json.dumps(ld)}</script>' if ld is not None else ""
    html = f"<html><head><title>T</title>{head}{script}</head><body><article><p>{BODY}</p></article></body></html>"
    return clean(Source("a", html=html, url=url, publisher=publisher))


NEWS: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Gunmen attack market",
    "datePublished": "2026-03-04T08:00:00+01:00",
    "dateModified": "2026-03-05T09:30:00+01:00",
    "author": [{"@type": "Person", "name": "Jane Vale"}],
    "publisher": {"@type": "Organization", "name": "Harbour News"},
    "dateline": "ARDEN",
    "creditText": "Vale Wire",
    "isBasedOn": [{"@type": "NewsArticle", "url": "https://wire.example/market"}, "https://harbour.example/own"],
    "correction": [{"@type": "CorrectionComment", "text": "The toll was 12, not 15."}, "https://harbour.example/c"],
    "usageInfo": "https://harbour.example/terms",
}


@pytest.mark.parametrize("shape", [lambda n: n, lambda n: [n], lambda n: {"@graph": [{"@type": "WebSite"}, n]}])
def test_schema_org(shape: Any) -> None:
    made = page('<link rel="canonical" href="https://harbour.example/market">', shape(NEWS))
    assert (made.publisher, made.published) == (
        "Harbour News",
        "2026-03-04T08:00:00+01:00",
    ) and made.byline == "Jane Vale"
    origin = made.provenance
    assert (origin.modified, origin.canonical) == ("2026-03-05T09:30:00+01:00", "https://harbour.example/market")
    assert (origin.located, origin.usage) == ("ARDEN", "https://harbour.example/terms")
    assert origin.taken_from == (
        TakenFrom("schema:isBasedOn", None, "https://wire.example/market"),
        TakenFrom("schema:creditText", "Vale Wire"),
    )
    assert [(n.kind, n.text, n.span) for n in made.editor_notes] == [("correction", "The toll was 12, not 15.", None)]


def test_syndication_tags() -> None:
    made = page(
        '<meta name="syndication-source" content="https://wire.example/market"><meta name="DC.source" content="Vale Wire">'
        '<meta property="article:modified_time" content="2026-03-05T10:00Z"><meta name="copyright" content="(c) Harbour">'
        '<link rel="original-source" href="https://harbour.example/x"><link rel="canonical" href="https://harbour.example/x">'
    )
    assert made.provenance.taken_from == (
        TakenFrom("syndication-source", None, "https://wire.example/market"),
        TakenFrom("dc.source", "Vale Wire"),
    )
    assert (made.provenance.modified, made.provenance.usage) == ("2026-03-05T10:00Z", "(c) Harbour")


@pytest.mark.parametrize(
    ("canonical", "taken"),
    [
        ("https://wire.example/market", (TakenFrom("canonical", None, "https://wire.example/market"),)),
        ("https://wire.example/", ()),
        ("https://www.copy.example/a", ()),
    ],
)
def test_a_canonical_address_of_another_site_is_a_source(canonical: str, taken: tuple[TakenFrom, ...]) -> None:
    made = page(f'<link rel="canonical" href="{canonical}">', url="https://copy.example/a?x=1")
    assert made.provenance.taken_from == taken and made.url == "https://copy.example/a?x=1"


@pytest.mark.parametrize(
    ("head", "ld", "said"),
    [
        (
            '<meta name="original-source" content="https://wire.example/m">',
            None,
            "its original-source names wire.example",
        ),
        ('<link rel="canonical" href="https://wire.example/m">', None, "its canonical names wire.example"),
        ("", {"@type": "NewsArticle", "creditText": "vale  wire"}, "its schema:creditText names vale wire"),
    ],
)
def test_copies_are_told_from_origins_by_what_they_state(head: str, ld: object, said: str) -> None:
    origin = page(url="https://wire.example/m", publisher="Vale Wire")
    copy = page(head, ld, url="https://copy.example/a", publisher="Daily Copy")
    (reprint,) = find_reprints([fingerprint(copy), fingerprint(origin)])
    assert (reprint.copy, reprint.origin) == (copy.id, origin.id) and reprint.reason.endswith(said)


@settings(max_examples=60, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda x: st.lists(x, max_size=3) | st.dictionaries(st.sampled_from([*NEWS, "@graph", "name", "url", "text"]), x, max_size=4), max_leaves=12))  # fmt: skip
def test_any_json_gives_metadata(data: object) -> None:
    found = {"@type": "NewsArticle"} | data if isinstance(data, dict) else data
    metadata(f'<html><head><script type="application/ld+json">{json.dumps(found)}</script></head><body>x</body></html>')


@pytest.mark.parametrize(
    "source", ["", " ", "<", "<html>", '<script type="application/ld+json">{broken</script>', "\ud800"]
)
def test_broken_pages_give_nothing(source: str) -> None:
    assert metadata(source).provenance.taken_from == ()
