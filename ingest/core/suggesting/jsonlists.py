"""The list in a JSON answer whose members have titles, links and days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ingest.core import dates
from ingest.core.parsing.jsonfeed import text_of

_NAMES = {
    "title": (
        "title name headline subject heading casename case_name shorttitle short_title caption style label"
        " documenttitle matter meetingname eventname displayname display_title summary description"
    ),
    "link": (
        "html_url url link href permalink web_url weburl absolute_url canonical_url detailurl public_url page_url"
        " pdf_url pdfurl document_url download_url fileurl file_url path uri inSiteUrl slugurl"
    ),
    "date": (
        "published publication_date publicationdate publisheddate published_at pubdate date_published publicdate"
        " public_timestamp date datefiled date_filed filed filed_at fileddate filingdate issued issue_date release_date"
        " posted posted_at postdate decision_date opiniondate eventdate meetingdate start startdate start_date"
        " starttime"
        " time timestamp created created_at creationdate seendate updated updated_at modified lastupdate"
    ),
    "id": "id guid uuid _id docket docketnumber docket_number casenumber case_number number document_number nodeid"
    " slug",
    "summary": "summary description abstract teaser excerpt content body text snippet details notes",
    "author": "author creator agency court organization organisation publisher department body judge",
}
_RANKS = {
    field: {name.casefold().replace("_", ""): rank for rank, name in enumerate(dict.fromkeys(names.split()))}
    for field, names in _NAMES.items()
}
_WEIGHTS = {"title": 0.4, "link": 0.25, "date": 0.25, "summary": 0.05, "id": 0.05}
_MOST_LOOKED_AT = 40
_MOST_LISTS = 200
_DEEPEST = 6
_DEEPEST_PAGING = 3
_NEXT = frozenset({"next", "nextpage", "nextpageurl", "nexturl", "nextlink", "next.href"})
_NEXT_PAGE = re.compile(r"^(?:https?://|/|\?)\S+$", re.IGNORECASE)
_TOTAL = frozenset({"total", "count", "totalcount", "totalresults", "numfound", "hits"})
_URL = re.compile(
    r"^(?:https?://\S+|//\S+|/[\w%~.-][^\s]*|[\w./%-]+\.(?:html?|pdf|aspx?|php)(?:\?\S*)?)$", re.IGNORECASE
)
_NOT_A_PAGE = re.compile(r"ical|calendar|image|video|audio|avatar|icon|thumb|logo|map|virtual|api", re.IGNORECASE)
_HOLDS_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class ListProposal:
    config: dict[str, Any]
    score: float
    reason: str
    links: int = 0


@dataclass(frozen=True, slots=True)
class _Column:
    """What stands under one path in the members of a list."""

    path: str
    texts: list[str]
    share: float

    @property
    def name(self) -> str:
        steps = [step for step in self.path.split(".") if not step.isdigit() and step != "*"]
        last = steps[-1] if steps else ""
        if last in {"rendered", "value", "text", "en", "href", "iso", "date"} and len(steps) > 1:
            last = steps[-2]
        return last.casefold().replace("_", "").replace("-", "")

    @property
    def uniqueness(self) -> float:
        return len(set(self.texts)) / len(self.texts) if self.texts else 0.0

    def share_of(self, is_so: Any) -> float:  # noqa: ANN401 - a predicate over texts
        return sum(map(bool, map(is_so, self.texts))) / len(self.texts) if self.texts else 0.0


def propose(decoded: object, *, now: datetime) -> list[ListProposal]:
    """Configs for the lists of an answer, best first."""
    paging = _paging(decoded)
    found = [_proposal(path, members, now=now) for path, members in _lists(decoded)]
    proposals = [one and replace(one, config=one.config | paging) for one in found]
    return sorted((one for one in proposals if one is not None), key=lambda one: -one.score)


def _lists(decoded: object) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Lists of objects, and objects whose members are objects of one shape, by their paths."""
    waiting: list[tuple[str, object, int]] = [("", decoded, 0)]
    count = 0
    while waiting and count < _MOST_LISTS:
        path, value, depth = waiting.pop(0)
        if isinstance(value, list):
            members = [member for member in value if isinstance(member, Mapping)]
            if members and len(members) * 2 > len(value):
                count += 1
                yield path, members
            if depth < _DEEPEST and members and depth:
                waiting += [(f"{path}.0".lstrip("."), members[0], depth + 1)] if len(value) == 1 else []
        elif isinstance(value, Mapping) and depth < _DEEPEST:
            inner = [member for member in value.values() if isinstance(member, Mapping)]
            if len(inner) >= 3 and len({tuple(sorted(map(str, member))) for member in inner}) <= 2:
                count += 1
                yield f"{path}.*".lstrip("."), inner
            waiting += [(f"{path}.{key}".lstrip("."), member, depth + 1) for key, member in value.items()]


def _paging(decoded: object) -> dict[str, str]:
    """Where an answer tells of its next page, as an address, and of how many there are: beside the list, not in it."""
    found: dict[str, str] = {}
    waiting: list[tuple[str, object, int]] = [("", decoded, 0)]
    while waiting:
        path, value, depth = waiting.pop(0)
        if not isinstance(value, Mapping) or depth > _DEEPEST_PAGING:
            continue
        for key, member in list(value.items())[:80]:
            place = f"{path}.{key}".lstrip(".")
            names = place.casefold().replace("_", "").replace("-", "").split(".")
            if isinstance(member, Mapping):
                waiting.append((place, member, depth + 1))
            elif {names[-1], ".".join(names[-2:])} & _NEXT and _NEXT_PAGE.match(str(member)):
                found.setdefault("next", place)
            elif names[-1] in _TOTAL and str(member).isdecimal():
                found.setdefault("total", place)
    return found if "next" in found else {}


