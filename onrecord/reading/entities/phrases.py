"""What each noun phrase is: its name, titles, kind, number, gender, country and sector."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from onrecord.reading.entities import lexical
from onrecord.reading.entities.extents import Extent, find_extents
from onrecord.reading.entities.known import label_of, named, with_hidden_names
from onrecord.reading.entities.lexical import Gender, Known
from onrecord.record import Document, EntityKind, MentionForm, Place, Span
from onrecord.syntax import Syntax, Token

Number = Literal["sg", "pl", "?"]

_LABEL_KIND: dict[str, EntityKind] = {
    "PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "facility", "NORP": "group",
}  # fmt: skip
_PRONOUN_WORDS: tuple[tuple[str, Number, Gender, EntityKind], ...] = (
    ("he him his himself", "sg", "m", "person"),
    ("she her hers herself", "sg", "f", "person"),
    ("it its itself", "sg", "?", "other"),
    ("they them their theirs themselves", "pl", "?", "other"),
    ("i me my mine myself", "sg", "?", "person"),
    ("we us our ours ourselves", "pl", "?", "person"),
    ("you your yours yourself yourselves", "?", "?", "person"),
)
_PRONOUNS = {word: (n, g, k) for words, n, g, k in _PRONOUN_WORDS for word in words.split()}
_DEFINITE = {"the", "this", "that", "these", "those"}
# Verbs whose subject is a government or an organization when it is a place: "Moscow said", "Washington denies".
_ACTS = set(
    "say deny accuse warn urge call announce insist claim reject condemn demand agree want seek deploy vow threaten "
    "order impose support back refuse respond hope fear believe decide confirm propose suspect ban send promise "
    "withdraw offer blame consider express argue plan recognize recognise sign deem declare appeal pledge "
    "dismiss summon expel lodge veto retaliate refute dispute welcome describe hail insist".split()
)

_PARTING = {"acl", "relcl", "advcl", "ccomp"}
_ADDRESS = set(
    "accuse urge warn blame tell ask press condemn criticize criticise implore pressure sanction threaten".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One noun phrase; `index` is its place in the order of the text, `words` the folded words of its name.

    `titles` are the folded words before a person's name; `sure` is true where a lexicon or the parser's label, and
    not a guess, gives the kind.
    """

    index: int
    head: Token
    first: int
    last: int
    span: Span
    form: MentionForm
    name: str = ""
    words: tuple[str, ...] = ()
    title_span: Span | None = None
    titles: tuple[str, ...] = ()
    kind: EntityKind = "other"
    sure: bool = False
    number: Number = "?"
    gender: Gender = "?"
    known: Known | None = None
    country: str | None = None
    sector: str | None = None
    definite: bool = False
    modifiers: frozenset[str] = frozenset()
    metonym: bool = False
    demonym: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    """The document and what is looked up in it for every phrase."""

    document: Document
    tokens: tuple[Token, ...]
    labels: dict[str, str]
    places: dict[int, Place]
    lower: bool

    def span(self, first: int, last: int) -> Span:
        return self.document.span(self.tokens[first].start, self.tokens[last - 1].end)


def find_phrases(document: Document, syntax: Syntax, places: tuple[Place, ...]) -> list[Phrase]:
    """All phrases in the order of the text (by start, the longer first)."""
    text = _Text(document, syntax.tokens, _label_votes(syntax), {p.span.start: p for p in places}, _lower_case(syntax))
    found: list[Phrase] = []
    for extent in with_hidden_names(document, syntax.tokens, find_extents(syntax)):
        if extent.form == "pronoun":
            found.append(_pronoun(text, extent, len(found)))
        elif extent.several:
            found.append(_several(text, extent, len(found)))
        elif extent.form == "nominal":
            found.append(_nominal(text, extent, len(found)))
        else:
            found.append(_name(text, extent, len(found)))
    return found


def _lower_case(syntax: Syntax) -> bool:
    """True for a text whose capitals are lost, but for a line of the page: acronyms are then lower case too."""
    words = [t for t in syntax.tokens if t.text.isalpha()]
    return len(words) > 20 and sum(t.text[0].isupper() for t in words) < 0.05 * len(words)


