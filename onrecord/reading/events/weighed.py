"""Which words are told as happenings, weighed by all that the stage knows of them (learned).

The lists say what a word can mean and the tagger what a word looks like; neither knows that "with ten minutes left"
tells of no departure and that "brought the papers to the court" tells of something. A logistic model over both, over
the word, its place in the clause and what is told of it decides: a trigger that it holds for next to nothing is left
out, a word that it is sure of becomes a happening ("weighed:LEMMA"). Weights and origin: models/happenings.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import log

import numpy as np
from numpy.typing import NDArray

from onrecord import parse
from onrecord.models.named import Weights, load
from onrecord.reading.events.frame import Frame, frame
from onrecord.reading.events.kinds import Kinded
from onrecord.reading.events.lexicon import Entry, index, listed, of_class, stops
from onrecord.reading.events.lights import idiom, light_of, noun_frame
from onrecord.reading.events.match import Match, match
from onrecord.reading.events.nouns import noun_type
from onrecord.reading.events.phrases import Phrases, party
from onrecord.reading.events.plain import formula, hard_news, of_state, opens
from onrecord.reading.events.setting import Setting
from onrecord.reading.events.standing import built, called_for, doer, lasting, of_what_sort, said_not
from onrecord.reading.events.tallies import counts_noticed, told_count
from onrecord.reading.events.triggers import Found
from onrecord.reading.events.verbs import (
    aimed,
    asks_press,
    breaks_out,
    feared,
    hyphened,
    laden,
    leaves_casualty,
    left_open,
    named_so,
    stamped,
    stops_short,
)
from onrecord.record import Judgement
from onrecord.syntax import Tags, Token

KEEP = 0.4  # a trigger of no kind under this share is left out; the shares are calibrated, F1 is best about here
KEEP_CODED = 0.05  # the same for one with a kind: the lists have a reason for it
ADD = 0.4  # from here on a word that no list makes a trigger is one
ADD_SAID = 0.6  # the same for a verb of saying or thinking, which mostly only tells an attribution
KEEP_QUIET, ADD_QUIET = 0.15, 0.2  # the same two where nothing hard is told: ordinary happenings are all that it tells
ADD_STATE = 0.3  # there, for a word that mostly tells how things are: "consists of"
_VERB, _NOUN = 0.2, 0.1  # the tagger's shares from which a word is weighed at all
_HARD = frozenset(("ASSAULT", "COERCE", "PROTEST", "MOBILIZE"))
_OPENING = frozenset(
    ("begin", "start", "continue", "keep", "cease", "stop", "resume", "commence", "try", "attempt", "manage")
)
_SOMEBODY = ("@person", "@crowd", "@armed", "@state", "@official")
_THINGS = ("@facility", "@vehicle", "@org", "@town", "@weapon")
_PLAIN = Setting(False, False)
_TITLES = frozenset(("rule", "lead", "war", "oppose", "found", "act", "sit", "rival", "outgo", "incumbent", "remain"))
_SELF = frozenset(("i", "we", "you", "us", "me"))


@dataclass(frozen=True, slots=True)
class Scene:
    """What the features of one word ask of the rest of the report."""

    phrases: Phrases
    tags: Tags
    judgements: dict[int, Judgement]
    found: dict[int, tuple[Found, Kinded]]
    used: frozenset[int]
    light: frozenset[int]
    hard: float
    quiet: bool


def scene_of(
    found: list[Found], kinded: list[Kinded], phrases: Phrases, tags: Tags, judgements: dict[int, Judgement]
) -> Scene:
    hard = sum(k.kind in _HARD or k.rule.endswith("+play") for k in kinded) / max(1, len(kinded))
    used = frozenset(i for f in found if f.match for i in f.match.used if i != f.token.i)
    light = frozenset(f.light.i for f in found if f.light is not None)
    known = {f.token.i: (f, k) for f, k in zip(found, kinded, strict=True)}
    return Scene(phrases, tags, judgements, known, used, light, hard, hard_news(found, kinded) == 0)


def candidates(scene: Scene) -> Iterator[Token]:
    """The words that are weighed: every trigger, and what the tagger does not rule out."""
    for token in scene.phrases.syntax.tokens:
        share = float(scene.tags.event[token.i])
        likely = (
            share >= _VERB
            if token.pos in ("VERB", "AUX")
            else token.pos in ("NOUN", "PROPN") and (share >= _NOUN or token.lemma in index("noun"))
        )
        if token.i in scene.found or likely:
            yield token


def features(token: Token, scene: Scene) -> dict[str, float]:
    """What is known of a word, by name; its vector and its head's are read apart."""
    share = float(scene.tags.event[token.i])
    told = {"share": log((share + 0.01) / (1.01 - share)), "hard": scene.hard}
    found = scene.found.get(token.i)
    names = [*_of_word(token, scene), *_of_words(token, scene), *(_of_found(*found, scene) if found else ("lone",))]
    return {**told, **dict.fromkeys(names, 1.0)}


