"""What stands at a predicate itself: negation, auxiliaries, adverbs, negative subjects and determiners."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.reading.status.words import adverb, modal
from onrecord.record import Certainty, Status
from onrecord.syntax import Token

_NO = {"no", "neither", "nil", "zero"}
_NOBODY = {"nobody", "none", "nothing", "neither", "nowhere"}
_NOT = {"not", "n't", "n’t", "never", "nt", "nowhere"}
_SURE = {"doubt", "question", "wonder", "secret"}  # "no doubt they left": they did
_ARGUMENT = ("nsubj", "nsubjpass", "dobj", "attr", "expl")
_BEFORE = {"det", "nummod", "neg", "preconj", "cc"}
_DAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
_TIMED = {
    "meet",
    "face",
    "play",
    "debate",
    "convene",
    "vote",
    "start",
    "begin",
}  # "open", "hold": as often told of what was
_SOON = {"tomorrow", "tonight"}
_REPORTED = {
    "say", "tell", "add", "announce", "promise", "vow", "warn", "insist", "confirm", "state", "pledge", "report",
    "declare", "note", "explain", "claim", "predict", "know", "think", "believe", "hope", "expect", "argue", "write",
    "inform", "assure", "stress", "indicate", "reveal", "learn", "decide", "agree", "hold", "conclude", "rule", "swear",
    "disclose", "brief", "signal", "make", "show", "mean", "reiterate", "reassure",
}  # fmt: skip
_CONFIDENT = {"confident", "sure", "certain", "convinced", "clear", "hopeful", "optimistic"}
_POLL = {"percent", "%", "respondent", "respondents", "voters", "poll", "survey", "pct"}


@dataclass(frozen=True, slots=True)
class Local:
    """A status made at the word itself, with the tokens that say so."""

    status: Status
    certainty: Certainty
    cue: tuple[Token, ...]
    rule: str


def local(token: Token, shared: Token | None = None) -> Local | None:
    """The marks of a token; `shared` is the first conjunct whose marks a bare coordinated verb takes."""
    holder = shared or token
    negation = _negation(token) or (_shared_negation(holder) if shared else None)
    if negation is not None and token.lemma == "help" and any(c.tag == "VBG" for c in token.children):
        return None  # "could not help laughing"
    if negation is not None and _at_its_most(holder):
        return None
    auxiliary = next((c for c in holder.children if c.dep == "aux" and modal(c) and c.tag == "MD"), None)
    if auxiliary is not None and auxiliary.lower in ("'d", "’d") and holder.tag in ("VBN", "VBD") and _had(holder):
        auxiliary = None  # "he'd made mistakes"
    if auxiliary is not None:
        return _modal(holder, auxiliary, negation)
    sure = next((c for c in holder.children if c.lower == "certainly" and c.dep == "advmod"), None)
    almost = next((c for c in sure.children if c.lower in ("almost", "nearly")), None) if sure is not None else None
    if sure is not None and almost is not None and negation is None:
        return Local("asserted", "probable", (almost, sure), "adverb")
    doubt = next((c for c in holder.children if c.dep in ("advmod", "neg") and _epistemic(c, holder)), None)
    if negation is not None:
        return Local("denied", "possible" if doubt is not None else "certain", negation, "negation")
    if doubt is not None:
        mark = adverb(doubt)
        if mark is not None:
            return Local(mark.status, mark.certainty, (doubt,), "adverb")
    return _soon(holder)


def _had(holder: Token) -> bool:
    return not any(c.dep in ("aux", "auxpass") and c.lemma in ("have", "be") for c in holder.children)


def _at_its_most(holder: Token) -> bool:
    """ "Could not have come at a worse time": it came."""
    if not any(c.dep == "aux" and c.lower in ("could", "can") for c in holder.children):
        return False
    things = [p for c in holder.children if c.dep == "prep" for p in c.children if p.dep == "pobj"]
    compared = [m for p in things for m in p.children if m.dep == "amod"]
    return any(m.tag == "JJR" or any(c.lower == "more" for c in m.children) for m in compared)


def _modal(holder: Token, auxiliary: Token, negation: tuple[Token, ...] | None) -> Local:
    mark = modal(auxiliary)
    if mark is None:
        raise ValueError(auxiliary.text)
    if negation is not None:
        weak = mark.negative != "denied" or (mark.status == "hypothetical" and auxiliary.lower not in ("would", "'d"))
        certainty: Certainty = "possible" if weak else "certain"
        return Local(mark.negative, certainty, _joined(auxiliary, negation), "modal")
    status, certainty = mark.status, mark.certainty
    perfect = any(c.dep == "aux" and c.lemma == "have" for c in holder.children)
    if auxiliary.lower in ("must", "should") and perfect and auxiliary.lower == "must":
        status, certainty = "possible", "probable"
    if status == "planned" and any(c.dep == "advcl" and _supposes(c) for c in holder.children):
        return Local("hypothetical", "possible", (auxiliary,), "modal")  # "if they fail, he will resign"
    if auxiliary.lower in ("would", "'d") and not perfect and _told(holder):
        status, certainty = "planned", "certain"
    return Local(status, certainty, (auxiliary,), "modal")


def _told(holder: Token) -> bool:
    """ "He said they would attack": the future of the past, not a condition."""
    if any(c.dep == "advcl" and c.child("mark") is not None and _is_if(c) for c in holder.children):
        return False
    if holder.dep not in ("ccomp", "conj", "relcl") or holder.head is holder:
        return False
    head = holder.head if holder.dep != "conj" else holder.head.head
    if head.pos == "ADJ" and head.lower in _CONFIDENT:
        head = head.head
    elif head.lemma not in _REPORTED:
        return False
    return _in_the_past(head) and not _polled(holder) and not _polled(head)


def _in_the_past(verb: Token) -> bool:
    """A past tense, or what hangs from one: "added, insisting that it would", "did not stress that they would"."""
    for _ in range(4):
        if verb.tag in ("VBD", "VBN") or any(c.tag == "VBD" for c in verb.children if c.dep in ("aux", "auxpass")):
            return True
        if verb.head is verb:
            return False
        verb = verb.head
    return False


def _polled(verb: Token) -> bool:
    """ "54 percent said they would vote for him": what is asked in a poll is supposed."""
    subject = verb.child("nsubj")
    return subject is not None and any(t.lower in _POLL for t in (subject, *subject.children))


def _supposes(clause: Token) -> bool:
    """A condition ("if", "unless"), but not "even if" or "as if"."""
    mark = next((c for c in clause.children if c.dep == "mark" and c.lower in ("if", "unless")), None)
    return mark is not None and not any(c.i == mark.i - 1 and c.lower in ("even", "as") for c in clause.children)


def _is_if(clause: Token) -> bool:
    return any(c.dep == "mark" and c.lower in ("if", "unless") for c in clause.children)


def _joined(auxiliary: Token, negation: tuple[Token, ...]) -> tuple[Token, ...]:
    return (auxiliary, *negation) if negation[0].i == auxiliary.i + 1 else negation


def _epistemic(word: Token, holder: Token) -> bool:
    mark = adverb(word)
    if mark is None or (mark.status == "denied" and word.lower not in ("almost", "nearly", "hardly", "scarcely")):
        return False
    if mark.status == "denied" and word.head.tag == "CD":
        return False  # "nearly 300 missing": nearly so many
    return not (word.lower == "likely" and word.head is not holder)


def _shared_negation(holder: Token) -> tuple[Token, ...] | None:
    """ "Did not stop or fire" denies both; "had no quarrel and told her so" only the quarrel."""
    found = _negation(holder)
    objects = [c for c in holder.children if c.i > holder.i and c.dep in ("dobj", "attr", "prep")]
    if found is None or any(found[0] in thing.subtree() for thing in objects):
        return None
    return found


def _negation(token: Token) -> tuple[Token, ...] | None:
    if token.lower in _NOBODY and token.pos == "PRON":
        return (token,)
    if token.dep == "conj":
        joins = [c for c in token.head.children if token.head.i < c.i < token.i]
        nor = next((c for c in joins if c.lower == "nor"), None)
        if nor is not None:
            return (nor,)
        than = next((c for c in joins if c.lower == "than" and c.dep == "cc"), None)
        first = min([token.i, *(c.i for c in token.children)])
        if than is not None and than.i == first - 1 and token.pos in ("NOUN", "PROPN"):
            return (than,)  # "an uprising rather than a riot"
    for child in token.children:
        if child.lower in _NOT and child.dep in ("neg", "advmod", "preconj"):
            if _only(child, token) or _of_something_later(child, token):
                continue
            before = next((c for c in token.children if c.i == child.i - 1 and c.dep in ("aux", "auxpass")), None)
            return (before, child) if before is not None else (child,)
        if child.lower in ("nor", "neither") and child.dep in ("cc", "advmod", "preconj", "neg"):
            return (child,)
        if child.lower == "no" and child.dep == "neg":
            return (child,)
        if child.dep == "advmod" and child.lower == "longer" and any(g.lower == "no" for g in child.children):
            return (child.children[0], child)
        if child.dep in ("aux", "advmod", "prep"):  # "never have I seen", "never yet", "never in its history"
            never = next((c for c in child.children if c.lower == "never"), None)
            if never is not None:
                return (never,)
        found = _negative_argument(child)
        if found is not None:
            return found
    if token.pos in ("NOUN", "PROPN"):
        return next(
            ((c,) for c in token.children if c.lower in _NO and c.dep in ("det", "nummod", "neg", "preconj")), None
        )
    return None


def _of_something_later(word: Token, token: Token) -> bool:
    """ "Promised to open the land - probably not what he had in mind": not the verb's."""
    return (
        token.pos == "VERB" and word.i > token.i + 4 and any(c.dep == "dobj" and c.i < word.i for c in token.children)
    )


