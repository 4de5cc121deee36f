"""Names that nobody knows yet, standing where a vendor's would: "bans Zorblatt cameras".

They are looked for only where a text names no vendor, and only beside a word for a technical
product or in a company's full name, so that they may be offered to an editor and proved wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import compress, count

from ingest.core.folding import fold_in_place
from ingest.core.words import Cut

_NAME = r"(?P<name>[A-Z](?<![\w.-].)[\w&-]{2,}+(?: [A-Z][\w&-]++)?)"
_PRODUCTS_BEHIND = """
    camera cameras drone drones router routers smartphone smartphones phones handset handsets antivirus scanner scanners
    modem modems inverter inverters chip chips software app apps chatbot messenger spyware batteries equipment gear
    recorder recorders module modules Kamera Kameras Drohne Drohnen Router Handys apparatuur kameror drönare kameraer
"""
"""Products that stand behind a name."""

_PRODUCT = (
    r"(?:(?:surveillance|security|video|telecom|telecommunications|network|networking|5G|AI|baggage|smart)[ -]){0,2}"
    rf"(?:{'|'.join(_PRODUCTS_BEHIND.split())})\b"
)
_PRODUCTS_BEFORE = """
    caméras drones routeurs téléphones logiciels logiciel antivirus équipements cámaras equipos teléfonos telecamere
    droni apparati software câmeras equipamentos kamery kamer drony telefony telefonů камеры камер дроны дронов
    смартфоны смартфонов телефоны оборудование оборудования антивирус камери дрони
"""
_OF = r"(?: de| d['’]| da| del| della| di| marki| značky| фирмы| компании| компанії)? "
_BEHIND_ONE = re.compile(rf"(?:{'|'.join(_PRODUCTS_BEFORE.split())}){_OF}{_NAME}")
_BEFORE = frozenset(map(fold_in_place, _PRODUCTS_BEFORE.split()))
_FORMS = ("Inc", "Ltd", "LLC", "Corp", "Corporation", "GmbH", "Technologies", "Technology")
_BEFORE_ONE = re.compile(rf"{_NAME}(?:['’]s)? (?:{_PRODUCT}|(?:{'|'.join(_FORMS)}|Co\., Ltd)\b)")
_BEHIND = frozenset(map(fold_in_place, (*_PRODUCTS_BEHIND.split(), *_FORMS)))
"""Folded words before which, and behind which, a name may stand: names are looked for beside these only."""

_LONGEST, _FARTHEST = 200, 60
"""Letters of a name and all that belongs to it, and how far it may go on behind the word that told of it."""

_JOINED = frozenset("_.-")
"""What joins a word to the one before, so that it is no word by itself."""

_JAPANESE = ("カメラ", "ドローン", "通信機器", "スマホ", "スマートフォン", "ルーター", "アプリ")
_KATAKANA = re.compile(rf"(?P<name>[ァ-ヴー]{{3,}})社?製?の?(?:監視)?(?:{'|'.join(_JAPANESE)})")
_OWN_SHAPE = re.compile(r"[a-z&\d][A-Z]|[A-Z]{3}|\d")
"""A shape that no ordinary word has at the head of a sentence: ACME, HiFoo, X5."""

_ROW_NAME = r"(?P<name>[A-Z][\w&.-]*\w(?: [A-Z][\w&-]+){0,2})"
_ROW_END = (
    r"(?=[,.;:\n]|$| (?:from|on|to|over|in|off|at|for|by|with|as|and|or|are|is|were|was|have|has|should|must|will"
    r"|would|may)\b)"
)
_NEXT_IN_ROW = re.compile(rf"(?:, (?:and |or )?| and | or | & ){_ROW_NAME}{_ROW_END}")
_IN_ROW = re.compile(r"(?:[’']s)?(?:, (?:and |or )?| and | or | & )")
_ROW_GAP = 8
_IS_COMPANY = re.compile(
    r" (?:Capital|Group|Holdings?|Corp|Inc|Technolog(?:y|ies)|Systems|Telecom|Networks?|Mobile|Electronics|Micro\w*"
    r"|Semiconductors?|Robotics|Labs?|Software|Solutions|Toys|Communications|Energy|Motors?|Cloud|Browser|Messenger)$"
)

_ORDINARY = """
    the this that these those some many most all any other such new old used smart mobile digital online public
    private state federal national local government police military army defense defence traffic speed dash body
    hidden security surveillance video network telecom telecommunications foreign chinese russian american
    european open source android windows linux ios mac gps wifi usb hd thermal facial recognition artificial
    intelligence social media cell smartphones android-based consumer commercial enterprise medical school city
    county banned prohibited covered certain critical secure safe cheap popular fake free western domestic
    imported electronic industrial next several virtual web cctv ip ai it tv pc nfl nba covid vpn high low big
    tech information ministry department agency commission health science computer cyber monday tuesday
    wednesday thursday friday saturday sunday president prime minister senator senators governor secretary chairman
    judge commissioner mr mrs ms dr sir january february march april may june july august september october november
    december congress parliament europe asia africa west east north south
