"""Chains -> Entities: canonical names, aliases, codes, titles, ids in the order of the text."""

from __future__ import annotations

import re

from onrecord.reading.entities import lexical
from onrecord.reading.entities.chains import Chain
from onrecord.reading.entities.phrases import Phrase
from onrecord.record import Codes, Entities, Entity, Mention, Span

_DETERMINER = re.compile(r"^(?:the|a|an|this|that|these|those|some|his|her|its|their|our|my|your)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_PAST = {"former", "ex", "ousted", "deposed", "late", "toppled", "onetime"}
_OFFICIAL = {"GOV", "LEG", "MIL", "JUD"}


def build(chains: list[Chain], published: str | None) -> Entities:
    """Entities are numbered by first mention, mentions by place; offices count on the day of publication."""
    kept = [c for c in chains if any(p.form != "pronoun" for p in c.phrases)]
    placed: list[tuple[Phrase, str]] = []
    entities: list[Entity] = []
    for number, chain in enumerate(kept, 1):
        entity = _entity(chain, f"n{number}", (published or "")[:10])
        entities.append(entity)
        placed.extend((p, entity.id) for p in chain.phrases)
    placed.sort(key=lambda pair: (pair[0].span.start, -pair[0].span.end))
    mentions = tuple(
        Mention(f"m{i}", entity, phrase.span, phrase.form, phrase.metonym)
        for i, (phrase, entity) in enumerate(placed, 1)
    )
    return Entities(tuple(entities), mentions)


def _bare(text: str) -> str:
    return _POSSESSIVE.sub("", _DETERMINER.sub("", " ".join(text.split()), count=1))


def _entity(chain: Chain, number: str, day: str) -> Entity:
    forms = _forms(chain)
    name = _canonical(chain, forms)
    aliases = dict.fromkeys(f for f in forms if f != name)
    if chain.known is not None:
        aliases.update(dict.fromkeys(a for a in chain.known.aliases if a != name))
    else:
        likely = lexical.often_miswritten().get(lexical.folded(name))
        if likely is not None:
            aliases.update(dict.fromkeys(likely.aliases))
    return Entity(number, name, chain.kind, tuple(aliases), _codes(chain, name, day), _titles(chain))


def _codes(chain: Chain, name: str, day: str) -> Codes:
    """Titles and modifiers of the text first, then the actor's or the office's entry; a former official is ELI."""
    country = chain.known.country if chain.known else chain.country
    sector = chain.sector
    if chain.kind != "person":
        return Codes(country, sector)
    if sector in _OFFICIAL and _PAST & (chain.modifiers | chain.roles):
        return Codes(country, "ELI")
    office = lexical.office_on(name, day) if len(day) == 10 else None
    if office is not None:
        country, sector = country or office.country, sector or office.sector
    return Codes(country, sector)


def _forms(chain: Chain) -> list[str]:
    """The written forms of the name, else the words of the first nominal, without articles."""
    named = [p for p in chain.phrases if p.name and not p.demonym]
    if named:
        return list(dict.fromkeys(_bare(p.name) for p in sorted(named, key=lambda p: p.span.start)))
    plain = [p for p in chain.phrases if p.form == "nominal"]
    best = max(plain, key=lambda p: (len(p.modifiers), -p.span.start)) if plain else chain.phrases[0]
    return [_bare(best.span.quote)]


def _canonical(chain: Chain, forms: list[str]) -> str:
    known = chain.known
    if known is not None and any(p.metonym for p in chain.phrases):
        forms = [f for f in forms if f in known.aliases] or [known.key]  # "Brussels said"
    if known is not None and (known.kind == "state" or all(" " not in f and f.upper() == f for f in forms)):
        return known.key
    counts: dict[str, int] = {}
    for phrase in chain.phrases:
        if phrase.name:
            form = _bare(phrase.name)
            counts[form] = counts.get(form, 0) + 1
    longest = max(len(f.split()) for f in forms)
    if chain.kind == "person" and longest > 2:
        # a headline or a slip may run into the name ("Rivera Goes"): a full form told again is safer than a longer one
        again = [f for f in forms if len(f.split()) > 1 and counts.get(f, 0) > 1]
        forms = again or forms
    return max(forms, key=lambda f: (len(f.split()), counts.get(f, 0), len(f)))


def _titles(chain: Chain) -> tuple[Span, ...]:
    if chain.kind != "person":
        return ()
    spans = [p.title_span for p in chain.phrases if p.title_span is not None]
    # "Pavel Orlov, the ministry's spokesman": an apposition says as much as a title
    spans += [p.span for p in chain.phrases if p.form == "nominal" and p.head.dep == "appos"]
    seen: dict[str, Span] = {}
    for span in spans:
        seen.setdefault(span.quote, span)
    return tuple(seen.values())
