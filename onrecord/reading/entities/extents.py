"""How far the noun phrases reach that can act, suffer or speak: names, nominals and pronouns."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.reading.entities import lexical
from onrecord.record import MentionForm
from onrecord.syntax import Syntax, Token

_LEFT = {"det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "predet", "case", "advmod", "punct", "neg"}
_BREAK = {",", ";", ":", "(", ")", '"', "“", "”", "--", "—", "–", "...", "…", "[", "]"}
_CLOCK = {"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"}
_NAMES = {"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"}
_PARTICLES = set("al el bin ibn de la van von der den del da dos di du ul ur".split())
_LINKS = {"Ag", "Ould", "Uld", "Bin", "Ben", "Ibn", "Abu"}  # what stands between the names of one person
_NO_NAME = {"ADP", "PUNCT", "DET", "PART", "CCONJ", "SCONJ", "ADJ", "NUM", "VERB", "ADV", "AUX"}
_TIME_WORDS = set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december today yesterday tomorrow tonight".split()
)
_ARGUMENT = {"nsubj", "nsubjpass", "dobj", "pobj", "conj"}
_QUANTIFIERS = set("some many several those these others both all most few none each one more".split())
_ONLY_SAYS_WHAT = set(
    "group organization organisation movement militia network faction party company firm newspaper".split()
)
_ARMED = {"COP", "MIL", "REB", "UAF", "PRM", "SPY", "CRM"}
_SHOUTED = {"IS", "WHO", "US", "AP"}  # acronyms that the parser takes for a verb or a pronoun


@dataclass(frozen=True, slots=True)
class Extent:
    """Tokens [first, last) of a phrase and [name_first, name_last) of the name in it (equal: no name).

    `several` marks a whole coordination ("Rivera and Chen"), which "they" may mean; its parts are phrases as well.
    """

    head: Token
    first: int
    last: int
    form: MentionForm
    name_first: int = 0
    name_last: int = 0
    several: bool = False


def find_extents(syntax: Syntax) -> list[Extent]:
    """All phrases in the order of the text; of two that start together the longer comes first."""
    finder = _Finder(syntax)
    found = [e for token in reversed(syntax.tokens) if (e := finder.extent(token)) is not None]
    found.extend(_coordinations(found))
    found.sort(key=lambda e: (e.first, -e.last))
    return found


def _coordinations(found: list[Extent]) -> list[Extent]:
    by_head = {e.head.i: e for e in found if e.form != "pronoun"}
    whole: list[Extent] = []
    for extent in found:
        token, last = extent.head, extent
        if token.dep in ("conj", "appos", "compound", "nmod", "poss") or extent.form == "pronoun":
            continue
        joined = False
        for _ in range(8):
            joined = joined or any(c.lower == "and" for c in token.children if c.dep == "cc")
            following = next((c for c in token.children if c.dep == "conj" and c.i in by_head), None)
            if following is None:
                break
            token, last = following, by_head[following.i]
        if joined and last is not extent and _actor(extent.head) and _actor(token):
            whole.append(Extent(extent.head, extent.first, last.last, "nominal", several=True))
    return whole


def _headlines(syntax: Syntax) -> tuple[frozenset[int], frozenset[str]]:
    """The sentences in title case, and the words of names in all other sentences."""
    titled: set[int] = set()
    for number, (first, last) in enumerate(syntax.sentences):
        closed = syntax.tokens[last - 1].text == "." and number > 1
        if 3 < last - first < 30 and not closed and _title_case(syntax.tokens[first:last]):
            titled.add(number)
    told = {
        t.text
        for name in syntax.names
        if name.label in _NAMES and syntax.tokens[name.first].sent not in titled
        for t in syntax.tokens[name.first : name.last]
        if t.text[0].isupper()
    }
    return (frozenset(titled), frozenset(told)) if told else (frozenset(), frozenset())


def _title_case(tokens: tuple[Token, ...]) -> bool:
    """True where every word that carries meaning is capitalized, "met" and "is" too."""
    words = [t for t in tokens if t.text.isalpha() and t.pos in ("VERB", "AUX", "NOUN", "PROPN", "ADJ", "ADV")]
    return len(words) > 3 and all(t.text[0].isupper() for t in words) and not all(t.text.isupper() for t in words)


def _actor(token: Token) -> bool:
    """True for a name and for a noun that names people or bodies."""
    role = lexical.roles().get(token.lemma)
    return token.pos == "PROPN" or (role is not None and role.kind in ("person", "group", "organization"))


class _Finder:
    """Works through one document from the right, so that a head takes its name before a compound of it does."""

    def __init__(self, syntax: Syntax) -> None:
        self.syntax, self.tokens = syntax, syntax.tokens
        self.name_at = [-1] * len(self.tokens)
        for n, name in enumerate(syntax.names):
            if name.label in _NAMES:
                self.name_at[name.first : name.last] = [n] * (name.last - name.first)
        self.left = _left_edges(syntax.tokens)
        self.headlines, self.told = _headlines(syntax)
        self.surnames = {
            syntax.tokens[n.last - 1].text for n in syntax.names if n.label == "PERSON" and n.last - n.first > 1
        }
        self.taken = bytearray(len(self.tokens))  # tokens that are part of a name already told

    def extent(self, token: Token) -> Extent | None:
        shouted = self._shouted(token)
        if token.tag in ("PRP", "PRP$") and not shouted:
            return Extent(token, token.i, token.i + 1, "pronoun")
        if token.tag in ("WP", "WP$", "WDT") and not shouted:
            if token.lower in ("who", "whom", "which", "that", "whose") and relative_antecedent(token) is not None:
                return Extent(token, token.i, token.i + 1, "pronoun")
            return None
        if shouted or token.pos in ("NOUN", "PROPN") or (self.name_at[token.i] >= 0 and token.pos not in _NO_NAME):
            return self._noun(token)
        if token.dep in ("amod", "compound", "nmod"):
            return self._doer(token)
        if token.dep in _ARGUMENT:
            return self._headless(token)
        return None

    def _doer(self, token: Token) -> Extent | None:
        """ "Turkish strikes", "the North Korean launch": the adjective of a state names who does the deed."""
        deed = token.head.tag in ("NN", "NNS") and token.head.lemma in lexical.deeds()
        if not deed or self.taken[token.i] or lexical.country_adjective(self._adjective(token)) is None:
            return None
        first = token.i - self._adjective(token).count(" ")
        self.taken[first : token.i + 1] = b"\1" * (token.i + 1 - first)
        return Extent(token, first, token.i + 1, "name", first, token.i + 1)

    def _adjective(self, token: Token) -> str:
        before = self.tokens[token.i - 1] if token.i else token
        whole = f"{before.text} {token.text}"
        return whole if before.lower in ("north", "south", "saudi") and before is not token else token.text

    def _shouted(self, token: Token) -> bool:
        """ "IS held the town" and "the WHO" are names, "THE TOWN IS HELD" has none."""
        if token.text not in _SHOUTED or token.dep == "poss":
            return False
        return (token.dep in _ARGUMENT or token.text == "IS") and self._alone_in_capitals(token)

    def _alone_in_capitals(self, token: Token) -> bool:
        near = self.syntax.tokens[max(token.i - 3, 0) : token.i + 4]
        return any(t.text.islower() and len(t.text) > 1 for t in near)

    def _headless(self, token: Token) -> Extent | None:
        """ "12 were killed", "the wounded", "those who fled", "some of those villagers"."""
        if token.ent in _CLOCK - {"CARDINAL"}:
            return None
        plural = token.lower in _QUANTIFIERS and token.pos in ("DET", "PRON", "ADJ", "NUM")
        bare = token.tag == "CD" and token.dep in ("nsubj", "nsubjpass", "dobj") and token.ent == "CARDINAL"
        adjective = token.tag in ("JJ", "VBN") and any(c.lower == "the" and c.i < token.i for c in token.children)
        if not (plural or bare or adjective):
            return None
        return Extent(token, self.left[token.i], self._right(token, token.i + 1), "nominal")

    def _right(self, token: Token, last: int, depth: int = 0) -> int:
        """The end of the phrase with the "of" that follows at once, and a place ("the new regime in Syria")."""
        for child in token.children:
            if child.i != last or child.dep != "prep" or depth == 2:
                continue
            below = child.child("pobj")
            if below is None or below.i < child.i or self.left[below.i] != child.i + 1:
                continue
            if below.lower in _TIME_WORDS or below.ent in _CLOCK:
                continue
            near = below.ent in ("GPE", "LOC", "FAC") and child.lower in ("in", "from", "at", "near")
            if child.lower == "of" or near:
                return self._right(below, self._name_end(below), depth + 1)
        return last

    def _name_end(self, token: Token) -> int:
        n = self.name_at[token.i]
        if n < 0:
            return token.i + 1
        last = self.syntax.names[n].last
        while last > token.i + 1 and self.tokens[last - 1].tag in ("POS", ",", "IN"):
            last -= 1
        return last

    def _noun(self, token: Token) -> Extent | None:
        if self.taken[token.i] or token.lower in _TIME_WORDS or token.ent in _CLOCK:
            return None
        if token.tag == "POS" or not any(c.isalnum() for c in token.text) or _of_title(token):
            return None
        name_first, name_last = self._named(token)
        first = self.left[token.i]
        if name_first == name_last:
            if token.dep == "compound" and _does(token):
                return Extent(token, token.i, token.i + 1, "nominal")
            aside = token.dep in _LEFT or token.dep == "npadvmod" or token.lemma in lexical.empty_heads()
            if (aside and token.dep != "poss") or _nobody(token):
                return None
            return Extent(token, first, self._right(token, token.i + 1), "nominal")
        if token.dep in ("compound", "nmod", "amod", "npadvmod", "advmod"):
            if not self._inner_name(token):
                return None
            first, last = name_first, name_last
        else:
            first = min(first, name_first)
            last = max(self._right(token, max(name_last, token.i + 1)), name_last)
        self.taken[name_first:name_last] = b"\1" * (name_last - name_first)
        return Extent(token, first, last, "name", name_first, name_last)

    def _inner_name(self, token: Token) -> bool:
        """A name inside another phrase ("Kremlin spokesman", "NASA engineers"), not an adjective ("Russian")."""
        if token.pos != "PROPN" or token.ent == "NORP" or token.lower in lexical.person_titles():
            return False
        return self.name_at[token.i] >= 0 or (token.text[:1].isupper() and token.head.text[:1].islower())

    def _named(self, token: Token) -> tuple[int, int]:
        """The tokens of the name that the token heads; an empty interval where it heads none."""
        n = self.name_at[token.i]
        if token.sent in self.headlines:
            return self._headline_name(token)
        if token.text[:1].islower() and token.tag in ("NN", "NNS"):
            return self._group_name(token)
        if n < 0 and token.text.islower() and token.lemma in lexical.roles():
            return token.i, token.i  # "the kano assembly" of a text without capitals
        if n >= 0:
            first, last = self.syntax.names[n].first, self._name_end(token)
        elif token.tag in ("NNP", "NNPS") or self._shouted(token) or token.text in self.surnames:
            if token.lemma in lexical.person_titles() and any(c.dep in ("det", "poss") for c in token.children):
                return token.i, token.i  # "the President said"
            first, last = token.i, token.i + 1
        else:
            return token.i, token.i
        edge = self.left[token.i]
        while first > edge and self._continues(self.tokens[first - 1], self.tokens[first]):
            first -= 1
        if first > 0 and self._continues(self.tokens[first - 1], self.tokens[first], linked=True):
            first -= 1
        return self._after_titles(first, last, token), last

    def _headline_name(self, token: Token) -> tuple[int, int]:
        """Among words that are all capitalized only those are a name that the rest of the report has in one."""
        first = token.i
        if token.text not in self.told:
            return first, first
        while first > self.left[token.i] and self.tokens[first - 1].text in self.told:
            first -= 1
        return self._after_titles(first, token.i + 1, token), token.i + 1

    def _group_name(self, token: Token) -> tuple[int, int]:
        """ "the Islamic State militant group": the name is in the compound, the head only says what it is."""
        role = lexical.roles().get(token.lemma)
        if role is None or role.kind != "organization" or token.tag != "NN" or token.lemma not in _ONLY_SAYS_WHAT:
            return token.i, token.i
        for child in token.children:
            n = self.name_at[child.i]
            if child.i >= token.i or child.dep not in ("compound", "nmod"):
                continue
            if n >= 0 and child.ent in ("ORG", "PERSON", "NORP"):
                return self.syntax.names[n].first, min(self.syntax.names[n].last, token.i)
            if n < 0 and child.pos == "PROPN" and child.text[:1].isupper():
                return self.left[child.i], child.i + 1
        return token.i, token.i

    def _continues(self, before: Token, token: Token, *, linked: bool = False) -> bool:
        """True where the name goes on to the left ("Bashar Al-Assad" of which only "Assad" was seen)."""
        if linked:  # "Musa Ag Litni", of which the parse made two phrases
            alone = before.end + 1 == token.start and before.tag == "NNP" and before.ent in ("", "PERSON")
            return alone and token.text in _LINKS and before.lower not in lexical.person_titles()
        if before.text in _BREAK or before.ent in _CLOCK:
            return False
        if before.tag in ("NNP", "NNPS") and before.dep in ("compound", "nmod"):
            return before.text[:1].isupper() or before.lower in _PARTICLES or before.ent == token.ent == "PERSON"
        if (before.text == "-" and before.space) or (token.text == "-" and token.space):
            return False  # "Kelvia - Oxfam said": a dateline before a name
        if before.text == "-" or token.text == "-":
            return before.tag in ("NNP", "HYPH") or before.lower in _PARTICLES
        return before.lower in _PARTICLES and before.tag in ("NNP", "FW") and before.dep == "compound"

    def _after_titles(self, first: int, last: int, head: Token) -> int:
        """Titles before a person's name are not the name: "US Secretary of State Antony Blinken"."""
        tokens, titles = self.tokens, lexical.person_titles()
        while first < last and tokens[first].lower in ("the", "a", "an"):
            first += 1
        start = first
        for i in range(first, min(last, head.i + 1)):
            word = tokens[i]
            if i + 1 < last and (word.lower in titles or word.lemma in titles) and word.ent != "ORG":
                start = i + 1
            elif i == start and i + 1 < last and word.tag in ("JJ", "NNP") and lexical.country_adjective(word.text):
                start = i + 1 if tokens[last - 1].ent == "PERSON" else start
            elif word.lower == "of" and i > first and tokens[i - 1].lower in titles and head.i > i + 1:
                start = i + 2
        return min(start, last)


