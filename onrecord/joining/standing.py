"""Which reports are compared themselves and which copies they stand for, kept up to date (`linking.carried`)."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.joining.parts import Kept
from onrecord.linking.carried import Known, Stand, settle
from onrecord.linking.reprints import MOSTLY
from onrecord.store import Judgement
from onrecord.store.links import Links


@dataclass(slots=True)
class Changed:
    """The reports that are compared themselves from now on, and those that are not any more."""

    fresh: list[int] = field(default_factory=list)
    ceased: list[int] = field(default_factory=list)


def update(kept: Kept, new: Sequence[int], copied: Iterable[int], said: Sequence[Judgement]) -> Changed:
    """Bring up to date how reports stand: new ones, those whose copies changed, and those that are dirty."""
    links = kept.links
    added, known = set(new), _known(kept, said)

    def put(rank: int, now: Stand) -> Stand | None:
        found = links.stand(rank)
        before = Stand(*found) if found and rank not in added else None
        if before != now:
            links.set_stand(rank, now.unit, now.variant)
        return before

    dirty = (rank for rank in links.dirty("report") if links.taken(rank))
    moved = settle({*new, *copied, *dirty}, known, put)
    changed = Changed()
    for rank, before in sorted(moved.items()):
        unit = links.stand(rank)
        now, was = unit is not None and unit[0] == rank, before is not None and before.unit == rank
        if now and not was:
            changed.fresh.append(rank)
        elif was and not now:
            changed.ceased.append(rank)
        beside = {rank, *(unit[:1] if unit else ()), *((before.unit,) if before else ())}
        for kind in ("story", "event"):
            links.soil(kind, [r for r in beside if links.taken(r)])
    return changed


def remove(links: Links, rank: int) -> None:
    """Note what is to be looked at again when a report goes: the reports of one text with it, and those that hang on
    its being a variant."""
    found = links.stand(rank)
    variant = found[1] if found else None
    links.soil("report", {*links.one_text(rank, MOSTLY), *links.represented(rank)})
    if variant is not None:
        links.soil("report", links.one_text(variant, MOSTLY))


def _known(kept: Kept, said: Sequence[Judgement]) -> Known:
    links = kept.links
    spoken = spoken_of(said)
    ids = functools.lru_cache(10_000)(lambda rank: links.ids([rank]).get(rank, ""))

    def stand(rank: int) -> Stand:
        found = links.stand(rank)
        return Stand(*found) if found else Stand(rank)

    return Known(
        lambda rank: links.one_text(rank, MOSTLY),
        stand,
        links.variants,
        functools.lru_cache(8_000)(lambda rank: frozenset(kept.told(rank).tolist())),
        lambda rank: bool(spoken) and ids(rank) in spoken,
    )


def spoken_of(said: Iterable[Judgement]) -> set[str]:
    """The reports of whose events a person says whether they are the same."""
    judged = (j for j in said if j.kind == "same_event" and j.verdict != "unsure")
    return {event.rpartition("/")[0] for j in judged for event in (j.a, j.b)}
