"""Evidence to the character, both ways; hostile words stay words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="browser tests skipped: playwright is not installed")
from playwright.sync_api import expect

from onrecord.ledger import Ledger
from tests import page_reports
from tests.browser.conftest import Watch, serving
from tests.browser.seen import evidence, joined, painted, state


def test_the_text_is_the_document_s_to_the_character(desk: Watch) -> None:
    page = desk.open(f"?report={page_reports.port().document.id}")
    assert page.locator(".frozen").evaluate("e => e.textContent") == page_reports.PORT


def test_a_click_on_each_chip_highlights_exactly_its_characters(desk: Watch) -> None:
    record = page_reports.port()
    page = desk.open(f"?report={record.document.id}")
    seen = 0
    for event, field, spans in evidence(record):
        if state(page).get("event") != [event]:
            page.locator(f".within li:nth-child({int(event[1:])}) button").click()
        page.locator(f'[data-field="{field}"] .chip').first.click()
        assert painted(page) == joined(spans), (event, field)
        assert state(page)["field"] == [field]
        chips = page.locator(f'[data-field="{field}"] .chip bdi').all_inner_texts()
        assert sorted(chips) == sorted(re.sub(r"\s+", " ", s.quote) for s in spans)
        seen += 1
    assert seen > 20


def test_pointing_at_a_chip_shows_its_characters_and_lets_go(desk: Watch) -> None:
    page = desk.open(f"?report={page_reports.port().document.id}&event=e4")
    page.locator('[data-field="actor.0"] .chip').hover()
    span = page_reports.port().events[3].arguments[0].span
    assert span and painted(page, "hover") == [(span.start, span.end)]
    page.mouse.move(700, 890)
    assert painted(page, "hover") == []


@pytest.mark.parametrize(
    ("words", "event", "field"),
    [
        ("shelled", "e4", "what"),
        ("خفر السواحل (coast guard)", "e2", "actor.0"),
        ("Two boats 🚤🚤 carrying fuel", "e1", "recipient.0"),
        ("Tuesday night", "e1", "time"),
        ("may", "e4", "status"),
        ("At least 12 people", "e5", "figure.0"),
        ("told", "e2", "source.0"),
        ("She", "e3", "source.1"),
    ],
)
def test_a_click_on_a_highlight_selects_its_field(desk: Watch, words: str, event: str, field: str) -> None:
    page = desk.open(f"?report={page_reports.port().document.id}&event=e5")
    page.locator(".frozen p > span", has_text=re.compile(f"^{re.escape(words)}$")).first.click()
    assert state(page)["event"] == [event]
    assert state(page)["field"] == [field]
    assert page.locator(f'.claim.on[data-field="{field}"]').count() == 1


def test_a_layer_can_be_hidden_and_shown(desk: Watch) -> None:
    page = desk.open(f"?report={page_reports.port().document.id}")
    frozen = page.locator(".frozen")
    assert "show-times" in (frozen.get_attribute("class") or "")
    page.get_by_role("button", name=re.compile("^times")).click()
    assert "show-times" not in (frozen.get_attribute("class") or "")
    assert state(page)["layers"] == ["events.attributions.entities.places"]
    page.reload()
    page.wait_for_selector(".frozen p")
    assert "show-times" not in (page.locator(".frozen").get_attribute("class") or "")
    page.keyboard.press("4")
    assert "layers" not in state(page)


def test_statuses_have_a_sign_and_a_word(desk: Watch) -> None:
    page = desk.open(f"?report={page_reports.port().document.id}&event=e3")
    sign = page.locator(".lead .sign")
    assert sign.inner_text().strip() == "denied"
    assert sign.locator("svg").count() == 1


def test_the_chain_reads_from_the_outlet_inwards(desk: Watch) -> None:
    page = desk.open(f"?report={page_reports.port().document.id}&event=e3")
    assert page.locator(".crumbs li bdi").all_inner_texts() == ["Lakeside Wire", "Ada Wren", "governor"]
    page.locator(".within li:nth-child(5) button").click()
    assert "in its own voice" in page.locator(".crumbs").inner_text()


def test_the_strip_tells_all_that_stands_under_a_click(desk: Watch) -> None:
    page = desk.open(f"?report={page_reports.port().document.id}&event=e5")
    page.locator(".frozen p > span", has_text=re.compile("^ordering$")).click()
    strip = page.get_by_label("What stands here")
    assert strip.locator("bdi").all_inner_texts() == ["event “ordering”", "said by governor", "said by Ada Wren"]
    strip.get_by_role("button", name="said by Ada Wren").click()
    assert state(page)["field"] == ["source.1"]


def test_a_report_s_markup_stays_words(desk: Watch) -> None:
    page = desk.open(f"?report={page_reports.port().document.id}")
    assert page.locator(".frozen img, .frozen b").count() == 0
    assert page.title() == "Fire at Melk Harbour · onrecord"
    assert "<img src=x" in page.locator(".frozen").inner_text()


def test_what_is_no_part_of_the_account_is_greyed_not_removed(desk: Watch) -> None:
    page = desk.open(f"?report={page_reports.port().document.id}")
    out = page.locator(".frozen .out[data-why='related link']")
    assert out.inner_text() == "Also Read: Ten walks by the lake"
    assert page.locator(".masthead").inner_text().count("date from the dateline") == 1


def test_who_said_what(desk: Watch) -> None:
    page = desk.open(f"?report={page_reports.port().document.id}&tab=voices")
    heads = page.locator(".voices thead th").all_inner_texts()
    assert heads[0] == "the outlet itself"
    row = page.locator(".voices tbody tr", has_text="ordering")
    assert "denied" in row.inner_text()
    row.get_by_role("button").click()
    assert state(page)["event"] == ["e3"]


def test_hostile_and_foreign_reports(chromium: Any, tmp_path: Path) -> None:
    path = tmp_path / "hostile.sqlite"
    with Ledger.open(path, write=True) as ledger:
        list(ledger.add([page_reports.hostile(), page_reports.foreign()]))
    for address in serving(path):
        watch = Watch(chromium, address)
        page = watch.open("?report=" + "e" * 64)
        assert page.locator(".frozen").evaluate("e => e.textContent") == page_reports.hostile().document.text
        assert page.locator("article a, main img, main script, main b:not(.lead b)").count() == 0
        expect(page.locator(".masthead")).to_contain_text("turn the direction of writing")
        assert "\u202e" not in page.locator(".masthead h2").inner_text() + page.title()
        page.locator('[data-field="recipient.0"] .chip').click()
        span = page_reports.hostile().events[0].arguments[1].span
        assert span and painted(page) == [(span.start, span.end)]
        assert page.evaluate("document.documentElement.scrollWidth") == 1440
        assert page.locator(".pane.record .scroll").evaluate("e => e.scrollWidth <= e.clientWidth")
        page.get_by_role("button", name=re.compile("fremd")).click()
        expect(page.locator(".pane.record")).to_contain_text("not in English but in 'de'")
        expect(page.locator(".frozen")).to_have_text("Die Armee hat das Lager geräumt.")
        expect(page.locator(".masthead")).not_to_contain_text("turn the direction of writing")
        watch.close()
