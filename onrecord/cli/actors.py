"""`onrecord actors`: who is meant across reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.linking import opened_joins, stored
from onrecord.cli.options import LedgerPath, Output
from onrecord.cli.tables import Form, JoinFormat, write
from onrecord.cli.terminal import UsageError, count, working

if TYPE_CHECKING:
    from onrecord.export.joined.lines import ActorLinkLine, ActorsLine
    from onrecord.linking.actors import Actor, ActorCard

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

    Example: onrecord actors --name peskov
    """
    from onrecord.export.joined.making import actors_line

    failed = 0
    wanted = [words.casefold().split() for words in name or ()]
    several, kinds = not (alone or wanted), [k.value for k in kind or ()]
    if paths:
        if ledger:
            raise UsageError("--ledger is for the ledger's reports: leave it or the paths out")
        found, names, failed = _of_paths(paths)
        found = tuple(a for a in found if (a.reports > 1 or not several) and (not kinds or a.kind in kinds))
        found = tuple(a for a in found if not wanted or any(_is_called(a, words) for words in wanted))
    else:
        found, names = _of_ledger(ledger, several, kinds, wanted)
    lines = (actors_line(a, names) for a in found)
    write("actors", format, output_path, lines, _text, nothing="no such actor")
    if failed:
        raise typer.Exit(1)


def _of_ledger(
    path: object, several: bool, kinds: list[str], wanted: list[list[str]]
) -> tuple[tuple[Actor, ...], dict[str, str]]:
    with stored(path):
        pass  # linked with a bar of its own
    with working("joining actors"), opened_joins(path, actors=True) as (_, joins):
        sets = [joins.actors(several=several, kinds=kinds, words=words) for words in wanted or [[]]]
        once = {actor.key: actor for found in sets for actor in found}
        found = tuple(sorted(once.values(), key=lambda a: (-a.reports, -a.mentions, a.key)))
        spoken = (key for a in found for link in (*a.joins, *a.unsure) for key in (link.a, link.b))
        return found, joins.entity_names(spoken)


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


def _text(line: ActorsLine) -> str:
    codes = " ".join(c for c in (line.country, line.sector) if c)
    told = f"{count(line.reports, 'report')}, {count(line.mentions, 'mention')}"
    lines = ["  ".join(filter(None, (line.name, line.kind, codes, told, line.actor)))]
    others = [n for n in line.names if n != line.name]
    if others:
        lines.append(f"  also: {'; '.join(others[:_SHOWN])}{_more(others)}")
    if line.roles:
        lines.append(f"  told with: {', '.join(line.roles[:_SHOWN])}{_more(line.roles)}")
    lines += [f"  one with {_told(link)}" for link in line.joins[:_SHOWN]]
    if len(line.joins) > _SHOWN:
        lines.append(f"  and {count(len(line.joins) - _SHOWN, 'join')} more: --format json gives all")
    lines += [f"  perhaps {_told(link)}" for link in line.unsure]
    return "\n".join(lines)


def _more(names: Sequence[str]) -> str:
    return f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""


def _told(link: ActorLinkLine) -> str:
    same = link.a_name == link.b_name
    named = f"{link.a} and {link.b}" if same else f"{link.a_name} ({link.a}) and {link.b_name} ({link.b})"
    return f"{named}, score {link.score:.2f} by {link.author}: {'; '.join(link.reasons[:4])}"
