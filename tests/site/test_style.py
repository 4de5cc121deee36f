"""What the style promises: its weight, six sizes, contrast, and nothing inline."""

import math
import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text()
PAIR = r"light-dark\(oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\), oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)\)"
COLOURS = {
    name: (tuple(map(float, numbers[:3])), tuple(map(float, numbers[3:])))
    for name, *numbers in re.findall(rf"--([a-z]+): {PAIR}", TOKENS)
    if name != "kind"
} | {
    name: (tuple(map(float, numbers[:3])), tuple(map(float, numbers[3:])))
    for name, *numbers in re.findall(rf'\[data-kind="(\w+)"\] {{ --kind: {PAIR}', TOKENS)
}
OF_SOME_PAGES = [
    *("desk.css", "directory.css", "history.css", "matrix.css", "quality.css"),
    *("sources.css", "styleguide.css", "views.css"),
]
KINDS = ["procurement_ban", "shutdown_order", "advisory", "removal_order", "market_restriction", "sanctions_listing"]


def luminance(lightness, chroma, hue):
    """Relative luminance (WCAG) of an OKLCH colour; the matrices are Ottosson's."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    light = lightness / 100
    long, medium, short = (
        (light + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (light - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (light - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    )
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    red, green, blue = (min(1, max(0, part)) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other, theme):
    lighter, darker = sorted((luminance(*COLOURS[name][theme]) for name in (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_style_that_every_page_loads_stays_under_twenty_kilobytes():
    assert sum(sheet.stat().st_size for sheet in SHEETS if sheet.name not in OF_SOME_PAGES) < 20_000


@pytest.mark.parametrize("name", OF_SOME_PAGES)
def test_what_some_pages_add_stays_under_four_kilobytes(name):
    assert (ROOT / "static" / "css" / name).stat().st_size < 4_000


def test_there_are_six_sizes_of_type_and_no_others():
    assert len(re.findall(r"^  --\w+: [\d.]+rem/[\d.]+ var\(--(?:serif|sans)\);$", TOKENS, re.MULTILINE)) == 6
    strays = [line.strip() for sheet in SHEETS for line in sheet.read_text().splitlines() if "font-size" in line]
    assert strays == ['code, pre { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .875em; }']


@pytest.mark.parametrize(
    ("text", "ground", "theme"), list(product(["ink", "quiet", "link", "wrong"], ["paper", "tint"], [0, 1]))
)
def test_text_can_be_read_on_its_ground_in_both_themes(text, ground, theme):
    assert contrast(text, ground, theme) >= 4.5


@pytest.mark.parametrize(("kind", "theme"), list(product(KINDS, [0, 1])))
def test_a_mark_stands_out_from_the_paper_in_both_themes(kind, theme):
    assert contrast(kind, "paper", theme) >= 3


@pytest.mark.parametrize("theme", [0, 1])
def test_the_edge_of_a_field_stands_out_from_the_paper(theme):
    assert contrast("edge", "paper", theme) >= 3


def test_light_and_dark_share_their_hues():
    apart = {
        name: (light[2], dark[2])
        for name, (light, dark) in COLOURS.items()
        if name in KINDS and abs(light[2] - dark[2]) > 10
    }
    assert apart == {}


def test_no_template_has_style_or_script_inline():
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*(?:src=|type=\"application/))|\son[a-z]+=\"", re.IGNORECASE)
    assert [path.name for path in TEMPLATES if inline.search(path.read_text())] == []


def test_an_inline_component_leaves_no_white_space_around_it():
    names = ["kind_mark", "kind_label", "stage_badge", "span", "place", "vendor_link"]
    files = {name: (ROOT / "templates" / "components" / f"{name}.html").read_text() for name in names}
    assert [name for name, text in files.items() if text != text.strip() or "%}\n" in text] == []
