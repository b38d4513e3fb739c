"""Which words are happenings: verbs, event nouns and a few adjectives, one head word each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.reading.events.clause import is_passive, of_adjective, prepositions, subjects
from onrecord.reading.events.frame import Frame, frame
from onrecord.reading.events.lexicon import index, listed, stops
from onrecord.reading.events.match import Match, Setting, match, setting, setting_of_report
from onrecord.reading.events.phrases import Phrases, material, party
from onrecord.reading.events.tallies import counts_noticed, is_count, told_count
from onrecord.syntax import Token

_DEEDS = frozenset("ASSAULT COERCE SANCTION MOBILIZE PROTEST RETREAT CONCEDE AID COOPERATE SUPPORT".split())
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
    if token.pos != "VERB" or _dissolves(token):
        return []
    to = [c for c in token.children if c.dep == "prep" and c.lower == "to"]
    near = [p.i for c in to for p in c.children if p.lemma == "death"]
    met = match(token, "verb", frame(token), phrases, around) if token.lemma in index("verb") else None
    if met is not None and len(met.entry.words) > 1 and met.entry.kind in _DEEDS:
        means = {i for i in met.used if i in nouns and _is_means(nouns[i])}
        near += [i for i in met.used if i not in nouns or i in means or _kind_of(nouns[i]) != met.entry.kind]
    elif met is not None:
        near += [i for i in met.used if phrases.syntax.tokens[i].pos == "ADJ"]  # "stood ready to help"
    return [i for i in near if i != token.i]


def _is_means(found: Found) -> bool:
    entry = found.match.entry if found.match else None
    return entry is not None and entry.weak and entry.kind == "ASSAULT"


def _kind_of(found: Found) -> str | None:
    return found.match.entry.kind if found.match else None


def _verb(token: Token, phrases: Phrases, around: Setting, nouns: dict[int, Found]) -> Found | None:
    if not token.text[:1].isalpha() or (len(token.text) < 3 and token.lemma not in ("go", "be")):
        return None
    if token.dep in ("aux", "auxpass", "prep") or token.lemma in ("be", "have", "do") or not token.tag.startswith("VB"):
        return None
    after = phrases.syntax.tokens[token.i + 1] if token.i + 1 < len(phrases.syntax.tokens) else token
    if after.text == ":" and token.i == phrases.syntax.sentences[token.sent][0]:
        return None  # "vadodara: ...", a dateline in lower case
    parties = frame(token)
    met = match(token, "verb", parties, phrases, around)
    if token.dep in ("amod", "compound") and (met is None or met.entry.kind not in ("ASSAULT", "COERCE")):
        return None
    if token.dep in ("amod", "compound") and _hyphened(token, phrases):
        return None  # "the worst-hit province"
    if token.dep == "amod" and not (party(phrases, token.head) or material(phrases, token.head)):
        return None  # "the tortured prose"
    count = told_count(token, phrases.syntax)
    if count is not None:
        bare = token.lemma not in listed("tally", "gives") and not is_count(count)
        return _revised(token) if bare else None
    if _not_ruled_out(token) or counts_noticed(token):
        return None
    if met is not None and (met.entry.data.get("nothing") or _tells_nothing(token, met)):
        return None
    borne = [f for i, f in nouns.items() if met is not None and i in met.used and f.light is token]
    if met is not None and any(_kind_of(f) == met.entry.kind for f in borne):
        return None  # "a curfew was clamped", "strengthened cooperation": the noun is told
    if met is not None and len(met.entry.words) > 1:
        if token.lemma in listed("words", "needs_object") and _headline_passive(token, met, parties):
            parties = Frame(parties.preps.get("by", ()), parties.agents, (), parties.preps, None, True)
        return Found(token, "verb", parties, met) if not (met.used & nouns.keys()) or not _dissolves(token) else None
    if (
        token.lemma in ("publish", "post", "update")
        and token.dep == "ROOT"
        and not parties.agents
        and not parties.passive
    ):
        return None  # the line "Published May 3"
    if _carries_noun(token, parties, nouns):
        return None
    if met is None and token.lemma in stops() and not _acts_after_all(token, parties, phrases):
        return None
    if _headline_passive(token, met, parties):
        parties = Frame(parties.preps.get("by", ()), parties.agents, (), parties.preps, None, True)
    return Found(token, "verb", parties, met)


def _tells_nothing(token: Token, met: Match) -> bool:
    """ "declined to say", "left the town cut off": no fall and no departure."""
    if met.entry.kind is not None or len(met.entry.words) > 1:
        return False
    if token.lemma == "decline":
        return any(c.dep == "xcomp" for c in token.children)
    return token.lemma == "leave" and any(c.dep in ("oprd", "ccomp") for c in token.children)


def _hyphened(token: Token, phrases: Phrases) -> bool:
    """The last part of a hyphened word."""
    before = phrases.syntax.tokens[token.i - 1] if token.i else token
    return before.text in ("-", "‑") and not before.space


def _not_ruled_out(token: Token) -> bool:
    """ "have not ruled out arson" rejects nothing."""
    return token.lemma == "rule" and any(c.dep == "neg" for c in token.children)


def _revised(token: Token) -> Found:
    """ "The ministry later raised it to 820", "raising the total to 57": the toll is told anew."""
    return Found(token, "verb", Frame(), Match(index("noun")["toll"][0], frozenset({token.i})))


def _acts_after_all(token: Token, parties: Frame, phrases: Phrases) -> bool:
    """Verbs of the stop lists that do tell a happening in one voice: "police located her", "the date was announced"."""
    listed_act = token.lemma in listed("words", "act_on_thing")
    if token.lemma in listed("words", "state_when_passive"):
        return not parties.passive and bool(parties.patients)
    if not parties.passive and (listed_act or stops().get(token.lemma) == "stop.phase"):
        reached = any(party(phrases, p) or material(phrases, p) for p in parties.patients)
        return reached and (listed_act or any(party(phrases, a) for a in parties.agents))
    return token.lemma in listed("words", "act_when_passive") and parties.passive and parties.complement is None


def _headline_passive(token: Token, met: Match | None, parties: Frame) -> bool:
    """A headline's participle read as a finite verb: "Candidate removed from hall by police", "Two arrested"."""
    complement = parties.complement is not None and parties.complement.i > token.i
    if parties.passive or parties.patients or parties.datives or complement or token.tag not in ("VBD", "VBN"):
        return False
    if any(c.dep in ("aux", "ccomp", "xcomp", "oprd") and c.i > token.i - 3 for c in token.children):
        return False
    if not parties.agents or any(a.lower in ("i", "he", "she", "we", "they") for a in parties.agents):
        return "by" in parties.preps and token.dep == "ROOT"  # "he killed with a knife"
    if token.lemma in listed("words", "needs_object") and "at" not in parties.preps:
        own = any(c.dep == "nsubj" for c in token.children) or token.dep != "conj"
        return own and token.dep not in ("relcl", "acl") and not any(c.dep == "prt" for c in token.children)
    if met is None or met.entry.data.get("undergoer") or any(c.dep == "prt" for c in token.children):
        return False
    if "by" in parties.preps and token.dep == "ROOT":
        return True
    if met.entry.has("intransitive") or any(c.dep in ("mark", "advmod") and c.lower == "as" for c in token.children):
        return False  # "apologised to the families", "as the union alleged"
    told = met.entry.data.get("transitive", False) or met.entry.data.get("casualty")
    return bool(told) and len(met.entry.words) == 1


