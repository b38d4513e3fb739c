"""From the head token of a party to its span in the text and the entity that it stands for."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.reading.events.clause import conjuncts, core
from onrecord.reading.events.lexicon import classes, listed
from onrecord.reading.events.nouns import noun_type
from onrecord.record import Document, Entities, Entity, Mention, Span
from onrecord.syntax import Syntax, Token

_LEFT = frozenset(
    {"det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "advmod", "predet", "case", "npadvmod", "neg"}
)
_NAMES = frozenset({"PERSON", "NORP", "ORG", "GPE"})
_NO_PARTY = frozenset({"LOC", "FAC", "PRODUCT", "EVENT", "DATE", "TIME", "WORK_OF_ART", "LAW", "LANGUAGE"})
_ELEMENTS = frozenset(("armed", "criminal", "rebel", "hostile", "extremist", "militia", "army", "terrorist"))
_ABSTRACT_ENDINGS = ("tion", "sion", "ness", "ity", "ism", "ance", "ence", "ship", "hood", "acy")


@dataclass(slots=True)
class Phrases:
    """Looks up mentions by token; one per document."""

    document: Document
    syntax: Syntax
    entities: Entities
    by_token: dict[int, Mention] = field(default_factory=dict)
    known: dict[str, Entity] = field(default_factory=dict)
    words: dict[int, frozenset[str]] = field(default_factory=dict)
    joint: dict[str, tuple[str, ...]] = field(default_factory=dict)  # entity of a coordination -> entities of its parts
    surnames: dict[str, Entity] = field(default_factory=dict)  # last word of a person's name, in small letters

    def __post_init__(self) -> None:
        self.known = {e.id: e for e in self.entities.entities}
        for mention in sorted(self.entities.mentions, key=lambda m: -len(m.span.quote)):
            tokens = self.syntax.within(mention.span)
            head = _head(tokens)
            if head is not None:
                self.by_token[head.i] = mention
        for mention in self.entities.mentions:  # "Musa Ag Litni" that the parse broke in two
            last = self.syntax.at(mention.span.end - 1) if mention.form == "name" else None
            if (last is not None and last.head.end <= mention.span.start) or (
                last is not None and last.head.start >= mention.span.end
            ):
                self.by_token.setdefault(last.i, mention)
        for mention in self.entities.mentions:
            parts = self._parts(mention)
            if len(parts) > 1:
                self.joint.setdefault(mention.entity, parts)
        for entity in self.entities.entities:
            words = entity.name.lower().split()
            if entity.kind == "person" and len(words) > 1 and len(words[-1]) > 3:
                self.surnames.setdefault(words[-1], entity)

    def _parts(self, mention: Mention) -> tuple[str, ...]:
        """The entities that a coordination joins, where the mention is one: "Obi and her deputy"."""
        if mention.form != "nominal" or " and " not in mention.span.quote:
            return ()
        head = _head(self.syntax.within(mention.span))
        joined = conjuncts(head) if head is not None else ()
        heads = [t for t in joined if mention.span.start <= t.start < mention.span.end]
        found = [m.entity for t in heads if (m := self.by_token.get(t.i)) is not None and m.span != mention.span]
        return tuple(dict.fromkeys(found)) if len(found) == len(heads) else ()

    def words_around(self, token: Token) -> frozenset[str]:
        """The words and lemmas of the token's sentence."""
        found = self.words.get(token.sent)
        if found is None:
            found = frozenset(w for t in self.syntax.sentence(token) for w in (t.lower, t.lemma))
            self.words[token.sent] = found
        return found

    def mention(self, token: Token) -> Mention | None:
        return self.by_token.get(token.i)

    def entity(self, token: Token) -> Entity | None:
        mention = self.by_token.get(token.i)
        return self.known.get(mention.entity) if mention is not None else None

    def surname(self, token: Token) -> Entity | None:
        """ "amin tore it up" in a report in small letters: a person of the report, where the word is no common noun."""
        if token.pos not in ("NOUN", "PROPN") or token.text != token.lower or token.lemma != token.lower:
            return None
        bare = not any(c.dep in ("det", "poss", "amod", "nummod") for c in token.children)
        return self.surnames.get(token.lower) if bare else None

    def span(self, token: Token) -> Span:
        """The phrase of a party: its mention's span, else its first left dependent to the head and an of-phrase."""
        mention = self.by_token.get(token.i)
        if mention is not None:
            return mention.span
        left = _leftmost(token)
        right = token
        if core(token) is not token:
            right = core(token)
        for c in token.children:  # "army chief Abdel Aziz": the name beside its title
            if c.dep == "appos" and c.i > right.i and all(x.head is c for x in self.syntax.tokens[right.i + 1 : c.i]):
                right = c
        return self.document.span(self.syntax.tokens[left].start, right.end)