def _label_votes(syntax: Syntax) -> dict[str, str]:
    """The label that a name's last word has most often in the report: one slip of the parser is outvoted."""
    votes: dict[str, dict[str, int]] = {}
    for name in syntax.names:
        if name.label in _LABEL_KIND:
            word = syntax.tokens[name.last - 1]
            if word.tag == "POS" and name.last - name.first > 1:
                word = syntax.tokens[name.last - 2]
            seen = votes.setdefault(word.text, {})
            # a name of several words is far better evidence than one word alone
            seen[name.label] = seen.get(name.label, 0) + (50 if name.last - name.first > 1 else 1)
    most = {word: max(sorted(seen), key=lambda label: seen[label]) for word, seen in votes.items()}
    return {word: "GPE" if label == "PERSON" and _seat(word, votes[word]) else label for word, label in most.items()}


def _seat(word: str, votes: dict[str, int]) -> bool:
    """ "accused Kelvia of": a capital by itself that the parser takes for a person of whom nothing else is told."""
    alone = votes["PERSON"] < 50 and word.casefold() not in lexical.first_names()
    return alone and lexical.capital(word) is not None


def _pronoun(text: _Text, extent: Extent, index: int) -> Phrase:
    head = extent.head
    span = text.document.span(head.start, head.end)
    if head.tag in ("WP", "WP$", "WDT"):
        kind: EntityKind = "person" if head.lower.startswith("who") else "other"
        return Phrase(index, head, extent.first, extent.last, span, "pronoun", kind=kind)
    number, gender, kind = _PRONOUNS.get(head.lower, ("?", "?", "other"))
    return Phrase(index, head, extent.first, extent.last, span, "pronoun", kind=kind, number=number, gender=gender)


def _several(text: _Text, extent: Extent, index: int) -> Phrase:
    """ "Rivera and Chen": a group of its own that "they" may mean."""
    span = text.span(extent.first, extent.last)
    words = frozenset(t.lemma for t in text.tokens[extent.first : extent.last])
    return Phrase(
        index, extent.head, extent.first, extent.last, span, "nominal", kind="group", number="pl", modifiers=words,
        several=True,
    )  # fmt: skip


def role_of(token: Token, tokens: tuple[Token, ...]) -> lexical.Role | None:
    """What the head noun names; two words count before one ("prime minister", "police officer")."""
    roles = lexical.roles()
    role = None
    if token.i > 0:
        before = tokens[token.i - 1].lower
        role = roles.get(f"{before} {token.lemma}") or roles.get(f"{before} {token.lower}")
    role = role or roles.get(token.lemma) or roles.get(token.lower)
    if role is not None and role.unless and not role.unless.isdisjoint(_company(token)):
        return None
    return role


def _company(token: Token) -> Iterator[str]:
    """The words that stand with a noun: its modifiers, its prepositions and the nouns below them."""
    for child in token.children:
        yield child.lemma
        if child.dep == "prep":
            yield from (c.lemma for c in child.children)


def _modifier_country(modifiers: list[Token]) -> str | None:
    for token in modifiers:
        known = lexical.country_adjective(token.text)
        if known is None and token.pos == "PROPN":
            known = lexical.country(token.text) or lexical.actor(token.text)
        if known is not None and known.country is not None:
            return known.country
    return None


def _body_sector(modifiers: list[Token]) -> str | None:
    """The sector of the body that a person speaks or works for: "Kremlin spokesman", "a police official"."""
    for i, token in enumerate(modifiers):
        known = lexical.actor(token.text) if token.pos == "PROPN" else None
        if known is None and i + 1 < len(modifiers):
            known = lexical.actor(f"{token.text} {modifiers[i + 1].text}")
        if known is not None and known.sector is not None:
            return known.sector
        role = lexical.roles().get(token.lemma) if token.pos in ("NOUN", "PROPN") else None
        if role is not None and role.kind == "organization" and role.sector is not None:
            return role.sector
    return None


def _of_country(token: Token) -> str | None:
    """ "the president of France", "the new regime in Syria"."""
    for child in token.children:
        if child.dep == "prep" and child.lower in ("of", "in") and child.i > token.i:
            below = child.child("pobj")
            known = lexical.country(below.text) if below is not None else None
            if known is not None:
                return known.country
    return None


def _sector(role: lexical.Role | None, modifiers: list[Token]) -> str | None:
    if role is None or role.sector is not None or role.kind != "person":
        return role.sector if role else None
    return _body_sector(modifiers)


def _content_words(modifiers: list[Token]) -> frozenset[str]:
    return frozenset(t.lemma for t in modifiers if t.pos in ("ADJ", "NOUN", "PROPN", "NUM", "VERB") and t.tag != "POS")


