"""The tense of the clause that an expression stands in: it tells whether "Friday" is behind or ahead of the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.syntax import Syntax, Token

Tense = Literal["past", "perfect", "present", "future"]

_FUTURE_AUX = frozenset({"will", "wo", "'ll", "shall"})
_MODAL = frozenset({"would", "may", "might", "should", "must", "can", "ca", "'d"})
_LIKELY = frozenset({"may", "might", "should", "must"})
_SAYING = frozenset("say tell report claim show add mark recall remember date point note put write".split())
# "was due to expire Friday", "is expected in March": what they govern lies ahead of the time of their own verb.
_AHEAD = frozenset(
    {"expect", "plan", "schedule", "due", "set", "intend", "hope", "slate", "likely", "aim", "vow", "promise", "agree"}
)


# "Was put off until Monday", "adjourned to Thursday": to a day that lies ahead, whatever the verb's own tense.
_POSTPONING = frozenset("postpone delay adjourn extend defer reschedule prolong remand recess push".split())
_ARRANGING = frozenset({"plan", "schedule", "slate", "book", "expect", "set", "call"})
# What is under way is not announced: "are searching for the cause of a fire Monday".
_ONGOING = frozenset(
    "search look investigate seek try probe hunt wait ask say hail praise criticize slam mourn react respond".split()
)
# What their infinitive tells was done, or not done, when they say so: "failed to appear Friday".
_DONE = frozenset(
    """fail refuse begin start manage decline continue cease try attempt use force help appear seem happen prove get
    remember forget bother dare rush hasten neglect stop vote""".split()
)


# What a caption shows was seen: "Two men stand in front of the mill on Tuesday."
_SEEN = frozenset("stand sit lie walk look watch wave pose smile gesture carry embrace hug weep inspect survey".split())
# "The trip ends Sunday", told on a Monday, is of the Sunday to come.
_BOUNDARY = frozenset("begin start end expire open close resume conclude".split())
_RANKS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth last latest only".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """The tense above an expression; `direct` when its verb governs it with nothing but a preposition between."""

    tense: Tense | None
    direct: bool = False
    verb: int = -1
    reach: int = 6  # how many days ahead the clause alone can put a weekday: a bare infinitive or "would" not many


def clause_of(syntax: Syntax, start: int, end: int) -> Clause:
    """What the parse shows above the expression."""
    token = _top(syntax, start, end)
    if token is None:
        return Clause(None)
    verb = _verb_above(token)
    if verb is None:
        return Clause(None)
    if verb.tag == "VBN" and verb.dep in ("ccomp", "xcomp") and not any(c.dep[:3] == "aux" for c in verb.children):
        verb = _verb_above(verb.head) or verb  # "to make their voice known on Tuesday"
    direct = token.head is verb or (token.head.pos in ("ADP", "SCONJ") and token.head.head is verb)
    infinitive = any(c.dep == "aux" and c.lower == "to" for c in verb.children)
    if infinitive and not direct and verb.head.pos == "VERB" and _tense(verb.head) == "past":
        return Clause("past", False, verb.head.i)  # "were asked to tour the hall during its Wednesday session"
    if infinitive:
        direct = False  # "decided to move him on December 8": ahead of the deciding, not of the report
    had = any(c.lower == "had" for c in verb.children)
    if verb.tag == "VBN" and verb.lemma in _AHEAD and token.head.lower in ("for", "by") and not had:
        return Clause("future", direct, verb.i)  # "was planned for Saturday"
    if token.head.lower in ("until", "till", "to", "for") and _postpones(verb):
        return Clause("future", direct, verb.i)
    of_object = token.head.lower in ("for", "on") and token.head.head.dep == "dobj" and token.head.head.head is verb
    if (direct or of_object) and _arranges(verb, token):
        return Clause("future", direct, verb.i)
    found = _tense(verb.head if _beside_another(verb) else verb)
    if found in ("present", "future") and not _is_will(verb) and _behind(token, verb):
        return Clause("past", False, verb.i)
    ongoing = not direct or verb.lemma in _ONGOING
    if found == "future" and ongoing and verb.tag == "VBG" and not _going_to(verb):
        return Clause(None, False, verb.i)  # "are looking into a fire Monday"
    if found in ("present", None) and direct and verb.lemma in _SEEN and verb.dep == "ROOT" and verb.tag != "VBG":
        return Clause("past", False, verb.i)
    if found == "present" and direct and _announces(syntax, verb):
        return Clause("future", False, verb.i, 6 if verb.lemma in _BOUNDARY else 5)
    if found == "past" and verb.dep == "advcl" and _in_time_clause(verb) and _tense(verb.head) == "future":
        found = "future"  # "will sell as soon as trading opened Monday"
    while found is None and verb is not None:
        verb = _verb_above(verb.head) if verb.head is not verb else None
        found = _tense(verb) if verb is not None else None
    if verb is None:
        return Clause(found, direct)
    near = not infinitive and (token.head is verb or token.head.head is verb)
    return Clause(found, direct, verb.i, _reach(token, verb, near))


def _reach(token: Token, verb: Token, near: bool) -> int:
    """Yesterday's weekday is ahead only with the clause's own verb: "is due to meet on Friday", not "was due to"."""
    if not _is_sure(verb, near):
        return 3 if near else 2
    hangs = verb in (token.head, token.head.head if token.head.pos in ("ADP", "SCONJ") else None)
    if token.i < verb.i and not hangs:
        return 4  # "the speech in Orla on Sunday will be remembered"
    infinitive = any(c.lower == "to" for c in verb.children)
    above = [verb, verb.head, verb.head.head] if infinitive and verb.head.pos != "NOUN" else [verb]
    past = any(w.lower in ("was", "were", "had") for head in above for w in (head, *head.children))
    return 6 if hangs and not past and verb.tag != "VBG" else 5


def _is_will(verb: Token) -> bool:
    return any(c.lower in _FUTURE_AUX or c.lower == "to" for c in verb.children)


def _behind(token: Token, verb: Token) -> bool:
    """ "After a defeat in Orla on Friday, he is starting anew": what stands after "after" has been."""
    head = token
    while head is not verb and head.head is not head:
        head = head.head
        if head.lower in ("after", "following", "despite") and head.pos in ("ADP", "SCONJ", "VERB"):
            return head.i < verb.i
    return False


def _postpones(verb: Token) -> bool:
    off = verb.lemma == "put" and any(c.lower in ("off", "back") for c in verb.children)
    return verb.lemma in _POSTPONING or off


def _beside_another(verb: Token) -> bool:
    """ "Polls open at 7 and close at 8 on Tuesday": the second verb has the first one's tense."""
    return verb.dep == "conj" and verb.tag in ("VB", "VBP") and not any(c.dep[:3] == "aux" for c in verb.children)


