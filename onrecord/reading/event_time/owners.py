"""Which word a time hangs from: the event or verb that it is told of."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.record import Attribution, Event, Span, Timex
from onrecord.syntax import Syntax, Token

# A time behind these words bounds the event from one side only; it is not when it happened.
_BOUNDS = frozenset({"before", "after", "until", "till", "than", "following", "except", "besides", "unlike"})
# What stands behind these words happened on the day told right behind it: "left after the attack on Friday".
_EARLIER = frozenset({"before", "after", "following", "since"})
_BACK = frozenset({"earlier", "before", "ago", "previous"})
_PREMODIFIERS = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "PUNCT", "ADV"})
_NOUN_PARTS = frozenset({"nummod", "nmod", "compound", "amod", "poss"})


@dataclass(frozen=True, slots=True)
class Scene:
    """The triggers and cues of a report by token index."""

    syntax: Syntax
    triggers: dict[int, list[int]]
    kinds: dict[int, str | None]
    cues: dict[int, tuple[Span, ...]]  # with the contents that they report


def scene_of(syntax: Syntax, attributions: tuple[Attribution, ...], events: tuple[Event, ...]) -> Scene:
    triggers: dict[int, list[int]] = {}
    kinds: dict[int, str | None] = {}
    for number, event in enumerate(events):
        index = trigger_index(syntax, event)
        triggers.setdefault(index, []).append(number)
        kinds[index] = event.kind
    cues = {t.i: a.content for a in attributions for t in syntax.within(a.cue)}
    return Scene(syntax, triggers, kinds, cues)


def trigger_index(syntax: Syntax, event: Event) -> int:
    """The token that the trigger's others hang from: the ins of "walk-ins"."""
    token = syntax.at(event.trigger.start)
    if token is None:
        return -1
    while token.head is not token and event.trigger.start <= token.head.start < event.trigger.end:
        token = token.head
    return token.i


def is_day(timex: Timex) -> bool:
    if timex.type == "TIME":
        return True
    return (timex.earliest is not None and timex.earliest[:10] == (timex.latest or "")[:10]) or len(timex.value) >= 10


def owner_of(timex: Timex, scene: Scene) -> Token | None:
    """The event or verb that the time hangs from; None behind "before", "after", "until"."""
    token = top_of(timex, scene.syntax)
    if token is None or _of_count_before(token, timex, scene):
        return None
    if (owned := _possessed(token, timex, scene)) is not None:
        return owned if owned.i in scene.triggers else _at_which(owned)
    if token.dep in _NOUN_PARTS and token.head.pos in ("NOUN", "PROPN"):
        return _noun_of(token, scene)
    if (neighbour := _cue_beside(timex, scene)) is not None:
        return neighbour
    if (earlier := _behind_sequence(timex, scene)) is not None:
        return earlier
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
        if (token.lower in _BOUNDS and not _hard_by(token, timex)) or token.head is token:
            return None
        token = token.head


def _of_count_before(token: Token, timex: Timex, scene: Scene) -> bool:
    """ "Rose to 158, up from 95 a day earlier": when it was 95."""
    at = scene.syntax.at(timex.span.start)
    near = scene.syntax.tokens[max(0, at.i - 5) : at.i] if at is not None else ()
    words = [t for t in near if t.sent == token.sent]
    if not _BACK & set(timex.span.quote.lower().split()):
        return False  # "rose to 19 from 12 on Saturday"
    behind = bool(words) and (words[-1].pos == "NUM" or (len(words) > 1 and words[-2].pos == "NUM"))
    return behind and any(t.lower in ("from", "against") for t in words)


def _hard_by(token: Token, timex: Timex) -> bool:
    """ "Shortly after 8:30 p.m.", "before dawn on Monday": the time of what happened, as far as anybody told it."""
    if timex.type != "TIME" or "T" not in timex.value:
        return False
    part = timex.value.partition("T")[2]
    if token.lower in ("before", "after") and (part[:2].isalpha() or part == "12:00"):
        return True  # "before dawn on Wednesday", "after dark on Sunday": on that day
    return part[:1].isdecimal() and any(c.lower in ("shortly", "just", "soon", "minutes") for c in token.children)


