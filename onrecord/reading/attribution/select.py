"""Which drafts the record keeps: learned ones, then rules where they alone know ("wouldn't give", "reportedly")."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from onrecord.reading.attribution.cues import words
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.learned import CUE_AT_LEAST, may_nest
from onrecord.syntax import Syntax, Token

# A cue inside another's content must be surer: the gold that the choices are trained on nests nothing.
NESTED_AT_LEAST = 0.95
# Somebody's wishes and plans are told as planned events, not as what he says.
_SEEMING = frozenset(("prove", "appear", "seem", "show", "turn"))  # "proved to be a mistake" shows nobody anything
COLON_AT_LEAST = 0.65  # a label before a colon is often a subject ("Explainer: ...")
UNKNOWN_AT_LEAST = 0.55  # for words that the lexicon does not know
# "opposed the bill", "was critical of the deal" mostly tell a deed; in a report in which few speak still more often.
LOOSE_AT_LEAST, LOOSE_IF_FEW_SPEAK = 0.95, 1.01  # beyond 1: never
_LOOSE = frozenset(("matter", "matter_of", "promise"))
_SURE = 0.95
_FEW = 0.009  # sure attributions a word, about one in 110 words; most political reports have two or three
_PLANS = frozenset(
    ("want", "plan", "decide", "intend", "prefer", "seek", "try", "need", "attempt", "aim", "tend", "vote")
)
_WISHES = frozenset(("like", "love"))  # "likes to sing"
# What a passive without anybody behind it may still attribute: "was said to be", "is believed to have fled".
_HEARSAY_VERBS = frozenset(
    (
        "say", "report", "believe", "think", "allege", "know", "rumor", "suspect", "understand", "claim",
        "fear", "suggest", "announce", "tell", "presume", "consider", "estimate",
    )
)  # fmt: skip


def select(syntax: Syntax, learned: list[Draft], ruled: list[Draft], turns: list[Draft]) -> list[Draft]:
    """In the order of the text, one a cue word; the turns of a transcript come before all else."""
    kept = {d.head.i: d for d in turns}
    learned = _firm(syntax, learned)
    for draft in learned:
        if draft.likely >= CUE_AT_LEAST and _belongs(draft):
            kept.setdefault(draft.head.i, draft)
    cues = {i for d in kept.values() for i in range(*d.cue)}
    for draft in ruled:
        if not ("noun" in draft.classes and draft.head.i in cues):  # "said in a statement that ..." says it once
            kept.setdefault(draft.head.i, draft)
    by_rule = {d.head.i for d in ruled}
    covered = _Cover(list(kept.values()))
    drafts = []
    for draft in [*kept.values(), *(d for d in learned if d.head.i not in kept and _belongs(d))]:
        if covered.holds(draft, syntax.tokens[draft.cue[0]].start):
            if _unthought(draft):
                continue
            hearsay = draft.head.lemma in _HEARSAY_VERBS and draft.head.tag == "VBN"
            known = draft.head.i in by_rule or (may_nest(draft.head) and (draft.source is not None or hearsay))
            keep = known or draft.likely >= NESTED_AT_LEAST
        else:
            keep = draft.likely >= CUE_AT_LEAST
        if keep:
            drafts.append(covered.clip(draft, syntax.tokens[draft.cue[0]].start))
    return sorted(drafts, key=lambda d: d.head.i)


def _firm(syntax: Syntax, learned: list[Draft]) -> list[Draft]:
    """Without the unsure ones whose content is no words of anybody: how sure they must be depends on the report."""
    spoken = sum(d.likely >= _SURE and (d.told == "clause" or d.head.lemma == "accord") for d in learned)
    few = spoken < _FEW * len(syntax.tokens)
    least = LOOSE_IF_FEW_SPEAK if few else LOOSE_AT_LEAST
    return [d for d in learned if d.likely >= least or not _is_loose(d, few=few)]


def _is_loose(draft: Draft, *, few: bool) -> bool:
    """A thing that is opposed, offered or spoken of, or that a word unknown to the lexicon governs."""
    if draft.told == "clause" or draft.head.lemma in ("accord", ":"):
        return False
    return draft.classes <= _LOOSE if draft.told == "thing" else few and not draft.classes


def _handed_out(draft: Draft) -> bool:
    """ "Released a security update": what is no information is given, not said; "released a report that" says it."""
    given = draft.head.child("dobj")
    if draft.negated or draft.classes != {"withhold"} or given is None or given.pos != "NOUN":
        return False
    return given.lemma not in words("papers") | words("information")


def _belongs(draft: Draft) -> bool:
    if _handed_out(draft):
        return False
    if draft.source_head is not None and _nobody(draft.source_head):
        return False
    if draft.source is None and draft.head.pos == "NOUN":
        return False  # "criticism for the ban" is nobody's; a noun's own clause ("claims that") is found by rule
    if draft.head.lemma in _PLANS and draft.head.pos == "VERB" and draft.head.child("ccomp") is None:
        return False
    if draft.head.lemma in _WISHES and draft.head.child("ccomp") is None and draft.head.child("xcomp") is not None:
        return False
    if "deny" in draft.classes and _deprived(draft.head):
        return False
    if draft.head.lemma in _SEEMING and draft.head.child("ccomp") is None and draft.head.child("xcomp") is not None:
        return False
    if not draft.classes and draft.likely < (COLON_AT_LEAST if draft.head.text == ":" else UNKNOWN_AT_LEAST):
        return False
    if (draft.head.lemma == "call" and _rings(draft.head)) or _hands_on(draft.head):
        return False
    if draft.source is None and draft.head.pos == "VERB":
        clause = draft.head.child("ccomp", "xcomp", "oprd") is not None or draft.head.dep in ("parataxis", "ccomp")
        return draft.head.lemma in _HEARSAY_VERBS and (clause or draft.head.child("nsubjpass") is None)
    return True


def _unthought(draft: Draft) -> bool:
    """Within somebody's words "I did not know why", "do you think that" and "let's say" put forward nothing more."""
    thinks = bool(draft.classes & {"think"}) and not draft.classes & {"say", "deny"}
    if draft.source_head is not None and draft.source_head.lower in ("'s", "’s"):
        return True
    return thinks and (draft.negated or (draft.source_head is not None and draft.source_head.lower == "you"))


