"""Why two events were taken for one, in words: what was compared, gathered under what a person would look at.

A weigher splits one likeness into several facts that correct one another ("words nearby" speaks for, "same word nearby"
takes a part of it back), so their weights tell something together alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

_MOST = 5
_LEAST = 0.1  # of a weight: below it a reason changes no judgement

# What speaks for one event, and the facts that it is weighed by.
_FOR = {
    "the same word tells both": (
        "same word", "same phrase", "same word, and telling", "trigger of one in the other",
        "same word, many telling words", "one report, same word",
    ),
    "words of like meaning tell both": (
        "similar words", "very similar words", "same sense", "same sense in the same story", "wider word",
        "wider word in the same story", "points back", "same sense, day unknown",
    ),
    "both are of one kind": ("same kind", "words of one family"),
    "the reports tell one story": ("same story", "same word in the same story", "similar words in the same story"),
    "the words around them are alike": (
        "words nearby", "words of the sentence", "words of the shorter sentence", "words before", "words after",
        "words before and after", "many telling words", "same word nearby", "same word in the same words",
        "similar words in the same words", "similar words nearby",
    ),
    "the same actor": ("same actor", "same word, same actor"),
    "the same recipient": ("same recipient", "same word, same recipient"),
    "who acts in one is acted on in the other": ("actor of one, recipient of the other",),
    "the same names": ("who and what is meant", "same names", "same word, same meant"),
    "the same events beside them": ("events beside",),
    "the same numbers": ("same numbers", "same figures", "same count"),
    "the same day": ("same time", "same sense, same day"),
    "the same place": ("same place", "same sense, same place"),
    "both lead their reports": ("both lead",),
    "both are, or come of, one kind of deed": (
        "same deed", "of the same deed",
    ),
    "the deed struck the same": ("same target",),
}  # fmt: skip
_AGAINST = {
    "the words go with other particles": ("other particle",),
    "the words are of those told everywhere": ("words of everywhere", "words of everywhere, the same"),
    "they are of different kinds": ("other kind", "words of other families"),
    "the words tell different things": ("other sense",),
    "another status": ("other status",),
    "another actor": ("other actor", "other named actor"),
    "another recipient": ("other recipient", "same word, other recipient", "other named recipient", "one and several"),
    "other names": ("other names", "same word, other names"),
    "other events beside them": ("other events beside", "same word, other events beside"),
    "other numbers": ("other numbers", "figures far apart", "other count", "one report, other figures"),
    "a later toll is far lower": ("toll falls",),
    "others are counted": ("other side counted",),
    "another day": ("another day",),
    "one is recalled from long before": ("recalled from long before",),
    "another place": ("other country", "other place", "same sense, other place", "same sense, far away"),
    "a day is not known": ("time unknown",),
    "a place is not known": ("place unknown",),
    "they are, or come of, different deeds": ("of another deed",),
    "the deed struck another": ("other target",),
    "told in one report": ("one report", "one sentence"),
}
_OF = {
    fact: (side, told) for side, table in ((1, _FOR), (-1, _AGAINST)) for told, facts in table.items() for fact in facts
}


def in_words(facts: Mapping[str, float], weights: Mapping[str, float]) -> tuple[str, ...]:
    """What weighed most, strongest first.

    A likeness whose facts together speak against is no reason, nor an unlikeness whose facts speak for.
    """
    summed: dict[tuple[int, str], float] = defaultdict(float)
    for fact, value in facts.items():
        weight = weights.get(fact, 0.0) * value
        summed[_OF.get(fact) or (1 if weight > 0 else -1, fact)] += weight
    told = sorted(((abs(w), side, name) for (side, name), w in summed.items() if w * side > _LEAST), reverse=True)
    return tuple(f"{'for' if side > 0 else 'against'}: {name}" for _, side, name in told[:_MOST])
