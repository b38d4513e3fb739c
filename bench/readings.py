"""Read gold reports with the parses kept between runs: python -m bench.readings REPORTS.jsonl... -o OUT.jsonl

The parse is the slow part and does not change while a reading stage is worked on; it is kept under
ONRECORD_BENCH_CACHE (default ~/.cache/onrecord-bench), keyed by the text, what is excluded of it, and parse.VERSION.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pickle
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from onrecord import parse, pipeline
from onrecord.clean import Unreadable, clean
from onrecord.record import Document, Record, Source
from onrecord.repair import repair, repair_names
from onrecord.syntax import NameSpan, Syntax, Token

CACHE = Path(os.environ.get("ONRECORD_BENCH_CACHE", Path.home() / ".cache" / "onrecord-bench"))
_FIELDS = ("start", "end", "text", "lemma", "pos", "tag", "dep", "ent", "sent", "space")


def _pack(syntax: Syntax) -> bytes:
    columns = [[getattr(t, f) for t in syntax.tokens] for f in _FIELDS]
    heads = [t.head.i for t in syntax.tokens]
    names = [(n.first, n.last, n.label) for n in syntax.names]
    return zlib.compress(
        pickle.dumps((columns, heads, syntax.sentences, names, syntax.context, syntax.words), protocol=5), 1
    )


def _unpack(data: bytes) -> Syntax:
    columns, heads, sentences, names, context, words = pickle.loads(zlib.decompress(data))
    tokens = []
    for i, values in enumerate(zip(*columns, strict=True)):
        token = Token()
        token.i, token.children = i, []
        for field, value in zip(_FIELDS, values, strict=True):
            setattr(token, field, value)
        token.lower = token.text.lower()
        tokens.append(token)
    for token, head in zip(tokens, heads, strict=True):
        token.head = tokens[head]
        if head != token.i:
            tokens[head].children.append(token)
    if tokens:
        repair(tokens)  # kept parses may be older than a repair
        repair_names(tokens)
    return Syntax(
        tuple(tokens), tuple((a, b) for a, b in sentences), tuple(NameSpan(*n) for n in names), context, words
    )


def _key(document: Document) -> Path:
    excluded = [(e.span.start, e.span.end) for e in document.excluded]
    cuts: list[int | str] = [document.dateline.end] if document.dateline else []
    edition = parse.edition(document)
    cuts += [f"edition {edition}"] if edition else []
    digest = hashlib.sha256(json.dumps([document.text, excluded, parse.VERSION, *cuts]).encode()).hexdigest()
    return CACHE / digest[:2] / digest[2:]


def parsed(documents: Iterable[Document]) -> Iterator[tuple[Document, Syntax]]:
    """Each document with its parse, from the cache where it is there."""
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == 200:
            yield from _parsed_batch(batch)
            batch = []
    yield from _parsed_batch(batch)


def _parsed_batch(batch: list[Document]) -> Iterator[tuple[Document, Syntax]]:
    missing = [d for d in batch if not _key(d).exists()]
    for document, syntax in zip(missing, parse.parse_all(missing) if missing else (), strict=True):
        path = _key(document)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_bytes(_pack(syntax))
        temporary.replace(path)
    for document in batch:
        yield document, _unpack(_key(document).read_bytes())


def sources(path: Path, keep: set[str] | None = None) -> Iterator[Source]:
    """The reports of a gold file (split at line feeds only: one text holds U+0085)."""
    for line in path.read_text("utf-8").split("\n"):
        if line.strip():
            row: dict[str, Any] = json.loads(line)
            if keep is None or row["id"] in keep:
                yield Source(
                    row["id"],
                    row["text"],
                    published=row.get("published"),
                    title=row.get("title"),
                    publisher=row.get("publisher"),
                    url=row.get("url"),
                )


def documents(path: Path, keep: set[str] | None = None) -> Iterator[Document]:
    for source in sources(path, keep):
        try:
            yield clean(source)
        except Unreadable:
            continue


def read(path: Path, keep: set[str] | None = None) -> Iterator[Record]:
    for document, syntax in parsed(documents(path, keep)):
        yield pipeline.read_parsed(document, syntax)


def read_to(out: Path, reports: Iterable[Path], keep: set[str] | None = None) -> None:
    """Write one record a line for each kept report."""
    encode = msgspec.json.Encoder().encode
    with out.open("wb") as stream:
        for path in reports:
            for record in read(path, keep):
                stream.write(encode(record) + b"\n")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", nargs="+", type=Path)
    arguments.add_argument("-o", "--out", required=True, type=Path)
    arguments.add_argument("--ids", type=Path, help="JSON list of the report ids to keep")
    given = arguments.parse_args()
    keep = set(json.loads(given.ids.read_text())) if given.ids else None
    read_to(given.out, given.reports, keep)


if __name__ == "__main__":
    main()
