"""The kept actors: the same as of all reports at once, in any order of adding, forgetting and judging."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bench import newslike
from onrecord import joining
from onrecord.joining import acting, linker
from onrecord.joining.at_once import links_of, newest
from onrecord.ledger import Ledger
from onrecord.linking.actors import Actor, actor_cards, cluster
from onrecord.record import Record
from onrecord.store.links import Links

ANY = settings(max_examples=12, deadline=None, phases=[Phase.generate], report_multiple_bugs=False)
REPORTS = tuple(newslike.records(30, dense=True))


def kept(ledger: Ledger) -> tuple[Actor, ...]:
    with ledger.joins(actors=True) as joins:
        assert acting.kept(joins._links)
        return joins.actors()


def at_once(ledger: Ledger, records: Sequence[Record]) -> tuple[Actor, ...]:
    with ledger.joins() as joins:
        ranks = {record.document.id: joins._links.rank(record.document.id) or 0 for record in records}
    ordered = sorted(records, key=lambda r: ranks[r.document.id])
    said = links_of(newest(ledger.judgements()))
    found = cluster((card for record in ordered for card in actor_cards(record)), said)
    return tuple(sorted(found, key=lambda a: (-a.reports, -a.mentions, a.key)))


def step(ledger: Ledger, there: list[Record], waiting: list[Record], draw: random.Random) -> None:
    """Add some, forget one, or say of two that they are or are not one."""
    what = draw.random()
    if what < 0.5 and waiting:
        some, waiting[:] = waiting[:4], waiting[4:]
        list(ledger.add(some))
        there += some
    elif what < 0.7 and len(there) > 2:
        gone = there.pop(draw.randrange(len(there)))
        ledger.forget(gone.document.id)
    elif len(there) > 1:
        cards = [card for record in there for card in actor_cards(record)]
        one, other = draw.sample(cards, 2)
        ledger.judge(one.key, other.key, draw.choice(["same", "different", "unsure"]), author="Ines", reason="known")


@ANY
@given(st.randoms(use_true_random=False))
def test_actors_are_those_of_all_at_once(draw: random.Random) -> None:
    waiting = draw.sample(REPORTS, 16)
    there: list[Record] = []
    with TemporaryDirectory() as folder, Ledger.open(Path(folder) / "l.sqlite", write=True) as ledger:
        for _ in range(8):
            step(ledger, there, waiting, draw)
            if draw.random() < 0.6:
                assert kept(ledger) == at_once(ledger, there)
        assert kept(ledger) == at_once(ledger, there)


def test_actors_are_placed_in_portions(tmp_path: Path) -> None:
    """Each a transaction; what another one changes meanwhile is placed, too."""
    with Ledger.open(tmp_path / "l.sqlite", write=True) as ledger:
        list(ledger.add(REPORTS[:10]))
        list(ledger.link())
        with ledger._store.reading() as connection:
            links = Links(connection)
        with ledger._store.writing():
            acting.begin(links)
        steps = linker._put(ledger._store, lambda links, said: acting.portions(links, links_of(said), portion=10))
        next(steps)
        next(steps)
        ledger.forget(REPORTS[0].document.id)
        assert len(list(steps)) == 0
        assert kept(ledger) == at_once(ledger, REPORTS[1:10])


def test_a_second_question_is_answered_from_what_is_kept(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "l.sqlite", write=True) as ledger:
        list(ledger.add(REPORTS))
        found = kept(ledger)
        assert list(joining.act(ledger._store)) == []
        with ledger.joins(actors=True) as joins:
            name = found[0].name.casefold()
            assert joins.actors(several=True) == tuple(a for a in found if a.reports > 1)
            assert joins.actors(words=[name], kinds=[found[0].kind])[0] == found[0]
            assert joins.entity_names([found[0].key]) == {
                found[0].key: joins.entity_names([found[0].key])[found[0].key]
            }


def test_a_ledger_that_is_only_read_joins_actors_anew(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "l.sqlite", write=True) as ledger:
        list(ledger.add(REPORTS[:8]))
        with ledger.joins() as joins:
            assert not acting.kept(joins._links)
            anew = joins.actors()
        assert kept(ledger) == anew
