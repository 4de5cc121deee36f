"""Reads the names of vendors, places and authorities, from the starter files or from the database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from actions.starter.sheets import vendor_entries
from ingest.core.folding import fold_in_place
from ingest.core.gazetteer import Authority, Gazetteer, Vendor, build
from ingest.core.names import Name, make_name
from ingest.core.offices import is_common
from ingest.core.placewords import PlaceWords

FOLDER = Path(__file__).resolve().parent
_LONGEST_ACRONYM = 6
_UNCASED_ENDINGS = frozenset({"cs-sk", "hr-ska", "sr-ска"})
"""Stems that hold the adjective's suffix, which these languages write small: "německý"."""


def load(*, live: bool = False) -> Gazetteer:
    """All names. `live` adds what editors put into the database to the starter's names."""
    return _with_live_names() if live else _starter()


def live_mark() -> int:
    """A number that is another one once an editor changed a name that `load(live=True)` reads."""
    from actions.models import Alias
    from actions.models import Vendor as VendorRow
    from jurisdictions.models import Authority as AuthorityRow

    vendors = VendorRow.objects.order_by("pk").values_list("name", "home", "sector", "parent")
    aliases = Alias.objects.order_by("pk").values_list("vendor", "kind", "text")
    bodies = AuthorityRow.objects.order_by("pk").values_list("name", "jurisdiction", "aliases")
    return hash((tuple(vendors), tuple(aliases), tuple((*body, tuple(more)) for *body, more in bodies)))


@lru_cache(maxsize=1)
def _starter() -> Gazetteer:
    vendors: dict[str, Vendor] = {}
    names: list[Name] = []
    rules = _rules()
    for row in vendor_entries():
        vendor = _vendor(row)
        vendors[vendor.name] = vendor
        names += _names_of(vendor.name, _spellings(row), rules)
    return _built(vendors, names, rules)


def _with_live_names() -> Gazetteer:
    from actions.models import Vendor as VendorRow
    from jurisdictions.models import Authority as AuthorityRow

    known = _starter()
    vendors = dict(known.vendors)
    names: list[Name] = []
    rules = _rules()
    for row in vendor_entries():
        names += _names_of(row["name"], _spellings(row), rules)
    for vendor in VendorRow.objects.select_related("home", "parent").prefetch_related("aliases"):
        vendors[vendor.name] = Vendor(
            name=vendor.name,
            home=vendor.home.code if vendor.home else "",
            sector=vendor.trade,
            parent=vendor.parent.name if vendor.parent else "",
        )
        names += _names_of(vendor.name, {alias.text: alias.kind for alias in vendor.aliases.all()}, rules)
    bodies = [
        (Authority(name=body.name, jurisdiction=body.jurisdiction.code), list(body.aliases))
        for body in AuthorityRow.objects.select_related("jurisdiction")
        if body.name not in known.authorities
    ]
    return _built(vendors, names, rules, bodies)


def _built(
    vendors: dict[str, Vendor],
    names: list[Name],
    rules: Rules,
    bodies: list[tuple[Authority, list[str]]] | None = None,
) -> Gazetteer:
    """The gazetteer of the given vendors and of all that the files of this folder hold."""
    by_spelling = {name.folded: name.value for name in names}
    for vendor, spellings in rules.common.items():
        owner = next((by_spelling[fold] for fold in map(_folded, spellings) if by_spelling.get(fold)), "")
        vendors.setdefault(vendor, _as_own(vendor, vendors.get(owner), rules.groups))
    for name, vendor_row in rules.known.items():
        vendors.setdefault(name, vendor_row)
    names = [name for name in names if not rules.has_own_answer(name.folded)]
    fixed_names, authorities = _fixed()
    more = [pair for pair in bodies or [] if pair[0] not in authorities]
    shared = frozenset(_names_of_several(more) if more else ())
    return build(
        vendors=vendors.values(),
        authorities=[*authorities, *(authority for authority, _ in more)],
        names=[*names, *rules.names, *fixed_names, *_authority_names(more, shared)],
        contexts=rules.contexts,
        everyday=rules.everyday,
        place_words=_place_words(),
    )


