"""What looks like a saying and is none: asking not to be named, not having been told, confidence as a measure."""

from __future__ import annotations

from dataclasses import replace

from onrecord.reading.attribution.contents import trim
from onrecord.reading.attribution.cues import verb_group, verbs
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.marks import Marks, fit, merge
from onrecord.reading.attribution.sources import is_passive, phrase, subject
from onrecord.syntax import Syntax, Token
from onrecord.wording import keeps_name

_HEARS = frozenset(("tell", "inform", "notify", "brief", "advise", "warn"))


def without_unsaid(syntax: Syntax, drafts: list[Draft]) -> list[Draft]:
    """The drafts without those that say nothing of a happening."""
    said = [d for d in drafts if not keeps_name(d.head) and not _unheard(d) and not _for_certain(syntax, d)]
    return [_pleaded(d) for d in said]


def _for_certain(syntax: Syntax, draft: Draft) -> bool:
    """ "Could not say for certain": what is not said stands elsewhere."""
    words = [t for a, b in draft.content for t in (syntax.at(a),) if t is not None and t.end >= b]
    return len(words) == len(draft.content) == 1 and words[0].lower in ("certain", "sure", "so", "exactly", "precisely")


def _pleaded(draft: Draft) -> Draft:
    """ "Pleaded guilty in June and has agreed to testify": what is pleaded is the one word."""
    plea = draft.head.child("acomp") if draft.head.lemma == "plead" else None
    if plea is None or plea.lower not in ("guilty", "innocent"):
        return draft
    start = min([plea.start, *(c.start for c in plea.children if c.dep == "neg")])
    negated = next((c for c in draft.head.children if c.lower == "not" and c.i == plea.i - 1), None)
    content = ((negated.start if negated is not None else start, plea.end),)
    first = draft.cue[0]
    return replace(draft, cue=(first, draft.head.i + 1), content=content)


def _unheard(draft: Draft) -> bool:
    """ "The families were not told when": nobody there keeps it back in words."""
    if not is_passive(draft.head) or draft.head.child("agent") is not None or not draft.negated:
        return False
    return draft.head.lemma in _HEARS or (draft.head.lemma == "know" and draft.source is None)


def with_confidence(syntax: Syntax, marks: Marks, drafts: list[Draft]) -> list[Draft]:
    """ "Assess | with moderate confidence that | a drone hit it": the clause is what they assess."""
    made: dict[int, Draft] = {}
    gone: set[int] = set()
    for noun in syntax.tokens:
        verb = _measured(noun)
        party = subject(verb) if verb is not None else None
        if verb is None or party is None or marks.around(verb.start) is not None:
            continue
        clause = next((c for c in (*noun.children, *verb.children) if _that(c) and c.i > noun.i), None)
        if clause is None:
            continue
        first, _, negated = verb_group(syntax, verb)
        inside = sorted(t.i for t in clause.subtree())
        runs = trim(syntax, [(inside[0], inside[-1] + 1)])
        cue = (first, noun.i + 1)
        hole = (syntax.tokens[first].start, syntax.tokens[noun.i].end)
        content = merge(fit(marks, [(syntax.tokens[a].start, syntax.tokens[b - 1].end) for a, b in runs], hole))
        if not content:
            continue
        entry = verbs().get(verb.lemma)
        rule = f"{verb.lemma}/say with confidence"
        source = phrase(party, frozenset(range(*cue)))
        classes = entry.classes if entry else frozenset(("say",))
        made[verb.i] = Draft(verb, cue, source, party, content, classes, negated, rule)
        gone.add(noun.i)
    kept = [made.get(d.head.i, d) for d in drafts if d.head.i not in gone]
    have = {d.head.i for d in kept}
    return [*kept, *(d for i, d in made.items() if i not in have)]


def _measured(noun: Token) -> Token | None:
    """The verb that a degree of confidence stands with."""
    if noun.lemma != "confidence" or noun.dep != "pobj" or noun.head.lower != "with":
        return None
    graded = any(c.dep == "amod" for c in noun.children)
    verb = noun.head.head
    return verb if graded and verb.pos == "VERB" and not is_passive(verb) else None


