"""A directory of any size, the same for the same seed: skewed over places, vendors, kinds and years as the real one is.

Rows go in by COPY with the triggers off; lines are worked out afterwards by the database's own function.
"""

from __future__ import annotations

import json
import random
from bisect import bisect
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import accumulate

import psycopg

SEED = 2025
_PLACES = """
    US CA GB AU DE FR NL LT LV EE PL CZ SE DK FI NO BE ES PT IT GR RO BG HR SI SK HU AT IE LU MT CY CH UA MD GE AM
    IN JP KR TW SG MY TH VN PH ID BD LK NP PK NZ FJ IL TR AE SA QA KW EG ZA KE NG GH TZ UG RW ET MA TN BR AR CL CO
    PE MX CR PA EU
"""
PLACES = _PLACES.split()
_PARTS = "US-TX US-FL US-CA US-NY US-VA US-GA US-IA US-ID US-IN US-KS US-KY US-LA US-MD US-MI US-MS CA-QC CA-ON AU-SA"
PARTS = _PARTS.split()
KINDS = ("procurement_ban", "advisory", "sanctions_listing", "market_restriction", "removal_order", "shutdown_order")
KIND_WEIGHTS = (42, 22, 14, 11, 7, 4)
STAGES = ("in_force", "adopted", "proposed", "lifted", "expired", "rejected", "suspended")
STAGE_WEIGHTS = (66, 12, 9, 5, 3, 3, 2)
_SECTORS = """
    video_surveillance,telecom_equipment,drones,social_media,messaging,software,security,semiconductors,
    ai,vehicles,biometrics,spyware,devices,games,commerce,health
"""
SECTORS = [sector.strip() for sector in _SECTORS.split(",")]
SCOPES = {
    "procurement_ban": (["central_government", "agencies"], ["buy", "use"]),
    "advisory": (["public", "operators"], ["use"]),
    "sanctions_listing": (["public"], ["sell", "import"]),
    "market_restriction": (["public", "operators"], ["sell", "import"]),
    "removal_order": (["operators", "critical_infrastructure"], ["operate", "use"]),
    "shutdown_order": (["operators"], ["operate"]),
}
PARTIES = ("contractors", "grantees", "subnational_government", "critical_infrastructure", "agencies")
GRADES = ("act", "statement", "press", "vendor", "not_graded")
GRADE_WEIGHTS = (34, 26, 33, 2, 5)
_THINGS = """
    cameras recorders phones routers antennas drones chips servers modems batteries sensors applications accounts
    switches tablets meters scanners inverters cranes platforms
"""
THINGS = _THINGS.split()
_WHERE = """
    offices ministries schools hospitals ports airports courts barracks networks grids prisons laboratories stations
    universities councils embassies depots hangars museums bridges
"""
WHERE = _WHERE.split()
_VERBS = "bans bars limits reviews lists removes refuses warns suspends restricts"
VERBS = _VERBS.split()
_SYLLABLES = "ka lo mi ten ru shi von da pex ora quin bel tar zu no gri hal sen wa ji"
SYLLABLES = _SYLLABLES.split()
FIRST_DAY, LAST_DAY = date(2010, 1, 1), date(2026, 11, 1)


class Skewed:
    """Draws places of a list, the first most often (Zipf's law with the given power)."""

    def __init__(self, count: int, power: float) -> None:
        self._sums = list(accumulate(1 / (rank + 1) ** power for rank in range(count)))

    def draw(self, dice: random.Random) -> int:
        return bisect(self._sums, dice.random() * self._sums[-1])


