"""Whether an entry's text is only the beginning of what its page says. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

SHORT = 700
"""Characters; feeds that give the whole text give more."""

_GOES_ON = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|\b(?:read (?:more|on|the full)|continue reading|full (?:story|text|article)|more »"
    r"|weiterlesen"
    r"|mehr lesen|lire la suite|en savoir plus|leer más|seguir leyendo|leggi (?:tutto|di più)"
    r"|lees (?:meer|verder)"
    r"|читать (?:далее|полностью)|читати далі|czytaj (?:dalej|więcej)"
    r"|leia mais)|阅读全文|查看详情|続きを読む|더 ?보기)\W{0,4}$",
    re.IGNORECASE,
)


def is_teaser(text: str, url: str) -> bool:
    """A short text, one that says that it goes on, or a PDF behind whatever text."""
    if not is_web(url):
        return False
    goes_on = bool(_GOES_ON.search(text[-120:].rstrip()))
    return len(text) < SHORT or goes_on or urlsplit(url).path.lower().endswith(".pdf")


def is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return False
