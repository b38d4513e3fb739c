"""The border: records from outside are taken to the letter or refused with the place that does not fit."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.synthetic import record
from onrecord import codec
from onrecord.record import Failure


def raw() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(codec.encode(record(3, events=3)))
    return made


def test_a_record_goes_round() -> None:
    made = record(3)
    assert codec.decode(codec.encode(made)) == made
    assert codec.decode_kept(codec.encode(made)) == made
    assert b"\n" not in codec.encode(made)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("colour",), "red", "unknown key $.colour"),
        (("events", 1, "actor"), "n1", "unknown key $.events[1].actor"),
        (("events", 0, "trigger", "text"), "x", "unknown key $.events[0].trigger.text"),
        (("program", "settings", "anything"), "goes", None),
        (("events", 0, "status"), "true", "$.events[0].status"),
        (("events", 0, "trigger", "end"), 7, "$.events[0].trigger"),
        (("document", "text"), None, "$.document.text"),
        (("schema",), "onrecord/2", "schema is 'onrecord/2'"),
        (("attributions",), {}, "$.attributions"),
    ],
)
def test_what_does_not_fit_is_named(path: tuple[str | int, ...], value: object, words: str | None) -> None:
    made: Any = raw()
    inner = made
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    data = json.dumps(made).encode()
    if words is None:
        codec.decode(data)
        return
    with pytest.raises(codec.Undecodable) as caught:
        codec.decode(data)
    assert words in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"7", b"null", b'{"schema": 1}', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_record_is_refused(data: bytes) -> None:
    with pytest.raises(codec.Undecodable):
        codec.decode(data)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_border(data: bytes) -> None:
    with pytest.raises(codec.Undecodable):
        codec.decode(data)


def test_the_schema_takes_records_and_refuses_the_rest() -> None:
    validator = jsonschema_rs.validator_for(codec.json_schema())
    assert validator.is_valid(raw())
    for key, value in (("colour", "red"), ("schema", "onrecord/2"), ("events", [{"id": "e1"}])):
        assert not validator.is_valid({**raw(), key: value})


def test_the_line_of_a_failure() -> None:
    line = json.loads(codec.encode_failure(Failure("a.txt", "the report is empty")))
    assert line == {"schema": "onrecord/1", "error": {"name": "a.txt", "reason": "the report is empty"}}
