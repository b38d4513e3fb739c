"""What the learned choices look at: words about a cue, and words about a branch around it."""

from __future__ import annotations

from onrecord.reading.attribution.branches import Branch
from onrecord.reading.attribution.cues import verbs
from onrecord.reading.attribution.marks import Marks
from onrecord.syntax import Syntax, Token

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_ENDS = frozenset([".", "?", "!"])
_GAP = 40  # words between a cue and a quotation that are looked at


def is_candidate(token: Token) -> bool:
    """Whether a word can be a cue at all by its part of speech."""
    if token.pos in ("VERB", "NOUN", "ADJ"):
        return True
    if token.pos == "AUX":
        return token.dep not in ("aux", "auxpass")
    if token.pos == "ADV":
        return token.lower.endswith("ly")
    return token.text == ":" or (token.pos == "PROPN" and token.tag == "NNP" and token.dep == "ROOT")


def cue_features(syntax: Syntax, marks: Marks, token: Token) -> list[str]:
    """Names of what holds for a candidate cue; each is learned a weight vector."""
    tokens, lemma = syntax.tokens, token.lemma
    previous = tokens[token.i - 1] if token.i else None
    following = tokens[token.i + 1] if token.i + 1 < len(tokens) else None
    names = [f"l={lemma}", f"l={lemma}|{token.tag}", f"t={token.tag}", f"d={token.dep}", f"l={lemma}|d={token.dep}"]
    names.append(f"-1={previous.lower if previous else ''}")
    names.append(f"+1={following.lower if following else ''}")
    names.append(f"l={lemma}|+1={following.lower if following else ''}")
    names.append(f"+1t={following.tag if following else ''}")
    above = token.head
    names += [f"h={above.lemma}", f"h={above.lemma}|d={token.dep}", f"ht={above.tag}|d={token.dep}"]
    shape = []
    for child in token.children:
        label = f"{child.dep}:{child.lower}" if child.dep in ("prep", "prt", "neg", "mark") else child.dep
        names += [f"c={label}", f"l={lemma}|c={label}"]
        if child.dep in _SUBJECTS:
            names += [f"s={child.lemma}", f"st={child.tag}", f"se={child.ent}", f"st={child.tag}|l={lemma}"]
        elif child.dep in ("ccomp", "xcomp", "dobj", "acl", "attr", "acomp", "poss"):
            names += [f"o={child.dep}|{child.tag}", f"o={child.lemma}", f"l={lemma}|o={child.dep}|{child.tag}"]
            names += [f"om={child.dep}|{c.lower}" for c in child.children if c.dep in ("mark", "aux")]
        if child.dep not in ("punct", "aux", "advmod", "det"):
            shape.append(child.dep)
    names.append("shape=" + ",".join(shape))
    names.append(f"shape={','.join(shape)}|t={token.tag}")
    entry = verbs().get(lemma)
    names += [f"k={k}|{token.pos}" for k in entry.classes] if entry else ["k=none"]
    return names + _quote_features(syntax, marks, token)


def _quote_features(syntax: Syntax, marks: Marks, token: Token) -> list[str]:
    home = marks.around(token.start)
    if home is not None:
        size = "long" if home.last - home.first > 60 else "short"
        return [f"inq={size}"]
    names = []
    before, after = marks.before(token.start), marks.after(token.end)
    first, last = syntax.sentences[token.sent]
    start, end = syntax.tokens[first].start, syntax.tokens[last - 1].end
    if before is not None and before.end > start - 3:
        gap = min(9, token.i - _number(syntax, before.end))
        names += [f"qb={gap}", f"qb|t={token.tag}", f"l={token.lemma}|qb"]
    if after is not None and after.start < end + 3:
        gap = min(9, _number(syntax, after.start) - token.i)
        names += [f"qa={gap}", f"qa|t={token.tag}", f"l={token.lemma}|qa"]
    return names


def _number(syntax: Syntax, offset: int) -> int:
    token = syntax.at(offset)
    return len(syntax.tokens) if token is None else token.i


