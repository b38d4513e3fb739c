"""Write the record shown in README.md anew from a real run: python -m bench.readme"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPORT, EVENT = "meridian-denial", "attacked"
START, END = "<!-- record -->\n", "<!-- /record -->"


def record() -> str:
    """The event as `onrecord read` prints it, cut out of the report's whole record."""
    command = [sys.executable, "-m", "onrecord", "read", "examples/reports.jsonl"]
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment)
    for block in done.stdout.split("\n\n"):
        if re.match(rf"\s*e\d+\s+\S+ denied[\w, ]*\s{EVENT}\b", block):
            return "\n".join("    " + line.rstrip() for line in block.strip("\n").split("\n")) + "\n"
    sys.exit(f"the event “{EVENT}” of {REPORT} is not in the record any more: choose another one for the README")


def written(page: str) -> str:
    """The README with its record made anew."""
    start, end = page.index(START) + len(START), page.index(END)
    return f"{page[:start]}\n{record()}\n{page[end:]}"


def main() -> None:
    path = ROOT / "README.md"
    path.write_text(written(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
