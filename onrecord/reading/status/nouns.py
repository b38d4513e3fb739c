"""What an event noun inherits: objects and subjects of cues, prepositions, modifiers, compounds."""

from __future__ import annotations

from dataclasses import replace

from onrecord.reading.status.clauses import clause, cue_words, without
from onrecord.reading.status.marks import Local
from onrecord.reading.status.state import PLAIN, State, governed
from onrecord.reading.status.words import USUAL, Governing, governing, is_passive
from onrecord.record import Certainty, Status
from onrecord.syntax import Token

_FORM = {"dobj": "obj", "nsubjpass": "obj", "attr": "attr", "oprd": "attr", "nsubj": "subj", "compound": "compound"}
_SPOKEN = {"apology", "condolence", "thanks", "congratulation", "sympathy", "praise", "prayer"}
_ENDS = {
    "stop",
    "end",
    "halt",
    "quell",
    "curb",
    "contain",
    "stem",
    "investigate",
    "condemn",
    "punish",
    "avenge",
    "fight",
}
_PERFORMED = {"declare", "proclaim", "call", "announce"}
_STARTS = {"start", "beginning", "opening", "eve", "kickoff"}
_SCHEDULED = {
    "debate", "election", "vote", "summit", "referendum", "hearing", "trial", "talk", "conference", "hajj", "primary",
    "inauguration", "convention", "ceremony", "match", "game", "final", "poll", "runoff", "tournament", "olympics",
}  # fmt: skip
_POLLS = {"election", "vote", "referendum", "primary", "runoff", "poll", "convention", "summit", "ballot"}
_SETTLED = {"deal", "agreement", "pact", "contract", "transaction", "bid", "effort", "attempt", "move", "response"}
_BLOODY = {"killing", "shooting", "murder", "massacre", "assassination", "crackdown", "slaughter", "poisoning", "hit"}
_AFTER = {"outcome", "result", "end", "conclusion", "findings", "completion", "aftermath"}
_HELD = {"hold", "organise", "organize", "stage", "convene", "conduct", "launch", "start", "finish", "carry", "make"}
_DEFINITE = {"the", "this", "that", "these", "those", "both", "each", "every", "all"}


def noun(token: Token, states: dict[int, State]) -> State:
    """The state that a noun takes from what it hangs from."""
    head = token.head
    if token.dep == "pobj":
        return _after_preposition(token, states)
    form = _FORM.get(token.dep)
    if form is None:
        return states[head.i] if token.dep == "appos" else PLAIN
    main = states[head.i]
    if form == "subj" and head.lemma == "be":
        return _said_of(token, head, states)
    raised = head.child("xcomp")
    heavy = raised is not None and raised.lemma == "be" and definite(token)  # "the raid was going to be hard on them"
    if token.dep.startswith("nsubj") and raised is not None and not heavy and governing(raised, "subj") is not None:
        return clause(raised, states)  # "the trial is set to begin"
    if form == "obj" and token.lemma in _SPOKEN and head.lemma in ("offer", "extend"):
        return main  # "offered an apology": so it was said
    if (
        form == "obj"
        and head.lemma in _PERFORMED
        and (main.open or (head.lemma == "declare" and main.status == "denied"))
    ):
        return main  # "may declare a state of emergency": it comes about by being declared
    vague = any(c.dep == "det" and c.lower in ("a", "an", "any") for c in token.children)
    if form == "obj" and head.lemma in _ENDS and main.open and not vague:
        return PLAIN  # "we have to stop the violence": there is violence
    if form == "obj" and head.lemma == "order" and main.actual and token.lemma in _BLOODY and definite(token):
        return PLAIN  # "nobody knows who ordered the killings"
    if form == "obj" and main.status == "denied" and any(c.dep == "det" and c.lower == "any" for c in token.children):
        return main  # "has not received any demand"
    entry = governing(head, form)
    if entry is None and form == "obj":
        entry = _object_of_a_kind(token, head)
    if entry is not None:
        return governed(entry, main, cue_words(head), passive=is_passive(head))
    if form == "attr" or (form == "compound" and not main.actual):
        return main
    if form == "subj" and _raised(token, head, main):
        return replace(main, rule="raised")
    return main if form == "obj" and _supposed(token, main) else PLAIN


def _raised(token: Token, verb: Token, main: State) -> bool:
    """ "A strike could hurt them", "expected sales to grow": a thing not yet known shares its verb's doubt."""
    if definite(token) or verb.tag != "VB":
        return False
    if any(c.tag == "TO" for c in verb.children):
        return main.status == "planned"
    return main.rule == "modal" and main.status in ("possible", "hypothetical")


def _object_of_a_kind(token: Token, head: Token) -> Governing | None:
    """ "Killed the deal", "discussed sanctions": verbs that act so on plans, or on what is not yet known."""
    plan = governing(token, "to")
    if plan is not None and plan.positive == "planned":
        return governing(head, "obj-plan")
    return None if definite(token) else governing(head, "obj-indefinite")


def _supposed(token: Token, main: State) -> bool:
    """Whether an object shares its verb's doubt: "may face a trial", "saw no attack", not "did not return calls"."""
    if main.open:
        return not definite(token)
    return any(c.dep == "det" and c.lower in ("a", "an", "any") for c in token.children)


