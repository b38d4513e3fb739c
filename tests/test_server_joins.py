"""What the server tells of many reports, what it waits for, and who may write a judgement."""

from __future__ import annotations

import csv
import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from starlette.testclient import TestClient

from onrecord.export.joined import line_schema
from onrecord.ledger import Ledger
from onrecord.server import create_app
from onrecord.server.joins import Joining, Joins
from tests import page_joins, page_reports

BASE = "http://127.0.0.1:8765"
WIRE, REPRINT, LATER, DENIAL, HOSTILE = (r.document.id for r in page_joins.records())


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    """Joins of five reports are waited for, however busy the machine is."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("onrecord.server.joins._PATIENCE", 60.0)
        yield


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with Ledger.open(page_joins.fill(tmp_path_factory.mktemp("joins") / "market.sqlite")) as ledger:
        yield TestClient(create_app(ledger), base_url=BASE)


def names(origins: list[Any]) -> list[str]:
    return [origin["name"] for origin in origins]


def test_happenings_by_origins(client: TestClient) -> None:
    page = client.get("/api/happenings?several=true").json()
    assert page["total"] == 2
    row = next(row for row in page["rows"] if row["face"]["event"]["trigger"]["quote"] == "exploded")
    assert (row["asserting"]["origins"], row["denying"]["origins"], row["reports"], row["tellings"]) == (2, 1, 5, 5)
    assert row["disputed"] == ["status"]
    assert (row["earliest"], row["latest"], row["basis"]) == ("2026-04-01", "2026-04-01", "told")


@pytest.mark.parametrize(
    ("query", "total"),
    [("", 2), ("status=denied", 1), ("publisher=coast", 2), ("kind=CONSULT", 0), ("since=2026-04-02", 1), ("since=2026-04-03", 0), ("words=stalls", 2), ("words=shares", 0)],
)  # fmt: skip
def test_a_happening_passes_with_any_of_its_tellings(client: TestClient, query: str, total: int) -> None:
    assert client.get(f"/api/happenings?{query}").json()["total"] == total


def test_pages_of_happenings_hold_each_once(client: TestClient) -> None:
    for order in ("origins", "time", "-time"):
        rows = [client.get(f"/api/happenings?order={order}&limit=1&offset={i}").json()["rows"] for i in range(3)]
        assert len({row[0]["key"] for row in rows[:2]}) == 2 and rows[2] == []


def test_days_of_happenings(client: TestClient) -> None:
    assert client.get("/api/happenings/days").json()["days"][0] == {"day": "2026-04-01", "events": 1}


def test_one_happening_whole(client: TestClient) -> None:
    told = client.get(f"/api/happenings/{DENIAL}/e1").json()
    assert names(told["asserting"]) == ["Oru Tamm", "<script>alert(1)</script>"]
    assert names(told["denying"]) == ["the army"]
    branches = {b["report"]["publisher"]: b for b in told["asserting"][0]["branches"]}
    assert list(branches) == ["Vale Wire", "Oster Post", "Harbour News"]
    assert branches["Harbour News"]["reprint_of"] == WIRE and branches["Harbour News"]["share"] > 0.9
    assert {t["id"] for t in told["tellings"]} == {f"{r}/e1" for r in (WIRE, REPRINT, LATER, DENIAL, HOSTILE)}
    assert told["left_out"] == 0
    assert {s["judgement"]["author"] for s in told["said"]} == {page_joins.AUTHOR}
    assert all(s["holds"] and s["heeded"] for s in told["said"])
    assert not any(page_joins.AUTHOR in reason for reason in told["reasons"])


def test_conflicts_stand_side_by_side_without_a_verdict(client: TestClient) -> None:
    page = client.get("/api/conflicts").json()
    assert page["total"] == 2
    told = {row["dispute"]["field"]: row["dispute"] for row in page["rows"]}
    sides = {side["value"]: len(side["events"]) for side in told["figures"]["sides"]}
    assert sides == {"8": 2, "3": 1}
    assert {side["value"] for side in told["status"]["sides"]} == {"asserted", "denied"}


def test_tolls_keep_every_figure_and_name_their_rules(client: TestClient) -> None:
    (group,) = client.get("/api/tolls").json()["rows"]
    figures = [(t["report"]["publisher"], t["low"], t["qualifier"], t["reports"]) for t in group["tolls"]]
    assert sorted(figures[:3]) == [
        ("Coast Radio", 3.0, "exactly", 1),
        ("Oster Post", 11.0, "exactly", 1),
        ("Vale Wire", 8.0, "exactly", 2),
    ]
    assert figures[3][1:3] == (8.0, "at least")
    again = {t["report"]["publisher"]: [a["report"]["publisher"] for a in t["again"]] for t in group["tolls"]}
    assert again["Vale Wire"] == ["Harbour News"]
    later = {t["report"]["publisher"]: t["later"] for t in group["tolls"]}
    assert later["Vale Wire"] == f"{LATER}/e2"
    assert later["Coast Radio"] is None and later["Oster Post"] is None
    assert {d["rule"] for d in group["derived"]} == {"acled", "ucdp"}


def test_reprints_as_a_tree(client: TestClient) -> None:
    (family,) = client.get("/api/reprints").json()["rows"]
    assert [(n["report"]["id"], n["of"], n["depth"]) for n in family["tree"]] == [(WIRE, None, 0), (REPRINT, WIRE, 1)]
    assert client.get("/api/reprints?publisher=coast").json()["total"] == 0
    near = client.get(f"/api/reprints/{REPRINT}").json()
    assert near["family"] == family
    assert {s["report"]["id"]: s["happenings"] for s in near["sharing"]} == dict.fromkeys(
        (WIRE, LATER, DENIAL, HOSTILE), 2
    )
    assert client.get(f"/api/reprints/{LATER}").json()["family"] is None


def test_differences_by_field(client: TestClient) -> None:
    told = client.get(f"/api/differences?one={WIRE}&other={DENIAL}").json()
    changes = {(c["field"], c["one"], c["other"]) for pair in told["both"] for c in pair["changes"]}
    assert ("status", "asserted", "denied") in changes
    assert ("figures", "killed 8", "killed 3") in changes
    assert (told["only_one"], told["only_other"]) == ([], [])


def test_actors_across_reports(client: TestClient) -> None:
    (mayor,) = client.get("/api/actors?words=oru").json()["rows"]
    assert (mayor["name"], mayor["kind"], mayor["reports"]) == ("Oru Tamm", "person", 3)
    assert client.get("/api/actors?words=nobody%20of%20the%20kind").json()["total"] == 0
    assert {r["kind"] for r in client.get("/api/actors?what=person").json()["rows"]} == {"person"}
    one = client.get(f"/api/actors/{WIRE}/n2").json()
    assert {m["id"] for m in one["members"]} == {f"{report}/n2" for report in (WIRE, REPRINT, LATER)}
    assert one["joins"] and all(link["verdict"] == "same" for link in one["joins"])
    assert client.get(f"/api/actors/{DENIAL}/n2").json()["actor"]["reports"] == 1


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/actors/ffffffff/n1", 404, "onrecord list"),
        (f"/api/actors/{WIRE}/n99", 404, "no entity"),
        ("/api/happenings/ffffffff/e1", 404, "onrecord list"),
        (f"/api/happenings/{WIRE}/e99", 404, "no event e99"),
        ("/api/reprints/ffffffff", 404, "onrecord list"),
        (f"/api/differences?one={WIRE}&other={WIRE}", 422, "one report"),
        (f"/api/differences?one={WIRE}&other=nothing", 404, "onrecord list"),
        ("/api/differences?one=x", 422, "other"),
        ("/api/happenings?order=random", 422, "order"),
        ("/api/happenings?several=perhaps", 422, "several"),
        ("/api/tolls?limit=501", 422, "limit"),
    ],
)
def test_faults_say_what_to_do(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert words in answer.json()["error"]["message"]


@pytest.mark.parametrize("view", ["origins", "same", "conflicts", "tolls", "timeline", "actors", "link"])
def test_every_view_is_had_as_a_file(client: TestClient, view: str) -> None:
    lines = client.get(f"/api/joined/{view}").text.splitlines()
    rows = list(csv.DictReader(io.StringIO(client.get(f"/api/joined/{view}?format=csv").text)))
    assert lines and len(lines) == len(rows)
    validator = jsonschema_rs.validator_for(line_schema(view))
    assert all(validator.is_valid(json.loads(line)) for line in lines)


def test_a_file_holds_what_the_list_shows(client: TestClient) -> None:
    shown = client.get("/api/conflicts?status=denied").json()["total"]
    assert len(client.get("/api/joined/conflicts?status=denied").text.splitlines()) == shown == 1
    assert client.get("/api/joined/origins?publisher=coast").text == ""
    assert client.get("/api/joined/nothing").status_code == 422


def test_a_happening_tells_its_score_and_authors(client: TestClient) -> None:
    told = client.get(f"/api/happenings/{DENIAL}/e1").json()
    assert 0 <= told["score"] <= 1 and told["authors"][0] == page_joins.AUTHOR


# Joins that are being made


def test_no_question_waits_for_slow_joins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    real = Joins._bring_up

    def slow(self: Joins) -> None:
        go_on.wait(20)
        real(self)

    monkeypatch.setattr(Joins, "_bring_up", slow)
    monkeypatch.setattr("onrecord.server.joins._PATIENCE", 0.05)
    with Ledger.open(page_joins.fill(tmp_path / "slow.sqlite")) as ledger:
        client = TestClient(create_app(ledger), base_url=BASE)
        refused = client.get("/api/happenings")
        assert refused.status_code == 503 and "/api/joins" in refused.json()["error"]["message"]
        assert client.get("/api/joins").json()["state"] == "joining"
        assert client.get("/api/ledger").status_code == 200
        go_on.set()
        for _ in range(400):
            if client.get("/api/joins").json()["state"] == "ready":
                break
        assert client.get("/api/happenings").json()["total"] == 2


def test_a_failure_is_told_and_not_tried_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def fail(self: Joins) -> None:
        tries.append(1)
        raise RuntimeError("no table of words")

    monkeypatch.setattr(Joins, "_bring_up", fail)
    with Ledger.open(page_reports.fill(tmp_path / "three.sqlite")) as ledger:
        joins = Joins(ledger)
        for _ in range(3):
            with pytest.raises(Joining, match="no table of words"), joins.asked():
                pass
        assert (joins.progress().state, len(tries)) == ("failed", 1)


def test_what_is_added_meanwhile_is_joined(tmp_path: Path) -> None:
    path = page_joins.fill(tmp_path / "growing.sqlite", judged=False)
    with Ledger.open(path) as reading, Ledger.open(path, write=True) as writing:
        client = TestClient(create_app(reading), base_url=BASE)
        before = client.get("/api/happenings").json()["total"]
        list(writing.add([page_reports.talks()]))
        assert client.get("/api/happenings").json()["total"] > before
        writing.forget("talks.txt")
        assert client.get("/api/happenings").json()["total"] == before


# Judging


@pytest.fixture
def writable(tmp_path: Path) -> Iterator[TestClient]:
    with Ledger.open(page_joins.fill(tmp_path / "judged.sqlite")) as ledger:
        yield TestClient(create_app(ledger), base_url=BASE)


def given(**change: object) -> dict[str, object]:
    kept = {"one": f"{WIRE}/e1", "other": f"{DENIAL}/e1", "verdict": "different", "author": "R. Lane", "reason": "gas"}
    return kept | change


def headers(client: TestClient, **change: str) -> dict[str, str]:
    token = client.get("/api/token").json()["token"]
    return {"origin": BASE, "x-onrecord-token": token, "content-type": "application/json"} | change


def test_a_judgement_is_kept_and_followed(writable: TestClient) -> None:
    kept = writable.post("/api/judgements", json=given(), headers=headers(writable))
    assert kept.status_code == 201 and kept.json()["author"] == "R. Lane"
    assert writable.get("/api/judgements").json()["judgements"][0] == kept.json()
    told = writable.get(f"/api/happenings/{WIRE}/e1").json()
    assert f"{DENIAL}/e1" not in {t["id"] for t in told["tellings"]}
    (mine,) = [s for s in told["said"] if s["judgement"]["author"] == "R. Lane"]
    assert mine["holds"] and mine["heeded"] and "Coast Radio" in mine["one"] + mine["other"]
    older = [s for s in told["said"] if not s["holds"]]
    assert [s["judgement"]["verdict"] for s in older] == ["same"]
    writable.post("/api/judgements", json=given(verdict="unsure"), headers=headers(writable))
    assert len(writable.get("/api/judgements").json()["judgements"]) == 15
    mayors = given(one=f"{WIRE}/n2", other=f"{LATER}/n2", verdict="different", reason="another town")
    assert writable.post("/api/judgements", json=mayors, headers=headers(writable)).json()["kind"] == "actor"
    said = writable.get(f"/api/actors/{WIRE}/n2").json()["said"]
    assert ["“Oru Tamm” in Vale Wire" in s["one"] + s["other"] for s in said] == [True]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:1"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"x-onrecord-token": "guessed"}, 403),
        ({"x-onrecord-token": ""}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"host": "evil.example"}, 421),
    ],
)
def test_only_the_page_itself_writes(client: TestClient, change: dict[str, str], status: int) -> None:
    refused = client.post("/api/judgements", json=given(), headers=headers(client, **change))
    assert refused.status_code == status and refused.json()["error"]["message"]
    assert len(client.get("/api/judgements").json()["judgements"]) == 13


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"reason": ""}, 422, "reason"),
        ({"reason": "   "}, 422, "reason"),
        ({"author": ""}, 422, "author"),
        ({"author": "x" * 201}, 422, "author"),
        ({"verdict": "perhaps"}, 422, "verdict"),
        ({"other": f"{WIRE}/e1"}, 422, "one and the same"),
        ({"other": DENIAL}, 422, "two events"),
        ({"other": "ffffffff/e1"}, 404, "onrecord list"),
        ({"reason": "x" * 70_000}, 413, "bytes"),
    ],
)
def test_what_no_judgement_is(client: TestClient, change: dict[str, str], status: int, words: str) -> None:
    refused = client.post("/api/judgements", json=given(**change), headers=headers(client))
    assert refused.status_code == status
    assert words in refused.json()["error"]["message"]


def test_a_server_that_others_reach_keeps_no_judgements(tmp_path: Path) -> None:
    with Ledger.open(page_joins.fill(tmp_path / "open.sqlite")) as ledger:
        client = TestClient(create_app(ledger, host="0.0.0.0"), base_url=BASE)
        told = client.get("/api/token").json()
        assert told["token"] is None and "onrecord link" in told["why"]
        refused = client.post("/api/judgements", json=given(), headers=headers(client, **{"x-onrecord-token": "None"}))
        assert refused.status_code == 403 and "onrecord link" in refused.json()["error"]["message"]
