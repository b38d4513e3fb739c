"""Attributions by two learned choices: is this word a cue, and what is each branch around it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from onrecord.reading.attribution.advice import Advice
from onrecord.reading.attribution.branches import Branch, branches_of
from onrecord.reading.attribution.contents import trim
from onrecord.reading.attribution.cues import hearsay, verb_group, verbs, words
from onrecord.reading.attribution.draft import Draft
from onrecord.reading.attribution.features import branch_features, cue_features, cue_shape, is_candidate
from onrecord.reading.attribution.judged import CONTENT, CUE, SOURCE, Judged, manner_aside, what_is_denied
from onrecord.reading.attribution.marks import Interval, Marks, characters, fit, merge, quoted_only, without
from onrecord.reading.attribution.scorer import scorer
from onrecord.reading.attribution.sources import is_passive, phrase, subject
from onrecord.syntax import Syntax, Tags, Token

# Chosen on the part of PolNeAR's development reports that is looked at.
CUE_AT_LEAST = 0.5
# Inside another's content a cue that the lexicon knows needs little: the gold holds no nested ones to learn from.
NESTED_FROM = 0.2
_CLAUSAL, _ACTS = ("ccomp", "advcl", "parataxis"), ("xcomp", "pcomp", "dobj>acl")
_NESTING = frozenset(("say", "think", "deny", "order", "ask", "show", "promise", "accuse", "judge"))


def cue_rows(token: Token, total: int) -> list[int]:
    """The tokens whose context the cue choice looks at: itself, its neighbours, subject, object, head."""
    subject = token.child("nsubj", "nsubjpass", "poss")
    content = token.child("ccomp", "xcomp", "dobj", "acl", "prep")
    rows = [token.i, token.i - 1, token.i + 1, subject.i if subject else -1, content.i if content else -1]
    rows.append(token.head.i if token.head is not token else -1)
    return [r if 0 <= r < total else -1 for r in rows]


def find_learned(syntax: Syntax, marks: Marks, tags: Tags | None) -> Iterator[Draft]:
    """Drafts with how likely they are; a nested one is judged without the tagger, which nests nothing."""
    advice = Advice(syntax, tags)
    candidates = [t for t in syntax.tokens if is_candidate(t) and (advice.worth(t) or may_nest(t))]
    names = [cue_features(syntax, marks, t) for t in candidates]
    rows = [cue_rows(t, len(syntax.tokens)) for t in candidates]
    odds = scorer("cue").score(names, rows, syntax.context)
    scored = [
        (t, float(p) if advice.nested(t) else advice.cue(t, float(p)))
        for t, p in zip(candidates, odds[:, 1], strict=True)
    ]
    likely_cues = [(t, p) for t, p in scored if p >= CUE_AT_LEAST or (p >= _floor(t) and may_nest(t))]
    cues = [(t, p) for t, p in likely_cues if not _says_nothing(t)]
    judgements = _one_owner([t for t, _ in cues], _judge(syntax, marks, advice, [t for t, _ in cues]))
    for (head, likely), judged in zip(cues, judgements, strict=True):
        draft = _decode(syntax, marks, advice, head, judged, likely)
        if draft is not None:
            yield draft


def _says_nothing(token: Token) -> bool:
    """ "Fraud suspected in vote": a headline's participle has no source; "you can call it that" is nobody's word."""
    subject = token.child("nsubj")
    if subject is None:
        return False
    if subject.lower == "you":
        return any(c.tag == "MD" for c in token.children)
    told = any(c.dep in ("dobj", "ccomp", "xcomp", "oprd", "dative") for c in token.children)
    return token.lemma == "suspect" and token.tag in ("VBD", "VBN") and not told


def _floor(token: Token) -> float:
    """How likely a nested cue must be: hardly at all where a verb of saying has a clause of its own."""
    entry = verbs().get(token.lemma)
    plain = entry is not None and bool(entry.classes & {"say", "deny"}) and token.child("ccomp") is not None
    return NESTED_FROM / 10 if plain else NESTED_FROM


def may_nest(token: Token) -> bool:
    """A verb of saying or thinking with a clause, or of ordering with an infinitive; hearsay with a raised subject."""
    entry = verbs().get(token.lemma) if token.pos == "VERB" else None
    if entry is None or not entry.classes & _NESTING:
        return False
    raised = token.tag == "VBN" and token.child("nsubjpass") is not None
    infinitive = (raised or bool(entry.classes & {"order", "promise"})) and token.child("xcomp") is not None
    charge = "accuse" in entry.classes and token.child("dobj") is not None and token.child("prep") is not None
    return token.child("ccomp", "oprd") is not None or infinitive or charge


def _judge(syntax: Syntax, marks: Marks, advice: Advice, heads: list[Token]) -> list[list[Judged]]:
    around = [branches_of(syntax, marks, head) for head in heads]
    names, rows = [], []
    for head, branches in zip(heads, around, strict=True):
        shape = cue_shape(head)
        for b in branches:
            names.append(branch_features(syntax, marks, head, b, shape))
            rows.append([head.i, b.root.i, b.tokens[0], b.tokens[-1]])
    odds = scorer("branch").score(names, rows, syntax.context)
    judged, at = [], 0
    for head, branches in zip(heads, around, strict=True):
        proposal = None if advice.nested(head) else advice.proposal(head)
        weighed = advice.weigh(branches, odds[at : at + len(branches)], proposal)
        judged.append([Judged(b, own) for b, own in zip(branches, weighed, strict=True)])
        at += len(branches)
    return judged


def _one_owner(heads: list[Token], judged: list[list[Judged]]) -> list[list[Judged]]:
    """A quotation near several cues is the content of the one that claims it most; the others lose the branch."""
    best: dict[int, tuple[float, int]] = {}
    for head, branches in zip(heads, judged, strict=True):
        for j in branches:
            if j.branch.quote is not None and int(np.argmax(j.odds)) == CONTENT:
                claim = (float(j.odds[CONTENT]), -abs(j.branch.root.i - head.i))
                if claim > best.get(id(j.branch.quote), (0.0, 0)):
                    best[id(j.branch.quote)] = claim
    return [
        [
            j
            for j in branches
            if j.branch.quote is None
            or best.get(id(j.branch.quote), (0.0, 0)) <= (float(j.odds[CONTENT]), -abs(j.branch.root.i - head.i))
        ]
        for head, branches in zip(heads, judged, strict=True)
    ]


def _decode(
    syntax: Syntax, marks: Marks, advice: Advice, head: Token, judged: list[Judged], likely: float
) -> Draft | None:
    first, last, negated = verb_group(syntax, head)
    judged = manner_aside(head, what_is_denied(head, judged))
    first, last = _widen(first, last, judged)
    chosen = _with_parallels(_contents(judged), judged)
    source_branch = _source(head, judged)
    source, source_head = None, None
    if _expletive(syntax.tokens[first - 1], head) and first > 0:
        first -= 1
    if source_branch is not None and _expletive(source_branch.root, head):
        source_branch = None
    own = _plain_subject(head, chosen) if source_branch is None else None
    if head.dep == "pcomp" and head.head.lower == "as" and (quoted := subject(head)) is not None:
        source_head = quoted
        source = phrase(source_head, frozenset(range(first, last)) | {t.i for t in head.head.subtree()})
    elif source_branch is not None:
        source_head = _noun(source_branch.root, head)
        said = frozenset(i for b in chosen for i in b.tokens)
        source = phrase(source_head, said | frozenset(range(first, last)))
    elif own is not None:
        source_head = own
        source = phrase(own, frozenset(range(first, last)))
    last = _absorb(syntax, head, last)
    keep_out = (syntax.tokens[first].start, syntax.tokens[last - 1].end)
    taken = set(range(first, last)) | (set(range(*source)) if source else set())
    inside = {i for b in chosen if b.quote is None for i in b.tokens} | _clause_around(head, chosen)
    inside -= taken | _person_told(head) | _promised_to(head)
    pieces: list[Interval] = [
        (syntax.tokens[a].start, syntax.tokens[b - 1].end)
        for a, b in trim(syntax, [_after_medium(syntax, run) for run in _runs(syntax, inside)])
    ]
    pieces = quoted_only(marks, advice.clip(syntax, head, fit(marks, pieces, keep_out)))
    pieces += [(b.quote.first, b.quote.last) for b in chosen if b.quote is not None]
    if head.lemma == "accord" and source is not None:
        pieces = _whole_sentence(syntax, head, source, pieces)
    content = merge(without(pieces, keep_out, characters(syntax, source)))
    if not content:
        return None
    entry = verbs().get(head.lemma)
    classes = entry.classes if entry else frozenset()
    paths = " ".join(b.path for b in chosen[:3])
    rule = f"{head.lemma}/{'+'.join(sorted(classes))} learned {likely:.2f}: {paths}"
    told = _told(chosen)
    return Draft(head, (first, last), source, source_head, content, classes, negated, rule, likely, told=told)


def _plain_subject(head: Token, chosen: list[Branch]) -> Token | None:
    """The subject of a verb of saying with somebody for its subject, where no branch was sure enough."""
    who = head.child("nsubj") if head.pos == "VERB" and head.tag in ("VBD", "VBZ", "VBP") else None
    if who is None or who.pos not in ("NOUN", "PROPN", "PRON") or who.i > head.i or head.lemma not in verbs():
        return None
    if who.lower in _NO_SPEAKER or _hour(who) or any(who.i in b.tokens for b in chosen):
        return None
    return who


_NO_SPEAKER = frozenset(("it", "that", "this", "which", "there", "what", "you"))


def _told(chosen: list[Branch]) -> str:
    """By the paths of the content's branches: a clause or what stands above the cue, an act, or a thing alone."""
    paths = " ".join(b.path for b in chosen)
    if any(not b.path.startswith(">") for b in chosen) or any(c in paths for c in _CLAUSAL):
        return "clause"
    if any(b.root.tag == "VBG" and b.root.lemma in _SAYING for b in chosen):
        return "clause"  # "issued a statement | saying the pit was closed"
    return "act" if any(c in paths for c in _ACTS) else "thing"


