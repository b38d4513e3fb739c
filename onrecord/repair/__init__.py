"""Mends faults of the parse that grammar alone can see, before any stage reads it.

Each repair moves one word to another head; it names the fault with an example. A part of speech is changed only
where a headline's verb was read as a noun ("kills 21, wounds 33").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.repair.brief import (
    aged,
    counted_topic,
    deed_for_clause,
    deed_of_suspect,
    first_of_two_tolls,
    left_without_be,
)
from onrecord.repair.dates import opening_date
from onrecord.repair.headlines import count_behind, first_verb, last_clause, second_verb
from onrecord.repair.phrases import (
    called_deed,
    carrier,
    handed_over,
    left_behind,
    mock,
    named_is,
    prefixed,
    taken_hostage,
    the_hurt,
)
from onrecord.repair.sayings import (
    alleged,
    announced,
    chanted,
    clause_apart,
    closed_by_semicolon,
    feared,
    inverted_saying,
    noun_for_clause,
    speaks_on,
    summed_up,
)
from onrecord.repair.series import (
    after_saying,
    deed_after_deed,
    finite_beside_infinitive,
    headline_names,
    headline_series,
    two_counts,
)
from onrecord.repair.titles import titled_verb
from onrecord.repair.tolls import counted_hurt, part_of, parted, ruined
from onrecord.repair.tree import SUBJECT, move
from onrecord.repair.verbless import dated_verb, headline_verb, named_verb, object_again, shared_away
from onrecord.syntax import Token

# Verbs whose charge stands behind a preposition, also across an apposition.
_FRAMES = {
    "of": frozenset({"accuse", "suspect", "convict", "acquit", "clear"}),
    "with": frozenset({"charge"}),
    "for": frozenset({"blame", "criticize", "criticise", "condemn"}),
}

_PASTS = {"forgave": "forgive", "overthrew": "overthrow", "retook": "retake", "undertook": "undertake"}
_INFLECTED = frozenset({"VBD", "VBN", "VBG"})
_SHORT = re.compile(r"[^aeiouy]*[aeiou][^aeiouwxy]")  # what would double its last letter: "stag", "stagged"
_PAST = frozenset({"VBD", "VBN"})
# Deeds that the engine reads as attributes behind "and": the past and its verb.
_DEEDS = {
    f"{verb}ed": verb
    for verb in "abduct abolish arrest attack detain disarm evict loot overpower ransack smash torch".split()
}
_DEEDS |= {f"{verb}d": verb for verb in "declare dissolve impose vandalise".split()}
_DEEDS |= {"robbed": "rob", "expelled": "expel", "kidnapped": "kidnap"}
_UNSEEN = "\u200b"  # a break without width, which the parser leaves before the next word


def repair(tokens: Sequence[Token]) -> None:
    """Mend one block's tokens in place; heads and children stay consistent."""
    for token in tokens:
        opening_date(token, tokens)
        prefixed(token, tokens)
        dated_verb(token, tokens)
        named_verb(token)
        object_again(token)
        headline_verb(token, tokens)
        titled_verb(token, tokens)
        shared_away(token, tokens)
        _coordinated_participle(token, tokens)
        second_verb(token, tokens)
        inverted_saying(token, tokens)
        clause_apart(token, tokens)
        closed_by_semicolon(token, tokens)
        speaks_on(token)
        feared(token, tokens)
        _listed(token, tokens)
        alleged(token, tokens)
        summed_up(token, tokens)
        last_clause(token, tokens)
        _succumbed(token)
        first_verb(token)
        _since_fighting(token)
        _shot_dead(token, tokens)
        _looted(token, tokens)
        carrier(token)
        handed_over(token)
        taken_hostage(token)
        mock(token, tokens)
        left_behind(token)
        the_hurt(token)
        first_of_two_tolls(token, tokens)
        aged(token, tokens)
        counted_topic(token, tokens)
        deed_of_suspect(token, tokens)
        deed_for_clause(token, tokens)
        counted_hurt(token, tokens)
        part_of(token, tokens)
        parted(token)
        ruined(token)
        called_deed(token)
        named_is(token, tokens)
        noun_for_clause(token)
        chanted(token, tokens)
        announced(token, tokens)
        after_saying(token, tokens)
        deed_after_deed(token, tokens)
        finite_beside_infinitive(token, tokens)
        headline_series(token, tokens)
        headline_names(token, tokens)
        two_counts(token, tokens)
        _lemma(token)
        left_without_be(token, tokens)
        _charged_deed(token, tokens)
        _parties(token, tokens)


def _lemma(token: Token) -> None:
    """The lemma as the dictionary has it: "staged" is not "stag", "hoped" not "hop"."""
    if token.lower[:1] in _UNSEEN:
        token.lemma, token.lower = token.lemma.lstrip(_UNSEEN), token.lower.lstrip(_UNSEEN)
    if token.lower in ("hoped", "hopes", "hoping"):
        token.lemma = "hope"  # the engine says "hop"
    elif token.lemma in _PASTS:
        token.lemma = _PASTS[token.lemma]
    elif (
        token.tag in _INFLECTED and _SHORT.fullmatch(token.lemma) and token.lower[: -len(_ending(token))] == token.lemma
    ):
        token.lemma += "e"  # "staged", "fined", "waging": the engine says "stag", "fin", "wag"


