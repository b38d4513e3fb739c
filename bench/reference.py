"""Write docs/reference out of the program itself: python -m bench.reference [--check]"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
_WIDTH = "100"  # columns of the help texts

HEAD = """# Commands

Written by `python -m bench.reference` from the program's own help; a test fails when it no longer matches.

Exit status of every command: 0 all done; 1 some reports could not be read (each is named on standard error, with a
count at the end), or, of `check`, something does not hold; 2 nothing could be done, with one line that says why and
what to do. `ONRECORD_LEDGER` names the ledger's file where `--ledger` does not. `ONRECORD_DEBUG=1` shows where a fault
of the program arose.

"""


def commands() -> str:
    """Every command's help, in the order of the list of commands."""
    os.environ.update(COLUMNS=_WIDTH, TERMINAL_WIDTH=_WIDTH, NO_COLOR="1")
    from typer.testing import CliRunner

    from onrecord.cli import COMMANDS, app

    parts = [HEAD]
    for arguments in ([], *([name] for name in COMMANDS)):
        title = " ".join(["onrecord", *arguments])
        text = CliRunner().invoke(app, [*arguments, "--help"], prog_name="onrecord").output
        lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
        parts.append(f"## {title}\n\n```text\n{lines}\n```\n\n")
    return "".join(parts).rstrip("\n") + "\n"


def schema(name: str) -> str:
    from onrecord.cli.contract import schema_of

    return msgspec.json.format(msgspec.json.encode(schema_of(name)), indent=2).decode() + "\n"


def pages() -> dict[str, Callable[[], str]]:
    from onrecord.cli.contract import SchemaOf

    schemas = {f"{each.value}.schema.json": partial(schema, each.value) for each in SchemaOf}
    return {"commands.md": commands, **schemas}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="write nothing; exit status 1 when a page is stale")
    check = arguments.parse_args().check
    stale = []
    for name, write in pages().items():
        path, text = FOLDER / name, write()
        if check and (not path.exists() or path.read_text("utf-8") != text):
            stale.append(name)
        elif not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    if stale:
        sys.exit(f"stale: {', '.join(stale)}: run python -m bench.reference")


if __name__ == "__main__":
    main()
