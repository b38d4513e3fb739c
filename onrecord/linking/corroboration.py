"""Corroboration: how many independent origins tell an event; the tree is the answer, the number its summary.

Reports collapse onto the report whose words they carry; what remains collapses onto its speaker, so that two outlets
that quote one ministry are one origin, by its name or by the joined actor that the cards hold (`cards.with_actors`:
"Peskov" and "Kremlin spokesman Dmitry Peskov"). An unnamed source stays its outlet's own: nobody can say that two are
one. A headline is no origin beside the account that it stands over: what it tells in the outlet's voice, or by a word
like "rebels", has the source by which its report tells the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.linking.cards import Card
from onrecord.linking.reprints import Reprint
from onrecord.linking.speakers import Voice, one_voice
from onrecord.linking.words import fold
from onrecord.record import Status

By = Literal["speaker", "outlet", "unnamed"]
_UNNAMED = ("unnamed", "")


@dataclass(frozen=True, slots=True)
class Branch:
    """One report that carries the origin's account: its own words, or a reprint with the reason."""

    report: str
    events: tuple[str, ...]
    reprint_of: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """One independent origin: a speaker, or an outlet in its own voice, with the reports that carry it."""

    name: str
    by: By
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Corroboration:
    """Who asserts an event and who denies it, each origin once; `reports` counts every report that tells of it."""

    asserting: tuple[Origin, ...]
    denying: tuple[Origin, ...]
    supposing: tuple[Origin, ...]
    reports: int


def corroborate(cards: Sequence[Card], reprints: Iterable[Reprint]) -> Corroboration:
    """The origins of one event, given the cards of its cluster."""
    roots = _roots(cards, reprints)
    return Corroboration(
        _origins([c for c in cards if c.status == "asserted"], roots),
        _origins([c for c in cards if c.status == "denied"], roots),
        _origins([c for c in cards if c.status not in ("asserted", "denied")], roots),
        len({c.report for c in cards}),
    )


@dataclass(frozen=True, slots=True)
class Source:
    """Who tells one event once reprints and the names of one speaker collapse; `name` is folded for speakers.

    `reprint_of` and `reason` are given where the event's report is a reprint.
    """

    by: By
    name: str
    reprint_of: str | None = None
    reason: str | None = None


def sources(cards: Sequence[Card], reprints: Iterable[Reprint]) -> dict[str, Source]:
    """The source of each telling of one event, by its key."""
    roots = _roots(cards, reprints)
    found = {}
    for card in cards:
        by, name = _origin_key(card, roots)
        reprint = roots.reprint(card.report)
        copied = (reprint.origin, reprint.reason) if reprint else (None, None)
        found[card.key] = Source(by, name, *copied)
    return found


def _roots(cards: Sequence[Card], reprints: Iterable[Reprint]) -> _Roots:
    publishers = {c.report: c.publisher for c in cards if c.publisher}
    return _Roots(reprints, publishers, _one_speaker(cards), _accounts(cards))


def _accounts(cards: Sequence[Card]) -> dict[str, Card]:
    """For each telling of a headline by nobody's name the first one below it with the same status, by its key."""
    below: dict[tuple[str, Status], Card] = {}
    for card in cards:
        key = card.report, card.status
        if not card.headline and (key not in below or card.trigger < below[key].trigger):
            below[key] = card
    over = [c for c in cards if c.headline]
    return {c.key: below[c.report, c.status] for c in over if (c.report, c.status) in below}


