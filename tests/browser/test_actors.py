"""Actors across reports: the list, why these are one, and where each report speaks of them."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright.sync_api", reason="browser tests skipped: playwright is not installed")
from playwright.sync_api import expect

from tests import page_joins
from tests.browser.conftest import Watch
from tests.browser.seen import painted, state

WIRE, REPRINT, LATER, DENIAL, HOSTILE = page_joins.records()


def test_an_actor_is_listed_with_its_reports_and_mentions(joins: Watch) -> None:
    page = joins.open("?view=actors")
    mayor = page.locator(".happening", has_text="Oru Tamm")
    expect(mayor).to_contain_text("3 reports")
    mayor.click()
    assert (state(page)["tab"], state(page)["entity"]) == (["actor"], ["n2"])
    members = page.get_by_label("Reports that speak of it").get_by_role("button")
    expect(members).to_have_count(3)
    members.filter(has_text="Oster Post").click()
    expect(page.locator(".masthead .outlet bdi")).to_have_text("Oster Post")
    span = LATER.mentions[1].span
    expect(page.locator(".frozen .chosen").first).to_be_visible()
    assert painted(page) == [(span.start, span.end)]
    page.reload()
    expect(page.locator(".pane.record .lead")).to_have_text("Oru Tamm")
    page.wait_for_selector(".frozen .chosen")
    assert painted(page) == [(span.start, span.end)]


def test_names_are_searched_and_markup_stays_words(joins: Watch) -> None:
    page = joins.open("?view=actors&several=0")
    page.get_by_role("searchbox").fill("script")
    expect(page.locator(".happening")).to_have_count(1)
    page.locator(".happening").click()
    expect(page.locator(".pane.record .lead")).to_have_text("<script>alert(1)</script>")
    page.get_by_role("searchbox").fill("nobody of the kind")
    expect(page.locator(".pane.list")).to_contain_text("No actors pass the filters.")