def _of_word(token: Token, scene: Scene) -> Iterator[str]:
    yield f"tag:{token.tag}"
    yield f"dep:{token.pos}:{token.dep}"
    yield f"head:{token.head.pos}:{token.head.i in scene.found}"
    yield f"ent:{token.ent}"
    if token.pos == "VERB":
        yield f"stop:{stops().get(token.lemma)}"
    yield from (f"child:{c.dep}" for c in token.children)
    yield from (f"aux:{c.lower}" for c in token.children if c.dep == "aux" and c.tag == "MD")
    for c in token.children:
        if c.dep in ("nsubj", "nsubjpass", "dobj", "poss"):
            role = "self" if c.lower in _SELF else "party" if party(scene.phrases, c) else c.pos
            yield f"{c.dep}:{role}"
    for known, name in ((index("noun"), "noun"), (index("verb"), "verb")):
        if token.lemma in known:
            yield f"in:{name}"
    if token.i in scene.used:
        yield "used"
    if token.i in scene.light:
        yield "light"
    if any(
        not a.lower.isalpha() and a.text in "#@" for a in scene.phrases.syntax.tokens[max(0, token.i - 1) : token.i]
    ):
        yield "hashtag"
    judged = scene.judgements.get(token.i)
    yield f"status:{judged.status if judged else None}"


def _of_words(token: Token, scene: Scene) -> Iterator[str]:
    """The words themselves, of the trigger and around it; the weights keep those of three reports and more."""
    pos, head = token.pos, token.head
    yield f"lemma:{token.lemma}|{pos}"
    yield f"lemma:{token.lemma}|{token.dep}"
    yield f"head:{head.lemma}|{token.dep}"
    if head.pos == "VERB":
        yield f"verb:{head.lemma}"
    if token.dep == "pobj":
        yield f"behind:{head.lower}"
        yield f"behind:{head.head.pos}:{head.head.i in scene.found}"
    for c in token.children:
        if c.dep in ("det", "poss"):
            yield f"{c.lower}|{pos}"
        elif c.dep == "prep":
            yield f"prep:{c.lower}|{pos}"
        elif c.dep in ("dobj", "nsubj", "nsubjpass", "mark"):
            yield f"{c.dep}={c.lemma}"
        elif c.dep == "neg":
            yield "neg"
    sentence = scene.phrases.syntax.sentence(token)
    yield f"sentence:{min(3, token.sent)}"
    yield f"length:{min(4, len(sentence) // 10)}"
    yield f"asked:{sentence[-1].text == '?'}"
    yield f"bare:{token.tag}|{not any(c.dep in ('det', 'poss') for c in token.children)}"
    yield f"noun:{noun_type(token, scene.phrases.syntax)}"
    yield f"under:{token.dep}|{head.i in scene.found}"
    yield f"tagged:{int(float(scene.tags.event[token.i]) * 10)}|{pos}"


