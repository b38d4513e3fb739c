"""`onrecord actors`: who is meant across reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from onrecord.cli.disputing import Row
from onrecord.cli.options import LedgerPath, Output
from onrecord.cli.tables import Form, JoinFormat, write
from onrecord.cli.terminal import UsageError, count, working
from onrecord.record import EntityKind

if TYPE_CHECKING:
    from onrecord.linking.actors import Actor, ActorCard, Link

_SHOWN = 8  # names and reasons of an actor in text; json and csv give all


class ActorKind(StrEnum):
    """The kinds of entities (a test compares them)."""

    person = "person"
    organization = "organization"
    state = "state"
    group = "group"
    place = "place"
    facility = "facility"
    other = "other"


def actors(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", show_default=False, help="Reports to join, as in read; else the ledger's."),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", show_default=False, help="Words of a name in any case. Given twice: either."),
    ] = None,
    kind: Annotated[
        list[ActorKind] | None, typer.Option("--kind", show_default=False, help="Only such. Given twice: either.")
    ] = None,
    alone: Annotated[bool, typer.Option("--all", help="Also actors whom only one report names.")] = False,
    format: Form = JoinFormat.text,
    output_path: Output = None,
    ledger: LedgerPath = None,
) -> None:
    """Persons, organizations and places that reports name, joined across reports with the reasons.

    Namesakes stay apart, and where nobody can tell the other actor is shown as one who may be meant: nothing is merged
    on a guess. Members are entities of reports (REPORT/ENTITY): `onrecord link A B --as same` or `--as different`
    corrects a join.

    `onrecord schema actor` gives the JSON Schema of a line of `--format json`.

    Example: onrecord actors --name peskov
    """
    failed = 0
    if paths:
        if ledger:
            raise UsageError("--ledger is for the ledger's reports: leave it or the paths out")
        found, names, failed = _of_paths(paths)
    else:
        found, names = _of_ledger(ledger)
    wanted = [words.casefold().split() for words in name or ()]
    kept = (a for a in found if (alone or wanted or a.reports > 1) and (not kind or a.kind in {k.value for k in kind}))
    rows = (_row(a, names) for a in kept if not wanted or any(_is_called(a, words) for words in wanted))
    write(format, output_path, rows, _text, nothing="no such actor")
    if failed:
        raise typer.Exit(1)


def _of_ledger(path: object) -> tuple[tuple[Actor, ...], dict[str, str]]:
    from onrecord.joining import links_of, newest
    from onrecord.ledger import Ledger
    from onrecord.linking.actors import actor_cards, cluster

    names: dict[str, str] = {}
    with Ledger.open(path) as opened, working("joining"):  # type: ignore[arg-type]
        cards = _noted((card for record in opened.records() for card in actor_cards(record)), names)
        return cluster(cards, links_of(newest(opened.judgements()))), names


def _of_paths(paths: list[str]) -> tuple[tuple[Actor, ...], dict[str, str], int]:
    from onrecord.cli.clusters import read_paths
    from onrecord.linking.actors import actor_cards, cluster

    names: dict[str, str] = {}
    records, failed = read_paths(paths)
    with working("joining"):
        return cluster(_noted((c for r in records for c in actor_cards(r)), names)), names, failed


def _noted(cards: Iterator[ActorCard], names: dict[str, str]) -> Iterator[ActorCard]:
    """The cards, while the name of each is kept for those that links speak of."""
    for card in cards:
        names[card.key] = card.name
        yield card


def _is_called(actor: Actor, words: list[str]) -> bool:
    return any(all(word in form.casefold() for word in words) for form in actor.names)


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A judgement of two entities ("REPORT/ENTITY"): the program's own, or a person's."""

    a: str
    a_name: str
    b: str
    b_name: str
    verdict: Literal["same", "different", "unsure"]
    score: float
    reasons: tuple[str, ...]
    author: str


@dataclass(frozen=True, slots=True)
class ActorLine:
    """One actor: a line of `onrecord actors --format json`.

    `actor` is the first of its `members`, entities of reports ("REPORT/ENTITY"). `names` stand by how often they are
    told; `joins` say why members stand together, `unsure` who else may be meant.
    """

    actor: str
    name: str
    kind: EntityKind
    country: str | None
    sector: str | None
    names: tuple[str, ...]
    roles: tuple[str, ...]
    reports: int
    mentions: int
    members: tuple[str, ...]
    joins: tuple[LinkLine, ...]
    unsure: tuple[LinkLine, ...]


def actor_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a line, generated from the types."""
    import msgspec

    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Actor"}
    return head | msgspec.json.schema(ActorLine)


def _row(actor: Actor, names: dict[str, str]) -> Row:
    import msgspec

    line = ActorLine(
        actor.key,
        actor.name,
        actor.kind,
        actor.country,
        actor.sector,
        actor.names,
        actor.roles,
        actor.reports,
        actor.mentions,
        actor.members,
        tuple(_link(link, names) for link in actor.joins),
        tuple(_link(link, names) for link in actor.unsure),
    )
    row: Row = msgspec.to_builtins(line)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in row.items()}


def _link(link: Link, names: dict[str, str]) -> LinkLine:
    one, other = names.get(link.a, ""), names.get(link.b, "")
    return LinkLine(link.a, one, link.b, other, link.verdict, link.score, link.reasons, link.author)


def _text(row: Row) -> str:
    codes = " ".join(c for c in (row["country"], row["sector"]) if c)
    told = f"{count(row['reports'], 'report')}, {count(row['mentions'], 'mention')}"
    lines = [f"{row['name']}  {row['kind']}  {codes}  {told}  {row['actor']}".replace("    ", "  ")]
    others = [n for n in row["names"] if n != row["name"]]
    if others:
        lines.append(f"  also: {'; '.join(others[:_SHOWN])}")
    if row["roles"]:
        lines.append(f"  told with: {', '.join(row['roles'][:_SHOWN])}")
    lines += [f"  = {_told(link)}" for link in row["joins"][:_SHOWN]]
    lines += [f"  ? {_told(link)}" for link in row["unsure"]]
    return "\n".join(lines)


def _told(link: Row) -> str:
    by = "" if link["author"] == "onrecord" else f"{link['author']}: "
    return f"{by}{link['a_name']} ({link['a']}) and {link['b_name']} ({link['b']}), {link['score']:.2f}: " + "; ".join(
        link["reasons"][:4]
    )
