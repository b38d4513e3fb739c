"""Happenings: the list, the tree of origins, and every telling led to its exact characters."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("playwright.sync_api", reason="browser tests skipped: playwright is not installed")
from playwright.sync_api import expect

from onrecord.record import Record
from tests import page_joins
from tests.browser.conftest import Watch
from tests.browser.seen import painted, state

BOMB = {r.document.publisher: r for r in page_joins.records()}


def at(record: Record, event: str = "e1") -> str:
    return f"?report={record.document.id}&event={event}&view=happenings&tab=happening"


def test_the_list_tells_origins_reports_and_sides(joins: Watch) -> None:
    page = joins.open("?view=happenings")
    rows = page.locator(".happening")
    expect(rows).to_have_count(2)
    bomb = page.locator(".happening", has_text="exploded")
    expect(bomb).to_contain_text("2 origins / 5 reports")
    expect(bomb.locator(".voice", has_text="the army")).to_contain_text("denied")
    bomb.click()
    assert state(page)["tab"] == ["happening"]
    expect(page.locator(".joined").first).to_contain_text("Asserted by 2 independent origins")
    expect(page.locator(".joined").first).to_contain_text("Denied by 1 independent origin")


def test_copies_and_outlets_that_quote_one_speaker_stand_below_one_origin(joins: Watch) -> None:
    page = joins.open(at(page_joins.wire()))
    mayor = page.locator(".tree > li", has_text="Oru Tamm").first
    expect(mayor.locator(".bearer > bdi")).to_have_text(["Vale Wire", "Oster Post", "Harbour News"])
    copy = mayor.locator("li.copy")
    expect(copy).to_have_count(1)
    expect(copy).to_contain_text(re.compile("reprint, 9[0-9] % of it from Vale Wire"))
    mayor.locator("summary").press("Enter")
    expect(mayor.locator(".bearer").first).to_be_hidden()


def test_each_telling_leads_to_its_characters(joins: Watch) -> None:
    page = joins.open(at(page_joins.wire()))
    quotes = page.locator(".tree .quote")
    expect(quotes).to_have_count(5)
    seen = set()
    for number in range(5):
        quotes.nth(number).click()
        expect(page.locator(".tree .quote[aria-current]")).to_have_count(1)
        publisher = (
            page.locator(".tree ul li", has=page.locator("[aria-current]")).locator(".bearer > bdi").inner_text()
        )
        expect(page.locator(".masthead .outlet bdi")).to_have_text(publisher)
        span = BOMB[publisher].events[0].trigger
        expect(page.locator(".frozen .chosen").first).to_be_visible()
        assert painted(page) == [(span.start, span.end)], publisher
        assert state(page)["report"] == [BOMB[publisher].document.id]
        seen.add(publisher)
    assert seen == set(BOMB)


def test_the_address_opens_the_same_happening(joins: Watch) -> None:
    page = joins.open(at(page_joins.denial()))
    expect(page.locator(".pane.record .lead")).to_contain_text("exploded")
    expect(page.locator(".tree .quote")).to_have_count(5)
    page.reload()
    expect(page.locator(".tree .quote")).to_have_count(5)
    assert state(page)["event"] == ["e1"]


def test_filters_and_what_one_report_alone_tells(joins: Watch) -> None:
    page = joins.open("?view=happenings&status=denied")
    expect(page.locator(".happening")).to_have_count(1)
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator(".happening")).to_have_count(2)
    page.get_by_label("only what several reports tell").uncheck()
    assert state(page)["several"] == ["0"]


def test_names_that_would_be_markup_stay_words(joins: Watch) -> None:
    page = joins.open(at(page_joins.hostile()))
    expect(page.locator(".tree .quote")).to_have_count(5)
    assert page.locator("main img, main script, main i.W").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 1440
    assert page.locator(".pane.record .scroll").evaluate("e => e.scrollWidth <= e.clientWidth")


def test_j_and_k_step_through_happenings(joins: Watch) -> None:
    page = joins.open("?view=happenings&tab=happening")
    expect(page.locator(".happening")).to_have_count(2)
    page.keyboard.press("j")
    expect(page.locator(".happening").nth(0)).to_have_attribute("aria-current", "true")
    page.keyboard.press("j")
    expect(page.locator(".happening").nth(1)).to_have_attribute("aria-current", "true")
    page.keyboard.press("k")
    expect(page.locator(".happening").nth(0)).to_have_attribute("aria-current", "true")
