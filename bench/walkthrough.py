"""Write WALKTHROUGH.md: one example report after each stage, from a real run: python -m bench.walkthrough [--check]"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from onrecord import parse, pipeline
from onrecord.clean import clean
from onrecord.ingest import gather
from onrecord.pipeline import Reading
from onrecord.record import Document, Failure, Source, Span

ROOT = Path(__file__).resolve().parents[1]
REPORT = "meridian-denial"

HEAD = """# One report after each stage

Written by `make walkthrough` from a real run over the report `{name}` of `examples/reports.jsonl` (invented outlet,
people and events); a test fails when it no longer matches what the program does. The stages stand in
[`onrecord/pipeline.py`](onrecord/pipeline.py) in this order. What each field means: [docs/codebook.md](docs/codebook.md).
"""

TEXTS = {
    "dating": "When was the report published? A date that came with the report stays; else the dateline, else inferred.",
    "times": "Expressions of time, each with its TIMEX3 value and the days that it allows.",
    "places": "Names of places and the gazetteer entry chosen for each, with the reason.",
    "entities": "Who is meant: names, phrases and pronouns that stand for the same somebody.",
    "status": "How each predicate is put, from its own scope: what is not listed is asserted and certain.",
    "tags": "What the learned tagger says of each word: evidence for the next stage, no result of its own.",
    "attribution": "Who says what. `within` tells the statement in which another one stands.",
    "speakers": "I and we inside quotations become their speakers.",
    "saying_time": "When each thing was said, apart from when it happened.",
    "figures": "Numbers that happenings are told with.",
    "events": "What happened: trigger, kind, who, to whom.",
    "sourcing": "Each event hangs from the innermost source whose words hold it.",
    "event_time": "Which time belongs to which event.",
    "event_place": "Which place belongs to which event.",
}


def _source() -> Source:
    for outcome in gather([str(ROOT / "examples" / "reports.jsonl")]):
        if isinstance(outcome, Source) and outcome.name == REPORT:
            return outcome
        if isinstance(outcome, Failure):
            sys.exit(outcome.reason)
    sys.exit(f"the example {REPORT} is missing")


def _quote(span: Span | None) -> str:
    return f"“{span.quote}”" if span else "-"


def _table(head: str, rows: Iterable[str]) -> str:
    columns = head.count("|") - 1
    body = "\n".join(rows)
    return f"{head}\n|{'---|' * columns}\n{body}\n" if body else "Nothing in this report.\n"


def _times(r: Reading) -> str:
    rows = (f"| {_quote(t.span)} | {t.type} | `{t.value}` | {t.earliest} to {t.latest} |" for t in r.times)
    return _table("| expression | type | value | days |", rows)


def _places(r: Reading) -> str:
    rows = (f"| {_quote(p.span)} | {p.name} | {p.country or '-'} | {p.precision} | {p.reason} |" for p in r.places)
    return _table("| expression | name | country | precision | reason |", rows)


def _entities(r: Reading) -> str:
    rows = []
    for entity in r.entities.entities:
        spans = ", ".join(_quote(m.span) for m in r.entities.mentions if m.entity == entity.id)
        codes = " ".join(c for c in (entity.codes.country, entity.codes.sector) if c) or "-"
        rows.append(f"| {entity.id} | {entity.name} | {entity.kind} | {codes} | {spans} |")
    return _table("| id | name | kind | codes | mentions |", rows)


def _status(r: Reading) -> str:
    rows = (
        f"| “{r.syntax.tokens[i].text}” | {j.status} | {j.certainty} | {_quote(j.cue)} | {j.rule} |"
        for i, j in sorted(r.judgements.items())
    )
    return _table("| word | status | certainty | cue | rule |", rows)


def _attributions(r: Reading) -> str:
    names = {e.id: e.name for e in r.entities.entities}
    rows = []
    for a in r.attributions:
        who = names.get(a.source or "", "unnamed")
        content = " … ".join(_quote(c) for c in a.content)
        rows.append(
            f"| {a.id} | {who} ({_quote(a.source_span)}) | {_quote(a.cue)} | {content} | {a.stance} | {a.within or '-'} |"
        )
    return _table("| id | source | cue | content | stance | within |", rows)


def _figures(r: Reading) -> str:
    rows = (f"| {_quote(f.span)} | {f.what} | {f.low} | {f.high} | {f.scope} |" for f in r.figures)
    return _table("| expression | what | low | high | scope |", rows)


def _events(r: Reading) -> str:
    names = {e.id: e.name for e in r.entities.entities}

    def party(role: str, event_arguments: Iterable[object]) -> str:
        found = [a for a in event_arguments if getattr(a, "role", "") == role]
        told = (names.get(getattr(a, "entity", None) or "") or getattr(a.span, "quote", "-") for a in found)  # type: ignore[attr-defined]
        return ", ".join(told) or "-"

    rows = []
    for e in r.events:
        figures = ", ".join(f.span.quote for f in e.figures) or "-"
        actor, recipient = party("actor", e.arguments), party("recipient", e.arguments)
        rows.append(
            f"| {e.id} | {_quote(e.trigger)} | {e.kind or '-'} | {actor} | {recipient} | {figures} | {e.status} |"
        )
    return _table("| id | trigger | kind | actor | recipient | figures | status |", rows)


def _chains(r: Reading) -> str:
    rows = (
        f"| {e.id} {_quote(e.trigger)} | {e.status} | {' ‹ '.join(e.according_to) or 'the outlet'} |" for e in r.events
    )
    return _table("| event | status | according to |", rows)


def _event_times(r: Reading) -> str:
    values = {t.id: t.value for t in r.times}
    rows = (f"| {e.id} {_quote(e.trigger)} | `{values[e.time]}` |" for e in r.events if e.time)
    return _table("| event | time |", rows)


def _event_places(r: Reading) -> str:
    names = {p.id: p.name for p in r.places}
    rows = (f"| {e.id} {_quote(e.trigger)} | {names[e.place]} |" for e in r.events if e.place)
    return _table("| event | place |", rows)


def _dating(r: Reading) -> str:
    return f"`{r.document.published}`, basis: {r.document.published_basis}\n"


SHOWN = {
    "dating": _dating,
    "times": _times,
    "places": _places,
    "entities": _entities,
    "status": _status,
    "attribution": _attributions,
    "figures": _figures,
    "events": _events,
    "sourcing": _chains,
    "event_time": _event_times,
    "event_place": _event_places,
}


def _cleaned(document: Document) -> str:
    excluded = "".join(f"- {_quote(e.span)}: {e.reason}\n" for e in document.excluded) or "- nothing is left out\n"
    text = "\n".join(f"> {line}" for line in document.text.strip().split("\n"))
    return f"\n## clean\n\nThe frozen text; every span of the record counts its characters.\n\n{text}\n\n{excluded}"


def written() -> str:
    """The whole of WALKTHROUGH.md."""
    document = clean(_source())
    syntax = parse.parse(document)
    parts = [HEAD.format(name=REPORT), _cleaned(document)]
    parts.append(
        f"\n## parse\n\n{len(syntax.sentences)} sentences, {len(syntax.tokens)} words and marks, each with its"
        f" part of speech and its head; the first sentence:\n\n`"
        + " ".join(f"{t.text}/{t.tag}" for t in syntax.sentence(syntax.tokens[0]))
        + "`\n"
    )
    reading = Reading(document, syntax)
    for name, stage in pipeline.STAGES:
        reading = stage(reading)
        shown = SHOWN.get(name)
        parts.append(f"\n## {name}\n\n{TEXTS.get(name, '')}\n" + (f"\n{shown(reading)}" if shown else ""))
    return "".join(parts)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="fail when the file differs from what a run gives")
    given = arguments.parse_args()
    path, text = ROOT / "WALKTHROUGH.md", written()
    if given.check:
        if path.read_text("utf-8") != text:
            sys.exit("WALKTHROUGH.md is out of date: run `make walkthrough`")
    else:
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
