"""A real browser on the real server. Skipped, with the reason, where there is no browser or the page is not built."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.server import files
from tests import page_joins, page_reports

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# Without a sandbox: the tests also run as root in a container, where there is none to be had.
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")


def _browser() -> str | None:
    given = os.environ.get("ONRECORD_BROWSER")
    return given or next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="browser tests skipped: playwright is not installed")
    path = _browser()
    if path is None:
        pytest.skip("browser tests skipped: no chromium found (apt-get install chromium, or set ONRECORD_BROWSER)")
    if not (files.FOLDER / "index.html").is_file():
        pytest.skip("browser tests skipped: the page is not built (make web)")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own process over the three invented reports."""
    yield from serving(page_reports.fill(tmp_path_factory.mktemp("page") / "three.sqlite"))


@pytest.fixture(scope="session")
def market(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the five reports of one bomb."""
    for address in serving(page_joins.fill(tmp_path_factory.mktemp("market") / "market.sqlite")):
        joined(address)
        yield address


def joined(address: str) -> None:
    """Waits for the joins: where the machine is busy, the table of words alone takes some seconds to load."""
    for _ in range(40):
        with urllib.request.urlopen(f"{address}api/joins") as answer:
            if json.load(answer)["state"] == "ready":
                return
        time.sleep(0.5)


def serving(ledger: Path) -> Iterator[str]:
    code = f"from onrecord.server import serve; serve({str(ledger)!r}, port=0, ready=lambda a: print(a, flush=True))"
    running = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    if running.stdout is None:
        raise RuntimeError("no output to read the address from")
    try:
        yield running.stdout.readline().strip()
    finally:
        running.terminate()
        running.wait(10)
        running.stdout.close()


class Watch:
    """A tab in which every request and every complaint of the browser is written down."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        self.address = address
        self.context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._console)
        self.page.set_default_timeout(8000)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def open(self, query: str = "") -> Any:
        self.page.goto(self.address + query)
        self.page.wait_for_selector(".frozen p")
        return self.page

    def close(self) -> None:
        self.context.close()
        strangers = [url for url in self.requests if not url.startswith(self.address)]
        if strangers:
            raise AssertionError(f"requests left the machine: {strangers}")
        if self.complaints:
            raise AssertionError(f"the browser complained: {self.complaints}")


@pytest.fixture
def desk(chromium: Any, address: str) -> Iterator[Watch]:
    """A laptop's tab; at the end of every test: no request left the server, and no complaint was made."""
    watch = Watch(chromium, address)
    yield watch
    watch.close()


@pytest.fixture
def joins(chromium: Any, market: str) -> Iterator[Watch]:
    """A laptop's tab on the five reports of one bomb."""
    watch = Watch(chromium, market)
    yield watch
    watch.close()


@pytest.fixture
def phone(chromium: Any, address: str) -> Iterator[Watch]:
    watch = Watch(chromium, address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield watch
    watch.close()
