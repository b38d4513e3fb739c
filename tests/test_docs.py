"""What a user can see is documented: fields, commands, kinds, numbers."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from onrecord import pipeline
from onrecord.record import (
    Attribution,
    Document,
    Entity,
    Event,
    EventKind,
    ExcludedReason,
    Figure,
    Mention,
    Place,
    PublishedBasis,
    Record,
    Stance,
    Status,
    Timex,
)

ROOT = Path(__file__).resolve().parents[1]
CODEBOOK = (ROOT / "docs" / "codebook.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
PLAIN = {"id", "span", "start", "end", "quote"}


@pytest.mark.parametrize("kind", [Record, Document, Entity, Mention, Timex, Place, Attribution, Event, Figure])
def test_codebook_tells_every_field(kind: type) -> None:
    for field in fields(kind):
        if field.name not in PLAIN:
            assert re.search(rf"`(?:\w+\.)?{field.name}`", CODEBOOK), f"{kind.__name__}.{field.name}"


@pytest.mark.parametrize("values", [Status, Stance, PublishedBasis, ExcludedReason])
def test_codebook_tells_every_value(values: object) -> None:
    for value in get_args(values):
        assert re.search(rf"\b{value}\b", CODEBOOK), value


def test_event_kinds_are_documented() -> None:
    told = (ROOT / "docs" / "design" / "events.md").read_text("utf-8") + CODEBOOK
    for kind in get_args(EventKind):
        assert kind in told, kind


def test_every_command_is_in_the_readme() -> None:
    from onrecord.cli import COMMANDS

    for name in COMMANDS:
        assert f"onrecord {name}" in README, name


def test_links_of_the_documents_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), ROOT / "CONTRIBUTING.md", ROOT / "WALKTHROUGH.md"]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_make_targets_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for used in re.findall(r"`?make ([a-z-]+)", README):
        assert used in targets, used


def test_walkthrough_is_what_the_program_does() -> None:
    from bench.walkthrough import written

    assert (ROOT / "WALKTHROUGH.md").read_text("utf-8") == written(), "run `make walkthrough`"


def test_record_of_the_readme_is_what_the_program_prints() -> None:
    from bench.readme import written

    assert written(README) == README, "run `python -m bench.readme`"


def test_stages_are_told_in_the_walkthrough() -> None:
    walkthrough = (ROOT / "WALKTHROUGH.md").read_text("utf-8")
    for name, _ in pipeline.STAGES:
        assert f"\n## {name}\n" in walkthrough, name


def test_locks_hold_no_address() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        assert "://" not in lock.read_text("utf-8"), lock.name
    package_lock = ROOT / "web" / "package-lock.json"
    if package_lock.exists():
        assert '"resolved"' not in package_lock.read_text("utf-8")
