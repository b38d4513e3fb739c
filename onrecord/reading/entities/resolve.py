"""Joins phrases to chains: names first, for a headline may tell the short form; then the rest from left to right."""

from __future__ import annotations

import re

from onrecord.reading.entities import nominals, pronouns
from onrecord.reading.entities.chains import Chain, NameBook
from onrecord.reading.entities.documents import point_to_authors
from onrecord.reading.entities.extents import relative_antecedent
from onrecord.reading.entities.phrases import Phrase, beside
from onrecord.reading.entities.pronouns import Candidate
from onrecord.reading.entities.quoted import Quotations
from onrecord.syntax import Syntax, Token

_NEAR = 40  # chains a pronoun or nominal may point back to, latest first
_EPITHET = 2  # sentences that a description may reach back to the name
_OFTEN = 3  # mentions from which somebody may be the one whom a report is about,
_FAR = 1.5  # and how many times the next one's they must be
_REACH = 4  # sentences a pronoun may reach back
_ACRONYM = re.compile(r"[A-Z][A-Za-z.&-]{1,9}")
_FIRST = {"i", "me", "my", "mine", "myself"}
_PLURAL_FIRST = {"we", "us", "our", "ours", "ourselves"}


def resolve(
    phrases: list[Phrase], syntax: Syntax, quotations: Quotations, authors: tuple[Phrase, ...] = ()
) -> list[Chain]:
    """The chains of a report in the order of their first phrase; pronouns that mean nobody known are left out.

    `authors` may be who speaks as "I" and "we" outside quotations.
    """
    return _Resolver(phrases, syntax, quotations, authors).run()


