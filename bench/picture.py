"""The README's picture of the page, from the example reports: python -m bench.picture [-o docs/img/page.png]

Needs a chromium (found by its usual names, or ONRECORD_BROWSER) and the built page (make web).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from bench.demo import SHOWN
from onrecord.ingest.gather import gather
from onrecord.ledger import EventRow, Filters, Ledger

ROOT = Path(__file__).resolve().parent.parent
SIZE = {"width": 1440, "height": 900}


def told(row: EventRow) -> int:
    """How much of the form an event fills: the picture shows a denial if there is one, and what tells most."""
    event = row.event
    roles = {party.role for party in event.parties}
    filled = len(roles) + len(event.figures) + bool(event.place) + bool(event.time) + len({s.name for s in event.chain})
    return filled + 10 * (event.status == "denied" and {"actor", "recipient"} <= roles)


def fill(path: Path) -> str:
    """Reads the examples into a ledger; the address of the view to show."""
    with Ledger.open(path, write=True) as ledger:
        for added in ledger.add_sources(gather([str(ROOT / "examples")])):
            if added.state == "failed":
                raise SystemExit(f"{added.name}: {added.reason}")
        shown = ledger.find(SHOWN).id
        row = max(ledger.events(Filters(report=(shown,)), limit=None).rows, key=told)
    return "?" + urlencode({"report": row.report.id, "event": row.event.id, "field": "what"})


def shoot(address: str, out: Path) -> None:
    from playwright.sync_api import sync_playwright

    browser = os.environ.get("ONRECORD_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        page.goto(address)
        page.wait_for_selector(".frozen .chosen")
        page.wait_for_load_state("networkidle")
        out.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(out))
        chromium.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", dest="out", type=Path, default=ROOT / "docs" / "img" / "page.png")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "examples.sqlite"
        view = fill(ledger)
        code = (
            f"from onrecord.server import serve; serve({str(ledger)!r}, port=0, ready=lambda a: print(a, flush=True))"
        )
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as serving:
            try:
                shoot((serving.stdout.readline().strip() if serving.stdout else "") + view, arguments.out)
            finally:
                serving.terminate()
    print(arguments.out)


if __name__ == "__main__":
    main()
