"""From drafts to attributions: order, nesting, stance, manner, entities."""

from __future__ import annotations

from bisect import bisect_right

from onrecord.reading.attribution.asides import without_asides
from onrecord.reading.attribution.authors import author_of
from onrecord.reading.attribution.between import find_speakers
from onrecord.reading.attribution.channels import without_channels
from onrecord.reading.attribution.charges import find_charges
from onrecord.reading.attribution.closing import from_the_start
from onrecord.reading.attribution.disputed import find_disputed, without_disputes
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.edges import bare, closed, glued, inner
from onrecord.reading.attribution.estimates import find_estimates
from onrecord.reading.attribution.headlines import find_headline
from onrecord.reading.attribution.learned import find_learned
from onrecord.reading.attribution.marks import Marks
from onrecord.reading.attribution.medium import medium_of
from onrecord.reading.attribution.neither import find_neither
from onrecord.reading.attribution.nesting import parents_of
from onrecord.reading.attribution.onward import go_on, one_saying, with_speaker
from onrecord.reading.attribution.phrasal import find_phrasal
from onrecord.reading.attribution.quotes import find_quotes
from onrecord.reading.attribution.quoting import passed_on
from onrecord.reading.attribution.relative import named
from onrecord.reading.attribution.select import select
from onrecord.reading.attribution.sequel import carry_on, uncued
from onrecord.reading.attribution.signed import find_signed
from onrecord.reading.attribution.stance import stance_of
from onrecord.reading.attribution.tails import own_refusals, own_words
from onrecord.reading.attribution.transcript import find_turns
from onrecord.reading.attribution.unsaid import find_blames, find_no_details, one_head, with_confidence, without_unsaid
from onrecord.reading.attribution.verbal import find_verbal
from onrecord.reading.attribution.weighed import kept
from onrecord.reading.attribution.withheld import one_refusal
from onrecord.record import Attribution, Document, Entities, Judgement, Manner, Mention, Span, Timex
from onrecord.syntax import Syntax, Tags

_DEEPEST = 24  # mentions that may start before one word and still lie over it


def find_attributions(
    document: Document,
    syntax: Syntax,
    entities: Entities,
    times: tuple[Timex, ...],
    judgements: dict[int, Judgement],
    tags: Tags | None = None,
) -> tuple[Attribution, ...]:
    """All attributions of a report in the order of their cues; the tagger's view is advice, and may be missing."""
    if not syntax.tokens:
        return ()
    marks = Marks(find_quotes(document.text))
    drafts = kept(syntax, marks, tags, drafts_of(document, syntax, marks, tags))
    ids = {id(d): f"a{n}" for n, d in enumerate(drafts, 1)}
    parents = parents_of(syntax, drafts)
    mentions = _Mentions(entities)
    made = []
    for draft in drafts:
        content = tuple(document.span(*inner(document.text, marks, piece)) for piece in draft.content)
        source_span = _span(document, syntax, draft.source)
        parent = parents.get(id(draft))
        made.append(
            Attribution(
                ids[id(draft)],
                mentions.entity(draft),
                source_span,
                _over(document, syntax, bare(syntax, draft.cue)),
                content,
                _manner(marks, draft),
                stance_of(syntax, draft),
                within=ids[id(parent)] if parent is not None else None,
                medium=_span(document, syntax, medium_of(syntax, draft)),
                rule=draft.rule,
            )
        )
    return tuple(made)


def drafts_of(document: Document, syntax: Syntax, marks: Marks, tags: Tags | None) -> list[Draft]:
    """What the finders propose, chosen and mended, in the order of the cues; not yet weighed."""
    ruled = [*find_phrasal(syntax, marks), *find_verbal(syntax, marks), *find_estimates(syntax)]
    turns = [*find_turns(document.text, syntax), *find_signed(document.text, syntax, marks)]
    ruled += find_headline(document.text, syntax)
    drafts = select(syntax, list(find_learned(syntax, marks, tags)), ruled, turns)
    drafts = passed_on(syntax, one_refusal(syntax, marks, drafts))
    drafts = own_refusals(syntax, own_words(syntax, marks, drafts))
    drafts = find_speakers(syntax, marks, without_asides(syntax, marks, drafts))
    drafts = carry_on(syntax, marks, go_on(syntax, marks, one_saying(syntax, with_speaker(drafts))))
    drafts += uncued(document.text, syntax, marks, drafts)
    charges = list(find_charges(syntax, marks))
    charged = {d.head.i for d in charges}  # a learned draft there has whoever is charged for its source
    drafts = [*(d for d in drafts if d.head.i not in charged), *charges]
    disputes = find_disputed(syntax, marks)
    neither, denied = find_neither(syntax, marks)
    drafts = [d for d in drafts if d.head.i not in denied]
    by_grammar = [*neither, *disputes, *find_blames(syntax, marks), *find_no_details(syntax, marks)]
    drafts = one_head(without_disputes(syntax, drafts, disputes), by_grammar)
    drafts = without_channels(syntax, without_unsaid(syntax, with_confidence(syntax, marks, drafts)))
    return sorted(from_the_start(syntax, marks, named(syntax, drafts)), key=lambda d: d.head.i)


def _span(document: Document, syntax: Syntax, interval: tuple[int, int] | None) -> Span | None:
    if interval is None:
        return None
    span = _over(document, syntax, bare(syntax, interval, ":"))
    return document.span(span.start, closed(document.text, span.start, span.end))


def _over(document: Document, syntax: Syntax, interval: tuple[int, int]) -> Span:
    start, end = syntax.tokens[interval[0]].start, syntax.tokens[interval[1] - 1].end
    bare_start, bare_end = glued(document.text, start, end)
    return document.span(bare_start, bare_end) if bare_start < bare_end else document.span(start, end)


class _Mentions:
    """The mentions of a report by the offset of their start."""

    def __init__(self, entities: Entities) -> None:
        self.mentions = sorted(entities.mentions, key=lambda m: m.span.start)
        self.starts = [m.span.start for m in self.mentions]

    def entity(self, draft: Draft) -> str | None:
        """Whom the head of the source means: the longest mention over it; of a paper its author."""
        if draft.source is None or draft.source_head is None:
            return None
        author = author_of(draft.source_head)
        if author is not None:
            by = [m for m in self._over(author.start) if not m.span.start <= draft.source_head.start < m.span.end]
            if by:
                return max(by, key=lambda m: m.span.end - m.span.start).entity
        over = self._over(draft.source_head.start)
        if draft.source_head.dep == "poss":  # "her call": who calls, not the call
            over = [m for m in over if m.span.end <= draft.source_head.end] or over
        return max(over, key=lambda m: m.span.end - m.span.start).entity if over else None

    def _over(self, at: int) -> list[Mention]:
        last = bisect_right(self.starts, at)
        return [m for m in self.mentions[max(0, last - _DEEPEST) : last] if m.span.end > at]


def _manner(marks: Marks, draft: Draft) -> Manner:
    if "turn" in draft.classes:
        return "direct"
    if "charge" in draft.classes:
        return "indirect"  # a word in quotation marks is nobody's speech
    if marks.around(draft.cue_start) is not None:
        own = draft.source_head is not None and draft.source_head.lower in ("i", "we")
        return "direct" if own else "indirect"
    quoted = plain = 0
    for start, end in draft.content:
        covered = sum(min(end, q.end) - max(start, q.start) for q in marks.over(start, end))
        quoted += covered
        plain += max(0, end - start - covered)
    if not quoted:
        return "indirect"
    return "direct" if plain <= 3 else "mixed"
