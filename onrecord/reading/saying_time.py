"""When a source said it: the time that hangs from the cue, apart from the time of what is said."""

from __future__ import annotations

from dataclasses import replace

from onrecord.record import Attribution, Document, Timex
from onrecord.syntax import Syntax, Token

_NOT_WHEN = frozenset({"before", "after", "until", "till", "since", "than"})


def time_attributions(
    document: Document, syntax: Syntax, times: tuple[Timex, ...], attributions: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """The attributions with the time of the saying where the text tells it."""
    by_cue: dict[int, Timex] = {}
    cues = {t.i for a in attributions for t in syntax.within(a.cue)}
    for timex in times:
        if timex.type in ("DATE", "TIME") and not timex.value.endswith("_REF"):
            cue = _cue_of(timex, syntax, cues)
            if cue is not None:
                by_cue.setdefault(cue, timex)
    return tuple(_timed(a, syntax, by_cue) for a in attributions)


def _timed(attribution: Attribution, syntax: Syntax, by_cue: dict[int, Timex]) -> Attribution:
    for token in syntax.within(attribution.cue):
        timex = by_cue.get(token.i)
        if timex is None:
            continue
        beside = timex.span.start - token.end <= 4 and timex.span.start >= token.end  # "said Friday", "said on Friday"
        if beside or not any(part.covers(timex.span) for part in attribution.content):
            return replace(attribution, time=timex.id)
    return attribution


def _cue_of(timex: Timex, syntax: Syntax, cues: set[int]) -> int | None:
    """The cue that the time hangs from, or stands right behind ("said Friday three people had died")."""
    token = syntax.at(timex.span.start)
    if token is None or token.start >= timex.span.end:
        return None
    while token.head is not token and timex.span.start <= token.head.start < timex.span.end:
        token = token.head
    if token.dep in ("nummod", "nmod", "compound", "amod", "poss") and token.head.pos in ("NOUN", "PROPN"):
        return None  # "condemned Friday's attack"
    first = syntax.at(timex.span.start) or token
    before = syntax.tokens[first.i - 1] if first.i else None
    if before is not None and before.i in cues and before.sent == token.sent:
        return before.i
    while token.head is not token:
        token = token.head
        if timex.span.start <= token.start < timex.span.end:
            continue
        if token.i in cues:
            return None if _content_lead(token, timex) else token.i
        if token.pos in ("VERB", "AUX") or token.lower in _NOT_WHEN:
            return None
    return None


def _content_lead(cue: Token, timex: Timex) -> bool:
    """ "On Tuesday, police say, a man shot ...": a timeless "say" leaves the time to what is said."""
    return cue.tag in ("VBP", "VBZ") and timex.span.start < cue.start
