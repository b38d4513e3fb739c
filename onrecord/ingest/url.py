"""Addresses -> bytes; the only module that opens a connection.

A report's address is hostile until shown otherwise: only http and https, only public addresses, also after every
redirect, and the connection goes to the very address that was checked, so that a name cannot change its mind.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from onrecord import __version__
from onrecord.ingest.decode import LARGEST_PAGE

_TIMEOUT = 10.0  # seconds for each step of a connection
_DEADLINE = 30.0  # seconds for the whole answer: a drip of bytes does not hold the reader for ever
_REDIRECTS = 5
_CHUNK = 65_536
_HEADERS = {"User-Agent": f"onrecord/{__version__}", "Accept-Encoding": "identity"}


class FetchError(ValueError):
    """An address that gives no report; the message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    url: str
    media_type: str
    charset: str | None
    data: bytes


def is_url(path: str) -> bool:
    return path.lower().startswith(("http://", "https://"))


def fetch(address: str, *, public_only: bool = True) -> Answer:
    """The page at an address, at most 20 MB and five redirects. Raises FetchError with what went wrong."""
    deadline = time.monotonic() + _DEADLINE
    for _ in range(_REDIRECTS + 1):
        answer = _get(address, public_only, deadline)
        if isinstance(answer, Answer):
            return answer
        address = urljoin(address, answer)
    raise FetchError("the address redirects more than five times")


def _checked_ip(host: str, port: int, public_only: bool) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError(f"the host '{host}' cannot be found: check the address and the connection") from None
    ip = str(found[0][4][0])
    if public_only and not ipaddress.ip_address(ip.split("%")[0]).is_global:
        raise FetchError(f"the address leads to a private network ({ip}): onrecord fetches public pages only")
    return ip


def _connection(scheme: str, host: str, ip: str, port: int) -> http.client.HTTPConnection:
    raw = socket.create_connection((ip, port), timeout=_TIMEOUT)
    connection: http.client.HTTPConnection
    if scheme == "https":
        connection = http.client.HTTPSConnection(host, port, timeout=_TIMEOUT)
        connection.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=_TIMEOUT)
        connection.sock = raw
    return connection


def _get(address: str, public_only: bool, deadline: float) -> Answer | str:
    """The answer, or where it redirects to."""
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise FetchError("the address is not well formed") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError("only http and https addresses are fetched")
    ip = _checked_ip(parts.hostname, port, public_only)
    try:
        connection = _connection(parts.scheme, parts.hostname, ip, port)
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request(
                "GET", target, headers={"User-Agent": f"onrecord/{__version__}", "Accept-Encoding": "identity"}
            )
            return _read(address, connection.getresponse(), deadline)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException) as error:
        raise FetchError(f"the address does not answer ({error or type(error).__name__})") from None


def _read(address: str, response: http.client.HTTPResponse, deadline: float) -> Answer | str:
    if response.status in (301, 302, 303, 307, 308):
        place = response.getheader("Location")
        if not place:
            raise FetchError("the address redirects to nowhere")
        return place
    if response.status != 200:
        raise FetchError(f"the address answers with status {response.status}")
    data = bytearray()
    while chunk := response.read(_CHUNK):
        data += chunk
        if len(data) > LARGEST_PAGE:
            raise FetchError("the answer is larger than 20 MB: save the article alone and read the file")
        if time.monotonic() > deadline:
            raise FetchError(f"the answer takes longer than {_DEADLINE:.0f} seconds")
    kind = response.headers.get_content_type()
    return Answer(address, kind, response.headers.get_content_charset(), bytes(data))
