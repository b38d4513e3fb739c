"""Who says what: clauses of saying that the parse hung in the wrong place."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.repair.tree import SUBJECT, crown, leftmost, move
from onrecord.syntax import Token

SAYS = frozenset(
    "say report announce add state claim write confirm warn tell note explain declare disclose reveal estimate".split()
)
_GOES_ON = frozenset(
    "blame accuse urge call warn vow condemn demand reject insist promise pledge appeal threaten criticize criticise "
    "dismiss deny praise thank apologize apologise".split()
)
_CHANTS = frozenset("chant shout cry yell sing scream declare announce demand add write ask reply tweet post".split())
_FEARED = frozenset({"fear", "believe", "presume", "report", "think", "suspect", "say"})
_LOST = frozenset({"trapped", "buried", "drowned", "lost", "stranded"})
BEFALLEN = frozenset({"killed", "dead", "injured", "wounded", "hurt", "missing", "arrested", "held", "detained"})

# What a whole clause before them may be called: "..., a charge that Brussels dismissed".
_SUMS_UP = frozenset(
    (
        "accusation", "allegation", "assertion", "charge", "claim", "decision", "demand", "gesture", "move", "promise",
        "step", "suggestion", "threat", "warning",
    )
)  # fmt: skip


def inverted_saying(token: Token, tokens: Sequence[Token]) -> None:
    """ "Three were killed, the rights group Menoa Watch reported": the saying was read as a relative clause."""
    noun = token.head
    if token.lemma not in SAYS or token.dep != "relcl" or token.tag not in ("VBD", "VBZ", "VBP") or noun.pos != "NOUN":
        return
    who = next((c for c in token.children if c.dep == "nsubj"), None)
    if who is None or who.pos != "PROPN" or leftmost(who).i != noun.i + 1:
        return
    if noun.dep == "ROOT" and noun.head is noun:  # "The mining company Orrin said it had closed the pit"
        _say_above(token, noun, who)
        return
    before = leftmost(noun).i - 1 - tokens[0].i
    after = token.i + 1 - tokens[0].i
    told = next((a for a in noun.ancestors() if a.dep == "ROOT"), None)
    if told is None or before < 3 or tokens[before].text != "," or told.i >= tokens[before].i:
        return
    if after < len(tokens) and tokens[after].sent == token.sent and tokens[after].text not in (".", ",", "in", "on"):
        return
    if crown(token, told, "ccomp"):
        move(noun, who)
        noun.dep = "nmod"


def _say_above(token: Token, noun: Token, who: Token) -> None:
    """The saying becomes the root, and the noun before the name a modifier of it."""
    if not any(c.dep in ("ccomp", "dobj", "xcomp") for c in token.children):
        return
    crown(token, noun, "nmod")
    for child in [c for c in noun.children if c.i > token.i]:
        move(child, token)
    move(noun, who)


def speaks_on(token: Token) -> None:
    """ "denied that it had been there and blamed others": the second deed is that of who denied."""
    clause = token.head
    saying = clause.head if clause.dep == "ccomp" else next((a for a in clause.ancestors() if a.pos == "VERB"), clause)
    if token.dep != "conj" or token.tag != "VBD" or token.lemma not in _GOES_ON:
        return
    if clause.dep not in ("ccomp", "acl") or not any(c.dep in SUBJECT for c in clause.children):
        return
    own = any(c.dep in ("nsubj", "nsubjpass", "aux", "auxpass") for c in token.children)
    shifted = any(c.dep in ("aux", "auxpass") for c in clause.children)
    if own or not shifted or saying.tag != "VBD" or not saying.i < clause.i < token.i or clause.head is clause:
        return
    if any(c.dep == "conj" and c.i < token.i for c in clause.children):
        return
    move(token, saying)
    for child in [c for c in clause.children if c.dep == "cc" and clause.i < c.i < token.i]:
        move(child, saying)


def alleged(token: Token, tokens: Sequence[Token]) -> None:
    """`"they just watched," alleged a resident`: who stands behind the verb of a quotation speaks."""
    place = token.i - tokens[0].i
    if token.lemma not in SAYS | {"allege", "ask", "shout", "reply", "insist"} or token.tag != "VBD" or place < 2:
        return
    after = [c for c in token.children if c.dep == "dobj" and c.i > token.i]
    quoted = tokens[place - 1].text in ('"', "''", "”") or tokens[place - 2].text in ('"', "''", "”")
    if quoted and after and not any(c.dep in SUBJECT for c in token.children) and leftmost(after[0]).i == token.i + 1:
        after[0].dep = "nsubj"


def feared(token: Token, tokens: Sequence[Token]) -> None:
    """ "Hundreds feared dead": a headline's passive without "are"; it is not the hundreds who fear."""
    place = token.i - tokens[0].i + 1
    if token.lemma not in _FEARED or token.tag != "VBD" or place >= len(tokens):
        return
    after = tokens[place]
    if after.head is not token or after.lower not in BEFALLEN | _LOST:
        return
    token.tag = "VBN"
    for child in token.children:
        if child.dep == "nsubj":
            child.dep = "nsubjpass"
        elif child.dep == "ccomp" and child.i < token.i:
            child.dep = "parataxis"


