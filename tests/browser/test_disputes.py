"""Conflicts, tolls, reprints, differences and the chronicle: each value led to its exact characters."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="browser tests skipped: playwright is not installed")
from playwright.sync_api import expect

from tests import page_joins
from tests.browser.conftest import Watch, joined
from tests.browser.seen import bars, painted, state

WIRE, REPRINT, LATER, DENIAL, HOSTILE = page_joins.records()


def test_conflicts_stand_quote_beside_quote(joins: Watch) -> None:
    page = joins.open("?view=conflicts")
    rows = page.locator(".happening")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="killed:")).to_contain_text("8 | 3")
    rows.filter(has_text="killed:").click()
    disputes = page.get_by_label("Told differently")
    expect(disputes.locator(".beside > section")).to_have_count(2)
    expect(disputes.locator("h5")).to_have_text(["8", "3"])
    expect(disputes).to_contain_text(re.compile("Oru Tamm in (Vale Wire|Harbour News), 2 Apr 2026"))
    box = page.locator(".pane.record .scroll").bounding_box()
    top = disputes.bounding_box()
    assert box and top and abs(box["y"] - top["y"]) < 3
    assert page.locator(".bar").bounding_box()["y"] == 0  # type: ignore[index]
    disputes.locator("section").nth(1).locator(".quote").click()
    expect(page.locator(".masthead .outlet bdi")).to_have_text("Coast Radio")
    span = DENIAL.events[1].figures[0].span
    expect(page.locator(".frozen .chosen").first).to_be_visible()
    assert painted(page) == [(span.start, span.end)]
    assert state(page)["field"] == ["figure.0"]


def test_a_denial_stands_beside_what_it_denies(joins: Watch) -> None:
    page = joins.open(f"?report={DENIAL.document.id}&event=e1&tab=happening")
    disputes = page.get_by_label("Told differently")
    sides = disputes.locator(".beside > section")
    expect(sides.filter(has_text="denied")).to_have_count(1)
    asserted = sides.filter(has=page.locator("h5", has_text="asserted"))
    expect(asserted).to_contain_text("word for word in")
    expect(asserted.locator(".quote")).to_have_count(3)


def test_every_figure_stands_with_speaker_qualifier_and_report(joins: Watch) -> None:
    page = joins.open("?view=tolls")
    expect(page.locator(".happening")).to_contain_text("killed 3–11 or more")
    page.locator(".happening").click()
    table = page.locator(".tolls")
    expect(table.locator("tbody tr")).to_have_count(4)
    assert sorted(table.locator(".figure").all_inner_texts()) == ["11", "3", "8", "at least 8"]
    table.locator("tr", has_text="Vale Wire").get_by_text("2 reports").click()
    expect(table.locator(".again")).to_contain_text("Harbour News")
    expect(table.locator("tr", has_text="Vale Wire")).to_contain_text("then 11")
    expect(table.locator("tr", has_text="Coast Radio")).not_to_contain_text("then")
    expect(page.locator(".derived dt")).to_have_text(["ACLED's rule", "UCDP's rule"])
    table.locator("tr", has_text="Oster Post").locator(".figure").click()
    expect(page.locator(".masthead .outlet bdi")).to_have_text("Oster Post")
    span = LATER.events[1].figures[0].span
    expect(page.locator(".frozen .chosen").first).to_be_visible()
    assert painted(page) == [(span.start, span.end)]


def test_reprints_hang_below_their_origin(joins: Watch) -> None:
    page = joins.open("?view=reprints")
    expect(page.locator(".happening")).to_have_count(1)
    expect(page.locator(".happening")).to_contain_text("in Harbour News 93 %")
    page.locator(".happening").click()
    assert state(page)["tab"] == ["reprints"]
    copy = page.locator(".family ul li")
    expect(copy).to_contain_text("of its five-word passages stand in the other report")
    expect(page.get_by_label("Reports of the same happenings")).to_contain_text("2 happenings in both")
    copy.get_by_role("button", name="compare").click()
    assert (state(page)["tab"], state(page)["other"]) == (["compare"], [REPRINT.document.id])


def test_two_reports_field_by_field(joins: Watch) -> None:
    page = joins.open(f"?tab=compare&one={WIRE.document.id}&other={DENIAL.document.id}")
    expect(page.locator(".masthead .outlet bdi")).to_have_text("Vale Wire")
    bomb = page.locator(".pane.record section", has=page.locator("h3", has_text="exploded"))
    status = bomb.locator("tr", has=page.get_by_role("rowheader", name="Status"))
    expect(status.locator("td")).to_have_text(["asserted", "denied"])
    toll = page.locator(".pane.record section", has=page.locator("h3", has_text="killing"))
    figures = toll.locator("tr", has=page.get_by_role("rowheader", name="Figures"))
    expect(figures.locator("td")).to_have_text(["8 killed", "3 killed"])
    figures.locator("td button").nth(1).click()
    expect(page.locator(".masthead .outlet bdi")).to_have_text("Coast Radio")
    span = DENIAL.events[1].figures[0].span
    expect(page.locator(".frozen .chosen").first).to_be_visible()
    assert painted(page) == [(span.start, span.end)]
    page.get_by_role("button", name="swap").click()
    expect(status.locator("td")).to_have_text(["denied", "asserted"])
    page.get_by_role("button", name="another report").click()
    expect(page.get_by_label("With which report").get_by_role("button")).to_have_count(4)


def test_what_is_listed_can_be_taken_along(joins: Watch) -> None:
    page = joins.open("?view=conflicts&kind=ASSAULT")
    expect(page.locator(".happening")).to_have_count(2)
    with page.expect_download() as taken:
        page.get_by_role("link", name="JSON").click()
    assert taken.value.suggested_filename == "onrecord-conflicts.jsonl"
    lines = Path(taken.value.path()).read_text("utf-8").splitlines()
    assert {json.loads(line)["field"] for line in lines} == {"status", "figures"}
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    assert taken.value.suggested_filename == "onrecord-conflicts.csv"


def test_the_chronicle_shows_days_origins_and_disputes(joins: Watch) -> None:
    page = joins.open("?view=chronicle")
    expect(page.locator(".happening")).to_have_count(2)
    bomb = page.locator(".happening").first
    expect(bomb).to_contain_text("1 Apr 2026")
    expect(bomb).to_contain_text("disputed: whether")
    expect(page.locator(".track i")).to_have_count(2)
    assert bars(page) == ["dot asserted", "bar asserted before"]
    page.get_by_role("button", name="Dates", exact=True).click()
    page.get_by_label("happened since").fill("2026-04-01")
    page.get_by_role("button", name="Place", exact=True).click()
    page.get_by_label("Kore").check()
    expect(page.locator(".happening")).to_have_count(2)
    page.get_by_role("button", name="Dates", exact=True).click()
    page.get_by_label("happened since").fill("2026-04-02")
    expect(page.locator(".happening")).to_have_count(1)
    assert state(page)["view"] == ["chronicle"]


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("conflicts", "No two tellings in this ledger exclude one another."),
        ("reprints", "No report of this ledger carries another one's words."),
    ],
)
def test_nothing_to_join_is_told(desk: Watch, view: str, words: str) -> None:
    joined(desk.address)
    page = desk.open(f"?view={view}")
    expect(page.locator(".pane.list")).to_contain_text(words)


@pytest.mark.parametrize("view", ["happenings", "chronicle", "conflicts", "tolls", "reprints"])
def test_filters_that_nothing_passes(joins: Watch, view: str) -> None:
    page = joins.page
    page.goto(joins.address + f"?view={view}&kind=CONSULT")
    expect(page.locator(".pane.list")).to_contain_text(re.compile("No [a-z]+ pass the filters"))
