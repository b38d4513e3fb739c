"""Chains of phrases that mean one entity, and the joining of names to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from onrecord.reading.entities import lexical
from onrecord.reading.entities.phrases import Phrase
from onrecord.record import EntityKind

_SMALL = {"of", "the", "and", "for", "in", "on", "de", "la", "&", "to", "du", "des"}


class Chain:
    """One entity while the report is read: its phrases in the order of joining and what is known of it."""

    __slots__ = (
        "country",
        "gender",
        "kind",
        "known",
        "modifiers",
        "names",
        "number",
        "phrases",
        "roles",
        "sector",
        "sure",
        "told",
    )

    def __init__(self, phrase: Phrase) -> None:
        self.phrases: list[Phrase] = []
        self.kind: EntityKind = phrase.kind
        self.sure = phrase.sure
        self.number = phrase.number
        self.gender = phrase.gender
        self.known = phrase.known
        self.country = phrase.country
        self.sector = phrase.sector
        self.names: list[tuple[str, ...]] = []
        self.told: dict[str, list[Phrase]] = {}  # the latest nominals by head
        self.roles: set[str] = set()
        self.modifiers: set[str] = set()
        self.add(phrase)

    def add(self, phrase: Phrase) -> None:
        self.phrases.append(phrase)
        if phrase.form == "pronoun":
            if self.gender == "?" and self.kind == "person":
                self.gender = phrase.gender
            return
        surname = self._by_surname(phrase)
        if phrase.name and phrase.words not in self.names:
            self.names.append(phrase.words)
        if phrase.form == "nominal" and not phrase.several:
            told = self.told.setdefault(phrase.head.lemma, [])
            told.append(phrase)
            del told[:-3]
            self.roles.add(phrase.head.lemma)
        self.modifiers |= phrase.modifiers
        self.roles.update(phrase.titles)
        if phrase.sure and not self.sure:
            self.kind, self.sure = phrase.kind, True
        if self.gender == "?" and not surname:
            self.gender = phrase.gender
        if self.number == "?":
            self.number = phrase.number
        self.known = self.known or phrase.known
        self.country = self.country or phrase.country
        self.sector = self.sector or phrase.sector

    def _by_surname(self, phrase: Phrase) -> bool:
        """ "Ibrahim" for Hauwa Ibrahim: a last name that is elsewhere a man's first name says nothing of her."""
        if phrase.form != "name" or phrase.titles or len(phrase.words) != 1:
            if self.names and len(phrase.words) > 1 and all(n == phrase.words[-1:] for n in self.names):
                self.gender = "?"  # a headline had the last name alone
            return False
        return any(len(n) > 1 and n[-1] == phrase.words[0] != n[0] for n in self.names)

    @property
    def heads(self) -> Collection[str]:
        return self.told.keys()

    @property
    def named(self) -> bool:
        return bool(self.names)

    def fullest(self) -> tuple[str, ...]:
        return max(self.names, key=len) if self.names else ()


