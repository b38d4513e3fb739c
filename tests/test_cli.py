"""The command line: what it prints, its exit status, and one clear line for every bad input."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bench.synthetic import record, records
from onrecord import __version__, cli, codec
from onrecord.cli import COMMANDS, app
from onrecord.cli.render import print_record
from onrecord.cli.terminal import out, safe
from onrecord.ledger import Ledger, LedgerError
from onrecord.record import Argument

REPORT = """Rebels deny strike on camp

Russian planes bombed a refugee camp near Idlib on Sunday, killing at least 12 people, the observatory said.
A spokesman for the rebels denied that their fighters had attacked the town.
"""


@dataclass
class Result:
    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the command line in this process, in a folder and with a ledger of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONRECORD_LEDGER", str(tmp_path / "ledger.sqlite"))
    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments: str) -> Result:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["onrecord", *arguments])
        try:
            cli.main()
            status = 0
        except SystemExit as error:
            status = error.code if isinstance(error.code, int) else int(error.code is not None)
        printed = capsys.readouterr()
        return Result(status, printed.out, printed.err)

    return call


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT)
    return path


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path, write=True) as ledger:
        list(ledger.add(records(6, events=4)))
    return path


# read


def test_read_gives_the_contract(run: Run, report: Path) -> None:
    got = run("read", "report.txt", "--published", "2024-12-16", "--format", "jsonl")
    assert got.status == 0 and got.err == ""
    made = codec.decode(got.out.encode())
    assert made.document.text == REPORT
    assert (made.document.published, made.document.published_basis) == ("2024-12-16", "given")
    assert made.document.name == "report.txt"
    one = run("read", "report.txt", "--published", "2024-12-16", "--format", "json")
    assert codec.decode(one.out.encode()) == made
    assert one.out.count("\n") > 10


def test_read_goes_on_after_a_report_that_cannot_be_read(run: Run, report: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "binary.txt").write_bytes(b"MZ\0\0\1\2")
    got = run("read", "empty.txt", "report.txt", "binary.txt", "--format", "jsonl")
    assert got.status == 1
    lines = [json.loads(line) for line in got.out.splitlines()]
    assert [set(line) == {"schema", "error"} for line in lines] == [True, False, True]
    assert lines[0]["schema"] == "onrecord/1" and set(lines[0]["error"]) == {"name", "reason"}
    assert "empty.txt" in got.err and "binary.txt" in got.err
    assert got.err.splitlines()[-1] == "2 of 3 reports could not be read"
    several = json.loads(run("read", "empty.txt", "report.txt", "--format", "json").out)
    assert [set(item) == {"schema", "error"} for item in several] == [True, False]


def test_read_takes_lines_and_names_the_broken_one(run: Run, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "one", "text": REPORT}),
        '{"id": "two", "text": ',
        json.dumps({"id": "three", "text": REPORT}),
    ]
    (tmp_path / "reports.jsonl").write_text("\n".join(lines))
    got = run("read", "reports.jsonl", "--format", "jsonl")
    rows = [json.loads(line) for line in got.out.splitlines()]
    assert got.status == 1
    assert rows[0]["document"]["name"] == "one" and rows[2]["document"]["name"] == "three"
    assert "line 2" in rows[1]["error"]["reason"]


def test_read_writes_where_it_is_told(run: Run, report: Path, tmp_path: Path) -> None:
    got = run("read", "report.txt", "-o", "out.jsonl")
    assert (got.status, got.out) == (0, "")
    assert codec.decode((tmp_path / "out.jsonl").read_bytes()).document.text == REPORT
    assert run("check", "out.jsonl").status == 0
    run("read", "report.txt", "-o", "out.txt")
    assert "according to" in (tmp_path / "out.txt").read_text() or "No event" in (tmp_path / "out.txt").read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("read", "nowhere.txt"), "no such file or folder: nowhere.txt"),
        (("read", "report.txt", "--published", "Monday"), "'Monday' is not a date: write it as 2024-12-16"),
        (("read", "report.txt", "--published", "2024-02-30"), "is not a date"),
        (("read", "report.txt", "-o", "no/such/folder/out.jsonl"), "cannot be written"),
        (("read", "report.txt", "-o", "report.txt"), "is being read from"),
        (("add", "nowhere.txt"), "no such file or folder"),
        (("add", "report.txt", "--published", "?"), "is not a date"),
        (("add", "report.txt", "--ledger", "report.txt/x/ledger"), "cannot be made"),
        (("list",), "there is no ledger at"),
        (("forget", "abcd"), "there is no ledger at"),
        (("list", "--ledger", "report.txt"), "is not a ledger"),
        (("list", "--ledger", "."), "is a folder"),
        (("search", "x", "--kind", "WAR"), "choose of AGREE"),
        (("search", "x", "--status", "maybe"), "choose of asserted"),
        (("search", "x", "--since", "yesterday"), "write it as 2024-12-16"),
        (("check", "nowhere.jsonl"), "cannot be read"),
    ],
)
def test_a_wish_that_cannot_be_met_is_told_in_one_line(
    run: Run, report: Path, arguments: tuple[str, ...], words: str
) -> None:
    got = run(*arguments)
    assert got.status == 2
    assert words in got.err and got.err.startswith("onrecord: ") and got.err.count("\n") == 1
    assert got.out == ""
    assert report.read_text() == REPORT


def test_a_fault_in_one_report_leaves_the_rest(run: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (report.parent / "other.txt").write_text("Police arrested two men in Cairo on Monday.")
    from onrecord import pipeline

    reading = pipeline.read_parsed

    def faulty(document: Any, syntax: Any) -> Any:
        return 1 // 0 if document.name == "report.txt" else reading(document, syntax)

    monkeypatch.setattr(pipeline, "read_parsed", faulty)
    got = run("read", "report.txt", "other.txt", "--format", "jsonl")
    first, second = map(json.loads, got.out.splitlines())
    assert got.status == 1 and "a fault of onrecord (ZeroDivisionError" in first["error"]["reason"]
    assert second["document"]["name"] == "other.txt"


def test_a_usage_error_is_status_2(run: Run) -> None:
    for arguments in (("read",), ("show",), ("nothing",), ("read", "x", "--format", "xml"), ("list", "--limit", "0")):
        got = run(*arguments)
        assert got.status == 2 and "Traceback" not in got.err


def test_a_fault_of_the_program_shows_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    monkeypatch.setattr(Ledger, "reports", lambda *_: 1 // 0)
    got = run("list")
    assert got.status == 2 and "a fault of onrecord (ZeroDivisionError" in got.err and got.err.count("\n") == 1


# The ledger's commands


def test_add_list_show_forget(run: Run, report: Path) -> None:
    got = run("add", "report.txt", "--published", "2024-12-16")
    assert got.status == 0 and got.out.startswith("1 report added with ")
    assert run("add", "report.txt", "--published", "2024-12-16").out.startswith("0 reports added with 0 events, 1 were")
    listed = run("list")
    assert "report.txt" in listed.out and "2024-12-16" in listed.out
    assert listed.err.startswith("1 report in the ledger")
    (row,) = map(json.loads, run("list", "--format", "jsonl").out.splitlines())
    shown = run("show", row["id"], "--format", "jsonl")
    again = run("read", "report.txt", "--published", "2024-12-16", "--format", "jsonl")
    assert shown.out == again.out
    assert run("show", row["id"], "--text").out == REPORT
    gone = run("forget", row["id"][:6], "--reason", "asked for")
    assert gone.status == 0 and gone.out.startswith("forgotten: report.txt")
    missing = run("show", row["id"])
    assert missing.status == 2 and "onrecord list" in missing.err
    refused = run("add", "report.txt", "--published", "2024-12-16")
    assert refused.status == 1 and "asked for" in refused.err and "--again" in refused.err
    assert run("add", "report.txt", "--published", "2024-12-16", "--again").status == 0


def test_add_reads_the_rest_of_a_batch(run: Run, report: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" ")
    got = run("add", "empty.txt", "report.txt")
    assert got.status == 1 and got.out.startswith("1 report added")
    assert "empty.txt" in got.err and got.err.splitlines()[-1] == "1 of 2 reports could not be added"


def test_what_is_there_is_not_read_again(run: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("add", "report.txt")
    from onrecord import pipeline

    monkeypatch.setattr(pipeline, "read_parsed", lambda *_: 1 // 0)
    assert run("add", "report.txt").status == 0


def test_search_shows_events_with_their_report(run: Run, filled: Path) -> None:
    made = record(2, events=4)
    event = made.events[0]
    got = run("search", "--report", made.document.id)
    assert got.status == 0
    assert f"{made.document.id}/e1" in got.out and "Report 2" in got.out and event.trigger.quote in got.out
    assert got.err == "4 events\n"
    (row,) = map(
        json.loads, run("search", "--report", made.document.id, "-n", "1", "--format", "jsonl").out.splitlines()
    )
    assert row["event"]["trigger"]["quote"] == event.trigger.quote
    assert run("search", "nosuchword").err == "0 events\n"
    assert run("search", "--status", "ASSERTED", "--kind", "none").status == 0
    shown = run("show", f"{made.document.id}/e1")
    assert shown.status == 0 and event.trigger.quote in shown.out


def test_export(run: Run, filled: Path, tmp_path: Path) -> None:
    lines = run("export").out.splitlines()
    assert [codec.decode(line.encode()) for line in lines] == list(records(6, events=4))
    got = run("export", "--format", "csv", "-o", "out.csv")
    assert (got.status, got.out, got.err) == (0, "", "24 events written to out.csv\n")
    assert (tmp_path / "out.csv").read_text().count("\n") == 25
    assert run("export", "-o", str(filled)).status == 2
    assert run("list").status == 0
    assert run("export", "-o", "no/folder/x").status == 2
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("command", ["list", "search", "export", "show report-1", "forget report-1", "add report.txt"])
def test_a_newer_ledger_is_told(run: Run, filled: Path, report: Path, command: str) -> None:
    connection = sqlite3.connect(filled)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    got = run(*command.split())
    assert got.status == 2 and "newer onrecord" in got.err and got.err.count("\n") == 1


def test_a_locked_ledger_is_told(run: Run, filled: Path, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Ledger.open
    monkeypatch.setattr(Ledger, "open", lambda *a, **k: opened(*a, **{**k, "busy": 0.05}))
    holder = sqlite3.connect(filled, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    got = run("add", "report.txt")
    assert got.status == 2 and "locked by another program" in got.err and got.err.count("\n") == 1
    assert run("list").status == 0
    holder.close()


# The command once to load every module, then again without the rights of the user that may write anywhere.
_AS_NOBODY = """
import contextlib, io, os, sys
import onrecord.cli, onrecord.ingest
ledger, wanted = sys.argv[1], sys.argv[2:]
sys.argv[1:] = [wanted[0] if wanted[0] != "add" else "list", "--ledger", ledger]
with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())), contextlib.redirect_stderr(io.StringIO()):
    with contextlib.suppress(SystemExit):
        onrecord.cli.main()