def _columns(members: list[Mapping[str, Any]]) -> list[_Column]:
    looked_at = members[:_MOST_LOOKED_AT]
    texts: dict[str, list[str]] = {}
    for member in looked_at:
        for path, text in _leaves(member, "", 0):
            texts.setdefault(path, []).append(text)
    return [_Column(path, found, min(1.0, len(found) / len(looked_at))) for path, found in texts.items()]


def _leaves(value: object, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        if depth < 4:
            for key, member in list(value.items())[:80]:
                if "." not in str(key):
                    yield from _leaves(member, f"{path}.{key}".lstrip("."), depth + 1)
    elif isinstance(value, list):
        if value and depth < 4:
            yield from _leaves(value[0], f"{path}.0", depth + 1)
    elif text := text_of(value).strip():
        yield path, text[:2000]


def _proposal(path: str, members: list[Mapping[str, Any]], *, now: datetime) -> ListProposal | None:
    columns = _columns(members)
    chosen: dict[str, _Column] = {}
    for field, is_fit in (
        ("date", lambda column: _date_fit(column, now)),
        ("link", _link_fit),
        ("title", _title_fit),
        ("summary", _summary_fit),
        ("id", _id_fit),
        ("author", _author_fit),
    ):
        taken = {column.path for column in chosen.values()}
        ranked = sorted(((is_fit(column), -len(column.path), column.path, column) for column in columns), reverse=True)
        for fit, _, _, column in ranked:
            if fit > 0 and (column.path not in taken or field == "id"):
                chosen[field] = column
                break
    if "title" not in chosen or not ({"link", "date"} & set(chosen)):
        return None
    config: dict[str, Any] = {"items": path}
    config |= {
        field: chosen[field].path for field in ("id", "title", "link", "date", "summary", "author") if field in chosen
    }
    weight = sum(_WEIGHTS[field] * chosen[field].share for field in _WEIGHTS if field in chosen)
    size = min(1.0, 0.6 + 0.1 * len(members))
    links = round(chosen["link"].share * len(members)) if "link" in chosen else 0
    found = " and ".join(
        f"{what} in “{chosen[field].path}”"
        for field, what in (("title", "titles"), ("link", "addresses"), ("date", "days"))
        if field in chosen
    )
    where = f"The list “{path}”" if path else "The answer is a list that"
    return ListProposal(config, round(weight * size, 3), f"{where} has {len(members)} members with {found}.", links)


def _rank(field: str, column: _Column) -> float:
    """1 for the likeliest name of a field, less for others, 0 for a name that says nothing of it."""
    ranks = _RANKS[field]
    name = column.name
    if name in ranks:
        return 1.0 - 0.5 * ranks[name] / len(ranks)
    for known, rank in ranks.items():
        if len(known) > 3 and (name.endswith(known) or name.startswith(known)):
            return 0.7 - 0.4 * rank / len(ranks)
    return 0.0


def _depth_cost(column: _Column) -> float:
    return 0.1 * column.path.count(".")


def _date_fit(column: _Column, now: datetime) -> float:
    if column.share < 0.5:
        return 0.0
    hint = dates.Hint(is_day_first=False)

    def is_day(text: str) -> bool:
        return len(text) <= 60 and dates.read_instant(text, now=now, hint=hint) is not None

    read = column.share_of(is_day)
    named = _rank("date", column)
    if "end" in column.name and "published" not in column.name:
        named *= 0.3
    return read * column.share + named - _depth_cost(column) if read >= 0.7 and (named or read > 0.9) else 0.0


def _link_fit(column: _Column) -> float:
    links = column.share_of(_URL.match)
    if links < 0.6 or column.share < 0.4:
        return 0.0
    is_image = column.share_of(lambda text: re.search(r"\.(?:png|jpe?g|gif|svg|webp)(?:\?|$)", text, re.IGNORECASE))
    is_other = bool(_NOT_A_PAGE.search(column.path))
    return links + _rank("link", column) + column.uniqueness - 2 * is_image - is_other - _depth_cost(column)


def _title_fit(column: _Column) -> float:
    if column.share < 0.6 or column.share_of(_HOLDS_LETTERS.search) < 0.7 or column.share_of(_URL.match) > 0.3:
        return 0.0
    mean = sum(map(len, column.texts)) / len(column.texts)
    named = _rank("title", column)
    shape = 0.5 if 12 <= mean <= 200 else 0.1
    if not named and (mean < 12 or column.uniqueness < 0.5):
        return 0.0
    is_markup = column.share_of(lambda text: "<" in text and ">" in text)
    is_file = column.share_of(lambda text: re.search(r"\.\w{3,4}$", text))
    costs = _depth_cost(column) * 2 + is_markup + is_file
    return 2 * named + shape + column.uniqueness * 0.8 + column.share - costs


def _summary_fit(column: _Column) -> float:
    mean = sum(map(len, column.texts)) / len(column.texts)
    named = _rank("summary", column)
    return named + min(mean, 500) / 1000 - _depth_cost(column) if named and mean > 15 else 0.0


def _id_fit(column: _Column) -> float:
    is_short = max(map(len, column.texts)) <= 200
    named = _rank("id", column)
    return named + column.share - _depth_cost(column) * 2 if named and is_short and column.uniqueness == 1.0 else 0.0


def _author_fit(column: _Column) -> float:
    named = _rank("author", column)
    mean = sum(map(len, column.texts)) / len(column.texts)
    return (
        named - _depth_cost(column)
        if named > 0.5 and mean < 80 and column.share_of(_HOLDS_LETTERS.search) > 0.9
        else 0.0
    )
