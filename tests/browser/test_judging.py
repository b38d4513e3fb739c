"""A person's word on joins, from the page: kept with name and reason, followed, shown, never deleted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="browser tests skipped: playwright is not installed")
from playwright.sync_api import expect

from onrecord.ledger import Ledger
from tests import page_joins
from tests.browser.conftest import Watch, joined, serving
from tests.browser.seen import CONTRAST

WIRE, REPRINT, LATER, DENIAL, HOSTILE = page_joins.records()


@pytest.fixture(scope="module")
def judged(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server of its own, as these tests write; each judges other things."""
    path = page_joins.fill(tmp_path_factory.mktemp("judged") / "judged.sqlite")
    for address in serving(path):
        joined(address)
        yield address, path


@pytest.fixture
def judging(chromium: Any, judged: tuple[str, Path]) -> Iterator[tuple[Watch, Path]]:
    watch = Watch(chromium, judged[0])
    yield watch, judged[1]
    watch.close()


def test_splitting_joining_and_taking_back(judging: tuple[Watch, Path]) -> None:
    watch, path = judging
    page = watch.open(f"?report={DENIAL.document.id}&event=e1&tab=happening")
    expect(page.locator(".tree .quote")).to_have_count(5)
    page.keyboard.press("u")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("blockquote").first).to_contain_text("a gas bottle burst")
    keep = dialog.get_by_role("button", name="Keep")
    expect(keep).to_be_disabled()
    dialog.get_by_label("and this").select_option(label="exploded, Vale Wire, 2 Apr 2026")
    dialog.get_by_label("Why").fill("<b>gas</b>, the army says")
    dialog.get_by_label("Your name").fill("R. Lane")
    keep.click()
    expect(dialog).to_have_count(0)
    expect(page.locator(".tree .quote")).to_have_count(1)
    said = page.locator(".said li").first
    expect(said).to_contain_text("are not the same")
    expect(said).to_contain_text("R. Lane")
    expect(said.locator("q")).to_contain_text("<b>gas</b>, the army says")
    expect(page.locator(".said .past")).to_contain_text("A newer judgement of these two holds.")

    page.get_by_role("button", name="Join with another…").click()
    dialog.get_by_label("Search for the other").fill("carried OR stalls")
    dialog.get_by_label("Search for the other").fill("stalls")
    expect(dialog.get_by_label("Found").locator("option")).not_to_have_count(0)
    dialog.get_by_label("Found").select_option(index=0)
    dialog.get_by_label("Why").fill("the same day")
    assert dialog.get_by_label("Your name").input_value() == "R. Lane"
    assert page.evaluate(CONTRAST) == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    with Ledger.open(path) as ledger:
        mine = [j for j in ledger.judgements() if j.author == "R. Lane" and j.kind == "same_event"]
        assert [(j.verdict, j.reason) for j in mine] == [("different", "<b>gas</b>, the army says")]


def test_a_reprint_that_is_none(judging: tuple[Watch, Path]) -> None:
    watch, path = judging
    page = watch.open(f"?report={REPRINT.document.id}&tab=reprints")
    page.get_by_role("button", name="not so…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why").fill("both took it from the town's own words")
    dialog.get_by_label("Your name").fill("R. Lane")
    dialog.get_by_role("button", name="Keep").click()
    expect(page.get_by_label("Reprints", exact=True)).to_contain_text("No other report carries the words of this one")
    expect(page.locator(".said li")).to_contain_text("neither reprints the other")
    with Ledger.open(path) as ledger:
        assert [j.kind for j in ledger.judgements()][-1] == "reprint"


def test_what_the_server_refuses_is_told(judging: tuple[Watch, Path]) -> None:
    watch, _ = judging
    page = watch.open(f"?report={LATER.document.id}&event=e2&tab=happening")
    page.route("**/api/token", lambda route: route.fulfill(json={"token": "of an earlier run", "why": None}))
    page.get_by_role("button", name="Split one off…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why").fill("x")
    dialog.get_by_label("Your name").fill("y")
    dialog.get_by_role("button", name="Keep").click()
    expect(dialog.get_by_role("alert")).to_contain_text("load it anew")
    watch.complaints.clear()  # the browser itself writes down the 403
