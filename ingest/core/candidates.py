"""Names that nobody knows yet, standing where a vendor's would: "bans Zorblatt cameras".

They are looked for only where a text names no vendor, and only beside a word for a technical
product or in a company's full name, so that they may be offered to an editor and proved wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ingest.core.folding import fold_in_place

_NAME = r"(?P<name>[A-Z](?<![\w.-].)[\w&-]{2,}(?: [A-Z][\w&-]+)?)"
_PRODUCT = (
    r"(?:(?:surveillance|security|video|telecom|telecommunications|network|networking|5G|AI|baggage|smart)[ -]){0,2}"
    r"(?:cameras?|drones?|routers?|smartphones?|phones|handsets?|antivirus|scanners?|modems?|inverters?|chips?|software"
    r"|apps?|chatbot|messenger|spyware|batteries|equipment|gear|recorders?|modules?|Kameras?|Drohnen?|Router|Handys"
    r"|apparatuur|kameror|drönare|kameraer)\b"
)
_PRODUCTS = """
    caméras drones routeurs téléphones logiciels logiciel antivirus équipements cámaras equipos teléfonos telecamere
    droni apparati software câmeras equipamentos kamery kamer drony telefony telefonů камеры камер дроны дронов
    смартфоны смартфонов телефоны оборудование оборудования антивирус камери дрони
"""
_PRODUCTS_OF: dict[str, list[str]] = {}
"""Products that stand before a name, by their folded spelling."""
for _product in _PRODUCTS.split():
    _PRODUCTS_OF.setdefault(fold_in_place(_product), []).append(_product)

_OF = r"(?: de| d['’]| da| del| della| di| marki| značky| фирмы| компании| компанії)? "
_FORM = r"(?:Inc|Ltd|LLC|Corp|Corporation|Co\., Ltd|GmbH|Technologies|Technology)\b"
_BEFORE_ONE = re.compile(rf"{_NAME}(?:['’]s)? (?:{_PRODUCT}|{_FORM})")
_KATAKANA = re.compile(
    r"(?P<name>[ァ-ヴー]{3,})社?製?の?(?:監視)?(?:カメラ|ドローン|通信機器|スマホ|スマートフォン|ルーター|アプリ)"
)
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


def find_candidates(text: str, words: Iterable[str], taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where an unknown name stands as a vendor's would.

    `words` are the folded ones of the text, `taken` the spans of known names, places included.
    """
    spans = list(taken)
    title_end = text.find("\n")
    is_title_case = _is_title_case(text[: max(title_end, 0)])
    for match in _matches(text, words):
        name, (start, end) = match["name"], match.span("name")
        if any(left < end and start < right for left, right in spans) or _is_ordinary(name):
            continue
        needs_shape = _begins_a_sentence(text, start) or (is_title_case and start < title_end)
        if needs_shape and match.re is not _KATAKANA and not _OWN_SHAPE.search(name):
            continue
        yield start, end


def _matches(text: str, words: Iterable[str]) -> Iterator[re.Match[str]]:
    """Names beside products in order of place; of two that overlap the first."""
    found = [*_BEFORE_ONE.finditer(text)]
    if products := frozenset(word for word in words if word in _PRODUCTS_OF):
        found += _behind_one_of(products).finditer(text)
    if not text.isascii():
        found += _KATAKANA.finditer(text)
    done = 0
    for match in sorted(found, key=lambda match: match.start()):
        if match.start() >= done:
            done = match.end()
            yield match


@lru_cache(maxsize=64)
def _behind_one_of(products: frozenset[str]) -> re.Pattern[str]:
    """A name behind one of these products; a text holds few of them, which are soon found."""
    spelled = [spelling for product in sorted(products) for spelling in _PRODUCTS_OF[product]]
    alone = "|".join(rf"{word}(?<![\w.-]{word})" for word in spelled)
    return re.compile(rf"(?:{alone}){_OF}{_NAME}")


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