class _Roots:
    """The report at the root of each chain of reprints: the largest share of the copy decides among several.

    Texts of which one is a whole copy of the other are one text: where nothing tells which of many came first, several
    stand at the root of chains, and the one with most copies is taken for all of them.
    """

    def __init__(
        self,
        reprints: Iterable[Reprint],
        publishers: dict[str, str],
        speakers: dict[str, str],
        accounts: dict[str, Card],
    ) -> None:
        self._publishers = publishers
        self._accounts = accounts
        self._speakers = speakers
        self._of: dict[str, Reprint] = {}
        ordered = sorted(reprints, key=lambda r: (-r.share, r.origin))
        for reprint in ordered:
            self._of.setdefault(reprint.copy, reprint)
        self._one: dict[str, str] = {}
        self._one = _of_one_text([(self.root(r.copy), self.root(r.origin)) for r in ordered if r.whole])

    def reprint(self, report: str) -> Reprint | None:
        return self._of.get(report)

    def speaker(self, name: str) -> str:
        """One name for all the names of one speaker."""
        return self._speakers.get(name, name)

    def account(self, card: Card) -> Card:
        """The telling whose source counts: of a headline the one below it."""
        return self._accounts.get(card.key, card)

    def outlet(self, report: str) -> str:
        """The publisher of a report, or the report itself where none is known."""
        return self._publishers.get(report, report)

    def root(self, report: str) -> str:
        seen = set()
        while report in self._of and report not in seen:
            seen.add(report)
            report = self._of[report].origin
        return self._one.get(report, report)


def _of_one_text(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """For each report of these that is tied to another, over any number of steps, the one that stands in most pairs."""
    group: dict[str, list[str]] = {}
    for one, other in pairs:
        if one != other:
            some, others = group.setdefault(one, [one]), group.setdefault(other, [other])
            if some is not others:
                some += others
                group.update(dict.fromkeys(others, some))
    often = Counter(root for _, root in pairs)
    return {report: min(members, key=lambda m: (-often[m], m)) for report, members in group.items()}


def _named(card: Card) -> str:
    return next(iter(sorted(fold(card.speaker.chain[:1]))), "")


def _one_speaker(cards: Sequence[Card]) -> dict[str, str]:
    """For each folded name of a speaker one name: names that share a joined actor are one, and so are those who speak
    for one body, over any number of steps."""
    one: dict[str, str] = {}
    held: dict[str, set[str]] = defaultdict(set)
    voices: dict[str, dict[Voice, None]] = defaultdict(dict)
    for card in cards:
        speaker = card.speaker
        if speaker.who is not None and speaker.named:
            held[speaker.who].add(_named(card))
        if speaker.voice is not None and speaker.named:
            voices[_named(card)][speaker.voice] = None
    spoken = one_voice({name: list(told) for name, told in voices.items()}) if len(voices) > 1 else []
    for names in (*held.values(), *map(set, spoken)):
        joined = {one.get(name, name) for name in names}
        first = min(joined)
        one.update(dict.fromkeys(names, first))
        one.update({name: first for name, other in one.items() if other in joined})
    return one


def _origins(cards: Sequence[Card], roots: _Roots) -> tuple[Origin, ...]:
    groups: dict[tuple[By, str], list[Card]] = defaultdict(list)
    for card in cards:
        groups[_origin_key(card, roots)].append(card)
    made = (_origin(key, members, roots) for key, members in sorted(groups.items()))
    return tuple(sorted(made, key=lambda o: (-len(o.branches), o.name)))


def _origin_key(card: Card, roots: _Roots) -> tuple[By, str]:
    card, root = roots.account(card), roots.root(card.report)
    if not card.speaker.chain:
        return ("outlet", roots.outlet(root))
    name = _named(card)
    return ("unnamed", root) if not card.speaker.named or name in _UNNAMED else ("speaker", roots.speaker(name))


def _origin(key: tuple[By, str], cards: list[Card], roots: _Roots) -> Origin:
    events: dict[str, list[str]] = defaultdict(list)
    for card in cards:
        events[card.report].append(card.key)
    branches = []
    for report, keys in sorted(events.items()):
        reprint = roots.reprint(report)
        branches.append(
            Branch(report, tuple(keys), reprint.origin if reprint else None, reprint.reason if reprint else None)
        )
    told = sorted(map(roots.account, cards), key=lambda c: (c.report != key[1], c.published or "9999", c.key))
    by, name = key
    return Origin(name if by == "outlet" else told[0].speaker.chain[0], by, tuple(branches))
