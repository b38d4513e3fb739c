"""How far a clause is trusted: confidence, being all but certain, a claim called true or false, a deed all but done."""

from __future__ import annotations

from onrecord.reading.status.state import PLAIN, State
from onrecord.syntax import Token
from onrecord.wording import called_false, called_true

_ALL_BUT = {"almost", "nearly", "virtually", "near", "practically"}


def weighed_by(cue: Token) -> State | None:
    """What a measure of trust makes of a clause: confidence, being all but certain, a claim that is called false."""
    noun = cue if cue.lemma == "confidence" else _with_confidence(cue)
    if noun is not None:
        graded = next((c for c in noun.children if c.dep == "amod"), None)
        if graded is not None and graded.lower in ("low", "little", "limited"):
            return State("possible", "possible", (graded,), "confidence")
        if graded is not None and graded.lower in ("moderate", "medium", "some", "reasonable"):
            return State("asserted", "probable", (graded, noun), "confidence")
        return PLAIN if graded is not None and graded.lower in ("high", "full", "great") else None
    if cue.lower in ("certain", "sure"):
        almost = next((c for c in cue.children if c.lower in _ALL_BUT), None)
        return State("asserted", "probable", (almost, cue), "all but certain") if almost is not None else None
    if cue.pos == "NOUN" and called_true(cue):
        return PLAIN  # "the reports that he was killed turned out to be true"
    false = called_false(cue) if cue.pos == "NOUN" else None
    return State("denied", "certain", (false,), "called false") if false is not None else None


def _with_confidence(verb: Token) -> Token | None:
    thing = verb.behind("with") if verb.pos == "VERB" else None
    return thing if thing is not None and thing.lemma == "confidence" else None


def not_quite(preposition: Token, governor: Token) -> State | None:
    """ "Stopped short of attacking", "came close to attacking": not done; "on the verge of attacking": supposed."""
    verb = governor.head
    if governor.lower == "short" and preposition.lower == "of" and verb.lemma in ("stop", "fall"):
        return State("denied", "certain", (verb, governor), "not quite")
    if governor.lower in ("close", "near") and preposition.lower == "to" and verb.lemma in ("come", "go", "get"):
        return State("denied", "probable", (verb, governor), "not quite")
    if governor.lower in ("verge", "brink", "cusp") and preposition.lower == "of":
        return State("hypothetical", "possible", (governor,), "not quite")
    return None
