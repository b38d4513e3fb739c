"""What a clause inherits: complements, purpose, conditions, time clauses, relative clauses."""

from __future__ import annotations

from onrecord.reading.status.purposes import ORDINAL, infinitive_of, purpose
from onrecord.reading.status.state import PLAIN, State, governed
from onrecord.reading.status.trust import not_quite, weighed_by
from onrecord.reading.status.words import governing, is_passive
from onrecord.record import Status
from onrecord.syntax import Token

_NOUN = {"NOUN", "PROPN"}
_IF = {"if", "unless", "provided", "providing", "lest", "whether", "assuming", "supposing"}
_MADE = {
    "face",
    "pose",
    "carry",
    "make",
    "have",
    "hear",
    "publish",
    "file",
    "raise",
    "issue",
    "receive",
    "give",
    "release",
    "write",
    "see",
    "deny",
    "reject",
    "dispute",
    "dismiss",
    "refute",
}
_OWN_CLAIM = {"claim", "allegation", "report", "accusation"}
_THIRD = {"NN", "NNP"}
_SHE = {"he", "she", "it"}
_WITHOUT = {"without", "instead", "rather"}
_NOT_YET = {"have", "be", "remain"}
# prepositions that set a clause beside its governor: "with two men blocking the door, I do not see how"
_BESIDE = {"with", "after", "before", "since", "despite", "besides", "upon", "while", "amid", "following"}
# "announced plans this week to build": verbs whose object the infinitive behind it belongs to
_OF_THE_OBJECT = {
    "announce", "unveil", "reveal", "outline", "disclose", "present", "give", "grant", "obtain", "receive", "deny",
    "issue", "make", "drop", "cancel", "scrap", "abandon", "confirm", "repeat", "renew", "reiterate", "refuse",
}  # fmt: skip
_ASKS = {"ask", "demand", "request", "recommend", "propose", "urge", "require"}
_SAID = {"thank", "remind", "congratulate", "apologize", "apologise", "welcome", "commend", "acknowledge", "salute"}
_NEED = {"need", "task", "priority", "duty", "key", "solution", "answer", "responsibility", "remedy"}


def link(token: Token) -> str:
    """The form of a clause: if, to, ing, base (bare infinitive or subjunctive), participle ("talks held"), that."""
    marks = {c.lower for c in token.children if c.dep == "mark"}
    auxiliaries = [c for c in token.children if c.dep in ("aux", "auxpass")]
    if marks & {"if", "whether"} and token.dep != "advcl":
        return "if"
    if any(c.tag == "TO" for c in auxiliaries):
        return "to"
    subject = token.child("nsubj")
    if (
        token.tag == "VBP"
        and subject is not None
        and (subject.tag in _THIRD or subject.lower in _SHE)
        and token.text == token.lemma
    ):
        return "base"  # "demanded that he resign", which the tagger takes for a plural present
    finite = any(c.tag in ("MD", "VBD", "VBZ", "VBP") for c in auxiliaries) or token.tag in ("VBD", "VBZ", "VBP")
    if finite:
        return "that"
    if token.tag == "VBG" or any(c.tag == "VBG" for c in auxiliaries):
        return "ing"
    return "base" if token.tag == "VB" or any(c.tag == "VB" for c in auxiliaries) else "participle"


def cue_words(cue: Token) -> tuple[Token, ...]:
    particle = cue.child("prt")
    return (cue,) if particle is None else (cue, particle)


def _from(cue: Token, form: str, states: dict[int, State]) -> State | None:
    entry = governing(cue, form)
    if cue.pos == "NOUN" and form == "that" and cue.lemma in _OWN_CLAIM and cue.child("poss") is not None:
        return PLAIN  # "Rivera's claim that shots were fired": he puts it as it is
    if entry is None or (cue.lower == "order" and cue.head.lower == "in"):  # "in order to"
        return None
    if cue.lemma == "call" and form == "to" and cue.tag == "VBD" and not any(c.i > cue.i for c in _asked_of(cue)):
        return None  # "she called to complain"
    return governed(entry, states.get(cue.i, PLAIN), cue_words(cue), passive=is_passive(cue))


def _politely(token: Token) -> bool:
    """ "We would like to thank the nurses": it is done by being said."""
    would = any(c.lower in ("would", "'d", "’d") for c in token.head.children)
    return token.lemma in _SAID and token.head.lemma == "like" and would


