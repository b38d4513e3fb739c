"""Write the golden records of the example reports anew: python -m bench.goldens

One file a report under tests/articles: every event as a line, so that a change of reading is reviewed as a diff.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from onrecord import pipeline
from onrecord.ingest import gather
from onrecord.record import Event, Record

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "articles"


def records() -> dict[str, Record]:
    """The examples' records by a name that is fit for a file."""
    found = (r for r in pipeline.read_all(gather([str(ROOT / "examples")])) if isinstance(r, Record))
    return {Path(r.document.name).stem: r for r in found}


def golden(record: Record) -> str:
    """The reading of a report, a line an event: who did what to whom, where, when, figures, status, chain."""
    return (
        "\n".join([f"published {record.document.published} ({record.document.published_basis})", *_lines(record)])
        + "\n"
    )


def _lines(record: Record) -> Iterator[str]:
    names = {e.id: e.name for e in record.entities}
    times = {t.id: t.value for t in record.times}
    places = {p.id: p.name for p in record.places}
    chains = {
        a.id: names.get(a.source or "") or (a.source_span.quote if a.source_span else "-") for a in record.attributions
    }
    for event in record.events:
        figures = " ".join(
            f"{f.what}={f.low if f.low is not None else ''}..{f.high if f.high is not None else ''}"
            for f in event.figures
        )
        parts = [
            event.trigger.quote,
            event.kind or "-",
            f"{event.status}/{event.certainty}",
            f"who: {_parties(event, 'actor', names)}",
            f"whom: {_parties(event, 'recipient', names)}",
            f"where: {places.get(event.place or '', '-')}",
            f"when: {times.get(event.time or '', '-')}",
            f"figures: {figures or '-'}",
            f"by: {' < '.join(chains[a] for a in event.according_to) or 'outlet'}",
        ]
        yield " | ".join(parts)


def _parties(event: Event, role: str, names: dict[str, str]) -> str:
    told = [names.get(a.entity or "") or (a.span.quote if a.span else "-") for a in event.arguments if a.role == role]
    return ", ".join(told) or "-"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    for name, record in records().items():
        (FOLDER / f"{name}.txt").write_text(golden(record), "utf-8")


if __name__ == "__main__":
    main()
