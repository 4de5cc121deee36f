"""Charts that are saved: each says by itself what it shows, of which day, from where, and in which type."""

import re
from base64 import b64decode, b64encode
from datetime import date
from hashlib import sha256

import pytest
import time_machine
from bs4 import BeautifulSoup

from actions import charts, drawings, faces
from actions.lifecycle import Kind
from actions.spans import Span
from tests.factories import ActionFactory, RevisionFactory, VendorFactory

KEPT_FOR_ALL = ["/map/map.svg", "/timeline/timeline.svg", "/vendors/vendors.svg", "/jurisdictions/places.svg"]


@pytest.fixture(autouse=True)
def one_day():
    with time_machine.travel("2026-03-01 12:00:00+00:00", tick=False):
        yield


@pytest.fixture
def action(db):
    vendor = VendorFactory(name="Hikvision")
    return RevisionFactory(action=ActionFactory(vendors=[vendor], announced=Span.day(date(2025, 6, 27)))).action


@pytest.mark.parametrize("address", KEPT_FOR_ALL)
def test_a_saved_chart_names_its_subject_kinds_day_source_and_filters(client, settings, action, address):
    settings.BASE_URL = "https://bans.example.org"
    drawn = BeautifulSoup(client.get(f"{address}?vendor=hikvision").content, "xml")
    said = drawn.get_text(" ")
    assert drawn.title.get_text()
    for part in ("Vendor: Hikvision", "Procurement ban", "1 March 2026", "Bantracker, CC BY 4.0"):
        assert part in said
    assert re.search(r"https://bans\.example\.org/\S*\?vendor=hikvision", said)


@pytest.mark.parametrize("address", KEPT_FOR_ALL)
def test_a_saved_chart_carries_its_faces_and_loads_nothing(client, action, address):
    text = client.get(address).content.decode()
    fonts = re.findall(r"url\(data:font/woff2;base64,([^)]+)\)", text)
    assert [b64decode(font)[:4] for font in fonts] == [b"wOF2", b"wOF2"]
    assert not re.search(r"(?:href|src)=|url\((?!data:)", text)


@pytest.mark.parametrize("address", KEPT_FOR_ALL)
def test_its_policy_allows_the_one_style_that_it_has(client, action, address):
    answer = client.get(address)
    (style,) = re.findall(r"<style>(.*?)</style>", answer.content.decode())
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    policy = answer["Content-Security-Policy"]
    assert policy == f"default-src 'none'; style-src 'sha256-{allowed}'; font-src data:; frame-ancestors 'none'"


@pytest.mark.parametrize(
    ("page", "saved"),
    [
        ("/", ["/map/map.svg", "/vendors/vendors.svg", "/jurisdictions/places.svg"]),
        ("/?on=2025-07-01", [f"{one}?on=2025-07-01" for one in (KEPT_FOR_ALL[0], *KEPT_FOR_ALL[2:])]),
        ("/vendors/hikvision/", ["/map/map.svg?vendor=hikvision", "/timeline/timeline.svg?vendor=hikvision"]),
        ("/jurisdictions/CA/", ["/timeline/timeline.svg?jurisdiction=CA"]),
    ],
)
def test_every_chart_of_a_page_can_be_saved(client, action, page, saved):
    shown = BeautifulSoup(client.get(page).content, "lxml")
    assert [link["href"] for link in shown.select(".save a[download]")] == saved
    assert [button["data-save-png"] for button in shown.select(".save button")] == saved
    assert shown.select("script[src*='save']")
    assert all(client.get(address).status_code == 200 for address in saved)


def test_the_bars_of_another_day_say_so_and_count_that_day(client, action):
    before = BeautifulSoup(client.get("/vendors/vendors.svg?on=2025-01-01").content, "xml").get_text(" ")
    after = BeautifulSoup(client.get("/vendors/vendors.svg?on=2025-07-01").content, "xml").get_text(" ")
    assert "Actions in force on 1 January 2025" in before
    assert "Hikvision" not in before
    assert "Actions in force on 1 July 2025" in after
    assert "Hikvision" in after


def test_letters_of_other_scripts_bring_their_faces_along():
    assert faces.style_for("Hikvision").count("@font-face") == 2
    assert faces.style_for("Łukasz").count("@font-face") == 4
    assert faces.style_for("Хиквижн, Łukasz").count("@font-face") == 6
    assert faces.style_for("海康威视").count("@font-face") == 2  # no face of ours has them: the reader's machine does


def test_a_long_title_breaks_into_lines_above_the_drawing():
    short = drawings.frame("Short", told="", source="Source", height=100)
    long = drawings.frame("word " * 60, told="", source="Source", height=100)
    assert [line.text for line in short.heads] == ["Short"]
    assert len(long.heads) == 3
    assert long.top - short.top == long.heads[-1].y - short.heads[-1].y


def test_the_legend_names_only_what_is_drawn_the_strictest_first():
    around = drawings.frame("Title", told="", source="Source", height=9, kinds={Kind.ADVISORY, Kind.SHUTDOWN_ORDER})
    assert [sign.word for sign in around.signs] == ["Shutdown order", "Advisory"]
    assert drawings.frame("Title", told="", source="Source", height=9).signs == ()


def test_a_bar_is_drawn_to_scale_and_a_long_name_is_cut():
    shown = charts.bars(
        [
            charts.Measure("Huawei", "", "advisory", 4),
            charts.Measure("A vendor with a name that is far too long to stand here", "", "advisory", 2),
        ],
        limit=2,
    )
    first, second = charts.drawn(shown, 960)
    assert second.label == "A vendor with a name that is far…"
    assert first.blocks[0].width == pytest.approx(2 * second.blocks[0].width)
    assert 880 < first.end < 940
