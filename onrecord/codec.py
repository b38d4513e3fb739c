"""The border: records to and from JSON, refused where they do not fit the types, and the JSON Schema of the types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from onrecord.record import SCHEMA, Failure, Record

_ENCODE = msgspec.json.Encoder().encode
_DECODER = msgspec.json.Decoder(Record)


class Undecodable(ValueError):
    """Bytes that are no record; the message names the path that does not fit and what to do."""


def encode(record: Record) -> bytes:
    """A record as one line of JSON (UTF-8, no line feed inside)."""
    return _ENCODE(record)


def encode_failure(failure: Failure) -> bytes:
    """The line that stands for a report that could not be read."""
    return _ENCODE({"schema": SCHEMA, "error": {"name": failure.name, "reason": failure.reason}})


def decode_kept(data: bytes) -> Record:
    """A record that this program wrote itself (out of the ledger): types are checked, unknown keys are not."""
    return _DECODER.decode(data)


def decode(data: bytes) -> Record:
    """A record from outside. Raises Undecodable for broken JSON, a wrong schema, wrong types and unknown keys.

    This is the one place that refuses unknown keys: msgspec passes over them in dataclasses.
    """
    try:
        raw = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Undecodable(f"not JSON ({error})") from None
    if not isinstance(raw, dict):
        raise Undecodable("not a record: a record is a JSON object")
    if raw.get("schema") != SCHEMA:
        raise Undecodable(f"schema is {raw.get('schema')!r}, this program knows {SCHEMA!r}")
    try:
        record = msgspec.convert(raw, Record)
    except msgspec.ValidationError as error:
        raise Undecodable(str(error)) from None
    unknown = _unknown(raw, msgspec.to_builtins(record), "$")
    if unknown is not None:
        raise Undecodable(f"unknown key {unknown}: `onrecord schema` prints the keys that there are")
    return record


def _unknown(given: Any, kept: Any, path: str) -> str | None:
    """The path of the first key that the decoded record does not hold."""
    if isinstance(given, Mapping) and isinstance(kept, Mapping):
        for key, value in given.items():
            found = f"{path}.{key}" if key not in kept else _unknown(value, kept[key], f"{path}.{key}")
            if found is not None:
                return found
    elif isinstance(given, Sequence) and not isinstance(given, str):
        for number, (value, other) in enumerate(zip(given, kept, strict=False)):
            found = _unknown(value, other, f"{path}[{number}]")
            if found is not None:
                return found
    return None


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record, generated from the types."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        "title": f"Record, {SCHEMA}",
    }
    schema.update(msgspec.json.schema(Record))
    definitions: dict[str, Any] = schema.get("$defs", {})
    for definition in definitions.values():
        if definition.get("type") == "object" and "properties" in definition:
            definition["additionalProperties"] = False
    definitions["Record"]["properties"]["schema"] = {"const": SCHEMA}
    return schema