def _at_which(noun: Token) -> Token | None:
    """ "At Friday's meeting the council voted": what was done there was done then."""
    lead = noun.head
    there = noun.dep == "pobj" and lead.lower in ("in", "at", "during") and lead.head.pos == "VERB"
    return lead.head if there else None


def _noun_of(token: Token, scene: Scene) -> Token | None:
    """ "The 2012 crash", "Friday's attack"; the accident of "her June 2012 car accident case"."""
    parts = [token.head, *(c for c in reversed(token.head.children) if c.dep == "compound" and c.i > token.i)]
    return next((part for part in parts if part.i in scene.triggers), None)


def _behind_sequence(timex: Timex, scene: Scene) -> Token | None:
    """ "Left after the demolition of the mosque on December 6": the day of the demolition, whatever the parse says."""
    first = scene.syntax.at(timex.span.start)
    if first is None or first.i < 2 or not is_day(timex):
        return None
    tokens, found = scene.syntax.tokens, None
    lead = tokens[first.i - 1]
    noun = tokens[first.i - 2] if lead.lower in ("on", "in", "at") else lead
    while noun.pos in ("NOUN", "PROPN") and noun.sent == first.sent:
        found = found or (noun if noun.i in scene.triggers else None)
        if noun.dep == "compound" and noun.head.i < first.i:
            noun = noun.head
        elif noun.dep == "pobj" and noun.head.lower == "of":
            noun = noun.head.head
        else:
            return found if noun.dep == "pobj" and noun.head.lower in _EARLIER else None
    return None


def _of_noun(noun: Token, timex: Timex) -> bool:
    """ "The winner in 2015 of the prize said": a year or month beside a noun that is no event and no adverbial."""
    return not is_day(timex) and noun.dep in ("dobj", "nsubj", "nsubjpass", "attr", "appos", "compound")


def top_of(timex: Timex, syntax: Syntax) -> Token | None:
    """The token of the expression whose head lies outside it."""
    token = syntax.at(timex.span.start)
    if token is None or token.start >= timex.span.end:
        return None
    while token.head is not token and timex.span.start <= token.head.start < timex.span.end:
        token = token.head
    return token


def _possessed(token: Token, timex: Timex, scene: Scene) -> Token | None:
    """The attack of "Friday's attack", whatever the parse makes of it."""
    tokens = scene.syntax.tokens
    at = scene.syntax.at(timex.span.end)
    if at is None or at.lower not in ("'s", "’s") or at.start != timex.span.end:
        return None
    nouns: list[Token] = []
    for other in tokens[at.i + 1 : at.i + 8]:
        named = other.pos == "PROPN" and nouns and nouns[-1].pos == "NOUN"  # "Friday's debate Trump took part"
        if other.pos not in _PREMODIFIERS or other.sent != token.sent or named:
            break
        if other.pos in ("NOUN", "PROPN"):
            nouns.append(other)
    return next((n for n in reversed(nouns) if n.i in scene.triggers), nouns[-1] if nouns else None)


def _cue_beside(timex: Timex, scene: Scene) -> Token | None:
    """ "Police said Friday three people had died": Friday is when they said it, whatever the parse makes of it."""
    first = scene.syntax.at(timex.span.start)
    if first is None or first.i == 0:
        return None
    before = scene.syntax.tokens[first.i - 1]
    if before.pos == "ADP" and before.i and before.lower in ("on", "in", "at"):
        before = scene.syntax.tokens[before.i - 1]
    return before if before.i in scene.cues and before.pos == "VERB" and before.sent == first.sent else None


def _said(cue: Token, timex: Timex, scene: Scene) -> Token | None:
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


def _lowered(owner: Token, timex: Timex, scene: Scene) -> Token:
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
