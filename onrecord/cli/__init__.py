"""Parse arguments, call one function, print. The only package that prints; one file a group of commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from onrecord import __version__
from onrecord.cli import (
    actors,
    contract,
    joining,
    judging,
    keeping,
    reading,
    said,
    same,
    serving,
    taking_out,
    versions,
    watching,
)

COMMANDS: dict[str, Callable[..., None]] = {
    "read": reading.read,
    "add": keeping.add,
    "watch": watching.watch,
    "list": keeping.list_reports,
    "show": keeping.show,
    "search": keeping.search,
    "origins": joining.origins,
    "same": same.same,
    "actors": actors.actors,
    "conflicts": joining.conflicts,
    "said": said.said,
    "tolls": joining.tolls,
    "timeline": joining.timeline,
    "diff": joining.diff,
    "versions": versions.versions,
    "link": judging.link,
    "export": taking_out.export,
    "forget": taking_out.forget,
    "serve": serving.serve,
    "schema": contract.schema,
    "check": contract.check_file,
}

app = typer.Typer(
    help="onrecord reads crisis reports and keeps the record: who did what to whom, where and when, according to whom.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"onrecord {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


for name, command in COMMANDS.items():
    app.command(name)(command)


def main() -> None:
    """The command line. Exit status: 0 all done; 1 some reports could not be read; 2 nothing could be done."""
    from onrecord.cli.terminal import fail, failures

    for stream in (sys.stdout, sys.stderr):  # a terminal of another encoding shows "?" instead of failing
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        app()
    except KeyboardInterrupt:
        fail("stopped; what was added before is kept", status=130)
    except failures() as error:
        fail(str(error))
    except Exception as error:
        if os.environ.get("ONRECORD_DEBUG"):
            raise
        fail(f"a fault of onrecord ({type(error).__name__}: {error}): please report it; ONRECORD_DEBUG=1 shows where")
