"""The rules of times_rules.toml, compiled to regular expressions over token types; finds the expressions of a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from onrecord import lexicon
from onrecord.reading.times.tokens import OTHER, Tokens, code_of

# Types that can bear a time alone; a run of tokens without one of them holds no expression.
_CORE = """month monthabbr weakmonth baremonth lowmonth weekday bareweekday weekdayabbr weekdays unit units season
    weakseason part hourname deictic tonight overnight set long anchorless iso numdate clock decade year ampm zone
    festival quarterword 'period' 'future' last cardinal apyear dayordinal daynumber 'while' this ago
    midunit zeroclock worddecade 'half' every 'twice' 'once' 'term'"""
Accepted = TypeVar("Accepted")
# No expression is longer; without a limit "twenty twenty twenty ..." would be read again from each of its words.
_LONGEST = 40
_ITEM = re.compile(r"(?:(?P<slot>\w+)=)?(?P<body>[^\s(){}?*+]+|\()(?P<quantity>\{\d,\d\}|[?*+])?$")


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    make: str
    check: str
    pattern: re.Pattern[str]
    slots: tuple[tuple[str, str], ...]  # (name of the group, name of the slot)


@dataclass(frozen=True, slots=True)
class Match:
    """One expression: tokens [first, last) and what fills the rule's slots, as token intervals."""

    rule: Rule
    first: int
    last: int
    slots: dict[str, tuple[int, int]]


class _Compiler:
    """Turns one pattern into a regular expression; every slot gets a group name of its own."""

    def __init__(self, macros: dict[str, str], classes: dict[str, list[str]]) -> None:
        self.macros, self.classes = macros, classes
        self.groups: list[tuple[str, str]] = []

    def expression(self, pattern: str) -> str:
        return "".join(self._item(item) for item in pattern.split())

    def _item(self, item: str) -> str:
        if item[0] in ")|":
            return item
        if item[0] == "!":
            return f"(?!{self._any(item[1:])})"
        if item[0] == "<":
            return f"(?<!{self._any(item[2:])})" if item[1] == "!" else f"(?<={self._any(item[1:])})"
        found = _ITEM.match(item)
        if not found:
            raise ValueError(f"cannot read the item {item!r} of a pattern")
        opening = self._group(found["slot"]) if found["slot"] else "(?:"
        body = found["body"]
        if body == "(":
            return opening
        inner = self.expression(self.macros[body[1:]]) if body[0] == "@" else self._any(body)
        quantity = found["quantity"] or ""
        if found["slot"] and quantity not in ("", "?"):
            return f"{opening}{inner}{quantity})"
        return f"{opening}{inner}){quantity}"

    def _group(self, slot: str) -> str:
        name = f"{slot}__{len(self.groups)}"
        self.groups.append((name, slot))
        return f"(?P<{name}>"

    def _any(self, names: str) -> str:
        codes = code_of()
        chars = {codes[n] for name in names.split("/") for n in self.classes.get(name, [name])}
        return "[" + "".join(sorted(chars)) + "]"


@cache
def rules() -> tuple[Rule, ...]:
    data: dict[str, Any] = lexicon.load("times_rules")
    classes = {name: members.split() for name, members in data["classes"].items()}
    made = []
    for entry in data["rule"]:
        compiler = _Compiler(data["macros"], classes)
        pattern = re.compile(compiler.expression(entry["pattern"]))
        made.append(Rule(entry["name"], entry["make"], entry.get("check", ""), pattern, tuple(compiler.groups)))
    return tuple(made)


_RUN = re.compile(f"[^{OTHER}]+")


@cache
def _cores() -> re.Pattern[str]:
    return re.compile("[" + "".join(code_of()[name] for name in _CORE.split()) + "]")


@cache
def _by_first() -> dict[str, tuple[Rule, ...]]:
    """Character -> the rules that can begin with a token of that type, found by a partial match."""
    return {code: tuple(r for r in rules() if _may_start(r, code)) for code in code_of().values()}


def _may_start(rule: Rule, code: str) -> bool:
    """True unless no expansion of the rule's first items admits the type (conservative: reads the pattern's text)."""
    return code in rule.pattern.pattern


def find(tokens: Tokens, accept: Callable[[Match], Accepted | None]) -> list[Accepted]:
    """What `accept` makes of the longest match at each place, tried in order of length, then of the rules."""
    codes, by_first = tokens.codes, _by_first()
    accepted = []
    for run in _RUN.finditer(codes):
        start, stop = run.span()
        if not _cores().search(codes, start, stop):
            continue
        while start < stop:
            best = None
            for match in _matches(codes, start, min(stop, start + _LONGEST), by_first[codes[start]]):
                best = accept(match)
                if best is not None:
                    accepted.append(best)
                    break
            start = match.last if best is not None else start + 1
    return accepted


def _matches(codes: str, start: int, stop: int, candidates: tuple[Rule, ...]) -> list[Match]:
    found = []
    for rule in candidates:
        match = rule.pattern.match(codes, start, stop)
        if match and match.end() > start:
            slots = {slot: match.span(group) for group, slot in rule.slots if match.start(group) >= 0}
            first, last = slots.get("span", match.span())
            found.append(Match(rule, first, last, slots))
    found.sort(key=lambda m: -m.last)
    return found
