"""What an expression is resolved against: the report's date, the times told before it, the tense of its clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache

from onrecord.reading.times.calendar import Interval, parse_date
from onrecord.reading.times.rules import Match
from onrecord.reading.times.tense import Clause, Tense, clause_of, dated_noun
from onrecord.reading.times.tokens import Tokens, code_of, values
from onrecord.record import Document, TimexType
from onrecord.syntax import Syntax, Token

REPORT = "document"  # the anchor of what was resolved against the report's date
# A time told farther back than this no longer carries "two days later"; about two sentences.
_REACH = 400
_POINTING = frozenset({"that", "same"})


_QUOTES = ('"', "“", "”", "'", "‘", "’")


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means."""

    type: TimexType
    value: str
    interval: Interval = field(default_factory=Interval)
    anchor: str | None = None
    compared: bool = False  # told only to be compared with: "the year-ago quarter"


@dataclass(frozen=True, slots=True)
class Told:
    """A time read before: its value, its id and where it ends."""

    value: str
    id: str
    end: int


@dataclass(slots=True)
class Context:
    """Grows as a text is read from left to right."""

    document: Document
    syntax: Syntax
    tokens: Tokens
    told: list[Told] = field(default_factory=list)
    quarter: Told | None = None  # the quarter that the report tells of
    months: Told | None = None  # the months that it tells of: "the nine months"
    count: int = 0

    @property
    def military(self) -> bool:
        """The report tells the time in four digits: "at 0600", "1800 GMT"."""
        return _military(self.document.text)

    @property
    def report(self) -> date | None:
        return parse_date(self.document.published)

    def words(self, match: Match, slot: str) -> list[str]:
        first, last = match.slots.get(slot, (0, 0))
        return self.tokens.words[first:last]

    def word(self, match: Match, slot: str) -> str:
        words = self.words(match, slot)
        return words[0] if words else ""

    def value(self, match: Match, slot: str) -> object:
        """The lexicon's value of the slot's first word."""
        return values().get(self.word(match, slot))

    def start_of(self, match: Match) -> int:
        return self.tokens.starts[match.first]

    def end_of(self, match: Match) -> int:
        return self.tokens.ends[match.last - 1]

    def before(self, match: Match, back: int = 1) -> str:
        """The word that stands `back` tokens before the expression, or an empty string."""
        at = match.first - back
        return self.tokens.words[at] if at >= 0 else ""

    def after(self, match: Match, ahead: int = 0) -> str:
        at = match.last + ahead
        return self.tokens.words[at] if at < len(self.tokens.words) else ""

    def clause(self, match: Match) -> Clause:
        return clause_of(self.syntax, self.start_of(match), self.end_of(match))

    def tense(self, match: Match) -> Tense | None:
        return self.clause(match).tense

    def noun(self, match: Match) -> Token | None:
        """What the expression dates: the crash of "Friday's crash", "the crash on Friday", "the May 3 crash"."""
        return dated_noun(self.syntax, self.start_of(match), self.end_of(match))

    def noun_before(self, match: Match) -> Token | None:
        """The noun right before "on Friday", though the parse gives the day to the verb."""
        token = self.syntax.at(self.start_of(match))
        if token is None or token.i < 2 or token.head.lower != "on" or token.head.i != token.i - 1:
            return None
        noun = self.syntax.tokens[token.i - 2]
        if noun.pos == "PROPN" and noun.head.lower in ("in", "at") and noun.head.head.pos == "NOUN":
            noun = noun.head.head  # "the vote in Orla on Friday"
        return noun if noun.pos in ("NOUN", "PROPN") and noun.sent == token.sent else None

    def is_name(self, match: Match) -> bool:
        """ "USA Today", "CBS This Morning", "Citizen of the Year": common words written as a name's."""
        at = self.tokens.starts[match.last - 1]
        if self.before(match) == "usa" and self.tokens.words[match.first] == "today":
            return True
        if self._is_quoted_title(match) or ("m" in match.slots and self._is_person(match)):
            return True
        if self.tokens.codes[match.last - 1] not in _common() or not self.tokens.text[at].isupper():
            return False
        token = self.syntax.at(at)
        if token is None or token.pos != "PROPN" or token.text.isupper() or self.tokens.text[at - 1 : at] != " ":
            return False
        if (
            self.word(match, "rel") == self.tokens.words[match.first]
            and self.tokens.text[self.start_of(match)].islower()
        ):
            return False  # "thousands of shootings this Year"
        if "wd" in match.slots and self.tokens.text[self.end_of(match) : self.end_of(match) + 2].strip().islower():
            return False  # "on Saturday Night as thousands came"
        words = [t for t in self.syntax.sentence(token) if t.text[:1].isalpha()]
        return words[0].i != token.i and sum(t.text[0].isupper() for t in words) < 0.6 * len(words)

    def _is_person(self, match: Match) -> bool:
        """ "April Orla", "Jill June": a month that is part of a person's name."""
        token = self.syntax.at(self.start_of(match))
        if token is None or match.last - match.first > 1 or token.ent != "PERSON":
            return False
        beside = self.syntax.tokens[max(0, token.i - 1) : token.i + 2]
        return any(
            t is not token and t.ent == "PERSON" and t.pos == "PROPN" and token in (t.head, *t.children) for t in beside
        )

    def _is_quoted_title(self, match: Match) -> bool:
        """ "The host of \"Today\" on Orla TV": one word with a capital, between quotation marks."""
        text, start, end = self.tokens.text, self.start_of(match), self.end_of(match)
        if match.last - match.first > 1 or not text[start].isupper() or text[start - 1 : start] not in _QUOTES:
            return False
        following = text[end : end + 2].lstrip(".,!?")[:1]
        return start > 0 and bool(following) and following in _QUOTES

    def points_afar(self, words: set[str], pattern: str) -> bool:
        """ "That night", with no day told near it: of one told long before, or of none; hardly ever of the report's."""
        return bool(words & _POINTING) and any(re.match(pattern, told.value) for told in self.told)

    def opens_entry(self, match: Match) -> bool:
        """It stands at the head of a paragraph, or of a line after the end of a sentence."""
        before = self.tokens.text[max(0, self.start_of(match) - 8) : self.start_of(match)]
        gap = before[len(before.rstrip()) :]
        return "\n" in gap and (gap.count("\n") > 1 or before.rstrip()[-1:] in '.!?:_"”')

    def opens_line(self, at: int) -> bool:
        """Nothing but a date or a clock stands before it on its line."""
        line = self.tokens.text[max(0, at - 40) : at]
        return "\n" in line or at <= len(line)

    def anchor(self, match: Match, pattern: str) -> Told | None:
        """The nearest time before the expression whose value fits the pattern, if it is near enough to carry."""
        start = self.start_of(match)
        for told in reversed(self.told):
            if start - told.end > _REACH:
                return None
            if re.match(pattern, told.value):
                return told
        return None


@lru_cache(maxsize=4)
def _military(text: str) -> bool:
    return re.search(r"\b(?:0\d[0-5]\d|[12]\d[0-5]\d (?:GMT|gmt|hours|hrs|local time))\b", text) is not None


@cache
def _common() -> frozenset[str]:
    """Types whose words have a capital only at the head of a sentence or in a name."""
    return frozenset(
        code_of()[name] for name in ("unit", "units", "part", "deictic", "set", "anchorless", "long", "tonight")
    )
