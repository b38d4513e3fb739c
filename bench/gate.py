"""The accuracy gate: python -m bench.gate [--only NAME...] [--set-floors]

Reads the held-out development gold with the program, runs the scorers of ../shared/score over the records, and compares
every measure with its floor in bench/floors.toml. A figure under its floor fails the gate. `--set-floors` writes today's
figures, less a small margin, as the new floors: the only way in which a floor may sink. The digest of the gold that a
floor was set on stands beside it, so that a changed gold is not taken for a changed program.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED = Path(os.environ.get("ONRECORD_SHARED", Path(__file__).resolve().parents[2] / "shared"))
FLOORS = Path(__file__).with_name("floors.toml")
HONESTY = Path(__file__).resolve().parents[1] / "docs" / "honesty.md"
README = Path(__file__).resolve().parents[1] / "README.md"
START, END = "<!-- figures -->\n", "<!-- /figures -->"
MARGIN = 0.005  # a floor stands this far under the figure it was set from: room for a parser's rounding


def third(name: str) -> bool:
    """The part that is held out for scoring: one report in three, by a hash of its id."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 == 0


def everything(_: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: where its gold stands, which scorer gives it, and the path to it in the scorer's JSON."""

    name: str
    gold: str
    scorer: str
    path: tuple[str, ...]
    keep: Callable[[str], bool] = third


def _many(prefix: str, gold: str, scorer: str, keep: Callable[[str], bool], **paths: str) -> list[Measure]:
    return [Measure(f"{prefix}.{name}", gold, scorer, tuple(path.split("/")), keep) for name, path in paths.items()]


MEASURES: tuple[Measure, ...] = (
    *_many("seed", "../seed", "exam", everything, trigger="micro/trigger/F1", claim="micro/claim/F1", full_claim="micro/full_claim/F1", attribution_pair="micro/attribution_pair/F1", stance="micro/attribution_fields/stance"),
    *_many("exam_look", "exam-dev/look", "exam", everything, trigger="micro/trigger/F1", claim="micro/claim/F1", full_claim="micro/full_claim/F1", attribution_pair="micro/attribution_pair/F1"),
    *_many("exam_hold", "exam-dev/hold", "exam", everything, trigger="micro/trigger/F1", claim="micro/claim/F1", full_claim="micro/full_claim/F1", attribution_pair="micro/attribution_pair/F1"),
    *_many("polnear", "quotes-polnear/dev", "quotes", third, pair="pair/F1", direct="direct_pair/F1", indirect="indirect_pair/F1", source="source_exact/F1", cue="cue_exact/F1", content="content_exact_unmarked/F1"),
    *_many("riqua", "quotes-riqua/valid", "quotes", everything, source="source_exact/F1", cue="cue_exact/F1", content="content_exact_unmarked/F1"),
    *_many("timebank", "time-timebank", "times", third, value="value_F1", relaxed="relaxed/F1", strict="strict/F1"),
    *_many("meantime", "time-meantime", "times", third, value="value_F1", relaxed="relaxed/F1", strict="strict/F1"),
    *_many("lgl", "place-lgl", "places", third, recognition="recognition/F1", end_to_end="end_to_end_161/F1"),
    *_many("geovirus", "place-geovirus", "places", third, recognition="recognition/F1", end_to_end="end_to_end_161/F1"),
    *_many("plv", "events-plv", "events", third, pair_root="pair_root/macro_F1", triple="triple/F1", triple_recall="triple/R"),
    *_many("cameo", "events-cameo", "events", third, class_pair="class_pair/F1"),
    *_many("factuality", "factuality-meantime", "factuality", third, polarity="polarity/macro_F1", tense="tense/macro_F1", certainty="certainty/macro_F1", trigger_recall="trigger_recall"),
    *_many("uw", "factuality-uw", "factuality", third, r="pearson_r", trigger_recall="trigger_recall"),
    *_many("coref", "coref-gum", "coref", third, CoNLL="CoNLL_entities", pronouns="pronouns"),
)  # fmt: skip


def _score(gold: str, scorer: str, keep: Callable[[str], bool], work: Path) -> tuple[dict[str, Any], str]:
    """The scorer's answer over the kept reports, and the digest of their gold."""
    from bench.readings import read_to

    folder = (SHARED / "gold" / gold).resolve()
    names = {
        json.loads(line)["id"] for line in (folder / "reports.jsonl").read_text("utf-8").split("\n") if line.strip()
    }
    kept = {name for name in names if keep(name)}
    records, rows = work / "records.jsonl", work / "gold.jsonl"
    read_to(records, [folder / "reports.jsonl"], kept)
    targets: list[str]
    if scorer == "exam":
        files = sorted(p for p in folder.glob("*.json"))
        digest = hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest()
        targets = [str(p) for p in files]
    else:
        lines = [
            x
            for x in (folder / "gold.jsonl").read_text("utf-8").split("\n")
            if x.strip() and json.loads(x)["id"] in kept
        ]
        rows.write_text("\n".join(lines) + "\n", "utf-8")
        digest = hashlib.sha256(rows.read_bytes()).hexdigest()
        targets = [str(rows)]
    command = [sys.executable, str(SHARED / "score" / f"{scorer}.py"), *targets, str(records), "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout), digest[:16]


def _at(answer: dict[str, Any], path: tuple[str, ...]) -> float:
    value: Any = answer
    for key in path:
        value = value.get(key, 0.0)  # a scorer leaves a figure out where nothing matched
    return float(value)


def measured(only: list[str]) -> dict[str, tuple[float, str]]:
    """Every measure's figure with the digest of its gold; each gold set is read once."""
    wanted = [m for m in MEASURES if not only or any(m.name.startswith(o) for o in only)]
    figures: dict[str, tuple[float, str]] = {}
    answers: dict[tuple[str, str, Callable[[str], bool]], tuple[dict[str, Any], str]] = {}
    with tempfile.TemporaryDirectory() as work:
        for measure in wanted:
            key = (measure.gold, measure.scorer, measure.keep)
            if key not in answers:
                answers[key] = _score(*key, Path(work))
            answer, digest = answers[key]
            figures[measure.name] = (_at(answer, measure.path), digest)
            print(f"{measure.name:<28} {figures[measure.name][0]:.3f}", flush=True)
    return figures


def _write(figures: dict[str, tuple[float, str]]) -> None:
    old = tomllib.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    for name, (value, digest) in figures.items():
        old[name] = {"floor": round(value - MARGIN, 3), "gold": digest}
    lines = [f'"{name}" = {{ floor = {row["floor"]}, gold = "{row["gold"]}" }}' for name, row in sorted(old.items())]
    FLOORS.write_text("# Written by `python -m bench.gate --set-floors`.\n" + "\n".join(lines) + "\n", "utf-8")


TOLD = {
    "seed.": "one real report of December 2024, marked by a careful coder; looked at while building",
    "exam_look.": "12 whole reports marked in the record's own terms; looked at while building",
    "exam_hold.": "12 whole reports of the same kind; only ever scored",
    "polnear.": "who says what, PolNeAR development part, one report in three; Citron's code retrained: pair .492 on the test part",
    "riqua.": "quotations in 19th-century fiction, RiQuA validation part; never trained on",
    "timebank.": "times, TimeBank and AQUAINT, one report in three; HeidelTime .758 on the same reports (tuned on part of them)",
    "meantime.": "times, MEANTIME airbus and apple, one report in three; HeidelTime .815 on the same reports",
    "lgl.": "places, LGL even-numbered, one report in three; best of four peers .524 end to end, .766 recognition",
    "geovirus.": "places, GeoVirus first half, one report in three; CamCoder .697 end to end, Stanford .931 recognition",
    "plv.": "coded events, PLV, one sentence in three; PETRARCH2 pair root .36, triple .34 on this part",
    "cameo.": "event classes, CAMEO news, one sentence in three; PETRARCH2 about .45",
    "factuality.": "certainty, polarity, tense, MEANTIME airbus and apple, one report in three",
    "uw.": "factuality on a scale, UW, one sentence in three; lexical rules about .5 to .6",
    "coref.": "entities within a report, GUM Wikinews, one report in three",
}


def _table(figures: dict[str, tuple[float, str]]) -> str:
    rows = ["| measure | figure |", "|---|---|"]
    group = ""
    for name, (value, _) in figures.items():
        prefix = name.split(".")[0] + "."
        if prefix != group:
            group = prefix
            rows.append(f"| **{TOLD[prefix]}** | |")
        rows.append(f"| {name} | {value:.3f} |")
    return "\n".join(rows) + "\n"


# What the README shows: question, measure, and what the best peer gets on the same gold (docs/honesty.md has all).
SHOWN = (
    (
        "who says what: source and content (PolNeAR, pair F1)",
        "polnear.pair",
        ".49, BBC Citron's code retrained, on the test part",
    ),
    ("who says what, whole reports (pair F1)", "exam_hold.attribution_pair", "none"),
    ("what happened, whole reports (trigger F1)", "exam_hold.trigger", "none"),
    ("who did what to whom, in which status, by whom: all right (claim F1)", "exam_hold.claim", "none"),
    ("type of event between two parties (PLV, macro-F1)", "plv.pair_root", ".36, PETRARCH2, all of this part"),
    (
        "when (TimeBank + AQUAINT, value F1)",
        "timebank.value",
        ".758, HeidelTime, the same reports, tuned on part of them",
    ),
    ("when (MEANTIME, value F1)", "meantime.value", ".815, HeidelTime, the same reports"),
    ("where, found and within 161 km (LGL, F1)", "lgl.end_to_end", ".524, best of four, all of this part"),
    ("where, found and within 161 km (GeoVirus, F1)", "geovirus.end_to_end", ".697, CamCoder, all of this part"),
    ("who is meant within a report (GUM news, CoNLL F1)", "coref.CoNLL", "none run"),
)


def _shown(figures: dict[str, tuple[float, str]]) -> str:
    rows = ["| question | onrecord | best peer on the same gold |", "|---|---|---|"]
    return "\n".join(rows + [f"| {q} | {figures[m][0]:.3f} | {peer} |" for q, m, peer in SHOWN]) + "\n"


def _tell(figures: dict[str, tuple[float, str]]) -> None:
    for path, table in ((HONESTY, _table(figures)), (README, _shown(figures))):
        page = path.read_text("utf-8")
        start, end = page.index(START) + len(START), page.index(END)
        path.write_text(f"{page[:start]}\n{table}\n{page[end:]}", "utf-8")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", nargs="*", default=[], help="measures whose name begins so")
    arguments.add_argument("--set-floors", action="store_true", help="let today's figures be the floors")
    arguments.add_argument("--tell", action="store_true", help="write today's figures into docs/honesty.md")
    given = arguments.parse_args()
    if not SHARED.exists():
        sys.exit("the development gold is not here: set ONRECORD_SHARED to its folder")
    figures = measured(given.only)
    if given.tell:
        _tell(figures)
    if given.set_floors:
        _write(figures)
        return
    floors = tomllib.loads(FLOORS.read_text("utf-8"))
    sunk = []
    for name, (value, digest) in figures.items():
        floor = floors.get(name)
        if floor is None:
            continue
        if floor["gold"] != digest:
            print(f"{name}: the gold is not the one that the floor was set on")
        elif value < floor["floor"]:
            sunk.append(f"{name}: {value:.3f} is under its floor {floor['floor']:.3f}")
    print("\n".join(sunk) if sunk else f"all {len(figures)} figures hold their floors")
    sys.exit(bool(sunk))


if __name__ == "__main__":
    main()