def _clause_around(head: Token, chosen: list[Branch]) -> set[int]:
    """ "The sides agreed, *the ministry said*, to talk": what an inserted "said" stands in is said as a whole."""
    around = sum(b.path.startswith("u1>") for b in chosen)
    if head.dep not in ("ccomp", "parataxis") or around < 2 or any(b.quote for b in chosen):
        return set()
    entry = verbs().get(head.lemma)
    if entry is None or "say" not in entry.classes or head.child("dobj", "ccomp") is not None:
        return set()  # a cue with words of its own ("scolded him: ...") stands in nobody's clause
    above = head.head
    while above.dep == "conj" and above.head.i < above.i and above.child("nsubj", "nsubjpass") is None:
        above = above.head  # "he came | and forced his way in, police say, and left"
    return {t.i for t in above.subtree()} - {t.i for t in head.subtree()}


def _person_told(head: Token) -> set[int]:
    """Who is asked or told to do something is no part of what is asked: "urged *residents* | to leave"."""
    entry = verbs().get(head.lemma)
    if entry is None or "order" not in entry.classes:
        return set()
    for clause in head.children:
        if clause.dep in ("xcomp", "ccomp") and any(c.dep == "aux" and c.lower == "to" for c in clause.children):
            person = clause.child("nsubj") or head.child("dobj")
            if person is not None and head.i < person.i < clause.i:
                return {t.i for t in person.subtree()}
    return set()


