"""The actors of a ledger as they are kept: which entities may touch each other, and the actors made of them.

A component holds the entities that share a name's key, over any number of steps: no other entity can change what
becomes of them. Every method runs inside a transaction that the caller holds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

TABLES = (
    # Entities by their report's rank and their place among its named entities; keys as numbers.
    """CREATE TABLE IF NOT EXISTS link_actor_cards (
        rank INTEGER NOT NULL, place INTEGER NOT NULL, component INTEGER NOT NULL, PRIMARY KEY (rank, place)
        ) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS link_actor_cards_by_component ON link_actor_cards (component)",
    "CREATE TABLE IF NOT EXISTS link_actor_keys (key INTEGER PRIMARY KEY, component INTEGER NOT NULL)",
    "CREATE INDEX IF NOT EXISTS link_actor_keys_by_component ON link_actor_keys (component)",
    # An actor whole, packed; `names` are all its forms, folded, a line each.
    """CREATE TABLE IF NOT EXISTS link_actors (
        number INTEGER PRIMARY KEY, component INTEGER NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL,
        reports INTEGER NOT NULL, mentions INTEGER NOT NULL, names TEXT NOT NULL, actor BLOB NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS link_actors_by_component ON link_actors (component)",
    "CREATE INDEX IF NOT EXISTS link_actors_by_reports ON link_actors (reports DESC, mentions DESC, key)",
)
_NAMES = ("link_actor_cards", "link_actor_keys", "link_actors")
Entity = tuple[int, int]  # a report's rank and the place of the entity in it


@dataclass(frozen=True, slots=True)
class ActorRow:
    key: str
    kind: str
    reports: int
    mentions: int
    names: str
    actor: bytes


@dataclass(frozen=True, slots=True)
class Component:
    """New entities and keys, and the components that they tie together, with the actors that all of these are."""

    before: Sequence[int]
    entities: Sequence[Entity]
    keys: Sequence[int]
    actors: Sequence[ActorRow]


class Acted:
    """The tables of the actors over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._do = connection.execute
        self._many = connection.executemany

    def clear(self) -> None:
        for name in _NAMES:
            self._do(f"DELETE FROM {name}")

    def component(self, rank: int, place: int) -> int | None:
        sql = "SELECT component FROM link_actor_cards WHERE rank = ? AND place = ?"
        row = self._do(sql, (rank, place)).fetchone()
        return row[0] if row else None

    def placed(self, rank: int) -> dict[int, int]:
        """The component of each entity of a report that has one."""
        return dict(self._do("SELECT place, component FROM link_actor_cards WHERE rank = ?", (rank,)).fetchall())

    def keyed(self, key: int) -> int | None:
        row = self._do("SELECT component FROM link_actor_keys WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def entities(self, component: int) -> list[Entity]:
        return self._do("SELECT rank, place FROM link_actor_cards WHERE component = ?", (component,)).fetchall()

    def count(self, component: int) -> int:
        sql = "SELECT count(*) FROM link_actor_cards WHERE component = ?"
        found: int = self._do(sql, (component,)).fetchone()[0]
        return found

    def drop(self, component: int) -> set[int]:
        """Forget a component with its actors; the ranks of the reports that have a part in it."""
        ranks = {rank for rank, _ in self.entities(component)}
        for name in _NAMES:
            self._do(f"DELETE FROM {name} WHERE component = ?", (component,))
        return ranks

    def put(self, found: Component) -> None:
        """Put a component in place of those that it is made of; the largest of them keeps its number."""
        number = max(found.before, key=lambda c: (self.count(c), c), default=None)
        if number is None:
            number = self._do("SELECT coalesce(max(component), 0) + 1 FROM link_actor_cards").fetchone()[0]
        for other in found.before:
            self._do("DELETE FROM link_actors WHERE component = ?", (other,))
            if other != number:
                for name in ("link_actor_cards", "link_actor_keys"):
                    self._do(f"UPDATE {name} SET component = ? WHERE component = ?", (number, other))
        rows = ((rank, place, number) for rank, place in found.entities)
        self._many("INSERT OR REPLACE INTO link_actor_cards VALUES (?, ?, ?)", rows)
        self._many("INSERT OR REPLACE INTO link_actor_keys VALUES (?, ?)", ((key, number) for key in found.keys))
        self._many(
            "INSERT INTO link_actors (component, key, kind, reports, mentions, names, actor)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((number, a.key, a.kind, a.reports, a.mentions, a.names, a.actor) for a in found.actors),
        )

    def packed(self, *, several: bool, kinds: Sequence[str] = (), words: Iterable[str] = ()) -> Iterator[bytes]:
        """The actors, most reports first; with all the words somewhere in their names (not yet: in one of them)."""
        parts, values = ["1"], list[object]()
        if several:
            parts.append("reports > 1")
        if kinds:
            parts.append(f"kind IN ({','.join('?' * len(kinds))})")
            values += kinds
        for word in words:
            parts.append("instr(names, ?) > 0")
            values.append(word)
        sql = f"SELECT actor FROM link_actors WHERE {' AND '.join(parts)} ORDER BY reports DESC, mentions DESC, key"
        return (row[0] for row in self._do(sql, values))
