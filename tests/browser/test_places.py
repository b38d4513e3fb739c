"""The page as a place one moves in: Back, links on a phone, small and enlarged screens, paper."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="browser tests skipped: playwright is not installed")
from playwright.sync_api import expect

from tests import page_reports
from tests.browser.conftest import Watch
from tests.browser.seen import port, state


def test_back_returns_to_the_place_before(desk: Watch) -> None:
    page = desk.open()
    first = state(page)["report"]
    port(page)
    page.locator(".views").get_by_role("button", name="Events", exact=False).first.click()
    assert state(page)["view"] == ["events"]
    page.go_back()
    assert "view" not in state(page)
    page.wait_for_selector("h2:has-text('Fire at Melk Harbour')")
    page.go_back()
    expect(page.locator(f".masthead code[title='{first[0]}']")).to_be_visible()
    assert state(page)["report"] == first
    page.go_forward()
    page.wait_for_selector("h2:has-text('Fire at Melk Harbour')")


def test_one_click_is_one_step_back(joins: Watch) -> None:
    page = joins.open("?view=happenings&several=0")
    expect(page.locator(".happening").first).to_be_visible()
    before, steps = page.url, page.evaluate("history.length")
    page.locator(".happening").last.click()
    page.wait_for_selector(".happening[aria-current]")
    page.wait_for_timeout(300)
    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    page.wait_for_timeout(300)
    assert page.url == before


def test_steps_by_key_leave_no_trail(desk: Watch) -> None:
    page = desk.open("?view=events")
    expect(page.locator(".rows [aria-current]")).to_have_count(1)
    before = page.evaluate("history.length")
    for _ in range(6):
        page.keyboard.press("j")
    page.wait_for_timeout(500)
    assert page.evaluate("history.length") == before


def test_the_first_of_the_list_is_opened(desk: Watch) -> None:
    page = desk.open("?view=events")
    assert page.locator(".rows").evaluate("e => e.scrollTop") == 0
    expect(page.locator(".rows li").first.locator("[aria-current]")).to_have_count(1)


def test_what_could_not_be_opened_is_not_waited_for(desk: Watch) -> None:
    page = desk.page
    page.goto(desk.address + "?report=ffffffff")
    expect(page.locator(".pane.record .note")).to_contain_text("could not be opened")
    desk.complaints.clear()


def test_a_link_to_an_event_shows_its_record_on_a_phone(phone: Watch) -> None:
    report = page_reports.port().document.id
    page = phone.page
    page.goto(f"{phone.address}?report={report}&event=e2")
    expect(page.locator(".pane.record h2.lead")).to_be_visible()
    page.get_by_role("button", name="List", exact=True).click()
    assert state(page)["pane"] == ["list"]
    page.go_back()
    expect(page.locator(".pane.record h2.lead")).to_be_visible()


def test_filters_leave_a_phone_room_for_the_list(phone: Watch) -> None:
    page = phone.page
    page.goto(phone.address)
    expect(page.locator(".report").first).to_be_visible()
    expect(page.locator(".statuses")).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("button", name=re.compile("^possible [0-9]")).click()
    page.get_by_role("button", name="Filters").click()
    expect(page.locator(".active")).to_be_visible()
    expect(page.locator(".report")).to_have_count(1)


@pytest.mark.parametrize(("times", "width", "height"), [(2, 720, 450), (4, 320, 256)])
def test_an_enlarged_page_can_be_read(chromium: Any, address: str, times: int, width: int, height: int) -> None:
    watch = Watch(chromium, address, viewport={"width": width, "height": height}, device_scale_factor=times)
    page = watch.page
    page.goto(watch.address)
    expect(page.locator(".report").first).to_be_visible()
    page.locator(".within button").last.scroll_into_view_if_needed()
    page.locator(".within button").last.click()
    expect(page.locator(".pane.record h2.lead")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    watch.close()


def test_paper_holds_the_whole_record_and_the_whole_text(desk: Watch) -> None:
    page = desk.open(f"?report={page_reports.port().document.id}&event=e2")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 500})
    expect(page.locator(".pane.list")).to_be_hidden()
    expect(page.locator(".tabs")).to_be_hidden()
    for part in (".pane.record dl.form", ".pane.text .frozen"):
        expect(page.locator(part)).to_be_visible()
    cut = "all => all.filter((e) => e.scrollHeight > e.clientHeight + 1 && getComputedStyle(e).overflowY !== 'visible').length"
    assert page.locator(".pane, .scroll, .panes").evaluate_all(cut) == 0
    below = page.locator(".frozen p").last.evaluate("e => e.getBoundingClientRect().bottom")
    assert page.evaluate("document.documentElement.scrollHeight") >= below


def test_one_key_leads_past_the_filters(desk: Watch) -> None:
    page = desk.open()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("To the list")
    page.keyboard.press("Enter")
    expect(page.locator(".within [aria-current]")).to_be_focused()
    page.get_by_role("button", name="To the text").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pane.text .scroll")).to_be_focused()