def _nominal(text: _Text, extent: Extent, index: int) -> Phrase:
    head = extent.head
    modifiers = list(text.tokens[extent.first : head.i])
    role = role_of(head, text.tokens)
    plural = (
        head.tag in ("NNS", "NNPS") or head.lower in ("people", "police") or head.pos in ("NUM", "DET", "PRON", "ADJ")
    )
    kind: EntityKind = role.kind if role else "other"
    if head.tag == "CD" or head.pos in ("ADJ", "VERB") or (kind == "person" and plural):
        kind = "group"
    definite = any(t.lower in _DEFINITE or t.tag in ("PRP$", "POS") for t in modifiers)
    return Phrase(
        index, head, extent.first, extent.last, text.span(extent.first, extent.last), "nominal",
        kind=kind, sure=role is not None and not role.either, number="pl" if plural and head.lower != "one" else "sg",
        gender=lexical.noun_gender().get(head.lower, "?"), country=_modifier_country(modifiers) or _of_country(head),
        sector=_sector(role, modifiers),
        definite=definite or head.lower in ("those", "these") or _told_by_name(head, modifiers),
        modifiers=_content_words(modifiers + list(text.tokens[head.i + 1 : extent.last])),
    )  # fmt: skip


def _told_by_name(head: Token, modifiers: list[Token]) -> bool:
    """ "Padra police station" is one known thing, with an article or without."""
    if head.tag != "NN" or any(t.pos in ("DET", "NUM") for t in modifiers):
        return False
    return any(t.dep == "compound" and t.ent in ("GPE", "ORG", "FAC", "LOC") for t in modifiers)


def _name(text: _Text, extent: Extent, index: int) -> Phrase:
    tokens, head = text.tokens, extent.head
    name = " ".join(text.span(extent.name_first, extent.name_last).quote.split())
    words = tuple(w for w in lexical.folded(name).replace("-", " ").split() if w)
    before = list(tokens[extent.first : extent.name_first])
    last = tokens[extent.name_last - 1]
    known = _known(text, extent, name)
    demonym = known is not None and lexical.country(name) is None and lexical.country_people(name) is known
    deed = head.tag.startswith("JJ") and head.dep in ("amod", "compound", "nmod") and extent.last == head.i + 1
    if deed and known is None and (state := lexical.country_adjective(name)) is not None:
        known, demonym = state, True  # "Turkish strikes": who did the deed
    people = known if demonym and not deed and not any(t.lower == "the" for t in before) else None
    if people is not None:
        known = None  # "the Turks" are their state's actor, "Turks" are people
    kind, sure = _kind(text, extent, name, known, before) if people is None else ("group", True)
    metonym = _metonym(known, kind, head)
    if metonym and known is None and (state := lexical.capital(name)) is not None:
        union = lexical.actor("European Union") if name == "Brussels" and "Belgi" not in text.document.text else None
        known, kind, sure = union or state, "state", True  # "Ankara said": the government, not the city
        kind = known.kind
    titles = [t for t in before if t.lower not in _DEFINITE | {"a", "an", ","} and t.tag not in ("PRP$", "POS")]
    role = _title_role(before) if kind == "person" else _ending(tokens, extent) or role_of(last, tokens)
    gender = _name_gender(words, before) if kind == "person" else "?"
    own = list(tokens[extent.name_first : extent.name_last]) if kind != "person" else []  # not "Jordan Smith"
    country = (known.country if known else people.country if people else None) or _modifier_country(before + own)
    plural = head.tag == "NNPS" or (kind == "group" and head.tag == "NNS")
    return Phrase(
        index, head, extent.first, extent.last, text.span(extent.first, extent.last), "name", name, words,
        text.span(titles[0].i, titles[-1].i + 1) if titles and kind == "person" else None,
        tuple(t.lemma for t in titles), kind, sure, "pl" if plural else "sg", gender, known,
        country or (_of_country(head) if kind != "person" else None),
        known.sector if known and known.sector else _sector(role, before if kind == "person" else []),
        any(t.lower == "the" for t in before), _content_words(before), metonym,
        demonym and (people is None or deed),
    )  # fmt: skip


def _known(text: _Text, extent: Extent, name: str) -> Known | None:
    last = text.tokens[extent.name_last - 1]
    known = named(text.document, text.tokens, extent, name, label_of(text.labels, last))
    if known is not None:
        return known
    if text.lower and extent.head.ent == "ORG":
        return lexical.actor(name.upper(), text.document.published or "")
    if " " not in name and extent.head.tag in ("NNP", "NNPS", "NNS", "JJ", "NN"):
        people = lexical.country_people(name)
        if people is not None:
            return people
    return None


