"""What looks like a saying and is none: asking not to be named, not having been told, confidence as a measure."""

from __future__ import annotations

from onrecord.reading.attribution.contents import trim
from onrecord.reading.attribution.cues import verb_group, verbs
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.marks import Marks, fit, merge
from onrecord.reading.attribution.sources import is_passive, phrase, subject
from onrecord.syntax import Syntax, Token
from onrecord.wording import keeps_name

_HEARS = frozenset(("tell", "inform", "notify", "brief", "advise", "warn"))


def without_unsaid(drafts: list[Draft]) -> list[Draft]:
    """The drafts without those that say nothing of a happening."""
    return [d for d in drafts if not keeps_name(d.head) and not _unheard(d)]


def _unheard(draft: Draft) -> bool:
    """ "The families were not told when": nobody there keeps it back in words."""
    return draft.negated and draft.head.lemma in _HEARS and is_passive(draft.head) and draft.head.child("agent") is None


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


__all__ = ["find_blames", "one_head", "with_confidence", "without_unsaid"]