def _promised_to(head: Token) -> set[int]:
    """Whom a promise is made to, also where the parser takes "the *families* compensation" for one name."""
    entry = verbs().get(head.lemma)
    thing = head.child("dobj")
    if entry is None or "promise" not in entry.classes or thing is None:
        return set()
    told = head.child("dative")
    if told is not None and head.i < told.i < thing.i:
        return {t.i for t in told.subtree()}
    people = next((c for c in thing.children if c.dep == "compound" and c.i == thing.i - 1), None)
    if people is None or people.tag != "NNS" or people.lemma not in words("parties"):
        return set()
    return {people.i, *(c.i for c in thing.children if c.i < people.i and c.dep in ("det", "poss", "amod", "nummod"))}


def _contents(judged: list[Judged]) -> list[Branch]:
    chosen = [j.branch for j in judged if int(np.argmax(j.odds)) == CONTENT and not _is_channel(j.branch)]
    if chosen or not judged:
        return chosen
    best = max(judged, key=lambda j: float(j.odds[CONTENT]))
    return [best.branch] if best.odds[CONTENT] >= 0.25 else []


def _with_parallels(chosen: list[Branch], judged: list[Judged]) -> list[Branch]:
    """ "said that the road was open *and that* aid had arrived": a clause that opens as the first does is said too."""
    own = {id(b) for b in chosen}
    clauses = {b.path: b for b in chosen if b.path.endswith("comp") and b.root.pos in ("VERB", "AUX")}
    more = []
    for judgement in judged:
        branch = judgement.branch
        first = clauses.get(branch.path.removesuffix(">conj")) if branch.path.endswith(">conj") else None
        if first is not None and id(branch) not in own and _opening(branch.root) and _opening(first.root):
            more.append(branch)
    return chosen + more


