"""Numbers of laws, bills, dockets and notices that a text names: grounds for grouping, never an identity. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST = 12
"""A text that names more is a digest, and what it names last says little of it."""

_LONGEST = 80
_DASH = r"[-‐‑‒–—]"
_N = r"(?:No\.?|Nos\.?|№|Nr\.?|n[°º]|núm\.?)"

_DECREES = "|".join(
    (
        *("Decreto", "Décret", "Decree", "Loi", "Ley", "Lei", "Resolución", "Resolução", "Portaria", "Arrêté", "Legge"),
        *("Ustawa", "Указ", "Закон", "Постановление", "Розпорядження", "Постанова", "Act", "Law", "Nghị định"),
    )
)
_ACT_OF_CELEX = re.compile(r"3(\d{4})[RLD](\d{4})$", re.IGNORECASE)
"""Acts in force by CELEX are those that are written "(EU) 2024/903"."""

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, flags))
    for kind, pattern, flags in (
        ("fr", rf"\bFR\s+Doc\.?\s*(?:{_N}\s*)?((?:E\d|[CR]\d|\d{{2,4}}){_DASH}\d{{3,6}})\b", re.IGNORECASE),
        ("fr", r"federalregister\.gov/(?:d|documents/\d{4}/\d\d/\d\d)/([\dCRE]+-\d+)", re.IGNORECASE),
        ("fr-page", r"\b(\d{2,3})\s+(?:FR|Fed\.\s?Reg\.)\s+(\d{3,6})\b", 0),
        ("eo", rf"\bExecutive\s+Order\s+(?:{_N}\s*)?(1[0-9]{{4}})\b|\bE\.?O\.?\s+(1[0-9]{{4}})\b", 0),
        ("celex", r"\b(?:CELEX(?:%3A|:|=|\s+number:?\s*|\s+)?)([1-9](?:19|20)\d\d[A-Z]{1,2}\d{4})\b", re.IGNORECASE),
        ("eu", r"\((?:EU|UE|ЕС|ΕΕ|CFSP|PESC|GASP)(?:,\s*Euratom)?\)\s*(?:N[°ºr]?[o.]?\s*)?(\d{4}/\d{1,4})\b", 0),
        ("eu-old", r"\((?:EU|EC|UE|CE|EG)\)\s*(?:N[°ºr]?[o.]?\s*)(\d{1,4})/((?:19|20)\d\d)\b", 0),
        ("us-law", rf"\b(?:Pub(?:lic|\.)\s?L(?:aw|\.)\s*(?:{_N}\s*)?)(\d{{2,3}}){_DASH}(\d{{1,4}})\b", re.IGNORECASE),
        ("us-bill", r"(?<![.\w])(H\.\s?R\.|H\.?R|S\.|S\.\s?J\.\s?Res\.|H\.\s?J\.\s?Res\.)\s?(\d{1,5})\b(?!\s*%)", 0),
        ("bill", r"\b(HB|SB|HF|SF|AB|LB|HCR|SCR|HJR|SJR|LD|A\.B\.|H\.B\.|S\.B\.)\s?(\d{1,5})\b", 0),
        ("bill", r"\b((?:House|Senate|Assembly))\s+Bill\s+(?:No\.\s*)?(\d{1,5})\b", 0),
        ("ca-bill", rf"\b(?:Bill|projet de loi)\s+([CS]{_DASH}\d{{1,4}})\b", re.IGNORECASE),
        ("ca-order", rf"\bP\.?C\.?\s+((?:19|20)\d\d{_DASH}\d{{1,4}})\b", 0),
        ("fcc", rf"\b((?:DA|FCC)\s\d\d{_DASH}\d{{1,4}})\b", 0),
        ("docket", rf"\b(?:WC|ET|GN|EB|IB|PS|WT|CG|MB)\s+Docket\s+(?:{_N}\s*)?(\d\d{_DASH}\d{{1,4}})\b", 0),
        ("docket", rf"\bDocket\s+(?:ID\s*|{_N}\s*)?:?\s*([A-Z]{{2,8}}{_DASH}\d{{4}}{_DASH}\d{{3,5}})\b", re.IGNORECASE),
        ("case", rf"\b(?:Case\s+)?{_N}\s*(\d{{1,2}}:\d\d{_DASH}[a-z]{{2}}{_DASH}\d{{3,5}})\b", re.IGNORECASE),
        ("case", rf"\b{_N}\s*(\d\d{_DASH}\d{{3,5}})\b(?!\s*Docket)", 0),
        ("case-eu", rf"\b([CT]{_DASH}\d{{1,4}}/\d\d)\b", 0),
        ("gb-si", r"\bS\.?I\.?\s+((?:19|20)\d\d/\d{1,4})\b", 0),
        (
            "de-law",
            r"\b((?:BGBl|BAnz)\.?\s+(?:I\s+|AT\s+)?(?:S\.\s*\d+|(?:19|20)\d\d\s+(?:I\s+)?(?:S\.|Nr\.)\s*\d+))",
            0,
        ),
        (
            "decree",
            rf"\b(?:{_DECREES})(?:\s+\w+)?\s+(?:{_N}\s*)(\d+(?:[-/.]\w+)*)",
            re.IGNORECASE,
        ),
        ("cn", r"([〔\[(（]20\d\d[〕\])）]\s?第?\d{1,4}\s?号)", 0),
        ("cn", r"((?:20\d\d年)第\d{1,4}号)", 0),
        ("kr", r"제\s?(\d{4}[-‐]\d{1,5})호", 0),
        ("in", r"\b([GS]\.?(?:S\.R\.|O\.)\s?\d{1,5}\s?\(E\))", 0),
    )
)
_REGISTER = tuple(pair for pair in _PATTERNS if pair[0] == "fr")
_MAY_BE_REGISTER = re.compile(r"fr\s+doc|federalregister", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_WORDS = {"house": "HB", "senate": "SB", "assembly": "AB"}


def find_instruments(*texts: str) -> tuple[str, ...]:
    """What the texts name, as `kind:number` in one spelling, in the order of the kinds; at most MOST.

    A number without its sort of instrument ("No. 7") names nothing, and years and amounts are none.
    """
    told = [text for text in texts if _DIGIT.search(text)]  # nothing is named without one, and most texts have none
    found = dict.fromkeys(name for kind, pattern in _PATTERNS for text in told for name in _found(kind, pattern, text))
    return tuple(found)[:MOST]


def federal_register_numbers(text: str) -> tuple[str, ...]:
    """The FR Doc. numbers that a text tells or whose address it is, each once."""
    if not _MAY_BE_REGISTER.search(text):
        return ()
    numbers = (name for kind, pattern in _REGISTER for name in _found(kind, pattern, text))
    return tuple(dict.fromkeys(name.partition(":")[2] for name in numbers))


def kinds_of(instruments: Iterable[str]) -> frozenset[str]:
    """The sorts of instrument named; two texts that name the same sort by other numbers speak of two events."""
    return frozenset(name.partition(":")[0] for name in instruments)


def _found(kind: str, pattern: re.Pattern[str], text: str) -> Iterable[str]:
    for match in pattern.finditer(text):
        parts = [re.sub(_DASH, "-", group).strip() for group in match.groups() if group]
        if kind == "celex" and (act := _ACT_OF_CELEX.match(parts[0])):
            yield f"eu:{act[1]}/{int(act[2])}"
        elif kind == "eu-old":
            yield f"eu:{parts[1]}/{int(parts[0])}"
        else:
            yield f"{kind}:{_spelling(kind, parts)}"[:_LONGEST]


def _spelling(kind: str, parts: list[str]) -> str:
    if kind == "bill":
        parts[0] = _WORDS.get(parts[0].lower(), parts[0].replace(".", ""))
    if kind == "us-bill":
        parts[0] = re.sub(r"[.\s]", "", parts[0])
    if kind == "us-law":
        return "-".join(parts)
    return re.sub(r"\s+", " ", " ".join(parts)).upper()
