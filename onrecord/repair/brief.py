"""Headlines in few words: participles without "were", tolls that lean on one another, topics behind a colon."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.repair.sayings import BEFALLEN
from onrecord.repair.tree import SUBJECT, crown, move
from onrecord.syntax import Token

# Verbs that a headline leaves without "was": who stands before them underwent it.
_UNDERGONE = BEFALLEN | frozenset(
    "charged jailed rescued evacuated sought quizzed shot stabbed named identified freed released deported expelled "
    "evicted displaced suspended sacked abducted kidnapped executed convicted sentenced acquitted questioned".split()
)
# Of people only: "talks held" are no arrest. Lemma of the deed, for the lists.
_DETAINED = "detain"
_PEOPLE = frozenset(
    "man men woman women boy boys girl girls teenager teenagers teen teens youth youths suspect suspects "
    "driver people person student students soldier soldiers officer officers brothers couple gang pair".split()
)
_LONGEST = 20  # words of a headline
_HURT = {"injured": "injure", "wounded": "wound", "killed": "kill"}
_NUMBERS = frozenset("two three four five six seven eight nine ten eleven twelve dozens scores hundreds".split())


def line_of(token: Token, tokens: Sequence[Token]) -> Sequence[Token]:
    """The words of its block, or of its sentence where the sentences are known already; at most a headline's."""
    first = last = token.i - tokens[0].i
    while first > 0 and tokens[first - 1].sent == token.sent and last - first < _LONGEST:
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].sent == token.sent and last - first < _LONGEST:
        last += 1
    return tokens[first : last + 1]


def headline(line: Sequence[Token]) -> bool:
    """A line that no mark closes."""
    return line[-1].text not in (".", "!", "?", '"', "”", ":", ")", ";") and len(line) < _LONGEST


def left_without_be(token: Token, tokens: Sequence[Token]) -> None:
    """ "Three held", "Man held over killing", "Riots: 40 arrested": undergone, though no "were" says so."""
    if token.lower not in _UNDERGONE or token.tag not in ("VBD", "VBN") or not headline(line_of(token, tokens)):
        return
    if any(c.dep in ("aux", "auxpass", "dobj", "ccomp", "xcomp", "nsubjpass", "dative") for c in token.children):
        return
    before = [c for c in token.children if c.dep == "nsubj" and c.i < token.i]
    subject = before[-1] if before else None
    if subject is None or (subject.i + 1 != token.i and tokens[token.i - 1 - tokens[0].i].text != ","):
        return
    somebody = subject.pos == "NUM" or subject.lower in _PEOPLE or subject.lower in _NUMBERS
    if token.lower == "held":
        if not somebody:
            return
        token.lemma = _DETAINED
    elif token.dep == "acl" and not somebody:
        return
    token.tag, subject.dep = "VBN", "nsubjpass"
    for topic in before[:-1]:  # "Konna shooting: three held"
        topic.dep = "dep"


def deed_for_clause(token: Token, tokens: Sequence[Token]) -> None:
    """ "Teenager held after Lodo stabbing": the deed was read as a clause whose subject is the town."""
    if token.tag != "VBG" or token.dep not in ("advcl", "pcomp") or not headline(line_of(token, tokens)):
        return
    own = [c for c in token.children if c.pos != "PUNCT"]
    names = [c for c in own if c.dep == "nsubj" and c.pos == "PROPN" and c.i + 1 == token.i]
    mark = next((c for c in own if c.lower in ("after", "over", "in") and c.i < token.i), None)
    if not names or mark is None or len(own) > 2 or token.i != max(t.i for t in token.subtree()):
        return
    move(mark, token.head)
    move(token, mark)
    token.pos, token.tag, token.lemma = "NOUN", "NN", token.lower
    token.dep, mark.dep, mark.pos, names[0].dep = "pobj", "prep", "ADP", "compound"


def deed_of_suspect(token: Token, tokens: Sequence[Token]) -> None:
    """ "Konna stabbing suspect charged": the deed was read as the verb, the suspect as its object."""
    thing = token.child("dobj")
    if token.tag != "VBG" or token.dep != "ROOT" or thing is None or thing.i != token.i + 1:
        return
    last, name = thing.child("acl"), token.child("nsubj")
    if last is None or last.tag != "VBN" or last.i != thing.i + 1 or name is None or name.i + 1 != token.i:
        return
    if thing.lower not in ("suspect", "suspects", "victim", "victims", "trial", "inquiry", "probe"):
        return
    if (
        not headline(line_of(token, tokens))
        or any(c.dep == "aux" for c in token.children)
        or not crown(last, token, "dep")
    ):
        return
    move(thing, last)
    move(token, thing)
    move(name, token)
    thing.dep, token.dep, name.dep = "nsubjpass", "compound", "compound"
    token.pos, token.tag, token.lemma = "NOUN", "NN", token.lower


def counted_topic(token: Token, tokens: Sequence[Token]) -> None:
    """ "Konna blast: 30 hurt, five missing": a toll behind a colon, read as words of what stands before it."""
    place = token.i - tokens[0].i
    if place < 3 or token.lower not in BEFALLEN or token.tag not in ("NN", "VBG", "JJ"):
        return
    number, lone = tokens[place - 1], token.lower in ("missing", "dead")
    topic = next((t for t in line_of(token, tokens) if t.text == ":" and t.i < token.i), None)
    if number.pos != "NUM" or topic is None:
        return
    if lone and token.head is number and token.dep == "amod" and number.dep in ("dep", "appos", *SUBJECT):
        move(token, number.head)  # "Torv crash: two dead, 11 injured"
        move(number, token)
        token.dep, number.dep = "dep", "nsubj"
        return
    if token.head.i > topic.i or token.dep not in ("appos", "amod", "acl", "dep", "conj"):
        return
    if not lone:
        token.pos, token.tag, token.lemma = "VERB", "VBN", _HURT.get(token.lower, "hurt")
    token.dep = "dep"
    for c in token.children:
        if c.dep in SUBJECT or c.dep == "nummod":
            c.dep = "nsubj" if lone else "nsubjpass"


def first_of_two_tolls(token: Token, tokens: Sequence[Token]) -> None:
    """ "Two dead, five hurt in crash": the dead were read as a word of the next number."""
    other = token.head
    if token.lower not in BEFALLEN or token.dep not in ("amod", "acl") or other.i < token.i or other.dep != "ROOT":
        return
    place = token.i - tokens[0].i
    if place < 1 or tokens[place - 1].pos != "NUM" or place + 1 >= len(tokens) or tokens[place + 1].text != ",":
        return
    crown(token, other, "dep")


def aged(token: Token, tokens: Sequence[Token]) -> None:
    """ "Boy, 12, stabbed to death": the participle was read as a clause beside the boy."""
    somebody = token.head
    if token.tag != "VBN" or token.dep not in ("advcl", "acl") or somebody.dep != "ROOT" or token.i - somebody.i != 4:
        return
    line = line_of(token, tokens)
    if line[0] is not somebody or line[1].text != "," or line[2].pos != "NUM" or line[3].text != ",":
        return
    if somebody.pos in ("NOUN", "PROPN", "INTJ") and crown(token, somebody, "nsubjpass"):
        somebody.pos = "NOUN" if somebody.pos == "INTJ" else somebody.pos
        for late in [c for c in somebody.children if c.i > token.i]:
            move(late, token)