def _names_of_several(bodies: list[tuple[Authority, list[str]]]) -> Iterator[str]:
    """Names of bodies that say nothing of their state: that of one alone would claim every text that names any."""
    places = _starter()
    owners: dict[str, set[str]] = {}
    for body, aliases in bodies:
        for name in (body.name, *aliases):
            owners.setdefault(name, set()).add(body.jurisdiction)
    for name, codes in owners.items():
        is_placed = any(mention.sort != "vendor" for mention in places.find(name, fold_in_place(name)))
        if len(codes) > 1 or (is_common(name) and not is_placed):
            yield name


def _folded(spelling: str) -> str:
    return fold_in_place(spelling.rstrip("*"))


def _as_own(name: str, owner: Vendor | None, groups: frozenset[str]) -> Vendor:
    """An app that is answered by its own name, with what the directory knows of the vendor behind it."""
    if owner is None:
        return Vendor(name=name, sector="mobile apps")
    parent = owner.name if owner.name in groups else owner.parent
    return Vendor(name=name, home=owner.home, sector=owner.sector, parent=parent)


def _vendor(row: Mapping[str, Any]) -> Vendor:
    return Vendor(
        name=row["name"],
        home=row["home"] or "",
        sector=row["sector"] or "",
        parent=row["parent"] or "",
    )


def _spellings(row: Mapping[str, Any]) -> dict[str, str]:
    """Each spelling of a row of the directory with its kind."""
    legal = {row["legal_name"]: "legal_name"} if row["legal_name"] else {}
    return {row["name"]: "name", **legal, **{alias["text"]: alias["kind"] for alias in row["aliases"]}}


class Rules:
    """What `vendors.yaml` and `known.yaml` say of the spellings of vendors."""

    def __init__(self, sheet: Mapping[str, Any], known: Mapping[str, list[str]]) -> None:
        self.exact = frozenset(sheet["exact"])
        self.capitals = frozenset(sheet["capitals"])
        self.groups = frozenset(sheet["groups"])
        self.products = frozenset(sheet["products"])
        self.needs = {spelling: context for context, row in sheet["needs"].items() for spelling in row}
        self.ignored = frozenset(sheet["ignored"]) - self.needs.keys()
        self.contexts = {name: _any_of(words) for name, words in sheet["contexts"].items()}
        self.everyday = frozenset(sheet["everyday"])
        self.common: Mapping[str, list[str]] = sheet["common"]
        spellings = [spelling for row in self.common.values() for spelling in row]
        self._answers = frozenset(_folded(spelling) for spelling in spellings)
        self._open_answers = tuple(_folded(spelling) for spelling in spellings if spelling.endswith("*"))
        self.known = {name: Vendor(name=name, home=home, sector=sector) for name, (home, sector, *_) in known.items()}
        rows = [*self.common.items(), *sheet["names"].items()]
        self.names = [
            *(self.name_of(str(text), vendor) for vendor, spellings in rows for text in spellings),
            *(self.known_name(str(text), vendor) for vendor, row in known.items() for text in row[2:]),
        ]

    def has_own_answer(self, folded: str) -> bool:
        """Whether a spelling of the directory belongs to an app that is answered by its own name."""
        return folded in self._answers or folded.startswith(self._open_answers)

    def known_name(self, spelling: str, vendor: str) -> Name:
        """A name of `known.yaml`: with a capital if it is written with one, and in a context if it names one."""
        bare, _, context = spelling.partition(" @")
        name = self.name_of(bare, vendor)
        if context:
            if context not in self.contexts:
                raise ValueError(f"“{spelling}” of {vendor} names a context that vendors.yaml does not know.")
            return name._replace(is_exact=True, needs=context)
        return name._replace(is_capital=True) if "A" <= bare[:1] <= "Z" else name

    def name_of(self, spelling: str, vendor: str, role: str = "") -> Name:
        bare = spelling.rstrip("*")
        return make_name(
            spelling,
            sort="vendor",
            value=vendor,
            is_exact=bare in self.exact and not spelling.endswith("*"),
            is_capital=bare in self.capitals,
            needs=self.needs.get(bare, ""),
            role="product" if spelling in self.products else role,
        )


@lru_cache(maxsize=1)
def _rules() -> Rules:
    return Rules(_sheet("vendors"), _sheet("known"))


def _names_of(vendor: str, spellings: Mapping[str, str], rules: Rules) -> list[Name]:
    return [
        rules.name_of(spelling, vendor, role)
        for spelling, role in {vendor: "name", **spellings}.items()
        if spelling and spelling not in rules.ignored
    ]


def _sheet(name: str) -> Any:  # noqa: ANN401 - each sheet has its own shape
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - safe, in C


