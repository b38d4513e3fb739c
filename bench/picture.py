"""The pictures of the page: python -m bench.picture [-o docs/img] [--only NAME...]

`page` is made from the example reports, `happening` and `conflicts` from thirteen invented reports of one attack
(bench/crisis.jsonl). Needs a chromium (found by its usual names, or ONRECORD_BROWSER) and the built page (make web).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.demo import SHOWN
from onrecord.ingest.gather import gather
from onrecord.ledger import EventRow, Filters, Ledger

ROOT = Path(__file__).resolve().parent.parent
SIZE = {"width": 1440, "height": 900}
CODE = "from onrecord.server import serve; serve({!r}, port=0, ready=lambda a: print(a, flush=True))"


@dataclass(frozen=True, slots=True)
class Picture:
    """A view (`words`: what its row in the list says) of the reports at a path."""

    name: str
    reports: str
    view: str | None = None
    words: str = ""


PICTURES = (
    Picture("page", "examples"),
    Picture("happening", "bench/crisis.jsonl", "happenings", "attacked cattle market"),
    Picture("conflicts", "bench/crisis.jsonl", "conflicts", "fired traders"),
)


def told(row: EventRow) -> int:
    """How much of the form an event fills: the picture shows a denial if there is one, and what tells most."""
    event = row.event
    roles = {party.role for party in event.parties}
    filled = len(roles) + len(event.figures) + bool(event.place) + bool(event.time) + len({s.name for s in event.chain})
    return filled + 10 * (event.status == "denied" and {"actor", "recipient"} <= roles)


def fill(path: Path, reports: str) -> None:
    with Ledger.open(path, write=True) as ledger:
        for added in ledger.add_sources(gather([str(ROOT / reports)])):
            if added.state == "failed":
                raise SystemExit(f"{added.name}: {added.reason}")


def address(path: Path, picture: Picture) -> str:
    if picture.view:
        return "?" + urlencode({"view": picture.view, "tab": "happening"})
    with Ledger.open(path) as ledger:
        shown = ledger.find(SHOWN).id
        row = max(ledger.events(Filters(report=(shown,)), limit=None).rows, key=told)
    return "?" + urlencode({"report": row.report.id, "event": row.event.id, "field": "what"})


def shoot(page: Any, at: str, picture: Picture, out: Path) -> None:
    page.goto(at)
    if picture.view:
        page.locator(".happening", has_text=picture.words).first.click(timeout=60_000)
        words = picture.words.split()[-1]  # the panel shows the happening before until the new one has come
        page.locator("h2", has_text=words).first.wait_for()
        page.wait_for_selector(".tree .quote")
    else:
        page.wait_for_selector(".frozen .chosen")
    page.wait_for_load_state("networkidle")
    out.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(out))
    print(out)


def serve(ledger: Path, pictures: list[Picture], out: Path) -> None:
    from playwright.sync_api import sync_playwright

    browser = os.environ.get("ONRECORD_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    with (
        subprocess.Popen(
            [sys.executable, "-c", CODE.format(str(ledger))], stdout=subprocess.PIPE, text=True
        ) as serving,
        sync_playwright() as playwright,
    ):
        try:
            at = serving.stdout.readline().strip() if serving.stdout else ""
            chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
            for picture in pictures:
                page = chromium.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
                shoot(page, at + address(ledger, picture), picture, out / f"{picture.name}.png")
            chromium.close()
        finally:
            serving.terminate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", dest="out", type=Path, default=ROOT / "docs" / "img")
    parser.add_argument("--only", nargs="*", choices=[p.name for p in PICTURES], default=[p.name for p in PICTURES])
    arguments = parser.parse_args()
    wanted = [p for p in PICTURES if p.name in arguments.only]
    with tempfile.TemporaryDirectory() as folder:
        for reports in dict.fromkeys(p.reports for p in wanted):
            ledger = Path(folder) / f"{Path(reports).stem}.sqlite"
            fill(ledger, reports)
            serve(ledger, [p for p in wanted if p.reports == reports], arguments.out)


if __name__ == "__main__":
    main()
