"""Reports and mentions given for joining without a ledger, and their clusters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli.terminal import UsageError, tell, tell_failure, working

if TYPE_CHECKING:
    from onrecord.joining import Joined
    from onrecord.record import Record

Mentions = dict[str, list[tuple[int, int]]]


def joined_of(paths: Sequence[str], mentions: Path | None) -> tuple[Joined, int]:
    """The joins of the reports under the paths, and how many could not be read; `mentions` in place of their events."""
    from onrecord import parse
    from onrecord.joining import given, join
    from onrecord.linking.cards import cards

    spans = _mentions(mentions) if mentions is not None else None
    records, failed = read_paths(paths)
    if spans is not None:
        _check(spans, records)
    with working("joining"):
        return join(records, parse.similar, cards_of=cards if spans is None else given(spans)), failed


def read_paths(paths: Sequence[str]) -> tuple[list[Record], int]:
    """The records of the reports under the paths, and how many could not be read (each is told)."""
    from onrecord.ingest import gather
    from onrecord.pipeline import read_all
    from onrecord.record import Record

    records: list[Record] = []
    failed = 0
    with working("reading") as progress:
        for outcome in read_all(gather(paths), progress.within):
            if isinstance(outcome, Record):
                records.append(outcome)
                progress.step(outcome.document.name)
            else:
                failed += 1
                tell_failure(outcome)
    return records, failed


def _mentions(path: Path) -> Mentions:
    """One {"report", "start", "end"} a line. Raises UsageError for what is none."""
    import msgspec

    class Mention(msgspec.Struct):
        report: str
        start: int
        end: int

    decoder = msgspec.json.Decoder(Mention)
    found: Mentions = defaultdict(list)
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            mention = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UsageError(f"{path}:{number} is no mention (report, start, end): {error}") from None
        if not 0 <= mention.start < mention.end:
            raise UsageError(f"{path}:{number}: {mention.start} to {mention.end} is no span")
        found[mention.report].append((mention.start, mention.end))
    return found


def _check(spans: Mentions, records: Sequence[Record]) -> None:
    lengths = {r.document.name: len(r.document.text) for r in records}
    for name, told in spans.items():
        if name not in lengths:
            tell(f"no report is named {name}: its mentions are left out")
        elif (last := max(end for _, end in told)) > lengths[name]:
            raise UsageError(f"a mention ends at {last}, but the text of {name} has {lengths[name]} characters")
