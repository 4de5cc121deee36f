"""How languages bend the names of places: a stem, and the endings that may follow it.

Rules are by the last letters of the name as dictionaries give it. A name of several words bends in
each of them. All of it is folded text (`ingest.core.folding`), so Latin endings carry no accents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.core.folding import fold_in_place

WORDS = "words"
"""The sort of ending of a name of several words: each may end in a few letters more."""

MOST_LETTERS = 4
"""Letters that each of these words may have behind its stem."""

_LEAST_STEM = 3
_SHORT_WORD = 3

_ENDINGS = {
    "": r"s?",
    "fi": r"(?:n|a|ssa|sta|lla|lle|lta|ksi|an|in|on|en|un|lai\w*|laa\w*|laise\w*)?",
    "fi-i": r"(?:i|in|ia|issa|ista|iin|illa|ille|ilainen|ilai\w*)",
    "hu": r"(?:t|i|n|on|en|ban|ben|bol|rol|nak|nek|ra|re|val|vel|hoz|hez|ba|be|bel\w*|ert)?",
    "et": r"(?:s|st|le|lt|sse|ga|t|ks|lan\w*)?",
    "lt-ija": r"(?:a|os|oje|ai)",
    "lt-as": r"(?:as|o|e|ui|u|ams|uose)",
    "lv-ija": r"(?:a|as|ai|u|iet\w*)",
    "lv-a": r"(?:a|as|ai|u|iet\w*)",
    "pl-ia": r"(?:ia|ii|ie|io|ijsk\w*)",
    "pl-a": r"(?:a|y|i|ie|e|o|sk\w*)",
    "pl-": r"(?:|u|em|ie|iem|owi|sk\w*)",
    "cs-sk": r"\w{0,4}",
    "cs-ie": r"(?:ie|ii|ijsk\w*)",
    "cs-a": r"(?:a|y|e|u|ou|sk\w*)",
    "cs-": r"(?:|u|em|e|sk\w*)",
    "hr-ija": r"(?:a|e|i|u|om|sk\w*)",
    "hr-ska": r"(?:a|e|oj|u|om|i|og|ih|im)",
    "hr-": r"(?:|a|u|om|sk\w*)",
    "ro-a": r"(?:a|ei|ean\w*|an\w*)",
    "sv": r"(?:s|isk\w*|sk\w*)?",
    "de-ien": r"(?:ien|iens|isch\w*)",
    "de": r"(?:s|isch\w*|er)?",
    "de-part": r"(?:s|isch\w*)?",
    "nl-ie": r"(?:ie|ies|isch\w*)",
    "ru-ия": r"(?:ия|ии|ию|ией|ийск\w*|ийц\w*)",
    "ru-а": r"(?:а|ы|и|е|у|ой|ою|ск\w*)",
    "ru-й": r"(?:й|я|ю|ем|е|йск\w*|йц\w*)",
    "ru-ь": r"(?:ь|я|ю|ем|е|и|ью|ьск\w*|ьц\w*)",
    "ru-": r"(?:|а|у|ом|е|ск\w*|ц\w*)",
    "uk-ія": r"(?:ія|ії|ію|ією|ійськ\w*|ійц\w*)",
    "uk-а": r"(?:а|и|і|у|ою|ськ\w*)",
    "uk-й": r"(?:й|ю|єм|ї|йськ\w*)",
    "uk-ь": r"(?:ь|ю|ем|і|льськ\w*|ьськ\w*)",
    "uk-": r"(?:|у|ом|ові|і|ськ\w*)",
    "bg-ия": r"(?:ия|ийск\w*)",
    "bg": r"(?:ск\w*)?",
    "sr-ија": r"(?:ија|ије|ији|ију|ијом|ијск\w*)",
    "sr-ска": r"(?:ска|ске|ској|ску|ском|ски\w*)",
    "el-α": r"(?:α|ας|ά|άς)",
    "el-ος": r"(?:ος|ου|ο)",
}

_RULES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "fi": (("i", "", "fi-i"), ("", "", "fi")),
    "hu": (("", "", "hu"),),
    "et": (("", "", "et"),),
    "lt": (("a", "", "lt-ija"), ("as", "", "lt-as"), ("ai", "", "lt-as")),
    "lv": (("a", "", "lv-a"),),
    "pl": (("ia", "", "pl-ia"), ("a", "", "pl-a"), ("", "", "pl-")),
    "cs": (("sko", "sk", "cs-sk"), ("cko", "ck", "cs-sk"), ("ie", "", "cs-ie"), ("a", "", "cs-a"), ("", "", "cs-")),
    "hr": (("ska", "sk", "hr-ska"), ("ija", "ij", "hr-ija"), ("a", "", "cs-a"), ("", "", "hr-")),
    "sr": (("ија", "", "sr-ија"), ("ска", "", "sr-ска"), ("", "", "ru-")),
    "ro": (("a", "", "ro-a"),),
    "sv": (("", "", "sv"),),
    "de": (("ien", "", "de-ien"), ("", "", "de")),
    "nl": (("ie", "", "nl-ie"),),
    "ru": (("ия", "", "ru-ия"), ("а", "", "ru-а"), ("й", "", "ru-й"), ("ь", "", "ru-ь"), ("", "", "ru-")),
    "uk": (("ія", "", "uk-ія"), ("а", "", "uk-а"), ("й", "", "uk-й"), ("ь", "", "uk-ь"), ("", "", "uk-")),
    "bg": (("ия", "", "bg-ия"), ("", "", "bg")),
    "el": (("α", "", "el-α"), ("ος", "", "el-ος")),
}
"""By language: the letters that a name ends in, those of them that stay, and the sort of ending; the first fits."""

_SAME_RULES = {"sk": "cs", "sl": "hr", "bs": "hr", "da": "sv", "nb": "sv", "no": "sv", "mk": "bg", "be": "ru"}
_BENDING = frozenset({"ru", "uk", "pl", "cs", "sk", "hr", "sl", "sr", "lt", "lv", "el", "fi"})

ENDINGS = {sort: re.compile(pattern + r"(?!\w)") for sort, pattern in _ENDINGS.items()}
"""By sort of ending, what may follow the stem up to the end of the word."""


@dataclass(frozen=True, slots=True)
class Stem:
    """`text` is folded; `ending` is a key of ENDINGS, or WORDS."""

    text: str
    ending: str


def stem_of(name: str, language: str) -> Stem:
    """The stem of a place's name in `language`, with the sort of ending that may follow."""
    folded = " ".join(fold_in_place(name).split())
    language = _SAME_RULES.get(language, language)
    if " " in folded:
        return Stem(" ".join(map(_cut, folded.split())), WORDS) if language in _BENDING else Stem(folded, "")
    for last, kept, ending in _RULES.get(language, ()):
        stem = folded.removesuffix(last)
        if folded.endswith(last) and len(stem) >= _LEAST_STEM:
            return Stem(stem + kept, ending)
    return Stem(folded, "")


def _cut(word: str) -> str:
    return word if len(word) <= _SHORT_WORD else word[: max(_SHORT_WORD, len(word) - 2)]


def end_of_words(stem: str, folded: str, start: int) -> int:
    """Where a bent name of several words ends that begins at `start`; -1 where it does not stand there."""
    at = start
    for number, part in enumerate(stem.split()):
        if number:
            if not folded.startswith(" ", at):
                return -1
            at += 1
        if not folded.startswith(part, at):
            return -1
        at += len(part)
        stop = min(len(folded), at + MOST_LETTERS)
        while at < stop and folded[at].isalnum():
            at += 1
        if at < len(folded) and folded[at].isalnum():
            return -1
    return at