def _head(tokens: tuple[Token, ...]) -> Token | None:
    """The token of the span whose head lies outside of it."""
    inside = {t.i for t in tokens}
    for t in tokens:
        if (t.head is t or t.head.i not in inside) and t.pos not in ("DET", "PUNCT", "ADP", "PART"):
            return t
    return tokens[-1] if tokens else None


def _leftmost(token: Token) -> int:
    first = token.i
    for c in token.children:
        if c.dep in _LEFT and c.i < token.i and token.i - c.i < 15:
            first = min(first, _leftmost(c))
    return first


def of_age(token: Token) -> bool:
    """ "The 29-year-old was kidnapped": somebody by his age."""
    return token.lower in ("old", "olds") and any(c.dep == "npadvmod" and c.lemma == "year" for c in token.children)


def party(phrases: Phrases, token: Token) -> bool:
    """Somebody who can act or be acted upon: a person, group, organisation or state."""
    token = core(token)
    if of_age(token) and token.dep != "amod":
        return True
    if token.lower == "elements" and any(c.lower in _ELEMENTS for c in token.children):
        return True
    entity = phrases.entity(token)
    if entity is not None and entity.kind != "other":
        return entity.kind in ("person", "organization", "state", "group") or _group_of_place(token, entity)
    if phrases.surname(token) is not None:
        return True
    if token.lower == "it":
        return False  # without an entity it stands for nobody: "It took the panel an hour"
    known = classes()
    return (
        token.lower in listed("words", "pronoun")
        or token.ent in _NAMES
        or (token.pos == "PROPN" and token.ent not in _NO_PARTY)
        or any(token.lemma in known[c] for c in ("person", "armed", "org", "state", "official"))
        or noun_type(token, phrases.syntax) == "party"
        or (
            (
                (token.pos == "NUM" or token.lower == "one")
                and token.ent in ("", "CARDINAL")
                and not any(c.lower in "$€£" for c in token.children)
            )
            or token.lower in listed("words", "plural_party")
            or _one_more(token)
            or (token.pos == "NOUN" and token.lemma.endswith(_TRADES))
        )
    )


_TRADES = ("worker", "owner", "seeker", "dweller", "grower", "goer", "keeper", "holder")  # "dockworkers", "churchgoers"


def _one_more(token: Token) -> bool:
    """ "Killed two guards and wounded a third", "another was shot"; not "bought a third of it"."""
    alone = token.dep in ("dobj", "nsubjpass") and not any(c.lower == "of" for c in token.children)
    return alone and token.lower in listed("words", "lone_party")


def _group_of_place(token: Token, entity: Entity) -> bool:
    """ "The Velmar group", "the Velmar police": people by their head word, though the name before it is a place's."""
    known = classes()
    common = token.pos == "NOUN" and not token.ent
    return common and entity.kind == "place" and any(token.lemma in known[c] for c in ("person", "armed", "org"))


def material(phrases: Phrases, token: Token) -> bool:
    """Something that can be struck, taken or visited: a facility, a place, a vehicle, goods."""
    token = core(token)
    entity = phrases.entity(token)
    if entity is not None and entity.kind in ("place", "facility", "state"):
        return True
    known = classes()
    names = ("facility", "vehicle", "weapon", "goods", "town", "region", "thing", "animal")
    if token.lower == "positions" and any(c.dep in ("poss", "amod", "compound") for c in token.children):
        return True  # "rebel positions"
    if token.lemma in listed("standing", "sites") and any(c.dep == "compound" for c in token.children):
        return True  # "a bus stop"
    if token.ent in ("FAC", "LOC", "PRODUCT") or any(token.lemma in known[c] for c in names):
        return True
    return noun_type(token, phrases.syntax) == "material"


def abstract(token: Token) -> bool:
    token = core(token)
    return token.pos == "NOUN" and not token.ent and token.lemma.endswith(_ABSTRACT_ENDINGS)
