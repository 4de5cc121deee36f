"""Whether an entry's text is only the beginning of what its page says. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ingest.core.addresses import read_plainly
from ingest.core.folding import fold_in_place
from ingest.core.gazetteer import Gazetteer
from ingest.core.vocabulary import BARE_BAN, Vocabulary, bits_of

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
_LONGEST_SIGN = 32
"""Characters of the longest of these, of what may stand behind it, and of the word before."""


def is_teaser(text: str, url: str) -> bool:
    """A short text, one that says that it goes on, or a PDF behind whatever text."""
    if not is_web(url):
        return False
    if len(text) < SHORT or _GOES_ON.search(text[-120:].rstrip()[-_LONGEST_SIGN:]):
        return True
    return ".pdf" in url.lower() and urlsplit(url).path.lower().endswith(".pdf")


def promise_of(title: str, text: str, *, language: str, gazetteer: Gazetteer, vocabulary: Vocabulary) -> int:
    """How much a teaser that proposes nothing by itself promises of its page.

    Two where it names a vendor that we watch, one where it names a class of them ("high-risk suppliers")
    or its words could tell a step if its page named whom it hits ("bans antivirus software in
    ministries"), else nothing.
    """
    whole = f"{title}\n\n{text}"[: 2 * SHORT]
    folded = fold_in_place(whole)
    cues, told = vocabulary.for_language(language), vocabulary.lexicon(language, gazetteer.names).look_up(folded)
    if any(mention.sort == "vendor" for mention in gazetteer.find(whole, folded, all_begun=told.names)):
        return 2
    lists = {group for group, _, _ in cues.terms.find(folded, told.terms)}
    if "class" in lists:
        return 1
    met = bits_of(lists)
    steps = (cue for cue in cues.led_by(lists) if cue.mark == "kind" and cue.value != BARE_BAN)
    return int(any(cue.can_hold(met) and not met & cue.none_of for cue in steps))


def is_web(url: str) -> bool:
    if read_plainly(url):
        return True
    try:
        return urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return False
