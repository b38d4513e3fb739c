"""The API and what guards it: answers, refusals, headers, and that no path leads out of the page's folder."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord import codec
from onrecord.export import EXPORTS
from onrecord.ledger import Filters, Ledger
from onrecord.server import ServerError, create_app, files, serve
from tests import page_reports


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = page_reports.fill(tmp_path_factory.mktemp("server") / "three.sqlite")
    with Ledger.open(path) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def client(ledger: Ledger) -> TestClient:
    return TestClient(create_app(ledger), base_url="http://127.0.0.1:8765", raise_server_exceptions=False)


def test_about(client: TestClient) -> None:
    assert client.get("/api/ledger").json() | {"version": ""} == {
        "version": "",
        "name": "three.sqlite",
        "reports": 3,
        "events": 8,
    }


def test_reports_newest_first(client: TestClient) -> None:
    page = client.get("/api/reports").json()
    assert [row["name"] for row in page["rows"]] == ["denial.txt", "talks.txt", "port.txt"]
    assert page["total"] == 3


@pytest.mark.parametrize(
    ("query", "triggers"),
    [
        ("status=denied", {"ordering", "bomb"}),
        ("status=denied&status=planned", {"ordering", "bomb", "meet"}),
        ("kind=ASSAULT&status=asserted", {"killed"}),
        ("kind=none", {"burned", "ordering"}),
        ("actor==Northern%20League", {"shelled", "meet"}),
        ("place=oster", {"meet", "besiege", "bomb"}),
        ("source=ada%20wren", {"rescued", "ordering"}),
        ("publisher==Oster%20Post&kind=CONSULT", {"meet"}),
        ("since=2026-03-09", {"meet"}),
        ("words=sailors", {"rescued"}),
        ("words=nothing%20of%20the%20kind", set()),
    ],
)
def test_events_follow_the_filters(client: TestClient, query: str, triggers: set[str]) -> None:
    page = client.get(f"/api/events?{query}").json()
    assert {row["event"]["trigger"]["quote"] for row in page["rows"]} == triggers
    assert page["total"] == len(triggers)


def test_pages(client: TestClient) -> None:
    rows = [client.get(f"/api/events?limit=1&offset={i}").json()["rows"] for i in range(9)]
    assert len({row[0]["id"] for row in rows[:8]}) == 8
    assert rows[8] == []


def test_facets_count_under_all_filters_but_their_own(client: TestClient) -> None:
    facets = {f["facet"]: f["counts"] for f in client.get("/api/facets?status=denied").json()["facets"]}
    assert {c["value"]: c["events"] for c in facets["status"]}["asserted"] == 3
    assert {c["value"]: c["events"] for c in facets["kind"]} == {"ASSAULT": 1, "none": 1}


def test_days(client: TestClient) -> None:
    days = [("2026-03-03", 2), ("2026-03-09", 1)]
    assert [(d["day"], d["events"]) for d in client.get("/api/days?since=2026-03-09").json()["days"]] == days
    assert client.get("/api/days?status=planned").json() == {"days": [{"day": "2026-03-09", "events": 1}]}


@pytest.mark.parametrize("form", list(EXPORTS))
def test_an_export_is_what_the_filters_show(client: TestClient, ledger: Ledger, form: str) -> None:
    answer = client.get(f"/api/export/{form}?status=denied&publisher=oster")
    assert answer.content == b"".join(EXPORTS[form](ledger, Filters(status=("denied",), publisher=("oster",))))
    assert b"bomb" in answer.content and b"besiege" not in answer.content
    assert answer.headers["content-disposition"] == f'attachment; filename="onrecord.{form}"'
    assert answer.headers["content-type"] != "application/octet-stream"


def test_record_is_the_contract_to_the_letter(client: TestClient, ledger: Ledger) -> None:
    report = page_reports.port()
    answer = client.get(f"/api/records/{report.document.id}")
    assert answer.content == codec.encode(report)
    assert codec.decode(answer.content) == report


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/records/ffffffff", 404, "onrecord list"),
        ("/api/records/" + "x" * 600, 422, "report"),
        ("/api/events?limit=0", 422, "limit"),
        ("/api/events?limit=501", 422, "limit"),
        ("/api/events?offset=-1", 422, "offset"),
        ("/api/events?status=maybe", 422, "status"),
        ("/api/events?since=Wednesday", 422, "since"),
        ("/api/events?since=2026-02-31", 422, "since"),
        ("/api/events?until=0", 422, "until"),
        ("/api/events?order=random", 422, "order"),
        ("/api/export/xls", 404, "csv"),
        ("/api/nothing", 404, "/api/openapi.json"),
        ("/nothing.js", 404, "/api/openapi.json"),
        ("/docs", 404, "/api/openapi.json"),
    ],
)
def test_errors_are_json_and_say_what_to_do(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert words in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%2f..%2frecord.py",
        "/..%5c..%5crecord.py",
        "//etc/passwd",
        "/record.py",
        "/.built",
        "/assets/",
        "/index.html/",
    ],
)
def test_only_the_page_s_own_files(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/", "/api/ledger", "/api/records/x"])
def test_nothing_can_be_changed(client: TestClient, method: str, path: str) -> None:
    refused = client.request(method, path)
    assert refused.status_code == 403
    token = client.get("/api/token").json()["token"]
    own = {"origin": "http://127.0.0.1:8765", "x-onrecord-token": token, "content-type": "application/json"}
    answer = client.request(method, path, headers=own, content=b"{}")
    assert answer.status_code == 405
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("bound", "host", "answered"),
    [
        ("127.0.0.1", "127.0.0.1:8765", True),
        ("127.0.0.1", "localhost", True),
        ("127.0.0.1", "[::1]:8765", True),
        ("127.0.0.1", "LOCALHOST:1", True),
        ("127.0.0.1", "evil.example", False),
        ("127.0.0.1", "localhost.evil.example", False),
        ("127.0.0.1", "127.0.0.1.evil.example:8765", False),
        ("127.0.0.1", "192.168.1.7:8765", False),
        ("127.0.0.1", "", False),
        ("192.168.1.7", "192.168.1.7:8765", True),
        ("0.0.0.0", "192.168.1.7:8765", True),
        ("0.0.0.0", "evil.example", False),
    ],
)
def test_host(ledger: Ledger, bound: str, host: str, answered: bool) -> None:
    client = TestClient(create_app(ledger, host=bound))
    answer = client.get("/api/ledger", headers={"host": host})
    assert answer.status_code == (200 if answered else 421)
    assert answered or "address" in answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/", "/api/ledger", "/api/events?limit=0", "/nothing"])
def test_every_answer_carries_the_policy(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers


def test_a_page_that_is_not_built_says_how(tmp_path: Path) -> None:
    held = files.load(tmp_path / "none")
    assert held["/"].status == 503
    assert b"make web" in held["/"].content


def test_links_out_of_the_folder_are_not_served(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("page")
    (tmp_path / "out.html").symlink_to(__file__)
    assert set(files.load(tmp_path)) == {"/"}


def test_openapi_tells_every_question(client: TestClient) -> None:
    told = client.get("/api/openapi.json").json()
    paths = {
        f"/api/{name}"
        for name in (
            "ledger", "reports", "events", "facets", "days", "records/{report}", "export/{format}", "joins",
            "happenings", "happenings/days", "happenings/{report}/{event}", "conflicts", "tolls", "reprints",
            "reprints/{report}", "differences", "actors", "actors/{report}/{entity}", "token", "judgements",
                "joined/{view}",
        )
    }  # fmt: skip
    assert set(told["paths"]) == paths
    for path in paths - {"/api/export/{format}", "/api/joined/{view}"}:
        assert "$ref" in str(told["paths"][path]["get"]["responses"]["200"])


def test_the_page_s_source_never_makes_markup_of_words_nor_names_another_machine() -> None:
    root = Path(__file__).parents[1] / "web"
    sources = [p for p in (root / "src").rglob("*") if p.is_file()]
    assert len(sources) > 20
    for source in sources:
        text = source.read_text("utf-8")
        for forbidden in ("{@html", "innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "http://", "https://"):
            assert forbidden not in text, (source.name, forbidden)
    assert '"resolved"' not in (root / "package-lock.json").read_text("utf-8")


def test_the_documentation_tells_every_address_and_parameter(client: TestClient) -> None:
    text = (Path(__file__).parents[1] / "docs" / "reference" / "api.md").read_text("utf-8")
    for path, methods in client.get("/api/openapi.json").json()["paths"].items():
        assert f"`{path}`" in text
        for parameter in methods["get"].get("parameters", []):
            assert f"`{parameter['name']}`" in text, (path, parameter["name"])


def test_what_is_added_meanwhile_is_served(tmp_path: Path) -> None:
    path = page_reports.fill(tmp_path / "growing.sqlite")
    with Ledger.open(path) as reading, Ledger.open(path, write=True) as writing:
        client = TestClient(create_app(reading), base_url="http://127.0.0.1:8765")
        assert client.get("/api/reports").json()["total"] == 3
        list(writing.add([page_reports.foreign()]))
        assert client.get("/api/reports").json()["total"] == 4
        writing.forget("fremd.txt")
        assert client.get("/api/records/fremd.txt").status_code == 404


def test_a_taken_port_is_told(ledger: Ledger) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ServerError, match="--port"):
            serve(ledger.path, port=taken.getsockname()[1])


def test_no_address_is_not_every_address(ledger: Ledger) -> None:
    with pytest.raises(ServerError, match="--host"):
        serve(ledger.path, host="", port=0)


def test_serve_answers_and_stops(ledger: Ledger) -> None:
    code = (
        f"from onrecord.server import serve; serve({str(ledger.path)!r}, port=0, ready=lambda a: print(a, flush=True))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        address = running.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{address}api/ledger") as answer:
            assert answer.status == 200
        running.terminate()
        assert running.wait(10) is not None
