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
    assert face.width("הוואווי") == 0
    assert face.width("Хиквижн Łódź הוואווי") == face.width("Хиквижн Łódź ") > face.width("Łódź") > 0


@pytest.mark.parametrize("name", ["海康威视", "海康威視", "ハイクビジョン", "하이크비전"])
def test_names_in_the_scripts_of_the_east_are_drawn(name):
    face = Face("serif", 40, 600)
    assert face.width(name) > 30 * len(name)
    blank, named = (drawing.png(drawing.Card("", title, "", "", "")) for title in ("", name))
    assert blank != named


def test_words_of_two_scripts_keep_the_space_between_them():
    face = Face("sans", 30)
    space = face.width("a b") - face.width("a") - face.width("b")
    assert 0 < space < 12
    assert face.width("海康 b") == pytest.approx(face.width("海康") + space + face.width("b"), abs=1)


def test_a_long_name_without_spaces_breaks_between_its_letters():
    lines = Face("sans", 30).lines("杭州海康威视数字技术股份有限公司, Hangzhou", width=200)
    assert "".join(lines).replace(" ", "") == "杭州海康威视数字技术股份有限公司,Hangzhou"
    assert len(lines) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/", "/matrix/", "/vendors/hikvision/", "/jurisdictions/CA/"])
def test_the_card_of_a_page_about_another_day_is_of_that_day(client, one_day, monkeypatch, page):
    RevisionFactory(action=ActionFactory(announced=Span.month(2025, 6), vendors=[VendorFactory(name="Hikvision")]))
    head = BeautifulSoup(client.get(f"{page}?on=2024-01-01&kind=advisory").content, "lxml").head
    card = head.find("meta", property="og:image")["content"]
    assert card.endswith("card.png?on=2024-01-01")
    drawn = []
    monkeypatch.setattr(drawing, "png", lambda card: drawn.append(card) or b"png")
    client.get(card.removeprefix("http://localhost:8000"))
    assert drawn[0].foot == "As it stood on 1 January 2024, by what we know today. CC BY 4.0."
    assert drawn[0].parts == ()


@pytest.mark.django_db
def test_a_card_refuses_a_filter_that_it_does_not_know(client, one_day):
    assert client.get("/card.png?onn=2024-01-01").status_code == 400


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
