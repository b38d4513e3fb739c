"""Count in how many reports a word stem stands: python -m bench.count_words

Writes onrecord/models/word_counts.txt, by which linking weighs words (see the card beside it). Counted are development
reports that are not held out; ECB+ is not among them, so that its topics can be scored. Only stems that reports of two
collections hold are kept: no name of one story stands in the file.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter, defaultdict
from pathlib import Path

from onrecord.linking.words import content_stems

SHARED = Path(os.environ.get("ONRECORD_SHARED", Path(__file__).resolve().parents[2] / "shared"))
OUT = Path(__file__).resolve().parents[1] / "onrecord" / "models" / "word_counts.txt"
SETS = (
    "coref-gum", "coref-gum-interview", "events-india", "factuality-meantime", "muc4", "place-geovirus", "place-lgl",
    "quotes-polnear/train", "time-timebank",
)  # fmt: skip
_FEWEST = 3  # reports that hold a stem
_MOST = 400  # reports taken of one collection, so that none sets the tone (the order is that of the hash of the name)


def reports(name: str) -> list[str]:
    path = SHARED / "gold" / name / "reports.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
    kept = [(int(hashlib.sha256(row["id"].encode()).hexdigest(), 16), row["text"]) for row in rows]
    return [text for digest, text in sorted(kept) if digest % 3][:_MOST]


def main() -> None:
    counts: Counter[str] = Counter()
    holders: dict[str, set[str]] = defaultdict(set)
    total = 0
    for name in SETS:
        for text in reports(name):
            total += 1
            for stem in set(content_stems(text)):
                counts[stem] += 1
                holders[stem].add(name)
    kept = {s: n for s, n in counts.items() if n >= _FEWEST and len(holders[s]) > 1}
    by_count: dict[int, list[str]] = defaultdict(list)
    for stem, count in kept.items():
        by_count[count].append(stem)
    lines = [f"{count} {' '.join(sorted(stems))}" for count, stems in sorted(by_count.items(), reverse=True)]
    OUT.write_text("\n".join([f"{total} reports", *lines]) + "\n", "utf-8")
    print(f"{total} reports, {len(kept)} stems, {OUT.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
