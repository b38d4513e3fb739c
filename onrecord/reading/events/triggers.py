"""Which words are happenings: verbs, event nouns and a few adjectives, one head word each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.reading.events.clause import is_passive, of_adjective, prepositions, subjects
from onrecord.reading.events.frame import Frame, frame
from onrecord.reading.events.lexicon import index, listed, stops
from onrecord.reading.events.lights import idiom, light_of, noun_frame, only_points, reported
from onrecord.reading.events.match import Match, match
from onrecord.reading.events.phrases import Phrases, material, party
from onrecord.reading.events.setting import Setting, setting, setting_of_report
from onrecord.reading.events.standing import built, lasting, said_not
from onrecord.reading.events.tallies import counts_noticed, is_count, told_count
from onrecord.reading.events.verbs import (
    acts_after_all,
    aimed,
    asks_press,
    breaks_out,
    feared,
    foretells,
    headline_passive,
    hyphened,
    laden,
    leaves_casualty,
    left_open,
    named_so,
    names_witness,
    stamped,
    strikes,
    takes_effect,
    tells_nothing,
    told_to,
)
from onrecord.syntax import Token

_DEEDS = frozenset("ASSAULT COERCE SANCTION MOBILIZE PROTEST RETREAT CONCEDE AID COOPERATE SUPPORT".split())
# Inside another noun, or what a clause before it is called: "..., a charge that Moscow denied".
_INSIDE = frozenset({"compound", "nmod", "amod", "npadvmod"})
_SHOT = frozenset(("bullet", "pellet", "gas", "canister", "round", "grenade"))
_NOUN_TAGS = frozenset({"NN", "NNS", "VBG", "NNP", "NNPS"})


@dataclass(frozen=True, slots=True)
class Found:
    """A trigger with the parties around it and the entry that its words meet (None: a happening without a kind)."""

    token: Token
    part: str
    frame: Frame
    match: Match | None
    light: Token | None = None
    undergoes: bool = False


def find_triggers(phrases: Phrases) -> Iterator[Found]:
    """Every trigger in the order of the text."""
    whole = setting_of_report([t.lower for t in phrases.syntax.tokens])
    for first, last in phrases.syntax.sentences:
        sentence = phrases.syntax.tokens[first:last]
        around = setting([t.lower for t in sentence], whole)
        nouns = {t.i: f for t in sentence if (f := _noun(t, phrases, around)) is not None}
        absorbed = {i for t in sentence for i in _absorbed(t, nouns, phrases, around)}
        absorbed |= {i for f in nouns.values() if f.match for i in f.match.used - {f.token.i}}  # "state of siege"
        for token in sentence:
            if token.i in absorbed:
                continue
            if token.i in nouns:
                yield nouns[token.i]
            elif token.tag == "MD" and token.lower in ("must", "should"):
                modal = _demand(token, phrases)
                if modal is not None:
                    yield modal
            elif token.tag == "VBG" and token.lower in index("adjective") and token.child("dobj") is None:
                state = _adjective(token, phrases, around)
                if state is not None:
                    yield state
            elif token.pos in ("VERB", "AUX"):
                verb = _verb(token, phrases, around, nouns)
                if verb is not None:
                    yield verb
            elif token.pos == "ADJ" and token.lemma in index("adjective"):
                adjective = _adjective(token, phrases, around)
                if adjective is not None:
                    yield adjective


def _absorbed(token: Token, nouns: dict[int, Found], phrases: Phrases, around: Setting) -> list[int]:
    """Happenings that are but a word of a verb's own pattern: "commuted the sentences", "shot dead", "halt fighting".

    Not of what is done in words: "proposed a truce" tells of a truce too. Of one kind ("strengthened cooperation") the
    noun stays, unless it is a means ("fired tear gas").
    """
    if token.pos != "VERB":
        return []
    to = [c for c in token.children if c.dep == "prep" and c.lower == "to"]
    near = [p.i for c in to for p in c.children if p.lemma == "death"]
    met = match(token, "verb", frame(token), phrases, around) if token.lemma in index("verb") else None
    if _dissolves(token) and not (met is not None and _ends(token, met)):
        return []
    if met is not None and met.entry.has("whole"):
        near += met.used
    elif met is not None and len(met.entry.words) > 1 and met.entry.kind in _DEEDS:
        means = {i for i in met.used if i in nouns and _is_means(nouns[i])}
        near += [i for i in met.used if i not in nouns or i in means or _kind_of(nouns[i]) != met.entry.kind]
        if met.entry.kind == "CONCEDE":  # "claimed the bombing" tells of the bombing too
            told = ("ASSAULT", "COERCE") if token.lemma == "claim" else ("ASSAULT",)
            near = [i for i in near if i not in nouns or _kind_of(nouns[i]) not in told]
    elif met is not None:
        near += [i for i in met.used if phrases.syntax.tokens[i].pos == "ADJ"]  # "stood ready to help"
    return [i for i in near if i != token.i]


def _is_means(found: Found) -> bool:
    entry = found.match.entry if found.match else None
    arms = entry is not None and (entry.weak or entry.mode in ("crowd-control", "firearms"))
    return entry is not None and arms and entry.kind == "ASSAULT"


def _kind_of(found: Found) -> str | None:
    return found.match.entry.kind if found.match else None


def _verb(token: Token, phrases: Phrases, around: Setting, nouns: dict[int, Found]) -> Found | None:
    if not _may_tell(token, phrases):
        return None
    parties = frame(token)
    met = match(token, "verb", parties, phrases, around)
    if token.dep in ("amod", "compound") and not _attribute(token, met, phrases):
        return None
    count = told_count(token, phrases.syntax)
    if count is not None:
        bare = token.lemma not in listed("tally", "gives") and not is_count(count)
        noun = token.lemma in listed("tally", "at") and count.lower != "it"  # "put the figure at 30" tells the figure
        return _revised(count if noun else token) if bare else None
    if _only_tells(token, parties, phrases, nouns) or (met is not None and _void(token, met, parties, phrases, nouns)):
        return None
    if met is not None and len(met.entry.words) > 1:
        if (token.lemma in listed("words", "needs_object") or told_to(token)) and headline_passive(token, met, parties):
            parties = Frame(parties.preps.get("by", ()), parties.agents, (), parties.preps, None, True)
        told = not (met.used & nouns.keys()) or not _dissolves(token) or _ends(token, met)
        return Found(token, "verb", parties, met) if told else None
    if _carries_noun(token, parties, nouns):
        return None
    if token.lemma == "fight" and any(f.light is token for f in nouns.values()):
        return None  # "fought running battles"
    if met is None and token.lemma in stops() and not acts_after_all(token, parties, phrases):
        return None
    if headline_passive(token, met, parties):
        parties = Frame(parties.preps.get("by", ()), parties.agents, (), parties.preps, None, True)
    return Found(token, "verb", parties, met)


def _may_tell(token: Token, phrases: Phrases) -> bool:
    """A full verb; no auxiliary, and no dateline in lower case ("vadodara: ...")."""
    if not token.text[:1].isalpha() or (len(token.text) < 3 and token.lemma not in ("go", "be")):
        return False
    if token.tag == "VBN" and token.dep != "amod" and lasting(token):
        return False  # "inmates armed with knives"
    if token.dep in ("aux", "auxpass", "prep") or token.lemma in ("be", "have", "do") or not token.tag.startswith("VB"):
        return False
    if token.dep == "nsubj" and token.tag == "VBZ" and token.lemma in index("noun"):
        return False  # "Kelvian airstrikes hit a school": a plural that the parse took for a verb
    if names_witness(token, phrases):
        return False
    after = phrases.syntax.tokens[token.i + 1] if token.i + 1 < len(phrases.syntax.tokens) else token
    return after.text != ":" or token.i != phrases.syntax.sentences[token.sent][0]


def _attribute(token: Token, met: Match | None, phrases: Phrases) -> bool:
    """A participle before a noun that tells something: "the injured guard", not "the tortured prose"."""
    if met is None or met.entry.kind not in ("ASSAULT", "COERCE") or hyphened(token, phrases) or lasting(token):
        return False  # "the worst-hit province"
    return token.dep != "amod" or party(phrases, token.head) or material(phrases, token.head)


def _only_tells(token: Token, parties: Frame, phrases: Phrases, nouns: dict[int, Found]) -> bool:
    """The verb tells of counts, of views, of the page or of a noun that tells the happening."""
    return (
        left_open(token)
        or leaves_casualty(token)
        or counts_noticed(token)
        or asks_press(token)
        or feared(token)
        or stamped(token, parties, phrases)
        or named_so(token)
        or aimed(token)
        or laden(token)
        or (breaks_out(token) and any(c.i in nouns and _kind_of(nouns[c.i]) for c in token.children))
    )


def _void(token: Token, met: Match, parties: Frame, phrases: Phrases, nouns: dict[int, Found]) -> bool:
    """The entry says that nothing is told, or its noun tells it: "a curfew was clamped", "strengthened cooperation"."""
    if met.entry.data.get("nothing") or tells_nothing(token, met) or foretells(token, met, parties, phrases):
        return True
    borne = [f for i, f in nouns.items() if i in met.used and f.light is token]
    return not met.entry.has("tells") and any(_kind_of(f) == met.entry.kind for f in borne)


def _revised(token: Token) -> Found:
    """ "The ministry later raised it to 820", "raising the total to 57": the toll is told anew."""
    return Found(token, "verb", Frame(), Match(index("noun")["toll"][0], frozenset({token.i})))


def _demand(token: Token, phrases: Phrases) -> Found | None:
    """ "The chancellor said Iran must free the sailors": what somebody says that another must do is asked of them."""
    verb = token.head
    if verb.dep != "ccomp" or stops().get(verb.head.lemma) != "stop.say":
        return None
    asked = [s for s in subjects(verb) if s.pos != "PRON" and party(phrases, s)]
    speakers = subjects(verb.head)
    if not asked or not speakers or is_passive(verb):
        return None
    entry = index("verb")[token.lower][0]
    return Found(token, "verb", Frame(speakers, tuple(asked)), Match(entry, frozenset({token.i})))


def _dissolves(token: Token) -> bool:
    return token.lemma in listed("light", "dissolve")


def _ends(token: Token, met: Match) -> bool:
    """ "Called off the strike", "called for sanctions against the junta": the verb is the act, light as it may be; in
    "the strike that ended" it is not."""
    if met.entry.has("tells"):
        return True
    given_up = met.entry.kind in ("RETREAT", "CONCEDE", "SANCTION") and token.lemma in listed("light", "ends")
    return given_up and any(c.i in met.used and c.dep in ("dobj", "nsubjpass") for c in token.children)


def _carries_noun(token: Token, parties: Frame, nouns: dict[int, Found]) -> bool:
    """A light verb whose happening is its noun: "launched an attack", "an attack was launched", "came under attack"."""
    if not _dissolves(token):
        return False
    near = [*parties.patients]
    if token.lemma in listed("light_phrases", "through"):
        near += [p for ps in parties.preps.values() for p in ps] + list(parties.agents)
    return any(p.i in nouns for p in near)


def _adjective(token: Token, phrases: Phrases, around: Setting) -> Found | None:
    whom = of_adjective(token) or (subjects(token) if token.tag == "VBG" else ())  # "200 were missing"
    if token.lower == "responsible":
        return _held_responsible(token, phrases)
    parties = Frame((), whom, (), prepositions(token), token.child("xcomp"))
    met = match(token, "adjective", parties, phrases, around)
    if met is None or (met.entry.has("needs_comp") and parties.complement is None):
        return None
    if token.dep == "amod" and met.entry.kind != "ASSAULT" and token.head.pos != "NUM":  # "34 dead and 12 missing"
        return None
    if token.head.lemma in ("feel", "look", "seem", "sound"):
        return None
    if met.entry.has("subject_acts"):
        towards = tuple(t for n in met.entry.words_of("recipient") for t in parties.preps.get(n, ()))
        if token.dep != "acomp" or not any(party(phrases, t) for t in towards):
            return None
        return Found(token, "adjective", Frame(whom, towards), met)
    if met.entry.has("needs_comp"):
        parties = Frame(parties.patients, (), (), parties.preps, parties.complement)
    return Found(token, "adjective", parties, met, undergoes=not met.entry.has("needs_comp"))


def _held_responsible(token: Token, phrases: Phrases) -> Found | None:
    """ "The army said the Front was responsible": an accusation by who says so."""
    be = token.head
    if token.dep != "acomp" or be.dep != "ccomp" or stops().get(be.head.lemma) != "stop.say":
        return None
    accused = tuple(s for s in subjects(be) if s.pos != "PRON" and party(phrases, s))
    speakers = subjects(be.head)
    if not accused or not speakers or any(c.dep == "neg" for c in be.children):
        return None
    entry = index("adjective")["responsible"][0]
    return Found(token, "adjective", Frame(speakers, accused), Match(entry, frozenset({token.i})))


def _noun(token: Token, phrases: Phrases, around: Setting) -> Found | None:
    if token.tag not in _NOUN_TAGS or token.dep in _INSIDE or token.lemma not in index("noun"):
        return None
    if token.tag == "VBG" and token.pos == "VERB":
        return None
    after = phrases.syntax.tokens[token.i + 1] if token.i + 1 < len(phrases.syntax.tokens) else token
    if after.text == "-" and not token.space and not after.space:
        return None  # "war-torn"
    if token.ent in ("ORG", "PERSON", "FAC", "GPE", "PRODUCT", "WORK_OF_ART", "LAW"):
        return None
    governor, undergoes = light_of(token)
    if governor is not None and token.lemma == "toll" and told_count(governor, phrases.syntax) is token:
        if any(c.dep == "neg" for c in governor.children):
            return None  # "have not given a death toll"
        governor, undergoes = None, False  # "Four more bodies were found, bringing the toll to 61": no party of it
    parties = noun_frame(token, governor)
    met = match(token, "noun", parties, phrases, around)
    if met is None or idiom(token) or built(token) or said_not(token):
        return None
    if met.entry.has("needs_agent") and governor is None and not (parties.agents or parties.patients):
        return None
    if governor is not None and governor.lemma == "have" and token.lemma in listed("words", "held"):
        return None
    done = reported(token) or any(
        c.dep == "acl" and c.tag == "VBN" and c.lemma in listed("light", "actor") for c in token.children
    )  # "a deal struck in May"
    supported = governor is not None or done or bool(parties.agents or parties.patients or len(parties.preps))
    if met.entry.weak and not supported and not strikes(token, met) and not takes_effect(token):
        return None
    if token.lemma in listed("words", "experienced") and (governor is not None or parties.agents):
        undergoes = True
        parties = Frame((), parties.agents or parties.patients, (), parties.preps)
    shot = token.dep == "dobj" and token.head.lemma in ("fire", "shoot") and token.lemma in _SHOT
    if met.entry.weak and _kind_is_means(met) and (token.dep == "conj" or shot):
        return None  # "fired tear gas and rubber bullets"
    if governor is not None and met.entry.data.get("class") and governor.lemma in listed("words", "brings_about"):
        undergoes, parties = False, noun_frame(token, None)  # "rain triggered landslides"
    if token.dep == "pobj" and token.head.dep == "prep" and token.head.head.lower == "according":
        return None
    if token.dep == "pobj" and token.head.lower in listed("words", "pointing") and only_points(token, parties):
        return None
    return Found(token, "noun", parties, met, governor, undergoes)


def _kind_is_means(met: Match) -> bool:
    return met.entry.mode in ("crowd-control", "explosives", "firearms")