def copy(connection: psycopg.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as target:
        for row in rows:
            target.write_row(row)


def fill(url: str, *, actions: int, vendors: int) -> None:
    """Fill an empty, migrated database, and let it work out its lines."""
    dice = random.Random(SEED)
    with psycopg.connect(url) as connection:
        tables = ("action", "target", "milestone", "actioncitation", "citation", "vendor", "alias", "revision")
        for table in (*tables, "announcement"):
            connection.execute(f"ALTER TABLE actions_{table} DISABLE TRIGGER USER")
        places = _places(connection)
        names = _vendors(connection, dice, vendors)
        _actions(connection, dice, actions, places, names)
        connection.commit()  # foreign keys are checked here; until then the tables cannot be altered
        for table in (*tables, "announcement"):
            connection.execute(f"ALTER TABLE actions_{table} ENABLE TRIGGER USER")
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('actions_{table}', 'id'), max(id)) FROM actions_{table}"
            )
        connection.execute("ANALYZE")
        for first in range(1, actions + 1, 5_000):
            connection.execute(
                "SELECT actions_refresh_lines(array_agg(id)) FROM actions_action WHERE id >= %s AND id < %s",
                [first, first + 5_000],
            )
        connection.execute(
            "INSERT INTO actions_pastline (revision_id, known_from, known_until, action_id, slug, kind, stage, "
            "jurisdiction_id, country_id, reaches_members, announced_first, announced_last, effective_first, "
            "effective_last, begins_first, ended_last, changed_at, binds, forbids, vendors, named_count, sectors, "
            "grades, is_challenged, stands, unclear) "
            "SELECT said.id, said.recorded_at, NULL, action_id, slug, line.kind, stage, jurisdiction_id, country_id, "
            "reaches_members, announced_first, announced_last, effective_first, effective_last, begins_first, "
            "ended_last, changed_at, binds, forbids, vendors, named_count, sectors, grades, is_challenged, stands, "
            "unclear FROM actions_line line JOIN actions_revision said USING (action_id)"
        )
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _places(connection: psycopg.Connection) -> list[tuple[int, str]]:
    for code in (*PLACES, *PARTS):
        country = code.partition("-")[0]
        kind = "union" if code == "EU" else "subdivision" if "-" in code else "country"
        connection.execute(
            "INSERT INTO jurisdictions_jurisdiction (code, kind, name, parent_id) VALUES (%s, %s, %s, "
            "CASE WHEN %s THEN (SELECT id FROM jurisdictions_jurisdiction WHERE code = %s) END)",
            [code, kind, f"Place {code}", "-" in code, country],
        )
    codes = PLACES[:6] + PARTS[:3] + PLACES[6:] + PARTS[3:]
    rows = dict(connection.execute("SELECT code, id FROM jurisdictions_jurisdiction").fetchall())
    return [(rows[code], code) for code in codes]