def _strikes(token: Token, met: Match) -> bool:
    """A noun that begins or goes on, or a force of nature that does something: "the trial opened", "a storm caused"."""
    if token.dep in ("nsubj", "nsubjpass") and token.head.lemma in listed("words", "goes_on"):
        return True
    if met.entry.data.get("class") != "disaster":
        return False
    return token.dep == "nsubj" or (token.dep in ("pobj", "conj") and any(a.dep == "agent" for a in token.ancestors()))


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
    if token.dep == "amod" and met.entry.kind != "ASSAULT":
        return None
    if token.head.lemma in ("feel", "look", "seem", "sound"):
        return None
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
    if token.tag not in _NOUN_TAGS or token.dep in ("compound", "nmod", "amod") or token.lemma not in index("noun"):
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
    if met is None:
        return None
    if idiom(token):
        return None
    if met.entry.has("needs_agent") and governor is None and not (parties.agents or parties.patients):
        return None
    if governor is not None and governor.lemma == "have" and token.lemma in listed("words", "held"):
        return None
    done = _reported(token) or any(
        c.dep == "acl" and c.tag == "VBN" and c.lemma in listed("light", "actor") for c in token.children
    )  # "a deal struck in May"
    supported = governor is not None or done or bool(parties.agents or parties.patients or len(parties.preps))
    if met.entry.weak and not supported and not _strikes(token, met):
        return None
    if token.lemma in listed("words", "experienced") and (governor is not None or parties.agents):
        undergoes = True
        parties = Frame((), parties.agents or parties.patients, (), parties.preps)
    if met.entry.weak and _kind_is_means(met) and token.dep == "conj":
        return None  # "fired tear gas and rubber bullets"
    if governor is not None and met.entry.data.get("class") and governor.lemma in listed("words", "brings_about"):
        undergoes, parties = False, noun_frame(token, None)  # "rain triggered landslides"
    if token.dep == "pobj" and token.head.dep == "prep" and token.head.head.lower == "according":
        return None
    if token.dep == "pobj" and token.head.lower in listed("words", "pointing") and _only_points(token, parties):
        return None
    return Found(token, "noun", parties, met, governor, undergoes)


