"""Three invented reports, coded by hand, for the tests of server and page: with an emoji and right-to-left text."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from pathlib import Path

from onrecord.ledger import Ledger
from onrecord.record import (
    Argument,
    Attribution,
    Codes,
    Credit,
    Document,
    Entity,
    Event,
    Excluded,
    Figure,
    Mention,
    Place,
    Program,
    Record,
    Span,
    Timex,
)

PORT = """MELK HARBOUR — Two boats 🚤🚤 carrying fuel burned at Melk Harbour on Tuesday night, the port authority said.

"The خفر السواحل (coast guard) rescued nine sailors," harbour master Ada Wren told Lakeside Radio. She said that the \
governor had denied ordering the fire.

Rebels of the Northern League 🏴 may have shelled the pier on 3 March 2026, a diplomat said. At least 12 people were killed.

<img src=x onerror="document.title='broken out'"> & <b>bold</b> are words of this report.

Also Read: Ten walks by the lake
"""

TALKS = """The Northern League will meet the government in Oster on 9 March 2026, its spokesman said on Thursday.

If the talks fail, the army would besiege Oster.
"""

DENIAL = """The army did not bomb Oster, the defence ministry said."""


class Coding:
    """Finds quotes in a text, so that no offset is typed."""

    def __init__(self, text: str, **known: str) -> None:
        digest = hashlib.sha256(text.encode()).hexdigest()
        self.document = Document(digest, text=text, **{"name": "unnamed", **known})  # type: ignore[arg-type]

    def __call__(self, quote: str, nth: int = 0) -> Span:
        start = -1
        for _ in range(nth + 1):
            start = self.document.text.index(quote, start + 1)
        return self.document.span(start, start + len(quote))


def _mentions(at: Coding, *coded: tuple[str, str, str, int]) -> tuple[Mention, ...]:
    made = [(entity, form, at(quote, nth)) for entity, form, quote, nth in coded]
    made.sort(key=lambda m: m[2])
    return tuple(Mention(f"m{i}", e, span, form) for i, (e, form, span) in enumerate(made, 1))  # type: ignore[arg-type]


def port() -> Record:
    at = Coding(
        PORT,
        name="port.txt",
        title="Fire at Melk Harbour",
        publisher="Lakeside Wire",
        published="2026-03-05",
        published_basis="dateline",
        byline="Ida Moor",
        url="https://example.org/port",
    )
    also = at("Also Read: Ten walks by the lake")
    document = Document(
        at.document.id,
        "port.txt",
        PORT,
        at.document.title,
        at.document.publisher,
        at.document.byline,
        at.document.url,
        at.document.published,
        "dateline",
        excluded=(Excluded(also, "related_link"), Excluded(at("MELK HARBOUR —"), "byline")),
        credits=(Credit(at("Lakeside Radio"), "Lakeside Radio"),),
    )
    entities = (
        Entity("n1", "port authority", "organization"),
        Entity("n2", "coast guard", "organization", aliases=("خفر السواحل",)),
        Entity("n3", "Ada Wren", "person", titles=(at("harbour master"),)),
        Entity("n4", "governor", "person", codes=Codes("NER", "GOV")),
        Entity("n5", "Northern League", "group", codes=Codes("NER", "REB")),
        Entity("n6", "two boats", "other"),
    )
    mentions = _mentions(
        at,
        ("n6", "nominal", "Two boats 🚤🚤 carrying fuel", 0),
        ("n1", "nominal", "the port authority", 0),
        ("n2", "name", "خفر السواحل (coast guard)", 0),
        ("n3", "name", "harbour master Ada Wren", 0),
        ("n3", "pronoun", "She", 0),
        ("n4", "nominal", "the governor", 0),
        ("n5", "name", "Rebels of the Northern League 🏴", 0),
    )
    times = (
        Timex("t1", at("Tuesday night"), "TIME", "2026-03-03TNI", "2026-03-03T18:00", "2026-03-04T06:00", "t0"),
        Timex("t2", at("3 March 2026"), "DATE", "2026-03-03", "2026-03-03", "2026-03-03"),
    )
    places = (
        Place(
            "p1", at("Melk Harbour"), "Melk Harbour", "NER", "Agadez", 16.97, 7.99, 1, "settlement", 3, "the only one"
        ),
        Place("p2", at("the pier"), "the pier", None, precision="unresolved"),
    )
    attributions = (
        Attribution("a1", "n1", at("the port authority"), at("said"), (at("Two boats 🚤🚤 carrying fuel burned at Melk Harbour on Tuesday night"),), "indirect", "says", rule="test"),
        Attribution("a2", "n3", at("harbour master Ada Wren"), at("told"), (at("The خفر السواحل (coast guard) rescued nine sailors"),), "direct", "says", medium=at("Lakeside Radio"), rule="test"),
        Attribution("a3", "n3", at("She"), at("said", 1), (at("the governor had denied ordering the fire"),), "indirect", "says", rule="test"),
        Attribution("a4", "n4", at("the governor"), at("denied"), (at("ordering the fire"),), "indirect", "denies", within="a3", rule="test"),
        Attribution("a5", None, at("a diplomat"), at("said", 2), (at("Rebels of the Northern League 🏴 may have shelled the pier on 3 March 2026"),), "indirect", "says", rule="test"),
    )  # fmt: skip
    events = (
        Event("e1", at("burned"), arguments=(Argument("recipient", "n6", at("Two boats 🚤🚤 carrying fuel")),), place="p1", time="t1", according_to=("a1",), rule="test"),
        Event("e2", at("rescued"), "AID", arguments=(Argument("actor", "n2", at("خفر السواحل (coast guard)")), Argument("recipient", None, at("nine sailors"))), figures=(Figure("other", 9.0, 9.0, "sailors", "event", None, at("nine sailors")),), according_to=("a2",), rule="test"),
        Event("e3", at("ordering"), arguments=(Argument("actor", "n4", at("the governor")),), status="denied", status_cue=at("denied"), according_to=("a4", "a3"), rule="test"),
        Event("e4", at("shelled"), "ASSAULT", arguments=(Argument("actor", "n5", at("Rebels of the Northern League 🏴")), Argument("recipient", None, at("the pier"))), place="p2", time="t2", status="possible", certainty="possible", status_cue=at("may"), according_to=("a5",), rule="test"),
        Event("e5", at("killed"), "ASSAULT", figures=(Figure("killed", 12.0, None, "people", "total", None, at("At least 12 people")),), rule="test"),
    )  # fmt: skip
    notes = ("the report's date is that of its dateline",)
    return Record(Program("test"), document, entities, mentions, times, places, attributions, events, notes)


def talks() -> Record:
    at = Coding(TALKS, name="talks.txt", title="Talks planned in Oster", publisher="Oster Post", published="2026-03-06")
    entities = (
        Entity("n1", "Northern League", "group", codes=Codes("NER", "REB")),
        Entity("n2", "government", "organization", codes=Codes("NER", "GOV")),
        Entity("n3", "army", "organization", codes=Codes("NER", "MIL")),
    )
    mentions = _mentions(
        at,
        ("n1", "name", "The Northern League", 0),
        ("n2", "nominal", "the government", 0),
        ("n3", "nominal", "the army", 0),
    )
    times = (Timex("t1", at("9 March 2026"), "DATE", "2026-03-09", "2026-03-09", "2026-03-09"),)
    places = (
        Place("p1", at("Oster"), "Oster", "NER", None, 17.1, 8.2, 2, "settlement", 1, "the only one"),
        Place("p2", at("Oster", 1), "Oster", "NER", None, 17.1, 8.2, 2, "settlement", 1, "the only one"),
    )
    said = Attribution("a1", None, at("its spokesman"), at("said"), (at("The Northern League will meet the government in Oster on 9 March 2026"),), "indirect", "says", rule="test")  # fmt: skip
    events = (
        Event("e1", at("meet"), "CONSULT", arguments=(Argument("actor", "n1", at("The Northern League")), Argument("recipient", "n2", at("the government"))), place="p1", time="t1", status="planned", status_cue=at("will"), according_to=("a1",), rule="test"),
        Event("e2", at("besiege"), "ASSAULT", arguments=(Argument("actor", "n3", at("the army")),), place="p2", status="hypothetical", status_cue=at("If"), rule="test"),
    )  # fmt: skip
    return Record(Program("test"), at.document, entities, mentions, times, places, (said,), events)


def denial() -> Record:
    at = Coding(DENIAL, name="denial.txt", publisher="Oster Post", published="2026-03-07")
    entities = (
        Entity("n1", "army", "organization", codes=Codes("NER", "MIL")),
        Entity("n2", "defence ministry", "organization"),
    )
    mentions = _mentions(at, ("n1", "nominal", "The army", 0), ("n2", "nominal", "the defence ministry", 0))
    places = (Place("p1", at("Oster"), "Oster", "NER", None, 17.1, 8.2, 2, "settlement", 1, "the only one"),)
    said = Attribution("a1", "n2", at("the defence ministry"), at("said"), (at("The army did not bomb Oster"),), "indirect", "denies", rule="test")  # fmt: skip
    event = Event("e1", at("bomb"), "ASSAULT", arguments=(Argument("actor", "n1", at("The army")),), place="p1", status="denied", status_cue=at("not"), according_to=("a1",), rule="test")  # fmt: skip
    return Record(Program("test"), at.document, entities, mentions, (), places, (said,), (event,))


def fill(path: Path) -> Path:
    """A ledger with the three reports."""
    with Ledger.open(path, write=True) as ledger:
        added = list(ledger.add([port(), talks(), denial()]))
    if any(a.state != "added" for a in added):
        raise RuntimeError(str(added))
    return path


def many(count: int) -> Iterator[Record]:
    """Short reports of one event each, the first the oldest."""
    for number in range(count):
        day = (datetime.date(2020, 1, 1) + datetime.timedelta(number)).isoformat()
        at = Coding(f"Guards left gate {number}.", name=f"{number}.txt", title=f"Report number {number}", published=day)
        yield Record(Program("test"), at.document, events=(Event("e1", at("left"), rule="test"),))


def hostile() -> Record:
    """Names and addresses that try to be more than words, one of them very long; no word of it may act."""
    at = Coding(
        "\u202eREVERSED\u202c </span><script>alert(1)</script>\r\nشنّ الجيش hit\u0000the\u0007 gate 👩‍👩‍👧‍👦 at noon.".replace(
            "\u0000", " "
        )
    )
    document = Document(
        "e" * 64,
        "../../etc/passwd",
        at.document.text,
        "\u202e" + "</title><b onclick=alert(1)>" * 40,
        "<img src=http://example.org/x.png>",
        None,
        "javascript:alert(1)",
        "2026-03-08",
        "given",
    )
    entities = (Entity("n1", "W" * 400, "group", codes=Codes("<i>", "</i>")),)
    mentions = (Mention("m1", "n1", at("الجيش"), "name"),)
    event = Event("e1", at("hit"), "ASSAULT", "<u>", arguments=(Argument("actor", "n1", at("الجيش")), Argument("recipient", None, at("gate 👩‍👩‍👧‍👦"))), rule="<script>")  # fmt: skip
    return Record(Program("test"), document, entities, mentions, (), (), (), (event,), ("<b>a note</b>",))


def foreign() -> Record:
    """A report that is not in English: its document alone, and why."""
    text = "Die Armee hat das Lager geräumt."
    document = Document("d" * 64, "fremd.txt", text, published="2026-03-09", published_basis="given", language="de")
    return Record(Program("test"), document, notes=("not read: the text is not in English but in 'de'",))


def version(number: int) -> Record:
    """One address, another figure each time."""
    told = {1: "Three people", 2: "Five people"}[number]
    at = Coding(f"{told} were killed at the north gate of Oster on Monday, the guards said in a statement.", name=f"gate-{number}.txt", title="Deaths at the gate", publisher="Oster Post", published=f"2026-03-0{number}", url="https://example.org/gate")  # fmt: skip
    figure = Figure("killed", {1: 3.0, 2: 5.0}[number], {1: 3.0, 2: 5.0}[number], None, "event", None, at(told))
    event = Event("e1", at("killed"), "ASSAULT", figures=(figure,), rule="test")
    return Record(Program("test"), at.document, events=(event,))
