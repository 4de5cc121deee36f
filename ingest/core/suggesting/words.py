"""What tells a title, a day, a number or a link from the rest: words of headers and classes, and shapes of texts."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from ingest.core import dates
from ingest.core.parsing.days import find_day

TITLE = re.compile(
    r"title|head(?:line|ing)|name|subject|case|caption|style|styling|descri|document|matter|event|topic|titre|titel|objet"
    r"|betreff|título|titulo|asunto|part(?:y|ies)|opinion|notice|item|summary$|label|meeting|nazev|oggetto|onderwerp|tytu",
    re.IGNORECASE,
)
NOT_TITLE = re.compile(
    r"location|place|address|venue|judge|author|county|court$|type|categor|status|disposition|panel|time$|room|size|format"
    r"|contact|phone|docket|number|no\.?$|nr\.?$|#|^id$|citation|court below|lower court|language|division|agency|date",
    re.IGNORECASE,
)
DATE = re.compile(
    r"date|filed|issued|publi|decided|released|datum|fecha|data\b|posted|when|day|time|entered|created|veröffentlicht|dne",
    re.IGNORECASE,
)
OTHER_DATE = re.compile(
    r"updated|modified|effective|deadline|comment|due|expir|closing|argued|hear|submitted|valid|until|end\b",
    re.IGNORECASE,
)
CHANGED_DATE = re.compile(r"updated|modified|changed|actualizad|mis à jour|aktualisiert|обновлен", re.IGNORECASE)
NUMBER = re.compile(
    r"docket|number|(?:^|\b)no\.?$|(?:^|\b)nos?\.?\b|nr\.?$|#|file no|reference|ref\b|case.?(?:no|num|id)|aktenzeichen"
    r"|^id$|numéro|número|citation|celex|document no|expediente",
    re.IGNORECASE,
)
_LABELS = frozenset({"docket", "case", "cases", "number", "slip", "claim", "appeal", "file", "nos", "document"})
CODE = re.compile(r"^(?:\[(?:19|20)\d\d\]\s)?(?=.*\d)(?!.*[^\W\d_]{9})[\w./:&,\- ()§#–]{2,60}$")
NUMBERED = re.compile(
    r"^(?:ordinance|resolution|bill|order|decision|opinion|act|decree|notice|circular|directive|regulation|by-?law)"
    r"\s?(?:nos?\.?|number|#)?\s?[A-Z]{0,4}[-.]?\d[\w./-]{0,16}$",
    re.IGNORECASE,
)
"""A kind of paper with its number and nothing else."""

_GENERIC_WORDS = frozenset(
    """
    read more article on info information learn view details detail pdf html htm doc docx rtf wpd word download agenda
    minutes link here click open continue reading see video audio lire la suite plus mehr weiterlesen leer más continua
    lees meer share print opinion order add to calendar map packet register notice watch english español français
    deutsch source full complete official file document documents text attachment attachments version in for new
    window opens kb mb signed original en de fr es a the this n tba tbd cancelled canceled regular special descargar
    télécharger herunterladen scarica zum dokument show go yes no prev previous next
    """.split()  # noqa: SIM905 - a list of words is read as a text
)
CASE = re.compile(
    r"\bv(?:s|ersus)?\.?\s|\bin (?:re|the matter of)\b|\bmatter of\b|\bex (?:parte|rel)\b|\bestate of\b|\binterest of\b"
    r"|\bpeople (?:of|v)\b|\bpetition(?:er)? of\b|\bapplication of\b",
    re.IGNORECASE,
)
FILE_NOTE = re.compile(r"\b(?:pdf|docx?)\b.{0,40}\d\s?[km]b\b|\d\s?[km]b\b.{0,20}\bpdf\b", re.IGNORECASE)
"""What stands beside a link to a file: its kind and its size."""

SIDES = (
    ("appellant", "appellee"),
    ("petitioner", "respondent"),
    ("plaintiff", "defendant"),
    ("appellant", "respondent"),
    ("claimant", "respondent"),
)
"""What the two sides of a case are called, where no title joins them."""

VERSUS = re.compile(r"^(?:-?vs?\.?-?|versus|contre|gegen|contra|c\.|against)$", re.IGNORECASE)
"""What stands between the two sides of a case, where it has a cell of its own."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?", re.IGNORECASE)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{3}")
_DETECTING = dates.Hint(is_day_first=False)


@lru_cache(maxsize=8192)
def day_in(text: str, now: datetime) -> datetime | None:
    """The day that a short text tells; None for a longer one, in which it may be anything."""
    if len(text) > 60 or not any(char.isdigit() for char in text):
        return None
    return dates.read_instant(text, now=now, hint=_DETECTING)


@lru_cache(maxsize=8192)
def day_within(text: str) -> str:
    return find_day(text)


def is_bare_day(text: str) -> bool:
    """Whether a text tells a day and next to nothing else."""
    found = day_within(text)
    rest = _CLOCK.sub(" ", text.replace(found, " ")).strip()
    return bool(found) and len(rest) < 14 and len(_WORD.findall(rest)) <= 1


def has_words(text: str) -> bool:
    return bool(_WORD.search(text) or _CJK.search(text)) and not is_generic(text)


def names_something(text: str) -> bool:
    """Whether a text may stand as a title: words that are not said of every item, or words with their own day."""
    return has_words(text) or (bool(_WORD.search(text)) and bool(day_within(text)))


def is_generic(text: str) -> bool:
    """Whether a text only says that something can be opened: "PDF", "Read more", "View the full order (120 KB)"."""
    if len(text) > 60:
        return False
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return bool(words) and all(word in _GENERIC_WORDS for word in words)


def is_code(text: str) -> bool:
    """Whether a text is a docket, a document's number or the like."""
    if not CODE.match(text) or CASE.search(text):
        return False
    words = [word for word in re.findall(r"[^\W\d_]{4,}", text) if word.casefold() not in _LABELS]
    return len(words) <= 1 and all(len(word) == 4 for word in words)


def is_sentence(text: str) -> bool:
    return len(text) > 60 and text.count(" ") > 8