def _of_found(found: Found, kinded: Kinded, scene: Scene) -> Iterator[str]:
    yield f"rule:{kinded.rule.split(':')[0]}"
    yield f"entry:{kinded.rule}"
    yield f"kind:{kinded.kind}"
    yield f"part:{found.part}"
    parties = found.frame
    if any(party(scene.phrases, a) for a in parties.agents):
        yield "agent"
    if any(party(scene.phrases, a) for a in (*parties.patients, *parties.datives)):
        yield "patient"
    if parties.passive:
        yield "passive"
    if found.light is not None:
        yield "borne"
    if found.match is not None:
        yield f"words:{min(3, len(found.match.entry.words))}"
        if found.match.entry.weak:
            yield "weak"


@cache
def _weights() -> Weights | None:
    return load("happenings.npz")


def vector(token: Token, phrases: Phrases) -> NDArray[np.float32]:
    """The word's direction in the engine's table; zeros where it has none."""
    words = phrases.syntax.words
    row = int(words[token.i]) if token.i < len(words) else -1
    if row < 0:
        return np.zeros(300, np.float32)
    found = np.asarray(parse.word_vectors()[row], np.float32)
    return np.asarray(found / (np.linalg.norm(found) + 1e-6), np.float32)


def weigh(token: Token, scene: Scene, weights: Weights) -> float:
    """The share of coders who would mark the word as a happening."""
    word, head = (vector(t, scene.phrases) for t in (token, token.head))
    dense = float(word @ weights.vectors["word"] + head @ weights.vectors["head"])
    return weights.share(features(token, scene), dense)


def reweighed(
    found: list[Found], kinded: list[Kinded], phrases: Phrases, tags: Tags | None, judgements: dict[int, Judgement]
) -> list[Found]:
    """The triggers without those that tell nothing, with those that no list knows."""
    weights = _weights()
    if tags is None or len(tags.event) != len(phrases.syntax.tokens) or weights is None:
        return found
    scene = scene_of(found, kinded, phrases, tags, judgements)
    shares = {token.i: weigh(token, scene, weights) for token in candidates(scene)}
    tokens = phrases.syntax.tokens
    kept = [f for i, (f, k) in scene.found.items() if _counts(f) or shares[i] >= _least(tokens[i], k, scene)]
    lone = [
        tokens[i]
        for i, share in shares.items()
        if i not in scene.found and share >= _enough(tokens[i], scene) and _free(tokens[i], scene)
    ]
    nouns = [_listed(_made(t), phrases) for t in lone if t.pos not in ("VERB", "AUX")]
    verbs = [_made(t) for t in lone if t.pos in ("VERB", "AUX") and t.dep not in ("aux", "auxpass")]
    happening = {f.token.i for f in (*kept, *nouns)}
    verbs = [f for f in verbs if not _carries(f, happening)]
    return sorted([*kept, *nouns, *verbs], key=lambda f: f.token.i)


def _counts(found: Found) -> bool:
    """The dead, the hurt and their toll are always told: a number hangs from them."""
    return found.match is not None and bool(found.match.entry.data.get("casualty"))


def _enough(token: Token, scene: Scene) -> float:
    """Saying and thinking are told by attributions."""
    if token.pos == "VERB" and stops().get(token.lemma) in ("stop.say", "stop.mind"):
        return ADD_SAID
    if not scene.quiet:
        return ADD
    return ADD_STATE if of_state(token) else ADD_QUIET


def _free(token: Token, scene: Scene) -> bool:
    """No word of another happening's pattern, no light verb and no idiom: "stabbed to death", "launched an attack"."""
    if token.i in scene.used or token.i in scene.light or idiom(token) or _opens_word(token, scene):
        return False
    if token.dep == "nsubj" and token.tag == "VBZ" and token.lemma in index("noun"):
        return False  # "Kelvian airstrikes hit a school"
    if token.tag == "VBG" and token.dep == "amod" and token.lemma in _TITLES:
        return False
    if token.dep == "compound" and token.head.lemma in index("noun"):  # "a suicide bombing"
        return False
    if of_what_sort(token, scene.phrases.syntax) or lasting(token) or said_not(token) or left_open(token):
        return False  # "riot police", "a bus stop"
    if built(token) or stops_short(token) or called_for(token) or doer(token, scene.phrases.syntax):
        return False
    if token.pos == "NOUN" and (of_class(token.lemma, _SOMEBODY) or _mere_thing(token)):  # "a climber died"
        return False
    if formula(token) or hyphened(token, scene.phrases) or asks_press(token) or leaves_casualty(token):
        return False
    if feared(token) or named_so(token) or aimed(token) or laden(token) or stamped(token, frame(token), scene.phrases):
        return False
    if told_count(token, scene.phrases.syntax) is not None or counts_noticed(token):
        return False
    return not (token.lemma == "death" and token.dep == "pobj" and token.head.lower == "to")