def clause_apart(token: Token, tokens: Sequence[Token]) -> None:
    """ "The army left; the mayor said calm had returned": what stands before the semicolon is not said by the mayor."""
    verb = token.head
    own = any(c.dep in ("ccomp", "xcomp", "dobj", "dative") and c.i > verb.i for c in verb.children)
    if token.dep != "ccomp" or token.i > verb.i:
        return
    offset = tokens[0].i
    subject = next((leftmost(c).i for c in verb.children if c.dep in SUBJECT and token.i < c.i < verb.i), offset)
    opens = subject > offset and tokens[subject - 1 - offset].text == ";"  # "ten died; dozens are feared trapped"
    if opens or (own and any(t.text == ";" for t in tokens[token.i - offset : verb.i - offset])):
        token.dep = "parataxis"


def closed_by_semicolon(token: Token, tokens: Sequence[Token]) -> None:
    """ "She died in Darn, her family said; the clinic denies it": the saying was hung from what follows the mark."""
    place, later = token.i - tokens[0].i, token.head
    if token.dep not in ("parataxis", "ccomp") or token.tag != "VBD" or later.i < token.i or later.head is later:
        return
    if place + 1 >= len(tokens) or tokens[place + 1].text != ";" or later.dep not in ("conj", "parataxis"):
        return
    clause = later.head
    if clause.i < token.i and token.child("ccomp", "xcomp", "dobj") is None and token.child("nsubj") is not None:
        move(token, clause)
        token.dep, later.dep = "parataxis", "parataxis"


def announced(token: Token, tokens: Sequence[Token]) -> None:
    """ "Ana Cole: ‘Assaulting a reporter is an offence’": who is quoted is the subject of nothing that is quoted."""
    after = [t.text for t in tokens[token.i - tokens[0].i + 1 :][:2]]
    if token.dep in SUBJECT and len(after) == 2 and after[0] == ":" and after[1][0] in "'\"‘“":
        for child in [c for c in token.children if c.i > token.i and c.tag == "VBG"]:
            move(child, token.head)
            child.dep = "csubj"
        token.dep = "dep"


def noun_for_clause(token: Token) -> None:
    """ "A guard, who spoke by phone, called it a lie": the sentence was read as a noun with a participle."""
    noun = token.head
    if (
        token.dep != "acl"
        or token.tag not in ("VBD", "VBN")
        or noun.head is not noun
        or noun.pos not in ("NOUN", "PROPN")
    ):
        return
    if any(c.dep in (*SUBJECT, "aux", "auxpass", "agent") for c in token.children):
        return
    told = any(c.dep in ("dobj", "oprd", "ccomp", "xcomp") and c.i > token.i for c in token.children)
    inserted = any(c.dep == "relcl" and noun.i < c.i < token.i for c in noun.children)
    closed = any(c.text == "," and c.i == token.i - 1 for c in (*noun.children, *token.children))
    if told and inserted and closed:
        token.pos, token.tag = "VERB", "VBD"
        crown(token, noun, "nsubj")


def chanted(token: Token, tokens: Sequence[Token]) -> None:
    """ "“Out!” chanted hundreds of students": those behind the verb say what stands before it."""
    place = token.i - tokens[0].i
    if token.lemma not in _CHANTS or place < 2 or tokens[place - 1].text not in ('"', "''", "”", "'", "’"):
        return
    who = token.child("dobj")
    if token.tag not in ("VBD", "VBZ") or who is None or any(c.dep in SUBJECT for c in token.children):
        return
    if who.i > token.i and who.pos in ("NOUN", "PROPN", "NUM"):
        who.dep = "nsubj"


def summed_up(token: Token, tokens: Sequence[Token]) -> None:
    """ "Kyiv accused Moscow of mining the dam, a charge that Moscow denied": the charge is all that stands before."""
    place = token.i - tokens[0].i
    if token.lemma not in _SUMS_UP or token.dep not in ("appos", "dobj", "conj", "attr") or place < 3:
        return
    if tokens[place - 1].lower not in ("a", "an") or tokens[place - 2].text != ",":
        return
    clause = next((c for c in token.children if c.dep in ("relcl", "acl") and c.i > token.i), None)
    opens = clause is not None and any(c.lower in ("that", "which") and c.i == token.i + 1 for c in clause.children)
    above = [a for a in token.ancestors() if a.pos == "VERB" and a.i < token.i]
    if clause is None or not opens or not above:
        return
    that = next(c for c in clause.children if c.i == token.i + 1)
    if that.dep in ("dobj", "nsubj", "nsubjpass"):
        clause.dep = "relcl"
    move(token, above[-1])
    token.dep = "npadvmod"
