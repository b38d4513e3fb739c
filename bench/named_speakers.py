"""How many direct quotations have a canonical speaker: python -m bench.named_speakers REPORTS.jsonl GOLD.jsonl [--held]

Over the direct attributions of a PolNeAR gold file that state a source: how many sources have a mention in the record,
for how many the mention's entity is told by more than a pronoun (a name, or a noun phrase such as "the leader"), and
for how many it is told by name. Of several mentions inside a source the one that begins with it counts: "Ana Ruiz, an
aide to the mayor" is Ruiz. --held: one report in three,
sha256(id) % 3 == 0, the part that is never read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

from bench.readings import documents, parsed
from onrecord import pipeline
from onrecord.record import Record


def held(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 == 0


def speaker(record: Record, source: list[dict[str, Any]]) -> set[str]:
    """The forms (name, nominal, pronoun) in which the report tells the source's entity; empty without a mention."""
    first, last = min(s["start"] for s in source), max(s["end"] for s in source)
    inside = [m for m in record.mentions if m.span.start < last and first < m.span.end]
    if not inside:
        return set()
    best = min(inside, key=lambda m: (abs(m.span.start - first), abs(m.span.end - last)))
    return {m.form for m in record.mentions if m.entity == best.entity}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", type=Path)
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("--held", action="store_true")
    given = arguments.parse_args()
    rows = [json.loads(line) for line in given.gold.read_text("utf-8").split("\n") if line.strip()]
    gold = {r["id"]: r["attributions"] for r in rows if not given.held or held(r["id"])}
    total = found = told = named = pronouns = pronouns_named = 0
    for document, syntax in parsed(documents(given.reports, set(gold))):
        record = pipeline.read_parsed(document, syntax)
        for attribution in gold[document.name]:
            if attribution["direct"] and attribution["source"]:
                forms = speaker(record, attribution["source"])
                total, found, named = total + 1, found + bool(forms), named + ("name" in forms)
                told += bool(forms - {"pronoun"})
                if attribution["source"][0]["quote"].lower() in ("he", "she"):
                    pronouns, pronouns_named = pronouns + 1, pronouns_named + ("name" in forms)
    print(f"direct quotations with a source: {total}, with a mention {found / total:.3f}")
    print(f"told by more than a pronoun {told / total:.3f}, told by name {named / total:.3f}")
    print(f"of them said by he or she: {pronouns}, with a named person {pronouns_named / max(pronouns, 1):.3f}")


if __name__ == "__main__":
    main()
