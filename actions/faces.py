"""The site's own faces as files: which of them holds a letter, and the style that carries them inside a drawing."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "static" / "vendor" / "fonts"
EASTERN = "noto-sans-cjk"
"""Chinese, Japanese and Korean, for the cards alone: 1.4 MB, where a browser takes what its machine has."""
FAMILIES = {"serif": "source-serif-4", "sans": "source-sans-3"}
NAMES = {"serif": "Source Serif 4", "sans": "Source Sans 3"}
RANGES = {
    "latin": "",
    "latin-ext": "unicode-range:U+100-130,U+132-151,U+154-36F,U+1E00-1EFF,U+20A0-20AB,U+20AD-20C0",
    "cyrillic": "unicode-range:U+400-45F,U+490-491,U+4B0-4B1,U+2116",
}
"""The files of a family, with the letters that each is asked for, as in `static/css/tokens.css`."""


def script_of(letter: str) -> str:
    """The file that holds a letter; empty where no face of ours has it."""
    code = ord(letter)
    if 0x2E80 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7A3 or 0xF900 <= code <= 0xFAFF or 0xFF00 <= code <= 0xFFEF:
        return EASTERN
    if 0x400 <= code <= 0x45F or 0x490 <= code <= 0x4B1 or code == 0x2116:
        return "cyrillic"
    if code == 0x131 or 0x152 <= code <= 0x153:
        return "latin"
    if 0x100 <= code <= 0x36F or 0x1E00 <= code <= 0x1EFF or 0x20A0 <= code <= 0x20C0:
        return "latin" if code == 0x20AC else "latin-ext"
    return "latin" if 0x20 <= code <= 0xFF or 0x2002 <= code <= 0x22FF else ""


def style_for(text: str) -> str:
    """The rules that carry our faces, as far as `text` needs them: a file that is saved loads nothing."""
    needed = {"latin", *(script_of(letter) for letter in set(text))}
    return "".join(_rule(family, script) for script in RANGES if script in needed for family in FAMILIES)


@cache
def _rule(family: str, script: str) -> str:
    font = b64encode((FONTS / f"{FAMILIES[family]}-{script}.woff2").read_bytes()).decode()
    return (
        f'@font-face{{font-family:"{NAMES[family]}";font-weight:400 700;'
        f"src:url(data:font/woff2;base64,{font});{RANGES[script]}}}"
    )
