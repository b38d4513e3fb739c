"""The page in a real browser: evidence to the character, both ways; filters; address; keyboard; nothing leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("playwright.sync_api", reason="browser tests skipped: playwright is not installed")
from playwright.sync_api import expect

from onrecord.ledger import Ledger
from onrecord.record import Record, Span, Status
from tests import page_reports
from tests.browser.conftest import Watch, serving

# The stretches of the text that carry a class, in code points, as the text itself is drawn.
PAINTED = """(name) => {
  const found = [];
  let offset = 0;
  for (const run of document.querySelectorAll('.frozen p > span')) {
    const length = [...run.textContent].length;
    if (run.classList.contains(name)) {
      const last = found.at(-1);
      if (last && last[1] === offset) last[1] += length; else found.push([offset, offset + length]);
    }
    offset += length;
  }
  return found;
}"""


def painted(page: Any, name: str = "chosen") -> list[tuple[int, int]]:
    return [tuple(stretch) for stretch in page.evaluate(PAINTED, name)]


def joined(spans: list[Span]) -> list[tuple[int, int]]:
    """Spans as stretches: sorted, and one where they touch or overlap."""
    found: list[tuple[int, int]] = []
    for span in sorted(spans):
        if found and span.start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], span.end))
        else:
            found.append((span.start, span.end))
    return found


def evidence(record: Record) -> Iterator[tuple[str, str, list[Span]]]:
    """For every event, every field and the spans that it must show; written from the record, not from the page."""
    names = {m.entity: m for m in record.mentions if m.form == "name"}
    for event in record.events:
        yield event.id, "what", [event.trigger]
        counts: dict[str, int] = {}
        for argument in event.arguments:
            nth = counts[argument.role] = counts.get(argument.role, -1) + 1
            spans = [argument.span] if argument.span else []
            entity = next((e for e in record.entities if e.id == argument.entity), None)
            told = argument.span.quote.lower() if argument.span else ""
            if entity and entity.name.lower() not in told and entity.id in names:
                spans.append(names[entity.id].span)
            yield event.id, f"{argument.role}.{nth}", spans
        yield from ((event.id, f"figure.{i}", [figure.span]) for i, figure in enumerate(event.figures))
        if event.status_cue:
            yield event.id, "status", [event.status_cue]
        yield from ((event.id, "place", [p.span]) for p in record.places if p.id == event.place)
        yield from ((event.id, "time", [t.span]) for t in record.times if t.id == event.time)
        for i, said in enumerate(event.according_to):
            a = next(a for a in record.attributions if a.id == said)
            spans = [s for s in (a.source_span, a.cue, a.medium, *a.content) if s]
            yield event.id, f"source.{i}", spans


def state(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def port(page: Any) -> None:
    page.get_by_role("button", name="Fire at Melk Harbour").click()
    page.wait_for_selector("h2:has-text('Fire at Melk Harbour')")


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


def counts(page: Any, **numbers: int) -> None:
    """Waits until the statuses show these numbers of events."""
    told = r"\s*".join(rf"{status}\s*{numbers.get(status, 0)}" for status in get_args(Status))
    expect(page.locator(".statuses")).to_have_text(re.compile(rf"^\s*{told}\s*$"))


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


def test_the_strip_tells_all_that_stands_under_a_click(desk: Watch) -> None:
    page = desk.open(f"?report={page_reports.port().document.id}&event=e5")
    page.locator(".frozen p > span", has_text=re.compile("^ordering$")).click()
    strip = page.get_by_label("What stands here")
    assert strip.locator("bdi").all_inner_texts() == ["event “ordering”", "said by governor", "said by Ada Wren"]
    strip.get_by_role("button", name="said by Ada Wren").click()
    assert state(page)["field"] == ["source.1"]


def test_dates(desk: Watch) -> None:
    page = desk.open("?view=events")
    page.get_by_role("button", name="Dates").click()
    page.get_by_label("happened since").fill("2026-03-09")
    expect(page.locator(".event")).to_have_count(1)
    expect(page.locator(".pane.list")).to_contain_text("without a known day are left out")


def bars(page: Any) -> list[str]:
    return page.locator(".track i").evaluate_all("all => all.map((e) => e.className.replace(/svelte-\\S+/, '').trim())")


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


CONTRAST = """() => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const under = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = rgba(getComputedStyle(e).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const element of document.querySelectorAll('#app *')) {
    if (![...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) || !element.offsetParent) continue;
    const [a, b] = [light(rgba(getComputedStyle(element).color)), light(under(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${element.className} ${element.textContent.trim().slice(0, 30)}`);
  }
  return poor;
}"""


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


def test_hostile_and_foreign_reports(chromium: Any, tmp_path: Path) -> None:
    path = tmp_path / "hostile.sqlite"
    with Ledger.open(path, write=True) as ledger:
        list(ledger.add([page_reports.hostile(), page_reports.foreign()]))
    for address in serving(path):
        watch = Watch(chromium, address)
        page = watch.open("?report=" + "e" * 64)
        assert page.locator(".frozen").evaluate("e => e.textContent") == page_reports.hostile().document.text
        assert page.locator("article a, main img, main script, main b:not(.lead b)").count() == 0
        page.locator('[data-field="recipient.0"] .chip').click()
        span = page_reports.hostile().events[0].arguments[1].span
        assert span and painted(page) == [(span.start, span.end)]
        assert page.evaluate("document.documentElement.scrollWidth") == 1440
        assert page.locator(".pane.record .scroll").evaluate("e => e.scrollWidth <= e.clientWidth")
        page.get_by_role("button", name=re.compile("fremd")).click()
        expect(page.locator(".pane.record")).to_contain_text("not in English but in 'de'")
        expect(page.locator(".frozen")).to_have_text("Die Armee hat das Lager geräumt.")
        watch.close()
