"""Who is to be compared with whom: groups that share a block; of a large one those that have most in common."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from onrecord.linking.actors import names
from onrecord.linking.actors.cards import keys
from onrecord.linking.actors.likeness import Group

WIDE = 24  # members of a block that are all compared with each other
_HOLDERS = 24  # of those beside whom one name stands so many are looked at


def pairs(groups: Sequence[Group]) -> Iterator[tuple[int, int]]:
    blocks = Blocks(groups)
    seen: set[tuple[int, int]] = set()
    for a in range(len(groups)):
        for b in blocks.near(groups[a]):
            if a == b:
                continue
            pair = (a, b) if a < b else (b, a)
            if pair not in seen:
                seen.add(pair)
                yield pair


class Blocks:
    """Who is to be compared with whom."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.held: dict[str, list[int]] = defaultdict(list)
        for number, told in enumerate(groups):
            for key in _places(told)[0]:
                self.held[key].append(number)
        self.telling: dict[tuple[str, object], list[int]] = defaultdict(list)
        for key, members in self.held.items():
            if len(members) > WIDE:
                for number in members:
                    for item in set(_items(groups[number])):
                        self.telling[key, item].append(number)

    def near(self, told: Group) -> list[int]:
        """All of a small block; of a large one those that have most in common with it, itself among them."""
        found: set[int] = set()
        shared: Counter[int] = Counter()
        for key in _places(told)[1]:
            members = self.held.get(key, ())
            if len(members) <= WIDE:
                found.update(members)
                continue
            for item in set(_items(told)):
                shared.update(self.telling.get((key, item), [])[:_HOLDERS])
        found.update(sorted(shared, key=lambda n: (-shared[n], n))[:WIDE])
        return sorted(found)


def _items(told: Group) -> Iterator[object]:
    """By what members of a large block find each other: the whole name, role and country, the company."""
    head = told.head
    yield (head.person.words if head.person else head.body.words), head.country
    for role in told.roles:
        yield role, head.country
    for setting in told.settings:
        yield from setting.others


def _places(told: Group) -> tuple[list[str], list[str]]:
    """The keys that a group stands under, and those that it looks under.

    Full names look among those with a like beginning of a first name and among last names alone; a last name alone
    looks among all.
    """
    coarse = sorted(keys(told.head))
    person = told.head.person
    plain = [k for k in coarse if not k.startswith("p ")]
    if person is None:
        return plain, plain
    last = [k for k in coarse if k.startswith("p ")]
    if person.bare:
        stands, looks = [f"{k} bare" for k in last], [f"{k} {part}" for k in last for part in ("bare", "full")]
    else:
        begins = [f"{k} {letter}" for k in last for letter in names.given_letters(person)]
        stands, looks = begins + [f"{k} full" for k in last], begins + [f"{k} bare" for k in last]
    return plain + stands, plain + looks