@lru_cache(maxsize=1)
def _fixed() -> tuple[list[Name], list[Authority]]:
    """Names of places and authorities: they are the same with and without a database."""
    sheet = _sheet("authorities")
    not_alone = frozenset(sheet.pop("not_alone"))
    bodies = [
        (Authority(name=name, jurisdiction=code), [str(alias) for alias in aliases or ()])
        for code, rows in sheet.items()
        for name, aliases in rows.items()
    ]
    places = _sheet("places")
    skipped = frozenset(map(str, places["skipped"]))
    states = {part: state for state, parts in places["territories"].items() for part in parts}
    named = [*_country_names(skipped, states), *_subdivision_names(skipped)]
    names = [*_authority_names(bodies, not_alone), *_place_names(places), *named]
    return names, [authority for authority, _ in bodies]


def _place_names(sheet: Mapping[str, Any]) -> Iterator[Name]:
    for spelling in sheet["not_meant"]:
        yield make_name(str(spelling), sort="place", value="")
    for part in ("names", "english", "parts"):
        for code, spellings in sheet[part].items():
            for spelling in spellings:
                is_english = part != "names" and spelling.isascii()
                yield make_name(
                    str(spelling),
                    sort="place",
                    value=code,
                    is_exact=spelling in sheet["exact"],
                    is_capital=is_english,
                )
    for code, letters in sheet["letters"].items():
        for letter in letters:
            for office in sheet["letters_before"]:
                yield make_name(letter + office, sort="place", value=code)


def _country_names(skipped: frozenset[str], states: Mapping[str, str]) -> Iterator[Name]:
    """Names out of the table of countries; `states` are those that act for a territory."""
    for code, stem, ending in _rows("countries"):
        if stem not in skipped:
            is_small = ending in _UNCASED_ENDINGS
            yield Name(
                text=stem,
                folded=stem,
                sort="place",
                value=states.get(code, code),
                ending=ending or "",
                is_capital=not is_small,
            )


_OF_GERMAN = frozenset({"AT", "CH", "DE", "LI"})
"""States of which the parts are named in German: "Sachsens Polizei"."""


def _subdivision_names(skipped: frozenset[str]) -> Iterator[Name]:
    for code, spelling in _rows("subdivisions"):
        if _folded(spelling) not in skipped:
            name = make_name(spelling, sort="place", value=code, is_capital=True)
            yield name._replace(ending="de-part") if code[:2] in _OF_GERMAN else name


def _rows(table: str) -> Iterator[list[str]]:
    for line in (FOLDER / f"{table}.tsv").read_text(encoding="utf-8").splitlines():
        yield line.split("\t")


@lru_cache(maxsize=1)
def _place_words() -> PlaceWords:
    sheet = _sheet("places")
    return PlaceWords(
        governments={language: (code, _any_of(words)) for language, (code, *words) in sheet["governments"].items()},
        telling={
            language: tuple((code, _any_of(words)) for code, words in states.items())
            for language, states in sheet["telling"].items()
        },
        capitalised=frozenset(sheet["capitalised"]),
        small={language: frozenset(map(_folded, words)) for language, words in sheet["words"].items()},
        part_acts=_any_of(sheet["part_acts"]),
        country_acts=_any_of(sheet["country_acts"]),
    )


def _any_of(words: list[str]) -> re.Pattern[str]:
    """One pattern for folded text out of words, each closed unless it ends in a star."""
    spaced: list[str] = []
    unspaced: list[str] = []
    for word in map(str, words):
        folded = re.escape(_folded(word))
        is_unspaced = bool(re.match(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]", word))
        (unspaced if is_unspaced else spaced).append(folded if is_unspaced or word.endswith("*") else rf"{folded}\b")
    return re.compile("|".join([rf"\b(?:{'|'.join(spaced)})"] * bool(spaced) + unspaced))


def _authority_names(
    bodies: list[tuple[Authority, list[str]]], not_alone: frozenset[str] = frozenset()
) -> Iterator[Name]:
    for authority, aliases in bodies:
        for spelling in dict.fromkeys([authority.name, *aliases]):
            if spelling in not_alone:
                continue
            is_acronym = spelling.isascii() and spelling.isupper() and len(spelling) <= _LONGEST_ACRONYM
            yield make_name(spelling, sort="authority", value=authority.name, is_exact=is_acronym)
