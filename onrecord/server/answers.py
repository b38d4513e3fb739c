"""The forms of an answer: JSON that nobody keeps, and faults of one line that says what to do."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from fastapi import Response


@dataclass(frozen=True, slots=True)
class Fault:
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Faulty:
    """Every answer that is no success."""

    error: Fault


def answer(content: object, status: int = 200) -> Response:
    return raw(msgspec.json.encode(content), status)


def raw(content: bytes, status: int = 200) -> Response:
    return Response(content, status, {"cache-control": "no-store"}, "application/json")


def fault(status: int, code: str, message: str) -> Response:
    return answer(Faulty(Fault(code, message)), status)