"""
_NO_NAME = frozenset(_ORDINARY.split())
_TITLE_CASE_SHARE = 0.6


def find_candidates(text: str, cut: Cut, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where an unknown name stands as a vendor's would.

    `cut` are the words of the folded text, `taken` the spans of known names, places included.
    """
    spans = list(taken)
    title_end = text.find("\n")
    for match in _matches(text, cut):
        name, (start, end) = match["name"], match.span("name")
        if any(left < end and start < right for left, right in spans) or _is_ordinary(name):
            continue
        needs_shape = _begins_a_sentence(text, start) or (start < title_end and _is_title_case(text[:title_end]))
        if needs_shape and match.re is not _KATAKANA and not _OWN_SHAPE.search(name):
            continue
        yield start, end


def _matches(text: str, cut: Cut) -> Iterator[re.Match[str]]:
    """Names beside products in order of place; of two that overlap the first. Most texts hold no product."""
    found: list[re.Match[str]] = []
    if not _BEHIND.isdisjoint(cut[0]):
        found += _before_products(text, cut)
    if not _BEFORE.isdisjoint(cut[0]):
        found += _behind_products(text, cut)
    if any(product in text for product in _JAPANESE):
        found += _KATAKANA.finditer(text)
    done = 0
    for match in sorted(found, key=lambda match: match.start()):
        if match.start() >= done:
            done = match.end()
            yield match


def _before_products(text: str, cut: Cut) -> Iterator[re.Match[str]]:
    words, ends = cut
    done = 0
    for end in compress(ends, map(_BEHIND.__contains__, words)):
        last = text.find(" ", end + _FARTHEST)
        while done < end:
            match = _BEFORE_ONE.search(text, max(done, end - _LONGEST), last if last >= 0 else len(text))
            if match is None or match.start() >= end:
                break
            done = match.end()
            yield match


def _behind_products(text: str, cut: Cut) -> Iterator[re.Match[str]]:
    words, ends = cut
    done = 0
    for number in compress(count(), map(_BEFORE.__contains__, words)):
        start = ends[number] - len(words[number])
        if start >= done and text[start - 1 : start] not in _JOINED and (match := _BEHIND_ONE.match(text, start)):
            done = match.end()
            yield match


def find_in_rows(
    text: str, vendors: Iterable[tuple[int, int]], taken: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Unknown names that go on a row of known vendors: of two at least, or by a word that only companies have."""
    spans = list(taken)
    row_end, row = -1, 0
    for start, end in vendors:
        row = row + 1 if 0 <= start - row_end <= _ROW_GAP and _IN_ROW.fullmatch(text, row_end, start) else 1
        row_end = end
        while match := _NEXT_IN_ROW.match(text, row_end):
            left, right = match.span("name")
            is_sure = row > 1 or _IS_COMPANY.search(match["name"])
            is_known = any(start < right and left < end for start, end in spans)
            if not is_sure or is_known or _is_ordinary(match["name"]):
                break
            yield left, right
            row_end, row = right, row + 1


def _begins_a_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].strip(" “\"'«(")
    return not before or before[-1] in ".!?:;\n" or text[start - 1] == "\n"


def _is_ordinary(name: str) -> bool:
    return any(word.casefold() in _NO_NAME for word in name.split())


def _is_title_case(title: str) -> bool:
    words = [word for word in title.split() if word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    return bool(words) and capitals / len(words) >= _TITLE_CASE_SHARE
