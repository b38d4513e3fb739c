"""Names of known bodies that hold a plain word, so that the parser would read them as a sentence of their own.

"Doctors Without Borders" became doctors, "Save the Children" a rescue, "April 19 Movement" a date. The forms come from
the lists of actors; the parser is given such a name as one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from onrecord import lexicon

JOIN = "\u203f"  # stands for the spaces within the name while the parser reads: one character for one
_LISTS = ("organizations", "institutions", "groups", "actors")
_PLAIN = re.compile(r" (?:for|and|to|the|sans|Without|Against|\d+)\b")
_COUNTED = re.compile(r"(?:No|Number)\b")  # "Number 10" is more often a number
_IN = re.compile(r" (?:in|of) ")


def joined(text: str) -> str:
    """The text with the spaces inside such names replaced by JOIN; as long as before."""
    return _names().sub(lambda m: m.group().replace(" ", JOIN), text)


def holds(text: str) -> bool:
    """Whether any such name stands in the text."""
    return _names().search(text) is not None


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    forms = {form for name in _LISTS for table in lexicon.load(name)["actors"] for form in _forms(table["rows"])}
    plain = (
        f for f in forms if f[0].isupper() and _PLAIN.search(f) and not _COUNTED.match(f) and not _longer(f, forms)
    )
    by_first: dict[str, list[str]] = {}
    for form in plain:
        first, _, rest = form.partition(" ")
        by_first.setdefault(first, []).append(rest)
    heads = (f"{re.escape(first)} (?:{_either(rests)})" for first, rests in sorted(by_first.items()))
    return re.compile(rf"\b(?=[A-Z])(?:{'|'.join(heads)})(?![\w-])")


def _forms(table: str) -> Iterable[str]:
    return (form.strip() for row in lexicon.rows(table) for form in row[0].split(" ; "))


def _longer(form: str, forms: set[str]) -> bool:
    """ "Islamic State in Iraq and Syria": after a name that stands by itself, places may follow."""
    return any(form[: m.start()] in forms for m in _IN.finditer(form))


def _either(rests: list[str]) -> str:
    return "|".join(re.escape(rest) for rest in sorted(rests, key=lambda r: (-len(r), r)))
