"""To which chain a nominal belongs: "the ousted leader", "the group", "the country", "the national capital"."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from onrecord.reading.entities import lexical
from onrecord.reading.entities.chains import Chain
from onrecord.reading.entities.phrases import Phrase
from onrecord.syntax import Token

_GROUPS = set(
    "group organization organisation movement militia party company firm agency network bloc alliance team".split()
)
# What may be said of a group without telling it apart: "the militant group" after its name.
_OF_GROUPS = set(
    "militant armed rebel extremist jihadist terrorist islamist insurgent same whole entire radical banned outlawed "
    "shadowy secretive so-called guerrilla separatist international regional opposition".split()
)
_PLACES = {
    "city": "place",
    "town": "place",
    "village": "place",
    "capital": "place",
    "island": "place",
    "region": "place",
    "province": "place",
}
_STATES = {"country", "nation", "republic", "kingdom"}
_OFFICES = set(
    "prime chief foreign defence defense home interior finance justice deputy vice assistant health education trade "
    "oil energy information transport police army security general attorney press".split()
)
# "the minister" is not the prime minister, "the president" not the vice president
RANKS = {"prime", "vice", "deputy"}
_PAST = {"former", "ousted", "deposed", "ex", "toppled", "overthrown", "fallen"}


_PLATFORMS = set("telegram twitter facebook whatsapp instagram youtube tiktok weibo x signal truth reuters".split())
_BEARS_NAME = set("city town village hamlet port district province island county municipality governorate".split())


def named_place(head: Token) -> Token | None:
    """The name that a noun of places only introduces: "Kelvia" in "the port of Kelvia"."""
    if head.lemma not in _BEARS_NAME or head.tag != "NN":
        return None
    of = next((c for c in head.children if c.dep == "prep" and c.lower == "of" and c.i == head.i + 1), None)
    return of.child("pobj") if of is not None else None


def find_antecedent(
    phrase: Phrase, recent: Iterable[Chain], free: Iterable[Chain], states: dict[str, Chain]
) -> Chain | None:
    """The chain that the nominal points back to, None where nothing is sure enough.

    `recent` has the latest first, `free` those of them that binding allows.
    """
    everyone, chains = list(recent), list(free)
    if phrase.several:
        return next((c for c in chains if c.phrases[0].several and c.phrases[0].modifiers == phrase.modifiers), None)
    head, single = phrase.head.lemma, phrase.definite and phrase.number == "sg"
    if single and head in _STATES and not phrase.modifiers:
        found = _state(everyone, states)
        if found is not None:
            return found
    if single and head in _GROUPS and not phrase.modifiers:
        return _first(chains, lambda c: _has_head(phrase, c) or _is_body(phrase, c))
    same = same_head(phrase, chains)
    if same is not None or not single:
        return same
    if head in _STATES:
        return _state(everyone, states)
    if head == "capital":
        return _capital(phrase, chains)
    if head in _PLACES and not phrase.modifiers:
        return _first(chains, lambda c: c.kind == "place" and c.named)
    if phrase.kind == "person":
        return _person(phrase, chains)
    if head in _GROUPS:
        return _first(chains, lambda c: _is_body(phrase, c))
    return None


def _is_body(phrase: Phrase, chain: Chain) -> bool:
    return chain.kind == "organization" and chain.named and _group_fits(phrase, chain)


def _first(chains: list[Chain], fits: Callable[[Chain], bool]) -> Chain | None:
    return next((c for c in chains if fits(c)), None)


def _state(chains: list[Chain], states: dict[str, Chain]) -> Chain | None:
    """ "the country": the latest state, or the state of the latest actor that has one ("the Syrian president")."""
    for chain in chains:
        if chain.kind == "state" and chain.named:
            return chain
        if chain.country in states:
            return states[chain.country]
    return None


# Bare plurals and mass nouns that mean the same body when told again: "Police said ... Police are looking for".
_BODIES = set(
    "police authorities media army military troops protester demonstrator rebel insurgent militant guerrilla pirate "
    "separatist opposition government parliament rioter gunman attacker terrorist kidnapper hijacker striker".split()
)


def same_head(phrase: Phrase, chains: Iterable[Chain]) -> Chain | None:
    """The same head with modifiers that do not quarrel; names too, by their last word ("the ministry")."""
    return next((c for c in chains if _has_head(phrase, c)), None)


def _has_head(phrase: Phrase, chain: Chain) -> bool:
    head = phrase.head.lemma
    if head in chain.heads:
        return any(_agree(phrase, other) for other in chain.told[head])
    if not phrase.definite:
        return False
    return _is_like(phrase, chain) or (chain.kind != "person" and _ends_in(head, phrase, chain))


def _is_like(phrase: Phrase, chain: Chain) -> bool:
    """ "the vessel" of a ship: a noun of the same sort, with nothing that tells it apart."""
    like = lexical.alike("things").get(phrase.head.lemma)
    if like is None or phrase.modifiers or phrase.number != chain.number or _possessor(phrase):
        return False
    return not like.isdisjoint(chain.heads) and chain.kind == phrase.kind


def _ends_in(head: str, phrase: Phrase, chain: Chain) -> bool:
    """ "the ministry" of "the Defense Ministry"."""
    words = {w for n in chain.names for w in n}
    return any(n[-1] == head for n in chain.names) and phrase.modifiers <= words | chain.modifiers


def _agree(phrase: Phrase, other: Phrase) -> bool:
    if phrase.number != other.number or (phrase.country and other.country and phrase.country != other.country):
        return False
    if "?" not in (phrase.gender, other.gender) and phrase.gender != other.gender:
        return False
    if _possessor(phrase) != _possessor(other) and "" not in (_possessor(phrase), _possessor(other)):
        return False
    mine, theirs = _without_number(phrase), _without_number(other)
    if phrase.kind == "person" and (mine ^ theirs) & RANKS:
        return False
    if not mine & _OTHERS and theirs & _OTHERS and not other.definite:
        return False  # "no reason to think of a second suspect ... the suspect"
    counts = _count(phrase), _count(other)
    if counts[0] and counts[1] and counts[0] != counts[1]:
        return False
    if not phrase.definite:
        if counts[0] and counts[0] == counts[1] and counts[0] not in ("1", "2", "3"):
            return mine <= theirs or theirs <= mine  # "26 pirates ... 26 Somali pirates"
        bare = phrase.head.lemma in _BODIES and phrase.head.tag != "NN" and not counts[0] and not counts[1]
        return (bare or (phrase.number == "pl" and bool(mine) and not counts[0])) and mine == theirs
    if counts[0] and not counts[1]:
        return False
    return mine <= theirs or (theirs <= mine and (not other.definite or len(mine) - len(theirs) < 2))


_OTHERS = {"second", "third", "fourth", "another", "other", "new"}


def _possessor(phrase: Phrase) -> str:
    """ "his" of "his father"."""
    return next((c.lower for c in phrase.head.children if c.tag == "PRP$"), "")


_NUMBERS = {
    w: str(n) for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}


def _count(phrase: Phrase) -> str:
    """The numeral in the phrase, in digits, "" for none."""
    for word in phrase.modifiers:
        if word[:1].isdigit() or word in _NUMBERS:
            return _NUMBERS.get(word, word)
    return ""


def _without_number(phrase: Phrase) -> frozenset[str]:
    return frozenset(w for w in phrase.modifiers if not w[:1].isdigit() and w not in _NUMBERS)


def _capital(phrase: Phrase, chains: list[Chain]) -> Chain | None:
    for chain in chains:
        for name in chain.names:
            state = lexical.capital(" ".join(name))
            if state is not None and (phrase.country is None or phrase.country == state.country):
                return chain
    return None


def _person(phrase: Phrase, chains: list[Chain]) -> Chain | None:
    head = phrase.head.lemma
    like = lexical.alike("roles").get(head, frozenset((head,)))
    for chain in chains:
        if chain.kind != "person" or chain.number == "pl":
            continue
        if "?" not in (chain.gender, phrase.gender) and chain.gender != phrase.gender:
            continue
        if phrase.country and chain.country and phrase.country != chain.country:
            continue
        if not like.isdisjoint(chain.roles):
            if not same_rank(phrase, chain) or _of_others(phrase, chain):
                continue
            if not chain.named and chain.modifiers & _OTHERS - phrase.modifiers:
                continue
            office = phrase.modifiers & _OFFICES
            if office and (chain.modifiers | chain.roles) & _OFFICES and not office <= chain.modifiers | chain.roles:
                continue  # the home minister is not the chief minister
            if phrase.modifiers & _PAST and not (chain.modifiers | chain.roles) & _PAST and len(phrase.modifiers) > 1:
                continue
            return chain
        if head in ("man", "woman", "boy", "girl") and chain.named and chain.gender == phrase.gender:
            return chain
    return None


# Who bears such a role is most often introduced by it: it must be known of the person. Other words only describe.
_TELLING_SECTORS = {"GOV", "MIL", "COP", "JUD", "SPY", "LEG", "NGO", "IGO", "REB", "CRM", "MED", "EDU", "HLH"}
_NOT_AGAIN = set("other another second third same next last spokesman spokeswoman spokesperson".split())


def may_be_epithet(phrase: Phrase) -> bool:
    """ "the New York businessman", "the 34-year-old mother of three": something is told of the person."""
    if any(c.dep == "poss" and c.tag != "PRP$" for c in phrase.head.children):
        return False  # "Rivera's lawyer" is somebody else than Rivera, and than who spoke last
    described = phrase.definite and phrase.number == "sg" and phrase.kind == "person" and bool(phrase.modifiers)
    return described and not _NOT_AGAIN & (phrase.modifiers | {phrase.head.lemma})


def fits_epithet(phrase: Phrase, chain: Chain) -> bool:
    """Nothing of number, sex, country or role speaks against the person; a role of office must be known of them."""
    if chain.number == "pl" or ("?" not in (chain.gender, phrase.gender) and chain.gender != phrase.gender):
        return False
    if phrase.country and chain.country and phrase.country != chain.country:
        return False
    role = lexical.roles().get(phrase.head.lemma)
    if role is not None and role.sector in _TELLING_SECTORS:
        like = lexical.alike("roles").get(phrase.head.lemma, frozenset((phrase.head.lemma,)))
        return chain.sector == role.sector or not like.isdisjoint(chain.roles)
    return True


def _of_others(phrase: Phrase, chain: Chain) -> bool:
    """ "France's ambassador" is not Washington's envoy."""
    mine = _named_possessor(phrase)
    theirs = {w for p in chain.phrases if (w := _named_possessor(p))}
    return bool(mine) and bool(theirs) and mine not in theirs


