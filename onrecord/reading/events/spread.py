"""Parties that an event takes from another trigger: the accused did the crime, who strikes "in a raid" leads it."""

from __future__ import annotations

from onrecord.reading.events.acting import no_one
from onrecord.reading.events.clause import is_passive, prepositions, subjects
from onrecord.reading.events.frame import frame
from onrecord.reading.events.kinds import Kinded
from onrecord.reading.events.lexicon import listed, reach, stops
from onrecord.reading.events.parties import Parties
from onrecord.reading.events.phrases import Phrases, party
from onrecord.reading.events.triggers import Found
from onrecord.syntax import Token

_OWNS_UP = frozenset(("claim", "take", "accept", "admit", "deny"))
_CRIMES = frozenset({"ASSAULT", "COERCE", "PROTEST", None})
_CHARGES = frozenset({"ACCUSE", "SANCTION"})
_OF_CHARGE = frozenset({"of", "for", "with", "in", "on", "over", "under", "to"})
_CLIMB = 3  # how far above a relative clause its deed may stand: "a bombing of a hotel in Velmar that killed"
_BESIDE = 4  # words between two happenings of one list
_CHARGE_NOUNS = frozenset({"charge", "count", "suspicion"})


def spread(found: list[Found], kinded: list[Kinded], made: list[Parties], phrases: Phrases) -> None:
    """Fill the missing actors of event nouns and gerunds from the trigger that governs them; changes `made`."""
    places = {f.token.i: i for i, f in enumerate(found)}
    lights = {f.light.i: i for i, f in enumerate(found) if f.light is not None and not f.undergoes}
    for i, f in enumerate(found):
        if made[i].actor or f.part == "adjective" or f.undergoes:
            continue
        governor = _governor(f.token, places | lights)
        means = _means(f, places, found) if f.part == "verb" else None
        if means is not None and kinded[means].kind == "ASSAULT" and kinded[i].kind == "ASSAULT":
            made[i].actor = _by_means(found[means], made[means], _hit(f, found, made), phrases)
            continue
        if f.part == "noun" and (actors := _noun_actors(f, i, places, made, phrases)) is not None:
            made[i].actor = actors
            continue
        if governor is None or governor == i or f.frame.passive:
            continue
        name, g = f.token.head.lower if f.token.dep in ("pobj", "pcomp") else "", found[governor]
        if name == "over" and g.part == "noun":
            continue  # "faced criticism over the violence": it need not be theirs
        if _charged(g, kinded[governor].kind, name) and kinded[i].kind in _CRIMES:
            accused = made[governor].recipient
            if any(t.lower == "other" for t in g.frame.patients):
                accused = made[governor].actor  # "accused each other of breaking it"
            made[i].actor = [t for t in accused if t not in made[i].recipient and party(phrases, t)]
        elif (
            f.part == "noun"
            and (name == "in" or _means_of(f, name, g))
            and (g.part == "verb" or g.token.dep == "dobj")  # "in a raid, gunmen opened fire"
            and not g.frame.passive
            and not _own(f)
        ):
            made[i].actor = [t for t in made[governor].actor if t not in made[i].recipient]
    for i, f in enumerate(found):
        if not made[i].actor and f.part != "noun" and kinded[i].kind == "ASSAULT":
            means = _means(f, places, found) if f.part == "verb" else None
            doers = _through_deed(f, places, kinded, made) or _beside(f, places, kinded, made)
            if not doers and means is not None and kinded[means].kind == "ASSAULT":
                doers = _by_means(found[means], made[means], _hit(f, found, made), phrases)
            made[i].actor = [t for t in doers if t not in _hit(f, found, made) + made[i].recipient]
    for i, f in enumerate(found):
        if f.part == "noun" and not made[i].recipient:
            made[i].recipient = [t for t in _befallen(f, phrases) if t not in made[i].actor and party(phrases, t)]
    _of_both(found, places, made)
    _through_complement(found, kinded, made, phrases)
    _rung_up(found, kinded, made, phrases)


def _hit(f: Found, found: list[Found], made: list[Parties]) -> list[Token]:
    """Whom the verb and those in one row with it befell: "two were killed and seven injured in a clash"."""
    row = {f.token.i, f.token.head.i if f.token.dep == "conj" else -1}
    row |= {c.i for c in f.token.children if c.dep == "conj"}
    return [t for other, m in zip(found, made, strict=True) if other.token.i in row for t in m.recipient]