def _opens_word(token: Token, scene: Scene) -> bool:
    """The first part of a hyphened word: "crash-landed"."""
    after = scene.phrases.syntax.tokens[token.i + 1 : token.i + 3]
    joined = len(after) == 2 and after[0].text == "-" and not token.space and not after[0].space
    return joined and after[1].pos == "VERB"


def _mere_thing(token: Token) -> bool:
    """A place, a vehicle or a body of people, and a word before one: "at a checkpoint", "a suicide bomber"."""
    if token.lemma in ("suicide", "kidnap", "hijack") and token.dep == "compound":
        return True  # "a suicide bomber", "kidnap victims"
    if of_class(token.lemma, ("@facility", "@vehicle", "@town")):
        return True  # "moved to another prison"
    if token.lemma in index("noun"):
        return False
    if token.dep == "compound" and of_class(token.head.lemma, (*_SOMEBODY, *_THINGS)):
        return True
    stop = token.lemma == "stop" and any(c.dep == "compound" for c in token.children)  # "a bus stop"
    arm = token.lemma in ("launcher", "vest", "belt", "round") and any(c.dep == "compound" for c in token.children)
    if token.lemma in ("wave", "series", "spate", "string", "round"):  # "a wave of bombings": the bombings are told
        return any(p.lemma in index("noun") for c in token.children if c.lower == "of" for p in c.children)
    return stop or arm or of_class(token.lemma, _THINGS)


def _carries(found: Found, happening: set[int]) -> bool:
    """ "The trial began", "began to sell": the happening is told by its noun or the verb behind."""
    token, parties = found.token, found.frame
    if (token.lemma in listed("words", "goes_on") or breaks_out(token)) and any(
        a.i in happening for a in parties.agents
    ):
        return True
    if parties.passive and token.lemma in listed("light", "done") and any(p.i in happening for p in parties.patients):
        return True  # "the attack, which was carried out by two gunmen"
    return token.lemma in _OPENING and opens(token) and any(c.i in happening for c in token.children)


def _least(token: Token, kinded: Kinded, scene: Scene) -> float:
    """What the lists code, and a gathering by its name ("the Lyon Air Show"), is left out only for next to nothing."""
    named = token.pos == "PROPN" and kinded.rule.startswith("plain:") and token.lower not in listed("words", "contest")
    if kinded.kind or named:
        return 0.0 if named else KEEP_CODED
    return KEEP_QUIET if scene.quiet else KEEP


def _listed(found: Found, phrases: Phrases) -> Found:
    """ "The verdict shocked the town": a noun that the lists take for a happening only beside other words
    has their kind where it is told as one."""
    met = match(found.token, "noun", found.frame, phrases, _PLAIN)
    kept = met is not None and met.entry.kind is not None and not met.entry.data.get("casualty")
    return Found(found.token, "noun", found.frame, met, found.light, found.undergoes) if kept else found


def _made(token: Token) -> Found:
    part = "verb" if token.pos in ("VERB", "AUX") else "noun"
    light, undergoes = light_of(token) if part == "noun" else (None, False)
    parties: Frame = frame(token) if part == "verb" else noun_frame(token, light)
    entry = Entry("weighed", part, (token.lemma,), token.lemma, None, None, False, {})
    return Found(token, part, parties, Match(entry, frozenset({token.i})), light, undergoes)
