"""One wire report that hundreds print: python -m bench.wire [--copies 300] [--accounts 20] [--others 300]

A ledger with one wire report in many copies (a third with a sentence of the outlet's own, some cut short), accounts of
the same story in other words, and other news. Tells with how many of the accounts each happening of the wire is joined,
how many origins are counted for it, and how long linking takes.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import newslike
from onrecord import parse
from onrecord.ledger import Ledger
from onrecord.record import Record

_STORY = (700, 0)  # period and number of the story, far from those of other news
_NUMBER = 10_000_000  # of the first report, so that no two have one id


@dataclass(frozen=True, slots=True)
class Wire:
    """The reports that carry one wire report, and the accounts in other words."""

    copies: tuple[Record, ...]
    accounts: tuple[Record, ...]


def wire(copies: int, accounts: int, *, edited: float = 0.33) -> Wire:
    """`edited`: the share of the copies in which a sentence is another one."""
    return Wire(tuple(_copies(copies, edited)), tuple(_accounts(accounts)))


def _copies(count: int, edited: float) -> Iterator[Record]:
    story = newslike._story(*_STORY, dense=False)
    for number in range(count):
        draw = random.Random(f"copy {number}")
        facts = list(story.facts)
        published = story.begun + timedelta(days=draw.randrange(3) if number else 0)
        if number and draw.random() < edited:
            place = draw.randrange(len(facts))
            facts[place] = replace(facts[place], rest=newslike._rest(draw, story.words[:4]))
        elif number and draw.random() < 0.2:
            facts = facts[:-1]
        yield newslike._written(_NUMBER + number, facts, f"Outlet {number}" if number else "Wire", published)


def _accounts(count: int) -> Iterator[Record]:
    story = newslike._story(*_STORY, dense=False)
    for number in range(count):
        draw = random.Random(f"account {number}")
        facts = [replace(f, rest=newslike._rest(draw, story.words)) for f in draw.sample(story.facts, 5)]
        published = story.begun + timedelta(days=draw.randrange(4))
        yield newslike._written(_NUMBER * 2 + number, facts, f"Herald {number}", published)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--copies", type=int, default=300)
    arguments.add_argument("--accounts", type=int, default=20)
    arguments.add_argument("--others", type=int, default=300)
    arguments.add_argument(
        "--edited", type=float, default=0.33, help="share of the copies with a sentence of their own"
    )
    given = arguments.parse_args()
    made = wire(given.copies, given.accounts, edited=given.edited)
    parse.similar("attack", "raid")  # the vectors are loaded once a program
    with TemporaryDirectory() as folder, Ledger.open(Path(folder) / "ledger.sqlite", write=True) as ledger:
        list(ledger.add([*made.copies, *made.accounts, *newslike.records(given.others)]))
        before = time.process_time()
        list(ledger.link())
        print(f"linking {given.copies + given.accounts + given.others}: {time.process_time() - before:.1f} s")
        tell(ledger, made)


def tell(ledger: Ledger, made: Wire) -> None:
    copies, accounts = ({r.document.id for r in some} for some in (made.copies, made.accounts))
    with ledger.joins() as joins:
        told = [(t, {c.report for c in t.happening.cards}) for t in joins.happenings(limit=None).rows]
        held = [(t, reports) for t, reports in told if reports & copies]
        told_of = sum(len(c.events) for c in made.accounts)
        joined = sum(c.report in accounts for t, _ in held for c in t.happening.cards)
        print(f"{len(held)} happenings of {sum(len(c.events) for c in made.copies)} events of the copies")
        print(f"{joined} of {told_of} events of the accounts are joined with them")
        for t, reports in sorted(held, key=lambda h: -len(h[1]))[:10]:
            of_each = f"{len(reports & copies)} copies, {len(reports & accounts)} accounts"
            others, origins = len(reports - copies - accounts), len(t.entry.corroboration.asserting)
            print(f"  {of_each}, {others} others; {origins} origins assert it: {t.happening.cards[0].word}")


if __name__ == "__main__":
    main()
