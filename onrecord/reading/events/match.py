"""Which entry of the lexicon a head word meets, with everything its group asks of objects, subjects and modifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.reading.events.clause import core, is_passive, prepositions
from onrecord.reading.events.frame import Frame
from onrecord.reading.events.lexicon import (
    Entry,
    candidates,
    classes,
    force_of_nature,
    gunfire,
    index,
    listed,
)
from onrecord.reading.events.nouns import noun_type
from onrecord.reading.events.phrases import Phrases, material, party
from onrecord.reading.events.setting import Setting
from onrecord.syntax import Token

_FORCES = frozenset({"MIL", "COP", "REB", "UAF", "PRM", "SPY"})
_OF_ENTITY = {
    "person": ("person", "group"),
    "person_name": ("person",),
    "suspect": ("person",),
    "crowd": ("group",),
    "org": ("organization",),
    "state": ("state",),
    "town": ("place", "state"),
    "region": ("place",),
    "facility": ("facility",),
    "official": ("person",),
}
_OF_NAME = {
    "person": ("PERSON", "NORP"),
    "person_name": ("PERSON",),
    "suspect": ("PERSON",),
    "official": ("PERSON",),
    "org": ("ORG",),
    "state": ("GPE",),
    "town": ("GPE", "LOC"),
    "region": ("LOC",),
    "facility": ("FAC",),
    "money": ("MONEY",),
}
_MODEL = re.compile(r"[A-Z][A-Za-z]{0,2}-?\d{1,3}[A-Z]{0,3}s?")  # "Tu-95", "F-16s", "T-72"
_OF_TYPE = {"person": "party", "suspect": "party", "facility": "material", "goods": "material", "thing": "material"}
_PARTICLES = frozenset({"up", "out", "off", "down", "away", "over", "back"})  # never those of a verb below
_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "nummod", "advmod", "npadvmod"})


@dataclass(frozen=True, slots=True)
class Match:
    """An entry and the tokens its pattern used (the head among them)."""

    entry: Entry
    used: frozenset[int]


def pattern_tokens(head: Token, words: tuple[str, ...], tokens: tuple[Token, ...]) -> frozenset[int] | None:
    """The tokens that a pattern's words stand on, or None; each word hangs from the head or a word before it."""
    frontier, used = [head], {head.i}
    for word in words[1:]:
        if word.endswith("-"):
            found = _hyphened(head, word[:-1], tokens)
        else:
            near = (t for f in frontier for t in _near(f, used) if t.i not in used and word in (t.lemma, t.lower))
            near = (t for t in near if word not in _PARTICLES or t.head.i in used)
            near = (t for t in near if not (t.dep == "aux" and t.head is head))  # "to talk to the rebels"
            found = next((t for t in near if not _dated(t, head)), None)
        if found is None:
            return None
        frontier.append(found)
        used.add(found.i)
    return frozenset(used)


def _hyphened(head: Token, part: str, tokens: tuple[Token, ...]) -> Token | None:
    """The first part of a hyphened word whose last part is the head: "cease-fire" (the engine splits at hyphens)."""
    joined = head.i >= 2 and tokens[head.i - 1].text == "-" and tokens[head.i - 2].lower == part
    return tokens[head.i - 2] if joined else None


def _dated(token: Token, head: Token) -> bool:
    """A preposition of time is no part of a pattern: "on Monday he called her" is not "called on her"."""
    if token.dep != "prep" or token.lower == "for":
        return False  # "jailed for eight years" is a sentence
    return token.i < head.i or any(c.dep == "pobj" and c.ent in ("DATE", "TIME") for c in token.children)


def _clause(token: Token) -> bool:
    """A finite clause is no word of a pattern: "claimed its forces attacked the base" claims no attack."""
    return token.tag in ("VBD", "VBZ", "VBP") and token.dep in ("ccomp", "advcl", "relcl", "conj")