if os.geteuid() == 0:
    os.seteuid(65534)
sys.argv[1:] = wanted
onrecord.cli.main()
"""


def test_a_ledger_without_the_right_to_write(report: Path, filled: Path) -> None:
    def nobody(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", _AS_NOBODY, str(filled), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in (filled, report):
            shutil.copy(path, folder)
            (folder / path.name).chmod(0o444)
        folder.chmod(0o555)
        try:
            for command in ("list", "search --status asserted"):
                got = nobody(*command.split(), "--ledger", str(folder / filled.name))
                assert got.returncode == 0 and got.stdout, got.stderr
            for ledger, words in ((filled.name, "is read-only"), ("new.sqlite", "its folder can be written to")):
                got = nobody("add", str(folder / report.name), "--ledger", str(folder / ledger))
                assert (got.returncode, got.stdout) == (2, "")
                assert words in got.stderr and got.stderr.count("\n") == 1, got.stderr
        finally:
            folder.chmod(0o755)


# schema, check, help


def test_schema_is_json(run: Run) -> None:
    assert json.loads(run("schema").out)["title"] == "Record, onrecord/1"


def test_check_names_what_does_not_hold(run: Run, tmp_path: Path) -> None:
    good = codec.encode(record(1))
    raw = json.loads(good)
    raw["events"][0]["place"] = "p99"
    typo = json.loads(good) | {"colour": "red"}
    error = b'{"schema": "onrecord/1", "error": {"name": "x", "reason": "y"}}'
    (tmp_path / "r.jsonl").write_bytes(
        b"\n".join([good, json.dumps(raw).encode(), error, b"{broken", json.dumps(typo).encode()])
    )
    got = run("check", "r.jsonl")
    assert got.status == 1
    lines = got.out.splitlines()
    assert "r.jsonl:2: $.events[0].place" in lines[0]
    assert "r.jsonl:4: not JSON" in lines[1]
    assert "r.jsonl:5: unknown key $.colour" in lines[2]
    assert got.err == "4 records checked, 1 error line: 3 findings\n"
    (tmp_path / "one.json").write_text(json.dumps(json.loads(good), indent=2))
    assert run("check", "one.json").status == 0
    (tmp_path / "none.jsonl").write_text("")
    assert run("check", "none.jsonl").status == 1


def test_version(run: Run) -> None:
    assert run("--version").out == f"onrecord {__version__}\n"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help_with_an_example(run: Run, name: str) -> None:
    got = run(name, "--help")
    assert got.status == 0
    assert re.search(rf"Example: .*onrecord {name}\b", " ".join(got.out.split())), got.out
    registered = {command.name for command in app.registered_commands}
    assert name in registered


# Text for people


def printed(capsys: pytest.CaptureFixture[str], made: Any, width: int = 80, **options: bool) -> str:
    console = out()
    console.width = width
    print_record(console, made, **options)
    return capsys.readouterr().out


def test_every_field_shows_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    made = record(3, events=3)
    text = printed(capsys, made, 120)
    event = made.events[0]
    for span in (*(a.span for a in event.arguments), event.trigger, event.figures[0].span, made.attributions[0].cue):
        assert span is not None and f"{span.start}–{span.end}" in text
    for label in ("who", "did", "to whom", "where", "when", "figure", "according to", "evidence"):
        assert re.search(rf"^ +{label} ", text, re.M), label
    assert "✓ asserted" in text and "? possible" in text
    assert "the outlet's own voice" in text
    assert "rule" not in text and "rule made" in printed(capsys, made, 120, explain=True)


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_lines_keep_to_the_width(capsys: pytest.CaptureFixture[str], width: int) -> None:
    for line in printed(capsys, record(3, events=5), width).splitlines():
        assert len(line) <= max(width, 40)  # a field's value gets 20 columns at least
        assert line == line.rstrip()


HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31mred\u202egnirts\u2066x\r\n\x00\ud800[bold]not markup[/bold] :smile:"


def test_text_cannot_act_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    made = record(3, events=2)
    document = replace(made.document, title=HOSTILE, name=HOSTILE, publisher=HOSTILE, byline=HOSTILE, url=HOSTILE)
    entities = tuple(replace(e, name=HOSTILE) for e in made.entities)
    made = replace(made, document=document, entities=entities, notes=(HOSTILE,))
    text = printed(capsys, made, 200, explain=True)
    assert not [c for c in text if c != "\n" and not c.isprintable()]
    assert "[bold]not markup[/bold] :smile:" in text


def test_safe_keeps_what_people_write() -> None:
    for text in ("Müller said “no” 🙂", "مرحبا بالعالم", "می‌خواهم", "👩‍👩‍👧", "Ærøskøbing – 50 %"):
        assert safe(text) == text
    assert safe("a\tb\nc\x1b[1m") == "a b c␛[1m"


def test_an_argument_with_nothing_behind_it_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    made = record(3, events=1)
    events = (replace(made.events[0], arguments=(Argument("actor", None, None),)),)
    assert "did" in printed(capsys, replace(made, events=events))


# As a program


def program(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "onrecord", *arguments], capture_output=True, text=True, timeout=120, **options
    )


def test_it_runs_as_a_module() -> None:
    assert program("--version").stdout == f"onrecord {__version__}\n"


def test_small_commands_load_no_heavy_part(filled: Path) -> None:
    code = (
        "import sys, contextlib, io\n"
        "sys.argv = ['onrecord', 'search', '--status', 'asserted', '--ledger', sys.argv[1]]\n"
        "from onrecord.cli import main\n"
        "with contextlib.suppress(SystemExit): main()\n"
        "print(sorted({'spacy', 'fastapi', 'uvicorn', 'trafilatura', 'httpx', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(filled)], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def test_a_reader_that_has_seen_enough_is_no_error(filled: Path) -> None:
    for command in ("export", "search --limit 100 --status asserted"):
        line = f"{{ '{sys.executable}' -m onrecord {command} --ledger '{filled}'; echo status $? >&2; }} | head -c 10"
        done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, timeout=60)
        assert done.stderr.splitlines()[-1] == "status 0" and len(done.stdout) == 10
        assert "Traceback" not in done.stderr and "Broken" not in done.stderr


def test_a_killed_add_goes_on_where_it_was(tmp_path: Path) -> None:
    reports = tmp_path / "reports.jsonl"
    lines = [
        json.dumps({"id": f"r{n}", "text": f"Police number {n} arrested {n + 2} men in Cairo."}) for n in range(160)
    ]
    reports.write_text("\n".join(lines))
    path = tmp_path / "ledger.sqlite"
    command = [sys.executable, "-m", "onrecord", "add", str(reports), "--ledger", str(path)]
    there = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and there == 0:
            time.sleep(0.02)
            with contextlib.suppress(LedgerError), Ledger.open(path) as ledger:
                there = ledger.statistics().reports
        process.kill()
    assert process.returncode == -9, "it was done before it could be killed"
    with Ledger.open(path) as ledger:
        before = ledger.statistics().reports
        assert there <= before < 160
        assert len(list(ledger.records())) == before
    done = program("add", str(reports), "--ledger", str(path))
    assert done.returncode == 0
    assert re.match(rf"{160 - before} reports added with .*, {before} were there already", done.stdout), done.stdout
    with Ledger.open(path) as ledger:
        assert ledger.statistics().reports == 160


def test_everything_works_with_the_network_cut_off(
    run: Run, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked for")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refuse, raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for command in (
        "read report.txt",
        "add report.txt",
        "list",
        "show report.txt",
        "search planes",
        "export --format csv",
        "export -o out.jsonl",
        "check out.jsonl",
        "schema",
        "forget report.txt",
    ):
        got = run(*command.split())
        assert got.status == 0, (command, got.err)


def test_read_works_in_a_namespace_without_network(report: Path) -> None:
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-n", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no right to make a network namespace here")
    done = subprocess.run(
        [unshare, "-n", sys.executable, "-m", "onrecord", "read", str(report), "--format", "jsonl"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert codec.decode(done.stdout.encode()).document.text == REPORT
