"""Same event across reports: a weighed judgement for each candidate pair, and clusters derived from the judgements.

A pair's score is a logistic function of comparable facts (words, parties, time, place, figures, the stories that the
reports tell), its weights trained on ECB+ (see the card beside them). Clusters come from average linkage over the
scores: one strong pair does not pull two groups together that otherwise disagree.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from onrecord.linking.cards import Card, day
from onrecord.linking.grouping import group
from onrecord.linking.stories import Stories
from onrecord.linking.words import overlap

Similar = Callable[[str, str], float]

_GENERIC = frozenset("b hav do mak tak get giv go com see kno us look want need put keep let seem happen occur".split())
_CROWD = 400  # events that share a block; a larger block tells too little to compare all its pairs
_NOTHING = 0.02  # a score so low weighs nothing in a mean, and most pairs have one


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found in comparing two events; each value is 0 to 1."""

    facts: dict[str, float]
    score: float

    def reasons(self) -> tuple[str, ...]:
        """The facts that weighed most, in words, strongest first."""
        weights = _weights()
        weighed = sorted(((weights.get(k, 0.0) * v, k) for k, v in self.facts.items() if v), key=lambda x: -abs(x[0]))
        return tuple(f"{'for' if w > 0 else 'against'}: {k}" for w, k in weighed[:5] if abs(w) > 0.1)


@cache
def _model() -> dict[str, dict[str, float]]:
    text = resources.files("onrecord.models").joinpath("same_event.json").read_text("utf-8")
    model: dict[str, dict[str, float]] = json.loads(text)
    return model


@cache
def _weights() -> dict[str, float]:
    return _model()["weights"] | _model()["set_by_hand"]


def facts(one: Card, other: Card, stories: Stories, similar: Similar) -> dict[str, float]:
    """The comparable facts of two events, symmetric in the two."""
    same = float(one.stem == other.stem)
    wording = 1.0 if same else max(0.0, similar(one.word, other.word))
    near = stories.weighed_overlap(one.near, other.near)
    words = stories.weighed_overlap(one.words, other.words)
    story = stories.similarity(one.report, other.report)
    generic = float(one.stem in _GENERIC or other.stem in _GENERIC)
    parties, others = one.actors | one.recipients, other.actors | other.recipients
    shared = overlap(parties, others) if parties and others else 0.0
    telling = stories.weight(one.stem) / 8.0 if same else 0.0
    return {
        "same word": same,
        "similar words": wording,
        "similar words, not the same": wording * (1 - same),
        "same word, and telling": telling,
        "words of everywhere": generic,
        "same kind": float(one.kind is not None and one.kind == other.kind),
        "other kind": float(one.kind is not None and other.kind is not None and one.kind != other.kind),
        "same parties": shared,
        "other parties": float(bool(parties and others) and shared == 0.0),
        "same actor": overlap(one.actors, other.actors),
        "same recipient": overlap(one.recipients, other.recipients),
        "words nearby": near,
        "words of the sentence": words,
        "same story": story,
        "same word in the same story": same * story,
        "same word in the same words": same * words,
        "similar words in the same words": wording * words,
        "similar words of the same parties": wording * shared,
        "words of everywhere, the same": generic * same,
        "one report": float(one.report == other.report),
        "one sentence": float(one.report == other.report and one.sentence == other.sentence),
        **_times(one, other),
        **_places(one, other),
        **_figures(one, other),
    }


def _times(one: Card, other: Card) -> dict[str, float]:
    a, b, c, d = day(one.earliest), day(one.latest), day(other.earliest), day(other.latest)
    if not (a and b and c and d):
        return {"time unknown": 1.0, "same time": 0.0, "days apart": 0.0}
    apart = max(0, (a - d).days, (c - b).days)
    exact = (b - a).days <= 1 and (d - c).days <= 1
    return {
        "time unknown": 0.0,
        "same time": float(apart == 0 and exact),
        "days apart": 0.0 if apart == 0 else min(1.0, math.log1p(apart) / math.log(30)),
    }


def _places(one: Card, other: Card) -> dict[str, float]:
    a, b = one.place, other.place
    if a is None or b is None:
        return {"place unknown": 1.0, "same place": 0.0, "other country": 0.0, "other place": 0.0}
    same = (a.geonameid is not None and a.geonameid == b.geonameid) or a.name == b.name
    abroad = bool(a.country and b.country and a.country != b.country)
    coarse = "country" in (a.precision, b.precision) or "region" in (a.precision, b.precision)
    return {
        "place unknown": 0.0,
        "same place": float(same),
        "other country": float(abroad and not same),
        "other place": float(not same and not abroad and not coarse),
    }


def _figures(one: Card, other: Card) -> dict[str, float]:
    told = {(f.what, f.low, f.high) for f in one.figures} & {(f.what, f.low, f.high) for f in other.figures}
    return {"same figures": float(bool(told))}


def compare(one: Card, other: Card, stories: Stories, similar: Similar) -> Compared:
    """The facts of a pair and its score, 0 to 1."""
    found = facts(one, other, stories, similar)
    weights = _weights()
    total = _model()["bias"]["bias"] + sum(weights.get(k, 0.0) * v for k, v in found.items() if v)
    return Compared(found, 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))))


def candidates(cards: Sequence[Card], stories: Stories) -> Iterator[tuple[int, int]]:
    """Index pairs worth comparing: events of one story that share a word, a kind or a party, each pair once."""
    by_story: dict[str, list[int]] = defaultdict(list)
    for number, card in enumerate(cards):
        by_story[stories.story_of(card.report)].append(number)
    for _, numbers in sorted(by_story.items()):
        yield from _candidates_of(cards, numbers)


def _candidates_of(cards: Sequence[Card], numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Of one story. A story at a time, so that the pairs of all are never in memory together."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        card = cards[number]
        for value in {card.stem, card.kind or "", *card.actors, *card.recipients, *card.near} - {""}:
            blocks[value].append(number)
    seen: set[tuple[int, int]] = set()
    for members in blocks.values():
        if len(members) <= _CROWD:
            for position, a in enumerate(members):
                seen.update((a, b) for b in members[position + 1 :])
    return sorted(seen)


def same_events(
    cards: Sequence[Card],
    stories: Stories,
    similar: Similar,
    *,
    threshold: float | None = None,
    together: Sequence[tuple[int, int]] = (),
    apart: Collection[tuple[int, int]] = (),
) -> tuple[list[list[int]], dict[tuple[int, int], float]]:
    """Clusters of the cards' indexes, and the score of every pair that has one; the other arguments as in group."""
    scores = {}
    for a, b in candidates(cards, stories):
        score = compare(cards[a], cards[b], stories, similar).score
        if score >= _NOTHING:
            scores[(a, b)] = score
    limit = _model()["bias"]["threshold"] if threshold is None else threshold
    return group(len(cards), scores, limit, together=together, apart=apart), scores


def pairs_of(clusters: Iterable[list[int]]) -> Iterator[tuple[int, int]]:
    """Every pair that stands in one cluster."""
    for members in clusters:
        for position, a in enumerate(members):
            yield from ((a, b) for b in members[position + 1 :])