def _is_sure(verb: Token, near: bool) -> bool:
    """ "Will meet Friday", "is due to meet Friday", "may meet Friday", but not "to ease the curbs", "would not say"."""
    words = {c.lower for c in verb.children if c.dep in ("aux", "auxpass")}
    if words & _FUTURE_AUX or verb.tag == "VBG" or verb.lemma in _AHEAD:
        return True
    if "to" in words:
        above = verb.head
        ahead = above.lemma in _AHEAD or any(c.lemma in _AHEAD for c in above.children if c.dep in ("acomp", "attr"))
        return ahead or (above.lemma == "be" and verb.dep == "xcomp")  # "was to appear Friday"
    return near and bool(words & _LIKELY)


def _going_to(verb: Token) -> bool:
    return verb.lower == "going" and any(c.dep == "xcomp" for c in verb.children)


def _in_time_clause(verb: Token) -> bool:
    marks = [c for c in verb.children if c.dep in ("mark", "advmod") and c.lower in ("when", "once", "until", "as")]
    return any(c.lower != "as" or verb.lemma not in _SAYING for c in marks)  # "as he pointed out in May, it will rain"


def _arranges(verb: Token, token: Token) -> bool:
    """ "Planned a march on Saturday", "has scheduled a hearing for Thursday", "a vote, expected Thursday, ..."."""
    if verb.lemma not in _ARRANGING or any(c.lower == "had" for c in verb.children):
        return False
    thing = any(c.dep == "dobj" and c.i < token.i for c in verb.children)
    if verb.lemma in ("set", "call"):
        return thing and token.head.lower == "for"
    bare = not any(c.dep in ("nsubj", "ccomp", "xcomp") for c in verb.children)
    return thing or (bare and verb.dep in ("acl", "relcl", "appos", "advcl") and verb.tag in ("VBN", "VBD"))


def _announces(syntax: Syntax, verb: Token) -> bool:
    """ "Polls close on Friday.": a present tense looks ahead, but not in a headline ("Bomb kills ten on Friday")."""
    _, last = syntax.sentences[verb.sent]
    return syntax.tokens[last - 1].text in (".", "!", "?", '"', "”", ";") and verb.lemma not in _SAYING


