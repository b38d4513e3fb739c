"""Whole stories as outlets tell them: python -m bench.stories [--part held|seen] [--told]

bench/marked/stories/*.txt are invented stories of some ten reports each: flash, wire, reprints, later tolls,
corrections, denials, another like event in the same town, an older one recalled, roundups and opinion.
`{bomb:exploded}` marks a word that tells the happening "bomb" of its story. Each story is joined by the whole program
as a ledger of its own. A pair of marked words counts as right where it stands together and has one name, as wrong where
it has two. Files named held_ are for scoring alone; the others teach `bench.train_same_event`. Words that the reading
takes for no event are in no pair.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from onrecord import parse, pipeline
from onrecord.joining import join
from onrecord.linking.cards import Card
from onrecord.record import Record, Source

MARKED = Path(__file__).with_name("marked") / "stories"
_REPORT = re.compile(r"^=== ", re.M)
_MARK = re.compile(r"\{(\w+):([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Marked:
    """A report as it is read, and its marked places with the happening that each tells."""

    record: Record
    marks: tuple[tuple[int, int, str], ...]

    def label(self, card: Card) -> str:
        """The happening that an event tells; nothing where its word is not marked."""
        trigger = card.trigger
        return next((name for start, end, name in self.marks if start < trigger.end and trigger.start < end), "")


def stories(part: str) -> Iterator[tuple[str, list[Marked]]]:
    """Each story by its name, with its reports."""
    for path in sorted(MARKED.glob(f"{part}_*.txt")):
        told = [_report(row) for row in _REPORT.split(path.read_text("utf-8"))[1:]]
        records = [r for r in pipeline.read_all([source for source, _ in told]) if isinstance(r, Record)]
        yield path.stem, [Marked(record, marks) for record, (_, marks) in zip(records, told, strict=True)]


def _report(row: str) -> tuple[Source, tuple[tuple[int, int, str], ...]]:
    head, _, body = row.partition("\n")
    name, outlet, published, title = (cell.strip() for cell in head.split("|", 3))
    text, marks = "", []
    for piece in re.split(r"(\{\w+:[^{}]*\})", body.strip("\n")):
        mark = _MARK.fullmatch(piece)
        if mark:
            marks.append((len(text), len(text) + len(mark[2]), mark[1]))
        text += mark[2] if mark else piece
    return Source(name, text=text, publisher=outlet, published=published, title=title), tuple(marks)


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs of one story, and its happenings that several reports tell: all, and those that stand whole and alone."""

    right: int
    of: int
    wrong: int
    several: int
    whole: int


def scored(told: list[Marked], *, show: bool = False) -> Score:
    labels = {m.record.document.id: m for m in told}
    groups: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for number, happening in enumerate(join([m.record for m in told], parse.similar).happenings):
        for card in happening.cards:
            marked = labels[card.report]
            if name := marked.label(card):
                groups[name].append((number, card.report, f"{marked.record.document.name}:{card.trigger.quote}"))
    right = sum(a[0] == b[0] for held in groups.values() for a, b in combinations(held, 2))
    total = sum(len(held) * (len(held) - 1) // 2 for held in groups.values())
    inside = Counter((number, name) for name, held in groups.items() for number, _, _ in held)
    wrong = sum(inside[a] * inside[b] for a, b in combinations(inside, 2) if a[0] == b[0])
    mixed = {a[0] for a, b in combinations(inside, 2) if a[0] == b[0]}
    several = {name: held for name, held in groups.items() if len({report for _, report, _ in held}) > 1}
    whole = [h for h in several.values() if len({number for number, _, _ in h}) == 1 and h[0][0] not in mixed]
    if show:
        _show(groups, mixed)
    return Score(right, total, wrong, len(several), len(whole))


def _show(groups: dict[str, list[tuple[int, str, str]]], mixed: set[int]) -> None:
    for name, held in groups.items():
        parts: dict[int, list[str]] = defaultdict(list)
        for number, _, word in held:
            parts[number].append(word)
        if len(parts) > 1 or set(parts) & mixed:
            print(f"  {name}: " + " | ".join(f"{'*' * (n in mixed)}{' '.join(words)}" for n, words in parts.items()))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--part", choices=("held", "seen"), default="held")
    arguments.add_argument("--told", action="store_true", help="show what is torn and what is mixed (*)")
    asked = arguments.parse_args()
    found = {}
    for name, told in stories(asked.part):
        found[name] = score = scored(told, show=asked.told)
        print(f"{name}: {score.right} of {score.of} pairs, {score.wrong} wrong; {score.whole} of {score.several} whole")
    right, wrong = (sum(getattr(s, field) for s in found.values()) for field in ("right", "wrong"))
    total = sum(s.of for s in found.values())
    print(f"precision {right / max(1, right + wrong):.3f}, recall {right / max(1, total):.3f}")
    print(f"whole and alone {sum(s.whole for s in found.values())} of {sum(s.several for s in found.values())}")


if __name__ == "__main__":
    main()
