"""Document -> Syntax; the only module that knows the NLP engine (spaCy).

The text is parsed in blocks (paragraphs and lines) so that headlines and list lines stay sentences of their own,
a ten-megabyte report needs no more memory than its largest block, and excluded parts cost nothing.
"""

from __future__ import annotations

import hashlib
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from onrecord import lexicon, one_name
from onrecord.clean.furniture import hard_wrapped
from onrecord.record import Document, Model
from onrecord.repair import repair, repair_names
from onrecord.syntax import NameSpan, Syntax, Token
from onrecord.word_vectors import ModelMissing as ModelMissing
from onrecord.word_vectors import model_folder
from onrecord.word_vectors import similar as similar

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc

VERSION = 1  # raise when the parse of a text changes, so that kept parses are made again
# The parser reads a curly apostrophe as a word of its own ("it’s"): marks are mapped one to one, so offsets stay.
_PLAIN_MARKS = str.maketrans("’‘“”´`\u00a0\u2007\u202f\t\r", "''\"\"''     ")
# Pictures are no words: the parser takes them for verbs ("Ten people 👪 were killed") and for what was said.
_PICTURES = "".join(map(chr, (*range(0x1F000, 0x1FB00), *range(0x2600, 0x27C0), 0x200D, 0xFE0E, 0xFE0F, 0x20E3)))
_PLAIN_MARKS |= str.maketrans(_PICTURES, " " * len(_PICTURES))
_PICTURE_SET = frozenset(_PICTURES)
# "Chung Hong-won": the hyphen inside a given name of Korea, China or Taiwan, where the parser would part the name.
_GIVEN_NAME = re.compile(r"\b(?P<before>[A-Z][a-z]+ [A-Z][a-z]+)-(?P<last>[a-z]{1,6})\b(?!-)")
# Ranks that the tokenizer does not know as words, and whose point would end the sentence: "said Capt. Lee, who ..."
_RANKS = frozenset(
    (
        "Capt", "Sgt", "Sgts", "Col", "Maj", "Cpl", "Lt", "Lieut", "Det", "Insp", "Supt", "Cmdr", "Comdr", "Brig",
        "Pvt", "Pte", "Spc", "Reps", "Sens", "Asst", "Atty", "Amb", "Ofc", "Ald",
        "capt", "sgt", "col", "maj", "cpl", "lt", "insp", "supt", "cmdr", "brig",  # of texts without capitals
    )
)  # fmt: skip
# The platform's point ends the sentence: "wrote on X. In a statement the ministry said ..."
_ON_X = re.compile(r"(?<=\bon X\.)[ \t]+(?=[A-Z\"“])")
_BATCH = 32  # larger batches only cost memory
_LONGEST_BLOCK = 20_000  # characters; a line without breaks is cut behind a sentence near it, else at a space
_PLAIN_END = re.compile(r"[a-z\d]{3}[.!?][\"'”’)]*\s+(?=[\"“‘(]?[A-Z])")  # no "Mr." and no "U.S."
# Characters without the end of a sentence, about 450 words: captions of speech, lists of names. One "sentence" of
# thousands of words says nothing of who did what, and takes seconds where the same in pieces takes tenths.
_LONGEST_RUN = 3_000
_SENTENCE_END = re.compile(r"[.!?…](?:[\"'”’)\]]*\s|$)")
_PIECE = 2_000  # characters; such a run is cut behind the last of these marks between half of it and it
_WEAK_STOPS = ("; ", ": ", ", ", " and ", " but ", " ")
# single letters only where they are a word: the article, and the "S" of a possessor
_SHOUTED_WORD = re.compile(r"[^\W\d_]{2,}|(?<= )A(?= )|(?<=\w['’])S\b")
_LONGEST_ACRONYM = 5  # letters
_NO_ROW = 1_000_000
_SHORTEST_SHOUT = 40  # letters; shorter runs of capitals are headings and acronyms


