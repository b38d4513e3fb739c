"""The API against its own OpenAPI: what it says it takes and gives is what it takes and gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

schemathesis = pytest.importorskip("schemathesis", reason="API tests skipped: schemathesis is not installed")
from hypothesis import HealthCheck, given, settings  # noqa: E402

from onrecord.ledger import Ledger  # noqa: E402
from onrecord.server import create_app  # noqa: E402
from tests import page_reports  # noqa: E402


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = page_reports.fill(tmp_path_factory.mktemp("contract") / "three.sqlite")
    with Ledger.open(path) as ledger:
        yield schemathesis.openapi.from_asgi(
            "/api/openapi.json", create_app(ledger, host="testserver"), headers={"host": "testserver"}
        )


PATHS = (
    "ledger", "reports", "events", "facets", "days", "records/{report}", "joins", "happenings", "happenings/days",
    "happenings/{report}/{event}", "conflicts", "tolls", "reprints", "reprints/{report}", "differences",
    "token", "judgements", "actors", "actors/{report}/{entity}",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_the_api_keeps_its_word(told: Any, path: str) -> None:
    @given(case=told[f"/api/{path}"]["GET"].as_strategy())
    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def check(case: Any) -> None:
        case.call_and_validate(headers={"host": "testserver"})

    check()
