"""Stories: which reports tell of the same happening as a whole.

Seams: `keys` finds candidates, `tellings.likenesses` scores pairs (a pure function of two reports and shipped data),
`grouping.group` clusters. A set of reports gives the same stories in any order of adding.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from onrecord.linking.grouping import group
from onrecord.linking.tellings import Telling, in_time, likenesses
from onrecord.linking.words import shipped

NEIGHBOURS = 60  # words of a report by which its candidates are looked for: its heaviest
SHARED = 2  # of these two reports share at least so many, or they are not compared
CROWD = 200  # reports that share a heavy word; a word of more of them finds no candidates, so that cost stays linear
FLOOR = 0.02  # a likeness under which a pair counts nothing


def threshold() -> float:
    """The mean likeness at which two groups of reports are one story."""
    return float(shipped("same_story")["threshold"])


def keys(report: Telling) -> list[int]:
    """Two reports are compared where they share SHARED of these that are not crowded, and are not `APART` in time."""
    return report.heaviest(NEIGHBOURS)


class Stories:
    """Likenesses and stories of a fixed set of reports."""

    def __init__(self, reports: Iterable[Telling]) -> None:
        held = {r.report: r for r in sorted(reports, key=lambda r: r.report)}
        self._similar = _similarities(held)
        self._near: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for (one, other), score in self._similar.items():
            self._near[one].append((other, score))
            self._near[other].append((one, score))
        self._story = self._stories(list(held))

    def similarity(self, one: str, other: str) -> float:
        """How surely two reports tell of one happening; 1 for a report with itself."""
        if one == other:
            return 1.0
        return self._similar.get((one, other) if one < other else (other, one), 0.0)

    def near(self, report: str, least: float = FLOOR) -> list[str]:
        """The other reports that are at least so like this one."""
        return sorted(other for other, score in self._near.get(report, ()) if score >= least)

    def story_of(self, report: str) -> str:
        """The id of the report's story: that of its first report."""
        return self._story.get(report, report)

    def stories(self) -> list[list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for report, story in self._story.items():
            groups[story].append(report)
        return [sorted(g) for _, g in sorted(groups.items())]

    def _stories(self, reports: list[str]) -> dict[str, str]:
        number = {r: i for i, r in enumerate(reports)}
        scores = {(number[a], number[b]): s for (a, b), s in self._similar.items()}
        story = {}
        for members in group(len(reports), scores, threshold()):
            for member in members:
                story[reports[member]] = reports[members[0]]
        return story


def candidates(held: dict[str, Telling]) -> Iterator[tuple[str, list[str]]]:
    """For each report the later ones (by id) that it is compared with."""
    blocks: dict[int, list[str]] = defaultdict(list)
    for report, telling in held.items():
        for key in keys(telling):
            blocks[key].append(report)
    few = {key: members for key, members in blocks.items() if 1 < len(members) <= CROWD}
    for report, telling in held.items():
        shared = Counter(other for key in keys(telling) for other in few.get(key, ()) if other > report)
        yield report, sorted(o for o, n in shared.items() if n >= SHARED and in_time(telling, held[o]))


def _similarities(held: dict[str, Telling]) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for report, others in candidates(held):
        for other, score in zip(others, likenesses(held[report], [held[o] for o in others]), strict=True):
            if score >= FLOOR:
                found[(report, other)] = score
    return found
