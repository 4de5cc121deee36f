"""Cards of shared pages: what they are, what they never show, and that their type fits."""

import io

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.cache import cache
from PIL import Image

from actions.cards import drawing
from actions.cards.type import Face, fitted
from actions.lifecycle import Kind
from actions.spans import Span
from tests.factories import ActionFactory, RevisionFactory, VendorFactory

PAPER = (253, 252, 249)


@pytest.fixture
def one_day():
    cache.clear()
    with time_machine.travel("2026-03-01 12:00:00+00:00", tick=False):
        yield


def picture(answer) -> Image.Image:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "card"),
    [
        ("/actions/order/", "/actions/order/card.png"),
        ("/jurisdictions/CA/", "/jurisdictions/CA/card.png"),
        ("/vendors/hikvision/", "/vendors/hikvision/card.png"),
        ("/", "/card.png"),
        ("/matrix/", "/card.png"),
    ],
)
def test_a_page_that_is_shared_shows_its_card(client, settings, one_day, page, card):
    settings.BASE_URL = "https://bans.example.org"
    RevisionFactory(action=ActionFactory(slug="order", title="Canada orders “Hikvision” to close"))
    head = BeautifulSoup(client.get(page).content, "lxml").head
    told = {tag["property"]: tag["content"] for tag in head.find_all("meta", property=True)}
    assert told["og:image"] == f"https://bans.example.org{card}"
    assert told["og:title"]
    assert told["og:url"].startswith("https://bans.example.org/")
    assert head.find("meta", attrs={"name": "twitter:card"})["content"] == "summary_large_image"
    answer = client.get(card)
    assert picture(answer).size == (1200, 630)
    assert len(answer.content) < 100_000
    assert "public" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_withdrawn_action_has_no_card(client, one_day):
    ActionFactory(slug="gone", is_published=False)
    merged = ActionFactory(slug="kept")
    ActionFactory(slug="twin", is_published=False, merged_into=merged)
    assert [client.get(f"/actions/{slug}/card.png").status_code for slug in ("gone", "twin", "never")] == [404] * 3


@pytest.mark.django_db
def test_the_same_card_is_drawn_once(client, one_day, monkeypatch):
    VendorFactory(name="Hikvision")
    drawn = []
    monkeypatch.setattr(drawing, "png", lambda card: drawn.append(card) or b"png")
    for _ in range(3):
        client.get("/vendors/hikvision/card.png")
    assert len(drawn) == 1
    ActionFactory(announced=Span.month(2025, 6))
    client.get("/vendors/hikvision/card.png")
    assert [card.text.partition(";")[0] for card in drawn] == [
        "No action against Hikvision is known to be in force. None known is not the same as none.",
        "1 action against Hikvision is in force, in 1 place",
    ]


@pytest.mark.parametrize("size", [(48, 42), (76, 42)])
@pytest.mark.parametrize(
    "text",
    ["Short", "A headline of ninety letters that goes on and on until nobody would read it in one breath", "W" * 300],
)
def test_words_never_leave_their_box(text, size):
    face, lines = fitted(text, family="serif", weight=600, sizes=size, box=(1056, 260))
    assert all(face.width(line) <= 1056 for line in lines)
    assert len(lines) * face.size <= 260


def test_letters_that_no_face_has_are_left_out_and_the_rest_stays():
    face = Face("sans", 30)
    assert face.width("海康威视") == 0
    assert face.width("Хиквижн Łódź 海") > face.width("Хиквижн Łódź") > face.width("Łódź") > 0


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("fill", ["solid", "half", "outline", "struck", "paused"])
def test_every_mark_is_drawn_in_every_fill(kind, fill):
    card = drawing.Card("", "", "", "", "", kind=kind, fill=fill)
    mark = Image.open(io.BytesIO(drawing.png(card))).convert("RGB").crop((72, 126, 110, 164))
    paper = {colour: count for count, colour in mark.getcolors(2000)}.get(PAPER, 0)
    inked = 38 * 38 - paper
    assert 150 < inked < 38 * 38


def test_the_corners_of_a_path_are_read_as_they_are_drawn():
    assert drawing.points("M2 2h12v12H2z") == [(2, 2), (14, 2), (14, 14), (2, 14)]
    assert drawing.points("M8 .5 15.5 8 8 15.5.5 8z") == [(8, 0.5), (15.5, 8), (8, 15.5), (0.5, 8)]