def _near(token: Token, used: set[int]) -> Iterable[Token]:
    """Words that a pattern may name next: children but for an active subject, and theirs; behind a preposition only
    where the pattern names it ("suspended aid because of fighting" suspends no fighting); no compounds ("the aid
    convoy was stopped" stops no aid)."""
    reduced = token.tag == "VBD" and is_passive(token)  # "drones launched from the coast hit a ship"
    yield from (c for c in token.children if (c.dep != "nsubj" or reduced) and not _clause(c))
    if token.dep == "relcl" or (token.dep == "acl" and token.tag != "VB"):  # "an effort to end the war" ends no effort
        yield token.head
    counted = (c for c in token.children if c.dep in ("dobj", "nsubjpass") and c.lemma not in listed("tally", "nouns"))
    yield from (core(c) for c in counted if core(c) is not c)  # "sent dozens of tanks"
    for c in token.children:
        if _clause(c):
            continue
        if c.dep in ("dobj", "xcomp", "nsubjpass", "ccomp", "attr", "advmod") or (c.dep == "prep" and c.i in used):
            below = c.dep in ("xcomp", "ccomp") and c.i not in used  # "called her to apologize for it": no call for it
            yield from (x for x in c.children if x.dep != "compound" and not (below and x.dep in ("prep", "dobj")))


def in_classes(phrases: Phrases, token: Token, names: tuple[str, ...]) -> bool:
    """True where the head word is one of the words, or in one of the classes by lemma, name or entity."""
    token = core(token)
    entity = phrases.entity(token)
    known = classes()
    for name in names:
        if not name.startswith("@"):
            if name in (token.lemma, token.lower):
                return True
            continue
        label = name[1:]
        if label == "disaster":
            if gunfire(token):
                continue
            if force_of_nature(token):
                return True
        if token.lemma in known.get(label, ()) or token.lower in known.get(label, ()):
            return True
        if label in ("person", "suspect") and token.lower in listed("words", "plural_party"):
            return True
        if noun_type(token, phrases.syntax) == _OF_TYPE.get(label, "-"):
            return True
        if label == "vehicle" and _MODEL.fullmatch(token.text):
            return True
        if token.ent and token.ent in _OF_NAME.get(label, ()):
            return True
        if entity is not None and entity.kind in _OF_ENTITY.get(label, ()):
            return True
        if entity is not None and label in ("armed", "police") and entity.codes.sector in _FORCES:
            return True
    return False


def match(token: Token, part: str, frame: Frame, phrases: Phrases, setting: Setting) -> Match | None:
    """The first entry of the head word whose words and conditions all hold."""
    for entry in _candidates(token, part):
        if len(entry.words) > 1 and not phrases.words_around(token).issuperset(
            w for w in entry.words[1:] if w[-1] != "-"
        ):
            continue
        used = pattern_tokens(token, entry.words, phrases.syntax.tokens)
        if used is None:
            continue
        holds = _verb_holds if part == "verb" else _noun_holds
        if holds(entry, token, frame, phrases, used) and not _guarded(entry, setting, phrases.words_around(token)):
            return Match(entry, used)
    return None


def _candidates(token: Token, part: str) -> tuple[Entry, ...]:
    """The entries of a word as it is written, else of its lemma; "cordoned" has been given the lemma "cordone"."""
    found = candidates(part, token.lower, token.lemma)
    if not found and part == "verb" and token.lemma.endswith("e") and not token.lower.endswith("e"):
        return index(part).get(token.lemma[:-1], ())
    return found


def _guarded(entry: Entry, setting: Setting, words: frozenset[str]) -> bool:
    """True for an entry that means something else among the words of sport or of markets."""
    hard = entry.kind == "ASSAULT" and bool(words & listed("sport_words", "hard"))  # "gunmen shot the goalkeeper"
    sport = setting.sport and bool(entry.data.get("sport_guard")) and not hard
    return sport or (setting.finance and bool(entry.data.get("finance_guard")))


def _verb_holds(entry: Entry, token: Token, frame: Frame, phrases: Phrases, used: frozenset[int]) -> bool:
    patients = tuple(p for p in (*frame.patients, *frame.datives) if p.i not in used)
    return (
        _objects_hold(entry, frame, phrases, patients, used)
        and _subjects_hold(entry, frame, phrases)
        and _around_holds(entry, token, frame, phrases, used)
        and _complement_holds(entry, token, frame, phrases, patients)
    )


def _objects_hold(
    entry: Entry, frame: Frame, phrases: Phrases, patients: tuple[Token, ...], used: frozenset[int]
) -> bool:
    kinds = entry.words_of("object_kind")
    if kinds and not any(_noun_kind(p) in kinds for p in frame.patients):
        return False
    wanted = entry.words_of("object")
    if wanted and patients and not any(in_classes(phrases, p, wanted) for p in patients):
        return False
    alone = wanted and not patients and not any(p.i in used for p in frame.patients)
    if alone and (entry.has("object_needed") or entry.has("object_needed_for")):
        return False
    return not any(in_classes(phrases, p, entry.words_of("not_object")) for p in patients)


