"""Bodies that no list holds, known by the word for their office: "Ministry of Digital Development"."""

from __future__ import annotations

import re

_REST = r"(?: [A-ZÀ-ÞĀ-Ž][\w’'-]+)"
_LINK = r"(?:,| and| of| the| for| et| de| des| du| la| le| y| e| del| della| dell’| i| a| und| für| van| en| voor)"
_NO_ARTICLE = r"(?!(?:The|This|That|A|An|In|On|By|Its|Their|His|Last|After|When|But|And) )"
_GENITIVE = r"(?: [а-яіїє]+(?:ого|его|ої|ой|ей|ых|их|ия|ии|ства|ости|ны|ки|ла|ды|ции|ції|ння))"
_ENGLISH = (
    "Ministry|Department|Office|Bureau|Directorate|Commission|Council|Agency|Authority|Court|Inspectorate|Committee"
)
_ROMANCE = (
    "Ministère|Ministerio|Ministero|Ministério|Ministerie|Agence|Agencia|Agenzia|Agência|Autorité|Autoridad|Autorità"
    "|Autoridade|Secretaría|Conseil|Consejo|Consiglio|Conselho"
)
_OF = r"(?: (?:des?|du|dell?a?|dell’|d[ao]|van|per|pour|l[ae]|l’|los|las))*"
_GERMAN = "(?:Bundes|Landes|Innen|Außen|Verteidigungs|Digital|Wirtschafts|Justiz|Finanz)[a-zäöüß]*"
_PATTERNS = (
    rf"(?:{_ENGLISH}) (?:of|for|on)(?: the)?{_REST}(?:{_LINK}{{0,3}}{_REST})*",
    rf"{_NO_ARTICLE}(?:[A-Z][\w’'-]+ ){{1,4}}(?:{_ENGLISH}|Regulator|Parliament)\b(?! of)",
    rf"(?:{_ROMANCE}){_OF}{_REST}(?:{_LINK}{{0,3}}{_REST})*",
    rf"{_GERMAN}(?:ministerium|amt|agentur|behörde)\w{{0,3}}",
    r"(?:Ministerstw[oa]|Ministerstv[oa]|Urząd|Úřad)(?: (?:pro|pre|ds\.|do spraw))? \w+(?: (?:i|a) \w+)?",
    rf"(?:Министерств|Міністерств|Служб|Агентств|Комитет)[а-яі]{{0,2}}{_GENITIVE}{{1,3}}",
)
_COMMON = re.compile(
    r"(?:Federal |National |Central |State |General |Supreme |High |Digital |Data |Electronic |Information )*"
    r"(?:Ministry|Ministries|Department|Office|Bureau|Directorate|Commission|Council|Cabinet|Agency|Agencies|Authority"
    r"|Authorities|Court|Parliament|Government|Prosecutor|President|Prime Minister|Minister|Secretary|Secretariat"
    r"|Staff|Service|Intelligence Service|Security|Privacy Commission|Cyber Security Centre|System Authority"
    r"|Attorney.General|Public Security)\b"
)
"""How names begin that many states give to a body of theirs."""

_OFFICE = re.compile("|".join(rf"(?<!\w){pattern}" for pattern in _PATTERNS))
_SIGNS = re.compile(
    rf"{_ENGLISH}|{_ROMANCE}|Regulator|Parliament|ministerium|amt|agentur|behörde|Ministerst|Urząd|Úřad"
    r"|Министерств|Міністерств|Служб|Агентств|Комитет"
)
"""Of these an office holds one. Most sentences hold none, which is cheaper to find out."""


def find_office(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the first office stands in `text[start:end]`; None where there is none."""
    if not _SIGNS.search(text, start, end):
        return None
    match = _OFFICE.search(text, start, end)
    return match.span() if match else None


def is_common(name: str) -> bool:
    """Whether many states have a body of this name, if it names no place: "Ministry of the Interior"."""
    return _COMMON.match(name) is not None