def cue_shape(head: Token) -> str:
    """The dependents of a cue that decide which of them is the content."""
    kinds = sorted({c.dep for c in head.children if c.dep in ("ccomp", "xcomp", "dobj", "nsubj", "nsubjpass", "acl")})
    return ",".join(kinds)


def branch_features(syntax: Syntax, marks: Marks, head: Token, branch: Branch, shape: str) -> list[str]:
    """Names of what holds for a branch seen from its cue."""
    path, root = branch.path, branch.root
    first, last = branch.tokens[0], branch.tokens[-1]
    side = "<" if last < head.i else ">" if first > head.i else "="
    gap = head.i - last if side == "<" else first - head.i
    near = str(gap) if gap < 4 else "far" if gap < 12 else "out"
    size = len(branch.tokens)
    bulk = str(size) if size < 4 else "some" if size < 10 else "many"
    names = [
        f"p={path}", f"p={path}|{side}", f"p={path}|l={head.lemma}", f"p={path}|t={head.tag}|d={head.dep}",
        f"p={path}|rt={root.tag}", f"p={path}|g={near}", f"p={path}|n={bulk}", f"p={path}|sh={shape}",
        f"p={path}|rl={root.lemma}", f"l={head.lemma}|rl={root.lemma}", f"rl={root.lower}", f"re={root.ent}|{path[:3]}",
        f"d={root.dep}|{side}|l={head.lemma}", f"t={head.tag}|{side}", f"d={head.dep}|p={path}",
        f"sh={shape}|l={head.lemma}|p={path}",
    ]  # fmt: skip
    entry = verbs().get(head.lemma)
    if entry is not None:
        names += [f"k={k}|p={path}|{side}" for k in entry.classes]
    names += [f"m={c.lower}|p={path}" for c in root.children if c.dep in ("mark", "aux") and c.i < root.i]
    text = syntax.tokens
    edge = text[first - 1].text if first else ""
    names.append(f"e={edge if not edge.isalnum() else 'w'}|p={path}")
    home = marks.around(root.start)
    cue_home = marks.around(head.start)
    names.append(f"q={home is not None}{home is not None and home is cue_home}|{path}")
    if branch.quote is not None:
        names += _near_quote(syntax, head, branch, side)
    return names


def _near_quote(syntax: Syntax, head: Token, branch: Branch, side: str) -> list[str]:
    tokens = syntax.tokens
    low, high = (branch.tokens[-1] + 1, head.i) if side == "<" else (head.i + 1, branch.tokens[0])
    between = tokens[low : min(high, low + _GAP)]
    ends = min(3, sum(t.text in _ENDS for t in between))
    words = sum(t.pos != "PUNCT" for t in between)
    spread = str(words) if words < 5 else "some" if words < 15 else "many"
    last = tokens[branch.tokens[-1]].text
    after = tokens[branch.tokens[-1] + 1 : branch.tokens[-1] + 8]
    own = any(t.lemma in verbs() and t.pos == "VERB" and t is not head for t in after)
    other = any(t.lemma in ("say", "tell", "add") for t in between)
    assert branch.quote is not None
    key = f"q{side}{branch.order}"
    breaks = sum(t.sent != head.sent for t in (tokens[branch.tokens[0]], tokens[branch.tokens[-1]]))
    return [
        f"{key}|e{ends}", f"{key}|w{spread}", f"{key}|e{ends}w{spread}", f"{key}|last={last}", f"{key}|own={own}",
        f"{key}|other={other}|e{ends}", f"{key}|closed={branch.quote.closed}", f"{key}|br={breaks}",
        f"{key}|n={min(4, len(branch.tokens) // 3)}", f"{key}|l={head.lemma}|e{ends}", 
        f"{key}|own={own}|e{ends}w{spread}",
        f"{key}|single={branch.quote.single}|n={min(4, len(branch.tokens) // 3)}",
    ]  # fmt: skip
