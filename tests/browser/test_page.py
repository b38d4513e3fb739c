"""The page as a whole: its address, keyboard, panes, phone, contrast."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="browser tests skipped: playwright is not installed")
from playwright.sync_api import expect

from tests import page_reports
from tests.browser.conftest import Watch
from tests.browser.seen import CONTRAST, painted, port, state


def test_the_address_restores_the_page(desk: Watch) -> None:
    page = desk.open()
    port(page)
    page.get_by_role("button", name=re.compile("^possible [0-9]")).click()
    expect(page.locator(".within button")).to_have_count(1)
    page.locator(".within button").click()
    page.locator('[data-field="actor.0"] .chip').click()
    before, lit = state(page), painted(page)
    assert lit
    page.reload()
    page.wait_for_selector(".frozen .chosen")
    assert state(page) == before
    assert painted(page) == lit
    assert page.locator(".statuses [aria-pressed=true]").inner_text().split()[0] == "possible"
    expect(page.locator(".report")).to_have_count(1)


def test_what_an_address_cannot_mean_is_passed_over(desk: Watch) -> None:
    page = desk.open(
        "?colour=red&status=maybe&kind=WAR&since=2026-02-31&layers=events.nothing&event=e99&field=x.7&view=3d"
    )
    expect(page.locator(".report")).to_have_count(3)
    assert set(state(page)) <= {"report", "event", "layers"}


@pytest.mark.parametrize("given", [page_reports.port().document.id[:8], "port.txt"])
def test_a_report_may_be_named_in_short(desk: Watch, given: str) -> None:
    page = desk.open(f"?report={given}&event=e2")
    expect(page.locator(".within [aria-current]")).to_have_text(re.compile("rescued"))
    assert state(page)["report"] == [page_reports.port().document.id]


def test_a_report_that_is_not_there_is_told(desk: Watch) -> None:
    page = desk.page
    page.goto(desk.address + "?report=ffffffff")
    expect(page.get_by_role("alert")).to_contain_text("no report ffffffff")
    desk.complaints.clear()  # the browser itself writes down the 404


def test_by_keyboard_alone(desk: Watch) -> None:
    page = desk.open()
    expect(page.locator(".report")).to_have_count(3)
    first = state(page)["report"]
    page.keyboard.press("j")
    expect(page.locator(".masthead h2")).to_have_text("Talks planned in Oster")
    assert state(page)["report"] != first
    assert state(page)["event"] == ["e1"]
    page.keyboard.press("j")
    assert state(page)["event"] == ["e2"]
    page.keyboard.press("k")
    page.keyboard.press("n")
    assert state(page)["field"] == ["actor.0"]
    span = page_reports.talks().events[0].arguments[0].span
    assert span and painted(page) == [(span.start, span.end)]
    page.keyboard.press("n")
    assert state(page)["field"] == ["what"]
    page.keyboard.press("p")
    page.keyboard.press("p")
    assert state(page)["field"] == ["source.0"]
    page.keyboard.press("Escape")
    assert "field" not in state(page)
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    page.keyboard.press("/")
    page.keyboard.type("sailors j")
    assert page.get_by_role("searchbox").input_value() == "sailors j"


def test_tab_reaches_everything_in_the_order_of_the_page(desk: Watch) -> None:
    page = desk.open(f"?report={page_reports.denial().document.id}")
    reached: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("""() => {
          const e = document.activeElement;
          if (e === document.body) return 'the end'; const ring = getComputedStyle(e);
          const seen = ring.outlineStyle !== 'none' || e.id === 'search' || e.classList.contains('splitter');
          return (seen ? '' : 'NO RING ') + (e.closest('section.pane')?.className ?? e.closest('header.bar')?.className ?? e.className);
        }""")
        )
    panes = [name for i, name in enumerate(reached) if i == 0 or reached[i - 1] != name]
    assert not any("NO RING" in name for name in panes)
    wanted = ["pane list", "splitter", "pane record", "splitter", "pane text"]
    order = [name for name in panes if name in wanted]
    assert order[:5] == wanted


def test_panes_can_be_resized_by_keyboard(desk: Watch) -> None:
    page = desk.open()
    before = page.locator(".pane.list").evaluate("e => e.offsetWidth")
    page.get_by_role("separator", name="Width of the list").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".pane.list").evaluate("e => e.offsetWidth") == before + 24


def test_a_phone_shows_one_pane_at_a_time(phone: Watch) -> None:
    page = phone.page
    page.goto(phone.address + f"?report={page_reports.port().document.id}")
    page.wait_for_selector(".within button")
    visible = "[...document.querySelectorAll('.pane')].filter(e => e.offsetHeight > 0).map(e => e.classList[1])"
    assert page.evaluate(visible) == ["list"]
    page.locator(".within li:nth-child(2) button").click()
    assert page.evaluate(visible) == ["record"]
    page.locator('[data-field="actor.0"] .chip').click()
    assert page.evaluate(visible) == ["text"]
    expect(page.locator(".chosen").first).to_be_in_viewport()
    box = page.locator(".chosen").first.bounding_box()
    assert box and 0 < box["y"] < 844
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.reload()
    page.wait_for_selector(".frozen .chosen")
    assert page.evaluate(visible) == ["text"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(chromium: Any, address: str, scheme: str) -> None:
    watch = Watch(chromium, address, color_scheme=scheme)
    page = watch.open(f"?report={page_reports.port().document.id}&event=e3&status=denied&status=possible")
    page.get_by_role("button", name="Kind").click()
    assert page.evaluate(CONTRAST) == []
    page.get_by_role("button", name=re.compile("^Events")).click()
    page.get_by_role("button", name="Who said what").click()
    assert page.evaluate(CONTRAST) == []
    watch.close()
