"""What language a text is in, by its script and its commonest words. A small table, no statistics."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

_LETTER = re.compile(r"[^\W\d_]")
_ASCII = bytes(range(128))
_LETTERS = bytes(ord(chr(code).lower()) if chr(code).isalpha() else ord(" ") for code in range(128)) + bytes(
    range(128, 256)
)
"""Puts spaces for all ASCII in UTF-8 but letters, which it makes small."""

_MARKS = frozenset("“”„‘’«»–—•…→€£©®™°\xa0")
"""All that is beyond ASCII in most texts of Latin letters; the others may hold capitals."""
_LOOKED_AT = 2000
_LEAST_WORDS = 2

_FUNCTION_WORDS = {
    "en": "the of and to in that is for on with was has by said will from its are be as it at not which have this",
    "fr": "le la les des et une est dans pour que qui par sur avec au aux du pas sont ont cette ses plus été d l",
    "de": "der die das und ist nicht von mit für auf den dem ein eine im des sich auch wird hat zu als bei werden vor",
    "es": "el los las del y que en una por para con es se su al como más fue ha sobre este entre lo sus",
    "it": "il di che è per del della dei un una nel con sono gli alla le non si da al ha anche dal delle nella più",
    "pt": "o os as do da dos das e que em uma para com não por se ao à na no foi mais é pela pelo são sua",
    "nl": "de het een en van is dat op te met voor niet zijn aan er ook door naar bij uit wordt heeft om worden",
    "pl": "w i na z się nie do że jest o to przez dla od po jak za oraz który są ma co ze został",
    "cs": "a v se na je že s z do o k pro za by podle který jako také jsou ve které bude od před",
    "sk": "a v sa na je že s z do o k pre za by podľa ktorý ako aj sú vo ktoré bude od pred",
    "sv": "och att det som en på är av för med till den har inte om ett i från kan ska de vid men sig",
    "da": "og at det som en på er af for med til den har ikke om et i fra kan skal de ved men sig blev",
    "no": "og at det som en på er av for med til den har ikke om et i fra kan skal de ved men seg ble",
    "fi": "ja on ei että se oli myös hän ovat mutta kuin sen tai jos joka mukaan ole vuoden sekä",
    "hu": "a az és hogy nem is egy meg van ez volt csak de azt el már mint kell lesz szerint",
    "ro": "și în de la cu pe nu este că din un o pentru care mai sunt fi fost prin sau",
    "tr": "ve bir bu için ile da de olarak çok daha olan gibi kadar sonra göre ancak var oldu",
    "lt": "ir kad yra su į iš bei tai ne apie dėl buvo bus taip pat arba nuo po prie",
    "lv": "un ir ka ar no par uz tas kas arī nav bet vai lai bija pēc tiek tika",
    "et": "ja on ei et see oli ka kui või ning mis kes aga oma seda selle ole olid",
    "is": "og að er í á sem við það ekki hann með um til var frá fyrir en hefur af eru",
    "id": "yang dan di dengan untuk dari ini pada tidak dalam akan itu oleh adalah juga ke karena telah",
    "vi": "và của là có trong cho không được các với một này đã những người khi đến tại",
    "ru": "и в не на что с по это как к его из за от для о был также при она они но же что",
    "uk": "і в не на що з та до як за у про це для від його був також при вона але які під є",
    "bg": "и в на не за да се от че по с са ще като до при това които беше има",
    "sr": "и у је да се на су за од са као што није или би који ће из по",
    "ar": "في من على إلى أن عن التي الذي هذا ما لا كان بعد قال مع هذه بين كل",
    "fa": "در و به از که این را با است برای آن می یک خود تا شد شده بر کرد",
    "ur": "کے میں کی ہے اور سے کا کو پر نے کہ یہ اس ہیں تھا کر نہیں",
}
_WORDS: dict[str, str] = {}
"""The languages of which a word is one of the commonest, as one text: it is counted faster than a tuple."""
for _language, _words in _FUNCTION_WORDS.items():
    for _function_word in set(_words.split()):
        _WORDS[_function_word] = f"{_WORDS.get(_function_word, '')} {_language}".strip()

_HEADLINE_WORDS = {
    "en": "ban bans banned banning blocks blocked government orders removes lifts lawmakers agencies cameras drones",
    "fr": "interdit interdite interdiction interdire bloque bloqué gouvernement ministère fonctionnaires caméras",
    "de": "verbietet verbot verboten sperrt gesperrt regierung behörde behörden ministerium warnt untersagt kameras",
    "es": "prohíbe prohibe prohibición prohibir veta bloquea gobierno ministerio funcionarios advierte cámaras",
    "it": "vieta vietato vietare blocca bloccato divieto governo ministero garante avverte dipendenti telecamere",
    "pt": "proíbe proibe proibição proibir bloqueia governo ministério servidores câmeras",
    "nl": "verbiedt verbod verbieden blokkeert regering kabinet ministerie waarschuwt ambtenaren rijksoverheid",
    "pl": "zakazuje zakaz zakazał zakazała blokuje rząd ministerstwo ostrzega urzędników urzędnikom",
    "cs": "zakazuje zakázal zakázala zákaz blokuje vláda ministerstvo varuje úřad úřady núkib",
    "sv": "förbjuder förbud stoppar blockerar regeringen myndigheten varnar kameror utesluter",
    "da": "forbyder forbud blokerer regeringen advarer ministeriet kameraer",
    "no": "forbyr forbud blokkerer regjeringen advarer departementet kameraer",
    "fi": "kieltää kielto estää hallitus varoittaa",
    "hu": "betiltja betiltotta letiltja letiltotta kormány",
    "ro": "interzice blochează guvernul ministerul",
    "tr": "yasakladı yasak yasaklıyor engelledi hükümet bakanlığı",
}
"""Words of short headlines on our subject, which often hold none of the commonest words of their language."""

_HEADLINE = dict(_WORDS)
for _language, _words in _HEADLINE_WORDS.items():
    for _headline_word in _words.split():
        _HEADLINE[_headline_word] = f"{_HEADLINE.get(_headline_word, '')} {_language}".strip()

_RANK = {language: rank for rank, language in enumerate(_FUNCTION_WORDS)}
_ALL = frozenset(_FUNCTION_WORDS)

_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
)
_MIXED_SCRIPTS = {
    "Cyrl": (re.compile(r"[\u0400-\u04ff]"), frozenset({"ru", "uk", "bg", "sr", "mk", "be", "kk", "mn"}), "ru"),
    "Arab": (re.compile(r"[\u0600-\u06ff]"), frozenset({"ar", "fa", "ur", "ps", "ku"}), "ar"),
}
_LEAST_KANA_SHARE = 0.03


@lru_cache(maxsize=256)
def primary(tag: str) -> str:
    """The language of a BCP 47 tag (`pt-BR` → `pt`); empty for what is none."""
    code = re.split(r"[-_]", tag.strip().casefold(), maxsplit=1)[0]
    code = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "fil": "tl"}.get(code, code)
    return code if re.fullmatch(r"[a-z]{2,3}", code) and code != "und" else ""


def find_language(text: str, *, declared: str = "") -> str:
    """The language of a text: its script where that decides, else the declared one, else its words.

    A declaration that the text plainly contradicts loses: many feeds declare the language of
    their software.
    """
    sample = text[:_LOOKED_AT]
    declared = primary(declared)
    strange = "" if sample.isascii() else _beyond_ascii(sample)
    words = _words_of(sample, frozenset(strange))
    letters = len("".join(words))
    if not letters:
        return declared
    if len(strange) >= letters * _LEAST_KANA_SHARE and (language := _by_script(strange, words, letters, declared)):
        return language
    best, margin = _by_words(words, _ALL)
    if not best and not declared:
        best = _by_headline(words)
    if declared and (not best or best == declared or margin < _LEAST_WORDS * 2):
        return declared
    return best


def _beyond_ascii(sample: str) -> str:
    """All that is beyond ASCII, in its order."""
    encoded = sample.encode("utf-8", "surrogatepass")
    return encoded.translate(None, delete=_ASCII).decode("utf-8", "surrogatepass")


def _words_of(sample: str, strange: frozenset[str]) -> list[str]:
    """Its words in small letters; `strange` is all that it holds beyond ASCII."""
    if not strange <= _MARKS:
        sample = sample.casefold()
        strange = frozenset(_beyond_ascii(sample))
    for char in strange:
        if not _LETTER.match(char):
            sample = sample.replace(char, " ")
    return sample.encode("utf-8", "surrogatepass").translate(_LETTERS).decode("utf-8", "surrogatepass").split()


def _by_script(sample: str, words: list[str], letters: int, declared: str) -> str:
    for language, pattern in _SCRIPTS:
        share = len(pattern.findall(sample)) / letters
        if share > (_LEAST_KANA_SHARE if language == "ja" else 0.4):
            return language
    for pattern, languages, default in _MIXED_SCRIPTS.values():
        if len(pattern.findall(sample)) / letters > 0.5:
            if declared in languages:
                return declared
            return _by_words(words, languages)[0] or default
    return ""


def _by_headline(words: list[str]) -> str:
    """The language that most words of a short text speak for; empty where none does, or two do alike."""
    counts = Counter(language for word in words for language in _HEADLINE.get(word.lower(), "").split())
    first = counts.most_common(2)
    is_even = len(first) > 1 and first[0][1] == first[1][1] and {first[0][0], first[1][0]} != {"da", "no"}
    return first[0][0] if first and not is_even else ""


def _by_words(words: list[str], among: frozenset[str]) -> tuple[str, int]:
    """The language with the most function words, and its lead; empty where too few were met."""
    counts: dict[str, int] = {}
    for languages, count in Counter(filter(None, map(_WORDS.get, words))).items():
        for language in languages.split():
            if language in among:
                counts[language] = counts.get(language, 0) + count
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], _RANK[pair[0]]))
    if not ranked or ranked[0][1] < _LEAST_WORDS:
        return "", 0
    lead = ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0)
    return ranked[0][0], lead