def _vendors(connection: psycopg.Connection, dice: random.Random, count: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < count:
        names["".join(dice.choice(SYLLABLES) for _ in range(dice.randint(3, 4))).capitalize()] = None
    columns = ("id", "slug", "name", "legal_name", "owner_text", "sector", "trade", "website", "starter_digest")
    copy(
        connection,
        "actions_vendor",
        (*columns, "parent_id", "created_at", "updated_at"),
        (
            (
                *(key, name.lower(), name, f"{name} Technology Co., Ltd.", "", SECTORS[key % len(SECTORS)], "", "", ""),
                *(dice.randint(1, key // 4) if key > 40 and dice.random() < 0.15 else None, "2026-01-01", "2026-01-01"),
            )
            for key, name in enumerate(names, 1)
        ),
    )
    copy(
        connection,
        "actions_alias",
        ("vendor_id", "kind", "text", "folded"),
        (
            (key, kind, text, text.lower())
            for key, name in enumerate(names, 1)
            for kind, text in (
                *(("name", name), ("legal_name", f"{name} Technology")),
                *(("brand", f"{name} Vision"), ("former", f"Old {name}")),
            )
        ),
    )
    return list(names)


def _actions(
    connection: psycopg.Connection,
    dice: random.Random,
    count: int,
    places: list[tuple[int, str]],
    names: list[str],
) -> None:
    by_place, by_vendor = Skewed(len(places), 0.9), Skewed(len(names), 1.0)
    tables: dict[str, list[tuple[object, ...]]] = {name: [] for name in COLUMNS}
    for key in range(1, count + 1):
        place, code = places[by_place.draw(dice)]
        hit = list(dict.fromkeys(by_vendor.draw(dice) for _ in range(dice.choice((1, 1, 1, 2, 3)))))
        _one(tables, dice, key, place=place, code=code, hit=[(vendor + 1, names[vendor]) for vendor in hit])
    for name in ("announcement", "action", "target", "milestone", "citation", "actioncitation", "revision"):
        copy(connection, f"actions_{name}", COLUMNS[name], tables[name])


COLUMNS = {
    "announcement": (
        *("id", "slug", "jurisdiction_id", "title", "note", "made_known_first", "made_known_last"),
        *("made_known_precision", "created_at", "updated_at"),
    ),
    "action": (
        *("id", "slug", "announcement_id", "jurisdiction_id", "kind", "stage", "title", "summary", "scope"),
        *("not_covered", "binds", "forbids", "instrument", "reasons", "announced_first", "announced_last"),
        *("announced_precision", "adopted_first", "adopted_last", "adopted_precision", "effective_first"),
        *("effective_last", "effective_precision", "ended_first", "ended_last", "ended_precision", "is_starter"),
        *("is_published", "classifier_version", "starter_digest", "created_at", "updated_at"),
    ),
    "target": ("action_id", "kind", "name", "vendor_id", "position"),
    "milestone": ("action_id", "kind", "text", "on_first", "on_last", "on_precision"),
    "citation": (
        *("id", "url", "title", "publisher", "published_first", "published_last", "published_precision", "grade"),
    ),
    "actioncitation": ("action_id", "citation_id", "position", "note"),
    "revision": ("action_id", "number", "kind", "record", "reason", "recorded_at", "sequence", "is_quiet"),
}


def _span(day: date | None, dice: random.Random) -> tuple[date | None, date | None, str]:
    if day is None:
        return None, None, ""
    if dice.random() < 0.1:
        first = day.replace(day=1)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1), "month"
    return day, day, "day"


def _day(dice: random.Random) -> date:
    """Later years hold more than earlier ones."""
    share = 1 - dice.random() ** 2 * 0.98
    return FIRST_DAY + timedelta(days=int((LAST_DAY - FIRST_DAY).days * share))


def _one(
    tables: dict[str, list[tuple[object, ...]]],
    dice: random.Random,
    key: int,
    *,
    place: int,
    code: str,
    hit: list[tuple[int, str]],
) -> None:
    kind = dice.choices(KINDS, KIND_WEIGHTS)[0]
    stage = dice.choices(STAGES, STAGE_WEIGHTS)[0]
    day = _day(dice)
    decided = stage not in {"proposed", "rejected"}
    effective = day + timedelta(days=dice.randint(0, 400)) if decided and dice.random() < 0.4 else None
    ended = stage in {"lifted", "expired"} and dice.random() < 0.8
    over = (effective or day) + timedelta(days=dice.randint(40, 2000)) if ended else None
    binds, forbids = SCOPES[kind]
    binds = sorted({*binds, *dice.sample(PARTIES, dice.random() < 0.4)})
    thing, where, verb = dice.choice(THINGS), dice.choice(WHERE), dice.choice(VERBS)
    title = f"Place {code} {verb} {hit[0][1]} {thing} in {where}"
    slug = f"{code.lower()}-{hit[0][1].lower()}-{key}"
    scope = f"Covers {thing} and {dice.choice(THINGS)} of the named companies in {where} and {dice.choice(WHERE)}."
    spans = (_span(day, dice), _span(day if decided else None, dice))
    tables["announcement"].append((key, slug, place, "", "", *spans[0], at := "2026-02-01", at))
    tables["action"].append(
        (
            *(key, slug, key, place, kind, stage, title, f"{title}, by an order made public that day.", scope, ""),
            *(binds, forbids, f"Order {key % 997} of {day.year}", "", *spans[0], *spans[1]),
            *(effective, effective, "day" if effective else "", over, over, "day" if over else ""),
            *(False, True, "", "", at, at),
        )
    )
    _steps(tables, dice, key, stage, day)
    grade = dice.choices(GRADES, GRADE_WEIGHTS)[0]
    tables["citation"].append((key, f"https://example.org/{key}", title, "Example Gazette", day, day, "day", grade))
    tables["actioncitation"].append((key, key, 0, ""))
    tables["target"] += [(key, "vendor", name, vendor, position) for position, (vendor, name) in enumerate(hit)]
    plain = {"slug": slug, "title": title, "kind": kind, "stage": stage, "jurisdiction": code, "scope": scope}
    record = json.dumps(_record(plain, day, [name for _, name in hit]))
    tables["revision"].append((key, 1, "publish", record, "", f"{day + timedelta(days=1)} 12:00+00", key, False))


def _steps(tables: dict[str, list[tuple[object, ...]]], dice: random.Random, key: int, stage: str, day: date) -> None:
    for name in dice.sample(("amended", "challenged", "phase", "upheld"), dice.choice((0, 0, 1, 2))):
        tables["milestone"].append((key, name, "A step was taken", day, day, "day"))
    if stage == "suspended":
        halted = day + timedelta(days=30)
        tables["milestone"].append((key, "suspended", "A court halts it", halted, halted, "day"))


def _record(plain: dict[str, str], day: date, names: list[str]) -> dict[str, object]:
    """As much of an action's record as lists and feeds read of a past day."""
    dated = {"text": day.isoformat(), "first": day.isoformat(), "last": day.isoformat()}
    unknown = {"text": None, "first": None, "last": None}
    targets = [{"kind": "vendor", "name": n, "vendor": n.lower(), "vendor_name": n} for n in names]
    spans = {"announced": dated, "effective": unknown, "ended": unknown}
    return {"shape": 1, **plain, **spans, "summary": "", "instrument": "", "targets": targets, "citations": []}
