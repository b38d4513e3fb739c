"""What outlets say of their own reports (editor's notes), so that what they correct or withdraw is found.

Every function runs inside a transaction that the caller holds.
"""

from __future__ import annotations

import sqlite3
import zlib

from onrecord import codec
from onrecord.record import Document, EditorNoteKind
from onrecord.store.types import NoteRow

_TELLING: tuple[EditorNoteKind, ...] = ("correction", "withdrawal", "update")
_MOST = 5_000  # reports with such notes of one ledger are few; of more the newest are used


def insert(connection: sqlite3.Connection, number: int, document: Document) -> None:
    connection.executemany(
        'INSERT INTO editor_notes (report, kind, text, start, "end") VALUES (?, ?, ?, ?, ?)',
        [
            (number, note.kind, note.text, note.span and note.span.start, note.span and note.span.end)
            for note in document.editor_notes
        ],
    )


def remove(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("DELETE FROM editor_notes WHERE report = ?", (number,))


def fill(connection: sqlite3.Connection) -> None:
    """The notes of the reports of a ledger that kept them in records alone."""
    numbers = [row[0] for row in connection.execute("SELECT report FROM records ORDER BY report")]
    for number in numbers:
        data = zlib.decompress(
            connection.execute("SELECT record FROM records WHERE report = ?", (number,)).fetchone()[0]
        )
        if b'"editor_notes":[{' in data:
            insert(connection, number, codec.decode_kept(data).document)


def telling(connection: sqlite3.Connection) -> tuple[NoteRow, ...]:
    """The notes that correct, withdraw or update, oldest report first, each with the earlier versions of its report."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'editor_notes'").fetchone() is None:
        return ()  # a ledger of an older program that is opened for reading
    rows = connection.execute(
        'SELECT n.report, r.id, n.kind, n.text, n.start, n."end", r.published, r.publisher FROM editor_notes n'
        f" JOIN reports r ON r.number = n.report WHERE n.kind IN ({', '.join('?' * len(_TELLING))})"
        " ORDER BY r.published DESC, n.number LIMIT ?",
        (*_TELLING, _MOST),
    ).fetchall()
    found = []
    for number, report, kind, text, start, end, published, publisher in reversed(rows):
        covers = _covered(connection, number, text)
        found.append(NoteRow(report, kind, text, start, end, published, publisher, covers))
    return tuple(found)


def _covered(connection: sqlite3.Connection, number: int, text: str) -> tuple[str, ...]:
    """The older versions of a report, and reports of its outlet whose headline the note quotes."""
    rows = connection.execute(
        "SELECT r.id FROM versions own JOIN versions other ON other.address = own.address AND other.place < own.place"
        " JOIN reports r ON r.number = other.report WHERE own.report = ? ORDER BY other.place",
        (number,),
    ).fetchall()
    for title in _quoted(text):
        rows += connection.execute(
            "SELECT other.id FROM reports own JOIN reports other ON other.publisher = own.publisher"
            " AND other.number <> own.number AND lower(other.title) = ? WHERE own.number = ?",
            (title.lower(), number),
        ).fetchall()
    return tuple(dict.fromkeys(row[0] for row in rows))


def _quoted(text: str) -> list[str]:
    """Headlines that a note names: what stands in quotation marks and is three words or more."""
    pieces = text.replace("“", '"').replace("”", '"').split('"')[1::2]
    return [told for piece in pieces if len((told := piece.strip(" .,;")).split()) >= 3]
