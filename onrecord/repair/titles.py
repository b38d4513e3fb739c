"""Headlines in Title Case whose verb was read as a part of a name: "Kelvia Expels Orvanian Diplomats"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.repair.brief import headline, line_of
from onrecord.repair.tree import crown, move
from onrecord.syntax import Token

# Third persons that are seldom plurals of a noun: no "attacks", "strikes", "claims", "charges", "talks".
_VERBS = (
    "accept accuse acquit admit agree announce approve arrest ask assassinate back ban bar beat begin "
    "behead blame bomb capture challenge clinch condemn confirm convict criticise criticize declare "
    "defeat defend demand denounce deny deploy deport destroy detain dismiss eject elect end endorse "
    "evict execute expel explain extradite face find flee free freeze give halt hijack hit hold identify "
    "impose injure invade jail join kidnap kill launch leave lift lose meet mourn name nominate order "
    "oust overrun pardon pledge postpone praise probe pull quit ransack recall recapture reject release "
    "rescue resign restore resume retake return say seek seize sentence set shell sign sink slam slap "
    "spark stab steal storm summon suspend take threaten topple torch trigger unveil urge violate vow "
    "warn welcome win withdraw wound "
).split()
_THIRD = {f"{v}es" if v.endswith(("s", "ss", "sh", "ch", "x")) else f"{v}s": v for v in _VERBS}
_THIRD |= {"denies": "deny", "flees": "flee", "freezes": "freeze"}
# Bare forms after a plural; without those that are nouns as often ("Rebels Attack" but "Rebel Attack").
_NOUNS_TOO = "demand face find hit hold name release return sentence sign storm win lift set back top end order shell"
_NOUNS_TOO += " challenge spark trigger probe pull"
_BARE = frozenset(_VERBS) - frozenset(_NOUNS_TOO.split())
_BARE |= {"storm", "clash", "loot", "block"}
_MANY = frozenset("police troops people rebels forces".split())
_ENDS = frozenset("to after over in on at for as amid from with by into and against off but near before during".split())
_OF_OBJECT = frozenset(("of", "on", "against", "for"))
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_INSIDE = ("compound", "amod", "nmod")
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})


def titled_verb(token: Token, tokens: Sequence[Token]) -> None:
    """Make the verb the head of its headline, with the words before it as subject and the phrase behind as object."""
    if not token.text[:1].isupper() or not (token.lower in _THIRD or token.lower in _BARE):
        return
    line = line_of(token, tokens)
    if line[-1].text == ".":
        line = line[:-1]
    place = token.i - line[0].i
    if not 0 < place < 8 or place + 1 >= len(line) or not headline(line) or not _titled(line):
        return
    lemma, after = _lemma(token, line[place - 1]), line[place + 1]
    if lemma is None or any(t.tag in _FINITE and t.dep not in _INSIDE and t is not token for t in line):
        return
    left = line[:place]
    if any(t.pos not in _NOMINAL for t in left) or after.lower == "of" or after.pos == "PUNCT":
        return
    stop = next((n for n in range(place + 1, len(line)) if _ends(line[n])), len(line))
    root = next((a for a in (token, *token.ancestors()) if a.head is a), None)
    if root is None or (root is not token and not crown(token, root, "dep")):
        return
    token.pos, token.tag, token.lemma = "VERB", "VBZ" if token.lower in _THIRD else "VBP", lemma
    _phrase(left, token, "nsubj")
    _phrase(line[place + 1 : stop], token, "dobj")
    for late in line[stop:]:
        inside = late.head is not token and late.head.i < line[stop].i
        charged = lemma in ("accuse", "convict", "acquit") and late.lower == "of"
        of_object = late.lower in _OF_OBJECT and late.i == line[stop].i and stop > place + 1
        if inside and (charged or not of_object):
            move(late, token)


def _lemma(token: Token, before: Token) -> str | None:
    if token.lower in _THIRD:
        return _THIRD[token.lower]
    several = before.tag in ("NNS", "NNPS") or before.lower in _MANY
    return token.lower if several and token.lower in _BARE else None


def _titled(tokens: Sequence[Token]) -> bool:
    """Nearly every word of some length has a capital."""
    words = [t for t in tokens if t.text.isalpha() and len(t.text) > 4]
    large = sum(t.text[0].isupper() for t in words)
    return large >= 3 and large >= 0.8 * len(words)


def _ends(token: Token) -> bool:
    return token.pos in ("PUNCT", "SCONJ", "CCONJ", "PART") or token.lower in _ENDS | {"of"} or token.tag == "VBG"


def _phrase(words: Sequence[Token], verb: Token, dep: str) -> None:
    """The last word is the head of the rest and hangs from the verb."""
    if not words:
        return
    head, inside = words[-1], {t.i for t in words}
    move(head, verb)
    head.dep = dep
    for word in words[:-1]:
        if word.head.i not in inside:
            move(word, head)
            word.dep = "nummod" if word.pos == "NUM" else "amod" if word.pos == "ADJ" else "compound"