Parsed = Callable[[str, int, int], None]  # a document's name, the characters of it that are parsed, and all of them


@contextmanager
def _absent(*modules: str) -> Iterator[None]:
    """Let imports inside take these modules for not installed, unless they are loaded already."""
    hidden = {name: None for name in modules if name not in sys.modules}
    sys.modules.update(hidden)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)


@lru_cache(maxsize=1)
def engine() -> Language:
    """The loaded pipeline; about two seconds the first time."""
    # Where these are installed the engine imports them: more than a second for what this pipeline has no use for.
    with _absent("torch", "tensorflow", "mxnet"):
        import spacy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # W095: weights of 3.7 under 3.8; the accuracy gate watches the effect
        nlp = spacy.load(model_folder())
    nlp.max_length = 2 * _LONGEST_BLOCK
    for rank in sorted(_RANKS):
        cast("Tokenizer", nlp.tokenizer).add_special_case(f"{rank}.", [{spacy.symbols.ORTH: f"{rank}."}])
    # "wrote on X. In a statement": the platform's point ends the sentence
    cast("Tokenizer", nlp.tokenizer).add_special_case("X.", [{spacy.symbols.ORTH: "X"}, {spacy.symbols.ORTH: "."}])
    return nlp


@lru_cache(maxsize=1)
def model() -> Model:
    """Name, version and hash of the weights, for the record's `program`."""
    folder = model_folder()
    digest = hashlib.sha256()
    for name in (
        "meta.json",
        "parser/model",
        "tok2vec/model",
        "tagger/model",
        "ner/model",
    ):
        digest.update((folder / name).read_bytes())
    return Model("en_core_web_md", "3.7.1", digest.hexdigest())


def word_vectors() -> NDArray[np.float32]:
    """The engine's table of word vectors (20,000 rows of 300); `Syntax.words` points into it."""
    return np.asarray(engine().vocab.vectors.data, np.float32)


@dataclass(frozen=True, slots=True)
class _Block:
    start: int
    end: int


def _blocks(document: Document) -> Iterator[_Block]:
    for block in _whole_blocks(document):
        yield from _cut(document.text, block.start, block.end)


def _whole_blocks(document: Document) -> Iterator[_Block]:
    text = document.text
    pattern = r"\n[ \t\r]*\n\s*|\n(?=[ \t]{3,})" if hard_wrapped(text) else r"[\n\u2028\u2029\x0b\x0c\x85]+"
    cuts = {0, len(text)}
    for match in re.finditer(pattern, text):
        cuts.add(match.end())
    cuts.update(match.end() for match in _ON_X.finditer(text))
    if document.dateline is not None:
        cuts.add(document.dateline.end)
    for part in document.excluded:
        cuts.update((part.span.start, part.span.end))
    bounds = sorted(cuts)
    for start, end in pairwise(bounds):
        if document.excluded_at(start) is None and text[start:end].strip():
            yield _Block(start, end)