def _subjects_hold(entry: Entry, frame: Frame, phrases: Phrases) -> bool:
    if any(in_classes(phrases, a, entry.words_of("not_subject")) for a in frame.agents):
        return False
    if entry.has("subject_needed") and not frame.agents:
        return False
    if entry.has("subject_party") and not any(
        party(phrases, a) or a.lower == "it" or a.ent == "GPE" for a in frame.agents
    ):
        return False
    subject = entry.words_of("subject")
    return not (subject and frame.agents and not any(in_classes(phrases, a, subject) for a in frame.agents))


def _around_holds(entry: Entry, token: Token, frame: Frame, phrases: Phrases, used: frozenset[int]) -> bool:
    """What a group asks of prepositions, particles and the words below and around."""
    below = entry.words_of("subtree_any")
    if below and not any(t.lower in below for t in token.subtree()):
        return False
    around = entry.words_of("not_around")
    if around and any(t.lower in around for t in phrases.syntax.sentence(token)):
        return False
    asked = entry.words_of("comp_any")
    if asked and (frame.complement is None or frame.complement.lemma not in asked):
        return False
    if entry.data.get("passive_needed") and not _denied(token, frame, phrases):
        return False
    if any(in_classes(phrases, p, entry.words_of("not_with")) for p in frame.preps.get("with", ())):
        return False
    if entry.has("prep_party") and not _reaches_party(phrases, used):
        return False
    if entry.has("prep_thing") and not _reaches_thing(phrases, used):
        return False
    if not _phrasal(entry, used, phrases) or (entry.has("several") and not _several(frame)):
        return False
    if entry.words_of("prep_needed") and not _leads(entry, frame):
        return False
    if entry.has("dative_needed") and not any(party(phrases, p) for p in frame.datives):
        return False
    return not entry.has("police_subject") or _police(frame, phrases)


def _leads(entry: Entry, frame: Frame) -> bool:
    """A preposition of the verb or of its object: "gave $2 million to", "gave $2 million for schools"."""
    objects = [prepositions(p) for p in frame.patients]
    return any(p.get(n) for n in entry.words_of("prep_needed") for p in (frame.preps, *objects))


def _phrasal(entry: Entry, used: frozenset[int], phrases: Phrases) -> bool:
    """ "Gave in to the strikers", not "gave a grant in exchange for"; "declined to answer", not "to 55 percent"."""
    if not (entry.has("particle") or entry.has("needs_verb")):
        return True
    tokens = [phrases.syntax.tokens[i] for i in used]
    return not any(t.dep == "prep" and any(c.dep == "pobj" for c in t.children) for t in tokens)


def _several(frame: Frame) -> bool:
    """Several who speak with each other: "the ministers discussed", "discussed it with the envoy"."""
    plural = any(a.tag in ("NNS", "NNPS") or a.lower in ("they", "we", "who") for a in frame.agents)
    return frame.passive or len(frame.agents) > 1 or plural or bool(frame.preps.get("with"))


def _reaches_party(phrases: Phrases, used: frozenset[int]) -> bool:
    """The pattern's preposition leads to somebody: "spoke to the king", not "speaks to the fact"."""
    tokens = [phrases.syntax.tokens[i] for i in used]
    behind = [c for t in tokens if t.dep in ("prep", "dative") for c in t.children if c.dep == "pobj"]
    return any(party(phrases, c) and c.lemma not in listed("words", "body") for c in behind)


def _reaches_thing(phrases: Phrases, used: frozenset[int]) -> bool:
    """The pattern's preposition leads to something solid: "broke into the rectory", not "broke into laughter"."""
    behind = [c for i in used for c in phrases.syntax.tokens[i].children if c.dep == "pobj"]
    return any(c.tag in ("NN", "NNS", "NNP") and _solid(c, phrases) for c in behind)


def _solid(token: Token, phrases: Phrases) -> bool:
    if material(phrases, token) or (token.ent and token.ent not in ("DATE", "TIME")):
        return True
    return noun_type(token, phrases.syntax) == "" and token.lemma not in listed("words", "outburst")


