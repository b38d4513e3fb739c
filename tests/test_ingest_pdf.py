"""PDFs: columns in order, paragraphs whole, running heads left out; one line for what cannot be read."""

from __future__ import annotations

import builtins
import random
from pathlib import Path
from typing import Any

import pytest

from onrecord import pipeline
from onrecord.check import check
from onrecord.clean import clean
from onrecord.ingest import pdf as reader
from onrecord.ingest.pdf.layout import Line
from onrecord.ingest.pdf.printed import printed
from onrecord.record import Failure, Source
from onrecord.view import view
from tests.pdf_files import At, column, pdf
from tests.test_ingest import read, reason

pytest.importorskip("pypdfium2")

LEFT = """Gunmen attacked a market in the govern-
ment quarter of Arden on Tuesday and
killed twelve people, police said.
Two doctors were among the dead.

The mayor said that the anti-war march
planned for Friday would not be held.
People fled to the harbour, where they""".split("\n")
RIGHT = """waited for boats until the evening,
a witness said.

The army denied that its soldiers
had shot at the crowd.
Rebels said they had no part in the
attack and would hold to the anti-
war agreement of March, not to an
anti-war law.""".split("\n")
HEADLINE = "Gunmen attack market in Arden"
TEXT = """Gunmen attack market in Arden
Gunmen attacked a market in the government quarter of Arden on Tuesday and killed twelve people, police said.
Two doctors were among the dead.
The mayor said that the anti-war march planned for Friday would not be held. People fled to the harbour, where they waited for boats until the evening, a witness said.
The army denied that its soldiers had shot at the crowd.
Rebels said they had no part in the attack and would hold to the anti-war agreement of March, not to an anti-war law.
Rain fell on Melk on Monday and the river rose."""


def furniture(number: int) -> list[At]:
    return [At(40, 810, "Harbour News  4 March 2026", 8), At(280, 20, f"Page {number} of 2", 8)]


def columns(*, interleaved: bool) -> list[At]:
    left, right = column(40, 730, LEFT), column(320, 730, RIGHT)
    if not interleaved:
        return left + right
    return sorted(left + right, key=lambda line: (-line.y, line.x))


def one(data: bytes) -> Source:
    found = reader.read("a.pdf", data)
    assert isinstance(found, Source), found
    return found


@pytest.mark.parametrize("interleaved", [False, True])
def test_two_columns_under_a_headline(interleaved: bool) -> None:
    first = [*furniture(1), At(40, 770, HEADLINE, 20), *columns(interleaved=interleaved)]
    second = [*furniture(2), At(40, 770, "Rain fell on Melk on Monday and the river rose.")]
    info = f"/Title ({HEADLINE}) /ModDate (D:20260304101500+01'00')"
    source = one(pdf([first, second], info))
    assert source.text == TEXT
    assert source.title == HEADLINE and source.provenance.modified == "2026-03-04T10:15:00+01:00"
    assert source.notes == (
        "running heads, feet and page numbers of the PDF were left out: 4",
        "words that were broken at line ends were joined: 1",
    )
    assert source.capture and source.capture.media == "application/pdf"


def test_a_paragraph_goes_on_over_the_page() -> None:
    first = column(60, 760, ["The army said on Monday that the", "bridge at Arden had been taken and"])
    second = column(60, 760, ["that its soldiers held both banks.", "", "Nobody was hurt."])
    assert one(pdf([first, second])).text == (
        "The army said on Monday that the bridge at Arden had been taken and that its soldiers held both banks.\nNobody was hurt."
    )


def test_indents_begin_paragraphs() -> None:
    lines = [
        At(60, 700, "Police said on Tuesday that twelve people had been killed in Arden."),
        At(75, 688, "The mayor said that the market would stay closed until Friday and"),
        At(60, 676, "that the harbour was open."),
    ]
    assert one(pdf([lines])).text == (
        "Police said on Tuesday that twelve people had been killed in Arden.\n"
        "The mayor said that the market would stay closed until Friday and that the harbour was open."
    )


