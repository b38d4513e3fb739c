"""What a user can see is documented: the generated pages match the program, every column of the exports is explained."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from onrecord.export import EXPORTS
from onrecord.export.csv import COLUMNS

ROOT = Path(__file__).resolve().parents[1]


def test_the_generated_pages_match_the_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.reference", "--check"], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_every_export_and_column_is_explained() -> None:
    page = (ROOT / "docs" / "reference" / "exports.md").read_text("utf-8")
    assert not [name for name in EXPORTS if f"## {name}" not in page]
    assert not [column for column in COLUMNS if f"`{column}`" not in page]
