"""Which time belongs to which event: the one that the event's own clause tells, with the reason; else none.

A time is first given to its owner, the word it hangs from. An owner that is no event but says one or brings one about
hands the time to the saying (reading/saying_time.py) or to the event it carries. What happens in one breath with a
timed event ("killing 12", "when a bomb went off") shares its time unless it has one of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord.record import Attribution, Document, Event, Span, Timex
from onrecord.syntax import Syntax, Token

# A time behind these words bounds the event from one side only; it is not when it happened.
_BOUNDS = frozenset({"before", "after", "until", "till", "than", "following"})
_SHARED_DEPS = frozenset(
    {"conj", "advcl", "xcomp", "ccomp", "pcomp", "nsubj", "nsubjpass", "dobj", "attr", "prep", "pobj", "agent", "appos"}
)
_NOUN_PARTS = frozenset({"nummod", "nmod", "compound", "amod", "poss"})
_SHARED_PREPS = frozenset({"in", "at", "during", "by", "with", "through", "amid", "under", "as"})
_SAME_TIME = frozenset({"when", "as", "while", "where"})
_SEQUENCE = frozenset({"before", "after"})
_MARKS = _SAME_TIME | _SEQUENCE
# What is said, asked or felt about a happening need not be of its day.
_ABOUT = frozenset({"ACCUSE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
# Verbs whose clause tells what came of them at once: "caused a crane to fall".
_CAUSE = frozenset({"cause", "force", "leave", "make", "let", "help", "send"})
# Verbs that only say that their subject, or the noun they stand beside, took place.
_OCCUR = frozenset(
    """occur happen take begin start hold come strike end follow commence run open plan schedule set slate expect due
    stage carry conduct""".split()
)


@dataclass(frozen=True, slots=True)
class _Given:
    """A time for one event: why, and how far the word it hangs from is."""

    timex: Timex
    reason: str
    distance: int


@dataclass(frozen=True, slots=True)
class _Scene:
    """The triggers and cues of a report by token index."""

    syntax: Syntax
    triggers: dict[int, list[int]]
    kinds: dict[int, str | None]
    cues: dict[int, tuple[Span, ...]]  # with the contents that they report


def time_events(
    document: Document,
    syntax: Syntax,
    times: tuple[Timex, ...],
    attributions: tuple[Attribution, ...],
    events: tuple[Event, ...],
) -> tuple[Event, ...]:
    """The events with the times that their clauses tell."""
    scene = _scene(syntax, attributions, events)
    given: dict[int, _Given] = {}
    untils = _untils(document, times)
    ends = set(untils.values())
    for timex in times:
        if timex.id not in ends and _places(timex):
            _give(timex, scene, given)
    return tuple(_timed(event, given.get(_trigger_index(syntax, event)), untils) for event in events)


def _timed(event: Event, given: _Given | None, untils: dict[str, str]) -> Event:
    if given is None:
        return event
    timex = given.timex
    return replace(event, time=timex.id, until=untils.get(timex.id), time_reason=given.reason)


def _scene(syntax: Syntax, attributions: tuple[Attribution, ...], events: tuple[Event, ...]) -> _Scene:
    triggers: dict[int, list[int]] = {}
    kinds: dict[int, str | None] = {}
    for number, event in enumerate(events):
        index = _trigger_index(syntax, event)
        triggers.setdefault(index, []).append(number)
        kinds[index] = event.kind
    cues = {t.i: a.content for a in attributions for t in syntax.within(a.cue)}
    return _Scene(syntax, triggers, kinds, cues)


def _trigger_index(syntax: Syntax, event: Event) -> int:
    token = syntax.at(event.trigger.start)
    return token.i if token is not None else -1


def _places(timex: Timex) -> bool:
    """Dates and times of day place an event; a length does when it ends or begins at a known day ("the past week")."""
    if timex.type in ("DATE", "TIME"):
        return not timex.value.endswith("_REF")
    return timex.type == "DURATION" and timex.earliest is not None and timex.latest is not None


def _untils(document: Document, times: tuple[Timex, ...]) -> dict[str, str]:
    """First time -> last time of "from October 16 to November 14", "between 3 and 5 May", "24-26 June"."""
    found = {}
    for first, last in pairwise(times):
        between = document.text[first.span.end : last.span.start].strip().lower()
        before = document.text[max(0, first.span.start - 9) : first.span.start].lower().split()
        lead = before[-1] if before else ""
        ranged = between in ("-", "–", "—") or (
            between in ("to", "until", "till", "through") and first.type == last.type
        )
        backwards = first.earliest is not None and last.latest is not None and first.earliest[:10] > last.latest[:10]
        if (ranged or (between == "and" and lead == "between")) and _places(first) and _places(last) and not backwards:
            found[first.id] = last.id
    return found


# --- the owner of a time ---------------------------------------------------------------------------------------------


def _give(timex: Timex, scene: _Scene, given: dict[int, _Given]) -> None:
    owner = _owner(timex, scene)
    if owner is None:
        return
    top = _top(timex, scene.syntax)
    open_ended = top is not None and top.head.lower in (
        "since",
        "by",
    )  # "since March", "by Friday": told of its verb alone
    if owner.i in scene.triggers:
        _offer(owner, timex, "its own", 0, given)
        if not open_ended:
            _share(owner, timex, scene, given, 1)
    elif owner.i in scene.cues:
        if _present_tense(owner) and timex.span.start < owner.start:
            _share_content(owner, timex, scene, given)
    elif not open_ended:
        _share(owner, timex, scene, given, 1)
        _share_occurrence(owner, timex, scene, given)


def _offer(token: Token, timex: Timex, reason: str, distance: int, given: dict[int, _Given]) -> None:
    old = given.get(token.i)
    new = _Given(timex, reason, distance)
    if old is None or (distance, _coarseness(timex)) < (old.distance, _coarseness(old.timex)):
        given[token.i] = new


def _coarseness(timex: Timex) -> int:
    """0 for a time of day, 1 for a day, more for longer periods."""
    if timex.type == "TIME":
        return 0
    return 1 if _is_day(timex) else 2 if timex.value[4:6] != "" else 3


def _is_day(timex: Timex) -> bool:
    if timex.type == "TIME":
        return True
    return (timex.earliest is not None and timex.earliest[:10] == (timex.latest or "")[:10]) or len(timex.value) >= 10


def _owner(timex: Timex, scene: _Scene) -> Token | None:
    """The event or verb that the time hangs from; None behind "before", "after", "until"."""
    token = _top(timex, scene.syntax)
    if token is None:
        return None
    if (owned := _possessed(token, timex, scene)) is not None:
        return owned if owned.i in scene.triggers else None
    if token.dep in _NOUN_PARTS and token.head.pos in ("NOUN", "PROPN"):
        return token.head if token.head.i in scene.triggers else None  # "the 2012 crash", "Friday's attack"
    if (neighbour := _cue_beside(timex, scene)) is not None:
        return neighbour
    lead = token.head.lower
    while True:
        outside = not timex.span.start <= token.start < timex.span.end
        if outside and token.pos == "NOUN" and token.i not in scene.triggers and _of_noun(token, timex):
            return None
        if outside and lead == "since" and token.pos == "NOUN":
            return None  # "the fifth operation since September"
        if token.i in scene.triggers and not timex.span.start <= token.start < timex.span.end:
            return _lowered(token, timex, scene)
        if token.pos in ("VERB", "AUX"):
            return _said(token, timex, scene) or _lowered(token, timex, scene)
        if token.lower in _BOUNDS or token.head is token:
            return None
        token = token.head


def _of_noun(noun: Token, timex: Timex) -> bool:
    """ "The winner in 2015 of the prize said": a year or month beside a noun that is no event and no adverbial."""
    return not _is_day(timex) and noun.dep in ("dobj", "nsubj", "nsubjpass", "attr", "appos", "compound")


def _top(timex: Timex, syntax: Syntax) -> Token | None:
    """The token of the expression whose head lies outside it."""
    token = syntax.at(timex.span.start)
    if token is None or token.start >= timex.span.end:
        return None
    while token.head is not token and timex.span.start <= token.head.start < timex.span.end:
        token = token.head
    return token


def _possessed(token: Token, timex: Timex, scene: _Scene) -> Token | None:
    """The attack of "Friday's attack", whatever the parse makes of it."""
    tokens = scene.syntax.tokens
    at = scene.syntax.at(timex.span.end)
    if at is None or at.lower not in ("'s", "’s") or at.start != timex.span.end:
        return None
    noun = None
    for other in tokens[at.i + 1 : at.i + 8]:
        if other.pos not in ("NOUN", "PROPN", "ADJ", "NUM", "PUNCT", "ADV") or other.sent != token.sent:
            break
        noun = other if other.pos in ("NOUN", "PROPN") else noun
    return noun


def _cue_beside(timex: Timex, scene: _Scene) -> Token | None:
    """ "Police said Friday three people had died": Friday is when they said it, whatever the parse makes of it."""
    first = scene.syntax.at(timex.span.start)
    if first is None or first.i == 0:
        return None
    before = scene.syntax.tokens[first.i - 1]
    if before.pos == "ADP" and before.i and before.lower in ("on", "in", "at"):
        before = scene.syntax.tokens[before.i - 1]
    return before if before.i in scene.cues and before.pos == "VERB" and before.sent == first.sent else None


def _said(cue: Token, timex: Timex, scene: _Scene) -> Token | None:
    """ "Ten died when a quake razed villages Sunday, officials said": inside the content, of the content."""
    covered = any(part.covers(timex.span) for part in scene.cues.get(cue.i, ()))
    subject = cue.child("nsubj")
    leads = any(c.dep == "ccomp" and c.start < timex.span.start for c in cue.children)
    if not covered and not (leads and subject is not None and subject.start > timex.span.start):
        return None
    first, _ = scene.syntax.sentences[cue.sent]
    at = scene.syntax.at(timex.span.start)
    before = scene.syntax.tokens[first : at.i if at else first]
    verbs = [t for t in before if t.pos == "VERB" and t.i != cue.i]
    return verbs[-1] if verbs else None


def _lowered(owner: Token, timex: Timex, scene: _Scene) -> Token:
    """ "Decided to move him on the night of December 8": the time behind an infinitive is the infinitive's."""
    for child in owner.children:
        if (
            child.dep in ("xcomp", "ccomp")
            and _to_infinitive(child)
            and child.pos == "VERB"
            and child.start < timex.span.start
        ):
            return _lowered(child, timex, scene)
    return owner


