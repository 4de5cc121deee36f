"""The law, bill or order that a sentence names, in the ways in which each language numbers them."""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBER = r"(?: (?:of )?(?:No|no|n|Nr|nr|№|N)\.?[°ºo]?)? ?\d[\w/-]*"
_JOIN = r"(?:(?:of|and|for|on|the|to|in|from) )*"

_PATTERNS = (
    r"(?:Regulation|Directive) \(EU\) (?:No )?\d{4}/\d+",
    r"Executive Order(?: No\.?)? \d{4,5}",
    r"(?:Presidential )?Proclamation(?: No\.?)? \d+",
    r"(?:H\. ?R\.|S\.|HB|SB|AB|LD|House Bill|Senate Bill|Assembly Bill|Bill) ?[CS]?-?\d+",
    r"NDAA(?: \d{4})?",
    r"[Ss]ection \d+\w*(?:\([a-z0-9]+\))*(?: of the (?:[A-Z][\w’'-]+ ?)+)?",
    (
        rf"(?:[A-Z][\w’'&-]+ {_JOIN}){{1,8}}(?:Act|Law|Code|Regulations?|Directive|Order|Decree|Ordinance|Rules)\b"
        r"(?: of \d{4}| \d{4}| No\.? ?\d[\w/-]*| \d+[\w/-]*)?"
    ),
    rf"(?:Law|Decree|Resolution|Direction|Directive|Ordinance|Decision|Circular){_NUMBER}",
    # German
    r"§ ?\d+\w* (?:Abs\. ?\d+ )?(?:[A-ZÄÖÜ][\wäöüß-]+(?:gesetz|G)|[A-Z]{2,6}G?)\b",
    r"[A-ZÄÖÜ][\wäöüß-]+(?:gesetz|verordnung)e?s?\b",
    # French
    r"(?:[Ll]oi|[Dd]écret|[Aa]rrêté|[Rr]èglement)(?: ministériel)? n[°ºo] ?\d[\d.-]*",
    r"[Ll]oi sur [\w’' -]{4,40}? Canada",
    # Italian, Spanish, Portuguese
    (
        r"(?:[Dd]ecreto|[Ll]egge|[Dd]etermina|[Cc]ircolare|[Ll]ey|[Rr]esoluc[ií]\w+|[Ll]ei|[Pp]ortaria|[Rr]esolução)"
        r"(?:[- ](?:legge|legislativo|Supremo|Ejecutivo|Ley|Federal|Complementar))?"
        r"(?: (?:n\.?[°º]?|No\.?|núm\.|N\.?[°º]))? ?\d[\d./-]*"
    ),
    # Polish, Czech
    r"(?:[Uu]staw[aęy]|[Zz]ákon\w*|[Zz]arządzeni\w+|[Uu]chwał\w+)(?: (?:č\.|nr|o))? ?\d+/\d+",
    # Russian, Ukrainian
    (
        r"(?:[Уу]каз|[Пп]остановлени|[Зз]акон|[Рр]озпоряджен|[Рр]аспоряжени|[Пп]останов|[Нн]аказ)\w*"
        r"(?: [А-Яа-яІіЇїЄє]+){0,3} ?№ ?\d[\d/-]*"
    ),
    # Chinese, Japanese, Korean
    r"(?:商务部|工信部|商務部|經濟部)?公告\s?(?:20\d\d年)?第\s?\d+\s?号",
    r"《[^》]{2,40}》|「[^」]{2,30}(?:法|法律|条例|條例|命令)」",
    r"[\u4e00-\u9fff]{2,14}(?:基本法|保護法|保护法|安全法|管理法|推進法|推进法|贸易法|貿易法)",
    r"[가-힣]{2,8}(?: [가-힣]{2,8}){0,2} ?(?:보호법|기본법|통신망법|사업법)",
)
_INSTRUMENT = re.compile("|".join(_PATTERNS))
_SIGNS = (
    *("Act", "Law", "Code", "Regulation", "Directi", "Order", "Decree", "Ordinance", "Rules", "Resolution", "Decision"),
    *("Circular", "Proclamation", "NDAA", "ection", "Bill", "H.R", "H. R", "HB", "SB", "AB", "LD", "§", "gesetz"),
    *("verordnung", "oi n", "oi sur", "écret", "rrêté", "èglement", "ecreto", "egge", "etermina", "ircolare", "Ley"),
    *("ley ", "esoluc", "Lei", "lei ", "ortaria", "esolução", "staw", "ákon", "arządzeni", "chwał", "каз", "останов"),
    *("акон", "озпоряджен", "аспоряжени", "公告", "《", "「", "法", "법"),
)
"""Of these an instrument holds at least one. Most sentences hold none, which is cheap to find out."""

_SENATE_BILL = re.compile(r"S\. ?[CS]?-?\d")
_NOT_ONE = re.compile(
    r"(?:(?:The|This|That|An?|New|Court|Federal|Executive|State|Emergency|Removal|Closure|Covered) )*"
    r"(?:Act|Law|Code|Regulations?|Directive|Order|Decree|Rules|Ordinance)"
)
_LEADING = re.compile(
    r"(?:The|This|That|An?|Under|In|By|On|And|But|Its|His|Congress|When|If|As|For|With"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday) "
)


@lru_cache(maxsize=256)
def find_instrument(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the first instrument stands in `text[start:end]`; a bare "Order" or "the Act" is none.

    Every draft of an item asks anew, so the last answers are kept.
    """
    sentence = text[start:end]
    if not any(map(sentence.__contains__, _SIGNS)) and not _SENATE_BILL.search(sentence):
        return None
    for match in _INSTRUMENT.finditer(text, start, end):
        left, right = match.span()
        while text[right - 1] in " .,-/":
            right -= 1
        while lead := _LEADING.match(text, left, right):
            left = lead.end()
        if not _NOT_ONE.fullmatch(text, left, right):
            return left, right
    return None