def _parties(token: Token, tokens: Sequence[Token]) -> None:
    """Charges, lost subjects and the counts of headlines hang from the verb that they belong to."""
    head = _charge(token, tokens)
    if head is not None:
        move(token, head)
    if token.dep == "aux" and token.lemma == "be":
        for child in [c for c in token.children if c.dep == "nsubj"]:
            move(child, token.head)  # "two died and four | are missing", where the verb was read as an auxiliary
    subject = _lost_subject(token, tokens)
    if subject is not None:
        move(subject, token)
        subject.dep = "nsubj"
    counted = count_behind(token, tokens)
    if counted is not None:
        for other in token.children:
            if other.dep in SUBJECT and other is not counted:
                other.dep = "dep"
        move(counted, token)
        counted.dep = "nsubj" if token.pos == "ADJ" else "nsubjpass"


def repair_names(tokens: Sequence[Token]) -> None:
    """Mend what only the names tell, once they are known."""
    for token in tokens:
        if token.dep == "npadvmod" and token.ent in ("GPE", "ORG", "NORP") and _acts_here(token):
            token.dep = "nsubj"
        if token.text == "May" and token.ent == "DATE" and _surname(token, tokens):
            token.ent = "PERSON"


def _acts_here(name: Token) -> bool:
    """ "Orvania severed ties with Kelvia": a name before a finite verb without a subject was read as an adverb."""
    verb = name.head
    if verb.dep != "ROOT" or verb.tag not in ("VBD", "VBN", "VBZ", "VBP") or name.i + 1 != verb.i:
        return False
    return not any(c.dep in (*SUBJECT, "aux", "auxpass") for c in verb.children)


def _surname(token: Token, tokens: Sequence[Token]) -> bool:
    """ "Theresa May will speak", "May's plan": no month."""
    named = any(c.dep == "compound" and c.pos == "PROPN" and c.i + 1 == token.i for c in token.children)
    dated = any(c.pos == "NUM" for c in token.children) or token.head.pos == "NUM"
    return (
        not dated
        and token.dep in ("nsubj", "nsubjpass", "dobj", "poss", "pobj", "dative")
        and (named or (token.dep in ("nsubj", "poss") and token.head.pos in ("VERB", "NOUN")))
        and (token.dep != "pobj" or token.head.lower in ("with", "by", "against", "for"))
    )


def _ending(token: Token) -> str:
    return "ing" if token.tag == "VBG" else "ed"


def _coordinated_participle(token: Token, tokens: Sequence[Token]) -> None:
    """ "raided the office and seized boxes of ballots": the second verb was read as an attribute of its object."""
    noun, place = token.head, token.i - tokens[0].i
    if token.dep != "amod" or token.tag not in _PAST | {"VBG"} or noun.dep != "conj" or place < 1:
        return
    verb, before = noun.head, tokens[place - 1]
    if noun.head.dep == "dobj" and token.tag == "VBG":  # "blocking roads and vandalising vehicles"
        verb = noun.head.head
    alike = verb.tag in _PAST if token.tag in _PAST else verb.tag == "VBG"
    if verb.pos != "VERB" or not alike or before.pos != "CCONJ" or before.head not in (verb, noun.head):
        return
    if verb.i > token.i or any(c.i < token.i for c in noun.children):
        return
    move(token, verb)
    token.dep, token.pos = "conj", "VERB"
    move(noun, token)
    noun.dep = "dobj"


def _listed(token: Token, tokens: Sequence[Token]) -> None:
    """ "hit a clinic, a school and two shops": the second of three things was read as another name of the first."""
    noun, place = token.head, token.i - tokens[0].i
    if place > 1 and tokens[place - 1].lower == "a" and tokens[place - 2].lower in ("them", "him", "whom"):
        if tokens[place - 2].head.lower == "among" and token.dep in ("dobj", "conj", "appos"):
            token.dep = "dep"  # "killing nine, among them a nurse"
        return
    last = next((c for c in token.children if c.dep == "conj"), None)
    if token.dep != "appos" or last is None or noun.tag != "NN" or token.pos != "NOUN" or last.pos != "NOUN":
        return
    own = all(any(c.dep in ("det", "nummod") for c in t.children) for t in (noun, token, last))
    joined = any(c.dep == "cc" and c.lower == "and" for c in token.children)
    after = max(t.i for t in token.subtree()) + 1 - tokens[0].i
    if own and joined and (after >= len(tokens) or tokens[after].text != "," or noun.dep == "dobj"):
        token.dep = "conj"


def _since_fighting(token: Token) -> None:
    """ "since fighting between the army and rebels cut the road": the event noun was read as a participle."""
    mark = token.head
    if token.tag != "VBG" or token.dep != "pcomp" or mark.lower not in ("since", "after", "before", "until"):
        return
    if token.child("dobj") is not None:
        return
    end = max(t.i for t in token.subtree())
    for above in mark.ancestors():
        for c in above.children:
            own = any(x.dep in ("nsubj", "nsubjpass", "mark") for x in c.children)
            if c.tag == "VBD" and c.dep == "advcl" and c.i == end + 1 and not own:
                token.pos, token.tag, token.lemma = "NOUN", "NN", token.lower
                move(token, c)
                move(mark, c)
                token.dep, mark.dep, mark.pos = "nsubj", "mark", "SCONJ"
                return


