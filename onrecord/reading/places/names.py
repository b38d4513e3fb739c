"""Candidate place names: stretches of capitalised words that the table of places, the people's adjectives or the
parser's names hold, each with what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile

from onrecord import lexicon
from onrecord.gazetteer import NAME, Gazetteer, Hit, gazetteer, key
from onrecord.record import Document, Span
from onrecord.syntax import NameSpan, Syntax, Token

_LONGEST = 6  # tokens; "United Kingdom of Great Britain ..." is never written whole where a place is meant
_INSIDE = frozenset(
    """of the and de la le del da do dos des du el al an ar as ash az ed es ez i ul y e & - – ' ’ ‘ . upon on in sur en
    l d""".split()
)
_PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens [first, last) that may name a place; `hits` are the table's entries, `people` those of a demonym."""

    first: int
    last: int
    folded: str
    hits: tuple[Hit, ...]
    demonym: bool = False
    label: str = ""  # of the parser's name that it is or lies in
    within: str = ""  # "same", "head", "tail", "inner": how it lies in that name; "" when there is none
    generic: str = ""  # the generic word that made it a candidate: "river"
    told: bool = False  # the report says what it is ("the town of Menoa"), here or elsewhere


@cache
def words(table: str, list_: str) -> frozenset[str]:
    found: list[str] = lexicon.load("toponyms")[table][list_]
    return frozenset(found)


@cache
def demonyms() -> dict[str, str]:
    """Adjective or people's name -> name of the country or region it stands for."""
    table: dict[str, str] = {}
    facts = lexicon.load("countries")
    for adjective, fact in facts["peoples"].items():
        for form in (adjective, *fact.get("people", [adjective + "s"])):
            table.setdefault(form, fact["of"])
    for fact in facts["countries"].values():
        for adjective in fact["adjective"]:
            table[adjective] = fact["name"]
        for form in fact.get("people", [a + "s" for a in fact["adjective"]]):
            table[form] = fact["name"]
    return table


@cache
def bodies() -> frozenset[str]:
    """The names of listed groups and organizations: Hamas is no old name of Hamm."""
    tables = (t for name in ("organizations", "institutions", "groups", "actors") for t in lexicon.load(name)["actors"])
    return frozenset(key(form) for t in tables for row in lexicon.rows(t["rows"]) for form in row[0].split(" ; "))


@dataclass(frozen=True, slots=True)
class Names:
    """The candidates in the order of the text, the longest at each word, and the adjectives of lands beside them."""

    candidates: tuple[Name, ...]
    demonyms: tuple[Name, ...]


def find_names(document: Document, syntax: Syntax) -> Names:
    found = list(_Finder(document, syntax).run())
    return Names(tuple(n for n in found if not n.demonym), tuple(n for n in found if n.demonym))


def name_of(syntax: Syntax, span: Span) -> Name | None:
    """The name that a known toponym is, for whoever marks toponyms beforehand; None where no token lies."""
    tokens = syntax.within(span)
    if not tokens:
        return None
    people = demonyms().get(span.quote)
    folded = key(people or span.quote)
    hits = _as_written(span.quote, gazetteer().lookup(folded))
    return Name(tokens[0].i, tokens[-1].i + 1, folded, hits, people is not None)


