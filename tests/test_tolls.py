"""Tolls by source, with repetitions below their first telling; rules of datasets that count everyone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from onrecord.linking.corrections import Correction, Note
from onrecord.linking.corroboration import Source
from onrecord.linking.toll_rules import RULES, derive
from onrecord.linking.tolls import Toll, collapsed
from onrecord.record import Span

NOTE = Note("r9", "correction", "CORRECTS toll", 0, 13, "2026-03-09", "Vale Wire")


def toll(told: str, day: int = 5, source: str = "police", report: str = "", **other: Any) -> Toll:
    """ "at least 12 people", "3 gunmen", "dozens"; the second of each pair of reports is `report`."""
    number = re.search(r"\d+", told)
    value = float(number.group()) if number else {"dozens": 24.0, "hundreds": 200.0}[told.split()[0]]
    unit = re.sub(r"at least|\d+|dozens|hundreds", "", told).strip() or None
    high = None if "at least" in told or not number else value
    name = report or f"{source}-{day}"
    by = "outlet" if source[0].isupper() else "speaker"
    given: dict[str, Any] = {
        "event": f"{name}/e1", "report": name, "what": "killed", "low": value, "high": high, "unit": unit,
        "qualifier": "exactly" if high else "at least", "scope": "event", "as_of": None,
        "published": f"2026-03-{day:02d}", "publisher": "Coast", "speaker": () if by == "outlet" else (source,),
        "status": "asserted", "span": Span(0, len(told), told), "origin": Source(by, source),
    }  # fmt: skip
    return Toll(**(given | other))


@pytest.mark.parametrize(
    ("rule", "told", "expected"),
    [
        ("acled", ["12 people", "3 gunmen"], (12, 12, 12)),  # a side is no toll where somebody tells the whole
        ("acled", ["5 soldiers", "3 gunmen"], (8, 8, 8)),  # one report's sides are added up
        ("acled", ["5 civilians", "3 children"], (5, 5, 5)),  # children are among the civilians
        ("acled", ["dozens"], (12, 12, 12)),
        ("acled", ["hundreds"], (100, 100, 100)),
        ("acled", ["at least 12 people"], (12, 12, 12)),
        ("ucdp", ["dozens"], (24, 24, 24)),
        ("ucdp", ["5 soldiers", "3 gunmen"], (8, 8, 8)),
    ],
)
def test_a_rule_counts_everyone(rule: str, told: list[str], expected: tuple[float, ...]) -> None:
    found = derive(rule, [toll(t, report="r1") for t in told])
    assert found and (found.low, found.best, found.high) == expected


def test_sources_that_differ() -> None:
    found = [toll("15 people", 5), toll("12 people", 6, "army"), toll("14", 6, "mayor"), toll("2 gunmen", 6, "Vale")]
    acled, ucdp = derive("acled", found), derive("ucdp", found)
    assert acled and (acled.best, "2026-03-06" in acled.how) == (12, True)
    assert ucdp and (ucdp.low, ucdp.best, ucdp.high) == (12, 14, 15)


def test_running_totals_corrected_and_denied_figures_stand_back() -> None:
    withdrawn = (Correction("corrected", "figures", NOTE, "12", "x"),)
    found = [
        toll("900 people", 6, scope="total"),
        toll("15 people", 6, "army", corrections=withdrawn),
        toll("12 people", 6, "mayor"),
        toll("1 people", 6, "Coast", status="denied"),
    ]
    told = derive("acled", found)
    assert told and told.best == 12 and told.how.endswith("1 corrected or withdrawn figure left out")
    assert derive("ucdp", [found[1]]) is None and derive("ucdp", found, "injured") is None
    with pytest.raises(KeyError):
        derive("none", found)
    assert set(RULES) == {"acled", "ucdp"}


def test_repetitions_stand_below_the_first_telling() -> None:
    copy = {"reprint_of": "police-5", "reason": "the same words"}
    found = [
        toll("12 people", 5),
        toll("12", 5, report="again"),  # without a unit: the same count
        toll("12 people", 5, report="copy", **copy),
        toll("15 people", 6),
        toll("12 people", 7),  # back to 12: a line of its own
        toll("15 people", 8, report="late", **copy),  # a late copy of the 15
        toll("12 people", 8, "army"),
    ]
    lines = [(line.first.report, [t.report for t in line.tellings[1:]]) for line in collapsed(found)]
    assert lines == [("police-5", ["again", "copy"]), ("police-6", ["late"]), ("police-7", []), ("army-8", [])]
    assert sum(len(line.tellings) for line in collapsed(found)) == len(found)
    assert collapsed(()) == ()