def _only(word: Token, token: Token) -> bool:
    """ "Not only", "not just", "not until Friday": the thing happened."""
    if any(c.lower == "if" and c.i == word.i - 1 for c in token.children):
        return True  # "dozens if not hundreds"
    after = [c.lower for c in token.children if c.i == word.i + 1] + [c.lower for c in word.children]
    if any(w in ("only", "just", "merely", "simply", "until", "least", "without") for w in after):
        return True
    if any(c.tag == "MD" for c in token.children):
        return False  # "will not reopen until May": not yet, at least
    later = (c for c in token.children if c.i > token.i)
    return any(
        c.lower in ("until", "till") or any(g.lower == "until" and g.dep == "mark" for g in c.children) for c in later
    )


def _negative_argument(child: Token) -> tuple[Token, ...] | None:
    if child.dep in _ARGUMENT:
        if child.lemma in _SURE or any(c.lower in ("but", "except", "less") for c in child.children):
            return None  # "nothing but a raid", "none the less"
        if child.lower == "none" and any(c.dep.startswith("nsubj") and c.i < child.i for c in child.head.children):
            return None  # "eleven people, none of them soldiers, died"
        if child.lower in _NOBODY or (child.lower == "one" and any(c.lower == "no" for c in child.children)):
            return (child,) if child.lower in _NOBODY else (child.children[0], child)
        if (single := _not_a_single(child)) is not None:
            return single
        return next(
            ((c,) for c in child.children if c.lower in _NO and c.dep in ("det", "nummod", "neg", "preconj", "cc")),
            None,
        )
    if child.dep == "prep" and child.lower in ("to", "with", "from", "against"):
        noun = child.child("pobj")  # "apologized to nobody"
        return _negative_argument_word(noun) if noun is not None else None
    if child.dep == "prep" and child.lower in ("at", "in", "under", "by"):
        noun = child.child("pobj")
        if noun is not None and noun.lemma in ("time", "way", "circumstance", "case", "means", "point"):
            return next(((child, c, noun) for c in noun.children if c.lower == "no"), None)
    return None