def clause(token: Token, states: dict[int, State]) -> State:
    """The state that a clause's verb takes from what it hangs from."""
    form = link(token)
    if form == "to" and _politely(token):
        return PLAIN
    hearsay = predicate(token, states) if form == "participle" and token.dep in ("xcomp", "oprd") else None
    if hearsay is not None:
        return hearsay
    if token.dep == "pcomp":
        return _after_preposition(token, states)
    taken = infinitive_of(token) if form == "to" else None
    if taken is not None and taken.i in states:
        return states[taken.i]
    if token.dep == "advcl":
        return _adverbial(token, form, states)
    if token.dep == "relcl":
        return _relative(token, form, states)
    cue = _cue(token.head, states)
    if form == "to":
        cue = _promised(cue, states)
    if form == "ing" and token.dep == "acl" and states[cue.i].rule == "raised":
        return PLAIN  # "crews arriving at the scene could see it": only an event shares its verb's doubt
    if form == "participle" and token.dep == "acl":
        return states[cue.i] if states[cue.i].rule in ("negation", "happening") else PLAIN  # "has no trip planned"
    yet = next((c for c in (*cue.children, *token.children) if c.lower == "yet" and cue.i < c.i < token.i), None)
    if yet is not None and form == "to" and cue.lemma in _NOT_YET:
        return State("denied", "certain", (yet,), "not yet")  # "has yet to pay"
    if token.dep in ("csubj", "csubjpass") and form != "if" and token.i < cue.i:
        return states[cue.i] if form == "to" else PLAIN  # "to call them liars is cynical"
    asked = form == "that" and any(c.tag == "WRB" and c.dep == "advmod" for c in token.children)
    if asked and (states[cue.i].actual or cue.lemma in _UNTOLD):
        return PLAIN  # "wondered why they left", "was not told where he was buried": they did
    if form == "that" and (weighed := weighed_by(cue)) is not None:
        return weighed
    if form == "that" and token.tag in ("VB", "VBP") and cue.lemma in _ASKS and _in_present(token):
        form = "base"  # "they ask that members greet one another"
    if form == "that" and token.tag in ("VB", "VBP", "VBZ") and governing(cue, "that-now") is not None:
        form = "that-now"  # "it is important that they find a way"
    if form == "to" and cue.lemma == "be" and (need := cue.child("nsubj")) is not None and need.lemma in _NEED:
        return State("hypothetical", "possible", (need,), "need")  # "the first task is to rebuild"
    if form == "to" and token.child("nsubj") is not None and governing(cue, "other-to") is not None:
        form = "other-to"  # "they want the minister to resign"
    if token.dep == "ccomp" and _done_to(token) and governing(cue, "other-done") is not None:
        form = "other-done"  # "they want him returned"
    noun = _noun_before(token, token.head) if form == "to" else None
    if noun is not None:
        return _from(noun, "to", states) or PLAIN
    found = _from(cue, form, states)
    if found is not None:
        return found
    if cue.lower in ("event", "case") and cue.head.lower == "in":
        return State("hypothetical", "possible", (cue,), "condition")
    return _unlisted(token, form, cue, states)


_UNTOLD = {"tell", "inform", "know", "say", "explain", "reveal", "disclose", "understand", "clarify"}


def _asked_of(cue: Token) -> list[Token]:
    return [c for c in cue.children if c.dep in ("dobj", "auxpass", "nsubjpass", "prt") or c.lower in ("on", "upon")]


def _in_present(token: Token) -> bool:
    return not any(c.dep in ("aux", "auxpass") for c in token.children)


def _done_to(token: Token) -> bool:
    """A participle with a subject of its own, which the tagger may take for a past tense: "want him returned"."""
    return token.tag in ("VBN", "VBD") and not any(c.dep in ("aux", "auxpass", "mark") for c in token.children)


def predicate(token: Token, states: dict[int, State]) -> State | None:
    """What a participle or adjective takes from a passive: "are believed killed", "feared dead"."""
    return _from(token.head, "to", states) if is_passive(token.head) else None


def _cue(head: Token, states: dict[int, State]) -> Token:
    """ "It is likely that", "there is a chance that": the adjective or noun behind the copula."""
    if head.lemma in ("be", "remain", "become", "seem", "look") or head.pos == "AUX":
        said = head.child("acomp", "attr", "oprd")
        if said is not None and said.i in states:
            return said
    return head


def _promised(cue: Token, states: dict[int, State]) -> Token:
    """The noun that an infinitive belongs to: "pressure from donors to leave", "a pledge they made to vote"."""
    if cue.pos in _NOUN and cue.dep == "pobj" and cue.head.head.pos == "NOUN" and governing(cue, "to") is None:
        above = cue.head.head
    elif cue.dep == "relcl" and cue.lemma in ("make", "give", "take", "issue", "have") and cue.child("dobj") is None:
        above = cue.head
    else:
        return cue
    return above if above.i in states and governing(above, "to") is not None else cue


