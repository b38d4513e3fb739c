"""Names for comparing across reports: folded words, spellings of other scripts, how two names stand to each other."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from onrecord import lexicon
from onrecord.reading.entities import lexical

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "ı": "i", "ß": "ss", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_QUOTED = re.compile(r"[\"“”‘'`][^\"“”‘’'`]{1,30}[\"“”’'`](?=\s|$)")  # 'Joaquin "El Chapo" Guzman'
_POSSESSIVE = re.compile(r"['’]s?$")
_SMALL = frozenset("of the for and in on to at a an & de la".split())
# Spellings of one sound in names of other scripts, longest first; the order matters ("tsch" before "sch").
_SOUNDS = (
    ("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("dzh", "j"), ("zh", "j"), ("dj", "j"), ("kh", "h"), ("gh", "g"),
    ("dh", "d"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("x", "ks"), ("w", "v"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "i"), ("ai", "i"), ("ey", "i"), ("ay", "i"), ("y", "i"), ("ie", "i"),
)  # fmt: skip
SHORTER = 0.92  # "Ibrahim Boubacar Keita" and "Ibrahim Keita"
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How two names stand: `value` 0 to 1, `how` in words, `barred` where the names themselves exclude one another."""

    value: float
    how: str
    barred: bool = False
    partial: bool = False  # one of them is a last name alone, or a shortened name


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """A word in lower case without marks: "Erdoğan" -> "erdogan", "O’Brien" -> "obrien"."""
    stripped = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^\w]", "", stripped.translate(_LETTERS))


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """One spelling for the spellings of a name: "zelensky", "zelenskyy", "zelenskiy" -> "zelenski"."""
    for written, one in _SOUNDS:
        word = word.replace(written, one)
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The consonants of a name: "muhammad", "mohamed" -> "mhmd"; the shortest keep their vowels ("lee", "lo")."""
    told = sound(word).replace("ch", "k").replace("k", "g")  # Gaddafi and Kadafi, Michael and Mikael
    bones = "".join(c for c in told if c not in _VOWELS)
    if told[:1] in _VOWELS:
        bones = "a" + bones
    return bones if len(bones) > 1 else told


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(lexicon.load("actor_names")["persons"][name].split())


@cache
def _words(part: str, name: str) -> frozenset[str]:
    listed = lexicon.load("actor_names")[part][name]
    return frozenset(listed.split() if isinstance(listed, str) else listed)


@cache
def _short_forms() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for group in lexicon.load("actor_names")["persons"]["short_forms"]:
        for word in group.split():
            found[word] = found.get(word, frozenset()) | frozenset(group.split())
    return found


def common_surname(word: str) -> bool:
    return word in _table("common_surnames")


def common_first(word: str) -> bool:
    return word in _table("common_first")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name taken apart: given names first, the surname last; `suffix` is "jr", "ii" and the like."""

    words: tuple[str, ...]
    suffix: str = ""

    @property
    def bare(self) -> bool:
        return len(self.words) < 2

    @property
    def surname(self) -> str:
        return self.words[-1] if self.words else ""


@lru_cache(maxsize=20_000)
def person(name: str) -> PersonName:
    """A name as written -> its parts; particles ("al-", "bin", "van") are left out, as they are in half the papers."""
    told = _POSSESSIVE.sub("", _QUOTED.sub(" ", name).strip())
    raw = [w for w in re.split(r"[\s\-‐‑–,]+", told) if plain(w)]
    while len(raw) > 1 and raw[0].lower() in honorifics():
        raw = raw[1:]
    particles, suffixes = _words("persons", "before_given"), _words("persons", "suffixes")
    suffix = ""
    if len(raw) > 1 and plain(raw[-1]) in suffixes:
        suffix = {"junior": "jr", "senior": "sr"}.get(plain(raw[-1]), plain(raw[-1]))
        raw = raw[:-1]
    words = []
    for position, word in enumerate(raw):
        leading = position == 0 and (word[:1].isupper() and not told.lower().startswith(word.lower() + "-"))
        # "Al Gore" and "Van Jones" are first names; "al-Assad", "Staffan de Mistura" have particles
        if plain(word) in particles and not leading and position < len(raw) - 1:
            continue
        words.append(plain(word))
    if 1 < len(words) < 4 and words[0] in lexical.family_first() and not _given(words[0]):
        words = [*words[1:], words[0]]  # "Xi Jinping": the family's name to the end
    return PersonName(tuple(words), suffix)


