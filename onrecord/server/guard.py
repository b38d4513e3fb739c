"""What every answer carries and whom the server answers at all."""

from __future__ import annotations

import hmac
import ipaddress
import json
import secrets
from dataclasses import dataclass, field

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


_MOST = 64 * 1024  # bytes of a request that writes; a judgement with the longest reason is a tenth of it


@dataclass(frozen=True, slots=True)
class Keys:
    """Who may write: the page of this server alone, by a token of this run that no other page can read.

    None where other machines reach the server: whoever could read there could write in somebody's name.
    """

    host: str = "127.0.0.1"
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    @property
    def token(self) -> str | None:
        return self.secret if is_loopback(self.host.lower()) else None

    @property
    def why(self) -> str | None:
        told = (
            "this server can be reached from other machines and keeps no judgements: use `onrecord link` in a terminal"
        )
        return None if self.token else told


class Guard:
    """Refuses what is not this server's page asking, and puts the security headers on every answer.

    A page elsewhere can point a name of its own at 127.0.0.1 and read a local server through it (DNS rebinding); its
    requests carry that name in Host. Bound to a wildcard address, any number is answered: rebinding needs a name.

    A request that writes must come from the page: its Origin is this server's, and it brings JSON and the token. A form
    or a script of another page can bring none of the three.
    """

    def __init__(self, app: ASGIApp, *, host: str = "127.0.0.1", keys: Keys | None = None) -> None:
        self._app = app
        self._keys = keys or Keys(host)
        self._host = host.lower()
        self._any_number = host in ("0.0.0.0", "::")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if not self._is_ours(_host_of(scope)):
            await _refuse(_sender(send), *_STRANGER)
            return
        refused = None if scope["method"] in ("GET", "HEAD", "OPTIONS") else self._refused(scope)
        if refused is not None:
            await _refuse(_sender(send), *refused)
            return
        await self._app(scope, receive, _sender(send))

    def _refused(self, scope: Scope) -> tuple[int, str, str] | None:
        """Why a request that writes is refused."""
        if self._keys.token is None:
            return 403, "writing", self._keys.why or ""
        host, origin = _sole(scope, b"host"), _sole(scope, b"origin")
        if origin.lower() not in (f"http://{host}".lower(), f"https://{host}".lower()):
            return (
                403,
                "origin",
                "only this server's own page may write: open the address that `onrecord serve` printed",
            )
        if _sole(scope, b"content-type").partition(";")[0].strip().lower() != "application/json":
            return 415, "type", "send application/json"
        if not hmac.compare_digest(_sole(scope, b"x-onrecord-token").encode(), self._keys.token.encode()):
            return 403, "token", "the page is of an earlier run of the server: load it anew"
        length = _sole(scope, b"content-length")
        if not length.isdigit() or int(length) > _MOST:
            return 413, "size", f"send at most {_MOST} bytes, with their Content-Length"
        return None

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
    host = _sole(scope, b"host").lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _sole(scope: Scope, name: bytes) -> str:
    """A header's value; empty when there is none or more than one."""
    given = [value for key, value in scope["headers"] if key == name]
    return str(given[0].decode("latin-1")).strip() if len(given) == 1 else ""


def _sender(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *_HEADERS]
        await send(message)

    return with_headers


_STRANGER = 421, "host", "this server answers only under its own address: open the one that `onrecord serve` printed"


async def _refuse(send: Send, status: int, code: str, message: str) -> None:
    body = json.dumps({"error": {"code": code, "message": message}}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