class NameBook:
    """The named chains of one report by the keys under which a later form of the name may look for them."""

    def __init__(self, phrases: list[Phrase]) -> None:
        self.told = Counter(p.words[0] for p in phrases if p.words)  # how often names begin with the word
        self.chains: list[Chain] = []
        self.by_words: dict[tuple[str, ...], Chain] = {}
        self.by_word: dict[str, list[Chain]] = {}
        self.by_known: dict[str, Chain] = {}
        self.by_acronym: dict[str, Chain] = {}
        self.by_country: dict[str, Chain] = {}
        self.defined: dict[str, Chain] = {}

    def place(self, phrase: Phrase) -> Chain:
        """The chain of a name: an old one where a form of it was told before, else a new one."""
        chain = self._find(phrase)
        if chain is None:
            chain = Chain(phrase)
            self.chains.append(chain)
        else:
            chain.add(phrase)
        self._index(phrase, chain)
        return chain

    def define(self, acronym: str, chain: Chain) -> None:
        """An acronym that the text itself defines: "Syrian Democratic Forces (SDF)"."""
        self.by_acronym.setdefault(acronym.casefold(), chain)
        self.defined.setdefault(acronym, chain)

    def _index(self, phrase: Phrase, chain: Chain) -> None:
        self.by_words.setdefault(phrase.words, chain)
        if phrase.known is not None:
            self.by_known.setdefault(phrase.known.key, chain)
            if phrase.known.kind == "state" and phrase.known.country:
                self.by_country.setdefault(phrase.known.country, chain)
        if len(phrase.words) > 1:
            for word in phrase.words:
                if word not in _SMALL:
                    seen = self.by_word.setdefault(word, [])
                    if chain not in seen[-4:]:
                        seen.append(chain)
            letters = "".join(w[0] for w in phrase.words if w not in _SMALL)
            if phrase.kind != "person" and len(letters) > 1:
                self.by_acronym.setdefault(letters, chain)

    def _find(self, phrase: Phrase) -> Chain | None:
        if phrase.name in self.defined:  # what the report itself says outweighs what the acronym often means
            return self.defined[phrase.name]
        if phrase.known is not None:
            return self.by_known.get(phrase.known.key) or self._checked(self.by_words.get(phrase.words), phrase)
        same = self._checked(self.by_words.get(phrase.words), phrase)
        if same is not None:
            return same
        if len(phrase.words) == 1 and re.fullmatch(r"(?:[A-Z]\.?){2,7}", phrase.name):
            return self._checked(self.by_acronym.get(phrase.words[0].replace(".", "")), phrase)
        return self._partly(phrase)

    def _checked(self, chain: Chain | None, phrase: Phrase) -> Chain | None:
        if chain is None or ((chain.kind == "person") != (phrase.kind == "person") and chain.sure and phrase.sure):
            return None
        if "?" not in (chain.gender, phrase.gender) and chain.gender != phrase.gender and phrase.titles:
            return None
        return chain

    def _partly(self, phrase: Phrase) -> Chain | None:
        """A shorter or longer form of a name: "Assad" of "Bashar al-Assad", "the Democratic Forces"."""
        candidates: list[Chain] = []
        for word in (phrase.words[-1], phrase.words[0]):
            for chain in reversed(self.by_word.get(word, ())[-8:]):
                if chain not in candidates:
                    candidates.append(chain)
        if len(phrase.words) > 1:
            for word in (phrase.words[-1], phrase.words[0]):
                single = self.by_words.get((word,))
                if single is not None and single not in candidates:
                    candidates.append(single)
        if len(phrase.words) == 1:  # a bare last name means the one the report speaks of most
            candidates.sort(key=lambda c: -max(len(c.phrases), self.told.get(c.fullest()[0], 0)))
        for chain in candidates:
            if len(phrase.words) == 1 and self._only_first_name(phrase, chain):
                return chain
            names = [n for n in chain.names if len(n) > 1] or chain.names
            if all(self._matches(phrase, name, chain) for name in names) and self._checked(chain, phrase):
                return chain
        return None

    def _only_first_name(self, phrase: Phrase, chain: Chain) -> bool:
        """ "Lind" of "Lind Varga", in no list of first names, where nobody else of the report bears it."""
        word = phrase.words[0]
        told = self.by_word.get(word, ())
        if len(told) != 1 or told[0] is not chain or phrase.titles:
            return False
        if chain.kind == phrase.kind == "person" and phrase.head.ent == "PERSON":
            return len(chain.fullest()) == 2 and chain.fullest()[0] == word
        return (  # "the Sox" of "the Boston Red Sox": a team or a band, not "the Party"
            chain.kind == phrase.kind == "organization"
            and (phrase.number == "pl" or phrase.definite)
            and all(n[-1] == word for n in chain.names)
            and word not in lexical.roles()
            and not lexical.endings().get(word)
        )

    def _matches(self, phrase: Phrase, name: tuple[str, ...], chain: Chain) -> bool:
        short, long = sorted((phrase.words, name), key=len)
        person = chain.kind == "person" or phrase.kind == "person"
        if person:
            return _person_matches(short, long)
        if chain.known is not None and chain.kind == "state":
            return False
        if chain.kind == "place" or phrase.kind == "place":
            return long[: len(short)] == short and len(short) > 1
        return len(short) > 1 and short == long[-len(short) :]


def _person_matches(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if len(short) == 1 and len(long) == 2 and short[0] == long[0] and short[0] in lexical.family_first():
        return True  # "Xi" of "Xi Jinping"
    if len(short) == 1:
        return (
            short[0] == long[-1]
            or (short[0] == long[0] and short[0] in lexical.first_names())
            or (len(long) > 2 and short[0] == long[-2] and len(short[0]) > 3)
        )
    if short[-1] == long[-1]:
        return short[0] == long[0] or (short[0][0] == long[0][0] and (len(short[0]) <= 2 or len(long[0]) <= 2))
    return all(w in long for w in short)
