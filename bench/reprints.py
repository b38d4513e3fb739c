"""Reprints told from independent reports: python -m bench.reprints [--part held|seen] [--speed REPORTS]

A set made from PolNeAR's development texts, always the same: whole copies, halves and quarters of one report set inside
another's text, and light rewrites of wholes and halves (words swapped for others of a list, words left out, sentences
in another order). Every other text of the part stands beside them. One copy in three credits the outlet of its
original, one in three has a later date, one neither. Texts are read from the gold; nothing of them is kept.
`--speed` indexes that many generated reports, of which one in ten copies another, and prints seconds and the peak of
memory.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import resource
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bench.train_same_event import SHARED
from onrecord.clean import clean
from onrecord.linking.reprints import Fingerprint, find_reprints, fingerprint
from onrecord.record import Document, Source

TEXTS = SHARED / "gold" / "quotes-polnear"
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])|\n+")
_FEWEST = 12  # sentences of a text that can give a half and a quarter
# Swapped in light rewrites; either way.
_SWAPS = dict(
    pair
    for one, other in (
        ("said", "stated"), ("also", "too"), ("told", "informed"), ("but", "yet"), ("because", "since"),
        ("people", "persons"), ("many", "numerous"), ("about", "around"), ("after", "following"), ("big", "large"),
        ("last", "past"), ("new", "fresh"), ("however", "still"), ("before", "ahead of"), ("while", "as"),
        ("would", "will"), ("during", "in"), ("including", "among them"),
    )
    for pair in ((one, other), (other, one))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """One report made of another: what was done to it, and the two documents' ids."""

    kind: str
    copy: str
    origin: str