def _nobody(source: Token) -> bool:
    """ "Nobody claimed responsibility", "no group has claimed it": words that nobody said."""
    return source.lower in ("nobody", "none") or any(
        c.lower == "no" and c.dep in ("det", "neg") for c in source.children
    )


def _hands_on(head: Token) -> bool:
    """ "Referred questions to the ministry": what is asked, not what is said."""
    thing = head.child("dobj", "nsubjpass")
    return head.lemma in ("refer", "direct", "forward") and thing is not None and thing.lemma in _ASKED


_ASKED = frozenset(("question", "inquiry", "enquiry", "call", "request", "query", "reporter", "journalist"))


def _rings(head: Token) -> bool:
    """ "called his mother", "called for hours": neither names anything nor asks for it."""
    if head.child("oprd", "xcomp", "ccomp", "prt", "acomp") is not None:
        return False
    asked = next((c for c in head.children if c.dep == "prep" and c.lower in ("for", "on")), None)
    if asked is not None:
        wanted = asked.child("pobj", "pcomp")
        return wanted is None or wanted.ent in ("TIME", "DATE") or wanted.lemma in ("hour", "day", "minute", "week")
    return head.child("dobj") is not None


def _deprived(head: Token) -> bool:
    """In "were denied visas" and "denied them entry" something is kept from somebody; nothing is said."""
    given = head.child("dobj")
    return given is not None and head.child("nsubjpass", "dative") is not None


class _Cover:
    """The content pieces of all drafts, for the question whether another's content holds an offset."""

    def __init__(self, drafts: list[Draft]) -> None:
        self.pieces = sorted((a, b, d.head.i) for d in drafts for a, b in d.content)
        self.starts = [a for a, _, _ in self.pieces]
        self.reach: list[int] = []
        for _, end, _ in self.pieces:
            self.reach.append(max(end, self.reach[-1] if self.reach else 0))

    def clip(self, draft: Draft, offset: int) -> Draft:
        """A nested draft keeps what lies in the piece that holds its cue."""
        i = bisect_right(self.starts, offset) - 1
        while i >= 0 and self.reach[i] > offset:
            start, end, owner = self.pieces[i]
            if end > offset and owner != draft.head.i:
                content = tuple((max(a, start), min(b, end)) for a, b in draft.content if a < end and b > start)
                return replace(draft, content=content) if content else draft
            i -= 1
        return draft

    def holds(self, draft: Draft, offset: int) -> bool:
        i = bisect_right(self.starts, offset) - 1
        while i >= 0 and self.reach[i] > offset:
            _, end, owner = self.pieces[i]
            if end > offset and owner != draft.head.i:
                return True
            i -= 1
        return False
