"""Tables and dumps of reports: columns and keys by our names and by others', dates as programs write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest import gather, table
from onrecord.ingest.fields import filled, moment
from onrecord.ingest.published import BadDate
from onrecord.record import Failure, Source

TEXT = "Gunmen killed two men in Gao; police were told."


def read(path: Path, data: str | bytes) -> list[Source | Failure]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(gather([str(path)]))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", f'id,Text,published,publisher,url\r\np1,"{TEXT}",2026-03-04,Vale,https://vale.example/1\r\n'),
        (
            "a.csv",
            f'post_id;id;Content;created_at;channel;link\n9;p1;"{TEXT}";2026-03-04;Vale;https://vale.example/1\n',
        ),
        ("a.tsv", f"id\tbody\tdate\toutlet\tlink\np1\t{TEXT}\t2026-03-04\tVale\thttps://vale.example/1\n"),
        (
            "a.jsonl",
            f'{{"id":"p1","full_text":"{TEXT}","date":"2026-03-04","source":"Vale","link":"https://vale.example/1"}}',
        ),
    ],
)
def test_columns_and_keys(tmp_path: Path, name: str, data: str) -> None:
    (source,) = read(tmp_path / name, data)
    assert isinstance(source, Source)
    assert (source.name, source.text, source.published) == ("p1", TEXT, "2026-03-04")
    assert (source.publisher, source.url) == ("Vale", "https://vale.example/1")
    assert bool(source.notes) == ("Text" not in data), "what was taken from other names is said"


def test_our_own_names_come_first() -> None:
    row = {"text": "a", "content": "b", "publisher": "Vale", "source": "https://x.example/", "date": True}
    found, notes = filled(row)
    assert (found["text"], found["publisher"], found["published"], notes) == ("a", "Vale", None, ())
    assert filled({"html": "<p>a</p>", "content": "b"})[0]["text"] is None


def test_rows_without_text_and_quoted_lines(tmp_path: Path) -> None:
    first, empty, bad = read(tmp_path / "a.csv", f'id,text,published\n1,"{TEXT}\n\nMore.",\n2,,\n\n3,{TEXT},soon\n')
    assert isinstance(first, Source) and first.text == f"{TEXT}\n\nMore." and first.published is None
    assert isinstance(empty, Failure) and "a.csv:3" in empty.reason
    assert isinstance(bad, Source) and "soon" in bad.notes[0]


@pytest.mark.parametrize("data", ["", "a,b\n1,2\n", "\n", "id;published\n", b"\xff\xfe\x00", b"\0"])
def test_what_holds_no_reports_is_told_in_a_line(tmp_path: Path, data: str | bytes) -> None:
    (found,) = read(tmp_path / "a.csv", data)
    assert isinstance(found, Failure) and "\n" not in found.reason


@pytest.mark.parametrize(
    ("given_date", "is_read"),
    [
        ("2026-03-04T10:00:00.000Z", "2026-03-04T10:00:00.000Z"),
        ("Wed, 04 Mar 2026 10:00:00 +0100", "2026-03-04T10:00:00+01:00"),
        (1772618400, "2026-03-04T10:00:00Z"),
        ("1772618400000", "2026-03-04T10:00:00Z"),
    ],
)
def test_dates_as_programs_write_them(given_date: str | float, is_read: str) -> None:
    assert moment(given_date) == is_read


@pytest.mark.parametrize("given_date", ["03/04/2026", "yesterday", "20260304", 5, 10**15, "", float("nan")])
def test_a_date_that_may_mean_another_day_is_none(given_date: str | float) -> None:
    with pytest.raises(BadDate):
        moment(given_date)


@given(st.binary(max_size=300), st.sampled_from([".csv", ".tsv"]))
def test_never_an_exception(data: bytes, suffix: str) -> None:
    for rows in (data, b"id,text,published\n" + data):
        assert all(isinstance(found, Source | Failure) for found in table.read("a", rows, suffix))