def _noun_before(token: Token, head: Token) -> Token | None:
    """ "Announced plans this week to give", "granted them permission to enter": the infinitive is the noun's."""
    if head.lemma not in _OF_THE_OBJECT:
        return None
    for child in head.children:
        if child.dep == "dobj" and child.pos == "NOUN" and child.i < token.i:
            entry = governing(child, "to")
            if entry is not None and entry.positive in ("planned", "hypothetical"):
                return child
    return None


def _demanded(token: Token, head: Token) -> Token | None:
    """ "It puts pressure on the bank to pay", "called on members to go": the demand that an infinitive belongs to."""
    for child in head.children:
        if child.i > token.i:
            break
        entry = governing(child, "to") if child.dep == "dobj" and child.pos == "NOUN" else None
        if entry is not None and entry.positive == "hypothetical":
            return child
        upon = child.dep in ("prep", "prt") and child.lower in ("on", "upon")
        if upon and head.lemma in ("call", "prevail", "count", "rely"):
            return head
    return None


def _unlisted(token: Token, form: str, cue: Token, states: dict[int, State]) -> State:
    if form == "if":
        mark = next(c for c in token.children if c.dep == "mark" and c.lower in ("if", "whether"))
        return State(_in_question(token), "possible", (mark,), "whether")
    if form == "that":
        return PLAIN
    that = next((c for c in token.children if c.dep == "mark" and c.lower == "that"), None)
    if form == "base" and that is not None:
        return State("hypothetical", "possible", (cue,), "subjunctive")
    if form != "to":
        return states[cue.i]
    if cue.pos == "ADJ":
        too = next((c for c in cue.children if c.lower == "too"), None)
        if too is not None and cue.lower in ("early", "soon"):
            return State("hypothetical", "possible", (too,), "too")  # "too early to tell"
        return State("denied", "probable", (too,), "too") if too is not None else states[cue.i]
    if any(c.lower in ORDINAL for c in cue.children) or cue.lower in ORDINAL:
        return states[cue.i]
    return purpose(token, states[cue.i])


def _in_question(token: Token) -> Status:
    """Whether a thing happened is open ("asked whether they left"); whether to do it, or one would, is supposed."""
    if any(c.tag in ("MD", "TO") for c in token.children):
        return "hypothetical"
    return "possible"


def _after_preposition(token: Token, states: dict[int, State]) -> State:
    preposition = token.head
    governor = preposition.head
    if preposition.lower == "without" or _of_instead(preposition):
        return without(preposition, states.get(governor.i, PLAIN))
    short = not_quite(preposition, governor)
    if short is not None:
        return short
    found = _from(governor, preposition.lower, states)
    if found is None and preposition.lower not in _BESIDE and preposition.lower != "by":
        found = _from(governor, "ing", states)
    if found is not None:
        return found
    if link(token) == "if":
        return State("hypothetical", "possible", (token.children[0],), "whether")
    main = states.get(governor.i, PLAIN)
    return main if main.open and preposition.lower in ("by", "for", "in", "of", "from") else PLAIN


def without(preposition: Token, main: State) -> State:
    """ "Left without paying" denies it; "cannot leave without paying" only supposes it."""
    if main.status not in ("denied", "hypothetical"):
        return State("denied", "certain", (preposition,), "without")
    return State("hypothetical", "possible", (preposition,), "without")


def _of_instead(preposition: Token) -> bool:
    return preposition.lower in ("instead", "than", "of") and (
        preposition.lower == "instead" or any(c.lower in _WITHOUT for c in preposition.children)
        or preposition.head.lower in ("instead", "rather")
    )  # fmt: skip