def _named_possessor(phrase: Phrase) -> str:
    owners = (c for c in phrase.head.children if c.dep == "poss" and c.pos == "PROPN")
    return next((c.lower for c in owners), "")


def same_rank(phrase: Phrase, chain: Chain) -> bool:
    """ "The minister" is nobody of whom the report has told only "the prime minister"."""
    told = (chain.modifiers | chain.roles) & RANKS
    return phrase.modifiers & RANKS == told or (bool(told) and len(chain.roles & _HIGH) > 1)


_HIGH = {"minister", "president", "governor", "premier", "secretary", "chief", "director", "mayor", "commander"}


def _group_fits(phrase: Phrase, chain: Chain) -> bool:
    head = phrase.head.lemma
    words = {w for name in chain.names for w in name}
    if words & _PLATFORMS and not any(p.head.dep.startswith("nsubj") for p in chain.phrases):
        return False  # "in a post on Telegram ... the company"
    if head in ("company", "firm"):
        return chain.sector in (None, "BUS") and not words & {"ministry", "army", "police", "party", "court"}
    if head == "party":
        return chain.sector == "PTY" or "party" in words
    if phrase.country and phrase.country != chain.country:
        return False
    known = words | chain.modifiers | _OF_GROUPS
    if any(m not in known and lexical.country_adjective(m) is None for m in phrase.modifiers):
        return False  # "the European team" is not the team last named
    if chain.sector == "MED" or words & _PLATFORMS:
        return head in ("network", "agency")  # "in a Telegram post the group said": not Telegram
    return chain.sector not in ("GOV", "MIL", "LEG", "JUD") and not words & {
        "ministry",
        "court",
        "parliament",
        "senate",
    }
