"""`onrecord serve`: the page."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli.options import LedgerPath
from onrecord.cli.terminal import tell


def serve(
    ledger: LedgerPath = None,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen on; the default is this machine alone.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")] = 8765,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")] = False,
) -> None:
    """Serve the ledger's page on this machine.

    Adding may go on beside it.

    Example: onrecord serve --open
    """
    from onrecord import server  # with the web framework, half a second: not before it is needed
    from onrecord.ledger import default_path

    server.serve(ledger or default_path(), host=host, port=port, open_browser=open_browser, ready=_ready)


def _ready(address: str) -> None:
    tell(f"serving on {address} until you press Ctrl+C")
