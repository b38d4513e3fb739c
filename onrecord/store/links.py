"""The stored joins: what linking keeps of each report, and what it made of them. Derived data, droppable at any time.

`Links` knows the tables and nothing of how reports are compared: `onrecord.joining` does. A report is known here by its
rank, a number that orders reports by date and then by a hash of the id, whenever they were added.
Every method runs inside a transaction that the caller holds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.store import link_tables

Index = Literal["link_grams", "link_words"]
# What is to be looked at again: keys that stopped being crowded, reports that were spoken of or stood beside one that
# is forgotten; and what is to be settled after comparing: reports by story and by events, copies with other origins.
Dirt = Literal["gram", "passage", "word", "report", "story", "event", "copy", "actor"]
LINKING: tuple[Dirt, ...] = ("gram", "passage", "word", "report", "story", "event", "copy")  # actors wait until asked
COMPARING: tuple[Dirt, ...] = ("gram", "passage", "word", "report")


@dataclass(frozen=True, slots=True)
class Parts:
    """What is kept of one report to compare it, packed."""

    rank: int
    print: bytes
    telling: bytes
    cards: bytes
    told: bytes
    actors: bytes


@dataclass(frozen=True, slots=True)
class ReprintRow:
    copy: int
    origin: int
    share: float
    whole: bool
    reason: str
    mutual: float


@dataclass(frozen=True, slots=True)
class HappeningRow:
    """`members` and `why` are packed; `number` is 0 for one that is not kept yet."""

    number: int
    key: str
    first_day: str | None
    earliest: str | None
    latest: str | None
    basis: str
    reports: int
    origins: int
    disputes: int
    tolls: int
    members: bytes
    why: bytes


class Links:
    """The tables of the joins over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._do = connection.execute
        self._many = connection.executemany

    # State

    def state(self, key: str) -> str | None:
        row = self._do("SELECT value FROM link_state WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_state(self, key: str, value: str) -> None:
        self._do("INSERT OR REPLACE INTO link_state VALUES (?, ?)", (key, value))

    def made(self) -> bool:
        """Whether there are stored joins at all."""
        return self._do("SELECT 1 FROM sqlite_master WHERE name = 'link_dirty'").fetchone() is not None

    def clear(self) -> None:
        """Drop every join and make the empty tables anew; judgements stand elsewhere and stay."""
        for name in link_tables.NAMES:
            self._do(f"DROP TABLE IF EXISTS {name}")
        self.touch()
        self._do("DELETE FROM link_state WHERE key <> 'touched'")
        for statement in link_tables.TABLES:
            self._do(statement)

    def soil(self, kind: Dirt, keys: Iterable[int]) -> None:
        self._many("INSERT OR IGNORE INTO link_dirty VALUES (?, ?)", [(kind, key) for key in keys])

    def dirty(self, kind: Dirt) -> list[int]:
        return [row[0] for row in self._do("SELECT key FROM link_dirty WHERE kind = ? ORDER BY key", (kind,))]

    def soiled(self, *kinds: Dirt) -> bool:
        """Whether anything of these kinds is to be looked at again."""
        sql = f"SELECT 1 FROM link_dirty WHERE kind IN ({','.join('?' * len(kinds))}) LIMIT 1"
        return self._do(sql, kinds).fetchone() is not None

    def clean(self, kind: Dirt, keys: Iterable[int] | None = None) -> None:
        if keys is None:
            self._do("DELETE FROM link_dirty WHERE kind = ?", (kind,))
        else:
            self._many("DELETE FROM link_dirty WHERE kind = ? AND key = ?", [(kind, key) for key in keys])

    def touch(self) -> int:
        """Note that the joins changed, so that whoever works something out of them beside this notices."""
        now = self.touched() + 1
        self.set_state("touched", str(now))
        return now

    def touched(self) -> int:
        return int(self.state("touched") or 0)

    # Reports

    def waiting(self) -> list[str]:
        """Ids of reports that are not linked yet, oldest first, so that few are older than what is linked already."""
        sql = "SELECT id FROM reports WHERE number NOT IN (SELECT report FROM link_reports)"
        return [row[0] for row in self._do(f"{sql} ORDER BY published IS NULL, published, number")]

    def missing(self) -> int:
        """How many reports are not linked yet."""
        found: int = self._do("SELECT (SELECT count(*) FROM reports) - (SELECT count(*) FROM link_reports)").fetchone()[
            0
        ]
        return found

    def add(self, parts: Parts, report: str) -> None:
        sql = "INSERT INTO link_reports SELECT ?, id, number, ?, ?, NULL FROM reports WHERE id = ?"
        self._do(sql, (parts.rank, parts.rank, parts.rank, report))
        values = (parts.rank, parts.print, parts.telling, parts.cards, parts.told, parts.actors)
        self._do("INSERT INTO link_parts VALUES (?, ?, ?, ?, ?, ?)", values)

    def remove(self, rank: int) -> None:
        """A report and what was kept to compare it; its happenings and those beside them are the caller's to drop."""
        for table in ("link_reports", "link_parts"):
            self._do(f"DELETE FROM {table} WHERE rank = ?", (rank,))
        self._do("DELETE FROM link_reprints WHERE copy = ? OR origin = ?", (rank, rank))
        others = [other for other, _ in self.near(rank)]
        self.drop_scores([(min(rank, other), max(rank, other)) for other in (*others, rank)])
        self._many("DELETE FROM link_near WHERE one = ? AND other = ?", [(other, rank) for other in others])
        self._do("DELETE FROM link_near WHERE one = ?", (rank,))
        self._do(
            "DELETE FROM link_dirty WHERE kind IN ('report', 'story', 'event', 'copy', 'actor') AND key = ?", (rank,)
        )

    def ranks(self) -> list[int]:
        return [row[0] for row in self._do("SELECT rank FROM link_reports ORDER BY rank")]

    def count(self) -> int:
        found: int = self._do("SELECT count(*) FROM link_reports").fetchone()[0]
        return found

    def rank(self, report: str) -> int | None:
        row = self._do("SELECT rank FROM link_reports WHERE id = ?", (report,)).fetchone()
        return row[0] if row else None

    def taken(self, rank: int) -> bool:
        return self._do("SELECT 1 FROM link_reports WHERE rank = ?", (rank,)).fetchone() is not None

    def ids(self, ranks: Iterable[int]) -> dict[int, str]:
        return {
            rank: row[0]
            for rank in ranks
            if (row := self._do("SELECT id FROM link_reports WHERE rank = ?", (rank,)).fetchone())
        }

    def part(self, rank: int, column: Literal["print", "telling", "cards", "told", "actors"]) -> bytes:
        found: bytes = self._do(f"SELECT {column} FROM link_parts WHERE rank = ?", (rank,)).fetchone()[0]
        return found

    # Copies

    def stand(self, rank: int) -> tuple[int, int | None] | None:
        """The report that is compared in a report's place, and the one of which it counts as a variant."""
        found = self._do("SELECT unit, variant FROM link_reports WHERE rank = ?", (rank,)).fetchone()
        return (found[0], found[1]) if found else None

    def is_unit(self, rank: int) -> bool:
        """Whether a report is compared itself."""
        return self._do("SELECT 1 FROM link_reports WHERE rank = ? AND unit = rank", (rank,)).fetchone() is not None

    def set_stand(self, rank: int, unit: int, variant: int | None) -> None:
        self._do("UPDATE link_reports SET unit = ?, variant = ? WHERE rank = ?", (unit, variant, rank))

    def represented(self, unit: int) -> list[int]:
        """The copies in whose place a report is compared, itself left out."""
        sql = "SELECT rank FROM link_reports WHERE unit = ? AND unit <> rank ORDER BY rank"
        return [row[0] for row in self._do(sql, (unit,))]

    def variants(self, unit: int) -> list[int]:
        return [row[0] for row in self._do("SELECT rank FROM link_reports WHERE variant = ? ORDER BY rank", (unit,))]

    def one_text(self, rank: int, least: float) -> list[int]:
        """The reports with which a report shares so much of both texts."""
        sql = (
            "SELECT origin FROM link_reprints WHERE copy = ? AND mutual >= ?"
            " UNION SELECT copy FROM link_reprints WHERE origin = ? AND mutual >= ?"
        )
        return [row[0] for row in self._do(sql, (rank, least, rank, least))]

    def soil_units(self) -> None:
        """Note, beside the copies that are noted for it, the reports that are compared in their place."""
        self._do(
            "INSERT OR IGNORE INTO link_dirty SELECT d.kind, r.unit FROM link_dirty d JOIN link_reports r"
            " ON r.rank = d.key WHERE d.kind IN ('story', 'event') AND r.unit <> r.rank"
        )

    # Indexes by which candidates are found

    def holders(self, index: Index, key: int, limit: int = -1) -> list[int]:
        """The ranks of the reports that hold a key, oldest first."""
        sql = f"SELECT rank FROM {index} WHERE key = ? ORDER BY rank LIMIT ?"
        return [row[0] for row in self._do(sql, (key, limit))]

    def hold(self, index: Index, rows: Iterable[tuple[int, int]]) -> None:
        self._many(f"INSERT OR IGNORE INTO {index} VALUES (?, ?)", rows)

    def release(self, index: Index, rows: Iterable[tuple[int, int]]) -> None:
        self._many(f"DELETE FROM {index} WHERE key = ? AND rank = ?", rows)

    def passage_holders(self, key: int, outlet: int, limit: int = -1) -> list[int]:
        sql = "SELECT rank FROM link_passages WHERE key = ? AND outlet = ? ORDER BY rank LIMIT ?"
        return [row[0] for row in self._do(sql, (key, outlet, limit))]

    def passage_outlets(self, key: int) -> list[int]:
        """The outlets that hold a sentence, those without a name (0) left out."""
        sql = "SELECT DISTINCT outlet FROM link_passages WHERE key = ? AND outlet <> 0 ORDER BY outlet"
        return [row[0] for row in self._do(sql, (key,))]

    def passage_everywhere(self, key: int) -> list[int]:
        return [row[0] for row in self._do("SELECT rank FROM link_passages WHERE key = ?", (key,))]

    def hold_passages(self, rows: Iterable[tuple[int, int, int]]) -> None:
        self._many("INSERT OR IGNORE INTO link_passages VALUES (?, ?, ?)", rows)

    def release_passages(self, rows: Iterable[tuple[int, int, int]]) -> None:
        self._many("DELETE FROM link_passages WHERE key = ? AND outlet = ? AND rank = ?", rows)

    def is_furniture(self, key: int) -> bool:
        return self._do("SELECT 1 FROM link_furniture WHERE key = ?", (key,)).fetchone() is not None

    def set_furniture(self, key: int, furniture: bool) -> None:
        verb = "INSERT OR IGNORE INTO link_furniture VALUES (?)" if furniture else (
            "DELETE FROM link_furniture WHERE key = ?"
        )  # fmt: skip
        self._do(verb, (key,))

    # Reprints

    def reprints_of(self, rank: int) -> list[ReprintRow]:
        """The reprints that a report is copy or origin of."""
        sql = "SELECT copy, origin, share, whole, reason, mutual FROM link_reprints WHERE copy = ? OR origin = ?"
        return [_reprint(row) for row in self._do(sql, (rank, rank))]

    def origins_of(self, rank: int) -> list[ReprintRow]:
        sql = "SELECT copy, origin, share, whole, reason, mutual FROM link_reprints WHERE copy = ? ORDER BY origin"
        return [_reprint(row) for row in self._do(sql, (rank,))]

    def copies_of(self, rank: int) -> list[int]:
        return [row[0] for row in self._do("SELECT copy FROM link_reprints WHERE origin = ?", (rank,))]

    def reprint(self, one: int, other: int) -> ReprintRow | None:
        sql = "SELECT copy, origin, share, whole, reason, mutual FROM link_reprints WHERE copy = ? AND origin = ?"
        row = self._do(sql, (one, other)).fetchone() or self._do(sql, (other, one)).fetchone()
        return _reprint(row) if row else None

    def every_reprint(self) -> list[ReprintRow]:
        sql = "SELECT copy, origin, share, whole, reason, mutual FROM link_reprints ORDER BY copy, origin"
        return [_reprint(row) for row in self._do(sql)]

    def put_reprint(self, row: ReprintRow) -> None:
        values = (row.copy, row.origin, row.share, int(row.whole), row.reason, row.mutual)
        self._do("INSERT OR REPLACE INTO link_reprints VALUES (?, ?, ?, ?, ?, ?)", values)

    def drop_reprint(self, one: int, other: int) -> None:
        sql = "DELETE FROM link_reprints WHERE copy = ? AND origin = ?"
        self._do(sql, (one, other))
        self._do(sql, (other, one))

    # Likeness and stories

    def near(self, rank: int, least: int = 0) -> list[tuple[int, int]]:
        """(other report, likeness) of a report's neighbours."""
        return self._do("SELECT other, score FROM link_near WHERE one = ? AND score >= ?", (rank, least)).fetchall()

    def likeness(self, one: int, other: int) -> int:
        """How alike two reports are; 0 where they are not near."""
        row = self._do("SELECT score FROM link_near WHERE one = ? AND other = ?", (one, other)).fetchone()
        return int(row[0]) if row else 0

    def put_near(self, rows: Sequence[tuple[int, int, int]]) -> None:
        sql = "INSERT OR REPLACE INTO link_near VALUES (?, ?, ?)"
        self._many(sql, rows)
        self._many(sql, [(b, a, score) for a, b, score in rows])

    def drop_near(self, pairs: Sequence[tuple[int, int]]) -> None:
        sql = "DELETE FROM link_near WHERE one = ? AND other = ?"
        self._many(sql, pairs)
        self._many(sql, [(b, a) for a, b in pairs])

    def story(self, rank: int) -> int | None:
        row = self._do("SELECT story FROM link_reports WHERE rank = ?", (rank,)).fetchone()
        return row[0] if row else None

    def members(self, story: int, *, copies: bool = True) -> list[int]:
        """The reports of a story, with or without those in whose place others are compared."""
        some = "" if copies else " AND unit = rank"
        sql = f"SELECT rank FROM link_reports WHERE story = ?{some} ORDER BY rank"
        return [row[0] for row in self._do(sql, (story,))]

    def set_story(self, story: int, members: Iterable[int]) -> None:
        self._many("UPDATE link_reports SET story = ? WHERE rank = ?", [(story, member) for member in members])

    def every_story(self) -> list[tuple[int, str]]:
        return self._do("SELECT story, id FROM link_reports ORDER BY story, rank").fetchall()

    # Happenings

    def standing(self, rank: int) -> list[tuple[int, int | None]]:
        """The number that the ledger gave each event of a report, in its order, and the happening that it stands in."""
        sql = (
            "SELECT e.number, l.happening FROM link_reports r JOIN events e ON e.report = r.report"
            " LEFT JOIN link_events l ON l.event = e.number WHERE r.rank = ? ORDER BY e.number"
        )
        return self._do(sql, (rank,)).fetchall()

    def drop_happening(self, number: int) -> None:
        self._do("DELETE FROM link_events WHERE happening = ?", (number,))
        self._do("DELETE FROM link_happenings WHERE number = ?", (number,))

    def scores(self, one: int, other: int) -> bytes | None:
        """The packed scores of the events of two reports, the smaller rank first."""
        row = self._do("SELECT scores FROM link_pairs WHERE one = ? AND other = ?", (one, other)).fetchone()
        return row[0] if row else None

    def scored(self, rank: int, least: int) -> list[tuple[int, bytes]]:
        """The packed scores of a report's events with its own and with those of its neighbours of that likeness."""
        own = self.scores(rank, rank)
        sql = (
            "SELECT n.other, p.scores FROM link_near n JOIN link_pairs p ON p.one = min(n.one, n.other)"
            " AND p.other = max(n.one, n.other) WHERE n.one = ? AND n.score >= ?"
        )
        found = self._do(sql, (rank, least)).fetchall()
        return [(rank, own), *found] if own is not None else found

    def put_scores(self, rows: Iterable[tuple[int, int, bytes]]) -> None:
        """Rows of two reports, the smaller rank first, and the packed scores of their events."""
        self._many("INSERT OR REPLACE INTO link_pairs VALUES (?, ?, ?)", rows)

    def drop_scores(self, pairs: Iterable[tuple[int, int]]) -> None:
        self._many("DELETE FROM link_pairs WHERE one = ? AND other = ?", pairs)

    def put_happening(self, row: HappeningRow, events: Iterable[int]) -> None:
        cursor = self._do(
            "INSERT INTO link_happenings (key, first_day, earliest, latest, basis, reports, origins, disputes, tolls,"
            " members, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row.key, row.first_day, row.earliest, row.latest, row.basis, row.reports, row.origins, row.disputes,
                row.tolls, row.members, row.why,
            ),
        )  # fmt: skip
        number = cursor.lastrowid
        self._many("INSERT INTO link_events VALUES (?, ?)", [(event, number) for event in events])

    def set_origins(self, number: int, origins: int) -> None:
        self._do("UPDATE link_happenings SET origins = ? WHERE number = ?", (origins, number))

    def happening(self, number: int) -> HappeningRow | None:
        row = self._do(f"SELECT {HAPPENING} FROM link_happenings h WHERE number = ?", (number,)).fetchone()
        return HappeningRow(*row) if row else None

    def holding(self, report: str, event: str) -> int | None:
        """The happening that an event stands in."""
        row = self._do(f"SELECT l.happening {_OF_REPORT} WHERE r.id = ? AND e.id = ?", (report, event)).fetchone()
        return row[0] if row else None

    def told_in(self, rank: int) -> list[int]:
        """The happenings that a report tells of, in the order of its events."""
        rows = self._do(f"SELECT l.happening {_OF_REPORT} WHERE r.rank = ? ORDER BY l.event", (rank,))
        return list(dict.fromkeys(row[0] for row in rows))


def _reprint(row: tuple[int, int, float, int, str, float]) -> ReprintRow:
    copy, origin, share, whole, reason, mutual = row
    return ReprintRow(copy, origin, share, bool(whole), reason, mutual)


_OF_REPORT = "FROM link_reports r JOIN events e ON e.report = r.report JOIN link_events l ON l.event = e.number"
HAPPENING = (
    "h.number, h.key, h.first_day, h.earliest, h.latest, h.basis, h.reports, h.origins, h.disputes, h.tolls, h.members,"
    " h.why"
)