@cache
def honorifics() -> frozenset[str]:
    groups = lexicon.load("people")["honorifics"].values()
    return frozenset(word for group in groups for word in group) - lexical.first_names().keys()  # "Don" may be a name


def _given(word: str) -> bool:
    return word in lexical.first_names()


def surname_keys(name: PersonName) -> frozenset[str]:
    """The keys under which another form of the name may stand."""
    words = name.words
    keys = {skeleton(words[-1])} if words else set()
    if len(words) > 1 and words[0] in lexical.family_first():
        keys.add(skeleton(words[0]))
    if len(words) > 2 and len(words[-2]) > 2 and not _given(words[-2]):
        keys.add(skeleton(words[-2]))  # "Nicolas Maduro Moros"
    return frozenset(keys)


def given_letters(name: PersonName) -> list[str]:
    """With what the first names and their short forms begin, any vowel as "a" (Yevgeny, Evgeny)."""
    given = {form for word in name.words[:-1] for form in _short_forms().get(word, {word})}
    return sorted({"a" if sound(w)[:1] in _VOWELS else sound(w)[:1] for w in given})


@lru_cache(maxsize=50_000)
def like(one: str, other: str) -> float:
    """How alike two words of a name are, 0 to 1: spellings of one sound count, other words do not."""
    if one == other:
        return 1.0
    if sound(one) == sound(other):
        return 0.95
    a, b = sorted((sound(one), sound(other)), key=len)
    distance = DamerauLevenshtein.distance(a, b)
    bones = len(skeleton(one))
    if skeleton(one) == skeleton(other) and len(a) > 3 and distance <= (2 if bones > 3 else 1):
        return 0.85
    if len(a) > 3 and a[:1] == b[:1] and distance == 1:
        return 0.75
    return 0.0


@lru_cache(maxsize=50_000)
def given_like(one: str, other: str) -> float:
    """First names: also initials ("J"), short forms ("Bill", "William") and beginnings ("Dan", "Daniel")."""
    alike = like(one, other)
    if alike:
        return alike
    a, b = sorted((one, other), key=len)
    if len(a) == 1:
        return 0.7 if b.startswith(a) else 0.0
    if b in _short_forms().get(a, ()) or (len(a) > 2 and b.startswith(a)):
        return 0.85
    return 0.0


@lru_cache(maxsize=20_000)
def match_persons(one: PersonName, other: PersonName) -> NameMatch:
    """Two persons' names. Different first names, middle initials or "Jr" and "Sr" exclude one another."""
    if not one.words or not other.words:
        return NameMatch(0.0, "no name")
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return NameMatch(0.0, " and ".join(sorted((one.suffix, other.suffix))), barred=True)
    found = _match_words(*sorted((one.words, other.words), key=lambda w: (len(w), w)))
    if bool(one.suffix) != bool(other.suffix) and found.value and not found.partial:
        return NameMatch(found.value * 0.75, f"{found.how}, but only one is {one.suffix or other.suffix}")
    return found