_OPENINGS = frozenset(("that", "whether", "why", "how", "when", "where", "if"))


def _opening(verb: Token) -> bool:
    """Whether the clause opens with a word that joins it to a verb of saying."""
    return any(c.lower in _OPENINGS and c.i < verb.i and c.dep in ("mark", "advmod") for c in verb.children)


def _is_channel(branch: Branch) -> bool:
    """ "in a statement" after the object of "confirmed the deaths" tells where, not what."""
    if not branch.path.startswith((">dobj>prep:in", ">dobj>prep:on", ">dobj>prep:via", ">prep:in", ">prep:on")):
        return False
    noun = branch.root.child("pobj") if branch.root.dep == "prep" else branch.root
    return noun is not None and noun.lemma in words("channels")


def _source(head: Token, judged: list[Judged]) -> Branch | None:
    """An hour says nothing: in "Lee, the mayor, said Thursday morning" the parser may take it for the subject."""
    nouns = [j for j in judged if j.branch.root.pos not in ("PUNCT", "SPACE") and not _hour(j.branch.root)]
    best = max(nouns, key=lambda j: float(j.odds[SOURCE]), default=None)
    if best is not None and best.odds[SOURCE] >= 0.4:
        return best.branch
    return next((j.branch for j in nouns if _speaks(j.branch, head) and int(np.argmax(j.odds)) != CUE), None)


def _speaks(branch: Branch, head: Token) -> bool:
    """The subject of an active verb of saying, though a relative clause stands between the two."""
    entry, noun = verbs().get(head.lemma), branch.root
    said = entry is not None and "say" in entry.classes and not is_passive(head)
    apart = any(c.dep == "relcl" and noun.i < c.i < head.i for c in noun.children)
    return said and apart and branch.path == ">nsubj" and noun.pos in ("NOUN", "PROPN")


def _hour(root: Token) -> bool:
    return root.ent in ("DATE", "TIME") and root.lemma in _HOURS