def _reported(token: Token) -> bool:
    """ "Explosions reported in the port", "blasts were heard": told as something that was noticed."""
    return token.dep in ("nsubj", "nsubjpass") and token.head.lemma in ("report", "hear") and token.head.i > token.i


def _kind_is_means(met: Match) -> bool:
    return met.entry.mode in ("crowd-control", "explosives", "firearms")


def idiom(token: Token) -> bool:
    """A noun that is no happening by itself: "caught fire", "set the tents on fire", "a request for comment"."""
    if token.lemma == "fire":
        held = token.dep == "dobj" and token.head.lemma in ("catch", "cease", "hold", "set")
        return held or (
            token.dep == "pobj" and token.head.lower == "on" and not any(c.dep == "det" for c in token.children)
        )
    if token.dep == "pobj" and token.head.lower == "in" and token.lemma in ("retaliation", "response", "defiance"):
        return not any(c.dep == "det" for c in token.children)  # "in retaliation for"
    if (
        token.lemma in ("wound", "injury", "burn")
        and token.dep == "pobj"
        and token.head.head.lemma in ("die", "succumb")
    ):
        return True  # "died of gunshot wounds"
    if token.lemma == "act" and token.child("compound") is not None:
        return True  # "the secrets act"
    if token.lemma == "campaign" and token.dep == "nsubj" and any(c.ent == "PERSON" for c in token.children):
        return True  # "the Fulton campaign said": those who run it
    asked = {p.lemma for c in token.children if c.lower in ("for", "seek") for p in c.children}
    asked |= {p.lemma for c in token.children if c.lemma == "seek" for p in c.children if p.dep == "dobj"}
    return token.lemma in listed("words", "asked_by_press") and bool(asked & {"comment", "interview", "reaction"})