def _by_means(means: Found, of: Parties, hit: list[Token], phrases: Phrases) -> list[Token]:
    """Who killed in the deed: whoever did it, but of those that were hit themselves the other side."""
    doers = [t for t in of.actor if t not in hit]
    if doers or not of.actor:
        return doers
    return [t for t in means.frame.preps.get("with", ()) if party(phrases, t)]  # "died in a clash with rebels"


def _through_deed(f: Found, places: dict[int, int], kinded: list[Kinded], made: list[Parties]) -> list[Token]:
    """ "Clashes between clans killed nine", "a bombing of a hotel that killed nine": who is behind the deed."""
    agents = f.frame.agents
    if f.part == "adjective" and f.token.head.lemma == "leave":
        agents = subjects(f.token.head)  # "the attack left a guard dead"
    deeds = [places[a.i] for a in agents if a.i in places]
    node = f.token.head if f.token.dep == "relcl" else None
    for _ in range(_CLIMB):
        if node is None or deeds:
            break
        if node.i in places:
            deeds = [places[node.i]]
        node = node.head.head if node.dep == "pobj" and node.head.dep == "prep" else None
    return made[deeds[0]].actor if deeds and kinded[deeds[0]].kind == "ASSAULT" else []


def _beside(f: Found, places: dict[int, int], kinded: list[Kinded], made: list[Parties]) -> list[Token]:
    """ "Was dragged from his home and beheaded by rebels": the last of several passives names who did all of it."""
    if not f.frame.passive or f.frame.agents:
        return []
    for c in f.token.children:
        told = c.dep == "conj" or (c.dep == "advcl" and c.i - f.token.i <= 2)  # "abducted, tortured by rebels"
        known = places.get(c.i) if told and c.tag == "VBN" else None
        if known is not None and kinded[known].kind in ("ASSAULT", "COERCE") and c.lower not in ("treated", "jailed"):
            own = any(x.dep in ("nsubj", "nsubjpass", "auxpass") or x.lower in ("later", "then") for x in c.children)
            return [] if own else made[known].actor
    return []


def _of_both(found: list[Found], places: dict[int, int], made: list[Parties]) -> None:
    """ "The rape and murder of a student", "arrests and killings of monks by the army": the last tells of both."""
    for i, f in enumerate(found):
        other = places.get(f.token.head.i) if f.part == "noun" and f.token.dep == "conj" else None
        if other is None or found[other].part != "noun" or f.token.i - f.token.head.i > _BESIDE:
            continue
        if any(c.dep in ("det", "poss") for c in f.token.children):
            continue  # "the killing of a monk and a protest of students"
        for mine, role in ((made[i].recipient, "recipient"), (made[i].actor, "actor")):
            theirs = getattr(made[other], role)
            late = [t for t in (*mine, *theirs) if t.i > f.token.i and t.dep in ("pobj", "conj")]
            if late and not (mine and theirs):
                mine += [t for t in theirs if t not in mine]
                theirs += [t for t in mine if t not in theirs]


def _noun_actors(f: Found, i: int, places: dict[int, int], made: list[Parties], phrases: Phrases) -> list[Token] | None:
    """Who is behind an event noun by where it stands: who speaks at it, is in it with another, wins with it."""
    spoken = _speakers(f.token) if f.token.lemma in listed("words", "spoken_at") and not f.light else ()
    if speakers := [t for t in spoken if t not in made[i].recipient and party(phrases, t)]:
        return speakers
    behind = _stands_behind(f.token) or _same_as(f.token, places, made)
    behind = behind or (_in_with_another(f) if made[i].recipient else ()) or _won_by(f.token)
    return [t for t in behind if t not in made[i].recipient and party(phrases, t)] if behind else None


def _in_with_another(f: Found) -> tuple[Token, ...]:
    """ "Got into an altercation with the clerk", "at a breakfast with the delegates she said": the subject is in it."""
    preposition, verb = f.token.head, f.token.head.head
    if f.token.dep != "pobj" or preposition.lower not in reach("joined", "before") or "with" not in f.frame.preps:
        return ()
    if f.undergoes or any(c.dep == "poss" for c in f.token.children):
        return ()
    if verb.lower == "present" and verb.dep == "acomp":
        verb = verb.head
    return subjects(verb) if verb.pos in ("VERB", "AUX") else ()


