"""Five invented reports of one bomb, coded by hand and joined by a person's word, so that no score can part them.

A wire report and its reprint, the same speaker with a later figure, a denial with a lower one, and a report whose names try
to be more than words.
"""

from __future__ import annotations

from pathlib import Path

from onrecord.ledger import Ledger
from onrecord.record import (
    Argument,
    Attribution,
    Credit,
    Entity,
    Event,
    Figure,
    Mention,
    Place,
    Program,
    Record,
    Timex,
)
from tests.page_reports import Coding

WIRE = """KORE, April 2 (Vale Wire) - A bomb exploded at the Kore market on Wednesday, killing 8 people and burning \
dozens of stalls along the river side of the square, Mayor Oru Tamm said. Traders carried the wounded to the clinic on doors \
and carts, because the only ambulance of the town had been sent to Melk Harbour a day earlier for repairs. 🚑"""
REPRINT = WIRE.split(" - ", 1)[1] + " (Vale Wire)\n\nShares fell."
LATER = """A bomb exploded at the Kore market on 1 April. Mayor Oru Tamm said on Friday that 11 people were killed."""
DENIAL = (
    """No bomb exploded at the Kore market on 1 April, the army said: a gas bottle burst, and 3 people were killed."""
)
HOSTILE = """An بمب 💣 exploded at the Kore market, <script>alert(1)</script> said. "At least 8" were killed."""
AUTHOR = "Ida Moor"


def _record(text: str, name: str, publisher: str, published: str, **coded: str) -> Record:
    """`coded`: quotes. `speaker` says all; `number` are killed; `day` is when; `low`, `high` the figure."""
    at = Coding(text, name=name, publisher=publisher, published=published, title=coded.get("title", name))
    bomb, market = coded.get("bomb", "bomb"), "the Kore market"
    entities = [Entity("n1", "bomb", "other"), Entity("n3", "people", "other")]
    attributions: list[Attribution] = []
    if speaker := coded.get("speaker"):
        entities.append(Entity("n2", speaker, "person"))
        cue = at(coded.get("cue", "said"), text.count("said") - 1)
        said = (at(coded.get("content", "exploded")),)
        attributions.append(Attribution("a1", "n2", at(speaker), cue, said, "indirect", "says", rule="test"))
    days = (Timex("t1", at(coded["day"]), "DATE", "2026-04-01", "2026-04-01", "2026-04-01"),) if "day" in coded else ()
    low = float(coded["low"])
    high = float(coded["high"]) if coded.get("high") else None
    killed = Figure("killed", low, high, None, "event", None, at(coded["number"]))
    behind = ("a1",) if attributions else ()
    denied = coded.get("status") == "denied"
    place = Place("p1", at("Kore market"), "Kore", "NER", None, 14.2, 8.1, 7, "settlement", 1, "the only one")
    events = (
        Event("e1", at("exploded"), "ASSAULT", arguments=(Argument("instrument", "n1", at(bomb)),), place="p1", time="t1" if days else None, status="denied" if denied else "asserted", status_cue=at("No") if denied else None, according_to=behind, rule="test"),
        Event("e2", at(coded.get("killed", "killed")), "ASSAULT", arguments=(Argument("recipient", "n3", at(coded["number"])),), place="p1", figures=(killed,), according_to=behind, rule="test"),
    )  # fmt: skip
    assert market in text
    mentions = [Mention("m1", "n1", at(bomb), "nominal")]
    if speaker:
        mentions.append(Mention("m2", "n2", at(speaker), "name"))
    document = at.document
    if "credit" in coded:
        from dataclasses import replace

        document = replace(document, credits=(Credit(at(coded["credit"]), "Vale Wire"),))
    return Record(
        Program("test"), document, tuple(entities), tuple(mentions), days, (place,), tuple(attributions), events
    )


def wire() -> Record:
    return _record(WIRE, "wire.txt", "Vale Wire", "2026-04-02", title="Bomb at Kore market", speaker="Oru Tamm", number="8 people", killed="killing", day="Wednesday", low="8", high="8")  # fmt: skip


def reprint() -> Record:
    return _record(REPRINT, "reprint.txt", "Harbour News", "2026-04-02", title="Market bomb kills eight", speaker="Oru Tamm", number="8 people", killed="killing", day="Wednesday", low="8", high="8", credit="Vale Wire")  # fmt: skip


def later() -> Record:
    return _record(LATER, "later.txt", "Oster Post", "2026-04-03", title="Toll rises", speaker="Oru Tamm", number="11 people", day="1 April", low="11", high="11")  # fmt: skip


def denial() -> Record:
    return _record(DENIAL, "denial.txt", "Coast Radio", "2026-04-02", title="Army: no bomb at Kore", speaker="the army", number="3 people", day="1 April", low="3", high="3", status="denied")  # fmt: skip


def hostile() -> Record:
    return _record(HOSTILE, "<b>x</b>.txt", "\u202e<img src=x onerror=alert(1)>", "2026-04-04", title="</title><i>W" + "W" * 200, bomb="بمب 💣", speaker="<script>alert(1)</script>", number='"At least 8"', low="8")  # fmt: skip


def records() -> list[Record]:
    return [wire(), reprint(), later(), denial(), hostile()]


def fill(path: Path, *, judged: bool = True) -> Path:
    """A ledger with the five, in which a person says that all tell of one bomb and one toll."""
    with Ledger.open(path, write=True) as ledger:
        added = list(ledger.add(records()))
        if any(a.state != "added" for a in added):
            raise RuntimeError(str(added))
        first, *others = (r.document.id for r in records())
        for other in others if judged else ():
            for event in ("e1", "e2"):
                ledger.judge(f"{first}/{event}", f"{other}/{event}", "same", author=AUTHOR, reason="one market bomb")
        for report in (first, *others) if judged else ():
            ledger.judge(f"{report}/e1", f"{report}/e2", "different", author=AUTHOR, reason="bomb and toll")
    return path
