"""Hangs each event from the innermost attribution whose content holds it, and settles its status there.

Only what the source puts forward is settled: the head of the content, what is coordinated with it and the
complements that it governs. What the content merely presupposes ("after the fall of the city") keeps its status.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.record import Attribution, Document, Event, Span
from onrecord.syntax import Syntax, Token
from onrecord.wording import is_anonymity

_DENIED_WORDS = frozenset(
    (
        "accusation", "allegation", "claim", "charge", "criticism", "report", "rumor", "rumour", "complaint",
        "assertion", "proposal", "offer", "bid", "request", "demand", "call", "appeal", "plea", "petition", "motion",
        "suggestion", "invitation", "recommendation", "argument", "application", "plan", "idea", "theory",
        "ultimatum", "warning", "threat", "deadline", "verdict", "ruling", "sentence", "decision", "result", "order",
        "judgment", "judgement", "finding", "conclusion", "law", "sanction", "apology",
    )
)  # fmt: skip
_SEEING = frozenset({"notice", "see", "hear", "watch", "spot", "observe", "witness", "find", "realize", "realise"})
_VOUCHING = frozenset(
    (
        "confirmation", "revelation", "announcement", "admission", "discovery", "finding", "disclosure", "proof",
        "announce", "confirm", "reveal", "disclose", "discover", "establish", "prove", "decide", "agree",
    )
)  # fmt: skip
_COMPLEMENTS = ("conj", "xcomp", "ccomp", "acl", "oprd", "attr")


def source_events(
    document: Document, syntax: Syntax, attributions: tuple[Attribution, ...], events: tuple[Event, ...]
) -> tuple[Event, ...]:
    """The events with `according_to` filled, innermost first, and their status as the immediate source puts it."""
    by_id = {a.id: a for a in attributions}
    heads = {a.id: _put_forward(syntax, a) for a in attributions}
    holders = _within_reach(syntax, _holders(attributions, events), events)
    # "refused" of "refused to say" is how words are withheld, no happening beside it
    withheld = {t.start for a in attributions if a.stance == "declines" for t in syntax.within(a.cue)}
    withheld |= {t.start for a in attributions for t in syntax.within(a.cue) if _only_tells(t, a)}
    neither = {t.start for a in attributions if a.rule.endswith("neither nor") for t in syntax.within(a.cue)}
    words = _words_of(syntax, attributions)
    told = (
        e
        for e in events
        if (
            e.trigger.start
            not in (words if e.rule.startswith(("plain:", "weighed:report", "weighed:claim")) else withheld)
            or e.kind is not None
        )
        and e.trigger.start not in neither
        and not _nameless(syntax, e)
    )
    return tuple(_hang(e, holders.get(e.id, ()), by_id, heads, _is_words(syntax, e)) for e in told)


def _only_tells(cue: Token, attribution: Attribution) -> bool:
    """ "wrote that the dam had burst", "put the magnitude at 7.2": a word that only says so is no happening."""
    if cue.pos != "VERB":
        return False
    if cue.child("dobj") is not None and not attribution.rule.endswith("/say figure"):
        return False  # "wrote a memoir"
    clause = any(c.dep == "ccomp" and c.i > cue.i for c in cue.children) or cue.dep in ("parataxis", "intj")
    quoting = cue.head is cue and any(c.dep == "ccomp" for c in cue.children)
    return clause or quoting or attribution.rule.endswith("/say figure")


def _nameless(syntax: Syntax, event: Event) -> bool:
    """ "Who asked not to be named" tells of a source."""
    token = syntax.at(event.trigger.start)
    return token is not None and is_anonymity(token)


def _words_of(syntax: Syntax, attributions: tuple[Attribution, ...]) -> set[int]:
    """Where the words of cues, sources and media start: "a message said" tells no message beside what it says."""
    spans = [s for a in attributions for s in (a.cue, a.source_span, a.medium) if s is not None]
    return {t.start for span in spans for t in syntax.within(span)}


def _holders(attributions: tuple[Attribution, ...], events: tuple[Event, ...]) -> dict[str, tuple[Attribution, ...]]:
    """Event id -> the attributions whose content holds the trigger, smallest content piece first."""
    pieces = sorted(
        ((s.start, s.end, n) for n, a in enumerate(attributions) for s in a.content), key=lambda piece: piece[:2]
    )
    found: dict[str, tuple[Attribution, ...]] = {}
    opened: list[tuple[int, int, int]] = []
    following = 0
    for event in sorted(events, key=lambda e: e.trigger.start):
        at = event.trigger.start
        while following < len(pieces) and pieces[following][0] <= at:
            opened.append(pieces[following])
            following += 1
        opened = [p for p in opened if p[1] > at]
        around = sorted((p for p in opened if p[1] >= event.trigger.end), key=lambda p: (p[1] - p[0], p[2]))
        found[event.id] = tuple(attributions[n] for _, _, n in around)
    return found


def _within_reach(
    syntax: Syntax, holders: dict[str, tuple[Attribution, ...]], events: tuple[Event, ...]
) -> dict[str, tuple[Attribution, ...]]:
    """ "According to the statement, guards noticed "a man run. He drew a gun"": what follows is the statement's.

    Seeing reaches as far as its own sentence where another source holds the words too.
    """
    found = {}
    for event in events:
        around = holders.get(event.id, ())
        while len(around) > 1 and _seen_elsewhere(syntax, event, around[0]):
            around = around[1:]
        found[event.id] = around
    return found


def _seen_elsewhere(syntax: Syntax, event: Event, attribution: Attribution) -> bool:
    cue, trigger = syntax.at(attribution.cue.start), syntax.at(event.trigger.start)
    seen = any(t.lemma in _SEEING for t in syntax.within(attribution.cue))
    return seen and cue is not None and trigger is not None and cue.sent != trigger.sent


def _hang(
    event: Event,
    holders: tuple[Attribution, ...],
    by_id: dict[str, Attribution],
    heads: dict[str, frozenset[int]],
    aimed_at_words: bool,
) -> Event:
    if not holders:
        return event
    source = _immediate(event, holders[0], by_id, heads)
    chain = tuple(a.id for a in _chain(source, by_id))
    event = replace(event, according_to=chain)
    if source.rule.endswith("/charged") and event.status == "possible" and _by_cue(event, source):
        return replace(event, status="asserted", certainty="certain", status_cue=None)  # as its accuser puts it
    if event.status != "asserted" or event.trigger.start not in heads[holders[0].id] | heads[source.id]:
        return event
    if _denies_by_cue(source):
        if aimed_at_words or _dismissed_thing(event, source):
            return event
        return replace(event, status="denied", status_cue=source.cue)
    if source.source_span is None and source.stance == "says" and _is_hearsay(source):
        return replace(event, status="possible", certainty="possible", status_cue=source.cue)
    return event


def _by_cue(event: Event, attribution: Attribution) -> bool:
    """Whether the status was read off the words that attribute the event."""
    cue = event.status_cue
    return cue is not None and attribution.cue.start <= cue.start < attribution.cue.end


def _dismissed_thing(event: Event, source: Attribution) -> bool:
    """ "Dismissed the protests": they were held; "dismissed talk of a coup" denies one."""
    head = source.rule.split("/")[0] == "dismiss" and bool(source.content)
    opening = source.content[0].quote.split(" ", 1)[0].lower() if head else ""
    return opening in ("the", "this", "these", "those", "his", "her", "its", "their") and event.kind is not None


def _is_words(syntax: Syntax, event: Event) -> bool:
    """Who denies an accusation denies what it says, not that it was made."""
    token = syntax.at(event.trigger.start)
    return token is not None and token.pos == "NOUN" and token.lemma in _DENIED_WORDS


def _immediate(
    event: Event, innermost: Attribution, by_id: dict[str, Attribution], heads: dict[str, frozenset[int]]
) -> Attribution:
    """The denier, where the innermost attribution is only the claim that a denial is aimed at."""
    above = by_id.get(innermost.within) if innermost.within else None
    if above is None or above.stance != "denies" or event.trigger.start not in heads[innermost.id]:
        return innermost
    aimed_at = _is_hearsay(innermost) or (innermost.cue.start - above.cue.end < 25 and "noun" in innermost.rule)
    return above if aimed_at else innermost


def _chain(attribution: Attribution, by_id: dict[str, Attribution]) -> Iterator[Attribution]:
    seen: set[str] = set()
    at: Attribution | None = attribution
    while at is not None and at.id not in seen:
        seen.add(at.id)
        yield at
        at = by_id.get(at.within) if at.within else None


def _denies_by_cue(attribution: Attribution) -> bool:
    """The cue itself denies; the negation in "said he had no plans" was seen by the status stage."""
    return attribution.stance == "denies" and "deny" in attribution.rule


def _is_hearsay(attribution: Attribution) -> bool:
    """Nobody is named behind it, and its word does not vouch for it ("it was announced", "the revelation that")."""
    if attribution.source_span is not None or attribution.rule.split("/")[0] in _VOUCHING:
        return False
    return any(mark in attribution.rule for mark in ("hearsay", "passive", "/say", "+say", "noun"))


def _put_forward(syntax: Syntax, attribution: Attribution) -> frozenset[int]:
    """Starts of the words that the source puts forward: content heads, what they coordinate and complement."""
    found: set[int] = set()
    for span in attribution.content:
        todo = _roots(syntax, span)
        while todo:
            token = todo.pop()
            if token.start in found or not (span.start <= token.start < span.end):
                continue
            found.add(token.start)
            # "rejected a scheme backed by the bank": that it was backed is presupposed
            todo.extend(c for c in token.children if c.dep in _COMPLEMENTS and (c.dep, c.tag) != ("acl", "VBN"))
    return frozenset(found)


def _roots(syntax: Syntax, span: Span) -> list[Token]:
    return [
        t
        for t in syntax.within(span)
        if t.pos != "PUNCT" and (t.head is t or not (span.start <= t.head.start < span.end))
    ]