def test_pages_are_known_by_where_they_begin() -> None:
    made = pdf(
        [
            column(
                60, 700, ["Gunmen attacked the market of Arden on Tuesday and the", "mayor said that the people of the"]
            ),
            [],
            column(60, 700, ["harbour had fled to the hills. Police said on Friday", "that nobody had been arrested."]),
            column(60, 700, ["Rain fell on Melk on Monday, the mayor said."]),
            [],
        ]
    )
    source = one(made)
    text = source.text or ""
    harbour, rain = text.index("harbour had"), text.index("Rain fell")
    assert source.pages == (0, harbour, harbour, rain, len(text))
    document = clean(source)
    assert document.text == text
    assert [document.page_at(text.index(w)) for w in ("Gunmen", "of the harbour", "harbour", "Police", "Melk")] == [
        1, 1, 3, 3, 4,
    ]  # fmt: skip
    record = pipeline.read(source)
    assert not check(record)
    pages = {event.trigger.quote: event.page for event in view(record)}
    assert (pages["attacked"], pages["arrested"]) == (1, 3)


def test_a_title_that_the_text_does_not_hold_is_none() -> None:
    made = pdf(
        [column(60, 700, ["Rain fell on Melk on Monday, the mayor said."])], "/Title (Microsoft Word - draft2.doc)"
    )
    assert one(made).title is None


def test_a_pdf_of_pictures_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([[], []]))
    (outcome,) = read(tmp_path / "a.pdf")
    assert "no text" in reason(outcome) and "OCR" in reason(outcome)


def test_pages_without_text_are_counted() -> None:
    assert one(pdf([column(60, 700, ["Rain fell on Melk on Monday, the mayor said."]), []])).notes == (
        "1 of 2 pages of the PDF hold no text",
    )


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.4\n%%EOF", pdf([column(60, 700, ["Rain fell."])])[:300]])
def test_files_that_are_no_pdf(data: bytes) -> None:
    found = reader.read("a.pdf", data)
    assert isinstance(found, Failure) and ("damaged" in found.reason or "empty" in found.reason)


@pytest.mark.parametrize("seed", range(8))
def test_no_damage_ends_in_an_error(seed: int) -> None:
    draw = random.Random(seed)
    data = bytearray(pdf([[*furniture(1), *columns(interleaved=False)]]))
    for _ in range(6):
        data[draw.randrange(len(data))] = draw.randrange(256)
    assert isinstance(reader.read("a.pdf", bytes(data)), Source | Failure)


def test_without_its_part_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name.startswith("pypdfium2"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    found = reader.read("a.pdf", b"%PDF-1.4")
    assert isinstance(found, Failure) and "pip install 'onrecord[pdf]'" in found.reason


def test_a_pdf_is_known_without_its_name(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(pdf([column(60, 700, ["Rain fell on Melk on Monday, the mayor said."])]))
    (source,) = read(tmp_path / "a")
    assert isinstance(source, Source) and source.text == "Rain fell on Melk on Monday, the mayor said."


def _piece(text: str, left: float, top: float) -> Line:
    return Line(text, left, left + 4.0 * len(text), top, top - 13.0, 12.0)


@pytest.mark.parametrize(
    "edges",
    [
        ("11/22/26, 9:18 PM", "Truce talks begin | Harbour News", "https://harbour.example/truce", "1/1"),
        ("Truce talks begin | Harbour News", "https://harbour.example/truce", "1 of 1", "22/11/2026, 21:18"),
        ("22.11.2026, 21:18", "Truce talks begin | Harbour News", "https://harbour.example/truce", "1/1"),
    ],
    ids=["Chromium", "Firefox", "another language"],
)
def test_a_page_printed_by_a_browser_loses_its_edges_and_keeps_its_address(edges: tuple[str, ...]) -> None:
    body = [_piece("Truce talks began in Kelvia.", 40, 700), _piece("Nobody was hurt.", 40, 680)]
    page = [_piece(edges[0], 24, 780), _piece(edges[1], 220, 780), *body]
    page += [_piece(edges[2], 24, 26), _piece(edges[3], 570, 26)]
    found = printed([page])
    assert found is not None
    assert found.pages == [body]
    assert (found.title, found.address) == ("Truce talks begin | Harbour News", "https://harbour.example/truce")


def test_a_page_that_bears_a_date_at_its_edge_alone_was_not_printed_by_a_browser() -> None:
    assert printed([[_piece("22/11/2026, 21:18", 24, 780), _piece("Truce talks began.", 40, 700)]]) is None
    assert printed([[]]) is None
    assert printed([]) is None
