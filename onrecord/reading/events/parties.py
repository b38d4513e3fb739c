"""Head tokens by role, where a movement leads, and how the record holds them as arguments."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.reading.events.clause import core
from onrecord.reading.events.lexicon import listed, of_class
from onrecord.reading.events.objects import latter_side
from onrecord.reading.events.phrases import Phrases, material
from onrecord.reading.events.triggers import Found
from onrecord.record import Argument, Role
from onrecord.syntax import Token

_FROM = frozenset({"from"})
_MOVING = ("retreat.withdraw", "aid.rescue", "coerce.deport", "mobilize", "consult.visit")
_TOWARD = frozenset({"to", "into", "toward", "towards", "onto"})


@dataclass(slots=True)
class Parties:
    """Head tokens by role."""

    actor: list[Token]
    recipient: list[Token]
    instrument: list[Token]
    origin: list[Token]
    destination: list[Token]


def find_places(found: Found, made: Parties, phrases: Phrases) -> None:
    """Where a movement begins and leads; changes `made`."""
    preps = found.frame.preps
    lemma = found.token.lemma
    entry = found.match.entry if found.match else None
    moving = entry is not None and (entry.data.get("movement") or entry.group.startswith(_MOVING))
    if not moving:
        return
    made.origin = [t for n in _FROM for t in preps.get(n, ()) if material(phrases, t)]
    made.destination = [t for n in sorted(_TOWARD) for t in preps.get(n, ()) if material(phrases, t)]
    for p in found.frame.patients:
        if material(phrases, p) and lemma in listed("words", "leaving"):
            made.origin.append(p)
        elif material(phrases, p) and lemma in listed("words", "reaching"):
            made.destination.append(p)


def arguments(made: Parties, phrases: Phrases) -> tuple[Argument, ...]:
    """The roles as the record holds them, each phrase once a role."""
    out: list[Argument] = []
    roles: tuple[tuple[Role, list[Token]], ...] = (
        ("actor", made.actor),
        ("recipient", made.recipient),
        ("instrument", made.instrument),
        ("origin", made.origin),
        ("destination", made.destination),
    )
    for role, tokens in roles:
        seen: set[tuple[int, int]] = set()
        for token in tokens:
            latter = latter_side(token, tokens)
            span = phrases.span(token)
            if latter is not None:
                span = phrases.document.span(latter.start, span.end)
            mention = phrases.mention(core(token)) or phrases.mention(token)
            if (span.start, span.end) not in seen:
                seen.add((span.start, span.end))
                known = None if mention else phrases.surname(core(token))
                entity = mention.entity if mention else known.id if known else None
                # "Obi and Sani met ... they agreed": both agreed, each an argument of their own
                out += [Argument(role, e, span) for e in phrases.joint.get(entity or "", (entity,))]
    return tuple(out)


def armament(token: Token) -> bool:
    """A weapon; "a gold mine" and "oil tanks" are none."""
    thing = core(token)
    kept = any(c.dep == "compound" and of_class(c.lemma, ("@kept",)) for c in thing.children)
    return of_class(thing.lemma, ("@weapon",)) and not (kept and thing.lemma in ("mine", "tank"))


def ids(tokens: list[Token], phrases: Phrases) -> set[str]:
    return {e.id for t in tokens if (e := phrases.entity(core(t))) is not None}


def own(token: Token, doers: set[str], phrases: Phrases) -> bool:
    """A possessive that stands for who acts: nobody "demanded their withdrawal" of themselves."""
    if token.dep != "poss" or token.pos != "PRON":
        return False
    entity = phrases.entity(token)
    return entity is not None and entity.id in doers
