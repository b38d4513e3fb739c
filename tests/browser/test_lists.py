"""Reports, events and the timeline: filters, counts, dates, long lists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="browser tests skipped: playwright is not installed")
from playwright.sync_api import expect

from onrecord.ledger import Ledger
from tests import page_reports
from tests.browser.conftest import Watch, joined, serving
from tests.browser.seen import bars, counts, state


def test_counts_follow_the_filters(desk: Watch) -> None:
    page = desk.open()
    counts(page, asserted=3, denied=2, planned=1, possible=1, hypothetical=1)
    page.get_by_role("button", name="Kind", exact=True).click()
    page.keyboard.press("Escape")
    assert page.locator(".panel").count() == 0
    page.get_by_role("button", name="Who", exact=True).click()
    page.get_by_label("Northern League").check()
    page.wait_for_selector(".views .count:text-is('2')")
    counts(page, planned=1, possible=1)
    assert state(page)["actor"] == ["=Northern League"]
    page.get_by_role("button", name=re.compile("^possible [0-9]")).click()
    page.wait_for_selector(".views .count:text-is('1')")
    expect(page.locator(".report .title")).to_have_text(["Fire at Melk Harbour"])
    page.get_by_role("button", name="Clear all").click()
    page.wait_for_selector(".views .count:text-is('8')")
    expect(page.locator(".report")).to_have_count(3)


def test_search_and_the_list_of_events(desk: Watch) -> None:
    page = desk.open()
    page.get_by_role("button", name=re.compile("^Events")).click()
    page.get_by_role("searchbox").fill("pier")
    expect(page.locator(".event")).to_have_count(1)
    page.locator(".event").click()
    expect(page.locator(".lead")).to_contain_text("Northern League shelled the pier")
    page.get_by_role("searchbox").fill("nothing of the kind")
    page.wait_for_selector("text=No events pass the filters.")


def test_what_is_listed_can_be_taken_along(desk: Watch) -> None:
    page = desk.open("?status=denied")
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    lines = Path(taken.value.path()).read_text("utf-8").splitlines()
    assert len(lines) == 3 and "denied" in lines[1]


def test_dates(desk: Watch) -> None:
    page = desk.open("?view=events")
    page.get_by_role("button", name="Dates").click()
    page.get_by_label("happened since").fill("2026-03-09")
    expect(page.locator(".event")).to_have_count(1)
    expect(page.locator(".pane.list")).to_contain_text("without a known day are left out")


def test_the_timeline_shows_what_is_known_of_the_time(desk: Watch) -> None:
    page = desk.open(f"?view=timeline&report={page_reports.port().document.id}&event=e1")
    expect(page.locator(".moment")).to_have_count(8)
    expect(page.locator(".track i")).to_have_count(3)
    assert bars(page) == ["dot asserted", "dot possible", "dot planned"]
    assert page.locator(".moment").last.inner_text().count("no known day") == 1
    page.keyboard.press("j")
    assert state(page)["event"] == ["e4"]


def test_drawing_over_the_timeline_chooses_dates(desk: Watch) -> None:
    page = desk.open("?view=timeline")
    box = page.locator(".bins").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + 10)
    page.mouse.up()
    expect(page.locator(".moment")).to_have_count(1)
    assert state(page)["since"] > ["2026-03-04"]
    page.get_by_role("button", name="all dates").click()
    expect(page.locator(".moment")).to_have_count(8)


def test_a_long_list_draws_only_what_is_in_sight(chromium: Any, tmp_path: Path) -> None:
    path = tmp_path / "many.sqlite"
    with Ledger.open(path, write=True) as ledger:
        list(ledger.add(page_reports.many(1000)))
    for address in serving(path):
        watch = Watch(chromium, address)
        page = watch.open()
        assert page.locator(".report").count() < 40
        page.locator(".rows").evaluate("e => e.scrollTop = e.scrollHeight")
        page.wait_for_selector("text=Report number 0")
        assert page.locator(".report").count() < 40
        watch.close()


def test_older_versions_are_said_to_be_left_out_and_stand_beside_the_newest(chromium: Any, tmp_path: Path) -> None:
    path = tmp_path / "versions.sqlite"
    with Ledger.open(path, write=True) as ledger:
        list(ledger.add([page_reports.version(1), page_reports.version(2)]))
    for address in serving(path):
        joined(address)
        watch = Watch(chromium, address)
        page = watch.open("?tab=versions")
        expect(page.locator(".report")).to_have_count(1)
        expect(page.locator(".pane.list")).to_contain_text("An older version of a report is left out")
        page.get_by_role("button", name="show all versions").click()
        expect(page.locator(".report")).to_have_count(2)
        assert "versions=all" in page.url
        page.get_by_role("button", name="Leave older versions out").click()
        expect(page.locator(".report")).to_have_count(1)
        versions = page.get_by_label("Versions")
        expect(versions).to_contain_text("version 1 of 2")
        page.get_by_role("button", name="version 2 of 2", exact=True).click()
        assert "tab=versions" in page.url
        versions.get_by_role("button", name="what changed from version 1").click()
        expect(page.locator(".changes td")).to_have_text(["3 killed", "5 killed"])
        watch.close()