def _to_infinitive(verb: Token) -> bool:
    return any(c.dep == "aux" and c.lower == "to" for c in verb.children)


# --- what shares it --------------------------------------------------------------------------------------------------


def _share(owner: Token, timex: Timex, scene: _Scene, given: dict[int, _Given], distance: int) -> None:
    """Events that happen with the owner: its parts and circumstances, the verbs beside it, the clause it stands in."""
    if scene.kinds.get(owner.i) in _ABOUT:
        return
    seen = {owner.i}
    queue = [(owner, distance)]
    for token, far in queue:
        for other in _companions(token, timex, scene):
            if other.i in seen:
                continue
            seen.add(other.i)
            if other.i in scene.triggers:
                _offer(other, timex, f"shared with “{owner.text}”", far, given)
            if scene.kinds.get(other.i) not in _ABOUT and other.i not in scene.cues:
                queue.append((other, far + 1))


def _companions(token: Token, timex: Timex, scene: _Scene) -> Iterator[Token]:
    for child in token.children:
        if child.dep in _SHARED_DEPS and _goes_with(child, token, timex, scene):
            yield child
    head = token.head
    if head is token or head.i in scene.cues:
        return
    beside = token.dep == "conj" and head.tag == token.tag
    if head.pos == "VERB" and (beside or (token.dep == "advcl" and _clause_mark(token) in _SAME_TIME)):
        yield head
    elif token.dep in ("nsubj", "nsubjpass") and head.pos == "VERB" and token.i in scene.triggers and _is_day(timex):
        yield head  # "Friday's attack killed twelve"
    elif token.dep == "pobj" and head.lower in _SHARED_PREPS and head.head.pos == "VERB":
        yield head.head