def _shot_dead(token: Token, tokens: Sequence[Token]) -> None:
    """ "shot dead two farmers": the farmers were read as dead before."""
    place = token.i - tokens[0].i
    verb = tokens[place - 1] if place else token
    if token.lower == "dead" and token.dep == "amod" and verb.lemma == "shoot" and token.head.head is verb:
        move(token, verb)
        token.dep = "oprd"


def _looted(token: Token, tokens: Sequence[Token]) -> None:
    """ "burned cars outside the offices of the party and looted shops": the deed was read as an attribute.

    So in "dismissed his premier and dissolved parliament".
    """
    noun, place = token.head, token.i - tokens[0].i
    if token.lower not in _DEEDS or token.dep != "amod" or noun.dep != "conj" or place < 1:
        return
    verb = next((a for a in noun.ancestors() if a.pos == "VERB"), None)
    if tokens[place - 1].pos != "CCONJ" or verb is None or verb.tag not in _PAST:
        return
    if any(c.i < token.i for c in noun.children):
        return
    move(token, verb)
    token.dep, token.pos, token.tag, token.lemma = "conj", "VERB", "VBD", _DEEDS[token.lower]
    move(noun, token)
    noun.dep = "dobj"


def _succumbed(token: Token) -> None:
    """ "would not succumb to blackmail by bandits": the noun behind the preposition was read as an infinitive."""
    verb = token.head
    if token.dep != "xcomp" or token.tag != "VB" or verb.lemma not in ("succumb", "submit", "resort", "bow"):
        return
    to = next((c for c in token.children if c.lower == "to" and c.dep == "aux"), None)
    if to is None or token.child("dobj", "ccomp", "xcomp") is not None:
        return
    token.pos, token.tag, token.dep, to.pos, to.tag, to.dep = "NOUN", "NN", "pobj", "ADP", "IN", "prep"
    move(to, verb)
    move(token, to)


def _charge(token: Token, tokens: Sequence[Token]) -> Token | None:
    """ "accused the Front, a group that has fought for years, of burning it": the charge belongs to the accuser."""
    verbs = _FRAMES.get(token.lower)
    if verbs is None or token.dep != "prep" or token.head.lemma in verbs:
        return None
    place = token.i - tokens[0].i
    if place < 1 or tokens[place - 1].text != ",":
        return None
    for above in token.head.ancestors():
        if above.lemma in verbs and above.pos == "VERB" and above.i < token.i:
            taken = any(c.dep == "prep" and c.lower == token.lower for c in above.children)
            return None if taken else above
    return None


def _charged_deed(of: Token, tokens: Sequence[Token]) -> None:
    """ "accused her rival of hiding tax records": the deed was read as a noun, the charge as the rival's."""
    victim, place = of.head, of.i - tokens[0].i + 1
    verb = victim.head
    if of.lower != "of" or of.dep != "prep" or victim.dep not in ("dobj", "nsubjpass") or place >= len(tokens):
        return
    deed = tokens[place]
    thing = deed.head
    if verb.lemma not in _FRAMES["of"] or verb.pos != "VERB" or thing.head is not of or thing.dep != "pobj":
        return
    if not re.fullmatch(r"[a-z]{2,}[a-z]ing", deed.lower) or deed.dep not in ("compound", "amod") or deed.children:
        return
    stem = deed.lower[:-3]
    stem = stem[:-1] if stem[-1] == stem[-2] and stem[-1] not in "lsz" else stem
    deed.lemma = f"{stem}e" if _SHORT.fullmatch(stem) and stem == deed.lower[:-3] else stem
    deed.pos, deed.tag, deed.dep, thing.dep = "VERB", "VBG", "pcomp", "dobj"
    move(of, verb)
    move(deed, of)
    move(thing, deed)


def _lost_subject(token: Token, tokens: Sequence[Token]) -> Token | None:
    """ "At her school in Kano, Obi and her pupils protested": the subject was coordinated with the place before it."""
    if token.tag not in ("VBD", "VBZ", "VBP") or token.dep not in ("ROOT", "ccomp", "conj"):
        return None
    before = [c for c in token.children if c.i < token.i]
    if not before or before[0].dep != "prep" or any(c.dep in (*SUBJECT, "csubj", "expl", "aux") for c in before):
        return None
    for noun in before[0].subtree():
        if noun.dep != "conj" or noun.pos not in ("NOUN", "PROPN", "PRON") or noun.head.pos not in ("NOUN", "PROPN"):
            continue
        phrase = noun.subtree()
        first, last = phrase[0].i - tokens[0].i, phrase[-1].i - tokens[0].i
        between = tokens[last + 1 : token.i - tokens[0].i]
        if tokens[first - 1].text == "," and all(t.pos == "ADV" for t in between):
            return noun
    return None
