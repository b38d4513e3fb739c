"""Headlines: "Police: bridge collapse kills six", "Bridge collapse kills six: police", "Doctor Says Mayor Lied"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.reading.attribution.cues import words
from onrecord.reading.attribution.draft import Draft
from onrecord.syntax import Syntax, Token

_LONGEST = 160  # characters of a headline
_LABEL = 6  # words that name a speaker before or after the colon
_FEWEST = 3  # words that are said
_SAYS = frozenset(("says", "say", "claims", "warns", "insists", "admits", "alleges"))


def find_headline(text: str, syntax: Syntax) -> Iterator[Draft]:
    """What the first line puts in somebody's mouth; a first line that ends as a sentence is no headline."""
    opening = next((t for t in syntax.tokens if t.pos != "SPACE"), None)
    if opening is None:
        return
    stop = text.find("\n", opening.start)
    stop = len(text) if stop < 0 else stop
    line = [t for t in syntax.tokens[opening.i : opening.i + 60] if t.end <= stop and t.pos != "SPACE"]
    if stop - opening.start > _LONGEST or len(line) < _FEWEST + 2:
        return
    closing = _closing(line[:-1] if line[-1].text == "." else line)
    if closing is not None:
        yield closing
        return
    if line[-1].text in (".", '"', "”"):
        return
    colons = [n for n, t in enumerate(line) if t.text == ":"]
    draft = _labelled(line, colons[0]) if len(colons) == 1 else _title_case(line)
    if draft is not None:
        yield draft


def _labelled(line: list[Token], at: int) -> Draft | None:
    before, after = line[:at], line[at + 1 :]
    for label, told in ((before, after), (after, before)):
        if 0 < len(label) <= _LABEL and len(told) >= _FEWEST and _speaker(label) and _told(told):
            source, cue = (label[0].i, label[-1].i + 1), (line[at].i, line[at].i + 1)
            content = ((told[0].start, told[-1].end),)
            return Draft(line[at], cue, source, label[-1], content, frozenset(["say"]), False, ":/headline")
    return None


def _speaker(label: list[Token]) -> bool:
    """A person by name, or a word for who can be cited; "Explainer", "Syria war" and "Ukraine" are subjects."""
    last = label[-1]
    person = last.ent == "PERSON" and all(t.pos == "PROPN" for t in label)
    return (person or last.lower.rstrip("s") in words("parties") or last.lemma.lower() in words("parties")) and not any(
        t.pos in ("VERB", "AUX", "PUNCT") for t in label
    )


def _told(told: list[Token]) -> bool:
    """A clause: a verb that is more than a participle."""
    return any(t.pos in ("VERB", "AUX") and t.tag not in ("VBG", "VBN") for t in told)


def _closing(line: list[Token]) -> Draft | None:
    """ "Mayor Hid Illness, Doctor Says": who says it stands last, behind the only comma."""
    commas = [n for n, t in enumerate(line) if t.text == ","]
    if line[-1].lower not in _SAYS or not commas or any(t.text in ('"', "“", ":") for t in line):
        return None
    told, speaker = line[: commas[-1]], line[commas[-1] + 1 : -1]
    long = [t for t in line if len(t.text) > 3]
    if len(told) < _FEWEST or not 0 < len(speaker) <= _LABEL or not all(t.text[:1].isupper() for t in long):
        return None
    source, cue = (speaker[0].i, speaker[-1].i + 1), (line[-1].i, line[-1].i + 1)
    content = ((told[0].start, told[-1].end),)
    rule = f"{line[-1].lemma.lower()}/say headline"
    return Draft(line[-1], cue, source, speaker[-1], content, frozenset(["say"]), False, rule)


def _title_case(line: list[Token]) -> Draft | None:
    """With Every Word in Capitals the parser takes the clause after "Says" for a name; the words alone tell it."""
    capitals = sum(t.text[:1].isupper() for t in line if len(t.text) > 3)
    if capitals < sum(len(t.text) > 3 for t in line):
        return None
    for n, token in enumerate(line[1:], 1):
        if token.lower in _SAYS and token.child("nsubj") is not None and len(line) - n > _FEWEST:
            told = line[n + 2 :] if line[n + 1].lower == "that" else line[n + 1 :]
            speaker = token.child("nsubj")
            if any(t.text in (":", '"', "“", ",", "'", "‘") for t in line):
                return None
            content = ((told[0].start, told[-1].end),)
            rule = f"{token.lemma}/say headline"
            cue = (token.i, token.i + 1)
            return Draft(token, cue, (line[0].i, token.i), speaker, content, frozenset(["say"]), False, rule)
    return None