def _won_by(token: Token) -> tuple[Token, ...]:
    """ "Clinched a berth with a 31-24 victory over Norwick": the subject won, wherever the parse hangs "with"."""
    won = token.lemma in ("win", "victory", "triumph", "decision", "knockout", "upset", "sweep")
    if not won or token.dep != "pobj" or token.head.lower not in ("with", "in", "after"):
        return ()
    if any(c.dep == "poss" or c.lower == "the" for c in token.children):
        return ()
    over = token.head.head
    if over.pos in ("NOUN", "PROPN") and over.dep in ("dobj", "pobj"):
        over = over.head if over.dep == "dobj" else over.head.head
    return subjects(over) if over.pos == "VERB" and not is_passive(over) else ()


def _befallen(f: Found, phrases: Phrases) -> tuple[Token, ...]:
    """ "With the help of the army the mayor rebuilt it": he is helped; "on probation for a previous arrest": his."""
    if f.token.dep != "pobj":
        return ()
    name, over = f.token.head.lower, f.token.head.head
    if name == "with" and f.token.lemma in ("help", "assistance", "aid", "backing", "support"):
        helped = f.frame.preps.get("of") or f.frame.preps.get("from") or f.frame.agents
        return subjects(over) if helped and over.pos == "VERB" and not is_passive(over) else ()
    if any(c.dep == "poss" for c in f.token.children):
        return ()
    if f.token.lemma in reach("treated", "nouns"):
        taken = name in reach("treated", "before") and over.pos == "VERB" and not {"of", "on"} & f.frame.preps.keys()
        moved = frame(over).patients if taken and not is_passive(over) else ()
        return tuple(t for t in moved if party(phrases, t)) or (subjects(over) if taken else ())
    own = {"of", "against"} & f.frame.preps.keys() or any(a.dep != "compound" or a.ent for a in f.frame.agents)
    if own or name not in ("for", "from") or f.token.lemma not in ("arrest", "conviction", "sentence"):
        return ()
    for _ in range(2):
        if over.pos == "NOUN" and over.dep in ("pobj", "dobj"):
            over = over.head.head if over.dep == "pobj" else over.head
    return subjects(over) if over.pos in ("VERB", "AUX") else ()


def _charged(g: Found, kind: str | None, name: str) -> bool:
    """Whom the trigger befalls did what stands behind it: "charged with arson", "jailed for murder"."""
    if g.part == "noun" and not g.undergoes:
        return False
    if kind == "COERCE":
        return name in ("for", "on", "of") and g.match is not None and g.match.entry.mode == "arrest"
    return kind in _CHARGES


def _means_of(f: Found, name: str, g: Found) -> bool:
    """ "Kept his title with a victory over Lund", "answered with a raid": what one does something with is one's own."""
    met = g.token.lemma in ("meet", "face", "struggle", "deal", "help", "agree", "begin", "start", "end", "coincide")
    return (
        name == "with"
        and not met
        and f.token.head.head is g.token
        and not any(c.dep in ("poss", "det") and c.lower not in ("a", "an") for c in f.token.children)
    )


def _stands_behind(token: Token) -> tuple[Token, ...]:
    """ "The clan was behind the plot", "claimed responsibility for the kidnapping", "walked out in protest"."""
    over = token.head.head
    if token.dep == "pobj" and token.head.lower == "for" and over.lemma == "responsibility" and over.dep == "dobj":
        claimed = not any(c.dep == "neg" for c in over.head.children)  # "did not claim responsibility for it"
        owned = claimed and over.head.lemma in _OWNS_UP
        return tuple(t for t in subjects(over.head) if not no_one(t)) if owned else ()  # "nobody claimed it"
    if token.dep == "pobj" and token.head.lower == "in" and token.lemma == "protest" and over.pos == "VERB":
        return subjects(over) if not is_passive(over) and not any(c.dep == "det" for c in token.children) else ()
    if token.dep != "pobj" or token.head.lower != "behind" or not any(c.dep == "det" for c in token.children):
        return ()
    return subjects(over) if over.lemma == "be" else ()


def _same_as(token: Token, places: dict[int, int], made: list[Parties]) -> list[Token]:
    """ "Has the weakest offer, a proposal worth two million": one deed in two words."""
    return made[places[token.head.i]].actor if token.dep == "appos" and token.head.i in places else []


def _speakers(token: Token) -> tuple[Token, ...]:
    """Who says something in their speech or interview: "Obi said during a rally", "told by Obi in an interview"."""
    preposition = token.head
    if token.dep != "pobj" or preposition.lower not in ("in", "during", "at") or preposition.head.pos != "VERB":
        return ()
    verb = preposition.head
    told = stops().get(verb.lemma) == "stop.say" or preposition.lower == "during"
    if token.lemma not in ("speech", "interview", "address") and not told:
        return ()
    return frame(verb).agents


