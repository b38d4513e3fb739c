"""Happenings: the list, the tree of origins, and every telling led to its exact characters."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="browser tests skipped: playwright is not installed")
from playwright.sync_api import expect

from onrecord.record import Record
from tests import page_joins
from tests.browser.conftest import Watch
from tests.browser.seen import CONTRAST, painted, state

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_of_every_view_stands_out(chromium: Any, market: str, scheme: str) -> None:
    watch = Watch(chromium, market, color_scheme=scheme)
    wire, denial = page_joins.wire().document.id, page_joins.denial().document.id
    for query in (
        f"?report={wire}&event=e2&view=happenings&tab=happening",
        f"?report={wire}&event=e1&view=chronicle&tab=reprints",
        f"?report={wire}&event=e1&view=conflicts&tab=compare&other={denial}",
        f"?report={wire}&event=e1&view=tolls&tab=actor&entity=n2",
    ):
        page = watch.open(query)
        expect(page.locator(".pane.record .joined").first).to_be_visible()
        expect(page.locator(".pane.list .happening").first).to_be_visible()
        # The characters chosen in the text stand on a painted ground that the measure does not see.
        assert page.evaluate(CONTRAST.replace("#app *", ".pane:not(.text) *")) == [], query
    watch.close()


def test_a_phone_goes_from_list_to_happening_to_text(chromium: Any, market: str) -> None:
    watch = Watch(chromium, market, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = watch.page
    page.goto(market + "?view=happenings")
    page.locator(".happening", has_text="exploded").click()
    visible = "[...document.querySelectorAll('.pane')].filter(e => e.offsetHeight > 0).map(e => e.classList[1])"
    expect(page.locator(".tree .quote").first).to_be_visible()
    assert page.evaluate(visible) == ["record"]
    for tab in ("Reprints", "Compare", "Actor", "Happening"):
        page.get_by_role("button", name=tab, exact=True).click()
        expect(page.locator(".pane.record .joined, .pane.record .note").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 390, tab
    page.locator(".tree .quote").nth(1).click()
    assert page.evaluate(visible) == ["text"]
    expect(page.locator(".frozen .chosen").first).to_be_in_viewport()
    watch.close()


def test_the_tree_is_reached_and_opened_by_keyboard(joins: Watch) -> None:
    page = joins.open(at(page_joins.wire()))
    expect(page.locator(".tree .quote")).to_have_count(5)
    page.get_by_role("button", name="Actor", exact=True).focus()
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.tagName + ' ' + document.activeElement.className"))
    assert reached[0].startswith("SUMMARY")
    assert sum(name.startswith("BUTTON quote") for name in reached) >= 5
    page.locator(".tree .quote").nth(2).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".tree .quote").nth(2)).to_have_attribute("aria-current", "true")
