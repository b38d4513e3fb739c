"""What tells of the same kept up to date: the events of reports that meet are compared, and the scores kept.

Which events stand together is settled after that (`happen.py`), once for all that was compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from onrecord.joining.alike import Neighbours, Pair
from onrecord.joining.parts import Kept, pack_scores
from onrecord.joining.scoring import Scorer
from onrecord.joining.standing import Changed
from onrecord.linking.same_event import NEAR
from onrecord.store import Judgement
from onrecord.store.links import Links

Similar = Callable[[str, str], float]
_MILLION = 1_000_000


def update(kept: Kept, new: Sequence[int], stand: Changed, neighbours: Neighbours, similar: Similar) -> None:
    """Compare the events of reports that are near one another now, and note which reports are to be settled."""
    links = kept.links
    dirty = {rank for rank in links.dirty("report") if links.taken(rank)}
    compared = _meet(kept, stand.fresh, neighbours.met, Scorer(kept, similar))
    links.soil("event", {*new, *dirty} | _let_go(links, neighbours.gone) | compared)


def again(links: Links, said: Iterable[Judgement]) -> None:
    """Note the reports that judgements speak of."""
    for judgement in said:
        ranks = (links.rank(named.partition("/")[0]) for named in (judgement.a, judgement.b))
        links.soil("report", [rank for rank in ranks if rank is not None])


def _meet(kept: Kept, new: Sequence[int], met: dict[Pair, int], scorer: Scorer) -> set[int]:
    """Score the events of reports that met; the ones among them that are not new."""
    beside: dict[int, list[tuple[int, float]]] = defaultdict(list)
    least, fresh = NEAR * _MILLION, set(new)
    old = set[int]()
    for (one, other), likeness in sorted(met.items()):
        if likeness >= least:
            mine, theirs = (other, one) if other in fresh else (one, other)
            beside[mine].append((theirs, likeness / _MILLION))
            old |= {one, other} if not fresh & {one, other} else set()
    rows = [row for rank in new for row in scorer.between(rank, [(rank, 1.0)])]
    rows += [row for one, others in sorted(beside.items()) for row in scorer.between(one, others)]
    kept.links.put_scores([(a, b, pack_scores(scores)) for (a, b), scores in rows])
    return old


def _let_go(links: Links, gone: Iterable[Pair]) -> set[int]:
    """Drop the scores of reports that are no neighbours any more; the reports that had some."""
    scored = [pair for pair in sorted(gone) if links.scores(*pair) is not None]
    links.drop_scores(scored)
    return {rank for pair in scored for rank in pair}
