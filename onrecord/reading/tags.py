"""What the learned tagger sees: how likely each token is in a source, a cue or a content, and what hangs from what."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from onrecord import parse
from onrecord.models import tagger
from onrecord.record import Document
from onrecord.syntax import Proposal, Syntax, Tags

_QUOTES = {
    "“": "open",
    "”": "close",
    '"': "either",
    "„": "open",
    "«": "open",
    "»": "close",
    "``": "open",
    "''": "close",
}
Rows = Callable[[str], Mapping[str, int]]
_SHAPE, _PARAGRAPH = 5, 10  # the column of the shape, and where in it the first words of paragraphs begin
_PART = 4000  # tokens at least; a part costs about 10 MB
_OUT, _OPEN, _IN, _CLOSE = range(4)


def quotation(document: Document, syntax: Syntax) -> list[int]:
    """Per token 0 outside, 1 an opening mark, 2 inside, 3 a closing mark; a line end closes what is open."""
    states, inside, last = [], False, 0
    text = document.text
    for token in syntax.tokens:
        if inside and "\n" in text[last : token.start]:
            inside = False
        last = token.end
        mark = _QUOTES.get(text[token.start : token.end])
        if mark is None:
            states.append(_IN if inside else _OUT)
            continue
        opening = mark == "open" or (mark == "either" and not inside)
        states.append(_OPEN if opening else _CLOSE)
        inside = opening
    return states


def _shape(text: str, *, first: bool, paragraph: bool) -> int:
    kind = 0 if text.islower() else 1 if text.istitle() else 2 if text.isupper() else 3 if text.isdigit() else 4
    return kind + (_PARAGRAPH if paragraph else 5 if first else 0)


def _symbols(document: Document, syntax: Syntax, rows: Rows) -> NDArray[np.int32]:
    tokens, text = syntax.tokens, document.text
    starts = {first for first, _ in syntax.sentences}
    paragraphs = {b.i for a, b in pairwise(tokens) if not a.space and "\n" in text[a.end : b.start]} | {0}
    look = [rows(name) for name in ("pos", "tag", "dep", "ent")]
    columns = [
        [look[0].get(t.pos, 0) for t in tokens],
        [look[1].get(t.tag, 0) for t in tokens],
        [look[2].get(t.dep, 0) for t in tokens],
        [look[3].get(t.ent, 0) for t in tokens],
        quotation(document, syntax),
        [_shape(t.text, first=t.i in starts, paragraph=t.i in paragraphs) for t in tokens],
        [zlib.crc32(t.lemma.encode()) % tagger.HASHES for t in tokens],
        tagger.bucket(np.asarray([t.head.i - t.i for t in tokens], np.int32)),
    ]
    return np.stack([np.asarray(c, np.int32) for c in columns], axis=1)


def features(document: Document, syntax: Syntax, rows: Rows = tagger.vocabulary) -> tagger.Features:
    return tagger.Features(
        syntax.context.astype(np.float32),
        syntax.words,
        _symbols(document, syntax, rows),
        np.asarray([t.head.i for t in syntax.tokens], np.int32),
    )


def find_tags(document: Document, syntax: Syntax) -> Tags:
    """The tagger's view of a document; long ones in parts, cut between sentences."""
    if not syntax.tokens:
        empty = np.zeros((0, 3), np.float32)
        return Tags(empty, empty, empty, np.zeros(0, np.float32))
    seen, vectors = features(document, syntax), parse.word_vectors()
    outputs = [tagger.tag(_part(seen, first, last), vectors) for first, last in _parts(syntax)]
    hidden = np.concatenate([o.hidden for o in outputs])
    breaks = np.flatnonzero(seen.symbols[:, _SHAPE] >= _PARAGRAPH).astype(np.int32)
    found = tagger.labelled(np.concatenate([o.scores for o in outputs], axis=1), breaks)
    source, cue, content = found.shares
    event = np.concatenate([o.event for o in outputs])
    factuality = np.concatenate([o.factuality for o in outputs])
    return Tags(source, cue, content, event, _proposals(found.labels, cue, content, hidden), factuality)


def _parts(syntax: Syntax) -> list[tuple[int, int]]:
    cuts = [0]
    for _, last in syntax.sentences:
        if last - cuts[-1] >= _PART:
            cuts.append(last)
    return list(pairwise(cuts if cuts[-1] == len(syntax.tokens) else [*cuts, len(syntax.tokens)]))


def _part(seen: tagger.Features, first: int, last: int) -> tagger.Features:
    part = slice(first, last)
    head = np.clip(seen.head[part] - first, 0, last - first - 1).astype(np.int32)
    return tagger.Features(seen.context[part], seen.words[part], seen.symbols[part], head)


def spans(label: NDArray[np.int32]) -> list[tuple[int, int]]:
    """The token intervals that labels 1 (begins) and 2 (goes on) mark."""
    before, after = np.concatenate([[0], label[:-1]]), np.concatenate([label[1:], [0]])
    starts = np.flatnonzero((label == 1) | ((label == 2) & (before == 0)))
    ends = np.flatnonzero((label > 0) & (after != 2)) + 1
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def _proposals(
    labels: NDArray[np.int32], cue: NDArray[np.float32], content: NDArray[np.float32], hidden: NDArray[np.float32]
) -> tuple[Proposal, ...]:
    sources, cues, contents = (spans(labels[:, part]) for part in range(3))
    said: dict[int | None, list[tuple[int, int]]] = {}
    cue_starts = np.asarray([a for a, _ in cues], np.int32)
    source_starts = np.asarray([a for a, _ in sources], np.int32)
    cue_vectors, source_vectors = hidden[cue_starts], hidden[source_starts]
    for span in contents:
        linked = tagger.best_link("content", hidden[span[0]], span[0], cue_vectors, cue_starts)
        said.setdefault(linked, []).append(span)
    found = [Proposal(None, None, (span,), _score(content, span)) for span in said.pop(None, [])]
    for index, spoken in said.items():
        if index is None:
            continue
        first, last = cues[index]
        by = tagger.best_link("cue", hidden[first], first, source_vectors, source_starts)
        score = min(_score(cue, (first, last)), *(_score(content, s) for s in spoken))
        found.append(Proposal(sources[by] if by is not None else None, (first, last), tuple(spoken), score))
    return tuple(sorted(found, key=lambda p: p.content))


def _score(shares: NDArray[np.float32], span: tuple[int, int]) -> float:
    return float(1 - shares[span[0] : span[1], 0].mean())