def _goes_with(child: Token, token: Token, timex: Timex, scene: _Scene) -> bool:
    if child.i in scene.cues or timex.span.start <= child.start < timex.span.end:
        return False
    if child.dep == "prep":
        return child.lower in _SHARED_PREPS or (child.lower in _SEQUENCE and not _is_day(timex))
    if token.lower in _SEQUENCE and token.dep == "prep":
        return child.dep == "pcomp"  # "in 2012 she was arrested after entering the hall"
    if child.dep == "conj":
        return child.tag == token.tag or child.pos == token.pos == "NOUN"
    if child.dep == "advcl":
        mark = _clause_mark(child)
        if mark in _SEQUENCE:
            return not _is_day(timex)
        return mark in _SAME_TIME or (not mark and child.tag == "VBG")
    if child.dep == "ccomp":
        return token.lemma in _CAUSE
    if child.dep == "xcomp":
        return child.start < timex.span.start or timex.span.start < token.start
    return child.pos in ("NOUN", "VERB") or child.dep == "agent"


def _clause_mark(verb: Token) -> str:
    for child in verb.children:
        if child.i < verb.i and (child.dep == "mark" or (child.dep in ("advmod", "prep") and child.lower in _MARKS)):
            return child.lower
    if verb.head is not verb and verb.head.dep == "prep":
        return verb.head.lower
    return ""


def _share_content(cue: Token, timex: Timex, scene: _Scene, given: dict[int, _Given]) -> None:
    """ "On Tuesday, police say, a man shot ...": a timeless "say" leaves the time to what is said."""
    for child in cue.children:
        if child.dep == "ccomp":
            if child.i in scene.triggers:
                _offer(child, timex, "of what is said", 1, given)
            _share(child, timex, scene, given, 2)


def _share_occurrence(verb: Token, timex: Timex, scene: _Scene, given: dict[int, _Given]) -> None:
    """ "The accident, which occurred yesterday", "talks held on Friday": the noun's time."""
    if verb.dep in ("relcl", "acl") and verb.lemma in _OCCUR and verb.head.i in scene.triggers:
        _offer(verb.head, timex, f"told by “{verb.text}”", 1, given)


def _present_tense(verb: Token) -> bool:
    return verb.tag in ("VBP", "VBZ")