class _Resolver:
    """The state of one pass over a report."""

    def __init__(
        self, phrases: list[Phrase], syntax: Syntax, quotations: Quotations, authors: tuple[Phrase, ...]
    ) -> None:
        self.phrases, self.syntax, self.quotations, self.authors = phrases, syntax, quotations, authors
        self.by_head = {p.head.i: p for p in reversed(phrases) if not p.several}
        self.chain_of: dict[int, Chain] = {}
        self.quotes = tuple(quotations.at(p.span.start) for p in phrases)
        self.recent: dict[int, Candidate] = {}
        self.book = NameBook(phrases)

    def run(self) -> list[Chain]:
        names = [p for p in self.phrases if p.form == "name"]
        short = {p.index: self._defined_acronym(p) for p in names}
        for phrase in sorted(names, key=lambda p: short[p.index] is None):  # a headline has the short form first
            chain = self.book.place(phrase)
            self.chain_of[phrase.index] = chain
            acronym = short[phrase.index]
            if acronym:
                self.book.define(acronym, chain)
        for phrase in self.phrases:
            self._speaker_first(phrase)
            self._step(phrase)
        for phrase in self.phrases:
            if phrase.form == "pronoun" and phrase.head.lower in _FIRST | _PLURAL_FIRST:
                self._first_person(phrase)
        point_to_authors(self.phrases, self.chain_of)
        return self._ordered()

    def _ordered(self) -> list[Chain]:
        chains: dict[int, Chain] = {}
        for index in sorted(self.chain_of):
            chains.setdefault(id(self.chain_of[index]), self.chain_of[index])
        # a coordination counts only where something means all of it ("they")
        return [c for c in chains.values() if len(c.phrases) > 1 or not c.phrases[0].several]

    def _defined_acronym(self, phrase: Phrase) -> str | None:
        """The short form in brackets after a name: "the Syrian Democratic Forces (SDF)"."""
        tokens = self.syntax.tokens
        i = phrase.last
        if i + 2 < len(tokens) and tokens[i].text == "(" and tokens[i + 2].text == ")" and len(phrase.words) > 1:
            short = tokens[i + 1].text
            if _ACRONYM.fullmatch(short) and short[0].casefold() == phrase.words[0][0]:
                return short
        return None

    def _step(self, phrase: Phrase) -> None:
        chain = self.chain_of.get(phrase.index)
        if chain is None:
            chain = self._pronoun(phrase) if phrase.form == "pronoun" else self._nominal(phrase)
            if chain is None:
                return
            self.chain_of[phrase.index] = chain
        elif phrase.titles and id(chain) not in self.recent:
            self._merge(self._untold(phrase), chain)
        seen = self.recent.pop(id(chain), None)
        self.recent[id(chain)] = (seen or Candidate(chain, phrase, 0)).after(phrase)

    def _candidates(self) -> list[Candidate]:
        return [c for c, _ in zip(reversed(self.recent.values()), range(_NEAR), strict=False)]

    def _nominal(self, phrase: Phrase) -> Chain:
        defined = self.book.defined.get(phrase.span.quote)
        chain = None if phrase.several else defined or self._apposed(phrase) or self._place_told(phrase)
        recent = self._candidates()
        free = [c.chain for c in recent if pronouns.may_bind(phrase.head, c.phrase.head)]
        if chain is not None:
            self._merge(nominals.same_head(phrase, (c for c in free if not c.named)), chain)
        else:
            chain = nominals.find_antecedent(phrase, (c.chain for c in recent), free, self.book.by_country)
            if chain is None and not phrase.several and pronouns.speaks(phrase.head):
                chain = self._epithet(phrase, recent)
            elif chain is None and not phrase.several and pronouns.is_subject(phrase.head):
                chain = self._protagonist(phrase, recent)
        if chain is None:
            return Chain(phrase)
        chain.add(phrase)
        return chain

    def _epithet(self, phrase: Phrase, recent: list[Candidate]) -> Chain | None:
        """ "Rivera spoke last ... the 34-year-old engineer said": a description of who was last the subject."""
        if not nominals.may_be_epithet(phrase):
            return None
        for candidate in recent:
            told = candidate.phrase
            inside = phrase.span.covers(told.span) or self.quotes[told.index] >= 0
            if inside or not pronouns.is_subject(told.head):
                continue
            if phrase.head.sent - told.head.sent > _EPITHET:
                return None
            if candidate.chain.named and candidate.chain.kind == "person":
                return candidate.chain if nominals.fits_epithet(phrase, candidate.chain) else None
        return None

    def _protagonist(self, phrase: Phrase, recent: list[Candidate]) -> Chain | None:
        """ "The Green candidate left the hall": a description that says nothing is of whom the report tells most."""
        if not nominals.may_be_epithet(phrase):
            return None
        people = [c for c in recent if c.chain.named and c.chain.kind == "person"]
        people.sort(key=lambda c: -len(c.chain.phrases))
        if not people or len(people[0].chain.phrases) < _OFTEN:
            return None
        first = people[0]
        if len(people) > 1 and len(first.chain.phrases) < _FAR * len(people[1].chain.phrases):
            return None
        near = phrase.head.sent - first.phrase.head.sent <= _REACH and not phrase.span.covers(first.phrase.span)
        bound = not pronouns.may_bind(phrase.head, first.phrase.head)
        return first.chain if near and not bound and nominals.fits_epithet(phrase, first.chain) else None

    def _untold(self, phrase: Phrase) -> Chain | None:
        """ "the governor said ... Governor Aissata Malam said": who was told by his office just before he is named."""
        for candidate in self._candidates():
            told = candidate.phrase
            if phrase.head.sent - told.head.sent > 2:
                return None
            fits = told.form == "nominal" and told.definite and told.number == "sg" and not candidate.chain.named
            if fits and told.kind == "person" and told.head.lemma in phrase.titles:
                if nominals.RANKS & (told.modifiers ^ set(phrase.titles)):
                    return None  # "the minister said ... Prime Minister Omar Hadi said"
                return candidate.chain if told.country in (None, phrase.country) else None
        return None

    def _merge(self, old: Chain | None, chain: Chain) -> None:
        """ "his father ... His father, Omar Haddad": what was told without a name is the one named now."""
        if old is None or old is chain or not chain.named or chain.kind != old.kind:
            return
        for phrase in old.phrases:
            chain.add(phrase)
            self.chain_of[phrase.index] = chain
        self.recent.pop(id(old), None)

    def _apposed(self, phrase: Phrase) -> Chain | None:
        """ "Dmitry Peskov, the Kremlin spokesman" and "the Kremlin spokesman, Dmitry Peskov"."""
        partner: Token | None = phrase.head.head if phrase.head.dep == "appos" else phrase.head.child("appos")
        if partner is None and phrase.kind == "person" and phrase.number == "sg":
            partner = _named_across(phrase.head)
        other = self.by_head.get(partner.i) if partner is not None else None
        if other is None or other.form == "pronoun" or other.head.ent in ("EVENT", "LAW", "WORK_OF_ART"):
            return None
        chain = self.chain_of.get(other.index)
        if partner is None or (phrase.head.sent == 0 and not beside(phrase.head, partner, self.syntax.tokens)):
            return None  # a headline's verb was read as a modifier of its subject
        if chain is None or "sg" != phrase.number != chain.number:
            return None
        return chain if _compatible(phrase, chain) else None

    def _place_told(self, phrase: Phrase) -> Chain | None:
        """ "the border town of Kelvia" is Kelvia; "a town of Kelvia" is in it."""
        head = phrase.head
        told = nominals.named_place(head) if "a" not in (c.lower for c in head.children) else None
        other = self.by_head.get(told.i) if told is not None else None
        if other is None or other.form != "name" or other.first != head.i + 2:
            return None
        chain = self.chain_of.get(other.index)
        return chain if chain is not None and _compatible(phrase, chain) else None

    def _pronoun(self, phrase: Phrase) -> Chain | None:
        word = phrase.head
        if word.tag in ("WP", "WP$", "WDT"):
            chain = self._relative(phrase)
        elif word.lower in _FIRST | _PLURAL_FIRST or phrase.number == "?" or pronouns.expletive(word):
            return None
        elif word.lower in pronouns.REFLEXIVE:
            subject = self.by_head.get(found.i) if (found := pronouns.own_subject(word)) is not None else None
            chain = self.chain_of.get(subject.index) if subject is not None else None
        else:
            near = [c for c in self._candidates() if word.sent - c.phrase.head.sent <= _REACH]
            chain = self._announced(phrase) if _asked(word) else None
            chain = chain or pronouns.find_antecedent(phrase, near, self.quotes, self._speaker(phrase))
            chain = chain or self._announced(phrase)
        if chain is not None:
            chain.add(phrase)
        return chain

    def _announced(self, phrase: Phrase) -> Chain | None:
        """ "In his first comments since he was overthrown, ... Rivera said": the subject that the sentence comes to."""
        if phrase.gender == "?":
            return None
        root = next((t for t in (phrase.head, *phrase.head.ancestors()) if t.head is t), phrase.head)
        subject = root.child("nsubj", "nsubjpass")
        if subject is None or subject.i < phrase.head.i:
            return None
        other = self.by_head.get(subject.i)
        chain = self.chain_of.get(other.index) if other is not None else None
        return chain if chain is not None and pronouns.agrees(phrase, chain) else None

    def _relative(self, phrase: Phrase) -> Chain | None:
        noun = relative_antecedent(phrase.head)
        other = self.by_head.get(noun.i) if noun is not None else None
        return self.chain_of.get(other.index) if other is not None else None

    def _speaker(self, phrase: Phrase) -> Chain | None:
        """The chain of who says the quotation in which the phrase stands."""
        number = self.quotes[phrase.index]
        token = self.quotations.items[number].speaker if number >= 0 else None
        other = self.by_head.get(token.i) if token is not None else None
        return self.chain_of.get(other.index) if other is not None else None

    def _speaker_first(self, phrase: Phrase) -> None:
        """ "“Why was he held?” she asked": who asks was told before the quotation, and is not who is asked about."""
        if phrase.form != "pronoun" or phrase.gender == "?" or self.quotes[phrase.index] < 0:
            return
        token = self.quotations.items[self.quotes[phrase.index]].speaker
        other = self.by_head.get(token.i) if token is not None else None
        if other is None or other.index <= phrase.index or other.index in self.chain_of:
            return
        if other.form == "nominal" and other.kind == "person" and other.number == "sg":
            self.chain_of[other.index] = self._nominal(other)  # "“He must go,” the former adviser said"
        if other.form != "pronoun":
            return
        if other.gender in ("?", phrase.gender):
            return
        chain = self._pronoun(other)
        if chain is not None:
            self.chain_of[other.index] = chain

    def _first_person(self, phrase: Phrase) -> None:
        chain = self._speaker(phrase) if self.quotes[phrase.index] >= 0 else self._author(phrase)
        if chain is not None:
            chain.add(phrase)
            self.chain_of[phrase.index] = chain

    def _author(self, phrase: Phrase) -> Chain | None:
        """Who signs or heads the paper; "we, the undersigned doctors" say themselves who they are."""
        plural = phrase.head.lower in _PLURAL_FIRST
        if plural and (beside_it := phrase.head.child("appos")) is not None and self.authors:
            told = self.by_head.get(beside_it.i)
            if told is not None and told.index in self.chain_of:
                self.authors = (told, *(a for a in self.authors if a.kind == "person"))
        fitting = (a for a in self.authors if plural or a.kind == "person")
        first = next((c for a in fitting if (c := self.chain_of.get(a.index)) is not None), None)
        return first


def _named_across(head: Token) -> Token | None:
    """ "The president of the union, Ada Lind, left": the parse hangs her from the union."""
    for child in head.children:
        below = child.child("pobj") if child.dep == "prep" and child.lower in ("of", "for", "at") else None
        name = below.child("appos") if below is not None else None
        if name is not None and name.ent == "PERSON":
            return name
    return None


def _asked(word: Token) -> bool:
    """ "Asked whether he would go, Rivera said": the pronoun waits for the subject."""
    return any(a.dep == "advcl" and a.tag == "VBN" and a.lemma == "ask" and a.i < a.head.i for a in word.ancestors())


def _compatible(phrase: Phrase, chain: Chain) -> bool:
    if phrase.kind == chain.kind or not phrase.sure or not chain.sure:
        return True
    return {phrase.kind, chain.kind} <= {"organization", "group"} or {phrase.kind, chain.kind} <= {
        "place",
        "state",
        "facility",
    }
