"""Which drafts a coder would mark, weighed by all that is known of them (learned).

How likely a word is a cue is learned from political news, where attitudes, plans and glimpses ("saw a way out") are
marked; in whole reports marked in the record's terms they mostly are not. A logistic model over what the content is,
who the source is, the lexicon's classes, the place in the report and both learned views decides. It sees no words
beside pronouns, so it holds for any topic. Weights and origin: models/attribution_keep.md.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import log

from onrecord.models.named import Weights, load
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.marks import Marks
from onrecord.reading.attribution.nesting import parents_of
from onrecord.syntax import Syntax, Tags, Token

KEEP = 0.35  # the shares are calibrated; pair F1 on reports left out is best from .3 to .4
SHORTEST = 60  # words: how a sentence or two stand in a report is not to be seen in them
_SURE = 0.95
_MOST = 60  # words of a content that are looked at
_LENGTHS = (2, 4, 7, 12, 20, 40)
_FREQUENT = (0.003, 0.006, 0.009, 0.015, 0.025)  # sure attributions a word of the report
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_OWN = frozenset(("deny", "decline", "turn", "uncued"))
_NAMES = frozenset(("PERSON", "ORG", "GPE", "NORP"))


@dataclass(frozen=True, slots=True)
class Scene:
    """What the features of one draft ask of the rest of the report."""

    syntax: Syntax
    marks: Marks
    tags: Tags
    starts: list[int]
    parents: dict[int, Draft]
    cues: frozenset[int]
    often: int


def scene_of(syntax: Syntax, marks: Marks, tags: Tags, drafts: list[Draft]) -> Scene:
    sure = sum(d.likely >= _SURE and (d.told == "clause" or d.head.lemma == "accord") for d in drafts)
    proposed = frozenset(i for p in tags.proposals if p.cue is not None for i in range(*p.cue))
    often = _step(sure / max(1, len(syntax.tokens)), _FREQUENT)
    starts = [t.start for t in syntax.tokens]
    return Scene(syntax, marks, tags, starts, parents_of(syntax, drafts), proposed, often)


def features(draft: Draft, scene: Scene) -> dict[str, float]:
    """What is known of a draft, by name."""
    place = "nested" if id(draft) in scene.parents else "top"
    words = _words(draft, scene)
    names = dict.fromkeys((*_of_cue(draft, scene, place), *_of_source(draft, scene, place)), 1.0)
    names |= dict.fromkeys(_of_content(draft, scene, words), 1.0)
    return names | _shares(draft, scene, words, place)


def _words(draft: Draft, scene: Scene) -> Sequence[Token]:
    """The words from the content's first to its last, a part of a long one."""
    first = bisect_left(scene.starts, draft.content[0][0])
    last = bisect_left(scene.starts, draft.content[-1][1])
    return scene.syntax.tokens[first : min(last, first + _MOST)]


def _of_cue(draft: Draft, scene: Scene, place: str) -> Iterator[str]:
    head, told = draft.head, draft.told
    yield from (place, f"{place}:{told}", f"tag:{head.tag}", f"dep:{head.dep}", f"dep:{head.dep}|{told}")
    yield "learned" if _learned(draft) else f"rule:{draft.rule.split('/')[-1].split(' +')[0]}"
    yield f"classes:{'+'.join(sorted(draft.classes))}"
    for name in draft.classes or ("none",):
        yield from (f"class:{name}", f"class:{name}|{told}", f"class:{name}|{place}")
    if draft.negated:
        yield "negated"
    for child in head.children:
        yield f"child:{child.dep}"
        if child.dep == "aux":
            yield f"aux:{child.lower}"
    parent = scene.parents.get(id(draft))
    if parent is not None:
        yield f"under:{parent.told}|{told}"
        yield from (f"under:{name}" for name in parent.classes or ("none",))
    yield f"often:{scene.often}|{told}"
    yield f"sentence:{min(3, head.sent)}"
    yield f"asked:{scene.syntax.sentence(head)[-1].text == '?'}"
    yield f"proposed:{head.i in scene.cues}|{place}"


def _of_source(draft: Draft, scene: Scene, place: str) -> Iterator[str]:
    kind = _source_kind(draft)
    quoted = scene.marks.around(draft.head.start) is not None
    yield from (f"source:{kind}", f"source:{kind}|{place}", f"source:{kind}|{draft.told}")
    yield from (f"quoted cue:{quoted}|{place}", f"quoted cue:{quoted}|{kind}")
    if draft.source_head is not None:
        yield f"source as:{draft.source_head.dep}"


def _source_kind(draft: Draft) -> str:
    head = draft.source_head
    if draft.source is None or head is None:
        return "none"
    if head.lower in ("i", "we", "you"):
        return "you" if head.lower == "you" else "self"
    if head.tag in ("PRP", "WP", "WDT") or head.pos == "PRON":
        return head.tag
    return "name" if head.ent in _NAMES else "noun"


def _of_content(draft: Draft, scene: Scene, words: Sequence[Token]) -> Iterator[str]:
    told, size = draft.told, _step(len(words), _LENGTHS)
    yield from (f"size:{size}", f"size:{size}|{told}", f"pieces:{min(3, len(draft.content))}")
    yield f"quoted:{any(scene.marks.over(a, b) for a, b in draft.content)}|{told}"
    yield f"finite:{any(t.tag in _FINITE for t in words)}|{told}"
    if words:
        top = next((t for t in words if t.head is t or not words[0].i <= t.head.i <= words[-1].i), words[0])
        yield from (f"first:{words[0].tag}", f"top:{top.dep}:{top.pos}")


def _shares(draft: Draft, scene: Scene, words: Sequence[Token], place: str) -> dict[str, float]:
    cue = _logit(1 - float(scene.tags.cue[draft.head.i, 0]))
    outside = scene.tags.content[:, 0]
    content = 1 - float(outside[words[0].i : words[-1].i + 1].mean()) if words else 0.0
    own = _logit(draft.likely) if _learned(draft) else 0.0
    return {
        "likely": own, "cue": cue, f"cue|{place}": cue, "content": content, f"content|{place}": content,
        "within": 1 - float(outside[draft.head.i]),
    }  # fmt: skip


def _learned(draft: Draft) -> bool:
    return " learned " in draft.rule


def _logit(share: float) -> float:
    share = min(max(share, 0.01), 0.99)
    return log(share / (1 - share)) / 3


def _step(value: float, steps: Sequence[float]) -> int:
    return sum(value >= s for s in steps)


@cache
def _weights() -> Weights | None:
    return load("attribution_keep.npz")


def kept(syntax: Syntax, marks: Marks, tags: Tags | None, drafts: list[Draft]) -> list[Draft]:
    """The drafts without those that hardly any coder would mark; all of them in a sentence or two."""
    weights = _weights()
    if tags is None or not len(tags.cue) == len(syntax.tokens) >= SHORTEST or weights is None or not drafts:
        return drafts
    scene = scene_of(syntax, marks, tags, drafts)
    return [d for d in drafts if is_sure(d, scene) or weights.share(features(d, scene)) >= KEEP]


def is_sure(draft: Draft, scene: Scene) -> bool:
    """A denial by somebody, what is denied, a refusal that nobody else tells: events get their status from these; a
    turn of a transcript and a quotation without a cue, of which the marked reports hold hardly any."""
    parent = scene.parents.get(id(draft))
    if parent is not None:
        return "deny" in parent.classes or ("deny" in draft.classes and draft.source is not None)
    refused = draft.negated and "withhold" in draft.classes
    return refused or bool(draft.classes & _OWN)