def _that(clause: Token) -> bool:
    return clause.dep in ("acl", "ccomp", "relcl", "advcl") and any(c.lower == "that" for c in clause.children)


def find_no_details(syntax: Syntax, marks: Marks) -> list[Draft]:
    """ "Gave no details | of the threat", "offered no explanation for it": the speaker keeps it back."""
    found = []
    for verb in syntax.tokens:
        thing = verb.child("dobj") if verb.lemma in _GIVES and verb.pos == "VERB" else None
        no = next((c for c in thing.children if c.lower == "no"), None) if thing is not None else None
        party = _speaker(verb) if no is not None and not is_passive(verb) else None
        if thing is None or no is None or party is None or no.i != verb.i + 1 or thing.lemma not in _DETAILS:
            continue
        if marks.around(verb.start) is not None:
            continue
        first = verb_group(syntax, verb)[0]
        below = thing.behind("of") if thing.lemma == "mention" else None  # "made no mention of | the raid"
        inside = sorted(t.i for t in (below or thing).subtree() if t.i > no.i)
        runs = trim(syntax, [(inside[0], inside[-1] + 1)]) if inside else ()
        pieces = tuple((syntax.tokens[a].start, syntax.tokens[b - 1].end) for a, b in runs)
        if pieces:
            source = phrase(party, frozenset(range(first, no.i + 1)) | frozenset(inside))
            cue, classes = (first, inside[0] if below is not None else no.i + 1), frozenset(("withhold",))
            found.append(Draft(verb, cue, source, party, pieces, classes, True, f"{verb.lemma}/withhold no details"))
    return found


def _speaker(verb: Token) -> Token | None:
    """ "Said it would help but *gave* no details": a past tense is no conjunct of "help", but of "said"."""
    above = verb.head
    if verb.dep == "conj" and verb.tag == "VBD" and above.tag == "VB" and above.dep == "ccomp":
        return subject(above.head)
    return subject(verb)


_GIVES = frozenset(("give", "offer", "provide", "release", "issue", "make"))
_DETAILS = frozenset(
    ("detail", "information", "explanation", "reason", "comment", "figure", "number", "timeline", "timetable", "date",
     "name", "breakdown", "motive", "cause", "specifics", "answer", "estimate", "toll", "mention")
)  # fmt: skip
_HELD = frozenset(("responsible", "accountable", "liable", "culpable"))


def find_blames(syntax: Syntax, marks: Marks) -> list[Draft]:
    """ "Hold the militias responsible for the raid": an accusation in words."""
    found = []
    for word in syntax.tokens:
        verb = word.head
        if word.lower not in _HELD or verb.dep in ("relcl", "advcl") or marks.around(word.start) is not None:
            continue
        if verb.lemma != "hold" and verb.head.lemma == "hold":
            verb = verb.head
        party = subject(verb) if verb.lemma == "hold" and not is_passive(verb) else None
        if party is None or any(c.tag in ("MD", "TO") or c.dep == "neg" for c in verb.children):
            continue
        first, last, negated = verb_group(syntax, verb)
        inside = sorted({t.i for c in verb.children if c.i > verb.i and c.dep in _WHAT for t in c.subtree()})
        runs = trim(syntax, [(inside[0], inside[-1] + 1)]) if inside and word.i in inside else ()
        pieces = [(syntax.tokens[a].start, syntax.tokens[b - 1].end) for a, b in runs]
        if pieces:
            source = phrase(party, frozenset(range(first, last)) | frozenset(inside))
            content = merge(fit(marks, pieces, (syntax.tokens[first].start, syntax.tokens[last - 1].end)))
            classes = frozenset(("accuse",))
            found.append(
                Draft(verb, (first, last), source, party, content, classes, negated, "hold/accuse responsible")
            )
    return found


_WHAT = frozenset(("dobj", "oprd", "acomp", "xcomp", "ccomp", "prep"))


def one_head(drafts: list[Draft], more: list[Draft]) -> list[Draft]:
    """The drafts with `more` in the place of those at the same words."""
    heads = {d.head.i for d in more}
    return [*(d for d in drafts if d.head.i not in heads), *more]


__all__ = ["find_blames", "find_no_details", "one_head", "with_confidence", "without_unsaid"]
