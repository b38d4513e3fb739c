"""What a person says of joins binds, is kept with its author, and leaves with the report that it speaks of."""

from __future__ import annotations

import json
import random
import sqlite3
from dataclasses import astuple, replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bench import synthetic
from onrecord import parse
from onrecord.cli import app, judging
from onrecord.joining import join
from onrecord.ledger import Ledger, NotFound
from onrecord.linking.grouping import group
from onrecord.record import Record
from onrecord.store import Judgement, Verdict, migrations

PAIR = st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda p: p[0] < p[1])


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(PAIR, st.floats(0, 1), max_size=20),
    st.lists(PAIR, max_size=4),
    st.lists(PAIR, max_size=4),
    st.randoms(),
)
def test_pairs_bind_in_any_order_of_scores(
    scores: dict[tuple[int, int], float],
    together: list[tuple[int, int]],
    apart: list[tuple[int, int]],
    shuffle: random.Random,
) -> None:
    found = group(9, scores, 0.4, together=together, apart=apart)
    items = list(scores.items())
    shuffle.shuffle(items)
    assert found == group(9, dict(items), 0.4, together=together, apart=list(reversed(apart)))
    of = {m: n for n, members in enumerate(found) for m in members}
    assert sorted(of) == list(range(9))
    assert all(of[a] != of[b] for a, b in apart)
    if not apart:
        assert all(of[a] == of[b] for a, b in together)


def test_no_score_outweighs_a_person() -> None:
    scores = {(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.9}
    found = group(3, scores, 0.4, apart=[(0, 2)])
    assert found in ([[0, 1], [2]], [[0], [1, 2]])
    assert group(4, scores, 0.4, together=[(0, 3)]) == [[0, 1, 2, 3]]


@pytest.fixture
def told(tmp_path: Path) -> tuple[Path, list[Record]]:
    records = [synthetic.record(n, events=2) for n in range(3)]
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path, write=True) as ledger:
        assert all(a.state == "added" for a in ledger.add(records))
    return path, records


def judged(number: int, one: str, other: str, verdict: Verdict) -> Judgement:
    a, b = sorted((one, other))
    return Judgement(number, "same_event" if "/" in a else "reprint", a, b, verdict, "Ines", "seen", "2026-01-01")


def test_the_newest_judgement_of_a_pair_holds(told: tuple[Path, list[Record]]) -> None:
    _, records = told
    a, b, c = (f"{r.document.id}/e1" for r in records)
    same = [judged(1, a, b, "same")]
    joined = join(records, parse.similar, same)
    assert joined.holding(a) == joined.holding(b) and joined.holding(a) is not None
    assert any("Ines says" in reason for reason in joined.holding(a).reasons)  # type: ignore[union-attr]
    joined = join(records, parse.similar, [judged(2, b, a, "different"), *same])
    assert joined.holding(a) != joined.holding(b)
    joined = join(records, parse.similar, [judged(3, a, c, "different"), *same, judged(2, c, b, "same")])
    assert joined.holding(b) == joined.holding(c) != joined.holding(a)
    assert [j.number for j in joined.unheeded] == [1]


def test_reprints_are_added_and_taken_out(told: tuple[Path, list[Record]]) -> None:
    _, records = told
    a, b = records[0].document.id, records[1].document.id
    (found,) = join(records, parse.similar, [judged(1, a, b, "same")]).reprints
    assert {found.copy, found.origin} == {a, b} and "Ines says" in found.reason
    twin = [records[0], replace(records[0], document=replace(records[0].document, id="twin"))]
    assert len(join(twin, parse.similar).reprints) == 1
    assert join(twin, parse.similar, [judged(2, a, "twin", "different")]).reprints == ()


