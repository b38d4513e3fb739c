"""Which time belongs to which event: the one that the event's own clause tells, with the reason; else none.

A time is first given to its owner, the word it hangs from. An owner that is no event but says one or brings one about
hands the time to the saying (reading/saying_time.py) or to the event it carries. What happens in one breath with a
timed event ("killing 12", "when a bomb went off") shares its time unless it has one of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord import lexicon
from onrecord.reading.event_time.entries import entries
from onrecord.reading.event_time.owners import Scene, is_day, owner_of, scene_of, top_of, trigger_index
from onrecord.record import Attribution, Document, Event, Timex
from onrecord.syntax import Syntax, Token

_SHARED_DEPS = frozenset(
    {"conj", "advcl", "xcomp", "ccomp", "pcomp", "nsubj", "nsubjpass", "dobj", "attr", "prep", "pobj", "agent", "appos"}
)
_SHARED_PREPS = frozenset({"in", "at", "during", "by", "with", "through", "amid", "under", "as"})
_SAME_TIME = frozenset({"when", "as", "while", "where"})
_SEQUENCE = frozenset({"before", "after"})
_MOMENTS = frozenset("minute minutes seconds moments shortly soon just immediately hours".split())
_LAST = 99  # what anything else in the clause tells goes before
_MARKS = _SAME_TIME | _SEQUENCE
# What is said, asked or felt about a happening need not be of its day.
_ABOUT = frozenset({"ACCUSE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
# "Died on Friday after slipping and falling": on that day, unless another is told.
_MISHAPS = frozenset("slip fall plunge plummet tumble crash collide capsize overturn derail".split())
_LOOKS_BACK = frozenset({"ago", "before", "earlier", "last", "later", "previous"})
# Nor need what is allowed, ordered or planned: "signed an order yesterday allowing the transfer".
_NOT_YET = frozenset(
    """allow permit enable authorize authorise order require demand propose plan schedule approve ban call seek urge
    prepare intend aim want hope vow threaten""".split()
)
# "There have been thousands of shootings this year"
_QUANTITIES = frozenset(
    {"hundred", "thousand", "dozen", "score", "number", "series", "wave", "spate", "string", "round"}
)
# Verbs whose clause tells what came of them at once: "caused a crane to fall".
_CAUSE = frozenset({"cause", "force", "leave", "make", "let", "help", "send"})
# Verbs that only say that their subject, or the noun they stand beside, took place.
_OCCUR = frozenset(
    """occur happen take begin start hold come strike end follow commence run open plan schedule set slate expect due
    stage carry conduct organize organise convene host arrange""".split()
)
# "A vigil is planned for Sunday", "they called a strike for Friday": the day is the vigil's, not the planning's.
_SET = frozenset("plan schedule set slate call book arrange".split())


@dataclass(frozen=True, slots=True)
class _Given:
    """A time for one event: why, and how far the word it hangs from is."""

    timex: Timex
    reason: str
    distance: int


def time_events(
    document: Document,
    syntax: Syntax,
    times: tuple[Timex, ...],
    attributions: tuple[Attribution, ...],
    events: tuple[Event, ...],
) -> tuple[Event, ...]:
    """The events with the times that their clauses tell."""
    scene = scene_of(syntax, attributions, events)
    given: dict[int, _Given] = {}
    untils = _untils(document, times)
    ends = set(untils.values())
    ends_by = {t.id: t for t in times if t.id in ends}
    for timex in times:
        if timex.id not in ends and _places(timex):
            end = ends_by.get(untils.get(timex.id, ""))
            _give(timex, scene, given, end if end is not None and owner_of(timex, scene) is None else timex)
    for entry in entries(document, times):
        for event in events:
            if entry.holds(event) and trigger_index(syntax, event) not in given:
                given[trigger_index(syntax, event)] = _Given(entry.timex, "of its entry", _LAST)
    for event in events:
        at = trigger_index(syntax, event)
        if at in given and _cannot_lie_ahead(syntax.tokens[at], given[at], document):
            del given[at]
    return tuple(_timed(event, given.get(trigger_index(syntax, event)), untils) for event in events)


def _cannot_lie_ahead(token: Token, given: _Given, document: Document) -> bool:
    """ "Will discuss the attack on Friday", told on Wednesday: what nobody plans has no part in a day to come."""
    ahead = (given.timex.earliest or "")[:10] > (document.published or "9999")[:10]
    return ahead and given.reason.startswith("shared") and token.lemma in lexicon.load("times")["unplanned"]["words"]


def _timed(event: Event, given: _Given | None, untils: dict[str, str]) -> Event:
    if given is None:
        return event
    timex = given.timex
    return replace(event, time=timex.id, until=untils.get(timex.id), time_reason=given.reason)


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
        both = between == "and" and (lead == "between" or last.span.quote.isdecimal())  # "February 14 and 15"
        if (ranged or both) and _places(first) and _places(last) and not backwards:
            found[first.id] = last.id
    return found


def _give(timex: Timex, scene: Scene, given: dict[int, _Given], hung: Timex) -> None:
    """The time to what it is told of; `hung` is the expression that hangs there: of a range maybe its end."""
    owner, top = owner_of(hung, scene), top_of(hung, scene.syntax)
    _share_when(timex, scene, given)
    if owner is None:
        return
    if top is not None and (planned := _planned(owner, top)) is not None:
        parts = [
            planned,
            *(c for c in planned.children if c.dep == "compound"),
        ]  # the trial of "a trial date was set for"
        if (event := next((t for t in parts if t.i in scene.triggers), None)) is not None:
            _offer(event, timex, f"told by “{owner.text}”", 0, given)
            _share(event, timex, scene, given, 1)
        return
    open_ended = top is not None and top.head.lower in (
        "since",
        "by",
    )  # "since March", "by Friday": told of its verb alone
    if owner.i in scene.triggers:
        _offer(owner, timex, "its own", 0, given)
        if (main := _moments_after(owner, scene)) is not None and main.i in scene.triggers:
            _offer(main, timex, f"moments after “{owner.text}”", 1, given)
            _share(main, timex, scene, given, 2)
        if owner.dep == "relcl" and owner.head.i in scene.triggers and owner.head.pos == "NOUN" and _is_subject(owner):
            _offer(owner.head, timex, f"told by “{owner.text}”", 1, given)  # "the fire that destroyed it on Tuesday"
        if not open_ended:
            _share(owner, timex, scene, given, 1)
    elif owner.i in scene.cues and owner.lemma in ("declare", "proclaim"):  # "declared a state of emergency on Monday"
        for noun in owner.children:
            if noun.dep == "dobj" and noun.i in scene.triggers:
                _offer(noun, timex, f"told by “{owner.text}”", 1, given)
    elif owner.i in scene.cues:
        if _present_tense(owner) and timex.span.start < owner.start:
            _share_content(owner, timex, scene, given)
    elif not open_ended:
        _share(owner, timex, scene, given, 1)
        _share_occurrence(owner, timex, scene, given)
        _share_main(owner, timex, scene, given)


def _offer(token: Token, timex: Timex, reason: str, distance: int, given: dict[int, _Given]) -> None:
    old = given.get(token.i)
    new = _Given(timex, reason, distance)
    if old is None or (distance, _coarseness(timex)) < (old.distance, _coarseness(old.timex)):
        given[token.i] = new


def _coarseness(timex: Timex) -> int:
    """0 for a time of day, 1 for a day, more for longer periods."""
    if timex.type == "TIME":
        return 0
    return 1 if is_day(timex) else 2 if timex.value[4:6] != "" else 3


def _share(owner: Token, timex: Timex, scene: Scene, given: dict[int, _Given], distance: int) -> None:
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


def _companions(token: Token, timex: Timex, scene: Scene) -> Iterator[Token]:
    for child in token.children:
        if child.dep in _SHARED_DEPS and _goes_with(child, token, timex, scene):
            yield child
        elif child.dep == "compound" and child.i in scene.triggers and token.pos == "PROPN":
            yield child  # "died in Hurricane Ilsa in 2005"
    head = token.head
    if head is token or head.i in scene.cues:
        return
    beside = token.dep == "conj" and head.tag == token.tag
    if head.pos == "VERB" and token.dep in ("parataxis", "ccomp") and timex.span.start < token.start:
        beside = head.tag == token.tag and _semicolon(token, head, scene)  # "Friday one side lost; another won"
    if head.pos == "VERB" and (beside or (token.dep == "advcl" and _clause_mark(token) in _SAME_TIME)):
        yield head
    elif token.dep in ("nsubj", "nsubjpass") and head.pos == "VERB" and token.i in scene.triggers and is_day(timex):
        yield head  # "Friday's attack killed twelve"
    elif token.dep == "pobj" and head.lower in _SHARED_PREPS and head.head.pos == "VERB":
        yield head.head
    elif token.dep == "pcomp" and head.lower == "by" and head.head.pos == "VERB":
        yield head.head  # "won by stopping him on Saturday"


def _moments_after(noun: Token, scene: Scene) -> Token | None:
    """ "Crashed six minutes after takeoff on Sunday": on that day."""
    lead = noun.head
    if noun.dep != "pobj" or lead.lower != "after" or lead.i == 0:
        return None
    verb = lead.head if lead.head.pos == "VERB" else lead.head.head
    return verb if scene.syntax.tokens[lead.i - 1].lower in _MOMENTS and verb.pos == "VERB" else None


def _is_subject(verb: Token) -> bool:
    """Of "that", "which": "the fire that destroyed the mill"."""
    active = verb.tag in ("VBD", "VBZ", "VBP")
    return active and any(c.dep == "nsubj" and c.tag in ("WDT", "WP") for c in verb.children)


def _planned(verb: Token, top: Token) -> Token | None:
    """What is planned "for" the day."""
    if verb.lemma not in _SET or top.head.lower != "for" or top.head.head is not verb:
        return None
    return verb.child("nsubjpass") or verb.child("dobj") or (verb.head if verb.dep == "acl" else None)


def _share_when(timex: Timex, scene: Scene, given: dict[int, _Given]) -> None:
    """ "Shut since 1985, when a fire gutted it": the time of what happened then."""
    for token in scene.syntax.within(timex.span):
        for verb in token.children:
            if verb.dep == "relcl" and verb.start >= timex.span.end and _clause_mark(verb) == "when":
                if verb.i in scene.triggers:
                    _offer(verb, timex, "told by “when”", 0, given)
                _share(verb, timex, scene, given, 1)


def _semicolon(token: Token, head: Token, scene: Scene) -> bool:
    return any(t.text == ";" for t in scene.syntax.tokens[token.i : head.i])


def _goes_with(child: Token, token: Token, timex: Timex, scene: Scene) -> bool:
    if child.i in scene.cues or timex.span.start <= child.start < timex.span.end:
        return False
    if token.lemma in _NOT_YET and token.pos == "VERB" and child.dep in ("dobj", "xcomp", "ccomp", "nsubjpass"):
        return _present_tense(token) and timex.span.start < token.start  # "tomorrow he plans to meet them"
    if child.dep == "prep" and child.lower == "of":
        return token.lemma in _QUANTITIES
    if child.dep == "prep" and child.lower == "in" and any(c.lower == "connection" for c in child.children):
        return False  # "arrested on Friday in connection with the blast"
    if child.dep == "prep":
        at_once = any(c.lemma in _MISHAPS for c in child.children)
        return child.lower in _SHARED_PREPS or (child.lower in _SEQUENCE and (at_once or not is_day(timex)))
    if token.lower in _SEQUENCE and token.dep == "prep":
        return child.dep == "pcomp"  # "in 2012 she was arrested after entering the hall"
    if child.dep == "conj":
        return child.tag == token.tag or child.pos == token.pos == "NOUN"
    if child.dep == "advcl":
        mark = _clause_mark(child)
        if mark in _SEQUENCE:
            return not is_day(timex) or child.lemma in _MISHAPS
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


def _share_content(cue: Token, timex: Timex, scene: Scene, given: dict[int, _Given]) -> None:
    """ "On Tuesday, police say, a man shot ...": a timeless "say" leaves the time to what is said."""
    for child in cue.children:
        if child.dep == "ccomp":
            if child.i in scene.triggers:
                _offer(child, timex, "of what is said", 1, given)
            _share(child, timex, scene, given, 2)


def _share_occurrence(verb: Token, timex: Timex, scene: Scene, given: dict[int, _Given]) -> None:
    """ "The accident, which occurred yesterday", "talks held on Friday": the noun's time."""
    if verb.dep in ("relcl", "acl") and verb.lemma in _OCCUR and verb.head.i in scene.triggers:
        _offer(verb.head, timex, f"told by “{verb.text}”", 1, given)


def _share_main(verb: Token, timex: Timex, scene: Scene, given: dict[int, _Given]) -> None:
    """ "A fire gutted the hall rented by the union on Friday": a clause without an event leaves its day to the main."""
    looks_back = _LOOKS_BACK & set(timex.span.quote.lower().split()) or any(c.lower == "had" for c in verb.children)
    if verb.dep not in ("relcl", "acl") or not is_day(timex) or looks_back:
        return  # "rejected a charge that they made a day earlier"
    noun = verb.head
    main = noun.head.head if noun.dep == "pobj" and noun.head.dep == "prep" else noun.head
    if scene.kinds.get(main.i) in _ABOUT or main.i in scene.cues:
        return
    if noun.dep in ("dobj", "pobj") and main.i in scene.triggers and main.pos == "VERB" and main.i < noun.i:
        _offer(main, timex, "of its sentence", 3, given)


def _present_tense(verb: Token) -> bool:
    return verb.tag in ("VBP", "VBZ")