def _negative_argument_word(noun: Token) -> tuple[Token, ...] | None:
    if noun.lower in ("nobody", "none"):
        return (noun,)
    no = next((c for c in noun.children if c.lower == "no"), None)
    return (no, noun) if noun.lower == "one" and no is not None else None


def _not_a_single(noun: Token) -> tuple[Token, Token] | None:
    """ "Not one soldier fired", "not a single shell hit the town": the words that deny it."""
    left = [t for t in noun.subtree() if t.i < noun.i]
    for word in left:
        if word.lower == "not" and any(t.i == word.i + 1 and t.lower in ("one", "a") for t in left):
            number = next(t for t in left if t.i == word.i + 1)
            single = number.lower == "one" or any(t.lower in ("single", "lone") for t in left)
            if single and not any(t.lower == "but" for t in left):  # "not one but two" denies nothing
                return (word, number)
    return None


def _denies_noun(word: Token, noun: Token) -> bool:
    """ "No shot", "neither side", "not a shot"."""
    if word.lower in _NO:
        return word.dep in _BEFORE
    return word.lower == "not" and word.i < noun.i and noun.dep.startswith("nsubj")


def _on_the_programme(token: Token) -> Token | None:
    """ "The two sides meet in Kano on Monday": the present of a timetable, with the day that it names."""
    if token.child("nsubj") is None:
        return None
    auxiliaries = [c for c in token.children if c.dep == "aux"]
    going = token.tag == "VBG" and any(c.lemma == "be" and c.tag in ("VBZ", "VBP") for c in auxiliaries)
    if not (going and len(auxiliaries) == 1) and (
        auxiliaries or token.lemma not in _TIMED or token.tag not in ("VBZ", "VBP", "VB")
    ):
        return None  # "they are leaving on Saturday" is as much a timetable as "they meet on Saturday"
    below = [c for c in token.children if c.i > token.i]
    for word in below:  # grows while it is walked: phrases, not clauses
        if word.dep in ("prep", "npadvmod", "dobj", "pobj"):
            below.extend(word.children)
    return next((c for c in below if c.lower in _DAYS), None)


def _soon(token: Token) -> Local | None:
    """A present tense with a word of the near future: "The president visits Paris tomorrow"."""
    day = _on_the_programme(token)
    if day is not None:
        return Local("planned", "certain", (day,), "near future")
    if token.tag not in ("VBZ", "VBP", "VBG"):
        return None
    for child in token.children:
        if child.dep in ("npadvmod", "advmod", "obl", "tmod") and child.i > token.i:
            if child.lower in _SOON:
                return Local("planned", "certain", (child,), "near future")
            after = next((c for c in child.children if c.lower == "next"), None)
            if after is not None and child.lemma in ("week", "month", "year", "day"):
                return Local("planned", "certain", (after, child), "near future")
    return None