def _cut(text: str, start: int, end: int) -> Iterator[_Block]:
    """A block in pieces that the parser and the stages after it can bear; nearly always the one block."""
    for until in (*_run_cuts(text, start, end), end):
        while until - start > _LONGEST_BLOCK:
            ends = _PLAIN_END.finditer(text, start + _LONGEST_BLOCK // 2, start + _LONGEST_BLOCK)
            near = max((m.end() for m in ends), default=text.rfind(" ", start, start + _LONGEST_BLOCK) + 1)
            stop = near if near > start else start + _LONGEST_BLOCK
            yield _Block(start, stop)
            start = stop
        yield _Block(start, until)
        start = until


def _run_cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Where what goes on for too long without the end of a sentence is cut."""
    if end - start <= _LONGEST_RUN:
        return
    for stop in chain((m.end() for m in _SENTENCE_END.finditer(text, start, end)), (end,)):
        while stop - start > _LONGEST_RUN:
            half, whole = start + _PIECE // 2, start + _PIECE
            start = next((at + len(w) for w in _WEAK_STOPS if (at := text.rfind(w, half, whole)) >= 0), whole)
            yield start
        start = stop


def _plain(text: str) -> str:
    """The block as the parser reads it: one character for one, so that offsets stay."""
    plain = one_name.joined(_GIVEN_NAME.sub(_unparted, text.translate(_PLAIN_MARKS).replace("\n", " ")))
    return _SHOUTED_WORD.sub(_truecased, plain) if _shouted(plain) else plain


def _unparted(match: re.Match[str]) -> str:
    """The name with a hyphen at which no word is parted (U+2011), for the syllables that such names end in."""
    if match["last"] not in _syllables():
        return match.group()
    return f"{match['before']}\u2011{match['last']}"


@lru_cache(maxsize=1)
def _syllables() -> frozenset[str]:
    return frozenset(lexicon.load("people")["given_syllables"]["words"])


def edition(document: Document) -> int:
    """Which of the changes since VERSION was raised the parse of a text depends on: the parses of others are kept."""
    text = document.text
    ranks = any(re.search(rf"\b{rank}\.", text) for rank in _RANKS)
    pictures = not _PICTURE_SET.isdisjoint(text)
    shouted = any(_shouted(text[b.start : b.end]) for b in _blocks(document))
    whole = tuple(_whole_blocks(document))
    cut = any(b.end - b.start > _LONGEST_BLOCK or next(_run_cuts(text, b.start, b.end), None) for b in whole)
    platform = (re.search(r"\bX\.", text) is not None) + 2 * (_ON_X.search(text) is not None)
    return ranks + 2 * shouted + 4 * pictures + 8 * one_name.holds(text) + 16 * cut + 32 * platform


def _shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= _SHORTEST_SHOUT and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _truecased(match: re.Match[str]) -> str:
    """A word of a text in capitals in its most usual form; the rows of the word vectors stand in order of frequency."""
    word = match.group()
    opens = match.start() == 0 or match.string[: match.start()].rstrip()[-1:] in ".!?"
    usual = _usual_case(word)
    return usual.capitalize() if opens and usual.islower() and len(usual.capitalize()) == len(word) else usual


@lru_cache(maxsize=50_000)
def _usual_case(word: str) -> str:
    lower, title = word.lower(), word.capitalize()
    if len(lower) != len(word) or len(title) != len(word):
        return word
    if lower in _state_words():
        return title
    rows = {form: _row(form) for form in (lower, title, word)}
    if len(word) <= _LONGEST_ACRONYM and 1.5 * rows[word] < min(rows[lower], rows[title]):
        return word
    return title if rows[title] * 1.5 < rows[lower] or rows[lower] == _NO_ROW else lower


def _row(form: str) -> int:
    vocab = engine().vocab
    row = int(vocab.vectors.find(key=vocab.strings[form]))
    return row if row >= 0 else _NO_ROW


@lru_cache(maxsize=1)
def _state_words() -> frozenset[str]:
    """Single words for states and their people, lower-cased: "peruvian", "salvador"."""
    words: set[str] = set()
    for fact in lexicon.load("countries")["countries"].values():
        for name in (fact["name"], fact.get("capital", ""), *fact["adjective"], *fact.get("people", ())):
            words.update(w for w in name.lower().split() if len(w) > 3)
    return frozenset(words)


class _Builder:
    """Collects the tokens of all blocks of one document."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.sentences: list[tuple[int, int]] = []
        self.names: list[NameSpan] = []
        self.context: list[NDArray[np.float16]] = []
        self.words: list[int] = []

    def add(self, doc: Doc, offset: int) -> None:
        made, known = _tokens(doc, offset, len(self.tokens)), len(self.names)
        if made:
            repair([token for _, token in made])
        positions: dict[int, int] = {}
        for old, token in made:
            positions[old] = token.i
            self.tokens.append(token)
        by_old = dict(made)
        kept_rows = [old for old, _ in made]
        self.context.append(np.asarray(doc.tensor, np.float32)[kept_rows].astype(np.float16))
        self.words.extend(doc.vocab.vectors.find(keys=[doc[i].orth for i in kept_rows]).tolist())
        for sentence in doc.sents:
            kept = [by_old[i] for i in range(sentence.start, sentence.end) if i in by_old]
            if kept:
                for token in kept:
                    token.sent = len(self.sentences)
                self.sentences.append((kept[0].i, kept[-1].i + 1))
        for name in doc.ents:
            if len(name) == 1 and one_name.JOIN in name.text:
                continue  # below
            inside = [positions[i] for i in range(name.start, name.end) if i in positions]
            if inside:
                self.names.append(NameSpan(inside[0], inside[-1] + 1, name.label_))
                for i in inside:
                    self.tokens[i].ent = name.label_
        for _, token in made:
            if " " in token.text and not token.ent:
                token.ent = "ORG"
                self.names.append(NameSpan(token.i, token.i + 1, "ORG"))
        self.names[known:] = sorted(self.names[known:], key=lambda n: n.first)
        repair_names([token for _, token in made])

    def finish(self) -> Syntax:
        context = np.concatenate(self.context) if self.context else np.zeros((0, 96), np.float16)
        words = np.asarray(self.words, np.int32)
        return Syntax(tuple(self.tokens), tuple(self.sentences), tuple(self.names), context, words)


def _tokens(doc: Doc, offset: int, base: int) -> list[tuple[int, Token]]:
    """(position in the engine's document, token); white space tokens are dropped, their children lifted."""
    made: dict[int, Token] = {}
    for word in doc:
        if word.is_space:
            continue
        token = Token()
        token.i = base + len(made)
        token.start = offset + word.idx
        token.end = token.start + len(word.text)
        token.text, token.lower, token.lemma = (
            f.replace(one_name.JOIN, " ") for f in (word.text, word.lower_, word.lemma_.lower())
        )
        token.pos, token.tag, token.dep = word.pos_, word.tag_, word.dep_
        if one_name.JOIN in word.text:
            token.pos, token.tag = "PROPN", "NNP"
        token.ent, token.children, token.sent = "", [], 0
        token.space = bool(word.whitespace_)
        made[word.i] = token
    for word in doc:
        if word.i not in made:
            continue
        head = word.head
        while head.i not in made and head.head.i != head.i:
            head = head.head
        token = made[word.i]
        token.head = made.get(head.i, token)
        if token.head is not token:
            token.head.children.append(token)
    return list(made.items())


def parse_all(documents: Iterable[Document], parsed: Parsed | None = None) -> Iterator[Syntax]:
    """Parse many documents in batches; one Syntax a document, in order. `parsed` is told after each block of a text."""
    started = 0
    waiting: dict[int, Document] = {}

    def stream() -> Iterator[tuple[str, tuple[int, int]]]:
        nonlocal started
        for number, document in enumerate(documents):
            started = number + 1
            waiting[number] = document
            for block in _blocks(document):
                yield _plain(document.text[block.start : block.end]), (number, block.start)

    done, builder = 0, _Builder()
    for doc, (number, offset) in engine().pipe(stream(), as_tuples=True, batch_size=_BATCH):
        while done < number:
            yield builder.finish()
            waiting.pop(done)
            builder, done = _Builder(), done + 1
        builder.add(doc, offset)
        if parsed is not None:
            parsed(waiting[number].name, offset + len(doc.text), len(waiting[number].text))
    while done < started:
        yield builder.finish()
        builder, done = _Builder(), done + 1


def parse(document: Document) -> Syntax:
    """The parse of one document; an empty document gives an empty Syntax."""
    return next(iter(parse_all([document])))
