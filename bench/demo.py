"""The demo: read the example reports into a ledger, show one record, serve the page. DEMO_SERVE=0 only prints."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEDGER = ROOT / ".demo" / "demo.sqlite"
SHOWN = "meridian-denial"


def _onrecord(*arguments: str) -> None:
    print(f"\n$ onrecord {' '.join(arguments)}", flush=True)
    subprocess.run([sys.executable, "-m", "onrecord", *arguments], check=True, cwd=ROOT)


def main() -> None:
    LEDGER.parent.mkdir(exist_ok=True)
    for file in LEDGER.parent.glob("demo.sqlite*"):
        file.unlink()
    ledger = str(LEDGER.relative_to(ROOT))
    _onrecord("add", "examples", "--ledger", ledger)
    _onrecord("list", "--ledger", ledger)
    _onrecord("show", SHOWN, "--ledger", ledger)
    _onrecord("search", "depot", "--status", "denied", "--ledger", ledger)
    if os.environ.get("DEMO_SERVE") == "0":
        print("\nThe page: make demo without DEMO_SERVE=0, or onrecord serve --ledger .demo/demo.sqlite")
        return
    try:
        _onrecord("serve", "--ledger", ledger)
    except KeyboardInterrupt:
        print("stopped")


if __name__ == "__main__":
    main()