def _own(f: Found) -> bool:
    """The event noun names its own parties, or is one that is attended, not done."""
    entry = f.match.entry if f.match else None
    kind = entry.kind if entry else None
    return kind in ("CONSULT", "AGREE", "AID", "REQUEST") or bool(entry and entry.data.get("class"))


def _casualty(f: Found) -> bool:
    return f.match is not None and bool(f.match.entry.data.get("casualty"))


def _means(f: Found, places: dict[int, int], found: list[Found]) -> int | None:
    """The deed that casualties came by: "two were killed in police firing", "hurt by rebel shelling"."""
    if not _casualty(f):
        return None
    told = [t for name in ("in", "by", "during") for t in f.frame.preps.get(name, ())]
    behind = [p for p in f.token.children if p.dep == "prep" and p.lower in ("in", "by")]
    told += [c for p in behind for c in p.children if c.dep == "pcomp"]
    if not told:  # "a soldier was killed and two were injured in a raid on the base"
        beside = [x for c in f.token.children if c.dep == "conj" for x in (c, *c.children)]
        hurt = {g.light.i if g.light is not None else g.token.i for g in found if _casualty(g)}  # "sustained injuries"
        alike = [c for c in beside if c.tag in ("VBN", "VBD") and c.i in hurt]
        told = [t for c in alike for n in ("in", "by") for t in prepositions(c).get(n, ())]
    near = (places[t.i] for t in told if t.i in places and found[places[t.i]] is not f)
    # in a clash "between supporters" both sides were hurt, and none of them is told from the other
    return next((j for j in near if len(found[j].frame.preps.get("between", ())) != 1), None)


def _governor(token: Token, places: dict[int, int]) -> int | None:
    """The trigger that a noun or gerund hangs from by one preposition, through coordinated and charge nouns."""
    node = token
    for _ in range(3):
        while node.dep == "conj" and node.head is not node:
            node = node.head
        if node.dep not in ("pobj", "pcomp") or node.head.dep not in ("prep", "agent"):
            return None
        if node.head.lower not in _OF_CHARGE:
            return None
        node = node.head.head
        charge = node.pos == "NOUN" and node.lemma in _CHARGE_NOUNS
        if node.i in places and not (charge and node.dep == "pobj"):
            return places[node.i]
        if node.pos not in ("NOUN", "ADJ"):
            return None
    return None


def _through_complement(found: list[Found], kinded: list[Kinded], made: list[Parties], phrases: Phrases) -> None:
    """Whom a promise, refusal or threat reaches: whom the promised deed would reach; changes `made`."""
    places = {f.token.i: i for i, f in enumerate(found)} | {f.light.i: i for i, f in enumerate(found) if f.light}
    for i, f in enumerate(found):
        inner = f.frame.complement or _promised(f, phrases)
        if made[i].recipient or kinded[i].kind not in ("AGREE", "REJECT", "THREATEN") or inner is None:
            continue
        deed = places.get(inner.i)
        if deed is None or kinded[deed].kind is None or (len(made[i].actor) > 1 and kinded[i].kind == "AGREE"):
            continue  # several who agree do so with each other
        made[i].recipient = [t for t in made[deed].recipient if t not in made[i].actor and t.tag != "PRP$"]


def _promised(found: Found, phrases: Phrases) -> Token | None:
    """ "Expressed its readiness to work with Orvania": what the noun of the entry's own words leads to."""
    used = found.match.used if found.match else frozenset()
    own = [phrases.syntax.tokens[i] for i in sorted(used) if phrases.syntax.tokens[i].dep == "dobj"]
    return next((c for t in own for c in t.children if c.dep in ("acl", "xcomp") and c.tag == "VB"), None)


def _rung_up(found: list[Found], kinded: list[Kinded], made: list[Parties], phrases: Phrases) -> None:
    """Who is called is who is told: "called the emir to apologise for the raid"; changes `made`."""
    for i, f in enumerate(found):
        verb, caller = f.token, f.token.head
        if f.part != "verb" or kinded[i].kind not in ("SUPPORT", "ACCUSE", "CONSULT", "AGREE", "REQUEST"):
            continue
        if verb.lemma not in listed("control", "tells") or caller.lemma not in listed("control", "rings"):
            continue
        reached = [t for t in made[i].recipient if party(phrases, t)]
        if verb.dep in ("xcomp", "advcl") and not reached and verb.i > caller.i:
            made[i].recipient = [t for t in frame(caller).patients if party(phrases, t)] or made[i].recipient
