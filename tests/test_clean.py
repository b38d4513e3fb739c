"""Cleaning: what is no part of the account is marked with its reason; a page's offsets lead back to its characters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import lexicon
from onrecord.clean import Unreadable, clean
from onrecord.clean.furniture import reason_of
from onrecord.record import Document, Source

GROUPS = lexicon.load("furniture")["group"]
LONG = "The army said on Monday that its troops had left the town after three days of heavy fighting near the river."

PAGE = """<!doctype html><html><head><title>Rebels take Arden - Harbour News</title>
<meta property="article:published_time" content="2024-12-16T10:00:00+02:00">
<meta property="og:site_name" content="Harbour News"><style>p { color: red }</style><script>var a = "<p>no</p>";</script></head>
<body><nav><a href="/a">Home</a> <a href="/b">World</a></nav><article><h1>Rebels take Arden</h1>
<p>Rebels took the town of &ldquo;Arden&rdquo; on <b>Monday</b>, the army
   said in a <a href="/c">statement</a>. Residents 😀 said &#8212; by phone &#8212; that they had fled across the river.</p>
<h2>What is known</h2><p>The army spoke again. "We did not leave," a spokesman said, and then he said it once more in public.</p>
<p>The army spoke again. "We did not leave," a spokesman said, and then he said it once more in public, at noon.</p>
<p>Also Read: Ten photos from the harbour</p></article><footer>Copyright 2024</footer></body></html>"""


def document(text: str) -> Document:
    return clean(Source("r", text=text))


def reasons(text: str) -> dict[str, str]:
    return {part.span.quote: part.reason for part in document(text).excluded}


@pytest.mark.parametrize(("reason", "line"), [(g["reason"], line) for g in GROUPS for line in g["fires"]])
def test_furniture_fires(reason: str, line: str) -> None:
    assert reason_of(line) == reason


@pytest.mark.parametrize("line", [line for g in GROUPS for line in g["not"]])
def test_furniture_near_miss(line: str) -> None:
    assert reason_of(line) is None


def test_heading_between_paragraphs() -> None:
    assert reasons(f"{LONG}\nFear in the camps\n{LONG}") == {"Fear in the camps": "heading"}


@pytest.mark.parametrize("line", ["He left.", "fear in the camps", '"We left"', "SMITH: no", "Shelling:"])
def test_no_heading(line: str) -> None:
    assert reasons(f"{LONG}\n{line}\n{LONG}") == {}


def test_first_line_is_a_headline_and_stays() -> None:
    assert reasons(f"Rebels take Arden\n{LONG}") == {}


def test_credit_names_its_agency() -> None:
    found = document(f"{LONG}\n(With inputs from AFP)\n")
    assert [(c.span.quote, c.agency) for c in found.credits] == [("(With inputs from AFP)", "Agence France-Presse")]


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("GOMA, Dec 3 (AFP) - Rebels took the town.", "GOMA, Dec 3 (AFP) -"),
        ("BEIRUT — The army left.", "BEIRUT —"),
        ("Damascus (Reuters) -- The army left.", "Damascus (Reuters) --"),
        ("BREAKING NEWS: The army left.", None),
        ("The army - the largest here - left.", None),
        ("arden: the army left the town on monday, police said.", "arden:"),
    ],
)
def test_dateline(text: str, dateline: str | None) -> None:
    found = document(text).dateline
    assert (found.quote if found else None) == dateline


def test_page_text_metadata_and_map() -> None:
    found = clean(Source("page", html=PAGE))
    assert (found.title, found.publisher, found.published, found.published_basis) == (
        "Rebels take Arden",
        "Harbour News",
        "2024-12-16T10:00:00+02:00",
        "metadata",
    )
    assert "Home" not in found.text and "color" not in found.text and "“Arden”" in found.text
    assert {p.reason for p in found.excluded} == {"heading", "related_link"}
    for run in found.origin:
        assert PAGE[run.source : run.source + run.end - run.start] == found.text[run.start : run.end]
    mapped = sum(run.end - run.start for run in found.origin)
    assert mapped > 0.95 * len(found.text.replace("\n", ""))


def test_repeated_paragraph_maps_to_its_own_place() -> None:
    found = clean(Source("page", html=PAGE))
    first, second = (
        found.text.index("The army spoke again", k) for k in (0, found.text.rindex("The army spoke again"))
    )
    places = {run.start: run.source for run in found.origin}
    assert places[first] < places[second]


@pytest.mark.parametrize(
    "html", ["<html></html>", "<p>", "<html><body><nav><a href=x>Home</a></nav></body></html>", "<<<>>>&&&"]
)
def test_markup_only_is_unreadable(html: str) -> None:
    with pytest.raises(Unreadable, match="no article text"):
        clean(Source("page", html=html))


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_empty_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable, match="empty"):
        document(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Armee hat am Montag die Stadt verlassen, sagte ein Sprecher des Ministeriums in der Hauptstadt.", "de"),
        ("Le président a quitté la capitale dans la nuit, ont déclaré des responsables de la région.", "fr"),
        ("في وقت متأخر من مساء الاثنين غادر الجيش المدينة بعد ثلاثة أيام من القتال", "ar"),
        (LONG, "en"),
        (LONG.upper(), "en"),
        ("Blast kills 12", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert document(text).language == language


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_no_text_breaks_cleaning(text: str) -> None:
    try:
        found = document(text)
    except Unreadable:
        return
    for part in found.excluded:
        assert found.text[part.span.start : part.span.end] == part.span.quote


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_characters="\0"), max_size=200))
def test_no_page_breaks_cleaning(text: str) -> None:
    html = f"<html><body><article><p>{LONG} {text}</p><p>{LONG}</p></article></body></html>"
    try:
        found = clean(Source("page", html=html))
    except Unreadable:
        return
    for run in found.origin:
        assert html[run.source : run.source + run.end - run.start] == found.text[run.start : run.end]


def test_equal_input_gives_equal_ids() -> None:
    assert document(LONG).id == document(LONG).id
    assert document(LONG).id != clean(Source("r", text=LONG, publisher="Harbour News")).id
