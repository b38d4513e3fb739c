"""For whom somebody speaks: a spokesman for his police, a minister for the ministry, a governor for his office.

"Police", "police spokesman Sani Abubakar" and "the state police command" are one origin where one happening is told,
as long as nothing tells them apart: another country, another name in the office, another body of the kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.linking.actors.names import body

_SPOKES = re.compile(
    r"\b(?:spokes(?:man|woman|person|men|people)|press (?:secretary|officer|service)|information officer)\b", re.I
)
_HEAD = re.compile(
    r"\b(?:director[- ]general|secretary[- ]general|chief executive|chief|head|commander|commissioner|director|"
    r"chair(?:man|woman|person)?|president|ceo)\b",
    re.I,
)
_MINISTER = re.compile(r"\bminister\b", re.I)
_OFFICE = re.compile(r"\b(?:governor|mayor|president|premier|chancellor|prosecutor|ombudsman|sheriff|coroner)\b", re.I)
_HELD = (_SPOKES, _OFFICE, _HEAD)
_PAST = re.compile(r"\b(?:former|ex|ousted|late|retired|would-be|rival)\b", re.I)
_OF = re.compile(r"^\s*(?:of|for|at|to)\s+(?:the\s+)?(.+)$", re.I)
_CUT = re.compile(r",|\s(?:on|in|at|who|which|told)\s", re.I)
# Of what level or rank tells nothing where one happening is told ("the state police command", "deputy governor").
_LEVELS = frozenset(
    "state provincial province regional region district city town local municipal county national federal central "
    "command department force forces service office deputy vice acting general island the a an of his her its "
    "chief".split()
)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.I)


@dataclass(frozen=True, slots=True)
class Voice:
    """The words of a body or an office, its country where one is told, and whether the speaker himself holds it."""

    words: frozenset[str]
    country: str | None = None
    holder: bool = False


def voice_of_body(name: str, country: str | None) -> Voice | None:
    """Of an organization by its name, or of an office that is told without a name ("the governor of Basilan")."""
    held = _PAST.search(name) is None and (_voice(name) if any(p.search(name) for p in _HELD) else None)
    if held:
        return Voice(held.words, held.country or country, False)
    told = body(_ARTICLE.sub("", name))
    words = frozenset(told.words) - _LEVELS
    return Voice(words, told.country or country) if words else None


def voice_of_person(titles: Iterable[str], country: str | None) -> Voice | None:
    """Of somebody by what he is called in the report: the first title that tells for whom he speaks."""
    for title in titles:
        if not _PAST.search(title) and (found := _voice(_ARTICLE.sub("", title.strip()))):
            return Voice(found.words, found.country or country, found.holder)
    return None


def _voice(title: str) -> Voice | None:
    for pattern, holder in ((_SPOKES, False), (_MINISTER, True), (_OFFICE, True), (_HEAD, False)):
        found = pattern.search(title)
        if found is None:
            continue
        of = _OF.match(title[found.end() :])
        rest = _CUT.split(f"{title[: found.start()]} {of[1] if of else ''}".strip())[0].strip()
        office = {_MINISTER: "ministry", _OFFICE: found.group().lower()}.get(pattern, "")
        told = body(f"{rest} {office}".strip()) if rest or office else None
        words = frozenset(told.words) - _LEVELS if told else frozenset[str]()
        if told is None or not words or words == {"ministry"}:
            return None
        if office == "president" and words > {"president"}:  # of a firm or a club: he speaks for that
            return Voice(words - {"president"}, told.country, False)
        return Voice(words, told.country, holder)
    return None


def apart(one: Voice, other: Voice) -> bool:
    """Whether something tells two voices apart: a country, two holders of an office, words of which neither has all."""
    return (
        bool(one.country and other.country and one.country != other.country)
        or (one.holder and other.holder)
        or not (one.words <= other.words or other.words <= one.words)
    )


def one_voice(voices: Mapping[str, Sequence[Voice]]) -> list[tuple[str, str]]:
    """Pairs of speakers that are one voice, given what each is told to speak for.

    The ones that say most first; who may belong to two that are apart belongs to neither.
    """
    groups: list[list[tuple[str, Voice]]] = []
    pairs: list[tuple[str, str]] = []
    told = [(name, voice) for name, held in voices.items() for voice in held]
    for name, voice in sorted(told, key=lambda t: (-len(t[1].words), t[1].country is None, t[0], sorted(t[1].words))):
        fitting = [g for g in groups if not any(apart(voice, other) for who, other in g if who != name)]
        if len(fitting) == 1:
            pairs += [(fitting[0][0][0], name)] if fitting[0][0][0] != name else []
            fitting[0].append((name, voice))
        else:
            groups.append([(name, voice)])
    return pairs