def _match_words(short: tuple[str, ...], long: tuple[str, ...]) -> NameMatch:
    if short == long:
        return NameMatch(1.0, "the same full name" if len(short) > 1 else "the same last name", partial=len(short) == 1)
    if len(short) == 1:
        return _match_bare(short[0], long)
    if sorted(short) == sorted(long):
        return NameMatch(0.95, "the same names in another order")
    surname = like(short[-1], long[-1])
    if not surname:
        inside = long.index(short[-1]) if short[-1] in long[1:] else 0
        if inside and given_like(short[0], long[0]) > 0.8:
            return NameMatch(0.9, "the longer name holds the shorter one")  # "Nicolas Maduro Moros"
        return NameMatch(0.0, "other last names", barred=True)
    first = given_like(short[0], long[0])
    if not first:
        within = max((given_like(short[0], w) for w in long[1:-1]), default=0.0)
        if within > 0.9 or any(given_like(w, long[0]) > 0.9 for w in short[1:-1]):
            return NameMatch(0.9 * surname, "one is called by a middle name")
        return NameMatch(0.0, f"other first names: {short[0]} and {long[0]}", barred=True)
    if _middles_quarrel(short[1:-1], long[1:-1]):
        return NameMatch(0.0, "other middle names", barred=True)
    value = surname * first
    if value == 1.0:
        return NameMatch(SHORTER, "one leaves out a middle name")
    how = "spellings of one name" if first != 0.7 else "an initial fits"
    return NameMatch(value, how, partial=first == 0.7)


def _match_bare(word: str, long: tuple[str, ...]) -> NameMatch:
    alike = max(like(word, long[-1]), like(word, long[-2]) * 0.9 if len(long) > 2 else 0.0)
    if alike:
        return NameMatch(alike, "the last name", partial=True)
    return NameMatch(0.0, "other last names", barred=True)


def _middles_quarrel(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """ "George W." and "George H. W." quarrel; a middle name that one leaves out does not."""
    if not one or not other:
        return False
    if len(one) != len(other) and all(len(w) == 1 for w in (*one, *other)):
        return True
    return not any(given_like(a, b) for a in one for b in other)


@dataclass(frozen=True, slots=True)
class BodyName:
    """The name of an organization, group, place: content words, the country told in it, whether it says which one."""

    words: tuple[str, ...]
    country: str | None
    telling: bool
    letters: frozenset[str]
    all_telling: bool = False
    last: str = ""


def _letters(name: str, words: list[str]) -> frozenset[str]:
    """What may be the name's acronym: with the words of a hyphen as one or several, with "al-" or without."""
    whole = [w for w in name.split() if plain(w) and w.lower() not in _SMALL]
    bare = [w for w in words if plain(w) not in _words("bodies", "particles")]
    return frozenset("".join(w[0] for w in ws if w[0].isalnum()).upper() for ws in (words, whole, bare))


@cache
def _spellings() -> dict[str, str]:
    return dict(lexicon.load("actor_names")["bodies"]["spellings"])


@lru_cache(maxsize=20_000)
def body(name: str) -> BodyName:
    """A name as written -> its content words in one order ("Foreign Ministry", "Ministry of Foreign Affairs")."""
    raw = [w for w in re.split(r"[\s\-‐‑–/,()]+", name) if plain(w)]
    small = [w for w in raw if w.lower() not in _SMALL]
    letters = _letters(name, small) if len(small) > 1 else frozenset()
    country, words = _without_country(small)
    company = _words("bodies", "company")
    kept = [w for w in words if w not in company] or words or [name.casefold()]
    generic = _words("bodies", "generic")
    says = [w not in generic and not w.isdigit() for w in kept]
    return BodyName(tuple(sorted(kept)), country, any(says), letters, all(says), kept[-1] if says[-1] else "")


def _without_country(raw: list[str]) -> tuple[str | None, list[str]]:
    """The words as compared, and the country that one of them names; a name of a country alone keeps its words."""
    country = None
    words = []
    for written in raw:
        bare = _POSSESSIVE.sub("", written)
        known = lexical.country_adjective(bare) or lexical.country(bare)
        if known is not None and country is None and len(raw) > 1:
            country = known.country
            continue
        word = _spellings().get(plain(bare), plain(bare))
        if word:
            words.append(word)
    return (country, words) if words else (None, [plain(w) for w in raw])


def is_acronym(name: str) -> bool:
    return re.fullmatch(r"(?:[A-Z]\.?){2,7}", name) is not None
