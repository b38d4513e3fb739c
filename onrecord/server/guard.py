"""What every answer carries and whom the server answers at all."""

from __future__ import annotations

import ipaddress
import json

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Everything the page needs comes from this server; a report's text could not load or run a thing even as markup.
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; object-src 'none';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Guard:
    """Refuses a Host header that is not this server's, and puts the security headers on every answer.

    A page elsewhere can point a name of its own at 127.0.0.1 and read a local server through it (DNS rebinding); its
    requests carry that name in Host. Bound to a wildcard address, any number is answered: rebinding needs a name.
    """

    def __init__(self, app: ASGIApp, *, host: str = "127.0.0.1") -> None:
        self._app = app
        self._host = host.lower()
        self._any_number = host in ("0.0.0.0", "::")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if not self._is_ours(_host_of(scope)):
            await _refuse(_sender(send))
            return
        await self._app(scope, receive, _sender(send))

    def _is_ours(self, name: str) -> bool:
        if is_loopback(name) or name == self._host:
            return True
        if not self._any_number:
            return False
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


def _host_of(scope: Scope) -> str:
    """The name in the Host header without its port; empty when there is none or more than one."""
    given = [value for key, value in scope["headers"] if key == b"host"]
    if len(given) != 1:
        return ""
    host = str(given[0].decode("latin-1")).strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _sender(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *_HEADERS]
        await send(message)

    return with_headers


async def _refuse(send: Send) -> None:
    message = "this server answers only under its own address: open the one that `onrecord serve` printed"
    body = json.dumps({"error": {"code": "host", "message": message}}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": body})
