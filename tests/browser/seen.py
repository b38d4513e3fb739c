"""What the browser tests look at: painted stretches, the address, counts, contrast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("playwright.sync_api", reason="browser tests skipped: playwright is not installed")
from playwright.sync_api import expect

from onrecord.record import Record, Span, Status

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


def counts(page: Any, **numbers: int) -> None:
    """Waits until the statuses show these numbers of events."""
    told = r"\s*".join(rf"{status}\s*{numbers.get(status, 0)}" for status in get_args(Status))
    expect(page.locator(".statuses")).to_have_text(re.compile(rf"^\s*{told}\s*$"))


def bars(page: Any) -> list[str]:
    return page.locator(".track i").evaluate_all("all => all.map((e) => e.className.replace(/svelte-\\S+/, '').trim())")


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
