"""What a speaker goes on with is no part of what was said before: "said the road was open, | adding that ..."."""

from __future__ import annotations

from dataclasses import replace

from onrecord.reading.attribution.cues import words
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.marks import Marks
from onrecord.syntax import Syntax, Token

# Words of the speaker even after a clause with another subject; "accusing" may be done by the party that is told of.
_GOES_ON = frozenset(
    ("add", "say", "note", "insist", "stress", "warn", "explain", "state", "declare", "argue", "emphasize",
     "maintain", "reiterate", "allege", "claim", "acknowledge", "assert", "caution", "concede", "predict", "cite"),
)  # fmt: skip
_NEAREST = 40  # attributions of one sentence that are looked at; a list may hold hundreds
_BODIES = frozenset(
    ("police", "ministry", "army", "government", "agency", "company", "court", "council", "office", "department",
     "party", "group", "union", "military", "committee", "report", "statement", "paper", "newspaper", "radio"),
)  # fmt: skip
_PRONOUNS = frozenset(("it", "he", "she", "they"))


def own_words(syntax: Syntax, marks: Marks, drafts: list[Draft]) -> list[Draft]:
    """The drafts with such participles cut off from the content before them and given to its speaker."""
    made = {d.head.i: d for d in drafts}
    by_sentence: dict[int, list[int]] = {}
    for draft in drafts:
        by_sentence.setdefault(draft.head.sent, []).append(draft.head.i)
    for draft in drafts:
        comma = _comma(syntax, draft)
        if comma is None:
            continue
        near = [made[i] for i in by_sentence[draft.head.sent][-_NEAREST:]]
        holder = _holder(near, draft, comma)
        if holder is None or marks.around(holder.head.start) is not marks.around(draft.head.start):
            continue
        if not _is_speaker(draft, holder, comma):
            continue
        cut = tuple((a, min(b, comma.start)) for a, b in holder.content if a < comma.start)
        made[holder.head.i] = replace(holder, content=cut)
        made[draft.head.i] = replace(draft, source=holder.source, source_head=holder.source_head)
    return [made[d.head.i] for d in drafts]


def own_refusals(syntax: Syntax, drafts: list[Draft]) -> list[Draft]:
    """ "The pastor said he was away | and would not discuss the fire": what is held back is no part of what is said."""
    made = {d.head.i: d for d in drafts}
    by_sentence: dict[int, list[int]] = {}
    for draft in drafts:
        by_sentence.setdefault(draft.head.sent, []).append(draft.head.i)
    for verb in syntax.tokens:
        if verb.dep != "conj" or verb.sent not in by_sentence or any(c.dep == "nsubj" for c in verb.children):
            continue
        own = made.get(verb.i)
        joint = _joint(syntax, verb)
        no_thing = _only_people_do(verb)
        if joint is None or not (no_thing or (_holds_back(own) if own else _adds_nothing(verb))):
            continue
        holder = _told_by([made[i] for i in by_sentence[verb.sent][-_NEAREST:]], joint, verb)
        if holder is None or not (own is None or no_thing or _same_person(holder, verb)):
            continue
        cut = tuple((a, min(b, joint.start)) for a, b in holder.content if a < joint.start)
        made[holder.head.i] = replace(holder, content=cut)
        if own is not None:
            made[verb.i] = replace(own, source=holder.source, source_head=holder.source_head)
    return [made[d.head.i] for d in drafts]


def _joint(syntax: Syntax, verb: Token) -> Token | None:
    """The "and" or "but" right before the verb and its auxiliaries."""
    at = verb.i - 1
    while at > 0 and syntax.tokens[at].head is verb and syntax.tokens[at].dep in ("aux", "neg", "advmod"):
        at -= 1
    return syntax.tokens[at] if at > 0 and syntax.tokens[at].dep == "cc" else None


def _adds_nothing(verb: Token) -> bool:
    """ "but did not elaborate" is the reporter's word on the speaker, with nothing that is held back."""
    if verb.lemma in ("give", "offer", "provide") and verb.tag == "VBD":
        thing = verb.child("dobj")  # "but gave no details"
        return (
            thing is not None and thing.lemma in words("information") and any(c.lower == "no" for c in thing.children)
        )
    return verb.lemma in ("elaborate", "comment") and any(c.dep == "neg" for c in verb.children)


_DONE_BY_PEOPLE = frozenset(("threaten", "promise", "vow", "pledge", "deny", "accuse", "urge", "call", "demand"))


def _only_people_do(verb: Token) -> bool:
    """ "Says the claim is groundless | and has threatened to retaliate": no claim threatens."""
    subject = verb.head.child("nsubj", "nsubjpass")
    thing = subject is not None and subject.pos == "NOUN" and subject.lemma in words("claims")
    return verb.lemma in _DONE_BY_PEOPLE and thing and verb.tag in ("VBD", "VBN", "VBZ", "VBP")


def _holds_back(draft: Draft) -> bool:
    """A second verb of the speaker that says something, or that something is not said."""
    withheld = draft.negated and "withhold" in draft.classes
    return "decline" in draft.classes or withheld or (draft.head.lemma in _GOES_ON and draft.head.tag == "VBD")


def _told_by(drafts: list[Draft], joint: Token, verb: Token) -> Draft | None:
    """Whose content, told after its cue, holds the second verb."""
    over = [d for d in drafts if d.head.i < joint.i and any(a < joint.start and verb.end <= b for a, b in d.content)]
    return over[-1] if over else None


def _same_person(holder: Draft, verb: Token) -> bool:
    """The clause's pronoun may be the speaker: "he" and "she" a person, "it" and "they" a body or people."""
    said = verb.head
    while said.head is not said and said.head.i != holder.head.i:
        said = said.head
    subject = said.child("nsubj", "nsubjpass")
    if said.dep != "ccomp" or subject is None or holder.source_head is None or subject.lower not in _PRONOUNS:
        return False
    head = holder.source_head
    one = head.tag == "NN" and head.ent in ("", "PERSON") and head.lemma not in _BODIES
    person = head.ent == "PERSON" or one or head.lower in ("he", "she")
    return person == (subject.lower in ("he", "she"))


def _comma(syntax: Syntax, draft: Draft) -> Token | None:
    """The comma before a participle that stands as a clause of its own."""
    head = draft.head
    if head.tag != "VBG" or head.dep not in ("advcl", "conj") or any(c.dep == "nsubj" for c in head.children):
        return None
    before = syntax.tokens[draft.cue[0] - 1] if draft.cue[0] else None
    return before if before is not None and before.text == "," and before.sent == head.sent else None


def _holder(drafts: list[Draft], draft: Draft, comma: Token) -> Draft | None:
    """Whose content the participle ends: the smallest that holds it and in which nothing but it and its own follows."""
    end = max(t.end for t in draft.head.subtree())
    found: list[tuple[int, Draft]] = []
    for other in drafts:
        for a, b in other.content:
            if other is not draft and a < comma.start and comma.end <= b and b <= end + 1 and other.head.i < comma.i:
                found.append((b - a, other))
    return min(found, key=lambda f: f[0])[1] if found else None


def _is_speaker(draft: Draft, holder: Draft, comma: Token) -> bool:
    if holder.source_head is None:
        return False
    if draft.head.lemma in _GOES_ON and (draft.head.lemma == "cite" or draft.head.child("ccomp") is not None):
        return True
    told = draft.head.head
    subject = told.child("nsubj", "nsubjpass")
    judges = bool(draft.classes & {"deny", "accuse", "judge"})
    return judges and (told.lemma == "be" or (subject is not None and subject.lower in _PRONOUNS))
