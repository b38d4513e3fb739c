"""Same event and same story on the held-out topics of ECB+: python -m bench.crossdoc [--part held|seen]

The joins as `onrecord same --format clusters` makes them (with cached parses), scored with the gold mentions given and
with the events that the program finds by itself. Topics whose number is divisible by three are held out.
"""

from __future__ import annotations

import argparse
import json

from bench.readings import read
from bench.train_same_event import GOLD, held_out
from bench.train_same_event import scored as score
from onrecord import parse
from onrecord.joining import clusters, given, join
from onrecord.record import Record


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--part", choices=("held", "seen"), default="held")
    wanted = arguments.parse_args().part == "held"
    rows = [json.loads(line) for line in (GOLD / "gold.jsonl").read_text("utf-8").split("\n") if line.strip()]
    gold = [row for row in rows if held_out(row["topic"]) == wanted]
    records: list[Record] = list(read(GOLD / "reports.jsonl", {row["id"] for row in gold}))
    mentions = {
        row["id"]: [(m["start"], m["end"]) for m in row["mentions"] if m["kind"] == "event" and m["validated"]]
        for row in gold
    }
    with_gold = score(gold, clusters(join(records, parse.similar, cards_of=given(mentions))), "--given")
    with_own = score(gold, clusters(join(records, parse.similar)))
    for name, scored in (("gold mentions", with_gold), ("own mentions", with_own)):
        print(f"{name}: CoNLL {scored['CoNLL']:.3f}  MUC {_f(scored['MUC'])}  B3 {_f(scored['B3'])}", end="  ")
        print(f"CEAFe {_f(scored['CEAFe'])}  mentions {scored['mentions']}")
    print(f"documents: B3 {_f(with_own['documents_B3'])}  ARI {with_own['documents_ARI']:.3f}  reports {len(gold)}")


def _f(triple: dict[str, float]) -> str:
    return f"{triple['F1']:.3f}"


if __name__ == "__main__":
    main()