def _nobody(token: Token) -> bool:
    """ "No group", "neither side", "not one soldier" are nobody."""
    return any(
        (c.dep == "det" and c.lower in ("no", "neither"))
        or (c.dep == "nummod" and c.lower == "one" and any(x.dep == "neg" for x in c.children))
        for c in token.children
    )


def _does(token: Token) -> bool:
    """ "a police raid", "rebel shelling": the noun right before a deed says who did it."""
    if token.head.tag not in ("NN", "NNS") or token.head.lemma not in lexical.deeds() or token.i + 1 != token.head.i:
        return False
    role = lexical.roles().get(token.lemma)
    return role is not None and role.sector in _ARMED  # "an office shooting" was by nobody told


def _of_title(token: Token) -> bool:
    """The "State" of "Secretary of State" is part of a title and no state."""
    return token.dep == "pobj" and token.head.lower == "of" and token.head.head.lemma == "secretary"


def _left_edges(tokens: tuple[Token, ...]) -> list[int]:
    """For each token the first token of its phrase: what stands before it and hangs from it without a break."""
    edges: list[int] = []
    for token in tokens:
        edge = token.i
        nominal = token.pos in ("NOUN", "PROPN", "PRON")
        for child in reversed(token.children):
            if child.i >= token.i:
                continue
            if child.dep not in _LEFT or child.text in _BREAK or (child.dep == "advmod" and nominal):
                break
            if child.i + 1 != edge and any(t.dep == "punct" and t.text in _BREAK for t in tokens[child.i + 1 : edge]):
                break
            edge = edges[child.i]
        edges.append(edge)
    return edges


def relative_antecedent(token: Token) -> Token | None:
    """The noun that a relative pronoun stands for, where it is part of a relative clause."""
    verb = token.head
    for _ in range(4):
        if verb.dep == "relcl":
            return verb.head
        if verb.dep not in ("xcomp", "ccomp", "prep", "pobj", "aux", "attr", "nsubj", "poss", "dobj"):
            return None
        verb = verb.head
    return None