def _top(syntax: Syntax, start: int, end: int) -> Token | None:
    """The token of the expression whose head lies outside it."""
    token = syntax.at(start)
    if token is None or token.start >= end:
        return None
    while token.head is not token and start <= token.head.start < end:
        token = token.head
    return token


def dated_noun(syntax: Syntax, start: int, end: int) -> Token | None:
    """The noun that the expression stands in, directly or through "on", "in", "of"."""
    token = _top(syntax, start, end)
    if token is None or token.head is token:
        return None
    if token.head.pos == "ADP" and token.head.lower in ("on", "in", "of") and token.head.head is not token.head:
        token = token.head
    noun = token.head
    if noun.pos in ("VERB", "AUX") and token.dep == "npadvmod" and token.i < noun.i and token.i > 0:
        beside = syntax.tokens[token.i - 1]  # "the accident Sunday is being looked into"
        noun = beside if beside.head is noun and beside.dep in ("nsubj", "nsubjpass") else noun
    return noun if noun.pos in ("NOUN", "PROPN") and not start <= noun.start < end else None


def _verb_above(token: Token) -> Token | None:
    while True:
        if token.pos in ("VERB", "AUX"):
            return token
        if token.head is token:
            return None
        token = token.head


def _of_infinitive(verb: Token) -> Tense:
    """ "Refused to meet Tuesday" is past with its verb; "agreed to meet Tuesday" lies ahead of it."""
    above = verb.head
    had = [above, above.head] if above.pos in ("ADJ", "VERB", "AUX") else [above]
    if verb.dep in ("acl", "relcl") and (over := _verb_above(above)) is not None:
        had.append(over)  # "had waited in long lines to vote on Sunday"
    if any(c.lower == "had" for head in had for c in head.children):
        # "had been due to expire Friday": what lay ahead of a past before the past is over
        return "past"
    if verb.dep == "xcomp" and above.lemma in _DONE and above.pos == "VERB":
        told = _tense(above) or (_tense(above.head) if above.dep in ("acl", "advcl", "conj") else None)
        told = told or ("present" if above.tag == "VBG" else "past")
        return "future" if told == "present" else told  # "are trying to win the town back in May"
    if verb.dep in ("acl", "relcl") and any(c.lower in _RANKS for c in above.children):
        return "past"  # "the second climber to die there on Sunday", "the latest to resign"
    if verb.dep == "advcl" and verb.i > above.i and above.pos == "VERB" and _tense(above) in ("past", "perfect"):
        return "past"  # "gathered to protest on Friday"
    return "future"


def _tense(verb: Token) -> Tense | None:
    auxiliaries = [c for c in verb.children if c.dep in ("aux", "auxpass")]
    words = {c.lower for c in auxiliaries}
    if words & _FUTURE_AUX:
        return "future"
    if "to" in words and not words & {"have", "had"}:
        return _of_infinitive(verb)
    if words & {"had", "was", "were", "did"}:
        return "past"
    if words & {"has", "have", "'ve"} and not words & _MODAL:
        return "perfect"
    if words & _MODAL:
        return "future" if not words & {"have", "'ve"} else "past"
    if "could" in words and "have" not in words and not any(c.dep == "neg" for c in verb.children):
        return "future"  # "could lead on May 3", but not "could not be reached on May 3"
    return _by_tag(verb, auxiliaries)


def _by_tag(verb: Token, auxiliaries: list[Token]) -> Tense | None:
    if verb.tag == "VBG" and verb.dep == "pcomp" and verb.head.lower in ("after", "since", "despite", "following"):
        return "past"  # "despite winning the town in October, they may lose it"
    present = verb.tag in ("VBZ", "VBP") or (verb.tag != "VBG" and any(c.tag in ("VBZ", "VBP") for c in auxiliaries))
    if present or verb.tag == "VBD":
        ahead = verb.lemma in _AHEAD or any(c.lemma in _AHEAD for c in verb.children if c.dep in ("acomp", "attr"))
        return "future" if present and ahead else "present" if present else "past"
    if verb.tag == "VBN":
        return "future" if verb.lemma in _AHEAD else "past"
    if verb.tag == "VBG" and auxiliaries:
        return "future" if any(c.lower in ("is", "are", "'s", "'re") for c in auxiliaries) else "present"
    return None
