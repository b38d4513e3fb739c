"""The kind and mode of a trigger: the entry's own, unless its cause or its complement decides otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.reading.events.acting import at_hands_of, by_mishap
from onrecord.reading.events.clause import core
from onrecord.reading.events.frame import frame
from onrecord.reading.events.lexicon import Entry, force_of_nature, gunfire, listed, of_class, turns
from onrecord.reading.events.match import match
from onrecord.reading.events.nouns import noun_type
from onrecord.reading.events.phrases import Phrases, abstract, party
from onrecord.reading.events.setting import Setting, in_play, setting, setting_of_report
from onrecord.reading.events.triggers import Found
from onrecord.record import EventKind
from onrecord.syntax import Token

_CONFLICT = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN"})
_PROMISED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "CONCEDE", "AGREE"})
_ANNOUNCED = frozenset({"SANCTION", "COERCE", "PROTEST", "ASSAULT"})
_ARMS = frozenset({"soldiers", "troops", "rebels", "army", "bomb", "missile", "militants"})
_NEAR = 60  # triggers on either side that are asked for the cause of a casualty
_REACH = 12  # sentences within which a cause still explains it
_REACH_NAMED = 4  # the same for one named person who "died": an obituary or a memory may stand in any report
_OF_SPORT = 4  # different words of sport in a report of which blows are told that are none
_TOLD = frozenset(
    ("statement", "say", "post", "claim", "announce", "publish", "message", "video", "report", "write", "release")
)
_HARMLESS_SETTING = Setting(False, False)


@dataclass(frozen=True, slots=True)
class Kinded:
    kind: EventKind | None
    mode: str | None
    rule: str


def kinds_of(found: list[Found], phrases: Phrases) -> list[Kinded]:
    """The kinds of all triggers of a document; casualties take theirs from what caused them."""
    scene = [_scene(f, phrases) for f in found]
    report = {t.lower for t in phrases.syntax.tokens}
    whole = setting_of_report([t.lower for t in phrases.syntax.tokens])
    whole = Setting(whole.sport or len(report & listed("sport_words", "words")) >= _OF_SPORT, whole.finance)
    kinded = [_kind(f, i, found, scene, phrases) for i, f in enumerate(found)]
    kinded = [_played(f, k, whole, phrases) for f, k in zip(found, kinded, strict=True)]
    return [_turned(f, k, report, phrases) for f, k in zip(found, kinded, strict=True)]


def _played(f: Found, kinded: Kinded, whole: Setting, phrases: Phrases) -> Kinded:
    """What is done in play is no attack: "the champion knocked him down in the fifth round"."""
    if kinded.kind != "ASSAULT":
        return kinded
    around = setting([t.lower for t in phrases.syntax.sentence(f.token)], whole)
    return Kinded(None, None, f"{kinded.rule}+play") if in_play(f.token, around, phrases) else kinded


def _turned(f: Found, kinded: Kinded, report: set[str], phrases: Phrases) -> Kinded:
    """An attack among words of hacking or robbery is coercion: "hackers attacked the site", "the thieves' raid"."""
    if f.match and f.match.entry.data.get("casualty"):
        return kinded
    for turn in turns():
        if f.token.lemma not in turn["triggers"] or (kinded.kind or "") not in turn.get("from", ("ASSAULT", "")):
            continue
        here = {t.lower for t in phrases.syntax.sentence(f.token) if not _where_told(t)}
        if here & set(turn.get("unless", ())):
            continue
        if len(report & set(turn.get("scene", ()))) >= 2 and not report & set(turn["never_in"]):
            return Kinded(turn["kind"], turn["mode"], f"{kinded.rule}+{turn['id']}")
        if here & set(turn["own"]) or len(report & set(turn["words"])) >= 3 > len(report & _ARMS):
            return Kinded(turn["kind"] or None, turn["mode"] or None, f"{kinded.rule}+{turn['id']}")
    return kinded


def _where_told(token: Token) -> bool:
    """ "Claimed the assault in a statement on its website": where words were told, not what was struck."""
    own = token.dep == "pobj" and any(c.tag == "PRP$" for c in token.children)
    return own and token.head.lower in ("on", "via", "through") and token.head.head.lemma in _TOLD


def _scene(found: Found, phrases: Phrases) -> str:
    """ "violence", "mishap" or nothing: what a trigger by itself says of the cause of casualties."""
    entry = found.match.entry if found.match else None
    if entry is None:
        return ""
    if entry.data.get("class") in ("disaster", "accident"):
        return "mishap"
    if entry.kind != "ASSAULT" or (entry.data.get("cause") and not entry.has("sure")) or entry.data.get("undergoer"):
        return ""
    if found.part == "verb" and entry.data.get("casualty") and entry.words[0] == "kill":
        behind = [core(a) for a in found.frame.agents]
        if not behind or all(force_of_nature(a) or of_class(a.lemma, ("@vehicle", "@illness")) for a in behind):
            return ""  # "killed in the north", "floods killed nine", "a crash killing five"
    return "violence"


def _kind(f: Found, i: int, found: list[Found], scene: list[str], phrases: Phrases) -> Kinded:
    entry = f.match.entry if f.match else None
    if entry is None:
        return Kinded(None, None, f"{f.part}:{f.token.lemma}")
    if f.token.lemma in ("hurt", "damage", "wound") and _of_ideas(f, phrases):
        return Kinded(None, None, entry.rule)
    if entry.group == "assault.under_fire" and _criticised(f, phrases):
        return Kinded("ACCUSE", "disapprove", f"{entry.rule}+words")
    if entry.kind == "ASSAULT" and (entry.data.get("cause") or entry.data.get("casualty") or entry.weak):
        cause = _cause(f, i, found, scene, phrases)
        harmless = cause == "mishap" or (not cause and entry.data.get("default_kind") == "none")
        if harmless:
            return Kinded(None, None, entry.rule)
    fled = f.token.lemma in ("displace", "uproot") and not f.frame.agents
    if fled and _cause(f, i, found, scene, phrases) == "mishap":
        return Kinded(None, None, entry.rule)  # "2,300 families have been displaced" by a flood
    if entry.data.get("comp_threat") and f.frame.complement is not None:
        inner = match(f.frame.complement, "verb", frame(f.frame.complement), phrases, _HARMLESS_SETTING)
        helping = inner is not None and inner.entry.kind == "MOBILIZE" and f.token.lemma in listed("words", "offering")
        if inner is not None and inner.entry.kind in _CONFLICT and not helping:
            return Kinded("THREATEN", "violence", entry.rule + "+conflict")
    return _future(f, entry, phrases)


def _criticised(f: Found, phrases: Phrases) -> bool:
    """ "The minister came under fire over the budget": under words, where nobody and nothing of a war is told."""
    sides = [core(t) for t in (*f.frame.patients, *f.frame.agents, *f.frame.preps.get("from", ()))]
    hard = ("@armed", "@vehicle", "@weapon", "@town", "@facility")
    said = {t.lower for t in phrases.syntax.sentence(f.token)}
    if any(of_class(t.lemma, hard) for t in sides) or said & listed("words", "of_war"):
        return False
    why = {n for n in ("for", "over", "about", "after") if f.frame.preps.get(n)} | (said & {"for", "over"})
    return bool(why) or any(of_class(t.lemma, ("@official", "@org")) for t in sides)


def _of_ideas(f: Found, phrases: Phrases) -> bool:
    """ "hurt her chances", "damaged ties": nobody and no thing was struck."""
    told = [core(p) for p in f.frame.patients]
    struck = any(
        party(phrases, p) or not (abstract(p) or (p.pos == "NOUN" and noun_type(p, phrases.syntax) == "abstract"))
        for p in told
    )
    return f.part == "verb" and bool(told) and not struck


def _future(f: Found, entry: Entry, phrases: Phrases) -> Kinded:
    """An announced act of one's own ("will visit", "would not lift the ban") is a promise, a threat or a refusal.

    PLOVER's manual puts future co-operation under AGREE; conflict announced threatens, co-operation refused rejects.
    """
    verb = f.token if f.part == "verb" else f.light or f.token
    will = any(c.dep == "aux" and c.lower in ("will", "'ll", "wo", "shall", "would") for c in verb.children)
    acting = any(party(phrases, a) for a in f.frame.agents)
    if f.part == "adjective" or not will or not acting or f.frame.passive or not entry.kind:
        return Kinded(entry.kind, entry.mode if entry.kind else None, entry.rule)
    negated = any(c.dep == "neg" for c in verb.children)
    would = any(c.lower == "would" for c in verb.children if c.dep == "aux")
    if would and not (verb.dep == "ccomp" and verb.head.lemma in ("say", "announce", "declare", "tell")):
        return Kinded(entry.kind, entry.mode, entry.rule)
    if entry.kind in _PROMISED:
        return (
            Kinded("REJECT", None, entry.rule + "+will-not") if negated else Kinded("AGREE", None, entry.rule + "+will")
        )
    if entry.kind in _ANNOUNCED and not negated:
        return Kinded("THREATEN", None, entry.rule + "+will")
    return Kinded(entry.kind, entry.mode, entry.rule)


def _cause(f: Found, i: int, found: list[Found], scene: list[str], phrases: Phrases) -> str:
    """What caused a casualty: told by its own subject, then its sentence, then the nearest sentence before or after."""
    if (f.match and f.match.entry.has("sure")) or at_hands_of(f.token):
        return "violence"
    if f.match and f.match.entry.group == "assault.death" and _natural(f.token):
        return "mishap"
    told = [t for n in ("in", "by", "from", "during", "after", "when", "of", "with") for t in f.frame.preps.get(n, ())]
    over = next((scene[j] for j in range(max(0, i - _NEAR), i) if found[j].token is f.token.head), "")
    if by_mishap(f.token) and over != "violence":
        return "mishap"  # "skidded off the runway, injuring nine"; not "a bomb hit a bus, injuring nine"
    if any(a.lemma == "attack" and any(c.lower in ("heart", "asthma") for c in a.children) for a in told):
        return "mishap"
    for a in (*f.frame.agents, *told):
        if gunfire(core(a)):
            return "violence"
        if force_of_nature(core(a)) or of_class(core(a).lemma, ("@disaster", "@accident", "@disease", "@illness")):
            return "mishap"
        if (
            f.part == "verb"
            and a in f.frame.agents
            and party(phrases, a)
            and f.match
            and not f.match.entry.data.get("undergoer")
        ):
            return "violence"
    sentence = f.token.sent
    near = range(max(0, i - _NEAR), min(len(found), i + _NEAR))
    causes = [j for j in near if scene[j] and j != i]
    here = [(abs(found[j].token.i - f.token.i), scene[j]) for j in causes if found[j].token.sent == sentence]
    if here:
        return min(here)[1]
    if {t.lower for t in phrases.syntax.sentence(f.token)} & listed("words", "mishap"):
        return "mishap"
    named = f.token.lemma == "die" and bool(f.frame.agents) and all(a.ent == "PERSON" for a in f.frame.agents)
    reach = _REACH_NAMED if named else _REACH
    before = [scene[j] for j in causes if j < i and sentence - found[j].token.sent <= reach]
    if before:
        return before[-1]
    after = [scene[j] for j in causes if j > i and found[j].token.sent - sentence <= reach]
    return after[0] if after else ""


def _natural(death: Token) -> bool:
    """A death that its own words put down to age, rest or long illness: "died aged 71", "died at his home"."""
    who = [t for c in death.children if c.dep == "nsubj" for x in c.children if x.dep == "relcl" for t in x.subtree()]
    if any(t.lower in ("ill", "illness", "cancer", "ailing") for t in who):
        return True  # "the former premier, who had been ill for years, died"
    for c in death.children:
        if c.lower in ("aged", "peacefully", "suddenly"):
            return True
        behind = [p for p in c.children if p.dep in ("pobj", "pcomp")] if c.dep == "prep" else []
        if c.lower == "at" and any(p.lower in ("home", "age") or _age(p) for p in behind):
            return True
    return False


def _age(token: Token) -> bool:
    return token.text.isdigit() and 20 < int(token.text) < 120