def held_out(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 == 0


def _texts(held: bool) -> list[tuple[str, str]]:
    rows = []
    for part in ("train", "dev"):
        for line in (TEXTS / part / "reports.jsonl").read_text("utf-8").split("\n"):
            if line.strip():
                row = json.loads(line)
                if held_out(row["id"]) == held:
                    rows.append((row["id"], row["text"]))
    return sorted(rows)


def _rewritten(sentences: list[str], draw: random.Random, share: float = 0.7) -> list[str]:
    """Words swapped by the list, one word in forty left out, and neighbouring sentences changed over in places."""
    done = []
    for sentence in sentences:
        words = []
        for word in sentence.split(" "):
            if draw.random() < 1 / 40:
                continue
            words.append(_SWAPS[word] if word in _SWAPS and draw.random() < share else word)
        done.append(" ".join(words))
    for place in range(0, len(done) - 1, 2):
        if draw.random() < 0.3:
            done[place], done[place + 1] = done[place + 1], done[place]
    return done


def made(held: bool) -> tuple[list[Document], list[Made]]:
    """The documents of the set and what is a copy of what."""
    draw = random.Random(11)
    texts = [(name, [s for s in _SENTENCE.split(text) if s.strip()]) for name, text in _texts(held)]
    long = [t for t in texts if len(t[1]) >= _FEWEST]
    documents = [_document(name, sentences, _outlet(name), name.split("_")[1]) for name, sentences in texts]
    ids = {name: document.id for (name, _), document in zip(texts, documents, strict=True)}
    pool = [s for _, text in _texts(not held) for s in _SENTENCE.split(text) if s.strip()]
    answers = []
    kinds = ("whole", "half", "quarter", "whole rewritten", "half rewritten")
    for number, (name, sentences) in enumerate(long):
        kind = kinds[number % len(kinds)]
        part = _part(sentences, {"half": 0.5, "quarter": 0.25}.get(kind.split()[0], 1.0), draw)
        if kind.endswith("rewritten"):
            part = _rewritten(part, draw)
        length = 0 if kind.startswith("whole") else sum(map(len, part)) * (1 if "half" in kind else 3)
        frame = _frame(pool, length)
        if sum(map(len, frame)) < length:
            break  # all foreign text is used up
        cut = len(frame) // 2
        credit = f"(With inputs from {_outlet(name)})" if number % 3 == 0 else ""
        document = _document(
            f"copy-{number}",
            [*frame[:cut], *part, *frame[cut:], credit],
            "Copying Paper",
            "2017-01-01" if number % 3 == 1 else None,
        )
        documents.append(document)
        answers.append(Made(kind, document.id, ids[name]))
    return documents, answers


def _part(sentences: list[str], share: float, draw: random.Random) -> list[str]:
    """Neighbouring sentences that hold about that share of the text's characters."""
    wanted = share * sum(map(len, sentences))
    if share == 1.0:
        return list(sentences)
    start = draw.randrange(max(1, int(len(sentences) * (1 - share))))
    taken: list[str] = []
    for sentence in sentences[start:]:
        if sum(map(len, taken)) >= wanted:
            break
        taken.append(sentence)
    return taken


def _frame(pool: list[str], characters: int) -> list[str]:
    """Running text of that length, taken out of reports that are not in the set: it is a copy of nothing in it."""
    taken: list[str] = []
    while pool and sum(map(len, taken)) < characters:
        taken.append(pool.pop())
    return taken


def _outlet(name: str) -> str:
    return name.split("_")[0].replace("-", " ").title() + " Wire"


def _document(name: str, sentences: list[str], publisher: str, published: str | None = None) -> Document:
    return clean(Source(name, "\n".join(s for s in sentences if s), publisher=publisher, published=published))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--part", choices=("held", "seen"), default="held")
    arguments.add_argument("--errors", action="store_true", help="name the misses and the false ones (seen part only)")
    arguments.add_argument("--speed", type=int, metavar="REPORTS")
    given = arguments.parse_args()
    if given.speed:
        _speed(given.speed)
        return
    documents, answers = made(given.part == "held")
    found = find_reprints([fingerprint(d) for d in documents])
    _report(documents, answers, {frozenset((r.copy, r.origin)): (r.copy, r.origin) for r in found})
    if given.errors and given.part == "seen":
        names = {d.id: d.name for d in documents}
        wanted = {frozenset((m.copy, m.origin)) for m in answers}
        for r in found:
            if frozenset((r.copy, r.origin)) not in wanted:
                print("not in the set:", names[r.copy], names[r.origin], r.share, r.reason[-60:])


def _report(documents: list[Document], answers: list[Made], found: dict[frozenset[str], tuple[str, str]]) -> None:
    """Pairs of the originals with one another are counted as false ones, though news texts do quote each other."""
    copies = {m.copy for m in answers}
    by_kind: dict[str, list[Made]] = defaultdict(list)
    for answer in answers:
        by_kind[answer.kind].append(answer)
    wanted = {frozenset((m.copy, m.origin)) for m in answers}
    false = [pair for pair in found if pair not in wanted]
    for kind, told in sorted(by_kind.items()):
        hits = [m for m in told if frozenset((m.copy, m.origin)) in found]
        # A false pair counts against the kind of its copy; one of two originals against every kind.
        extra = [p for p in false if not (p & copies) or p & {m.copy for m in told}]
        directed = sum(found[frozenset((m.copy, m.origin))] == (m.copy, m.origin) for m in hits)
        recall, precision = len(hits) / len(told), len(hits) / max(1, len(hits) + len(extra))
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(
            f"{kind:16} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  direction {directed / max(1, len(hits)):.2f}",
            end="",
        )
        print(f"  pairs {len(told)}")
    print(
        f"false pairs: {len(false)}, of two originals {sum(not (p & copies) for p in false)}; reports {len(documents)}"
    )


def _generated(count: int) -> Iterator[Fingerprint]:
    """Reports of 400 words; one in ten carries half of an earlier one, one in a hundred is among copies of one page."""
    draw = random.Random(5)
    vocabulary = [f"w{n}" for n in range(30_000)]
    recent: list[list[str]] = []
    page = draw.choices(vocabulary, k=400)
    for number in range(count):
        words = draw.choices(vocabulary, k=400)
        if number % 100 == 0:
            words = page
        elif number % 10 == 0 and recent:
            words = draw.choice(recent)[:200] + words[:200]
        recent = [*recent[-200:], words]
        yield fingerprint(Document(f"r{number:07}", f"r{number}", " ".join(words), publisher=f"Paper {number % 50}"))


def _speed(count: int) -> None:
    start = time.perf_counter()
    prints = list(_generated(count))
    indexed = time.perf_counter()
    found = find_reprints(prints)
    seconds = time.perf_counter() - indexed
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} reports: made and hashed in {indexed - start:.0f} s, joined in {seconds:.0f} s, ", end="")
    print(f"{len(found)} reprints, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