def _denied(token: Token, frame: Frame, phrases: Phrases) -> bool:
    """Somebody to whom a thing is not given: "were denied visas", "for denying them entry"."""
    theme = any(c.dep in ("dobj", "oprd", "attr") for c in token.children)
    return (frame.passive and theme and any(party(phrases, p) for p in frame.patients)) or bool(frame.datives)


def _noun_kind(token: Token) -> str:
    """The kind of an event noun as it stands alone: "aid" AID, "talks" CONSULT, "sanctions" COERCE."""
    entries = index("noun").get(token.lemma, ()) or index("noun").get(token.lower, ())
    alone = (e for e in entries if len(e.words) == 1 and not e.data.get("modifier_any") and not e.data.get("governor"))
    return next((e.kind or "" for e in alone), "")


def _police(frame: Frame, phrases: Phrases) -> bool:
    if not frame.agents:
        return frame.passive
    return any(in_classes(phrases, a, ("@police", "@armed")) for a in frame.agents)


def _complement_holds(entry: Entry, token: Token, frame: Frame, phrases: Phrases, patients: tuple[Token, ...]) -> bool:
    complement = frame.complement
    if complement is not None and complement.lemma in entry.words_of("not_comp"):
        return False
    if complement is not None and complement.lemma in entry.words_of("telling"):
        told = {c.lemma for c in complement.children if c.dep == "dobj"}
        to = [c for c in complement.children if c.dep == "dative" and c.pos != "ADP" and _forces(phrases, c)]
        if not to and (not told or told & set(entry.words_of("told"))):
            return False  # "refused to give a number"; not "refused to give the army a list"
    for key in ("person_object", "party_object"):
        if entry.has(key) and not any(party(phrases, p) for p in patients):
            clausal = token.lemma in ("ask", "order", "insist", "recommend", "propose")
            return entry.has("person_object") and complement is not None and clausal
    if entry.has("want_group"):
        return any(party(phrases, p) for p in patients) and complement is not None
    return True


def _forces(phrases: Phrases, token: Token) -> bool:
    """An army, a police or a state: who asks is no reporter."""
    return in_classes(phrases, token, ("@armed", "@police", "@state"))


def _noun_holds(entry: Entry, token: Token, frame: Frame, phrases: Phrases, used: frozenset[int]) -> bool:
    governor = entry.words_of("governor")
    governed = token.dep in ("dobj", "nsubjpass") and token.head.lemma in governor
    if governor and not governed and not any(c.dep == "amod" and c.lemma in governor for c in token.children):
        return False  # "accused of opening fire", where the parse took "opening" for an attribute
    scene = entry.words_of("around")
    if scene and not phrases.words_around(token) & set(scene):
        return False
    behind = entry.words_of("behind")
    if behind and not (token.dep == "pobj" and token.head.lower in behind):
        return False
    around = {w for c in token.children if c.dep in _MODIFIERS and c.i not in used for w in (c.lemma, c.lower)}
    if around & set(entry.words_of("not_modifier")):
        return False
    preps = {c.lower for c in token.children if c.dep == "prep"}
    required = set(entry.words_of("modifier_any"))
    if required and not (around & required or preps & set(entry.words_of("prep_any"))):
        return False
    if preps & set(entry.words_of("not_prep")):
        return False
    if any(in_classes(phrases, a, entry.words_of("not_agent")) for a in frame.agents):
        return False
    toward = entry.words_of("toward")
    sides = (t for n in ("against", "on") for t in frame.preps.get(n, ()))
    if toward and not any(in_classes(phrases, t, toward) for t in sides):
        return False
    of = frame.preps.get("of", ())
    if entry.data.get("noun_object") and any(in_classes(phrases, p, entry.words_of("not_of")) for p in of):
        return False  # "the release of emergency funds"
    if entry.data.get("noun_object") and (of or frame.agents):
        return any(in_classes(phrases, p, entry.words_of("object")) for p in (*of, *frame.agents))
    if entry.kind == "ASSAULT" and _figurative(frame):
        return False
    return not any(in_classes(phrases, p, entry.words_of("not_of")) for p in of)


def _figurative(frame: Frame) -> bool:
    """ "an assault on women's rights", "the war on poverty": nobody is struck."""
    behind = [p for name in ("on", "against") for p in frame.preps.get(name, ())]
    return bool(behind) and all(p.lemma in listed("words", "cause") for p in behind)