def test_a_judgement_is_kept_and_leaves_with_its_report(told: tuple[Path, list[Record]]) -> None:
    path, records = told
    a, b, c = (r.document.id for r in records)
    with Ledger.open(path, write=True) as ledger:
        first = ledger.judge(f"{b[:12]}/e1", f"{a}/e1", "same", author="Ines", reason="one raid")
        assert (first.kind, first.a, first.b) == ("same_event", *sorted((f"{a}/e1", f"{b}/e1")))
        ledger.judge(b, c, "different", author="Ines", reason="two texts")
        last = ledger.judge(c, a, "unsure", author="Omar", reason="cannot tell")
        assert [j.number for j in ledger.judgements()] == [1, 2, 3]
        assert ledger.log(1)[0].action == "judge"
        ledger.forget(b)
        assert ledger.judgements() == (last,)
        with pytest.raises(NotFound):
            ledger.judge(a, b, "same", author="Ines", reason="gone")
    with sqlite3.connect(path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("UPDATE judgements SET verdict = 'same'")


@pytest.mark.parametrize(
    ("one", "other", "author", "reason"),
    [(0, 0, "Ines", "x"), ("0/e1", 1, "Ines", "x"), (0, 1, " ", "x"), (0, 1, "Ines", "")],
)
def test_what_is_no_judgement(
    told: tuple[Path, list[Record]], one: int | str, other: int | str, author: str, reason: str
) -> None:
    path, records = told

    def named(what: int | str) -> str:
        number, _, event = str(what).partition("/")
        return records[int(number)].document.id + ("/" + event if event else "")

    with Ledger.open(path, write=True) as ledger, pytest.raises(ValueError, match=r".+"):
        ledger.judge(named(one), named(other), "same", author=author, reason=reason)


def test_an_older_ledger_gains_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.sqlite"
    with monkeypatch.context() as older:
        older.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:1])
        Ledger.open(path, write=True).close()
    with Ledger.open(path, write=True) as ledger:
        assert ledger.judgements() == ()


def test_judgements_of_an_older_ledger_stay_when_they_may_speak_of_actors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.sqlite"
    records = [synthetic.record(n, events=2) for n in range(2)]
    a, b = (r.document.id for r in records)
    with monkeypatch.context() as older:
        older.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:2])
        Ledger.open(path, write=True).close()
    kept = Judgement(1, "reprint", min(a, b), max(a, b), "same", "Ines", "one text", "2026-01-01T00:00:00+00:00")
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO judgements VALUES (?, ?, ?, ?, ?, ?, ?, ?)", astuple(kept))
    connection.close()
    with Ledger.open(path, write=True) as ledger:
        assert all(a.state == "added" for a in ledger.add(records))
        said = ledger.judge(f"{a}/n1", f"{b[:12]}/n2", "same", author="Ines", reason="one man")
        assert said.kind == "actor" and ledger.judgements() == (kept, said)
        with pytest.raises(ValueError, match="two entities"):
            ledger.judge(f"{a}/n1", f"{b}/e1", "same", author="Ines", reason="unlike things")
        with pytest.raises(NotFound, match="no entity n99"):
            ledger.judge(f"{a}/n1", f"{b}/n99", "same", author="Ines", reason="nobody")


def test_link_on_the_command_line(told: tuple[Path, list[Record]]) -> None:
    path, records = told
    a, b = (r.document.id for r in records[:2])
    run = CliRunner()
    said = ["link", f"{a}/e1", f"{b}/e1", "--as", "different", "--why", "two days", "--author", "Ines"]
    answer = run.invoke(app, [*said, "--ledger", str(path)])
    assert answer.exit_code == 0 and "different events, says Ines" in answer.output
    listed = run.invoke(app, ["link", "--list", "--format", "json", "--ledger", str(path)])
    assert '"verdict":"different"' in listed.output
    assert [v.value for v in judging.Verdict] == list(get_args(Verdict))


def test_clusters_of_given_mentions(tmp_path: Path) -> None:
    reports, mentions = tmp_path / "r.jsonl", tmp_path / "m.jsonl"
    told = "Gunmen attacked the clinic in Vale on Monday, police said."
    rows = [{"id": name, "text": told, "publisher": name} for name in ("one", "two")]
    reports.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    mentions.write_text("".join(json.dumps({"report": r["id"], "start": 7, "end": 15}) + "\n" for r in rows), "utf-8")
    run = CliRunner()
    asked = ["same", str(reports), "--format", "clusters"]
    answer = json.loads(run.invoke(app, [*asked, "--mentions", str(mentions)]).stdout)

    assert sorted(m for c in answer["clusters"] for m in c) == [["one", 7, 15], ["two", 7, 15]]
    assert sorted(name for story in answer["documents"] for name in story) == ["one", "two"]
    own = json.loads(run.invoke(app, asked).stdout)
    assert ["one", 7, 15] in [m for c in own["clusters"] for m in c]
    mentions.write_text('{"report": "one", "start": 7, "end": 9999}\n', "utf-8")
    assert run.invoke(app, [*asked, "--mentions", str(mentions)]).exit_code != 0
    assert run.invoke(app, ["same", "--mentions", str(mentions)]).exit_code != 0
