"""Make the subsets in static/vendor/fonts out of two unpacked npm packages and Noto Sans CJK.

    npm pack @fontsource-variable/source-serif-4 @fontsource-variable/source-sans-3
    .venv/bin/python docs/fonts.py FOLDER NotoSansCJK-Regular.ttc   # the folder into which both were unpacked

Weights are limited to 400 to 700 and scripts to those of the directory's own words; of Noto the letters in
everyday use in mainland China, Taiwan, Japan and Korea are kept. Then write the new versions and hashes into
static/vendor/README.md.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

TARGET = Path(__file__).resolve().parent.parent / "static" / "vendor" / "fonts"
FEATURES = ["kern", "liga", "locl", "ccmp", "mark", "mkmk", "tnum", "pnum"]
LATIN = (
    "20-7E,A0-FF,131,152-153,2C6,2DA,2DC,2002-2003,2009-200A,2010-2015,2018-201E,2020-2022,2026,202F,2030,"
    "2032-2033,2039-203A,2044,20AC,2122,2190-2193,2212,FFFD"
)
LATIN_EXT = (
    "100-130,132-151,154-17F,18F,1A0-1A1,1AF-1B0,1CD-1DC,1E6-1E7,1F4-1F5,218-21B,259,300-304,306-30C,323,"
    "1E80-1E85,1E9E,1EA0-1EF9,20A6,20A9-20AB,20B4,20B9-20BA,20BD,2113,2116"
)
CYRILLIC = "400-45F,490-491,4B0-4B1,2116"
JOBS = [
    ("source-serif-4", "latin", "normal", LATIN, "source-serif-4-latin"),
    ("source-serif-4", "latin", "italic", LATIN, "source-serif-4-latin-italic"),
    ("source-serif-4", "latin-ext", "normal", LATIN_EXT, "source-serif-4-latin-ext"),
    ("source-serif-4", "cyrillic", "normal", CYRILLIC, "source-serif-4-cyrillic"),
    ("source-sans-3", "latin", "normal", LATIN, "source-sans-3-latin"),
    ("source-sans-3", "latin-ext", "normal", LATIN_EXT, "source-sans-3-latin-ext"),
    ("source-sans-3", "cyrillic", "normal", CYRILLIC, "source-sans-3-cyrillic"),
]


def narrow(source: Path, unicodes: str) -> TTFont:
    """The font of `source` with weights 400 to 700 and only the characters of `unicodes`."""
    limited = instancer.instantiateVariableFont(TTFont(source), {"wght": (400, 400, 700)})
    limited.flavor = None
    plain = io.BytesIO()
    limited.save(plain)
    font = TTFont(io.BytesIO(plain.getvalue()))  # the subsetter trips over the instancer's lazy tables
    options = subset.Options()
    options.layout_features = FEATURES
    options.hinting = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(unicodes))
    subsetter.subset(font)
    font.flavor = "woff2"
    return font


def everyday(encoding: str, leads: range, trails: Iterable[int] = range(0xA1, 0xFF)) -> set[str]:
    """The letters of some rows of a national standard, which lists the frequent ones first."""
    pairs = (bytes([lead, trail]) for lead in leads for trail in trails)
    return set("".join(pair.decode(encoding, "ignore") for pair in pairs))


def eastern(source: Path) -> TTFont:
    """Of Noto Sans CJK (simplified Chinese first): GB 2312 and JIS level 1, Big5 level 1, kana, KS X 1001."""
    font = TTFont(source, fontNumber=2)
    letters = everyday("gb2312", range(0xB0, 0xD8)) | everyday("euc_jp", range(0xB0, 0xD0))
    letters |= everyday("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)])
    letters |= everyday("euc_jp", range(0xA4, 0xA6)) | everyday("euc_kr", range(0xB0, 0xC9))
    letters |= set("　、。・「」『』（）《》〈〉【】〔〕：；，？！～ー々〇浏鑫")
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(letter) for letter in letters])
    subsetter.subset(font)
    font.flavor = "woff2"
    return font


def main(folder: Path, noto: Path) -> None:
    eastern(noto).save(TARGET / "noto-sans-cjk.woff2")
    for family, script, style, unicodes, name in JOBS:
        (source,) = folder.rglob(f"{family}-{script}-wght-{style}.woff2")
        narrow(source, unicodes).save(TARGET / f"{name}.woff2")
        print(f"{name}.woff2  {(TARGET / f'{name}.woff2').stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