def _only_points(token: Token, parties: Frame) -> bool:
    """ "after the attack" points back; "after an attack on the base", "during a strike" tell something."""
    if (
        parties.agents
        or parties.patients
        or any(parties.preps.get(n) for n in ("on", "against", "between", "with", "by", "of"))
    ):
        return False
    bare = token.tag == "NNS" and not any(c.dep in ("det", "poss") for c in token.children)  # "during clashes downtown"
    return not bare and not any(c.lower in ("a", "an", "some", "several", "another") for c in token.children)


def light_of(token: Token) -> tuple[Token | None, bool]:
    """The light verb that governs an event noun, and whether its subject suffers the event."""
    verb: Token | None = None
    if token.dep in ("dobj", "nsubjpass", "attr", "oprd"):
        verb = token.head
    elif token.dep == "pobj" and token.head.dep in ("prep", "agent"):
        verb = token.head.head
        if verb.pos in ("NOUN", "PROPN") and verb.dep == "dobj":
            verb = None
    elif token.dep == "conj" and token.head.dep == "dobj":
        verb = token.head.head
    if verb is None or verb.pos not in ("VERB", "AUX"):
        return None, False
    if token.dep == "pobj":
        pair = _pair(verb, token)
        held = pair in listed("light_phrases", "object") and token.lemma in listed("light_phrases", "object_nouns")
        if held or pair in listed("light_phrases", "recipient"):
            return verb, True
        gathered = token.head.lower == "for" and token.lemma not in listed("light_phrases", "gathering_nouns")
        return (verb, False) if pair in listed("light_phrases", "actor") and not gathered else (None, False)
    if verb.lemma in listed("light", "recipient"):
        return verb, True
    if verb.lemma in listed("light_phrases", "thought"):
        return (
            (verb, False)
            if any(e.kind in ("COERCE", "SANCTION") for e in index("noun").get(token.lower, ()))
            else (None, False)
        )
    return (verb, False) if verb.lemma in listed("light", "actor") else (None, False)


def noun_frame(token: Token, light: Token | None) -> Frame:
    """The parties of an event noun: possessor, name before it, "by", and those of its light verb."""
    preps = dict(prepositions(token))
    agents = list(preps.pop("by", ()))
    for c in token.children:
        if _names_party(c, token):
            agents.append(c)
        elif c.dep == "amod" and c.lower in ("led", "backed", "sponsored", "ordered"):
            agents.extend(x for x in c.children if x.ent in ("NORP", "GPE", "ORG"))  # "a Saudi-led strike"
        elif c.dep == "acl" and c.tag == "VBN" and c.lemma in listed("light", "done"):
            agents.extend(t for a in c.children if a.dep == "agent" for t in a.children if t.dep == "pobj")
            preps = {**prepositions(c), **preps}
            preps.pop("by", None)
    patients: tuple[Token, ...] = ()
    if light is not None:
        for name, heads in prepositions(light).items():
            if token not in heads and name not in preps:
                preps[name] = heads
        if token.dep == "pobj" and _pair(light, token) in listed("light_phrases", "object"):
            whole = frame(light)
            agents, patients = [*agents, *whole.agents], whole.patients
        elif is_passive(light):
            agents.extend(preps.pop("by", ()))
        elif light.lemma in listed("light", "recipient"):
            patients = subjects(light) if any(c.dep in ("nsubj", "conj") for c in (light, *light.children)) else ()
        elif not agents or agents[0].dep in ("compound", "amod"):
            agents = list(subjects(light)) or agents
    return Frame(tuple(agents), patients, (), preps)


def _pair(verb: Token, noun: Token) -> str:
    """Verb and preposition of a phrase such as "placed under arrest"."""
    return f"{verb.lemma} {noun.head.lower}"


def _names_party(child: Token, noun: Token) -> bool:
    """A word before an event noun that names who does it: "Turkey's", "Turkish", "police"."""
    if child.dep == "poss":
        return True
    if child.dep in ("compound", "amod", "nmod") and child.ent in ("NORP", "GPE", "ORG", "PERSON"):
        return True
    return child.dep == "compound" and child.i + 1 == noun.i and child.pos in ("NOUN", "PROPN")
