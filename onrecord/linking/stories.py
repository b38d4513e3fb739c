"""Stories: which reports tell of the same happening as a whole, by the words that tell them apart.

Reports are compared by the cosine of their weighed words (names count half as much again as other words). Weights come
from the reports themselves, so a set of reports gives the same stories in any order of adding.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.linking.grouping import group
from onrecord.linking.words import content_stems, weight
from onrecord.record import Document

_NAME_FACTOR = 1.5  # tuned on ECB+ topics whose number is not divisible by three
THRESHOLD = 0.25  # likewise: .22 to .28 score within .02 of one another
_NEIGHBOURS = 60  # words of a report by which its candidates are looked for: its heaviest
# Words are weighed as if at least so many reports stood there: of two reports alone, what both say would tell nothing.
_FEWEST = 200
_CROWD = 200  # reports that share a heavy word; a word of more of them finds no candidates, so that cost stays linear
_SHORT = 40  # different words of a report under which every word of it counts, as in a small set
_CAPITAL = re.compile(r"(?<=[^.!?\n\"“] )[A-Z][\w’'-]+")


@dataclass(frozen=True, slots=True)
class Words:
    """The counted words of one report; `names` are the stems that it writes with a capital inside sentences."""

    report: str
    counts: dict[str, int]
    names: frozenset[str]


def words_of(document: Document) -> Words:
    """The words of the account: excluded parts are left out."""
    pieces, cursor = [], 0
    for part in sorted(document.excluded, key=lambda e: e.span.start):
        pieces.append(document.text[cursor : part.span.start])
        cursor = max(cursor, part.span.end)
    text = " ".join([*pieces, document.text[cursor:]])
    names = frozenset(s for name in _CAPITAL.findall(text) for s in content_stems(name))
    return Words(document.id, dict(Counter(content_stems(text))), names)


class Stories:
    """Weights, similarities and stories of a fixed set of reports."""

    def __init__(self, reports: Iterable[Words], *, threshold: float = THRESHOLD) -> None:
        held = sorted(reports, key=lambda r: r.report)
        self._count = len(held)
        self._holders: Counter[str] = Counter(word for r in held for word in r.counts)
        floor = max(self._count, _FEWEST)
        self._weights = {word: weight(count, floor) for word, count in self._holders.items()}
        self._unheld = weight(0, floor)
        self._sums: dict[frozenset[str], float] = {}
        self._vectors = {r.report: self._vector(r) for r in held}
        self._similar = self._similarities()
        self._story = self._stories(threshold)

    def weight(self, word: str) -> float:
        """How telling a word is: inverse document frequency over these reports."""
        return self._weights.get(word, self._unheld)

    def weighed_overlap(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Weight of the shared words over the weight of all of them, 0 to 1."""
        if not one or not other:
            return 0.0
        shared = one & other
        if not shared:
            return 0.0
        both = sum(self.weight(w) for w in sorted(shared))
        union = self._sum(one) + self._sum(other) - both
        return both / union if union else 0.0

    def _sum(self, words: frozenset[str]) -> float:
        """The weight of all words; a set is compared with many others, so it is kept."""
        known = self._sums.get(words)
        if known is None:
            known = self._sums[words] = sum(self.weight(w) for w in sorted(words))
        return known

    def similarity(self, one: str, other: str) -> float:
        """Cosine of two reports' weighed words; 1 for a report with itself."""
        if one == other:
            return 1.0
        return self._similar.get((one, other) if one < other else (other, one), 0.0)

    def story_of(self, report: str) -> str:
        """The id of the report's story: that of its first report."""
        return self._story.get(report, report)

    def stories(self) -> list[list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for report, story in self._story.items():
            groups[story].append(report)
        return [sorted(g) for _, g in sorted(groups.items())]

    def _vector(self, report: Words) -> dict[str, float]:
        """Of length 1. Words that only this report holds are left out, but in a small set they count as length.

        In a large set they are spelling mistakes and bylines; in a small one most words of a subject are among them.
        """
        vector, alone = {}, 0.0
        for word, count in report.counts.items():
            factor = _NAME_FACTOR if word in report.names else 1.0
            value = factor * (1 + math.log(count)) * self.weight(word)
            if self._holders[word] > 1:
                vector[word] = value
            else:
                alone += value * value
        few = max(0.0, 1 - self._count / _FEWEST, 1 - len(report.counts) / _SHORT)
        length = math.sqrt(few * alone + sum(v * v for v in vector.values())) or 1.0
        return {w: v / length for w, v in vector.items()}

    def _similarities(self) -> dict[tuple[str, str], float]:
        found: dict[tuple[str, str], float] = {}
        for one, other in self._pairs():
            a, b = self._vectors[one], self._vectors[other]
            if len(b) < len(a):
                a, b = b, a
            found[(one, other)] = sum(v * b[w] for w, v in a.items() if w in b)
        return found

    def _pairs(self) -> Iterator[tuple[str, str]]:
        """Reports that share one of their heaviest words that not everybody holds."""
        blocks: dict[str, list[str]] = defaultdict(list)
        for report, vector in self._vectors.items():
            heaviest = sorted(vector.items(), key=lambda x: (-x[1], x[0]))[:_NEIGHBOURS]
            for word, _ in heaviest:
                blocks[word].append(report)
        seen: set[tuple[str, str]] = set()
        for members in blocks.values():
            if len(members) <= _CROWD:
                for position, a in enumerate(members):
                    seen.update((a, b) for b in members[position + 1 :])
        yield from sorted(seen)

    def _stories(self, threshold: float) -> dict[str, str]:
        reports = sorted(self._vectors)
        number = {r: i for i, r in enumerate(reports)}
        scores = {(number[a], number[b]): s for (a, b), s in self._similar.items()}
        story = {}
        for members in group(len(reports), scores, threshold):
            for member in members:
                story[reports[member]] = reports[members[0]]
        return story