def _widen(first: int, last: int, judged: list[Judged]) -> tuple[int, int]:
    """The cue's group grown by the branches that touch it and belong to it: prepositions, a light verb's noun."""
    chosen = (j.branch for j in judged if int(np.argmax(j.odds)) == CUE)
    words = {i for b in chosen if not _dates(b.root) and b.root.lower not in hearsay() for i in b.tokens}
    while first - 1 in words:
        first -= 1
    while last in words:
        last += 1
    return first, last


def _dates(root: Token) -> bool:
    """ "on" of "refused on Friday" belongs to the day."""
    day = root.child("pobj")
    return root.dep == "prep" and day is not None and (day.ent in ("DATE", "TIME") or day.lemma in ("day", "week"))


_HOURS = frozenset(("morning", "afternoon", "evening", "night", "day", "week", "month", "year", "today", "yesterday"))
_LIMITING = frozenset(("only", "simply", "merely", "just"))
_SAYING = frozenset(("say", "state", "declare", "claim", "argue", "warn", "announce", "note", "add", "insist"))
_OCCASIONS = frozenset(("statement", "interview"))


def _absorb(syntax: Syntax, head: Token, last: int) -> int:
    """The cue's end moved over "in a statement", a participle ("issued a call | saying") and "only" before "that"."""
    tokens = syntax.tokens
    ahead = tokens[last : last + 4]
    words = [t.lower for t in ahead]
    if head.lemma in ("say", "write") and words[:2] in (["in", "a"], ["in", "an"]):
        place = next((t for t in ahead[2:] if t.lemma in _OCCASIONS), None)
        if place is not None and not any(c.i > place.i and c.dep == "prep" for c in place.children):
            return place.i + 1
    if words[:1] and ahead[0].tag == "VBG" and ahead[0].dep in ("acl", "advcl", "pcomp") and ahead[0].lemma in _SAYING:
        last += 1
        words = words[1:]
    if words[:1] and words[0] in _LIMITING and words[1:2] == ["that"]:
        last += 1
    return last


def _after_medium(syntax: Syntax, run: tuple[int, int]) -> tuple[int, int]:
    """In "said in a letter | to the nation that ..." the paper's own phrase is no content."""
    opening = syntax.tokens[run[0]]
    if opening.dep not in ("prep", "acl") or opening.head.lemma not in words("media"):
        return run
    that = next((t for t in syntax.tokens[run[0] : min(run[1], run[0] + 8)] if t.lower == "that"), None)
    return run if that is None else (that.i + 1, run[1])


def _whole_sentence(syntax: Syntax, head: Token, source: tuple[int, int], pieces: list[Interval]) -> list[Interval]:
    """At a sentence's end "according to" covers all of it: the piece that starts the sentence runs up to the cue."""
    first, last = syntax.sentences[head.sent]
    tokens = syntax.tokens
    behind = [t for t in tokens[source[1] : last] if t.pos != "PUNCT"]
    if behind or not pieces or pieces[0][0] > tokens[first].end or pieces[-1][0] > head.start:
        return pieces
    end = head.i
    while end > first and tokens[end - 1].pos == "PUNCT":
        end -= 1
    return [(pieces[0][0], max(pieces[-1][1], tokens[end - 1].end))] if end > first else pieces


def _expletive(token: Token, head: Token) -> bool:
    """The "it" of "it is said that ...", which is nobody."""
    return (
        token.lower == "it"
        and token.head is head
        and head.tag == "VBN"
        and any(c.dep == "auxpass" for c in head.children)
    )


def _noun(root: Token, cue: Token) -> Token:
    """The noun that a chosen prepositional phrase hangs from."""
    while root.dep == "prep" and root.head.pos in ("NOUN", "PROPN") and root.head is not cue:
        root = root.head
    return root


def _runs(syntax: Syntax, inside: set[int]) -> list[tuple[int, int]]:
    """Unbroken runs of the chosen words; marks alone do not break a run."""
    runs: list[tuple[int, int]] = []
    for i in sorted(inside):
        if runs and all(t.pos == "PUNCT" for t in syntax.tokens[runs[-1][1] : i]):
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs
