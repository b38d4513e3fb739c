"""Happenings that no list names, in quiet reports: what the learned tagger takes for one, where the words bear it out.

The lists know what happens in a crisis; of a report about orders, launches and mergers they know little. Where hardly
anything that is told is violence, force, protest or disaster, the tagger's view of each word is taken as well. A noun
that no list names ("delivery", "output") or that stood there alone, and a verb of the stop lists ("owns", "caused")
become events without a kind; their rule is "plain:LEMMA". A verb that only opens another one ("began to fire", "wants
to leave") or carries an event noun ("took delivery") stays out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from onrecord.lexicon import load
from onrecord.reading.events.clause import is_passive, subjects
from onrecord.reading.events.frame import Frame, frame
from onrecord.reading.events.kinds import Kinded
from onrecord.reading.events.lexicon import Entry, index, listed, stops
from onrecord.reading.events.lights import idiom, light_of, noun_frame
from onrecord.reading.events.match import Match, match
from onrecord.reading.events.phrases import Phrases, material, party
from onrecord.reading.events.setting import Setting
from onrecord.reading.events.standing import built, called_for, doer, said_not
from onrecord.reading.events.triggers import Found
from onrecord.reading.events.verbs import aimed
from onrecord.syntax import Tags, Token

NOUN = 0.35  # the tagger's share from which a noun counts
LISTED_NOUN = 0.3  # the same for a noun of the lists that its own conditions refused
MAIN_NOUN = 0.1  # the same where it is subject or object: "The announcement came in May"
SURE_NOUN = 0.75  # from here on a noun counts even if it looks like a thing ("a transplant")
VERB = 0.6
QUIET = 0.05  # the share of hard news from which a report is none of these
_HARD = frozenset(("ASSAULT", "COERCE", "PROTEST", "MOBILIZE"))
_LIGHT = frozenset(("have", "be", "do"))
_INNER = frozenset(("compound", "nmod", "amod", "poss", "npadvmod", "prep", "aux", "auxpass"))
_DONE_TO = (
    "tion",
    "sion",
    "ment",
    "sal",
    "ery",
    "ture",
    "loss",
    "use",
    "search",
    "purchase",
    "release",
    "launch",
    "choice",
)
_QUIET = Setting(False, False)


def find_plain(found: list[Found], kinded: list[Kinded], phrases: Phrases, tags: Tags | None) -> list[Found]:
    """The plain triggers beside those that the lists found."""
    tokens = phrases.syntax.tokens
    if tags is None or len(tags.event) != len(tokens) or hard_news(found, kinded) > QUIET * len(found):
        return []
    taken = {f.token.i for f in found} | {i for f in found if f.match for i in f.match.used}
    likely = [tokens[i] for i in (tags.event >= MAIN_NOUN).nonzero()[0].tolist() if i not in taken]
    nouns = [f for t in likely if t.pos == "NOUN" and (f := _noun(t, float(tags.event[t.i]), phrases)) is not None]
    nouns += [f for t in tokens if t.pos == "PROPN" and t.i not in taken and (f := _named(t)) is not None]
    taken.update(f.token.i for f in nouns)
    surely = [t for t in likely if t.pos == "VERB" and tags.event[t.i] >= VERB]
    verbs = list(_verbs(surely, phrases, taken))
    return nouns + verbs


def hard_news(found: list[Found], kinded: list[Kinded]) -> int:
    """How many of the triggers tell violence (in play too), force, protest, disaster or its victims."""
    return sum(
        k.kind in _HARD or k.rule.endswith("+play") or (f.match is not None and _mishap(f.match))
        for f, k in zip(found, kinded, strict=True)
    )


def _mishap(match: Match) -> bool:
    return match.entry.data.get("class") in ("disaster", "accident") or bool(match.entry.data.get("casualty"))


def _entry(token: Token, part: str) -> Match:
    done_to = {"recipient": ["of"]} if part == "noun" and token.lemma.endswith(_DONE_TO) else {}
    return Match(Entry("plain", part, (token.lemma,), token.lemma, None, None, False, done_to), frozenset({token.i}))


def _noun(token: Token, likely: float, phrases: Phrases) -> Found | None:
    if likely < _least(token):
        return None
    if token.dep in _INNER or token.ent not in ("", "EVENT") or not token.text.isalpha():
        return None
    if token.lemma in _words("state", "nouns") or (likely < SURE_NOUN and _thing(token, phrases)):
        return None
    if formula(token) or doer(token, phrases.syntax):
        return None
    if token.lemma == "deal" and any(c.dep == "amod" and c.lower in ("great", "good") for c in token.children):
        return None  # "a great deal of money"
    if _general(token) or idiom(token) or said_not(token) or called_for(token) or built(token):
        return None
    governor, undergoes = light_of(token)
    parties = noun_frame(token, governor)
    borne = _borne(token)
    if borne:
        undergoes, parties = True, Frame((), borne, (), parties.preps)
    elif token.tag in ("VBG", "NN") and token.dep == "dobj" and token.lower.endswith("ing") and not token.children:
        parties = Frame(subjects(token.head), (), (), parties.preps)  # "hurt a knee exercising", "stopped trading"
    return Found(token, "noun", parties, _entry(token, "noun"), governor, undergoes)


def formula(token: Token) -> bool:
    """ "In order to", "in the event that": words that only look like nouns of happening."""
    return token.dep == "pobj" and f"{token.head.lower} {token.lemma}" in _words("formula", "words")


def of_state(token: Token) -> bool:
    """Words that tell how things are, and counts: "consists of six", "a death toll"."""
    words = _words("state", "verbs") if token.pos == "VERB" else _words("state", "nouns") | listed("tally", "nouns")
    return token.lemma in words


def _borne(token: Token) -> tuple[Token, ...]:
    """Whom it befalls: "the board is under pressure", "was taken to a clinic for tests"."""
    if token.dep != "pobj" or token.head.dep != "prep" or token.head.head.pos not in ("VERB", "AUX"):
        return ()
    verb = token.head.head
    under = token.head.lower == "under" and verb.lemma in ("be", "come", "put", "remain")
    patient = token.head.lower in ("for", "with") and token.lemma in listed("words", "experienced") and is_passive(verb)
    return subjects(verb) if under or patient else ()


def _least(token: Token) -> float:
    if token.lemma not in index("noun"):
        return NOUN
    return MAIN_NOUN if token.dep in ("nsubj", "nsubjpass", "dobj") else LISTED_NOUN


def _named(token: Token) -> Found | None:
    """A gathering by its name: "the World Health Summit", "the Lyon Trade Show"."""
    if token.lower not in _words("gathering", "names") or token.dep in _INNER:
        return None
    if not any(c.dep in ("compound", "nmod", "amod") and c.i < token.i for c in token.children):
        return None
    return Found(token, "noun", noun_frame(token, None), _entry(token, "noun"))


def _general(token: Token) -> bool:
    """A bare singular behind "of": "times of growth", "the safety of trade"."""
    bare = token.tag == "NN" and not any(
        c.dep in ("det", "poss", "prep", "acl", "relcl", "nummod") for c in token.children
    )
    return bare and token.dep == "pobj" and token.head.lower == "of"


def _thing(token: Token, phrases: Phrases) -> bool:
    return party(phrases, token) or material(phrases, token)


@cache
def _words(table: str, key: str) -> frozenset[str]:
    return frozenset(load("events_plain")[table][key])


def _verbs(likely: list[Token], phrases: Phrases, taken: set[int]) -> Iterator[Found]:
    for token in likely:
        if token.lemma in _LIGHT or token.dep in _INNER or token.lemma not in stops() or not token.tag.startswith("VB"):
            continue
        parties = frame(token)
        if aimed(token) or token.lemma in _words("state", "verbs") or opens(token) or _carries(token, parties, taken):
            continue
        if not _told(token, parties):
            continue
        if match(token, "verb", parties, phrases, _QUIET) is None:
            yield Found(token, "verb", parties, _entry(token, "verb"))


def opens(token: Token) -> bool:
    """ "Began to fire", "wants to leave", "kept shelling": the happening is the verb behind; "forced them to leave" is
    an act of its own."""
    behind = [c for c in token.children if c.dep in ("xcomp", "ccomp") and c.pos in ("VERB", "AUX") and c.i > token.i]
    if not behind:
        return False
    others = any(c.dep == "nsubj" for b in behind for c in b.children) or any(c.dep == "dobj" for c in token.children)
    causes = token.lemma in listed("control", "object") and token.lemma != "make"  # "make ends meet"
    return not (causes and (others or is_passive(token) or _participle(token)))


def _carries(token: Token, parties: Frame, taken: set[int]) -> bool:
    """A light verb with an event as object or subject: "took delivery", "the trial began"."""
    if token.lemma in listed("words", "goes_on") and any(a.i in taken for a in parties.agents):
        return True
    if token.lemma in listed("light", "dissolve"):
        near = [*parties.patients]
        if token.lemma in listed("light_phrases", "through"):
            near += [p for ps in parties.preps.values() for p in ps] + list(parties.agents)
        return any(p.i in taken for p in near)
    return False


def _told(token: Token, parties: Frame) -> bool:
    """Something is told of somebody: a passive, or a verb with an object; of itself only what comes about or fails."""
    placed = any(c.dep == "prep" and any(g.dep == "pobj" for g in c.children) for c in token.children)
    return (
        parties.passive
        or _participle(token)
        or bool(parties.patients)
        or placed
        or token.lemma in _words("alone", "verbs")
    )


def _participle(token: Token) -> bool:
    """A passive without its auxiliary: "the plan revealed at the congress", "Firm allowed to bid"."""
    return token.tag == "VBN" and not any(c.dep in ("aux", "auxpass") for c in token.children)