def _said_of(token: Token, copula: Token, states: dict[int, State]) -> State:
    """ "An attack is likely": the adjective puts the subject."""
    said = copula.child("acomp")
    entry = governing(said, "mod") or governing(said, "that") if said is not None else None
    if said is not None and entry is None and (copula.tag != "VBD" or not definite(token)):
        entry = governing(said, "subj")  # "an inquiry is essential", not "the retreat was necessary"
    if said is None or entry is None:
        main = states[copula.i]
        return (
            main if main.status == "hypothetical" and main.rule == "modal" else PLAIN
        )  # "their entry would be a help"
    return governed(entry, states[copula.i], (said,), passive=False)


def definite(token: Token) -> bool:
    return (
        any(c.dep == "poss" or (c.dep in ("det", "predet") and c.lower in _DEFINITE) for c in token.children)
        or (token.pos == "PROPN" and not token.text.islower())
        or token.pos == "PRON"
    )  # small letters name nobody


def _after_preposition(token: Token, states: dict[int, State]) -> State:
    preposition = token.head
    governor = preposition.head
    word = preposition.lower
    if word == "without" or (word == "of" and preposition.head.lower in ("instead", "lieu")):
        return without(preposition, states.get(governor.i, PLAIN))
    if word == "than" and any(c.lower == "rather" for c in preposition.children):
        return without(preposition, states.get(governor.i, PLAIN))  # "an uprising rather than a riot"
    if (word == "of" and governor.lower == "ahead") or word == "pending":
        return State("planned", "certain", (governor if word == "of" else preposition,), "ahead of")
    if word == "of" and governor.lower in ("event", "case") and governor.head.lower == "in":
        return State("hypothetical", "possible", (governor,), "condition")
    if _still_to_come(token, preposition, governor):
        return State("planned", "certain", (preposition,), "scheduled")
    main = states.get(governor.i, PLAIN)
    if preposition.dep == "prt":
        word = "obj"  # "called off the merger", read as a phrase
    entry = governing(governor, f"{word}-definite") if definite(token) else None
    entry = entry or governing(governor, word)
    if entry is not None:
        return governed(entry, main, cue_words(governor), passive=is_passive(governor))
    if word in ("in", "at", "during") and governor.pos == "VERB" and main.open and _joined_then(token, main):
        return State("planned", "certain", main.cue, "where it is to be")
    if word == "of" and governor.pos == "NOUN" and (main.open or not definite(token)):
        return PLAIN if governor.lemma in _AFTER and definite(token) else main
    return main if word == "for" and not main.actual and not definite(token) else PLAIN


def _joined_then(token: Token, main: State) -> bool:
    """ "Will speak at a rally", "may lose votes in this year's election": what one is to be at is to come."""
    if token.lemma in _POLLS:
        return not any(c.lower in ("last", "previous") for c in token.subtree())
    if token.lemma in _SETTLED:
        return False  # "agreed to buy them in a deal"
    return (
        main.status == "planned"
        and main.rule in ("modal", "intention", "intended thing", "expectation")
        and not definite(token)
    )


def _still_to_come(token: Token, preposition: Token, governor: Token) -> bool:
    """ "Hours before the start of the first debate", "heading into the vote": it is yet to be held.

    A year in the sentence ("before the 2016 election") tells of old times.
    """
    if governor.lemma in _STARTS and governor.dep == "pobj" and preposition.lower == "of":
        preposition, governor = governor.head, governor.head.head
    if token.lemma not in _SCHEDULED or any(c.lower in ("last", "previous", "2") for c in token.children):
        return False
    into = preposition.lower == "into" and governor.lemma in ("head", "go") and governor.tag == "VBG"
    counted = any(c.dep in ("npadvmod", "nummod", "advmod") and c.i < preposition.i for c in preposition.children)
    counted = counted or any(c.ent in ("DATE", "TIME") and c.i == preposition.i - 1 for c in governor.children)
    if not into and not (preposition.lower in ("before", "until") and counted):
        return False
    return not any(c.text.isdigit() and len(c.text) == 4 for c in token.subtree())


def modified(token: Token) -> Local | None:
    """ "planned attack", "possible strikes", "elections planned for May", "a rally to be held in May"."""
    for child in token.children:
        if child.lower == "pending" and child.i < token.i:
            return Local("planned", "certain", (child,), "modifier")
        if child.dep in ("acl", "relcl") and child.lemma in _HELD and any(c.dep == "auxpass" for c in child.children):
            to = next((c for c in child.children if c.tag == "TO"), None)
            if to is not None and child.child("nsubj", "nsubjpass") is None:
                return Local("planned", "certain", (to,), "to be held")
        if child.dep not in ("amod", "acl", "relcl", "nmod", "compound", "advcl"):
            continue
        if (
            child.tag == "VBG"
            or (child.dep == "relcl" and not is_passive(child))
            or (child.dep == "acl" and child.tag != "VBN")
        ):
            continue
        entry = _modifier(child)
        if entry is not None:
            status, certainty = entry
            return Local(status, certainty or USUAL[status], (child,), "modifier")
    return None


def _modifier(child: Token) -> tuple[Status, Certainty | None] | None:
    entry = governing(child, "mod")
    if entry is None or entry.positive == "same" or entry.positive == "reset":
        return None
    return entry.positive, entry.certainty