def _apposed_role(name: Token, tokens: tuple[Token, ...]) -> lexical.Role | None:
    """ "the air force commander, Ivan Melnyk" is a person and "the news agency Sana" a body, whatever the label."""
    noun = name.head if name.dep == "appos" else name.child("appos")
    if noun is None or noun.tag != "NN" or any(c.dep in ("cc", "conj") for c in (*noun.children, *name.children)):
        return None
    if not beside(noun, name, tokens):
        return None
    role = role_of(noun, tokens)
    return role if role is not None and role.kind in ("person", "organization") else None


def beside(one: Token, other: Token, tokens: tuple[Token, ...]) -> bool:
    """Nothing but a comma and modifiers between an apposition's heads; not "Woman Convicted In Kelvia Rampage"."""
    first, last = sorted((one.i, other.i))
    return all(t.dep not in _PARTING for t in tokens[first + 1 : last])


def _ending(tokens: tuple[Token, ...], extent: Extent) -> lexical.Role | None:
    word = tokens[extent.name_last - 1]
    if extent.name_last - extent.name_first < 2 or not word.text[:1].isupper():
        return None
    if tokens[extent.name_first].lower in lexical.first_names():
        return None  # "Emily Post"
    return lexical.endings().get(word.lower)


def _metonym(known: Known | None, kind: EntityKind, head: Token) -> bool:
    if known is not None and known.metonym:
        return True
    acts = head.dep in ("nsubj", "agent") and head.head.lemma in _ACTS
    verb = head.head.head if head.dep == "pobj" else head.head
    called = head.dep == "pobj" and head.head.lower in ("on", "upon", "to") and verb.lemma in ("call", "appeal")
    addressed = called or (head.dep == "dobj" and verb.lemma in _ADDRESS)
    return kind in ("place", "state") and (acts or addressed) and known is None


def _title_role(before: list[Token]) -> lexical.Role | None:
    roles = lexical.roles()
    for i in range(len(before) - 1, -1, -1):
        word = before[i]
        for width in (3, 2):
            role = roles.get(" ".join(t.lower for t in before[max(i - width + 1, 0) : i + 1]))
            if role is not None and role.kind == "person":
                return role
        role = roles.get(word.lemma) or roles.get(word.lower)
        if role is not None and role.kind == "person":
            return role
    return None


def _name_gender(words: tuple[str, ...], before: list[Token]) -> Gender:
    for token in before:
        gender = lexical.honorific_gender().get(token.lower) or lexical.noun_gender().get(token.lower)
        if gender:
            return gender
    if len(words) == 1 and any(t.lower in lexical.person_titles() for t in before):
        return "?"  # "Dr. Benjamin": a title stands before last names
    return lexical.first_names().get(words[0], "?") if words else "?"


def _kind(text: _Text, extent: Extent, name: str, known: Known | None, before: list[Token]) -> tuple[EntityKind, bool]:
    """The kind of a name, and whether anything but a guess says so."""
    if known is not None:
        return known.kind, True
    tokens = text.tokens
    last = tokens[extent.name_last - 1]
    if _ending(tokens, extent) is not None:
        return "organization", True
    if any(t.lower in lexical.person_titles() for t in before) and extent.head.dep not in ("compound", "nmod"):
        return "person", True
    role = role_of(last, tokens) if extent.name_last - extent.name_first > 1 or last.i > extent.head.i else None
    label = tokens[extent.head.i].ent
    if role is not None and role.kind in ("organization", "place", "facility") and label != "PERSON":
        return role.kind, True
    first = tokens[extent.name_first].lower
    role = lexical.roles().get(first) if extent.name_last - extent.name_first > 2 and label != "PERSON" else None
    if role is not None and role.kind in ("organization", "facility"):
        return role.kind, True
    place = text.places.get(tokens[extent.name_first].start)
    by_report = place is not None and place.precision == "unresolved" and place.span.end == last.end
    if place is not None and (label != "PERSON" or by_report):
        return "place", True  # "the Menoa attack" in a report from Menoa: a place by the report, a person by its label
    if text.lower and extent.head.dep == "pobj" and extent.head.head.lower in ("at", "near") and label != "ORG":
        return "place", True  # in small letters the label is a guess: "the temple at kelvia"
    told = _apposed_role(tokens[extent.head.i], tokens)
    if told is not None and (label in ("PERSON", "ORG") or not told.either):
        return told.kind, True
    label = text.labels.get(last.text, label) if extent.name_last - extent.name_first == 1 else label
    if (
        first in lexical.first_names()
        and extent.name_last - extent.name_first == 2
        and label in ("", "ORG", "GPE", "PERSON")
    ):
        return "person", True
    return _LABEL_KIND.get(label, "other"), label in _LABEL_KIND