def _as_written(written: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """ "EU" and "US" are no towns of Normandy: two or three capitals are an abbreviation, where there is one."""
    if written.isupper() and len(written.replace(".", "")) <= 3:
        return tuple(h for h in hits if h.how != NAME or h.entry.kind in ("country", "region", "area"))
    return hits


_TOWN = 15_000  # people: from here on a dateline may tell a town by another of its names
_LARGE = 1_000_000  # people: "Kelvia Airport" is the airport of a city so large, "Orrin Airport" no town of that name


def _street(tail: str, name: Name) -> bool:
    """ "Orrin Street" and "Orrin Airport" lie in no Orrin."""
    towns = all(h.entry.kind in ("town", "hamlet") and h.entry.population < _LARGE for h in name.hits)
    return tail in words("natural", "street") or (tail == "airport" and towns)


def capital(token: Token) -> bool:
    return token.text[0].isupper()


class _Finder:
    def __init__(self, document: Document, syntax: Syntax) -> None:
        self.text = document.text
        self.tokens = syntax.tokens
        self.table: Gazetteer = gazetteer()
        self.named: dict[int, NameSpan] = {i: n for n in syntax.names for i in range(n.first, n.last)}
        self.told = {run for i in range(2, len(self.tokens)) if (run := self._told(i))}
        self.datelined = self._datelined(document)
        self.told |= self.datelined

    def run(self) -> Iterator[Name]:
        at, count = 0, len(self.tokens)
        while at < count:
            token = self.tokens[at]
            if token.lower == "the" or not (capital(token) or self._article(at)):
                at += 1
                continue
            found, introduced = self._generic(at, self._known(at)), self._introduced(at)
            if introduced is not None and (found is None or introduced.last > found.last):
                found = introduced
            found = found or self._parsed(at)
            if found is None:
                at += 1
                continue
            if not self._founded(at):
                spelled = tuple(t.text for t in self.tokens[found.first : found.last])
                yield replace(found, told=True) if spelled in self.told else found
            at = found.last

    def _founded(self, at: int) -> bool:
        """ "University of Kelvia": an institution that bears the name of its place and is none."""
        before = self.tokens[max(0, at - 3) : at]
        if before and before[-1].lower == "the":
            before = before[:-1]
        named = len(before) > 1 and before[-1].lower == "of" and before[-2].lower in words("before", "institution")
        return named and capital(before[-2])

    def _article(self, at: int) -> bool:
        """ "al-Bab", "el-Fasher": a small article before a hyphen and a capital."""
        if self.tokens[at].lower not in ("al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "deir", "es"):
            return False
        after = self.tokens[at + 1 : at + 3]
        return len(after) == 2 and after[0].text in "-–‑" and capital(after[1])

    def _ends(self, at: int) -> list[int]:
        """The ends of the stretches that begin here, longest first."""
        ends, last = [], min(len(self.tokens), at + _LONGEST)
        sentence = self.tokens[at].sent
        for i in range(at, last):
            token = self.tokens[i]
            if token.sent != sentence and not (i == at + 1 and self.tokens[at].text in ("St.", "Mt.", "Ft.")):
                break
            if i > at and self.tokens[i].start - self.tokens[i - 1].end > 1:
                break
            if capital(token) or token.text[0].isdigit():
                ends.append(i + 1)
            elif token.lower not in _INSIDE:
                break
        ends.reverse()
        return ends

    def _known(self, at: int) -> Name | None:
        for end in self._ends(at):
            start = self.tokens[at].start
            written = self.text[start : self.tokens[end - 1].end]
            if tuple(t.text for t in self.tokens[at:end]) in self.datelined:
                return None  # of another land's hamlet it is only a spelling
            if (
                demonyms().get(written, written) != written
            ):  # "Turkish" is no toponym; who is meant by it is for the entities to say
                land = key(demonyms()[written])
                return self._name(at, end, land, self.table.lookup(land), demonym=True)
            folded = key(written)
            hits = _as_written(written, self.table.lookup(folded))
            if folded in bodies() and not any(h.entry.kind in ("site", "region") for h in hits):
                hits = ()
            if hits and "." in written and self._pointed(end):
                end += 1  # "W.Va." before a comma: the point is the name's own
            if hits and all(h.how != NAME for h in hits) and self._hyphened(end):
                continue  # "Pont-Sonde" is no place that is also called Pont
            if hits and self._worth(at, end, written, hits):
                return self._name(at, end, folded, hits)
        return None

    def _worth(self, at: int, end: int, written: str, hits: tuple[Hit, ...]) -> bool:
        """Short forms only as they are written: "IN" after a comma is Indiana, "In" is not."""
        if end - at == 1:
            token = self.tokens[at]
            if len(written) < 3 and not written.isupper():
                return False
            if token.pos in ("DET", "PRON", "ADP", "AUX", "CCONJ", "SCONJ", "PART"):
                return False
            if token.lower in words("never", "words") and not self._seldom(at):
                return False
        if all(h.how == 2 for h in hits):
            before = self.tokens[at - 1].text if at else ""
            return before == "," or len(written) > 3
        return True

    def _hyphened(self, end: int) -> bool:
        after = self.tokens[end : end + 2]
        joined = len(after) == 2 and after[0].text == "-" and after[0].start == self.tokens[end - 1].end
        return joined and not after[0].space and capital(after[1])

    def _pointed(self, end: int) -> bool:
        """True if a point that is not the sentence's stands right after."""
        if end + 1 >= len(self.tokens) or self.tokens[end].text != ".":
            return False
        return self.tokens[end].start == self.tokens[end - 1].end and self.tokens[end + 1].sent == self.tokens[end].sent

    def _seldom(self, at: int) -> bool:
        """ "in Reading", "Nice, France": a common word that the parser takes for a place by itself."""
        named = self.named.get(at)
        return (
            self.tokens[at].lower in words("seldom", "words")
            and named is not None
            and (named.first, named.last, named.label) == (at, at + 1, "GPE")
        )

    def _generic(self, at: int, found: Name | None) -> Name | None:
        """ "Ashgrove River", "Lake Malo": a generic word makes another name of what it stands with.

        A province or county of the name is looked for among areas alone; where there is none, nothing is known of it.
        """
        tokens, end = self.tokens, found.last if found else at + 1
        if found is not None and found.demonym:
            return found
        if end < len(tokens) and capital(tokens[end]) and tokens[end].sent == tokens[at].sent:
            tail = tokens[end].lower
            if found is not None and _street(tail, found):
                return self._name(at, end + 1, self._key(at, end + 1), (), generic=tail)
            if found is not None and tail in words("natural", "tail"):
                hits = tuple(h for h in found.hits if h.entry.kind in ("area", "district"))
                kept = hits if tail in words("after", "area") else ()
                return self._name(at, end + 1, self._key(at, end + 1), kept, generic=tail)
            if found is None and tokens[at].lower in words("natural", "head") and self._heads(at):
                return self._name(at, end + 1, self._key(at, end + 1), (), generic=tokens[at].lower)
        return found

    def _heads(self, at: int) -> bool:
        return self.tokens[at + 1].text.isalpha() and self.tokens[at + 1].tag in ("NNP", "NNPS")

    def _key(self, first: int, last: int) -> str:
        return key(self.text[self.tokens[first].start : self.tokens[last - 1].end])

    def _told(self, at: int) -> tuple[str, ...]:
        """The words that begin here where the text says what they name: "Menoa" in "the border town of Menoa"."""
        if (end := self._run(at)) and self._bearing_behind(end):
            return tuple(t.text for t in self.tokens[at:end])  # "retook Orrin, 12 km north of Kelvia"
        kind, of = self.tokens[at - 2 : at]
        introduced = of.lower == "of" and kind.text in words("after", "settlement") and self._run(at)
        return tuple(t.text for t in self.tokens[at:introduced]) if introduced else ()

    def _datelined(self, document: Document) -> set[tuple[str, ...]]:
        """ "MENOA, May 9 (Delta Wire) -" tells that Menoa is a place, also where no table has it."""
        dateline = document.dateline
        if dateline is None:
            return set()
        first = [t for t in self.tokens if dateline.start <= t.start < dateline.end and t.text != "("]
        town = list(takewhile(lambda t: t.text.isalpha() and t.text.isupper(), first))
        after = first[len(town)].text if len(first) > len(town) else ""
        if not 0 < len(town) < 4 or after not in (",", "(", "-", "–", "—", "--"):
            return set()
        hits = self.table.lookup(self._key(town[0].i, town[-1].i + 1))
        if any(len(t.text) < 3 for t in town) or any(h.how == NAME or h.entry.population >= _TOWN for h in hits):
            return set()  # what the table has: the rules of listed names say more
        return {tuple(t.text for t in town), tuple(t.text.capitalize() for t in town)}

    def _bearing_behind(self, end: int) -> bool:
        near = [t.lower for t in self.tokens[end : end + 6]]
        units = {"km", "kilometers", "kilometres", "miles", "mi"}
        return near[:1] == [","] and any(w in units and near[i - 1][:1].isdigit() for i, w in enumerate(near) if i > 1)

    def _run(self, at: int) -> int:
        """The end of the capitalised words that begin here, 0 where they are too many for the name of a place."""
        end = at
        while end < len(self.tokens) and self.tokens[end].tag in ("NNP", "NNPS") and capital(self.tokens[end]):
            end += 2 if self._hyphened(end + 1) else 1
        return end if 0 < end - at < 6 else 0

    def _introduced(self, at: int) -> Name | None:
        end = self._run(at)
        if not end or tuple(t.text for t in self.tokens[at:end]) not in self.told:
            return None
        return replace(self._name(at, end, self._key(at, end), ()), told=True)

    def _parsed(self, at: int) -> Name | None:
        """A name of the parser that the words of the table do not make up, or one that stands where places stand."""
        named = self.named.get(at)
        if named is None or named.first != at:
            return None
        last = named.last
        while last - at > 1 and self.tokens[last - 1].text in ("'s", "’s", "'", "’", "."):
            last -= 1
        if named.label in _PLACE_LABELS:
            if last - at > 1 and self.tokens[at].lower in words("before", "direction") and self._known(at + 1):
                return None  # "Eastern Kelvia": the land, as in "eastern Kelvia"
            folded = self._key(at, last)
            return self._name(at, last, folded, self.table.lookup(folded) if last - at > 1 else ())
        if last - at == 1 and at and self.tokens[at - 1].lower in words("before", "locative") and self._plain(at):
            return self._name(at, last, self._key(at, last), ())  # "from Menoa, where", though taken for a person
        return None

    def _plain(self, at: int) -> bool:
        text = self.tokens[at].text
        return len(text) > 3 and text.isalpha() and text.istitle() and self.tokens[at].tag == "NNP"

    def _name(
        self, first: int, last: int, folded: str, hits: tuple[Hit, ...], *, demonym: bool = False, generic: str = ""
    ) -> Name:
        label, within = "", ""
        named = self.named.get(first) or self.named.get(last - 1)
        if named is not None:
            label = named.label
            starts = named.first >= first or (self.tokens[named.first].lower == "the" and named.first + 1 == first)
            ends = named.last <= last or (self.tokens[named.last - 1].lower in ("'s", "’s") and named.last - 1 == last)
            within = "same" if starts and ends else "head" if starts else "tail" if ends else "inner"
        return Name(first, last, folded, hits, demonym, label, within, generic)
