"""Actors across reports: python -m bench.actors [--part held|seen] [--misses] [--speed N]

Two sets. ECB+ (topics whose number is divisible by three are held out): every person, body and place that the gold
tells by a name in a report, as far as the record has a named entity there; pairs of such within a topic that are one
chain, against pairs that the joins put together. Beside it the shared scorer's figure with the gold mentions given.
And the pairs of short reports written for the project (bench/marked/actors.toml; every third is held out).
--misses lists what is wrong (never of what is held out). --speed N: N generated reports, time and peak memory.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from bench import synthetic
from bench.crossdoc import score
from bench.readings import read
from bench.train_same_event import GOLD, held_out
from onrecord.clean import clean
from onrecord.linking.actors import Actor, actor_cards, cluster
from onrecord.parse import parse_all
from onrecord.pipeline import read_parsed
from onrecord.record import Mention, Record, Source

MARKED = Path(__file__).parent / "marked" / "actors.toml"
_NAME = re.compile(r"(?:^|\s)[A-Z]\w")


def actors(records: list[Record]) -> tuple[tuple[Actor, ...], dict[str, int]]:
    """The actors of the reports, and which of them an entity ("REPORT/ENTITY") belongs to."""
    found = cluster(card for record in records for card in actor_cards(record))
    return found, {key: number for number, actor in enumerate(found) for key in actor.members}


def meant(record: Record, start: int, end: int) -> Mention | None:
    """The mention that overlaps the given characters most."""
    over = [m for m in record.mentions if m.span.start < end and start < m.span.end]
    return max(
        over,
        key=lambda m: (min(m.span.end, end) - max(m.span.start, start), -abs(m.span.end - end), -len(m.span.quote)),
        default=None,
    )


def told(gold: list[dict[str, Any]], records: dict[str, Record]) -> Iterator[tuple[str, str, str, str]]:
    """Topic, chain, report and our entity for each chain that the gold tells by name in a report."""
    for row in gold:
        record = records[row["id"]]
        named = {m.id for m in record.mentions if m.form == "name"}
        seen = set()
        for mention in row["mentions"]:
            if mention["kind"] not in ("entity", "place") or not mention["validated"] or mention["chain"] in seen:
                continue
            ours = meant(record, mention["start"], mention["end"])
            if ours is not None and ours.id in named and _NAME.search(mention["quote"]):
                seen.add(mention["chain"])
                yield row["topic"], mention["chain"], record.document.name, f"{record.document.id}/{ours.entity}"


def ecb(part: str, misses: bool) -> None:
    rows = [json.loads(line) for line in (GOLD / "gold.jsonl").read_text("utf-8").split("\n") if line.strip()]
    gold = [row for row in rows if held_out(row["topic"]) == (part == "held")]
    records = list(read(GOLD / "reports.jsonl", {row["id"] for row in gold}))
    by_name = {r.document.name: r for r in records}
    _, of = actors(records)
    topics: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for topic, chain, report, key in told(gold, by_name):
        topics[topic].append((chain, report, key))
    counts = {"program": [0, 0, 0], "same name": [0, 0, 0]}
    names = {f"{r.document.id}/{e.id}": e.name.casefold() for r in records for e in r.entities}
    for topic, members in topics.items():
        for (chain, report, key), (other_chain, other_report, other) in combinations(members, 2):
            if report == other_report:
                continue
            truth = chain == other_chain
            joined = of.get(key, key) == of.get(other, other)
            for name, said in (("program", joined), ("same name", names[key] == names[other])):
                counts[name][0] += truth and said
                counts[name][1] += said
                counts[name][2] += truth
            if misses and part == "seen" and truth != joined:
                print("  missed" if truth else "  wrong ", topic, names[key], "|", names[other], report, other_report)
    for name, (right, said, true) in counts.items():
        print(f"ECB+ {part}, {name}: pairs {true}, {_prf(right, said, true)}")
    given = _given(gold, by_name, of)
    for kind in ("entity", "place"):
        told_by = score(gold, {"clusters": given}, "--given", "--kind", kind)
        print(f"ECB+ {part}, gold mentions of kind {kind}: CoNLL {told_by['CoNLL']:.3f}  B3 {told_by['B3']['F1']:.3f}")


def _given(gold: list[dict[str, Any]], records: dict[str, Record], of: dict[str, int]) -> list[list[list[Any]]]:
    """The gold's mentions in the clusters of the entities that stand there; nobody's stand alone."""
    clusters: dict[object, list[list[Any]]] = defaultdict(list)
    for row in gold:
        record = records[row["id"]]
        for mention in row["mentions"]:
            if mention["kind"] in ("entity", "place"):
                ours = meant(record, mention["start"], mention["end"])
                key = f"{record.document.id}/{ours.entity}" if ours else f"{row['id']}:{mention['start']}"
                clusters[of.get(key, key)].append([row["id"], mention["start"], mention["end"]])
    return list(clusters.values())


def _prf(right: int, said: int, true: int) -> str:
    precision, recall = right / max(said, 1), right / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"


def verdict(one: Record, other: Record, names: tuple[str, str]) -> str:
    """What the joins of two reports say of the two actors told there by these words: same, unsure or different."""
    keys = []
    for record, name in zip((one, other), names, strict=True):
        start = record.document.text.index(name)
        mention = meant(record, start, start + len(name))
        keys.append(f"{record.document.id}/{mention.entity}" if mention else "")
    found, of = actors([one, other])
    a, b = (of.get(key) for key in keys)
    if a is None or b is None:
        return "nobody"
    if a == b:
        return "same"
    members = set(found[b].members)
    return "unsure" if any({u.a, u.b} & members for u in found[a].unsure) else "different"


def marked(misses: bool) -> None:
    cases = tomllib.loads(MARKED.read_text("utf-8"))["case"]
    sources = [
        Source(f"{n}-{side}", case[side]["text"], published=case[side].get("published"))
        for n, case in enumerate(cases)
        for side in ("a", "b")
    ]
    documents = [clean(s) for s in sources]
    records = [read_parsed(d, s) for d, s in zip(documents, parse_all(documents), strict=True)]
    tally: dict[tuple[str, str, str], int] = defaultdict(int)
    for n, case in enumerate(cases):
        said = verdict(records[2 * n], records[2 * n + 1], (case["a"]["name"], case["b"]["name"]))
        part = "held out" if n % 3 == 0 else "seen"
        tally[part, case["is"], said] += 1
        if misses and part == "seen" and said != case["is"]:
            print("  MISS", case["is"], "said", said, "|", case["a"]["text"], "|", case["b"]["text"])
    for part in ("seen", "held out"):
        rows = {k[1:]: v for k, v in tally.items() if k[0] == part}
        right = sum(v for (true, said), v in rows.items() if true == said)
        wrong = sum(v for (true, said), v in rows.items() if {true, said} == {"same", "different"})
        total = sum(rows.values())
        print(f"pairs {part}: {right} of {total} right ({right / max(total, 1):.3f}), joined or parted wrongly {wrong}")
        print("  " + ", ".join(f"{true} said {said}: {v}" for (true, said), v in sorted(rows.items())))


def speed(count: int) -> None:
    began = time.perf_counter()
    cards = (card for record in synthetic.records(count) for card in actor_cards(record))
    made = 0

    def counted() -> Iterator[Any]:
        nonlocal made
        for card in cards:
            made += 1
            yield card

    found = cluster(counted())
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{count} reports, {made} entities, {len(found)} actors: {took:.0f} s with generating, {peak} MB")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--part", choices=("held", "seen"), default="held")
    arguments.add_argument("--misses", action="store_true")
    arguments.add_argument("--only", choices=("ecb", "pairs"))
    arguments.add_argument("--speed", type=int, default=0)
    asked = arguments.parse_args()
    if asked.speed:
        speed(asked.speed)
        return
    if asked.only != "pairs":
        ecb(asked.part, asked.misses)
    if asked.only != "ecb" and MARKED.exists():
        marked(asked.misses)


if __name__ == "__main__":
    main()