def _adverbial(token: Token, form: str, states: dict[int, State]) -> State:
    main = states[token.head.i]
    marks = [c for c in token.children if c.dep == "mark" or (c.tag in ("WRB", "IN") and c.dep == "advmod")]
    condition = next((m for m in marks if m.lower in _IF), None) or _inverted(token) or _in_the_event(token)
    if condition is not None:
        return State("hypothetical", "possible", (condition,), "condition")
    if form == "to":
        cue = _promised(_cue(token.head, states), states)
        demand = _demanded(token, token.head)
        if demand is not None and demand.i in states:
            return _from(demand, "to", states) or purpose(token, main)
        entry = governing(cue, "to")
        if entry is not None and entry.name == "implicative" and cue.child("dobj") is not None:
            return purpose(token, main)  # "began a rally to urge him"
        return _from(cue, "to", states) or purpose(token, main)
    words = {m.lower for m in marks}
    if "before" in words and any(c.lower in ("can", "could") for c in token.children):
        if main.open or token.head.tag in ("VBZ", "VBP"):
            return State("hypothetical", "possible", (marks[0],), "before it can")
        return State("denied", "probable", (marks[0],), "before it could")
    if words & {"until", "till"} and main.status == "denied" and main.rule in ("modal", "going to"):
        return State("hypothetical", "possible", (marks[0],), "until then")  # "will not sign until it is debated"
    if "so" in words and any(c.tag == "MD" for c in token.children) and token.i > token.head.i:
        so = next(m for m in marks if m.lower == "so")
        return State("planned", "certain", (so,), "purpose")  # "close it so they can repair the wall"
    if "that" in words and any(m.lower == "so" for m in token.children):
        return State("planned", "certain", (marks[0],), "purpose")
    if not marks and form in ("ing", "base", "participle"):
        rather = next((c for c in token.children if c.lower in _WITHOUT), None)
        if rather is not None:
            return State("denied", "certain", (rather,), "rather than")
        cue = _cue(token.head, states)
        loose = cue.child("dobj") is not None or any(c.lower == "," and c.i < token.i for c in token.head.children)
        listed = None if loose else _from(cue, form, states)
        return listed if listed is not None else main if main.open else PLAIN
    if "while" in words and form == "that" and token.child("nsubj", "nsubjpass") is not None:
        return PLAIN  # "40 percent would back him, while five prefer another": beside it, not within
    passive = next((c for c in token.children if c.dep == "auxpass"), None)
    if passive is not None and passive.tag == "VBZ" and words & _TIME and token.head.tag in ("VBZ", "VBP"):
        return State("planned", "certain", (marks[0],), "present time clause")  # "faces prison when he is sentenced"
    told = any(c.lower == "would" for c in main.cue)  # "they would wait until the siege ended"
    perfect = {c.lower for c in token.children if c.dep == "aux" and c.lemma == "have"}
    told = told and "had" not in perfect
    if form == "participle" and "as" in words:
        return PLAIN  # "as described in the law"
    if perfect and words & {"as", "while"}:
        return PLAIN  # "may earn their anger, as it has threatened to strike"
    return main if main.open and (told or not _past(token)) and words & _TIME else PLAIN


_TIME = {"when", "once", "until", "till", "after", "before", "while", "as", "whenever"}


def _in_the_event(token: Token) -> Token | None:
    """ "In the event she is hurt, call": the noun that the parser hangs from the clause's verb."""
    for child in token.children:
        if child.dep == "prep" and child.lower == "in" and child.i == min(c.i for c in token.children):
            noun = child.child("pobj")
            return noun if noun is not None and noun.lower in ("event", "case") else None
    return None


def _inverted(token: Token) -> Token | None:
    """ "Had it happened earlier", "were they to leave", "should the talks fail"."""
    subject = token.child("nsubj", "nsubjpass")
    if subject is None:
        return None
    for child in token.children:
        if child.dep in ("aux", "auxpass") and child.lower in ("had", "were", "should") and child.i < subject.i:
            return child
    return None


def _past(token: Token) -> bool:
    return token.tag == "VBD" or any(c.tag == "VBD" for c in token.children if c.dep in ("aux", "auxpass"))


def _relative(token: Token, form: str, states: dict[int, State]) -> State:
    head = token.head
    main = states[head.i]
    if form == "to":
        found = _from(head, "to", states)
        if found is not None:
            return found
        if head.lower == "time" and head.head.lemma == "be":
            return State("hypothetical", "possible", (head,), "time to")  # "it is time for them to go"
        if any(c.lower in ORDINAL for c in head.children) or head.lower in ORDINAL:
            return main
        return main if main.rule == "negation" else purpose(token, main)  # "nothing to lose"
    if head.lower in ("event", "case") and head.head.lower == "in":
        return State("hypothetical", "possible", (head,), "condition")
    if not any(c.tag in ("WDT", "WP", "WP$", "WRB") or c.lower == "that" for c in token.children):
        found = _from(head, "that", states) if token.lemma not in _MADE else None
        if found is not None:
            return found  # "fears they would stay", which the parser takes for a relative clause
    return main if main.open and not _past(token) else PLAIN
