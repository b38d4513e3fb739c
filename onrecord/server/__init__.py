"""The page and its JSON API over a ledger, on the loopback address.

`serve(path)` runs until it is interrupted; `create_app(ledger)` gives the ASGI application alone, for tests.
"""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from onrecord.ledger import Ledger
from onrecord.server.app import create_app

__all__ = ["ServerError", "create_app", "serve"]


class ServerError(RuntimeError):
    """The server cannot listen as asked; the message is one line and says what to do."""


def serve(
    ledger_path: Path | str | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    open_browser: bool = False,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the page until interrupted. `ready` is called with the address once the server listens (port 0: any).

    Raises LedgerError when the ledger cannot be opened and ServerError when the address cannot be taken.
    """
    with Ledger.open(ledger_path) as ledger, _listen(host, port) as listening:
        address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/"
        config = uvicorn.Config(
            create_app(ledger, host=host), log_level="warning", access_log=False, lifespan="off", server_header=False
        )
        ledger.warm()
        if ready is not None:
            ready(address)
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    if not host:  # the system would take it for every address of the machine
        raise ServerError("no address to listen on: give one with --host, or leave --host out for this machine alone")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise ServerError(f"cannot listen on {host} port {port} ({reason}): choose another with --port") from None
    return listening
